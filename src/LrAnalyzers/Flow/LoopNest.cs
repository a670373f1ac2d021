using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>The loops around a training step, innermost first, also those around the calls that lead to it.</summary>
internal static class LoopNest
{
    private static readonly ConditionalWeakTable<CodeBase, ConcurrentDictionary<Place, ImmutableArray<TrainingLoop>>> s_nests = new();

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
        ConcurrentDictionary<Place, ImmutableArray<TrainingLoop>> nests = s_nests.GetValue(code, _ => new ConcurrentDictionary<Place, ImmutableArray<TrainingLoop>>());
        var place = Place.At(operation, path: path);
        return nests.TryGetValue(place, out ImmutableArray<TrainingLoop> known)
            ? known
            : nests.GetOrAdd(place, Find(operation, path, code, new HashSet<ISymbol>(SymbolEqualityComparer.Default), 0, cancellationToken).ToImmutableArray());
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
        List<TrainingLoop> loops = new();
        IAnonymousFunctionOperation? lambda = Climb(operation, loops, cancellationToken);
        if (depth >= MaximumDepth)
        {
            return loops;
        }

        // A lambda runs where it is called, or else, as far as one can see, where it stands.
        SyntaxNode function = CallChain.FunctionOf(operation.Syntax);
        while (lambda is not null && path?.Entered != lambda.Syntax)
        {
            if (DelegateCalls.Of(lambda, path, code, cancellationToken) is { } calls)
            {
                loops.AddRange(Deepest(calls.Select(call => (call.Call, call.Caller)), code, visited, depth, cancellationToken));
                return loops;
            }

            if (LoopReader.ReadLambda(lambda, cancellationToken) is { } perElement)
            {
                loops.Add(perElement);
            }

            function = CallChain.FunctionOf(lambda.Syntax.Parent!);
            lambda = Climb(lambda, loops, cancellationToken);
        }

        if (path is not null && (lambda is not null || function is not LocalFunctionStatementSyntax || path.Entered == function))
        {
            loops.AddRange(Find(path.Call, path.Caller, code, visited, depth + 1, cancellationToken));
            return loops;
        }

        if (FunctionOf(operation, cancellationToken) is not { } method || CallChain.RunsOnce(operation, method) || !visited.Add(method.OriginalDefinition))
        {
            return loops;
        }

        loops.AddRange(Deepest(CallChain.CallersOf(method, path, code, cancellationToken), code, visited, depth, cancellationToken));
        return loops;
    }

    // Of several callers the one with the most loops: a training loop somewhere makes it training.
    private static List<TrainingLoop> Deepest(
        IEnumerable<(IOperation Call, CallPath? Path)> calls, CodeBase code, HashSet<ISymbol> visited, int depth, CancellationToken cancellationToken)
    {
        List<TrainingLoop> deepest = new();
        foreach ((IOperation call, CallPath? path) in calls.Take(MaximumCallers))
        {
            List<TrainingLoop> around = Find(call, path, code, visited, depth + 1, cancellationToken);
            if (around.Count > deepest.Count)
            {
                deepest = around;
            }
        }

        return deepest;
    }

    // Collects the loops on the way up to the next lambda, or to the end of the function. Returns the lambda.
    private static IAnonymousFunctionOperation? Climb(IOperation operation, List<TrainingLoop> loops, CancellationToken cancellationToken)
    {
        IOperation child = operation;
        for (IOperation? current = operation.Parent; current is not null and not ILocalFunctionOperation; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation lambda)
            {
                return lambda;
            }

            // What a loop's head evaluates once is not in the loop.
            if (current is ILoopOperation loop && (loop.Body == child || loop is IWhileLoopOperation))
            {
                loops.Add(LoopReader.Read(loop, cancellationToken));
            }

            child = current;
        }

        return null;
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
