using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp 0.107.0, LRScheduler.cs:154-206 and 1327.</summary>
internal static class MultiplicativeLRDefinition
{
    private static readonly SchedulerParameter s_factor = new("lr_lambda");
    private static readonly SchedulerParameter s_factors = new("lr_lambdas");

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "MultiplicativeLR",
        Parameters = ImmutableArray.Create(s_factor, s_factors, SchedulerParameter.LastEpoch, SchedulerParameter.Verbose),
        Build = arguments => arguments.Count(SchedulerParameter.LastEpoch) is not { } last ? null
            : arguments.IsList(s_factors) ? arguments.Functions(s_factors) is { } functions ? new MultiplicativeLR(functions, last) : null
            : arguments.Function(s_factor) is { } function ? new MultiplicativeLR(function, last) : null,
        Factors = ImmutableArray.Create(s_factor, s_factors),
        MayLeaveBaseRate = true,
        StartsAtCurrentRate = true,
        Accumulates = true,
    };
}
