using System;
using System.Linq;
using System.Threading;
using LrAnalyzers.Schedules;
using LrAnalyzers.Trials;

namespace LrAnalyzers.Rules;

/// <summary>
/// One way in which a schedule does not fit the loop that steps it, read off its curve. Knows no scheduler: what is true of the
/// curve is true of every one that has it.
/// </summary>
internal enum ScheduleMisfit
{
    /// <summary><c>step()</c> throws before the loop has ended.</summary>
    Throws,

    /// <summary>The rate is up and down at every other step.</summary>
    Alternates,

    /// <summary>It has fallen and climbs back before the loop has ended.</summary>
    ClimbsBack,

    /// <summary>It is at zero before the loop has ended.</summary>
    StandsAtZero,

    /// <summary>It has become so small that nothing is learned long before the loop has ended.</summary>
    Collapses,

    /// <summary>A warmup is cut off in the middle by the schedule that follows it.</summary>
    CutsWarmup,

    /// <summary>The last of several schedules never begins.</summary>
    NeverBegins,

    /// <summary>The loop ends when most of the decay is still to come.</summary>
    CutOff,

    /// <summary>The loop ends before the rate is lowered for the first time.</summary>
    NeverFalls,

    /// <summary>The loop ends before the rate is raised for the first time.</summary>
    NeverRises,

    /// <summary>The rate rises up to the last step.</summary>
    RisesToTheEnd,
}

/// <summary>Reads misfits off a curve.</summary>
internal static class ScheduleMisfits
{
    /// <summary>A climb by less than this share of the peak is no harm: <c>T_max: 95</c> in 100 epochs ends at 0.4 %.</summary>
    public const double Climb = 0.05;

    /// <summary>
    /// Below this share of where it started a rate trains nothing: float32 has seven digits, so that a weight of the size of
    /// its first steps no longer changes.
    /// </summary>
    public const double Dead = 1e-7;

    /// <summary>A decay that has done no more than half of its steps; at half of its height or above it has hardly begun.</summary>
    public const double FarLonger = 2;

    // A rate that is dead for no more than the last tenth of the training is one that was to end there; one whose schedule has an
    // end is let to be small for the second half.
    private const double LastPart = 0.9;
    private const double SecondHalf = 0.5;

    // A milestone one step early makes the last step of a warmup twice as high as the others.
    private const double Jump = 2.5;
    private const double WorthWhile = 0.25;

    // Nobody trains for longer, and the end of a schedule is looked for no further.
    private const int Furthest = 1_000_000_000;

    /// <summary>All kinds, those first that are worst.</summary>
    public static readonly ScheduleMisfit[] All = (ScheduleMisfit[])Enum.GetValues(typeof(ScheduleMisfit));

    /// <summary>
    /// Whether it depends on the end of the training: such a verdict wants a number of steps that is known to be all of them.
    /// </summary>
    public static bool NeedsTheEnd(ScheduleMisfit misfit) => misfit >= ScheduleMisfit.NeverBegins;

    /// <summary>Whether it holds however long the training is.</summary>
    public static bool HoldsForAnyLength(ScheduleMisfit misfit) => misfit is ScheduleMisfit.Alternates or ScheduleMisfit.CutsWarmup;

    /// <summary>Whether the trial has the misfit.</summary>
    public static bool Holds(ScheduleMisfit misfit, ScheduleTrial trial, CancellationToken cancellationToken)
    {
        int steps = trial.Steps;
        if (steps < 2)
        {
            return false;
        }

        if (misfit == ScheduleMisfit.Throws)
        {
            return trial.Over(steps, cancellationToken).ThrowStep > 0;
        }

        // After the last step nothing is trained any more: the rate of step count - 1 is the last that is used.
        ScheduleSummary used = trial.Over(steps - 1, cancellationToken);
        if (!used.IsSound || !(used.Highest.LearningRate > 0))
        {
            return false;
        }

        switch (misfit)
        {
            case ScheduleMisfit.Alternates:
                const int Several = 40;
                int shown = Math.Min(steps - 1, Several);
                return shown > 2 && !trial.Schedule.IsBreakpoint(2) && trial.Over(shown, cancellationToken) is { RisesAgainFrom.Step: 1 } few && few.Turns.Length > shown;
            case ScheduleMisfit.ClimbsBack:
                return ClimbOf(trial, used) is not null;
            case ScheduleMisfit.StandsAtZero:
                return ZeroFrom(trial, used) is not null;
            case ScheduleMisfit.Collapses:
                return trial.IsKnown && DeadFrom(trial, used) is not null;
            case ScheduleMisfit.CutsWarmup:
                return CutWarmupOf(trial, used, cancellationToken) is not null;
            case ScheduleMisfit.NeverBegins:
                return trial.Schedule.LastBeginning >= steps;
            case ScheduleMisfit.CutOff:
                return IsCutOff(trial, used, cancellationToken);
            case ScheduleMisfit.NeverFalls:
                return FirstChange(trial, used, cancellationToken) is { } lower && lower.LearningRate < used.First.LearningRate;
            case ScheduleMisfit.NeverRises:
                return FirstChange(trial, used, cancellationToken) is { } higher && higher.LearningRate > used.First.LearningRate;
            case ScheduleMisfit.RisesToTheEnd:
                return used.Turns is { Length: 2 } turns
                    && turns[1].Step == used.Steps
                    && turns[1].LearningRate - turns[0].LearningRate >= Climb * turns[1].LearningRate;
            default:
                return false;
        }
    }

    /// <summary>
    /// Where the rate stops to fall and from where on it is as high as it gets again, by a formula that goes on for too long
    /// and not because the code says so there.
    /// </summary>
    public static (SchedulePoint From, SchedulePoint Lowest, SchedulePoint Top, bool GoesOn)? ClimbOf(ScheduleTrial trial, ScheduleSummary used)
    {
        for (int i = 1; i + 1 < used.Turns.Length; i++)
        {
            SchedulePoint lowest = used.Turns[i];
            SchedulePoint top = used.Turns[i + 1];
            if (lowest.LearningRate < used.Turns[i - 1].LearningRate
                && top.LearningRate - lowest.LearningRate >= Climb * used.Highest.LearningRate
                && !trial.Schedule.IsBreakpoint(lowest.Step + 1))
            {
                return (used.Turns[i - 1], lowest, top, i + 2 < used.Turns.Length);
            }
        }

        return null;
    }

    /// <summary>
    /// The step from which on the rate is zero for good, before the last one that is trained with; one that has only become
    /// very small collapses.
    /// </summary>
    public static int? ZeroFrom(ScheduleTrial trial, ScheduleSummary used) =>
        used.ZeroStep is > 0 and var zero && zero < used.Steps
        && trial.Schedule.LearningRateAt(zero, trial.Group) is { IsValue: true, Value: var residue }
        && trial.Schedule.LearningRateAt(zero - 1, trial.Group) is { IsValue: true, Value: var before }
        && Math.Abs(residue) <= Dead * before
        && Math.Abs(used.Last.LearningRate) <= Dead * used.Highest.LearningRate
        && used.Turns.All(turn => turn.Step <= zero || Math.Abs(turn.LearningRate) <= Dead * used.Highest.LearningRate)
            ? zero
            : null;

    /// <summary>The first step at which the rate is dead, where that is long before the end.</summary>
    public static int? DeadFrom(ScheduleTrial trial, ScheduleSummary used)
    {
        double limit = Dead * used.Highest.LearningRate;
        int last = (int)((trial.Schedule.End is null ? LastPart : SecondHalf) * used.Steps);
        if (!(trial.Schedule.LearningRateAt(last, trial.Group) is { IsValue: true, Value: var value } && value < limit)
            || !(used.Last.LearningRate < limit))
        {
            return null;
        }

        int low = used.Highest.Step;
        int high = last;
        while (high - low > 1)
        {
            int middle = low + (high - low) / 2;
            if (trial.Schedule.LearningRateAt(middle, trial.Group).Value < limit)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return high;
    }

    /// <summary>The milestone that cuts a warmup off, with the rates before and at it.</summary>
    public static (int Milestone, double Before, double At)? CutWarmupOf(ScheduleTrial trial, ScheduleSummary used, CancellationToken cancellationToken)
    {
        if (trial.Schedule is not SequentialLR sequence)
        {
            return null;
        }

        double RateAt(int step) => trial.Schedule.LearningRateAt(step, trial.Group, cancellationToken).Value;
        foreach ((double? end, int milestone) in sequence.Changes())
        {
            if (milestone < 2 || milestone > used.Steps || !(end > milestone + 1))
            {
                continue;
            }

            double before = RateAt(milestone - 1);
            double rise = before - RateAt(milestone - 2);
            double jump = RateAt(milestone) - before;
            if (rise > 0 && jump > Jump * rise && jump >= WorthWhile * used.Highest.LearningRate)
            {
                return (milestone, before, before + jump);
            }
        }

        return null;
    }

    /// <summary>How much of the schedule, or of the last of those that it is made of, the training sees.</summary>
    public static double ShareOf(ScheduleTrial trial) =>
        trial.Schedule.End is { } end ? (trial.Steps - trial.Schedule.LastBeginning) / (end - trial.Schedule.LastBeginning) : double.NaN;

    private static bool IsCutOff(ScheduleTrial trial, ScheduleSummary used, CancellationToken cancellationToken)
    {
        if (trial.Schedule.End is not (> 0 and <= Furthest and var end)
            || trial.Schedule.LastBeginning >= trial.Steps
            || !(ShareOf(trial) * FarLonger <= 1)
            || trial.Schedule.LearningRateAt((int)end, trial.Group, cancellationToken) is not { IsValue: true, Value: var final })
        {
            return false;
        }

        double peak = used.Highest.LearningRate;
        return final < (1 - Climb) * peak && peak - used.Last.LearningRate <= (peak - final) / FarLonger;
    }

    /// <summary>The first change of a rate that is the same in the whole training.</summary>
    public static SchedulePoint? FirstChange(ScheduleTrial trial, ScheduleSummary used, CancellationToken cancellationToken)
    {
        if (!used.IsConstant || trial.Schedule.IsWalked(used.Steps))
        {
            return null;
        }

        bool IsSame(int step) => trial.Schedule.LearningRateAt(step, trial.Group, cancellationToken) is { IsValue: true, Value: var value }
            && Math.Abs(value - used.First.LearningRate) <= 1e-9 * used.First.LearningRate;
        int low = used.Steps;
        int high = low;
        do
        {
            low = high;
            if (high > Furthest / 2)
            {
                return null;
            }

            high *= 2;
        }
        while (IsSame(high));

        while (high - low > 1)
        {
            int middle = low + (high - low) / 2;
            if (IsSame(middle))
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return trial.Schedule.LearningRateAt(high, trial.Group, cancellationToken) is { IsValue: true, Value: var changed }
            ? new SchedulePoint(high, changed)
            : null;
    }
}
