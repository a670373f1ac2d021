using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.ValueGraph;

/// <summary>
/// The calls through which an object came into the function that uses it; <see langword="null"/> where it came without one.
/// The same calls are equal paths.
/// </summary>
/// <param name="call">The innermost call: the one that gives the object to the function.</param>
/// <param name="caller">The calls through which the object had come there.</param>
/// <param name="entered">The method, local function or lambda that is called.</param>
internal sealed class CallPath(IOperation call, CallPath? caller, SyntaxNode entered) : IEquatable<CallPath>
{
    private readonly int _hash = (call.Syntax.GetHashCode() * 31 + entered.GetHashCode()) * 31 + (caller?.GetHashCode() ?? 0);

    /// <summary>The innermost call.</summary>
    public IOperation Call { get; } = call;

    /// <summary>The path of the function in which that call stands.</summary>
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

    /// <inheritdoc/>
    public bool Equals(CallPath? other)
    {
        CallPath? mine = this;
        while (!ReferenceEquals(mine, other))
        {
            if (mine is null || other is null || mine._hash != other._hash || mine.Call.Syntax != other.Call.Syntax || mine.Entered != other.Entered)
            {
                return false;
            }

            mine = mine.Caller;
            other = other.Caller;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CallPath);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
