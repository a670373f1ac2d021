using System;
using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>
/// A scheduler at work on one parameter group, one <c>step()</c> after the other, with the library's own arithmetic.
/// Allocates when it is made and when <see cref="CopyFrom"/> meets another schedule, never per step.
/// </summary>
internal sealed class ScheduleCursor
{
    internal readonly SchedulerState[] States;
    internal double LearningRate;
    internal readonly ScheduledGroup Group;
    private string? _fault;

    internal ScheduleCursor(Schedule schedule, ScheduledGroup group)
    {
        Schedule = schedule;
        Group = group;
        States = new SchedulerState[schedule.StateCount];
        LearningRate = group.LearningRate;
        _fault = schedule.Construct(this, 0);
    }

    public Schedule Schedule { get; }

    /// <summary>Number of steps since construction.</summary>
    public int Step { get; private set; }

    /// <summary>The learning rate now. Once a step has thrown, it stays so: the program does not get further.</summary>
    public LearningRatePoint Current => LearningRatePoint.Of(LearningRate, _fault);

    /// <summary><c>step()</c>.</summary>
    public void Advance()
    {
        Step++;
        _fault ??= Schedule.Step(this, 0);
    }

    /// <summary><c>step(metric)</c>.</summary>
    public void Advance(double metric)
    {
        Step++;
        _fault ??= Schedule.StepWith(this, 0, metric);
    }

    /// <summary><c>step(epoch)</c> with an integer: sets the epoch, by the scheduler's closed form where it has one.</summary>
    public void AdvanceTo(int epoch)
    {
        Step++;
        _fault ??= Schedule.StepTo(this, 0, epoch);
    }

    /// <summary>So many <c>step()</c> at once, in closed form where there is one.</summary>
    /// <exception cref="OperationCanceledException">There is no closed form, and the evaluation was cancelled.</exception>
    public void Skip(int steps, CancellationToken cancellationToken = default)
    {
        if (steps <= 0)
        {
            return;
        }

        Step += steps;
        _fault ??= Schedule.Skip(this, 0, steps, cancellationToken);
    }

    /// <summary>Puts this cursor where the other one stands. Both must be cursors of the same schedule and group.</summary>
    public void CopyFrom(ScheduleCursor other)
    {
        Array.Copy(other.States, States, States.Length);
        LearningRate = other.LearningRate;
        Step = other.Step;
        _fault = other._fault;
    }
}
