using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>Where an optimizer or a scheduler goes after its creation, and what is done with it there.</summary>
/// <param name="uses">Every use that was found.</param>
/// <param name="escapesHere">Whether it reaches code that cannot be seen on the paths that this project holds.</param>
/// <param name="isHandedOut">Whether a factory also makes it for other projects: what those do with theirs is not seen.</param>
/// <param name="holders">The locals, parameters, fields and properties that hold it.</param>
/// <param name="containers">Those that hold a tuple or a collection with it.</param>
/// <param name="iterations">The loops over a collection with it: they do not repeat what is done with it.</param>
internal sealed class ObjectFlow(
    ImmutableArray<ObjectUse> uses,
    bool escapesHere,
    bool isHandedOut,
    ImmutableArray<ISymbol> holders,
    ImmutableArray<ISymbol> containers,
    ImmutableHashSet<SyntaxNode> iterations)
{
    private ImmutableDictionary<UseKind, ChainIndex> _chains = ImmutableDictionary<UseKind, ChainIndex>.Empty;

    /// <summary>Every use that was found.</summary>
    public ImmutableArray<ObjectUse> Uses { get; } = uses;

    /// <summary>Whether it reaches code that cannot be seen on the paths that this project holds.</summary>
    public bool EscapesHere { get; } = escapesHere;

    /// <summary>Whether a factory also makes it for other projects: what those do with theirs is not seen.</summary>
    public bool IsHandedOut { get; } = isHandedOut;

    /// <summary>The locals, parameters, fields and properties that hold it.</summary>
    public ImmutableArray<ISymbol> Holders { get; } = holders;

    /// <summary>Those that hold a tuple or a collection with it.</summary>
    public ImmutableArray<ISymbol> Containers { get; } = containers;

    /// <summary>The loops over a collection with it: they do not repeat what is done with it.</summary>
    public ImmutableHashSet<SyntaxNode> Iterations { get; } = iterations;

    /// <summary>Whether it reaches code that cannot be seen, here or elsewhere: then what was found is not all.</summary>
    public bool Escapes => EscapesHere || IsHandedOut;

    /// <summary>What several objects have in common: whatever is done with one of them.</summary>
    public static ObjectFlow Union(IEnumerable<ObjectFlow> flows)
    {
        ObjectFlow[] all = flows.ToArray();
        return all.Length == 1
            ? all[0]
            : new ObjectFlow(
                all.SelectMany(flow => flow.Uses).Distinct().ToImmutableArray(),
                all.Any(flow => flow.EscapesHere),
                all.Any(flow => flow.IsHandedOut),
                all.SelectMany(flow => flow.Holders).Distinct<ISymbol>(SymbolEqualityComparer.Default).ToImmutableArray(),
                all.SelectMany(flow => flow.Containers).Distinct<ISymbol>(SymbolEqualityComparer.Default).ToImmutableArray(),
                all.SelectMany(flow => flow.Iterations).ToImmutableHashSet());
    }

    /// <summary>
    /// What is done with the object that a reference names, where others of their own are made alike: with <c>a.Optimizer</c> or
    /// <c>all[0]</c>, and not with <c>b.Optimizer</c> or <c>all[1]</c>.
    /// </summary>
    public ObjectFlow Narrowed(IOperation reference)
    {
        if (OwnerOf(reference) is null && IndexOf(reference) is null)
        {
            return this;
        }

        var own = Uses.Where(use => use.References.All(used => IsSameObject(used, reference) != false)).ToImmutableArray();
        return own.Length == Uses.Length ? this : new ObjectFlow(own, EscapesHere, IsHandedOut, Holders, Containers, Iterations);
    }

    /// <summary>
    /// Whether two references in the same function name the same object by the same words; <see langword="false"/> where they name
    /// the members of two objects or two elements, <see langword="null"/> where that is not known.
    /// </summary>
    public static bool? IsSameObject(IOperation first, IOperation second) =>
        FunctionBodies.FunctionOf(first.Syntax) != FunctionBodies.FunctionOf(second.Syntax) ? null
        : first.WithoutConversions().Syntax.ToString() == second.WithoutConversions().Syntax.ToString() ? true
        : OwnerOf(first) is not null && OwnerOf(second) is not null && SymbolEqualityComparer.Default.Equals(first.Variable(), second.Variable())
            || IndexOf(first) is { } one && IndexOf(second) is { } other && !one.Equals(other) ? false
        : null;

    // Which element of a collection it is, where that is written.
    private static object? IndexOf(IOperation reference) => reference.WithoutConversions() switch
    {
        IArrayElementReferenceOperation { Indices: { Length: 1 } indices } => indices[0].ConstantValue.Value,
        IPropertyReferenceOperation { Property.IsIndexer: true, Arguments: { Length: 1 } arguments } => arguments[0].Value.ConstantValue.Value,
        _ => null,
    };

    // The object whose member it is.
    private static IOperation? OwnerOf(IOperation reference) =>
        reference.WithoutConversions() is IMemberReferenceOperation { Instance: { } owner } and (IFieldReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: false })
        && owner is not IInstanceReferenceOperation
            ? owner
            : null;

    /// <summary>The uses of one kind.</summary>
    public IEnumerable<ObjectUse> Of(UseKind kind) => Uses.Where(use => use.Kind == kind);

    /// <summary>Whether there is a use of the kind.</summary>
    public bool Has(UseKind kind)
    {
        foreach (ObjectUse use in Uses)
        {
            if (use.Kind == kind)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>From where the uses of a kind run: found once, however many creations and rules ask.</summary>
    public ChainIndex ChainsOf(UseKind kind, CodeBase code, CancellationToken cancellationToken)
    {
        if (!_chains.TryGetValue(kind, out ChainIndex? chains))
        {
            var found = new ChainIndex(Of(kind).Select(use => CallChain.Of(use.Operation, use.Path, code, cancellationToken)).ToImmutableArray());
            chains = ImmutableInterlocked.GetOrAdd(ref _chains, kind, found);
        }

        return chains;
    }
}

/// <summary>One use of an optimizer or a scheduler.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Operation">The call, creation or access that does it.</param>
/// <param name="Path">The calls through which it came there. A use that several calls lead to is there once for each.</param>
internal sealed record ObjectUse(UseKind Kind, IOperation Operation, CallPath? Path)
{
    /// <summary>What may name the object there: what a method is called on, or what a call is given.</summary>
    public IEnumerable<IOperation> References => Operation switch
    {
        IInvocationOperation { Instance: { } instance } => new[] { instance },
        IPropertyReferenceOperation { Instance: { } instance } => new[] { instance },
        _ => Operation.Arguments().Where(argument => argument.ArgumentKind != ArgumentKind.DefaultValue).Select(argument => argument.Value),
    };
}

/// <summary>What can be done with an optimizer or a scheduler.</summary>
internal enum UseKind
{
    /// <summary><c>step()</c>.</summary>
    Step,

    /// <summary>A scheduler is created for the optimizer, or schedulers are combined into one.</summary>
    Scheduled,

    /// <summary>Its learning rate is set by hand.</summary>
    LearningRateWrite,

    /// <summary>A parameter group is added.</summary>
    AddParamGroup,

    /// <summary>A saved state, with its learning rate, is loaded.</summary>
    LoadState,
}
