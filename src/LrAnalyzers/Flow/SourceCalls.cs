using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Flow;

/// <summary>The calls that a piece of code makes, itself and through the methods of this project that it calls.</summary>
internal static class SourceCalls
{
    private const int MaximumDepth = 4;
    private const int MaximumMethods = 64;

    /// <summary>
    /// Every call in the node, and behind each call of a method whose one body is in this project those in that body; a
    /// method that is called twice comes twice, one that calls itself once.
    /// </summary>
    public static IEnumerable<InvocationExpressionSyntax> In(SyntaxNode node, CodeBase code, CancellationToken cancellationToken)
    {
        int methods = 0;
        var pending = new Stack<(SyntaxNode Node, int Depth)>();
        pending.Push((node, 0));
        while (pending.Count > 0)
        {
            (SyntaxNode current, int depth) = pending.Pop();
            SemanticModel? model = null;
            foreach (InvocationExpressionSyntax call in current
                .DescendantNodes(child => child == current || child is not LocalFunctionStatementSyntax)
                .OfType<InvocationExpressionSyntax>())
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return call;
                if (depth < MaximumDepth && methods < MaximumMethods
                    && (model ??= code.ModelOf(current.SyntaxTree)).GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method
                    && BodyOf(method, code, cancellationToken) is { } body
                    && !body.Span.Contains(call.Span))
                {
                    methods++;
                    pending.Push((body, depth + 1));
                }
            }
        }
    }

    private static SyntaxNode? BodyOf(IMethodSymbol method, CodeBase code, CancellationToken cancellationToken) =>
        method.OriginalDefinition is { IsVirtual: false, IsAbstract: false, IsOverride: false, DeclaringSyntaxReferences: { Length: 1 } declarations } definition
        && definition.IsDeclaredIn(code.Compilation)
            ? declarations[0].GetSyntax(cancellationToken)
            : null;
}
