using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.ValueGraph;

/// <summary>Goes from a place to every place that its value reaches. What it makes of where that ends is each walk's own.</summary>
internal abstract class ForwardWalk(FlowGraph graph, CancellationToken cancellationToken)
{
    private readonly Queue<Place> _pending = new();
    private readonly HashSet<Place> _seen = new();
    private readonly Dictionary<ISymbol, int> _pathsByVariable = new(SymbolEqualityComparer.Default);

    /// <summary>What is walked over.</summary>
    protected FlowGraph Graph => graph;

    /// <summary>Stops the walk.</summary>
    protected CancellationToken CancellationToken => cancellationToken;

    /// <summary>Walks from the places that were added.</summary>
    protected void Run()
    {
        while (_pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Place place = _pending.Dequeue();
            Visit(place);
            foreach (FlowEdge edge in graph.Next(place, cancellationToken))
            {
                switch (edge.Kind)
                {
                    case EdgeKind.Passes:
                        Add(edge.Place);
                        break;
                    case EdgeKind.Ends:
                        End(edge.Place, edge.By!);
                        break;
                    case EdgeKind.Outside:
                        Show(edge.Place);
                        break;
                    default:
                        Lose(edge.Place, edge.By);
                        break;
                }
            }
        }
    }

    /// <summary>Adds a place, the first or another.</summary>
    protected void Add(Place place)
    {
        if (_seen.Contains(place))
        {
            return;
        }

        if (_seen.Count >= GraphLimits.Places)
        {
            Lose(place, by: null);
            return;
        }

        if (place.Variable is { } variable)
        {
            _pathsByVariable.TryGetValue(variable, out int paths);
            // A function that is given the object from more places does the same from each.
            if (paths == GraphLimits.Callers)
            {
                return;
            }

            _pathsByVariable[variable] = paths + 1;
        }

        _seen.Add(place);
        _pending.Enqueue(place);
    }

    /// <summary>A place that the value reaches.</summary>
    protected abstract void Visit(Place place);

    /// <summary>An operation that does something with the value.</summary>
    protected abstract void End(Place place, IOperation by);

    /// <summary>Another project can take the value from the variable in the place.</summary>
    protected abstract void Show(Place place);

    /// <summary>The value goes where nothing can be seen, or a limit is reached.</summary>
    protected abstract void Lose(Place place, IOperation? by);
}
