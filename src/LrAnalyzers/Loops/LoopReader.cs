using System;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.ValueGraph;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Loops;

/// <summary>Reads how often a loop runs.</summary>
internal static class LoopReader
{
    /// <summary>Describes a loop; read once, since every step in it asks.</summary>
    public static TrainingLoop Read(ILoopOperation loop, CodeBase code, CancellationToken cancellationToken) =>
        code.FactOf(loop.Syntax, _ => Read(loop, cancellationToken));

    /// <summary>The same, where it is asked for once.</summary>
    public static TrainingLoop Read(ILoopOperation loop, CancellationToken cancellationToken) => loop switch
    {
        IForLoopOperation counting => ReadFor(counting, cancellationToken),
        IForEachLoopOperation over => ReadForEach(over, cancellationToken),
        IWhileLoopOperation { Condition: { } condition, ConditionIsUntil: false } asking => ReadWhile(asking, condition, cancellationToken),
        _ => new TrainingLoop(loop, TripCount: null, Bound: null, Variable: null),
    };

    // for (int epoch = 0; epoch < epochs; epoch++), also counted from 1 with <=, also with a counter declared before
    private static TrainingLoop ReadFor(IForLoopOperation loop, CancellationToken cancellationToken)
    {
        if (ReadStrides(loop, cancellationToken) is { } strides)
        {
            return strides;
        }

        if (ReadCondition(loop.Condition) is not var (counter, end, inclusive)
            || (StartOf(loop, counter) ?? (loop.Before.IsEmpty ? CounterIn(loop.Condition, counter) : null)) is not { } start
            || loop.AtLoopBottom.Length != 1
            || !IsIncrement(loop.AtLoopBottom[0], counter))
        {
            return new TrainingLoop(loop, TripCount: null, Bound: null, loop.Locals.FirstOrDefault());
        }

        return Count(loop, counter, start, end, inclusive, isCounted: !WritesCounter(loop.Body, counter), cancellationToken);
    }

    // for (int i = 0; i < samples; i += batchSize)
    private static TrainingLoop? ReadStrides(IForLoopOperation loop, CancellationToken cancellationToken)
    {
        if (ReadCondition(loop.Condition) is not (var counter, var samples, false)
            || StartOf(loop, counter)?.ConstantValue is not { HasValue: true, Value: 0 }
            || loop.AtLoopBottom.Length != 1
            || loop.AtLoopBottom[0] is not IExpressionStatementOperation
            {
                Operation: ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Target: ILocalReferenceOperation { Local: var local }, Value: var size },
            }
            || !SymbolEqualityComparer.Default.Equals(local, counter)
            || size.ConstantValue is { HasValue: true, Value: 1 }
            || WritesCounter(loop.Body, counter))
        {
            return null;
        }

        long? trips = Number(samples, loop, cancellationToken) is >= 0 and var all && Number(size, loop, cancellationToken) is >= 1 and var each
            ? (long)Math.Ceiling(all / each)
            : null;
        return new TrainingLoop(loop, trips, Bound: null, counter) { Strides = (samples, size) };
    }

    // What the counter holds as the loop begins, where that is not known: the counter itself.
    private static IOperation? CounterIn(IOperation? condition, ILocalSymbol counter) => condition?.Descendants()
        .FirstOrDefault(part => part is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, counter));

    private static IOperation? StartOf(IForLoopOperation loop, ILocalSymbol counter)
    {
        foreach (IOperation before in loop.Before)
        {
            switch (before)
            {
                case IVariableDeclarationGroupOperation group
                    when group.Declarations.SelectMany(declaration => declaration.Declarators)
                        .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, counter)) is { } declared:
                    return declared.GetVariableInitializer()?.Value;
                case IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment }
                    when SymbolEqualityComparer.Default.Equals(local, counter):
                    return assignment.Value;
            }
        }

        return null;
    }

    // int epoch = 0; while (epoch < epochs) { …; epoch++; } or while (epoch++ < epochs) { … }, and the same with do
    private static TrainingLoop ReadWhile(IWhileLoopOperation loop, IOperation condition, CancellationToken cancellationToken)
    {
        if (ReadCountingCondition(loop, condition, cancellationToken) is { } counting)
        {
            return counting;
        }

        if (ReadCondition(condition) is not var (counter, end, inclusive)
            || loop.Body is not IBlockOperation body
            || (StartBefore(loop, counter, cancellationToken) ?? CounterIn(condition, counter)) is not { } start)
        {
            return new TrainingLoop(loop, TripCount: null, Bound: null, Variable: null);
        }

        // Counted once in every round, at its end or where no `continue` passes it by.
        IOperation[] increments = body.Operations.Where(statement => IsIncrement(statement, counter)).ToArray();
        bool isCounted = increments.Length == 1
            && body.Syntax.DescendantNodes().Count(node => Writes(node, counter.Name)) == 1
            && !body.Operations.TakeWhile(statement => statement != increments[0])
                .Any(statement => statement.Syntax.DescendantNodesAndSelf().Any(node => node is ContinueStatementSyntax or GotoStatementSyntax));
        return isCounted
            ? Count(loop, counter, start, end, inclusive, isCounted, cancellationToken)
            : new TrainingLoop(loop, TripCount: null, Bound: null, counter);
    }

    // `epoch++ < epochs`, `++epoch <= epochs`: asked before each round, or after it.
    private static TrainingLoop? ReadCountingCondition(IWhileLoopOperation loop, IOperation condition, CancellationToken cancellationToken)
    {
        if (condition is not IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual } comparison
            || comparison.LeftOperand.WithoutConversions() is not IIncrementOrDecrementOperation
            {
                Kind: OperationKind.Increment, Target: ILocalReferenceOperation { Local: var counter }, IsPostfix: var isPostfix,
            }
            || WritesCounter(loop.Body, counter)
            || StartBefore(loop, counter, cancellationToken) is not { } start)
        {
            return null;
        }

        // Counted before it is compared there is one round fewer, and one more where the first is not asked for.
        int more = (isPostfix ? 0 : -1) + (loop.ConditionIsTop ? 0 : 1);
        return Count(
            loop, counter, start, comparison.RightOperand, comparison.OperatorKind == BinaryOperatorKind.LessThanOrEqual, isCounted: true, cancellationToken, more);
    }

    private static TrainingLoop Count(
        ILoopOperation loop,
        ILocalSymbol counter,
        IOperation start,
        IOperation end,
        bool inclusive,
        bool isCounted,
        CancellationToken cancellationToken,
        int more = 0)
    {
        if (start is ILocalReferenceOperation { Local: var itself } && SymbolEqualityComparer.Default.Equals(itself, counter)
            || Number(start, loop, cancellationToken) is not { } first
            || !isCounted)
        {
            return new TrainingLoop(loop, TripCount: null, Bound: null, counter, Range: isCounted ? new LoopRange(start, end, inclusive) : null);
        }

        long? Trips(double? last) => last is { } to
            ? Math.Max(loop is IWhileLoopOperation { ConditionIsTop: false } ? 1 : 0, (long)(to - first) + (inclusive ? 1 : 0) + more)
            : null;
        bool countsFromFirst = first == (inclusive ? 1 : 0) + more;
        return new TrainingLoop(
            loop, Trips(Number(end, loop, cancellationToken)), countsFromFirst ? end : null, counter, Trips(Default(end, cancellationToken)), new LoopRange(start, end, inclusive));
    }

    // `epoch < epochs`, `epochs >= epoch`
    private static (ILocalSymbol Counter, IOperation End, bool Inclusive)? ReadCondition(IOperation? condition)
    {
        if (condition is not IBinaryOperation comparison)
        {
            return null;
        }

        (IOperation Smaller, IOperation Larger, bool Inclusive)? read = comparison.OperatorKind switch
        {
            BinaryOperatorKind.LessThan => (comparison.LeftOperand, comparison.RightOperand, false),
            BinaryOperatorKind.LessThanOrEqual => (comparison.LeftOperand, comparison.RightOperand, true),
            BinaryOperatorKind.GreaterThan => (comparison.RightOperand, comparison.LeftOperand, false),
            BinaryOperatorKind.GreaterThanOrEqual => (comparison.RightOperand, comparison.LeftOperand, true),
            _ => null,
        };
        return read is var (smaller, larger, inclusive) && smaller.WithoutConversions() is ILocalReferenceOperation { Local: var counter }
            ? (counter, larger, inclusive)
            : null;
    }

    // What the counter of a `while` is when the loop begins: its initializer, where nothing is written to it in between.
    private static IOperation? StartBefore(IWhileLoopOperation loop, ILocalSymbol counter, CancellationToken cancellationToken)
    {
        if (counter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken)
                is not VariableDeclaratorSyntax { Initializer.Value: { } initializer, Parent.Parent: StatementSyntax statement }
            || loop.SemanticModel is not { } semanticModel
            || initializer.SyntaxTree != semanticModel.SyntaxTree)
        {
            return null;
        }

        SyntaxNode list = ListOf(statement);
        // In the same list as the loop, or around it but in no other loop: there the counter would not begin anew.
        if (!list.Span.Contains(loop.Syntax.Span)
            || loop.Syntax.Ancestors().TakeWhile(ancestor => ancestor != list).Any(FunctionBodies.IsLoop))
        {
            return null;
        }

        return list.DescendantNodes().Any(node => !loop.Syntax.Span.Contains(node.Span) && Writes(node, counter.Name))
            ? null
            : semanticModel.GetOperation(initializer, cancellationToken);
    }

    // foreach (var epoch in Enumerable.Range(1, epochs))
    private static TrainingLoop ReadForEach(IForEachLoopOperation loop, CancellationToken cancellationToken) =>
        ReadOver(loop, loop.Collection, loop.Locals.FirstOrDefault(), cancellationToken);

    /// <summary>
    /// The loop that a library runs when it calls a lambda for each element or number, as <c>Parallel.For</c>,
    /// <c>List.ForEach</c> and LINQ do; <see langword="null"/> for any other lambda.
    /// </summary>
    public static TrainingLoop? ReadLambda(IAnonymousFunctionOperation lambda, CancellationToken cancellationToken)
    {
        IOperation given = (lambda.Parent as IDelegateCreationOperation ?? (IOperation)lambda).WithOuterConversions();
        if (lambda.Symbol.Parameters.IsEmpty
            || given.Parent is not IArgumentOperation { Parent: IInvocationOperation call }
            || lambda.SemanticModel is not { } semanticModel
            || call.TargetMethod.IsDeclaredIn(semanticModel.Compilation))
        {
            return null;
        }

        IOperation[] arguments = call.Arguments.OrderBy(argument => argument.Parameter?.Ordinal).Select(argument => argument.Value).ToArray();
        if (call.TargetMethod is { Name: "For" or "ForAsync", ContainingType.Name: "Parallel" } && arguments.Length > 2)
        {
            double? first = Number(arguments[0], call, cancellationToken);
            double? last = Number(arguments[1], call, cancellationToken);
            return new TrainingLoop(call, (long?)(last - first), first == 0 ? arguments[1] : null, Variable: null, Range: new LoopRange(arguments[0], arguments[1], Inclusive: false)) { Lambda = lambda };
        }

        IOperation collection = (call.Instance ?? arguments[0]).WithoutConversions();
        if (!IsSequence(collection.Type))
        {
            return null;
        }

        // `Enumerable.Range(0, epochs).ToList().ForEach(epoch => …)`
        while (collection is IInvocationOperation { TargetMethod.Name: "ToList" or "ToArray" or "AsParallel" or "AsEnumerable", Arguments: { Length: > 0 } copied })
        {
            collection = copied[0].Value.WithoutConversions();
        }

        return ReadOver(call, collection, variable: null, cancellationToken) with { Lambda = lambda };
    }

    private static bool IsSequence(ITypeSymbol? type) => type is not null && type.SpecialType != SpecialType.System_String
        && (IsSequenceInterface(type) || type.AllInterfaces.Any(IsSequenceInterface));

    private static bool IsSequenceInterface(ITypeSymbol type) =>
        type.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T
        || type is { MetadataName: "IObservable`1", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static TrainingLoop ReadOver(IOperation loop, IOperation collection, ILocalSymbol? variable, CancellationToken cancellationToken)
    {
        if (collection.WithoutConversions() is IInvocationOperation
            {
                TargetMethod: { Name: "Range", ContainingType.Name: "Enumerable" }, Arguments: { Length: 2 } arguments,
            })
        {
            IOperation count = arguments.First(argument => argument.Parameter?.Name == "count").Value;
            IOperation start = arguments.First(argument => argument.Parameter?.Name == "start").Value;
            // Enumerable.Range(start, epochs - start)
            LoopRange? range = start.ConstantValue is { HasValue: true, Value: 0 } ? new LoopRange(start, count, Inclusive: false)
                : count.WithoutConversions() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } left
                && ScheduleLength.AreSameCount(left.RightOperand, start, cancellationToken)
                    ? new LoopRange(start, left.LeftOperand, Inclusive: false)
                    : null;
            return new TrainingLoop(
                loop, (long?)Number(count, loop, cancellationToken), count, variable, (long?)Default(count, cancellationToken), range);
        }

        return new TrainingLoop(loop, TripCount: null, Bound: null, variable);
    }

    private static bool IsIncrement(IOperation statement, ILocalSymbol counter) =>
        statement is IExpressionStatementOperation { Operation: var bottom }
        && bottom switch
        {
            IIncrementOrDecrementOperation { Kind: OperationKind.Increment, Target: ILocalReferenceOperation { Local: var local } } =>
                SymbolEqualityComparer.Default.Equals(local, counter),
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add, Target: ILocalReferenceOperation { Local: var local } } compound =>
                SymbolEqualityComparer.Default.Equals(local, counter) && compound.Value.ConstantValue is { HasValue: true, Value: 1 },
            _ => false,
        };

    private static bool WritesCounter(IOperation body, ILocalSymbol counter) =>
        WrittenNames.Contains(body.Syntax, counter.Name, CancellationToken.None);

    // By name, so rather too often.
    private static bool Writes(SyntaxNode node, string variable) =>
        WrittenNames.TargetOf(node) is { } target
        && target.DescendantNodesAndSelf().Any(part => part is IdentifierNameSyntax name && name.Identifier.ValueText == variable);

    /// <summary>A number where a loop begins, also one that the only assignment in front of the loop gives.</summary>
    public static double? Number(IOperation operation, IOperation loop, CancellationToken cancellationToken)
    {
        // A parameter's default is only what it is when the caller says nothing.
        LearningRateValue value = ValueResolver.ResolveWithoutDefaults(operation, cancellationToken);
        return value.Single ?? AssignedBefore(operation, loop, cancellationToken);
    }

    // `_epochs = 300; for (…; epoch < _epochs; …)`: the only assignment there is, and one that the loop comes after.
    private static double? AssignedBefore(IOperation operation, IOperation loop, CancellationToken cancellationToken)
    {
        if (operation.Variable() is not { } variable
            || variable is not (ILocalSymbol or IFieldSymbol { DeclaredAccessibility: Accessibility.Private })
            || operation.SemanticModel is not { } semanticModel
            || variable.DeclaringSyntaxReferences is not { Length: 1 } declarations
            || declarations[0].SyntaxTree != semanticModel.SyntaxTree)
        {
            return null;
        }

        SyntaxNode scope = variable is ILocalSymbol
            ? CodeBase.MemberOf(declarations[0].GetSyntax(cancellationToken))
            : declarations[0].GetSyntax(cancellationToken).FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
        if (variable is IFieldSymbol && variable.ContainingType.DeclaringSyntaxReferences.Length > 1)
        {
            return null;
        }

        SyntaxNode[] writes = scope.DescendantNodes().Where(node => Writes(node, variable.Name)).ToArray();
        return writes.Length == 1
            && writes[0] is AssignmentExpressionSyntax { Right: var right, Parent: ExpressionStatementSyntax statement } assignment
            && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
            && statement.SpanStart < loop.Syntax.SpanStart
            && ListOf(statement).Span.Contains(loop.Syntax.Span)
            && !loop.Syntax.Ancestors().TakeWhile(ancestor => ancestor != ListOf(statement)).Any(ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
            && semanticModel.GetOperation(right, cancellationToken) is { } assigned
                ? ValueResolver.ResolveWithoutDefaults(assigned, cancellationToken).Single
                : null;
    }

    // The default of a parameter, the initializer of a field or property, of this file or another.
    private static double? Default(IOperation operation, CancellationToken cancellationToken) => operation.Variable() switch
    {
        IParameterSymbol { HasExplicitDefaultValue: true, ExplicitDefaultValue: var value } => value.ToDouble(),
        IFieldSymbol or IPropertySymbol when operation.Variable()!.DeclaringSyntaxReferences is { Length: 1 } declarations
            && operation.SemanticModel?.Compilation is { } compilation && operation.Variable()!.IsDeclaredIn(compilation) =>
            declarations[0].GetSyntax(cancellationToken) switch
            {
                VariableDeclaratorSyntax { Initializer.Value: LiteralExpressionSyntax { Token.Value: var value } } => value.ToDouble(),
                PropertyDeclarationSyntax { Initializer.Value: LiteralExpressionSyntax { Token.Value: var value } } => value.ToDouble(),
                _ => null,
            },
        _ => null,
    };

    private static SyntaxNode ListOf(StatementSyntax statement) =>
        statement.Parent is GlobalStatementSyntax global ? global.Parent! : statement.Parent!;
}
