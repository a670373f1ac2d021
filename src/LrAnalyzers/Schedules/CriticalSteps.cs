using System;

namespace LrAnalyzers.Schedules;

/// <summary>
/// The steps between 0 and a horizon at which a schedule must be looked at: where it bends, and evenly spread samples between.
/// Bounded, whatever the schedule.
/// </summary>
internal sealed class CriticalSteps
{
    private const int MaximumCritical = 384;
    private const int Samples = 256;
    private const int MaximumPeriods = 48;

    private readonly int[] _steps = new int[MaximumCritical + Samples + 4];
    private int _count;

    public CriticalSteps(int horizon) => Horizon = Math.Max(0, horizon);

    /// <summary>The last step.</summary>
    public int Horizon { get; }

    public int Count => _count;

    public int this[int index] => _steps[index];

    /// <summary>Adds a step and its two neighbours; steps outside of the horizon are ignored.</summary>
    public void Add(double step)
    {
        // Written so that NaN is ignored too.
        if (!(step >= -1 && step <= Horizon + 1.0))
        {
            return;
        }

        // The step behind the last one that an int counts is none.
        long center = (long)step;
        for (long near = center - 1; near <= center + 1; near++)
        {
            if (near >= 0 && near <= Horizon && _count < MaximumCritical)
            {
                _steps[_count++] = (int)near;
            }
        }
    }

    /// <summary>Adds origin + phase, origin + phase + period, ... as many of them as the bound allows.</summary>
    public void AddPeriodic(double origin, double phase, double period)
    {
        if (!(Math.Abs(period) >= 1))
        {
            return;
        }

        period = Math.Abs(period);
        double first = origin + phase;
        if (first < 0)
        {
            first += Math.Ceiling(-first / period) * period;
        }
        // All of them if they are few; else the first ones, for what happens when, and others over the whole horizon, for how high it gets.
        double periods = Math.Floor((Horizon - first) / period) + 1;
        for (int i = 0; i < MaximumPeriods && i < periods; i++)
        {
            const int Beginning = MaximumPeriods / 3;
            double index = periods <= MaximumPeriods || i < Beginning
                ? i
                : Math.Floor(Beginning + (periods - 1 - Beginning) * (i - Beginning) / (MaximumPeriods - 1 - Beginning));
            Add(Math.Floor(first + index * period));
        }
    }

    /// <summary>Adds the even samples and both ends, sorts, and drops what is there twice.</summary>
    public void Complete()
    {
        for (int i = 0; i <= Samples; i++)
        {
            _steps[_count++] = (int)((long)Horizon * i / Samples);
        }

        _steps[_count++] = Math.Max(0, Horizon - 1);
        Array.Sort(_steps, 0, _count);
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (kept == 0 || _steps[kept - 1] != _steps[i])
            {
                _steps[kept++] = _steps[i];
            }
        }

        _count = kept;
    }
}
