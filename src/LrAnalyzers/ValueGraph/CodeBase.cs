using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.ValueGraph;

/// <summary>
/// The project as one body of code: finds where a symbol is used, in whatever file, binding only files that mention its
/// name. Lives as long as the analysis of one compilation.
/// </summary>
internal sealed class CodeBase(Compilation compilation)
{
    private static readonly ConditionalWeakTable<Compilation, CodeBase> s_byCompilation = new();

    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly ConcurrentDictionary<(Type Kind, SyntaxNode Node), object> _facts = new();
    private readonly ConcurrentDictionary<ISymbol, IReadOnlyList<IOperation>?> _references = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, IReadOnlyList<IOperation>> _writes = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<(SyntaxTree Tree, string Name), NamedAlike> _named = new();
    private readonly ConcurrentDictionary<ISymbol, IReadOnlyList<IMethodSymbol>?> _bodies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, IReadOnlyList<IOperation>?> _calls = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<(Type Question, Type Answer), object> _answers = new();

    [ThreadStatic]
    private static Consulted? s_consulted;

    private readonly ConcurrentDictionary<string, IReadOnlyList<SyntaxTree>> _filesByName = new();

    private FlowGraph? _graph;
    private ProjectState? _state;
    private ProjectFiles? _files;
    private ImmutableHashSet<string>? _aliases;
    private Injection? _injection;

    /// <summary>How values of any type flow through it.</summary>
    public FlowGraph Graph => _graph ?? LazyInitializer.EnsureInitialized(ref _graph, () => new FlowGraph(this, new AnyValue()))!;

    /// <summary>What service containers give; <see langword="null"/> where there is none.</summary>
    public InjectedServices? Services(CancellationToken cancellationToken)
    {
        Consulted? consulted = s_consulted;
        consulted?.Mentioned.UnionWith(InjectedServices.Names);
        InjectedServices? services =
            (_injection ?? LazyInitializer.EnsureInitialized(ref _injection, () => new Injection(InjectedServices.Of(this, cancellationToken)))!).Services;
        if (consulted is not null && services is not null)
        {
            // It is read once, from all over the project.
            consulted.IsEverything = true;
        }

        return services;
    }

    private sealed record Injection(InjectedServices? Services);

    /// <summary>The code of a compilation, shared by all analyzers and fixes.</summary>
    public static CodeBase Of(Compilation compilation) => s_byCompilation.GetValue(compilation, key => new CodeBase(key));

    /// <summary>The compilation.</summary>
    public Compilation Compilation { get; } = compilation;

    /// <summary>Whether other projects can use what is public here.</summary>
    public bool IsLibrary => Compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary;

    /// <summary>What tells whether an answer that was found in another state of the project still holds.</summary>
    public ProjectState StateOf(CancellationToken cancellationToken) =>
        _state ??= new ProjectState(Compilation, Files(cancellationToken).Names(cancellationToken));

    /// <summary>The files of the project and their words, in order.</summary>
    public ProjectFiles Files(CancellationToken cancellationToken) => _files ??= new ProjectFiles(Compilation, cancellationToken);

    /// <summary>Whether any file mentions the name.</summary>
    public bool Mentions(string name, CancellationToken cancellationToken)
    {
        s_consulted?.Mentioned.Add(name);
        return FilesWith(name, cancellationToken).Count > 0;
    }

    // The first files that mention a name, one more of them than are ever bound for it.
    private IReadOnlyList<SyntaxTree> FilesWith(string name, CancellationToken cancellationToken)
    {
        if (!_filesByName.TryGetValue(name, out IReadOnlyList<SyntaxTree>? found))
        {
            found = _filesByName.GetOrAdd(name, Files(cancellationToken).Where(
                name, GraphLimits.Files + 1, (tree, words) => words.MayContain(name) && ProjectFacts.Mentions(tree, name, cancellationToken)));
        }

        return found;
    }

    /// <summary>What is being collected by this thread about an answer that it looks for.</summary>
    public static Consulted? Collected => s_consulted;

    /// <summary>
    /// Finds an answer and collects what it is made of. All that is kept for a compilation and looks at other files than its
    /// question's has to say so, whether it is found now or was before.
    /// </summary>
    public static TAnswer Collect<TAnswer>(Consulted consulted, Func<TAnswer> find)
    {
        Consulted? outer = s_consulted;
        s_consulted = consulted;
        try
        {
            return find();
        }
        finally
        {
            s_consulted = outer;
        }
    }

    private static void Consult(ISymbol symbol)
    {
        if (s_consulted is { } consulted)
        {
            foreach (SyntaxReference declaration in symbol.DeclaringSyntaxReferences)
            {
                consulted.Trees.Add(declaration.SyntaxTree);
            }
        }
    }

    // Where it is declared, and every file that uses its name, if others than that can.
    private void ConsultUses(ISymbol symbol)
    {
        if (s_consulted is not { } consulted || !symbol.IsDeclaredIn(Compilation))
        {
            return;
        }

        Consult(symbol);
        switch (symbol)
        {
            case ILocalSymbol or IParameterSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction }:
                Consult(symbol.ContainingSymbol);
                break;
            case { DeclaredAccessibility: Accessibility.Private, ContainingType: { } type }:
                Consult(type);
                break;
            default:
                consulted.Used.Add(Consulted.NameOf(symbol));
                break;
        }
    }

    /// <summary>Takes over a model that the analyzer driver has bound already.</summary>
    public void Use(SemanticModel model) => _models.TryAdd(model.SyntaxTree, model);

    /// <summary>The meaning of a file.</summary>
    [SuppressMessage(
        "MicrosoftCodeAnalysisCorrectness",
        "RS1030:Do not invoke Compilation.GetSemanticModel() method within a diagnostic analyzer",
        Justification = "A training loop and its optimizer are in different files in a fifth of all projects. This is the one place that binds another file: at most GraphLimits.Files of them, each once per compilation.")]
    public SemanticModel ModelOf(SyntaxTree tree)
    {
        s_consulted?.Trees.Add(tree);
        return _models.GetOrAdd(tree, key => Compilation.GetSemanticModel(key));
    }

    /// <summary>
    /// The function, member or type in which a node runs, lambdas included. Asked of each body once: Roslyn climbs from the node
    /// through all the code around it.
    /// </summary>
    public ISymbol? EnclosingSymbolOf(SyntaxNode node, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxNode? body = node;
        while (body is not (null or BlockSyntax { OpenBraceToken.IsMissing: false, Parent: BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax }))
        {
            // What has no body in braces, and what the compiler makes a function of.
            body = body is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or QueryExpressionSyntax or MemberDeclarationSyntax ? null : body.Parent;
        }

        return body is null
            ? model.GetEnclosingSymbol(node.SpanStart, cancellationToken)
            : FactOf(body, block => new Enclosing(model.GetEnclosingSymbol(block.SpanStart + 1, cancellationToken))).Symbol;
    }

    /// <summary>The same for an operation.</summary>
    public ISymbol? EnclosingSymbolOf(IOperation operation, CancellationToken cancellationToken) =>
        operation.SemanticModel is { } model ? EnclosingSymbolOf(operation.Syntax, model, cancellationToken) : null;

    /// <summary>The same for whoever has no project at hand.</summary>
    public static ISymbol? EnclosingSymbol(IOperation operation, CancellationToken cancellationToken) =>
        operation.SemanticModel is { } model ? Of(model.Compilation).EnclosingSymbolOf(operation.Syntax, model, cancellationToken) : null;

    private sealed record Enclosing(ISymbol? Symbol);

    /// <summary>A fact about a function, a loop or another piece of code, found once in each compilation, whoever asks.</summary>
    /// <typeparam name="TFact">What is known; one of a kind for each node.</typeparam>
    public TFact FactOf<TFact>(SyntaxNode node, Func<SyntaxNode, TFact> find)
        where TFact : class
    {
        if (!_facts.TryGetValue((typeof(TFact), node), out object? fact))
        {
            TFact found = find(node);
            fact = _facts.GetOrAdd((typeof(TFact), node), found);
        }

        return (TFact)fact;
    }

    /// <summary>The answers to questions of one kind, each found once in each compilation, whoever asks.</summary>
    /// <typeparam name="TQuestion">What is asked about.</typeparam>
    /// <typeparam name="TAnswer">What is known; one kind for each kind of question.</typeparam>
    public ConcurrentDictionary<TQuestion, TAnswer> Answers<TQuestion, TAnswer>()
        where TQuestion : notnull =>
        (ConcurrentDictionary<TQuestion, TAnswer>)_answers.GetOrAdd((typeof(TQuestion), typeof(TAnswer)), _ => new ConcurrentDictionary<TQuestion, TAnswer>());

    /// <summary>
    /// Whether the symbol is declared in this project, with source to look at. One of a referenced project has its source at
    /// hand in an editor and not in a build: it is as foreign as a library's.
    /// </summary>
    public bool Declares(ISymbol symbol)
    {
        Consult(symbol);
        return symbol.IsDeclaredIn(Compilation) && !symbol.DeclaringSyntaxReferences.IsEmpty;
    }

    /// <summary>
    /// The operations that refer to the symbol, its declaration aside, or <see langword="null"/> where not all of them can
    /// be found: too many places to look, or another project's symbol.
    /// </summary>
    public IReadOnlyList<IOperation>? ReferencesTo(ISymbol symbol, CancellationToken cancellationToken)
    {
        ConsultUses(symbol.OriginalDefinition);
        return _references.GetOrAdd(symbol.OriginalDefinition, definition => Find(definition, cancellationToken));
    }

    /// <summary>Those of them at which the symbol may be given a value: of a thousand uses of a variable few are, and every use asks.</summary>
    public IReadOnlyList<IOperation>? WritesOf(ISymbol symbol, CancellationToken cancellationToken)
    {
        if (ReferencesTo(symbol, cancellationToken) is not { } references)
        {
            return null;
        }

        if (!_writes.TryGetValue(symbol.OriginalDefinition, out IReadOnlyList<IOperation>? writes))
        {
            writes = _writes.GetOrAdd(symbol.OriginalDefinition, references.Where(Predecessors.MayWrite).ToArray());
        }

        return writes;
    }

    private IReadOnlyList<IOperation>? Find(ISymbol symbol, CancellationToken cancellationToken)
    {
        if (!symbol.IsDeclaredIn(Compilation))
        {
            return null;
        }

        // Counted before any of them is bound.
        var scopes = ScopesOf(symbol, cancellationToken).Take(GraphLimits.Files + 1).ToList();
        // They are all of one project.
        if (scopes.Count > GraphLimits.Files || scopes.Count > 0 && !Compilation.ContainsSyntaxTree(scopes[0].SyntaxTree))
        {
            return null;
        }

        var found = new List<IOperation>();
        ISymbol definition = NamedAlike.DefinitionOf(symbol);
        foreach (SyntaxNode scope in scopes)
        {
            NamedAlike? alike = scope is CompilationUnitSyntax
                ? _named.GetOrAdd((scope.SyntaxTree, symbol.Name), key => new NamedAlike(key.Tree, key.Name, cancellationToken))
                : null;
            // Most files that mention a method's name declare one of their own.
            if (alike?.IsEmpty == true)
            {
                continue;
            }

            SemanticModel model = ModelOf(scope.SyntaxTree);
            IEnumerable<SimpleNameSyntax> names = alike is not null
                ? alike.Of(definition, model, cancellationToken)
                : NamedAlike.In(scope, symbol.Name, cancellationToken)
                    .Where(name => NamedAlike.MayName(name, symbol) && SymbolEqualityComparer.Default.Equals(NamedAlike.SymbolOf(name, model, cancellationToken), definition));
            foreach (SimpleNameSyntax name in names)
            {
                if (OperationOf(model, name, symbol, cancellationToken) is { } operation)
                {
                    found.Add(operation);
                }
            }
        }

        return found;
    }

    /// <summary>
    /// The calls of a method, local function, getter or constructor, also under the name of what it overrides or implements, and
    /// where its name is given away as a delegate; <see langword="null"/> where not all of them can be found.
    /// </summary>
    public IReadOnlyList<IOperation>? CallsOf(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (method.MethodKind == MethodKind.Constructor)
        {
            Consult(method.ContainingType);
            s_consulted?.Mentioned.Add(method.ContainingType.Name);
        }
        else
        {
            ConsultUses(Called(method.OriginalDefinition));
            s_consulted?.Used.UnionWith(OtherNames.Of(Called(method.OriginalDefinition)).Select(Consulted.NameOf));
        }

        return _calls.GetOrAdd(method.OriginalDefinition, definition => FindCalls((IMethodSymbol)definition, cancellationToken));
    }

    // A property's getter runs where the property is read.
    private static ISymbol Called(IMethodSymbol method) => method is { MethodKind: MethodKind.PropertyGet, AssociatedSymbol: { } property } ? property : method;

    private IReadOnlyList<IOperation>? FindCalls(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (method.MethodKind == MethodKind.Constructor)
        {
            return FindConstructorCalls(method, cancellationToken);
        }

        var found = new List<IOperation>();
        ISymbol called = Called(method);
        foreach (ISymbol name in OtherNames.Of(called).Prepend(called))
        {
            if (ReferencesTo(name, cancellationToken) is not { } references)
            {
                return null;
            }

            found.AddRange(references.Where(reference => reference is IInvocationOperation or IMethodReferenceOperation { Parent: not INameOfOperation }
                || reference is IPropertyReferenceOperation && !(reference.Parent is IAssignmentOperation assignment && assignment.Target == reference)));
        }

        return found;
    }

    // `new Trainer(…)`, `: this(…)`, `: base(…)`, `class Derived(…) : Base(…)`
    private IReadOnlyList<IOperation>? FindConstructorCalls(IMethodSymbol constructor, CancellationToken cancellationToken)
    {
        if (FilesMentioning(constructor.ContainingType.Name, cancellationToken) is not { } files)
        {
            return null;
        }

        var found = new List<IOperation>();
        foreach (SyntaxTree tree in files)
        {
            CreatedIn created = FactOf(tree.GetRoot(cancellationToken), root => new CreatedIn(root.SyntaxTree, Aliases(cancellationToken), cancellationToken));
            foreach (SyntaxNode node in created.Of(constructor))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (ModelOf(tree).GetOperation(node, cancellationToken) is (IObjectCreationOperation or IInvocationOperation) and var call
                    && SymbolEqualityComparer.Default.Equals(call.CalledMethod()?.OriginalDefinition, constructor))
                {
                    found.Add(call);
                }
            }
        }

        return found;
    }

    // The names that stand for others in a file, or in all of them.
    private ImmutableHashSet<string> Aliases(CancellationToken cancellationToken) => _aliases ??= Files(cancellationToken)
        .Where(typeof(Derivation), int.MaxValue, (tree, words) => words.DerivationsIn(tree, cancellationToken).Any(declared => declared.IsAlias))
        .SelectMany(tree => FileWords.Of(tree, cancellationToken).DerivationsIn(tree, cancellationToken).Where(declared => declared.IsAlias))
        .Select(declared => declared.Name).ToImmutableHashSet();

    /// <summary>
    /// The properties of this project that override or implement the property, or <see langword="null"/> where there are too
    /// many files to look in.
    /// </summary>
    public IReadOnlyList<ISymbol>? ImplementationsOf(IPropertySymbol property, CancellationToken cancellationToken)
    {
        if (FilesMentioning(property.Name, cancellationToken) is not { } files)
        {
            return null;
        }

        var found = new List<ISymbol>();
        foreach (SyntaxTree tree in files)
        {
            foreach (SyntaxNode declaration in ProjectFacts.Identifiers(tree.GetRoot(cancellationToken), property.Name, cancellationToken).Select(token => token.Parent!)
                .Where(node => node is PropertyDeclarationSyntax { Identifier.ValueText: var name } && name == property.Name
                    || node is ParameterSyntax { Identifier.ValueText: var kept, Parent.Parent: RecordDeclarationSyntax } && kept == property.Name))
            {
                cancellationToken.ThrowIfCancellationRequested();
                ISymbol? declared = ModelOf(tree).GetDeclaredSymbol(declaration, cancellationToken);
                ISymbol? candidate = declared is IParameterSymbol { ContainingType: { } record } ? record.GetMembers(property.Name).OfType<IPropertySymbol>().FirstOrDefault() : declared;
                if (candidate is not null && OtherNames.Of(candidate).Contains(property, SymbolEqualityComparer.Default))
                {
                    found.Add(candidate);
                }
            }
        }

        return found;
    }

    /// <summary>The classes of this project that derive from the class at once; <see langword="null"/> where there are too many files to look in.</summary>
    public IReadOnlyList<INamedTypeSymbol>? DerivedFrom(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        Consult(type);
        s_consulted?.Mentioned.Add(type.Name);
        if (type.IsSealed)
        {
            return System.Array.Empty<INamedTypeSymbol>();
        }

        if (FilesMentioning(type.Name, cancellationToken) is not { } files)
        {
            return null;
        }

        var found = new List<INamedTypeSymbol>();
        foreach (SyntaxTree tree in files)
        {
            foreach (TypeDeclarationSyntax declaration in ProjectFacts.Identifiers(tree.GetRoot(cancellationToken), type.Name, cancellationToken)
                .Select(token => token.Parent!.AncestorsAndSelf().TakeWhile(node => node is not MemberDeclarationSyntax).OfType<BaseListSyntax>().FirstOrDefault()?.Parent).OfType<TypeDeclarationSyntax>())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (ModelOf(tree).GetDeclaredSymbol(declaration, cancellationToken) is INamedTypeSymbol derived
                    && SymbolEqualityComparer.Default.Equals(derived.BaseType?.OriginalDefinition, type.OriginalDefinition))
                {
                    found.Add(derived.OriginalDefinition);
                }
            }
        }

        return found;
    }

    /// <summary>
    /// The methods of this project that a call of the method can lead to: itself, and where it is virtual, abstract or an
    /// interface's also what overrides or implements it. <see langword="null"/> where not all of them can be seen.
    /// </summary>
    public IReadOnlyList<IMethodSymbol>? BodiesOf(IMethodSymbol method, CancellationToken cancellationToken)
    {
        IMethodSymbol called = (method.ReducedFrom ?? method).OriginalDefinition;
        Consult(called);
        IReadOnlyList<IMethodSymbol>? bodies = _bodies.GetOrAdd(called, definition => FindBodies((IMethodSymbol)definition, cancellationToken));
        if (s_consulted is { } consulted)
        {
            if (called.IsAbstract || called.IsVirtual || called.IsOverride || called.ContainingType?.TypeKind == TypeKind.Interface)
            {
                consulted.Mentioned.Add(called.Name);
            }

            foreach (IMethodSymbol body in bodies ?? System.Array.Empty<IMethodSymbol>())
            {
                Consult(body);
            }
        }

        return bodies;
    }

    /// <summary>Those bodies that stand in this project, where others may write more; none where there are too many.</summary>
    public IReadOnlyList<IMethodSymbol> SeenBodiesOf(IMethodSymbol method, CancellationToken cancellationToken) =>
        BodiesOf(method, cancellationToken)
        ?? FindBodies((method.ReducedFrom ?? method).OriginalDefinition, cancellationToken, areAllSeen: false)
        ?? System.Array.Empty<IMethodSymbol>();

    private IReadOnlyList<IMethodSymbol>? FindBodies(IMethodSymbol method, CancellationToken cancellationToken, bool areAllSeen = true)
    {
        if (!Declares(method) || method.DeclaringSyntaxReferences.Length != 1)
        {
            return null;
        }

        var bodies = new List<IMethodSymbol>();
        bool isOpen = method.IsAbstract || method.ContainingType?.TypeKind == TypeKind.Interface;
        if (!method.IsAbstract)
        {
            bodies.Add(method);
        }

        if (isOpen || method.IsVirtual || method.IsOverride)
        {
            // What a library leaves to others to write cannot be seen here.
            if (areAllSeen && isOpen && IsLibrary && method.IsVisibleOutside())
            {
                return null;
            }

            if (!AddOverrides(method, bodies, cancellationToken))
            {
                return null;
            }
        }

        return bodies.Count is > 0 and <= GraphLimits.Bodies ? bodies : null;
    }

    private bool AddOverrides(IMethodSymbol method, List<IMethodSymbol> bodies, CancellationToken cancellationToken)
    {
        if (FilesMentioning(method.Name, cancellationToken) is not { } files)
        {
            return false;
        }

        foreach (SyntaxTree tree in files)
        {
            foreach (MethodDeclarationSyntax declaration in ProjectFacts.Identifiers(tree.GetRoot(cancellationToken), method.Name, cancellationToken)
                .Select(token => token.Parent).OfType<MethodDeclarationSyntax>())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (declaration.Identifier.ValueText == method.Name
                    && ModelOf(tree).GetDeclaredSymbol(declaration, cancellationToken) is { IsAbstract: false } candidate
                    && OtherNames.Of(candidate).Contains(method, SymbolEqualityComparer.Default))
                {
                    bodies.Add(candidate);
                }
            }
        }

        return true;
    }

    /// <summary>
    /// The deconstructions of objects of a record into variables, or <see langword="null"/> where not all of them can be
    /// followed.
    /// </summary>
    public IReadOnlyList<IDeconstructionAssignmentOperation>? DeconstructionsOf(INamedTypeSymbol record, CancellationToken cancellationToken)
    {
        if (s_consulted is { } consulted)
        {
            // A deconstruction has no name.
            consulted.IsEverything = true;
        }

        var found = new List<IDeconstructionAssignmentOperation>();
        int arity = record.InstanceConstructors.FirstOrDefault(Place.IsPrimary)?.Parameters.Length ?? 0;
        if (arity == 0)
        {
            return found;
        }

        // Each file is read once for all records.
        ILookup<int, SyntaxNode>[] files = Files(cancellationToken)
            .Where(typeof(IDeconstructionAssignmentOperation), int.MaxValue, (tree, _) => tree.GetRoot(cancellationToken).DescendantNodes().Any(node => ArityOf(node) > 0))
            .Select(tree => FactOf(tree.GetRoot(cancellationToken), root => root.DescendantNodes().Where(node => ArityOf(node) > 0).ToLookup(ArityOf)))
            .Where(nodes => nodes.Contains(arity)).Take(GraphLimits.Files + 1).ToArray();
        if (files.Length > GraphLimits.Files)
        {
            return null;
        }

        foreach (ILookup<int, SyntaxNode> nodes in files)
        {
            foreach (SyntaxNode node in nodes[arity])
            {
                cancellationToken.ThrowIfCancellationRequested();
                SemanticModel model = ModelOf(node.SyntaxTree);
                ISymbol? method = node switch
                {
                    AssignmentExpressionSyntax assignment => model.GetDeconstructionInfo(assignment).Method,
                    ForEachVariableStatementSyntax loop => model.GetDeconstructionInfo(loop).Method,
                    _ => (model.GetOperation(node, cancellationToken) as IRecursivePatternOperation)?.DeconstructSymbol,
                };
                if (!SymbolEqualityComparer.Default.Equals(method?.ContainingType?.OriginalDefinition, record.OriginalDefinition))
                {
                    continue;
                }

                if (model.GetOperation(node, cancellationToken) is not IDeconstructionAssignmentOperation deconstruction)
                {
                    return null;
                }

                found.Add(deconstruction);
            }
        }

        return found;
    }

    // Into how many variables a node deconstructs; 0 where it does not.
    private static int ArityOf(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => ArityOf(assignment.Left),
        ForEachVariableStatementSyntax loop => ArityOf(loop.Variable),
        TupleExpressionSyntax { Parent: AssignmentExpressionSyntax or ForEachVariableStatementSyntax, Arguments.Count: var count } => count,
        DeclarationExpressionSyntax { Designation: ParenthesizedVariableDesignationSyntax { Variables.Count: var count } } => count,
        RecursivePatternSyntax { PositionalPatternClause.Subpatterns.Count: var count } => count,
        _ => 0,
    };

    private IReadOnlyList<SyntaxTree>? FilesMentioning(string name, CancellationToken cancellationToken)
    {
        s_consulted?.Mentioned.Add(name);
        IReadOnlyList<SyntaxTree> files = FilesWith(name, cancellationToken);
        return files.Count <= GraphLimits.Files ? files : null;
    }

    private IEnumerable<SyntaxNode> ScopesOf(ISymbol symbol, CancellationToken cancellationToken)
    {
        switch (symbol)
        {
            case ILocalSymbol:
                if (symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } local)
                {
                    yield return BlockOf(local);
                }

                yield break;
            // `value`, which is declared nowhere
            case IParameterSymbol { IsImplicitlyDeclared: true, ContainingSymbol: IMethodSymbol accessor }:
                if (accessor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } setter)
                {
                    yield return setter;
                }

                yield break;
            case IParameterSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction }:
                if (symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration)
                {
                    yield return MemberOf(declaration);
                }

                yield break;
            case { DeclaredAccessibility: Accessibility.Private, ContainingType: { } type }:
                foreach (SyntaxReference part in type.DeclaringSyntaxReferences)
                {
                    yield return part.GetSyntax(cancellationToken);
                }

                yield break;
            default:
                foreach (SyntaxTree tree in FilesWith(symbol.Name, cancellationToken))
                {
                    yield return tree.GetRoot(cancellationToken);
                }

                yield break;
        }
    }

    /// <summary>
    /// The innermost piece of code in which a local that is declared at the node is known: a long method with many blocks would
    /// otherwise be searched once for each of their locals.
    /// </summary>
    public static SyntaxNode BlockOf(SyntaxNode local) =>
        local.Ancestors().FirstOrDefault(ancestor => ancestor is BlockSyntax or SwitchSectionSyntax or ForStatementSyntax
            or CommonForEachStatementSyntax or UsingStatementSyntax or AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax)
        ?? local.SyntaxTree.GetRoot();

    private static IOperation? OperationOf(SemanticModel model, SimpleNameSyntax name, ISymbol symbol, CancellationToken cancellationToken)
    {
        // The operation belongs to the widest node that is still only the name: `this.x`, `a.x`, `x`, `M(…)`.
        SyntaxNode node = name;
        if (name.Parent is MemberAccessExpressionSyntax access && access.Name == name
            || name.Parent is MemberBindingExpressionSyntax binding && binding.Name == name)
        {
            node = name.Parent;
        }

        if (symbol is IMethodSymbol && node.Parent is InvocationExpressionSyntax invocation && invocation.Expression == node)
        {
            node = invocation;
        }

        return model.GetOperation(node, cancellationToken);
    }

    /// <summary>The member in which the node stands, or the whole file for top-level statements.</summary>
    public static SyntaxNode MemberOf(SyntaxNode node) =>
        node.AncestorsAndSelf().FirstOrDefault(ancestor =>
            ancestor is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax)
        ?? (node is ParameterSyntax ? node.FirstAncestorOrSelf<TypeDeclarationSyntax>() : null)
        ?? node.SyntaxTree.GetRoot();

    private sealed class AnyValue : FollowedValues
    {
        public override bool Follows(ITypeSymbol type) => true;
    }
}
