using System.Collections.Immutable;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Creates ReduceLROnPlateau with the mode that fits its metric.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2018_UseOtherMode))]
public sealed class LR2018_UseOtherMode : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2018.OtherMode";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2018");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        // The scheduler is often created in another file than it is stepped in.
        if (site.Diagnostic!.AdditionalLocations is not { Count: 1 } places
            || places[0].SourceTree is not { } tree
            || site.Document.Project.Solution.GetDocument(tree) is not { } document
            || await document.GetSyntaxRootAsync(site.CancellationToken).ConfigureAwait(false) is not { } root
            || !site.Diagnostic!.Properties.TryGetValue(SchedulerRule.Replacement, out string? mode)
            || mode is null
            || !site.Diagnostic.Properties.TryGetValue(SchedulerRule.Parameter, out string? parameter)
            || parameter is null)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        ImmutableArray<Edit>? edits = site.Diagnostic!.Properties.TryGetValue(SchedulerRule.Fix, out string? fix) && fix == "Add"
            ? ArgumentEdits.Add(document.Id, root.FindNode(places[0].SourceSpan, getInnermostNodeForTie: true), parameter, mode)
            : ImmutableArray.Create<Edit>(new ReplaceText(document.Id, places[0].SourceSpan, mode));
        return edits is { } decided
            ? ImmutableArray.Create(new PlannedFix($"Create the scheduler with mode {mode}", Key, decided))
            : ImmutableArray<PlannedFix>.Empty;
    }
}
