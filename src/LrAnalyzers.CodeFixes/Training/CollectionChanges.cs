using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

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

    /// <summary>Whether the collection may change behind a place, under whatever name somebody else has it: the list that a constructor was given.</summary>
    /// <param name="variable">The variable that holds it.</param>
    /// <param name="function">The function of the place.</param>
    /// <param name="position">The place.</param>
    public bool IsChangedBehind(ISymbol variable, SyntaxNode function, int position) =>
        IsChangedBehind(variable, function, position, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    private bool IsChangedBehind(ISymbol variable, SyntaxNode function, int position, HashSet<ISymbol> followed)
    {
        if (!followed.Add(variable))
        {
            return false;
        }

        if (followed.Count > MostBodies
            || code.ReferencesTo(variable, cancellationToken) is not { } references
            || references.Select(reference => CodeBase.MemberOf(reference.Syntax)).Distinct()
                .Any(scope => Has(scope, variable, node => node.SpanStart < position && FunctionBodies.FunctionOf(node) == function)))
        {
            return true;
        }

        return references.SelectMany(OthersOf).Any(other => IsChangedBehind(other, function, position, followed))
            || variable is IParameterSymbol { ContainingSymbol: IMethodSymbol method, Ordinal: var ordinal }
                && (code.CallsOf(method, cancellationToken) is not { } calls
                    || calls.Any(call => call.Arguments().FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal)?.Value.Variable() is { } given
                        && IsChangedBehind(given, FunctionBodies.FunctionOf(call.Syntax), call.Syntax.Span.End, followed)));
    }

    // The variables that hold what a reference names as well: what it is given to, what gave it, and the parameter that takes it.
    private IEnumerable<ISymbol> OthersOf(IOperation reference)
    {
        IOperation value = reference.WithOuterConversions();
        return value.Parent switch
        {
            ISimpleAssignmentOperation assignment => Named(assignment.Value == value ? assignment.Target : assignment.Value),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => [local],
            IArgumentOperation { Parameter.Ordinal: var ordinal, Parent: { } call } when call.CalledMethod() is { } method && code.Declares(method) =>
                code.SeenBodiesOf(method, cancellationToken).Select(body => body.Parameters.ElementAtOrDefault(ordinal)).OfType<ISymbol>(),
            _ => [],
        };

        static IEnumerable<ISymbol> Named(IOperation operation) => operation.Variable() is { } variable ? [variable] : [];
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
