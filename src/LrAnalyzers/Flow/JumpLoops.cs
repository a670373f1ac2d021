using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Flow;

/// <summary>
/// The loops of a function that no statement of C# writes: a <c>goto</c> back to a label in front of the step, which a counter
/// decides, and a function that calls itself for the next epoch. Read once for each function.
/// </summary>
internal sealed class JumpLoops
{
    private static readonly JumpLoops s_none = new(ImmutableArray<TrainingLoop>.Empty, null);

    private JumpLoops(ImmutableArray<TrainingLoop> backward, TrainingLoop? recursion)
    {
        Backward = backward;
        Recursion = recursion;
    }

    /// <summary>Those by <c>goto</c>, the shortest first.</summary>
    public ImmutableArray<TrainingLoop> Backward { get; }

    /// <summary>The function itself, where it calls itself for the next epoch.</summary>
    public TrainingLoop? Recursion { get; }

    /// <summary>The loops of a function.</summary>
    /// <param name="function">The function, as <see cref="FunctionBodies.FunctionOf"/> gives it.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static JumpLoops Of(SyntaxNode function, CodeBase code, CancellationToken cancellationToken) =>
        code.FactOf(function, node => Read(node, code, cancellationToken));

    private static JumpLoops Read(SyntaxNode function, CodeBase code, CancellationToken cancellationToken)
    {
        List<GotoStatementSyntax>? jumps = null;
        List<InvocationExpressionSyntax>? calls = null;
        string? name = NameOf(function);
        foreach (SyntaxNode node in function.DescendantNodes(inner => inner == function || !FunctionBodies.IsFunction(inner) && inner is not BaseTypeDeclarationSyntax))
        {
            if (node is GotoStatementSyntax { RawKind: (int)SyntaxKind.GotoStatement } jump)
            {
                (jumps ??= new List<GotoStatementSyntax>()).Add(jump);
            }
            else if (name is not null && node is InvocationExpressionSyntax call && NameOf(call) == name)
            {
                (calls ??= new List<InvocationExpressionSyntax>()).Add(call);
            }
        }

        if (jumps?.Count > GraphLimits.Jumps)
        {
            jumps = null;
        }

        if (jumps is null && calls is null)
        {
            return s_none;
        }

        SemanticModel model = code.ModelOf(function.SyntaxTree);
        return new JumpLoops(
            jumps is null ? ImmutableArray<TrainingLoop>.Empty : Backwards(function, jumps, model, cancellationToken),
            calls?.Select(call => RecursionBy(call, function, model, code, cancellationToken)).FirstOrDefault(loop => loop is not null));
    }

    private static ImmutableArray<TrainingLoop> Backwards(SyntaxNode function, List<GotoStatementSyntax> jumps, SemanticModel model, CancellationToken cancellationToken)
    {
        var labels = new Dictionary<string, LabeledStatementSyntax>();
        foreach (LabeledStatementSyntax label in function.DescendantNodes(inner => inner == function || !FunctionBodies.IsFunction(inner)).OfType<LabeledStatementSyntax>())
        {
            labels[label.Identifier.ValueText] = label;
        }

        var lists = new Dictionary<SyntaxNode, StatementList>();
        return jumps
            .Select(jump => jump.Expression is IdentifierNameSyntax { Identifier.ValueText: var target } && labels.TryGetValue(target, out LabeledStatementSyntax? label) && label.SpanStart < jump.SpanStart
                ? LoopBy(jump, label, lists, model, cancellationToken)
                : null)
            .OfType<TrainingLoop>()
            .OrderBy(loop => loop.Rounds.Length)
            .ToImmutableArray();
    }

    // `again: …; if (++epoch < epochs) goto again;`, `again: if (epoch >= epochs) goto done; …; epoch++; goto again;`
    private static TrainingLoop? LoopBy(
        GotoStatementSyntax jump, LabeledStatementSyntax label, Dictionary<SyntaxNode, StatementList> lists, SemanticModel model, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        SyntaxNode first = label.Parent is GlobalStatementSyntax global ? global : label;
        SyntaxNode list = first.Parent!;
        SyntaxNode[] around = jump.AncestorsAndSelf().TakeWhile(node => node != list).ToArray();
        SyntaxNode last = around[around.Length - 1];
        if (last.Parent != list || around.Any(node => FunctionBodies.IsLoop(node) || node is TryStatementSyntax or SwitchSectionSyntax or ElseClauseSyntax))
        {
            // What is tried again is no next round.
            return null;
        }

        if (!lists.TryGetValue(list, out StatementList? statements))
        {
            lists.Add(list, statements = new StatementList(list));
        }

        IfStatementSyntax[] branches = around.OfType<IfStatementSyntax>().ToArray();
        var rounds = TextSpan.FromBounds(first.SpanStart, last.Span.End);
        IfStatementSyntax? asked = branches.Length switch
        {
            1 => branches[0],
            0 => statements.FirstLeaving(first.SpanStart, last.SpanStart),
            _ => null,
        };
        if (asked is null
            || CounterIn(asked.Condition) is not { } counter
            || NameWords.Of(counter.Identifier.ValueText).Concat(NameWords.Of(label.Identifier.ValueText)).Any(word => word is "try" or "tries" or "retry" or "retries" or "attempt" or "attempts")
            || statements.WritesOf(counter.Identifier.ValueText).Count(write => rounds.Contains(write.Span) && Accumulation.CountsUp(write)) != 1
            || model.GetSymbolInfo(counter, cancellationToken).Symbol is not ILocalSymbol { Type: var type } local || !type.IsInteger()
            || model.GetOperation(list, cancellationToken) is not { } block)
        {
            return null;
        }

        // Asked in front of the round or behind it.
        long? trips = StartOf(local, rounds, statements, model, cancellationToken) is { } start && EndOf(asked.Condition, model, block, cancellationToken) is { } end
            ? Math.Max(branches.Length, (long)(end - start))
            : null;
        return new TrainingLoop(block, trips, Bound: null, local) { Repeated = rounds, Asked = asked.Condition };
    }

    private static bool Leaves(StatementSyntax statement) => (statement as BlockSyntax)?.Statements.LastOrDefault() is var last
        && (last ?? statement) is GotoStatementSyntax or ReturnStatementSyntax or BreakStatementSyntax or ThrowStatementSyntax;

    private static IdentifierNameSyntax? CounterIn(ExpressionSyntax condition) =>
        condition is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.LessThanOrEqualExpression
            or (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.GreaterThanOrEqualExpression or (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison
            ? comparison.Left switch
            {
                IdentifierNameSyntax counter => counter,
                PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax counter } prefix when prefix.IsKind(SyntaxKind.PreIncrementExpression) => counter,
                PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax counter } postfix when postfix.IsKind(SyntaxKind.PostIncrementExpression) => counter,
                _ => null,
            }
            : null;

    private static double? StartOf(ILocalSymbol counter, TextSpan rounds, StatementList statements, SemanticModel model, CancellationToken cancellationToken) =>
        counter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: var initial } declared
        && declared.Parent?.Parent is { } statement && (statement.Parent is GlobalStatementSyntax global ? global.Parent : statement.Parent) == statements.List
        && !statements.WritesOf(counter.Name).Any(write => !rounds.Contains(write.Span))
            ? model.GetConstantValue(initial, cancellationToken).Value.ToDouble()
            : null;

    // How many rounds a counter from 0 on makes.
    private static double? EndOf(ExpressionSyntax condition, SemanticModel model, IOperation before, CancellationToken cancellationToken)
    {
        var comparison = (BinaryExpressionSyntax)condition;
        int more = (comparison.Left is PostfixUnaryExpressionSyntax ? 1 : 0)
            + ((SyntaxKind)comparison.RawKind is SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression ? 1 : 0);
        return model.GetOperation(comparison.Right, cancellationToken) is { } end && LoopReader.Number(end, before, cancellationToken) is { } number
            ? number + more
            : null;
    }

    // `void Train(int epoch) { …; if (epoch < epochs) Train(epoch + 1); }`, `void Train(int epochsLeft) { …; Train(epochsLeft - 1); }`
    private static TrainingLoop? RecursionBy(InvocationExpressionSyntax call, SyntaxNode function, SemanticModel model, CodeBase code, CancellationToken cancellationToken)
    {
        if (call.ArgumentList.Arguments.FirstOrDefault(argument => CountedIn(argument.Expression) is not null) is not { } next
            // What is tried again is no next round.
            || call.Ancestors().TakeWhile(node => node != function).Any(node => FunctionBodies.IsLoop(node) || node is CatchClauseSyntax)
            || model.GetOperation(call, cancellationToken) is not IInvocationOperation { TargetMethod: var method, Arguments: var arguments }
            || code.EnclosingSymbolOf(call, model, cancellationToken) is not IMethodSymbol own
            || !SymbolEqualityComparer.Default.Equals(own.OriginalDefinition, method.OriginalDefinition)
            || arguments.FirstOrDefault(argument => argument.Syntax == next) is not { Parameter: { } parameter } given
            || CountedIn(next.Expression) != parameter.Name
            || !parameter.Type.IsInteger()
            || WrittenNames.Contains(function, parameter.Name, cancellationToken)
            || model.GetOperation(function, cancellationToken).Body() is not { } body)
        {
            return null;
        }

        return new TrainingLoop(body, TripsOf(own, given, function, model, code, cancellationToken), Bound: null, Variable: null)
        {
            Asked = next.Expression,
        };
    }

    // `epoch + 1`, `epochsLeft - 1`: what names no epoch may count attempts, or a depth.
    private static string? CountedIn(ExpressionSyntax expression) =>
        expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression or (int)SyntaxKind.SubtractExpression, Left: IdentifierNameSyntax { Identifier.ValueText: var name }, Right: LiteralExpressionSyntax { Token.Value: 1 } }
        && name.IndexOf("epoch", StringComparison.OrdinalIgnoreCase) >= 0
            ? name
            : null;

    // From what the only other call gives to the number with which the function compares it, or down to nothing.
    private static long? TripsOf(IMethodSymbol function, IArgumentOperation next, SyntaxNode declaration, SemanticModel model, CodeBase code, CancellationToken cancellationToken)
    {
        IOperation[] starts = code.CallsOf(function, cancellationToken)?
            .Where(call => !(call.Syntax.SyntaxTree == declaration.SyntaxTree && declaration.Span.Contains(call.Syntax.Span))).ToArray() ?? Array.Empty<IOperation>();
        if (starts.Length != 1
            || starts[0].Arguments().FirstOrDefault(argument => argument.Parameter?.Ordinal == next.Parameter!.Ordinal)?.Value is not { } start
            || LoopReader.Number(start, starts[0], cancellationToken) is not { } first)
        {
            return null;
        }

        if (next.Value is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract })
        {
            return (long)first;
        }

        double?[] ends = declaration.DescendantNodes().OfType<BinaryExpressionSyntax>()
            .Where(comparison => CounterIn(comparison)?.Identifier.ValueText == next.Parameter!.Name)
            .Select(comparison => model.GetOperation(comparison.Right, cancellationToken) is { } end ? LoopReader.Number(end, end, cancellationToken) : null).ToArray();
        return ends.Length == 1 && ends[0] is { } last ? (long)(last - first) : null;
    }

    private static string? NameOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax { Identifier.ValueText: var name } => name,
        LocalFunctionStatementSyntax { Identifier.ValueText: var name } => name,
        _ => null,
    };

    private static string? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        IdentifierNameSyntax { Identifier.ValueText: var name } => name,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => name,
        _ => null,
    };

    // A block, or the statements of a file, read once for all the jumps in it.
    private sealed class StatementList(SyntaxNode list)
    {
        private readonly IfStatementSyntax[] _leaving = list.ChildNodes()
            .Select(node => node is GlobalStatementSyntax { Statement: var inner } ? inner : node)
            .Select(node => node is LabeledStatementSyntax { Statement: var inner } ? inner : node)
            .OfType<IfStatementSyntax>()
            .Where(branch => branch.Else is null && Leaves(branch.Statement))
            .ToArray();

        private ILookup<string, SyntaxNode>? _writes;

        public SyntaxNode List => list;

        /// <summary>The first statement between two places that can leave the list.</summary>
        public IfStatementSyntax? FirstLeaving(int from, int to) => _leaving.FirstOrDefault(branch => branch.SpanStart >= from) is { } found && found.SpanStart < to ? found : null;

        public IEnumerable<SyntaxNode> WritesOf(string name) => (_writes ??= WrittenNames.WritesIn(list))[name];
    }
}
