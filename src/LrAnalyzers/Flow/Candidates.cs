using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>A call, creation or assignment in which a site may begin.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="ContainingSymbol">The member or type in which it stands; never a lambda or a local function.</param>
internal readonly record struct Candidate(IOperation Operation, ISymbol ContainingSymbol);

/// <summary>
/// The gate in front of the analysis: finds, by the names that a file mentions, the few places in which a site can begin, and
/// binds no other. Roslyn would build the operations of every body of the project for an operation action, which costs more
/// than all rules together. Lives as long as the analysis of one compilation.
/// </summary>
internal sealed class Candidates
{
    private static readonly ConditionalWeakTable<LearningRateCatalog, Candidates> s_byCatalog = new();

    // Names only; what an assembly references does not change.
    private static readonly ConditionalWeakTable<IAssemblySymbol, string[]> s_derivedByAssembly = new();
    private static readonly string[] s_none = System.Array.Empty<string>();

    // What the last projects asked for: after an edit it is the same as a rule.
    private static readonly AskedNames?[] s_lastAsked = new AskedNames?[32];
    private static int s_asked;

    private readonly ConditionalWeakTable<SemanticModel, Candidate[]> _byModel = new();
    private readonly AskedNames _asked;
    private readonly HashSet<string> _names;
    private readonly HashSet<string> _memberNames;
    private readonly AskedNames _derived;
    private readonly AskedNames _begins;
    private readonly bool _hasAdd;
    private readonly bool _hasInvoke;

    private Candidates(Compilation compilation, LearningRateCatalog catalog, CancellationToken cancellationToken)
    {
        var schedules = ScheduleCatalog.TryCreate(compilation);
        _names = new HashSet<string>(catalog.CandidateNames);
        _names.UnionWith(schedules?.CandidateNames ?? ImmutableArray<string>.Empty);
        _memberNames = new HashSet<string>(catalog.OptionMemberNames);
        var known = new HashSet<string>(_names);
        AddDerived(compilation, schedules, cancellationToken);
        _derived = Asked(new HashSet<string>(_names.Where(name => !known.Contains(name))));
        _hasAdd = _names.Contains(WellKnownMemberNames.CollectionInitializerAddMethodName);
        _hasInvoke = _names.Contains(WellKnownMemberNames.DelegateInvokeName);
        _asked = Asked(_names);
        _begins = Asked(new HashSet<string>(_names.Concat(_memberNames)) { FileWords.ImplicitNew, FileWords.BaseCall, FileWords.ThisCall });
    }

    private static AskedNames Asked(HashSet<string> names)
    {
        foreach (AskedNames? last in s_lastAsked)
        {
            if (last is not null && last.Names.Length == names.Count && names.SetEquals(last.Names))
            {
                return last;
            }
        }

        return s_lastAsked[(uint)Interlocked.Increment(ref s_asked) % s_lastAsked.Length] = new AskedNames(names);
    }

    /// <summary>The gate of a compilation, shared by all analyzers that know the same learning rates.</summary>
    public static Candidates Of(Compilation compilation, LearningRateCatalog catalog, CancellationToken cancellationToken)
    {
        if (!s_byCatalog.TryGetValue(catalog, out Candidates? candidates))
        {
            var made = new Candidates(compilation, catalog, cancellationToken);
            candidates = s_byCatalog.GetValue(catalog, _ => made);
        }

        return candidates;
    }

    /// <summary>Whether a site can begin anywhere in the file.</summary>
    public bool AreIn(SyntaxTree tree, CancellationToken cancellationToken) => FileWords.Of(tree, cancellationToken).MentionsAny(tree, _asked, cancellationToken);

    /// <summary>The files in which a site can begin.</summary>
    public SyntaxTree[] FilesOf(ProjectFiles files, CancellationToken cancellationToken) =>
        files.Where(_asked, int.MaxValue, (tree, words) => words.MentionsAny(tree, _asked, cancellationToken));

    /// <summary>Whether the file names a class that derives from one of the libraries', or an alias.</summary>
    public bool NamesDerived(SyntaxTree tree, CancellationToken cancellationToken) =>
        FileWords.Of(tree, cancellationToken).In(_derived).Any(name => ProjectFacts.Mentions(tree, name, cancellationToken));

    /// <summary>The places of the file in which a site can begin, in source order; each body that has one is bound once.</summary>
    public IReadOnlyList<Candidate> In(SemanticModel model, CancellationToken cancellationToken)
    {
        if (!AreIn(model.SyntaxTree, cancellationToken))
        {
            return ImmutableArray<Candidate>.Empty;
        }

        if (!_byModel.TryGetValue(model, out Candidate[]? candidates))
        {
            Candidate[] read = Read(model, cancellationToken).ToArray();
            candidates = _byModel.GetValue(model, _ => read);
        }

        return candidates;
    }

    private IEnumerable<Candidate> Read(SemanticModel model, CancellationToken cancellationToken)
    {
        foreach ((SyntaxNode node, bool isElement) in NodesIn(model.SyntaxTree, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((isElement ? AddOf(model, node, cancellationToken) : OperationOf(model, node, cancellationToken)) is not { } operation)
            {
                continue;
            }

            foreach (ISymbol symbol in ContainingSymbols(model, node, cancellationToken))
            {
                yield return new Candidate(operation, symbol);
            }
        }
    }

    // The syntax of those places, before anything is bound; an element of a collection initializer is given to an Add that
    // nobody wrote.
    private IEnumerable<(SyntaxNode Node, bool IsElement)> NodesIn(SyntaxTree tree, CancellationToken cancellationToken)
    {
        // What calls something that has no name is found in no index.
        IEnumerable<SyntaxToken> tokens = _hasAdd || _hasInvoke
            ? tree.GetRoot(cancellationToken).DescendantTokens()
            : ProjectFacts.Tokens(tree, _begins, cancellationToken);
        foreach (SyntaxToken token in tokens)
        {
            switch (token.Kind())
            {
                case SyntaxKind.IdentifierToken when PlaceNamed(token) is { } place
                    && (_names.Contains(token.ValueText)
                        || place is AssignmentExpressionSyntax && _memberNames.Contains(token.ValueText)
                        || _hasInvoke && place is InvocationExpressionSyntax):
                    yield return (place, false);
                    break;
                // What has no name of its own may be anything in a file that mentions a candidate.
                case SyntaxKind.NewKeyword when token.Parent is ImplicitObjectCreationExpressionSyntax creation && MayBeNamed(creation):
                    yield return (creation, false);
                    break;
                // What derives from a candidate is one by its own name.
                case SyntaxKind.BaseKeyword or SyntaxKind.ThisKeyword when token.Parent is ConstructorInitializerSyntax { Parent.Parent: BaseTypeDeclarationSyntax { Identifier.ValueText: var type } } initializer
                    && _names.Contains(type):
                    yield return (initializer, false);
                    break;
                case SyntaxKind.OpenBraceToken when _hasAdd && token.Parent is InitializerExpressionSyntax initializer
                    && initializer.IsKind(SyntaxKind.CollectionInitializerExpression):
                    foreach (ExpressionSyntax element in initializer.Expressions)
                    {
                        yield return (element, true);
                    }

                    break;
                // `GetRate()(50)` and `rates[0](50)` call a delegate that has no name.
                case SyntaxKind.OpenParenToken when _hasInvoke
                    && token.Parent is ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: InvocationExpressionSyntax or ElementAccessExpressionSyntax } call }:
                    yield return (call, false);
                    break;
            }
        }
    }

    // `Dictionary<int, string> names = new();` says what it makes; elsewhere it may be anything.
    private bool MayBeNamed(ImplicitObjectCreationExpressionSyntax creation)
    {
        TypeSyntax? type = creation.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: var declared } } } => declared,
            EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax { Type: var declared } } => declared,
            _ => null,
        };
        return type is null or SimpleNameSyntax { IsVar: true }
            || Derivations.SimpleName(type is NullableTypeSyntax { ElementType: var element } ? element : type) is not { } name
            || _names.Contains(name);
    }

    // The call, creation, assignment or attribute that the name is the name of.
    private static SyntaxNode? PlaceNamed(SyntaxToken token)
    {
        if (token.Parent is not SimpleNameSyntax name)
        {
            return null;
        }

        SyntaxNode node = name;
        while (true)
        {
            switch (node.Parent)
            {
                case QualifiedNameSyntax qualified when qualified.Right == node:
                case AliasQualifiedNameSyntax alias when alias.Name == node:
                case MemberAccessExpressionSyntax access when access.Name == node:
                case MemberBindingExpressionSyntax binding when binding.Name == node:
                case ParenthesizedExpressionSyntax:
                case PostfixUnaryExpressionSyntax suppression when suppression.IsKind(SyntaxKind.SuppressNullableWarningExpression):
                // `a?.Group.LearningRate = 1` is written to the end of the chain.
                case ConditionalAccessExpressionSyntax conditional when conditional.WhenNotNull == node:
                    node = node.Parent;
                    break;
                case InvocationExpressionSyntax invocation when invocation.Expression == node:
                    return invocation;
                case ObjectCreationExpressionSyntax creation when creation.Type == node:
                    return creation;
                case AssignmentExpressionSyntax assignment when assignment.Left == node:
                    return assignment;
                case PrimaryConstructorBaseTypeSyntax primary:
                    return primary;
                case AttributeSyntax attribute:
                    return attribute;
                case NameEqualsSyntax { Parent: AttributeArgumentSyntax argument }:
                    return argument;
                default:
                    return null;
            }
        }
    }

    private static IOperation? OperationOf(SemanticModel model, SyntaxNode node, CancellationToken cancellationToken)
    {
        switch (node)
        {
            // An attribute is a creation inside an operation of its own.
            case AttributeSyntax:
                return model.GetOperation(node, cancellationToken)?.ChildOperations.OfType<IObjectCreationOperation>().FirstOrDefault();
            case AttributeArgumentSyntax:
                return node.FirstAncestorOrSelf<AttributeSyntax>() is { } attribute
                    ? model.GetOperation(attribute, cancellationToken)?.Descendants().FirstOrDefault(part => part is ISimpleAssignmentOperation && part.Syntax == node)
                    : null;
        }

        return model.GetOperation(node, cancellationToken) is { } operation
            and (IInvocationOperation or IObjectCreationOperation or ISimpleAssignmentOperation or ICompoundAssignmentOperation) ? operation : null;
    }

    private static IOperation? AddOf(SemanticModel model, SyntaxNode element, CancellationToken cancellationToken)
    {
        IOperation? operation = model.GetOperation(element, cancellationToken);
        while (operation is not null and not IInvocationOperation { IsImplicit: true })
        {
            operation = operation.Parent;
        }

        return operation;
    }

    // One attribute of several fields, `[Range(0, 1)] double a, b;`, is one of each.
    private static IEnumerable<ISymbol> ContainingSymbols(SemanticModel model, SyntaxNode node, CancellationToken cancellationToken)
    {
        if (node.FirstAncestorOrSelf<AttributeSyntax>() is { Parent.Parent: { } target })
        {
            IEnumerable<SyntaxNode> declared = target is BaseFieldDeclarationSyntax { Declaration.Variables: var variables } ? variables : new[] { target };
            foreach (SyntaxNode declaration in declared)
            {
                yield return model.GetDeclaredSymbol(declaration, cancellationToken) ?? model.Compilation.Assembly;
            }

            yield break;
        }

        ISymbol? symbol = CodeBase.Of(model.Compilation).EnclosingSymbolOf(node, model, cancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        yield return symbol ?? model.Compilation.Assembly;
    }

    // A class that derives from one of the libraries', and an alias, are names of the same thing: `new MyAdam(…)`.
    private void AddDerived(Compilation compilation, ScheduleCatalog? schedules, CancellationToken cancellationToken)
    {
        IEnumerable<string> bases = ImmutableArray<string>.Empty;
        if (schedules is not null)
        {
            bases = schedules.BaseTypeNames;
            foreach (IAssemblySymbol assembly in compilation.SourceModule.ReferencedAssemblySymbols)
            {
                if (!s_derivedByAssembly.TryGetValue(assembly, out string[]? derived))
                {
                    string[] found = DerivedIn(assembly, schedules, cancellationToken).ToArray();
                    derived = s_derivedByAssembly.GetValue(assembly, _ => found.Length == 0 ? s_none : found);
                }

                _names.UnionWith(derived);
            }
        }

        var all = new HashSet<string>(_names.Concat(bases));
        // Of most projects no file declares one: only then all that they declare is laid out.
        ProjectFiles files = CodeBase.Of(compilation).Files(cancellationToken);
        if (files.Where((nameof(Derivations), Asked(all)), most: 1, AnyDerives).Length == 0)
        {
            return;
        }

        ILookup<string, string> derivedByBase = files.All()
            .SelectMany(file => file.Words.DerivationsIn(file.Tree, cancellationToken)).ToLookup(declared => declared.Base, declared => declared.Name);
        var pending = new Stack<string>(all);
        while (pending.Count > 0)
        {
            foreach (string name in derivedByBase[pending.Pop()])
            {
                if (_names.Add(name))
                {
                    pending.Push(name);
                }
            }
        }

        bool AnyDerives(SyntaxTree tree, FileWords words)
        {
            foreach (Derivation declared in words.DerivationsIn(tree, cancellationToken))
            {
                if (all.Contains(declared.Base))
                {
                    return true;
                }
            }

            return false;
        }
    }

    // Optimizers and schedulers of other projects, and of packages that build on TorchSharp.
    private static IEnumerable<string> DerivedIn(IAssemblySymbol assembly, ScheduleCatalog schedules, CancellationToken cancellationToken)
    {
        if (assembly.Modules.All(module => module.ReferencedAssemblies.All(reference => reference.Name != schedules.LibraryName)))
        {
            yield break;
        }

        var pending = new Stack<INamespaceOrTypeSymbol>();
        pending.Push(assembly.GlobalNamespace);
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            INamespaceOrTypeSymbol container = pending.Pop();
            foreach (INamedTypeSymbol type in container.GetTypeMembers())
            {
                pending.Push(type);
                if (schedules.IsOptimizer(type) || schedules.IsScheduler(type))
                {
                    yield return type.Name;
                }
            }

            foreach (INamespaceSymbol inner in (container as INamespaceSymbol)?.GetNamespaceMembers() ?? Enumerable.Empty<INamespaceSymbol>())
            {
                pending.Push(inner);
            }
        }
    }
}
