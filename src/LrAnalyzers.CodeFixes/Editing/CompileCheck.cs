using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Tries edits out before they are offered.</summary>
internal static class CompileCheck
{
    /// <summary>Whether the document, with the edits in it, has no more errors than before.</summary>
    public static async Task<bool> KeepsCompilingAsync(FixSite site, ImmutableArray<Edit> edits)
    {
        if (edits.Any(edit => edit.Document != site.Document.Id))
        {
            return false;
        }

        Document edited = site.Document.WithText(Edits.Apply(site.Text, edits));
        SemanticModel? semanticModel = await edited.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false);
        return semanticModel is not null && Errors(semanticModel) <= Errors(site.SemanticModel);

        int Errors(SemanticModel model) =>
            model.GetDiagnostics(cancellationToken: site.CancellationToken).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }
}
