using System;
using System.Linq;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>
/// A name for the bound of a loop over epochs that is a number, an entry of a table, or counted down by the loop itself:
/// loop and schedule read the same local.
/// </summary>
/// <param name="Name">The local.</param>
/// <param name="Declaration">Its declaration.</param>
/// <param name="Use">Puts it into the loop; <see langword="null"/> where the loop keeps its own.</param>
internal sealed record NamedBound(string Name, string Declaration, ReplaceText? Use)
{
    /// <summary>The name of a loop's bound, or <see langword="null"/> where the bound can be written twice as it is.</summary>
    /// <param name="document">The document in which the loop stands.</param>
    /// <param name="epochs">The loop.</param>
    /// <param name="read">How it counts.</param>
    /// <param name="bound">Its bound as it would be written where the name is declared.</param>
    /// <param name="hasBatchLoop">Whether there is a loop inside it; it goes through steps otherwise.</param>
    /// <param name="allocate">Gives out the name: the first of the wishes that is free.</param>
    public static NamedBound? Of(
        Document document, TrainingLoop epochs, LoopRounds read, Quantity bound, bool hasBatchLoop, Func<string[], string> allocate)
    {

        bool isLiteral = read.End is LiteralExpressionSyntax;
        if (!isLiteral && !read.CountsDown && !read.End.DescendantNodesAndSelf().Any(node => node is ElementAccessExpressionSyntax or InvocationExpressionSyntax)
            || NumericSyntax.HasDirectives(read.End))
        {
            return null;
        }

        string name = allocate(read.CountsDown
            ? ["totalEpochs", "epochCount"]
            : hasBatchLoop || epochs.NamesEpochs ? ["epochs", "totalEpochs", "epochCount"] : ["totalSteps", "stepCount"]);
        return new NamedBound(
            name,
            $"{(isLiteral ? "const " : "")}int {name} = {bound.AsInt.Text};",
            read.CountsDown ? null : new ReplaceText(document.Id, read.End.Span, name));
    }
}
