using System.Threading;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Trials;

/// <summary>Finds the function that is given as a delegate.</summary>
internal static class FunctionReader
{
    /// <summary>
    /// The lambda, local function or method, written in place or in a variable that is given nothing else;
    /// <see langword="null"/> for anything else, and for a method that may be another one at run time.
    /// </summary>
    public static ScheduleFunction? Of(IOperation value, CodeBase code, CancellationToken cancellationToken) =>
        ScheduleFunction.Of(value, method => BodyOf(method, code, cancellationToken))
        ?? (Origins.Single(value, code, cancellationToken) is { } origin
            ? ScheduleFunction.Of(origin, method => BodyOf(method, code, cancellationToken))
            : null);

    /// <summary>A local function or method with its body, where it is of this project and can be no other one at run time.</summary>
    public static ScheduleFunction? BodyOf(IMethodSymbol method, CodeBase code, CancellationToken cancellationToken) =>
        code.Declares(method) ? ScheduleFunction.BodyOf(method, code.ModelOf, cancellationToken) : null;
}
