using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A scheduler that is stepped twice in every round of one loop of the training, most often after each batch and again once
/// per epoch. Its schedule runs ahead of what it is sized for. Reported at the step that does not fit its length.
/// </summary>
internal sealed class LR2019_SteppedTwice : StepRule
{
    // Two phases of a round that are each followed by a step make a schedule of twice the rounds.
    private const double Phases = 2;

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2019",
        title: "Scheduler is stepped twice in one round of the epoch loop",
        messageFormat: "{0} is stepped here {1} and once more {2} in the same round, so that its schedule runs ahead. {3}: remove {4}.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A schedule ends after a number of step() calls. One that is stepped after every batch and again once per epoch, or twice in a row, does not follow the curve that it was given.",
        helpLinkUri: RulePage.Of("LR2019"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(StepContext context)
    {
        SchedulerContext[] schedulers = context.Schedulers.ToArray();
        if (schedulers.Length == 0)
        {
            return null;
        }

        Surplus? surplus = null;
        foreach (SchedulerContext scheduler in schedulers)
        {
            // Every step of the scheduler asks for the same one.
            Finding finding = context.Code.FactOf(scheduler.Site.Operation.Syntax, _ => new Finding(Find(scheduler, context)));
            if (finding.Surplus is not { } found || found.Step.Operation.Syntax != context.Site.Operation.Syntax)
            {
                return null;
            }

            surplus ??= found;
        }

        bool isSure = surplus!.Reason is not null;
        return Report(
            context.Site.Operation,
            ImmutableArray.Create(context.Site.Operation.Syntax.GetLocation()),
            isSure ? NoProperties.Add(Fix, RemoveStep) : NoProperties,
            schedulers[0].Site.Name,
            surplus.Where,
            surplus.Beside,
            surplus.Reason ?? "Only one of the two can fit its length",
            isSure ? "this step()" : "the other one");
    }

    private static Surplus? Find(SchedulerContext context, StepContext asked)
    {
        if (!context.Site.IsLibrary || context.Flow.Escapes || context.OptimizerFlow is not { } optimizer)
        {
            return null;
        }

        // Who calls the function of a step is asked of the whole project.
        ObjectUse[] ones = context.Flow.Of(UseKind.Step).Where(asked.AdvancesByOne).ToArray();
        if (ones.Length < 2)
        {
            return null;
        }

        var steps = ones
            .Select(step => context.ChainOf(step))
            .Select(chain => new Stepping(chain, LoopNest.Without(chain.Loops(context.CancellationToken), context.LoopsAroundCreation)))
            .Where(step => step.IsInEveryRound)
            .ToImmutableArray();
        if (steps.Length < 2)
        {
            return null;
        }

        ChainIndex training = optimizer.ChainsOf(UseKind.Step, context.Code, context.CancellationToken);
        ILookup<SyntaxNode, int> byRound = steps.SelectMany((step, index) => step.Loops.Take(2).Select(loop => (loop.Operation.Syntax, index)))
            .ToLookup(round => round.Syntax, round => round.index);
        for (int first = 0; first < steps.Length; first++)
        {
            IEnumerable<int> others = steps[first].Loops.Take(2).SelectMany(loop => byRound[loop.Operation.Syntax].Take(GraphLimits.StepsOfRound));
            foreach (int second in others.Where(other => other > first).Distinct().OrderBy(other => other))
            {
                if (FindIn(context, steps[first], steps[second], training) is { } surplus)
                {
                    return surplus;
                }
            }
        }

        return null;
    }

    private static Surplus? FindIn(SchedulerContext context, Stepping first, Stepping second, ChainIndex training)
    {
        if (first.Chain.Operation.Syntax == second.Chain.Operation.Syntax || AreOfTwo(context, first.Chain, second.Chain))
        {
            return null;
        }

        // One of the two stands in the round itself, the other there as well or in a loop inside it.
        (Stepping outer, Stepping inner) = first.Loops.Length <= second.Loops.Length ? (first, second) : (second, first);
        TrainingLoop round = outer.Loops[0];
        int depth = inner.Loops.ToList().FindIndex(loop => loop.Operation.Syntax == round.Operation.Syntax);
        if (depth is < 0 or > 1
            || !outer.Chain.IsUnconditionalIn(round.Body.Syntax)
            || !inner.Chain.IsUnconditionalIn(round.Body.Syntax, throughLoops: true))
        {
            return null;
        }

        ImmutableArray<CallChain> trained = training.In(round);
        return trained.IsEmpty ? null
            : depth == 1 ? PerBatchAndEpoch(context, outer, inner, round, trained)
            : InARow(context, outer, inner, round, trained);
    }

    // `generator.Scheduler.step(); critic.Scheduler.step();`, of one class, or of one helper that made both.
    private static bool AreOfTwo(SchedulerContext context, CallChain first, CallChain second)
    {
        if (ReceiverOf(first) is not { } one || ReceiverOf(second) is not { } other)
        {
            return true;
        }

        return ObjectFlow.IsSameObject(one, other) is { } isSame ? !isSame
            // `var first = all[0]; first.step(); all[1].step();`: what else was in the collection goes by other names.
            : !context.Flow.Containers.IsEmpty
            || (context.MakesSeveralFor(first) || context.MakesSeveralFor(second))
                && !(first.Meet(second) is { } meeting && ObjectAt(first, meeting.Site) is var (owner, member) && ObjectAt(second, meeting.OtherSite) is var (otherOwner, otherMember)
                    && owner == otherOwner && SymbolEqualityComparer.Default.Equals(member, otherMember));
    }

    private static IOperation? ReceiverOf(CallChain step) => (step.Operation as IInvocationOperation)?.Instance is { } instance
        ? (instance is IConditionalAccessInstanceOperation ? Origins.Receiver(instance) : instance)?.WithoutConversions()
        : null;

    // Whose scheduler it is, seen from a place on the way to the step: through methods that the object calls of itself.
    private static (string Owner, ISymbol Member)? ObjectAt(CallChain step, IOperation site)
    {
        if (ReceiverOf(step) is not { } receiver || receiver.Variable() is not { } member)
        {
            return null;
        }

        string owner = OwnerOf(receiver is IMemberReferenceOperation { Instance: var instance } ? instance : receiver);
        for (int call = 1; step.Sites[call - 1] != site; call++)
        {
            if (owner.Length > 0 || step.Sites[call] is not IInvocationOperation { Instance: { } called })
            {
                return null;
            }

            owner = OwnerOf(called);
        }

        return (owner, member);
    }

    private static string OwnerOf(IOperation? instance) => instance is null or IInstanceReferenceOperation ? "" : instance.Syntax.ToString();

    private static Surplus? PerBatchAndEpoch(
        SchedulerContext context, Stepping perEpoch, Stepping perBatch, TrainingLoop epochs, ImmutableArray<CallChain> training)
    {
        TrainingLoop batches = perBatch.Loops[0];
        if (!training.Any(train => train.IsIn(batches)))
        {
            return null;
        }

        const string AfterEachBatch = "after each batch";
        const string OncePerEpoch = "once per epoch";
        return CountsBatches(context, epochs) switch
        {
            true => new Surplus(perEpoch.Chain, OncePerEpoch, AfterEachBatch, "Its length counts batches"),
            false => new Surplus(perBatch.Chain, AfterEachBatch, OncePerEpoch, "Its length counts epochs"),
            // Whichever is wrong: the later one is where the author added it.
            null when perEpoch.Chain.Operation.Syntax.SyntaxTree != perBatch.Chain.Operation.Syntax.SyntaxTree
                || perEpoch.Chain.Operation.Syntax.SpanStart > perBatch.Chain.Operation.Syntax.SpanStart =>
                new Surplus(perEpoch.Chain, OncePerEpoch, AfterEachBatch, Reason: null),
            null => new Surplus(perBatch.Chain, AfterEachBatch, OncePerEpoch, Reason: null),
        };
    }

    // Twice in one list of statements, with no step of the optimizer in between.
    private static Surplus? InARow(SchedulerContext context, Stepping one, Stepping other, TrainingLoop round, ImmutableArray<CallChain> training)
    {
        if (one.Chain.Meet(other.Chain) is not { } meeting)
        {
            return null;
        }

        (CallChain early, CallChain late) = meeting.IsBefore ? (one.Chain, other.Chain) : (other.Chain, one.Chain);
        bool isTrainedBetween = training.Any(train =>
            train.Meet(early) is not { IsBefore: true } && train.Meet(late) is not { IsBefore: false });
        bool fitsTwice = round.Bound is { } bound && ScheduleLength.AllOf(context.Site, part => context.PartAt(part)?.Site).Any(length =>
            ScheduleLength.IsMultipleOf(length, bound, Phases, context.CancellationToken)
            || ScheduleLength.Number(length, context.CancellationToken) >= Phases * round.TripCount);
        // The schedule's own first rate is used where the step comes behind the training.
        return fitsTwice
            ? null
            : isTrainedBetween && training.All(train => train.Meet(early) is { IsBefore: false } && train.Meet(late) is { IsBefore: true })
                ? new Surplus(early, "before the optimizer", "behind it", "It belongs behind the optimizer")
                : isTrainedBetween ? null : new Surplus(late, "in a row", "just before", "One step() belongs to a round");
    }

    // Whether the schedule is sized in batches (true), in epochs (false), or neither can be told.
    private static bool? CountsBatches(SchedulerContext context, TrainingLoop epochs)
    {
        SchedulerDefinition definition = context.Site.Definition!;
        if (definition.Cadence == SchedulerCadence.Batch)
        {
            return true;
        }

        if (definition.Cadence == SchedulerCadence.Epoch || definition.NeedsMetric)
        {
            return false;
        }

        foreach (IOperation length in ScheduleLength.AllOf(context.Site, part => context.PartAt(part)?.Site))
        {
            if (ScheduleLength.Number(length, context.CancellationToken) is { } number)
            {
                if (epochs.TripCount is { } trips)
                {
                    return number > trips;
                }
            }
            else if (epochs.Bound is { } bound && ScheduleLength.AreSameCount(length, bound, context.CancellationToken))
            {
                return false;
            }
            else if (epochs.Bound is { } factor && ScheduleLength.IsMultipleOf(length, factor, Phases, context.CancellationToken))
            {
                return true;
            }
            else if (ScheduleLength.CountsBatchesByName(length, context.CancellationToken) is { } byName)
            {
                return byName;
            }
        }

        return null;
    }

    private sealed record Stepping(CallChain Chain, ImmutableArray<TrainingLoop> Loops)
    {
        // Of its own loop or, with that, of the one around it.
        public bool IsInEveryRound => Loops.Take(2).Any(loop => Chain.IsUnconditionalIn(loop.Body.Syntax, throughLoops: true));
    }

    private sealed record Surplus(CallChain Step, string Where, string Beside, string? Reason);

    private sealed record Finding(Surplus? Surplus);
}
