using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Schedules;
using LrAnalyzers.Trials;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A schedule whose length is not that of the loop that steps it, where both are known numbers or one is a multiple of the
/// other: the learning rate climbs back, stays at zero, never decays, or <c>step()</c> throws.
/// </summary>
internal sealed partial class LR2005_WrongHorizon : SchedulerRule
{
    /// <summary>Property of a diagnostic: the expression for the loop's length, as the fix writes it.</summary>
    public static readonly FixProperty Horizon = new(nameof(Horizon));

    private const int LongestText = 60;

    // A plateau is walked step by step.
    private const int LongestPlateau = 20_000;

    // Snapshot ensembles let the rate climb back on purpose (Huang et al. 2017), and say so in a name.
    private static readonly Regex s_cycle = new("cycle|period|restart|snapshot", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2005",
        title: "Schedule is longer or shorter than the training loop",
        messageFormat: "{0} does not fit the {1}: {2}",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A schedule is written for a number of step() calls. When the loop makes more, the learning rate climbs back or stays at zero; when it makes fewer, the decay never comes.",
        helpLinkUri: RulePage.Of("LR2005"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool JudgesNumbers => true;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        if (context.Site.Definition is not { } definition
            || StepsOf(context, definition) is not { Length: 1 } steps
            || context.Flow.Of(UseKind.Step).Count() != 1
            || context.Flow.Has(UseKind.Scheduled)
            || context.Flow.Holders.Any(holder => HolderAssignments.AreSeveral(holder, context.CancellationToken))
            || LoopsOf(context, steps[0], out bool isExact) is not { IsEmpty: false } loops
            // A loop that only looks at the schedule may go on as long as it likes.
            || context.OptimizerFlow is not { } optimizer
            || context.ChainsIn(loops[loops.Length - 1], optimizer, UseKind.Step).IsEmpty)
        {
            return null;
        }

        ImmutableArray<ScheduleTrial> trials = context.Trials(loops);
        if (trials.IsEmpty)
        {
            return null;
        }

        // A training that goes on from a saved state may be one of several.
        isExact &= !optimizer.Has(UseKind.LoadState);
        // However many folds there are, there are several.
        int folds = loops.Select((loop, index) => loop.NamesFolds ? 1 << index : 0).Sum();
        bool isComparable = trials.All(trial => (trial.UnknownLoops & ~trial.LoopsRead & ~folds) == 0);
        if (definition.NeedsMetric)
        {
            return isExact && isComparable && !context.IsExemptTest ? CheckPatience(context, definition, loops, trials) : null;
        }

        foreach (ScheduleMisfit misfit in ScheduleMisfits.All)
        {
            // A few rounds of a test train nothing: there only what throws is wrong.
            if ((misfit == ScheduleMisfit.Throws || !context.IsExemptTest)
                && (isExact || !ScheduleMisfits.NeedsTheEnd(misfit))
                && (isComparable || ScheduleMisfits.HoldsForAnyLength(misfit))
                // One of the parameter groups is enough.
                && trials.GroupBy(trial => trial.Group.Index).FirstOrDefault(group => group.All(trial => ScheduleMisfits.Holds(misfit, trial, context.CancellationToken))) is { } held
                && !IsMeant(context, definition, misfit, loops))
            {
                return Report(context, definition, loops, held.ToImmutableArray(), misfit);
            }
        }

        return null;
    }

    private static ImmutableArray<CallChain> StepsOf(SchedulerContext context, SchedulerDefinition definition) => definition.NeedsMetric && !context.Flow.Escapes
        ? context.ChainsOf(context.Flow, UseKind.Step).Where(step => step.Operation is IInvocationOperation { TargetMethod.Parameters.IsEmpty: false }).ToImmutableArray()
        : context.AdvancingSteps;

    private static bool IsMeant(SchedulerContext context, SchedulerDefinition definition, ScheduleMisfit misfit, ImmutableArray<TrainingLoop> loops) => misfit switch
    {
        ScheduleMisfit.ClimbsBack or ScheduleMisfit.Alternates => NamesCycle(context),
        ScheduleMisfit.RisesToTheEnd => definition.ReplacesRate
            || LearningRateFinder.IsIn(context.BaseLearningRate, context.Site.Operation.Syntax, loops),
        _ => false,
    };

    // In what is given to the scheduler or, through locals, its length stands for.
    private static bool NamesCycle(SchedulerContext context) =>
        context.Site.Creation.All.Any(argument =>
            Names(argument.Value.Syntax) || ScheduleLength.Aliases(argument.Value, context.CancellationToken).Any(alias => Names(alias.Syntax)));

    // The names of the library's own schedulers aside.
    private static bool Names(SyntaxNode node) =>
        node.DescendantTokens().Any(token => s_cycle.IsMatch(token.ValueText) && token.Parent is not { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } });

    private Diagnostic? CheckPatience(
        SchedulerContext context, SchedulerDefinition definition, ImmutableArray<TrainingLoop> loops, ImmutableArray<ScheduleTrial> trials)
    {
        if (definition.Patience is not { } patience
            || trials.Any(trial => trial.Steps is < 2 or > LongestPlateau || !trial.OverPlateau(trial.Steps - 1, context.CancellationToken).IsConstant))
        {
            return null;
        }

        // With patience p the first reduction comes with call p + 2: the first one of all is an improvement.
        string first = context.Arguments.Count(patience) is { } count
            ? $"it could first lower the learning rate after step {Text(count + 2.0)}"
            : "it could first lower the learning rate after the last step";
        return Create(context, loops, context.CurveProperty, Described(context, definition, patience), $"{first}, even if the metric never gets better, so it never does");
    }

    private Diagnostic Report(
        SchedulerContext context,
        SchedulerDefinition definition,
        ImmutableArray<TrainingLoop> loops,
        ImmutableArray<ScheduleTrial> trials,
        ScheduleMisfit misfit)
    {
        ImmutableDictionary<string, string?> properties = context.CurveProperty;
        if (loops.Any(loop => loop.NamesFolds))
        {
            return Create(
                context,
                loops,
                properties,
                Described(context, definition, misfit),
                Consequence(context, definition, trials, misfit) + ". Each fold is a training of its own: make model, optimizer and scheduler anew for it");
        }

        // A bound that has a name in scope at the creation is the length; a decay in steps is somewhere below it.
        if (misfit is ScheduleMisfit.Throws or ScheduleMisfit.Alternates or ScheduleMisfit.ClimbsBack or ScheduleMisfit.StandsAtZero or ScheduleMisfit.CutOff
            && definition.Length is { } length
            && (definition.LengthInEpochs is null || context.Site.Explicit(length) is not null)
            && loops.All(loop => loop is { Bound: not null, Divisor: null }))
        {
            properties = properties
                .Add(Parameter, length.Name)
                .Add(Horizon, string.Join(" * ", loops.Reverse().Select(loop => Factor(loop.Bound!, loops.Length))));
        }
        else if (definition is { RunsPartsInTurn: true, Milestones: { } milestones }
            && loops is { Length: 1 } && loops[0] is { Bound: not null, Divisor: null }
            && trials.All(trial => IsOfLastPart(trial, misfit, context)))
        {
            // The last of the schedules is as long as the others leave it.
            properties = properties.Add(Parameter, milestones.Name).Add(Horizon, Factor(loops[0].Bound!, factors: 2));
        }

        return Create(context, loops, properties, Described(context, definition, misfit), Consequence(context, definition, trials, misfit));
    }

    private static bool IsOfLastPart(ScheduleTrial trial, ScheduleMisfit misfit, SchedulerContext context)
    {
        ScheduleSummary used = trial.Over(trial.Steps - 1, context.CancellationToken);
        return trial.Schedule.LastBeginning > 0 && misfit switch
        {
            ScheduleMisfit.CutOff => true,
            ScheduleMisfit.ClimbsBack => ScheduleMisfits.ClimbOf(trial, used)!.Value.Lowest.Step > trial.Schedule.LastBeginning,
            ScheduleMisfit.StandsAtZero => ScheduleMisfits.ZeroFrom(trial, used) > trial.Schedule.LastBeginning,
            _ => false,
        };
    }

    private Diagnostic Create(
        SchedulerContext context, ImmutableArray<TrainingLoop> loops, ImmutableDictionary<string, string?> properties, string schedule, string consequence) =>
        Diagnostic.Create(
            Descriptor,
            context.Site.Operation.Syntax.GetLocation(),
            loops.Select(loop => loop.Bound?.Syntax.GetLocation()).OfType<Location>(),
            properties,
            schedule,
            CountOf(loops) + "steps of the training loop",
            consequence);

    private static string CountOf(ImmutableArray<TrainingLoop> loops) =>
        loops.All(loop => loop is { TripCount: not null, Divisor: null }) ? Text(loops.Aggregate(1.0, (product, loop) => product * loop.TripCount!.Value)) + " "
        : loops.All(loop => loop is { Bound: not null, Divisor: null }) ? $"'{string.Join(" * ", loops.Reverse().Select(loop => Factor(loop.Bound!, loops.Length)))}' "
        : string.Empty;

    // What happens, in numbers where they are the same in all trials.
    private static string Consequence(SchedulerContext context, SchedulerDefinition definition, ImmutableArray<ScheduleTrial> trials, ScheduleMisfit misfit)
    {
        bool isRateKnown = definition.ReplacesRate ? trials.Length == 1 : context.BaseLearningRate.Single is not null;
        string[] told = trials.Select(trial => Consequence(context, definition, trial, misfit, isRateKnown)).Distinct().ToArray();
        // Numbers that follow from a size of batches that was tried are none.
        bool isTold = told.Length == 1 && (misfit == ScheduleMisfit.CutOff || !trials.Any(trial => trial.TriesBatchSize));
        return isTold ? told[0] : misfit switch
        {
            ScheduleMisfit.Collapses => "the learning rate falls below 1e-7 of its start long before the end and the rest trains nothing",
            ScheduleMisfit.CutsWarmup => "the warmup is cut off in the middle and the learning rate jumps",
            ScheduleMisfit.NeverRises => "the training ends before the learning rate rises",
            ScheduleMisfit.RisesToTheEnd => "the learning rate rises up to the last step and never decays",
            ScheduleMisfit.ClimbsBack => "the learning rate is at its lowest before the training ends and then climbs back",
            ScheduleMisfit.StandsAtZero => "the learning rate is zero before the training ends and the rest trains nothing",
            // Long trainings come last: their shares are the least rounded.
            _ => told[told.Length - 1],
        };
    }

    private static string Consequence(SchedulerContext context, SchedulerDefinition definition, ScheduleTrial trial, ScheduleMisfit misfit, bool isRateKnown)
    {
        ScheduleSummary used = trial.Over(trial.Steps - 1, context.CancellationToken);
        string Step(double step) => trial.IsKnown ? $"step {Text(step)}" : $"{Percent(step / trial.Steps)} of the training";
        string Rate(double rate) => isRateKnown
            ? LearningRateFormat.FormatRounded(rate, 2)
            : $"{Percent(rate / trial.Group.InitialLearningRate)} of the optimizer's";
        switch (misfit)
        {
            case ScheduleMisfit.Throws:
                return trial.IsKnown
                    ? $"step() throws at step {Text(trial.Over(trial.Steps, context.CancellationToken).ThrowStep!.Value)}"
                    : "step() throws before the training ends";
            case ScheduleMisfit.Alternates:
                return "the learning rate is up and down at every other step";
            case ScheduleMisfit.ClimbsBack:
                return Climb(ScheduleMisfits.ClimbOf(trial, used)!.Value, isRateKnown, Step);
            case ScheduleMisfit.StandsAtZero:
                return $"the learning rate is zero from {Step(ScheduleMisfits.ZeroFrom(trial, used)!.Value)} on and the rest trains nothing";
            case ScheduleMisfit.Collapses:
                return $"from step {Text(ScheduleMisfits.DeadFrom(trial, used)!.Value)} on the learning rate is below 1e-7 of its start and the rest trains nothing";
            case ScheduleMisfit.CutsWarmup:
                (int milestone, double before, double at) = ScheduleMisfits.CutWarmupOf(trial, used, context.CancellationToken)!.Value;
                return $"the warmup is cut off at step {Text(milestone)}, where the learning rate jumps from {Rate(before)} to {Rate(at)}";
            case ScheduleMisfit.NeverBegins:
                return $"the training ends before the last of its schedules begins{(trial.IsKnown ? $" at step {Text(trial.Schedule.LastBeginning)}" : "")}, so the learning rate never follows it";
            case ScheduleMisfit.CutOff:
                bool isCycle = trial.Schedule.LastBeginning == 0 && trial.Over((int)trial.Schedule.End!.Value, context.CancellationToken).Highest.Step > 0;
                // Larger batches are fewer.
                string orSooner = trial.TriesBatchSize ? " or sooner" : "";
                string ends = $"the training ends at {Percent(ScheduleMisfits.ShareOf(trial))} of ";
                return isCycle ? $"{ends}the cycle{orSooner}, so the learning rate is never annealed"
                    : $"{ends}{(trial.Schedule.LastBeginning > 0 ? "its last schedule" : "the schedule")}{orSooner}, so most of the decay never comes";
            case ScheduleMisfit.NeverFalls:
                SchedulePoint lower = ScheduleMisfits.FirstChange(trial, used, context.CancellationToken)!.Value;
                return $"the learning rate would first decay at step {(trial.IsKnown ? Text(lower.Step) : LengthText(context, definition))}, so it never does";
            case ScheduleMisfit.NeverRises:
                return $"the learning rate stays at {Rate(used.First.LearningRate)} and the training ends before it rises";
            default:
                return $"the learning rate rises from {Rate(used.First.LearningRate)} to {Rate(used.Last.LearningRate)} at the last step and never decays";
        }
    }

    // The curve in numbers where the learning rate is known.
    private static string Climb(
        (SchedulePoint From, SchedulePoint Lowest, SchedulePoint Top, bool GoesOn) climb, bool isRateKnown, System.Func<double, string> step)
    {
        if (!isRateKnown)
        {
            return $"the learning rate is at its lowest at {step(climb.Lowest.Step)} and then climbs back";
        }

        double height = climb.From.LearningRate;
        bool isBack = System.Math.Abs(climb.Top.LearningRate - height) <= 1e-6 * height;
        return $"the learning rate falls from {LearningRateFormat.FormatRounded(height, 4)} to {LearningRateFormat.FormatRounded(System.Math.Max(0, climb.Lowest.LearningRate), 2)} at {step(climb.Lowest.Step)}"
            + (isBack ? $", is back at {step(climb.Top.Step)}{(climb.GoesOn ? " and so on" : "")}" : $" and climbs back to {LearningRateFormat.FormatRounded(climb.Top.LearningRate, 2)} at {step(climb.Top.Step)}");
    }

    private static string Described(SchedulerContext context, SchedulerDefinition definition, ScheduleMisfit misfit)
    {
        if (misfit == ScheduleMisfit.NeverFalls && definition is { Milestones: { } milestones, RunsPartsInTurn: false })
        {
            // The first of them is what the loop does not reach.
            return context.Arguments.Counts(milestones) is { IsEmpty: false } counts
                ? $"{definition}({milestones}: {Text(counts.Min())})"
                : definition.Name;
        }

        return definition.LengthInEpochs is var (epochs, batches) && context.Site.Explicit(definition.Length) is null
                ? $"{definition}({epochs} * {batches}: {ProductText(context, epochs, batches)})"
            : (definition.Length ?? definition.Period ?? definition.Milestones) is { } parameter ? Described(context, definition, parameter)
            : definition.Parameters.FirstOrDefault(candidate => context.Site.Explicit(candidate) is not null && context.Arguments.Number(candidate) is not null) is { } number
                ? Described(context, definition, number)
            : definition.Name;
    }

    private static string Described(SchedulerContext context, SchedulerDefinition definition, SchedulerParameter parameter) =>
        WrittenOf(context, parameter) is { } written ? $"{definition}({parameter}: {written})" : definition.Name;

    private static string LengthText(SchedulerContext context, SchedulerDefinition definition) =>
        (definition.Length ?? definition.Period ?? definition.Milestones) is { } parameter && WrittenOf(context, parameter) is { } written ? written : "the end";

    private static string? WrittenOf(SchedulerContext context, SchedulerParameter parameter) =>
        context.NumberOf(parameter.Name) is { } number ? LearningRateFormat.FormatWritten(number)
        : context.Site.Explicit(parameter) is { } given && given.Syntax.ToString() is { Length: <= LongestText } text && text.IndexOf('\n') < 0 ? text
        : null;

    private static string ProductText(SchedulerContext context, SchedulerParameter epochs, SchedulerParameter batches) =>
        context.NumberOf(epochs.Name) is { } rounds && context.NumberOf(batches.Name) is { } each
            ? Text(rounds * each)
            : $"{WrittenOf(context, epochs)} * {WrittenOf(context, batches)}";

    private static string Factor(IOperation bound, int factors)
    {
        SyntaxNode syntax = bound.Syntax;
        return factors == 1 || syntax is IdentifierNameSyntax or LiteralExpressionSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax
            ? syntax.ToString()
            : $"({syntax})";
    }

    // The loops that run while the scheduler lives, where each turn makes exactly one step. An object that builds the
    // scheduler in its constructor may be trained more than once: then the count is the least that it can be.
    private static ImmutableArray<TrainingLoop> LoopsOf(SchedulerContext context, CallChain step, out bool isExact)
    {
        isExact = true;
        CallChain created = context.CreationChain;
        var loops = context.LoopsAround(step).Where(loop => !created.IsIn(loop)).ToImmutableArray();
        Meeting? meeting = step.MeetCreation(created);
        if (meeting is null
            && context.InOwnObject(step) is { } own)
        {
            isExact = false;
            loops = context.LoopsAround(own);
            return !loops.Any(context.MayLeave)
                ? SteppedIn(context, own, CallChain.FunctionOf(own.Sites[own.Sites.Length - 1].Syntax), loops)
                : ImmutableArray<TrainingLoop>.Empty;
        }

        if (meeting is not { IsBefore: false }
            || loops.Any(context.MayLeave))
        {
            return ImmutableArray<TrainingLoop>.Empty;
        }

        bool mayReturnEarly = step.Sites.TakeWhile(site => site != meeting.Site).Any(site => CallChain.FunctionOf(site.Syntax)
            .DescendantNodes().Any(node => node is ReturnStatementSyntax && node.SpanStart < site.Syntax.SpanStart && !loops.Any(loop => loop.OwnJumps.Any(jump => jump.Contains(node)))));
        return mayReturnEarly ? ImmutableArray<TrainingLoop>.Empty : SteppedIn(context, step, meeting.Container, loops);
    }

    // The loops, each with the share of its rounds in which the step is taken; none where that is not known.
    private static ImmutableArray<TrainingLoop> SteppedIn(SchedulerContext context, CallChain step, SyntaxNode container, ImmutableArray<TrainingLoop> loops)
    {
        ImmutableArray<TrainingLoop> stepped = loops;
        return step.IsUnconditionalIn(container, throughLoops: true, context.Flow.Iterations, Passes) ? stepped : ImmutableArray<TrainingLoop>.Empty;

        bool Passes(IfStatementSyntax branch, IOperation site)
        {
            if (site.SemanticModel?.GetOperation(branch.Condition, context.CancellationToken) is not { } condition)
            {
                return false;
            }

            if (stepped.Any(loop => loop.Test == branch.Condition) || RoundGuards.IsSteady(condition, container, context.CancellationToken))
            {
                return true;
            }

            TrainingLoop? round = stepped.FirstOrDefault(loop => loop.Contains(condition));
            if (round is not { Divisor: null } || Accumulation.Of(branch, site.Syntax)?.In(round, site.SemanticModel, context.CancellationToken) is not var (divisor, isInFirst))
            {
                return false;
            }

            long? counted = round.TripCount is { } trips && ScheduleLength.Number(divisor, context.CancellationToken) is >= 1 and var each ? (long)(isInFirst ? System.Math.Ceiling(trips / each) : System.Math.Floor(trips / each)) : null;
            stepped = stepped.Replace(round, round with { Divisor = counted is null ? divisor : null, StepsInFirst = isInFirst, TripCount = counted ?? round.TripCount, Bound = counted is null ? round.Bound : null });
            return true;
        }
    }

    private static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
}
