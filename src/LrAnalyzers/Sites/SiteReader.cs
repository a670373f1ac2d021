using System.Collections.Immutable;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>Makes sites from operations: the one place that knows how learning rates look in code.</summary>
internal sealed class SiteReader(LearningRateCatalog catalog)
{
    /// <summary>The catalog that it reads by.</summary>
    public LearningRateCatalog Catalog { get; } = catalog;

    /// <summary>The operations in which a site can begin.</summary>
    public static readonly ImmutableArray<OperationKind> OperationKinds =
        ImmutableArray.Create(OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.SimpleAssignment);

    /// <summary>The learning rates that the operation itself gives, in source order; none for most operations.</summary>
    public ImmutableArray<LearningRateSite> Read(IOperation operation) => operation switch
    {
        IInvocationOperation invocation => ReadArguments(invocation, invocation.TargetMethod, invocation.Arguments),
        IObjectCreationOperation { Constructor: { } constructor } creation =>
            ReadArguments(creation, constructor, creation.Arguments),
        ISimpleAssignmentOperation assignment => ReadAssignment(assignment),
        _ => ImmutableArray<LearningRateSite>.Empty,
    };

    private ImmutableArray<LearningRateSite> ReadArguments(
        IOperation operation, IMethodSymbol method, ImmutableArray<IArgumentOperation> arguments)
    {
        if (method.ContainingType is not { } type)
        {
            return ImmutableArray<LearningRateSite>.Empty;
        }

        ImmutableArray<LearningRateSlot> slots = Catalog.SlotsOf(type);
        string member = method.MethodKind == MethodKind.Constructor ? LearningRateSlot.Constructor : method.Name;
        if (!AnyOf(slots, member))
        {
            return method.MethodKind == MethodKind.Constructor && Catalog.IsOptimizer(type)
                ? ReadUserDefinedOptimizer(operation, type, arguments)
                : ImmutableArray<LearningRateSite>.Empty;
        }

        ImmutableArray<LearningRateSite>.Builder? sites = null;
        foreach (IArgumentOperation argument in arguments)
        {
            foreach (LearningRateSlot slot in slots)
            {
                if (argument.Parameter is { } parameter && slot.Member == member && slot.Parameter == parameter.Name)
                {
                    AddValues(ref sites, operation, slot.Role, slot.Algorithm, argument, parameter);
                }
            }
        }

        return sites?.ToImmutable() ?? ImmutableArray<LearningRateSite>.Empty;
    }

    // A loop, because this is asked at every call: a lambda would allocate.
    private static bool AnyOf(ImmutableArray<LearningRateSlot> slots, string member)
    {
        foreach (LearningRateSlot slot in slots)
        {
            if (slot.Member == member)
            {
                return true;
            }
        }

        return false;
    }

    // A user's own optimizer names its learning rate as the library does, or its constructor is not understood.
    private static ImmutableArray<LearningRateSite> ReadUserDefinedOptimizer(
        IOperation operation, INamedTypeSymbol type, ImmutableArray<IArgumentOperation> arguments)
    {
        ImmutableArray<LearningRateSite>.Builder? sites = null;
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter is { } parameter
                && TorchSharpNames.LearningRateParameters.Contains(parameter.Name)
                && parameter.Type.IsFloatingPoint())
            {
                Algorithm algorithm = TorchSharpOptimizers.UserDefined with { Name = type.Name };
                AddValues(ref sites, operation, LearningRateRole.Optimizer, algorithm, argument, parameter);
            }
        }

        return sites?.ToImmutable() ?? ImmutableArray<LearningRateSite>.Empty;
    }

    private ImmutableArray<LearningRateSite> ReadAssignment(ISimpleAssignmentOperation assignment)
    {
        if (assignment.Target is IMemberReferenceOperation { Member: IPropertySymbol or IFieldSymbol } target
            && Catalog.DeclaredSlotOf(target.Member, target.Instance?.Type ?? target.Member.ContainingType) is { } declared)
        {
            return ImmutableArray.Create(new LearningRateSite(
                assignment, declared.Role, declared.Algorithm, target.Member, assignment.Value, Default: null));
        }

        if (assignment.Target is not IPropertyReferenceOperation { Property: { Name: "LearningRate" } property, Instance: { } instance }
            || instance.Type is not INamedTypeSymbol instanceType)
        {
            return ImmutableArray<LearningRateSite>.Empty;
        }

        if (Catalog.OptimizerOfOptions(instanceType) is { } optimizer)
        {
            // `group.Options.LearningRate = x` changes a group that exists; anything else fills options for a new one.
            LearningRateRole role = instance is IPropertyReferenceOperation or IFieldReferenceOperation
                ? LearningRateRole.Write
                : LearningRateRole.ParamGroup;
            return ImmutableArray.Create(new LearningRateSite(assignment, role, optimizer, property, assignment.Value, Default: null));
        }

        return Catalog.IsLearningRateController(instanceType)
            ? ImmutableArray.Create(new LearningRateSite(
                assignment, LearningRateRole.Write, TorchSharpOptimizers.UserDefined, property, assignment.Value, Default: null))
            : ImmutableArray<LearningRateSite>.Empty;
    }

    private static void AddValues(
        ref ImmutableArray<LearningRateSite>.Builder? sites,
        IOperation operation,
        LearningRateRole role,
        Algorithm algorithm,
        IArgumentOperation argument,
        IParameterSymbol parameter)
    {
        sites ??= ImmutableArray.CreateBuilder<LearningRateSite>();
        double? libraryDefault = parameter.HasExplicitDefaultValue ? parameter.ExplicitDefaultValue.ToDouble() : null;
        if (argument.ArgumentKind == ArgumentKind.DefaultValue)
        {
            sites.Add(new LearningRateSite(operation, role, algorithm, parameter, Value: null, libraryDefault));
            return;
        }

        foreach (IOperation value in ElementsOf(argument.Value))
        {
            sites.Add(new LearningRateSite(operation, role, algorithm, parameter, value, libraryDefault));
        }
    }

    /// <summary>The elements of an array or list written in place, one learning rate per parameter group; else the value itself.</summary>
    private static ImmutableArray<IOperation> ElementsOf(IOperation value)
    {
        IOperation unwrapped = value.WithoutConversions();
        return unwrapped switch
        {
            IArrayCreationOperation { Initializer.ElementValues: var elements } => elements,
            _ when value.Type.IsFloatingPoint() => ImmutableArray.Create(value),
            _ => ImmutableArray<IOperation>.Empty,
        };
    }
}
