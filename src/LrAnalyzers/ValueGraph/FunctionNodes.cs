using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.ValueGraph;

/// <summary>
/// What stands in one function, walked once for all who read it: the way through the syntax takes longer than a look at what is
/// found there.
/// </summary>
internal sealed class FunctionNodes
{
    private FunctionNodes(SyntaxNode function) => All = function.DescendantNodes().ToArray();

    /// <summary>The nodes below the function in source order, those of lambdas and functions in it among them.</summary>
    public IReadOnlyList<SyntaxNode> All { get; }

    /// <summary>Those that run where the function does: of a lambda or a function in it only that itself.</summary>
    public IEnumerable<SyntaxNode> Own
    {
        get
        {
            int end = int.MinValue;
            foreach (SyntaxNode node in All)
            {
                if (node.SpanStart >= end)
                {
                    yield return node;
                    end = FunctionBodies.IsFunction(node) ? node.Span.End : end;
                }
            }
        }
    }

    /// <summary>The nodes of a function.</summary>
    /// <param name="function">The function, as <see cref="FunctionBodies.FunctionOf"/> gives it.</param>
    /// <param name="code">The project.</param>
    public static FunctionNodes Of(SyntaxNode function, CodeBase code) => code.FactOf(function, node => new FunctionNodes(node));
}
