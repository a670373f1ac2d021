using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Trials;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>Counts the optimizer's steps of a training by the loops around them, as an expression where the scheduler is made.</summary>
internal sealed class StepCount
{
    private readonly CallChain _chain;
    private readonly TrainingLoop _epochs;
    private readonly ExpressionCarrier _carrier;
    private readonly CancellationToken _cancellationToken;

    private StepCount(CallChain chain, TrainingLoop epochs, ExpressionCarrier carrier, CancellationToken cancellationToken)
    {
        _chain = chain;
        _epochs = epochs;
        _carrier = carrier;
        _cancellationToken = cancellationToken;
    }

    /// <summary>How often the loop over epochs goes round; <see langword="null"/> where that cannot be written.</summary>
    /// <param name="chain">From where the optimizer is stepped.</param>
    /// <param name="epochs">The loop.</param>
    /// <param name="carrier">Writes expressions at the place.</param>
    /// <param name="bound">What the loop's bound is called; <see langword="null"/> where it has no name but its own.</param>
    public static Quantity? OfEpochs(CallChain chain, TrainingLoop epochs, ExpressionCarrier carrier, Quantity? bound) =>
        FrameOf(chain, epochs) is { } frame ? Rounds(epochs, frame, carrier, bound)?.AsInt : null;

    /// <summary>The loop's own bound where the scheduler is made.</summary>
    public static Quantity? BoundOf(CallChain chain, TrainingLoop epochs, LoopRounds rounds, ExpressionCarrier carrier) =>
        FrameOf(chain, epochs) is { } frame ? carrier.Carry(rounds.End, frame) : null;

    /// <summary>
    /// The number of steps in all epochs, an <see langword="int"/>; <see langword="null"/> where it cannot be written, or where a
    /// step may be left out.
    /// </summary>
    /// <param name="chain">From where the optimizer is stepped.</param>
    /// <param name="epochs">The loop over epochs.</param>
    /// <param name="rounds">How often that goes round.</param>
    /// <param name="iterations">Loops that repeat nothing, such as one over several optimizers.</param>
    /// <param name="carrier">Writes expressions at the place.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static Quantity? Of(
        CallChain chain, TrainingLoop epochs, Quantity rounds, ImmutableHashSet<SyntaxNode> iterations, ExpressionCarrier carrier, CancellationToken cancellationToken) =>
        new StepCount(chain, epochs, carrier, cancellationToken).Count(rounds, iterations);

    /// <summary>The loops between the optimizer's step and the loop over epochs, innermost first, each with its place in the chain.</summary>
    public static IEnumerable<(TrainingLoop Loop, int Frame)> LoopsInside(CallChain chain, TrainingLoop epochs, CancellationToken cancellationToken)
    {
        int last = FrameOf(chain, epochs) ?? -1;
        return chain.LoopsBySite(cancellationToken).TakeWhile(found => found.Site <= last && found.Loop.Operation.Syntax != epochs.Operation.Syntax);
    }

    private static int? FrameOf(CallChain chain, TrainingLoop epochs)
    {
        for (int frame = 0; frame < chain.Sites.Length; frame++)
        {
            if (epochs.Contains(chain.Sites[frame]))
            {
                return frame;
            }
        }

        return null;
    }

    /// <summary>
    /// The number of epochs that a training which goes on from where it was saved has done already; <see langword="null"/>
    /// where it begins anew, or where that number cannot be written.
    /// </summary>
    public static Quantity? DoneBefore(CallChain chain, TrainingLoop epochs, ExpressionCarrier carrier) =>
        LoopRounds.Of(epochs) is { Start: { } start } rounds && epochs.Range is { Start: var saved }
        && SavedProgress.Is(saved, carrier.Code, carrier.CancellationToken)
        && FrameOf(chain, epochs) is { } frame
            ? carrier.Carry(start, frame)?.AsInt.Plus(-FirstEpoch(rounds, epochs, carrier))
            : null;

    // The number of the first epoch of a training that is not resumed: 1 where they are counted from 1.
    private static int FirstEpoch(LoopRounds rounds, TrainingLoop epochs, ExpressionCarrier carrier) =>
        rounds.Start is IdentifierNameSyntax name
        && epochs.Operation.SemanticModel!.GetSymbolInfo(name, carrier.CancellationToken).Symbol?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(carrier.CancellationToken) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var initial } => initial,
            ParameterSyntax { Default.Value: var initial } => initial,
            _ => null,
        } is LiteralExpressionSyntax { Token.Value: int and (0 or 1) and var number }
            ? number
            : rounds.IsInclusive ? 1 : 0;

    /// <summary>The number of steps in all, where the loop over epochs counts them itself; and how it reads that number.</summary>
    public static (Quantity Steps, LoopRounds Read)? OfCounter(CallChain chain, TrainingLoop epochs, ExpressionCarrier carrier) =>
        FrameOf(chain, epochs) is 0
        && LoopRounds.OfSteps(epochs.Operation.Syntax, chain.Sites[0].Syntax) is { } read
        && carrier.Carry(read.End, 0) is { } steps
            ? (steps.AsInt, read)
            : null;

    private Quantity? Count(Quantity rounds, ImmutableHashSet<SyntaxNode> iterations)
    {
        Quantity? perEpoch = null;
        (Quantity Every, bool RoundsUp, bool InEpoch)? accumulation = null;
        IOperation inner = _chain.Sites[0];
        int innerFrame = 0;
        foreach ((TrainingLoop loop, int frame) in LoopsInside(_chain, _epochs, _cancellationToken))
        {
            bool isFirst = perEpoch is null && frame == 0;
            if (!Reaches(inner, innerFrame, frame, loop.Body.Syntax) && (!isFirst || (accumulation = EveryOf(loop)) is null)
                || isFirst && SkipsByCount(loop) is { } skipping && (accumulation is not null || (accumulation = EveryOf(loop, skipping)) is null)
                || iterations.Contains(loop.Operation.Syntax)
                || EndsEarly(loop)
                || Rounds(loop, frame, _carrier) is not { } count)
            {
                return null;
            }

            perEpoch = perEpoch is { } counted ? count.Times(counted) : count;
            (inner, innerFrame) = (loop.Operation, frame);
        }

        if (FrameOf(_chain, _epochs) is not { } last
            || !Reaches(inner, innerFrame, last, _epochs.Body.Syntax)
                && (perEpoch is not null || last != 0 || (accumulation = EveryOf(_epochs)) is null)
            || perEpoch is null && last == 0
                && SkipsByCount(_epochs) is { } skips && (accumulation is not null || (accumulation = EveryOf(_epochs, skips)) is null))
        {
            return null;
        }

        Quantity steps = perEpoch ?? Quantity.Of(1);
        if (perEpoch is null && accumulation is var (every, _, _))
        {
            return rounds.Over(every);
        }

        return accumulation switch
        {
            null => rounds.Times(steps.AsInt),
            (var batches, true, _) => rounds.Times(steps.OverRoundedUp(batches).AsInt),
            (var batches, false, true) => rounds.Times(steps.Over(batches).AsInt),
            (var batches, false, false) => rounds.Times(steps.AsInt).Over(batches),
        };
    }

    // Whether the inner operation runs whenever the body does, through the calls between them.
    private bool Reaches(IOperation inner, int innerFrame, int frame, SyntaxNode body)
    {
        for (int call = innerFrame; call < frame; call++)
        {
            if (!IsTakenIn(inner, call, CallChain.FunctionOf(inner.Syntax)))
            {
                return false;
            }

            inner = _chain.Sites[call + 1];
        }

        return IsTakenIn(inner, frame, body);
    }

    // Where the method is told to train, `RunEpoch(…, training: true)`, an `if (training)` is no condition.
    private bool IsTakenIn(IOperation inner, int frame, SyntaxNode body) => CallChain.Alone(inner).IsUnconditionalIn(
        body,
        passes: (branch, site) => branch.Condition is IdentifierNameSyntax name
            && site.SemanticModel?.GetSymbolInfo(name, _cancellationToken).Symbol is IParameterSymbol asked
            && !WrittenNames.Contains(CallChain.FunctionOf(branch), asked.Name, _cancellationToken)
            && frame + 1 < _chain.Sites.Length && _chain.Sites[frame + 1] is IInvocationOperation call
            && call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == asked.Ordinal)?.Value.ConstantValue is { HasValue: true, Value: true });

    private static Quantity? Rounds(TrainingLoop loop, int frame, ExpressionCarrier carrier, Quantity? bound = null)
    {
        if (bound is null && loop.Operation.Syntax is CommonForEachStatementSyntax { Expression: var collection } each)
        {
            return each.AwaitKeyword.IsKind(SyntaxKind.None) ? carrier.Count(collection, frame) : null;
        }

        // batches.ForEach(batch => …)
        if (bound is null && loop is { Bound: null, Lambda: not null, Operation: IInvocationOperation { Instance.Syntax: ExpressionSyntax list } })
        {
            return carrier.Count(list, frame);
        }

        if (LoopRounds.Of(loop) is not { } rounds || (bound ?? carrier.Carry(rounds.End, frame)) is not { } end)
        {
            return null;
        }

        if (rounds.Stride is { } by)
        {
            return carrier.Carry(by, frame) is not { } stride ? null
                : rounds.IsWhole == rounds.IsInclusive ? (rounds.IsWhole ? end.Over(stride) : end.OverRoundedUp(stride))
                // `i + size < n`
                : rounds.IsWhole ? end.Plus(-1).Over(stride) : null;
        }

        int more = rounds.IsInclusive ? 1 : 0;
        // A training that goes on from where it was saved is scheduled as a whole.
        if (rounds.Start is not null && loop.Range is { Start: var saved } && SavedProgress.Is(saved, carrier.Code, carrier.CancellationToken))
        {
            return end.Plus(more - FirstEpoch(rounds, loop, carrier));
        }

        return rounds.Start is null ? end.Plus(more)
            : carrier.Carry(rounds.Start, frame) is not { } start ? null
            : start.Literal is { } first ? end.Plus(more - first)
            : end.Minus(start).Plus(more);
    }

    /// <summary>
    /// Whether a <c>break</c>, a <c>return</c> or another condition makes fewer rounds than the loop counts; a <c>continue</c> passes the
    /// scheduler's step by as well as the optimizer's.
    /// </summary>
    public static bool EndsEarly(TrainingLoop loop) =>
        Breaks(loop.Body.Syntax) || LoopRounds.ConditionsOf(loop.Operation.Syntax).Count(condition => !NamesCancellation(condition)) > 1;

    private static bool Breaks(SyntaxNode body) => body
        .DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .Any(jump => (jump is GotoStatementSyntax || jump is ReturnStatementSyntax && body.Parent is not AnonymousFunctionExpressionSyntax || jump.IsKind(SyntaxKind.YieldBreakStatement)
            || jump is BreakStatementSyntax && !jump.Ancestors().TakeWhile(ancestor => ancestor != body.Parent)
                .Any(ancestor => FunctionBodies.IsLoop(ancestor) || ancestor is SwitchStatementSyntax))
            && !IsCancellation(jump, body));

    // `if (token.IsCancellationRequested) break;`: who cancels a training does not ask for the end of its schedule.
    private static bool IsCancellation(SyntaxNode jump, SyntaxNode body) => jump.Ancestors().TakeWhile(ancestor => ancestor != body)
        .OfType<IfStatementSyntax>()
        .Any(branch => branch.Else is null && NamesCancellation(branch.Condition));

    private static bool NamesCancellation(ExpressionSyntax condition) => condition.ToString().IndexOf("cancel", StringComparison.OrdinalIgnoreCase) >= 0;

    // `if ((i + 1) % every == 0)`, `if (++counted == every)`: a step of every few batches.
    private (Quantity Every, bool RoundsUp, bool InEpoch)? EveryOf(TrainingLoop batches)
    {
        IfStatementSyntax[] branches = _chain.Sites[0].Syntax.Ancestors().TakeWhile(node => node != batches.Body.Syntax).OfType<IfStatementSyntax>().ToArray();
        if (branches.Length != 1
            || branches[0] is not { Else: null } branch
            || !branch.Statement.Span.Contains(_chain.Sites[0].Syntax.Span)
            || branch.Statement.DescendantNodes().OfType<SwitchStatementSyntax>().Any())
        {
            return null;
        }

        return EveryOf(batches, branch);
    }

    // `if ((i + 1) % every != 0) continue;` in front of the step.
    private IfStatementSyntax? SkipsByCount(TrainingLoop batches) => _chain.Sites[0].Syntax.Ancestors().TakeWhile(node => node != batches.Operation.Syntax)
        .OfType<BlockSyntax>()
        .SelectMany(block => block.Statements.TakeWhile(statement => !statement.Span.Contains(_chain.Sites[0].Syntax.Span)))
        .OfType<IfStatementSyntax>()
        .FirstOrDefault(branch => Accumulation.Skips(branch)
            && branch.Condition.DescendantNodesAndSelf().Any(node => node.IsKind(SyntaxKind.ModuloExpression)));

    private (Quantity Every, bool RoundsUp, bool InEpoch)? EveryOf(TrainingLoop batches, IfStatementSyntax branch)
    {
        if (Accumulation.Of(branch, _chain.Sites[0].Syntax) is not { } accumulation
            || _carrier.Carry(accumulation.Divisor, 0) is not { } every
            || every.Literal is 0)
        {
            return null;
        }

        bool inEpoch = accumulation.Counter.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().All(name =>
            batches.Operation.SemanticModel!.GetSymbolInfo(name, _cancellationToken).Symbol is ILocalSymbol local
            && local.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration
            && (CallChain.FunctionOf(declaration.GetSyntax(_cancellationToken)) != CallChain.FunctionOf(_epochs.Operation.Syntax)
                || _epochs.Operation.Syntax.Span.Contains(declaration.Span)));
        // The last batches of an epoch may be fewer.
        return (every, accumulation.TakesTheRest || inEpoch && accumulation.HoldsInFirst(batches), inEpoch);
    }
}
