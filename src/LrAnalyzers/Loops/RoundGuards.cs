using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Loops;

/// <summary>
/// Reads conditions around a step of which it is known that they hold in all rounds of a loop or in none, or in all but the broken
/// ones. Those that hold in one of so many are read by <see cref="Accumulation"/>.
/// </summary>
internal static class RoundGuards
{
    private static readonly HashSet<string> s_tests = new(StringComparer.Ordinal)
    {
        "IsNaN", "IsFinite", "IsInfinity", "IsPositiveInfinity", "IsNegativeInfinity", "isnan", "isfinite", "isinf",
    };

    /// <summary>
    /// Whether a condition holds in all rounds or in none, as one on a setting does, or asks whether a number has overflowed:
    /// such rounds are none of the training's.
    /// </summary>
    /// <param name="condition">The condition.</param>
    /// <param name="around">What is repeated.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static bool IsSteady(IOperation condition, SyntaxNode around, CancellationToken cancellationToken)
    {
        IOperation operation = condition.WithoutConversions();
        switch (operation)
        {
            case { ConstantValue.HasValue: true }:
                return true;
            case IParenthesizedOperation { Operand: var operand }:
                return IsSteady(operand, around, cancellationToken);
            case IUnaryOperation { OperatorMethod: null, Operand: var operand }:
                return IsSteady(operand, around, cancellationToken);
            case IBinaryOperation { OperatorMethod: null } binary:
                return IsSteady(binary.LeftOperand, around, cancellationToken) && IsSteady(binary.RightOperand, around, cancellationToken);
            case IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } } pattern:
                return IsSteady(pattern.Value, around, cancellationToken);
            case IInvocationOperation:
                return TestsForOverflow(operation);
            case ILocalReferenceOperation { Local: var local }:
                return IsOneOf(local, around, cancellationToken)
                    || local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } initializer }
                        && operation.SemanticModel?.GetOperation(initializer, cancellationToken) is { } value && TestsForOverflow(value);
            case IParameterReferenceOperation { Parameter: var parameter }:
                return IsOneOf(parameter, around, cancellationToken);
            case IFieldReferenceOperation { Field: var field } reference:
                return IsSetting(field.Type) && IsSteadyInstance(reference.Instance, around, cancellationToken) && (field.IsConst || field.IsReadOnly || !IsWrittenBeside(operation, field, cancellationToken));
            case IPropertyReferenceOperation { Property: { IsIndexer: false } property } reference:
                return IsSetting(property.Type)
                    && IsSteadyInstance(reference.Instance, around, cancellationToken)
                    && IsAutomatic(property, cancellationToken)
                    && (property.SetMethod is null or { IsInitOnly: true } || !IsWrittenBeside(operation, property, cancellationToken));
            default:
                return false;
        }
    }

    private static bool TestsForOverflow(IOperation value) =>
        value.DescendantsAndSelf().Any(part => part is IInvocationOperation { TargetMethod.Name: var name } && s_tests.Contains(name));

    // What a person sets before the training: no state of an object.
    private static bool IsSetting(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Enum || type.SpecialType is SpecialType.System_Boolean or SpecialType.System_String
        || type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;

    private static bool IsSteadyInstance(IOperation? instance, SyntaxNode around, CancellationToken cancellationToken) => instance?.WithoutConversions() switch
    {
        null or IInstanceReferenceOperation => true,
        IParameterReferenceOperation { Parameter: var parameter } => IsOneOf(parameter, around, cancellationToken),
        ILocalReferenceOperation { Local: var local } => IsOneOf(local, around, cancellationToken),
        IFieldReferenceOperation { Field: var field } reference =>
            IsSteadyInstance(reference.Instance, around, cancellationToken) && (field.IsReadOnly || !IsWrittenBeside(reference, field, cancellationToken)),
        IPropertyReferenceOperation { Property: { IsIndexer: false } property } reference =>
            IsSteadyInstance(reference.Instance, around, cancellationToken) && IsAutomatic(property, cancellationToken) && !IsWrittenBeside(reference, property, cancellationToken),
        _ => false,
    };

    // One variable in all rounds: not one of a function that each round calls, and not written in them.
    private static bool IsOneOf(ISymbol variable, SyntaxNode around, CancellationToken cancellationToken)
    {
        // What a loop's head declares or writes is another one in each round too.
        SyntaxNode repeated = around.Parent is { } loop && FunctionBodies.IsLoop(loop) ? loop : around;
        return variable.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration
            && declaration.SyntaxTree == repeated.SyntaxTree
            && !repeated.Span.Contains(declaration.Span)
            && FunctionBodies.FunctionOf(declaration.GetSyntax(cancellationToken)).Span.Contains(repeated.Span)
            && !WrittenNames.Contains(repeated, variable.Name, cancellationToken);
    }

    // A property that computes may change by itself.
    private static bool IsAutomatic(IPropertySymbol property, CancellationToken cancellationToken) =>
        property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
        {
            ParameterSyntax => true,
            PropertyDeclarationSyntax { ExpressionBody: null, AccessorList.Accessors: var accessors } =>
                accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }),
            _ => false,
        };

    // In the type that trains or in the member's own, all their parts, their constructors aside: what neither writes is a setting.
    private static bool IsWrittenBeside(IOperation operation, ISymbol member, CancellationToken cancellationToken)
    {
        INamedTypeSymbol? training = CodeBase.EnclosingSymbol(operation, cancellationToken)?.ContainingType;
        return WrittenNames.Contains(CodeBase.MemberOf(operation.Syntax), member.Name, cancellationToken)
            || IsWrittenIn(training, member.Name, cancellationToken)
            || member.DeclaringSyntaxReferences.IsEmpty
            || IsWrittenIn(member.ContainingType, member.Name, cancellationToken);
    }

    private static bool IsWrittenIn(INamedTypeSymbol? type, string name, CancellationToken cancellationToken) =>
        type is not null && type.DeclaringSyntaxReferences.Any(part => part.GetSyntax(cancellationToken) is TypeDeclarationSyntax declaration
            && declaration.Members.Any(declared => declared is not ConstructorDeclarationSyntax && WrittenNames.Contains(declared, name, cancellationToken)));
}
