using System;
using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>
/// TorchSharp's ExponentialLR (LRScheduler.cs:367-402): the learning rate times gamma at every step.
/// Gamma is 0.1 if it is left out, where PyTorch requires it.
/// </summary>
internal sealed class ExponentialLR(double gamma = 0.1, int last_epoch = -1) : LeafSchedule(last_epoch)
{
    public override string Name => "ExponentialLR";

    internal override bool OnlyScales => true;

    protected override string? Recur(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        if (epoch != 0)
        {
            learningRate *= gamma;
        }

        return null;
    }

    protected override string? Restart(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        learningRate = group.InitialLearningRate * Math.Pow(gamma, epoch);
        return null;
    }

    protected override string? Leap(ref double learningRate, in ScheduledGroup group, int from, int to, CancellationToken cancellationToken)
    {
        ScaleRepeatedly(ref learningRate, gamma, to - from);
        return null;
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin) => steps.Add(origin + 1);
}
