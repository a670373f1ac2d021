using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.ValueGraph;

/// <summary>
/// How values pass through C#: every form of the language is taught here, once, forwards and backwards. A walk over it has
/// its own sources, sinks and barriers, and says whether what is unknown silences it.
/// </summary>
/// <param name="code">The project.</param>
/// <param name="followed">What is followed.</param>
internal sealed class FlowGraph(CodeBase code, FollowedValues followed)
{
    /// <summary>The project.</summary>
    public CodeBase Code => code;

    /// <summary>Tells what contains a followed value.</summary>
    public ContainerForms Forms { get; } = new(followed);

    /// <summary>What is followed.</summary>
    public FollowedValues Followed => followed;

    /// <summary>Where a value goes from a place.</summary>
    public IReadOnlyList<FlowEdge> Next(Place place, CancellationToken cancellationToken) => Next(place, 0, cancellationToken);

    /// <summary>Where the value in a place can come from.</summary>
    public IReadOnlyList<FlowEdge> Previous(Place place, CancellationToken cancellationToken) => Previous(place, 0, cancellationToken);

    // The depth counts delegates that are looked for while others are.
    internal IReadOnlyList<FlowEdge> Next(Place place, int depth, CancellationToken cancellationToken) =>
        new Successors(this, place, depth, cancellationToken).Find();

    internal IReadOnlyList<FlowEdge> Previous(Place place, int depth, CancellationToken cancellationToken) =>
        new Predecessors(this, place, depth, cancellationToken).Find();

    /// <summary>The functions that a delegate can be; <see langword="null"/> where not all of them can be seen.</summary>
    internal IReadOnlyList<IMethodSymbol>? TargetsOf(IOperation value, CallPath? path, int depth, CancellationToken cancellationToken)
    {
        if (depth >= GraphLimits.Delegates)
        {
            return null;
        }

        var targets = new List<IMethodSymbol>();
        var seen = new HashSet<Place>();
        var pending = new Queue<Place>();
        pending.Enqueue(Place.At(value, path: path));
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

            foreach (FlowEdge edge in Previous(place, depth + 1, cancellationToken))
            {
                switch (edge)
                {
                    case { Kind: EdgeKind.Passes }:
                        pending.Enqueue(edge.Place);
                        break;
                    case { Kind: EdgeKind.Ends, By: IAnonymousFunctionOperation { Symbol: var lambda } }:
                        targets.Add(lambda);
                        break;
                    case { Kind: EdgeKind.Ends, By: IMethodReferenceOperation { Method: var method } }:
                        targets.Add(method);
                        break;
                    case { Kind: EdgeKind.Ends, By: IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null } } }:
                        break;
                    default:
                        return null;
                }
            }
        }

        // A delegate that nobody sets is set by something that cannot be seen.
        return targets.Count > 0 ? targets : null;
    }
}
