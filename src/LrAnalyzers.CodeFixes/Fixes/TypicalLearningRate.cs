using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Puts the algorithm's typical learning rate in the place of one that cannot train.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TypicalLearningRate)), Shared]
public sealed class TypicalLearningRate : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "TypicalLearningRate";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1001", "LR1003");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        ImmutableArray<Edit> edits = ImmutableArray<Edit>.Empty;
        if (site.Diagnostic.Properties.TryGetValue(ValueRule.Replacement, out string? text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double replacement)
            && !NumericSyntax.HasDirectives(site.Expression))
        {
            edits = LearningRateReplacement.TryPlan(site, site.Expression, replacement) ?? ImmutableArray<Edit>.Empty;
        }

        return Task.FromResult(edits.IsEmpty
            ? ImmutableArray<PlannedFix>.Empty
            : ImmutableArray.Create(new PlannedFix($"Use the typical learning rate {text}", Key, edits)));
    }
}
