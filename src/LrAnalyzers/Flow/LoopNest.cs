using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Loops;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Flow;

/// <summary>
/// The loops around a training step, innermost first, also those around the calls that lead to it: where <see cref="CallChain"/>
/// ends because there are several callers, or none that is sure, this goes on.
/// </summary>
internal static class LoopNest
{
    /// <summary>Finds the loops around an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="path">The calls through which it is known to be reached; callers are looked up where there are none.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static ImmutableArray<TrainingLoop> Around(
        IOperation operation, CallPath? path, CodeBase code, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<Place, ImmutableArray<TrainingLoop>> nests = code.Answers<Place, ImmutableArray<TrainingLoop>>();
        var place = Place.At(operation, path: path);
        return nests.TryGetValue(place, out ImmutableArray<TrainingLoop> known)
            ? known
            : nests.GetOrAdd(place, Find(operation, path, code, new Dictionary<(SyntaxNode, CallPath?), List<TrainingLoop>>(), 0, cancellationToken).ToImmutableArray());
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
        Dictionary<(SyntaxNode Function, CallPath? Path), List<TrainingLoop>> outsides,
        int calls,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var loops = CallSites.LoopsAround(operation, code, cancellationToken).ToList();
        if (calls >= GraphLimits.Calls)
        {
            return loops;
        }

        // What is around a function is the same for all that it does; a getter may do something in some reads only.
        SyntaxNode function = FunctionBodies.FunctionOf(operation.Syntax);
        (SyntaxNode, CallPath?) key = (function is AccessorDeclarationSyntax or PropertyDeclarationSyntax ? operation.Syntax : function, path);
        if (!outsides.TryGetValue(key, out List<TrainingLoop>? deepest))
        {
            // A function that calls itself is entered once.
            outsides.Add(key, new List<TrainingLoop>());
            deepest = new List<TrainingLoop>();
            // Of several callers the one with the most loops: a training loop somewhere makes it training.
            foreach (CallSite site in CallSites.Above(operation, path, code, cancellationToken).Take(GraphLimits.Callers))
            {
                List<TrainingLoop> around = Find(site.Operation, site.Path, code, outsides, site.Loop is null && !site.IsAssumed ? calls + 1 : calls, cancellationToken);
                if (site.Loop is { } perElement)
                {
                    around.Insert(0, perElement);
                }

                deepest = around.Count > deepest.Count ? around : deepest;
            }

            outsides[key] = deepest;
        }

        loops.AddRange(deepest);
        return loops;
    }
}
