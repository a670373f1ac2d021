using System.Collections.Generic;
using System.Linq;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>Finds the place for a scheduler's <c>step()</c>.</summary>
internal static class StepPlacer
{
    /// <summary>At the end of each epoch, or <see langword="null"/> where not every epoch would reach it.</summary>
    public static IReadOnlyList<Edit>? AtEndOfEpoch(Document document, SourceText text, SemanticModel semanticModel, TrainingLoop epochs, string step) =>
        epochs is { IsWritten: true, Body.Syntax: StatementSyntax body } && body.SyntaxTree == semanticModel.SyntaxTree
            ? StatementEdits.AppendToBody(document.Id, text, semanticModel, body, step)
            : null;

    /// <summary>
    /// Behind the statement of the epoch that trains, where a <c>continue</c> passes the end of the epoch by;
    /// <see langword="null"/> where not every epoch comes to it.
    /// </summary>
    public static IReadOnlyList<Edit>? BehindTraining(
        Document document, SourceText text, SemanticModel semanticModel, TrainingLoop epochs, IOperation training, string step)
    {
        if (epochs is not { IsWritten: true, Body.Syntax: BlockSyntax { ContainsDirectives: false, ContainsDiagnostics: false } body }
            || body.SyntaxTree != semanticModel.SyntaxTree
            || !StatementEdits.Skips(body)
            || body.Statements.FirstOrDefault(statement => statement.Span.Contains(training.Syntax.Span)) is not { } trains
            || trains is IfStatementSyntax or SwitchStatementSyntax or LocalFunctionStatementSyntax
            || body.Statements.TakeWhile(statement => statement.SpanStart <= trains.SpanStart).Any(StatementEdits.Skips)
            || semanticModel.AnalyzeControlFlow(trains) is not { Succeeded: true, EndPointIsReachable: true })
        {
            return null;
        }

        string[] lines = StatementEdits.EndsInBrace(trains) ? new[] { "", step } : new[] { step };
        return StatementEdits.InsertAfter(document.Id, text, trains, lines) is { } edit ? new[] { edit } : null;
    }

    /// <summary>Right behind the optimizer's step, or <see langword="null"/> where that is not a statement of its own.</summary>
    public static IReadOnlyList<Edit>? BehindOptimizerStep(Document document, SourceText text, IOperation optimizerStep, string step) =>
        optimizerStep.Syntax.Parent is ExpressionStatementSyntax statement
            ? StatementEdits.InsertBehind(document.Id, text, statement, new[] { step })
            : null;
}
