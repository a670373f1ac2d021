using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Schedules;
using LrAnalyzers.Sites;
using LrAnalyzers.Trials;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A schedule that counts batches but is stepped once per epoch, or one that counts epochs but is stepped after every batch.
/// TorchSharp documents OneCycleLR and CyclicLR as stepped after every batch, the others once per epoch (LRScheduler.cs).
/// </summary>
internal sealed class LR2003_WrongCadence : SchedulerRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2003",
        title: "Scheduler is stepped at the wrong cadence",
        messageFormat: "{0} counts {1} but is stepped after every {2}: {3}. Call its step() {4}.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A schedule ends after a number of step() calls. One that is sized in batches must be stepped after every batch, one that is sized in epochs once per epoch.",
        helpLinkUri: RulePage.Of("LR2003"));

    // A coincidence of smaller numbers proves nothing.
    private const double TellingCount = 5;

    private const int MostWarmupSteps = 1024;

    // A schedule that is over at a fifth of the training, or dead at half of it, was not made for so many steps.
    private const double Early = 0.2;
    private const double Middle = 0.5;
    private const double LoweredTo = 0.5;

    private static readonly ScheduleMisfit[] s_wrongInBatches = { ScheduleMisfit.Throws, ScheduleMisfit.ClimbsBack, ScheduleMisfit.StandsAtZero };

    private static readonly ScheduleMisfit[] s_hardlyBegun =
    {
        ScheduleMisfit.NeverFalls, ScheduleMisfit.NeverRises, ScheduleMisfit.NeverBegins, ScheduleMisfit.CutOff, ScheduleMisfit.RisesToTheEnd,
    };

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        if (context.Site.Definition is null or { NeedsMetric: true }
            || context.OptimizerFlow is not { } optimizer
            || context.AdvancingSteps is not { IsEmpty: false } steps
            || steps.Any(step => step.Operation.Syntax != steps[0].Operation.Syntax))
        {
            return null;
        }

        // One call, in a method that may be called from several places.
        return steps.Select(step => Check(context, step, optimizer)).FirstOrDefault(diagnostic => diagnostic is not null);
    }

    private Diagnostic? Check(SchedulerContext context, CallChain step, ObjectFlow optimizer)
    {
        var loops = context.LoopsAround(step)
            .TakeWhile(loop => !loop.Contains(context.Site.Operation)).ToImmutableArray();
        if (loops.IsEmpty || !step.IsSteadyIn(loops[0].Body.Syntax, context.CancellationToken, iterations: context.Flow.Iterations))
        {
            return null;
        }

        // Steps before or after the whole training are another matter.
        ImmutableArray<CallChain> training = context.ChainsIn(loops[loops.Length - 1], optimizer, UseKind.Step);
        return training.IsEmpty || !training.All(train => train.IsIn(loops[0]))
            ? null
            : PerEpoch(context, step, loops, training) ?? PerBatch(context, step, loops, training);
    }

    private Diagnostic? PerEpoch(
        SchedulerContext context, CallChain step, ImmutableArray<TrainingLoop> loops, ImmutableArray<CallChain> training)
    {
        TrainingLoop epochs = loops[0];
        SchedulerSite site = context.Site;
        // `for (int step = 0; step < epochs * batches.Count; step++)` counts what the schedule counts, whatever loop stands inside.
        if (epochs.Bound is { } bound && ScheduleLength.Of(site) is { } total && ScheduleLength.AreSameCount(total, bound, context.CancellationToken)
            || !CountsBatches(context, site.Definition!, loops) && !CountsBatchesOnTheCurve(context, loops, training))
        {
            return null;
        }

        // Each of the optimizer's steps is in a loop of its own inside the epoch.
        if (!training.All(train => train.Loops(context.CancellationToken) is { IsEmpty: false } own && !step.IsIn(own[0])))
        {
            return null;
        }

        IOperation? place = training.Length == 1 && step.Meet(training[0]) is { } meeting && meeting.IsStatement(step.Operation.Syntax)
            && training[0].Sites[0] == meeting.OtherSite
                ? training[0].Operation
                : null;
        return ReportMove(
            site.Operation,
            step.Operation,
            After,
            place is null ? null : Statement(place),
            site.Name,
            "batches",
            "epoch",
            "the learning rate stays near its start",
            "after each batch");
    }

    // By what the arguments say.
    private static bool CountsBatches(SchedulerContext context, SchedulerDefinition definition, ImmutableArray<TrainingLoop> loops)
    {
        SchedulerSite site = context.Site;
        TrainingLoop epochs = loops[0];
        if (definition.Cadence == SchedulerCadence.Batch && !definition.CycleLengths.IsEmpty)
        {
            return definition.CycleLengths.All(length => site.Explicit(length) is null);
        }

        if (ScheduleLength.Of(site) is { } total)
        {
            // Ten times the epochs are a length in batches only where the library means batches.
            double minimum = definition.Cadence == SchedulerCadence.Batch ? TellingCount : double.PositiveInfinity;
            return ScheduleLength.NamesBatches(total, context.CancellationToken)
                || (epochs.Bound is { } bound && ScheduleLength.IsMultipleOf(total, bound, minimum, context.CancellationToken)
                    || epochs.NamesEpochs && ScheduleLength.IsMultipleOfEpochs(total, minimum, context.CancellationToken))
                // Phases of several epochs.
                && !loops.Skip(1).Any(outer => outer.Bound is { } phases ? ScheduleLength.IsMultipleOf(total, phases, 2, context.CancellationToken)
                    : outer.Operation is IForEachLoopOperation { Collection: var list } && UnknownNumber.Elements(list) is { } count
                        && ScheduleLength.HasFactor(total, factor => UnknownNumber.Of(factor) == count, context.CancellationToken));
        }

        return definition.LengthInEpochs is var (epochCount, batchCount)
            && site.Explicit(epochCount) is { } given
            && (epochs.Bound is { } bounds && ScheduleLength.AreSameCount(given, bounds, context.CancellationToken)
                || epochs.NamesEpochs && ScheduleLength.CountsEpochs(given, context.CancellationToken)
                || ScheduleLength.Number(given, context.CancellationToken) is { } count && count == epochs.TripCount)
            && site.Explicit(batchCount) is { } batches
            && ScheduleLength.Number(batches, context.CancellationToken) is not <= 1;
    }

    // The schedule depends on how many batches there are, hardly begins in so many epochs, and fits in so many batches.
    private static bool CountsBatchesOnTheCurve(SchedulerContext context, ImmutableArray<TrainingLoop> loops, ImmutableArray<CallChain> training)
    {
        if (training.Length != 1)
        {
            return false;
        }

        var all = training[0].Loops(context.CancellationToken)
            .TakeWhile(loop => !loop.Contains(context.Site.Operation)).ToImmutableArray();
        int inner = all.Length - loops.Length;
        if (inner < 1 || all[inner].Operation.Syntax != loops[0].Operation.Syntax)
        {
            return false;
        }

        ImmutableArray<ScheduleTrial> trials = context.Trials(all);
        return !trials.IsEmpty
            && trials.All(trial => trial.DependsOnLoops && (trial.LoopsRead & (1 << inner) - 1) != 0)
            && s_hardlyBegun.Any(misfit => trials.All(trial => ScheduleMisfits.Holds(misfit, trial.Outside(inner), context.CancellationToken)))
            && trials.All(trial => Fits(trial, context));
    }

    // A warmup of as many batches as there are epochs is no coincidence worth a word.
    private static bool IsWarmup(SchedulerContext context)
    {
        ImmutableArray<ScheduleTrial> trials = context.Trials(ImmutableArray<TrainingLoop>.Empty);
        return trials.IsEmpty || trials.All(trial =>
            trial.Schedule.End is > 0 and < int.MaxValue and var end
            && trial.Schedule.LearningRateAt((int)end, trial.Group, context.CancellationToken) is { IsValue: true, Value: var last }
            && last >= trial.Schedule.LearningRateAt(0, trial.Group, context.CancellationToken).Value
            && trial.Over((int)System.Math.Min(end, MostWarmupSteps), context.CancellationToken).RisesAgainFrom is null
            && last > 0);
    }

    private Diagnostic? PerBatch(
        SchedulerContext context, CallChain step, ImmutableArray<TrainingLoop> loops, ImmutableArray<CallChain> training)
    {
        TrainingLoop batches = loops[0];
        IOperation? length = ScheduleLength.Of(context.Site);
        if (loops.Length < 2
            || batches.NamesEpochs
            || batches.TripCount == 1
            // A loop of the same length gives no hint which of the two is meant.
            || length is not null && batches.Bound is { } ownBound && ScheduleLength.AreSameCount(length, ownBound, context.CancellationToken)
            || !training.All(train => train.Loops(context.CancellationToken) is { IsEmpty: false } own && own[0].Operation.Syntax == batches.Operation.Syntax)
            || EpochsOf(context, length, loops) is not { } epochs
            || batches.TripCount is { } trips && trips == epochs.TripCount)
        {
            return null;
        }

        SyntaxNode loopStatement = batches.Operation.Syntax;
        bool isMovable = step.Operation.Syntax.Parent is { } parent && step.Sites[0] == step.SiteIn(batches)
            // Not out of a condition.
            && step.IsUnconditionalIn(batches.Body.Syntax)
            && step.Operation is IInvocationOperation { TargetMethod.Parameters.IsEmpty: true }
            && !JumpStatements.Leaves(loopStatement)
            && parent.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not null
            && epochs.Contains(batches.Operation);
        string consequence = context.Site.Definition!.LengthInEpochs is not null && length is not null
            ? "it throws when the count is used up"
            : "it does in one batch what it should do in an epoch";
        SchedulerDefinition definition = context.Site.Definition!;
        return ReportMove(
            context.Site.Operation,
            step.Operation,
            After,
            isMovable ? loopStatement : null,
            // The library means batches: as well as the call the number may be wrong.
            definition.Cadence == SchedulerCadence.Batch && length is not null ? NoProperties.Add(Parameter, definition.Length!.Name) : NoProperties,
            context.Site.Name,
            "epochs",
            "batch",
            consequence,
            "once per epoch, after the batch loop");
    }

    // The loop whose rounds the schedule counts though it is stepped in a loop inside it.
    private static TrainingLoop? EpochsOf(SchedulerContext context, IOperation? length, ImmutableArray<TrainingLoop> loops)
    {
        if (length is not null && loops.Skip(1).FirstOrDefault(loop => IsLengthOf(context, length, loop)) is { } equal)
        {
            return equal;
        }

        TrainingLoop outer = loops[loops.Length - 1];
        // By its name: `total_iters: warmupEpochs`.
        if (outer.NamesEpochs
            && LengthsOf(context, depth: 0).Where(part => ScheduleLength.Number(part, context.CancellationToken) is null).ToArray() is { Length: > 0 } named
            && named.All(part => ScheduleLength.NamesEpochs(part, context.CancellationToken)))
        {
            return outer;
        }

        return CountsEpochsOnTheCurve(context, loops) ? outer : null;
    }

    // Read as epochs the schedule fits the loop, and in the batches it is over, or as good as, when the training has just begun.
    private static bool CountsEpochsOnTheCurve(SchedulerContext context, ImmutableArray<TrainingLoop> loops)
    {
        if (loops.Any(loop => loop.IsOpenEnded || context.MayLeave(loop)))
        {
            return false;
        }

        bool isMadeOfEpochs = LengthsOf(context, depth: 0).Any(length =>
            loops.Skip(1).Any(loop => loop.Bound is { } bound && ScheduleLength.IsMadeOf(length, bound, context.CancellationToken)));
        ImmutableArray<ScheduleTrial> trials = context.Trials(loops);
        return !trials.IsEmpty
            && trials.All(trial =>
                // Where nobody knows how many epochs there are, the schedule must say that it depends on them.
                trial.Outside(1) is { DependsOnLoops: true } perEpoch
                && (trial.LoopsRead & 1) == 0
                && trial.Rounds[0] > 1
                && Fits(perEpoch, context)
                && (IsOverEarly(trial, context) || (isMadeOfEpochs || !perEpoch.IsKnown) && IsOverHalfway(trial, perEpoch, context)));
    }

    // With those of its parts.
    private static IEnumerable<IOperation> LengthsOf(SchedulerContext context, int depth)
    {
        SchedulerDefinition definition = context.Site.Definition!;
        IEnumerable<IOperation> Elements(SchedulerParameter? parameter) =>
            context.Site.Explicit(parameter) is { } list && ListElements.Of(list) is { } elements ? elements : Enumerable.Empty<IOperation>();
        IEnumerable<IOperation> parts = depth < GraphLimits.PartsOfSchedules
            ? Elements(definition.Parts).Select(context.PartAt).Where(part => part?.Site.IsLibrary == true).SelectMany(part => LengthsOf(part!, depth + 1))
            : Enumerable.Empty<IOperation>();
        return new[] { definition.Length, definition.Period }.Select(context.Site.Explicit).OfType<IOperation>().Concat(Elements(definition.Milestones)).Concat(parts);
    }

    // What it does in all the epochs it has done at half of the batches, or it goes wrong in them.
    private static bool IsOverHalfway(ScheduleTrial trial, ScheduleTrial perEpoch, SchedulerContext context) =>
        !trial.Over(trial.Steps - 1, context.CancellationToken).IsUnknown
            && trial.Schedule.LearningRateAt(trial.Steps / 2, trial.Group, context.CancellationToken) is { IsValue: true, Value: var halfway }
            && perEpoch.Over(perEpoch.Steps - 1, context.CancellationToken) is { } epochs
            && epochs.Last.LearningRate < epochs.First.LearningRate
            && halfway <= epochs.Last.LearningRate
        || s_wrongInBatches.Any(misfit => ScheduleMisfits.Holds(misfit, trial, context.CancellationToken));

    private static bool Fits(ScheduleTrial trial, SchedulerContext context) =>
        trial.Steps > 2
        && trial.Over(trial.Steps - 1, context.CancellationToken) is { IsSound: true, IsConstant: false } used
        && used.Last.LearningRate > ScheduleMisfits.Dead * used.Highest.LearningRate
        && !ScheduleMisfits.All.Any(misfit => ScheduleMisfits.Holds(misfit, trial, context.CancellationToken));

    private static bool IsOverEarly(ScheduleTrial trial, SchedulerContext context)
    {
        ScheduleSummary used = trial.Over(trial.Steps - 1, context.CancellationToken);
        double start = used.First.LearningRate;
        if (used.IsUnknown || !(start > 0))
        {
            return false;
        }

        double RateAt(double share) => trial.Schedule.LearningRateAt((int)(share * used.Steps), trial.Group, context.CancellationToken) is { IsValue: true, Value: var rate } ? rate : double.NaN;
        double last = RateAt(1);
        return RateAt(Middle) < ScheduleMisfits.Dead * start && last < ScheduleMisfits.Dead * start
            // In as many steps as there are epochs it is to lower the rate, not to warm up.
            || used.Highest.LearningRate <= start * (1 + ScheduleMisfits.Climb)
                && last <= LoweredTo * start && System.Math.Abs(RateAt(Early) - last) <= ScheduleMisfits.Climb * last && System.Math.Abs(RateAt(Middle) - last) <= ScheduleMisfits.Climb * last;
    }

    private static bool IsLengthOf(SchedulerContext context, IOperation length, TrainingLoop loop) =>
        loop.Bound is { } bound
            && (ScheduleLength.AreSameCount(length, bound, context.CancellationToken) || IsSameCount(context, length, loop) && !IsWarmup(context))
        || loop.NamesEpochs && ScheduleLength.CountsEpochs(length, context.CancellationToken);

    // The loops that are asked are those around the loop of the batches.
    private static bool IsSameCount(SchedulerContext context, IOperation length, TrainingLoop loop) =>
        loop.TripCount >= TellingCount
        && ScheduleLength.Number(length, context.CancellationToken) == loop.TripCount;

    private static SyntaxNode? Statement(IOperation operation) =>
        operation.Syntax.FirstAncestorOrSelf<ExpressionStatementSyntax>();
}
