using System;
using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>
/// TorchSharp's LinearLR (LRScheduler.cs:458-510): from start_factor to end_factor times the base learning rate in total_iters steps.
/// Each step multiplies the one before, so start_factor 0 gives NaN from step 1 on; total_iters 0 stays at start_factor, but
/// is NaN when SequentialLR restarts it.
/// </summary>
internal sealed class LinearLR(double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1) : LeafSchedule(last_epoch)
{
    private readonly double _difference = end_factor - start_factor;

    public override string Name => "LinearLR";

    public override double? End => total_iters;

    internal override bool OnlyScales => true;

    protected override string? Recur(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        if (epoch == 0)
        {
            learningRate *= start_factor;
        }
        else if (epoch <= total_iters)
        {
            learningRate *= 1 + _difference / (total_iters * start_factor + unchecked(epoch - 1) * _difference);
        }

        return null;
    }

    protected override string? Restart(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        learningRate = group.InitialLearningRate * (start_factor + _difference * Math.Min(total_iters, epoch) / total_iters);
        return null;
    }

    internal override bool IsWalked(int steps) => !Telescopes && Math.Min(steps, total_iters) > LongestWalk;

    private bool Telescopes => start_factor is > 0 and < 1e200 && end_factor is >= 0 and < 1e200;

    protected override string? Leap(ref double learningRate, in ScheduledGroup group, int from, int to, CancellationToken cancellationToken)
    {
        if (from >= total_iters)
        {
            return null;
        }

        to = Math.Min(to, total_iters);
        // The product telescopes, unless a denominator on the way is 0 or nearly so, or beyond the range of numbers.
        if (!Telescopes)
        {
            return Walk(ref learningRate, group, from, to, cancellationToken);
        }

        learningRate *= (total_iters * start_factor + to * _difference) / (total_iters * start_factor + from * _difference);
        return null;
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin) => steps.Add(origin + total_iters);
}
