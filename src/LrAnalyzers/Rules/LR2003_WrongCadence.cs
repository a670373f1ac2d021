using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Rules;

/// <summary>
/// A schedule that counts batches but is stepped once per epoch, or one that counts epochs but is stepped after every batch.
/// TorchSharp documents OneCycleLR and CyclicLR as stepped after every batch, the others once per epoch (LRScheduler.cs).
/// </summary>
internal sealed class LR2003_WrongCadence : SchedulerRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2003",
        title: "Scheduler is stepped at the wrong cadence",
        messageFormat: "{0} counts {1} but is stepped after every {2}: {3}. Call its step() {4}.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A schedule ends after a number of step() calls. One that is sized in batches must be stepped after every batch, one that is sized in epochs once per epoch.",
        helpLinkUri: RulePage.Of("LR2003"));

    // A coincidence of smaller numbers proves nothing.
    private const double TellingCount = 5;

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        if (!context.Site.IsLibrary
            || context.OptimizerFlow is not { } optimizer
            || context.RelativeSteps is not { IsEmpty: false } steps
            || steps.Any(step => step.Operation.Syntax != steps[0].Operation.Syntax))
        {
            return null;
        }

        // One call, in a method that may be called from several places.
        return steps.Select(step => Check(context, step, optimizer)).FirstOrDefault(diagnostic => diagnostic is not null);
    }

    private Diagnostic? Check(SchedulerContext context, CallChain step, ObjectFlow optimizer)
    {
        ImmutableArray<TrainingLoop> loops = step.Loops(context.CancellationToken)
            .TakeWhile(loop => !loop.Contains(context.Site.Operation)).ToImmutableArray();
        if (loops.IsEmpty || !step.IsUnconditionalIn(loops[0].Body.Syntax))
        {
            return null;
        }

        // Steps before or after the whole training are another matter.
        ImmutableArray<CallChain> training = context.ChainsOf(optimizer, UseKind.Step)
            .Where(train => train.IsIn(loops[loops.Length - 1])).ToImmutableArray();
        return training.IsEmpty || !training.All(train => train.IsIn(loops[0]))
            ? null
            : PerEpoch(context, step, loops, training) ?? PerBatch(context, step, loops, training);
    }

    private Diagnostic? PerEpoch(
        SchedulerContext context, CallChain step, ImmutableArray<TrainingLoop> loops, ImmutableArray<CallChain> training)
    {
        TrainingLoop epochs = loops[0];
        SchedulerSite site = context.Site;
        bool countsBatches = site.Name switch
        {
            "CyclicLR" => site.Creation.Explicit("step_size_up") is null && site.Creation.Explicit("step_size_down") is null,
            "OneCycleLR" when ScheduleLength.Of(site) is { } total =>
                (epochs.Bound is { } bound && ScheduleLength.IsMultipleOf(total, bound, TellingCount, context.CancellationToken)
                    || epochs.NamesEpochs && ScheduleLength.IsMultipleOfEpochs(total, TellingCount, context.CancellationToken))
                // Phases of several epochs.
                && !loops.Skip(1).Any(outer => outer.Bound is { } phases && ScheduleLength.IsMultipleOf(total, phases, 2, context.CancellationToken)),
            "OneCycleLR" => site.Creation.Explicit("epochs") is { } given
                && (epochs.Bound is { } bound && ScheduleLength.AreSameCount(given, bound, context.CancellationToken)
                    || epochs.NamesEpochs && ScheduleLength.CountsEpochs(given, context.CancellationToken)
                    || ScheduleLength.Number(given, context.CancellationToken) is { } count && count == epochs.TripCount)
                && site.Creation.Explicit("steps_per_epoch") is { } batches
                && ScheduleLength.Number(batches, context.CancellationToken) is not <= 1,
            _ => false,
        };
        // Each of the optimizer's steps is in a loop of its own inside the epoch.
        if (!countsBatches || !training.All(train => train.Loops(context.CancellationToken) is { IsEmpty: false } own && !step.IsIn(own[0])))
        {
            return null;
        }

        IOperation? place = training.Length == 1 && step.Meet(training[0]) is { } meeting && meeting.IsStatement(step.Operation.Syntax)
            && training[0].Sites[0] == meeting.OtherSite
                ? training[0].Operation
                : null;
        return ReportMove(
            site.Operation,
            step.Operation,
            After,
            place is null ? null : Statement(place),
            site.Name,
            "batches",
            "epoch",
            "the learning rate stays near its start",
            "after each batch");
    }

    // A warmup of as many batches as there are epochs is no coincidence worth a word.
    private static bool IsWarmup(SchedulerContext context) =>
        context.Site.Name == "ConstantLR"
        || context.Site.Name == "LinearLR" && !(context.NumberOf("start_factor") > context.NumberOf("end_factor"));

    private Diagnostic? PerBatch(
        SchedulerContext context, CallChain step, ImmutableArray<TrainingLoop> loops, ImmutableArray<CallChain> training)
    {
        if (ScheduleLength.Of(context.Site) is not { } length)
        {
            return null;
        }

        TrainingLoop batches = loops[0];
        if (loops.Skip(1).FirstOrDefault(loop => IsLengthOf(context, length, loop)) is not { } epochs
            || batches.NamesEpochs
            || batches.TripCount == 1
            // A loop of the same length gives no hint which of the two is meant.
            || batches.Bound is { } ownBound && ScheduleLength.AreSame(length, ownBound, context.CancellationToken)
            || batches.TripCount is { } trips && trips == epochs.TripCount
            || !training.All(train => train.Loops(context.CancellationToken) is { IsEmpty: false } own && own[0].Operation.Syntax == batches.Operation.Syntax))
        {
            return null;
        }

        SyntaxNode loopStatement = batches.Operation.Syntax;
        bool isMovable = step.Operation.Syntax.Parent is { } parent && step.Sites[0] == step.SiteIn(batches)
            && !JumpStatements.Leaves(loopStatement)
            && parent.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not null
            && epochs.Contains(batches.Operation);
        string consequence = context.Site.Name == "OneCycleLR"
            ? "it throws when the count is used up"
            : "it has ended when the first epoch has hardly begun";
        return ReportMove(
            context.Site.Operation,
            step.Operation,
            After,
            isMovable ? loopStatement : null,
            context.Site.Name,
            "epochs",
            "batch",
            consequence,
            "once per epoch, after the batch loop");
    }

    private static bool IsLengthOf(SchedulerContext context, IOperation length, TrainingLoop loop) =>
        loop.Bound is { } bound
            && (ScheduleLength.AreSameCount(length, bound, context.CancellationToken) || !IsWarmup(context) && IsSameCount(context, length, loop))
        || loop.NamesEpochs && ScheduleLength.CountsEpochs(length, context.CancellationToken);

    // The loops that are asked are those around the loop of the batches.
    private static bool IsSameCount(SchedulerContext context, IOperation length, TrainingLoop loop) =>
        loop.TripCount >= TellingCount
        && ScheduleLength.Number(length, context.CancellationToken) == loop.TripCount;

    private static SyntaxNode? Statement(IOperation operation) =>
        operation.Syntax.FirstAncestorOrSelf<ExpressionStatementSyntax>();
}
