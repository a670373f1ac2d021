using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using LrAnalyzers.Schedules;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Values;

/// <summary>
/// Turns the <c>lr_lambda</c> of a scheduler, a <c>Func&lt;int, double&gt;</c> of simple arithmetic, into a <see cref="ScheduleFactor"/>,
/// and evaluates other expressions of such arithmetic with the numbers that their names stand for.
/// </summary>
/// <remarks>
/// Folds + - * / % and comparisons on bool, int, long, float and double, conversions between them, ?:, switch expressions that end
/// in a discard, <c>System.Math</c> and <c>MathF</c>, and bodies made of <c>if (...) return</c>, declarations and <c>return</c>.
/// Anything else, an expression of more than 512 operations or nested deeper than 48 gives null: unknown.
/// </remarks>
internal sealed class LambdaExpressionFold
{
    private readonly IParameterSymbol? _epoch;
    private readonly Func<IOperation, double?> _resolve;
    private readonly List<FoldNode> _program = new();
    // Size of the expression below each node as it is evaluated, where a shared local counts at each use.
    private readonly List<int> _sizes = new();
    private readonly List<int> _depths = new();
    private readonly Dictionary<ISymbol, int> _locals = new(SymbolEqualityComparer.Default);
    private readonly Func<IMethodSymbol, ScheduleFunction?>? _bodyOf;
    private readonly HashSet<ISymbol> _running = new(SymbolEqualityComparer.Default);
    private int _calls;

    private LambdaExpressionFold(IParameterSymbol? epoch, Func<IOperation, double?> resolve, Func<IMethodSymbol, ScheduleFunction?>? bodyOf)
    {
        _epoch = epoch;
        _resolve = resolve;
        _bodyOf = bodyOf;
    }

    /// <summary>
    /// Folds a function, or returns null where it is not simple arithmetic.
    /// </summary>
    /// <param name="function">With one parameter of type int.</param>
    /// <param name="resolve">The value of a captured local, parameter, field or property, null if it is not known or may change.</param>
    /// <param name="bodyOf">The local functions and methods that are folded where the function calls them.</param>
    public static ScheduleFactor? TryFold(
        ScheduleFunction function, Func<IOperation, double?> resolve, Func<IMethodSymbol, ScheduleFunction?>? bodyOf = null)
    {
        if (function.Symbol.Parameters.Length != 1 || function.Symbol.Parameters[0].Type.SpecialType != SpecialType.System_Int32)
        {
            return null;
        }

        var fold = new LambdaExpressionFold(function.Symbol.Parameters[0], resolve, bodyOf);
        fold._running.Add(function.Symbol.OriginalDefinition);
        int result = fold.Statements(function.Body.Operations, 0, 0);
        if (result < 0 || fold._program[result].Type == FoldType.Boolean)
        {
            return null;
        }

        if (fold._program[result].Type != FoldType.Double || result != fold._program.Count - 1)
        {
            result = fold.Emit(new FoldNode(FoldCode.Convert, FoldType.Double, result));
        }

        return result < 0 ? null : new FoldedFactor(fold._program.ToImmutableArray());
    }

    /// <summary>The number that an expression has, with C#'s own arithmetic: integers divide by truncation.</summary>
    /// <param name="expression">Of a type that is folded.</param>
    /// <param name="resolve">The value of a local, parameter, field, property or call of another method; null if it is not known.</param>
    public static double? TryEvaluate(IOperation expression, Func<IOperation, double?> resolve)
    {
        var fold = new LambdaExpressionFold(epoch: null, resolve, bodyOf: null);
        int result = fold.Expression(expression, 0);
        if (result < 0 || fold._program[result].Type == FoldType.Boolean)
        {
            return null;
        }

        if (fold._program[result].Type != FoldType.Double || result != fold._program.Count - 1)
        {
            result = fold.Emit(new FoldNode(FoldCode.Convert, FoldType.Double, result));
        }

        return result < 0 ? null : new FoldedFactor(fold._program.ToImmutableArray()).Constant;
    }

    private int Statements(ImmutableArray<IOperation> operations, int first, int depth)
    {
        if (depth > GraphLimits.FoldedDepth)
        {
            return -1;
        }

        for (int i = first; i < operations.Length; i++)
        {
            switch (operations[i])
            {
                case IReturnOperation { ReturnedValue: { } value }:
                    return Expression(value, depth + 1);
                case IVariableDeclarationGroupOperation group:
                    if (!Declare(group, depth))
                    {
                        return -1;
                    }

                    break;
                case IConditionalOperation { WhenTrue: var whenTrue } branch:
                    int condition = Expression(branch.Condition, depth + 1);
                    int then = Statement(whenTrue, depth + 1);
                    // What follows an `if` that returns is its else branch.
                    int otherwise = branch.WhenFalse is { } whenFalse ? Statement(whenFalse, depth + 1) : Statements(operations, i + 1, depth + 1);
                    return Conditional(condition, then, otherwise);
                default:
                    return -1;
            }
        }

        return -1;
    }

    private int Statement(IOperation operation, int depth)
        => operation is IBlockOperation block
            ? Statements(block.Operations, 0, depth)
            : Statements(ImmutableArray.Create(operation), 0, depth);

    private bool Declare(IVariableDeclarationGroupOperation group, int depth)
    {
        foreach (IVariableDeclarationOperation declaration in group.Declarations)
        {
            foreach (IVariableDeclaratorOperation declarator in declaration.Declarators)
            {
                if ((declarator.Initializer ?? declaration.Initializer)?.Value is not { } value || declarator.Symbol.RefKind != RefKind.None)
                {
                    return false;
                }

                int index = Expression(value, depth + 1);
                if (index < 0)
                {
                    return false;
                }

                _locals[declarator.Symbol] = index;
            }
        }

        return true;
    }

    private int Expression(IOperation operation, int depth)
    {
        if (depth > GraphLimits.FoldedDepth)
        {
            return -1;
        }

        if (operation.ConstantValue is { HasValue: true, Value: { } constant })
        {
            return Constant(constant, operation.Type);
        }

        switch (operation)
        {
            case IParameterReferenceOperation parameter when SymbolEqualityComparer.Default.Equals(parameter.Parameter, _epoch):
                return Emit(new FoldNode(FoldCode.Epoch, FoldType.Int32));
            case ILocalReferenceOperation local when _locals.TryGetValue(local.Local, out int index):
                return index;
            case IParameterReferenceOperation parameter when _locals.TryGetValue(parameter.Parameter, out int index):
                return index;
            case ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation:
                return _resolve(operation) is { } value ? Constant(value, operation.Type) : -1;
            case IParenthesizedOperation parenthesized:
                return Expression(parenthesized.Operand, depth + 1);
            case IConversionOperation { OperatorMethod: null } conversion:
                return Convert(Expression(conversion.Operand, depth + 1), TypeOf(conversion.Type), conversion.IsChecked);
            case IUnaryOperation { OperatorMethod: null, IsLifted: false } unary:
                return Unary(unary, depth);
            case IBinaryOperation { OperatorMethod: null, IsLifted: false } binary:
                return Binary(binary, depth);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return Conditional(Expression(conditional.Condition, depth + 1), Expression(conditional.WhenTrue, depth + 1), Expression(whenFalse, depth + 1));
            case ISwitchExpressionOperation choice:
                return Switch(choice, depth);
            case IInvocationOperation { Instance: null } invocation when IsMath(invocation.TargetMethod.ContainingType):
                return Invocation(invocation, depth);
            case IInvocationOperation { TargetMethod: { Name: "ToInt32" or "ToInt64" or "ToDouble", ContainingType: { Name: "Convert", ContainingNamespace.Name: "System" } }, Arguments: { Length: 1 } arguments } conversion:
                return Rounded(Expression(arguments[0].Value, depth + 1), TypeOf(conversion.Type));
            case IInvocationOperation call:
                return _resolve(operation) is { } count ? Constant(count, operation.Type) : Call(call, depth);
            default:
                return -1;
        }
    }

    private int Unary(IUnaryOperation unary, int depth)
    {
        int operand = Expression(unary.Operand, depth + 1);
        if (operand < 0 || TypeOf(unary.Type) is not { } type)
        {
            return -1;
        }

        return unary.OperatorKind switch
        {
            UnaryOperatorKind.Plus => operand,
            UnaryOperatorKind.Minus when !(unary.IsChecked && type == FoldType.Int64) => Emit(new FoldNode(FoldCode.Negate, type, operand, IsChecked: unary.IsChecked)),
            UnaryOperatorKind.Not when type == FoldType.Boolean => Emit(new FoldNode(FoldCode.Not, type, operand)),
            _ => -1,
        };
    }

    private int Binary(IBinaryOperation binary, int depth)
    {
        int left = Expression(binary.LeftOperand, depth + 1);
        if (left < 0)
        {
            return -1;
        }

        int right = Expression(binary.RightOperand, depth + 1);
        if (right < 0 || TypeOf(binary.Type) is not { } type || _program[left].Type != _program[right].Type)
        {
            return -1;
        }

        bool arithmetic = type != FoldType.Boolean && type == _program[left].Type && !(binary.IsChecked && type == FoldType.Int64);
        FoldCode? code = binary.OperatorKind switch
        {
            BinaryOperatorKind.Add when arithmetic => FoldCode.Add,
            BinaryOperatorKind.Subtract when arithmetic => FoldCode.Subtract,
            BinaryOperatorKind.Multiply when arithmetic => FoldCode.Multiply,
            BinaryOperatorKind.Divide when arithmetic => FoldCode.Divide,
            BinaryOperatorKind.Remainder when arithmetic => FoldCode.Remainder,
            BinaryOperatorKind.ConditionalAnd => FoldCode.And,
            BinaryOperatorKind.ConditionalOr => FoldCode.Or,
            var other => Comparison(other),
        };
        if (code is null || (code is >= FoldCode.Less and <= FoldCode.NotEqual && _program[left].Type == FoldType.Boolean))
        {
            return -1;
        }

        return Emit(new FoldNode(code.Value, type, left, right, IsChecked: binary.IsChecked));
    }

    private static FoldCode? Comparison(BinaryOperatorKind kind)
        => kind switch
        {
            BinaryOperatorKind.LessThan => FoldCode.Less,
            BinaryOperatorKind.LessThanOrEqual => FoldCode.LessOrEqual,
            BinaryOperatorKind.GreaterThan => FoldCode.Greater,
            BinaryOperatorKind.GreaterThanOrEqual => FoldCode.GreaterOrEqual,
            BinaryOperatorKind.Equals => FoldCode.Equal,
            BinaryOperatorKind.NotEquals => FoldCode.NotEqual,
            _ => null,
        };

    private int Switch(ISwitchExpressionOperation choice, int depth)
    {
        int value = Expression(choice.Value, depth + 1);
        ImmutableArray<ISwitchExpressionArmOperation> arms = choice.Arms;
        // Without a discard at the end, what does not match throws.
        if (value < 0 || arms.IsEmpty || arms[arms.Length - 1] is not { Pattern: IDiscardPatternOperation, Guard: null } last)
        {
            return -1;
        }

        int result = Expression(last.Value, depth + 1);
        for (int i = arms.Length - 2; i >= 0 && result >= 0; i--)
        {
            int condition = Pattern(arms[i].Pattern, value, depth + 1);
            if (condition >= 0 && arms[i].Guard is { } guard)
            {
                condition = Pair(FoldCode.And, condition, Expression(guard, depth + 1));
            }

            result = Conditional(condition, Expression(arms[i].Value, depth + 1), result);
        }

        return result;
    }

    private int Pattern(IPatternOperation pattern, int value, int depth)
    {
        if (depth > GraphLimits.FoldedDepth)
        {
            return -1;
        }

        switch (pattern)
        {
            case IDiscardPatternOperation:
                return Emit(new FoldNode(FoldCode.Constant, FoldType.Boolean, Integer: 1));
            case IConstantPatternOperation constant:
                return Compare(FoldCode.Equal, value, Expression(constant.Value, depth + 1));
            case IRelationalPatternOperation relational when Comparison(relational.OperatorKind) is { } code:
                return Compare(code, value, Expression(relational.Value, depth + 1));
            case INegatedPatternOperation negated:
                int operand = Pattern(negated.Pattern, value, depth + 1);
                return operand < 0 ? -1 : Emit(new FoldNode(FoldCode.Not, FoldType.Boolean, operand));
            case IBinaryPatternOperation binary:
                return Pair(
                    binary.OperatorKind == BinaryOperatorKind.And ? FoldCode.And : FoldCode.Or,
                    Pattern(binary.LeftPattern, value, depth + 1),
                    Pattern(binary.RightPattern, value, depth + 1));
            default:
                return -1;
        }
    }

    private int Compare(FoldCode code, int left, int right)
        => left < 0 || right < 0 || _program[left].Type != _program[right].Type || _program[left].Type == FoldType.Boolean
            ? -1
            : Emit(new FoldNode(code, FoldType.Boolean, left, right));

    private int Pair(FoldCode code, int left, int right)
        => left < 0 || right < 0 || _program[left].Type != FoldType.Boolean || _program[right].Type != FoldType.Boolean
            ? -1
            : Emit(new FoldNode(code, FoldType.Boolean, left, right));

    private int Conditional(int condition, int whenTrue, int whenFalse)
        => condition < 0 || whenTrue < 0 || whenFalse < 0 || _program[condition].Type != FoldType.Boolean || _program[whenTrue].Type != _program[whenFalse].Type
            ? -1
            : Emit(new FoldNode(FoldCode.Conditional, _program[whenTrue].Type, condition, whenTrue, whenFalse));

    // A function of the project, folded where it is called.
    private int Call(IInvocationOperation call, int depth)
    {
        if (_bodyOf?.Invoke(call.TargetMethod) is not { } function
            || ++_calls > GraphLimits.FoldedCalls
            || call.TargetMethod.IsGenericMethod
            || !_running.Add(function.Symbol.OriginalDefinition))
        {
            return -1;
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Parameter is not { RefKind: RefKind.None } parameter || function.Symbol.Parameters.Length <= parameter.Ordinal)
            {
                return -1;
            }

            int index = Expression(argument.Value, depth + 1);
            if (index < 0)
            {
                return -1;
            }

            _locals[function.Symbol.Parameters[parameter.Ordinal]] = index;
        }

        int result = Statements(function.Body.Operations, 0, depth + 1);
        _running.Remove(function.Symbol.OriginalDefinition);
        return result;
    }

    private int Invocation(IInvocationOperation invocation, int depth)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (TypeOf(method.ReturnType) is not { } type)
        {
            return -1;
        }

        int[] arguments = new int[3] { -1, -1, -1 };
        if (invocation.Arguments.Length is 0 or > 3)
        {
            return -1;
        }

        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            if (argument.Parameter is not { RefKind: RefKind.None } parameter)
            {
                return -1;
            }

            int index = Expression(argument.Value, depth + 1);
            // Every folded function takes what it returns.
            if (index < 0 || _program[index].Type != type)
            {
                return -1;
            }

            arguments[parameter.Ordinal] = index;
        }

        bool real = type is FoldType.Double or FoldType.Single;
        FoldCode? code = (method.Name, invocation.Arguments.Length) switch
        {
            ("Pow", 2) when real => FoldCode.Pow,
            ("Min", 2) => FoldCode.Min,
            ("Max", 2) => FoldCode.Max,
            ("Abs", 1) => FoldCode.Abs,
            ("Floor", 1) when real => FoldCode.Floor,
            ("Ceiling", 1) when real => FoldCode.Ceiling,
            ("Truncate", 1) when real => FoldCode.Truncate,
            ("Round", 1) when real => FoldCode.Round,
            ("Sqrt", 1) when real => FoldCode.Sqrt,
            ("Exp", 1) when real => FoldCode.Exp,
            ("Log", 1) when real => FoldCode.Log,
            ("Log10", 1) when real => FoldCode.Log10,
            ("Log2", 1) when real => FoldCode.Log2,
            ("Sin", 1) when real => FoldCode.Sin,
            ("Cos", 1) when real => FoldCode.Cos,
            ("Tan", 1) when real => FoldCode.Tan,
            ("Tanh", 1) when real => FoldCode.Tanh,
            _ => null,
        };
        if (code is { } single)
        {
            return Emit(new FoldNode(single, type, arguments[0], arguments[1]));
        }

        if ((method.Name, invocation.Arguments.Length) is not ("Clamp", 3))
        {
            return -1;
        }
        // Clamp throws where min > max, and that must be known not to be so.
        if (_program[arguments[1]] is not { Code: FoldCode.Constant } low || _program[arguments[2]] is not { Code: FoldCode.Constant } high
            || (real ? !(low.Real <= high.Real) : low.Integer > high.Integer))
        {
            return -1;
        }

        int raised = Emit(new FoldNode(FoldCode.Max, type, arguments[0], arguments[1]));
        return raised < 0 ? -1 : Emit(new FoldNode(FoldCode.Min, type, raised, arguments[2]));
    }

    // `Convert` rounds to the nearest, and throws where a cast wraps.
    private int Rounded(int operand, FoldType? type)
        => operand >= 0 && _program[operand].Type is FoldType.Double or FoldType.Single && type is FoldType.Int32 or FoldType.Int64
            ? Convert(Emit(new FoldNode(FoldCode.Round, _program[operand].Type, operand)), type, isChecked: true)
            : Convert(operand, type, isChecked: true);

    private static bool IsMath(INamedTypeSymbol? type)
        => type is { Name: "Math" or "MathF" or "Double" or "Single" or "Int32" or "Int64", ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private int Convert(int operand, FoldType? type, bool isChecked)
    {
        if (operand < 0 || type is null)
        {
            return -1;
        }

        FoldType from = _program[operand].Type;
        if (from == type)
        {
            return operand;
        }

        return from == FoldType.Boolean || type == FoldType.Boolean ? -1 : Emit(new FoldNode(FoldCode.Convert, type.Value, operand, IsChecked: isChecked));
    }

    private int Constant(object value, ITypeSymbol? type)
    {
        if (TypeOf(type) is not { } foldType)
        {
            return -1;
        }

        if (value is bool truth)
        {
            return Emit(new FoldNode(FoldCode.Constant, FoldType.Boolean, Integer: truth ? 1 : 0));
        }

        if (foldType == FoldType.Boolean)
        {
            return -1;
        }

        double real = value switch
        {
            double number => number,
            float number => number,
            int number => number,
            long number => number,
            _ => double.NaN,
        };
        if (foldType is FoldType.Double or FoldType.Single)
        {
            return value is double or float or int or long ? Emit(new FoldNode(FoldCode.Constant, foldType, Real: foldType == FoldType.Single ? (float)real : real)) : -1;
        }

        if (value is long whole)
        {
            return Emit(new FoldNode(FoldCode.Constant, foldType, Integer: whole));
        }
        // A resolved integer arrives as a double.
        return real == Math.Floor(real) && Math.Abs(real) <= (foldType == FoldType.Int32 ? int.MaxValue : 9007199254740992.0)
            ? Emit(new FoldNode(FoldCode.Constant, foldType, Integer: (long)real))
            : value is int.MinValue ? Emit(new FoldNode(FoldCode.Constant, foldType, Integer: int.MinValue)) : -1;
    }

    private static FoldType? TypeOf(ITypeSymbol? type)
        => type?.SpecialType switch
        {
            SpecialType.System_Boolean => FoldType.Boolean,
            SpecialType.System_Int32 => FoldType.Int32,
            SpecialType.System_Int64 => FoldType.Int64,
            SpecialType.System_Single => FoldType.Single,
            SpecialType.System_Double => FoldType.Double,
            _ => null,
        };

    private int Emit(FoldNode node)
    {
        int size = 1 + SizeOf(node.A) + SizeOf(node.B) + SizeOf(node.C);
        int depth = Math.Max(DepthOf(node.A), Math.Max(DepthOf(node.B), DepthOf(node.C)));
        if (size > GraphLimits.FoldedOperations || depth >= 2 * GraphLimits.FoldedDepth || _program.Count >= GraphLimits.FoldedOperations)
        {
            return -1;
        }

        _program.Add(node);
        _sizes.Add(size);
        _depths.Add(depth + 1);
        return _program.Count - 1;
    }

    private int SizeOf(int operand) => operand < 0 ? 0 : _sizes[operand];

    private int DepthOf(int operand) => operand < 0 ? 0 : _depths[operand];
}
