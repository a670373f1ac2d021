using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers;

/// <summary>Questions about operations and the values in them.</summary>
internal static class OperationExtensions
{
    /// <summary>The operand below any number of conversions and parentheses.</summary>
    public static IOperation WithoutConversions(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation parenthesized:
                    operation = parenthesized.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The operation of an expression; parentheses and <c>!</c>, which have none in C#, are looked through.</summary>
    public static IOperation? OperationOf(this SemanticModel semanticModel, ExpressionSyntax expression, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax { Expression: var inner }:
                    expression = inner;
                    break;
                case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: var operand }:
                    expression = operand;
                    break;
                default:
                    return semanticModel.GetOperation(expression, cancellationToken);
            }
        }
    }

    /// <summary>The value with the conversions and parentheses that stand around it.</summary>
    public static IOperation WithOuterConversions(this IOperation operation)
    {
        while (operation.Parent is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            operation = operation.Parent;
        }

        return operation;
    }

    /// <summary>The variable that an operation refers to, through conversions; <see langword="null"/> where it is none.</summary>
    public static ISymbol? Variable(this IOperation reference) => reference.WithoutConversions() switch
    {
        ILocalReferenceOperation { Local: var local } => local,
        IParameterReferenceOperation { Parameter: var parameter } => parameter,
        IFieldReferenceOperation { Field: var field } => field,
        IPropertyReferenceOperation { Property: { IsIndexer: false } property } => property,
        _ => null,
    };

    /// <summary>The operations around this one, innermost first.</summary>
    public static IEnumerable<IOperation> Ancestors(this IOperation operation)
    {
        for (IOperation? current = operation.Parent; current is not null; current = current.Parent)
        {
            yield return current;
        }
    }

    /// <summary>The arguments of a call or an object creation; none for anything else.</summary>
    public static ImmutableArray<IArgumentOperation> Arguments(this IOperation operation) => operation switch
    {
        IInvocationOperation invocation => invocation.Arguments,
        IObjectCreationOperation creation => creation.Arguments,
        _ => ImmutableArray<IArgumentOperation>.Empty,
    };

    /// <summary>What a call or an object creation calls: the method or the constructor.</summary>
    public static IMethodSymbol? CalledMethod(this IOperation operation) =>
        (operation as IInvocationOperation)?.TargetMethod ?? (operation as IObjectCreationOperation)?.Constructor;

    /// <summary>Whether the type is <c>float</c>, <c>double</c> or the nullable form of one.</summary>
    public static bool IsFloatingPoint(this ITypeSymbol? type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            type = nullable.TypeArguments[0];
        }

        return type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double;
    }

    /// <summary>Whether the type is an integer type that C# divides with truncation.</summary>
    public static bool IsInteger(this ITypeSymbol? type) =>
        type?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    /// <summary>What a method or local function runs, as its declaration gives it; <see langword="null"/> where it has no body.</summary>
    public static IBlockOperation? Body(this IOperation? declaration) => declaration switch
    {
        ILocalFunctionOperation local => local.Body,
        IMethodBodyOperation method => method.BlockBody ?? method.ExpressionBody,
        _ => null,
    };

    /// <summary>What a comparison of two numbers says, or <see langword="null"/> where the operator compares nothing.</summary>
    public static Func<double, double, bool>? Comparison(this BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Equals => static (value, limit) => value == limit,
        BinaryOperatorKind.NotEquals => static (value, limit) => value != limit,
        BinaryOperatorKind.LessThan => static (value, limit) => value < limit,
        BinaryOperatorKind.LessThanOrEqual => static (value, limit) => value <= limit,
        BinaryOperatorKind.GreaterThan => static (value, limit) => value > limit,
        BinaryOperatorKind.GreaterThanOrEqual => static (value, limit) => value >= limit,
        _ => null,
    };

    /// <summary>The number a constant holds, or <see langword="null"/> where it is none.</summary>
    public static double? ToDouble(this object? constant) => constant switch
    {
        double value => value,
        float value => value,
        decimal value => (double)value,
        sbyte or byte or short or ushort or int or uint or long or ulong =>
            ((IConvertible)constant).ToDouble(CultureInfo.InvariantCulture),
        _ => null,
    };
}
