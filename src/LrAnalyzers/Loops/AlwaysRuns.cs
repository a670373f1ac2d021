using System;
using System.Linq;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Loops;

/// <summary>
/// Tells what runs whenever a statement comes to its end: in both branches of an <c>if</c>, in each section of a <c>switch</c>, and
/// in a function in front of every <c>return</c>. Where the statement throws, or ends the program, it does not matter.
/// </summary>
internal static class AlwaysRuns
{
    /// <summary>Whether an expression of a kind does.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="isWanted">Whether an expression is of the kind.</param>
    /// <param name="isFunction">Whether the statement is a function's body, so that it ends where it returns.</param>
    public static bool In(StatementSyntax statement, Func<ExpressionSyntax, bool> isWanted, bool isFunction) => In(statement, isWanted, isFunction, 0);

    /// <summary>Whether an expression of a kind does, in an expression: <c>a = b = 1</c> assigns both.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="isWanted">Whether an expression is of the kind.</param>
    public static bool In(ExpressionSyntax expression, Func<ExpressionSyntax, bool> isWanted)
    {
        while (!isWanted(expression))
        {
            if (expression is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var right })
            {
                return false;
            }

            expression = right;
        }

        return true;
    }

    private static bool In(StatementSyntax statement, Func<ExpressionSyntax, bool> isWanted, bool isFunction, int depth) => depth > GraphLimits.Nesting || statement switch
    {
        ExpressionStatementSyntax { Expression: var expression } => In(expression, isWanted) || JumpStatements.EndsProgram(statement),
        BlockSyntax { Statements: var statements } => InList(statements, isWanted, isFunction, depth + 1),
        IfStatementSyntax branch => InChain(branch, isWanted, isFunction, depth + 1),
        SwitchStatementSyntax { Sections: var sections } => sections.Any(section => section.Labels.Any(label => label is DefaultSwitchLabelSyntax))
            && sections.All(section => section.Statements.Any(inner => In(inner, isWanted, isFunction, depth + 1))),
        TryStatementSyntax tried => tried.Finally is { Block: var last } && In(last, isWanted, isFunction, depth + 1)
            || In(tried.Block, isWanted, isFunction, depth + 1) && tried.Catches.All(handler => In(handler.Block, isWanted, isFunction, depth + 1)),
        UsingStatementSyntax { Statement: var inner } => In(inner, isWanted, isFunction, depth + 1),
        LockStatementSyntax { Statement: var inner } => In(inner, isWanted, isFunction, depth + 1),
        FixedStatementSyntax { Statement: var inner } => In(inner, isWanted, isFunction, depth + 1),
        LabeledStatementSyntax { Statement: var inner } => In(inner, isWanted, isFunction, depth + 1),
        DoStatementSyntax { Statement: var inner } => In(inner, isWanted, isFunction, depth + 1),
        CheckedStatementSyntax { Block: var inner } => In(inner, isWanted, isFunction, depth + 1),
        UnsafeStatementSyntax { Block: var inner } => In(inner, isWanted, isFunction, depth + 1),
        ThrowStatementSyntax => true,
        ReturnStatementSyntax or ContinueStatementSyntax => !isFunction,
        _ => false,
    };

    // What can leave the list ends the search.
    private static bool InList(SyntaxList<StatementSyntax> statements, Func<ExpressionSyntax, bool> isWanted, bool isFunction, int depth)
    {
        foreach (StatementSyntax statement in statements)
        {
            if (In(statement, isWanted, isFunction, depth))
            {
                return true;
            }

            if (isFunction && JumpStatements.Leaves(statement))
            {
                return false;
            }
        }

        return false;
    }

    // `if (…) … else if (…) … else …`, however long.
    private static bool InChain(IfStatementSyntax branch, Func<ExpressionSyntax, bool> isWanted, bool isFunction, int depth)
    {
        while (!In(branch.Condition, isWanted))
        {
            if (!In(branch.Statement, isWanted, isFunction, depth) || branch.Else is not { Statement: var other })
            {
                return false;
            }

            if (other is not IfStatementSyntax next)
            {
                return In(other, isWanted, isFunction, depth);
            }

            branch = next;
        }

        return true;
    }
}
