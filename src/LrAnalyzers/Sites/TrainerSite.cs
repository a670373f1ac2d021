using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>What code says to an ML.NET trainer about its schedule.</summary>
/// <param name="Operation">The call of the catalog method, the creation of options, or the assignment of one of their members.</param>
/// <param name="Trainer">The trainer.</param>
internal sealed record TrainerSite(IOperation Operation, TrainerDefinition Trainer)
{
    /// <summary>The options member that is assigned; <see langword="null"/> for a call or a creation.</summary>
    public ISymbol? Member => ((Operation as ISimpleAssignmentOperation)?.Target as IMemberReferenceOperation)?.Member;

    /// <summary>The site that the operation is, or <see langword="null"/>.</summary>
    public static TrainerSite? Read(IOperation operation, LearningRateCatalog catalog)
    {
        TrainerDefinition? trainer = operation switch
        {
            IInvocationOperation { TargetMethod: { ContainingType: { } type, Name: var name } } => catalog.TrainerMadeBy(type, name),
            IObjectCreationOperation { Type: INamedTypeSymbol type } => catalog.TrainerOfOptions(type),
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance.Type: INamedTypeSymbol type } } => catalog.TrainerOfOptions(type),
            _ => null,
        };
        return trainer is null ? null : new TrainerSite(operation, trainer);
    }
}
