using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Models;

/// <summary>
/// Where a module comes from and whether it is given weights on the way: two walks over the flow graph, back to its creations
/// and from all that it passes to what is done with it there. Calls that return the module itself, such as <c>to(device)</c>,
/// are passed through. What is unknown leaves the creations incomplete.
/// </summary>
internal sealed class ModuleSource : ForwardWalk
{
    private readonly ScheduleCatalog _catalog;
    private readonly ImmutableArray<IOperation>.Builder _creations = ImmutableArray.CreateBuilder<IOperation>();

    private ModuleSource(ScheduleCatalog catalog, CodeBase code, CancellationToken cancellationToken)
        : base(code.Graph, cancellationToken) => _catalog = catalog;

    /// <summary>The creations it can come from: constructors, and factories of the library.</summary>
    public ImmutableArray<IOperation> Creations => _creations.ToImmutable();

    /// <summary>Whether it can come from nowhere else.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Whether it may have weights that are already trained.</summary>
    public bool MayBePretrained { get; private set; }

    /// <summary>Follows the module that an expression gives.</summary>
    public static ModuleSource Of(IOperation module, ScheduleCatalog catalog, CodeBase code, CancellationToken cancellationToken)
    {
        var source = new ModuleSource(catalog, code, cancellationToken);
        source.GoBack(Place.At(module));
        source.Run();
        return source;
    }

    // Whatever it passes is where the way forward begins.
    private void GoBack(Place module)
    {
        var seen = new HashSet<Place>();
        var pending = new Stack<Place>();
        pending.Push(module);
        while (pending.Count > 0)
        {
            CancellationToken.ThrowIfCancellationRequested();
            Place place = pending.Pop();
            if (!seen.Add(place))
            {
                continue;
            }

            Add(place);
            if (seen.Count >= GraphLimits.Places)
            {
                Lose(place, by: null);
                return;
            }

            foreach (FlowEdge edge in Graph.Previous(place, CancellationToken))
            {
                switch (edge.Kind)
                {
                    case EdgeKind.Passes:
                        pending.Push(edge.Place);
                        break;
                    case EdgeKind.Ends when ReceiverOf(edge.By!) is { } receiver:
                        pending.Push(Place.At(receiver, place.Part, place.Path));
                        break;
                    case EdgeKind.Ends:
                        AddOrigin(edge.By!);
                        break;
                    default:
                        IsComplete = false;
                        // What a method is given elsewhere, or what others put into a member, is some module of its type; what a function
                        // makes that is given, or anything else, may be anything.
                        MayBePretrained |= edge.Kind == EdgeKind.Unknown && (place.Variable is not IParameterSymbol || place.Part is { Kind: PartKind.Result });
                        break;
                }
            }
        }
    }

    private void AddOrigin(IOperation origin)
    {
        switch (origin)
        {
            case IObjectCreationOperation:
            case IInvocationOperation { TargetMethod: var method } when method.IsOfLibrary() || PretrainedCatalog.MakesByType(method):
                _creations.Add(origin);
                break;
            case IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null } }:
                break;
            default:
                // What another library gives, a cache or a deserializer, may be anything.
                IsComplete = false;
                MayBePretrained |= origin is IInvocationOperation;
                break;
        }
    }

    // `model.to(device)`, also where that is an extension method: what it is called on.
    private IOperation? ReceiverOf(IOperation operation) =>
        operation is IInvocationOperation call
        && _catalog.IsModule(call.Type)
        && !Graph.Code.Declares(call.TargetMethod)
        && (call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null))?.WithoutConversions() is { } receiver
        && _catalog.IsModule(receiver.Type)
            ? receiver
            : null;

    /// <inheritdoc/>
    protected override void Visit(Place place) =>
        MayBePretrained |= place.Operation is { } value && CallWith(value) is { } call && WeightLoading.IsNamed(call.TargetMethod.Name);

    // The call that makes the value, is made on it, or is given it.
    private static IInvocationOperation? CallWith(IOperation value) => value as IInvocationOperation ?? value.WithOuterConversions().Parent switch
    {
        IInvocationOperation call when call.Instance?.WithoutConversions() == value.WithoutConversions() => call,
        IArgumentOperation { Parent: IInvocationOperation call } => call,
        _ => null,
    };

    /// <inheritdoc/>
    protected override void End(Place place, IOperation by)
    {
        IOperation call = by is IArgumentOperation { Parent: { } given } ? given : by;
        if (place.Operation is { } value && ReceiverOf(call) == value.WithoutConversions())
        {
            Add(Place.At(call, place.Part, place.Path));
        }

        // `new WeakReference<Net>(net)` hands it out again, and to whom cannot be seen.
        MayBePretrained |= call is IObjectCreationOperation { Type: INamedTypeSymbol { TypeArguments: var kept } holder } && !_catalog.IsModule(holder) && kept.Any(_catalog.IsModule);
    }

    /// <inheritdoc/>
    protected override void Show(Place place)
    {
    }

    /// <inheritdoc/>
    protected override void Lose(Place place, IOperation? by)
    {
        // Too many places to look at.
        if (by is null)
        {
            IsComplete = false;
            MayBePretrained = true;
        }
    }
}
