using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Text;
using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>A learning rate and the step at which it holds.</summary>
internal readonly record struct SchedulePoint(int Step, double LearningRate);

/// <summary>
/// What a schedule does over a whole training: its ends, extremes and turning points, and where it breaks.
/// Once the learning rate has been NaN or infinite only an exception is still recorded: the weights are lost.
/// </summary>
/// <remarks>
/// Up to 1024 steps every one is looked at. Beyond, the ends, the schedule's own critical steps and 256 even samples are,
/// the first turning points and a change into zero, NaN or an exception are located exactly. What can be missed there: a spike of a few steps
/// in a lambda, or in a ChainedLR of which one part overwrites or oscillates.
/// </remarks>
internal sealed class ScheduleSummary
{
    private const int EveryStepUpTo = 1024;
    private const int MaximumTurns = 64;

    // Nobody is told of more.
    private const int MaximumLocated = 8;

    // What is smaller than this share of the peak is the rounding residue of a schedule that ends at zero.
    private const double Residue = 1e-14;

    // Differences below this share of the peak are rounding, not a change.
    private const double Flat = 1e-9;

    private readonly ImmutableArray<SchedulePoint> _samples;

    private ScheduleSummary(ImmutableArray<SchedulePoint> samples, int steps)
    {
        _samples = samples;
        Steps = steps;
    }

    /// <summary>Number of <c>step()</c> calls that were asked for.</summary>
    public int Steps { get; }

    /// <summary>The learning rate after construction. NaN if the constructor throws or leaves NaN.</summary>
    public SchedulePoint First { get; private set; }

    /// <summary>The highest learning rate and the first step that has it.</summary>
    public SchedulePoint Highest { get; private set; }

    /// <summary>The lowest learning rate and the first step that has it.</summary>
    public SchedulePoint Lowest { get; private set; }

    /// <summary>The learning rate after the last step, or before the schedule breaks. A loop that steps at its end does not train with it.</summary>
    public SchedulePoint Last { get; private set; }

    /// <summary>The learning rate with which the last of <see cref="Steps"/> iterations trains, if the loop steps at its end.</summary>
    public SchedulePoint LastUsed { get; private set; }

    /// <summary>First, each local minimum and maximum, last: what the curve looks like. At most 64.</summary>
    public ImmutableArray<SchedulePoint> Turns { get; private set; } = ImmutableArray<SchedulePoint>.Empty;

    /// <summary>All learning rates are equal (to 1e-9 of the highest).</summary>
    public bool IsConstant { get; private set; }

    /// <summary>The first minimum from which the learning rate rises again after it fell; null if it never does.</summary>
    public SchedulePoint? RisesAgainFrom { get; private set; }

    public bool RisesAfterFalling => RisesAgainFrom is not null;

    /// <summary>The first step at which the learning rate is zero (below 1e-14 of the highest); null if it never is.</summary>
    public int? ZeroStep { get; private set; }

    /// <summary>The first step at which the learning rate is negative; null if it never is.</summary>
    public int? NegativeStep { get; private set; }

    /// <summary>The first step at which the learning rate is NaN; null if it never is.</summary>
    public int? NaNStep { get; private set; }

    /// <summary>The first step at which the learning rate is infinite; null if it never is.</summary>
    public int? InfiniteStep { get; private set; }

    /// <summary>The step that throws (0: the constructor); null if none does.</summary>
    public int? ThrowStep { get; private set; }

    /// <summary>The simple name of the exception's type; null if nothing throws.</summary>
    public string? Exception { get; private set; }

    /// <summary>The engine could not tell at some step: conclude nothing from the rest.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>Neither NaN, nor infinite, nor negative, nor an exception, anywhere.</summary>
    public bool IsSound => !IsUnknown && NaNStep is null && InfiniteStep is null && NegativeStep is null && ThrowStep is null;

    /// <summary>Summarises <paramref name="steps"/> parameterless <c>step()</c> calls for a group.</summary>
    /// <exception cref="OperationCanceledException">The evaluation was long and was cancelled.</exception>
    public static ScheduleSummary Of(Schedule schedule, ScheduledGroup group, int steps, CancellationToken cancellationToken = default)
    {
        steps = Math.Max(0, steps);
        if (schedule.IsOutOfReach(steps))
        {
            return Unknown(steps);
        }

        ScheduleSummary summary = Of(schedule, group, steps, ImmutableArray<int>.Empty, cancellationToken);
        // Between two samples the curve may have turned a little earlier or later.
        return steps > EveryStepUpTo && !schedule.IsWalked(steps) && summary.FindTurns(schedule, group, cancellationToken) is { IsEmpty: false } turns
            ? Of(schedule, group, steps, turns, cancellationToken)
            : summary;
    }

    private static ScheduleSummary Of(Schedule schedule, ScheduledGroup group, int steps, ImmutableArray<int> further, CancellationToken cancellationToken)
    {
        var critical = new CriticalSteps(steps);
        if (steps > EveryStepUpTo)
        {
            foreach (int step in further)
            {
                critical.Add(step);
            }

            schedule.AddCriticalSteps(critical, schedule.Origin);
            critical.Complete();
        }

        int count = steps > EveryStepUpTo ? critical.Count : steps + 1;
        var builder = new Builder(count, steps);
        ScheduleCursor cursor = schedule.Begin(group);
        ScheduleCursor before = schedule.Begin(group);
        ScheduleCursor probe = schedule.Begin(group);
        for (int i = 0; i < count; i++)
        {
            int step = steps > EveryStepUpTo ? critical[i] : i;
            if (step == cursor.Step + 1)
            {
                cursor.Advance();
            }
            else
            {
                cursor.Skip(step - cursor.Step, cancellationToken);
            }

            int now = builder.StateOf(cursor.Current);
            if (step > before.Step + 1 && now != builder.StateOf(before.Current))
            {
                Locate(before, cursor, probe, now, builder, cancellationToken);
            }

            if (!builder.Add(cursor.Step, cursor.Current))
            {
                break;
            }

            before.CopyFrom(cursor);
        }

        return builder.Build();
    }

    // Where the first turning points are that lie between samples.
    private ImmutableArray<int> FindTurns(Schedule schedule, ScheduledGroup group, CancellationToken cancellationToken)
    {
        ImmutableArray<int>.Builder found = ImmutableArray.CreateBuilder<int>();
        for (int i = 1; i + 1 < Turns.Length && i <= MaximumLocated; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int sample = IndexAt(Turns[i].Step);
            if (sample < 1 || sample + 1 >= _samples.Length)
            {
                continue;
            }

            (int low, int high) = (_samples[sample - 1].Step, _samples[sample + 1].Step);
            if (high - low <= 2)
            {
                continue;
            }

            int sign = Turns[i].LearningRate > Turns[i - 1].LearningRate ? 1 : -1;
            double Height(int step) => sign * schedule.LearningRateAt(step, group, cancellationToken).Value;
            while (high - low > 2)
            {
                int left = low + (high - low) / 3;
                int right = high - (high - low) / 3;
                // Of equal ones the first.
                if (Height(left) < Height(right))
                {
                    low = left;
                }
                else
                {
                    high = right;
                }
            }

            found.Add(low + 1);
        }

        return found.ToImmutable();
    }

    private static ScheduleSummary Unknown(int steps)
    {
        var nothing = new SchedulePoint(0, double.NaN);
        return new ScheduleSummary(ImmutableArray<SchedulePoint>.Empty, steps)
        {
            IsUnknown = true,
            First = nothing,
            Highest = nothing,
            Lowest = nothing,
            Last = nothing,
            LastUsed = nothing,
        };
    }

    /// <summary>Summarises <paramref name="steps"/> calls for the only group of an optimizer with this learning rate.</summary>
    public static ScheduleSummary Of(Schedule schedule, double learningRate, int steps, CancellationToken cancellationToken = default)
        => Of(schedule, ScheduledGroup.Single(learningRate), steps, cancellationToken);

    /// <summary>Summarises one <c>step(metric)</c> for each metric: the way to look at ReduceLROnPlateau.</summary>
    public static ScheduleSummary Of(Schedule schedule, ScheduledGroup group, IReadOnlyList<double> metrics, CancellationToken cancellationToken = default)
    {
        var builder = new Builder(metrics.Count + 1, metrics.Count);
        ScheduleCursor cursor = schedule.Begin(group);
        bool goesOn = builder.Add(0, cursor.Current);
        for (int i = 0; goesOn && i < metrics.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            cursor.Advance(metrics[i]);
            goesOn = builder.Add(cursor.Step, cursor.Current);
        }

        return builder.Build();
    }

    /// <summary>
    /// The curve in words, e.g. <c>0.001 at step 0, falls to 0 at step 20, back at 0.001 at step 40</c>.
    /// </summary>
    /// <param name="unit">What a step is here: step, epoch, batch.</param>
    /// <param name="maximumTurns">How many turning points are told before it only says that it goes on like that.</param>
    /// <param name="significantDigits">To how many digits a learning rate is rounded.</param>
    public string Describe(string unit = "step", int maximumTurns = 4, int significantDigits = 4)
    {
        if (IsUnknown)
        {
            return "unknown";
        }

        if (ThrowStep == 0)
        {
            return "throws " + Exception + " at construction";
        }

        if (NaNStep == 0)
        {
            return "NaN from the start";
        }

        var text = new StringBuilder();
        if (IsConstant)
        {
            text.Append(Told(First.LearningRate)).Append(Steps == 0 || IsBroken ? " at " + unit + " 0" : " at every " + unit);
        }
        else
        {
            text.Append(Told(Turns[0].LearningRate)).Append(" at ").Append(unit).Append(" 0");
            for (int i = 1; i < Turns.Length; i++)
            {
                if (i > maximumTurns)
                {
                    text.Append(", and so on");
                    break;
                }

                bool rises = Turns[i].LearningRate > Turns[i - 1].LearningRate;
                text.Append(", ");
                if (i >= 2 && IsSame(Turns[i].LearningRate, Turns[i - 2].LearningRate))
                {
                    text.Append("back at ");
                }
                else
                {
                    text.Append(rises ? "rises to " : "falls to ");
                }

                text.Append(Told(Turns[i].LearningRate)).Append(" at ").Append(unit).Append(' ').Append(Number(Turns[i].Step));
            }
        }

        if (ThrowStep is { } throws && NaNStep is null && InfiniteStep is null)
        {
            text.Append(", throws ").Append(Exception).Append(" at ").Append(unit).Append(' ').Append(Number(throws));
        }
        else if (NaNStep is { } nan)
        {
            text.Append(", NaN from ").Append(unit).Append(' ').Append(Number(nan)).Append(" on");
        }
        else if (InfiniteStep is { } infinite)
        {
            text.Append(", infinite from ").Append(unit).Append(' ').Append(Number(infinite)).Append(" on");
        }

        return text.ToString();

        // A residue of rounding is told as the zero it is meant to be.
        string Told(double learningRate)
            => LearningRateFormat.FormatRounded(Math.Abs(learningRate) <= Residue * Math.Abs(Highest.LearningRate) ? 0 : learningRate, significantDigits);
    }

    /// <summary>
    /// The curve in a few characters, <c>▁▃▇▆▅▃▂▁</c>: even samples of the steps that are trained with, from zero (or the lowest, if negative) to the highest.
    /// <c>×</c> stands for NaN, infinity and an exception.
    /// </summary>
    public string Sparkline(int width = 8)
    {
        const string Bars = "▁▂▃▄▅▆▇█";
        width = Math.Min(64, Math.Max(1, width));
        char[] text = new char[width];
        int end = Math.Max(0, Steps - 1);
        double bottom = double.IsNaN(Lowest.LearningRate) ? 0 : Math.Min(0, Lowest.LearningRate);
        double range = Highest.LearningRate - bottom;
        for (int i = 0; i < width; i++)
        {
            int step = width == 1 ? 0 : (int)((long)end * i / (width - 1));
            double value = At(step);
            if (double.IsNaN(value) || double.IsInfinity(value))
            {
                text[i] = '×';
            }
            else
            {
                text[i] = Bars[range > 0 ? Math.Min(7, Math.Max(0, (int)((value - bottom) / range * 7 + 0.5))) : 0];
            }
        }

        return new string(text);
    }

    private bool IsBroken => ThrowStep is not null || NaNStep is not null || InfiniteStep is not null;

    private bool IsSame(double a, double b) => Math.Abs(a - b) <= 1e-6 * Math.Max(Math.Abs(a), Math.Abs(b));

    private static string Number(int step) => step.ToString(System.Globalization.CultureInfo.InvariantCulture);

    // The sample at or before a step.
    private int IndexAt(int step)
    {
        int low = 0;
        int high = _samples.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_samples[middle].Step <= step)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    // The learning rate at a step, or NaN from where the schedule is broken.
    private double At(int step)
    {
        if (step >= (ThrowStep ?? int.MaxValue) || _samples.IsEmpty)
        {
            return double.NaN;
        }

        int low = IndexAt(step);
        // Between two samples of a long schedule a straight line is near enough for eight heights.
        (int left, double value) = _samples[low];
        if (left >= step || low + 1 >= _samples.Length)
        {
            return value;
        }

        (int right, double next) = _samples[low + 1];
        return value + (next - value) * (step - left) / (right - left);
    }

    // The state differs between `low` and `high`: finds the first step that has the state of `high`.
    private static void Locate(ScheduleCursor low, ScheduleCursor high, ScheduleCursor probe, int state, Builder builder, CancellationToken cancellationToken)
    {
        int last = high.Step;
        while (last - low.Step > 1)
        {
            probe.CopyFrom(low);
            probe.Skip((last - low.Step) / 2, cancellationToken);
            if (builder.StateOf(probe.Current) == state)
            {
                last = probe.Step;
            }
            else
            {
                low.CopyFrom(probe);
            }
        }

        builder.Add(low.Step, low.Current);
        if (last < high.Step)
        {
            low.Skip(1, cancellationToken);
            builder.Add(low.Step, low.Current);
        }
    }

    private sealed class Builder(int count, int steps)
    {
        private readonly ImmutableArray<SchedulePoint>.Builder _points = ImmutableArray.CreateBuilder<SchedulePoint>(count + 8);
        private LearningRatePoint _end;
        private int _endStep;
        private double _peak;

        // What bisection must not lose: a number, zero, negative, NaN, infinite, thrown, unknown.
        public int StateOf(LearningRatePoint point)
        {
            if (!point.IsValue)
            {
                return (int)point.Kind + 10;
            }

            if (double.IsInfinity(point.Value))
            {
                return 3;
            }

            return Math.Abs(point.Value) <= Residue * _peak ? 2 : point.Value < 0 ? 1 : 0;
        }

        /// <summary>Takes a point; false if nothing comes after it.</summary>
        public bool Add(int step, LearningRatePoint point)
        {
            if (_end.Kind is LearningRateKind.Throws or LearningRateKind.Unknown)
            {
                return false;
            }

            if (_points.Count > 0 && step <= _endStep)
            {
                return true;
            }

            _end = point;
            _endStep = step;
            if (point.Kind is LearningRateKind.Throws or LearningRateKind.Unknown)
            {
                return false;
            }

            _points.Add(new SchedulePoint(step, point.Value));
            if (!double.IsInfinity(point.Value) && Math.Abs(point.Value) > _peak)
            {
                _peak = Math.Abs(point.Value);
            }

            return true;
        }

        public ScheduleSummary Build()
        {
            var summary = new ScheduleSummary(_points.ToImmutable(), steps)
            {
                IsUnknown = _end.Kind == LearningRateKind.Unknown,
                Exception = _end.Exception,
                ThrowStep = _end.Kind == LearningRateKind.Throws ? _endStep : null,
            };
            var nothing = new SchedulePoint(0, double.NaN);
            summary.First = _points.Count > 0 ? _points[0] : nothing;
            summary.Highest = summary.Lowest = summary.Last = summary.LastUsed = nothing;
            summary.IsConstant = true;
            ImmutableArray<SchedulePoint>.Builder turns = ImmutableArray.CreateBuilder<SchedulePoint>();
            double flat = Flat * _peak;
            int direction = 0;
            bool fell = false;
            SchedulePoint extreme = nothing;
            foreach (SchedulePoint point in _points)
            {
                // Whatever comes after, the weights are destroyed.
                if (double.IsNaN(point.LearningRate))
                {
                    summary.NaNStep = point.Step;
                    break;
                }

                if (double.IsInfinity(point.LearningRate))
                {
                    summary.InfiniteStep = point.Step;
                    break;
                }

                summary.Last = point;
                if (point.Step <= steps - 1 || point.Step == 0)
                {
                    summary.LastUsed = point;
                }

                if (Math.Abs(point.LearningRate) <= Residue * _peak)
                {
                    summary.ZeroStep ??= point.Step;
                }
                else if (point.LearningRate < 0)
                {
                    summary.NegativeStep ??= point.Step;
                }

                if (double.IsNaN(summary.Highest.LearningRate) || point.LearningRate > summary.Highest.LearningRate + flat)
                {
                    summary.Highest = point;
                }

                if (double.IsNaN(summary.Lowest.LearningRate) || point.LearningRate < summary.Lowest.LearningRate - flat)
                {
                    summary.Lowest = point;
                }

                // Turning points: `extreme` is the furthest point in the present direction.
                if (double.IsNaN(extreme.LearningRate))
                {
                    extreme = point;
                    turns.Add(point);
                    continue;
                }

                double change = point.LearningRate - extreme.LearningRate;
                if (Math.Abs(change) <= flat)
                {
                    continue;
                }

                summary.IsConstant = false;
                int now = Math.Sign(change);
                if (direction != 0 && now != direction)
                {
                    if (turns.Count < MaximumTurns)
                    {
                        turns.Add(extreme);
                    }

                    if (now > 0 && fell)
                    {
                        summary.RisesAgainFrom ??= extreme;
                    }
                }

                fell |= now < 0;
                direction = now;
                extreme = point;
            }

            if (!summary.IsConstant && turns.Count < MaximumTurns)
            {
                turns.Add(extreme);
            }

            summary.Turns = turns.ToImmutable();
            return summary;
        }
    }
}
