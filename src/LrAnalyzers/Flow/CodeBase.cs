using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// The project as one body of code: finds where a symbol is used, in whatever file, binding only files that mention its
/// name. Lives as long as the analysis of one compilation.
/// </summary>
internal sealed class CodeBase(Compilation compilation)
{
    private static readonly ConditionalWeakTable<Compilation, CodeBase> s_byCompilation = new();

    // A name mentioned in more files than this is not followed; what is not followed escapes, and an escape is silence.
    private const int MaximumFiles = 64;

    // The same holds of a method with more bodies.
    private const int MaximumBodies = 8;

    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly ConcurrentDictionary<(Type Kind, SyntaxNode Node), object> _facts = new();
    private readonly ConcurrentDictionary<ISymbol, IReadOnlyList<IOperation>?> _references = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, IReadOnlyList<IMethodSymbol>?> _bodies = new(SymbolEqualityComparer.Default);

    /// <summary>The code of a compilation, shared by all analyzers and fixes.</summary>
    public static CodeBase Of(Compilation compilation) => s_byCompilation.GetValue(compilation, key => new CodeBase(key));

    /// <summary>The compilation.</summary>
    public Compilation Compilation { get; } = compilation;

    /// <summary>Whether other projects can use what is public here.</summary>
    public bool IsLibrary => Compilation.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary;

    /// <summary>Takes over a model that the analyzer driver has bound already.</summary>
    public void Use(SemanticModel model) => _models.TryAdd(model.SyntaxTree, model);

    /// <summary>The meaning of a file.</summary>
    [SuppressMessage(
        "MicrosoftCodeAnalysisCorrectness",
        "RS1030:Do not invoke Compilation.GetSemanticModel() method within a diagnostic analyzer",
        Justification = "A training loop and its optimizer are in different files in a fifth of all projects. This is the one place that binds another file: at most MaximumFiles of them, each once per compilation.")]
    public SemanticModel ModelOf(SyntaxTree tree) => _models.GetOrAdd(tree, key => Compilation.GetSemanticModel(key));

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

    /// <summary>
    /// Whether the symbol is declared in this project, with source to look at. One of a referenced project has its source at
    /// hand in an editor and not in a build: it is as foreign as a library's.
    /// </summary>
    public bool Declares(ISymbol symbol) => symbol.IsDeclaredIn(Compilation) && !symbol.DeclaringSyntaxReferences.IsEmpty;

    /// <summary>
    /// The operations that refer to the symbol, its declaration aside, or <see langword="null"/> where not all of them can
    /// be found: too many places to look, or another project's symbol.
    /// </summary>
    public IReadOnlyList<IOperation>? ReferencesTo(ISymbol symbol, CancellationToken cancellationToken) =>
        _references.GetOrAdd(symbol.OriginalDefinition, definition => Find(definition, cancellationToken));

    private IReadOnlyList<IOperation>? Find(ISymbol symbol, CancellationToken cancellationToken)
    {
        if (!symbol.IsDeclaredIn(Compilation))
        {
            return null;
        }

        var found = new List<IOperation>();
        int files = 0;
        foreach (SyntaxNode scope in ScopesOf(symbol, cancellationToken))
        {
            if (++files > MaximumFiles || !Compilation.ContainsSyntaxTree(scope.SyntaxTree))
            {
                return null;
            }

            SemanticModel? model = null;
            foreach (SyntaxToken token in ProjectFacts.Identifiers(scope, symbol.Name, cancellationToken))
            {
                if (token.Parent is not SimpleNameSyntax name)
                {
                    continue;
                }

                cancellationToken.ThrowIfCancellationRequested();
                model ??= ModelOf(scope.SyntaxTree);
                if (OperationOf(model, name, symbol, cancellationToken) is { } operation)
                {
                    found.Add(operation);
                }
            }
        }

        return found;
    }

    /// <summary>The places where objects of the type are created, or <see langword="null"/> when there are too many files to look in.</summary>
    public IReadOnlyList<IObjectCreationOperation>? CreationsOf(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        if (FilesMentioning(type.Name, cancellationToken) is not { } files)
        {
            return null;
        }

        var found = new List<IObjectCreationOperation>();
        foreach (SyntaxTree tree in files)
        {
            foreach (BaseObjectCreationExpressionSyntax creation in tree.GetRoot(cancellationToken).DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if ((creation is not ObjectCreationExpressionSyntax { Type: var written } || written.ToString().Contains(type.Name))
                    && ModelOf(tree).GetOperation(creation, cancellationToken) is IObjectCreationOperation { Type: { } created } operation
                    && SymbolEqualityComparer.Default.Equals(created.OriginalDefinition, type.OriginalDefinition))
                {
                    found.Add(operation);
                }
            }
        }

        return found;
    }

    /// <summary>
    /// The methods of this project that a call of the method can lead to: itself, and where it is virtual, abstract or an
    /// interface's also what overrides or implements it. <see langword="null"/> where not all of them can be seen.
    /// </summary>
    public IReadOnlyList<IMethodSymbol>? BodiesOf(IMethodSymbol method, CancellationToken cancellationToken) =>
        _bodies.GetOrAdd((method.ReducedFrom ?? method).OriginalDefinition, definition => FindBodies((IMethodSymbol)definition, cancellationToken));

    private IReadOnlyList<IMethodSymbol>? FindBodies(IMethodSymbol method, CancellationToken cancellationToken)
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
            if (isOpen && IsLibrary && FlowTracker.IsVisibleOutside(method))
            {
                return null;
            }

            if (!AddOverrides(method, bodies, cancellationToken))
            {
                return null;
            }
        }

        return bodies.Count is > 0 and <= MaximumBodies ? bodies : null;
    }

    private bool AddOverrides(IMethodSymbol method, List<IMethodSymbol> bodies, CancellationToken cancellationToken)
    {
        if (FilesMentioning(method.Name, cancellationToken) is not { } files)
        {
            return false;
        }

        foreach (SyntaxTree tree in files)
        {
            foreach (MethodDeclarationSyntax declaration in tree.GetRoot(cancellationToken).DescendantNodes().OfType<MethodDeclarationSyntax>())
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
        var found = new List<IDeconstructionAssignmentOperation>();
        int files = 0;
        foreach (SyntaxTree tree in Compilation.SyntaxTrees)
        {
            SyntaxNode[] nodes = tree.GetRoot(cancellationToken).DescendantNodes().Where(IsDeconstruction).ToArray();
            if (nodes.Length > 0 && ++files > MaximumFiles)
            {
                return null;
            }

            foreach (SyntaxNode node in nodes)
            {
                cancellationToken.ThrowIfCancellationRequested();
                SemanticModel model = ModelOf(tree);
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

    private static bool IsDeconstruction(SyntaxNode node) =>
        node is AssignmentExpressionSyntax { Left: TupleExpressionSyntax or DeclarationExpressionSyntax { Designation: ParenthesizedVariableDesignationSyntax } }
            or ForEachVariableStatementSyntax
            or RecursivePatternSyntax { PositionalPatternClause: not null };

    private IReadOnlyList<SyntaxTree>? FilesMentioning(string name, CancellationToken cancellationToken)
    {
        List<SyntaxTree> files = Compilation.SyntaxTrees
            .Where(tree => ProjectFacts.Mentions(tree, name, cancellationToken)).Take(MaximumFiles + 1).ToList();
        return files.Count <= MaximumFiles ? files : null;
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
                foreach (SyntaxTree tree in Compilation.SyntaxTrees)
                {
                    if (ProjectFacts.Mentions(tree, symbol.Name, cancellationToken))
                    {
                        yield return tree.GetRoot(cancellationToken);
                    }
                }

                yield break;
        }
    }

    // A long method with many blocks would otherwise be searched once for each of their locals.
    private static SyntaxNode BlockOf(SyntaxNode local) =>
        local.Ancestors().FirstOrDefault(ancestor => ancestor is BlockSyntax or SwitchSectionSyntax or ForStatementSyntax
            or CommonForEachStatementSyntax or UsingStatementSyntax or AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax)
        ?? local.SyntaxTree.GetRoot();

    private static IOperation? OperationOf(SemanticModel model, SimpleNameSyntax name, ISymbol symbol, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(name, cancellationToken).Symbol is not { } bound
            || !SymbolEqualityComparer.Default.Equals(Definition(bound), Definition(symbol)))
        {
            return null;
        }

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

    private static ISymbol Definition(ISymbol symbol) =>
        (symbol is IMethodSymbol { ReducedFrom: { } unreduced } ? unreduced : symbol).OriginalDefinition;

    /// <summary>The member in which the node stands, or the whole file for top-level statements.</summary>
    public static SyntaxNode MemberOf(SyntaxNode node) =>
        node.AncestorsAndSelf().FirstOrDefault(ancestor =>
            ancestor is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax)
        ?? (node is ParameterSyntax ? node.FirstAncestorOrSelf<TypeDeclarationSyntax>() : null)
        ?? node.SyntaxTree.GetRoot();
}
