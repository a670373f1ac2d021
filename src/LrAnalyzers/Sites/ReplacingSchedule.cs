using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>
/// Finds a OneCycleLR or CyclicLR for the same optimizer in the same member: those overwrite the optimizer's learning rate
/// when they are built, so that it is dead by design.
/// </summary>
internal static class ReplacingSchedule
{
    /// <summary>Whether such a schedule takes the optimizer that the site belongs to.</summary>
    public static bool Exists(LearningRateSite site, LearningRateCatalog catalog)
    {
        if (site.Role is not (LearningRateRole.Optimizer or LearningRateRole.ParamGroup)
            || OptimizerCreation.Around(site.Operation, catalog) is not { } creation)
        {
            return false;
        }

        IOperation? parent = creation.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            parent = parent.Parent;
        }

        ISymbol? holder = parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation assignment => OptimizerCreation.SymbolOf(assignment.Target),
            _ => null,
        };
        return parent is IArgumentOperation { Parent: { } call } && IsReplacing(call, catalog)
            || holder is not null && MemberOperations.Around(creation, catalog).IsReplacedBySchedule(holder);
    }

    /// <summary>Whether the call builds such a schedule.</summary>
    public static bool IsReplacing(IOperation call, LearningRateCatalog catalog)
    {
        IMethodSymbol? method = call switch
        {
            IInvocationOperation invocation => invocation.TargetMethod,
            IObjectCreationOperation creation => creation.Constructor,
            _ => null,
        };
        if (method?.ContainingType is not { } type)
        {
            return false;
        }

        string member = method.MethodKind == MethodKind.Constructor ? LearningRateSlot.Constructor : method.Name;
        foreach (LearningRateSlot slot in catalog.SlotsOf(type))
        {
            if (slot.Role == LearningRateRole.SchedulePeak && slot.Algorithm.Library == Library.TorchSharp && slot.Member == member)
            {
                return true;
            }
        }

        return false;
    }
}
