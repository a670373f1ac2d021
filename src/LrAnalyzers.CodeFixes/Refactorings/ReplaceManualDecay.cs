using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.CodeFixes.Training;
using LrAnalyzers.Loops;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Refactorings;

/// <summary>
/// Replaces <c>foreach (var group in optimizer.ParamGroups) group.LearningRate *= 0.9;</c> at the end of an epoch by a
/// scheduler that gives the same rates: ExponentialLR, or StepLR where the decay stands in
/// <c>if ((epoch + 1) % 30 == 0)</c>.
/// </summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(ReplaceManualDecay))]
public sealed class ReplaceManualDecay : CodeRefactoringProvider
{
    /// <summary>Equivalence key of the refactoring.</summary>
    public const string Key = "ReplaceManualDecay";

    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        CancellationToken cancellationToken = context.CancellationToken;
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? semanticModel = await context.Document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span).FirstAncestorOrSelf<ForEachStatementSyntax>() is not { } groups
            || semanticModel is null
            || ScheduleCatalog.TryCreate(semanticModel.Compilation) is not { } catalog
            || Decay(groups, semanticModel, catalog) is not { } decay
            || FindEpochs(groups, semanticModel, cancellationToken) is not { } epochs
            || !StatementEdits.IsInList(epochs.Loop)
            || NumericSyntax.HasDirectives(epochs.Replaced)
            || !ConditionalRegions.IsThereWith(root, epochs.Loop.SpanStart, epochs.Replaced.SpanStart)
            || ReassignedBefore(decay.Optimizer, epochs, semanticModel))
        {
            return;
        }

        SourceText text = await context.Document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var writer = new ScheduleWriter(semanticModel, epochs.Loop.SpanStart, decay.Optimizer);
        string name = new NameAllocator().ForLocal(CodeBase.MemberOf(groups), new[] { "scheduler", "lrScheduler" });
        string creation = epochs.Period is { } period
            ? $"StepLR({decay.Optimizer}, step_size: {period}, gamma: {decay.Factor})"
            : $"ExponentialLR({decay.Optimizer}, gamma: {decay.Factor})";
        if (StatementEdits.InsertBefore(context.Document.Id, text, epochs.Loop, new[] { $"var {name} = {writer.Factories}{creation};" }) is not { } insertion)
        {
            return;
        }

        var edits = ImmutableArray.Create(
            insertion, new ReplaceText(context.Document.Id, epochs.Replaced.Span, CommentsIn(epochs.Replaced, text) + $"{name}.step();"));
        if (await FixSite.CreateAsync(context.Document, decay.Optimizer, new NameAllocator(), diagnostic: null, cancellationToken).ConfigureAwait(false) is not { } site
            || !await Completion.AddsNothingAsync(site, edits).ConfigureAwait(false))
        {
            return;
        }

        context.RegisterRefactoring(CodeAction.Create(
            $"Replace manual decay by {(epochs.Period is null ? ExponentialLRDefinition.Value : StepLRDefinition.Value)}",
            token => Edits.ApplyAsync(context.Document.Project.Solution, edits, token),
            Key));
    }

    // foreach (var group in optimizer.ParamGroups) group.LearningRate *= factor;
    private static (ExpressionSyntax Optimizer, ExpressionSyntax Factor)? Decay(
        ForEachStatementSyntax groups, SemanticModel semanticModel, ScheduleCatalog catalog)
    {
        StatementSyntax body = groups.Statement is BlockSyntax { Statements: { Count: 1 } statements } ? statements[0] : groups.Statement;
        return groups.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ParamGroups", Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax } access
            && catalog.IsOptimizer(semanticModel.GetTypeInfo(access.Expression).Type)
            && body is ExpressionStatementSyntax
            {
                Expression: AssignmentExpressionSyntax
                {
                    RawKind: (int)SyntaxKind.MultiplyAssignmentExpression,
                    Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "LearningRate", Expression: IdentifierNameSyntax group },
                    Right: LiteralExpressionSyntax or IdentifierNameSyntax,
                } assignment,
            }
            && group.Identifier.ValueText == groups.Identifier.ValueText
            && (assignment.Right is LiteralExpressionSyntax || semanticModel.GetConstantValue(assignment.Right).HasValue)
                ? (access.Expression, assignment.Right)
                : null;
    }

    // The decay must be the last statement of the epoch, so that stepping there gives every epoch the rate it had.
    private static (StatementSyntax Loop, StatementSyntax Replaced, string? Period)? FindEpochs(
        ForEachStatementSyntax groups, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        StatementSyntax replaced = groups;
        string? period = null;
        IfStatementSyntax? guard = groups.Parent as IfStatementSyntax
            ?? (groups.Parent is BlockSyntax { Statements.Count: 1 } guarded ? guarded.Parent as IfStatementSyntax : null);
        if (guard is not null)
        {
            if (guard.Else is not null)
            {
                return null;
            }

            replaced = guard;
        }

        if (replaced.Parent is not BlockSyntax block
            || block.Statements.Last() != replaced
            || block.Parent is not StatementSyntax loop
            || semanticModel.GetOperation(loop, cancellationToken) is not ILoopOperation operation)
        {
            return null;
        }

        if (guard is not null)
        {
            TrainingLoop epochs = LoopReader.Read(operation, cancellationToken);
            period = PeriodOf(guard.Condition, epochs, loop);
            // The scheduler counts its own steps, which a `continue` would leave out.
            if (period is null || loop is not ForStatementSyntax counting || StatementEdits.Skips(counting.Statement))
            {
                return null;
            }
        }

        return (loop, replaced, period);
    }

    // `(epoch + 1) % 30 == 0` counted from 0, `epoch % 30 == 0` counted from 1; what it is divided by is always the same.
    private static string? PeriodOf(ExpressionSyntax condition, TrainingLoop epochs, StatementSyntax loop) =>
        condition is BinaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.EqualsExpression,
            Left: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.ModuloExpression, Left: var dividend, Right: LiteralExpressionSyntax or IdentifierNameSyntax } modulo,
            Right: LiteralExpressionSyntax { Token.Value: 0 },
        }
        && epochs.Variable is { } counter
        && (epochs.Bound is not null || epochs.TripCount is not null)
        && FirstOf(loop, counter) is { } first
        && dividend.ToString().Replace(" ", "") == (first == 1 ? counter.Name : $"({counter.Name}+1)")
        && !(modulo.Right is IdentifierNameSyntax divisor && WrittenNames.Contains(loop, divisor.Identifier.ValueText, CancellationToken.None))
            ? modulo.Right.ToString()
            : null;

    // From 0 or from 1.
    private static int? FirstOf(StatementSyntax loop, ILocalSymbol counter) =>
        (loop as ForStatementSyntax)?.Declaration?.Variables.FirstOrDefault(variable => variable.Identifier.ValueText == counter.Name)
            is { Initializer.Value: LiteralExpressionSyntax { Token.Value: int first and (0 or 1) } }
            ? first
            : null;

    // A comment inside what is replaced is about the decay.
    private static string CommentsIn(StatementSyntax replaced, SourceText text) => string.Concat(replaced.DescendantTrivia()
        .Where(trivia => replaced.Span.Contains(trivia.Span)
            && (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)))
        .Select(comment => comment + Edits.NewLineOf(text) + Edits.IndentationAt(text, replaced.SpanStart)));

    // A scheduler made before the loop must see the optimizer that the loop trains.
    private static bool ReassignedBefore(ExpressionSyntax optimizer, (StatementSyntax Loop, StatementSyntax Replaced, string? Period) epochs, SemanticModel semanticModel) =>
        semanticModel.GetSymbolInfo(optimizer).Symbol is not { } symbol
        || symbol.DeclaringSyntaxReferences.Any(declaration => declaration.SyntaxTree == epochs.Loop.SyntaxTree && epochs.Loop.Span.Contains(declaration.Span))
        || WrittenNames.Contains(epochs.Loop, symbol.Name, CancellationToken.None);
}
