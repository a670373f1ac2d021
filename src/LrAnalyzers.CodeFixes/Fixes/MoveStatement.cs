using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Moves a call or a creation to the place in the training loop where it belongs.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveStatement))]
public sealed class MoveStatement : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix for LR2003.</summary>
    public const string CadenceKey = "LR2003.Move";

    /// <summary>Equivalence key of the fix for LR2004.</summary>
    public const string OrderKey = "LR2004.Move";

    /// <summary>Equivalence key of the fix for LR2009.</summary>
    public const string CreationKey = "LR2009.Move";

    /// <summary>Equivalence key of the fix for LR2013.</summary>
    public const string AccumulationKey = "LR2013.Move";

    /// <summary>Equivalence key of the fix for LR2017.</summary>
    public const string GroupKey = "LR2017.Move";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2003", "LR2004", "LR2009", "LR2013", "LR2017");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (!site.Diagnostic!.Properties.TryGetValue(CreationRule.MoveTo, out string? side)
            || site.Diagnostic.AdditionalLocations is not { Count: 2 } places
            || places[0].SourceTree is not { } tree
            || places[1].SourceTree != tree
            || site.Document.Project.Solution.GetDocument(tree) is not { } document
            || await document.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false) is not { } semanticModel
            || StatementAt(tree, places[0].SourceSpan) is not { } statement
            || StatementAt(tree, places[1].SourceSpan) is not { } anchor)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        SourceText text = await document.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
        var along = new List<string>();
        var move = new StatementMove(document.Id, text, semanticModel, site.CancellationToken);
        IReadOnlyList<Edit>? edits = side == CreationRule.After
            ? move.After(statement, anchor)
            : move.Before(statement, anchor, local =>
            {
                along.Add(local.Name);
                return IsOptimizer(local, semanticModel.Compilation);
            });
        (string title, string key) = Describe(site.Diagnostic.Id, anchor, statement, along);
        return edits is null
            ? ImmutableArray<PlannedFix>.Empty
            : ImmutableArray.Create(new PlannedFix(title, key, edits.ToImmutableArray()));
    }

    private static (string Title, string Key) Describe(string id, StatementSyntax anchor, StatementSyntax statement, IReadOnlyList<string> along)
    {
        string name = (statement as LocalDeclarationStatementSyntax)?.Declaration.Variables[0].Identifier.ValueText ?? "the optimizer";
        return id switch
        {
            "LR2003" => anchor is ExpressionStatementSyntax
                ? ("Step the scheduler after each batch", CadenceKey)
                : ("Step the scheduler once per epoch", CadenceKey),
            "LR2004" => anchor is ExpressionStatementSyntax
                ? ($"Step the scheduler after '{((ExpressionStatementSyntax)anchor).Expression}'", OrderKey)
                : ("Step the scheduler after the batches", OrderKey),
            "LR2009" => ($"Create {string.Concat(along.Select(moved => $"'{moved}' and "))}'{name}' before the loop", CreationKey),
            "LR2013" => ("Step the scheduler where the optimizer steps", AccumulationKey),
            _ => ("Add the parameter group before the scheduler is created", GroupKey),
        };
    }

    private static bool IsOptimizer(ILocalSymbol local, Compilation compilation) =>
        compilation.FindLibraryType(TorchSharpNames.Optimizer) is { } optimizer && local.Type.DerivesFrom(optimizer);

    // The widest statement of that span, or the one around the call.
    private static StatementSyntax? StatementAt(SyntaxTree tree, TextSpan span) =>
        tree.GetRoot().FindNode(span).FirstAncestorOrSelf<StatementSyntax>();
}
