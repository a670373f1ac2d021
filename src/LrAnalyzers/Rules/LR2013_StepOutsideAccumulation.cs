using System.Collections.Immutable;
using System;
using System.Collections.Generic;
using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// Gradient accumulation: the optimizer steps once in several batches, the scheduler after every one, so that the schedule
/// runs as many times too fast.
/// </summary>
internal sealed class LR2013_StepOutsideAccumulation : SchedulerRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2013",
        title: "Scheduler steps when the optimizer does not",
        messageFormat: "{0} is stepped after every batch, but the optimizer only where '{1}': the schedule runs ahead of the training. Call its step() where the optimizer steps.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "With gradient accumulation several batches make one optimizer step. A schedule counts optimizer steps.",
        helpLinkUri: RulePage.Of("LR2013"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        if (!context.Site.IsLibrary
            || context.OptimizerFlow is not { Escapes: false } optimizer
            || context.RelativeSteps is not { IsEmpty: false } steps
            // One call, in a method that may be called from several places.
            || steps.Any(step => step.Operation.Syntax != steps[0].Operation.Syntax)
            || steps[0].Loops(context.CancellationToken).FirstOrDefault() is not { } batches
            || batches.Contains(context.Site.Operation)
            || !steps[0].IsUnconditionalIn(batches.Body.Syntax))
        {
            return null;
        }

        CallChain step = steps[0];
        ImmutableArray<CallChain> training = context.ChainsIn(batches, optimizer, UseKind.Step);
        if (training.IsEmpty
            || training.Any(train => train.Operation.Syntax != training[0].Operation.Syntax)
            || training[0].Loops(context.CancellationToken).FirstOrDefault()?.Operation.Syntax != batches.Operation.Syntax
            || step.Meet(training[0]) is not { } meeting
            || FindGuard(meeting, batches.Body.Syntax) is not { } guard
            || CountsBatches(context, batches, guard))
        {
            return null;
        }

        SyntaxNode? anchor = meeting.IsStatement(step.Operation.Syntax) && training[0].Operation == meeting.OtherSite
            ? training[0].Operation.Syntax.FirstAncestorOrSelf<ExpressionStatementSyntax>()
            : null;
        return ReportMove(context.Site.Operation, step.Operation, After, anchor, context.Site.Name, guard);
    }

    // The condition under which the optimizer steps and the scheduler does not care about.
    private static string? FindGuard(Meeting meeting, SyntaxNode body)
    {
        for (SyntaxNode node = meeting.OtherSite.Syntax; node != meeting.Container; node = node.Parent!)
        {
            if (node.Parent is IfStatementSyntax { Else: null } branch && branch.Statement == node && Accumulation.MayBe(branch.Condition, body))
            {
                return branch.Condition.ToString();
            }
        }

        // if (++accumulated < AccumulationSteps) continue;
        foreach (SyntaxNode statement in meeting.Container.ChildNodes())
        {
            if (statement is IfStatementSyntax { Condition: var condition } branch
                && statement.SpanStart > meeting.Statement.SpanStart
                && statement.Span.End <= meeting.OtherStatement.SpanStart
                && Accumulation.Skips(branch)
                && Accumulation.MayBe(condition, body))
            {
                return "not " + condition;
            }
        }

        return null;
    }

    // A schedule that is sized in batches is right to be stepped after every batch.
    private static bool CountsBatches(SchedulerContext context, TrainingLoop batches, string guard)
    {
        // A length that is computed from sizes counts batches, unless it is divided by what the guard counts to.
        HashSet<string> guardWords = new(SyntaxFactory.ParseTokens(guard)
            .Where(token => (SyntaxKind)token.RawKind is SyntaxKind.IdentifierToken or SyntaxKind.NumericLiteralToken)
            .Select(token => token.ValueText).Where(word => word is not ("0" or "1")));
        string? source = batches.Bound is { } bound
            ? bound.WithoutConversions().Syntax.ToString()
            : batches.Operation is IForEachLoopOperation { Collection: var collection }
                ? collection.WithoutConversions().Syntax.ToString()
                : null;
        foreach (string parameter in new[] { "T_max", "total_iters", "total_steps", "steps_per_epoch", "step_size", "step_size_up" })
        {
            if (context.Site.Creation.Explicit(parameter) is not { } length)
            {
                continue;
            }

            foreach (IOperation alias in ScheduleLength.Aliases(length, context.CancellationToken))
            {
                string text = alias.Syntax.ToString();
                bool isShortened = alias.Syntax.DescendantTokens().Any(token =>
                    (SyntaxKind)token.RawKind is SyntaxKind.IdentifierToken or SyntaxKind.NumericLiteralToken && guardWords.Contains(token.ValueText));
                if (!isShortened && (alias is IBinaryOperation
                    || source is not null && text.Contains(source)
                    || text.IndexOf("batch", StringComparison.OrdinalIgnoreCase) >= 0))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
