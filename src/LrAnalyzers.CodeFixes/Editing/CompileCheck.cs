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
    public static async Task<bool> KeepsCompilingAsync(FixSite site, ImmutableArray<Edit> edits)
    {
        Solution before = site.Document.Project.Solution;
        Solution after = await Edits.ApplyAsync(before, edits, site.CancellationToken).ConfigureAwait(false);
        foreach (DocumentId document in edits.Select(edit => edit.Document).Distinct())
        {
            int errors = await ErrorsAsync(after, document, site.CancellationToken).ConfigureAwait(false);
            if (errors > 0 && errors > await ErrorsAsync(before, document, site.CancellationToken).ConfigureAwait(false))
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
