using System;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Schedules;
using LrAnalyzers.Trials;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <content>
/// What only the curve of a function shows: it grows without bound, turns negative inside the training, is multiplied up to
/// nothing, or never changes.
/// </content>
internal sealed partial class LR2006_BrokenSchedulerArgument
{
    /// <summary>Value of <see cref="SchedulerRule.Fix"/>: the function returns the replacement, the factor of one step.</summary>
    public const string OneStep = nameof(OneStep);

    // Ten epochs of a usual training multiply a rate by less; a hundred epochs of a runaway formula by far more.
    private const double Runaway = 1e3;

    // Twice the optimizer's own rate at the end, and still rising, is no warmup.
    private const double MostOfARise = 2;

    // Where nothing is left: LR2005's bound for a rate that collapses.
    private const double Collapsed = 1e-7;

    // A function of the epoch that is multiplied up collapses within so many steps, or is none of the kind.
    private const int TellingSteps = 60;

    private const int FarAway = 1_000;

    // A hold lasts for as long as somebody wants it to.
    private static readonly int[] s_telling = [1, 2, 3, 5, 10, 30, 100, FarAway, 10 * FarAway, 100 * FarAway, 10_000 * FarAway, 1_000_000 * FarAway];

    private Diagnostic? CheckCurve(SchedulerContext context)
    {
        if (LambdaFactor.All(context) is not { IsEmpty: false } functions)
        {
            return null;
        }

        ImmutableArray<TrainingLoop> loops = context.SteppingLoops;
        ImmutableArray<ScheduleTrial> trials = context.Trials(loops);
        if (trials.IsEmpty)
        {
            return null;
        }

        // Each parameter group by itself. What becomes of a rate that cannot train is not the function's doing.
        return trials.Where(trial => trial.Group.LearningRate > 0 && !double.IsInfinity(trial.Group.LearningRate)).GroupBy(trial => trial.Group.Index)
            .Select(group => CheckCurve(context, functions[Math.Min(group.Key, functions.Length - 1)], loops, group.ToImmutableArray()))
            .FirstOrDefault(diagnostic => diagnostic is not null);
    }

    private Diagnostic? CheckCurve(
        SchedulerContext context, LambdaFactor function, ImmutableArray<TrainingLoop> loops, ImmutableArray<ScheduleTrial> trials) =>
        function.Factor?.Constant is not null && !MentionsEpoch(function) ? null
        : CheckConstant(context, function, trials)
            ?? CheckNegative(context, function, trials, isTrained: !loops.IsEmpty)
            ?? (context.Site.Definition!.Accumulates && !loops.IsEmpty ? CheckProduct(context, function, trials, loops) : null)
            ?? CheckGrowth(context, function, trials, loops);

    // `e => 1` says that there is no schedule; a formula of the epoch that is always the same says nothing.
    private Diagnostic? CheckConstant(SchedulerContext context, LambdaFactor function, ImmutableArray<ScheduleTrial> trials)
    {
        if (!MentionsEpoch(function))
        {
            return null;
        }

        double? factor = null;
        foreach (ScheduleTrial trial in trials)
        {
            double first = RateAt(trial, 0, context);
            if (!(first > 0) || s_telling.Append(trial.Steps / 2).Append(trial.Steps - 1).Where(step => step > 0 && !trial.Schedule.IsOutOfReach(step))
                .Any(step => !(Math.Abs(RateAt(trial, step, context) - first) <= 1e-12 * first)))
            {
                return null;
            }

            double own = first / trial.Group.LearningRate;
            if (factor is { } other && Math.Abs(own - other) > 1e-12 * own)
            {
                return null;
            }

            factor = own;
        }

        return Report(
            function.Body,
            context.CurveProperty,
            context.Site.Name,
            $"lambda returns {LearningRateFormat.FormatRounded(context.Site.Definition!.Accumulates ? 1 : factor!.Value)} for every epoch, which",
            "never changes the learning rate",
            "Its formula does not depend on the epoch");
    }

    private Diagnostic? CheckNegative(SchedulerContext context, LambdaFactor function, ImmutableArray<ScheduleTrial> trials, bool isTrained)
    {
        if (!isTrained)
        {
            return null;
        }

        int? epoch = null;
        bool isSame = true;
        foreach (ScheduleTrial trial in trials)
        {
            if (trial.Over(trial.Steps - 1, context.CancellationToken).NegativeStep is not { } step)
            {
                return null;
            }

            isSame &= epoch is null || epoch == step;
            epoch ??= step;
        }

        string what = isSame && function.Evaluate(epoch!.Value) is { } factor and < 0
            ? $"lambda returns {LearningRateFormat.FormatRounded(factor)} for epoch {epoch}, which"
            : "lambda falls below 0 before the training ends, which";
        return Report(
            function.Body,
            context.CurveProperty,
            context.Site.Name,
            what,
            "turns the learning rate negative, so that the loss is climbed instead of descended",
            "Bound it from below with Math.Max(0, …)");
    }

    // The factor of the whole schedule, given to one that multiplies the factors of all steps.
    private Diagnostic? CheckProduct(
        SchedulerContext context, LambdaFactor function, ImmutableArray<ScheduleTrial> trials, ImmutableArray<TrainingLoop> loops)
    {
        foreach (ScheduleTrial trial in trials)
        {
            ScheduleCursor cursor = trial.Schedule.Begin(trial.Group);
            double last = double.PositiveInfinity;
            for (int step = 1; step <= TellingSteps; step++)
            {
                double before = cursor.Current.Value;
                cursor.Advance();
                double factor = cursor.Current.Value / before;
                if (!cursor.Current.IsValue || !(factor > 0 && factor < last))
                {
                    return null;
                }

                last = factor;
            }

            double left = cursor.Current.Value / trial.Group.LearningRate;
            if (!(left < Collapsed && last > Runaway * left))
            {
                return null;
            }
        }

        bool isKnown = loops.Length > 0 && loops.All(loop => loop.TripCount is not null) && trials.All(trial => trial.Steps is > 1 and <= FarAway);
        int steps = isKnown ? trials[0].Steps : TellingSteps;
        double rest = RateAt(trials[0], steps, context) / trials[0].Group.LearningRate;
        string? power = PowerOfEpoch(function);
        return Report(
            function.Body,
            power is null ? context.CurveProperty : context.CurveProperty.Add(Fix, OneStep).Add(Replacement, power),
            context.Site.Name,
            "lambda returns a factor of the whole schedule, and multiplying it up at every step",
            $"leaves {LearningRateFormat.FormatRounded(rest)} of the learning rate after {steps} steps",
            "Return the factor of one step, or use LambdaLR");
    }

    private Diagnostic? CheckGrowth(
        SchedulerContext context, LambdaFactor function, ImmutableArray<ScheduleTrial> trials, ImmutableArray<TrainingLoop> loops)
    {
        // What a sequence ends is a warmup.
        if (context.Flow.Has(UseKind.Scheduled) || context.Flow.Escapes || IsFinder(context))
        {
            return null;
        }

        foreach (ScheduleTrial trial in trials)
        {
            if (!IsRunaway(trial, context) && !(loops.Length > 0 && IsRising(trial, context)))
            {
                return null;
            }
        }

        bool isKnown = loops.Length > 0 && loops.All(loop => loop.TripCount is not null) && trials.All(trial => trial.Steps > 1);
        int steps = isKnown ? trials[0].Steps - 1 : 100;
        double times = RateAt(trials[0], steps, context) / trials[0].Group.LearningRate;
        return Report(
            function.Body,
            context.CurveProperty,
            context.Site.Name,
            "lambda grows from epoch to epoch without bound, which",
            double.IsInfinity(times)
                ? $"makes the learning rate infinite within {steps} epochs"
                : $"makes the learning rate {LearningRateFormat.FormatRounded(times)} times the optimizer's at epoch {steps}",
            "Return a factor that falls, or end a warmup with Math.Min(1, …)");
    }

    // Beyond any warmup, whatever the training's length.
    private static bool IsRunaway(ScheduleTrial trial, SchedulerContext context)
    {
        double last = 0;
        foreach (int step in new[] { 0, 1, 2, 5, 10, 20, 50, 100 })
        {
            double rate = RateAt(trial, step, context);
            if (!(rate > last))
            {
                return false;
            }

            last = rate;
        }

        return RateAt(trial, FarAway, context) > Runaway * Math.Max(trial.Group.LearningRate, RateAt(trial, 0, context));
    }

    private static bool IsRising(ScheduleTrial trial, SchedulerContext context)
    {
        if (trial.Steps < 3)
        {
            return false;
        }

        ScheduleSummary summary = trial.Over(trial.Steps - 1, context.CancellationToken);
        return summary is { IsUnknown: false, NaNStep: null, ThrowStep: null, RisesAfterFalling: false, Turns.Length: <= 2 }
            && summary.Last.LearningRate > MostOfARise * trial.Group.LearningRate
            && summary.Highest.Step == summary.Last.Step
            && RateAt(trial, trial.Steps - 1, context) > RateAt(trial, trial.Steps - 2, context);
    }

    private static double RateAt(ScheduleTrial trial, int step, SchedulerContext context) =>
        trial.Schedule.LearningRateAt(step, trial.Group, context.CancellationToken) is { Kind: LearningRateKind.Value } point ? point.Value : double.NaN;

    private static bool MentionsEpoch(LambdaFactor function) => function.Function.Body.Descendants().Any(part =>
        part is IParameterReferenceOperation { Parameter: var parameter } && SymbolEqualityComparer.Default.Equals(parameter, function.Function.Symbol.Parameters[0]));

    // The source of `0.95` in `Math.Pow(0.95, epoch)`.
    private static string? PowerOfEpoch(LambdaFactor function) =>
        function.Results is { Length: 1 } results
        && results[0].WithoutConversions() is IInvocationOperation { TargetMethod: { Name: "Pow", ContainingType.Name: "Math" }, Arguments: { Length: 2 } arguments }
        && arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 1)?.Value.WithoutConversions() is IParameterReferenceOperation
        && arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value is { } given
        && function.Body.Syntax == results[0].Syntax
            ? given.Syntax.ToString()
            : null;
}
