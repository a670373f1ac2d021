using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Takes out a scheduler's <c>step()</c> that is one too many.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveStep))]
public sealed class RemoveStep : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix for LR2010.</summary>
    public const string PartKey = "LR2010.RemoveStep";

    /// <summary>Equivalence key of the fix for LR2019.</summary>
    public const string TwiceKey = "LR2019.RemoveStep";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2010", "LR2019");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (!site.Diagnostic.Properties.TryGetValue(SchedulerRule.Fix, out string? fix)
            || fix != SchedulerRule.RemoveStep
            || site.Diagnostic.AdditionalLocations.FirstOrDefault() is not { SourceTree: { } tree } place
            || site.Document.Project.Solution.GetDocument(tree) is not { } document
            || await document.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false) is not { } semanticModel
            || tree.GetRoot(site.CancellationToken).FindNode(place.SourceSpan).FirstAncestorOrSelf<StatementSyntax>()
                is not ExpressionStatementSyntax statement)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        var move = new StatementMove(
            document.Id, await document.GetTextAsync(site.CancellationToken).ConfigureAwait(false), semanticModel, site.CancellationToken);
        return move.Remove(statement) is { } edit
            ? ImmutableArray.Create(new PlannedFix($"Remove '{statement.Expression}'", site.Diagnostic.Id == "LR2010" ? PartKey : TwiceKey, ImmutableArray.Create(edit)))
            : ImmutableArray<PlannedFix>.Empty;
    }
}
