using System.Linq;
using System.Threading;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Questions about expressions that hold numbers.</summary>
internal static class NumericSyntax
{
    /// <summary>Whether every leaf of the expression is a numeric literal.</summary>
    public static bool IsLiteral(SemanticModel semanticModel, ExpressionSyntax expression, CancellationToken cancellationToken) =>
        semanticModel.GetOperation(expression, cancellationToken) is { } operation
        && HardCodedExpression.IsLiteral(operation, cancellationToken);

    /// <summary>
    /// The keyword of the type in which the expression keeps its exact number: <c>float</c> for one that is a float or
    /// becomes one, <c>double</c> for everything else.
    /// </summary>
    public static string KeywordOf(SemanticModel semanticModel, ExpressionSyntax expression, CancellationToken cancellationToken) =>
        semanticModel.GetTypeInfo(expression, cancellationToken).Type?.SpecialType == SpecialType.System_Single
            ? "float"
            : TargetKeyword(semanticModel, expression, cancellationToken);

    /// <summary>The keyword of the type that the expression is given to: <c>float</c> or <c>double</c>, also for a nullable one.</summary>
    public static string TargetKeyword(SemanticModel semanticModel, ExpressionSyntax expression, CancellationToken cancellationToken)
    {
        ITypeSymbol? type = semanticModel.GetTypeInfo(expression, cancellationToken).ConvertedType;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }

        return type?.SpecialType == SpecialType.System_Single ? "float" : "double";
    }

    /// <summary>Whether the expression contains a preprocessor directive.</summary>
    public static bool HasDirectives(SyntaxNode node) =>
        node.DescendantTokens().Skip(1).Any(token => token.LeadingTrivia.Any(trivia => trivia.IsDirective));
}
