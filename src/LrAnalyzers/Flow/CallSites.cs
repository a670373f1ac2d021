using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Loops;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>A place from which a function runs.</summary>
/// <param name="Operation">The call, or what stands around a lambda of which nobody sees who calls it.</param>
/// <param name="Path">The calls that lead there.</param>
/// <param name="Loop">The loop that a library runs there, whose body is the function.</param>
/// <param name="IsAssumed">Whether it is only assumed that a lambda runs where it stands.</param>
internal readonly record struct CallSite(IOperation Operation, CallPath? Path, TrainingLoop? Loop = null, bool IsAssumed = false);

/// <summary>The one climb from an operation to where its function runs, and the loops on the way: what a chain of calls and a nest of loops are made of.</summary>
internal static class CallSites
{
    /// <summary>The places from which the function of an operation runs; none where they cannot be seen.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="path">The calls through which it is known to be reached; callers are looked up where there are none.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static IReadOnlyList<CallSite> Above(IOperation operation, CallPath? path, CodeBase code, CancellationToken cancellationToken)
    {
        SyntaxNode function = FunctionBodies.FunctionOf(operation.Syntax);
        if (path is not null && (path.Entered == function || function is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            return new[] { new CallSite(path.Call, path.Caller) };
        }

        if (function is AnonymousFunctionExpressionSyntax)
        {
            return operation.Ancestors().OfType<IAnonymousFunctionOperation>().FirstOrDefault(lambda => lambda.Syntax == function) is { } lambda
                ? AboveLambda(lambda, path, code, cancellationToken)
                : System.Array.Empty<CallSite>();
        }

        return code.EnclosingSymbolOf(operation, cancellationToken) is IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } method
            && !RunsOnce(operation, method)
                // What a function does when it calls itself it does when it is called.
                ? Of(method, path, code, cancellationToken).Where(site => FunctionBodies.FunctionOf(site.Operation.Syntax) != function).ToList()
                : System.Array.Empty<CallSite>();
    }

    private static IReadOnlyList<CallSite> AboveLambda(IAnonymousFunctionOperation lambda, CallPath? path, CodeBase code, CancellationToken cancellationToken)
    {
        IInvocationOperation? taker = (lambda.Parent as IDelegateCreationOperation ?? (IOperation)lambda).WithOuterConversions().Parent is IArgumentOperation { Parent: IInvocationOperation call } ? call : null;
        // A service that is followed is made once, behind its registration; a container is no sequence of which each element is given to the lambda.
        if (taker is not null && InjectedServices.IsContainers(taker.TargetMethod))
        {
            return new[] { new CallSite(taker, path, IsAssumed: code.Services(cancellationToken)?.RegisteredBy(taker, cancellationToken) is null) };
        }

        if (LazyMadeBy(lambda) is { } lazy)
        {
            return new[] { new CallSite(lazy, path) };
        }

        if (DelegateCalls.Of(lambda, path, code, cancellationToken) is { } calls)
        {
            return calls.Select(found => new CallSite(found.Call, found.Caller)).ToList();
        }

        if (LoopReader.ReadLambda(lambda, cancellationToken) is { } perElement)
        {
            return new[] { new CallSite(perElement.Operation, path, perElement) };
        }

        // A task runs its lambda once.
        if (taker is { TargetMethod: { Name: "Run" or "StartNew", ContainingType.Name: "Task" or "TaskFactory" } })
        {
            return new[] { new CallSite(taker, path) };
        }

        return lambda.Ancestors().FirstOrDefault(around => around.Syntax != lambda.Syntax) is { } outside
            ? new[] { new CallSite(outside, path, IsAssumed: true) }
            : System.Array.Empty<CallSite>();
    }

    // `new Lazy<LRScheduler>(() => …)`: once for each, whoever reads it first, in whatever round.
    private static IObjectCreationOperation? LazyMadeBy(IOperation function) =>
        (function.Parent as IDelegateCreationOperation ?? function).WithOuterConversions().Parent is IArgumentOperation { Parent: IObjectCreationOperation { Type: var type } lazy } && ContainerForms.IsLazy(type)
            ? lazy
            : null;

    /// <summary>
    /// The calls of a method, also under the name of what it overrides or implements, and where its name is given away as a
    /// delegate; those that can be seen.
    /// </summary>
    public static IEnumerable<CallSite> Of(IMethodSymbol method, CallPath? path, CodeBase code, CancellationToken cancellationToken)
    {
        IReadOnlyList<IOperation> references = code.CallsOf(method, cancellationToken) ?? System.Array.Empty<IOperation>();
        if (references.Count == 0 && method is { MethodKind: MethodKind.Constructor, ContainingType: var type })
        {
            foreach (IOperation maker in code.Services(cancellationToken)?.MakersOf(type) ?? Enumerable.Empty<IOperation>())
            {
                yield return new CallSite(maker, path);
            }
        }

        foreach (IOperation reference in references)
        {
            if (reference is not IMethodReferenceOperation)
            {
                yield return new CallSite(reference, path);
            }
            else if (LazyMadeBy(reference) is { } lazy)
            {
                yield return new CallSite(lazy, path);
            }
            else if (DelegateCalls.Of(reference, path, code, cancellationToken) is { } calls)
            {
                foreach (CallPath call in calls)
                {
                    yield return new CallSite(call.Call, call.Caller);
                }
            }
        }
    }

    /// <summary>The loops around an operation in its own function, innermost first.</summary>
    public static IEnumerable<TrainingLoop> LoopsAround(IOperation operation, CodeBase code, CancellationToken cancellationToken)
    {
        var jumps = JumpLoops.Of(FunctionBodies.FunctionOf(operation.Syntax), code, cancellationToken);
        int shorter = 0;
        IOperation child = operation;
        for (IOperation? current = operation.Parent; current is not null and not ILocalFunctionOperation and not IAnonymousFunctionOperation; current = current.Parent)
        {
            // What a loop's head evaluates once is not in the loop.
            if (current is ILoopOperation loop && (loop.Body == child || loop is IWhileLoopOperation))
            {
                for (; shorter < jumps.Backward.Length && jumps.Backward[shorter].Rounds.Length < loop.Syntax.Span.Length; shorter++)
                {
                    if (jumps.Backward[shorter].Contains(operation))
                    {
                        yield return jumps.Backward[shorter].Around(operation.Syntax);
                    }
                }

                yield return LoopReader.Read(loop, code, cancellationToken);
            }

            child = current;
        }

        foreach (TrainingLoop longer in jumps.Backward.Skip(shorter).Where(longer => longer.Contains(operation)))
        {
            yield return longer.Around(operation.Syntax);
        }

        if (jumps.Recursion is { } recursion)
        {
            yield return recursion.Around(operation.Syntax);
        }
    }

    /// <summary>Whether an operation runs from several places, as the one that makes the optimizer of each of two objects does.</summary>
    public static bool RunsFromSeveral(IOperation operation, CodeBase code, CancellationToken cancellationToken)
    {
        IOperation current = operation;
        CallPath? path = null;
        for (int calls = 0; calls < GraphLimits.Calls; calls++)
        {
            IReadOnlyList<CallSite> above = Above(current, path, code, cancellationToken);
            // What initializes a member runs for each object.
            IReadOnlyList<CallSite> callers = above.Count == 0 && code.EnclosingSymbolOf(current, cancellationToken) is (IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false }) and { ContainingType: var type }
                ? type.InstanceConstructors.SelectMany(constructor => Of(constructor, path: null, code, cancellationToken)).ToArray()
                : above;
            if (callers.Count != 1)
            {
                return callers.Count > 1;
            }

            (current, path) = (callers[0].Operation, callers[0].Path);
        }

        return false;
    }

    // Whether a getter does it only in some reads, as where it makes what it keeps.
    private static bool RunsOnce(IOperation operation, IMethodSymbol method) =>
        method.MethodKind == MethodKind.PropertyGet && !CallChain.Alone(operation).IsUnconditionalIn(FunctionBodies.FunctionOf(operation.Syntax));
}
