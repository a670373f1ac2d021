using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp 0.107.0, LRScheduler.cs:319-360 and 1309.</summary>
internal static class PolynomialLRDefinition
{
    private static readonly SchedulerParameter s_length = new("total_iters");
    private static readonly SchedulerParameter s_power = new("power", 0.5, 1, 2);

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "PolynomialLR",
        Parameters = ImmutableArray.Create(s_length, s_power, SchedulerParameter.LastEpoch, SchedulerParameter.Verbose),
        Build = arguments => arguments.Count(s_length) is { } length
            && arguments.Number(s_power) is { } power
            && arguments.Count(SchedulerParameter.LastEpoch) is { } last
                ? new PolynomialLR(length, power, last)
                : null,
        Length = s_length,
        StartsAtCurrentRate = true,
        ResumesByStep = true,
        BrokenArguments = ImmutableArray.Create(
            new BrokenArgument(s_length, double.NegativeInfinity, 0,
                "never changes the learning rate", "Give the number of step() calls", null, "line 341"),
            new BrokenArgument(s_power, double.NegativeInfinity, 0,
                "makes the learning rate grow, to infinity at the last step", "1 decays along a line", "1.0", "line 347", IncludesMaximum: false)),
    };
}
