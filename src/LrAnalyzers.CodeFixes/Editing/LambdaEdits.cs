using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Changes the lambda that a scheduler is given.</summary>
internal static class LambdaEdits
{
    /// <summary>The lambda in which the expression stands, or the one that it names.</summary>
    public static LambdaExpressionSyntax? Of(FixSite site)
    {
        if (site.Expression.FirstAncestorOrSelf<LambdaExpressionSyntax>() is { } lambda && IsScheduleLambda(site, lambda))
        {
            return lambda;
        }

        return site.SemanticModel.GetSymbolInfo(site.Expression, site.CancellationToken).Symbol is ILocalSymbol local
            && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken)
                is VariableDeclaratorSyntax { Initializer.Value: LambdaExpressionSyntax declared }
                ? declared
                : null;
    }

    /// <summary>
    /// Lets the lambda count from 1 where it divides the epoch, or everywhere where it has no condition that compares it.
    /// </summary>
    /// <returns>The edits, or <see langword="null"/> where it is not certain which of the epochs are meant.</returns>
    public static ImmutableArray<Edit>? CountFromOne(FixSite site, LambdaExpressionSyntax lambda)
    {
        if (Parameter(lambda) is not { } parameter || NumericSyntax.HasDirectives(lambda))
        {
            return null;
        }

        ISymbol? epoch = site.SemanticModel.GetDeclaredSymbol(parameter, site.CancellationToken);
        IdentifierNameSyntax[] uses = lambda.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == parameter.Identifier.ValueText
                && SymbolEqualityComparer.Default.Equals(site.SemanticModel.GetSymbolInfo(name, site.CancellationToken).Symbol, epoch))
            .ToArray();
        IdentifierNameSyntax[] numerators = uses.Where(IsNumerator).ToArray();
        bool isBranched = lambda.DescendantNodes().Any(node => node is ConditionalExpressionSyntax or SwitchExpressionSyntax or StatementSyntax and not BlockSyntax and not ReturnStatementSyntax);
        IdentifierNameSyntax[] counted = numerators.Length == 1 ? numerators : isBranched ? [] : uses;
        return counted.Length == 0
            ? null
            : counted.Select(use => (Edit)new ReplaceText(
                site.Document.Id,
                use.Span,
                use.Parent is ArgumentSyntax or ParenthesizedExpressionSyntax ? $"{use} + 1" : $"({use} + 1)")).ToImmutableArray();
    }

    private static ParameterSyntax? Parameter(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } => parameters[0],
        _ => null,
    };

    // `e / x`, `(double)e / x`, `(e) / x`, `1.0 * e / x`
    private static bool IsNumerator(IdentifierNameSyntax use)
    {
        SyntaxNode node = use;
        while (node.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax
            || node.Parent is BinaryExpressionSyntax { OperatorToken.ValueText: "*" })
        {
            node = node.Parent;
        }

        return node.Parent is BinaryExpressionSyntax { OperatorToken.ValueText: "/" } division && division.Left == node
            // Not what goes into a cosine.
            && !node.Ancestors().TakeWhile(ancestor => ancestor is not LambdaExpressionSyntax).OfType<InvocationExpressionSyntax>()
                .Any(call => call.Expression.ToString() is not ("Math.Min" or "Math.Max" or "Math.Clamp" or "Math.Sqrt"));
    }

    private static bool IsScheduleLambda(FixSite site, LambdaExpressionSyntax lambda) =>
        site.SemanticModel.GetTypeInfo(lambda, site.CancellationToken).ConvertedType is INamedTypeSymbol { TypeArguments: { Length: 2 } arguments }
        && arguments[0].SpecialType == SpecialType.System_Int32;
}
