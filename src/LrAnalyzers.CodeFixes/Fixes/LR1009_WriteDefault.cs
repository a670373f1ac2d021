using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Writes the library's default learning rate down, as a named constant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR1009_WriteDefault))]
public sealed class LR1009_WriteDefault : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR1009.WriteDefault";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1009");

    private protected override bool KeepsTrainingNumbers => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (!site.Diagnostic!.Properties.TryGetValue(ValueRule.Replacement, out string? text)
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double libraryDefault)
            || !site.Diagnostic!.Properties.TryGetValue(LR1009_ImplicitLearningRate.Parameter, out string? parameter)
            || LearningRateReplacement.TryPlanLeftOut(site, parameter!, libraryDefault) is not var (name, edits))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        return await CompileCheck.KeepsCompilingAsync(site, edits).ConfigureAwait(false)
            ? ImmutableArray.Create(new PlannedFix($"Introduce constant '{name}' with the default {text}", Key, edits))
            : ImmutableArray<PlannedFix>.Empty;
    }
}
