using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>ML.NET 5.0, LearningRateScheduler.cs:42-125. Its curve is one of epochs: of a batch each, and scaled by none.</summary>
internal static class LsrDecayDefinition
{
    // The rate is scaled by the size of a batch over this one.
    private const int BatchSize = 128;

    private static readonly SchedulerParameter s_rate = new("baseLearningRate", 0.1);
    private static readonly SchedulerParameter s_items = new("lrschedule");

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "LsrDecay",
        Parameters = ImmutableArray.Create(s_rate, s_items),
        // Items of the code's own are objects, which are not read.
        Build = arguments => !arguments.IsGiven(s_items) && arguments.Number(s_rate) is { } rate
            ? new LsrDecay(BatchSize, batchesPerEpoch: 1, (float)rate)
            : null,
        Milestones = s_items,
        OwnRate = s_rate,
        ReplacesRate = true,
        MayLeaveBaseRate = true,
        Overwrites = true,
        Cadence = SchedulerCadence.Batch,
    };
}
