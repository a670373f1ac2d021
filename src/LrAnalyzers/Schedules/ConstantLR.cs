using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>
/// TorchSharp's ConstantLR (LRScheduler.cs:408-452): the learning rate times factor until epoch total_iters, then back.
/// The way back is a division: factor 0 gives NaN there. With total_iters 0 it never comes back.
/// </summary>
internal sealed class ConstantLR(double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1) : LeafSchedule(last_epoch)
{
    public override string Name => "ConstantLR";

    public override double? End => total_iters;

    internal override bool OnlyScales => true;

    protected override string? Recur(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        if (epoch == 0)
        {
            learningRate *= factor;
        }
        else if (epoch == total_iters)
        {
            learningRate *= 1.0 / factor;
        }

        return null;
    }

    protected override string? Restart(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        learningRate = group.InitialLearningRate * (epoch >= total_iters ? 1 : factor);
        return null;
    }

    protected override string? Leap(ref double learningRate, in ScheduledGroup group, int from, int to, CancellationToken cancellationToken)
    {
        if (from < total_iters && total_iters <= to)
        {
            learningRate *= 1.0 / factor;
        }

        return null;
    }

    // Back to the full rate: the end of a warmup.
    internal override bool IsBreakpoint(int step) => step == total_iters - (LastEpoch + 1);

    internal override void AddCriticalSteps(CriticalSteps steps, long origin) => steps.Add(origin + total_iters);
}
