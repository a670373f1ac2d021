using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp 0.107.0, LRScheduler.cs:258-313 and 1294.</summary>
internal static class MultiStepLRDefinition
{
    private static readonly SchedulerParameter s_milestones = new("milestones");
    private static readonly SchedulerParameter s_gamma = new("gamma", DecayFactor.PerMilestone);

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "MultiStepLR",
        Parameters = ImmutableArray.Create(s_milestones, s_gamma, SchedulerParameter.LastEpoch, SchedulerParameter.Verbose),
        Build = arguments => arguments.Counts(s_milestones) is { } milestones
            && arguments.Number(s_gamma) is { } gamma
            && arguments.Count(SchedulerParameter.LastEpoch) is { } last
                ? new MultiStepLR(milestones, gamma, last)
                : null,
        Milestones = s_milestones,
        StartsAtCurrentRate = true,
        Decay = s_gamma,
        ResumesByStep = true,
        BrokenArguments = ImmutableArray.Create(
            BrokenArgument.Zero(s_gamma, DecayFactor.Advice, "0.1", DecayFactor.Run),
            BrokenArgument.Negative(s_gamma, DecayFactor.Advice, "0.1", DecayFactor.Run),
            BrokenArgument.Growing(s_gamma, "raises the learning rate at every milestone instead of lowering it", DecayFactor.Advice, "0.1", DecayFactor.Run)),
    };
}
