using System.Collections.Generic;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Values;

/// <summary>Tells expressions that are nothing but numbers from those that name something.</summary>
internal static class HardCodedExpression
{
    /// <summary>
    /// Whether every leaf of the expression is a numeric literal: <c>0.001</c>, <c>-1e-3f</c>, <c>2 * 1e-4</c>,
    /// <c>Math.Pow(10, -3)</c>.
    /// </summary>
    public static bool IsLiteral(IOperation expression, CancellationToken cancellationToken)
    {
        var pending = new Stack<IOperation>();
        pending.Push(expression);
        for (int seen = 0; pending.Count > 0; seen++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (seen > GraphLimits.LiteralOperations)
            {
                return false;
            }

            switch (pending.Pop().WithoutConversions())
            {
                case ILiteralOperation { ConstantValue: { HasValue: true, Value: var constant } } when constant.ToDouble() is not null:
                    break;
                case IUnaryOperation { OperatorMethod: null } unary:
                    pending.Push(unary.Operand);
                    break;
                case IBinaryOperation { OperatorMethod: null } binary:
                    pending.Push(binary.LeftOperand);
                    pending.Push(binary.RightOperand);
                    break;
                case IInvocationOperation { TargetMethod.ContainingType.Name: "Math" or "MathF", Arguments.Length: > 0 } invocation:
                    foreach (IArgumentOperation argument in invocation.Arguments)
                    {
                        pending.Push(argument.Value);
                    }

                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}
