using System;
using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>
/// TorchSharp's PolynomialLR (LRScheduler.cs:319-361): base times (1 - epoch/total_iters) to a power, 0 from epoch total_iters on.
/// total_iters 0 leaves the learning rate alone, but is NaN when SequentialLR restarts it.
/// </summary>
internal sealed class PolynomialLR(int total_iters = 5, double power = 1.0, int last_epoch = -1) : LeafSchedule(last_epoch)
{
    private readonly double _total = total_iters;

    public override string Name => "PolynomialLR";

    public override double? End => total_iters;

    internal override bool OnlyScales => true;

    protected override string? Recur(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        if (epoch == 0 || epoch > _total)
        {
            return null;
        }

        Scale(ref learningRate, unchecked(epoch - 1), epoch);
        return null;
    }

    protected override string? Restart(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        learningRate = group.InitialLearningRate * Math.Pow(1 - Math.Min(_total, epoch) / _total, power);
        return null;
    }

    protected override string? Leap(ref double learningRate, in ScheduledGroup group, int from, int to, CancellationToken cancellationToken)
    {
        if (from < _total)
        {
            Scale(ref learningRate, from, Math.Min(to, total_iters));
        }

        return null;
    }

    private void Scale(ref double learningRate, int from, int to)
    {
        double factor = (1.0 - to / _total) / (1.0 - from / _total);
        learningRate *= power != 1 ? Math.Pow(factor, power) : factor;
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin) => steps.Add(origin + total_iters);
}
