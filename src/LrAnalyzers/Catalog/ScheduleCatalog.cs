using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp's optimizers, schedulers and modules as symbols of one compilation: what the schedule rules look for.</summary>
internal sealed class ScheduleCatalog
{
    private static readonly ConditionalWeakTable<Compilation, StrongBox<ScheduleCatalog?>> s_byCompilation = new();
    private static readonly Dictionary<string, OptimizerDefinition> s_optimizersByFactory = TorchSharpOptimizers.All.ToDictionary(definition => definition.FactoryName!);

    private readonly INamedTypeSymbol _optim;
    private readonly INamedTypeSymbol _optimizer;
    private readonly INamedTypeSymbol _scheduler;
    private readonly INamedTypeSymbol _schedulerFactories;
    private readonly INamedTypeSymbol? _schedulerImplementations;
    private readonly INamedTypeSymbol? _module;
    private readonly INamedTypeSymbol? _torch;
    private readonly INamedTypeSymbol? _functional;
    private readonly HashSet<ISymbol> _attentionLayers = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<string, SchedulerDefinition> _schedulersByName;
    private readonly Dictionary<ISymbol, OptimizerDefinition> _optimizersByType = new(SymbolEqualityComparer.Default);

    private ScheduleCatalog(
        Compilation compilation,
        INamedTypeSymbol optim,
        INamedTypeSymbol optimizer,
        INamedTypeSymbol scheduler,
        INamedTypeSymbol schedulerFactories,
        ImmutableArray<SchedulerDefinition> schedulers)
    {
        _optim = optim;
        _optimizer = optimizer;
        _scheduler = scheduler;
        _schedulerFactories = schedulerFactories;
        _schedulerImplementations = compilation.FindLibraryType(TorchSharpNames.LrSchedulerImpl);
        _module = compilation.FindLibraryType(TorchSharpNames.Module);
        _torch = compilation.FindLibraryType(TorchSharpNames.Torch);
        _functional = compilation.FindLibraryType(TorchSharpNames.Functional);
        foreach (string layer in AttentionLayers.Modules)
        {
            if (compilation.FindLibraryType($"{TorchSharpNames.Modules}.{layer}") is { } type)
            {
                _attentionLayers.Add(type);
            }
        }

        _schedulersByName = schedulers.ToDictionary(definition => definition.Name);
        foreach (OptimizerDefinition definition in TorchSharpOptimizers.All)
        {
            if (compilation.FindLibraryType(definition.TypeName!) is { } type)
            {
                _optimizersByType[type] = definition;
            }
        }
    }

    /// <summary>Resolves the catalog, or returns <see langword="null"/> when the compilation does not reference TorchSharp.</summary>
    public static ScheduleCatalog? TryCreate(Compilation compilation) =>
        s_byCompilation.GetValue(compilation, key => new StrongBox<ScheduleCatalog?>(CreateOf(key, TorchSharpSchedulers.All))).Value;

    /// <summary>The same with other schedulers.</summary>
    public static ScheduleCatalog? TryCreate(Compilation compilation, ImmutableArray<SchedulerDefinition> schedulers) =>
        schedulers == TorchSharpSchedulers.All ? TryCreate(compilation) : CreateOf(compilation, schedulers);

    private static ScheduleCatalog? CreateOf(Compilation compilation, ImmutableArray<SchedulerDefinition> schedulers) =>
        compilation.FindLibraryType(TorchSharpNames.Optim) is { } optim
        && compilation.FindLibraryType(TorchSharpNames.Optimizer) is { } optimizer
        && compilation.FindLibraryType(TorchSharpNames.Scheduler) is { } scheduler
        && compilation.FindLibraryType(TorchSharpNames.LrScheduler) is { } factories
            ? new ScheduleCatalog(compilation, optim, optimizer, scheduler, factories, schedulers)
            : null;

    /// <summary>The simple names of the methods and types that create an optimizer or scheduler, and of the method that steps one.</summary>
    public IEnumerable<string> CandidateNames => s_optimizersByFactory.Keys
        .Concat(_optimizersByType.Keys.Select(type => type.Name))
        .Concat(_schedulerFactories.GetMembers().OfType<IMethodSymbol>().Select(factory => factory.Name))
        .Concat(_schedulerImplementations?.GetTypeMembers().Select(type => type.Name) ?? Enumerable.Empty<string>())
        .Append("step");

    /// <summary>The simple names of the types that users' own optimizers and schedulers derive from.</summary>
    public IEnumerable<string> BaseTypeNames => new[] { _optimizer.Name, _scheduler.Name };

    /// <summary>The name of the assembly that declares the library.</summary>
    public string LibraryName => _optimizer.ContainingAssembly.Name;

    /// <summary>The optimizer that a factory or a constructor creates; <see langword="null"/> for any other method and for users' own optimizers.</summary>
    public OptimizerDefinition? OptimizerCreatedBy(IMethodSymbol method)
    {
        if (method.ContainingType is not { } type)
        {
            return null;
        }

        return method.MethodKind == MethodKind.Constructor
            ? _optimizersByType.TryGetValue(type, out OptimizerDefinition? constructed) ? constructed : null
            : SymbolEqualityComparer.Default.Equals(type, _optim) && s_optimizersByFactory.TryGetValue(method.Name, out OptimizerDefinition? made) ? made : null;
    }

    /// <summary>
    /// The name of the scheduler that a factory or a constructor creates, such as <c>CosineAnnealingLR</c>; a user's own
    /// scheduler is named by its class. <see langword="null"/> for any other method.
    /// </summary>
    public string? SchedulerCreatedBy(IMethodSymbol method)
    {
        if (method.ContainingType is not { } type)
        {
            return null;
        }

        if (method.MethodKind == MethodKind.Constructor)
        {
            return IsScheduler(type) ? type.Name : null;
        }

        return SymbolEqualityComparer.Default.Equals(type, _schedulerFactories) && IsScheduler(method.ReturnType) ? method.Name : null;
    }

    /// <summary>
    /// What is known of the scheduler that a factory or a constructor of the library creates; <see langword="null"/> for one
    /// that a user wrote, and for one that the catalog does not know.
    /// </summary>
    public SchedulerDefinition? DefinitionOf(IMethodSymbol method) =>
        (SymbolEqualityComparer.Default.Equals(method.ContainingType, _schedulerFactories)
            || SymbolEqualityComparer.Default.Equals(method.ContainingType?.ContainingType, _schedulerImplementations))
        && SchedulerCreatedBy(method) is { } name
        && _schedulersByName.TryGetValue(name, out SchedulerDefinition? definition)
            ? definition
            : null;

    /// <summary>The definition of an optimizer type.</summary>
    public OptimizerDefinition? DefinitionOf(ITypeSymbol? type) =>
        type is not null && _optimizersByType.TryGetValue(type, out OptimizerDefinition? definition) ? definition : null;

    /// <summary>Whether the type is an optimizer.</summary>
    public bool IsOptimizer(ITypeSymbol? type) => type is not null && type.DerivesFrom(_optimizer);

    /// <summary>Whether the type is a scheduler.</summary>
    public bool IsScheduler(ITypeSymbol? type) => type is not null && type.DerivesFrom(_scheduler);

    /// <summary>Whether the type is a neural-network module.</summary>
    public bool IsModule(ITypeSymbol? type) => type is not null && _module is not null && type.DerivesFrom(_module);

    /// <summary>Whether the type is a module that may have weights: not one of the library's losses.</summary>
    public bool IsTrainable(ITypeSymbol? type) => IsModule(type) && !IsLoss(type!);

    private bool IsLoss(ITypeSymbol type)
    {
        ITypeSymbol? current = SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, _optimizer.ContainingAssembly) ? type : null;
        while (current is not null && current.Name != TorchSharpNames.Loss)
        {
            current = current.BaseType;
        }

        return current is not null;
    }

    /// <summary>Whether the type is one of the library's attention layers.</summary>
    public bool IsAttentionLayer(ITypeSymbol? type) => type is not null && _attentionLayers.Contains(type);

    /// <summary>Whether the method computes attention.</summary>
    public bool ComputesAttention(IMethodSymbol method) =>
        method.Name == AttentionLayers.Function && SymbolEqualityComparer.Default.Equals(method.ContainingType, _functional);

    /// <summary>Whether the method is declared in <c>torch</c>: an operation on tensors, or a factory of layers.</summary>
    public bool IsTorch(IMethodSymbol method)
    {
        INamedTypeSymbol? outermost = method.ContainingType;
        while (outermost?.ContainingType is { } containing)
        {
            outermost = containing;
        }

        return outermost is not null && SymbolEqualityComparer.Default.Equals(outermost, _torch);
    }
}
