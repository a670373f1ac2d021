using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>ML.NET 5.0, LearningRateScheduler.cs:132-196. Its curve is one of epochs: of a batch each.</summary>
internal static class ExponentialLRDecayDefinition
{
    private static readonly SchedulerParameter s_rate = new("learningRate", 0.01);
    private static readonly SchedulerParameter s_period = new("numEpochsPerDecay");
    private static readonly SchedulerParameter s_decay = new("decayRate", 0.5, 0.94);
    private static readonly SchedulerParameter s_stairs = new("staircase", 0, 1);

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "ExponentialLRDecay",
        Parameters = ImmutableArray.Create(s_rate, s_period, s_decay, s_stairs),
        Build = arguments => arguments.Number(s_rate) is { } rate
            && arguments.Number(s_period) is { } period
            && arguments.Number(s_decay) is { } decay
            && arguments.Flag(s_stairs) is { } stairs
                ? new ExponentialLRDecay(batchSize: 1, batchesPerEpoch: 1, (float)rate, (float)period, (float)decay, stairs)
                : null,
        Period = s_period,
        OwnRate = s_rate,
        Decay = s_decay,
        ReplacesRate = true,
        MayLeaveBaseRate = true,
        Overwrites = true,
        Cadence = SchedulerCadence.Batch,
    };
}
