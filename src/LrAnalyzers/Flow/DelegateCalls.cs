using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>The calls of a lambda, or of a method whose name is used like one, through whatever holds it.</summary>
internal static class DelegateCalls
{
    /// <summary>
    /// Every call of the function, each with the calls that lead to it; <see langword="null"/> where not all of them can be
    /// seen, as for a lambda that is given to a library.
    /// </summary>
    /// <param name="function">The lambda, or the reference to a method.</param>
    /// <param name="path">The calls that lead to the method in which it stands.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static IReadOnlyList<CallPath>? Of(IOperation function, CallPath? path, CodeBase code, CancellationToken cancellationToken) =>
        Callers.CallsOf(function, path, code.Graph, depth: 0, cancellationToken) is { } calls
        // A variable that is given several functions calls one of them, and nobody knows which; an event calls all.
        && calls.All(call => call.Call is not IInvocationOperation { Instance: { } invoked } || IsEvent(invoked) || TargetOf(invoked, call.Path, code, cancellationToken) is not null)
            ? calls.Select(call => new CallPath(call.Call, call.Path, function.Syntax)).ToList()
            : null;

    // `Ready(…)`, `Ready?.Invoke(…)`
    private static bool IsEvent(IOperation invoked) =>
        (invoked is IConditionalAccessInstanceOperation ? Origins.Receiver(invoked) : invoked) is IEventReferenceOperation;

    /// <summary>The one function that a delegate can be where it is called, or <see langword="null"/>.</summary>
    public static IMethodSymbol? TargetOf(IOperation value, CallPath? path, CodeBase code, CancellationToken cancellationToken) =>
        code.Graph.TargetsOf(value, path, depth: 0, cancellationToken) is { Count: 1 } targets ? targets[0] : null;
}
