using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>A function of the epoch in the source: a lambda, a local function or a method.</summary>
/// <param name="Node">Its declaration.</param>
/// <param name="Epoch">Its parameter.</param>
/// <param name="IsStatic">Whether it is declared to capture nothing.</param>
internal sealed record FunctionSyntax(SyntaxNode Node, ParameterSyntax Epoch, bool IsStatic)
{
    /// <summary>The expressions that it returns.</summary>
    public ImmutableArray<ExpressionSyntax> Results => Node switch
    {
        LambdaExpressionSyntax { ExpressionBody: { } body } => ImmutableArray.Create(body),
        LocalFunctionStatementSyntax { ExpressionBody.Expression: { } body } => ImmutableArray.Create(body),
        MethodDeclarationSyntax { ExpressionBody.Expression: { } body } => ImmutableArray.Create(body),
        _ => Node.DescendantNodes(node => node == Node || node is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
            .OfType<ReturnStatementSyntax>()
            .Where(statement => statement.Expression is not null)
            .Select(statement => statement.Expression!)
            .ToImmutableArray(),
    };
}

/// <summary>Changes the function that a scheduler is given.</summary>
internal static class LambdaEdits
{
    /// <summary>
    /// The lambda in which the expression stands, or the function that it names, where that is of the same document and used
    /// for nothing else.
    /// </summary>
    public static FunctionSyntax? Of(FixSite site)
    {
        if (site.Expression.FirstAncestorOrSelf<LambdaExpressionSyntax>() is { } lambda && IsScheduleLambda(site, lambda))
        {
            return Of(lambda);
        }

        ExpressionSyntax named = site.Expression is ObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments }
            ? arguments[0].Expression
            : site.Expression;
        for (int alias = 0; alias < 2; alias++)
        {
            ISymbol? symbol = site.SemanticModel.GetSymbolInfo(named, site.CancellationToken).Symbol;
            switch (symbol?.DeclaringSyntaxReferences is { Length: 1 } declarations ? declarations[0].GetSyntax(site.CancellationToken) : null)
            {
                case VariableDeclaratorSyntax { Initializer.Value: LambdaExpressionSyntax declared } when symbol is ILocalSymbol:
                    return Of(declared);
                case VariableDeclaratorSyntax { Initializer.Value: IdentifierNameSyntax given } when symbol is ILocalSymbol:
                    named = given;
                    break;
                case LocalFunctionStatementSyntax { ParameterList.Parameters: { Count: 1 } parameters } local when IsUsedOnce(symbol!, local, site):
                    return new FunctionSyntax(local, parameters[0], local.Modifiers.Any(SyntaxKind.StaticKeyword));
                case MethodDeclarationSyntax { ParameterList.Parameters: { Count: 1 } parameters } method
                    when symbol!.DeclaredAccessibility == Accessibility.Private && IsUsedOnce(symbol, method, site):
                    return new FunctionSyntax(method, parameters[0], method.Modifiers.Any(SyntaxKind.StaticKeyword));
                default:
                    return null;
            }
        }

        return null;
    }

    private static FunctionSyntax? Of(LambdaExpressionSyntax lambda) =>
        Parameter(lambda) is { } parameter ? new FunctionSyntax(lambda, parameter, lambda.Modifiers.Any(SyntaxKind.StaticKeyword)) : null;

    // By name, so rather too seldom.
    private static bool IsUsedOnce(ISymbol function, SyntaxNode declaration, FixSite site) =>
        declaration.SyntaxTree == site.SemanticModel.SyntaxTree
        && function.ContainingType is { DeclaringSyntaxReferences.Length: 1 }
        && declaration.SyntaxTree.GetRoot(site.CancellationToken).DescendantTokens()
            .Count(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == function.Name) == 2;

    /// <summary>
    /// Lets the lambda count from 1 where it divides the epoch, or everywhere where it has no condition that compares it.
    /// </summary>
    /// <returns>The edits, or <see langword="null"/> where it is not certain which of the epochs are meant.</returns>
    public static ImmutableArray<Edit>? CountFromOne(FixSite site, FunctionSyntax function)
    {
        SyntaxNode lambda = function.Node;
        ParameterSyntax parameter = function.Epoch;
        if (NumericSyntax.HasDirectives(lambda))
        {
            return null;
        }

        ISymbol? epoch = site.SemanticModel.GetDeclaredSymbol(parameter, site.CancellationToken);
        IdentifierNameSyntax[] uses = lambda.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == parameter.Identifier.ValueText
                && SymbolEqualityComparer.Default.Equals(site.SemanticModel.GetSymbolInfo(name, site.CancellationToken).Symbol, epoch))
            .ToArray();
        IdentifierNameSyntax[] numerators = uses.Where(use => IsNumerator(use, lambda)).ToArray();
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
    private static bool IsNumerator(IdentifierNameSyntax use, SyntaxNode function)
    {
        SyntaxNode node = use;
        while (node.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax
            || node.Parent is BinaryExpressionSyntax { OperatorToken.ValueText: "*" })
        {
            node = node.Parent;
        }

        return node.Parent is BinaryExpressionSyntax { OperatorToken.ValueText: "/" } division && division.Left == node
            // Not what goes into a cosine.
            && !node.Ancestors().TakeWhile(ancestor => ancestor != function).OfType<InvocationExpressionSyntax>()
                .Any(call => call.Expression.ToString() is not ("Math.Min" or "Math.Max" or "Math.Clamp" or "Math.Sqrt"));
    }

    private static bool IsScheduleLambda(FixSite site, LambdaExpressionSyntax lambda) =>
        site.SemanticModel.GetTypeInfo(lambda, site.CancellationToken).ConvertedType is INamedTypeSymbol { TypeArguments: { Length: 2 } arguments }
        && arguments[0].SpecialType == SpecialType.System_Int32;
}
