using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp 0.107.0, LRScheduler.cs:570-619 and 1429.</summary>
internal static class CosineAnnealingLRDefinition
{
    private static readonly SchedulerParameter s_length = new("T_max");
    private static readonly SchedulerParameter s_minimum = new("eta_min", 0, 1e-6, 1e-5);

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "CosineAnnealingLR",
        Parameters = ImmutableArray.Create(s_length, s_minimum, SchedulerParameter.LastEpoch, SchedulerParameter.Verbose),
        Build = arguments => arguments.Number(s_length) is { } length
            && arguments.Number(s_minimum) is { } minimum
            && arguments.Count(SchedulerParameter.LastEpoch) is { } last
                ? new CosineAnnealingLR(length, minimum, last)
                : null,
        Length = s_length,
        Lowest = s_minimum,
        StartsAtCurrentRate = true,
        ResumesByStep = true,
        BrokenArguments = ImmutableArray.Create(
            new BrokenArgument(s_length, 0, 0,
                "makes the learning rate NaN at the first step, because TorchSharp divides by it", "Give the number of step() calls", null, "line 603; " + DecayFactor.Run),
            BrokenArgument.Negative(s_minimum, "End at 0 or above", "0.0", DecayFactor.Run)),
    };
}
