using System.Linq;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

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

    /// <summary>The learning rate that is used where a parameter group sets none: the one given, or the library's default.</summary>
    public IOperation? LearningRateOrDefault =>
        TorchSharpNames.LearningRateParameters.Select(Creation.For).FirstOrDefault(argument => argument is not null)?.Value;

    /// <summary>Whether it trains parameter groups, each of which can have a learning rate of its own.</summary>
    public bool TrainsGroups =>
        Creation.Method.Parameters.FirstOrDefault()?.Type is INamedTypeSymbol { TypeArguments: { Length: 1 } elements }
        && IsGroup(elements[0]);

    /// <summary>Whether a group that it trains, or a list of them, has a name of its own.</summary>
    public bool NamesGroups => TrainsGroups && Parameters is { } groups && groups.DescendantsAndSelf().Any(part =>
        part is ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation or IInvocationOperation
        && (IsGroup(part.Type)
            || part.Type is IArrayTypeSymbol array && IsGroup(array.ElementType)
            || part.Type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } && IsGroup(arguments[0])));

    // The options of a group are its learning rate's place.
    private static bool IsGroup(ITypeSymbol? type) => type is { Name: "ParamGroup" or "Options" };
}

/// <summary>The creation of a learning-rate scheduler.</summary>
/// <param name="Operation">The factory's call or the object creation.</param>
/// <param name="Name">The scheduler's name in the library, such as <c>CosineAnnealingLR</c>.</param>
/// <param name="Definition">
/// What the catalog knows of it; <see langword="null"/> for a user's own scheduler, and for one that the library may have
/// added since: neither is judged.
/// </param>
/// <param name="Creation">The arguments given.</param>
internal sealed record SchedulerSite(IOperation Operation, string Name, SchedulerDefinition? Definition, CreationArguments Creation)
{
    /// <summary>Whether it is one of the library's own that the catalog knows.</summary>
    public bool IsLibrary => Definition is not null;

    /// <summary>What is given for a parameter in so many words.</summary>
    public IOperation? Explicit(SchedulerParameter? parameter) => parameter is null ? null : Creation.Explicit(parameter.Name);

    /// <summary>The optimizer that is scheduled; <see langword="null"/> for ChainedLR, which takes only schedulers.</summary>
    public IOperation? Optimizer => Creation.Explicit("optimizer");
}

/// <summary>A call of a scheduler's <c>step</c>.</summary>
/// <param name="Operation">The call.</param>
/// <param name="Scheduler">The scheduler, as the call names it.</param>
internal sealed record StepSite(IInvocationOperation Operation, IOperation Scheduler)
{
    /// <summary>Whether the call gives a metric: the overload <c>step(double, int?)</c>.</summary>
    public IOperation? Metric => new CreationArguments(Operation.TargetMethod, Operation.Arguments).Explicit("current");

    /// <summary>The epoch that is given instead of a metric: the overload <c>step(int?)</c>.</summary>
    public IOperation? Epoch => Metric is null
        ? new CreationArguments(Operation.TargetMethod, Operation.Arguments).Explicit("epoch")
        : null;
}
