using System.Collections.Generic;
using System.Threading;
using LrAnalyzers.ValueGraph;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Trials;

/// <summary>
/// A number that cannot be known, by what names it: a variable, or how many elements something has that is looped over.
/// </summary>
/// <param name="Symbol">The variable; the member <c>Count</c> itself says less than what has it.</param>
/// <param name="Instance">What the member is read from, as it is written; empty for locals, parameters and members of <c>this</c>.</param>
/// <param name="IsCount">Whether the number is that of its elements.</param>
internal readonly record struct UnknownNumber(ISymbol Symbol, string Instance, bool IsCount)
{
    private static readonly HashSet<string> s_counts = new() { "Count", "Length", "LongLength", "LongCount" };

    /// <summary>What names the number, or <see langword="null"/> where it has no name.</summary>
    public static UnknownNumber? Of(IOperation operation)
    {
        IOperation value = operation.WithoutConversions();
        return value switch
        {
            IPropertyReferenceOperation { Property.Name: var name, Instance: { } counted } when s_counts.Contains(name) => Elements(counted) ?? Named(value),
            IInvocationOperation { TargetMethod.Name: var name, Instance: { } counted, Arguments.IsEmpty: true } when s_counts.Contains(name) => Elements(counted),
            IInvocationOperation { TargetMethod: { Name: var name, IsExtensionMethod: true }, Instance: null, Arguments: { Length: 1 } arguments }
                when s_counts.Contains(name) => Elements(arguments[0].Value),
            _ => Named(value),
        };
    }

    /// <summary>The number of elements of a collection that has a name.</summary>
    public static UnknownNumber? Elements(IOperation collection) =>
        Named(collection.WithoutConversions()) is { } name ? name with { IsCount = true } : null;

    private static UnknownNumber? Named(IOperation value) =>
        value.Variable() is { } variable
            ? new UnknownNumber(
                variable.OriginalDefinition,
                value is IMemberReferenceOperation { Instance: { } instance and not IInstanceReferenceOperation } ? instance.Syntax.ToString() : string.Empty,
                IsCount: false)
            : null;

    /// <inheritdoc/>
    public bool Equals(UnknownNumber other) =>
        SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol) && Instance == other.Instance && IsCount == other.IsCount;

    /// <inheritdoc/>
    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Symbol) ^ (IsCount ? 1 : 0);
}

/// <summary>A number that is tried.</summary>
/// <param name="Value">The number.</param>
/// <param name="Loops">The loops whose rounds it decides, a bit for each.</param>
/// <param name="IsBatchSize">Whether it is the smallest size that batches may have, or follows from it.</param>
internal readonly record struct TriedNumber(double Value, int Loops, bool IsBatchSize = false);

/// <summary>The numbers of one trial: what is known, and a value for each number that is not but decides how long the loops run.</summary>
internal sealed class TrialValues(IReadOnlyDictionary<UnknownNumber, TriedNumber> tried, CancellationToken cancellationToken)
{
    private int _depth;

    /// <summary>The loops whose rounds were asked for, a bit for each.</summary>
    public int LoopsRead { get; private set; }

    /// <summary>Whether a size of batches that is tried was asked for.</summary>
    public bool ReadsBatchSize { get; private set; }

    /// <summary>The value of an expression in this trial, or <see langword="null"/> where it depends on something else that is not known.</summary>
    public double? Evaluate(IOperation expression) =>
        ValueResolver.ResolveWithoutDefaults(expression, cancellationToken).Single ?? LambdaExpressionFold.TryEvaluate(expression, Resolve);

    /// <summary>The same for what a lambda captures: nothing that may be written after the lambda is made.</summary>
    public double? ResolveCaptured(IOperation captured) =>
        ValueResolver.ResolveWithoutDefaults(captured, cancellationToken).Single ?? (MayChange(captured, cancellationToken) ? null : Resolve(captured));

    private double? Resolve(IOperation leaf)
    {
        if (ValueResolver.ResolveWithoutDefaults(leaf, cancellationToken).Single is { } known)
        {
            return known;
        }

        if (UnknownNumber.Of(leaf) is { } unknown && tried.TryGetValue(unknown, out TriedNumber number))
        {
            LoopsRead |= number.Loops;
            ReadsBatchSize |= number.IsBatchSize;
            return number.Value;
        }

        if (_depth >= GraphLimits.Initializers || DeclaredValue.Behind(leaf, cancellationToken, withoutStrangers: false) is not { } initializer)
        {
            return null;
        }

        _depth++;
        double? result = LambdaExpressionFold.TryEvaluate(initializer, Resolve);
        _depth--;
        return result;
    }

    /// <summary>
    /// The numbers that an expression depends on and that are not known: what names them, through locals that are never
    /// changed. <see langword="null"/> where it is no simple arithmetic on such.
    /// </summary>
    public static List<UnknownNumber>? UnknownsOf(IOperation expression, CancellationToken cancellationToken)
    {
        var unknowns = new List<UnknownNumber>();
        return ValueResolver.ResolveWithoutDefaults(expression, cancellationToken).Single is not null
            || LambdaExpressionFold.TryEvaluate(expression, leaf => Note(leaf, unknowns, 0, cancellationToken)) is not null
                ? unknowns
                : null;
    }

    private static double? Note(IOperation leaf, List<UnknownNumber> unknowns, int depth, CancellationToken cancellationToken)
    {
        if (ValueResolver.ResolveWithoutDefaults(leaf, cancellationToken).Single is { } known)
        {
            return known;
        }

        int before = unknowns.Count;
        if (depth < GraphLimits.Initializers
            && DeclaredValue.Behind(leaf, cancellationToken, withoutStrangers: false) is { } initializer
            && LambdaExpressionFold.TryEvaluate(initializer, inner => Note(inner, unknowns, depth + 1, cancellationToken)) is { } number)
        {
            return number;
        }

        unknowns.RemoveRange(before, unknowns.Count - before);
        if (UnknownNumber.Of(leaf) is not { } unknown)
        {
            return null;
        }

        if (!unknowns.Contains(unknown))
        {
            unknowns.Add(unknown);
        }

        // Any number that nothing is divided by and that none overflows with.
        return 16;
    }

    private static bool MayChange(IOperation captured, CancellationToken cancellationToken)
    {
        IOperation value = captured.WithoutConversions();
        switch (value)
        {
            case ILocalReferenceOperation or IParameterReferenceOperation:
                return WrittenNames.Contains(CodeBase.MemberOf(value.Syntax), value.Variable()!.Name, cancellationToken);
            case IFieldReferenceOperation { Field: { IsConst: false, IsReadOnly: false } }:
                return true;
            case IPropertyReferenceOperation { Property: var property }:
                return property.SetMethod is { IsInitOnly: false } && UnknownNumber.Of(value) is not { IsCount: true };
            default:
                return false;
        }
    }
}
