using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Flow;

/// <summary>
/// Every place of a project that gives a value to a learning rate from afar: the initial value of a settings class, the
/// argument of a method that creates the optimizer. Found once per compilation, from the learning rates back; lives as long
/// as the analysis of that compilation.
/// </summary>
internal sealed class RateSources(SiteReader reader, CodeBase code)
{
    // A project with more learning rates than this is a list of them.
    private const int MaximumSites = 400;

    private readonly object _gate = new();
    private readonly ConcurrentDictionary<ISymbol, bool> _isRateOnly = new(SymbolEqualityComparer.Default);
    private Index? _index;

    /// <summary>The places in a file, those aside that give their value to a library themselves.</summary>
    public IEnumerable<SourcePlace> In(SyntaxTree tree, CancellationToken cancellationToken)
    {
        Index index = All(cancellationToken);
        return index.ByTree.TryGetValue(tree, out List<SourcePlace>? places)
            ? places.Where(place => !index.Given.Contains(place.Node))
            : Enumerable.Empty<SourcePlace>();
    }

    /// <summary>The places that the learning rate's value comes from; none where it is written there itself.</summary>
    public IEnumerable<SourcePlace> Of(LearningRateSite site, CancellationToken cancellationToken) =>
        site.Value is { } value && All(cancellationToken).ByArgument.TryGetValue(value.Syntax, out List<SourcePlace>? places)
            ? places
            : Enumerable.Empty<SourcePlace>();

    /// <summary>The places that give a value to the variable.</summary>
    public IEnumerable<SourcePlace> Through(ISymbol variable, CancellationToken cancellationToken) =>
        All(cancellationToken).BySymbol.TryGetValue(variable, out List<SourcePlace>? places) ? places : Enumerable.Empty<SourcePlace>();

    /// <summary>
    /// Whether the value of a member goes to learning rates only, logs, copies and comparisons aside. One that is computed
    /// with, or given to anything else, is somebody's own learning rate, too.
    /// </summary>
    public bool IsRateOnly(ISymbol member, CancellationToken cancellationToken) => _isRateOnly.GetOrAdd(member, symbol =>
        code.ReferencesTo(symbol, cancellationToken) is { } references
        && references.All(reference => RateReaders.KeepsMeaning(reference, reader, variable => All(cancellationToken).BySymbol.ContainsKey(variable))));

    /// <summary>Whether the variable is compared, clamped or validated anywhere: its bad values are then taken care of.</summary>
    public bool IsChecked(ISymbol variable, CancellationToken cancellationToken) =>
        code.ReferencesTo(variable, cancellationToken)?.Any(RateReaders.Checks) != false;

    /// <summary>Whether the variable is given another value anywhere, in whatever way.</summary>
    public bool IsWritten(ISymbol variable, CancellationToken cancellationToken) =>
        code.ReferencesTo(variable, cancellationToken)?.Any(RateReaders.Writes) != false;

    /// <summary>Whether code outside this project, or a serializer, can give the variable another value.</summary>
    public bool IsSetFromOutside(ISymbol variable) => variable switch
    {
        IPropertySymbol { SetMethod: { DeclaredAccessibility: not Accessibility.Private } } => true,
        IFieldSymbol { IsConst: false, IsReadOnly: false, DeclaredAccessibility: not Accessibility.Private } => true,
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not (MethodKind.AnonymousFunction or MethodKind.LocalFunction) } method } =>
            code.IsLibrary && method.IsVisibleOutside(),
        _ => false,
    };

    private Index All(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _index) is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            return _index ??= Find(cancellationToken);
        }
    }

    private Index Find(CancellationToken cancellationToken)
    {
        Candidates candidates = Candidates.Of(code.Compilation, reader.Catalog, cancellationToken);
        var places = new Dictionary<SyntaxNode, SourcePlace>();
        var index = new Index();
        int sites = 0;
        foreach (SyntaxTree tree in code.Compilation.SyntaxTrees)
        {
            if (ModelBuilderFile.Is(tree, cancellationToken) || !candidates.AreIn(tree, cancellationToken))
            {
                continue;
            }

            foreach (Candidate candidate in candidates.In(code.ModelOf(tree), cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (LearningRateSite site in reader.Read(candidate.Operation))
                {
                    if (site.Value is not null)
                    {
                        index.Given.Add(site.Value.WithoutConversions().Syntax);
                    }

                    if (!IsTraced(site))
                    {
                        continue;
                    }

                    if (++sites > MaximumSites)
                    {
                        return index;
                    }

                    Add(RateTracer.Trace(site, code, cancellationToken), site, places, index);
                }
            }
        }

        foreach (DeclaredSlot declared in reader.Catalog.Declared)
        {
            foreach (RateSource source in RateTracer.Trace(declared, code, cancellationToken))
            {
                if (!index.Given.Contains(source.Value.Syntax))
                {
                    Add(ImmutableArray.Create(source), source.Site, places, index);
                }
            }
        }

        return index;
    }

    private static bool IsTraced(LearningRateSite site) =>
        site.Role is LearningRateRole.Optimizer or LearningRateRole.ParamGroup or LearningRateRole.Trainer or LearningRateRole.SchedulePeak
        && site.Value is { } value
        && value.WithoutConversions() is not Microsoft.CodeAnalysis.Operations.ILiteralOperation;

    private static void Add(ImmutableArray<RateSource> sources, LearningRateSite site, Dictionary<SyntaxNode, SourcePlace> places, Index index)
    {
        foreach (RateSource source in sources)
        {
            SyntaxNode node = source.Value.Syntax;
            if (!places.TryGetValue(node, out SourcePlace? place))
            {
                places.Add(node, place = new SourcePlace(node));
                Entry(index.ByTree, node.SyntaxTree).Add(place);
            }

            place.Sources.Add(source);
            Entry(index.ByArgument, site.Value!.Syntax).Add(place);
            foreach (ISymbol symbol in source.Path)
            {
                Entry(index.BySymbol, symbol).Add(place);
            }
        }

        static List<SourcePlace> Entry<TKey>(Dictionary<TKey, List<SourcePlace>> map, TKey key)
            where TKey : notnull
        {
            if (!map.TryGetValue(key, out List<SourcePlace>? list))
            {
                map.Add(key, list = new List<SourcePlace>());
            }

            return list;
        }
    }

    private sealed class Index
    {
        public HashSet<SyntaxNode> Given { get; } = new();

        public Dictionary<SyntaxTree, List<SourcePlace>> ByTree { get; } = new();

        public Dictionary<SyntaxNode, List<SourcePlace>> ByArgument { get; } = new();

        public Dictionary<ISymbol, List<SourcePlace>> BySymbol { get; } = new(SymbolEqualityComparer.Default);
    }
}

/// <summary>A place that gives a value, and the learning rates that it reaches.</summary>
/// <param name="Node">The value.</param>
internal sealed record SourcePlace(SyntaxNode Node)
{
    /// <summary>The way to each learning rate.</summary>
    public List<RateSource> Sources { get; } = new();
}
