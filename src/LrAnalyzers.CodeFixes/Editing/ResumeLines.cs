using System.Collections.Generic;

namespace LrAnalyzers.CodeFixes.Editing;

/// <summary>The lines that move a new scheduler on to the step at which a saved training goes on.</summary>
internal static class ResumeLines
{
    /// <summary>
    /// <c>step(n)</c> where the scheduler resumes by it, else as many calls of <c>step()</c>.
    /// </summary>
    /// <param name="scheduler">The scheduler, as an expression.</param>
    /// <param name="stepsTaken">How many steps the saved training has taken, as an expression: <c>start</c>, <c>start * batches.Count</c>.</param>
    /// <param name="resumesByStep">Whether the scheduler's definition says so.</param>
    /// <param name="counter">A name that is free, for a loop's counter.</param>
    /// <param name="condition">Whether it has taken any; asked of <paramref name="stepsTaken"/> where nothing is given.</param>
    public static IReadOnlyList<string> Of(string scheduler, string stepsTaken, bool resumesByStep, string counter, string? condition = null) => resumesByStep
        ? [$"if ({condition ?? $"{stepsTaken} > 0"})", "{", $"    {scheduler}.step({stepsTaken});", "}", ""]
        : [$"for (int {counter} = 0; {counter} < {stepsTaken}; {counter}++)", "{", $"    {scheduler}.step();", "}", ""];
}
