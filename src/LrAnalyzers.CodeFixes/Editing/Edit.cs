using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>
/// A change of one document. Edits are changes of text, not of syntax: what they do not name (comments, <c>#if</c>,
/// spacing, line endings) cannot change.
/// </summary>
/// <param name="Document">The document.</param>
internal abstract record Edit(DocumentId Document);

/// <summary>Puts other text in the place of a span.</summary>
/// <param name="Document">The document.</param>
/// <param name="Span">What is replaced; empty to insert.</param>
/// <param name="Text">What stands there afterwards.</param>
internal sealed record ReplaceText(DocumentId Document, TextSpan Span, string Text) : Edit(Document)
{
    /// <summary>Where the statement begins that the edit puts between braces with others; <see langword="null"/> for any other edit.</summary>
    public int? Encloses { get; init; }

    /// <summary>Whether it puts the opening brace, which all that is put between those braces shares.</summary>
    public bool Opens { get; init; }

    /// <summary>Whether it puts the closing brace.</summary>
    public bool Closes { get; init; }

    /// <summary>What stands between it and another one that is put at the same place before.</summary>
    public string Separator { get; init; } = "";
}

/// <summary>Adds a field at the top of a type, behind the constants that stand there.</summary>
/// <param name="Document">The document.</param>
/// <param name="Type">The part of the type that gets it; it has braces and at least one member.</param>
/// <param name="Text">The declaration, one line without indentation.</param>
internal sealed record AddField(DocumentId Document, TypeDeclarationSyntax Type, string Text) : Edit(Document);

/// <summary>Moves lines to the right, with all that other edits put between them: what was alone gets braces around it.</summary>
/// <param name="Document">The document.</param>
/// <param name="Span">The lines.</param>
/// <param name="Level">What is put in front of each.</param>
internal sealed record IndentLines(DocumentId Document, TextSpan Span, string Level) : Edit(Document);

/// <summary>Applies edits.</summary>
internal static class Edits
{
    private const int DefaultLevel = 4;

    /// <summary>The solution after the edits.</summary>
    public static async Task<Solution> ApplyAsync(Solution solution, IEnumerable<Edit> edits, CancellationToken cancellationToken)
    {
        foreach (IGrouping<DocumentId, Edit> document in edits.GroupBy(edit => edit.Document))
        {
            SourceText text = await solution.GetDocument(document.Key)!.GetTextAsync(cancellationToken).ConfigureAwait(false);
            solution = solution.WithDocumentText(document.Key, Apply(text, document));
        }

        return solution;
    }

    /// <summary>The text of a document after its edits. Edits that overlap an earlier one are left out.</summary>
    public static SourceText Apply(SourceText text, IEnumerable<Edit> edits)
    {
        string newLine = NewLineOf(text);
        var distinct = edits.Distinct().ToList();
        IEnumerable<TextChange> fields = distinct.OfType<AddField>()
            .GroupBy(edit => edit.Type.SpanStart)
            .Select(group => AddFields(text, group.First().Type, group.Select(edit => edit.Text), newLine));
        IEnumerable<TextChange> replacements = distinct.OfType<ReplaceText>()
            .GroupBy(edit => edit.Span)
            .Select(group => group.Key.IsEmpty
                ? new TextChange(group.Key, Together(group.OrderBy(OrderOf), newLine))
                : new TextChange(group.Key, group.First().Text));

        var changes = new List<TextChange>();
        foreach (TextChange change in fields.Concat(replacements).OrderBy(change => change.Span.Start).ThenBy(change => change.Span.Length))
        {
            if (changes.Count == 0 || change.Span.Start >= changes[changes.Count - 1].Span.End)
            {
                changes.Add(change);
            }
            else if (change.NewText?.Length == 0 && changes[changes.Count - 1] is { NewText.Length: 0 } removal)
            {
                changes[changes.Count - 1] = new TextChange(WholeLines(text, removal.Span.Start, Math.Max(removal.Span.End, change.Span.End)), "");
            }
        }

        return distinct.OfType<IndentLines>().Aggregate(text.WithChanges(changes), (changed, indented) => Indent(changed, indented, changes));
    }

    // What is put at the beginning stands in front of the lines, what is put at the end behind them.
    private static SourceText Indent(SourceText text, IndentLines edit, IReadOnlyList<TextChange> changes)
    {
        int Moved(int position, bool isEnd) => position + changes
            .Where(change => isEnd ? change.Span.Start < position : change.Span.End <= position)
            .Sum(change => (change.NewText?.Length ?? 0) - change.Span.Length);
        int start = Moved(edit.Span.Start, isEnd: false), end = Moved(edit.Span.End, isEnd: true);
        return text.WithChanges(text.Lines.Where(line => line.Start >= start && line.Start < end && !string.IsNullOrWhiteSpace(line.ToString()))
            .Select(line => new TextChange(new TextSpan(line.Start, 0), edit.Level)));
    }

    /// <summary>Whether of two edits one would be left out where both are applied, or stand in the wrong place.</summary>
    public static bool Exclude(Edit first, Edit second)
    {
        if (first.Document != second.Document || first.Equals(second) || first is not ReplaceText one || second is not ReplaceText other)
        {
            return false;
        }

        if (one.Span.IsEmpty && other.Span.IsEmpty)
        {
            return one.Span == other.Span && one.Encloses is not null && other.Encloses is not null && one.Encloses != other.Encloses;
        }

        bool bothRemove = one.Text.Length == 0 && other.Text.Length == 0;
        return !bothRemove && (one.Span == other.Span || one.Span.Start < other.Span.End && other.Span.Start < one.Span.End);
    }

    // The opening brace, what comes between, the closing one, and whatever is put behind that.
    private static int OrderOf(ReplaceText edit) => edit.Encloses is null ? 3 : edit.Opens ? 0 : edit.Closes ? 2 : 1;

    // What several removals leave of a line is not worth keeping where it is only white space.
    private static TextSpan WholeLines(SourceText text, int start, int end)
    {
        TextLine first = text.Lines.GetLineFromPosition(start);
        TextLine last = text.Lines.GetLineFromPosition(end);
        return end > last.Start
            && string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(first.Start, start)))
            && string.IsNullOrWhiteSpace(text.ToString(TextSpan.FromBounds(end, last.End)))
                ? TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak)
                : TextSpan.FromBounds(start, end);
    }

    // One blank line is enough above what several edits add.
    private static string Together(IEnumerable<ReplaceText> edits, string newLine) => edits.Aggregate("", (all, edit) =>
        all.Length == 0
            ? edit.Text
            : all.StartsWith(newLine, StringComparison.Ordinal) && all.EndsWith(newLine, StringComparison.Ordinal) && edit.Text.StartsWith(newLine, StringComparison.Ordinal)
                ? all + edit.Text.Substring(newLine.Length)
                : all + edit.Separator + edit.Text);

    /// <summary>The line ending that the text uses.</summary>
    public static string NewLineOf(SourceText text)
    {
        TextLine first = text.Lines[0];
        int length = first.EndIncludingLineBreak - first.End;
        return length == 0 ? "\n" : text.ToString(new TextSpan(first.End, length));
    }

    /// <summary>The white space that begins the line in which the position lies.</summary>
    public static string IndentationAt(SourceText text, int position)
    {
        TextLine line = text.Lines.GetLineFromPosition(position);
        string content = line.ToString();
        return content.Substring(0, content.Length - content.TrimStart().Length);
    }

    /// <summary>What the text puts before a line for each level: tabs or a number of spaces.</summary>
    public static string LevelOf(SourceText text)
    {
        const int EnoughLines = 500;
        int narrowest = int.MaxValue;
        foreach (TextLine line in text.Lines.Take(EnoughLines))
        {
            int spaces = 0;
            while (line.Start + spaces < line.End && text[line.Start + spaces] == ' ')
            {
                spaces++;
            }

            if (line.Start + spaces < line.End && text[line.Start + spaces] == '\t')
            {
                return "\t";
            }

            // A single space begins a line of a block comment.
            narrowest = spaces > 1 && line.Start + spaces < line.End ? Math.Min(narrowest, spaces) : narrowest;
        }

        return new string(' ', narrowest is 2 or 3 ? narrowest : DefaultLevel);
    }

    /// <summary>A line that begins with four spaces for each level, with the text's own levels.</summary>
    public static string Indented(string line, string level)
    {
        string content = line.TrimStart(' ');
        int spaces = line.Length - content.Length;
        return string.Concat(Enumerable.Repeat(level, spaces / DefaultLevel)) + new string(' ', spaces % DefaultLevel) + content;
    }

    private static TextChange AddFields(SourceText text, TypeDeclarationSyntax type, IEnumerable<string> fields, string newLine)
    {
        MemberDeclarationSyntax first = type.Members[0];
        if (text.Lines.IndexOf(type.OpenBraceToken.SpanStart) == text.Lines.IndexOf(first.SpanStart))
        {
            return new TextChange(
                new TextSpan(type.OpenBraceToken.Span.End, 0), string.Concat(fields.Select(field => " " + field)));
        }

        string indentation = IndentationAt(text, first.SpanStart);
        string lines = string.Concat(fields.Select(field => indentation + field + newLine));
        MemberDeclarationSyntax? lastConstant = type.Members
            .TakeWhile(member => member is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword))
            .LastOrDefault(member => EndsItsLine(member));
        if (lastConstant is not null)
        {
            return new TextChange(new TextSpan(lastConstant.FullSpan.End, 0), lines);
        }

        // Right behind the brace's line, above whatever comment or directive the first member brings; a blank line that is there
        // already will do.
        bool beginsBlank = first.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);
        return new TextChange(new TextSpan(first.FullSpan.Start, 0), beginsBlank ? lines : lines + newLine);
    }

    private static bool EndsItsLine(SyntaxNode node) =>
        node.GetTrailingTrivia().LastOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);
}
