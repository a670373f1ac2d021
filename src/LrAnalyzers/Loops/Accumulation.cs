using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Loops;

/// <summary>
/// Gradient accumulation: a condition that lets the optimizer step once in so many batches, <c>if ((i + 1) % every == 0)</c>, or
/// passes the step by in the others, <c>if ((i + 1) % every != 0) continue;</c>.
/// </summary>
/// <param name="Counter">What is counted: <c>i + 1</c>.</param>
/// <param name="Divisor">In how many batches the optimizer steps once.</param>
/// <param name="Remainder">What the division leaves where it steps; <see langword="null"/> for a counter that begins anew with each step.</param>
/// <param name="TakesTheRest">Whether it also steps in the last batches, where those are fewer.</param>
internal sealed record Accumulation(ExpressionSyntax Counter, ExpressionSyntax Divisor, ExpressionSyntax? Remainder, bool TakesTheRest)
{
    /// <summary>Reads a condition; <see langword="null"/> for any other.</summary>
    /// <param name="branch">What has the condition, around the step or in front of it.</param>
    /// <param name="step">The optimizer's step, or the scheduler's.</param>
    public static Accumulation? Of(IfStatementSyntax branch, SyntaxNode step)
    {
        bool takesTheRest = false;
        ExpressionSyntax condition = branch.Condition;
        // What skips the step asks the opposite.
        bool skips = !branch.Statement.Span.Contains(step.Span) && Skips(branch);
        SyntaxKind either = skips ? SyntaxKind.LogicalAndExpression : SyntaxKind.LogicalOrExpression;
        while (condition is BinaryExpressionSyntax both && both.IsKind(either))
        {
            takesTheRest = true;
            condition = Read(both.Left, branch, skips) is null ? both.Right : both.Left;
        }

        return Read(condition, branch, skips) is { } read ? read with { TakesTheRest = takesTheRest } : null;
    }

    /// <summary>Whether the branch passes by what stands behind it in the loop.</summary>
    public static bool Skips(IfStatementSyntax branch) =>
        branch.Else is null && ((branch.Statement as BlockSyntax)?.Statements.LastOrDefault() ?? branch.Statement) is ContinueStatementSyntax;

    /// <summary>Whether a condition may hold in some batches only, by how many there were: a remainder, a counter of the loop's body, or a flag that is set from such; not a test of the loss or of null.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="body">The body of the loop.</param>
    public static bool MayBe(ExpressionSyntax condition, SyntaxNode body)
    {
        HashSet<string> counters = new(body.DescendantNodes().Where(node => CountsUp(node)).Select(node => NameOf(WrittenNames.TargetOf(node)!)).OfType<string>());
        IEnumerable<SyntaxNode> nodes = condition.DescendantNodesAndSelf();
        foreach (string name in condition.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(id => id.Identifier.ValueText))
        {
            nodes = nodes.Concat(body.DescendantNodes().OfType<VariableDeclaratorSyntax>()
                .Where(declarator => declarator.Identifier.ValueText == name && declarator.Initializer is not null)
                .SelectMany(declarator => declarator.Initializer!.Value.DescendantNodesAndSelf()));
        }

        return nodes.Any(node => node.IsKind(SyntaxKind.ModuloExpression)
            || node is BinaryExpressionSyntax comparison
                && (SyntaxKind)node.RawKind is SyntaxKind.EqualsExpression or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
                    or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression
                && comparison.DescendantNodes().OfType<IdentifierNameSyntax>().Any(id => counters.Contains(id.Identifier.ValueText)));
    }

    /// <summary>Whether a node counts a variable up by one.</summary>
    public static bool CountsUp(SyntaxNode write) => write.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PostIncrementExpression
        || write is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Right: LiteralExpressionSyntax { Token.Value: 1 } };

    /// <summary>
    /// In how many rounds of a loop it holds: one of so many, the last of them or, as with <c>i % 4 == 0</c>, the first, which is once
    /// more where the rounds are no multiple. <see langword="null"/> where that is not known.
    /// </summary>
    /// <param name="loop">The loop whose rounds are counted.</param>
    /// <param name="model">The meaning of the file.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public (IOperation Divisor, bool IsInFirst)? In(TrainingLoop loop, SemanticModel model, CancellationToken cancellationToken)
    {
        if (loop.Strides is not null || TakesTheRest
            || Remainder is null || model.GetConstantValue(Remainder, cancellationToken) is not { HasValue: true, Value: 0 or 0L }
            || model.OperationOf(Divisor, cancellationToken) is not { } divisor
            || model.OperationOf(Counter, cancellationToken)?.WithoutConversions() is not { } counted)
        {
            return null;
        }

        bool countsFinished = counted is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, RightOperand.ConstantValue: { HasValue: true, Value: 1 } };
        if (countsFinished)
        {
            counted = ((IBinaryOperation)counted).LeftOperand.WithoutConversions();
        }

        bool isOfLoop = counted is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, loop.Variable);
        bool isKnown = isOfLoop ? loop.Range is { Start.ConstantValue: { HasValue: true, Value: 0 } } : !countsFinished && IsCountedBefore(counted, loop, cancellationToken);
        return isKnown ? (divisor, isOfLoop && !countsFinished) : null;
    }

    /// <summary>
    /// Whether it holds in the first round already, as <c>i % every == 0</c> does: for the counter of the loop, or one that is counted behind the
    /// condition.
    /// </summary>
    /// <param name="loop">The loop.</param>
    public bool HoldsInFirst(TrainingLoop loop)
    {
        if (Counter is not IdentifierNameSyntax { Identifier.ValueText: var name })
        {
            return false;
        }

        return loop.Operation.Syntax switch
        {
            ForStatementSyntax { Declaration.Variables: var variables } when variables.FirstOrDefault(variable => variable.Identifier.ValueText == name) is { } declared =>
                declared.Initializer?.Value is LiteralExpressionSyntax { Token.Value: 0 },
            var around => WrittenNames.WritesOf(loop.Body.Syntax, name).ToArray()
                is { Length: 1 } writes && writes[0].SpanStart > Counter.FirstAncestorOrSelf<IfStatementSyntax>()!.Span.End
                && FunctionBodies.FunctionOf(around).DescendantNodes().OfType<VariableDeclaratorSyntax>().Any(variable =>
                    variable.Identifier.ValueText == name && variable.Initializer?.Value is LiteralExpressionSyntax { Token.Value: 0 }),
        };
    }

    private static Accumulation? Read(ExpressionSyntax condition, IfStatementSyntax branch, bool skips)
    {
        while (condition is ParenthesizedExpressionSyntax parenthesized)
        {
            condition = parenthesized.Expression;
        }

        return condition is not BinaryExpressionSyntax comparison ? null : comparison switch
        {
            { RawKind: (int)SyntaxKind.EqualsExpression, Left: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.ModuloExpression } rest } when !skips =>
                new Accumulation(rest.Left, rest.Right, comparison.Right, TakesTheRest: false),
            { RawKind: (int)SyntaxKind.NotEqualsExpression or (int)SyntaxKind.GreaterThanExpression, Left: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.ModuloExpression } rest, Right: LiteralExpressionSyntax { Token.Value: 0 } }
                when skips => new Accumulation(rest.Left, rest.Right, comparison.Right, TakesTheRest: false),
            // A counter that begins anew with each step.
            { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.GreaterThanOrEqualExpression, Left: IdentifierNameSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression } }
                when NameOf(comparison.Left is PrefixUnaryExpressionSyntax { Operand: var operand } ? operand : comparison.Left) is { } counter
                    && branch.Statement.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(reset =>
                        reset is { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax name, Right: LiteralExpressionSyntax { Token.Value: 0 } }
                        && name.Identifier.ValueText == counter) => new Accumulation(comparison.Left, comparison.Right, Remainder: null, TakesTheRest: false),
            _ => null,
        };
    }

    // `int n = 0; foreach (…) { …; if (++n % 4 == 0) …` or with `n++` in the round before the condition: once in each round, and from
    // 0 on whenever the loop begins.
    private bool IsCountedBefore(IOperation counted, TrainingLoop loop, CancellationToken cancellationToken)
    {
        IOperation variable = counted is IIncrementOrDecrementOperation { Kind: OperationKind.Increment, IsPostfix: false, Target: var target } ? target : counted;
        if (variable is not ILocalReferenceOperation { Local: var counter }
            || counter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken)
                is not VariableDeclaratorSyntax { Initializer.Value: LiteralExpressionSyntax { Token.Value: 0 } } declarator
            || loop.Contains(declarator)
            || declarator.Ancestors().FirstOrDefault(FunctionBodies.IsLoop) != loop.Operation.Syntax.Ancestors().FirstOrDefault(FunctionBodies.IsLoop))
        {
            return false;
        }

        SyntaxNode[] writes = WrittenNames.WritesOf(loop.Body.Syntax, counter.Name).ToArray();
        return writes.Length == 1
            && (variable == counted
                // A statement of the round itself, which nothing skips.
                ? writes[0].Span.End <= Counter.SpanStart && writes[0].Parent is ExpressionStatementSyntax { Parent: { } block } && block == loop.Body.Syntax
                : Counter.Span.Contains(writes[0].Span))
            && CountsUp(writes[0]);
    }

    private static string? NameOf(ExpressionSyntax counter) => counter switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var name } => name.Identifier.ValueText,
        _ => null,
    };
}
