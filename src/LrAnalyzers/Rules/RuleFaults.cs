using System;
using System.Runtime.ExceptionServices;

namespace LrAnalyzers.Rules;

/// <summary>
/// A rule that throws must not silence the others: its exception is kept until they have finished, then rethrown, so that
/// the compiler still tells the user (AD0001).
/// </summary>
internal ref struct RuleFaults
{
    private ExceptionDispatchInfo? _first;

    /// <summary>Keeps the exception; only the first is told.</summary>
    public void Keep(Exception exception) => _first ??= ExceptionDispatchInfo.Capture(exception);

    /// <summary>Rethrows what was kept.</summary>
    public readonly void Rethrow() => _first?.Throw();
}
