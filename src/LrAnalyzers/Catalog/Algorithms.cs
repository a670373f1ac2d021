using System.Collections.Immutable;

namespace LrAnalyzers.Catalog;

/// <summary>Every training algorithm that the catalog knows, in all libraries.</summary>
internal static class Algorithms
{
    /// <summary>All optimizers and trainers, in the order of their libraries' lists.</summary>
    public static readonly ImmutableArray<Algorithm> All =
        TorchSharpOptimizers.All.ToImmutableArray<Algorithm>().AddRange(MLNetTrainers.All);
}
