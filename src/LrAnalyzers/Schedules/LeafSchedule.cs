using System;
using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>
/// A scheduler whose step depends only on the group's learning rate and the epoch: all of TorchSharp's but
/// ReduceLROnPlateau and the composites.
/// </summary>
internal abstract class LeafSchedule : Schedule
{
    // Below epoch 0 the closed forms do not hold. Only an absurd last_epoch stays there for long.
    private const int MaximumNegativeEpochs = 10_000;

    protected LeafSchedule(int last_epoch) : base(last_epoch)
    {
    }

    internal override string? Construct(ScheduleCursor cursor, int slot)
    {
        cursor.States[slot].LastEpoch = LastEpoch;
        return CheckArguments(cursor.Group) ?? Step(cursor, slot);
    }

    internal override string? Step(ScheduleCursor cursor, int slot)
    {
        int epoch = unchecked(++cursor.States[slot].LastEpoch);
        return Recur(ref cursor.LearningRate, cursor.Group, epoch);
    }

    internal override string? StepTo(ScheduleCursor cursor, int slot, int epoch)
    {
        cursor.States[slot].LastEpoch = epoch;
        return Restart(ref cursor.LearningRate, cursor.Group, epoch);
    }

    internal override string? Skip(ScheduleCursor cursor, int slot, int steps, CancellationToken cancellationToken)
    {
        ref int epoch = ref cursor.States[slot].LastEpoch;
        for (int budget = MaximumNegativeEpochs; epoch < 0 && steps > 0; steps--)
        {
            if (--budget < 0)
            {
                return ScheduleFault.Unknown;
            }

            if (Step(cursor, slot) is { } fault)
            {
                return fault;
            }
        }

        if (steps <= 0)
        {
            return null;
        }

        if (steps == 1)
        {
            return Step(cursor, slot);
        }

        if (epoch > int.MaxValue - steps)
        {
            return ScheduleFault.Unknown;
        }

        int from = epoch;
        epoch += steps;
        return Leap(ref cursor.LearningRate, cursor.Group, from, epoch, cancellationToken);
    }

    /// <summary>What the constructor checks before its <c>step()</c>.</summary>
    protected virtual string? CheckArguments(in ScheduledGroup group) => null;

    /// <summary>The library's <c>get_lr</c>: the learning rate at <paramref name="epoch"/> from the one before.</summary>
    protected abstract string? Recur(ref double learningRate, in ScheduledGroup group, int epoch);

    /// <summary>The library's <c>get_closed_form_lr</c>, which <c>step(int)</c> and SequentialLR's milestones use.</summary>
    protected virtual string? Restart(ref double learningRate, in ScheduledGroup group, int epoch) => Recur(ref learningRate, group, epoch);

    /// <summary>The learning rate at epoch <paramref name="to"/>, given that at epoch <paramref name="from"/> (0 or later, below <paramref name="to"/>).</summary>
    protected abstract string? Leap(ref double learningRate, in ScheduledGroup group, int from, int to, CancellationToken cancellationToken);

    /// <summary>Multiplies so many times by the same factor.</summary>
    protected static void ScaleRepeatedly(ref double learningRate, double factor, long times)
    {
        if (times <= 0)
        {
            return;
        }
        // The power of a factor above 1 may be infinite before the product would be; zero times any number stays zero.
        if (learningRate == 0 && !double.IsNaN(factor) && !double.IsInfinity(factor))
        {
            return;
        }

        learningRate *= Math.Pow(factor, times);
    }

    /// <summary><see cref="Leap"/> where there is no closed form.</summary>
    protected string? Walk(ref double learningRate, in ScheduledGroup group, int from, int to, CancellationToken cancellationToken)
    {
        for (int epoch = from + 1; epoch > from && epoch <= to; epoch++)
        {
            if ((epoch & 1023) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (Recur(ref learningRate, group, epoch) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }
}

/// <summary>A schedule that computes the learning rate from the epoch alone and overwrites whatever it was.</summary>
internal abstract class AbsoluteSchedule : LeafSchedule
{
    protected AbsoluteSchedule(int last_epoch) : base(last_epoch)
    {
    }

    protected sealed override string? Leap(ref double learningRate, in ScheduledGroup group, int from, int to, CancellationToken cancellationToken)
        => Recur(ref learningRate, group, to);
}
