using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>An optimizer that a function creates, and the variables that name what it trains.</summary>
/// <param name="Site">The creation.</param>
/// <param name="Models">The variables in the expression of its parameters.</param>
internal sealed record FunctionOptimizer(OptimizerSite Site, ImmutableArray<ISymbol> Models);

/// <summary>
/// The optimizers that one function creates, lambdas and functions in it aside, in source order. Read once for each function, so
/// that one with thousands of them stays fast.
/// </summary>
internal sealed class FunctionOptimizers
{
    private readonly Dictionary<ISymbol, List<FunctionOptimizer>> _ofSeveralModels = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<string, List<int>> _startsByTarget = new();
    private readonly List<FunctionOptimizer> _all = new();

    private FunctionOptimizers(SyntaxNode function, ScheduleSiteReader reader, CodeBase code, CancellationToken cancellationToken)
    {
        foreach (SyntaxNode node in FunctionNodes.Of(function, code).Own)
        {
            if (node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax
                && code.ModelOf(node.SyntaxTree).GetOperation(node, cancellationToken) is { } operation)
            {
                if (reader.ReadOptimizer(operation) is { } site)
                {
                    Index(new FunctionOptimizer(site, VariablesIn(site.Parameters)), node);
                }

                if (operation is IInvocationOperation call && IsOwn(call) && call.Arguments.Any(argument => reader.Catalog.IsOptimizer(argument.Value.WithoutConversions().Type)))
                {
                    Trainings.Add(node);
                }
            }
        }
    }

    /// <summary>All of them, in source order.</summary>
    public IReadOnlyList<FunctionOptimizer> All => _all;

    /// <summary>The calls that give an optimizer to a method of this project: <c>Fit(model, optimizer, data);</c>.</summary>
    public HashSet<SyntaxNode> Trainings { get; } = new();

    /// <summary>Whether a method of this project is called. A list, too, is given an optimizer, and trains nothing.</summary>
    public static bool IsOwn(IInvocationOperation call) => !call.TargetMethod.DeclaringSyntaxReferences.IsEmpty;

    /// <summary>The optimizers of a function.</summary>
    /// <param name="function">The function, as <see cref="FunctionBodies.FunctionOf"/> gives it.</param>
    /// <param name="reader">Recognises optimizers.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static FunctionOptimizers Of(SyntaxNode function, ScheduleSiteReader reader, CodeBase code, CancellationToken cancellationToken) =>
        code.FactOf(function, node => new FunctionOptimizers(node, reader, code, cancellationToken));

    /// <summary>The variables that an expression names, each once.</summary>
    public static ImmutableArray<ISymbol> VariablesIn(IOperation? expression) =>
        expression?.DescendantsAndSelf().Select(part => part.Variable())
            .OfType<ISymbol>().Distinct<ISymbol>(SymbolEqualityComparer.Default).ToImmutableArray() ?? ImmutableArray<ISymbol>.Empty;

    /// <summary>The first optimizer behind a place that trains all these models and another one.</summary>
    public FunctionOptimizer? FirstOfMoreBehind(int position, ImmutableArray<ISymbol> models) =>
        !models.IsEmpty && _ofSeveralModels.TryGetValue(models[0], out List<FunctionOptimizer>? candidates)
            ? candidates.FirstOrDefault(candidate => candidate.Site.Operation.Syntax.SpanStart > position
                && candidate.Models.Length > models.Length
                && models.All(model => candidate.Models.Contains(model, SymbolEqualityComparer.Default)))
            : null;

    /// <summary>
    /// Whether one that can be scheduled stands before it in another branch, or in another <c>return</c>, for the same target:
    /// of such alternatives one is created.
    /// </summary>
    public bool HasAlternativeBefore(SyntaxNode creation)
    {
        if (TargetOf(creation) is not { } target || !_startsByTarget.TryGetValue(target, out List<int>? starts))
        {
            return false;
        }

        if (target.Length == 0)
        {
            return starts[0] < creation.SpanStart;
        }

        for (SyntaxNode inner = creation; inner.Parent is { } outer && !FunctionBodies.IsFunction(inner); inner = outer)
        {
            // Of two branches of one `if` or `switch` only one runs.
            if (outer is (IfStatementSyntax or SwitchStatementSyntax or SwitchExpressionSyntax or ConditionalExpressionSyntax)
                && SortedPositions.HasAny(starts, outer.SpanStart, inner.SpanStart))
            {
                return true;
            }
        }

        return false;
    }

    private void Index(FunctionOptimizer optimizer, SyntaxNode node)
    {
        _all.Add(optimizer);
        if (optimizer.Models.Length > 1)
        {
            foreach (ISymbol model in optimizer.Models)
            {
                Add(_ofSeveralModels, model, optimizer);
            }
        }

        if (optimizer.Site.Definition.SchedulePolicy == SchedulePolicy.Schedulable && TargetOf(node) is { } target)
        {
            Add(_startsByTarget, target, node.SpanStart);
        }
    }

    private static void Add<TKey, TValue>(Dictionary<TKey, List<TValue>> index, TKey key, TValue value)
    {
        if (!index.TryGetValue(key, out List<TValue>? values))
        {
            index.Add(key, values = new List<TValue>());
        }

        values.Add(value);
    }

    // The variable that gets the creation, nothing where it is returned.
    private static string? TargetOf(SyntaxNode creation)
    {
        SyntaxNode node = creation;
        while (node.Parent is CastExpressionSyntax or ParenthesizedExpressionSyntax or ConditionalExpressionSyntax or SwitchExpressionArmSyntax or SwitchExpressionSyntax)
        {
            node = node.Parent;
        }

        return node.Parent switch
        {
            ReturnStatementSyntax or ArrowExpressionClauseSyntax => "",
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment when assignment.Right == node => assignment.Left.ToString(),
            _ => null,
        };
    }
}
