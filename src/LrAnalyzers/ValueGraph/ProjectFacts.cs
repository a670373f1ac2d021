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
    // Hold strings and numbers only: a cached file keeps no compilation alive.
    private static readonly ConditionalWeakTable<SyntaxTree, FileNames> s_namesByTree = new();
    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<string, List<int>>> s_positionsByTree = new();

    /// <summary>Whether the file mentions the identifier.</summary>
    public static bool Mentions(SyntaxTree tree, string name, CancellationToken cancellationToken) =>
        NamesIn(tree, cancellationToken).Contains(name);

    /// <summary>The identifiers that the file mentions.</summary>
    public static HashSet<string> NamesIn(SyntaxTree tree, CancellationToken cancellationToken) =>
        NamesOf(tree, cancellationToken).All;

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
        if (!PositionsIn(scope.SyntaxTree, cancellationToken).TryGetValue(name, out List<int>? positions))
        {
            yield break;
        }

        int first = positions.BinarySearch(scope.SpanStart);
        for (int i = first < 0 ? ~first : first; i < positions.Count && positions[i] < scope.Span.End; i++)
        {
            yield return scope.FindToken(positions[i]);
        }
    }

    private static FileNames ReadNames(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>();
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

        return new FileNames(names, derivations?.ToImmutable() ?? ImmutableArray<(string Name, string Base)>.Empty);

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
    private static Dictionary<string, List<int>> PositionsIn(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!s_positionsByTree.TryGetValue(tree, out Dictionary<string, List<int>>? positions))
        {
            Dictionary<string, List<int>> read = ReadPositions(tree, cancellationToken);
            positions = s_positionsByTree.GetValue(tree, _ => read);
        }

        return positions;
    }

    private static Dictionary<string, List<int>> ReadPositions(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var positions = new Dictionary<string, List<int>>();
        foreach (SyntaxToken token in IdentifiersIn(tree, cancellationToken))
        {
            if (!positions.TryGetValue(token.ValueText, out List<int>? places))
            {
                positions.Add(token.ValueText, places = new List<int>());
            }

            places.Add(token.SpanStart);
        }

        return positions;
    }

    private static IEnumerable<SyntaxToken> IdentifiersIn(SyntaxTree tree, CancellationToken cancellationToken) =>
        tree.GetRoot(cancellationToken).DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) && !token.IsMissing);

    private sealed record FileNames(HashSet<string> All, ImmutableArray<(string Name, string Base)> Derivations);
}
