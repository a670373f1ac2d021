using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.CodeFixes.Training;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Refactorings;

/// <summary>
/// Tells what learning rates a scheduler gives over the loops that step it: the title is the answer, and applying it writes
/// that line above the scheduler.
/// </summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(DescribeSchedule))]
public sealed class DescribeSchedule : CodeRefactoringProvider
{
    /// <summary>Equivalence key of the refactoring.</summary>
    public const string Key = "DescribeSchedule";

    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<StatementSyntax>() is not { } statement
            || statement is BlockSyntax
            || !StatementEdits.IsInList(statement))
        {
            return;
        }

        foreach (ExpressionSyntax creation in statement.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or StatementSyntax) || node == statement)
            .OfType<ExpressionSyntax>()
            .Where(expression => expression is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax))
        {
            if (await FixSite.CreateAsync(context.Document, creation, new NameAllocator(), diagnostic: null, context.CancellationToken).ConfigureAwait(false) is not { } site
                || await SiteContexts.SchedulerAsync(site).ConfigureAwait(false) is not { } scheduler
                || scheduler.Description is not { } description)
            {
                continue;
            }

            string comment = "// " + description;
            if (StatementEdits.InsertBefore(context.Document.Id, site.Text, statement, new[] { comment }) is { } edit
                && !statement.GetLeadingTrivia().Any(trivia => trivia.ToString() == comment))
            {
                context.RegisterRefactoring(CodeAction.Create(
                    description,
                    cancellationToken => Edits.ApplyAsync(context.Document.Project.Solution, ImmutableArray.Create<Edit>(edit), cancellationToken),
                    Key));
            }

            return;
        }
    }
}
