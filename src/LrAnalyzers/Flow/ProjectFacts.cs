using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.Flow;

/// <summary>
/// The project index: for each file the names it mentions and where, read from its syntax once. It tells which few files are
/// worth binding when a name is looked for across the project. An edit re-reads one file.
/// </summary>
internal static class ProjectFacts
{
    // Hold strings and numbers only: a cached file keeps no compilation alive.
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> s_namesByTree = new();
    private static readonly ConditionalWeakTable<SyntaxTree, Dictionary<string, List<int>>> s_positionsByTree = new();

    /// <summary>Whether the file mentions the identifier.</summary>
    public static bool Mentions(SyntaxTree tree, string name, CancellationToken cancellationToken) =>
        NamesIn(tree, cancellationToken).Contains(name);

    /// <summary>The identifiers that the file mentions.</summary>
    public static HashSet<string> NamesIn(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!s_namesByTree.TryGetValue(tree, out HashSet<string>? names))
        {
            HashSet<string> read = ReadNames(tree, cancellationToken);
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

    private static HashSet<string> ReadNames(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>();
        foreach (SyntaxToken token in IdentifiersIn(tree, cancellationToken))
        {
            names.Add(token.ValueText);
        }

        return names;
    }

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
}
