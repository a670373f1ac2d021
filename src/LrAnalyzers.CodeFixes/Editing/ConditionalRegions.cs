using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Tells apart code that is compiled under different conditions.</summary>
internal static class ConditionalRegions
{
    /// <summary>Whether what stands at the first position of a file is there whenever the second is.</summary>
    public static bool IsThereWith(SyntaxNode root, int first, int second) =>
        !root.ContainsDirectives || OpenAt(root, first).All(OpenAt(root, second).Contains);

    // The `#if`, `#elif` or `#else` of each region around the position.
    private static List<int> OpenAt(SyntaxNode root, int position)
    {
        var open = new List<int>();
        foreach (SyntaxTrivia trivia in root.DescendantTrivia().TakeWhile(trivia => trivia.SpanStart < position))
        {
            if (trivia.Kind() is SyntaxKind.ElifDirectiveTrivia or SyntaxKind.ElseDirectiveTrivia or SyntaxKind.EndIfDirectiveTrivia && open.Count > 0)
            {
                open.RemoveAt(open.Count - 1);
            }

            if (trivia.Kind() is SyntaxKind.IfDirectiveTrivia or SyntaxKind.ElifDirectiveTrivia or SyntaxKind.ElseDirectiveTrivia)
            {
                open.Add(trivia.SpanStart);
            }
        }

        return open;
    }
}
