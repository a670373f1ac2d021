using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Edits of argument lists, and of initializers, as text.</summary>
internal static class ArgumentSyntaxExtensions
{
    /// <summary>The argument list of a call or an object creation.</summary>
    public static ArgumentListSyntax? ArgumentsOf(this ExpressionSyntax call) => call switch
    {
        InvocationExpressionSyntax invocation => invocation.ArgumentList,
        BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
        _ => null,
    };

    /// <summary>Adds an argument behind the others.</summary>
    public static ReplaceText Append(this ArgumentListSyntax list, FixSite site, string argument) =>
        ListLayout.Insert(site.Document.Id, site.Text, list.OpenParenToken, list.Arguments, list.Arguments.Count, argument);

    /// <summary>Takes nodes that stand side by side out of a separated list, with the comma before them, or behind the last one.</summary>
    public static ReplaceText? Remove<TNode>(
        this SeparatedSyntaxList<TNode> list, FixSite site, int first, int last)
        where TNode : SyntaxNode
    {
        TextSpan span = first > 0
            ? TextSpan.FromBounds(list.GetSeparator(first - 1).SpanStart, list[last].Span.End)
            : last + 1 < list.Count
                ? TextSpan.FromBounds(list[first].SpanStart, list[last + 1].SpanStart)
                : list[first].Span;

        // A comment or a directive in between would go with it.
        bool holdsOnlyCode = list[first].SyntaxTree.GetRoot().DescendantTrivia(span)
            .Where(trivia => span.Contains(trivia.Span))
            .All(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return holdsOnlyCode ? new ReplaceText(site.Document.Id, span, "") : null;
    }
}
