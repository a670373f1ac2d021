using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>The place in front of a training loop where a schedule is moved on.</summary>
/// <param name="Document">The document.</param>
/// <param name="Text">Its text.</param>
/// <param name="Loop">The loop.</param>
/// <param name="Scheduler">The scheduler, as its step in the loop names it; with a question mark where that asks whether there is one.</param>
internal sealed record ResumePlace(Document Document, SourceText Text, StatementSyntax Loop, string Scheduler)
{
    /// <summary>The place, or <see langword="null"/> where the scheduler or the number is not known there.</summary>
    /// <param name="site">The diagnostic.</param>
    /// <param name="loop">Where the loop stands.</param>
    /// <param name="step">Where the scheduler is stepped.</param>
    /// <param name="stepsTaken">How many steps it is moved on by, as an expression.</param>
    public static async Task<ResumePlace?> OfAsync(FixSite site, Location loop, Location step, string stepsTaken)
    {
        if (loop.SourceTree is not { } tree
            || step.SourceTree != tree
            || site.Document.Project.Solution.GetDocument(tree) is not { } document
            || await document.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false) is not { } semanticModel)
        {
            return null;
        }

        SyntaxNode root = await tree.GetRootAsync(site.CancellationToken).ConfigureAwait(false);
        SyntaxNode found = root.FindNode(loop.SourceSpan);
        SyntaxNode call = root.FindNode(step.SourceSpan, getInnermostNodeForTie: true);
        return (found is GlobalStatementSyntax { Statement: var wrapped } ? wrapped : found as StatementSyntax) is { } statement
            && SchedulerAt(call) is { } scheduler
            && IsKnown(scheduler, statement, semanticModel, site)
            && IsKnown(SyntaxFactory.ParseExpression(stepsTaken), statement, semanticModel, site)
                ? new ResumePlace(document, await document.GetTextAsync(site.CancellationToken).ConfigureAwait(false), statement, scheduler + (MayBeNull(call, scheduler) ? "?" : ""))
                : null;
    }

    // `scheduler?.step()`, and `if (scheduler != null) scheduler.step();`
    private static bool MayBeNull(SyntaxNode call, ExpressionSyntax scheduler) =>
        call.AncestorsAndSelf().Any(node => node is ConditionalAccessExpressionSyntax access && access.Expression == scheduler)
        || call.Ancestors().OfType<IfStatementSyntax>().Any(guard => guard.Condition.DescendantTokens().Any(token => token.IsKind(SyntaxKind.NullKeyword))
            && guard.Condition.DescendantNodesAndSelf().Any(node => SyntaxFactory.AreEquivalent(node, scheduler)));

    private static ExpressionSyntax? SchedulerAt(SyntaxNode call) => call.FirstAncestorOrSelf<InvocationExpressionSyntax>() switch
    {
        { Expression: MemberAccessExpressionSyntax { Expression: var scheduler } } => scheduler,
        { Expression: MemberBindingExpressionSyntax, Parent: ConditionalAccessExpressionSyntax { Expression: var scheduler } } => scheduler,
        _ => null,
    };

    // Every name is declared in front of the loop.
    private static bool IsKnown(ExpressionSyntax expression, StatementSyntax loop, SemanticModel semanticModel, FixSite site) =>
        expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Where(name => name.Parent is not MemberAccessExpressionSyntax access || access.Expression == name)
            .All(name => semanticModel.LookupSymbols(loop.SpanStart, name: name.Identifier.ValueText).Any(symbol =>
                symbol is not ILocalSymbol local
                || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken).Span.End <= loop.SpanStart));
}
