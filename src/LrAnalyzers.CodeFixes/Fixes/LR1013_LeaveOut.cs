using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Leaves the parameters that another group has out of the wider group.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR1013_LeaveOut))]
public sealed class LR1013_LeaveOut : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR1013.LeaveOut";

    private const string Namespace = "System.Linq";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1013");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (site.Diagnostic.AdditionalLocations.FirstOrDefault() is not { SourceTree: { } tree } location
            || tree.FilePath != site.Expression.SyntaxTree.FilePath
            || site.Expression.SyntaxTree.GetRoot(site.CancellationToken).FindNode(location.SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax part
            || NumericSyntax.HasDirectives(part)
            || part.ToString().Contains('\n'))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        Edit edit = new ReplaceText(site.Document.Id, new TextSpan(site.Expression.Span.End, 0), $".Except({part})");
        ImmutableArray<Edit> edits = ImmutableArray.Create(edit).WithUsing(site, "Enumerable", Namespace);
        return await CompileCheck.KeepsCompilingAsync(site, edits).ConfigureAwait(false)
            ? ImmutableArray.Create(new PlannedFix($"Leave out '{part}'", Key, edits))
            : ImmutableArray<PlannedFix>.Empty;
    }
}
