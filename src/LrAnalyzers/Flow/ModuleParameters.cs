using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>Tells the training of a module from the optimisation of bare parameters, as solvers and style transfer do.</summary>
internal static class ModuleParameters
{
    private const int MaximumDepth = 8;
    private const int MaximumOperations = 2_000;

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

    private static IOperation? ModuleOf(IOperation operation, ScheduleCatalog catalog) =>
        operation is IInvocationOperation { TargetMethod.Name: "parameters" or "named_parameters", Instance: { } instance } && catalog.IsModule(instance.Type)
            ? instance
            : null;

    // The operations in what an optimizer is given, down to the modules: also in the variables that it is put together in, and
    // in the methods of this project that return it.
    private static IEnumerable<IOperation> Parts(IOperation? parameters, ScheduleCatalog catalog, CodeBase code, CancellationToken cancellationToken)
    {
        var pending = new Stack<(IOperation Operation, int Depth)>();
        var followed = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        if (parameters is not null)
        {
            pending.Push((parameters, 0));
        }

        for (int operations = 0; pending.Count > 0 && operations < MaximumOperations; operations++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (IOperation operation, int depth) = pending.Pop();
            yield return operation;
            if (ModuleOf(operation, catalog) is not null)
            {
                continue;
            }

            foreach (IOperation child in operation.ChildOperations)
            {
                pending.Push((child, depth));
            }

            if (depth < MaximumDepth && SourceOf(operation) is { } source && followed.Add(source.OriginalDefinition))
            {
                foreach (IOperation value in ValuesOf(source, code, cancellationToken))
                {
                    pending.Push((value, depth + 1));
                }
            }
        }
    }

    // A variable or a method of this project that parameters come from; any local, as its type may not bind.
    private static ISymbol? SourceOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation { Local: var local } => local,
        IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation when HasParameters(operation.Type) => FlowTracker.Variable(operation),
        IInvocationOperation { TargetMethod: var method } when HasParameters(method.ReturnType) => method,
        _ => null,
    };

    private static IEnumerable<IOperation> ValuesOf(ISymbol source, CodeBase code, CancellationToken cancellationToken)
    {
        if (!code.Declares(source))
        {
            return Enumerable.Empty<IOperation>();
        }

        IEnumerable<IOperation> values = source switch
        {
            // Whatever else may implement it elsewhere: what is unknown is passed over.
            IMethodSymbol method => code.SeenBodiesOf(method, cancellationToken).SelectMany(body => Returned(body, code, cancellationToken)),
            IPropertySymbol { GetMethod: { } getter } => Returned(getter, code, cancellationToken),
            IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter => Given(parameter, method, code, cancellationToken),
            _ => Enumerable.Empty<IOperation>(),
        };
        return source is IMethodSymbol ? values : values.Concat(Initial(source, code, cancellationToken)).Concat(Put(source, code, cancellationToken));
    }

    private static IEnumerable<IOperation> Returned(IMethodSymbol method, CodeBase code, CancellationToken cancellationToken) =>
        method.DeclaringSyntaxReferences
            .Select(declaration => declaration.GetSyntax(cancellationToken))
            .Select(declaration => code.ModelOf(declaration.SyntaxTree).GetOperation(declaration is ArrowExpressionClauseSyntax arrow ? arrow.Expression : declaration, cancellationToken))
            .OfType<IOperation>()
            .SelectMany(body => body is IMethodBodyBaseOperation or ILocalFunctionOperation or IBlockOperation
                ? body.Descendants().OfType<IReturnOperation>().Select(returning => returning.ReturnedValue).OfType<IOperation>()
                : new[] { body });

    private static IEnumerable<IOperation> Given(IParameterSymbol parameter, IMethodSymbol method, CodeBase code, CancellationToken cancellationToken) =>
        // `parameters.ForEach(parameter => …)`
        method.MethodKind == MethodKind.AnonymousFunction
            ? code.Graph.Previous(Place.In(parameter), cancellationToken).Select(edge => edge.Place.Operation).OfType<IOperation>()
            : CallChain.CallersOf(method, path: null, code, cancellationToken)
                .SelectMany(caller => caller.Call.Arguments())
                .Where(argument => argument.Parameter?.Ordinal == parameter.Ordinal)
                .Select(argument => argument.Value);

    private static IEnumerable<IOperation> Initial(ISymbol variable, CodeBase code, CancellationToken cancellationToken)
    {
        ExpressionSyntax? initializer = variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } => value,
            PropertyDeclarationSyntax { Initializer.Value: { } value } => value,
            ForEachStatementSyntax { Expression: { } collection } => collection,
            _ => null,
        };
        return initializer is not null && code.ModelOf(initializer.SyntaxTree).GetOperation(initializer, cancellationToken) is { } operation
            ? new[] { operation }
            : Enumerable.Empty<IOperation>();
    }

    // What the variable is assigned, and what is added to the list in it.
    private static IEnumerable<IOperation> Put(ISymbol variable, CodeBase code, CancellationToken cancellationToken) =>
        (code.ReferencesTo(variable, cancellationToken) ?? Enumerable.Empty<IOperation>()).SelectMany(reference => reference.Parent switch
        {
            IAssignmentOperation assignment when assignment.Target == reference => new[] { assignment.Value },
            IInvocationOperation { TargetMethod.Name: "Add" or "AddRange" or "Insert" or "InsertRange" } call when call.Instance == reference =>
                call.Arguments.Select(argument => argument.Value),
            _ => Enumerable.Empty<IOperation>(),
        });

    private static bool HasParameters(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => HasParameters(array.ElementType),
        INamedTypeSymbol named => IsParameter(named) || named.TypeArguments.Any(HasParameters),
        _ => false,
    };

    private static bool IsParameter(ITypeSymbol type) => type.Name is "Parameter" or "ParamGroup";
}
