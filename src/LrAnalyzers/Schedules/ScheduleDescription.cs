using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>A schedule in a line: what the learning rate is at the steps that matter, and how its curve looks.</summary>
internal static class ScheduleDescription
{
    // Eight heights, lowest first.
    private const string Heights = "▁▂▃▄▅▆▇█";
    private const int Width = 8;
    private const int MostPoints = 6;

    // Rates that differ by less of the highest are not told apart in words.
    private const double Flat = 1e-9;

    // More steps are not walked one by one.
    private const int LongestWalk = 100_000;

    /// <summary>
    /// The learning rates with which a training of so many steps trains, as bars: <c>█▇▆▅▃▂▁▁</c>; <see langword="null"/> where
    /// the schedule throws, has no rate above 0, or wants a metric.
    /// </summary>
    public static string? SparkLine(Schedule schedule, ScheduledGroup group, int steps, CancellationToken cancellationToken)
    {
        if (steps < 2)
        {
            return null;
        }

        double[] rates = new double[Width];
        for (int i = 0; i < Width; i++)
        {
            LearningRatePoint point = schedule.LearningRateAt(StepOf(i, steps), group, cancellationToken);
            if (!point.IsValue || double.IsInfinity(point.Value))
            {
                return null;
            }

            rates[i] = point.Value;
        }

        double highest = rates.Max();
        return highest > 0
            ? new string(rates.Select(rate => Heights[Math.Max(0, (int)Math.Round(rate / highest * (Heights.Length - 1)))]).ToArray())
            : null;
    }

    /// <summary>
    /// The learning rate at the start, where the curve turns or jumps, and behind the last step: <c>0.001 → 0.0005 at 15 → 0 at 30</c>.
    /// <see langword="null"/> where there is none at some step.
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="group">The parameter group.</param>
    /// <param name="steps">How often it is stepped; at least 2.</param>
    /// <param name="at">How a step is written.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    public static string? InWords(Schedule schedule, ScheduledGroup group, int steps, Func<int, string> at, CancellationToken cancellationToken)
    {
        var summary = ScheduleSummary.Of(schedule, group, steps, cancellationToken);
        if (steps < 2 || !summary.IsSound || !(summary.Highest.LearningRate > 0))
        {
            return null;
        }

        if (summary.IsConstant)
        {
            return $"{Number(summary.First.LearningRate, summary)} throughout";
        }

        IReadOnlyList<SchedulePoint> points = Jumps(schedule, group, steps, summary, cancellationToken)
            ?? (summary.Turns.Length > 2 ? (IReadOnlyList<SchedulePoint>)summary.Turns : new[] { summary.First, At(steps / 2), summary.Last });
        IEnumerable<SchedulePoint> told = points.Count <= MostPoints ? points : points.Take(MostPoints - 1);
        string words = string.Join(" → ", told.Select(point => point.Step == 0
            ? Number(point.LearningRate, summary)
            : $"{Number(point.LearningRate, summary)} at {at(point.Step)}"));
        return points.Count <= MostPoints ? words : $"{words} → … → {Number(summary.Last.LearningRate, summary)} at {at(steps)}";

        SchedulePoint At(int step) => new(step, schedule.LearningRateAt(step, group, cancellationToken).Value);
    }

    // Where a schedule of a few levels changes; null for one that changes all the time.
    private static List<SchedulePoint>? Jumps(
        Schedule schedule, ScheduledGroup group, int steps, ScheduleSummary summary, CancellationToken cancellationToken)
    {
        if (steps > LongestWalk)
        {
            return null;
        }

        var jumps = new List<SchedulePoint> { summary.First };
        ScheduleCursor cursor = schedule.Begin(group);
        while (cursor.Step < steps)
        {
            double before = cursor.Current.Value;
            cursor.Advance();
            if (Math.Abs(cursor.Current.Value - before) > Flat * summary.Highest.LearningRate)
            {
                jumps.Add(new SchedulePoint(cursor.Step, cursor.Current.Value));
                if (jumps.Count > MostPoints || cursor.Step == jumps[jumps.Count - 2].Step + 1 && steps > 2 * jumps.Count)
                {
                    return null;
                }
            }

            if ((cursor.Step & 1023) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return jumps;
    }

    // The residue of a schedule that ends at zero is zero.
    private static string Number(double rate, ScheduleSummary summary) =>
        LearningRateFormat.FormatRounded(Math.Abs(rate) <= 1e-14 * summary.Highest.LearningRate ? 0 : rate, significantDigits: 3);

    private static int StepOf(int bar, int steps) => (int)Math.Round(bar * (steps - 1) / (double)(Width - 1));
}
