using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <content>
/// A decay by hand that divides by the epoch, where epochs are counted from 0: the first rate is infinite.
/// </content>
internal sealed partial class LR2006_BrokenSchedulerArgument
{
    /// <summary>Value of <see cref="SchedulerRule.Fix"/>: what is reported is one less than it is to be.</summary>
    public const string Next = nameof(Next);

    /// <inheritdoc/>
    public override Diagnostic? Check(OptimizerContext context)
    {
        foreach (ObjectUse written in context.Flow.Of(UseKind.LearningRateWrite))
        {
            // `foreach (var group in optimizer.ParamGroups) group.LearningRate = rate / epoch;`
            if (written.Operation.Syntax.SyntaxTree != context.Site.Operation.Syntax.SyntaxTree
                || written.Operation.Ancestors().OfType<IForEachLoopOperation>()
                    .FirstOrDefault(loop => loop.Collection.Syntax.Span.Contains(written.Operation.Syntax.Span)) is not { } groups)
            {
                continue;
            }

            foreach (ISimpleAssignmentOperation assignment in groups.Body.Descendants().OfType<ISimpleAssignmentOperation>())
            {
                if (assignment.Target is IMemberReferenceOperation { Member.Name: "LearningRate" } && CounterFromZero(assignment, context) is { } counter)
                {
                    return Report(
                        counter,
                        NoProperties.Add(Fix, Next),
                        context.Site.Definition.Name,
                        $"is given the learning rate {assignment.Value.Syntax}, which",
                        counter.WithOuterConversions().Type.IsFloatingPoint()
                            ? $"is infinite for {counter.Syntax} 0 and destroys the weights at the first step"
                            : $"throws DivideByZeroException for {counter.Syntax} 0",
                        $"Divide by {counter.Syntax} + 1");
                }
            }
        }

        return null;
    }

    // A divisor that is the counter of a loop from 0, in every round.
    private static IOperation? CounterFromZero(ISimpleAssignmentOperation assignment, OptimizerContext context)
    {
        if (assignment.Value.WithoutConversions() is not IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide, RightOperand: var right }
            || right.WithoutConversions() is not ILocalReferenceOperation { Local: var counter } divisor)
        {
            return null;
        }

        var chain = CallChain.Alone(assignment, context.Code);
        return chain.Loops(context.CancellationToken).FirstOrDefault(loop => SymbolEqualityComparer.Default.Equals(loop.Variable, counter))
                is { Range.Start: { } start } loop
            && ScheduleLength.Number(start, context.CancellationToken) == 0
            && chain.IsUnconditionalIn(loop.Body.Syntax, throughLoops: true)
            && !JumpsBefore(loop, assignment)
                ? divisor
                : null;
    }

    // `if (epoch == 0) continue;`
    private static bool JumpsBefore(TrainingLoop loop, IOperation assignment) => loop.Body.Syntax.ChildNodes()
        .TakeWhile(statement => statement.Span.End <= assignment.Syntax.SpanStart)
        .Any(JumpStatements.Leaves);
}
