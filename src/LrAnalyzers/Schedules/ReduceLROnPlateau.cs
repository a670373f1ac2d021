using System;
using System.Collections.Immutable;
using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>
/// TorchSharp's ReduceLROnPlateau (LRScheduler.cs:625-772): the learning rate times factor after more than patience steps without a better metric.
/// Only <c>step(double)</c> works: <c>step()</c> and <c>step(int)</c> throw InvalidOperationException.
/// </summary>
internal sealed class ReduceLROnPlateau : Schedule
{
    private readonly string? _mode;
    private readonly double _factor;
    private readonly int _patience;
    private readonly double _threshold;
    private readonly string? _threshold_mode;
    private readonly int _cooldown;
    private readonly ImmutableArray<double> _min_lr;
    private readonly double _eps;

    /// <param name="mode">"min" or "max"; anything else throws.</param>
    /// <param name="factor">1 or more throws; 0 and negative values are accepted.</param>
    /// <param name="patience">Steps without improvement that are tolerated.</param>
    /// <param name="threshold">How much better counts as better.</param>
    /// <param name="threshold_mode">"rel" or "abs"; anything else throws.</param>
    /// <param name="cooldown">Steps after a reduction that are not counted.</param>
    /// <param name="min_lr">Lower bound: none (0), one for all groups, or one each.</param>
    /// <param name="eps">A reduction by no more than this is not made.</param>
    public ReduceLROnPlateau(
        string? mode = "min",
        double factor = 0.1,
        int patience = 10,
        double threshold = 1e-4,
        string? threshold_mode = "rel",
        int cooldown = 0,
        ImmutableArray<double> min_lr = default,
        double eps = 1e-8)
        : base(-1)
    {
        _mode = mode;
        _factor = factor;
        _patience = patience;
        _threshold = threshold;
        _threshold_mode = threshold_mode;
        _cooldown = cooldown;
        _min_lr = min_lr.IsDefault ? ImmutableArray<double>.Empty : min_lr;
        _eps = eps;
    }

    public override string Name => "ReduceLROnPlateau";

    internal override string? Construct(ScheduleCursor cursor, int slot)
    {
        if (_factor >= 1.0 || _mode is not ("min" or "max") || _threshold_mode is not ("rel" or "abs"))
        {
            return ScheduleFault.Argument;
        }

        cursor.States[slot] = new SchedulerState
        {
            LastEpoch = LastEpoch,
            Best = _mode == "min" ? double.PositiveInfinity : double.NegativeInfinity,
        };
        return null;
    }

    internal override string? Step(ScheduleCursor cursor, int slot) => ScheduleFault.InvalidOperation;

    internal override string? StepTo(ScheduleCursor cursor, int slot, int epoch) => ScheduleFault.InvalidOperation;

    internal override string? StepWith(ScheduleCursor cursor, int slot, double metric)
    {
        ref SchedulerState state = ref cursor.States[slot];
        state.LastEpoch = unchecked(state.LastEpoch + 1);
        if (IsBetter(metric, state.Best))
        {
            state.Best = metric;
            state.BadEpochs = 0;
        }
        else
        {
            state.BadEpochs++;
        }

        if (state.Cooldown > 0)
        {
            state.Cooldown--;
            state.BadEpochs = 0;
        }

        if (state.BadEpochs > _patience)
        {
            if (_min_lr.Length > 1 && _min_lr.Length < cursor.Group.Count)
            {
                return ScheduleFault.ArgumentOutOfRange;
            }

            double floor = _min_lr.Length switch { 0 => 0, 1 => _min_lr[0], _ => _min_lr[cursor.Group.Index] };
            double reduced = Math.Max(cursor.LearningRate * _factor, floor);
            if (cursor.LearningRate - reduced > _eps)
            {
                cursor.LearningRate = reduced;
            }

            state.Cooldown = _cooldown;
            state.BadEpochs = 0;
        }

        return null;
    }

    internal override string? Skip(ScheduleCursor cursor, int slot, int steps, CancellationToken cancellationToken)
        => steps > 0 ? ScheduleFault.InvalidOperation : null;

    internal override void AddCriticalSteps(CriticalSteps steps, long origin) => steps.Add(1);

    private bool IsBetter(double metric, double best)
        => (_mode == "min", _threshold_mode == "rel") switch
        {
            (true, true) => metric < best * (1 - _threshold),
            (true, false) => metric < best - _threshold,
            (false, true) => metric > best * (_threshold + 1),
            (false, false) => metric > best + _threshold,
        };
}
