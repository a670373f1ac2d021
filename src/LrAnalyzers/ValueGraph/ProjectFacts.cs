using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
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

    private static readonly Func<SyntaxNode, bool> s_isNoBody = node => !IsBody(node);

    // Every file of a project is read, in most cases only to find that it says nothing: what it is read into is used again.
    [ThreadStatic]
    private static HashSet<string>? s_reused;

    [ThreadStatic]
    private static HashSet<string>? s_reusedForUses;

    /// <summary>Whether the file mentions the identifier.</summary>
    public static bool Mentions(SyntaxTree tree, string name, CancellationToken cancellationToken) =>
        FileWords.Of(tree, cancellationToken).MayContain(name) && Identifiers(tree.GetRoot(cancellationToken), name, cancellationToken).Any();

    /// <summary>The identifiers that the file mentions, for who needs all of them: a build asks for names instead.</summary>
    public static FileNames NamesIn(SyntaxTree tree, CancellationToken cancellationToken) => FileWords.Of(tree, cancellationToken).NamesIn(tree, cancellationToken);

    /// <summary>The identifiers of that name below the node, in order.</summary>
    public static IEnumerable<SyntaxToken> Identifiers(SyntaxNode scope, string name, CancellationToken cancellationToken) =>
        TokensOf(scope, name, cancellationToken).Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name);

    /// <summary>The keywords <c>goto</c> below the node, in order.</summary>
    public static IEnumerable<SyntaxToken> Gotos(SyntaxNode scope, CancellationToken cancellationToken) =>
        TokensOf(scope, FileWords.Goto, cancellationToken).Where(token => token.IsKind(SyntaxKind.GotoKeyword));

    // Two words may have one hash.
    private static IEnumerable<SyntaxToken> TokensOf(SyntaxNode scope, string word, CancellationToken cancellationToken)
    {
        ArraySegment<int> places = FileWords.Of(scope.SyntaxTree, cancellationToken).PositionsOf(scope.SyntaxTree, word, cancellationToken);
        if (places.Count == 0)
        {
            yield break;
        }

        int first = Array.BinarySearch(places.Array!, places.Offset, places.Count, scope.SpanStart);
        int end = scope.Span.End;
        for (int i = first < 0 ? ~first : first; i < places.Offset + places.Count && places.Array![i] < end; i++)
        {
            SyntaxToken token = scope.FindToken(places.Array[i]);
            // It may stand in a comment.
            if (token.SpanStart == places.Array[i])
            {
                yield return token;
            }
        }
    }

    /// <summary>The tokens of a file at which one of the words may stand, in order.</summary>
    public static IEnumerable<SyntaxToken> Tokens(SyntaxTree tree, AskedNames asked, CancellationToken cancellationToken)
    {
        var words = FileWords.Of(tree, cancellationToken);
        var positions = new List<int>();
        foreach (string word in words.In(asked))
        {
            ArraySegment<int> places = words.PositionsOf(tree, word, cancellationToken);
            for (int i = places.Offset; i < places.Offset + places.Count; i++)
            {
                positions.Add(places.Array![i]);
            }
        }

        positions.Sort();
        SyntaxNode root = tree.GetRoot(cancellationToken);
        for (int i = 0; i < positions.Count; i++)
        {
            if ((i == 0 || positions[i] != positions[i - 1]) && root.FindToken(positions[i]) is var token && token.SpanStart == positions[i])
            {
                yield return token;
            }
        }
    }

    /// <summary>Reads the identifiers from the nodes; <see cref="NamesIn"/> keeps them.</summary>
    internal static FileNames ReadNames(SyntaxTree tree, CancellationToken cancellationToken)
    {
        HashSet<string> names = s_reused ??= new HashSet<string>();
        HashSet<string> used = s_reusedForUses ??= new HashSet<string>();
        names.Clear();
        used.Clear();
        SyntaxNode root = tree.GetRoot(cancellationToken);
        long declarations = 0;
        // The nodes are enough: a file has twice as many tokens.
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            if (IdentifierOf(node) is var identifier && IsName(identifier))
            {
                names.Add(identifier.ValueText);
            }

            if (node is SimpleNameSyntax { Identifier: var simple } && IsName(simple))
            {
                used.Add(simple.ValueText);
            }
            else if (node is GlobalStatementSyntax)
            {
                declarations = 1;
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

        var found = new FileNames(names, used, declarations);
        s_reused = names.Count > MostReused ? null : names;
        s_reusedForUses = used.Count > MostReused ? null : used;
        names.Clear();
        used.Clear();
        return found;
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
}

/// <summary>The identifiers of one file, each once.</summary>
internal sealed class FileNames
{
    private readonly int[] _hashes;
    private readonly string[] _names;
    private readonly BitArray _isUsed;

    /// <summary>Keeps what was read.</summary>
    /// <param name="names">The identifiers; the set is the caller's.</param>
    /// <param name="used">Those of them that do not only declare something; the set is the caller's.</param>
    /// <param name="declarations">A hash of all that stands outside bodies.</param>
    public FileNames(HashSet<string> names, HashSet<string> used, long declarations)
    {
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
}
