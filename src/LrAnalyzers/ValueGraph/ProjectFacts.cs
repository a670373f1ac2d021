using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.ValueGraph;

/// <summary>
/// The project index: for each file the names it mentions and where, read from its syntax once. It tells which few files are
/// worth binding when a name is looked for across the project. An edit re-reads one file.
/// </summary>
internal static class ProjectFacts
{
    // A file with more names than this is read into a set of its own.
    private const int MostReused = 10_000;

    // A large odd number: what is declared in another order is something else.
    private const long Multiplier = unchecked((long)0x9E3779B97F4A7C15);

    // Hold strings and numbers only: a cached file keeps no compilation alive.
    private static readonly ConditionalWeakTable<SyntaxTree, FileNames> s_namesByTree = new();
    private static readonly ConditionalWeakTable<SyntaxTree, long[]> s_positionsByTree = new();

    private static readonly Func<SyntaxNode, bool> s_isNoBody = node => !IsBody(node);

    // Every file of a project is read, in most cases only to find that it says nothing: what it is read into is used again.
    [ThreadStatic]
    private static HashSet<string>? s_reused;

    [ThreadStatic]
    private static HashSet<string>? s_reusedForUses;

    /// <summary>Whether the file mentions the identifier.</summary>
    public static bool Mentions(SyntaxTree tree, string name, CancellationToken cancellationToken) =>
        NamesIn(tree, cancellationToken).Contains(name);

    /// <summary>The identifiers that the file mentions.</summary>
    public static FileNames NamesIn(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!s_namesByTree.TryGetValue(tree, out FileNames? names))
        {
            FileNames read = ReadNames(tree, cancellationToken);
            names = s_namesByTree.GetValue(tree, _ => read);
        }

        return names;
    }

    /// <summary>The identifiers of that name below the node, in order.</summary>
    public static IEnumerable<SyntaxToken> Identifiers(SyntaxNode scope, string name, CancellationToken cancellationToken)
    {
        long[] places = PositionsIn(scope.SyntaxTree, cancellationToken);
        int first = Array.BinarySearch(places, PlaceOf(name, scope.SpanStart));
        long end = PlaceOf(name, scope.Span.End);
        for (int i = first < 0 ? ~first : first; i < places.Length && places[i] < end; i++)
        {
            SyntaxToken token = scope.FindToken((int)places[i]);
            // Two names may have one hash.
            if (token.ValueText == name)
            {
                yield return token;
            }
        }
    }

    // All places of one name beside each other, in order.
    private static long PlaceOf(string name, int position) => (long)name.GetHashCode() << 32 | (uint)position;

    private static FileNames ReadNames(SyntaxTree tree, CancellationToken cancellationToken)
    {
        HashSet<string> names = s_reused ??= new HashSet<string>();
        HashSet<string> used = s_reusedForUses ??= new HashSet<string>();
        names.Clear();
        used.Clear();
        ImmutableArray<(string Name, string Base)>.Builder? derivations = null;
        SyntaxNode root = tree.GetRoot(cancellationToken);
        long declarations = 0;
        // The nodes are enough: a file has twice as many tokens.
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            if (IdentifierOf(node) is var identifier && IsName(identifier))
            {
                names.Add(identifier.ValueText);
            }

            switch (node)
            {
                case SimpleNameSyntax simple when IsName(simple.Identifier):
                    used.Add(simple.Identifier.ValueText);
                    break;
                case BaseTypeDeclarationSyntax { Identifier.ValueText: var name, BaseList.Types: var bases }:
                    foreach (BaseTypeSyntax named in bases)
                    {
                        Add(name, named.Type);
                    }

                    break;
                case UsingDirectiveSyntax { Alias.Name.Identifier.ValueText: var name, NamespaceOrType: var aliased }:
                    Add(name, aliased);
                    break;
                case GlobalStatementSyntax:
                    declarations = 1;
                    break;
            }
        }

        foreach (SyntaxToken token in root.DescendantTokens(s_isNoBody))
        {
            declarations = unchecked((declarations * Multiplier) + token.RawKind);
            // A name, a constant, a default, what an attribute says.
            if (token.Value is { } value && !SyntaxFacts.IsKeywordKind(token.Kind()))
            {
                declarations = unchecked((declarations * Multiplier) + value.GetHashCode());
            }
        }

        var found = new FileNames(names, used, derivations?.ToImmutable() ?? ImmutableArray<(string Name, string Base)>.Empty, declarations);
        s_reused = names.Count > MostReused ? null : names;
        s_reusedForUses = used.Count > MostReused ? null : used;
        names.Clear();
        used.Clear();
        return found;

        void Add(string name, TypeSyntax type)
        {
            if (SimpleName(type) is { } simple)
            {
                (derivations ??= ImmutableArray.CreateBuilder<(string Name, string Base)>()).Add((name, simple));
            }
        }
    }

    // What means nothing to other code: the body of a function, the initial value of a variable, the statements of a program.
    private static bool IsBody(SyntaxNode node) => node switch
    {
        BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax => true,
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax } => true,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax { Modifiers: var modifiers } } } => !modifiers.Any(SyntaxKind.ConstKeyword),
        _ => false,
    };

    private static bool IsName(SyntaxToken token) => token.IsKind(SyntaxKind.IdentifierToken) && !token.IsMissing;

    // The identifier that is the node's own.
    private static SyntaxToken IdentifierOf(SyntaxNode node) => node switch
    {
        SimpleNameSyntax name => name.Identifier,
        VariableDeclaratorSyntax variable => variable.Identifier,
        SingleVariableDesignationSyntax designation => designation.Identifier,
        ParameterSyntax parameter => parameter.Identifier,
        TypeParameterSyntax parameter => parameter.Identifier,
        BaseTypeDeclarationSyntax type => type.Identifier,
        DelegateDeclarationSyntax type => type.Identifier,
        EnumMemberDeclarationSyntax member => member.Identifier,
        MethodDeclarationSyntax member => member.Identifier,
        PropertyDeclarationSyntax member => member.Identifier,
        EventDeclarationSyntax member => member.Identifier,
        ConstructorDeclarationSyntax member => member.Identifier,
        DestructorDeclarationSyntax member => member.Identifier,
        LocalFunctionStatementSyntax function => function.Identifier,
        ForEachStatementSyntax loop => loop.Identifier,
        CatchDeclarationSyntax caught => caught.Identifier,
        LabeledStatementSyntax label => label.Identifier,
        FromClauseSyntax clause => clause.Identifier,
        LetClauseSyntax clause => clause.Identifier,
        JoinClauseSyntax clause => clause.Identifier,
        JoinIntoClauseSyntax clause => clause.Identifier,
        QueryContinuationSyntax clause => clause.Identifier,
        TupleElementSyntax element => element.Identifier,
        ExternAliasDirectiveSyntax alias => alias.Identifier,
        AttributeTargetSpecifierSyntax target => target.Identifier,
        FunctionPointerUnmanagedCallingConventionSyntax convention => convention.Name,
        _ => default,
    };

    private static string? SimpleName(TypeSyntax type) => type switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        _ => null,
    };

    // Of few files: those in which something is looked for.
    private static long[] PositionsIn(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!s_positionsByTree.TryGetValue(tree, out long[]? positions))
        {
            long[] read = IdentifiersIn(tree, cancellationToken).Select(token => PlaceOf(token.ValueText, token.SpanStart)).ToArray();
            Array.Sort(read);
            positions = s_positionsByTree.GetValue(tree, _ => read);
        }

        return positions;
    }

    private static IEnumerable<SyntaxToken> IdentifiersIn(SyntaxTree tree, CancellationToken cancellationToken) =>
        tree.GetRoot(cancellationToken).DescendantNodes().Select(IdentifierOf).Where(IsName);
}

/// <summary>The identifiers of one file, each once, and what it declares to be another's.</summary>
internal sealed class FileNames
{
    private readonly int[] _hashes;
    private readonly string[] _names;
    private readonly BitArray _isUsed;

    private AskedNames.Answer? _answer;

    /// <summary>Keeps what was read.</summary>
    /// <param name="names">The identifiers; the set is the caller's.</param>
    /// <param name="used">Those of them that do not only declare something; the set is the caller's.</param>
    /// <param name="derivations">The declarations.</param>
    /// <param name="declarations">A hash of all that stands outside bodies.</param>
    public FileNames(HashSet<string> names, HashSet<string> used, ImmutableArray<(string Name, string Base)> derivations, long declarations)
    {
        Derivations = derivations;
        Declarations = declarations;
        // Half the size of a set.
        _names = new string[names.Count];
        names.CopyTo(_names);
        _hashes = Array.ConvertAll(_names, name => name.GetHashCode());
        Array.Sort(_hashes, _names);
        _isUsed = new BitArray(_names.Length);
        for (int i = 0; i < _names.Length; i++)
        {
            _isUsed[i] = used.Contains(_names[i]);
        }
    }

    /// <summary>
    /// A hash of all that stands outside the bodies of functions and the initial values of variables: where it is the same, the
    /// code of other files means what it meant.
    /// </summary>
    public long Declarations { get; }

    /// <summary>The identifiers, in no order.</summary>
    public IReadOnlyList<string> All => _names;

    /// <summary>
    /// The types that the file declares, each with what stands behind its colon, and the aliases that its <c>using</c>
    /// directives declare, each with what it stands for: the simple names of both sides.
    /// </summary>
    public ImmutableArray<(string Name, string Base)> Derivations { get; }

    /// <summary>Whether the file mentions the identifier.</summary>
    public bool Contains(string name) => Find(name) >= 0;

    /// <summary>Whether the file does more with the identifier than to declare something of that name.</summary>
    public bool Uses(string name) => Find(name) is >= 0 and var index && _isUsed[index];

    private int Find(string name)
    {
        int hash = name.GetHashCode();
        int found = Array.BinarySearch(_hashes, hash);
        // Of several with one hash any may be found.
        while (found > 0 && _hashes[found - 1] == hash)
        {
            found--;
        }

        for (; found >= 0 && found < _hashes.Length && _hashes[found] == hash; found++)
        {
            if (_names[found] == name)
            {
                return found;
            }
        }

        return -1;
    }

    /// <summary>Whether the file mentions any of the identifiers.</summary>
    public bool ContainsAny(HashSet<string> names)
    {
        foreach (string name in _names)
        {
            if (names.Contains(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same; asked again for the same names, as after each edit of another file, it looks at none of them.</summary>
    public bool ContainsAny(AskedNames asked)
    {
        AskedNames.Answer? answer = _answer;
        if (answer?.Asked != asked)
        {
            _answer = answer = ContainsAny(asked.Names) ? asked.Yes : asked.No;
        }

        return answer == asked.Yes;
    }
}

/// <summary>Names that every file is asked for.</summary>
internal sealed class AskedNames
{
    /// <summary>Asks for these.</summary>
    public AskedNames(HashSet<string> names)
    {
        Names = names;
        Yes = new Answer(this);
        No = new Answer(this);
    }

    /// <summary>The names.</summary>
    public HashSet<string> Names { get; }

    /// <summary>What a file remembers that mentions one of them.</summary>
    public Answer Yes { get; }

    /// <summary>What a file remembers that mentions none.</summary>
    public Answer No { get; }

    /// <summary>An answer, and to what.</summary>
    internal sealed class Answer(AskedNames asked)
    {
        /// <summary>The names.</summary>
        public AskedNames Asked => asked;
    }
}
