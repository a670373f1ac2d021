using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Moves a new schedule on to the step at which a saved training goes on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2020_Resume))]
public sealed class LR2020_Resume : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2020.Resume";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2020");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (!site.Diagnostic.Properties.TryGetValue(LR2020_ScheduleStartsAgain.StepsTaken, out string? taken)
            || taken is null
            || site.Diagnostic.AdditionalLocations is not { Count: 2 } places
            || places[0].SourceTree is not { } tree
            || places[1].SourceTree != tree
            || site.Document.Project.Solution.GetDocument(tree) is not { } document
            || await document.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false) is not { } semanticModel
            || LoopAt(tree.GetRoot(site.CancellationToken), places[0].SourceSpan) is not { } loop
            || SchedulerAt(tree.GetRoot(site.CancellationToken).FindNode(places[1].SourceSpan, getInnermostNodeForTie: true)) is not { } scheduler
            || !IsKnown(scheduler, loop, semanticModel, site)
            || !IsKnown(SyntaxFactory.ParseExpression(taken), loop, semanticModel, site))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        bool resumesByStep = site.Diagnostic.Properties.TryGetValue(SchedulerRule.Fix, out string? fix) && fix == LR2020_ScheduleStartsAgain.StepTo;
        string counter = site.Names.ForLocal(loop.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is not GlobalStatementSyntax) ?? tree.GetRoot(site.CancellationToken), new[] { "i", "step", "done" });
        SourceText text = await document.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
        return StatementEdits.InsertBefore(document.Id, text, loop, ResumeLines.Of(scheduler.ToString(), taken, resumesByStep, counter)) is { } edit
            ? ImmutableArray.Create(new PlannedFix(
                resumesByStep ? $"Call '{scheduler}.step({taken})' before the loop" : $"Call '{scheduler}.step()' {taken} times before the loop",
                Key,
                ImmutableArray.Create(edit)))
            : ImmutableArray<PlannedFix>.Empty;
    }

    private static StatementSyntax? LoopAt(SyntaxNode root, TextSpan span) =>
        root.FindNode(span) is var node && (node is GlobalStatementSyntax { Statement: var statement } ? statement : node as StatementSyntax) is { } loop ? loop : null;

    private static ExpressionSyntax? SchedulerAt(SyntaxNode call) => call.FirstAncestorOrSelf<InvocationExpressionSyntax>() switch
    {
        { Expression: MemberAccessExpressionSyntax { Expression: var scheduler } } => scheduler,
        { Expression: MemberBindingExpressionSyntax, Parent: ConditionalAccessExpressionSyntax { Expression: var scheduler } } => scheduler,
        _ => null,
    };

    // Every name means the same in front of the loop as where it was read.
    private static bool IsKnown(ExpressionSyntax expression, StatementSyntax loop, SemanticModel semanticModel, FixSite site) =>
        expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Where(name => name.Parent is not MemberAccessExpressionSyntax access || access.Expression == name)
            .All(name => semanticModel.LookupSymbols(loop.SpanStart, name: name.Identifier.ValueText).Any(symbol =>
                symbol is not ILocalSymbol local
                || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken).Span.End <= loop.SpanStart));
}
