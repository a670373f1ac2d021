using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Sites;

/// <summary>A learning rate that the code gives to a library, or leaves to the library's default.</summary>
/// <param name="Operation">The call, object creation or assignment that gives it.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Algorithm">The algorithm that is trained with it.</param>
/// <param name="Target">The parameter, field or property that receives it.</param>
/// <param name="Value">What is given, or <see langword="null"/> where it is left to the library's default.</param>
/// <param name="Default">The library's default, or <see langword="null"/> where there is none.</param>
internal sealed record LearningRateSite(
    IOperation Operation,
    LearningRateRole Role,
    Algorithm Algorithm,
    ISymbol Target,
    IOperation? Value,
    double? Default)
{
    /// <summary>What is underlined: the value with the parentheses around it, or the creation that leaves it out.</summary>
    public SyntaxNode Syntax
    {
        get
        {
            SyntaxNode syntax = Value?.Syntax ?? Operation.Syntax;
            while (syntax.Parent is ParenthesizedExpressionSyntax parenthesized)
            {
                syntax = parenthesized;
            }

            return syntax;
        }
    }
}
