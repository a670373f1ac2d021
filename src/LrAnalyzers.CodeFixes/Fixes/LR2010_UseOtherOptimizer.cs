using System.Collections.Immutable;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Creates a scheduler for the optimizer that it is named for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2010_UseOtherOptimizer))]
public sealed class LR2010_UseOtherOptimizer : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2010.OtherOptimizer";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2010");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        ImmutableDictionary<string, string?> properties = site.Diagnostic.Properties;
        return Task.FromResult(
            properties.TryGetValue(SchedulerRule.Fix, out string? fix)
            && fix == LR2010_CompetingSchedules.OtherOptimizer
            && properties.TryGetValue(SchedulerRule.Replacement, out string? optimizer)
            && optimizer is not null
            && site.Diagnostic.AdditionalLocations is { Count: 1 } places
            && places[0].SourceTree == site.Expression.SyntaxTree
                ? ImmutableArray.Create(new PlannedFix(
                    $"Create the scheduler for '{optimizer}'",
                    Key,
                    ImmutableArray.Create<Edit>(new ReplaceText(site.Document.Id, places[0].SourceSpan, optimizer))))
                : ImmutableArray<PlannedFix>.Empty);
    }
}
