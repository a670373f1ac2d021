using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp 0.107.0, LRScheduler.cs:103-148 and 1273.</summary>
internal static class LambdaLRDefinition
{
    private static readonly SchedulerParameter s_factor = new("lr_lambda");
    private static readonly SchedulerParameter s_factors = new("lr_lambdas");

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "LambdaLR",
        Parameters = ImmutableArray.Create(s_factor, s_factors, SchedulerParameter.LastEpoch, SchedulerParameter.Verbose),
        Build = arguments => arguments.Count(SchedulerParameter.LastEpoch) is not { } last ? null
            : arguments.IsList(s_factors) ? arguments.Functions(s_factors) is { } functions ? new LambdaLR(functions, last) : null
            : arguments.Function(s_factor) is { } function ? new LambdaLR(function, last) : null,
        Factors = ImmutableArray.Create(s_factor, s_factors),
        MayLeaveBaseRate = true,
        Overwrites = true,
        ResumesByStep = true,
    };
}
