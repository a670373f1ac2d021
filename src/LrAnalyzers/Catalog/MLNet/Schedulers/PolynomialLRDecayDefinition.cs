using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>ML.NET 5.0, LearningRateScheduler.cs:203-268. Its curve is one of epochs: of a batch each.</summary>
internal static class PolynomialLRDecayDefinition
{
    private static readonly SchedulerParameter s_rate = new("learningRate", 0.01);
    private static readonly SchedulerParameter s_length = new("numEpochsPerDecay");
    private static readonly SchedulerParameter s_end = new("endLearningRate", 1e-4);
    private static readonly SchedulerParameter s_power = new("power", 0.5, 1, 2);
    private static readonly SchedulerParameter s_cycle = new("cycle", 0, 1);

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "PolynomialLRDecay",
        Parameters = ImmutableArray.Create(s_rate, s_length, s_end, s_power, s_cycle),
        Build = arguments => arguments.Number(s_rate) is { } rate
            && arguments.Number(s_length) is { } length
            && arguments.Number(s_end) is { } end
            && arguments.Number(s_power) is { } power
            && arguments.Flag(s_cycle) is { } cycle
                ? new PolynomialLRDecay(batchSize: 1, batchesPerEpoch: 1, (float)rate, (float)length, (float)end, (float)power, cycle)
                : null,
        Length = s_length,
        OwnRate = s_rate,
        EndRate = s_end,
        Repeats = s_cycle,
        ReplacesRate = true,
        MayLeaveBaseRate = true,
        Overwrites = true,
        Cadence = SchedulerCadence.Batch,
    };
}
