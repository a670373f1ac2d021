using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Loops;

/// <summary>Finds statements that leave an iteration before its end.</summary>
internal static class JumpStatements
{
    /// <summary>
    /// Whether a <c>continue</c>, <c>break</c>, <c>return</c> or <c>goto</c> stands between two statements of one list or in
    /// the second, so that what is moved from the first to behind the second might no longer run.
    /// </summary>
    public static bool LeaveBetween(SyntaxNode first, SyntaxNode second) => first.Parent is { } list && list == second.Parent
        && list.ChildNodes()
            .Where(statement => statement.SpanStart > first.SpanStart && statement.SpanStart <= second.SpanStart)
            .Any(Leaves);

    /// <summary>Whether something in the node leaves the loop or the function around the node.</summary>
    public static bool Leaves(SyntaxNode node) => Leaves(node, ImmutableArray<SyntaxNode>.Empty);

    /// <summary>Whether something in its rounds leaves a loop before its end.</summary>
    public static bool Leave(TrainingLoop loop) => loop.Repeated is { } rounds
        ? loop.Body.Syntax.ChildNodes().Any(statement => rounds.Contains(statement.Span) && Leaves(statement, loop.OwnJumps))
        : Leaves(loop.Body.Syntax, loop.OwnJumps);

    /// <summary>Whether nothing runs behind the statement: <c>Environment.Exit(1);</c>.</summary>
    public static bool EndsProgram(StatementSyntax? statement) => statement is ExpressionStatementSyntax { Expression: var expression } && EndsProgram(expression);

    private static bool EndsProgram(ExpressionSyntax? expression) => expression is InvocationExpressionSyntax
    {
        Expression: MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "Exit" or "FailFast",
            Expression: IdentifierNameSyntax { Identifier.ValueText: "Environment" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Environment" },
        },
    };

    /// <summary>Whether a method says, or plainly shows, that it never returns: <c>Usage();</c>, which ends in <c>Environment.Exit(1);</c>.</summary>
    public static bool NeverReturns(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "DoesNotReturnAttribute")
        || !(method.IsVirtual || method.IsAbstract || method.IsOverride || method.IsAsync)
            && method.DeclaringSyntaxReferences.Length == 1
            && method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) switch
            {
                MethodDeclarationSyntax { Body: { } body } => EndsInJump(body),
                LocalFunctionStatementSyntax { Body: { } body } => EndsInJump(body),
                MethodDeclarationSyntax { ExpressionBody.Expression: var only } => only is ThrowExpressionSyntax || EndsProgram(only),
                LocalFunctionStatementSyntax { ExpressionBody.Expression: var only } => only is ThrowExpressionSyntax || EndsProgram(only),
                _ => false,
            };

    private static bool EndsInJump(BlockSyntax body) => body.Statements.LastOrDefault() is { } last
        && (last is ThrowStatementSyntax || EndsProgram(last))
        && !body.DescendantNodes(node => !FunctionBodies.IsFunction(node)).Any(node => node is ReturnStatementSyntax or YieldStatementSyntax);

    private static bool Leaves(SyntaxNode node, ImmutableArray<SyntaxNode> passed) => node
        .DescendantNodesAndSelf(descend => descend is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) && !passed.Contains(descend))
        .Any(jump => !passed.Contains(jump) && jump switch
        {
            ReturnStatementSyntax or GotoStatementSyntax or YieldStatementSyntax => true,
            ContinueStatementSyntax => !jump.Ancestors().TakeWhile(ancestor => ancestor != node.Parent).Any(FunctionBodies.IsLoop),
            BreakStatementSyntax => !jump.Ancestors().TakeWhile(ancestor => ancestor != node.Parent)
                .Any(ancestor => FunctionBodies.IsLoop(ancestor) || ancestor is SwitchStatementSyntax),
            _ => false,
        });
}
