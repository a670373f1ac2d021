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

namespace LrAnalyzers.Loops;

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
        // Most functions have neither, which the words of the file tell.
        GotoStatementSyntax[] jumps = Own(ProjectFacts.Gotos(function, cancellationToken).Select(token => token.Parent)
            .OfType<GotoStatementSyntax>().Where(jump => jump.IsKind(SyntaxKind.GotoStatement)));
        InvocationExpressionSyntax[] calls = NameOf(function) is { } name
            ? Own(ProjectFacts.Identifiers(function, name, cancellationToken).Select(token => token.Parent).OfType<SimpleNameSyntax>().Select(NamedAlike.CallOf)
                .OfType<InvocationExpressionSyntax>().Where(call => call.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax))
            : Array.Empty<InvocationExpressionSyntax>();
        if (jumps.Length > GraphLimits.Jumps)
        {
            jumps = Array.Empty<GotoStatementSyntax>();
        }

        if (jumps.Length == 0 && calls.Length == 0)
        {
            return s_none;
        }

        SemanticModel model = code.ModelOf(function.SyntaxTree);
        return new JumpLoops(
            jumps.Length == 0 ? ImmutableArray<TrainingLoop>.Empty : Backwards(function, jumps, model, code, cancellationToken),
            calls.Select(call => RecursionBy(call, calls.Length == 1, function, model, code, cancellationToken)).FirstOrDefault(loop => loop is not null));

        // Not those of lambdas and functions in it.
        TNode[] Own<TNode>(IEnumerable<TNode> nodes)
            where TNode : SyntaxNode => nodes.Where(node => FunctionBodies.FunctionOf(node) == function).ToArray();
    }

    private static ImmutableArray<TrainingLoop> Backwards(
        SyntaxNode function, GotoStatementSyntax[] jumps, SemanticModel model, CodeBase code, CancellationToken cancellationToken)
    {
        var labels = new Dictionary<string, LabeledStatementSyntax>();
        foreach (LabeledStatementSyntax label in FunctionNodes.Of(function, code).Own.OfType<LabeledStatementSyntax>())
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
            || Comparison.Of(asked.Condition, counted => CountsIn(rounds, counted, statements) is not null) is not { Counter.Identifier.ValueText: var name } comparison
            || NameWords.Of(name).Concat(NameWords.Of(label.Identifier.ValueText)).Any(word => word is "try" or "tries" or "retry" or "retries" or "attempt" or "attempts")
            || model.GetSymbolInfo(comparison.Counter, cancellationToken).Symbol is not ILocalSymbol { Type: var type } local || !type.IsInteger()
            || model.GetOperation(list, cancellationToken) is not { } block)
        {
            return null;
        }

        var loop = new TrainingLoop(block, TripCount: null, Bound: null, local) 
        {
            Repeated = rounds,
            Asked = asked.Condition,
            OwnJumps = branches.Length == 1 ? ImmutableArray.Create<SyntaxNode>(jump) : ImmutableArray.Create<SyntaxNode>(jump, asked.Statement),
        };
        if (CountsIn(rounds, name, statements) is not { IsOnly: true, Write: var write, By: var count }
            || StartOf(local, rounds, statements, model, cancellationToken) is not { } start
            || write.FirstAncestorOrSelf<StatementSyntax>() is not { } statement
            || !(statement == asked || statement == asked.Statement || statement.Parent == asked.Statement || ListOf(statement) == list))
        {
            return loop;
        }

        bool isCountedBefore = asked.Condition.Span.Contains(write.Span) ? write is not PostfixUnaryExpressionSyntax : write.SpanStart < asked.Condition.SpanStart;
        // Asked behind the round, or in front of it.
        bool isBehind = branches.Length == 1;
        return Counted(
            loop,
            comparison,
            isBehind,
            start + (isCountedBefore ? count : 0),
            count,
            isBehind ? asked.Statement.Span : TextSpan.FromBounds(asked.Span.End, rounds.End),
            block,
            model,
            cancellationToken);
    }

    // The one place in a loop that counts a variable, and whether nothing else in it writes the variable.
    private static (SyntaxNode Write, long By, bool IsOnly)? CountsIn(TextSpan rounds, string name, StatementList statements)
    {
        SyntaxNode[] writes = statements.WritesOf(name).Where(write => rounds.Contains(write.Span)).ToArray();
        SyntaxNode[] counts = writes.Where(write => CountOf(write) is not null).ToArray();
        return counts.Length == 1 ? (counts[0], CountOf(counts[0])!.Value, writes.Length == 1) : null;
    }

    // The list of statements that a statement stands in, its labels aside.
    private static SyntaxNode? ListOf(StatementSyntax statement)
    {
        SyntaxNode? around = statement.Parent;
        while (around is LabeledStatementSyntax or GlobalStatementSyntax)
        {
            around = around.Parent;
        }

        return around;
    }

    // How often a loop runs whose counter is compared with a bound: what stands in front of the comparison once more than what it guards.
    private static TrainingLoop Counted(
        TrainingLoop loop, Comparison comparison, bool goesOn, double first, long count, TextSpan guarded, IOperation before, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxKind kind = goesOn ? comparison.Kind : Opposite(comparison.Kind);
        first += comparison.More;
        if (model.GetOperation(comparison.End, cancellationToken) is not { } bound)
        {
            return loop;
        }

        // Down to a bound is up to it from the other side.
        double? last = LoopReader.Number(bound, before, cancellationToken);
        (double from, double? to, SyntaxKind upwards) = count < 0 ? (-first, -last, Mirrored(kind)) : (first, last, kind);
        double each = Math.Abs(count);
        double? again = to is not { } end ? null : upwards switch
        {
            SyntaxKind.LessThanExpression => Math.Max(0, Math.Ceiling((end - from) / each)),
            SyntaxKind.LessThanOrEqualExpression => Math.Max(0, Math.Floor((end - from) / each) + 1),
            SyntaxKind.NotEqualsExpression when end >= from && (end - from) % each == 0 => (end - from) / each,
            SyntaxKind.GreaterThanExpression when from <= end => 0,
            SyntaxKind.GreaterThanOrEqualExpression when from < end => 0,
            SyntaxKind.EqualsExpression => from == end ? 1 : 0,
            _ => null,
        };
        // `epochs` says itself how often where it is counted to by one.
        double? behind = count != 1 ? null : kind switch
        {
            SyntaxKind.LessThanExpression or SyntaxKind.NotEqualsExpression => first,
            SyntaxKind.LessThanOrEqualExpression => first - 1,
            _ => null,
        };
        return loop with
        {
            TripCount = (long?)again + 1,
            Test = comparison.End.Parent,
            Bound = behind == 1 ? bound : null,
            Guarded = guarded,
            GuardedBound = behind == 0 ? bound : null,
        };
    }

    private static SyntaxKind Opposite(SyntaxKind comparison) => comparison switch
    {
        SyntaxKind.LessThanExpression => SyntaxKind.GreaterThanOrEqualExpression,
        SyntaxKind.LessThanOrEqualExpression => SyntaxKind.GreaterThanExpression,
        SyntaxKind.GreaterThanExpression => SyntaxKind.LessThanOrEqualExpression,
        SyntaxKind.GreaterThanOrEqualExpression => SyntaxKind.LessThanExpression,
        SyntaxKind.EqualsExpression => SyntaxKind.NotEqualsExpression,
        _ => SyntaxKind.EqualsExpression,
    };

    private static SyntaxKind Mirrored(SyntaxKind comparison) => comparison switch
    {
        SyntaxKind.LessThanExpression => SyntaxKind.GreaterThanExpression,
        SyntaxKind.LessThanOrEqualExpression => SyntaxKind.GreaterThanOrEqualExpression,
        SyntaxKind.GreaterThanExpression => SyntaxKind.LessThanExpression,
        SyntaxKind.GreaterThanOrEqualExpression => SyntaxKind.LessThanOrEqualExpression,
        _ => comparison,
    };

    // By how much a write counts: `epoch++`, `epoch -= 2`, `epoch = epoch + 1`.
    private static long? CountOf(SyntaxNode write) => write switch
    {
        PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax => write.Kind() switch
        {
            SyntaxKind.PreIncrementExpression or SyntaxKind.PostIncrementExpression => 1,
            SyntaxKind.PreDecrementExpression or SyntaxKind.PostDecrementExpression => -1,
            _ => null,
        },
        AssignmentExpressionSyntax { Right: LiteralExpressionSyntax { Token.Value: int and > 0 and var by } } assignment => assignment.Kind() switch
        {
            SyntaxKind.AddAssignmentExpression => by,
            SyntaxKind.SubtractAssignmentExpression => -by,
            _ => null,
        },
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax { Identifier.ValueText: var name } } assignment =>
            Stepped(assignment.Right) is { } next && next.Counter.Identifier.ValueText == name ? next.By : null,
        _ => null,
    };

    // `epoch + 1`, `epoch - 2`
    private static (IdentifierNameSyntax Counter, long By)? Stepped(ExpressionSyntax expression) =>
        expression is BinaryExpressionSyntax { Left: IdentifierNameSyntax counter, Right: LiteralExpressionSyntax { Token.Value: int and > 0 and var by } }
            ? expression.Kind() switch
            {
                SyntaxKind.AddExpression => (counter, by),
                SyntaxKind.SubtractExpression => (counter, -by),
                _ => null,
            }
            : null;

    private static bool Leaves(StatementSyntax statement) => (statement as BlockSyntax)?.Statements.LastOrDefault() is var last
        && (last ?? statement) is GotoStatementSyntax or ReturnStatementSyntax or BreakStatementSyntax or ThrowStatementSyntax;

    private static double? StartOf(ILocalSymbol counter, TextSpan rounds, StatementList statements, SemanticModel model, CancellationToken cancellationToken) =>
        counter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: var initial } declared
        && declared.Parent?.Parent is { } statement && (statement.Parent is GlobalStatementSyntax global ? global.Parent : statement.Parent) == statements.List
        && declared.Span.End <= rounds.Start
        && !statements.WritesOf(counter.Name).Any(write => !rounds.Contains(write.Span))
            ? model.GetConstantValue(initial, cancellationToken).Value.ToDouble()
            : null;

    // `void Train(int epoch) { …; if (epoch < epochs) Train(epoch + 1); }`, `void Train(int epochsLeft) { …; Train(epochsLeft - 1); }`
    private static TrainingLoop? RecursionBy(InvocationExpressionSyntax call, bool isOnly, SyntaxNode function, SemanticModel model, CodeBase code, CancellationToken cancellationToken)
    {
        if (call.ArgumentList.Arguments.FirstOrDefault(argument => NamesEpoch(Stepped(argument.Expression)?.Counter)) is not { } next
            // What is tried again is no next round.
            || call.Ancestors().TakeWhile(node => node != function).Any(node => FunctionBodies.IsLoop(node) || node is CatchClauseSyntax)
            || model.GetOperation(call, cancellationToken) is not IInvocationOperation { Instance: null or IInstanceReferenceOperation, TargetMethod: var method, Arguments: var arguments }
            || code.EnclosingSymbolOf(call, model, cancellationToken) is not IMethodSymbol self
            || !SymbolEqualityComparer.Default.Equals(self.OriginalDefinition, method.OriginalDefinition)
            || arguments.FirstOrDefault(argument => argument.Syntax == next) is not { Parameter: { } parameter }
            || Stepped(next.Expression) is not var (counter, count) || counter.Identifier.ValueText != parameter.Name
            || !parameter.Type.IsInteger()
            || WrittenNames.Contains(function, parameter.Name, cancellationToken)
            || model.GetOperation(function, cancellationToken).Body() is not { } body)
        {
            return null;
        }

        var loop = new TrainingLoop(body, TripCount: null, Bound: null, Variable: null) { Asked = next.Expression };
        if (!isOnly || AskedBefore(call, function) is not var (asked, isAround))
        {
            return loop;
        }

        // `return Train(epoch + 1);`
        IEnumerable<SyntaxNode> own = call.Ancestors().TakeWhile(node => node != function).Where(node => node is ReturnStatementSyntax);
        loop = loop with { OwnJumps = (isAround ? own : own.Append(asked.Statement)).ToImmutableArray() };
        return Comparison.Of(asked.Condition, name => name == parameter.Name) is { } comparison
            && StartOf(self, parameter, function, code, cancellationToken) is { } start
                ? Counted(
                    loop,
                    comparison,
                    isAround,
                    start,
                    count,
                    isAround ? asked.Statement.Span : TextSpan.FromBounds(asked.Span.End, function.Span.End),
                    body,
                    model,
                    cancellationToken)
                : loop;
    }

    // What names no epoch may count attempts, or a depth.
    private static bool NamesEpoch(IdentifierNameSyntax? counter) => counter?.Identifier.ValueText.IndexOf("epoch", StringComparison.OrdinalIgnoreCase) >= 0;

    // The one statement that says whether a function calls itself again: around the call, or one in front of it that returns.
    private static (IfStatementSyntax Asked, bool IsAround)? AskedBefore(InvocationExpressionSyntax call, SyntaxNode function)
    {
        SyntaxNode[] around = call.Ancestors().TakeWhile(node => node != function).ToArray();
        if (!around.Any(node => node is ElseClauseSyntax or SwitchSectionSyntax or SwitchExpressionArmSyntax or ConditionalExpressionSyntax or TryStatementSyntax)
            && around.LastOrDefault(node => node is BlockSyntax) is BlockSyntax { Statements: var statements })
        {
            IfStatementSyntax[] branches = around.OfType<IfStatementSyntax>().ToArray();
            IfStatementSyntax[] leaving = statements.OfType<IfStatementSyntax>().Where(branch => branch.SpanStart < call.SpanStart && branch.Else is null && Leaves(branch.Statement)).ToArray();
            return (branches.Length, leaving.Length) switch
            {
                (1, 0) => (branches[0], true),
                (0, 1) => (leaving[0], false),
                _ => null,
            };
        }

        return null;
    }

    // What the only other call gives.
    private static double? StartOf(IMethodSymbol function, IParameterSymbol counter, SyntaxNode declaration, CodeBase code, CancellationToken cancellationToken)
    {
        IOperation[] starts = code.CallsOf(function, cancellationToken)?
            .Where(call => !declaration.Contains(call.Syntax)).ToArray() ?? Array.Empty<IOperation>();
        return starts.Length == 1 && starts[0].Arguments().FirstOrDefault(argument => argument.Parameter?.Ordinal == counter.Ordinal)?.Value is { } start
            ? LoopReader.Number(start, starts[0], cancellationToken)
            : null;
    }

    private static string? NameOf(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax { Identifier.ValueText: var name } => name,
        LocalFunctionStatementSyntax { Identifier.ValueText: var name } => name,
        _ => null,
    };

    // How a counter is compared: `++epoch < epochs`, `epochs >= epoch`, `epoch + 1 < epochs`.
    private sealed record Comparison(IdentifierNameSyntax Counter, SyntaxKind Kind, ExpressionSyntax End, long More)
    {
        public static Comparison? Of(ExpressionSyntax condition, Func<string, bool> isCounter)
        {
            if (condition is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.LessThanOrEqualExpression
                or (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.GreaterThanOrEqualExpression or (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison)
            {
                return null;
            }

            return CounterIn(comparison.Left) is var (left, more) && isCounter(left.Identifier.ValueText) ? new Comparison(left, comparison.Kind(), comparison.Right, more)
                : CounterIn(comparison.Right) is var (right, moreOfIt) && isCounter(right.Identifier.ValueText) ? new Comparison(right, Mirrored(comparison.Kind()), comparison.Left, moreOfIt)
                : null;
        }

        private static (IdentifierNameSyntax Counter, long More)? CounterIn(ExpressionSyntax expression) => expression switch
        {
            IdentifierNameSyntax counter => (counter, 0),
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression, Operand: IdentifierNameSyntax counter } => (counter, 0),
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression, Operand: IdentifierNameSyntax counter } => (counter, 0),
            _ => Stepped(expression) is var (counter, by) ? (counter, by) : null,
        };
    }

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
