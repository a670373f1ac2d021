using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Values;

/// <summary>
/// Finds a division of integers whose quotient reaches a result through <c>+ - *</c>, functions of <see cref="System.Math"/>
/// that want a fraction (<c>Min</c>, <c>Cos</c>, the base of <c>Pow</c>), conversions, the arms of a condition, and names
/// that are never changed (<see cref="DeclaredValue"/>). An exponent, an index and an operand of a comparison are meant to
/// be whole, as in a decay by stairs: they are not followed.
/// </summary>
/// <remarks>
/// No walk over the flow graph: that ends at arithmetic, where this begins. A division in what a caller gives, or in a
/// settings class, is found from there, where <c>RateTracer</c> comes to it.
/// </remarks>
internal static class TruncatingDivision
{
    /// <summary>The first such division, or <see langword="null"/>.</summary>
    public static IBinaryOperation? Find(IOperation result, CancellationToken cancellationToken)
    {
        var pending = new Stack<IOperation>();
        var roots = new HashSet<IOperation>();
        pending.Push(result);
        for (int seen = 0; pending.Count > 0 && seen < GraphLimits.DividedOperations; seen++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IOperation value = pending.Pop();
            bool isRoot = roots.Contains(value);
            value = value.WithoutConversions();
            if (isRoot && value.Type.IsInteger() && value is not IBinaryOperation)
            {
                // The root of a count, as in `Math.Pow(warmupSteps, -1.5)`.
                continue;
            }

            switch (value)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide, OperatorMethod: null } division when division.Type.IsInteger():
                    if (CanTruncate(division))
                    {
                        return division;
                    }

                    break;
                case IBinaryOperation
                {
                    OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply, OperatorMethod: null,
                } binary:
                    pending.Push(binary.RightOperand);
                    pending.Push(binary.LeftOperand);
                    break;
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus or UnaryOperatorKind.Plus, OperatorMethod: null } unary:
                    pending.Push(unary.Operand);
                    break;
                case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                    pending.Push(whenFalse);
                    pending.Push(conditional.WhenTrue);
                    break;
                case ISwitchExpressionOperation choice:
                    foreach (ISwitchExpressionArmOperation arm in choice.Arms.Reverse())
                    {
                        pending.Push(arm.Value);
                    }

                    break;
                case IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: "Math" or "MathF" } } invocation:
                    foreach (IArgumentOperation argument in invocation.Arguments.Reverse().Where(argument => WantsFraction(name, argument.Parameter?.Ordinal)))
                    {
                        pending.Push(argument.Value);
                        if (name is "Pow" or "Sqrt" or "Cbrt")
                        {
                            roots.Add(argument.Value);
                        }
                    }

                    break;
                case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation
                    when value.SemanticModel is { } model
                        && DeclaredValue.Of(value, model, cancellationToken) is { } initializer
                        && initializer.SyntaxTree == model.SyntaxTree
                        && model.OperationOf(initializer, cancellationToken) is { } declared:
                    pending.Push(declared);
                    break;
            }
        }

        return null;
    }

    private static bool WantsFraction(string function, int? position) => function switch
    {
        "Min" or "Max" or "Clamp" or "Abs" or "Cos" or "Sin" or "Tan" or "Tanh" or "Sqrt" or "Cbrt" => true,
        "Pow" => position == 0,
        _ => false,
    };

    // `100 / 10` and `n / 1` lose nothing; a division by zero is the compiler's affair.
    private static bool CanTruncate(IBinaryOperation division)
    {
        double? divisor = ConstantOf(division.RightOperand);
        return divisor is not (0 or 1 or -1) && !(divisor is { } known && ConstantOf(division.LeftOperand) is { } dividend && dividend % known == 0);
    }

    private static double? ConstantOf(IOperation operation) =>
        operation.ConstantValue is { HasValue: true, Value: var value } ? value.ToDouble() : null;
}
