using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Tries edits out before they are offered.</summary>
internal static class CompileCheck
{
    /// <summary>Whether each document that is changed has no more errors than before.</summary>
    public static Task<bool> KeepsCompilingAsync(FixSite site, ImmutableArray<Edit> edits) =>
        KeepsCompilingAsync(site.Document.Project.Solution, edits, site.CancellationToken);

    /// <summary>Whether each document that is changed has no more errors than before.</summary>
    public static async Task<bool> KeepsCompilingAsync(Solution before, ImmutableArray<Edit> edits, CancellationToken cancellationToken)
    {
        Solution after = await Edits.ApplyAsync(before, edits, cancellationToken).ConfigureAwait(false);
        foreach (DocumentId document in edits.Select(edit => edit.Document).Distinct())
        {
            int errors = await ErrorsAsync(after, document, cancellationToken).ConfigureAwait(false);
            if (errors > 0 && errors > await ErrorsAsync(before, document, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<int> ErrorsAsync(Solution solution, DocumentId document, CancellationToken cancellationToken) =>
        solution.GetDocument(document) is { } found
        && await found.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } semanticModel
            ? semanticModel.GetDiagnostics(cancellationToken: cancellationToken).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            : 0;
}
