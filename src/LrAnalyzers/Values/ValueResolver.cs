using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Values;

/// <summary>
/// Finds the value of a learning rate and where it is written: through conversions, constants, locals, fields and
/// properties that are never changed, parameter defaults, conditionals, arithmetic and <see cref="Math"/>.
/// What may have changed (reassigned, <c>ref</c>, <c>out</c>, <c>++</c>), is computed in another file, belongs to a type in
/// several parts, is cyclic or is too long to read is unknown.
/// </summary>
/// <remarks>
/// No walk over the flow graph: it computes, where the graph only passes on, and of a name it asks what stands at its
/// declaration (<see cref="DeclaredValue"/>) with the order of the one write that may follow, which the graph does not know.
/// </remarks>
internal sealed class ValueResolver
{
    private readonly SemanticModel _semanticModel;
    private readonly CancellationToken _cancellationToken;
    private readonly bool _dividesExactly;
    private readonly bool _trustsDefaults;
    private int _operations;

    private ValueResolver(SemanticModel semanticModel, bool dividesExactly, bool trustsDefaults, CancellationToken cancellationToken)
    {
        _semanticModel = semanticModel;
        _dividesExactly = dividesExactly;
        _trustsDefaults = trustsDefaults;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Resolves the value of an operation of the given semantic model.</summary>
    /// <param name="operation">The value as it is given to the library.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static LearningRateValue Resolve(IOperation operation, CancellationToken cancellationToken) =>
        operation.SemanticModel is { } semanticModel
            ? new ValueResolver(semanticModel, dividesExactly: false, trustsDefaults: true, cancellationToken).Resolve(operation, 0)
            : LearningRateValue.Unknown;

    /// <summary>What the value would be if integers were divided like real numbers.</summary>
    public static LearningRateValue ResolveWithExactDivision(IOperation operation, CancellationToken cancellationToken) =>
        operation.SemanticModel is { } semanticModel
            ? new ValueResolver(semanticModel, dividesExactly: true, trustsDefaults: true, cancellationToken).Resolve(operation, 0)
            : LearningRateValue.Unknown;

    /// <summary>Like <see cref="Resolve(IOperation, CancellationToken)"/>, but what a caller can give is unknown, whatever its default.</summary>
    public static LearningRateValue ResolveWithoutDefaults(IOperation operation, CancellationToken cancellationToken) =>
        operation.SemanticModel is { } semanticModel
            ? new ValueResolver(semanticModel, dividesExactly: false, trustsDefaults: false, cancellationToken).Resolve(operation, 0)
            : LearningRateValue.Unknown;

    private LearningRateValue Resolve(IOperation operation, int depth)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (depth > GraphLimits.ExpressionDepth || ++_operations > GraphLimits.ExpressionOperations)
        {
            return LearningRateValue.Unknown;
        }

        // A cast to an integer type cuts the value off.
        if (operation is IConversionOperation { OperatorMethod: null, ConstantValue.HasValue: false, Operand: var operand } conversion
            && conversion.Type.IsInteger() && operand.Type.IsFloatingPoint())
        {
            return Map(Resolve(operand, depth + 1), Math.Truncate);
        }

        if (operation is IConversionOperation { OperatorMethod: null, ConstantValue.HasValue: false } widening)
        {
            return Resolve(widening.Operand, depth + 1);
        }

        IOperation value = operation.WithoutConversions();
        return value switch
        {
            IBinaryOperation { OperatorMethod: null } arithmetic when _dividesExactly =>
                Combine(Resolve(arithmetic.LeftOperand, depth + 1), Resolve(arithmetic.RightOperand, depth + 1), arithmetic.OperatorKind),
            ILocalReferenceOperation reference => ResolveLocal(reference, depth),
            IFieldReferenceOperation reference => ResolveField(reference, depth),
            IPropertyReferenceOperation reference => ResolveProperty(reference, depth),
            IParameterReferenceOperation reference => ResolveParameter(reference),
            _ when operation.ConstantValue is { HasValue: true, Value: var constant } => constant.ToDouble() is { } number
                ? Of(number, HardCodedExpression.IsLiteral(value, _cancellationToken) ? ValueOrigin.Inline : ValueOrigin.Computed)
                : LearningRateValue.Unknown,
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus or UnaryOperatorKind.Plus } unary =>
                Map(Resolve(unary.Operand, depth + 1), number => unary.OperatorKind == UnaryOperatorKind.Minus ? -number : number),
            IBinaryOperation binary when binary.OperatorMethod is null && binary.Type.IsFloatingPoint() =>
                Combine(Resolve(binary.LeftOperand, depth + 1), Resolve(binary.RightOperand, depth + 1), binary.OperatorKind),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide, OperatorMethod: null } division when division.Type.IsInteger() =>
                DivideIntegers(Resolve(division.LeftOperand, depth + 1), Resolve(division.RightOperand, depth + 1)),
            IBinaryOperation binary when binary.OperatorMethod is null && binary.Type.IsInteger() =>
                WithinInt32(Combine(Resolve(binary.LeftOperand, depth + 1), Resolve(binary.RightOperand, depth + 1), binary.OperatorKind)),
            IConditionalOperation { Condition.ConstantValue: { HasValue: true, Value: bool holds }, WhenFalse: { } otherwise } decided =>
                Resolve(holds ? decided.WhenTrue : otherwise, depth + 1),
            IConditionalOperation { WhenFalse: { } whenFalse } conditional =>
                Join(Resolve(conditional.WhenTrue, depth + 1), Resolve(whenFalse, depth + 1)),
            IInvocationOperation invocation => ResolveMath(invocation, depth),
            _ => LearningRateValue.Unknown,
        };
    }

    private LearningRateValue ResolveLocal(ILocalReferenceOperation reference, int depth)
    {
        ILocalSymbol local = reference.Local;
        if (local.HasConstantValue && !_dividesExactly)
        {
            return Named(local.ConstantValue.ToDouble(), ValueOrigin.Constant, local);
        }

        if (DeclaredValue.OfLocal(local, _semanticModel, _cancellationToken) is { } value)
        {
            return Declared(value, ValueOrigin.Local, local, depth);
        }

        // `double lr = 1e-3; lr = lr * 0.1;`
        return DeclaredValue.InitializerOf(local, _cancellationToken) is { } initializer
            && WrittenNames.OnlyAssignment(CodeBase.MemberOf(initializer), local, _semanticModel, _cancellationToken) is { } assignment
            && initializer.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { } declaration
            && IsInSequence(declaration, assignment, reference.Syntax)
            ? ResolveReassigned(reference, assignment, initializer, depth)
            : LearningRateValue.Unknown;
    }

    // Whether the assignment runs once, right after the declaration's list of statements has come to it, and the use in its order.
    private static bool IsInSequence(LocalDeclarationStatementSyntax declaration, AssignmentExpressionSyntax assignment, SyntaxNode use)
    {
        SyntaxNode list = declaration.Parent is GlobalStatementSyntax global ? global.Parent! : declaration.Parent!;
        return assignment.Parent is ExpressionStatementSyntax { Parent: { } parent }
            && (parent == list || parent is GlobalStatementSyntax && parent.Parent == list)
            && use.Ancestors().TakeWhile(ancestor => ancestor != list).All(ancestor => ancestor is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));
    }

    private LearningRateValue ResolveReassigned(
        ILocalReferenceOperation reference, AssignmentExpressionSyntax assignment, ExpressionSyntax initializer, int depth)
    {
        if (reference.Syntax.SpanStart < assignment.Span.End)
        {
            return Declared(initializer, ValueOrigin.Local, reference.Local, depth);
        }

        return _semanticModel.GetOperation(assignment, _cancellationToken) switch
        {
            ISimpleAssignmentOperation { Value: var given } => Resolve(given, depth + 1) is { IsKnown: true } value ? value with { Origin = ValueOrigin.Computed } : LearningRateValue.Unknown,
            ICompoundAssignmentOperation { OperatorMethod: null } compound when compound.Type.IsFloatingPoint() =>
                Combine(Declared(initializer, ValueOrigin.Local, reference.Local, depth), Resolve(compound.Value, depth + 1), compound.OperatorKind),
            _ => LearningRateValue.Unknown,
        };
    }

    private LearningRateValue ResolveField(IFieldReferenceOperation reference, int depth)
    {
        IFieldSymbol field = reference.Field;
        if (field.HasConstantValue && !(_dividesExactly && DeclarationHere(field) is not null))
        {
            return Named(field.ConstantValue.ToDouble(), ValueOrigin.Constant, field);
        }

        return DeclaredValue.OfField(field, _semanticModel, _cancellationToken) is { } initializer
            ? Declared(initializer, ValueOrigin.Constant, field, depth)
            : LearningRateValue.Unknown;
    }

    private LearningRateValue ResolveProperty(IPropertyReferenceOperation reference, int depth) =>
        DeclaredValue.OfProperty(reference.Property, _semanticModel, _cancellationToken) is { } value
            ? Declared(value, ValueOrigin.Constant, reference.Property, depth)
            : LearningRateValue.Unknown;

    private LearningRateValue ResolveParameter(IParameterReferenceOperation reference)
    {
        IParameterSymbol parameter = reference.Parameter;
        return _trustsDefaults && DeclaredValue.OfParameter(parameter, _semanticModel, _cancellationToken) is { } value
            ? Named(parameter.ExplicitDefaultValue.ToDouble(), ValueOrigin.ParameterDefault, parameter) with { Declaration = value }
            : LearningRateValue.Unknown;
    }

    private LearningRateValue ResolveMath(IInvocationOperation invocation, int depth)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (method.ContainingType is not { Name: "Math" or "MathF", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }
            || !method.ReturnType.IsFloatingPoint() && !method.ReturnType.IsInteger())
        {
            return LearningRateValue.Unknown;
        }

        LearningRateValue[] arguments = invocation.Arguments
            .OrderBy(argument => argument.Parameter?.Ordinal)
            .Select(argument => Resolve(argument.Value, depth + 1))
            .ToArray();
        LearningRateValue result = (method.Name, arguments.Length) switch
        {
            ("Sqrt", 1) => Map(arguments[0], Math.Sqrt),
            ("Exp", 1) => Map(arguments[0], Math.Exp),
            ("Log", 1) => Map(arguments[0], Math.Log),
            ("Log10", 1) => Map(arguments[0], Math.Log10),
            ("Abs", 1) => Map(arguments[0], Math.Abs),
            ("Pow", 2) => Combine(arguments[0], arguments[1], Math.Pow),
            ("Min", 2) => Combine(arguments[0], arguments[1], Math.Min),
            ("Max", 2) => Combine(arguments[0], arguments[1], Math.Max),
            _ => LearningRateValue.Unknown,
        };
        return result.IsKnown && HardCodedExpression.IsLiteral(invocation, _cancellationToken)
            ? result with { Origin = ValueOrigin.Inline }
            : result;
    }

    // The value of a declaration is what its initializer gives, whatever names stand there in turn.
    private LearningRateValue Declared(ExpressionSyntax initializer, ValueOrigin origin, ISymbol symbol, int depth) =>
        initializer.SyntaxTree != _semanticModel.SyntaxTree
            ? LiteralElsewhere(initializer) is { } number
                ? new LearningRateValue(ImmutableArray.Create(number), origin, symbol, initializer)
                : LearningRateValue.Unknown
        : _semanticModel.OperationOf(initializer, _cancellationToken) is { } operation
        && Resolve(operation, depth + 1) is { IsKnown: true } value
            ? new LearningRateValue(value.Numbers, origin, symbol, initializer)
            : LearningRateValue.Unknown;

    // A number in another file needs no binding; anything else there is not read.
    private static double? LiteralElsewhere(ExpressionSyntax initializer) => initializer switch
    {
        LiteralExpressionSyntax literal => literal.Token.Value.ToDouble(),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax literal } =>
            -literal.Token.Value.ToDouble(),
        _ => null,
    };

    private LearningRateValue Named(double? number, ValueOrigin origin, ISymbol symbol) =>
        number is { } known
            ? new LearningRateValue(ImmutableArray.Create(known), origin, symbol, InitializerOf(symbol))
            : LearningRateValue.Unknown;

    private SyntaxNode? InitializerOf(ISymbol symbol) =>
        IsDeclaredHere(symbol)
        && symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken) is VariableDeclaratorSyntax declarator
            ? declarator.Initializer?.Value
            : null;

    private SyntaxNode? DeclarationHere(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences is { Length: 1 } references && references[0].SyntaxTree == _semanticModel.SyntaxTree
            ? references[0].GetSyntax(_cancellationToken)
            : null;

    // What another project declares is a constant or unknown: its source is there in an editor only.
    private bool IsDeclaredHere(ISymbol symbol) => symbol.IsDeclaredIn(_semanticModel.Compilation);

    private static LearningRateValue Of(double number, ValueOrigin origin) => new(ImmutableArray.Create(number), origin);

    private static LearningRateValue Map(LearningRateValue value, Func<double, double> function) =>
        Computed(value.Numbers.Select(function));

    private static LearningRateValue Combine(LearningRateValue left, LearningRateValue right, Func<double, double, double> function) =>
        left.Numbers.Length * right.Numbers.Length <= GraphLimits.Numbers
            ? Computed(left.Numbers.SelectMany(first => right.Numbers.Select(second => function(first, second))))
            : LearningRateValue.Unknown;

    private static LearningRateValue Combine(LearningRateValue left, LearningRateValue right, BinaryOperatorKind operatorKind) =>
        operatorKind switch
        {
            BinaryOperatorKind.Add => Combine(left, right, (first, second) => first + second),
            BinaryOperatorKind.Subtract => Combine(left, right, (first, second) => first - second),
            BinaryOperatorKind.Multiply => Combine(left, right, (first, second) => first * second),
            BinaryOperatorKind.Divide => Combine(left, right, (first, second) => first / second),
            _ => LearningRateValue.Unknown,
        };

    private static LearningRateValue DivideIntegers(LearningRateValue left, LearningRateValue right) =>
        right.Numbers.Any(divisor => divisor == 0)
            ? LearningRateValue.Unknown
            : Combine(left, right, (first, second) => Math.Truncate(first / second));

    // Beyond it the sum or product may have wrapped around.
    private static LearningRateValue WithinInt32(LearningRateValue value) =>
        value.IsAlways(number => Math.Abs(number) <= int.MaxValue) ? value : LearningRateValue.Unknown;

    private static LearningRateValue Join(LearningRateValue left, LearningRateValue right) =>
        left.IsKnown && right.IsKnown && left.Numbers.Length + right.Numbers.Length <= GraphLimits.Numbers
            ? Computed(left.Numbers.Concat(right.Numbers))
            : LearningRateValue.Unknown;

    private static LearningRateValue Computed(IEnumerable<double> numbers)
    {
        var known = numbers.Distinct().ToImmutableArray();
        return known.IsEmpty ? LearningRateValue.Unknown : new LearningRateValue(known, ValueOrigin.Computed);
    }
}
