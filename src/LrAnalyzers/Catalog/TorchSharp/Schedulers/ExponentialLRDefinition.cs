using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp 0.107.0, LRScheduler.cs:319-353 and 1347.</summary>
internal static class ExponentialLRDefinition
{
    private const string Advice = "Typical is 0.95 per epoch";

    private static readonly SchedulerParameter s_gamma = new("gamma", DecayFactor.PerStep);

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "ExponentialLR",
        Parameters = ImmutableArray.Create(s_gamma, SchedulerParameter.LastEpoch, SchedulerParameter.Verbose),
        Build = arguments => arguments.Number(s_gamma) is { } gamma
            && arguments.Count(SchedulerParameter.LastEpoch) is { } last
                ? new ExponentialLR(gamma, last)
                : null,
        StartsAtCurrentRate = true,
        Decay = s_gamma,
        ResumesByStep = true,
        BrokenDefault = new BrokenDefault(
            s_gamma,
            Maximum: 0.1,
            "divides the learning rate by ten at every step",
            "After four steps nothing is learned any more; typical is 0.95 per epoch",
            // PyTorch has no default and requires one.
            "0.95"),
        BrokenArguments = ImmutableArray.Create(
            BrokenArgument.Zero(s_gamma, Advice, "0.95", DecayFactor.Run),
            BrokenArgument.Negative(s_gamma, Advice, "0.95", DecayFactor.Run),
            BrokenArgument.Growing(s_gamma, DecayFactor.Grows, Advice, "0.95", DecayFactor.Run)),
    };
}
