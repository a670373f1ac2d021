using System;
using System.Collections.Generic;
using System.Collections.Immutable;

namespace LrAnalyzers.Schedules;

/// <summary>
/// A schedule of ML.NET's ImageClassificationTrainer (Microsoft.ML.StandardTrainers, Optimizer/LearningRateScheduler.cs). A step is a batch; step n is
/// the learning rate of the n-th batch, counted from 0. The arithmetic is ML.NET's, in single precision. The group's learning rate is not used.
/// </summary>
/// <param name="batchSize">Rows per batch (<c>Options.BatchSize</c>), at least 1.</param>
/// <param name="batchesPerEpoch">Whole batches in the training set; 0 if it is smaller than a batch, then the learning rate is NaN or infinite.</param>
internal abstract class MLNetSchedule(int batchSize, int batchesPerEpoch) : AbsoluteSchedule(-1)
{
    protected int BatchSize { get; } = batchSize;

    protected int BatchesPerEpoch { get; } = batchesPerEpoch;

    /// <summary>The learning rate of one batch of one epoch, both counted from 0.</summary>
    public abstract float LearningRateOf(int epoch, int batch);

    protected sealed override string? Recur(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        learningRate = BatchesPerEpoch > 0
            ? LearningRateOf(epoch / BatchesPerEpoch, epoch % BatchesPerEpoch)
            : LearningRateOf(0, epoch);
        return null;
    }

    protected void AddEpoch(CriticalSteps steps, long origin, double epoch) => steps.Add(origin + epoch * Math.Max(1, BatchesPerEpoch));

    protected int DecaySteps(float numEpochsPerDecay)
    {
        int samples = unchecked(BatchSize * BatchesPerEpoch);
        float steps = samples * numEpochsPerDecay / BatchSize;
        // Outside of int the runtime decides; since .NET 9 it saturates.
        if (float.IsNaN(steps))
        {
            return 0;
        }

        return steps >= int.MaxValue ? int.MaxValue : steps <= int.MinValue ? int.MinValue : (int)steps;
    }

    protected int GlobalStep(int epoch, int batch) => unchecked(epoch * BatchesPerEpoch + batch);
}

/// <summary>ML.NET's ExponentialLRDecay (LearningRateScheduler.cs:132-196): learningRate times decayRate once per numEpochsPerDecay epochs, in stairs or smoothly.</summary>
internal sealed class ExponentialLRDecay(
    int batchSize,
    int batchesPerEpoch,
    float learningRate = 0.01f,
    float numEpochsPerDecay = 2.0f,
    float decayRate = 0.94f,
    bool staircase = true)
    : MLNetSchedule(batchSize, batchesPerEpoch)
{
    public override string Name => "ExponentialLRDecay";

    public override float LearningRateOf(int epoch, int batch)
    {
        float power = (float)GlobalStep(epoch, batch) / DecaySteps(numEpochsPerDecay);
        if (staircase)
        {
            power = (float)Math.Floor(power);
        }

        return learningRate * (float)Math.Pow(decayRate, power);
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin)
    {
        if (staircase)
        {
            steps.AddPeriodic(origin, DecaySteps(numEpochsPerDecay), DecaySteps(numEpochsPerDecay));
        }
    }
}

/// <summary>
/// ML.NET's PolynomialLRDecay (LearningRateScheduler.cs:203-268): from learningRate to endLearningRate in numEpochsPerDecay epochs, 2 by default, then
/// endLearningRate for good; or, with cycle, in ever longer teeth.
/// </summary>
internal sealed class PolynomialLRDecay(
    int batchSize,
    int batchesPerEpoch,
    float learningRate = 0.01f,
    float numEpochsPerDecay = 2.0f,
    float endLearningRate = 0.0001f,
    float power = 1.0f,
    bool cycle = false)
    : MLNetSchedule(batchSize, batchesPerEpoch)
{
    public override string Name => "PolynomialLRDecay";

    public override float LearningRateOf(int epoch, int batch)
    {
        int decaySteps = DecaySteps(numEpochsPerDecay);
        int globalStep = GlobalStep(epoch, batch);
        bool cycles = cycle && globalStep > decaySteps;
        float remaining;
        if (cycles)
        {
            float length = decaySteps * (float)Math.Ceiling((double)globalStep / decaySteps);
            remaining = 1 - globalStep / length;
        }
        else
        {
            float passed = Math.Min(globalStep, decaySteps);
            remaining = 1 - passed / decaySteps;
        }

        return (learningRate - endLearningRate) * (float)Math.Pow(remaining, power) + endLearningRate;
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin)
    {
        int decaySteps = DecaySteps(numEpochsPerDecay);
        if (cycle)
        {
            steps.AddPeriodic(origin, decaySteps, decaySteps);
        }
        else
        {
            steps.Add(origin + decaySteps);
        }
    }
}

/// <summary>One item of <see cref="LsrDecay"/>: from an epoch on, the base learning rate times a factor.</summary>
internal readonly record struct LsrDecayItem(int Epoch, float ScalingFactor);

/// <summary>
/// ML.NET's LsrDecay (LearningRateScheduler.cs:42-125): baseLearningRate times batchSize/128 times the factor of the <em>first</em> listed item whose epoch
/// has been reached. In an ascending list that is always the first one, so nothing ever decays.
/// </summary>
internal sealed class LsrDecay : MLNetSchedule
{
    private static readonly ImmutableArray<LsrDecayItem> DefaultItems =
        ImmutableArray.Create(new LsrDecayItem(182, 0.0001f), new LsrDecayItem(136, 0.01f), new LsrDecayItem(91, 0.1f), new LsrDecayItem(0, 1.0f));

    private readonly ImmutableArray<LsrDecayItem> _lrschedule;
    private readonly float _baseLearningRate;

    public LsrDecay(int batchSize, int batchesPerEpoch, float baseLearningRate = 0.1f)
        : this(batchSize, batchesPerEpoch, DefaultItems, baseLearningRate)
    {
    }

    public LsrDecay(int batchSize, int batchesPerEpoch, IEnumerable<LsrDecayItem> lrschedule, float baseLearningRate = 0.1f)
        : base(batchSize, batchesPerEpoch)
    {
        _lrschedule = lrschedule.ToImmutableArray();
        _baseLearningRate = baseLearningRate;
    }

    public override string Name => "LsrDecay";

    public override float LearningRateOf(int epoch, int batch)
    {
        float scaled = _baseLearningRate * BatchSize / 128;
        foreach (LsrDecayItem item in _lrschedule)
        {
            if (epoch >= item.Epoch)
            {
                return scaled * item.ScalingFactor;
            }
        }

        return scaled;
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin)
    {
        foreach (LsrDecayItem item in _lrschedule)
        {
            AddEpoch(steps, origin, item.Epoch);
        }
    }
}
