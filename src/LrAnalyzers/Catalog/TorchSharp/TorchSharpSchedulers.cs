using System.Collections.Immutable;

namespace LrAnalyzers.Catalog;

/// <summary>The schedulers of TorchSharp 0.107.0: one row and one file each.</summary>
internal static class TorchSharpSchedulers
{
    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<SchedulerDefinition> All = ImmutableArray.Create(
        StepLRDefinition.Value,
        MultiStepLRDefinition.Value,
        ExponentialLRDefinition.Value,
        LambdaLRDefinition.Value,
        MultiplicativeLRDefinition.Value,
        ConstantLRDefinition.Value,
        LinearLRDefinition.Value,
        PolynomialLRDefinition.Value,
        CosineAnnealingLRDefinition.Value,
        CyclicLRDefinition.Value,
        OneCycleLRDefinition.Value,
        ReduceLROnPlateauDefinition.Value,
        SequentialLRDefinition.Value,
        ChainedLRDefinition.Value);
}
