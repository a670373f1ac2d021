using System;
using System.Collections.Immutable;

namespace LrAnalyzers.Schedules;

/// <summary>The <c>anneal_strategy</c> of OneCycleLR; members named and ordered as TorchSharp's.</summary>
internal enum AnnealStrategy
{
    Cos,
    Linear,
}

/// <summary>
/// TorchSharp's OneCycleLR (LRScheduler.cs:991-1212): from max_lr/div_factor up to max_lr and down to max_lr/div_factor/final_div_factor.
/// The optimizer's own learning rate is not used. Meant to be stepped per batch.
/// </summary>
/// <remarks>
/// Step total_steps sets the learning rate to 0, the one after throws InvalidOperationException (LRScheduler.cs:1151).
/// LRScheduler.cs:1169 compares the index of the group, not of the phase, with the last phase: the group with that index (the second one,
/// with three_phase the third) never leaves the first phase and swings between max_lr/div_factor and max_lr.
/// A last_epoch other than -1 with cycle_momentum throws KeyNotFoundException.
/// </remarks>
internal sealed class OneCycleLR : AbsoluteSchedule
{
    private readonly ImmutableArray<double> _max_lr;
    private readonly bool _perGroup;
    private readonly bool _validArguments;
    private readonly int _totalSteps;
    private readonly double _pct_start;
    private readonly AnnealStrategy _anneal_strategy;
    private readonly bool _cycle_momentum;
    private readonly double _div_factor;
    private readonly double _final_div_factor;
    private readonly bool _three_phase;

    /// <summary>The same peak for all groups.</summary>
    public OneCycleLR(
        double max_lr,
        int total_steps = -1,
        int epochs = -1,
        int steps_per_epoch = -1,
        double pct_start = 0.3,
        AnnealStrategy anneal_strategy = AnnealStrategy.Cos,
        bool cycle_momentum = true,
        double div_factor = 25,
        double final_div_factor = 1e4,
        bool three_phase = false,
        int last_epoch = -1)
        : this(ImmutableArray.Create(max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, div_factor, final_div_factor, three_phase, last_epoch)
        => _perGroup = false;

    /// <summary>A peak for each group.</summary>
    public OneCycleLR(
        ImmutableArray<double> max_lr,
        int total_steps = -1,
        int epochs = -1,
        int steps_per_epoch = -1,
        double pct_start = 0.3,
        AnnealStrategy anneal_strategy = AnnealStrategy.Cos,
        bool cycle_momentum = true,
        double div_factor = 25,
        double final_div_factor = 1e4,
        bool three_phase = false,
        int last_epoch = -1)
        : base(last_epoch)
    {
        _max_lr = max_lr;
        _perGroup = true;
        _pct_start = pct_start;
        _anneal_strategy = anneal_strategy;
        _cycle_momentum = cycle_momentum;
        _div_factor = div_factor;
        _final_div_factor = final_div_factor;
        _three_phase = three_phase;
        _validArguments = !(pct_start < 0 || pct_start > 1);
        if (total_steps != -1)
        {
            _validArguments &= total_steps > 0;
            _totalSteps = total_steps;
        }
        else
        {
            _validArguments &= epochs > 0 && steps_per_epoch > 0;
            _totalSteps = unchecked(epochs * steps_per_epoch);
        }
    }

    public override string Name => "OneCycleLR";

    /// <summary>The step that sets the learning rate to 0; one more throws.</summary>
    public override double? End => _totalSteps;

    protected override string? CheckArguments(in ScheduledGroup group)
        => !_validArguments || (_cycle_momentum && !group.SupportsMomentum && !group.SupportsBetas) ? ScheduleFault.Argument : null;

    protected override string? Recur(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        if (epoch > _totalSteps)
        {
            return ScheduleFault.InvalidOperation;
        }

        if (_cycle_momentum && LastEpoch != -1)
        {
            // The momentum bounds were never set, but only a group that is in a phase looks for them.
            for (int i = 0; i < group.Count; i++)
            {
                if (FindPhase(i, epoch, out _, out _) >= 0)
                {
                    return _perGroup && i >= _max_lr.Length ? ScheduleFault.ArgumentOutOfRange : ScheduleFault.KeyNotFound;
                }
            }
        }

        if (_perGroup && _max_lr.Length < group.Count)
        {
            for (int i = _max_lr.Length; i < group.Count; i++)
            {
                if (FindPhase(i, epoch, out _, out _) >= 0)
                {
                    return ScheduleFault.ArgumentOutOfRange;
                }
            }
        }

        int phase = FindPhase(group.Index, epoch, out double start, out double end);
        if (phase < 0)
        {
            learningRate = 0;
            return null;
        }

        double max = _max_lr[_perGroup ? group.Index : 0];
        double initial = max / _div_factor;
        double min = initial / _final_div_factor;
        double share = (epoch - start) / (end - start);
        learningRate = phase switch
        {
            0 => Anneal(initial, max, share),
            1 => Anneal(max, _three_phase ? initial : min, share),
            _ => Anneal(initial, min, share),
        };
        return null;
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin)
    {
        for (int phase = 0; phase < Phases; phase++)
        {
            steps.Add(origin + Math.Floor(EndOf(phase)));
            steps.Add(origin + Math.Ceiling(EndOf(phase)));
        }

        steps.Add(origin + _totalSteps);
        // The group that never leaves the first phase: a cosine of that period.
        if (_anneal_strategy == AnnealStrategy.Cos)
        {
            steps.AddPeriodic(origin, EndOf(0), EndOf(0));
        }
    }

    private int Phases => _three_phase ? 3 : 2;

    private double EndOf(int phase)
    {
        if (phase == 0)
        {
            return _pct_start * _totalSteps - 1;
        }

        return phase == 1 && _three_phase ? 2 * _pct_start * _totalSteps - 2 : unchecked(_totalSteps - 1);
    }

    private int FindPhase(int groupIndex, int epoch, out double start, out double end)
    {
        start = 0;
        for (int phase = 0; phase < Phases; phase++)
        {
            end = EndOf(phase);
            if (epoch <= end || groupIndex == Phases - 1)
            {
                return phase;
            }

            start = end;
        }

        end = start;
        return -1;
    }

    private double Anneal(double start, double end, double share)
        => _anneal_strategy == AnnealStrategy.Cos
            ? end + (start - end) / 2.0 * (Math.Cos(Math.PI * share) + 1)
            : (end - start) * share + start;
}
