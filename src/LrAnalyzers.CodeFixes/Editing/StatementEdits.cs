using System.Collections.Generic;
using System.Linq;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Adds statements where a person would write them. Every edit is <see langword="null"/> where there is no such place.</summary>
internal static class StatementEdits
{
    /// <summary>Puts lines behind a statement, at its indentation.</summary>
    public static Edit? InsertAfter(DocumentId document, SourceText text, StatementSyntax statement, IReadOnlyCollection<string> lines, bool areMoved = false)
    {
        if (!IsInList(statement))
        {
            return null;
        }

        string indentation = Edits.IndentationAt(text, statement.SpanStart);
        string newLine = Edits.NewLineOf(text);
        return statement.GetTrailingTrivia().LastOrDefault().IsKind(SyntaxKind.EndOfLineTrivia)
            ? new ReplaceText(document, new TextSpan(statement.FullSpan.End, 0), Lines(text, lines, areMoved, indentation, newLine))
            : AtEndOfFile(statement)
                ? new ReplaceText(document, new TextSpan(statement.Span.End, 0), newLine + Lines(text, lines, areMoved, indentation, newLine).TrimEnd())
                : EndInComment(lines)
                    ? null
                    : new ReplaceText(document, new TextSpan(statement.Span.End, 0), " " + Joined(lines));
    }

    /// <summary>Puts lines before a statement, at its indentation and below its comments.</summary>
    public static Edit? InsertBefore(DocumentId document, SourceText text, StatementSyntax statement, IReadOnlyCollection<string> lines, bool areMoved = false)
    {
        if (!IsInList(statement))
        {
            return null;
        }

        string indentation = Edits.IndentationAt(text, statement.SpanStart);
        int lineStart = text.Lines.GetLineFromPosition(statement.SpanStart).Start;
        if (lineStart + indentation.Length < statement.SpanStart)
        {
            return EndInComment(lines) ? null : new ReplaceText(
                document, new TextSpan(statement.SpanStart, 0), Joined(lines) + " ");
        }

        return new ReplaceText(
            document,
            new TextSpan(statement.SpanStart, 0),
            Lines(text, lines, areMoved, indentation, Edits.NewLineOf(text)).Substring(indentation.Length) + indentation);
    }

    /// <summary>Puts lines before a statement; what is alone in a <c>using</c>, a loop or a branch gets braces.</summary>
    public static IReadOnlyList<Edit>? InsertInFront(DocumentId document, SourceText text, StatementSyntax statement, IReadOnlyList<string> lines) =>
        IsInList(statement)
            ? InsertBefore(document, text, statement, lines) is { } edit ? new[] { edit } : null
            : IsAlone(statement) ? Enclose(document, text, statement, lines, isInFront: true) : null;

    /// <summary>Puts a field right below another member.</summary>
    public static Edit InsertMemberAfter(DocumentId document, SourceText text, MemberDeclarationSyntax member, string field) =>
        member.GetTrailingTrivia().LastOrDefault().IsKind(SyntaxKind.EndOfLineTrivia)
            ? new ReplaceText(
                document,
                new TextSpan(member.FullSpan.End, 0),
                Edits.IndentationAt(text, member.SpanStart) + field + Edits.NewLineOf(text))
            : new ReplaceText(document, new TextSpan(member.Span.End, 0), " " + field);

    /// <summary>
    /// Puts a statement at the end of what a loop runs. Not where a <c>continue</c>, or the <c>return</c> of a lambda, could pass it by.
    /// </summary>
    public static IReadOnlyList<Edit>? AppendToBody(
        DocumentId document, SourceText text, SemanticModel semanticModel, StatementSyntax body, string statement)
    {
        if (body.ContainsDiagnostics || Skips(body) || FlowThrough(body, semanticModel) is not { Succeeded: true, EndPointIsReachable: true })
        {
            return null;
        }

        string newLine = Edits.NewLineOf(text);
        if (body is BlockSyntax { CloseBraceToken: { IsMissing: false } close } block)
        {
            return new[] { AppendToBlock(document, text, block, close, statement, newLine) };
        }

        return Enclose(document, text, body, new[] { statement });
    }

    // Of a lambda Roslyn reads what it runs, not the whole.
    private static ControlFlowAnalysis? FlowThrough(StatementSyntax body, SemanticModel semanticModel) =>
        body.Parent is not AnonymousFunctionExpressionSyntax ? semanticModel.AnalyzeControlFlow(body)
        : body is BlockSyntax { Statements: { Count: > 0 } statements } ? semanticModel.AnalyzeControlFlow(statements[0], statements.Last())
        : null;

    /// <summary>Puts lines behind a statement; what is alone in a loop or a branch gets braces.</summary>
    public static IReadOnlyList<Edit>? InsertBehind(DocumentId document, SourceText text, StatementSyntax statement, IReadOnlyList<string> lines, bool areMoved = false) =>
        IsInList(statement)
            ? InsertAfter(document, text, statement, lines, areMoved) is { } edit ? new[] { edit } : null
            : IsAlone(statement) ? Enclose(document, text, statement, lines, areMoved) : null;

    /// <summary>Whether the statement is all that a <c>using</c>, a loop or a branch runs, without braces.</summary>
    public static bool IsAlone(StatementSyntax statement) =>
        statement is not (BlockSyntax or UsingStatementSyntax)
        && (statement.Parent is IfStatementSyntax or ElseClauseSyntax or UsingStatementSyntax || statement.Parent is { } loop && FunctionBodies.IsLoop(loop));

    private static IReadOnlyList<Edit>? Enclose(
        DocumentId document, SourceText text, StatementSyntax body, IReadOnlyList<string> lines, bool areMoved = false, bool isInFront = false)
    {
        string newLine = Edits.NewLineOf(text);
        string outerIndentation = Edits.IndentationAt(text, body.Parent!.SpanStart);
        string indentation = Edits.IndentationAt(text, body.SpanStart);
        SyntaxToken before = body.GetFirstToken().GetPreviousToken();
        if (text.Lines.IndexOf(before.Span.End) == text.Lines.IndexOf(body.SpanStart))
        {
            return EndInComment(lines) ? null :
                [
                    At(body.SpanStart, "{ ") with { Opens = true },
                    isInFront ? At(body.SpanStart, Joined(lines) + " ") : At(body.Span.End, " " + Joined(lines)),
                    At(body.Span.End, " }") with { Closes = true },
                ];
        }

        if (!body.GetTrailingTrivia().LastOrDefault().IsKind(SyntaxKind.EndOfLineTrivia) || !before.TrailingTrivia.LastOrDefault().IsKind(SyntaxKind.EndOfLineTrivia))
        {
            return null;
        }

        // `using (…)` right above what it is for.
        Edit? indent = null;
        if (isInFront && indentation.Length <= outerIndentation.Length)
        {
            if (indentation != outerIndentation || HasLinesOfItsOwn(body))
            {
                return null;
            }

            string level = Edits.LevelOf(text);
            indentation += level;
            indent = new IndentLines(document, TextSpan.FromBounds(before.FullSpan.End, body.FullSpan.End), level);
        }

        List<Edit> edits =
        [
            At(before.FullSpan.End, outerIndentation + "{" + newLine) with { Opens = true },
            isInFront ? At(before.FullSpan.End, Written()) : At(body.FullSpan.End, (EndsInBrace(body) && lines[0].Length > 0 ? newLine : "") + Written()),
            At(body.FullSpan.End, outerIndentation + "}" + newLine) with { Closes = true },
        ];
        if (indent is not null)
        {
            edits.Add(indent);
        }

        return edits;

        string Written() => Lines(text, lines, areMoved, indentation, newLine);
        ReplaceText At(int position, string inserted) => new(document, new TextSpan(position, 0), inserted) { Encloses = body.SpanStart };
    }

    // A text of several lines would be another one, and a directive stands where it stands.
    private static bool HasLinesOfItsOwn(SyntaxNode node) => node.ContainsDirectives
        || node.DescendantTokens().Any(token => token.Text.IndexOf('\n') >= 0)
        || node.DescendantTrivia().Any(trivia => !trivia.IsKind(SyntaxKind.EndOfLineTrivia) && trivia.ToString().IndexOf('\n') >= 0);

    /// <summary>Whether the statement stands in a list of statements, so that others can stand beside it.</summary>
    public static bool IsInList(StatementSyntax statement) =>
        statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax;

    private static Edit AppendToBlock(
        DocumentId document, SourceText text, BlockSyntax block, SyntaxToken close, string statement, string newLine)
    {
        TextLine closeLine = text.Lines.GetLineFromPosition(close.SpanStart);
        bool braceBeginsItsLine = string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(closeLine.Start, close.SpanStart)));
        if (!braceBeginsItsLine)
        {
            return new ReplaceText(document, new TextSpan(close.SpanStart, 0), statement + " ");
        }

        // Below whatever comment or directive stands before the brace, so that it is not caught in an `#if`.
        StatementSyntax? last = block.Statements.LastOrDefault();
        string braceIndentation = Edits.IndentationAt(text, close.SpanStart);
        string indentation = last is null ? braceIndentation + Edits.LevelOf(text) : Edits.IndentationAt(text, last.SpanStart);
        string blankLine = last is not null && EndsInBrace(last) && IsDirectlyAbove(text, last, closeLine) ? newLine : "";
        return new ReplaceText(document, new TextSpan(closeLine.Start, 0), blankLine + indentation + statement + newLine);
    }

    private static bool IsDirectlyAbove(SourceText text, SyntaxNode node, TextLine line) =>
        text.Lines.IndexOf(node.Span.End) == line.LineNumber - 1;

    /// <summary>Whether the node ends with a brace, so that a blank line follows it.</summary>
    public static bool EndsInBrace(SyntaxNode node) => node.GetLastToken().IsKind(SyntaxKind.CloseBraceToken);

    private static bool AtEndOfFile(SyntaxNode node) => node.GetLastToken().GetNextToken().IsKind(SyntaxKind.EndOfFileToken);

    /// <summary>Whether a <c>continue</c> of the loop around the statement stands in it, not one of a loop inside.</summary>
    public static bool Skips(StatementSyntax body) => body
        .DescendantNodesAndSelf(node => (node == body && !FunctionBodies.IsLoop(body) || !FunctionBodies.IsLoop(node))
            && node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(node => node is ContinueStatementSyntax or GotoStatementSyntax { RawKind: (int)SyntaxKind.GotoStatement })
        || body.Parent is AnonymousFunctionExpressionSyntax
        && body.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(node => node is ReturnStatementSyntax);

    // On one line a comment would swallow what comes behind it.
    private static bool EndInComment(IEnumerable<string> lines) => lines.Any(line => line.Contains("//"));

    private static string Joined(IEnumerable<string> lines) => string.Join(" ", lines.Where(line => line.Length > 0).Select(line => line.Trim()));

    // What is moved keeps its own white space.
    private static string Lines(SourceText text, IEnumerable<string> lines, bool areMoved, string indentation, string newLine)
    {
        string level = Edits.LevelOf(text);
        return string.Concat(lines.Select(line => (line.Length == 0 ? "" : indentation + (areMoved ? line : Edits.Indented(line, level))) + newLine));
    }
}
