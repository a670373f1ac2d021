using System;
using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>
/// TorchSharp's CosineAnnealingLR (LRScheduler.cs:570-619): half a cosine from the base learning rate to eta_min in T_max steps,
/// then up again to the base at 2 T_max, and so on. T_max 0 gives NaN from step 1 on.
/// </summary>
/// <remarks>
/// The library takes each step from the one before. In exact arithmetic that is eta_min + (base - eta_min)(1 + cos(pi n/T_max))/2;
/// but the step after a minimum adds a fixed amount, so a learning rate that was changed from outside returns to the base's curve there.
/// </remarks>
internal sealed class CosineAnnealingLR(double T_max, double eta_min = 0, int last_epoch = -1) : LeafSchedule(last_epoch)
{
    public override string Name => "CosineAnnealingLR";

    public override double? End => Math.Abs(T_max);

    protected override string? Recur(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        if (epoch == 0)
        {
            return null;
        }

        int before = unchecked(epoch - 1);
        Recur(ref learningRate, group, before, Height(before), Height(epoch));
        return null;
    }

    private void Recur(ref double learningRate, in ScheduledGroup group, int before, double heightBefore, double height)
    {
        // The remainder is slow, and can be 0 only next to a height of 0.
        if (heightBefore < 1e-3 && IsMinimum(before))
        {
            learningRate += Rebound(group);
        }
        else
        {
            learningRate = height / heightBefore * (learningRate - eta_min) + eta_min;
        }
    }

    // Past a minimum that no step hits, each step has to be taken.
    internal override bool IsWalked(int steps) => T_max != Math.Floor(T_max) && Math.Abs(T_max) < int.MaxValue;

    // In the first descent to zero each step multiplies.
    internal override bool Scales(in SchedulerState state, int steps)
        => eta_min == 0 && state.LastEpoch >= 0 && T_max >= 1 && state.LastEpoch + (long)steps <= T_max;

    protected override string? Restart(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        learningRate = eta_min + (group.InitialLearningRate - eta_min) * Height(epoch) / 2;
        return null;
    }

    protected override string? Leap(ref double learningRate, in ScheduledGroup group, int from, int to, CancellationToken cancellationToken)
    {
        double period = Math.Abs(T_max);
        if (to > period && !double.IsInfinity(period))
        {
            // Past the minimum. Unless that is hit exactly, the library divides by the small height next to it, and what comes
            // out depends on its rounding errors.
            if (period < 1 || period != Math.Floor(period))
            {
                return WalkOn(ref learningRate, group, from, to, cancellationToken);
            }

            int minimum = LastMinimum(to - 1, (long)period);
            if (minimum >= from)
            {
                if (minimum > from)
                {
                    learningRate = (IsMinimum(from) ? 0 : Height(minimum) / Height(from)) * (learningRate - eta_min) + eta_min;
                }

                learningRate += Rebound(group);
                from = minimum + 1;
            }
        }

        if (to > from)
        {
            learningRate = Height(to) / Height(from) * (learningRate - eta_min) + eta_min;
        }

        return null;
    }

    // Like Walk, with one cosine a step.
    private string? WalkOn(ref double learningRate, in ScheduledGroup group, int from, int to, CancellationToken cancellationToken)
    {
        double heightBefore = Height(from);
        for (int epoch = from + 1; epoch > from && epoch <= to; epoch++)
        {
            if ((epoch & 1023) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            double height = Height(epoch);
            Recur(ref learningRate, group, epoch - 1, heightBefore, height);
            heightBefore = height;
        }

        return null;
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin)
    {
        steps.AddPeriodic(origin, T_max, T_max);
        steps.Add(origin + 1);
    }

    private double Height(int epoch) => 1 + Math.Cos(Math.PI * epoch / T_max);

    private double Rebound(in ScheduledGroup group) => (group.InitialLearningRate - eta_min) * (1 - Math.Cos(Math.PI / T_max)) / 2;

    private bool IsMinimum(int epoch) => (epoch - T_max) % (2 * T_max) == 0;

    // The last odd multiple of the period up to an epoch, or -1.
    private static int LastMinimum(int epoch, long period)
        => epoch < period ? -1 : (int)((epoch - period) / (2 * period) * (2 * period) + period);
}
