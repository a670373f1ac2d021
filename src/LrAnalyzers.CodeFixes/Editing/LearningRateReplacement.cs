using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>Puts another learning rate in the place of one: where its number stands, if only this use reads it from there.</summary>
internal static class LearningRateReplacement
{
    /// <summary>Plans the replacement, or returns <see langword="null"/> where there is no place for the new number.</summary>
    /// <param name="site">The code around the diagnostic.</param>
    /// <param name="expression">The learning rate as it is given to the library.</param>
    /// <param name="replacement">The new learning rate.</param>
    public static ImmutableArray<Edit>? TryPlan(FixSite site, ExpressionSyntax expression, double replacement)
    {
        while (expression is ParenthesizedExpressionSyntax { Expression: var inner })
        {
            expression = inner;
        }

        return ReplaceLiteral(site, expression, replacement)
            ?? ReplaceDeclaration(site, expression, replacement)
            ?? NameReplacement(site, expression, replacement);
    }

    /// <summary>
    /// Plans a learning rate for a creation that leaves it out: as a constant, so that it is not a bare number. Returns
    /// <see langword="null"/> where there is no place for it.
    /// </summary>
    /// <param name="site">The code around the diagnostic; the creation is underlined.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="learningRate">The learning rate.</param>
    public static (string Name, ImmutableArray<Edit> Edits)? TryPlanLeftOut(FixSite site, string parameter, double learningRate)
    {
        if (site.Expression.ArgumentsOf() is not { CloseParenToken.IsMissing: false } arguments || NumericSyntax.HasDirectives(arguments))
        {
            return null;
        }

        string type = site.SemanticModel.GetSymbolInfo(site.Expression, site.CancellationToken).Symbol is IMethodSymbol method
            && method.Parameters.Any(candidate => candidate.Name == parameter && candidate.Type.SpecialType == SpecialType.System_Single)
            ? "float"
            : "double";
        string value = LearningRateFormat.Literal(learningRate, single: type == "float");
        return NamedConstant.TryPlan(
            site, site.Expression, value, type, isConstant: true, name => arguments.Append(site, $"{parameter}: {name}"));
    }

    // A number that stands in the argument is replaced where it stands; so is any constant of which a variable is made: it has its name.
    private static ImmutableArray<Edit>? ReplaceLiteral(FixSite site, ExpressionSyntax literal, double replacement) =>
        NumericSyntax.IsLiteral(site.SemanticModel, literal, site.CancellationToken)
            || literal.Parent is EqualsValueClauseSyntax && !NumericSyntax.HasDirectives(literal) && site.SemanticModel.GetConstantValue(literal, site.CancellationToken).HasValue
            ? ImmutableArray.Create<Edit>(ReplaceNumber(site, literal, replacement))
            : null;

    private static ReplaceText ReplaceNumber(FixSite site, ExpressionSyntax number, double replacement) => new(
        site.Document.Id,
        number.Span,
        LearningRateFormat.Literal(replacement, NumericSyntax.TargetKeyword(site.SemanticModel, number, site.CancellationToken) == "float"));

    // One that is declared for this use alone is replaced there: a local, or a private constant.
    private static ImmutableArray<Edit>? ReplaceDeclaration(FixSite site, ExpressionSyntax expression, double replacement)
    {
        ISymbol? symbol = site.SemanticModel.GetSymbolInfo(expression, site.CancellationToken).Symbol;
        if (symbol is not ILocalSymbol and not IFieldSymbol { DeclaredAccessibility: Accessibility.Private }
            || symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken)
                is not VariableDeclaratorSyntax { Initializer.Value: { } initializer, Parent: VariableDeclarationSyntax declaration } declarator
            || initializer.SyntaxTree != site.SemanticModel.SyntaxTree
            || site.SemanticModel.GetTypeInfo(declaration.Type, site.CancellationToken).Type?.SpecialType
                is not (SpecialType.System_Double or SpecialType.System_Single)
            || !IsOnlyUse(declarator))
        {
            return null;
        }

        return ReplaceLiteral(site, initializer, replacement);
    }

    /// <summary>
    /// Whether the variable is used once. By name, so that two variables of one name count as one; another part of the type
    /// may hold a use that is not seen.
    /// </summary>
    public static bool IsOnlyUse(VariableDeclaratorSyntax declarator)
    {
        SyntaxNode scope = declarator.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? declarator.SyntaxTree.GetRoot();
        return !(scope is TypeDeclarationSyntax type && type.Modifiers.Any(SyntaxKind.PartialKeyword))
            && scope.DescendantTokens().Count(token =>
                token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == declarator.Identifier.ValueText) == 2;
    }

    // Anything else is left alone; the argument gets a number, under a name so that it is not a bare one.
    private static ImmutableArray<Edit>? NameReplacement(FixSite site, ExpressionSyntax expression, double replacement)
    {
        string type = NumericSyntax.TargetKeyword(site.SemanticModel, expression, site.CancellationToken);
        string value = LearningRateFormat.Literal(replacement, single: type == "float");
        return NamedConstant.TryPlan(site, expression, value, type, isConstant: true)?.Edits;
    }
}
