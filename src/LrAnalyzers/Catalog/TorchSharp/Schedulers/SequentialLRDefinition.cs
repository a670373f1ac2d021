using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp 0.107.0, LRScheduler.cs:515-565 and 1381.</summary>
internal static class SequentialLRDefinition
{
    private static readonly SchedulerParameter s_parts = new("schedulers");
    private static readonly SchedulerParameter s_milestones = new("milestones");

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "SequentialLR",
        Parameters = ImmutableArray.Create(s_parts, s_milestones, SchedulerParameter.LastEpoch),
        Build = arguments => arguments.Parts(s_parts) is { Length: > 0 } parts
            && arguments.Counts(s_milestones) is { } milestones
            && arguments.Count(SchedulerParameter.LastEpoch) is { } last
                ? new SequentialLR(parts, milestones, last)
                : null,
        Parts = s_parts,
        Milestones = s_milestones,
        RunsPartsInTurn = true,
    };
}
