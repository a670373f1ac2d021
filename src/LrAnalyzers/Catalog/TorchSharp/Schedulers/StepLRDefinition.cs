using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp 0.107.0, LRScheduler.cs:212-252 and 1255.</summary>
internal static class StepLRDefinition
{
    private static readonly SchedulerParameter s_period = new("step_size");
    private static readonly SchedulerParameter s_gamma = new("gamma", DecayFactor.PerMilestone);

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "StepLR",
        Parameters = ImmutableArray.Create(s_period, s_gamma, SchedulerParameter.LastEpoch, SchedulerParameter.Verbose),
        Build = arguments => arguments.Count(s_period) is { } period
            && arguments.Number(s_gamma) is { } gamma
            && arguments.Count(SchedulerParameter.LastEpoch) is { } last
                ? new StepLR(period, gamma, last)
                : null,
        Period = s_period,
        Decay = s_gamma,
        StartsAtCurrentRate = true,
        ResumesByStep = true,
        BrokenArguments = ImmutableArray.Create(
            new BrokenArgument(s_period, 0, 0,
                "throws DivideByZeroException at the first step()", "Give the number of steps between two decays", "30", "line 240; 30 epochs: He et al. 2016"),
            BrokenArgument.Zero(s_gamma, DecayFactor.Advice, "0.1", DecayFactor.Run),
            BrokenArgument.Negative(s_gamma, DecayFactor.Advice, "0.1", DecayFactor.Run),
            BrokenArgument.Growing(s_gamma, DecayFactor.Grows, DecayFactor.Advice, "0.1", DecayFactor.Run)),
    };
}
