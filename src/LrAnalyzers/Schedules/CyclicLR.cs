using System;
using System.Collections.Immutable;

namespace LrAnalyzers.Schedules;

/// <summary>The <c>mode</c> of CyclicLR; members named and ordered as TorchSharp's.</summary>
internal enum CyclicMode
{
    Triangular,
    Triangular2,
    ExpRange,
}

/// <summary>The <c>scale_mode</c> of CyclicLR; members named and ordered as TorchSharp's.</summary>
internal enum CyclicScaleMode
{
    Cycle,
    Iterations,
}

/// <summary>
/// TorchSharp's CyclicLR (LRScheduler.cs:777-986): up and down between base_lr and max_lr; the optimizer's own learning rate is not used.
/// Meant to be stepped per batch.
/// </summary>
/// <remarks>
/// ExpRange scales by gamma to the number of the <em>cycle</em> (LRScheduler.cs:926), where PyTorch scales by the iteration.
/// <c>cycle_momentum</c>, on by default, throws for optimizers without <c>IMomentum</c>: all but SGD and RMSProp.
/// </remarks>
internal sealed class CyclicLR : AbsoluteSchedule
{
    private readonly ImmutableArray<double> _base_lr;
    private readonly ImmutableArray<double> _max_lr;
    private readonly bool _perGroup;
    private readonly int _step_size_up;
    private readonly double _totalSize;
    private readonly double _stepRatio;
    private readonly CyclicMode _mode;
    private readonly double _gamma;
    private readonly Func<double, double>? _scale_fn;
    private readonly CyclicScaleMode _scaleMode;
    private readonly bool _cycle_momentum;

    /// <summary>The same bounds for all groups.</summary>
    public CyclicLR(
        double base_lr,
        double max_lr,
        int step_size_up = 2000,
        int step_size_down = -1,
        CyclicMode mode = CyclicMode.Triangular,
        double gamma = 1.0,
        Func<double, double>? scale_fn = null,
        CyclicScaleMode scale_mode = CyclicScaleMode.Cycle,
        bool cycle_momentum = true,
        int last_epoch = -1)
        : this(ImmutableArray.Create(base_lr), ImmutableArray.Create(max_lr), step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, last_epoch)
        => _perGroup = false;

    /// <summary>Bounds for each group. Throws if there are not as many base_lr as groups, or fewer max_lr.</summary>
    public CyclicLR(
        ImmutableArray<double> base_lr,
        ImmutableArray<double> max_lr,
        int step_size_up = 2000,
        int step_size_down = -1,
        CyclicMode mode = CyclicMode.Triangular,
        double gamma = 1.0,
        Func<double, double>? scale_fn = null,
        CyclicScaleMode scale_mode = CyclicScaleMode.Cycle,
        bool cycle_momentum = true,
        int last_epoch = -1)
        : base(last_epoch)
    {
        _base_lr = base_lr;
        _max_lr = max_lr;
        _perGroup = true;
        _step_size_up = step_size_up;
        double down = step_size_down == -1 ? step_size_up : step_size_down;
        _totalSize = step_size_up + down;
        _stepRatio = step_size_up / _totalSize;
        _mode = mode;
        _gamma = gamma;
        _scale_fn = scale_fn;
        // The built-in modes all scale by cycle, whatever scale_mode says (LRScheduler.cs:917-928).
        _scaleMode = scale_fn is null ? CyclicScaleMode.Cycle : scale_mode;
        _cycle_momentum = cycle_momentum;
    }

    public override string Name => "CyclicLR";

    // It goes up and down on purpose.
    internal override bool IsBreakpoint(int step) => true;

    protected override string? CheckArguments(in ScheduledGroup group)
    {
        if (_perGroup && LastEpoch == -1 && _base_lr.Length < group.Count)
        {
            return ScheduleFault.ArgumentOutOfRange;
        }

        return _cycle_momentum && !group.SupportsMomentum ? ScheduleFault.Argument : null;
    }

    protected override string? Recur(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        if (_perGroup && (_base_lr.Length != group.Count || _max_lr.Length < group.Count))
        {
            return ScheduleFault.ArgumentOutOfRange;
        }

        int index = _perGroup ? group.Index : 0;
        double cycle = Math.Floor(1.0 + epoch / _totalSize);
        double x = 1.0 + epoch / _totalSize - cycle;
        double height = x <= _stepRatio ? x / _stepRatio : (x - 1) / (_stepRatio - 1);
        learningRate = _base_lr[index] + (_max_lr[index] - _base_lr[index]) * height * Scale(_scaleMode == CyclicScaleMode.Cycle ? cycle : epoch);
        return null;
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin)
    {
        steps.AddPeriodic(origin, _step_size_up, _totalSize);
        steps.AddPeriodic(origin, _totalSize, _totalSize);
    }

    private double Scale(double x)
    {
        if (_scale_fn is not null)
        {
            return _scale_fn(x);
        }

        return _mode switch
        {
            CyclicMode.Triangular2 => 1.0 / Math.Pow(2, x - 1),
            CyclicMode.ExpRange => Math.Pow(_gamma, x),
            _ => 1.0,
        };
    }
}
