using System.Linq;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>What code says to an ML.NET trainer about its schedule.</summary>
/// <param name="Operation">The call of the catalog method, the creation of options or of a schedule, or the assignment of an options member.</param>
/// <param name="Trainer">The trainer.</param>
internal sealed record TrainerSite(IOperation Operation, TrainerDefinition Trainer)
{
    /// <summary>The options member that is assigned; <see langword="null"/> for a call or a creation.</summary>
    public ISymbol? Member => ((Operation as ISimpleAssignmentOperation)?.Target as IMemberReferenceOperation)?.Member;

    /// <summary>The name of the schedule that is created, such as <c>LsrDecay</c>; <see langword="null"/> where none is.</summary>
    public string? Schedule =>
        Operation is IObjectCreationOperation { Type: INamedTypeSymbol { ContainingType: null, Name: var name } } ? name : null;

    /// <summary>What the catalog knows of that schedule.</summary>
    public SchedulerDefinition? Definition => MLNetSchedulers.Of(Schedule);

    /// <summary>
    /// The assignment that gives the created schedule to a trainer's options, directly or through a local that is given to
    /// nothing else.
    /// </summary>
    public ISimpleAssignmentOperation? ScheduledOptions
    {
        get
        {
            IOperation given = Outermost(Operation);
            if (given.Parent is ISimpleAssignmentOperation assignment && IsScheduler(assignment))
            {
                return assignment;
            }

            if (Companion.LocalThatHolds(Operation) is not { } local)
            {
                return null;
            }

            IOperation root = Operation;
            while (root.Parent is { } parent)
            {
                root = parent;
            }

            IOperation[] uses = root.Descendants()
                .Where(use => use is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local))
                .Take(2)
                .ToArray();
            return uses.Length == 1 && Outermost(uses[0]).Parent is ISimpleAssignmentOperation later && IsScheduler(later) ? later : null;
        }
    }

    private static bool IsScheduler(ISimpleAssignmentOperation assignment) =>
        assignment.Target is IMemberReferenceOperation { Member.Name: "LearningRateScheduler" };

    private static IOperation Outermost(IOperation operation)
    {
        while (operation.Parent is IConversionOperation or IParenthesizedOperation)
        {
            operation = operation.Parent;
        }

        return operation;
    }

    /// <summary>The site that the operation is, or <see langword="null"/>.</summary>
    public static TrainerSite? Read(IOperation operation, LearningRateCatalog catalog)
    {
        TrainerDefinition? trainer = operation switch
        {
            IInvocationOperation { TargetMethod: { ContainingType: { } type, Name: var name } } => catalog.TrainerMadeBy(type, name),
            IObjectCreationOperation { Type: INamedTypeSymbol type } =>
                catalog.IsTrainerSchedule(type) ? MLNetTrainers.ImageClassification : catalog.TrainerOfOptions(type),
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance.Type: INamedTypeSymbol type } } => catalog.TrainerOfOptions(type),
            _ => null,
        };
        return trainer is null ? null : new TrainerSite(operation, trainer);
    }
}
