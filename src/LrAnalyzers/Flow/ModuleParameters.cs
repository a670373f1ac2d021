using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>Tells the training of a module from the optimisation of bare parameters, as solvers and style transfer do.</summary>
internal static class ModuleParameters
{
    private const int MaximumDepth = 4;

    // What else LINQ does with a sequence leaves some of it out.
    private static readonly ImmutableHashSet<string> s_keepAll = ImmutableHashSet.Create(
        "Concat", "Append", "Prepend", "Union", "Distinct", "Select", "SelectMany", "ToList", "ToArray", "AsEnumerable", "ToHashSet");

    /// <summary>Whether what an optimizer is given comes from a module's <c>parameters()</c> or <c>named_parameters()</c>.</summary>
    public static bool AreIn(IOperation? parameters, ScheduleCatalog catalog, CancellationToken cancellationToken) =>
        ModulesOf(parameters, catalog, cancellationToken).Any();

    /// <summary>The modules whose <c>parameters()</c> or <c>named_parameters()</c> an optimizer is given.</summary>
    public static IEnumerable<IOperation> ModulesOf(IOperation? parameters, ScheduleCatalog catalog, CancellationToken cancellationToken) =>
        Parts(parameters, catalog, cancellationToken).Select(part => ModuleOf(part, catalog)).OfType<IOperation>();

    /// <summary>Whether some of the modules' parameters are left out, as frozen ones are.</summary>
    public static bool AreFiltered(IOperation? parameters, ScheduleCatalog catalog, CancellationToken cancellationToken) =>
        Parts(parameters, catalog, cancellationToken).Any(part =>
            part is IInvocationOperation { TargetMethod: { ContainingType.Name: "Enumerable", Name: var name } } && !s_keepAll.Contains(name));

    private static IOperation? ModuleOf(IOperation operation, ScheduleCatalog catalog) =>
        operation is IInvocationOperation { TargetMethod.Name: "parameters" or "named_parameters", Instance: { } instance } && catalog.IsModule(instance.Type)
            ? instance
            : null;

    // The operations in what an optimizer is given, also in the locals that it is put together in, down to the modules.
    private static IEnumerable<IOperation> Parts(IOperation? parameters, ScheduleCatalog catalog, CancellationToken cancellationToken)
    {
        var pending = new Stack<(IOperation Operation, int Depth)>();
        if (parameters is not null)
        {
            pending.Push((parameters, 0));
        }

        while (pending.Count > 0)
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

            if (operation is ILocalReferenceOperation { Local: var local } && depth < MaximumDepth
                && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken)
                    is VariableDeclaratorSyntax { Initializer.Value: { } initializer }
                && operation.SemanticModel is { } semanticModel
                && initializer.SyntaxTree == semanticModel.SyntaxTree
                && semanticModel.GetOperation(initializer, cancellationToken) is { } value)
            {
                pending.Push((value, depth + 1));
            }
        }
    }
}
