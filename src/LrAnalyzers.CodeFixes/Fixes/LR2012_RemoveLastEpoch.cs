using System.Collections.Immutable;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Takes a constant <c>last_epoch</c> out, so that the schedule starts at its beginning.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2012_RemoveLastEpoch))]
public sealed class LR2012_RemoveLastEpoch : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2012.Remove";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2012");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey) =>
        Task.FromResult(ArgumentEdits.Of(site.Expression) is { } argument && ArgumentEdits.Remove(site, argument) is { } edits
            ? ImmutableArray.Create(new PlannedFix("Remove 'last_epoch'", Key, edits))
            : ImmutableArray<PlannedFix>.Empty);
}
