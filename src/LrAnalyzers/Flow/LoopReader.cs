using System;
using System.Linq;
using System.Threading;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>Reads how often a loop runs.</summary>
internal static class LoopReader
{
    /// <summary>Describes a loop.</summary>
    public static TrainingLoop Read(ILoopOperation loop, CancellationToken cancellationToken) => loop switch
    {
        IForLoopOperation counting => ReadFor(counting, cancellationToken),
        IForEachLoopOperation over => ReadForEach(over, cancellationToken),
        _ => new TrainingLoop(loop, TripCount: null, Bound: null, Variable: null),
    };

    // for (int epoch = 0; epoch < epochs; epoch++), also counted from 1 with <=
    private static TrainingLoop ReadFor(IForLoopOperation loop, CancellationToken cancellationToken)
    {
        ILocalSymbol? counter = loop.Locals.FirstOrDefault();
        IOperation? start = loop.Before.OfType<IVariableDeclarationGroupOperation>()
            .SelectMany(group => group.Declarations).SelectMany(declaration => declaration.Declarators)
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, counter))
            ?.GetVariableInitializer()?.Value;
        if (counter is null
            || start is null
            || loop.Condition is not IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual } condition
            || condition.LeftOperand.WithoutConversions() is not ILocalReferenceOperation { Local: var compared }
            || !SymbolEqualityComparer.Default.Equals(compared, counter)
            || !StepsByOne(loop, counter))
        {
            return new TrainingLoop(loop, TripCount: null, Bound: null, counter);
        }

        double? first = Number(start, cancellationToken);
        double? last = Number(condition.RightOperand, cancellationToken);
        bool inclusive = condition.OperatorKind == BinaryOperatorKind.LessThanOrEqual;
        long? trips = first is { } from && last is { } to && !WritesCounter(loop, counter)
            ? Math.Max(0, (long)(to - from) + (inclusive ? 1 : 0))
            : null;
        bool countsFromFirst = first == (inclusive ? 1 : 0);
        return new TrainingLoop(loop, trips, countsFromFirst ? condition.RightOperand : null, counter);
    }

    // foreach (var epoch in Enumerable.Range(1, epochs))
    private static TrainingLoop ReadForEach(IForEachLoopOperation loop, CancellationToken cancellationToken)
    {
        ILocalSymbol? variable = loop.Locals.FirstOrDefault();
        if (loop.Collection.WithoutConversions() is IInvocationOperation
            {
                TargetMethod: { Name: "Range", ContainingType.Name: "Enumerable" }, Arguments: { Length: 2 } arguments,
            })
        {
            IOperation count = arguments.First(argument => argument.Parameter?.Name == "count").Value;
            double? trips = Number(count, cancellationToken);
            return new TrainingLoop(loop, trips is { } known ? (long)known : null, count, variable);
        }

        return new TrainingLoop(loop, TripCount: null, Bound: null, variable);
    }

    private static bool StepsByOne(IForLoopOperation loop, ILocalSymbol counter) =>
        loop.AtLoopBottom.Length == 1
        && loop.AtLoopBottom[0] is IExpressionStatementOperation { Operation: var bottom }
        && bottom switch
        {
            IIncrementOrDecrementOperation { Kind: OperationKind.Increment, Target: ILocalReferenceOperation { Local: var local } } =>
                SymbolEqualityComparer.Default.Equals(local, counter),
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Target: ILocalReferenceOperation { Local: var local } } compound =>
                SymbolEqualityComparer.Default.Equals(local, counter) && compound.Value.ConstantValue is { HasValue: true, Value: 1 },
            _ => false,
        };

    private static bool WritesCounter(IForLoopOperation loop, ILocalSymbol counter) =>
        WrittenNames.Contains(loop.Body.Syntax, counter.Name, CancellationToken.None);

    private static double? Number(IOperation operation, CancellationToken cancellationToken)
    {
        // A parameter's default is only what it is when the caller says nothing.
        LearningRateValue value = ValueResolver.Resolve(operation, cancellationToken);
        return value.Numbers.Length == 1 && value.Origin != ValueOrigin.ParameterDefault ? value.Numbers[0] : null;
    }}
