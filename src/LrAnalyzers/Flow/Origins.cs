using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// Follows a value backwards, to everything that it can come from: a walk over the flow graph to which what is unknown is
/// no answer at all. The counterpart of <see cref="FlowTracker"/>.
/// </summary>
internal static class Origins
{
    /// <summary>
    /// Everything the value can be by the variables that it passes, <see langword="null"/> literals aside: calls, creations,
    /// constants, parameters; <see langword="null"/> where not all of it can be seen.
    /// </summary>
    public static ImmutableArray<IOperation>? Of(IOperation value, CodeBase code, CancellationToken cancellationToken) =>
        Of(value, code, out _, cancellationToken);

    /// <summary>The same, with the variables that it passes on the way.</summary>
    public static ImmutableArray<IOperation>? Of(
        IOperation value, CodeBase code, out OriginTrail trail, CancellationToken cancellationToken) =>
        Of(Place.At(value), code, out trail, cancellationToken) is { } places ? ImmutableArray.CreateRange(places, place => place.Operation!) : null;

    /// <summary>The same for a value to which calls are known to lead.</summary>
    public static ImmutableArray<Place>? Of(Place value, CodeBase code, out OriginTrail trail, CancellationToken cancellationToken)
    {
        trail = new OriginTrail();
        return Walk(value, throughCalls: false, trail, code, cancellationToken)?.ToImmutableArray();
    }

    /// <summary>The one thing the value can be, or <see langword="null"/>.</summary>
    public static IOperation? Single(IOperation value, CodeBase code, CancellationToken cancellationToken) =>
        Of(value, code, cancellationToken) is { Length: 1 } origins ? origins[0] : null;

    /// <summary>
    /// What makes the value in a place, also in another method: behind the calls that return it and before those that give
    /// it. Each with the calls that lead from there; <see langword="null"/> where not all of them can be seen.
    /// </summary>
    /// <param name="place">The place.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <param name="withoutStrangers">Whether what other projects may put in between is passed over.</param>
    public static ImmutableArray<Place>? Creations(Place place, CodeBase code, CancellationToken cancellationToken, bool withoutStrangers = false)
    {
        ConcurrentDictionary<(Place, bool), KnownCreations> known = code.Answers<(Place, bool), KnownCreations>();
        Consulted? collected = CodeBase.Collected;
        if (known.TryGetValue((place, withoutStrangers), out KnownCreations? creations) && (collected is null || creations.Consulted is not null))
        {
            collected?.Add(creations.Consulted!);
            return creations.Places;
        }

        // What a variable holds is looked for once, however often it is named.
        if (VariableOf(place, code, cancellationToken) is { } variable)
        {
            return Creations(variable, code, cancellationToken, withoutStrangers);
        }

        Consulted? consulted = collected is null ? null : new Consulted();
        creations = consulted is null ? Find() : CodeBase.Collect(consulted, Find);
        collected?.Add(consulted!);
        known[(place, withoutStrangers)] = creations;
        return creations.Places;

        KnownCreations Find() =>
            new(Walk(place, throughCalls: true, new OriginTrail(), code, cancellationToken, withoutStrangers)?.ToImmutableArray(), consulted);
    }

    // What was looked at is known only where somebody asked for it.
    private sealed record KnownCreations(ImmutableArray<Place>? Places, Consulted? Consulted);

    // The variable that an expression names, through conversions and whatever else hands one value on.
    private static Place? VariableOf(Place place, CodeBase code, CancellationToken cancellationToken)
    {
        for (int steps = 0; steps < GraphLimits.Calls && place is { Operation: not null, Part: null } && !IsOrigin(place.Operation, throughCalls: true); steps++)
        {
            if (code.Graph.Previous(place, cancellationToken) is not { Count: 1 } edges || edges[0].Kind != EdgeKind.Passes)
            {
                return null;
            }

            place = edges[0].Place;
            if (place.Variable is not null)
            {
                return place;
            }
        }

        return null;
    }

    /// <summary>What stands to the left of the question mark, as the scheduler in <c>scheduler?.step()</c>.</summary>
    internal static IOperation? Receiver(IOperation instance) => Predecessors.Receiver(instance);

    private static List<Place>? Walk(Place start, bool throughCalls, OriginTrail trail, CodeBase code, CancellationToken cancellationToken, bool withoutStrangers = false)
    {
        var origins = new List<Place>();
        var seen = new HashSet<Place>();
        var pending = new Stack<Place>();
        pending.Push(start);
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Place place = pending.Pop();
            if (!seen.Add(place))
            {
                continue;
            }

            if (seen.Count > (throughCalls ? GraphLimits.Places : GraphLimits.Origins * 2))
            {
                return null;
            }

            if (place.Variable is { } variable)
            {
                trail.Variables.Add(variable);
            }
            else if (place.Part is null && IsOrigin(place.Operation!, throughCalls))
            {
                AddOrigin(place, origins, trail);
                continue;
            }

            foreach (FlowEdge edge in code.Graph.Previous(place, cancellationToken))
            {
                switch (edge.Kind)
                {
                    case EdgeKind.Passes:
                        pending.Push(edge.Place);
                        break;
                    case EdgeKind.Ends:
                        AddOrigin(edge.Place.Operation is null ? Place.At(edge.By!) : edge.Place, origins, trail);
                        break;
                    case EdgeKind.Outside when withoutStrangers:
                        break;
                    default:
                        return null;
                }
            }
        }

        return origins;
    }

    private static bool IsOrigin(IOperation operation, bool throughCalls) =>
        operation is IDelegateCreationOperation or IDefaultValueOperation
        || operation.ConstantValue.HasValue && operation is not IConversionOperation
        || !throughCalls && operation is IParameterReferenceOperation or IInvocationOperation or IAwaitOperation or IConditionalAccessOperation
            or IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true };

    private static void AddOrigin(Place place, List<Place> origins, OriginTrail trail)
    {
        if (place.Operation is IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null } })
        {
            trail.MeetsNull = true;
        }
        else
        {
            origins.Add(place);
        }
    }
}

/// <summary>What a value passes on its way from its origins.</summary>
internal sealed class OriginTrail
{
    /// <summary>The locals, fields and properties that hold it.</summary>
    public HashSet<ISymbol> Variables { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Whether one of them is also given <see langword="null"/>.</summary>
    public bool MeetsNull { get; set; }
}
