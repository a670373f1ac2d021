using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.CodeFixes.Schedules;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Steps a forgotten scheduler: after each epoch, or after each batch where its length is counted in batches.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2002_StepScheduler)), Shared]
public sealed class LR2002_StepScheduler : PlanningCodeFixProvider
{
    private static readonly Regex s_steps = new("step|batch|iter|count|length", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2002.Step";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2002");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        Compilation? compilation = await site.Document.Project.GetCompilationAsync(site.CancellationToken).ConfigureAwait(false);
        if (compilation is null
            || ScheduleCatalog.TryCreate(compilation) is not { } catalog
            || site.SemanticModel.GetOperation(site.Expression, site.CancellationToken) is not { } operation
            || new ScheduleSiteReader(catalog).ReadScheduler(operation) is not { Name: not "ReduceLROnPlateau", Optimizer: { } optimizer } scheduler
            || site.Expression.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is not { Declaration.Variables: { Count: 1 } variables } declaration
            || variables[0].Initializer?.Value != site.Expression)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        var code = new CodeBase(compilation);
        bool perBatch = scheduler.Name is "OneCycleLR" or "CyclicLR";
        if (!perBatch && CountsSomethingElse(site.Expression)
            || FlowTracker.TrackHolder(optimizer, code, catalog, site.CancellationToken) is not { } flow)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        string step = $"{variables[0].Identifier.Text}.step();";
        foreach (ObjectUse use in flow.Of(UseKind.Step))
        {
            ImmutableArray<TrainingLoop> loops = LoopNest.Around(use.Operation, use.Path, code, site.CancellationToken);
            TrainingLoop? inSight = loops.LastOrDefault(loop => IsInScope(declaration, loop.Operation.Syntax));
            IReadOnlyList<Edit>? edits = perBatch
                ? IsInScope(declaration, use.Operation.Syntax) ? StepPlacer.BehindOptimizerStep(site.Document, site.Text, use.Operation, step) : null
                : inSight is not null ? StepPlacer.AtEndOfEpoch(site.Document, site.Text, site.SemanticModel, inSight, step) : null;
            if (edits is not null)
            {
                return ImmutableArray.Create(new PlannedFix(
                    perBatch ? "Step the scheduler after each batch" : "Step the scheduler after each epoch", Key, edits.ToImmutableArray()));
            }
        }

        return ImmutableArray<PlannedFix>.Empty;
    }

    // A length that is computed, or named after steps or batches, may not be counted in epochs.
    private static bool CountsSomethingElse(ExpressionSyntax creation) => creation.DescendantNodes().OfType<ArgumentSyntax>()
        .SelectMany(argument => argument.Expression.DescendantNodesAndSelf()).Any(node =>
        node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression }
        || node is IdentifierNameSyntax { Identifier.ValueText: var name } && s_steps.IsMatch(name) && node.Parent is not NameColonSyntax);

    // The scheduler's local can be named there, and no static function stands between.
    private static bool IsInScope(LocalDeclarationStatementSyntax declaration, SyntaxNode node)
    {
        SyntaxNode? scope = declaration.Parent is GlobalStatementSyntax global ? global.Parent : declaration.Parent;
        return scope is not null
            && node.SyntaxTree == declaration.SyntaxTree
            && node.SpanStart > declaration.Span.End
            && scope.Span.Contains(node.Span)
            && !node.Ancestors().TakeWhile(ancestor => ancestor != scope).Any(ancestor =>
                ancestor is MemberDeclarationSyntax and not GlobalStatementSyntax
                || ancestor is LocalFunctionStatementSyntax { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.StaticKeyword)
                || ancestor is AnonymousFunctionExpressionSyntax { Modifiers: var lambda } && lambda.Any(SyntaxKind.StaticKeyword));
    }
}
