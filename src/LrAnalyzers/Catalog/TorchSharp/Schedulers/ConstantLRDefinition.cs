using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp 0.107.0, LRScheduler.cs:416-461 and 1367.</summary>
internal static class ConstantLRDefinition
{
    private const string Advice = "Give a small positive factor such as 0.1";

    private static readonly SchedulerParameter s_factor = new("factor", 0.1, 1.0 / 3, 0.9);
    private static readonly SchedulerParameter s_length = new("total_iters");

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "ConstantLR",
        Parameters = ImmutableArray.Create(s_factor, s_length, SchedulerParameter.LastEpoch, SchedulerParameter.Verbose),
        Build = arguments => arguments.Number(s_factor) is { } factor
            && arguments.Count(s_length) is { } length
            && arguments.Count(SchedulerParameter.LastEpoch) is { } last
                ? new ConstantLR(factor, length, last)
                : null,
        Length = s_length,
        MayLeaveBaseRate = true,
        StartsAtCurrentRate = true,
        ResumesByStep = true,
        Unstepped = "at the first factor, a third by default",
        BrokenArguments = ImmutableArray.Create(
            new BrokenArgument(s_factor, 0, 0,
                "makes the learning rate NaN at step total_iters, because TorchSharp divides by it", Advice, "0.1", "line 442; " + DecayFactor.Run),
            BrokenArgument.Negative(s_factor, Advice, "0.1", DecayFactor.Run),
            new BrokenArgument(s_length, double.NegativeInfinity, 0,
                "leaves the learning rate at its factor for the whole training", "Give the number of steps at the small rate", "5", "line 439; default 5",
                HarmlessWith: s_factor)),
    };
}
