using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.ValueGraph;

/// <summary>Finds the calls that lead to a function.</summary>
internal static class Callers
{
    /// <summary>
    /// The calls of a function, each with the calls that lead to it; <see langword="null"/> where not all of them can be seen.
    /// Where the path is known to lead into the function, its own call alone.
    /// </summary>
    public static IReadOnlyList<(IOperation Call, CallPath? Path)>? Of(IMethodSymbol method, CallPath? path, FlowGraph graph, int depth, CancellationToken cancellationToken)
    {
        SyntaxNode? declaration = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken);
        if (path is not null && path.Entered == declaration)
        {
            return new[] { (path.Call, path.Caller) };
        }

        if (method.MethodKind == MethodKind.AnonymousFunction)
        {
            return declaration is not null
                && graph.Code.ModelOf(declaration.SyntaxTree).GetOperation(declaration, cancellationToken) is { } lambda
                && CallsOf(lambda, path, graph, depth, cancellationToken) is { } calls
                    ? calls
                    : null;
        }

        if (graph.Code.CallsOf(method, cancellationToken) is not { } references)
        {
            return null;
        }

        var found = new List<(IOperation, CallPath?)>();
        foreach (IOperation reference in references)
        {
            if (reference is IMethodReferenceOperation)
            {
                if (CallsOf(reference, path: null, graph, depth, cancellationToken) is not { } calls)
                {
                    return null;
                }

                found.AddRange(calls);
            }
            else
            {
                found.Add((reference, method.MethodKind == MethodKind.LocalFunction ? path : null));
            }
        }

        return found;
    }

    /// <summary>Those of a method's calls that can be seen, where not all can.</summary>
    public static IReadOnlyList<(IOperation Call, CallPath? Path)> SeenOf(IMethodSymbol method, FlowGraph graph, int depth, CancellationToken cancellationToken)
    {
        var found = new List<(IOperation, CallPath?)>();
        foreach (IOperation reference in graph.Code.CallsOf(method, cancellationToken) ?? Enumerable.Empty<IOperation>())
        {
            if (reference is not IMethodReferenceOperation)
            {
                found.Add((reference, null));
            }
            else if (CallsOf(reference, path: null, graph, depth, cancellationToken) is { } calls)
            {
                found.AddRange(calls);
            }
        }

        return found;
    }

    /// <summary>Whether strangers can call it: by its own name, or by that of another assembly's member.</summary>
    public static bool MayBeStrangers(IMethodSymbol method, CodeBase code) =>
        code.IsLibrary && method.IsVisibleOutside()
        || OtherNames.Of(method).Any(other => !code.Declares(other) || code.IsLibrary && other.IsVisibleOutside());

    /// <summary>The calls of a lambda, or of a method whose name is used like one; <see langword="null"/> where not all of them can be seen.</summary>
    public static IReadOnlyList<(IOperation Call, CallPath? Path)>? CallsOf(IOperation function, CallPath? path, FlowGraph graph, int depth, CancellationToken cancellationToken)
    {
        if (depth >= GraphLimits.Delegates)
        {
            return null;
        }

        var calls = new List<(IOperation, CallPath?)>();
        var seen = new HashSet<Place>();
        var pending = new Queue<Place>();
        pending.Enqueue(Place.At(function, ValuePart.Result(), path));
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Place place = pending.Dequeue();
            if (!seen.Add(place))
            {
                continue;
            }

            if (seen.Count > GraphLimits.Origins)
            {
                return null;
            }

            foreach (FlowEdge edge in graph.Next(place, depth + 1, cancellationToken))
            {
                switch (edge)
                {
                    case { Kind: EdgeKind.Passes, Place: { Operation: IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } call, Part: null } to }:
                        calls.Add((call, to.Path));
                        break;
                    // Kept as it is, put into a container or taken out of one; a call that returns what it returns is none that is seen.
                    case { Kind: EdgeKind.Passes, Place.Part: { } part } when part.Equals(place.Part) || place.Part!.Equals(part.Inner)
                        || place.Part.Kind != PartKind.Result && part.Equals(place.Part.Inner):
                        pending.Enqueue(edge.Place);
                        break;
                    case { Kind: EdgeKind.Ends, By: IBinaryOperation or IIsTypeOperation or INameOfOperation }:
                        break;
                    default:
                        return null;
                }
            }
        }

        return calls.Count <= GraphLimits.Callers * 2 ? calls : null;
    }
}
