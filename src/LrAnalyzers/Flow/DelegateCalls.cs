using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// The calls of a lambda, or of a method whose name is used like one, through the variable or the parameter of this
/// project's methods that holds it.
/// </summary>
internal static class DelegateCalls
{
    private const int MaximumDepth = 4;
    private const int MaximumCalls = 16;

    /// <summary>
    /// Every call of the function, each with the calls that lead to it; <see langword="null"/> where not all of them can be
    /// seen, as for a lambda that is given to a library.
    /// </summary>
    /// <param name="function">The lambda, or the reference to a method.</param>
    /// <param name="path">The calls that lead to the method in which it stands.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static IReadOnlyList<CallPath>? Of(IOperation function, CallPath? path, CodeBase code, CancellationToken cancellationToken)
    {
        var calls = new List<CallPath>();
        return Collect(function.Parent is IDelegateCreationOperation creation ? creation : function, function.Syntax, path, calls, 0, code, cancellationToken) ? calls : null;
    }

    /// <summary>The one function that a delegate in a local or a parameter can be, or <see langword="null"/>.</summary>
    /// <param name="value">The delegate, where it is called.</param>
    /// <param name="path">The calls that lead there.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static IMethodSymbol? TargetOf(IOperation value, CallPath? path, CodeBase code, CancellationToken cancellationToken)
    {
        for (int depth = 0; depth < MaximumDepth; depth++)
        {
            // What a field holds changes where nobody looks.
            if (Origins.Of(value, code, out OriginTrail trail, cancellationToken) is not { Length: 1 } origins || !trail.Variables.All(variable => variable is ILocalSymbol))
            {
                return null;
            }

            switch (origins[0])
            {
                case IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol: var lambda } }:
                    return lambda;
                case IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } }:
                    return method;
                case IAnonymousFunctionOperation { Symbol: var lambda }:
                    return lambda;
                case IParameterReferenceOperation { Parameter: var parameter } when path is not null
                    && path.Call.Arguments().FirstOrDefault(argument =>
                        SymbolEqualityComparer.Default.Equals(argument.Parameter?.OriginalDefinition, parameter.OriginalDefinition)) is { } argument
                    && !IsWritten(parameter, code, cancellationToken):
                    value = argument.Value;
                    path = path.Caller;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool Collect(
        IOperation value, SyntaxNode function, CallPath? path, List<CallPath> calls, int depth, CodeBase code, CancellationToken cancellationToken)
    {
        IOperation given = value.WithOuterConversions();
        switch (given.Parent)
        {
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { } local } }:
                return IsOnly(local, function, code, cancellationToken) && CollectFrom(local, function, path, calls, depth + 1, code, cancellationToken);
            case IAssignmentOperation assignment when assignment.Value == given && assignment.Parent is IExpressionStatementOperation
                && FlowTracker.Variable(assignment.Target) is ILocalSymbol local:
                return IsOnly(local, function, code, cancellationToken) && CollectFrom(local, function, path, calls, depth + 1, code, cancellationToken);
            case IArgumentOperation { Parameter: { IsParams: false, RefKind: RefKind.None } parameter, Parent: { } call }
                when call.CalledMethod() is { } method && method.MethodKind != MethodKind.DelegateInvoke:
                return code.BodiesOf(method, cancellationToken) is { } bodies
                    && bodies.All(body => Enter(call, body, parameter.Ordinal, function, path, calls, depth, code, cancellationToken));
            case IInvocationOperation invocation when invocation.Instance == given:
                calls.Add(new CallPath(invocation, path, function));
                return calls.Count <= MaximumCalls;
            case IConditionalAccessOperation access when access.Operation == given:
                return access.WhenNotNull is IInvocationOperation whenNotNull && Add(whenNotNull, function, path, calls);
            case IBinaryOperation or IExpressionStatementOperation or IIsPatternOperation:
                return true;
            default:
                return false;
        }
    }

    private static bool Add(IInvocationOperation invocation, SyntaxNode function, CallPath? path, List<CallPath> calls)
    {
        calls.Add(new CallPath(invocation, path, function));
        return calls.Count <= MaximumCalls;
    }

    private static bool Enter(
        IOperation call, IMethodSymbol method, int ordinal, SyntaxNode function, CallPath? path, List<CallPath> calls, int depth, CodeBase code, CancellationToken cancellationToken)
    {
        IParameterSymbol parameter = method.Parameters[ordinal].OriginalDefinition;
        return !IsWritten(parameter, code, cancellationToken)
            && CollectFrom(
                parameter,
                function,
                new CallPath(call, path, method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken)),
                calls,
                depth + 1,
                code,
                cancellationToken);
    }

    private static bool CollectFrom(
        ISymbol variable, SyntaxNode function, CallPath? path, List<CallPath> calls, int depth, CodeBase code, CancellationToken cancellationToken) =>
        depth < MaximumDepth
        && code.ReferencesTo(variable, cancellationToken) is { } references
        && references.Where(reference => !IsTarget(reference))
            .All(reference => Collect(reference, function, path, calls, depth, code, cancellationToken));

    // A variable that is given several functions calls one of them, or nobody knows which.
    private static bool IsOnly(ILocalSymbol local, SyntaxNode function, CodeBase code, CancellationToken cancellationToken) =>
        code.ReferencesTo(local, cancellationToken) is { } references
        && references.FirstOrDefault(reference => !IsTarget(reference)) is var use
        && (use is null || Origins.Single(use, code, cancellationToken) is { } origin && origin.Syntax.Span.Contains(function.Span));

    private static bool IsWritten(IParameterSymbol parameter, CodeBase code, CancellationToken cancellationToken) =>
        code.ReferencesTo(parameter, cancellationToken)?.Any(IsTarget) != false;

    private static bool IsTarget(IOperation reference) => reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;
}
