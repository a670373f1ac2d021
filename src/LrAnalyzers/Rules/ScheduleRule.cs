using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>A rule about an optimizer and how it is scheduled; asked at the optimizer's creation.</summary>
internal abstract class OptimizerRule : Rule
{
    /// <summary>The report, or <see langword="null"/>.</summary>
    public abstract Diagnostic? Check(OptimizerContext context);
}

/// <summary>
/// A rule about a scheduler; asked at the scheduler's creation, in order of precedence: the first that speaks is the only one.
/// </summary>
internal abstract class SchedulerRule : Rule
{
    /// <summary>The report, or <see langword="null"/>.</summary>
    public abstract Diagnostic? Check(SchedulerContext context);
}
