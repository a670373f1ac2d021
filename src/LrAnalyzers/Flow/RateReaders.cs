using System;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>What the readers of a variable do with its value.</summary>
internal static class RateReaders
{
    /// <summary>
    /// Whether the reference leaves a learning rate what it is: writes it, gives it to a library or to a variable that is
    /// one, logs it, copies it or compares it.
    /// </summary>
    /// <param name="reference">The reference.</param>
    /// <param name="reader">Knows the libraries' learning rates.</param>
    /// <param name="isRate">Whether a variable holds a learning rate.</param>
    /// <param name="isCopy">Whether a variable that it is copied to leaves it what it is.</param>
    public static bool KeepsMeaning(IOperation reference, SiteReader reader, Func<ISymbol, bool> isRate, Func<ISymbol, bool> isCopy)
    {
        IOperation value = reference;
        while (value.Parent is { } parent)
        {
            switch (parent)
            {
                case IConversionOperation { OperatorMethod: null } or IParenthesizedOperation or ICoalesceOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation or ITupleOperation:
                case IConditionalOperation conditional when conditional.Condition != value:
                case IConditionalAccessOperation access when access.WhenNotNull == value:
                case IPropertyReferenceOperation { Property.Name: "Value" }:
                    value = parent;
                    break;
                case IConditionalAccessOperation:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual }:
                // A text is a log.
                case IBinaryOperation { Type.SpecialType: SpecialType.System_String } or IInterpolationOperation or INameOfOperation:
                case IIsPatternOperation or IReturnOperation or IFieldInitializerOperation or IPropertyInitializerOperation or IExpressionStatementOperation:
                case ICoalesceAssignmentOperation or IConditionalOperation or IDeconstructionAssignmentOperation:
                    return true;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                    return isCopy(local);
                case IVariableInitializerOperation:
                    return true;
                case ISimpleAssignmentOperation assignment:
                    return assignment.Target == value || assignment.Target.Variable() is not { } target || isCopy(target.OriginalDefinition);
                case IInvocationOperation call when call.Instance == value:
                    return call.TargetMethod.Name is "ToString" or "Equals" or "CompareTo" or "GetHashCode" or "GetValueOrDefault";
                case IArgumentOperation { Parameter: { } parameter, Parent: { } call }:
                    return isRate(parameter.OriginalDefinition) || call.CalledMethod() is { } method && IsLog(method) || IsSite(call, parameter, reader);
                case IPropertyReferenceOperation { Property.Name: "HasValue" }:
                    return true;
                // `settings is { Rate: > 0 and var rate }`
                case IPropertySubpatternOperation { Pattern: var pattern }:
                    return pattern.DescendantsAndSelf().OfType<IDeclarationPatternOperation>().All(declared => declared.DeclaredSymbol is not { } named || isCopy(named));
                default:
                    return false;
            }
        }

        return true;
    }

    /// <summary>Whether the reference gives the variable a value.</summary>
    public static bool Writes(IOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IIncrementOrDecrementOperation or IAddressOfOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        ITupleOperation { Parent: IDeconstructionAssignmentOperation deconstruction } tuple => deconstruction.Target == tuple,
        _ => false,
    };

    /// <summary>Whether the reference compares, clamps or validates the value.</summary>
    public static bool Checks(IOperation reference) => reference.WithOuterConversions().Parent switch
    {
        IBinaryOperation
        {
            OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual,
        } or IIsPatternOperation => true,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } } =>
            method.Name is "Max" or "Min" or "Clamp" or "IsNaN" or "IsFinite" or "IsNegative"
            || method.Name.StartsWith("ThrowIf", StringComparison.Ordinal) || method.Name.IndexOf("Valid", StringComparison.OrdinalIgnoreCase) >= 0 || method.Name.IndexOf("Check", StringComparison.OrdinalIgnoreCase) >= 0,
        ISwitchExpressionOperation or ISwitchOperation or IPropertySubpatternOperation { Pattern: not IDeclarationPatternOperation } => true,
        _ => false,
    };

    /// <summary>Whether the reference compares the value with a number, so that the one is treated otherwise than the other.</summary>
    public static bool TellsApart(IOperation reference, double one, double other, CancellationToken cancellationToken)
    {
        IOperation value = reference.WithOuterConversions();
        return value.Parent switch
        {
            IBinaryOperation { OperatorKind: var kind } comparison when comparison.LeftOperand == value => Differ(kind, comparison.RightOperand, isTurned: false),
            IBinaryOperation { OperatorKind: var kind } comparison when comparison.RightOperand == value => Differ(kind, comparison.LeftOperand, isTurned: true),
            IIsPatternOperation { Pattern: var pattern } => Matches(pattern, one) != Matches(pattern, other),
            IPropertySubpatternOperation { Pattern: var pattern } => Matches(pattern, one) != Matches(pattern, other),
            ISwitchExpressionOperation { Arms: var arms } => arms.Any(arm => Matches(arm.Pattern, one) != Matches(arm.Pattern, other)),
            _ => false,
        };

        bool Differ(BinaryOperatorKind kind, IOperation bound, bool isTurned) =>
            ValueResolver.ResolveWithoutDefaults(bound, cancellationToken).Single is { } number
            && (isTurned ? Holds(kind, number, one) != Holds(kind, number, other) : Holds(kind, one, number) != Holds(kind, other, number));
    }

    private static bool? Holds(BinaryOperatorKind kind, double left, double right) => kind.Comparison()?.Invoke(left, right);

    // Null where that is not known, which is then the same for every number.
    private static bool? Matches(IPatternOperation pattern, double number) => pattern switch
    {
        IRelationalPatternOperation { OperatorKind: var kind, Value.ConstantValue: { HasValue: true, Value: var bound } } => bound.ToDouble() is { } known ? Holds(kind, number, known) : null,
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: var constant } } => constant.ToDouble() is { } known ? number == known : null,
        INegatedPatternOperation { Pattern: var negated } => !Matches(negated, number),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both => Matches(both.LeftPattern, number) & Matches(both.RightPattern, number),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => Matches(either.LeftPattern, number) | Matches(either.RightPattern, number),
        _ => null,
    };

    /// <summary>Whether the method only shows what it is given.</summary>
    public static bool IsLog(IMethodSymbol method) => method is { ContainingType: { } type }
        && (type.Name is "Console" or "Debug" or "Trace" or "String" or "StringBuilder" or "TextWriter" or "StreamWriter" or "Convert" or "Math" && method.Name is "IsNaN"
            || method.Name.StartsWith("Log", StringComparison.Ordinal) || method.Name.StartsWith("Write", StringComparison.Ordinal) || method.Name.StartsWith("Print", StringComparison.Ordinal)
            || method.Name is "Format" or "Info" or "Information" or "Warn" or "Warning"
            || method.Name.StartsWith("ThrowIf", StringComparison.Ordinal));

    private static bool IsSite(IOperation call, IParameterSymbol parameter, SiteReader reader)
    {
        foreach (LearningRateSite site in reader.Read(call))
        {
            if (site.Role is not (LearningRateRole.ScheduleArgument or LearningRateRole.ScheduleFactor) && SymbolEqualityComparer.Default.Equals(site.Target, parameter))
            {
                return true;
            }
        }

        return false;
    }
}
