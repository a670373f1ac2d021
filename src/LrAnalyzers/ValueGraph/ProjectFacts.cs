using System;
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

    // Hold strings and numbers only: a cached file keeps no compilation alive.
    private static readonly ConditionalWeakTable<SyntaxTree, FileNames> s_namesByTree = new();
    private static readonly ConditionalWeakTable<SyntaxTree, long[]> s_positionsByTree = new();

    // Every file of a project is read, in most cases only to find that it says nothing: what it is read into is used again.
    [ThreadStatic]
    private static HashSet<string>? s_reused;

    /// <summary>Whether the file mentions the identifier.</summary>
    public static bool Mentions(SyntaxTree tree, string name, CancellationToken cancellationToken) =>
        NamesIn(tree, cancellationToken).Contains(name);

    /// <summary>The identifiers that the file mentions.</summary>
    public static FileNames NamesIn(SyntaxTree tree, CancellationToken cancellationToken) => NamesOf(tree, cancellationToken);

    /// <summary>
    /// The types that the file declares, each with what stands behind its colon, and the aliases that its <c>using</c>
    /// directives declare, each with what it stands for: the simple names of both sides.
    /// </summary>
    public static ImmutableArray<(string Name, string Base)> DerivationsIn(SyntaxTree tree, CancellationToken cancellationToken) =>
        NamesOf(tree, cancellationToken).Derivations;

    private static FileNames NamesOf(SyntaxTree tree, CancellationToken cancellationToken)
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
        names.Clear();
        ImmutableArray<(string Name, string Base)>.Builder? derivations = null;
        foreach (SyntaxToken token in IdentifiersIn(tree, cancellationToken))
        {
            names.Add(token.ValueText);
            switch (token.Parent)
            {
                case BaseTypeDeclarationSyntax { BaseList.Types: var bases } type when type.Identifier == token:
                    foreach (BaseTypeSyntax named in bases)
                    {
                        Add(token.ValueText, named.Type);
                    }

                    break;
                case IdentifierNameSyntax { Parent: NameEqualsSyntax { Parent: UsingDirectiveSyntax { NamespaceOrType: var aliased } } }:
                    Add(token.ValueText, aliased);
                    break;
            }
        }

        var found = new FileNames(names, derivations?.ToImmutable() ?? ImmutableArray<(string Name, string Base)>.Empty);
        s_reused = names.Count > MostReused ? null : names;
        names.Clear();
        return found;

        void Add(string name, TypeSyntax type)
        {
            if (SimpleName(type) is { } simple)
            {
                (derivations ??= ImmutableArray.CreateBuilder<(string Name, string Base)>()).Add((name, simple));
            }
        }
    }

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
        tree.GetRoot(cancellationToken).DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) && !token.IsMissing);
}

/// <summary>The identifiers of one file, each once, and what it declares to be another's.</summary>
internal sealed class FileNames
{
    private readonly int[] _hashes;
    private readonly string[] _names;

    /// <summary>Keeps what was read.</summary>
    /// <param name="names">The identifiers; the set is the caller's.</param>
    /// <param name="derivations">The declarations.</param>
    public FileNames(HashSet<string> names, ImmutableArray<(string Name, string Base)> derivations)
    {
        Derivations = derivations;
        // Half the size of a set.
        _names = new string[names.Count];
        names.CopyTo(_names);
        _hashes = Array.ConvertAll(_names, name => name.GetHashCode());
        Array.Sort(_hashes, _names);
    }

    /// <summary>The identifiers, in no order.</summary>
    public IReadOnlyList<string> All => _names;

    /// <summary>The types that the file declares, each with what stands behind its colon, and its aliases.</summary>
    public ImmutableArray<(string Name, string Base)> Derivations { get; }

    /// <summary>Whether the file mentions the identifier.</summary>
    public bool Contains(string name)
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
                return true;
            }
        }

        return false;
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
}
