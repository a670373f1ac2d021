using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>
/// TorchSharp's SequentialLR (LRScheduler.cs:515-565): one scheduler after the other, each restarted at its milestone by its closed form.
/// All of them are constructed before, in this order; then the learning rate is put back to the initial one and the first is stepped.
/// </summary>
/// <remarks>
/// The restart is <c>step(0)</c>: CosineAnnealingLR with T_max 0, LinearLR and PolynomialLR with total_iters 0 are NaN there,
/// although each of them is harmless at construction. ReduceLROnPlateau and ChainedLR do not work inside.
/// </remarks>
internal sealed class SequentialLR : Schedule
{
    private readonly ImmutableArray<Schedule> _schedulers;
    private readonly ImmutableArray<int> _milestones;
    private readonly ImmutableArray<int> _slots;
    private readonly ImmutableArray<int> _sorted;

    public SequentialLR(IEnumerable<Schedule> schedulers, IEnumerable<int> milestones, int last_epoch = -1) : base(last_epoch)
    {
        _schedulers = schedulers.ToImmutableArray();
        _milestones = milestones.ToImmutableArray();
        _sorted = _milestones.Distinct().OrderBy(milestone => milestone).ToImmutableArray();
        _slots = Slots(_schedulers);
        StateCount = 1 + _schedulers.Sum(scheduler => scheduler.StateCount);
    }

    public override string Name => "SequentialLR";

    public override double? End =>
        _schedulers.Length > 0 && _schedulers[_schedulers.Length - 1].End is { } end ? end + LastBeginning : null;

    public override int LastBeginning => _milestones.IsEmpty ? 0 : _milestones[_milestones.Length - 1];

    /// <summary>The end of each part but the last, in steps of the whole, and the milestone at which the next one takes over.</summary>
    public IEnumerable<(double? End, int Milestone)> Changes()
    {
        for (int i = 0; i < _milestones.Length && i < _schedulers.Length; i++)
        {
            yield return (_schedulers[i].End is { } end ? end + (i == 0 ? 0 : _milestones[i - 1]) : null, _milestones[i]);
        }
    }

    internal override bool IsBreakpoint(int step)
    {
        if (_milestones.Contains(step))
        {
            return true;
        }

        int active = Active(step);
        return active < _schedulers.Length && _schedulers[active].IsBreakpoint(active == 0 ? step : step - _milestones[active - 1]);
    }

    internal override bool IsWalked(int steps) => _schedulers.Any(scheduler => scheduler.IsWalked(steps));

    internal override int StateCount { get; }

    // The states of the parts follow the composite's own.
    internal static ImmutableArray<int> Slots(ImmutableArray<Schedule> schedulers)
    {
        ImmutableArray<int>.Builder slots = ImmutableArray.CreateBuilder<int>(schedulers.Length);
        int next = 1;
        foreach (Schedule scheduler in schedulers)
        {
            slots.Add(next);
            next += scheduler.StateCount;
        }

        return slots.MoveToImmutable();
    }

    internal override string? Construct(ScheduleCursor cursor, int slot)
    {
        for (int i = 0; i < _schedulers.Length; i++)
        {
            if (_schedulers[i].Construct(cursor, slot + _slots[i]) is { } fault)
            {
                return fault;
            }
        }

        cursor.States[slot].LastEpoch = unchecked(LastEpoch + 1);
        foreach (Schedule scheduler in _schedulers)
        {
            // A ChainedLR has no optimizer and so not the same one.
            if (scheduler is ChainedLR)
            {
                return ScheduleFault.Argument;
            }
        }

        if (_milestones.Length != _schedulers.Length - 1)
        {
            return ScheduleFault.Argument;
        }

        cursor.LearningRate = cursor.Group.InitialLearningRate;
        for (int i = 0; i < _schedulers.Length; i++)
        {
            unchecked { cursor.States[slot + _slots[i]].LastEpoch--; }
        }

        return _schedulers[0].Step(cursor, slot + _slots[0]);
    }

    internal override string? Step(ScheduleCursor cursor, int slot)
        => StepTo(cursor, slot, unchecked(cursor.States[slot].LastEpoch + 1));

    internal override string? StepTo(ScheduleCursor cursor, int slot, int epoch)
    {
        cursor.States[slot].LastEpoch = epoch;
        int active = Active(epoch);
        return active > 0 && _milestones[active - 1] == epoch
            ? _schedulers[active].StepTo(cursor, slot + _slots[active], 0)
            : _schedulers[active].Step(cursor, slot + _slots[active]);
    }

    internal override string? Skip(ScheduleCursor cursor, int slot, int steps, CancellationToken cancellationToken)
    {
        while (steps > 0)
        {
            int epoch = cursor.States[slot].LastEpoch;
            if (epoch > int.MaxValue - steps)
            {
                return ScheduleFault.Unknown;
            }

            int next = _sorted.BinarySearch(epoch + 1);
            if (next >= 0)
            {
                if (Step(cursor, slot) is { } atMilestone)
                {
                    return atMilestone;
                }

                steps--;
                continue;
            }

            // Between two milestones one scheduler is active.
            next = ~next;
            int run = next < _sorted.Length ? (int)Math.Min((long)_sorted[next] - epoch - 1, steps) : steps;
            int active = Active(epoch + 1);
            cursor.States[slot].LastEpoch = epoch + run;
            if (_schedulers[active].Skip(cursor, slot + _slots[active], run, cancellationToken) is { } fault)
            {
                return fault;
            }

            steps -= run;
        }

        return null;
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin)
    {
        for (int i = 0; i < _schedulers.Length; i++)
        {
            if (i > 0 && i <= _milestones.Length)
            {
                steps.Add(origin + _milestones[i - 1]);
            }

            _schedulers[i].AddCriticalSteps(steps, i == 0 || i > _milestones.Length ? _schedulers[i].Origin : origin + _milestones[i - 1]);
        }
    }

    private int Active(int epoch)
    {
        int index = _milestones.Length;
        while (index > 0 && _milestones[index - 1] > epoch)
        {
            index--;
        }

        return index;
    }
}

/// <summary>
/// TorchSharp's ChainedLR (LRScheduler.cs:1217-1240; PyTorch's ChainedScheduler): steps several schedulers, whose effects add up or overwrite each other.
/// It does nothing at construction. Only <c>step()</c> works: <c>step(int)</c> and <c>step(double)</c> throw NullReferenceException.
/// </summary>
internal sealed class ChainedLR : Schedule
{
    private const int InterleavedBetweenLooks = 256;
    private const int MostInterleaved = 1 << 16;

    private readonly ImmutableArray<Schedule> _schedulers;
    private readonly ImmutableArray<int> _slots;

    public ChainedLR(IEnumerable<Schedule> schedulers) : base(-1)
    {
        _schedulers = schedulers.ToImmutableArray();
        _slots = SequentialLR.Slots(_schedulers);
        StateCount = 1 + _schedulers.Sum(scheduler => scheduler.StateCount);
        OnlyScales = _schedulers.All(scheduler => scheduler.OnlyScales);
    }

    public override string Name => "ChainedLR";

    public override double? End => _schedulers.Length > 0 && _schedulers.All(scheduler => scheduler.End is not null) ? _schedulers.Max(scheduler => scheduler.End) : null;

    internal override bool IsBreakpoint(int step) => _schedulers.Any(scheduler => scheduler.IsBreakpoint(step));

    // What only multiplies commutes; else each step finds the rate that all the others have left.
    internal override bool IsWalked(int steps) => _schedulers.Any(scheduler => scheduler.IsWalked(steps))
        || _schedulers.Length > 1 && !_schedulers.All(scheduler => scheduler.Scales(new SchedulerState { LastEpoch = scheduler.LastEpoch + 1 }, steps));

    internal override int StateCount { get; }

    internal override bool OnlyScales { get; }

    internal override string? Construct(ScheduleCursor cursor, int slot)
    {
        for (int i = 0; i < _schedulers.Length; i++)
        {
            if (_schedulers[i].Construct(cursor, slot + _slots[i]) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    internal override string? Step(ScheduleCursor cursor, int slot)
    {
        for (int i = 0; i < _schedulers.Length; i++)
        {
            if (_schedulers[i].Step(cursor, slot + _slots[i]) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    internal override string? StepTo(ScheduleCursor cursor, int slot, int epoch) => ScheduleFault.NullReference;

    internal override string? StepWith(ScheduleCursor cursor, int slot, double metric) => ScheduleFault.NullReference;

    internal override string? Skip(ScheduleCursor cursor, int slot, int steps, CancellationToken cancellationToken)
    {
        if (!AllScale(cursor, slot, steps))
        {
            return base.Skip(cursor, slot, steps, cancellationToken);
        }

        double before = cursor.LearningRate;
        if (SkipEach(cursor, slot, steps, cancellationToken) is { } fault)
        {
            return fault;
        }

        if (_schedulers.Length <= 1 || Math.Abs(cursor.LearningRate) is > 1e-290 and < 1e290 || (before == 0 && cursor.LearningRate == 0))
        {
            return null;
        }

        // At the ends of the range of numbers, products do not commute.
        cursor.LearningRate = before;
        for (int i = slot + 1; i < slot + StateCount; i++)
        {
            cursor.States[i].LastEpoch -= steps;
        }

        return Interleave(cursor, slot, steps, cancellationToken);
    }

    private string? SkipEach(ScheduleCursor cursor, int slot, int steps, CancellationToken cancellationToken)
    {
        for (int i = 0; i < _schedulers.Length; i++)
        {
            if (_schedulers[i].Skip(cursor, slot + _slots[i], steps, cancellationToken) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    // One step after the other, until the order does not matter any more: zero stays zero, what is not a number none, and what has been
    // next to zero for long trains nothing. What is next to infinity for long is not worth the time.
    private string? Interleave(ScheduleCursor cursor, int slot, int steps, CancellationToken cancellationToken)
    {
        for (int taken = 0; taken < steps; taken += Math.Min(steps - taken, InterleavedBetweenLooks))
        {
            if (cursor.LearningRate is 0 or double.NaN || taken >= MostInterleaved && Math.Abs(cursor.LearningRate) < 1)
            {
                return SkipEach(cursor, slot, steps - taken, cancellationToken);
            }

            if (taken >= MostInterleaved)
            {
                return ScheduleFault.Unknown;
            }

            if (base.Skip(cursor, slot, Math.Min(steps - taken, InterleavedBetweenLooks), cancellationToken) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private bool AllScale(ScheduleCursor cursor, int slot, int steps)
    {
        if (_schedulers.Length <= 1)
        {
            return true;
        }

        for (int i = 0; i < _schedulers.Length; i++)
        {
            if (!_schedulers[i].Scales(cursor.States[slot + _slots[i]], steps))
            {
                return false;
            }
        }

        return true;
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin)
    {
        foreach (Schedule scheduler in _schedulers)
        {
            scheduler.AddCriticalSteps(steps, scheduler.Origin);
        }
    }
}
