using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp 0.107.0, LRScheduler.cs:1217-1240 and 1411; PyTorch's ChainedScheduler.</summary>
internal static class ChainedLRDefinition
{
    private static readonly SchedulerParameter s_parts = new("schedulers");

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "ChainedLR",
        Parameters = ImmutableArray.Create(s_parts),
        Build = arguments => arguments.Parts(s_parts) is { } parts ? new ChainedLR(parts) : null,
        Parts = s_parts,
        TakesOptimizer = false,
        StartsAtCurrentRate = true,
    };
}
