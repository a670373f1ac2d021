using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A scheduler whose <c>step()</c> comes first in the iteration: the learning rate of step 0 is overwritten before the
/// optimizer has used it, and the whole schedule runs one step early. PyTorch warns of this at run time since 1.1.0, TorchSharp does not.
/// </summary>
internal sealed class LR2004_SchedulerBeforeOptimizer : SchedulerRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2004",
        title: "Scheduler is stepped before the optimizer",
        messageFormat: "{0} is stepped before the optimizer, so its first learning rate is never used and the schedule runs one step early: call its step() after {1}",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The optimizer's step() uses the learning rate that is set, the scheduler's sets the next one. In the wrong order the first is skipped; TorchSharp prints no warning.",
        helpLinkUri: RulePage.Of("LR2004"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        if (!context.Site.IsLibrary || context.OptimizerFlow is not { EscapesHere: false } optimizer)
        {
            return null;
        }

        ImmutableArray<CallChain> training = default;
        foreach (CallChain step in context.RelativeSteps)
        {
            if (training.IsDefault)
            {
                training = context.ChainsOf(optimizer, UseKind.Step);
            }

            if (FindTraining(context, step, training) is { } meeting)
            {
                return ReportMove(context.Site.Operation, step.Operation, After, Anchor(step, meeting, training), context.Site.Name, Place(meeting));
            }
        }

        return null;
    }

    private static string Place(Meeting meeting) => meeting.OtherSite switch
    {
        _ when meeting.HasLoopAroundOther => "the batch loop",
        IInvocationOperation { TargetMethod.Name: not "step" and var method } => $"{method}()",
        _ => "the optimizer's",
    };

    // Every step of the optimizer comes later in the iteration, under whatever condition the two share: the last of those is
    // where the call belongs.
    private static Meeting? FindTraining(SchedulerContext context, CallChain step, ImmutableArray<CallChain> training)
    {
        TrainingLoop? loop = step.Loops(context.CancellationToken).FirstOrDefault(around => !context.Flow.Iterations.Contains(around.Operation.Syntax));
        if (loop is null && CallChain.FunctionOf(step.Operation.Syntax) == CallChain.FunctionOf(context.Site.Operation.Syntax)
            || loop is not null && loop.Contains(context.Site.Operation))
        {
            return null;
        }

        Meeting? last = null;
        foreach (CallChain train in training)
        {
            if (step.Meet(train) is not { IsBefore: true } meeting || !step.IsUnconditionalIn(meeting.Container, iterations: context.Flow.Iterations))
            {
                return null;
            }

            bool isSameIteration = loop is null || train.IsIn(loop);
            if (isSameIteration && (last is null || meeting.OtherStatement.SpanStart > last.OtherStatement.SpanStart))
            {
                last = meeting;
            }
        }

        return last;
    }

    // Beside the training in the same list of statements, where nothing leaves the iteration in between.
    private static SyntaxNode? Anchor(CallChain step, Meeting meeting, ImmutableArray<CallChain> training) =>
        meeting.IsStatement(step.Operation.Syntax)
        && training.All(train => step.Meet(train)?.Container == meeting.Container)
        && (meeting.HasLoopAroundOther || meeting.IsOtherUnconditional)
        && !JumpStatements.LeaveBetween(meeting.Statement, meeting.OtherStatement)
            ? meeting.OtherStatement
            : null;
}
