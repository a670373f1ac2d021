using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Catalog;

/// <summary>
/// The catalog, resolved against one compilation: which of its symbols carry a learning rate, and what is known of each.
/// Lives as long as the analysis of that compilation.
/// </summary>
internal sealed class LearningRateCatalog
{
    // Resolving the names of a compilation is most of what its start costs: three analyzers and the fixes share it.
    private static readonly ConditionalWeakTable<Compilation, StrongBox<LearningRateCatalog?>> s_byCompilation = new();

    private static readonly ImmutableArray<(string Type, ImmutableArray<LearningRateSlot> Slots)> s_slots = TorchSharpSlots.All.AddRange(MLNetSlots.All)
        .GroupBy(slot => slot.ContainingType).Select(slots => (slots.Key, slots.ToImmutableArray())).ToImmutableArray();

    private static readonly ImmutableArray<(string Type, ImmutableArray<TrainerDefinition> Trainers)> s_trainers = MLNetTrainers.All
        .Where(trainer => trainer.DeclaringType is not null).GroupBy(trainer => trainer.DeclaringType!).Select(trainers => (trainers.Key, trainers.ToImmutableArray())).ToImmutableArray();

    // No weak table: a host keeps its options for many compilations, and the catalog of each would live as long as they do.
    private readonly ConcurrentDictionary<AnalyzerConfigOptionsProvider, LearningRateCatalog> _byOptions = new();
    private readonly Compilation _compilation;
    private readonly LearningRateCatalog _library;
    private readonly INamedTypeSymbol? _optimizerType;
    private readonly INamedTypeSymbol? _controllerType;
    private readonly INamedTypeSymbol? _schedulerFactories;
    private Dictionary<ISymbol, ImmutableArray<LearningRateSlot>>? _slotsByType;
    private readonly bool _mlNet;
    private readonly Version? _torchSharpVersion;
    private readonly Lazy<ImmutableArray<DeclaredSlot>> _declared;
    private Dictionary<ISymbol, ImmutableArray<TrainerDefinition>>? _trainersByDeclaringType;
    private Dictionary<ISymbol, TrainerDefinition>? _trainersByOptionsType;
    private Dictionary<ISymbol, (OptimizerDefinition Optimizer, OptimizerPart Part)>? _optimizerParts;
    private Dictionary<ISymbol, SearchRangeDefinition>? _searchRanges;

    private LearningRateCatalog(LearningRateCatalog library, IEnumerable<DeclaredLearningRate> declared)
    {
        _library = library;
        _compilation = library._compilation;
        _mlNet = library._mlNet;
        _torchSharpVersion = library._torchSharpVersion;
        _optimizerType = library._optimizerType;
        _controllerType = library._controllerType;
        _schedulerFactories = library._schedulerFactories;
        _declared = new(() => declared.SelectMany(learningRate => learningRate.Resolve(_compilation)).ToImmutableArray());
    }

    private LearningRateCatalog(Compilation compilation, INamedTypeSymbol? torch, bool mlNet)
    {
        _library = this;
        _compilation = compilation;
        _mlNet = mlNet;
        _declared = new(() => ImmutableArray<DeclaredSlot>.Empty);
        if (torch is not null)
        {
            _torchSharpVersion = torch.ContainingAssembly.Identity.Version;
            _optimizerType = compilation.FindLibraryType(TorchSharpNames.Optimizer);
            _controllerType = compilation.FindLibraryType(TorchSharpNames.LearningRateController);
            _schedulerFactories = compilation.FindLibraryType(TorchSharpNames.LrScheduler);
        }
    }

    /// <summary>
    /// Resolves the catalog, or returns <see langword="null"/> when the compilation references none of the libraries: the one
    /// question a project without them pays for. All who ask share it.
    /// </summary>
    public static LearningRateCatalog? TryCreate(Compilation compilation) =>
        s_byCompilation.GetValue(compilation, key => new StrongBox<LearningRateCatalog?>(CreateOf(key))).Value;

    /// <summary>The same, with the learning rates of users' own APIs.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="options">Where they are declared; who asks with the same options shares the catalog.</param>
    /// <param name="declared">Reads them; enumerated when the first type is looked up.</param>
    public static LearningRateCatalog? TryCreate(
        Compilation compilation,
        AnalyzerConfigOptionsProvider options,
        Func<Compilation, AnalyzerConfigOptionsProvider, IEnumerable<DeclaredLearningRate>> declared) =>
        TryCreate(compilation) is { } library
            ? library._byOptions.GetOrAdd(options, key => new LearningRateCatalog(library, declared(compilation, key)))
            : null;

    private static LearningRateCatalog? CreateOf(Compilation compilation)
    {
        if (!MayHaveLibrary(compilation))
        {
            return null;
        }

        INamedTypeSymbol? torch = compilation.FindLibraryType(TorchSharpNames.Torch);
        bool mlNet = compilation.FindLibraryType(MLNetNames.MLContext) is not null;
        return torch is not null || mlNet ? new LearningRateCatalog(compilation, torch, mlNet) : null;
    }

    // By names alone: most projects reference neither library. One that is compiled from source declares its namespace itself.
    private static bool MayHaveLibrary(Compilation compilation) =>
        compilation.ReferencedAssemblyNames.Any(name =>
            name.Name.StartsWith(TorchSharpNames.Namespace, StringComparison.OrdinalIgnoreCase)
            || name.Name.StartsWith(MLNetNames.Namespace, StringComparison.OrdinalIgnoreCase))
        || compilation.DeclaresLibrary();

    /// <summary>
    /// The simple names without which no learning rate of this catalog can be given: of methods, of types whose constructor is
    /// called, and of assigned members.
    /// </summary>
    public IEnumerable<string> CandidateNames
    {
        get
        {
            yield return "LearningRate";
            yield return "InitLearningRate";
            foreach (KeyValuePair<ISymbol, ImmutableArray<LearningRateSlot>> declared in SlotsByType)
            {
                foreach (LearningRateSlot slot in declared.Value)
                {
                    yield return slot.Member == LearningRateSlot.Constructor ? declared.Key.Name : slot.Member;
                }
            }

            foreach (DeclaredSlot declared in _declared.Value)
            {
                yield return declared.Type.Name;
                if (declared.Member is not null)
                {
                    yield return declared.Slot.Member;
                }
            }

            foreach (ISymbol type in OptimizerParts.Keys.Concat(TrainersByOptionsType.Keys))
            {
                yield return type.Name;
            }

            foreach (ISymbol range in SearchRanges.Keys)
            {
                const string Suffix = nameof(Attribute);
                yield return range.Name;
                if (range.Name.EndsWith(Suffix, StringComparison.Ordinal))
                {
                    yield return range.Name.Substring(0, range.Name.Length - Suffix.Length);
                }
            }
        }
    }

    /// <summary>The names of all members of trainers' options: what may be assigned beside the learning rate.</summary>
    public IEnumerable<string> OptionMemberNames
    {
        get
        {
            foreach (INamedTypeSymbol options in TrainersByOptionsType.Keys.OfType<INamedTypeSymbol>())
            {
                for (INamedTypeSymbol? type = options; type is not null && type.SpecialType == SpecialType.None; type = type.BaseType)
                {
                    foreach (ISymbol member in type.GetMembers())
                    {
                        if (member is IFieldSymbol or IPropertySymbol && !member.IsImplicitlyDeclared)
                        {
                            yield return member.Name;
                        }
                    }
                }
            }
        }
    }

    /// <summary>
    /// Whether TorchSharp's RAdam multiplies by the learning rate twice: in every release up to 0.107. A TorchSharp that is
    /// compiled from source carries no version and counts as the newest.
    /// </summary>
    public bool RAdamSquaresLearningRate =>
        _torchSharpVersion is { } version && version > new Version(0, 1) && version < new Version(0, 108);

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

    /// <summary>The learning rates of users' own APIs, as options declare them.</summary>
    public ImmutableArray<DeclaredSlot> Declared => _declared.Value;

    /// <summary>Whether the type is an optimizer of TorchSharp or of the user's.</summary>
    public bool IsOptimizer(INamedTypeSymbol type) => _optimizerType is not null && type.DerivesFrom(_optimizerType);

    /// <summary>Whether the type lets its learning rate be changed during training.</summary>
    public bool IsLearningRateController(INamedTypeSymbol type) =>
        _controllerType is not null
        && (SymbolEqualityComparer.Default.Equals(type, _controllerType)
            || type.AllInterfaces.Contains(_controllerType, SymbolEqualityComparer.Default));

    /// <summary>The library's optimizer that the type itself is, not one that only derives from it.</summary>
    public OptimizerDefinition? OptimizerOf(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && OptimizerParts.TryGetValue(named.OriginalDefinition, out (OptimizerDefinition Optimizer, OptimizerPart Part) found)
        && found.Part == OptimizerPart.Optimizer
            ? Known(found.Optimizer)
            : null;

    /// <summary>The optimizer whose options type this is.</summary>
    public OptimizerDefinition? OptimizerOfOptions(INamedTypeSymbol optionsType) => OptimizerOf(optionsType, OptimizerPart.Options);

    /// <summary>The optimizer whose parameter group this is.</summary>
    public OptimizerDefinition? OptimizerOfGroup(INamedTypeSymbol groupType) => OptimizerOf(groupType, OptimizerPart.ParamGroup);

    /// <summary>
    /// Whether the method may set more of an options object that it is given: what the user wrote, here or in another project.
    /// The libraries' methods read it, and the framework's know nothing of it.
    /// </summary>
    public bool MayFill(IMethodSymbol method) => method.IsDeclaredIn(_compilation) || !(method.IsOfLibrary() || method.IsOfFramework());

    /// <summary>The trainer whose learning rate the member of an options object is.</summary>
    /// <param name="member">The field or property.</param>
    /// <param name="optionsType">The type of the object, which says more than the type that declares the member.</param>
    public TrainerDefinition? TrainerOf(ISymbol member, INamedTypeSymbol optionsType)
    {
        if (!_mlNet
            || member.ContainingType is not { } declaringType
            || !TrainersByDeclaringType.TryGetValue(declaringType.OriginalDefinition, out ImmutableArray<TrainerDefinition> trainers)
            || trainers[0].Member != member.Name)
        {
            return null;
        }

        for (INamedTypeSymbol? type = optionsType; type is not null; type = type.BaseType)
        {
            if (TrainersByOptionsType.TryGetValue(type.OriginalDefinition, out TrainerDefinition? trainer))
            {
                return trainer;
            }
        }

        // Options of a base type could be for any of its trainers.
        return new TrainerDefinition { Name = "Trainer", Library = Library.MLNet };
    }

    /// <summary>The trainer whose options these are; <see langword="null"/> for any other type, and for options of several trainers.</summary>
    public TrainerDefinition? TrainerOfOptions(INamedTypeSymbol optionsType) =>
        _mlNet && TrainersByOptionsType.TryGetValue(optionsType, out TrainerDefinition? trainer) ? trainer : null;

    /// <summary>Whether the type is one of ML.NET's schedules.</summary>
    public bool IsTrainerSchedule(INamedTypeSymbol type) =>
        _mlNet && SlotsOf(type).Any(slot => slot.ContainingType is MLNetNames.ExponentialDecay or MLNetNames.PolynomialDecay or MLNetNames.LsrDecay);

    /// <summary>What the constructor of the type says about the range in which a hyperparameter is searched.</summary>
    public SearchRangeDefinition? SearchRangeOf(INamedTypeSymbol type) =>
        _mlNet && SearchRanges.TryGetValue(type, out SearchRangeDefinition? range) ? range : null;

    /// <summary>The trainer whose options <c>SearchSpace&lt;T&gt;</c> searches.</summary>
    public TrainerDefinition? TrainerSearchedBy(ITypeSymbol? searchSpace) =>
        searchSpace is INamedTypeSymbol { Name: "SearchSpace", TypeArguments: { Length: 1 } arguments } && arguments[0] is INamedTypeSymbol options
            ? TrainerOfOptions(options)
            : null;

    /// <summary>The trainer that a catalog method makes, if it takes a learning rate.</summary>
    public TrainerDefinition? TrainerMadeBy(INamedTypeSymbol type, string method) =>
        _mlNet
            ? SlotsOf(type).FirstOrDefault(slot => slot.Role == LearningRateRole.Trainer && slot.Member == method)?.Algorithm as TrainerDefinition
            : null;

    /// <summary>Whether the type is the class of TorchSharp's scheduler factories, or the implementation of one.</summary>
    public bool IsSchedulerFactory(INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type, _schedulerFactories)
        || _schedulerFactories is not null && type.ContainingType is { Name: "impl" } implementations && SymbolEqualityComparer.Default.Equals(implementations.ContainingType, _schedulerFactories);

    /// <summary>What is known of the algorithm in the referenced version of its library.</summary>
    public T Known<T>(T algorithm)
        where T : Algorithm =>
        ReferenceEquals(algorithm, TorchSharpOptimizers.RAdam) && !RAdamSquaresLearningRate
            ? (T)(Algorithm)TorchSharpOptimizers.RAdamFixed
            : algorithm;

    private OptimizerDefinition? OptimizerOf(INamedTypeSymbol partType, OptimizerPart part)
    {
        for (INamedTypeSymbol? type = partType; type is not null; type = type.BaseType)
        {
            if (OptimizerParts.TryGetValue(type.OriginalDefinition, out (OptimizerDefinition Optimizer, OptimizerPart Part) found)
                && found.Part == part)
            {
                return Known(found.Optimizer);
            }
        }

        return null;
    }

    // Resolved on first use: most compilations that reference a library have many files that never touch it.
    private Dictionary<ISymbol, ImmutableArray<LearningRateSlot>> SlotsByType =>
        _slotsByType ?? LazyInitializer.EnsureInitialized(ref _slotsByType, ResolveSlots)!;

    private Dictionary<ISymbol, (OptimizerDefinition Optimizer, OptimizerPart Part)> OptimizerParts =>
        _library._optimizerParts ?? LazyInitializer.EnsureInitialized(ref _library._optimizerParts, ResolveOptimizers)!;

    private Dictionary<ISymbol, ImmutableArray<TrainerDefinition>> TrainersByDeclaringType =>
        _library._trainersByDeclaringType ?? LazyInitializer.EnsureInitialized(ref _library._trainersByDeclaringType, ResolveDeclaringTypes)!;

    private Dictionary<ISymbol, TrainerDefinition> TrainersByOptionsType =>
        _library._trainersByOptionsType ?? LazyInitializer.EnsureInitialized(ref _library._trainersByOptionsType, ResolveOptionsTypes)!;

    private Dictionary<ISymbol, SearchRangeDefinition> SearchRanges =>
        _library._searchRanges ?? LazyInitializer.EnsureInitialized(ref _library._searchRanges, ResolveSearchRanges)!;

    private Dictionary<ISymbol, SearchRangeDefinition> ResolveSearchRanges()
    {
        var map = new Dictionary<ISymbol, SearchRangeDefinition>(SymbolEqualityComparer.Default);
        foreach (SearchRangeDefinition range in SearchRangeDefinition.All)
        {
            if (_compilation.FindLibraryType(range.TypeName) is { } type)
            {
                map[type] = range;
            }
        }

        return map;
    }

    private Dictionary<ISymbol, ImmutableArray<LearningRateSlot>> ResolveSlots()
    {
        var map = new Dictionary<ISymbol, ImmutableArray<LearningRateSlot>>(SymbolEqualityComparer.Default);
        foreach ((string name, ImmutableArray<LearningRateSlot> slots) in s_slots)
        {
            if (_compilation.FindLibraryType(name) is { } type)
            {
                map[type] = slots;
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

    private Dictionary<ISymbol, (OptimizerDefinition Optimizer, OptimizerPart Part)> ResolveOptimizers()
    {
        var map = new Dictionary<ISymbol, (OptimizerDefinition Optimizer, OptimizerPart Part)>(SymbolEqualityComparer.Default);
        foreach (OptimizerDefinition optimizer in TorchSharpOptimizers.All)
        {
            Add(optimizer.TypeName, OptimizerPart.Optimizer);
            Add(optimizer.OptionsTypeName, OptimizerPart.Options);
            Add(optimizer.ParamGroupTypeName, OptimizerPart.ParamGroup);

            void Add(string? name, OptimizerPart part)
            {
                if (name is not null && _compilation.FindLibraryType(name) is { } type)
                {
                    map[type] = (optimizer, part);
                }
            }
        }

        return map;
    }

    private Dictionary<ISymbol, ImmutableArray<TrainerDefinition>> ResolveDeclaringTypes()
    {
        var map = new Dictionary<ISymbol, ImmutableArray<TrainerDefinition>>(SymbolEqualityComparer.Default);
        foreach ((string name, ImmutableArray<TrainerDefinition> trainers) in s_trainers)
        {
            if (_compilation.FindLibraryType(name) is { } type)
            {
                map[type] = trainers;
            }
        }

        return map;
    }

    private Dictionary<ISymbol, TrainerDefinition> ResolveOptionsTypes()
    {
        var map = new Dictionary<ISymbol, TrainerDefinition>(SymbolEqualityComparer.Default);
        foreach (TrainerDefinition trainer in MLNetTrainers.All)
        {
            foreach (string name in trainer.OptionsTypes)
            {
                if (_compilation.FindLibraryType(name) is { } type)
                {
                    map[type] = trainer;
                }
            }
        }

        return map;
    }

    // Which of an optimizer's three types a type is.
    private enum OptimizerPart
    {
        Optimizer,
        Options,
        ParamGroup,
    }
}
