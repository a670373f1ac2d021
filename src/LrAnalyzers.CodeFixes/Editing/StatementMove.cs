using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>
/// Moves a statement, with the comments that belong to it, beside another one, or removes it. <see langword="null"/> where the
/// statement would not mean the same there, or cannot be taken out.
/// </summary>
internal sealed class StatementMove(DocumentId document, SourceText text, SemanticModel semanticModel, CancellationToken cancellationToken)
{
    /// <summary>Moves behind the anchor.</summary>
    public IReadOnlyList<Edit>? After(StatementSyntax statement, StatementSyntax anchor)
    {
        int position = anchor.Span.End;
        if (!CanMove(statement, anchor) || !NamesOf(statement).All(name => IsInScope(name, position, anchor)))
        {
            return null;
        }

        List<string> lines = LinesOf(statement);
        if (anchor.GetLastToken().IsKind(SyntaxKind.CloseBraceToken))
        {
            lines.Insert(0, "");
        }

        return StatementEdits.InsertBehind(document, text, anchor, lines, areMoved: true) is { } insertion
            ? insertion.Append(Removal(statement)).ToArray()
            : null;
    }

    /// <summary>Moves in front of the anchor, in which the statement may stand.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="anchor">The statement that comes behind it.</param>
    /// <param name="canFollow">Whether the declaration of a local that is not known there may move along.</param>
    public IReadOnlyList<Edit>? Before(StatementSyntax statement, StatementSyntax anchor, Func<ILocalSymbol, bool> canFollow)
    {
        if (!StatementEdits.IsInList(anchor) || !CanMove(statement, anchor) || CollidesAround(statement, anchor))
        {
            return null;
        }

        var edits = new List<Edit>();
        StatementSyntax? movedAlong = null;
        foreach (ISymbol name in NamesOf(statement))
        {
            if (IsInScope(name, anchor.SpanStart, anchor))
            {
                continue;
            }

            // The optimizer of a scheduler, declared in the same loop.
            if (name is not ILocalSymbol local
                || !canFollow(local)
                || local.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken).FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { } declaration
                || declaration.Parent != statement.Parent
                || Before(declaration, anchor, static _ => false) is not { } declarationEdits)
            {
                return null;
            }

            edits.AddRange(declarationEdits);
            movedAlong = declaration;
        }

        if (StatementEdits.InsertBefore(document, text, anchor, LinesOf(statement), areMoved: true) is not { } insertion)
        {
            return null;
        }

        edits.Add(Removal(statement, movedAlong));
        edits.Add(insertion);
        return edits;
    }

    /// <summary>
    /// Takes the statement out; the comments above it stay. What is all that an <c>if</c> against null runs goes with that <c>if</c>.
    /// </summary>
    public Edit? Remove(StatementSyntax statement)
    {
        StatementSyntax removed = statement.Parent switch
        {
            BlockSyntax { Statements.Count: 1, Parent: IfStatementSyntax guard } when IsNullTest(guard) => guard,
            IfStatementSyntax guard when IsNullTest(guard) => guard,
            _ => statement,
        };
        return !StatementEdits.IsInList(removed) || removed.ContainsDiagnostics || NumericSyntax.HasDirectives(removed)
            ? null
            : Removal(removed, keepsComments: true);
    }

    private static bool IsNullTest(IfStatementSyntax guard) =>
        guard.Else is null && guard.Condition is BinaryExpressionSyntax { Right.RawKind: (int)SyntaxKind.NullLiteralExpression } or IsPatternExpressionSyntax
        && guard.Condition.DescendantTokens().Any(token => token.IsKind(SyntaxKind.NullKeyword));

    private bool CanMove(StatementSyntax statement, StatementSyntax anchor)
    {
        var between = TextSpan.FromBounds(
            Math.Min(statement.FullSpan.Start, anchor.SpanStart), Math.Max(statement.Span.End, anchor.Span.End));
        return StatementEdits.IsInList(statement)
            && (StatementEdits.IsInList(anchor) || StatementEdits.IsAlone(anchor))
            && !statement.ContainsDiagnostics
            && !statement.SyntaxTree.GetRoot(cancellationToken).DescendantTrivia(between, descendIntoTrivia: false).Any(trivia =>
                trivia.Span.IntersectsWith(between)
                && trivia.Kind() is SyntaxKind.IfDirectiveTrivia or SyntaxKind.ElifDirectiveTrivia or SyntaxKind.ElseDirectiveTrivia or SyntaxKind.EndIfDirectiveTrivia);
    }

    private IEnumerable<ISymbol> NamesOf(StatementSyntax statement) => statement.DescendantNodes()
        .OfType<IdentifierNameSyntax>()
        .Where(name => name.Parent is not NameColonSyntax)
        .Select(name => semanticModel.GetSymbolInfo(name, cancellationToken).Symbol)
        .Where(symbol => symbol is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol)
        .Select(symbol => symbol!)
        .Where(symbol => !symbol.DeclaringSyntaxReferences.Any(reference => statement.Span.Contains(reference.Span)))
        .Distinct<ISymbol>(SymbolEqualityComparer.Default);

    private bool IsInScope(ISymbol symbol, int position, SyntaxNode anchor) =>
        symbol.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration
        && declaration.Span.End <= position
        && (!anchor.Span.Contains(declaration.Span) || position >= anchor.Span.End)
        && semanticModel.LookupSymbols(position, name: symbol.Name).Any(found => SymbolEqualityComparer.Default.Equals(found, symbol));

    // A local that is declared in front of a loop must not bear the name of another one there.
    private static bool CollidesAround(StatementSyntax statement, StatementSyntax anchor)
    {
        if (statement is not LocalDeclarationStatementSyntax declaration)
        {
            return false;
        }

        SyntaxNode scope = anchor.Parent is GlobalStatementSyntax ? anchor.SyntaxTree.GetRoot() : anchor.Parent!;
        return declaration.Declaration.Variables.Count != 1
            || scope.DescendantNodes().Any(node => node.Parent != declaration.Declaration
                && node switch
                {
                    VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
                    SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
                    ParameterSyntax parameter => parameter.Identifier.ValueText,
                    ForEachStatementSyntax loop => loop.Identifier.ValueText,
                    CatchDeclarationSyntax caught => caught.Identifier.ValueText,
                    _ => null,
                } == declaration.Declaration.Variables[0].Identifier.ValueText);
    }

    // The lines of the statement and of the comments directly above it, without their common indentation.
    private List<string> LinesOf(StatementSyntax statement)
    {
        TextSpan span = FullLines(statement);
        if (span.IsEmpty)
        {
            return new List<string> { statement.ToString() };
        }

        string indentation = Edits.IndentationAt(text, statement.SpanStart);
        return text.Lines.Where(line => line.Start >= span.Start && line.EndIncludingLineBreak <= span.End)
            .Select(line => line.ToString())
            .Select(line => line.StartsWith(indentation, StringComparison.Ordinal) ? line.Substring(indentation.Length) : line.TrimStart())
            .Select(line => line.TrimEnd())
            .ToList();
    }

    private Edit Removal(StatementSyntax statement, StatementSyntax? removedAbove = null, bool keepsComments = false)
    {
        TextSpan span = FullLines(statement);
        if (keepsComments && !span.IsEmpty)
        {
            span = TextSpan.FromBounds(text.Lines.GetLineFromPosition(statement.SpanStart).Start, span.End);
        }

        if (span.IsEmpty)
        {
            // Several statements on a line: with the space on one side of it.
            int start = statement.SpanStart;
            int end = statement.Span.End;
            while (end < text.Length && text[end] == ' ')
            {
                end++;
            }

            while (end == statement.Span.End && start > 0 && text[start - 1] == ' ' && !IsIndentation(start))
            {
                start--;
            }

            return new ReplaceText(document, TextSpan.FromBounds(start, end), "");
        }

        TextSpan aboveSpan = removedAbove is null ? default : FullLines(removedAbove);
        int first = text.Lines.IndexOf(!aboveSpan.IsEmpty && aboveSpan.End == span.Start ? aboveSpan.Start : span.Start);
        int next = text.Lines.IndexOf(span.End);
        string above = first > 0 ? text.Lines[first - 1].ToString().Trim() : "{";
        string below = next < text.Lines.Count ? text.Lines[next].ToString().Trim() : "}";
        if (below.Length == 0 && span.End < text.Length && (above.Length == 0 || above.EndsWith("{", StringComparison.Ordinal)))
        {
            span = TextSpan.FromBounds(span.Start, text.Lines[next].EndIncludingLineBreak);
        }
        else if (removedAbove is null && above.Length == 0 && below.StartsWith("}", StringComparison.Ordinal))
        {
            span = TextSpan.FromBounds(text.Lines[first - 1].Start, span.End);
        }

        return new ReplaceText(document, span, "");
    }

    private bool IsIndentation(int position) =>
        string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(position).Start, position)));

    // Empty where the statement shares its lines with others.
    private TextSpan FullLines(StatementSyntax statement)
    {
        TextLine first = text.Lines.GetLineFromPosition(statement.SpanStart);
        TextLine last = text.Lines.GetLineFromPosition(statement.Span.End);
        SyntaxToken next = statement.GetLastToken().GetNextToken();
        bool isAlone = string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(first.Start, statement.SpanStart)))
            && (next.IsKind(SyntaxKind.EndOfFileToken) || next.SpanStart >= last.End);
        if (!isAlone)
        {
            return default;
        }

        return TextSpan.FromBounds(CommentsAbove(statement, first).Start, last.EndIncludingLineBreak);
    }

    // The first line of the comments that stand right above the statement, each on lines of its own.
    private TextLine CommentsAbove(StatementSyntax statement, TextLine first)
    {
        foreach (SyntaxTrivia trivia in statement.GetLeadingTrivia().Reverse())
        {
            TextLine start = text.Lines.GetLineFromPosition(trivia.SpanStart);
            if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            {
                if (text.Lines.GetLineFromPosition(trivia.Span.End).LineNumber < first.LineNumber - 1
                    || !string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(start.Start, trivia.SpanStart))))
                {
                    break;
                }

                first = start;
            }
            else if (!trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                break;
            }
        }

        return first;
    }
}
