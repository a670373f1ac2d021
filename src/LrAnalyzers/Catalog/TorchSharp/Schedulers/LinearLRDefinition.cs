using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp 0.107.0, LRScheduler.cs:467-512 and 1401.</summary>
internal static class LinearLRDefinition
{
    private const string Advice = "Begin with a small positive factor such as 0.1";

    private static readonly SchedulerParameter s_start = new("start_factor", 0.01, 1.0 / 3, 1);
    private static readonly SchedulerParameter s_end = new("end_factor", 0, 0.1, 1);
    private static readonly SchedulerParameter s_length = new("total_iters");

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "LinearLR",
        Parameters = ImmutableArray.Create(s_start, s_end, s_length, SchedulerParameter.LastEpoch, SchedulerParameter.Verbose),
        Build = arguments => arguments.Number(s_start) is { } start
            && arguments.Number(s_end) is { } end
            && arguments.Count(s_length) is { } length
            && arguments.Count(SchedulerParameter.LastEpoch) is { } last
                ? new LinearLR(start, end, length, last)
                : null,
        Length = s_length,
        StartFactor = s_start,
        EndFactor = s_end,
        StartsAtCurrentRate = true,
        ResumesByStep = true,
        Unstepped = "at the first factor, a third by default",
        BrokenArguments = ImmutableArray.Create(
            new BrokenArgument(s_start, 0, 0,
                "makes the learning rate NaN at the second step, because TorchSharp divides by it", Advice, "0.1", "line 498; " + DecayFactor.Run),
            BrokenArgument.Negative(s_start, Advice, "0.1", DecayFactor.Run),
            BrokenArgument.Negative(s_end, "End at 0 or above", "0.0", DecayFactor.Run),
            new BrokenArgument(s_length, double.NegativeInfinity, 0,
                "leaves the learning rate at start_factor for the whole training", "Give the number of warmup steps", "5", "line 495; default 5",
                HarmlessWith: s_start)),
    };
}
