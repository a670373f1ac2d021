using System;
using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>
/// TorchSharp's StepLR (LRScheduler.cs:212-252): the learning rate times gamma at every multiple of step_size.
/// step_size 0 throws on the first step after construction.
/// </summary>
internal sealed class StepLR(int step_size, double gamma = 0.1, int last_epoch = -1) : LeafSchedule(last_epoch)
{
    public override string Name => "StepLR";

    internal override bool OnlyScales => step_size != 0;

    protected override string? Recur(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        if (epoch == 0)
        {
            return null;
        }

        if (step_size == 0)
        {
            return ScheduleFault.DivideByZero;
        }

        if (step_size == -1)
        {
            // int.MinValue % -1 overflows; everything else divides by -1.
            if (epoch == int.MinValue)
            {
                return ScheduleFault.Overflow;
            }

            learningRate *= gamma;
        }
        else if (epoch % step_size == 0)
        {
            learningRate *= gamma;
        }

        return null;
    }

    protected override string? Restart(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        if (step_size == 0)
        {
            return ScheduleFault.DivideByZero;
        }

        if (step_size == -1 && epoch == int.MinValue)
        {
            return ScheduleFault.Overflow;
        }

        learningRate = group.InitialLearningRate * Math.Pow(gamma, epoch / step_size);
        return null;
    }

    protected override string? Leap(ref double learningRate, in ScheduledGroup group, int from, int to, CancellationToken cancellationToken)
    {
        if (step_size == 0)
        {
            return ScheduleFault.DivideByZero;
        }

        long period = Math.Abs((long)step_size);
        long decays = to / period - from / period;
        ScaleRepeatedly(ref learningRate, gamma, decays);
        return null;
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin) => steps.AddPeriodic(origin, step_size, step_size);
}
