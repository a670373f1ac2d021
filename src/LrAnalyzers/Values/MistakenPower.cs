using System;
using System.Globalization;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Values;

/// <summary>A <c>^</c> that is meant as a power, as in <c>10 ^ -3</c>: in C# it is the exclusive or of the bits.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Meant">What it would be as a power.</param>
internal sealed record MistakenPower(IBinaryOperation Operation, double Meant)
{
    /// <summary>What is wrong with it: a clause that follows a colon in a message.</summary>
    public const string Reason = "^ is the exclusive or of the bits in C#, not a power";

    /// <summary>The first in an expression of whole numbers; <see langword="null"/> where there is none.</summary>
    public static MistakenPower? In(IOperation? value, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return value?.WithoutConversions() is IBinaryOperation { OperatorKind: BinaryOperatorKind.ExclusiveOr, OperatorMethod: null } power
            && Number(power.RightOperand) is { } exponent
            && Meaning(power.LeftOperand.WithoutConversions(), exponent) is { } meant
            && meant > 0 && !double.IsInfinity(meant)
                ? new MistakenPower(power, meant)
                : null;
    }

    // `5 * 10 ^ -4` multiplies first.
    private static double? Meaning(IOperation left, double exponent) =>
        left is IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product && Number(product.RightOperand) is { } basis && Number(product.LeftOperand) is { } factor
            ? Power(basis, exponent, factor)
            : Number(left) is { } single ? Power(single, exponent, factor: 1) : null;

    // 3 times 10 to the -4 is 3e-4, not 0.00030000000000000003.
    private static double Power(double basis, double exponent, double factor) =>
        basis == 10 && Math.Abs(exponent) <= 300 && exponent == Math.Truncate(exponent) && LearningRateFormat.Format(factor) is var text && text.IndexOf('e') < 0
            ? double.Parse(text + "e" + ((int)exponent).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : factor * Math.Pow(basis, exponent);

    private static double? Number(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: var constant } ? constant.ToDouble() : null;
}
