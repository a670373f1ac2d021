using System.Linq;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Sites;

/// <summary>The creation of a TorchSharp optimizer.</summary>
/// <param name="Operation">The factory's call or the object creation.</param>
/// <param name="Definition">What the catalog knows of the optimizer.</param>
/// <param name="Creation">The arguments given.</param>
internal sealed record OptimizerSite(IOperation Operation, OptimizerDefinition Definition, CreationArguments Creation)
{
    /// <summary>What it trains: parameters, or parameter groups.</summary>
    public IOperation? Parameters => Creation.At(0);

    /// <summary>The learning rate given, or <see langword="null"/> where it is left to the default.</summary>
    public IOperation? LearningRate => TorchSharpNames.LearningRateParameters.Select(Creation.Explicit).FirstOrDefault(value => value is not null);
}

/// <summary>The creation of a learning-rate scheduler.</summary>
/// <param name="Operation">The factory's call or the object creation.</param>
/// <param name="Name">The scheduler's name in the library, such as <c>CosineAnnealingLR</c>.</param>
/// <param name="IsLibrary">Whether it is one of the library's own, not a user's.</param>
/// <param name="Creation">The arguments given.</param>
internal sealed record SchedulerSite(IOperation Operation, string Name, bool IsLibrary, CreationArguments Creation)
{
    /// <summary>The optimizer that is scheduled; <see langword="null"/> for ChainedLR, which takes only schedulers.</summary>
    public IOperation? Optimizer => Creation.Explicit("optimizer");
}
