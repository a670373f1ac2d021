using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Models;

/// <summary>Tells the training of a module from the optimisation of bare parameters, as solvers and style transfer do.</summary>
internal static class ModuleParameters
{
    // What else LINQ does with a sequence leaves some of it out.
    private static readonly ImmutableHashSet<string> s_keepAll = ImmutableHashSet.Create(
        "Concat", "Append", "Prepend", "Union", "Distinct", "Select", "SelectMany", "ToList", "ToArray", "AsEnumerable", "ToHashSet");

    /// <summary>Whether what an optimizer is given comes from a module's <c>parameters()</c> or <c>named_parameters()</c>.</summary>
    public static bool AreIn(IOperation? parameters, ScheduleCatalog catalog, CodeBase code, CancellationToken cancellationToken) =>
        ModulesOf(parameters, catalog, code, cancellationToken).Any();

    /// <summary>The modules whose <c>parameters()</c> or <c>named_parameters()</c> an optimizer is given.</summary>
    public static IEnumerable<IOperation> ModulesOf(IOperation? parameters, ScheduleCatalog catalog, CodeBase code, CancellationToken cancellationToken) =>
        Parts(parameters, catalog, code, cancellationToken).Select(part => ModuleOf(part, catalog)).OfType<IOperation>();

    /// <summary>Whether some of the modules' parameters are left out, as frozen ones are.</summary>
    public static bool AreFiltered(IOperation? parameters, ScheduleCatalog catalog, CodeBase code, CancellationToken cancellationToken) =>
        Parts(parameters, catalog, code, cancellationToken).Any(part => part switch
        {
            IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable", Name: var name } } => !s_keepAll.Contains(name),
            // Taken one by one, perhaps not all.
            ILocalReferenceOperation { Local: var local } => IsParameter(local.Type),
            _ => false,
        });

    /// <summary>The list that was copied by <c>ToList()</c> and the like; the value itself where it was not.</summary>
    public static IOperation WithoutCopies(IOperation given)
    {
        IOperation value = given.WithoutConversions();
        while (value is IInvocationOperation { TargetMethod: { Name: "ToList" or "ToArray" or "AsEnumerable", ContainingType.Name: "Enumerable" }, Arguments: { Length: 1 } source })
        {
            value = source[0].Value.WithoutConversions();
        }

        return value;
    }

    /// <summary>The call that gives all parameters of a module, <c>model.parameters()</c>; <see langword="null"/> for one that leaves some out, and for anything else.</summary>
    public static IInvocationOperation? CallForAll(IOperation? value) =>
        value is IInvocationOperation { TargetMethod: { Name: "parameters" or "named_parameters" } method, Instance: not null, Arguments: var arguments } call
        && method.IsOfLibrary()
        && arguments.All(argument => argument.Value.ConstantValue is { HasValue: true, Value: true })
            ? call
            : null;

    private static IOperation? ModuleOf(IOperation operation, ScheduleCatalog catalog) =>
        operation is IInvocationOperation { TargetMethod.Name: "parameters" or "named_parameters", Instance: { } instance } && catalog.IsModule(instance.Type)
            ? instance
            : null;

    // The operations in what an optimizer is given, down to the modules, wherever the flow graph finds them; what is unknown is
    // passed over.
    private static IEnumerable<IOperation> Parts(IOperation? parameters, ScheduleCatalog catalog, CodeBase code, CancellationToken cancellationToken)
    {
        var pending = new Stack<Place>();
        var seen = new HashSet<Place>();
        if (parameters is not null)
        {
            pending.Push(Place.At(parameters));
        }

        while (pending.Count > 0 && seen.Count < GraphLimits.Places)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Place place = pending.Pop();
            if (!seen.Add(place))
            {
                continue;
            }

            if (place is { Operation: { } operation, Part: null })
            {
                yield return operation;
                if (ModuleOf(operation, catalog) is not null)
                {
                    continue;
                }

                foreach (IOperation child in operation.ChildOperations)
                {
                    pending.Push(Place.At(child, path: place.Path));
                }

                if (!MayHaveParameters(operation))
                {
                    continue;
                }

                // What is put into a list is in its elements.
                pending.Push(Place.At(operation, ValuePart.Element(), place.Path));
            }
            else if (place.Operation is { } container)
            {
                pending.Push(Place.At(container, path: place.Path));
            }

            foreach (FlowEdge edge in code.Graph.Previous(place, cancellationToken))
            {
                if (edge.Kind == EdgeKind.Passes)
                {
                    pending.Push(edge.Place);
                }
            }
        }
    }

    // Any local, as its type may not bind.
    private static bool MayHaveParameters(IOperation operation) => operation switch
    {
        ILocalReferenceOperation => true,
        IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation or IInvocationOperation => HasParameters(operation.Type),
        _ => false,
    };

    private static bool HasParameters(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => HasParameters(array.ElementType),
        INamedTypeSymbol named => IsParameter(named) || named.TypeArguments.Any(HasParameters),
        _ => false,
    };

    private static bool IsParameter(ITypeSymbol type) => type.Name is "Parameter" or "ParamGroup";
}
