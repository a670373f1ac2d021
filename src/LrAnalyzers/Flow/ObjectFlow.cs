using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Flow;

/// <summary>Where an optimizer or a scheduler goes after its creation, and what is done with it there.</summary>
/// <param name="Uses">Every use that was found.</param>
/// <param name="EscapesHere">Whether it reaches code that cannot be seen on the paths that this project holds.</param>
/// <param name="IsHandedOut">Whether a factory also makes it for other projects: what those do with theirs is not seen.</param>
/// <param name="Holders">The locals, parameters, fields and properties that hold it.</param>
/// <param name="Containers">Those that hold a tuple or a collection with it.</param>
/// <param name="Iterations">The loops over a collection with it: they do not repeat what is done with it.</param>
internal sealed record ObjectFlow(
    ImmutableArray<ObjectUse> Uses,
    bool EscapesHere,
    bool IsHandedOut,
    ImmutableArray<ISymbol> Holders,
    ImmutableArray<ISymbol> Containers,
    ImmutableHashSet<SyntaxNode> Iterations)
{
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

    /// <summary>The uses of one kind.</summary>
    public IEnumerable<ObjectUse> Of(UseKind kind) => Uses.Where(use => use.Kind == kind);

    /// <summary>Whether there is a use of the kind.</summary>
    public bool Has(UseKind kind) => Uses.Any(use => use.Kind == kind);
}

/// <summary>One use of an optimizer or a scheduler.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Operation">The call, creation or access that does it.</param>
/// <param name="Path">The calls through which it came there. A use that several calls lead to is there once for each.</param>
internal sealed record ObjectUse(UseKind Kind, IOperation Operation, CallPath? Path);

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
