using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Sites;

/// <summary>
/// Recognises code that is run to see it fail: <c>Assert.Throws(() => …)</c>, <c>Assert.That(() => …, Throws.Exception)</c>,
/// <c>Action act = () => …; act.Should().Throw()</c> and their kin. Syntax only.
/// </summary>
internal static class ThrowsAssertion
{
    /// <summary>Whether the node stands in a lambda that is given to an assertion that it throws.</summary>
    public static bool Contains(SyntaxNode node)
    {
        foreach (AnonymousFunctionExpressionSyntax lambda in node.Ancestors().OfType<AnonymousFunctionExpressionSyntax>())
        {
            if (lambda.FirstAncestorOrSelf<StatementSyntax>() is not { } statement
                || statement.Parent is AnonymousFunctionExpressionSyntax)
            {
                continue;
            }

            if (SaysThrowOutside(statement, lambda)
                || statement is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
                    && IsAssertedLater(statement, variables[0].Identifier.ValueText))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAssertedLater(StatementSyntax declaration, string name) =>
        declaration.Parent is { } block
        && block.ChildNodes().OfType<ExpressionStatementSyntax>().Any(statement =>
            statement.DescendantTokens().Any(token => token.ValueText == name) && SaysThrowOutside(statement, excluded: null));

    private static bool SaysThrowOutside(SyntaxNode statement, SyntaxNode? excluded) => statement
        .DescendantTokens(descend => descend != excluded)
        .Any(token => token.IsKind(SyntaxKind.IdentifierToken)
            && token.ValueText.IndexOf("Throw", StringComparison.Ordinal) >= 0);
}
