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

    protected override string? Recur(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        if (epoch == 0)
            return null;
        var before = unchecked(epoch - 1);
        if ((before - T_max) % (2 * T_max) == 0)
            learningRate += Rebound(group);
        else
            learningRate = Height(epoch) / Height(before) * (learningRate - eta_min) + eta_min;
        return null;
    }

    protected override string? Restart(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        learningRate = eta_min + (group.InitialLearningRate - eta_min) * Height(epoch) / 2;
        return null;
    }

    protected override string? Leap(ref double learningRate, in ScheduledGroup group, int from, int to, CancellationToken cancellationToken)
    {
        var period = Math.Abs(T_max);
        if (period < 1)
            return Walk(ref learningRate, group, from, to, cancellationToken);

        var minimum = LastMinimum(from, to - 1, period, cancellationToken);
        if (minimum >= 0)
        {
            if (minimum > from)
                learningRate = (IsMinimum(from) ? 0 : Height((int)minimum) / Height(from)) * (learningRate - eta_min) + eta_min;
            learningRate += Rebound(group);
            from = (int)minimum + 1;
        }

        if (to > from)
            learningRate = Height(to) / Height(from) * (learningRate - eta_min) + eta_min;
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

    // The last epoch in [from, to] that the library takes for a minimum, or -1. A whole T_max has one at every odd multiple,
    // another one seldom or never.
    private double LastMinimum(int from, int to, double period, CancellationToken cancellationToken)
    {
        if (to < from || double.IsInfinity(period) || double.IsNaN(period))
            return -1;
        for (var k = Math.Floor((to - period) / (2 * period) + 0.5); k >= 0; k--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var epoch = Math.Round((2 * k + 1) * period);
            if (epoch < from)
                return -1;
            if (epoch <= to && IsMinimum((int)epoch))
                return epoch;
        }

        return -1;
    }
}
