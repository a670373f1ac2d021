using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>How a loop counts its rounds, as its head says it.</summary>
/// <param name="End">Where it ends.</param>
/// <param name="Start">Where it begins; <see langword="null"/> for 0.</param>
/// <param name="Stride">By how much it counts; <see langword="null"/> for 1.</param>
/// <param name="IsInclusive">Whether <paramref name="End"/> is reached.</param>
/// <param name="IsWhole">Whether a round that would go past the end is left out: <c>i + size &lt;= n</c>.</param>
/// <param name="CountsDown">Whether the loop counts <paramref name="End"/> itself down, so that it is the number of rounds only before the loop.</param>
internal sealed record LoopRounds(
    ExpressionSyntax End,
    ExpressionSyntax? Start = null,
    ExpressionSyntax? Stride = null,
    bool IsInclusive = false,
    bool IsWhole = false,
    bool CountsDown = false)
{
    /// <summary>Reads a loop; <see langword="null"/> where it does not count, or where its body counts as well.</summary>
    public static LoopRounds? Of(TrainingLoop loop) => loop.Operation.Syntax switch
    {
        ForStatementSyntax { Condition: null } => OfBound(loop),
        ForStatementSyntax counting => ConditionsOf(counting).Select(condition => OfFor(counting, condition)).FirstOrDefault(read => read is not null) ?? OfBound(loop),
        WhileStatementSyntax { Statement: var body } counting => ConditionsOf(counting)
            .Select(condition => OfCountdown(condition, body) ?? OfCountdownInBody(condition, body) ?? OfCountUp(condition, body, loop) ?? OfOneOfSeveral(condition, counting)).FirstOrDefault(read => read is not null)
            ?? OfBound(loop),
        _ => OfBound(loop),
    };

    /// <summary>What a loop asks before each round, all of which have to hold: <c>epoch &lt; epochs &amp;&amp; loss &gt; goal</c> are two.</summary>
    public static IEnumerable<ExpressionSyntax> ConditionsOf(SyntaxNode loop)
    {
        ExpressionSyntax? condition = loop switch
        {
            ForStatementSyntax counting => counting.Condition,
            WhileStatementSyntax asking => asking.Condition,
            DoStatementSyntax asking => asking.Condition,
            _ => null,
        };
        var conditions = new List<ExpressionSyntax>();
        while (Without(condition) is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both)
        {
            conditions.Insert(0, both.Right);
            condition = both.Left;
        }

        if (condition is not null)
        {
            conditions.Insert(0, condition);
        }

        return conditions;
    }

    // `while (epoch < epochs && loss > goal) { …; epoch++; }`
    private static LoopRounds? OfOneOfSeveral(ExpressionSyntax condition, WhileStatementSyntax loop) =>
        loop.Condition != condition
        && Without(condition) is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression, Left: IdentifierNameSyntax { Identifier.ValueText: var counter }, Right: var end }
        && loop.Statement is BlockSyntax { Statements: var statements }
        && statements.Any(statement => statement is ExpressionStatementSyntax { Expression: var increment } && Counted(increment) is (var counted, null) && counted == counter)
        && !loop.Statement.DescendantNodes().Any(node => node is ContinueStatementSyntax)
        && IsZeroBefore(loop, counter)
            ? new LoopRounds(end)
            : null;

    // `for (int i = 0; i < n; i += k)`
    private static LoopRounds? OfFor(ForStatementSyntax loop, ExpressionSyntax condition)
    {
        if (condition is BinaryExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax
            && loop.Incrementors.Count == 0
            && OfCountdown(condition, loop.Statement) is { } countdown)
        {
            return countdown;
        }

        if (OfForDown(loop, condition) is { } down)
        {
            return down;
        }

        if (loop.Incrementors.Count != 1
            || Counted(loop.Incrementors[0]) is not var (counter, stride)
            || Without(condition) is not BinaryExpressionSyntax comparison
            || StartOf(loop, counter) is not { } start
            || WrittenNames.Contains(loop.Statement, counter, CancellationToken.None))
        {
            return null;
        }

        (ExpressionSyntax Smaller, ExpressionSyntax Larger, bool Inclusive)? read = (SyntaxKind)comparison.RawKind switch
        {
            SyntaxKind.LessThanExpression or SyntaxKind.NotEqualsExpression when stride is null || !comparison.IsKind(SyntaxKind.NotEqualsExpression) =>
                (comparison.Left, comparison.Right, false),
            SyntaxKind.LessThanOrEqualExpression => (comparison.Left, comparison.Right, true),
            SyntaxKind.GreaterThanExpression => (comparison.Right, comparison.Left, false),
            SyntaxKind.GreaterThanOrEqualExpression => (comparison.Right, comparison.Left, true),
            _ => null,
        };
        if (read is not var (smaller, larger, inclusive))
        {
            return null;
        }

        bool isZero = start is LiteralExpressionSyntax { Token.Value: 0 };
        if (Without(smaller) is IdentifierNameSyntax { Identifier.ValueText: var name } && name == counter)
        {
            // `i <= n - size`: only whole ones.
            return stride is not null && Without(larger) is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression } rest && IsSame(rest.Right, stride)
                ? isZero ? new LoopRounds(rest.Left, Stride: stride, IsInclusive: inclusive, IsWhole: true) : null
                : stride is not null && (!isZero || inclusive)
                    ? null
                    : new LoopRounds(larger, isZero ? null : start, stride, inclusive);
        }

        // `i + size <= n`
        return isZero && stride is not null
            && Without(smaller) is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression, Left: IdentifierNameSyntax { Identifier.ValueText: var left }, Right: var right }
            && left == counter && IsSame(right, stride)
                ? new LoopRounds(larger, Stride: stride, IsInclusive: inclusive, IsWhole: true)
                : null;
    }

    // `for (int i = n - 1; i >= 0; i--)`
    private static LoopRounds? OfForDown(ForStatementSyntax loop, ExpressionSyntax condition)
    {
        if (loop.Incrementors.Count != 1
            || CountedDown(loop.Incrementors[0]) is not { } counter
            || Without(condition) is not BinaryExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: var name }, Right: LiteralExpressionSyntax { Token.Value: 0 } } comparison
            || name != counter
            || WrittenNames.Contains(loop.Statement, counter, CancellationToken.None))
        {
            return null;
        }

        if (StartOf(loop, counter) is not { } start)
        {
            // `for (; epochs > 0; epochs--)`
            return loop is { Declaration: null, Initializers.Count: 0 } && comparison.IsKind(SyntaxKind.GreaterThanExpression)
                ? new LoopRounds((IdentifierNameSyntax)comparison.Left, CountsDown: true)
                : null;
        }

        return (SyntaxKind)comparison.RawKind switch
        {
            SyntaxKind.GreaterThanExpression => new LoopRounds(start),
            SyntaxKind.GreaterThanOrEqualExpression when Without(start) is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression, Left: var count, Right: LiteralExpressionSyntax { Token.Value: 1 } } =>
                new LoopRounds(count),
            SyntaxKind.GreaterThanOrEqualExpression => new LoopRounds(start, IsInclusive: true),
            _ => null,
        };
    }

    private static string? CountedDown(ExpressionSyntax decrement) => decrement switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostDecrementExpression, Operand: IdentifierNameSyntax name } => name.Identifier.ValueText,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreDecrementExpression, Operand: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>
    /// Reads a loop whose counter is counted with every step of the optimizer inside it, in whatever loop that stands:
    /// <c>while (step &lt; steps) { foreach (…) { …; optimizer.step(); step++; } }</c>. Its rounds are the steps.
    /// </summary>
    /// <param name="loop">The loop.</param>
    /// <param name="step">The optimizer's step.</param>
    public static LoopRounds? OfSteps(SyntaxNode loop, SyntaxNode step) =>
        loop is WhileStatementSyntax
        && ConditionsOf(loop).Select(Without).OfType<BinaryExpressionSyntax>().FirstOrDefault(condition => condition.IsKind(SyntaxKind.LessThanExpression) && condition.Left is IdentifierNameSyntax)
            is { Left: IdentifierNameSyntax { Identifier.ValueText: var counter }, Right: var end }
        && step.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { Parent: BlockSyntax block } statement
        && block.Statements.SkipWhile(other => other != statement).TakeWhile(other => !other.DescendantNodesAndSelf().Any(node => node is ContinueStatementSyntax or BreakStatementSyntax or ReturnStatementSyntax or GotoStatementSyntax))
            .Any(other => other is ExpressionStatementSyntax { Expression: var increment } && Counted(increment) is (var counted, null) && counted == counter)
        && IsZeroBefore(loop, counter)
            ? new LoopRounds(end)
            : null;

    // `i++`, `i += k`, `i = i + k`
    private static (string Counter, ExpressionSyntax? Stride)? Counted(ExpressionSyntax increment) => increment switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression, Operand: IdentifierNameSyntax name } => (name.Identifier.ValueText, null),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression, Operand: IdentifierNameSyntax name } => (name.Identifier.ValueText, null),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: IdentifierNameSyntax name } by => (name.Identifier.ValueText, One(by.Right)),
        AssignmentExpressionSyntax
        {
            RawKind: (int)SyntaxKind.SimpleAssignmentExpression,
            Left: IdentifierNameSyntax name,
            Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression, Left: IdentifierNameSyntax same } sum,
        } when same.Identifier.ValueText == name.Identifier.ValueText => (name.Identifier.ValueText, One(sum.Right)),
        _ => null,
    };

    private static ExpressionSyntax? One(ExpressionSyntax stride) => stride is LiteralExpressionSyntax { Token.Value: 1 } ? null : stride;

    private static ExpressionSyntax? StartOf(ForStatementSyntax loop, string counter) =>
        loop.Declaration?.Variables.FirstOrDefault(variable => variable.Identifier.ValueText == counter)?.Initializer?.Value
        ?? loop.Initializers.OfType<AssignmentExpressionSyntax>()
            .FirstOrDefault(assignment => assignment.Left is IdentifierNameSyntax name && name.Identifier.ValueText == counter)?.Right;

    // `while (epochs-- > 0)`
    private static LoopRounds? OfCountdown(ExpressionSyntax? condition, StatementSyntax body) =>
        Without(condition) is BinaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.NotEqualsExpression,
            Left: PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostDecrementExpression, Operand: IdentifierNameSyntax name },
            Right: LiteralExpressionSyntax { Token.Value: 0 },
        }
        && !WrittenNames.Contains(body, name.Identifier.ValueText, CancellationToken.None)
            ? new LoopRounds(name, CountsDown: true)
            : null;

    // `while (epochs > 0) { …; epochs--; }`
    private static LoopRounds? OfCountdownInBody(ExpressionSyntax condition, StatementSyntax body) =>
        Without(condition) is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.GreaterThanExpression, Left: IdentifierNameSyntax name, Right: LiteralExpressionSyntax { Token.Value: 0 } }
        && body is BlockSyntax { Statements: var statements }
        && statements.Any(statement => statement is ExpressionStatementSyntax { Expression: var decrement } && CountedDown(decrement) == name.Identifier.ValueText)
        && IsWrittenOnce(body, name.Identifier.ValueText)
        && !body.DescendantNodes().Any(node => node is ContinueStatementSyntax)
            ? new LoopRounds(name, CountsDown: true)
            : null;

    private static bool IsWrittenOnce(SyntaxNode scope, string name) => WrittenNames.WritesOf(scope, name).Count() == 1;

    // `int epoch = 0; while (epoch++ < epochs)`
    private static LoopRounds? OfCountUp(ExpressionSyntax condition, StatementSyntax body, TrainingLoop loop) =>
        Without(condition) is BinaryExpressionSyntax
        {
            RawKind: (int)SyntaxKind.LessThanExpression,
            Left: PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression, Operand: IdentifierNameSyntax name },
            Right: var end,
        }
        && !WrittenNames.Contains(body, name.Identifier.ValueText, CancellationToken.None)
        && IsZeroBefore(loop.Operation.Syntax, name.Identifier.ValueText)
            ? new LoopRounds(end)
            : null;

    private static bool IsZeroBefore(SyntaxNode loop, string counter) =>
        StatementsBeside(loop).TakeWhile(statement => statement != loop).OfType<LocalDeclarationStatementSyntax>().SelectMany(declaration => declaration.Declaration.Variables)
            .Any(variable => variable.Identifier.ValueText == counter && variable.Initializer?.Value is LiteralExpressionSyntax { Token.Value: 0 })
        && IsWrittenOnce(loop.Parent is GlobalStatementSyntax { Parent: { } file } ? file : loop.Parent!, counter);

    private static IEnumerable<StatementSyntax> StatementsBeside(SyntaxNode loop) => loop.Parent switch
    {
        BlockSyntax block => block.Statements,
        GlobalStatementSyntax { Parent: CompilationUnitSyntax file } => file.Members.OfType<GlobalStatementSyntax>().Select(global => global.Statement),
        _ => [],
    };

    private static LoopRounds? OfBound(TrainingLoop loop) => loop.Bound?.Syntax is ExpressionSyntax bound ? new LoopRounds(bound) : null;

    private static bool IsSame(ExpressionSyntax first, ExpressionSyntax second) => SyntaxFactory.AreEquivalent(Without(first), Without(second));

    private static ExpressionSyntax? Without(ExpressionSyntax? expression)
    {
        while (expression is ParenthesizedExpressionSyntax parenthesized)
        {
            expression = parenthesized.Expression;
        }

        return expression;
    }
}
