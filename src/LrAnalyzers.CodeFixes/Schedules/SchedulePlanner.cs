using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Schedules;

/// <summary>Turns the schedules that fit a training into edits.</summary>
internal static class SchedulePlanner
{
    /// <summary>Plans the schedules that fit the training of the optimizer that is created at the site, best first.</summary>
    /// <param name="site">The optimizer's creation.</param>
    /// <param name="onlyKey">The equivalence key that is wanted, or <see langword="null"/> for all.</param>
    /// <param name="keyOf">Makes the equivalence key of a kind of schedule.</param>
    public static async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey, Func<string, string> keyOf)
    {
        if (await TrainingSite.FindAsync(site).ConfigureAwait(false) is not { } training)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        SourceText text = await training.Document.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
        var fixes = new List<PlannedFix>();
        var advisor = new ScheduleAdvisor(
            training,
            site.Expression,
            site.Names,
            site.Document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(site.Expression.SyntaxTree));
        foreach (SchedulePlan plan in advisor.Plans())
        {
            // Of two plans of a kind the first that finds its places.
            string key = keyOf(plan.Key);
            if ((onlyKey is null || onlyKey == key)
                && fixes.All(fix => fix.EquivalenceKey != key)
                && EditsOf(training, text, plan, advisor.Field) is { } edits)
            {
                fixes.Add(new PlannedFix(plan.Title, key, edits.ToImmutableArray()));
            }
        }

        return fixes.ToImmutableArray();
    }

    private static List<Edit>? EditsOf(TrainingSite training, SourceText text, SchedulePlan plan, string? field)
    {
        Document document = training.Document;
        Edit? creation = training.AfterAnchor
            ? StatementEdits.InsertAfter(document.Id, text, training.Anchor, plan.Lines)
            : StatementEdits.InsertBefore(document.Id, text, training.Anchor, plan.Lines);
        bool stepIsInSight = training.Step.Syntax.SyntaxTree == training.SemanticModel.SyntaxTree
            && training.EpochLoop.Contains(training.Step);
        IReadOnlyList<Edit>? step = plan.PerBatch
            ? stepIsInSight ? StepPlacer.BehindOptimizerStep(document, text, training.Step, plan.Step) : null
            : StepPlacer.AtEndOfEpoch(document, text, training.SemanticModel, training.EpochLoop, plan.Step);
        if (creation is null || step is null)
        {
            return null;
        }

        var edits = new List<Edit>(step) { creation };
        if (field is not null)
        {
            if (StatementEdits.InsertMemberAfter(document.Id, text, training.OptimizerMember!, field) is not { } member)
            {
                return null;
            }

            edits.Add(member);
        }

        return edits;
    }
}
