using System;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A scheduler on something it cannot schedule: it throws as it is created, has no effect, or goes wrong for the second
/// parameter group (TorchSharp 0.107.0, LRScheduler.cs:901, 1081, 1169, 527 and 720; LBFGS.cs:76; Rprop.cs:311).
/// </summary>
internal sealed class LR2007_IncompatibleOptimizer : SchedulerRule
{
    /// <summary>Value of the property <see cref="SchedulerRule.Fix"/>: the momentum is to be left alone.</summary>
    public const string KeepMomentum = nameof(KeepMomentum);

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2007",
        title: "Scheduler does not work with this optimizer",
        messageFormat: "{0} does not work with {1}: {2}. {3}.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Some pairs of scheduler and optimizer throw as they are put together, others train with a learning rate that never changes.",
        helpLinkUri: RulePage.Of("LR2007"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        SchedulerSite site = context.Site;
        if (!site.IsLibrary || ThrowsAssertion.Contains(site.Operation.Syntax))
        {
            return null;
        }

        if (site.Name is "SequentialLR" or "ChainedLR" && CheckParts(context) is { } part)
        {
            return part;
        }

        return site.Optimizer is not { } place
            ? null
            : context.OptimizerDefinition is { } optimizer
                && (CheckEffect(site, optimizer, place) ?? CheckMomentum(site, optimizer, place)) is { } diagnostic
                ? diagnostic
                : CheckGroups(context, place);
    }

    private Diagnostic? CheckEffect(SchedulerSite site, OptimizerDefinition optimizer, IOperation place) =>
        optimizer.SchedulePolicy != SchedulePolicy.Unaffected
            ? null
            : Report(
                place,
                NoProperties,
                site.Name,
                optimizer.Name,
                optimizer.Name == "Rprop"
                    ? "Rprop uses its learning rate only as the first step size, so the schedule has no effect"
                    : "a new learning rate never reaches the native optimizer, so the schedule has no effect",
                "Remove the scheduler, or train with another optimizer");

    private Diagnostic? CheckMomentum(SchedulerSite site, OptimizerDefinition optimizer, IOperation place)
    {
        bool canCycle = optimizer.HasMomentum || optimizer.HasBetas && site.Name == "OneCycleLR";
        if (site.Name is not ("CyclicLR" or "OneCycleLR")
            || canCycle
            || site.Creation.For("cycle_momentum") is not { Value.ConstantValue: { HasValue: true, Value: true } } argument)
        {
            return null;
        }

        return Report(
            argument.ArgumentKind == ArgumentKind.DefaultValue ? place : argument.Value,
            NoProperties.Add(Fix, KeepMomentum),
            site.Name,
            optimizer.Name,
            $"it cycles the momentum, which {optimizer.Name} does not have, and throws ArgumentException",
            "Pass cycle_momentum: false");
    }

    // The first group's phases end by `step_num <= end_step`; by a slip of index the group whose number is that of the last
    // phase never leaves its first phase.
    private Diagnostic? CheckGroups(SchedulerContext context, IOperation place)
    {
        if (context.Site.Name != "OneCycleLR"
            || context.Site.Creation.For("three_phase")?.Value.ConstantValue is not { HasValue: true, Value: bool isThreePhase })
        {
            return null;
        }

        int phases = isThreePhase ? 3 : 2;
        int groups = GroupsOf(context);
        return groups < phases
            ? null
            : Report(
                place,
                NoProperties,
                "OneCycleLR",
                $"{groups} parameter groups",
                $"in TorchSharp group {phases} never leaves the warmup, its learning rate climbs to the peak and back again and again",
                "Use one group, or warm up with LinearLR and decay with CosineAnnealingLR in a SequentialLR");
    }

    // Known only where they are written in place.
    private static int GroupsOf(SchedulerContext context)
    {
        int rates = context.Site.Creation.Explicit("max_lr") is { } rate && ListElements.Of(rate) is { } list ? list.Length : 0;
        int groups = context.Optimizer is { TrainsGroups: true, Parameters: { } parameters }
            && Origins.Single(parameters, context.Code, context.CancellationToken) is { } origin
            && ListElements.Of(origin) is { } elements
                ? elements.Length
                : 0;
        return Math.Max(rates, groups);
    }

    private Diagnostic? CheckParts(SchedulerContext context)
    {
        if (context.Site.Creation.Explicit("schedulers") is not { } argument || ListElements.Of(argument) is not { } parts)
        {
            return null;
        }

        foreach (IOperation part in parts)
        {
            if (Origins.Single(part, context.Code, context.CancellationToken) is not { } origin
                || context.Reader.ReadScheduler(origin) is not { IsLibrary: true } inner)
            {
                continue;
            }

            (string Why, string Advice)? reason = (context.Site.Name, inner.Name) switch
            {
                (_, "ReduceLROnPlateau") => (
                    $"{context.Site.Name} steps it without a metric, and it throws InvalidOperationException",
                    "Step the ReduceLROnPlateau on its own, with the validation loss"),
                ("SequentialLR", "ChainedLR") => (
                    "a ChainedLR belongs to no optimizer, and SequentialLR throws ArgumentException",
                    "Put the schedulers of the ChainedLR there one by one"),
                _ => null,
            };
            if (reason is { } because)
            {
                return Report(part, NoProperties, context.Site.Name, inner.Name, because.Why, because.Advice);
            }
        }

        return null;
    }
}
