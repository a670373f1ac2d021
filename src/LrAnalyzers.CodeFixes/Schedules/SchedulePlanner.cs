using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
        SourceText loopText = await training.LoopDocument.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
        SourceText memberText = training.OptimizerMember is { } holder
            ? await holder.Document.GetTextAsync(site.CancellationToken).ConfigureAwait(false)
            : text;
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
                && EditsOf(training, text, loopText, memberText, plan, advisor.Field)?.ToImmutableArray() is { } edits
                && await CompileCheck.KeepsCompilingAsync(site, edits).ConfigureAwait(false))
            {
                fixes.Add(new PlannedFix(plan.Title, key, edits));
            }
        }

        return fixes.ToImmutableArray();
    }

    private static List<Edit>? EditsOf(
        TrainingSite training, SourceText text, SourceText loopText, SourceText memberText, SchedulePlan plan, string? field)
    {
        Edit? creation = training.AfterAnchor
            ? StatementEdits.InsertAfter(training.Document.Id, text, training.Anchor, plan.Lines)
            : StatementEdits.InsertBefore(training.Document.Id, text, training.Anchor, plan.Lines);
        if (creation is null || StepOf(training, loopText, plan) is not { } step || !IsThere(training))
        {
            return null;
        }

        var edits = new List<Edit>(step) { creation };
        if (field is not null)
        {
            SchedulerMember member = training.OptimizerMember!;
            edits.Add(StatementEdits.InsertMemberAfter(member.Document.Id, memberText, member.Declaration, field));
        }

        return edits;
    }

    private static IReadOnlyList<Edit>? StepOf(TrainingSite training, SourceText text, SchedulePlan plan)
    {
        if (plan.PerBatch)
        {
            return training.Step.Syntax.SyntaxTree == training.LoopModel.SyntaxTree && training.EpochLoop.Contains(training.Step)
                ? StepPlacer.BehindOptimizerStep(training.LoopDocument, text, training.Step, plan.Step)
                : null;
        }

        // What is measured at the end of an epoch is not known before.
        return StepPlacer.AtEndOfEpoch(training.LoopDocument, text, training.LoopModel, training.EpochLoop, plan.Step)
            ?? (plan.UsesMetric || training.StepInLoop is not { } train
                ? null
                : StepPlacer.BehindTraining(training.LoopDocument, text, training.LoopModel, training.EpochLoop, train, plan.Step));
    }

    // No `#if` lets the step stand without the scheduler.
    private static bool IsThere(TrainingSite training) =>
        training.Anchor.SyntaxTree != training.LoopModel.SyntaxTree
            ? !training.Anchor.FirstAncestorOrSelf<MemberDeclarationSyntax>()!.ContainsDirectives
            : ConditionalRegions.IsThereWith(training.Anchor.SyntaxTree.GetRoot(), training.Position, training.EpochLoop.Body.Syntax.Span.End);
}
