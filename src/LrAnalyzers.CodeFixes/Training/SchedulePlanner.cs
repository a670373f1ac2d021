using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>Turns the schedules that fit a training into edits.</summary>
internal static class SchedulePlanner
{
    private const string MoreSchedules = "More schedules";

    // Reinforcement learning takes tens of millions of steps.
    private const int MostSteps = 100_000_000;
    private const int MostEpochs = 1_000_000;

    /// <summary>Plans the schedules that fit the training of the optimizer that is created at the site, best first.</summary>
    /// <param name="site">The optimizer's creation.</param>
    /// <param name="onlyKey">The equivalence key that is wanted, or <see langword="null"/> for all.</param>
    /// <param name="keyOf">Makes the equivalence key of a kind of schedule.</param>
    public static async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey, Func<string, string> keyOf)
    {
        var fixes = new List<PlannedFix>();
        var names = new ScheduleNames(site.Names);
        var written = new HashSet<string>();
        foreach (TrainingSite training in await TrainingSite.FindAsync(site, names).ConfigureAwait(false))
        {
            // A rate that cannot train has to change first; no schedule makes anything of it. Nor of a loop that something else ends, whose
            // batches an int may not count.
            if (training.LearningRate is { } rate && (!(rate > 0) || double.IsInfinity(rate))
                || training.EpochLoop.TripCount > (training.HasBatchLoop ? MostEpochs : MostSteps))
            {
                continue;
            }

            await AddAsync(fixes, written, site, training, names, onlyKey, keyOf).ConfigureAwait(false);
        }

        // Those of the first place stand first, and nothing is hidden below an entry that has no other beside it.
        return ImmutableArray.CreateRange<PlannedFix>([.. fixes.Where(fix => fix.Group is null), .. fixes.Where(fix => fix.Group is not null).Select(fix => fixes.Any(other => other.Group is null) ? fix : fix with { Group = null })]);
    }

    private static async Task AddAsync(
        List<PlannedFix> fixes, HashSet<string> written, FixSite site, TrainingSite training, ScheduleNames names, string? onlyKey, Func<string, string> keyOf)
    {
        var advisor = new ScheduleAdvisor(
            training,
            site.Expression,
            names,
            site.Document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(site.Expression.SyntaxTree));
        foreach (SchedulePlan plan in advisor.Plans())
        {
            // Of two plans of a kind the first that finds its places; what is offered already needs no second title.
            string key = keyOf(plan.Key);
            if ((onlyKey is null || onlyKey == key)
                && fixes.All(fix => fix.EquivalenceKey != key)
                && !written.Contains(string.Join("\n", plan.Lines))
                && (await EditsOfAsync(site, training, plan, advisor).ConfigureAwait(false))?.ToImmutableArray() is { } edits
                && await CompileCheck.KeepsCompilingAsync(site, edits).ConfigureAwait(false))
            {
                written.Add(string.Join("\n", plan.Lines));
                fixes.Add(new PlannedFix(plan.Title + Handed(training) + Elsewhere(site, edits), key, edits, plan.IsTop ? null : MoreSchedules) { ChangesCallers = training.Handed is not null });
            }
        }
    }

    // Nor is one of a constructor that others call.
    private static string Handed(TrainingSite training) =>
        training.Handed is { Edits.IsEmpty: false } handed ? $", its length a parameter of {handed.Type.Name}" : "";

    // A change of another file is no surprise.
    private static string Elsewhere(FixSite site, ImmutableArray<Edit> edits)
    {
        string[] files = edits.Select(edit => edit.Document).Distinct().Where(document => document != site.Document.Id)
            .Select(document => site.Document.Project.Solution.GetDocument(document)!.Name).Distinct().ToArray();
        return files.Length == 0 ? "" : $", also in {string.Join(" and ", files)}";
    }

    private static async Task<List<Edit>?> EditsOfAsync(FixSite site, TrainingSite training, SchedulePlan plan, ScheduleAdvisor advisor)
    {
        SourceText text = await training.Document.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
        IReadOnlyList<Edit>? creation = training.AfterAnchor
            ? StatementEdits.InsertBehind(training.Document.Id, text, training.Anchor, plan.Lines)
            : StatementEdits.InsertInFront(training.Document.Id, text, training.Anchor, plan.Lines);
        if (creation is null
            || !IsThere(training)
            || (plan.PerBatch
                ? await StepPerBatchAsync(site, training, plan, advisor).ConfigureAwait(false)
                : await StepPerEpochAsync(site, training, plan).ConfigureAwait(false)) is not { } step)
        {
            return null;
        }

        List<Edit> edits = [.. step, .. creation];
        if (training.Bound?.Use is { } use)
        {
            edits.Add(use);
        }

        if (training.Handed is { } handed)
        {
            edits.AddRange(handed.Edits);
        }

        if (advisor.Field is { } field)
        {
            SchedulerMember member = training.OptimizerMember!;
            SourceText memberText = await member.Document.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
            edits.Add(StatementEdits.InsertMemberAfter(member.Document.Id, memberText, member.Declaration, field));
        }

        return edits;
    }

    // Behind the optimizer's own step, wherever that is.
    private static async Task<IReadOnlyList<Edit>?> StepPerBatchAsync(FixSite site, TrainingSite training, SchedulePlan plan, ScheduleAdvisor advisor)
    {
        if (await SchedulerRoute.FindAsync(site, training, advisor.Scheduler, plan.Step).ConfigureAwait(false) is not { } route
            || site.Document.Project.Solution.GetDocument(training.Step.Syntax.SyntaxTree) is not { } document)
        {
            return null;
        }

        SourceText text = await document.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
        return route.IsStepped ? route.Edits
            : StepPlacer.BehindOptimizerStep(document, text, training.Step, route.Step) is { } step ? [.. route.Edits, .. step]
            : null;
    }

    private static async Task<IReadOnlyList<Edit>?> StepPerEpochAsync(FixSite site, TrainingSite training, SchedulePlan plan)
    {
        SourceText text = await training.LoopDocument.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
        // What is measured at the end of an epoch is not known before.
        return StepPlacer.AtEndOfEpoch(training.LoopDocument, text, training.LoopModel, training.EpochLoop, plan.Step)
            ?? (plan.UsesMetric || training.StepInLoop is not { } train
                ? null
                : StepPlacer.BehindTraining(training.LoopDocument, text, training.LoopModel, training.EpochLoop, train, plan.Step));
    }

    // No `#if` lets the step stand without the scheduler, or the scheduler without the optimizer that it is made for.
    private static bool IsThere(TrainingSite training) =>
        new SyntaxNode[] { training.Anchor, training.Creation }.All(made => made.SyntaxTree != training.LoopModel.SyntaxTree
            ? !made.FirstAncestorOrSelf<MemberDeclarationSyntax>()!.ContainsDirectives
            : ConditionalRegions.IsThereWith(
                made.SyntaxTree.GetRoot(), made == training.Anchor ? training.Position : made.SpanStart, training.EpochLoop.Body.Syntax.Span.End));
}
