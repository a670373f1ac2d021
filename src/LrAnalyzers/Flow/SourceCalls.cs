using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>The calls that a piece of code makes, itself and through the methods of this project that it calls.</summary>
internal static class SourceCalls
{
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
                if (depth < GraphLimits.CallsBelow && methods < GraphLimits.MethodsBelow
                    && (model ??= code.ModelOf(current.SyntaxTree)).GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method)
                {
                    foreach (SyntaxNode body in BodiesOf(call, method, model, code, cancellationToken).Where(body => !body.Contains(call)))
                    {
                        methods++;
                        pending.Push((body, depth + 1));
                    }
                }
            }
        }
    }

    private static IEnumerable<SyntaxNode> BodiesOf(
        InvocationExpressionSyntax call, IMethodSymbol method, SemanticModel model, CodeBase code, CancellationToken cancellationToken)
    {
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            // What stands in the node itself is read there.
            return model.GetOperation(call, cancellationToken) is IInvocationOperation { Instance: { } invoked }
                && DelegateCalls.TargetOf(invoked, path: null, code, cancellationToken) is { MethodKind: MethodKind.AnonymousFunction } lambda
                    ? lambda.DeclaringSyntaxReferences.Select(declaration => declaration.GetSyntax(cancellationToken))
                    : Enumerable.Empty<SyntaxNode>();
        }

        return (code.BodiesOf(method, cancellationToken) ?? Enumerable.Empty<IMethodSymbol>())
            .Select(body => body.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken));
    }
}
