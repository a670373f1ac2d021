using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Schedules;
using LrAnalyzers.Sites;
using LrAnalyzers.Trials;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A scheduler that is made anew, in each round of a loop or behind another one, on an optimizer whose learning rate the one
/// before has decayed. Most schedulers go on from the rate that they find (TorchSharp 0.107.0, run), so that the second
/// cosine runs at 0.
/// </summary>
internal sealed class LR2021_BuiltOnDecayedRate : SchedulerRule
{
    // What is left of the rate: a hundredth of the first is less than any schedule means to begin with.
    private const double Nothing = 0.01;

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2021",
        title: "Schedule is built on a rate that the last one has decayed",
        messageFormat: "{0} goes on from the learning rate that it finds, and {1} before it has left {2} of it: {3}. Set the rate back before it is created.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A scheduler that multiplies the current learning rate does not begin at the optimizer's initial one. Where an earlier schedule has brought the rate down, a new one runs down there.",
        helpLinkUri: RulePage.Of("LR2021"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool JudgesNumbers => true;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        if (context.Site.Definition is not { StartsAtCurrentRate: true }
            || context.Flow.Escapes
            || context.Flow.Has(UseKind.Scheduled)
            || context.OptimizerFlow is not { Escapes: false } optimizer
            || optimizer.Has(UseKind.LearningRateWrite)
            || optimizer.Has(UseKind.LoadState)
            || optimizer.Of(UseKind.Scheduled).Skip(GraphLimits.SchedulersInTurn).Any()
            || context.RelativeSteps is not { IsEmpty: false } steps
            || steps.Length != context.Flow.Of(UseKind.Step).Count())
        {
            return null;
        }

        return InLoop(context, optimizer, steps) ?? BehindAnother(context, optimizer, steps);
    }

    // for (each cycle) { scheduler = …(optimizer, …); for (each epoch) { …; scheduler.step(); } }
    private Diagnostic? InLoop(SchedulerContext context, ObjectFlow optimizer, ImmutableArray<CallChain> steps)
    {
        if (LoopAround(context) is not { } round
            // Another scheduler brings the rate where it will.
            || optimizer.Of(UseKind.Scheduled).Any(other => other.Operation.Syntax != context.Site.Operation.Syntax))
        {
            return null;
        }

        IEnumerable<ScheduleTrial>? trials = LoopsOf(context, steps, round) is { IsEmpty: false } loops ? context.Trials(loops) : null;
        return trials is null ? null : Judge(context, context.Site, trials.Select(trial => (trial, trial)), $"the {context.Site.Name} of the round");
    }

    // first = …(optimizer, …); for (…) { first.step(); } second = …(optimizer, …); for (…) { second.step(); }
    private Diagnostic? BehindAnother(SchedulerContext context, ObjectFlow optimizer, ImmutableArray<CallChain> steps)
    {
        CallChain created = context.CreationChain;
        ImmutableArray<TrainingLoop> loops = LoopsOf(context, steps, round: null);
        if (loops.IsEmpty)
        {
            return null;
        }

        // The last that is created before it.
        SchedulerContext? before = null;
        CallChain? beforeChain = null;
        foreach (ObjectUse scheduled in optimizer.Of(UseKind.Scheduled).Where(use => use.Operation.Syntax != context.Site.Operation.Syntax))
        {
            CallChain chain = context.ChainOf(scheduled);
            if (chain.Meet(created) is not { } meeting)
            {
                return null;
            }

            if (meeting.IsBefore && (beforeChain is null || beforeChain.Meet(chain) is { IsBefore: true }))
            {
                if (!chain.IsUnconditionalIn(meeting.Container) || context.PartAt(scheduled.Operation) is not { Site.IsLibrary: true } earlier)
                {
                    return null;
                }

                (before, beforeChain) = (earlier, chain);
            }
        }

        if (before is null
            // Out of a collection, `all.First()` and `all.Last()` are two.
            || !optimizer.Containers.IsEmpty
                && !(context.ScheduledOptimizer is { } own && before.ScheduledOptimizer is { } other && ObjectFlow.IsSameObject(own, other) == true)
            || before.Flow.Escapes
            || before.Flow.Has(UseKind.Scheduled)
            || before.RelativeSteps is not { IsEmpty: false } earlierSteps
            || earlierSteps.Any(step => step.Meet(created) is not { IsBefore: true })
            || LoopsOf(before, earlierSteps, round: null) is not { IsEmpty: false } earlierLoops)
        {
            return null;
        }

        ImmutableArray<ScheduleTrial> later = context.Trials(loops);
        return Judge(
            context, before.Site, before.Trials(earlierLoops).SelectMany(first => later.Select(second => (first, second))), $"the {before.Site.Name}");
    }

    private Diagnostic? Judge(
        SchedulerContext context, SchedulerSite before, IEnumerable<(ScheduleTrial First, ScheduleTrial Second)> trials, string predecessor)
    {
        double left = 0;
        bool isTried = false;
        bool isConstant = true;
        foreach ((ScheduleTrial first, ScheduleTrial second) in trials)
        {
            ScheduleSummary earlier = first.Over(first.Steps, context.CancellationToken);
            if (!earlier.IsSound || first.Steps < 1 || !(earlier.Highest.LearningRate > 0))
            {
                return null;
            }

            double share = earlier.Last.LearningRate / earlier.Highest.LearningRate;
            var later = ScheduleSummary.Of(
                second.Schedule,
                second.Group with { LearningRate = share * second.Group.InitialLearningRate },
                second.Steps,
                context.CancellationToken);
            if (!later.IsSound || !(share < 1) || !(later.Highest.LearningRate <= Nothing * second.Group.InitialLearningRate))
            {
                return null;
            }

            isTried = true;
            isConstant &= later.IsConstant;
            left = System.Math.Max(left, share);
        }

        if (!isTried)
        {
            return null;
        }

        string rest = left < 1e-12 ? "nothing" : $"at most {LearningRateFormat.FormatRounded(left)}";
        string consequence = isConstant && left < 1e-12
            ? "its learning rate is 0 from the first step to the last"
            : "its whole schedule runs below a hundredth of the first";
        return Report(
            context.Site.Operation,
            ImmutableArray.Create(context.Site.Optimizer!.Syntax.GetLocation()),
            context.CurveProperty,
            context.Site.Name,
            predecessor,
            rest,
            consequence);
    }

    // The innermost loop around the creation in its own function, around which the optimizer is made.
    private static ILoopOperation? LoopAround(SchedulerContext context)
    {
        if (context.Site.Optimizer is not { } optimizer || optimizer.Variable() is not { } variable)
        {
            return null;
        }

        IOperation child = context.Site.Operation;
        for (IOperation? current = child.Parent; current is not null and not (ILocalFunctionOperation or IAnonymousFunctionOperation); current = current.Parent)
        {
            if (current is ILoopOperation loop && loop.Body == child)
            {
                return IsMadeIn(variable, loop.Body, context) || IsOfRound(optimizer, loop) ? null : loop;
            }

            child = current;
        }

        return null;
    }

    // `foreach (var part in parts) { … part.Optimizer … }`
    private static bool IsOfRound(IOperation optimizer, ILoopOperation loop) => optimizer.DescendantsAndSelf().Any(part =>
        part is ILocalReferenceOperation { Local: var local } && local.DeclaringSyntaxReferences.Any(declaration =>
            declaration.SyntaxTree == loop.Syntax.SyntaxTree && loop.Syntax.Span.Contains(declaration.Span)));

    private static bool IsMadeIn(ISymbol variable, IOperation body, SchedulerContext context) =>
        variable.DeclaringSyntaxReferences.Any(declaration =>
            declaration.SyntaxTree == body.Syntax.SyntaxTree && body.Syntax.Span.Contains(declaration.Span))
        || WrittenNames.Contains(body.Syntax, variable.Name, context.CancellationToken)
        // What a property or a method gives may be new each time.
        || variable is not (ILocalSymbol or IParameterSymbol or IFieldSymbol)
            && context.OptimizerCreation?.Site.Operation is not { } creation
        || context.OptimizerCreation is { Site.Operation: var made } && made.Syntax.SyntaxTree == body.Syntax.SyntaxTree && body.Syntax.Span.Contains(made.Syntax.Span);

    // The loops in which the scheduler takes all its steps, unconditionally; none where it takes them in several.
    private static ImmutableArray<TrainingLoop> LoopsOf(SchedulerContext context, ImmutableArray<CallChain> steps, ILoopOperation? round)
    {
        if (steps.Length != 1)
        {
            return ImmutableArray<TrainingLoop>.Empty;
        }

        var loops = steps[0].Loops(context.CancellationToken)
            .TakeWhile(loop => loop.Operation.Syntax != round?.Syntax && !loop.Contains(context.Site.Operation)).ToImmutableArray();
        return loops.IsEmpty || !steps[0].IsUnconditionalIn(loops[loops.Length - 1].Body.Syntax, throughLoops: true)
            ? ImmutableArray<TrainingLoop>.Empty
            : loops;
    }
}
