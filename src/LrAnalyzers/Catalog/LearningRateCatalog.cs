using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Catalog;

/// <summary>
/// The catalog, resolved against one compilation: which of its symbols carry a learning rate, and what is known of each.
/// Lives as long as the analysis of that compilation.
/// </summary>
internal sealed class LearningRateCatalog
{
    private readonly Compilation _compilation;
    private readonly INamedTypeSymbol? _optimizerType;
    private readonly INamedTypeSymbol? _controllerType;
    private Dictionary<ISymbol, ImmutableArray<LearningRateSlot>>? _slotsByType;
    private Dictionary<ISymbol, OptimizerDefinition>? _optimizersByOptionsType;
    private readonly Lazy<ImmutableArray<DeclaredSlot>> _declared;

    private LearningRateCatalog(Compilation compilation, bool torchSharp, IEnumerable<DeclaredLearningRate> declared)
    {
        _compilation = compilation;
        _declared = new(() => declared.SelectMany(learningRate => learningRate.Resolve(compilation)).ToImmutableArray());
        if (torchSharp)
        {
            _optimizerType = compilation.FindType(TorchSharpNames.Optimizer);
            _controllerType = compilation.FindType(TorchSharpNames.LearningRateController);
        }
    }

    /// <summary>
    /// Resolves the catalog, or returns <see langword="null"/> when the compilation references none of the libraries:
    /// the one question a project without them pays for.
    /// </summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="declared">The learning rates of users' own APIs; enumerated when the first type is looked up.</param>
    public static LearningRateCatalog? TryCreate(Compilation compilation, IEnumerable<DeclaredLearningRate>? declared = null)
    {
        bool torchSharp = compilation.FindType(TorchSharpNames.Torch) is not null;
        return torchSharp
            ? new LearningRateCatalog(compilation, torchSharp, declared ?? ImmutableArray<DeclaredLearningRate>.Empty)
            : null;
    }

    /// <summary>The slots that the type declares; none for a type the catalog does not know.</summary>
    public ImmutableArray<LearningRateSlot> SlotsOf(INamedTypeSymbol type) =>
        SlotsByType.TryGetValue(type.OriginalDefinition, out ImmutableArray<LearningRateSlot> slots) ? slots : ImmutableArray<LearningRateSlot>.Empty;

    /// <summary>
    /// What trains with the property or field of a user's own options type; <see langword="null"/> where no option declares it
    /// a learning rate.
    /// </summary>
    /// <param name="member">The property or field.</param>
    /// <param name="type">The type of the object whose member it is.</param>
    public LearningRateSlot? DeclaredSlotOf(ISymbol member, ITypeSymbol type)
    {
        foreach (DeclaredSlot declared in _declared.Value)
        {
            if (SymbolEqualityComparer.Default.Equals(declared.Member, member.OriginalDefinition) && type.DerivesFrom(declared.Type))
            {
                return declared.Slot;
            }
        }

        return null;
    }

    /// <summary>Whether the type is an optimizer of TorchSharp or of the user's.</summary>
    public bool IsOptimizer(INamedTypeSymbol type) => _optimizerType is not null && type.DerivesFrom(_optimizerType);

    /// <summary>Whether the type lets its learning rate be changed during training.</summary>
    public bool IsLearningRateController(INamedTypeSymbol type) =>
        _controllerType is not null
        && (SymbolEqualityComparer.Default.Equals(type, _controllerType)
            || type.AllInterfaces.Contains(_controllerType, SymbolEqualityComparer.Default));

    /// <summary>The optimizer whose options type this is.</summary>
    public OptimizerDefinition? OptimizerOfOptions(INamedTypeSymbol optionsType)
    {
        Dictionary<ISymbol, OptimizerDefinition> map = OptimizersByOptionsType;
        for (INamedTypeSymbol? type = optionsType; type is not null; type = type.BaseType)
        {
            if (map.TryGetValue(type.OriginalDefinition, out OptimizerDefinition? optimizer))
            {
                return optimizer;
            }
        }

        return null;
    }

    // Resolved on first use: most compilations that reference a library have many files that never touch it.
    private Dictionary<ISymbol, ImmutableArray<LearningRateSlot>> SlotsByType =>
        LazyInitializer.EnsureInitialized(ref _slotsByType, ResolveSlots)!;

    private Dictionary<ISymbol, OptimizerDefinition> OptimizersByOptionsType =>
        LazyInitializer.EnsureInitialized(ref _optimizersByOptionsType, ResolveOptions)!;

    private Dictionary<ISymbol, ImmutableArray<LearningRateSlot>> ResolveSlots()
    {
        var map = new Dictionary<ISymbol, ImmutableArray<LearningRateSlot>>(SymbolEqualityComparer.Default);
        foreach (IGrouping<string, LearningRateSlot> slots in TorchSharpSlots.All.GroupBy(slot => slot.ContainingType))
        {
            if (_compilation.FindType(slots.Key) is { } type)
            {
                map[type] = slots.ToImmutableArray();
            }
        }

        foreach (DeclaredSlot declared in _declared.Value.Where(slot => slot.Member is null))
        {
            map[declared.Type] = (map.TryGetValue(declared.Type, out ImmutableArray<LearningRateSlot> others)
                ? others
                : ImmutableArray<LearningRateSlot>.Empty).Add(declared.Slot);
        }

        return map;
    }

    private Dictionary<ISymbol, OptimizerDefinition> ResolveOptions()
    {
        var map = new Dictionary<ISymbol, OptimizerDefinition>(SymbolEqualityComparer.Default);
        foreach (OptimizerDefinition optimizer in TorchSharpOptimizers.All)
        {
            if (optimizer.OptionsTypeName is { } name && _compilation.FindType(name) is { } type)
            {
                map[type] = optimizer;
            }
        }

        return map;
    }
}
