using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>Looks at the call that creates an optimizer, and at the parameter groups in it.</summary>
internal static class OptimizerCreation
{
    /// <summary>
    /// The creation of an optimizer that the operation is, or is written in: a group stands in the creation's argument, or
    /// in a local that is given to one.
    /// </summary>
    public static IOperation? Around(IOperation operation, LearningRateCatalog catalog)
    {
        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case var _ when Creates(current, catalog):
                    return current;
                case IVariableDeclaratorOperation declarator:
                    return MemberOperations.Around(operation, catalog).OptimizerGiven(declarator.Symbol);
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The optimizer that the group, or the local that holds it, is added to by <c>add_param_group</c>.</summary>
    public static IOperation? ReceiverOfGroup(IOperation group, LearningRateCatalog catalog)
    {
        IOperation given = Group(group);
        return Receiver(given)
            ?? (Companion.LocalThatHolds(given) is { } local
                ? MemberOperations.Around(group, catalog).UsesOf(local).Select(Receiver).FirstOrDefault(receiver => receiver is not null)
                : null);

        static IOperation? Receiver(IOperation value) =>
            value.WithOuterConversions().Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "add_param_group", Instance: { } optimizer } }
                ? optimizer
                : null;
    }

    // A group's rate can be set in its initializer.
    private static IOperation Group(IOperation site) =>
        site.Ancestors().Prepend(site).OfType<IObjectCreationOperation>().LastOrDefault(creation => creation.Type is { Name: "ParamGroup" }) ?? site;

    /// <summary>
    /// Whether a group of the creation is also reached without the optimizer: by a variable that it was put into first.
    /// </summary>
    public static bool IsKeptOutside(IOperation group, IOperation creation) =>
        group.Syntax != creation.Syntax && group.Ancestors().All(ancestor => ancestor.Syntax != creation.Syntax);

    /// <summary>What the creation gives as the optimizer's own learning rate; <see langword="null"/> where it leaves it out.</summary>
    public static IArgumentOperation? LearningRateOf(IOperation creation) => creation.Arguments().FirstOrDefault(argument =>
        argument.Parameter is { } parameter
        && TorchSharpNames.LearningRateParameters.Contains(parameter.Name)
        && argument.ArgumentKind != ArgumentKind.DefaultValue);

    /// <summary>
    /// The parameter groups that are given to the creation, or an empty list where it is given parameters, or groups that
    /// cannot be seen.
    /// </summary>
    public static ImmutableArray<IObjectCreationOperation> GroupsOf(IOperation creation, LearningRateCatalog catalog)
    {
        foreach (IArgumentOperation argument in creation.Arguments())
        {
            ImmutableArray<IOperation> elements = ElementsOf(Resolved(argument.Value, creation, catalog));
            if (elements.IsEmpty)
            {
                continue;
            }

            var groups = elements.Select(element => Resolved(element, creation, catalog)).OfType<IObjectCreationOperation>()
                .Where(element => element.Type is INamedTypeSymbol type && catalog.OptimizerOfGroup(type) is not null)
                .ToImmutableArray();
            return groups.Length == elements.Length ? groups : ImmutableArray<IObjectCreationOperation>.Empty;
        }

        return ImmutableArray<IObjectCreationOperation>.Empty;
    }

    /// <summary>
    /// Whether the creation is given a list of single parameters that are no network's weights, such as the pixels of an
    /// image: those are of whatever size, and so are the steps that suit them.
    /// </summary>
    public static bool TakesLooseParameters(IOperation creation, LearningRateCatalog catalog) => creation.Arguments().Any(argument =>
        ElementsOf(Resolved(argument.Value, creation, catalog)) is { IsEmpty: false } elements
        && elements.All(element => element.WithoutConversions() is { Type.Name: "Parameter" } parameter && IsLoose(parameter)));

    // A member of a network is one of its weights; the temperature that an agent keeps is none.
    private static bool IsLoose(IOperation parameter) => parameter switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation or IObjectCreationOperation or IInvocationOperation => true,
        IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol, Instance: null or IInstanceReferenceOperation } member =>
            parameter.SemanticModel?.Compilation.FindLibraryType(TorchSharpNames.Module) is { } module && !member.Member.ContainingType.DerivesFrom(module),
        _ => false,
    };

    /// <summary>Whether the creation is given parameter groups rather than parameters.</summary>
    public static bool TakesGroups(IOperation creation) => creation.Arguments().Any(argument =>
        argument.Parameter?.Type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments }
        && arguments[0] is INamedTypeSymbol { Name: "ParamGroup" });

    /// <summary>The elements of an array, list or collection expression written in place; none for anything else.</summary>
    public static ImmutableArray<IOperation> ElementsOf(IOperation value)
    {
        switch (value.WithoutConversions())
        {
            case IArrayCreationOperation { Initializer: { } initializer }:
                return initializer.ElementValues;
            case IObjectCreationOperation { Initializer: { } list } when list.Initializers.All(IsAdd):
                return list.Initializers.Select(add => ((IInvocationOperation)add).Arguments[0].Value).ToImmutableArray();
            // Roslyn 4.8 has no operation of its own for `[a, b]`; its parts are there in every version.
            case var collection when collection.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.CollectionExpressionSyntax syntax
                && syntax.Elements.All(element => element is Microsoft.CodeAnalysis.CSharp.Syntax.ExpressionElementSyntax):
                var children = collection.ChildOperations.ToImmutableArray();
                return children.Length == syntax.Elements.Count ? children : ImmutableArray<IOperation>.Empty;
            default:
                return ImmutableArray<IOperation>.Empty;
        }
    }

    /// <summary>The local, parameter, field or property that the operation names.</summary>
    public static ISymbol? SymbolOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member => member.Member,
        _ => null,
    };

    // Groups are often put into a local first.
    private static IOperation Resolved(IOperation value, IOperation creation, LearningRateCatalog catalog)
    {
        IOperation unwrapped = value.WithoutConversions();
        return unwrapped is ILocalReferenceOperation { Local: var local }
            && MemberOperations.Around(creation, catalog) is var member
            && !member.IsCalled(local)
            && member.InitializerOf(local) is { } initializer
            ? initializer.WithoutConversions()
            : unwrapped;
    }

    /// <summary>Whether the operation is a library's factory call, or the constructor call, of an optimizer.</summary>
    public static bool Creates(IOperation operation, LearningRateCatalog catalog) => operation switch
    {
        IInvocationOperation { TargetMethod: { ContainingType: { } containingType } method } =>
            !catalog.SlotsOf(containingType).IsEmpty && catalog.OptimizerOf(method.ReturnType) is not null,
        IObjectCreationOperation { Type: INamedTypeSymbol type } => catalog.IsOptimizer(type),
        _ => false,
    };

    private static bool IsAdd(IOperation initializer) => initializer is IInvocationOperation { TargetMethod.Name: "Add", Arguments.Length: 1 };
}
