using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Adds to lists of parameters and arguments as they are laid out: on one line, or one item per line.</summary>
internal static class ListLayout
{
    /// <summary>Puts an item into a list.</summary>
    /// <param name="document">The document.</param>
    /// <param name="text">Its text.</param>
    /// <param name="open">The opening parenthesis.</param>
    /// <param name="items">What the list has.</param>
    /// <param name="index">Before which of them the new one comes; their number for the end.</param>
    /// <param name="item">The new one.</param>
    public static ReplaceText Insert<T>(DocumentId document, SourceText text, SyntaxToken open, IReadOnlyList<T> items, int index, string item)
        where T : SyntaxNode
    {
        if (items.Count == 0)
        {
            return new ReplaceText(document, new TextSpan(open.Span.End, 0), item) { Separator = ", " };
        }

        // The first may stand behind the parenthesis.
        bool isOnePerLine = items.Skip(items.Count > 1 ? 1 : 0).All(other => BeginsItsLine(text, other));
        string newLine = Edits.NewLineOf(text);
        string indentation = Edits.IndentationAt(text, items[items.Count - 1].SpanStart);
        if (index < items.Count)
        {
            int start = items[index].SpanStart;
            return new ReplaceText(
                document, new TextSpan(start, 0), item + (isOnePerLine ? "," + newLine + indentation : ", "));
        }

        // What is said about the last one stays beside it.
        SyntaxNode last = items[items.Count - 1];
        int end = last.GetTrailingTrivia().LastOrDefault(trivia => IsComment(trivia, isOnePerLine)) is { RawKind: not 0 } comment ? comment.Span.End : last.Span.End;
        string said = text.ToString(TextSpan.FromBounds(last.Span.End, end));
        return isOnePerLine
            ? new ReplaceText(document, TextSpan.FromBounds(last.Span.End, end), "," + said + newLine + indentation + item)
            : new ReplaceText(document, new TextSpan(end, 0), ", " + item);
    }

    // Behind a comment to the end of the line there is nothing more.
    private static bool IsComment(SyntaxTrivia trivia, bool isOnePerLine) =>
        trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) || isOnePerLine && trivia.IsKind(SyntaxKind.SingleLineCommentTrivia);

    private static bool BeginsItsLine(SourceText text, SyntaxNode node) =>
        string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(node.SpanStart).Start, node.SpanStart)));
}
