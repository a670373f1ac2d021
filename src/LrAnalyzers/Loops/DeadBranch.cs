using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Loops;

/// <summary>
/// A branch that no round of the loop around it enters: the loop's bounds are known numbers, and its counter is compared with
/// one that it never reaches. A condition that is constant is a switch for experiments and none of these.
/// </summary>
/// <param name="Condition">The condition that never holds.</param>
/// <param name="Counter">The loop's counter.</param>
/// <param name="First">The counter in the first round.</param>
/// <param name="Last">The counter in the last round.</param>
internal sealed record DeadBranch(IOperation Condition, ILocalSymbol Counter, long First, long Last)
{
    /// <summary>The dead branch in which the operation stands, or <see langword="null"/>.</summary>
    public static DeadBranch? Around(IOperation operation, CodeBase code, CancellationToken cancellationToken)
    {
        var conditions = new List<IOperation>();
        IOperation inner = operation;
        foreach (IOperation ancestor in operation.Ancestors())
        {
            switch (ancestor)
            {
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return null;
                case IConditionalOperation branch when branch.WhenTrue == inner:
                    conditions.Add(branch.Condition);
                    break;
                case IForLoopOperation loop when conditions.Count > 0 && Of(loop, conditions, code, cancellationToken) is { } dead:
                    return dead;
            }

            inner = ancestor;
        }

        return null;
    }

    private static DeadBranch? Of(IForLoopOperation loop, List<IOperation> conditions, CodeBase code, CancellationToken cancellationToken)
    {
        if (LoopReader.Read(loop, code, cancellationToken) is not { TripCount: > 0 and <= GraphLimits.Rounds and var rounds, Variable: ILocalSymbol counter, Range.Start: { } start }
            || Known(start, cancellationToken) is not { } first)
        {
            return null;
        }

        long last = (long)first + rounds - 1;
        foreach (IOperation condition in conditions)
        {
            if (TestOf(condition, counter, cancellationToken) is { } holds && !Rounds((long)first, last).Any(round => holds(round) != false))
            {
                return new DeadBranch(condition, counter, (long)first, last);
            }
        }

        return null;
    }

    private static IEnumerable<long> Rounds(long first, long last)
    {
        for (long round = first; round <= last; round++)
        {
            yield return round;
        }
    }

    // Whether the condition holds in a round: null where something else decides.
    private static Func<long, bool?>? TestOf(IOperation condition, ILocalSymbol counter, CancellationToken cancellationToken)
    {
        switch (condition.WithoutConversions())
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd, LeftOperand: var left, RightOperand: var right }:
                return Pair(TestOf(left, counter, cancellationToken), TestOf(right, counter, cancellationToken), decisive: false);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr, LeftOperand: var left, RightOperand: var right }:
                return Pair(TestOf(left, counter, cancellationToken), TestOf(right, counter, cancellationToken), decisive: true);
            case IBinaryOperation { OperatorMethod: null, LeftOperand: var left, RightOperand: var right, OperatorKind: var kind } when kind.Comparison() is { } compare:
                // What does not ask for the round is a switch.
                return condition.Descendants().Any(part => IsCounter(part, counter))
                    && !IsSwitchedOff(left, cancellationToken) && !IsSwitchedOff(right, cancellationToken)
                    && NumberOf(left, counter, cancellationToken) is { } first && NumberOf(right, counter, cancellationToken) is { } second
                    ? round => compare(first(round), second(round))
                    : null;
            default:
                return null;
        }
    }

    // A setting by a name, `WarmupEpochs = 0` or `DecayAt = -1`, whose branch is meant not to run.
    private static bool IsSwitchedOff(IOperation side, CancellationToken cancellationToken) =>
        side.WithoutConversions() is ILocalReferenceOperation or IMemberReferenceOperation or IParameterReferenceOperation
        && Known(side, cancellationToken) is <= 0 or >= int.MaxValue;

    private static Func<long, bool?>? Pair(Func<long, bool?>? left, Func<long, bool?>? right, bool decisive)
    {
        if (left is null && right is null)
        {
            return null;
        }

        return round =>
        {
            (bool? first, bool? second) = (left?.Invoke(round), right?.Invoke(round));
            return first == decisive || second == decisive ? decisive : first is null || second is null ? null : !decisive;
        };
    }

    // `epoch`, `epoch + 1`, `epoch % 30`, `(epoch + 1) % 30`, `Epochs / 2`
    private static Func<long, double>? NumberOf(IOperation value, ILocalSymbol counter, CancellationToken cancellationToken)
    {
        switch (value.WithoutConversions())
        {
            case var itself when IsCounter(itself, counter):
                return static round => round;
            case IBinaryOperation
            {
                OperatorKind: (BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Remainder) and var kind, OperatorMethod: null,
            } binary when NumberOf(binary.LeftOperand, counter, cancellationToken) is { } inner && Known(binary.RightOperand, cancellationToken) is { } number && number != 0:
                return kind switch
                {
                    BinaryOperatorKind.Add => round => inner(round) + number,
                    BinaryOperatorKind.Subtract => round => inner(round) - number,
                    _ => round => inner(round) % number,
                };
            case var other:
                return Known(other, cancellationToken) is { } known ? _ => known : null;
        }
    }

    private static bool IsCounter(IOperation value, ILocalSymbol counter) =>
        value is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, counter);

    private static double? Known(IOperation value, CancellationToken cancellationToken) => ValueResolver.ResolveWithoutDefaults(value, cancellationToken).Single;
}
