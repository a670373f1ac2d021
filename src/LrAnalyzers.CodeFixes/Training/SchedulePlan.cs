using System.Collections.Immutable;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>A schedule as it will be written.</summary>
/// <param name="Title">What the user reads in the lightbulb menu: the curve in words and numbers.</param>
/// <param name="Key">The kind of schedule.</param>
/// <param name="Lines">The statements that make the scheduler.</param>
/// <param name="Step">The statement that steps it.</param>
/// <param name="PerBatch">Whether it is stepped after each batch; after each epoch otherwise.</param>
/// <param name="UsesMetric">Whether the step is given what the epoch has measured.</param>
/// <param name="StartsAtCurrentRate">Whether another one for the same optimizer would go on from the rate that this one leaves.</param>
/// <param name="IsTop">Whether it is among the first that are offered.</param>
internal sealed record SchedulePlan(
    string Title,
    string Key,
    ImmutableArray<string> Lines,
    string Step,
    bool PerBatch = false,
    bool UsesMetric = false,
    bool StartsAtCurrentRate = false,
    bool IsTop = false);
