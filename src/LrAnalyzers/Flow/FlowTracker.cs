using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// Follows an optimizer or a scheduler from its creation to everything that is done with it: a walk over the flow graph
/// whose sinks are the library's calls. What cannot be followed escapes, and silences.
/// </summary>
internal sealed class FlowTracker : ForwardWalk
{
    private readonly ScheduleCatalog _catalog;
    private readonly List<ISymbol> _holders = new();
    private readonly List<ISymbol> _containers = new();
    private readonly HashSet<SyntaxNode> _iterations = new();
    private readonly ImmutableArray<ObjectUse>.Builder _uses = ImmutableArray.CreateBuilder<ObjectUse>();
    private readonly HashSet<(UseKind, SyntaxNode, CallPath?)> _known = new();
    private bool _escapes;
    private bool _isHandedOut;

    private FlowTracker(CodeBase code, ScheduleCatalog catalog, CancellationToken cancellationToken)
        : base(new FlowGraph(code, new FollowedObjects(catalog)), cancellationToken) => _catalog = catalog;

    /// <summary>Follows the object that the operation creates.</summary>
    public static ObjectFlow Track(IOperation creation, CodeBase code, ScheduleCatalog catalog, CancellationToken cancellationToken) =>
        Track(Place.At(creation), code, catalog, cancellationToken);

    /// <summary>Follows the object that is in a place.</summary>
    public static ObjectFlow Track(Place start, CodeBase code, ScheduleCatalog catalog, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<Place, ObjectFlow> flows = code.Answers<Place, ObjectFlow>();
        return flows.TryGetValue(start, out ObjectFlow? known) ? known : flows.GetOrAdd(start, Walk(start, flows, code, catalog, cancellationToken));
    }

    private static ObjectFlow Walk(
        Place start, ConcurrentDictionary<Place, ObjectFlow> flows, CodeBase code, ScheduleCatalog catalog, CancellationToken cancellationToken)
    {
        var tracker = new FlowTracker(code, catalog, cancellationToken);
        // A variable that is given a new object in each of a thousand branches is followed once.
        if (start.Operation is not null && tracker.HolderOf(start) is { } holder)
        {
            return flows.TryGetValue(holder, out ObjectFlow? known) ? known : flows.GetOrAdd(holder, Walk(holder, flows, code, catalog, cancellationToken));
        }

        tracker.Add(start);
        tracker.Run();
        return new ObjectFlow(
            tracker._uses.ToImmutable(), tracker._escapes, tracker._isHandedOut, tracker._holders.ToImmutableArray(), tracker._containers.ToImmutableArray(), tracker._iterations.ToImmutableHashSet());
    }

    // The variable that an object goes to from where it is made, and from there nowhere else.
    private Place? HolderOf(Place place)
    {
        while (place is { Operation: not null, Part: null })
        {
            Place? only = null;
            foreach (FlowEdge edge in Graph.Next(place, CancellationToken))
            {
                // An assignment that is a statement hands nothing on.
                if (edge is { Kind: EdgeKind.Passes, Place.Operation.Parent: IExpressionStatementOperation })
                {
                    continue;
                }

                if (edge.Kind != EdgeKind.Passes || only is not null)
                {
                    return null;
                }

                only = edge.Place;
            }

            if (only is not { } next)
            {
                return null;
            }

            place = next;
        }

        return place is { Variable: not null, Part: null } ? place : null;
    }

    /// <summary>
    /// Follows whatever the variable holds that the operation refers to; <see langword="null"/> where it is no variable.
    /// </summary>
    public static ObjectFlow? TrackHolder(IOperation reference, CodeBase code, ScheduleCatalog catalog, CancellationToken cancellationToken) =>
        reference.Variable() is { } symbol ? TrackHolder(symbol, code, catalog, cancellationToken) : null;

    /// <summary>Follows whatever the variable holds.</summary>
    public static ObjectFlow TrackHolder(ISymbol symbol, CodeBase code, ScheduleCatalog catalog, CancellationToken cancellationToken) =>
        Track(Place.In(symbol), code, catalog, cancellationToken);

    /// <inheritdoc/>
    protected override void Visit(Place place)
    {
        if (place.Variable is { } variable)
        {
            List<ISymbol> known = place.Part is null ? _holders : _containers;
            if (!known.Contains(variable, SymbolEqualityComparer.Default))
            {
                known.Add(variable);
            }
        }
        else if (place is { Part.Kind: PartKind.Element, Operation: { } list } && IterationOver(list) is { } iteration)
        {
            _iterations.Add(iteration.Syntax);
        }
    }

    // foreach (… in list), list.ForEach(…), and for (…; i++) list[i]
    private static IOperation? IterationOver(IOperation list) => list.Parent switch
    {
        IForEachLoopOperation loop when loop.Collection == list => loop,
        IInvocationOperation { TargetMethod.Name: "ForEach" } each when each.Instance == list => each,
        IArrayElementReferenceOperation { Indices: { Length: 1 } indices } element => LoopOf(element, indices[0]),
        IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: { Length: 1 } arguments } element => LoopOf(element, arguments[0].Value),
        _ => null,
    };

    private static IForLoopOperation? LoopOf(IOperation element, IOperation index) => index is ILocalReferenceOperation { Local: var local }
        ? element.Ancestors().OfType<IForLoopOperation>().FirstOrDefault(loop => loop.Locals.Contains(local, SymbolEqualityComparer.Default))
        : null;

    /// <inheritdoc/>
    protected override void Lose(Place place, IOperation? by) => _escapes = true;

    /// <inheritdoc/>
    protected override void Show(Place place)
    {
        // What a factory makes for strangers is another object; what a member holds is this one, and so is what nobody else takes.
        if (place.Variable is IMethodSymbol factory && Graph.Code.CallsOf(factory, CancellationToken) is { Count: > 0 })
        {
            _isHandedOut = true;
        }
        else
        {
            _escapes = true;
        }
    }

    /// <inheritdoc/>
    protected override void End(Place place, IOperation by)
    {
        switch (by)
        {
            case IInvocationOperation call when call.Instance == place.Operation && place.Part is null:
                Call(call, place.Path);
                break;
            case IPropertyReferenceOperation property:
                Read(property, place.Path);
                break;
            case IArgumentOperation { Parent: { } call }:
                Give(call, place);
                break;
            case IInvocationOperation or IObjectCreationOperation or IInvalidOperation:
                Give(by, place);
                break;
            case IBinaryOperation or INameOfOperation or IInterpolationOperation or IUsingOperation or IUsingDeclarationOperation or IIsTypeOperation:
                break;
            default:
                _escapes = true;
                break;
        }
    }

    private void Use(UseKind kind, IOperation operation, CallPath? path)
    {
        if (_known.Add((kind, operation.Syntax, path)))
        {
            _uses.Add(new ObjectUse(kind, operation, path));
        }
    }

    private void Give(IOperation call, Place place)
    {
        IMethodSymbol? method = call.CalledMethod()
            ?? call.SemanticModel?.GetSymbolInfo(call.Syntax, CancellationToken).CandidateSymbols.FirstOrDefault() as IMethodSymbol;
        if (method is not null && _catalog.SchedulerCreatedBy(method) is not null)
        {
            Use(UseKind.Scheduled, call, place.Path);
        }
        else
        {
            _escapes |= method is null || !IsHarmless(method);
        }
    }

    // Calls that look at an object and leave it as it is.
    private static bool IsHarmless(IMethodSymbol method) => method.ContainingType is { } type
        && (type.Name, method.Name) is ("GC", "KeepAlive") or ("ArgumentNullException", "ThrowIfNull") or ("Object", "ReferenceEquals")
            or ("Debug", "Assert") or ("Assert", "NotNull") or ("Console", "WriteLine");

    private void Call(IInvocationOperation invocation, CallPath? path)
    {
        switch (invocation.TargetMethod.Name)
        {
            case "step":
                Use(UseKind.Step, invocation, path);
                break;
            case "add_param_group":
                Use(UseKind.AddParamGroup, invocation, path);
                break;
            case "load_state_dict":
                Use(UseKind.LoadState, invocation, path);
                break;
            case "zero_grad" or "Dispose" or "state_dict" or "save_state_dict" or "to" or "parameters" or "get_last_lr" or "get_lr" or "print_lr"
                or "ToString" or "GetType" or "GetHashCode" or "Equals":
                break;
            default:
                _escapes = true;
                break;
        }
    }

    private void Read(IPropertyReferenceOperation property, CallPath? path)
    {
        switch (property.Property.Name)
        {
            case "ParamGroups" or "LearningRate" or "InitialLearningRate" or "Options":
                if (LearningRateAccess.MayWrite(property))
                {
                    Use(UseKind.LearningRateWrite, property, path);
                }

                break;
            case "last_epoch" or "Betas" or "Momentum":
                break;
            default:
                _escapes = true;
                break;
        }
    }

    private sealed class FollowedObjects(ScheduleCatalog catalog) : FollowedValues
    {
        public override bool Follows(ITypeSymbol type) => catalog.IsOptimizer(type) || catalog.IsScheduler(type);

        public override bool StopsAt(IMethodSymbol method) => catalog.SchedulerCreatedBy(method) is not null;
    }
}
