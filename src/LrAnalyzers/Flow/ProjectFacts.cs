using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.Flow;

/// <summary>
/// The project index: for each file the names it mentions, read from its syntax once. It tells which few files are worth
/// binding when a name is looked for across the project. An edit re-reads one file.
/// </summary>
internal static class ProjectFacts
{
    // Holds strings only: a cached file keeps no compilation alive.
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> s_namesByTree = new();

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

    private static HashSet<string> ReadNames(SyntaxTree tree, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>();
        foreach (SyntaxToken token in tree.GetRoot(cancellationToken).DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                names.Add(token.ValueText);
            }
        }

        return names;
    }
}
