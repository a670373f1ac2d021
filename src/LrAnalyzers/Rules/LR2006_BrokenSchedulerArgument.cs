using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A scheduler argument that TorchSharp accepts, or throws for, and that can give no useful schedule: the learning rate
/// becomes NaN, infinite, negative or zero, grows, or never changes. The numbers are the catalog's; what depends on two
/// arguments, or on the optimizer's learning rate, is here.
/// </summary>
internal sealed partial class LR2006_BrokenSchedulerArgument : SchedulerRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2006",
        title: "Scheduler argument breaks the schedule",
        messageFormat: "{0} {1} {2}. {3}.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "TorchSharp checks almost no scheduler argument: a zero factor or period makes the learning rate NaN, a gamma above 1 makes it grow, a negative one turns its sign, each without a word.",
        helpLinkUri: RulePage.Of("LR2006"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool JudgesNumbers => true;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        if (context.Site.Definition is not { } definition || ThrowsAssertion.Contains(context.Site.Operation.Syntax))
        {
            return null;
        }

        foreach (BrokenArgument broken in definition.BrokenArguments)
        {
            if (CheckNumber(context, broken) is { } diagnostic)
            {
                return diagnostic;
            }
        }

        return CheckDefault(context, definition)
            ?? CheckMilestones(context, definition)
            ?? CheckLowest(context, definition)
            ?? CheckTotal(context, definition)
            ?? CheckBounds(context, definition)
            ?? CheckCycleFactor(context, definition)
            ?? CheckWords(context, definition)
            ?? (definition.Factors.IsEmpty ? null : CheckFactor(context) ?? CheckCurve(context));
    }

    private Diagnostic? CheckNumber(SchedulerContext context, BrokenArgument broken)
    {
        if (context.Site.Explicit(broken.Parameter) is not { } argument
            || context.ValueOf(broken.Parameter.Name) is not { IsKnown: true } value
            || !value.IsAlways(broken.Contains)
            || broken.HarmlessWith is { } other && IsHarmless(context, other.Name, broken.HarmlessValue)
            || broken.Grows && IsFinder(context))
        {
            return null;
        }

        return Report(argument, Replace(context, broken.Replacement), context.Site.Name, $"{broken.Parameter} {Format(value.Numbers[0])}", broken.Consequence, broken.Advice);
    }

    // What cannot be known may be harmless, too; a list is harmless as soon as it is given.
    private static bool IsHarmless(SchedulerContext context, string other, double harmless) =>
        context.Site.Creation.For(other) is { } argument
        && (argument.Parameter!.Type.IsFloatingPoint()
            ? !context.ValueOf(other).IsAlways(number => number != harmless)
            : argument.Value.WithoutConversions().ConstantValue is not { HasValue: true, Value: null } && argument.ArgumentKind != ArgumentKind.DefaultValue);

    private static bool IsFinder(SchedulerContext context) => LearningRateFinder.IsIn(
        context.BaseLearningRate,
        context.Site.Operation.Syntax,
        context.Flow.Of(UseKind.Step).SelectMany(step => context.LoopsAround(step)).ToImmutableArray());

    private Diagnostic? CheckDefault(SchedulerContext context, SchedulerDefinition definition) =>
        definition.BrokenDefault is { } broken
        && !context.IsExemptTest
        && context.Site.Creation.For(broken.Parameter.Name) is { ArgumentKind: ArgumentKind.DefaultValue, Value.ConstantValue: { HasValue: true, Value: double number } }
        && number <= broken.Maximum
            ? Report(
                context.Site.Operation,
                Replace(context, broken.Replacement).Add(Parameter, broken.Parameter.Name),
                context.Site.Name,
                $"is left at TorchSharp's default {broken.Parameter} {Format(number)}, which",
                broken.Consequence,
                broken.Advice)
            : null;

    private Diagnostic? CheckMilestones(SchedulerContext context, SchedulerDefinition definition)
    {
        if (context.Site.Explicit(definition.Milestones) is not { } argument || ListElements.Of(argument) is not { } milestones)
        {
            return null;
        }

        if (definition.RunsPartsInTurn)
        {
            return CheckCounts(context, definition, argument, milestones.Length);
        }

        string name = definition.Name;
        if (milestones.IsEmpty)
        {
            return Report(argument, context.CurveProperty, name, "without milestones", "never changes the learning rate", "Name the epochs after which it is to be lowered");
        }

        var seen = new HashSet<double>();
        foreach (IOperation milestone in milestones)
        {
            LearningRateValue value = ValueResolver.ResolveWithoutDefaults(milestone, context.CancellationToken);
            if (value.Numbers.Length != 1)
            {
                continue;
            }

            double number = value.Numbers[0];
            if (number == 0)
            {
                return Report(milestone, context.CurveProperty, name, "milestone 0", "lowers the learning rate as the scheduler is created, so that no step has the optimizer's own", "Begin with a later milestone, or give the optimizer the lower rate");
            }

            if (!seen.Add(number))
            {
                return Report(milestone, context.CurveProperty, name, $"milestone {Format(number)}", "stands here twice and is counted once (PyTorch counts both)", "Remove one, or choose a smaller gamma");
            }
        }

        return null;
    }

    // The lowest rate of a schedule: a number, or a list of one for all groups.
    private Diagnostic? CheckLowest(SchedulerContext context, SchedulerDefinition definition)
    {
        double?[] rates = context.GroupLearningRates.Where(known => known > 0).ToArray();
        if (context.Site.Explicit(definition.Lowest) is not { } argument || rates.Length == 0)
        {
            return null;
        }

        // The lowest is the first that is not lowered.
        double rate = rates.Min()!.Value;
        string whose = rates.Length > 1 ? "a parameter group's" : "the optimizer's";

        if (ListElements.Of(argument) is { } elements)
        {
            return elements.Length == 1
                && ValueResolver.ResolveWithoutDefaults(elements[0], context.CancellationToken).Single is { } floor
                && floor >= rate
                    ? Report(
                        elements[0],
                        context.CurveProperty,
                        definition.Name,
                        $"{definition.Lowest} {Format(floor)}",
                        $"is not below {whose} learning rate {Format(rate)}, so that the learning rate is never lowered",
                        "Usual is a thousandth of the learning rate or less")
                    : null;
        }

        if (context.NumberOf(definition.Lowest!.Name) is not { } lowest || lowest < rate)
        {
            return null;
        }

        string consequence = lowest > rate
            ? $"is above {whose} learning rate {Format(rate)}, so that the learning rate rises instead of falling"
            : $"is {whose} own learning rate, so that the learning rate never changes";
        return Report(argument, Replace(context, "0.0"), definition.Name, $"{definition.Lowest} {Format(lowest)}", consequence, "Usual is 0, or a tenth of the learning rate at most");
    }

    private Diagnostic? CheckTotal(SchedulerContext context, SchedulerDefinition definition)
    {
        if (definition.Length is not { } total || definition.LengthInEpochs is not var (epochs, batches))
        {
            return null;
        }

        if (context.NumberOf(total.Name) != -1)
        {
            return CheckFirstPhase(context, definition, total);
        }

        string advice = $"Give {total}, or both {epochs} and {batches}";
        foreach (SchedulerParameter parameter in new[] { epochs, batches })
        {
            if (context.NumberOf(parameter.Name) is { } number && number <= 0)
            {
                return context.Site.Explicit(parameter) is { } argument
                    ? Report(argument, context.CurveProperty, definition.Name, $"{parameter} {Format(number)}", "throws ArgumentException", advice)
                    : Report(context.Site.Operation, context.CurveProperty, definition.Name, $"without {total} and without {parameter}", "throws ArgumentException", advice);
            }
        }

        return null;
    }

    // The first phase ends at its share of the length less one, and TorchSharp divides by that (lines 1119 and 1170).
    private Diagnostic? CheckFirstPhase(SchedulerContext context, SchedulerDefinition definition, SchedulerParameter length) =>
        definition.WarmupShare is { } warmup
        && context.NumberOf(length.Name) is { } total
        && context.NumberOf(warmup.Name) is { } share
        && share * total - 1 == 0
            ? Report(
                context.Site.Explicit(warmup) ?? context.Site.Explicit(length) ?? context.Site.Operation,
                context.CurveProperty,
                definition.Name,
                $"{warmup} {Format(share)} of {length} {Format(total)} is a warmup of one step, which",
                "makes the first learning rate NaN, because TorchSharp divides by zero",
                "Warm up for more than one step")
            : null;

    private Diagnostic? CheckBounds(SchedulerContext context, SchedulerDefinition definition)
    {
        if (definition.Bounds is not var (lowParameter, highParameter)
            || context.NumberOf(lowParameter.Name) is not { } low
            || context.NumberOf(highParameter.Name) is not { } high
            || low < high
            || context.Site.Explicit(lowParameter) is not { } lowArgument
            || context.Site.Explicit(highParameter) is not { } highArgument)
        {
            return null;
        }

        return low == high
            ? Report(highArgument, context.CurveProperty, definition.Name, $"{highParameter} {Format(high)}", $"is {lowParameter}, so that the learning rate never changes", $"Usual is three to four times {lowParameter} (Smith 2017)")
            : Report(
                lowArgument,
                ImmutableArray.Create(highArgument.Syntax.GetLocation()),
                context.CurveProperty.Add(Fix, "Swap"),
                definition.Name,
                $"{lowParameter} {Format(low)}",
                $"is above {highParameter} {Format(high)}, so that each cycle runs upside down and the training starts at the highest rate",
                "Swap the two");
    }

    private Diagnostic? CheckCycleFactor(SchedulerContext context, SchedulerDefinition definition)
    {
        if (definition.CycleFactor is not { } cycle
            || context.Arguments.Word(cycle.Mode) != cycle.ScalingMode
            || context.Site.Explicit(cycle.Replacement) is not null
            || context.Site.Explicit(cycle.Factor) is not { } gamma
            || context.NumberOf(cycle.Factor.Name) is not { } factor
            || !(factor <= 0 || factor > 1 && !IsFinder(context)))
        {
            return null;
        }

        string consequence = factor switch
        {
            > 1 => "makes every cycle higher than the one before it",
            0 => "leaves the learning rate at base_lr",
            _ => "turns every other cycle upside down",
        };
        return Report(gamma, Replace(context, "0.99994"), definition.Name, $"{cycle.Factor} {Format(factor)}", consequence, "Typical is 0.99994 (Smith 2017)");
    }

    private Diagnostic? CheckWords(SchedulerContext context, SchedulerDefinition definition)
    {
        foreach (WordChoice choice in definition.Words)
        {
            if (context.Site.Explicit(choice.Parameter) is not { } argument
                || context.Arguments.Word(choice.Parameter) is not { } word
                || word == choice.First || word == choice.Second)
            {
                continue;
            }

            string replacement = word.ToLowerInvariant().Contains(choice.Second) ? choice.Second : choice.First;
            return Report(
                argument,
                Replace(context, $"\"{replacement}\""),
                definition.Name,
                $"{choice.Parameter} \"{word}\"",
                "throws ArgumentException",
                $"It is \"{choice.First}\" or \"{choice.Second}\", in lower case");
        }

        return null;
    }

    private Diagnostic? CheckFactor(SchedulerContext context)
    {
        if (LambdaFactor.Of(context) is not { } lambda)
        {
            return null;
        }

        bool isProduct = context.Site.Definition!.Accumulates;
        if (lambda.Factor?.Constant is { } constant)
        {
            string? consequence = constant switch
            {
                0 => "sets the learning rate to 0, so that nothing is learned",
                < 0 => "turns the learning rate negative, so that the loss is climbed instead of descended",
                > 1 when isProduct && !IsFinder(context) => "makes the learning rate grow without bound instead of decay",
                double.NaN or double.PositiveInfinity when !isProduct || double.IsNaN(constant) => "destroys the weights at the first step",
                _ => null,
            };
            return consequence is null
                ? null
                : Report(lambda.Body, context.CurveProperty, context.Site.Name, $"lambda returns {Format(constant)}, which", consequence, isProduct ? "Typical is 0.95 per epoch" : "Return the factor of the learning rate for the epoch");
        }

        // LambdaLR asks for epoch 0 as it is created, MultiplicativeLR first for epoch 1.
        int first = isProduct ? 1 : 0;
        if (lambda.Evaluate(first) is not { } factor || factor is >= 0 and < double.PositiveInfinity)
        {
            return null;
        }

        bool isFixed = !isProduct && lambda.Evaluate(1) is > 0 and < double.PositiveInfinity;
        return Report(
            lambda.Body,
            isFixed ? context.CurveProperty.Add(Fix, "CountFromOne") : context.CurveProperty,
            context.Site.Name,
            $"lambda returns {Format(factor)} for epoch {first}, which",
            factor < 0 ? "turns the learning rate negative" : "destroys the weights at the first step",
            "Epochs are counted from 0");
    }

    private Diagnostic? CheckCounts(SchedulerContext context, SchedulerDefinition definition, IOperation argument, int milestones) =>
        context.Site.Explicit(definition.Parts) is { } given
        && ListElements.Of(given) is { Length: > 0 } schedulers
        && milestones != schedulers.Length - 1
            ? Report(
                argument,
                context.CurveProperty,
                definition.Name,
                $"with {schedulers.Length} schedulers and {milestones} milestones",
                "throws ArgumentException",
                "There is one milestone between each two schedulers")
            : null;

    private static ImmutableDictionary<string, string?> Replace(string? replacement) =>
        replacement is null ? NoProperties : NoProperties.Add(Replacement, replacement);

    private static ImmutableDictionary<string, string?> Replace(SchedulerContext context, string? replacement) =>
        replacement is null ? context.CurveProperty : context.CurveProperty.Add(Replacement, replacement);

    private static string Format(double number) => LearningRateFormat.FormatWritten(number);
}
