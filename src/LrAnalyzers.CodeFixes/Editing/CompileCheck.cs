using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Tries edits out before they are offered.</summary>
internal static class CompileCheck
{
    /// <summary>Whether each document that is changed has no more errors, and no more warnings about null, than before.</summary>
    public static async Task<bool> KeepsCompilingAsync(FixSite site, ImmutableArray<Edit> edits)
    {
        Solution before = site.Document.Project.Solution;
        Solution after = await Edits.ApplyAsync(before, edits, site.CancellationToken).ConfigureAwait(false);
        return await KeepsCompilingAsync(before, after, edits.Select(edit => edit.Document).Distinct(), site.CancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether each of the documents that were changed has no more errors, and no more warnings about null, than before.</summary>
    public static async Task<bool> KeepsCompilingAsync(
        Solution before, Solution after, IEnumerable<DocumentId> documents, CancellationToken cancellationToken)
    {
        foreach (DocumentId document in documents)
        {
            if (await HasProblemsWhereChangedAsync(before, after, document, cancellationToken).ConfigureAwait(false)
                && await ProblemsAsync(after, document, cancellationToken).ConfigureAwait(false)
                    > await ProblemsAsync(before, document, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    // What is changed inside a body can break nothing outside of it, so that the rest of a long file need not be bound for
    // every fix that is offered.
    private static async Task<bool> HasProblemsWhereChangedAsync(Solution before, Solution after, DocumentId id, CancellationToken cancellationToken)
    {
        if (after.GetDocument(id) is not { } document
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } semanticModel)
        {
            return false;
        }

        SyntaxNode root = await semanticModel.SyntaxTree.GetRootAsync(cancellationToken).ConfigureAwait(false);
        SourceText original = await before.GetDocument(id)!.GetTextAsync(cancellationToken).ConfigureAwait(false);
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var places = new HashSet<TextSpan>();
        int moved = 0;
        foreach (TextChangeRange change in text.GetChangeRanges(original))
        {
            places.Add(PlaceAround(root, new TextSpan(change.Span.Start + moved, change.NewLength)));
            moved += change.NewLength - change.Span.Length;
        }

        return root.GetDiagnostics().Any(IsProblem)
            || places.Any(place => semanticModel.GetDiagnostics(place, cancellationToken).Any(IsProblem));
    }

    // The member in whose body the change lies; the type that gets a member; or else all of the file.
    private static TextSpan PlaceAround(SyntaxNode root, TextSpan change)
    {
        MemberDeclarationSyntax? member = root.FindNode(change).FirstAncestorOrSelf<MemberDeclarationSyntax>();
        SyntaxNode?[] bodies = member switch
        {
            BaseMethodDeclarationSyntax method => [method.Body, method.ExpressionBody],
            BasePropertyDeclarationSyntax property => [property.AccessorList, (property as PropertyDeclarationSyntax)?.ExpressionBody],
            _ => [],
        };
        return bodies.Any(body => body?.FullSpan.Contains(change) == true)
            ? member!.FullSpan
            : member?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && (member == type || member is FieldDeclarationSyntax added && change.Contains(added.Span))
                && change.Start >= type.OpenBraceToken.Span.End && change.End <= type.CloseBraceToken.SpanStart
                ? type.FullSpan
                : root.FullSpan;
    }

    // What is said of null is asked along: it depends on what the flow of the code has asked for null before, which no symbol tells.
    private static bool IsProblem(Diagnostic diagnostic) =>
        diagnostic.Severity == DiagnosticSeverity.Error
        || diagnostic.Severity == DiagnosticSeverity.Warning && IsAboutNull(diagnostic.Id);

    // CS8597 to CS8670 and the ones that came later: https://learn.microsoft.com/dotnet/csharp/language-reference/compiler-messages/nullable-warnings
    private static bool IsAboutNull(string id) =>
        id.StartsWith("CS", StringComparison.Ordinal)
        && int.TryParse(id.Substring(2), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number is >= 8597 and <= 8670 or 8714 or >= 8762 and <= 8777 or 8819 or 8824 or 8825;

    private static async Task<int> ProblemsAsync(Solution solution, DocumentId document, CancellationToken cancellationToken) =>
        solution.GetDocument(document) is { } found
        && await found.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } semanticModel
            ? semanticModel.GetDiagnostics(cancellationToken: cancellationToken).Count(IsProblem)
            : 0;
}
