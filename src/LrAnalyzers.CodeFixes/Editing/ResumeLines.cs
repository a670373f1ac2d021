using System.Collections.Generic;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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
    public static IReadOnlyList<string> Of(string scheduler, string stepsTaken, bool resumesByStep, string counter) => resumesByStep
        ? [$"if ({AnyOf(stepsTaken)})", "{", $"    {scheduler}.step({stepsTaken});", "}", ""]
        : [$"for (int {counter} = 0; {counter} < {stepsTaken}; {counter}++)", "{", $"    {scheduler}.step();", "}", ""];

    // As a person asks it: `start > 1`, not `(start - 1) * batches.Count > 0`.
    private static string AnyOf(string stepsTaken)
    {
        ExpressionSyntax count = SyntaxFactory.ParseExpression(stepsTaken);
        while (count is ParenthesizedExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression })
        {
            count = count is BinaryExpressionSyntax product ? product.Left : ((ParenthesizedExpressionSyntax)count).Expression;
        }

        return count is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.SubtractExpression, Left: var number, Right: LiteralExpressionSyntax first }
            ? $"{number} > {first}"
            : $"{count} > 0";
    }
}
