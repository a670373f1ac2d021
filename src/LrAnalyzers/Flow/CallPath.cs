using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Flow;

/// <summary>
/// The calls through which an object came into the method that uses it; <see langword="null"/> where it came without one.
/// </summary>
/// <param name="call">The innermost call: the one that gives the object to the method.</param>
/// <param name="caller">The calls through which the object had come there.</param>
/// <param name="entered">The method, local function or lambda that is called.</param>
internal sealed class CallPath(IOperation call, CallPath? caller, SyntaxNode entered)
{
    /// <summary>The innermost call.</summary>
    public IOperation Call { get; } = call;

    /// <summary>The path of the method in which that call stands.</summary>
    public CallPath? Caller { get; } = caller;

    /// <summary>The method, local function or lambda that the innermost call leads into.</summary>
    public SyntaxNode Entered { get; } = entered;

    /// <summary>The number of calls.</summary>
    public int Length { get; } = (caller?.Length ?? 0) + 1;

    /// <summary>The calls, innermost first.</summary>
    public IEnumerable<IOperation> Calls
    {
        get
        {
            for (CallPath? path = this; path is not null; path = path.Caller)
            {
                yield return path.Call;
            }
        }
    }
}
