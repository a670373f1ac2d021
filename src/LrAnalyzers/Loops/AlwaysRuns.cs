using System;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Loops;

/// <summary>
/// Tells what runs whenever a statement comes to its end: in both branches of an <c>if</c>, in each section of a <c>switch</c>, in
/// front of every <c>return</c>. Where the statement throws it does not matter.
/// </summary>
internal static class AlwaysRuns
{
    /// <summary>Whether an expression of a kind does.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="isWanted">Whether an expression is of the kind.</param>
    public static bool In(StatementSyntax statement, Func<ExpressionSyntax, bool> isWanted) => statement switch
    {
        ExpressionStatementSyntax { Expression: var expression } => In(expression, isWanted),
        BlockSyntax { Statements: var statements } => statements
            .TakeWhile((_, index) => index == 0 || !JumpStatements.Leaves(statements[index - 1]) || In(statements[index - 1], isWanted))
            .Any(inner => In(inner, isWanted)),
        IfStatementSyntax branch => In(branch.Condition, isWanted) || In(branch.Statement, isWanted) && branch.Else is { Statement: var other } && In(other, isWanted),
        SwitchStatementSyntax { Sections: var sections } => sections.Any(section => section.Labels.Any(label => label is DefaultSwitchLabelSyntax))
            && sections.All(section => section.Statements.Any(inner => In(inner, isWanted))),
        TryStatementSyntax tried => tried.Finally is { Block: var last } && In(last, isWanted)
            || In(tried.Block, isWanted) && tried.Catches.All(handler => In(handler.Block, isWanted)),
        UsingStatementSyntax { Statement: var inner } => In(inner, isWanted),
        LockStatementSyntax { Statement: var inner } => In(inner, isWanted),
        FixedStatementSyntax { Statement: var inner } => In(inner, isWanted),
        LabeledStatementSyntax { Statement: var inner } => In(inner, isWanted),
        DoStatementSyntax { Statement: var inner } => In(inner, isWanted),
        CheckedStatementSyntax { Block: var inner } => In(inner, isWanted),
        UnsafeStatementSyntax { Block: var inner } => In(inner, isWanted),
        ThrowStatementSyntax => true,
        _ => false,
    };

    /// <summary>Whether an expression of a kind does, in an expression: <c>a = b = 1</c> assigns both.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="isWanted">Whether an expression is of the kind.</param>
    public static bool In(ExpressionSyntax expression, Func<ExpressionSyntax, bool> isWanted) =>
        isWanted(expression) || expression is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var right } && In(right, isWanted);
}
