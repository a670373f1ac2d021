using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// Every place of a project that gives a value to a learning rate from afar: the initial value of a settings class, the
/// argument of a method that creates the optimizer. Found once per compilation, from the learning rates back; lives as long
/// as the analysis of that compilation. After an edit only those files are followed again whose learning rates the edit, or the
/// question, can have to do with.
/// </summary>
internal sealed class RateSources(SiteReader reader, CodeBase code)
{
    private static readonly ConditionalWeakTable<SyntaxTree, RememberedRates> s_remembered = new();

    private readonly object _gate = new();
    // By the number of copies that are followed.
    private readonly ConcurrentDictionary<ISymbol, bool>[] _isRateOnly =
        Enumerable.Range(0, GraphLimits.Copies + 1).Select(_ => new ConcurrentDictionary<ISymbol, bool>(SymbolEqualityComparer.Default)).ToArray();
    private readonly ConcurrentDictionary<ISymbol, bool> _isComputedWith = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ConcurrentDictionary<(double One, double Other), bool>> _tellsApart = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxTree, Index> _ownByTree = new();
    private readonly ConcurrentDictionary<SyntaxTree, Index> _openByTree = new();
    private readonly ConcurrentDictionary<string, Index> _openByName = new();
    private readonly Dictionary<SyntaxTree, Traced> _traced = new();
    private readonly Dictionary<string, Index> _partsOfOpen = new();
    private OpenFiles? _files;
    private Index? _open;
    private int _questions;

    /// <summary>Those of a project, found once for whoever asks with the same catalog.</summary>
    public static RateSources Of(SiteReader reader, CodeBase code) =>
        code.Answers<LearningRateCatalog, RateSources>().GetOrAdd(reader.Catalog, _ => new RateSources(reader, code));

    /// <summary>The places in a file, those aside that give their value to a library themselves.</summary>
    public IEnumerable<SourcePlace> In(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!AreIn(tree, cancellationToken))
        {
            return Enumerable.Empty<SourcePlace>();
        }

        Index index = IndexOf(tree, cancellationToken);
        return index.ByTree.TryGetValue(tree, out List<SourcePlace>? places)
            ? places.Where(place => !index.Given.Contains(place.Node))
            : Enumerable.Empty<SourcePlace>();
    }

    /// <summary>Whether any such place may stand in a file: most have none, and nothing is kept for those.</summary>
    public bool AreIn(SyntaxTree tree, CancellationToken cancellationToken) =>
        (Volatile.Read(ref _open) ?? OpenOf(tree, cancellationToken)) is var open
        && (open.ByTree.ContainsKey(tree) || !open.Trees.Contains(tree) && Candidates.Of(code.Compilation, reader.Catalog, cancellationToken).AreIn(tree, cancellationToken));

    /// <summary>The places that the learning rate's value comes from; none where it is written there itself.</summary>
    public IEnumerable<SourcePlace> Of(LearningRateSite site, CancellationToken cancellationToken) =>
        site.Value is { } value && IndexOf(value.Syntax.SyntaxTree, cancellationToken).ByArgument.TryGetValue(value.Syntax, out List<SourcePlace>? places)
            // What else reaches a place is known where it stands.
            ? places.Select(place => IndexOf(place.Node.SyntaxTree, cancellationToken).ByNode.TryGetValue(place.Node, out SourcePlace? whole) ? whole : place)
            : Enumerable.Empty<SourcePlace>();

    /// <summary>The files in which stands what the learning rates of a file come from.</summary>
    public IEnumerable<SyntaxTree> FilesBehind(SyntaxTree tree, CancellationToken cancellationToken) => IndexOf(tree, cancellationToken).ByArgument
        .Where(given => given.Key.SyntaxTree == tree)
        .SelectMany(given => given.Value, (_, place) => place.Node.SyntaxTree)
        .Distinct();

    /// <summary>The places that give a value to a variable on the way from one of them.</summary>
    public IEnumerable<SourcePlace> Through(ISymbol variable, SourcePlace place, CancellationToken cancellationToken) =>
        new[] { IndexOf(place.Node.SyntaxTree, cancellationToken), OpenThrough(variable, cancellationToken) }
            .SelectMany(index => index.BySymbol.TryGetValue(variable, out List<SourcePlace>? places) ? places : Enumerable.Empty<SourcePlace>());

    /// <summary>
    /// Whether the value of a member goes to learning rates only, logs, copies and comparisons aside. One that is computed
    /// with, or given to anything else, is somebody's own learning rate, too.
    /// </summary>
    public bool IsRateOnly(ISymbol member, CancellationToken cancellationToken) => IsRateOnly(member, GraphLimits.Copies, cancellationToken);

    // What a copy is used for counts as well.
    private bool IsRateOnly(ISymbol variable, int copies, CancellationToken cancellationToken) =>
        _isRateOnly[copies].GetOrAdd(variable, symbol => code.ReferencesTo(symbol, cancellationToken) is { } references
            && references.All(reference => RateReaders.KeepsMeaning(
                reference,
                reader,
                isRate: parameter => IsOpen(parameter, cancellationToken) || copies > 0 && Receives(parameter) is { } copy && IsRateOnly(copy, copies - 1, cancellationToken),
                isCopy: copy => copies == 0 || IsOpen(copy, cancellationToken) || !code.Declares(copy) || IsRateOnly(copy, copies - 1, cancellationToken))));

    private bool IsOpen(ISymbol variable, CancellationToken cancellationToken) => OpenThrough(variable, cancellationToken).BySymbol.ContainsKey(variable);

    // What holds the argument in the function that is called; nobody knows which function a virtual call or a delegate's is.
    private ISymbol? Receives(ISymbol parameter) =>
        parameter is IParameterSymbol { RefKind: RefKind.None, ContainingSymbol: IMethodSymbol method }
        && method is { IsVirtual: false, IsAbstract: false, IsOverride: false, IsExtern: false, MethodKind: not MethodKind.DelegateInvoke }
        && code.Declares(parameter)
            ? method is { MethodKind: MethodKind.Constructor, ContainingType.IsRecord: true }
                ? method.ContainingType.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault() ?? parameter
                : parameter
            : null;

    /// <summary>Whether the variable is compared, clamped or validated anywhere: its bad values are then taken care of.</summary>
    public bool IsChecked(ISymbol variable, CancellationToken cancellationToken) =>
        code.ReferencesTo(variable, cancellationToken)?.Any(RateReaders.Checks) != false;

    /// <summary>Whether the variable is compared anywhere with a number that lies between the two, so that one of them is treated in another way.</summary>
    public bool TellsApart(ISymbol variable, double one, double other, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<(double One, double Other), bool> known = _tellsApart.GetOrAdd(variable, _ => new ConcurrentDictionary<(double One, double Other), bool>());
        return known.TryGetValue((one, other), out bool tells) ? tells : known.GetOrAdd((one, other), FindTellsApart(variable, one, other, cancellationToken));
    }

    private bool FindTellsApart(ISymbol variable, double one, double other, CancellationToken cancellationToken) =>
        code.ReferencesTo(variable, cancellationToken)?.Any(reference => RateReaders.TellsApart(reference, one, other, cancellationToken)) != false
        // A setter calls it `value`.
        || variable is IPropertySymbol { SetMethod.Parameters: { IsEmpty: false } parameters } && TellsApart(parameters[parameters.Length - 1], one, other, cancellationToken);

    /// <summary>Whether the variable is given another value than the place's anywhere, in whatever way.</summary>
    public bool IsWritten(ISymbol variable, SourcePlace place, CancellationToken cancellationToken) =>
        code.ReferencesTo(variable, cancellationToken)?.Any(reference =>
            RateReaders.Writes(reference)
            && !(reference.Parent is IAssignmentOperation { Value: var given } && given.Syntax.SyntaxTree == place.Node.SyntaxTree && given.Syntax.Span.Contains(place.Node.Span))) != false;

    /// <summary>Whether a local is written again and computed with, like the bounds between which a rate is searched.</summary>
    public bool IsSearched(ILocalSymbol local, SourcePlace place, CancellationToken cancellationToken) =>
        IsWritten(local, place, cancellationToken)
        && _isComputedWith.GetOrAdd(local, known => code.ReferencesTo(known, cancellationToken)?.Any(reference =>
            !RateReaders.Writes(reference) && !RateReaders.KeepsMeaning(reference, reader, isRate: variable => IsOpen(variable, cancellationToken), isCopy: static _ => true)) != false);

    /// <summary>Whether code outside this project, or a serializer, can give the variable another value.</summary>
    public bool IsSetFromOutside(ISymbol variable) => variable switch
    {
        // `[SerializeField] private float rate;`: who reads the attribute sets it.
        IPropertySymbol { SetMethod: { DeclaredAccessibility: var access } } property => access != Accessibility.Private || property.GetAttributes().Length > 0,
        IFieldSymbol { IsConst: false, IsReadOnly: false, DeclaredAccessibility: var access } field => access != Accessibility.Private || field.GetAttributes().Length > 0,
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not (MethodKind.AnonymousFunction or MethodKind.LocalFunction) } method } =>
            code.IsLibrary && method.IsVisibleOutside(),
        _ => false,
    };

    // All that is known of a file: the others that write their learning rates themselves have nothing to do with it.
    private Index IndexOf(SyntaxTree tree, CancellationToken cancellationToken)
    {
        Index open = Volatile.Read(ref _open) ?? OpenOf(tree, cancellationToken);
        return open.Trees.Contains(tree) ? open : _ownByTree.TryGetValue(tree, out Index? own) ? own : _ownByTree.GetOrAdd(tree, FindOwn(tree, open, cancellationToken));
    }

    private Index OpenOf(SyntaxTree tree, CancellationToken cancellationToken) => _openByTree.TryGetValue(tree, out Index? open)
        ? open
        : _openByTree.GetOrAdd(tree, Open(tree, rates => rates.Reached.Contains(ProjectFacts.NamesIn(tree, cancellationToken)), cancellationToken));

    // What is known of the way through a variable.
    private Index OpenThrough(ISymbol variable, CancellationToken cancellationToken) =>
        _openByName.TryGetValue(variable.Name, out Index? open)
            ? open
            : _openByName.GetOrAdd(variable.Name, Open(own: null, rates => rates.Variables.Contains(variable.Name), cancellationToken));

    // The learning rates of the files in which some come from elsewhere, and what options declare. Where all that reach the places
    // in question stand in a few files, as was found in another state of the project and still holds, it is of those.
    private Index Open(SyntaxTree? own, Func<RateReach, bool> isNeeded, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _open) is { } known)
        {
            return known;
        }

        lock (_gate)
        {
            if (_open is not null)
            {
                return _open;
            }

            OpenFiles files = _files ??= FindFiles(cancellationToken);
            int[] needed = Enumerable.Range(0, files.Trees.Length)
                .Where(i => files.Trees[i] == own || files.Reaches[i] is not { } reach || isNeeded(reach)).ToArray();
            if (needed.Length == files.Trees.Length || ++_questions > GraphLimits.QuestionsOfEditor)
            {
                return _open = FindOpen(files, cancellationToken);
            }

            string part = string.Join(" ", needed);
            if (!_partsOfOpen.TryGetValue(part, out Index? index))
            {
                index = new Index();
                foreach (int i in needed)
                {
                    Add(files, i, index, cancellationToken);
                }

                _partsOfOpen.Add(part, index);
            }

            return index;
        }
    }

    private OpenFiles FindFiles(CancellationToken cancellationToken)
    {
        var candidates = Candidates.Of(code.Compilation, reader.Catalog, cancellationToken);
        SyntaxTree[] trees = candidates.FilesOf(code.Files(cancellationToken), cancellationToken).Where(tree =>
            !reader.Catalog.Declared.IsEmpty || candidates.NamesDerived(tree, cancellationToken) || OpenRates.AreIn(tree, cancellationToken)).ToArray();
        var differences = new Dictionary<ProjectState, IReadOnlyList<(FileNames Before, FileNames After)>?>();
        return new OpenFiles(trees, Array.ConvertAll(trees, tree =>
        {
            if (!reader.Catalog.Declared.IsEmpty || !s_remembered.TryGetValue(tree, out RememberedRates? rates) || rates.Reach is not { } reach)
            {
                return null;
            }

            if (!differences.TryGetValue(reach.Answer.Project, out IReadOnlyList<(FileNames Before, FileNames After)>? since))
            {
                differences.Add(reach.Answer.Project, since = code.StateOf(cancellationToken).DifferencesFrom(reach.Answer.Project));
            }

            return since is not null && reach.Answer.Holds(since) ? reach : null;
        }));
    }

    private Index FindOpen(OpenFiles files, CancellationToken cancellationToken)
    {
        var index = new Index();
        for (int i = 0; i < files.Trees.Length; i++)
        {
            Add(files, i, index, cancellationToken);
        }

        foreach (DeclaredSlot declared in reader.Catalog.Declared)
        {
            foreach (RateSource source in RateTracer.Trace(declared, code, cancellationToken))
            {
                if (!index.Given.Contains(source.Value.Syntax))
                {
                    Add(source, index);
                }
            }
        }

        return index;
    }

    private void Add(OpenFiles files, int number, Index index, CancellationToken cancellationToken)
    {
        SyntaxTree tree = files.Trees[number];
        if (!_traced.TryGetValue(tree, out Traced? traced))
        {
            _traced.Add(tree, traced = files.Reaches[number] is null ? TraceNew(tree, cancellationToken) : Trace(tree, cancellationToken));
        }

        index.Trees.Add(tree);
        index.Add(traced);
    }

    // A file that outlives a state of the project is an editor's: what its learning rates have to do with others is remembered for
    // the next one. A build does not pay for that.
    private Traced TraceNew(SyntaxTree tree, CancellationToken cancellationToken)
    {
        RememberedRates rates = s_remembered.GetOrCreateValue(tree);
        if (!rates.IsAskedAgain || !reader.Catalog.Declared.IsEmpty)
        {
            Traced first = Trace(tree, cancellationToken);
            rates.IsAskedAgain = true;
            return first;
        }

        var consulted = new Consulted();
        Traced traced = CodeBase.Collect(consulted, () => Trace(tree, cancellationToken));
        rates.Reach = consulted.IsEverything ? null : new RateReach(
            new RememberedAnswer(code.StateOf(cancellationToken), consulted, file => ProjectFacts.NamesIn(file, cancellationToken)),
            new HashSet<FileNames>(traced.Sources.Select(source => ProjectFacts.NamesIn(source.Value.Syntax.SyntaxTree, cancellationToken))),
            new HashSet<string>(traced.Sources.SelectMany(source => source.Path, static (_, variable) => variable.Name)));
        return traced;
    }

    private Index FindOwn(SyntaxTree tree, Index open, CancellationToken cancellationToken)
    {
        var index = new Index();
        index.Add(Trace(tree, cancellationToken));
        if (open.ByTree.TryGetValue(tree, out List<SourcePlace>? places))
        {
            foreach (RateSource source in places.SelectMany(place => place.Sources))
            {
                Add(source, index);
            }
        }

        return index;
    }

    // From the learning rates of a file back.
    private Traced Trace(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var traced = new Traced();
        var candidates = Candidates.Of(code.Compilation, reader.Catalog, cancellationToken);
        if (!candidates.AreIn(tree, cancellationToken) || ModelBuilderFile.Is(tree, cancellationToken))
        {
            return traced;
        }

        int sites = 0;
        foreach (Candidate candidate in candidates.In(code.ModelOf(tree), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (LearningRateSite site in reader.Read(candidate.Operation))
            {
                if (site.Value is not null)
                {
                    traced.Given.Add(site.Value.WithoutConversions().Syntax);
                }

                if (IsTraced(site) && ++sites <= GraphLimits.RatesOfFile)
                {
                    traced.Sources.AddRange(RateTracer.Trace(site, code, cancellationToken));
                }
            }
        }

        return traced;
    }

    private static bool IsTraced(LearningRateSite site) =>
        site.Role is LearningRateRole.Optimizer or LearningRateRole.ParamGroup or LearningRateRole.Trainer or LearningRateRole.SchedulePeak
        && site.Value is { } value
        && value.WithoutConversions() is not ILiteralOperation;

    private static void Add(RateSource source, Index index)
    {
        SyntaxNode node = source.Value.Syntax;
        if (!index.ByNode.TryGetValue(node, out SourcePlace? place))
        {
            index.ByNode.Add(node, place = new SourcePlace(node));
            Entry(index.ByTree, node.SyntaxTree).Add(place);
        }

        place.Sources.Add(source);
        Entry(index.ByArgument, source.Site.Value!.Syntax).Add(place);
        foreach (ISymbol symbol in source.Path)
        {
            Entry(index.BySymbol, symbol).Add(place);
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
        public HashSet<SyntaxTree> Trees { get; } = new();

        public HashSet<SyntaxNode> Given { get; } = new();

        public Dictionary<SyntaxNode, SourcePlace> ByNode { get; } = new();

        public Dictionary<SyntaxTree, List<SourcePlace>> ByTree { get; } = new();

        public Dictionary<SyntaxNode, List<SourcePlace>> ByArgument { get; } = new();

        public Dictionary<ISymbol, List<SourcePlace>> BySymbol { get; } = new(SymbolEqualityComparer.Default);

        public void Add(Traced traced)
        {
            Given.UnionWith(traced.Given);
            foreach (RateSource source in traced.Sources)
            {
                RateSources.Add(source, this);
            }
        }
    }

    // What one file says: the values of its learning rates, and where they come from.
    private sealed class Traced
    {
        public List<SyntaxNode> Given { get; } = new();

        public List<RateSource> Sources { get; } = new();
    }

    // The files in which a learning rate comes from elsewhere, in order, each with what is remembered of it and still holds.
    private sealed record OpenFiles(SyntaxTree[] Trees, RateReach?[] Reaches);

    // Kept with a file, for as long as that is there.
    private sealed class RememberedRates
    {
        public bool IsAskedAgain { get; set; }

        public RateReach? Reach { get; set; }
    }

    // The files in which the places stand from which a file's learning rates come, and the names of the variables on the way.
    private sealed record RateReach(RememberedAnswer Answer, HashSet<FileNames> Reached, HashSet<string> Variables);
}

/// <summary>A place that gives a value, and the learning rates that it reaches.</summary>
/// <param name="Node">The value.</param>
internal sealed record SourcePlace(SyntaxNode Node)
{
    /// <summary>The way to each learning rate.</summary>
    public List<RateSource> Sources { get; } = new();
}
