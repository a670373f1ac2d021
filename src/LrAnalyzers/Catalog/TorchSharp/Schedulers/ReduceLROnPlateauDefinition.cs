using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp 0.107.0, LRScheduler.cs:625-772 and 1783.</summary>
internal static class ReduceLROnPlateauDefinition
{
    private static readonly SchedulerParameter s_mode = new("mode");
    private static readonly SchedulerParameter s_factor = new("factor", 0.1, 0.5, 0.9);
    private static readonly SchedulerParameter s_patience = new("patience");
    private static readonly SchedulerParameter s_threshold = new("threshold", 0, 1e-4);
    private static readonly SchedulerParameter s_thresholdMode = new("threshold_mode");
    private static readonly SchedulerParameter s_cooldown = new("cooldown", 0, 5);
    private static readonly SchedulerParameter s_lowest = new("min_lr");
    private static readonly SchedulerParameter s_smallest = new("eps", 0, 1e-8);

    private static readonly WordChoice s_direction = new(s_mode, "min", "max");

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "ReduceLROnPlateau",
        Parameters = ImmutableArray.Create(s_mode, s_factor, s_patience, s_threshold, s_thresholdMode, s_cooldown, s_lowest, s_smallest, SchedulerParameter.Verbose),
        // A word that cannot be known is one that does not throw.
        Build = arguments => arguments.Number(s_factor) is { } factor
            && arguments.Count(s_patience) is { } patience
            && arguments.Number(s_threshold) is { } threshold
            && arguments.Count(s_cooldown) is { } cooldown
            && arguments.Number(s_smallest) is { } smallest
            && (arguments.IsGiven(s_lowest) ? arguments.Numbers(s_lowest) : ImmutableArray<double>.Empty) is { } lowest
                ? new ReduceLROnPlateau(
                    arguments.Word(s_mode) ?? "min", factor, patience, threshold, arguments.Word(s_thresholdMode) ?? "rel", cooldown, lowest, smallest)
                : null,
        Patience = s_patience,
        Direction = s_direction,
        Decay = s_factor,
        Lowest = s_lowest,
        Words = ImmutableArray.Create(
            s_direction,
            new WordChoice(s_thresholdMode, "rel", "abs")),
        Cadence = SchedulerCadence.Epoch,
        NeedsMetric = true,
        StartsAtCurrentRate = true,
        Unstepped = "as it is",
        BrokenArguments = ImmutableArray.Create(
            new BrokenArgument(s_factor, 1, double.PositiveInfinity, "throws ArgumentException: it must be below 1", "Typical is 0.1", "0.1", "line 638"),
            new BrokenArgument(s_factor, double.NegativeInfinity, 0,
                "sets the learning rate to 0 at the first plateau, so that nothing is learned from there on", "Typical is 0.1", "0.1", "line 752",
                HarmlessWith: s_lowest),
            new BrokenArgument(s_patience, double.NegativeInfinity, 0,
                "lowers the learning rate at every step, also when the metric improves", "Typical is 10 epochs", "10", "line 711", IncludesMaximum: false)),
    };
}
