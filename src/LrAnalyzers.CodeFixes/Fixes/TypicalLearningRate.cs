using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>
/// Puts the algorithm's typical learning rate in the place of one that cannot train, and its rate for fine-tuning in the
/// place of one that is too high for it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TypicalLearningRate))]
public sealed class TypicalLearningRate : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "TypicalLearningRate";

    /// <summary>Equivalence key of the fix that puts the rate for fine-tuning.</summary>
    public const string FineTuningKey = "TypicalLearningRate.FineTuning";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1001", "LR1003", "LR1005");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        ImmutableDictionary<string, string?> properties = site.Diagnostic.Properties;
        if (!properties.TryGetValue(ValueRule.Replacement, out string? text)
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double replacement)
            || NumericSyntax.HasDirectives(site.Expression))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        ImmutableArray<Edit>? edits = properties.TryGetValue(LR1005_HighFineTuningRate.Parameter, out string? parameter)
            ? LearningRateReplacement.TryPlanLeftOut(site, parameter!, replacement)?.Edits
            : LearningRateReplacement.TryPlan(site, site.Expression, replacement);
        if (edits is not { } planned || (parameter is not null && !await CompileCheck.KeepsCompilingAsync(site, planned).ConfigureAwait(false)))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        return ImmutableArray.Create(properties.TryGetValue(LR1005_HighFineTuningRate.Replaced, out string? replaced)
            ? new PlannedFix($"Use a learning rate for weights that suit the data already ({replaced} → {text})", FineTuningKey, planned)
            : new PlannedFix(properties.ContainsKey(ValueRule.Power) ? $"Write the power that is meant: {text}" : $"Use the typical learning rate {text}", Key, planned));
    }
}
