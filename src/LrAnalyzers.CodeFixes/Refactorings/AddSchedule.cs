using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.CodeFixes.Training;
using LrAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Refactorings;

/// <summary>
/// Offers a learning-rate schedule on any optimizer that has none, also where LR2001 does not ask for one: in short
/// trainings, in tests, or for optimizers that decay by themselves.
/// </summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(AddSchedule))]
public sealed class AddSchedule : CodeRefactoringProvider
{
    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        if (await FindCreationAsync(context).ConfigureAwait(false) is not { } site)
        {
            return;
        }

        ImmutableArray<PlannedFix> fixes = await SchedulePlanner.PlanAsync(site, onlyKey: null, key => "AddSchedule." + key).ConfigureAwait(false);
        ImmutableArray<PlannedFix>.Builder clean = ImmutableArray.CreateBuilder<PlannedFix>(fixes.Length);
        foreach (PlannedFix fix in fixes)
        {
            if (await Completion.AddsNothingAsync(site, fix.Edits).ConfigureAwait(false))
            {
                clean.Add(fix with { Group = null });
            }
        }

        ImmutableArray<CodeAction> actions = PlannedFix.Actions(clean.ToImmutable(), context.Document.Project.Solution);
        if (!actions.IsEmpty)
        {
            context.RegisterRefactoring(CodeAction.Create("Add a learning-rate schedule", actions, isInlinable: false));
        }
    }

    // The creation in which the cursor is, or that initializes the variable in whose declaration it is.
    private static async Task<FixSite?> FindCreationAsync(CodeRefactoringContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span) is not { } node)
        {
            return null;
        }

        IEnumerable<ExpressionSyntax> candidates = node.AncestorsAndSelf()
            .TakeWhile(ancestor => ancestor is not StatementSyntax)
            .OfType<ExpressionSyntax>();
        if (node.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>()?.Declaration.Variables[0].Initializer?.Value is { } initializer)
        {
            candidates = candidates.Append(initializer);
        }

        foreach (ExpressionSyntax candidate in candidates
            .Where(candidate => candidate is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax))
        {
            if (await FixSite.CreateAsync(context.Document, candidate, new NameAllocator(), diagnostic: null, context.CancellationToken).ConfigureAwait(false) is { } site
                && await WantsScheduleAsync(site).ConfigureAwait(false))
            {
                return site;
            }
        }

        return null;
    }

    // Not where one exists, where schedules have no effect, or where LR2001 offers the same as fixes.
    private static async Task<bool> WantsScheduleAsync(FixSite site) =>
        await SiteContexts.OptimizerAsync(site).ConfigureAwait(false) is { } optimizer
        && optimizer.Site.Definition.SchedulePolicy != SchedulePolicy.Unaffected
        && !optimizer.Flow.Has(UseKind.Scheduled)
        && !optimizer.Flow.Has(UseKind.LearningRateWrite)
        && !(optimizer.IsEnabled(SiteContexts.UnscheduledTraining) && SiteContexts.UnscheduledTraining.Check(optimizer) is not null);
}
