using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.ValueGraph;

/// <summary>What stands in the functions of a project.</summary>
internal static class FunctionBodies
{
    /// <summary>The function, lambda or file of top-level statements in which a node runs.</summary>
    public static SyntaxNode FunctionOf(SyntaxNode node) =>
        node.AncestorsAndSelf().FirstOrDefault(IsFunction) ?? node.SyntaxTree.GetRoot();

    /// <summary>Whether code in the node runs when something else calls for it, and not where the node stands.</summary>
    public static bool IsFunction(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax
        or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or PropertyDeclarationSyntax or BaseFieldDeclarationSyntax;

    /// <summary>Whether the node is a loop.</summary>
    public static bool IsLoop(SyntaxNode node) => node is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    /// <summary>Whether a method or an accessor does something of its own, as an auto property's does not.</summary>
    public static bool HasBody(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is AccessorDeclarationSyntax { Body: not null } or AccessorDeclarationSyntax { ExpressionBody: not null };

    /// <summary>The values that a function returns or yields, lambdas and functions in it aside.</summary>
    /// <param name="function">The method, function, lambda, accessor or property.</param>
    public static IEnumerable<(ExpressionSyntax Value, bool IsYielded)> ReturnedBy(SyntaxNode function)
    {
        SyntaxNode? body = function switch
        {
            BaseMethodDeclarationSyntax method => (SyntaxNode?)method.ExpressionBody?.Expression ?? method.Body,
            LocalFunctionStatementSyntax local => (SyntaxNode?)local.ExpressionBody?.Expression ?? local.Body,
            AnonymousFunctionExpressionSyntax lambda => lambda.Body,
            AccessorDeclarationSyntax accessor => (SyntaxNode?)accessor.ExpressionBody?.Expression ?? accessor.Body,
            ArrowExpressionClauseSyntax arrow => arrow.Expression,
            PropertyDeclarationSyntax { ExpressionBody: { } arrow } => arrow.Expression,
            PropertyDeclarationSyntax { AccessorList.Accessors: var accessors } =>
                accessors.FirstOrDefault(accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration)) is { } getter
                    ? (SyntaxNode?)getter.ExpressionBody?.Expression ?? getter.Body
                    : null,
            _ => null,
        };
        if (body is ExpressionSyntax expression)
        {
            yield return (expression, false);
            yield break;
        }

        foreach (SyntaxNode node in body?.DescendantNodes(inner => inner is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)) ?? Enumerable.Empty<SyntaxNode>())
        {
            switch (node)
            {
                case ReturnStatementSyntax { Expression: { } returned }:
                    yield return (returned, false);
                    break;
                case YieldStatementSyntax { Expression: { } yielded }:
                    yield return (yielded, true);
                    break;
            }
        }
    }
}
