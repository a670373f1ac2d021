using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Models;

/// <summary>
/// Tells which modules are, or are made of, attention layers: the library's, classes of this project that hold or create one
/// or compute attention themselves, and containers that are filled with one in place. Lives as long as the analysis of one
/// compilation.
/// </summary>
internal sealed class AttentionModules(ScheduleCatalog catalog, CodeBase code)
{
    private StrongBox<bool>? _isMentioned;

    /// <summary>
    /// Whether an optimizer that is given the parameters trains attention from its first weights on: nothing is left out, and
    /// no weights are loaded.
    /// </summary>
    public bool AreTrained(IOperation? parameters, CancellationToken cancellationToken)
    {
        if (!IsMentioned(cancellationToken) || ModuleParameters.AreFiltered(parameters, catalog, code, cancellationToken))
        {
            return false;
        }

        bool hasAttention = false;
        foreach (IOperation module in ModuleParameters.ModulesOf(parameters, catalog, code, cancellationToken))
        {
            var source = ModuleSource.Of(module, catalog, code, cancellationToken);
            (bool isAttention, bool loads) = Look(module.WithoutConversions().Type, cancellationToken);
            if (source.MayBePretrained
                || loads
                || module is IInstanceReferenceOperation && WeightLoading.IsMentioned(code, cancellationToken)
                || source.Creations.Any(creation => Look(creation.Type, cancellationToken).LoadsWeights))
            {
                return false;
            }

            hasAttention |= isAttention || IsCreatedWithAttention(source, 0, cancellationToken);
        }

        return hasAttention;
    }

    private bool IsCreatedWithAttention(ModuleSource source, int depth, CancellationToken cancellationToken) =>
        source.IsComplete && source.Creations is { IsEmpty: false } creations
        && creations.All(creation => Look(creation.Type, cancellationToken).HasAttention || HoldsAttention(creation, depth, cancellationToken));

    // `Sequential(("embedding", embedding), ("encoder", TransformerEncoder(…)))`
    private bool HoldsAttention(IOperation creation, int depth, CancellationToken cancellationToken)
    {
        bool isContainer = creation.Type is { } type && catalog.IsModule(type) && !code.Declares(type);
        return isContainer && depth < GraphLimits.ModuleDepth
            && creation.Arguments().SelectMany(argument => Modules(argument.Value)).Any(module =>
                Look(module.Type, cancellationToken).HasAttention
                || IsCreatedWithAttention(ModuleSource.Of(module, catalog, code, cancellationToken), depth + 1, cancellationToken));
    }

    // The outermost modules in an expression: the elements of arrays and tuples, what a lambda returns.
    private IEnumerable<IOperation> Modules(IOperation value)
    {
        var pending = new Stack<IOperation>();
        pending.Push(value);
        while (pending.Count > 0)
        {
            IOperation part = pending.Pop().WithoutConversions();
            if (catalog.IsModule(part.Type))
            {
                yield return part;
                continue;
            }

            foreach (IOperation child in part.ChildOperations)
            {
                pending.Push(child);
            }
        }
    }

    private (bool HasAttention, bool LoadsWeights) Look(ITypeSymbol? type, CancellationToken cancellationToken)
    {
        bool hasAttention = false;
        bool loadsWeights = false;
        var visited = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        var pending = new Stack<ITypeSymbol>();
        if (type is not null)
        {
            pending.Push(type);
        }

        while (pending.Count > 0 && visited.Count < GraphLimits.ModuleTypes)
        {
            ITypeSymbol current = pending.Pop();
            if (!visited.Add(current))
            {
                continue;
            }

            if (current is ITypeParameterSymbol parameter)
            {
                PushAll(pending, parameter.ConstraintTypes);
            }
            else if (catalog.IsAttentionLayer(current))
            {
                hasAttention = true;
            }
            else if (current is INamedTypeSymbol named && catalog.IsModule(named))
            {
                if (!code.Declares(named))
                {
                    // A list of modules, as ModuleList<Block>.
                    PushAll(pending, named.TypeArguments);
                    continue;
                }

                ModuleFacts facts = FactsOf(named.OriginalDefinition, cancellationToken);
                hasAttention |= facts.ComputesAttention;
                loadsWeights |= facts.LoadsWeights;
                PushAll(pending, facts.Modules.Select(module => module is ITypeParameterSymbol { DeclaringType: { } declaring, Ordinal: var ordinal }
                    && SymbolEqualityComparer.Default.Equals(declaring, named.OriginalDefinition) ? named.TypeArguments[ordinal] : module));
            }
        }

        return (hasAttention, loadsWeights);
    }

    private static void PushAll(Stack<ITypeSymbol> pending, IEnumerable<ITypeSymbol> types)
    {
        foreach (ITypeSymbol type in types)
        {
            pending.Push(type);
        }
    }

    private ModuleFacts FactsOf(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<INamedTypeSymbol, ModuleFacts> known = code.Answers<INamedTypeSymbol, ModuleFacts>();
        if (!known.TryGetValue(type, out ModuleFacts? facts))
        {
            facts = known.GetOrAdd(type, ModuleFacts.Read(type, catalog, code, cancellationToken));
        }

        return facts;
    }

    // Most projects have none: their names tell without binding a file.
    private bool IsMentioned(CancellationToken cancellationToken)
    {
        _isMentioned ??= new StrongBox<bool>(code.Files(cancellationToken).Where(typeof(AttentionLayers), most: 1, (tree, words) =>
            IsAnyIn((tree, words), AttentionLayers.Modules)
            || IsIn((tree, words), AttentionLayers.Function)
            || IsAnyIn((tree, words), AttentionLayers.Softmax) && IsAnyIn((tree, words), AttentionLayers.Products)).Length > 0);
        return _isMentioned.Value;

        bool IsAnyIn((SyntaxTree Tree, FileWords Words) file, IEnumerable<string> names) => names.Any(name => IsIn(file, name));

        bool IsIn((SyntaxTree Tree, FileWords Words) file, string name) => file.Words.MayContain(name) && ProjectFacts.Mentions(file.Tree, name, cancellationToken);
    }
}
