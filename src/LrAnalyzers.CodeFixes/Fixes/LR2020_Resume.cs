using System.Collections.Immutable;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Moves a new schedule on to the step at which a saved training goes on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2020_Resume))]
public sealed class LR2020_Resume : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2020.Resume";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2020");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (!site.Diagnostic.Properties.TryGetValue(LR2020_ScheduleStartsAgain.StepsTaken, out string? taken)
            || taken is null
            || site.Diagnostic.AdditionalLocations is not { Count: 2 } places
            || await ResumePlace.OfAsync(site, places[0], places[1], taken).ConfigureAwait(false) is not { } place)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        bool resumesByStep = site.Diagnostic.Properties.TryGetValue(SchedulerRule.Fix, out string? fix) && fix == LR2020_ScheduleStartsAgain.StepTo;
        SyntaxNode scope = place.Loop.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is not GlobalStatementSyntax)
            ?? place.Loop.SyntaxTree.GetRoot(site.CancellationToken);
        string counter = resumesByStep ? "" : site.Names.ForLocal(scope, new[] { "i", "step", "done" });
        return StatementEdits.InsertBefore(place.Document.Id, place.Text, place.Loop, ResumeLines.Of(place.Scheduler, taken, resumesByStep, counter)) is { } edit
            ? ImmutableArray.Create(new PlannedFix(
                resumesByStep ? $"Call '{place.Scheduler}.step({taken})' before the loop" : $"Call '{place.Scheduler}.step()' {taken} times before the loop",
                Key,
                ImmutableArray.Create(edit)))
            : ImmutableArray<PlannedFix>.Empty;
    }
}
