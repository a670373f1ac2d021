using System.Collections.Immutable;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>
/// Takes a constant <c>last_epoch</c> out, so that the schedule starts at its beginning, or moves it on by <c>step(n)</c> where
/// the loop begins at n.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2012_RemoveLastEpoch))]
public sealed class LR2012_RemoveLastEpoch : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2012.Remove";

    /// <summary>Equivalence key of the fix that moves the schedule on instead.</summary>
    public const string StepKey = "LR2012.Step";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2012");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (ArgumentEdits.Of(site.Expression) is not { } argument || ArgumentEdits.Remove(site, argument) is not { } removal)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        var removed = new PlannedFix("Remove 'last_epoch'", Key, removal);
        return await ResumeAsync(site).ConfigureAwait(false) is var (call, edit)
            ? ImmutableArray.Create(new PlannedFix($"Call '{call}' before the loop instead", StepKey, removal.Add(edit)), removed)
            : ImmutableArray.Create(removed);
    }

    // The loop begins where the schedule is to.
    private static async Task<(string Call, Edit Edit)?> ResumeAsync(FixSite site)
    {
        if (!site.Diagnostic.Properties.TryGetValue(SchedulerRule.Replacement, out string? start)
            || start is null
            || site.Diagnostic.AdditionalLocations is not { Count: 2 } places
            || await ResumePlace.OfAsync(site, places[0], places[1], start).ConfigureAwait(false) is not { } place)
        {
            return null;
        }

        string call = $"{place.Scheduler}.step({start})";
        return StatementEdits.InsertBefore(place.Document.Id, place.Text, place.Loop, new[] { call + ";" }) is { } edit ? (call, edit) : null;
    }
}
