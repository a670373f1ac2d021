using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>Reads lists that are written in place.</summary>
internal static class ListElements
{
    /// <summary>
    /// The elements of <c>new[] { … }</c>, <c>new List&lt;T&gt; { … }</c>, <c>[…]</c> or <c>Array.Empty&lt;T&gt;()</c>;
    /// <see langword="null"/> for anything else.
    /// </summary>
    public static ImmutableArray<IOperation>? Of(IOperation list)
    {
        switch (list.WithoutConversions())
        {
            case IArrayCreationOperation { Initializer.ElementValues: var elements }:
                return elements;
            case IArrayCreationOperation { DimensionSizes: { Length: 1 } sizes } when sizes[0].ConstantValue is { HasValue: true, Value: 0 }:
            case IInvocationOperation { TargetMethod: { Name: "Empty", ContainingType.Name: "Array" or "Enumerable" } }:
                return ImmutableArray<IOperation>.Empty;
            case IObjectCreationOperation { Arguments.Length: 0 } creation when creation.Type is { Name: "List" }:
                return creation.Initializer is null
                    ? ImmutableArray<IOperation>.Empty
                    : creation.Initializer.Initializers.All(added => added is IInvocationOperation { Arguments.Length: 1 })
                        ? creation.Initializer.Initializers.Select(added => ((IInvocationOperation)added).Arguments[0].Value).ToImmutableArray()
                        : null;
            // Roslyn 4.8 has no operation for a collection expression that can be named here.
            case { Syntax: CollectionExpressionSyntax expression, SemanticModel: { } model }
                when expression.Elements.All(element => element is ExpressionElementSyntax):
                var values = expression.Elements
                    .Select(element => model.GetOperation(((ExpressionElementSyntax)element).Expression)).ToImmutableArray();
                return values.All(value => value is not null) ? values.Select(value => value!).ToImmutableArray() : null;
            default:
                return null;
        }
    }
}
