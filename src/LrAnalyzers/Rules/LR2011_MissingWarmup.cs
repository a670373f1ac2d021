using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Options;
using LrAnalyzers.Schedules;
using LrAnalyzers.Sites;
using LrAnalyzers.Trials;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>
/// A schedule that begins at the full learning rate and only falls, for an optimizer of the Adam family that trains a model
/// with attention. Transformers are trained with a warmup since the first (Vaswani et al. 2017, section 5.3); why they need
/// one is measured in Liu et al. 2020 and derived in Xiong et al. 2020 (<see cref="Catalog.AttentionLayers"/>).
/// </summary>
internal sealed class LR2011_MissingWarmup : SchedulerRule
{
    // The first steps, as far as a warmup reaches.
    private const int SampledSteps = 2_000;

    private const int LongestTraining = 1_000_000;

    private const double Rounding = 1e-9;

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2011",
        title: "Schedule has no warmup",
        messageFormat: "{0} starts {1} at its full learning rate: its step sizes vary most in the first steps, when they rest on few gradients, and a model with attention is easily thrown off by that. Warm up over the first {2} % of the training.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Adam divides by the root of an average of squared gradients, which in the first steps is one of few. Models with attention are trained with a learning rate that rises from a small one at first.",
        helpLinkUri: RulePage.Of("LR2011"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool JudgesNumbers => true;

    /// <summary>Whether a plain schedule for this optimizer would be reported, once it is written.</summary>
    public static bool AsksFor(OptimizerContext optimizer) =>
        optimizer.Site.Definition.WarmupSource is not null
        && optimizer.Option(LrOptions.WarmupRatio) > 0
        && !optimizer.IsExemptTest
        && optimizer.Epochs is not null
        && optimizer.TrainsAttention;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context) => Check(context, context.OptimizerCreation);

    /// <summary>The report about a scheduler, if this were its optimizer.</summary>
    public Diagnostic? Check(SchedulerContext context, OptimizerContext? creation)
    {
        SchedulerSite site = context.Site;
        if (!site.IsLibrary
            || context.IsExemptTest
            || context.Flow is not { Escapes: false } flow
            || !flow.Has(UseKind.Step)
            // What it is a part of is judged instead.
            || flow.Has(UseKind.Scheduled)
            || creation is null
            || creation.Flow is not { Escapes: false } optimizer
            || optimizer.Has(UseKind.LearningRateWrite)
            || optimizer.Has(UseKind.LoadState)
            || BeginsAtFullRate(context) is not { } parts
            // Another scheduler may be the warmup.
            || optimizer.Of(UseKind.Scheduled).Any(scheduled => !parts.Contains(scheduled.Operation.Syntax))
            // What the model is made of costs most to find out.
            || !AsksFor(creation)
            || LearningRateFinder.IsIn(
                context.BaseLearningRate, site.Operation.Syntax, flow.Of(UseKind.Step).SelectMany(step => context.LoopsAround(step)).ToImmutableArray()))
        {
            return null;
        }

        return Diagnostic.Create(
            Descriptor,
            site.Operation.Syntax.GetLocation(),
            site.Name,
            creation.Site.Definition.Name,
            LearningRateFormat.Format(Math.Round(100 * context.Option(LrOptions.WarmupRatio), 6)));
    }

    // The creations that make the schedule, where its first step is at the optimizer's own rate and none later rises; else null.
    private static ImmutableArray<SyntaxNode>? BeginsAtFullRate(SchedulerContext context)
    {
        SchedulerDefinition definition = context.Site.Definition!;
        bool falls = definition is { Parts: null, ReplacesRate: false, NeedsMetric: false }
            && context.Shapes is { IsEmpty: false } shapes
            && shapes.All(shape => NeverExceedsItsFirst(shape, context.CancellationToken));
        if (falls)
        {
            return ImmutableArray.Create(context.Site.Operation.Syntax);
        }

        return definition.RunsPartsInTurn ? PartsAtFullRate(context, definition) : null;
    }

    private static ImmutableArray<SyntaxNode>? PartsAtFullRate(SchedulerContext context, SchedulerDefinition definition)
    {
        if (context.Site.Explicit(definition.Parts) is not { } argument || ListElements.Of(argument) is not { IsEmpty: false } elements)
        {
            return null;
        }

        ImmutableArray<SyntaxNode>.Builder parts = ImmutableArray.CreateBuilder<SyntaxNode>();
        parts.Add(context.Site.Operation.Syntax);
        foreach (IOperation element in elements)
        {
            if (context.PartAt(element) is not { Site.Definition.Parts: null } part
                || BeginsAtFullRate(part) is not { } creations)
            {
                return null;
            }

            parts.AddRange(creations);
        }

        return parts.ToImmutable();
    }

    // A decay that goes on after its end may climb back; that is another matter.
    private static bool NeverExceedsItsFirst(ScheduleTrial shape, CancellationToken cancellationToken)
    {
        int steps = shape.Schedule.End is > 0 and < SampledSteps and var end ? (int)end : SampledSteps;
        ScheduleSummary curve = shape.Over(steps, cancellationToken);
        return !curve.IsUnknown
            && curve.ThrowStep is null
            // One that never changes is no schedule.
            && !(curve.IsConstant && shape.Over(LongestTraining, cancellationToken).IsConstant)
            && Math.Abs(curve.First.LearningRate - shape.Group.InitialLearningRate) <= Rounding * shape.Group.InitialLearningRate
            && curve.Highest.LearningRate <= (1 + Rounding) * shape.Group.InitialLearningRate;
    }
}
