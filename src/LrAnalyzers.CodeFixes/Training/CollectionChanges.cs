using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>Whether code may give a collection another number of elements, also in what it calls.</summary>
/// <param name="code">The project.</param>
/// <param name="cancellationToken">Stops the search.</param>
internal sealed class CollectionChanges(CodeBase code, CancellationToken cancellationToken)
{
    private const int MaximumCalls = 4;
    private const int MostBodies = 100;

    // Methods of collections after which they hold another number of elements.
    private static readonly ImmutableHashSet<string> s_changeCount = ImmutableHashSet.Create(
        "Add", "AddFirst", "AddLast", "AddRange", "Clear", "Dequeue", "Enqueue", "Insert", "InsertRange", "Pop", "Push", "Remove", "RemoveAll", "RemoveAt", "RemoveFirst", "RemoveLast", "RemoveRange", "TryAdd",
        "TryDequeue", "TryPop", "RemoveWhere", "UnionWith", "ExceptWith", "IntersectWith", "SymmetricExceptWith");

    private readonly HashSet<(SyntaxNode, ISymbol)> _asked = new();

    /// <summary>Whether what a node holds may change it. Too much code to look at is a change.</summary>
    /// <param name="scope">The node.</param>
    /// <param name="collection">The local, parameter, field or property that holds it.</param>
    /// <param name="isEarlier">What of the node has been run already where the collection is counted.</param>
    public bool Has(SyntaxNode scope, ISymbol collection, Func<SyntaxNode, bool>? isEarlier = null)
    {
        _asked.Clear();
        return Has(scope, collection, isEarlier, 0);
    }

    private bool Has(SyntaxNode scope, ISymbol collection, Func<SyntaxNode, bool>? isEarlier, int calls)
    {
        if (!_asked.Add((scope, collection)))
        {
            return false;
        }

        if (calls > MaximumCalls || _asked.Count > MostBodies)
        {
            return true;
        }

        SemanticModel model = code.ModelOf(scope.SyntaxTree);
        foreach (SyntaxNode node in scope.DescendantNodes().Where(node => isEarlier?.Invoke(node) != true))
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool isChanged = node switch
            {
                IdentifierNameSyntax name => name.Identifier.ValueText == collection.Name
                    && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, collection.OriginalDefinition)
                    && (IsChanged(name) || IsChangedByCall(name, model, calls)),
                InvocationExpressionSyntax call => SeeingBodies(call).Any(body => Has(body, collection, isEarlier, calls + 1)),
                _ => false,
            };
            if (isChanged)
            {
                return true;
            }
        }

        return false;

        // A member is seen by whatever is called, a local by functions that stand beside it.
        IEnumerable<SyntaxNode> SeeingBodies(InvocationExpressionSyntax call) => model.GetSymbolInfo(call, cancellationToken).Symbol switch
        {
            IMethodSymbol { MethodKind: MethodKind.DelegateInvoke } => LambdasOf(call, model),
            IMethodSymbol method when code.Declares(method) && (method.MethodKind == MethodKind.LocalFunction || collection is IFieldSymbol or IPropertySymbol) =>
                code.SeenBodiesOf(method, cancellationToken).SelectMany(DeclarationsOf),
            _ => [],
        };
    }

    // `fill();`
    private IEnumerable<SyntaxNode> LambdasOf(InvocationExpressionSyntax call, SemanticModel model) =>
        call.Expression is IdentifierNameSyntax name && model.GetSymbolInfo(name, cancellationToken).Symbol is ILocalSymbol held
            ? held.DeclaringSyntaxReferences.Select(declaration => declaration.GetSyntax(cancellationToken)).OfType<VariableDeclaratorSyntax>()
            : [];

    private IEnumerable<SyntaxNode> DeclarationsOf(IMethodSymbol method) => method.DeclaringSyntaxReferences.Select(declaration => declaration.GetSyntax(cancellationToken));

    /// <summary>Whether a name is that of what a change is made to: <c>batches.Clear()</c>, <c>memory.Add(batch)</c>.</summary>
    public static bool IsChanged(IdentifierNameSyntax name)
    {
        SyntaxNode node = Whole(name);
        return node.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var method, Parent: InvocationExpressionSyntax } access
            && access.Expression == node
            && s_changeCount.Contains(method);
    }

    // `this.memory`, `buffer.Items`
    private static SyntaxNode Whole(IdentifierNameSyntax name) => name.Parent is MemberAccessExpressionSyntax own && own.Name == name ? own : name;

    // `Fill(memory)`, `memory.Fill()`
    private bool IsChangedByCall(IdentifierNameSyntax name, SemanticModel model, int calls)
    {
        SyntaxNode whole = Whole(name);
        SyntaxNode? call = whole.Parent switch
        {
            ArgumentSyntax { Parent: BaseArgumentListSyntax { Parent: var called } } => called,
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax called } access when access.Expression == whole => called,
            _ => null,
        };
        return call is not null
            && model.GetOperation(call, cancellationToken) is { } operation
            && operation.CalledMethod() is { } method && code.Declares(method)
            && operation.Arguments().FirstOrDefault(argument => argument.Syntax.Span.Contains(whole.Span))?.Parameter?.Ordinal is { } ordinal
            && code.SeenBodiesOf(method, cancellationToken).Any(body => body.Parameters.ElementAtOrDefault(ordinal) is { } parameter
                && (parameter.RefKind is RefKind.Ref or RefKind.Out || DeclarationsOf(body).Any(declaration => Has(declaration, parameter, isEarlier: null, calls + 1))));
    }
}
