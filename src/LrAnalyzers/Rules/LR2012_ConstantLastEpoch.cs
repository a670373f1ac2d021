using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Schedules;
using LrAnalyzers.Sites;
using LrAnalyzers.Trials;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>
/// A scheduler that is told by a constant <c>last_epoch</c> to continue a training that nothing restores. TorchSharp's
/// constructors count that epoch as done and take one step on from it (LRScheduler.cs:34-75), with the rate that the optimizer
/// has. What it begins with and what the schedule has at that epoch are read off its curve.
/// </summary>
internal sealed class LR2012_ConstantLastEpoch : SchedulerRule
{
    /// <summary>Value of <see cref="SchedulerRule.Fix"/>: the loop at the first additional location begins where the schedule is to.</summary>
    public const string StepTo = nameof(StepTo);

    // Rates that differ by less are the same one, computed in another order.
    private const double Same = 1e-9;

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2012",
        title: "Constant last_epoch does not resume a schedule",
        messageFormat: "last_epoch {0} does not resume a training: a new {1} {2}. {3}.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "last_epoch tells a scheduler which epoch was the last of a training whose optimizer state has been restored. Given as a constant to a new optimizer it starts the schedule in the middle, with a learning rate that belongs to no epoch.",
        helpLinkUri: RulePage.Of("LR2012"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool JudgesNumbers => true;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        if (context.Site.Definition is not { LastEpoch: { } parameter } definition
            || context.Site.Explicit(parameter) is not { } argument
            || context.ValueOf(parameter.Name) is not { IsKnown: true } value
            || !value.IsAlways(epoch => epoch != -1)
            || MayBeRestored(context)
            || ThrowsAssertion.Contains(context.Site.Operation.Syntax))
        {
            return null;
        }

        double epoch = value.Numbers[0];
        ImmutableDictionary<string, string?> properties = context.CurveProperty;
        ImmutableArray<Location> places = ImmutableArray<Location>.Empty;
        string advice = "Remove it, so that the schedule starts at its beginning";
        if (definition.ResumesByStep && LoopFrom(context, out CallChain? step) is { Range.Start: { } start } loop)
        {
            properties = properties.Add(Fix, StepTo).Add(Replacement, start.Syntax.ToString());
            places = ImmutableArray.Create(loop.Operation.Syntax.GetLocation(), step!.Operation.Syntax.GetLocation());
            advice = $"Call its step({start.Syntax}) before the loop instead";
        }

        return Report(argument, places, properties, Text(epoch), context.Site.Name, Consequence(context, epoch), advice);
    }

    // A restored optimizer brings the learning rate that belongs to the epoch.
    private static bool MayBeRestored(SchedulerContext context)
    {
        if (context.OptimizerFlow?.Has(UseKind.LoadState) == true)
        {
            return true;
        }

        // An optimizer that came from elsewhere may have been restored there.
        return context.Optimizer is null
            && ProjectFacts.Mentions(context.Site.Operation.Syntax.SyntaxTree, "load_state_dict", context.CancellationToken);
    }

    // The loop that steps it, where that begins at a number above 0.
    private static TrainingLoop? LoopFrom(SchedulerContext context, out CallChain? step)
    {
        step = context.RelativeSteps is { Length: 1 } steps ? steps[0] : null;
        return step?.Loops(context.CancellationToken).FirstOrDefault() is { Range: { } range } loop
            && !loop.Contains(context.Site.Operation)
            && ScheduleLength.Number(range.Start, context.CancellationToken) > (range.Inclusive ? 1 : 0)
            && !range.Inclusive
                ? loop
                : null;
    }

    private static string Consequence(SchedulerContext context, double epoch)
    {
        string next = Text(epoch + 1);
        ImmutableArray<ScheduleTrial> trials = context.Trials(ImmutableArray<TrainingLoop>.Empty);
        ImmutableArray<ScheduleTrial> fresh = context.TrialsFrom(lastEpoch: -1);
        if (!trials.IsEmpty && trials.Length == fresh.Length && epoch is >= -1 and < int.MaxValue - 1)
        {
            LearningRatePoint[] begins = trials.Select(trial => trial.Schedule.LearningRateAt(0, trial.Group, context.CancellationToken)).ToArray();
            if (begins[0].Exception is { } exception && begins.All(point => point.Exception == exception))
            {
                return $"throws {exception}{(context.Site.Definition!.MomentumCycle is null ? "" : ", because it never set its momentum range")}";
            }

            LearningRatePoint[] belongs = fresh.Select(trial => trial.Schedule.LearningRateAt((int)epoch + 1, trial.Group, context.CancellationToken)).ToArray();
            if (begins.Concat(belongs).All(point => point.IsValue)
                && Agreed(context, trials, begins) is { } first
                && Agreed(context, fresh, belongs) is { } right)
            {
                return Math.Abs(first - right) <= Same * Math.Max(Math.Abs(first), Math.Abs(right))
                    ? $"begins at the rate of epoch {next}, in the middle of its curve"
                    : context.BaseLearningRate.Single is null && !context.Site.Definition!.ReplacesRate
                        ? $"begins at {Rounded(first)} times the learning rate, where epoch {next} has {Rounded(right)} times"
                        : $"begins at {Rounded(first)}, where epoch {next} has {Rounded(right)}";
            }
        }

        return context.Site.Definition!.StartsAtCurrentRate
            ? $"begins at epoch {next}, with the rate that the optimizer has"
            : $"begins at epoch {next}, in the middle of its curve";
    }

    // The number that all trials give: the rate, or its share of the optimizer's where that is not known.
    private static double? Agreed(SchedulerContext context, ImmutableArray<ScheduleTrial> trials, LearningRatePoint[] points)
    {
        bool isShare = context.BaseLearningRate.Single is null && !context.Site.Definition!.ReplacesRate;
        double[] numbers = points.Select((point, index) => isShare ? point.Value / trials[index].Group.InitialLearningRate : point.Value).ToArray();
        return numbers.All(number => Math.Abs(number - numbers[0]) <= Same * Math.Max(Math.Abs(number), Math.Abs(numbers[0]))) ? numbers[0] : null;
    }

    private static string Rounded(double rate) => LearningRateFormat.FormatRounded(rate);

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
