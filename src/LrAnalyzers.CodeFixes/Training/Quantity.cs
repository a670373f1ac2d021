using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>A whole number as an expression of C#: a number of epochs, batches or steps.</summary>
/// <param name="Text">The expression.</param>
/// <param name="IsLong">Whether it is a <see langword="long"/>; an <see langword="int"/> otherwise.</param>
internal readonly record struct Quantity(string Text, bool IsLong = false)
{
    private const int Primary = 3;
    private const int Unary = 2;
    private const int Multiplicative = 1;
    private const int Additive = 0;

    /// <summary>A number that is known.</summary>
    public static Quantity Of(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The number that is written, or <see langword="null"/> where it is not one literal.</summary>
    public long? Literal => long.TryParse(Text.Replace("_", ""), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>The same as an <see langword="int"/>.</summary>
    public Quantity AsInt => IsLong ? new("(int)" + At(Unary)) : this;

    /// <summary>The expression, in parentheses where it is not one operand.</summary>
    public string Term => At(Primary);

    /// <summary>Its product with another one.</summary>
    public Quantity Times(Quantity other) =>
        Literal is { } first && other.Literal is { } second ? Of(first * second)
        : Literal == 1 ? other
        : other.Literal == 1 ? this
        : new($"{At(Multiplicative)} * {other.At(Unary)}", IsLong || other.IsLong);

    /// <summary>The quotient, rounded down.</summary>
    public Quantity Over(Quantity other) =>
        other.Literal == 1 ? this
        : Literal is { } first && other.Literal is > 0 and var second ? Of(first / second)
        : new($"{At(Multiplicative)} / {other.At(Unary)}", IsLong || other.IsLong);

    /// <summary>The quotient, rounded up.</summary>
    public Quantity OverRoundedUp(Quantity other) =>
        other.Literal == 1 ? this
        : other.Literal is { } divisor
            ? Plus(divisor - 1).Over(other)
            : new Quantity($"{Text} + {other.At(Multiplicative)} - 1", IsLong || other.IsLong).Over(other);

    /// <summary>The sum with a number.</summary>
    public Quantity Plus(long number) =>
        number == 0 ? this
        : Literal is { } known && known + number >= 0 ? Of(known + number)
        : new(number > 0 ? $"{At(Additive)} + {Of(number).Text}" : $"{At(Additive)} - {Of(-number).Text}", IsLong);

    /// <summary>The difference.</summary>
    public Quantity Minus(Quantity other) =>
        other.Literal is { } number ? Plus(-number)
        : SyntaxFactory.ParseExpression(Text) is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum
            && (sum.Right.ToString() == other.Text ? sum.Left : sum.Left.ToString() == other.Text ? sum.Right : null) is { } rest ? new(rest.ToString(), IsLong)
        : new($"{At(Additive)} - {other.At(Multiplicative)}", IsLong || other.IsLong);

    private string At(int level)
    {
        int own = SyntaxFactory.ParseExpression(Text) switch
        {
            CastExpressionSyntax or PrefixUnaryExpressionSyntax => Unary,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression or (int)SyntaxKind.DivideExpression or (int)SyntaxKind.ModuloExpression } => Multiplicative,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression or (int)SyntaxKind.SubtractExpression } => Additive,
            BinaryExpressionSyntax or ConditionalExpressionSyntax or AssignmentExpressionSyntax or AnonymousFunctionExpressionSyntax or SwitchExpressionSyntax => -1,
            _ => Primary,
        };
        return own >= level ? Text : $"({Text})";
    }
}
