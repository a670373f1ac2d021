using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>
/// TorchSharp's MultiStepLR (LRScheduler.cs:258-313): the learning rate times gamma at each milestone. Order does not matter,
/// and a milestone that is listed twice counts once (PyTorch counts it twice). A milestone 0 applies at construction.
/// </summary>
internal sealed class MultiStepLR(IEnumerable<int> milestones, double gamma = 0.1, int last_epoch = -1) : LeafSchedule(last_epoch)
{
    private readonly ImmutableArray<int> _milestones = milestones.Distinct().OrderBy(milestone => milestone).ToImmutableArray();

    public override string Name => "MultiStepLR";

    internal override bool OnlyScales => true;

    protected override string? Recur(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        if (_milestones.BinarySearch(epoch) >= 0)
        {
            learningRate *= gamma;
        }

        return null;
    }

    protected override string? Restart(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        learningRate = group.InitialLearningRate * Math.Pow(gamma, Passed(epoch));
        return null;
    }

    protected override string? Leap(ref double learningRate, in ScheduledGroup group, int from, int to, CancellationToken cancellationToken)
    {
        int decays = Passed(to) - Passed(from);
        ScaleRepeatedly(ref learningRate, gamma, decays);
        return null;
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin)
    {
        foreach (int milestone in _milestones)
        {
            steps.Add(origin + milestone);
        }
    }

    private int Passed(int epoch)
    {
        int index = _milestones.BinarySearch(epoch);
        return index >= 0 ? index + 1 : ~index;
    }
}
