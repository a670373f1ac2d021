using System;
using System.Linq;
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
        if (site.Definition is not { } definition || ThrowsAssertion.Contains(site.Operation.Syntax))
        {
            return null;
        }

        if (definition.Parts is not null && CheckParts(context, definition) is { } part)
        {
            return part;
        }

        return site.Optimizer is not { } place
            ? null
            : context.OptimizerDefinition is { } optimizer
                && (CheckEffect(site, optimizer, place) ?? CheckMomentum(site, definition, optimizer, place)) is { } diagnostic
                ? diagnostic
                : CheckGroups(context, definition, place);
    }

    private Diagnostic? CheckEffect(SchedulerSite site, OptimizerDefinition optimizer, IOperation place) =>
        optimizer.SchedulePolicy != SchedulePolicy.Unaffected
            ? null
            : Report(
                place,
                NoProperties,
                site.Name,
                optimizer.Name,
                optimizer.WhyUnaffected!,
                "Remove the scheduler, or train with another optimizer");

    private Diagnostic? CheckMomentum(SchedulerSite site, SchedulerDefinition definition, OptimizerDefinition optimizer, IOperation place)
    {
        if (definition.MomentumCycle is not { } cycle
            || optimizer.HasMomentum
            || optimizer.HasBetas && cycle.AcceptsBetas
            || site.Creation.For(cycle.Switch.Name) is not { Value.ConstantValue: { HasValue: true, Value: true } } argument)
        {
            return null;
        }

        return Report(
            argument.ArgumentKind == ArgumentKind.DefaultValue ? place : argument.Value,
            NoProperties.Add(Fix, KeepMomentum),
            site.Name,
            optimizer.Name,
            $"it cycles the momentum, which {optimizer.Name} does not have, and throws ArgumentException",
            $"Pass {cycle.Switch}: false");
    }

    private Diagnostic? CheckGroups(SchedulerContext context, SchedulerDefinition definition, IOperation place)
    {
        if (definition.MistreatedGroup?.Invoke(context.Arguments) is not { } mistreated || GroupsOf(context, definition) is var groups && groups <= mistreated)
        {
            return null;
        }

        return Report(
            place,
            NoProperties,
            context.Site.Name,
            $"{groups} parameter groups",
            $"in TorchSharp group {mistreated + 1} never leaves the warmup, its learning rate climbs to the peak and back again and again",
            "Use one group, or warm up with LinearLR and decay with CosineAnnealingLR in a SequentialLR");
    }

    // Known only where they are written in place: in the creation of the optimizer, or as a list with an entry for each.
    private static int GroupsOf(SchedulerContext context, SchedulerDefinition definition)
    {
        int rates = definition.Parameters
            .Select(context.Site.Explicit)
            .Max(list => list is not null && ListElements.Of(list) is { } entries ? entries.Length : 0);
        int groups = context.Optimizer is { TrainsGroups: true, Parameters: { } parameters }
            && Origins.Single(parameters, context.Code, context.CancellationToken) is { } origin
            && ListElements.Of(origin) is { } elements
                ? elements.Length
                : 0;
        return Math.Max(rates, groups);
    }

    private Diagnostic? CheckParts(SchedulerContext context, SchedulerDefinition definition)
    {
        if (context.Site.Explicit(definition.Parts) is not { } argument || ListElements.Of(argument) is not { } parts)
        {
            return null;
        }

        foreach (IOperation part in parts)
        {
            if (Origins.Single(part, context.Code, context.CancellationToken) is not { } origin
                || context.Reader.ReadScheduler(origin) is not { Definition: { } inner })
            {
                continue;
            }

            (string Why, string Advice)? reason = inner.NeedsMetric
                ? ($"{definition} steps it without a metric, and it throws InvalidOperationException",
                    $"Step the {inner} on its own, with the validation loss")
                : definition.RunsPartsInTurn && !inner.TakesOptimizer
                    ? ($"a {inner} belongs to no optimizer, and {definition} throws ArgumentException",
                        $"Put the schedulers of the {inner} there one by one")
                    : null;
            if (reason is { } because)
            {
                return Report(part, NoProperties, context.Site.Name, inner.Name, because.Why, because.Advice);
            }
        }

        return null;
    }
}
