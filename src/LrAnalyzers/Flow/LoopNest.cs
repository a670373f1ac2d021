using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>The loops around a training step, innermost first, also those around the calls that lead to it.</summary>
internal static class LoopNest
{
    private const int MaximumCallers = 6;
    private const int MaximumDepth = 5;

    /// <summary>Finds the loops around an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="path">The calls through which it is known to be reached; callers are looked up where there are none.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static ImmutableArray<TrainingLoop> Around(
        IOperation operation, CallPath? path, CodeBase code, CancellationToken cancellationToken)
    {
        var visited = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        return Find(operation, path, code, visited, 0, cancellationToken).ToImmutableArray();
    }

    /// <summary>
    /// The loops around an object's use in which it is the same one: not those around its creation, which make a new one in
    /// each round.
    /// </summary>
    public static ImmutableArray<TrainingLoop> Without(ImmutableArray<TrainingLoop> loops, ImmutableArray<TrainingLoop> aroundCreation) =>
        loops.RemoveAll(loop => aroundCreation.Any(outer => outer.Operation.Syntax == loop.Operation.Syntax));

    private static List<TrainingLoop> Find(
        IOperation operation,
        CallPath? path,
        CodeBase code,
        HashSet<ISymbol> visited,
        int depth,
        CancellationToken cancellationToken)
    {
        List<TrainingLoop> loops = Lexical(operation, cancellationToken);
        if (depth >= MaximumDepth)
        {
            return loops;
        }

        if (path is not null)
        {
            loops.AddRange(Find(path.Call, path.Caller, code, visited, depth + 1, cancellationToken));
            return loops;
        }

        if (FunctionOf(operation, cancellationToken) is not { } function || !visited.Add(function.OriginalDefinition))
        {
            return loops;
        }

        // Of several callers the one with the most loops: a training loop somewhere makes it training.
        List<TrainingLoop> deepest = new();
        foreach (IOperation caller in (code.ReferencesTo(function, cancellationToken) ?? Enumerable.Empty<IOperation>())
            .Where(reference => reference is IInvocationOperation or IObjectCreationOperation).Take(MaximumCallers))
        {
            List<TrainingLoop> around = Find(caller, path: null, code, visited, depth + 1, cancellationToken);
            if (around.Count > deepest.Count)
            {
                deepest = around;
            }
        }

        loops.AddRange(deepest);
        return loops;
    }

    // Through lambdas, whose calls cannot be seen, but not through local functions, whose calls can.
    private static List<TrainingLoop> Lexical(IOperation operation, CancellationToken cancellationToken)
    {
        var loops = new List<TrainingLoop>();
        IOperation child = operation;
        for (IOperation? current = operation.Parent; current is not null and not ILocalFunctionOperation; current = current.Parent)
        {
            // What a loop's head evaluates once is not in the loop.
            if (current is ILoopOperation loop && (loop.Body == child || loop is IWhileLoopOperation))
            {
                loops.Add(LoopReader.Read(loop, cancellationToken));
            }

            child = current;
        }

        return loops;
    }

    private static IMethodSymbol? FunctionOf(IOperation operation, CancellationToken cancellationToken)
    {
        ISymbol? symbol = operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart, cancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol as IMethodSymbol;
    }
}
