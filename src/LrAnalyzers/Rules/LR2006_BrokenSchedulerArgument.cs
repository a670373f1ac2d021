using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
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
        if (!context.Site.IsLibrary || ThrowsAssertion.Contains(context.Site.Operation.Syntax))
        {
            return null;
        }

        foreach (BrokenArgument broken in context.Site.Definition!.BrokenArguments)
        {
            if (CheckNumber(context, broken) is { } diagnostic)
            {
                return diagnostic;
            }
        }

        return context.Site.Name switch
        {
            "ExponentialLR" => CheckDefaultGamma(context),
            "MultiStepLR" => CheckMilestones(context),
            "CosineAnnealingLR" => CheckMinimum(context),
            "OneCycleLR" => CheckTotal(context),
            "CyclicLR" => CheckCycle(context),
            "ReduceLROnPlateau" => CheckWord(context, "mode", "min", "max") ?? CheckWord(context, "threshold_mode", "rel", "abs") ?? CheckLowest(context),
            "LambdaLR" or "MultiplicativeLR" => CheckFactor(context),
            "SequentialLR" => CheckCounts(context),
            _ => null,
        };
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

        return Report(argument, Replace(broken.Replacement), context.Site.Name, $"{broken.Parameter} {Format(value.Numbers[0])}", broken.Consequence, broken.Advice);
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

    private Diagnostic? CheckDefaultGamma(SchedulerContext context) =>
        !context.IsExemptTest
        && context.Site.Creation.For("gamma") is { ArgumentKind: ArgumentKind.DefaultValue, Value.ConstantValue: { HasValue: true, Value: double and <= 0.1 and var gamma } }
            ? Report(
                context.Site.Operation,
                Replace("0.95").Add(Parameter, "gamma"),
                context.Site.Name,
                $"is left at TorchSharp's default gamma {Format((double)gamma)}, which",
                "divides the learning rate by ten at every step",
                "After four steps nothing is learned any more; typical is 0.95 per epoch")
            : null;

    private Diagnostic? CheckMilestones(SchedulerContext context)
    {
        if (context.Site.Creation.Explicit("milestones") is not { } argument || ListElements.Of(argument) is not { } milestones)
        {
            return null;
        }

        if (milestones.IsEmpty)
        {
            return Report(argument, NoProperties, "MultiStepLR", "without milestones", "never changes the learning rate", "Name the epochs after which it is to be lowered");
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
                return Report(milestone, NoProperties, "MultiStepLR", "milestone 0", "lowers the learning rate as the scheduler is created, so that no step has the optimizer's own", "Begin with a later milestone, or give the optimizer the lower rate");
            }

            if (!seen.Add(number))
            {
                return Report(milestone, NoProperties, "MultiStepLR", $"milestone {Format(number)}", "stands here twice and is counted once (PyTorch counts both)", "Remove one, or choose a smaller gamma");
            }
        }

        return null;
    }

    private Diagnostic? CheckMinimum(SchedulerContext context)
    {
        if (context.Site.Creation.Explicit("eta_min") is not { } argument
            || context.NumberOf("eta_min") is not { } minimum
            || context.BaseLearningRate is not { Numbers: { Length: 1 } numbers }
            || !(numbers[0] > 0 && minimum >= numbers[0]))
        {
            return null;
        }

        string consequence = minimum > numbers[0]
            ? $"is above the optimizer's learning rate {Format(numbers[0])}, so that the learning rate rises instead of falling"
            : "is the optimizer's own learning rate, so that the learning rate never changes";
        return Report(argument, Replace("0.0"), "CosineAnnealingLR", $"eta_min {Format(minimum)}", consequence, "Usual is 0, or a tenth of the learning rate at most");
    }

    private Diagnostic? CheckTotal(SchedulerContext context)
    {
        if (context.NumberOf("total_steps") != -1)
        {
            return CheckFirstPhase(context);
        }

        CreationArguments creation = context.Site.Creation;
        foreach (string parameter in new[] { "epochs", "steps_per_epoch" })
        {
            if (context.NumberOf(parameter) is { } number && number <= 0)
            {
                return creation.Explicit(parameter) is { } argument
                    ? Report(argument, NoProperties, "OneCycleLR", $"{parameter} {Format(number)}", "throws ArgumentException", "Give total_steps, or both epochs and steps_per_epoch")
                    : Report(context.Site.Operation, NoProperties, "OneCycleLR", $"without total_steps and without {parameter}", "throws ArgumentException", "Give total_steps, or both epochs and steps_per_epoch");
            }
        }

        return null;
    }

    // The first phase ends at pct_start * total_steps - 1, and TorchSharp divides by that (lines 1119 and 1170).
    private Diagnostic? CheckFirstPhase(SchedulerContext context) =>
        context.NumberOf("total_steps") is { } total && context.NumberOf("pct_start") is { } start && start * total - 1 == 0
            ? Report(
                context.Site.Creation.Explicit("pct_start") ?? context.Site.Creation.Explicit("total_steps") ?? context.Site.Operation,
                NoProperties,
                "OneCycleLR",
                $"pct_start {Format(start)} of total_steps {Format(total)} is a warmup of one step, which",
                "makes the first learning rate NaN, because TorchSharp divides by zero",
                "Warm up for more than one step")
            : null;

    private Diagnostic? CheckCycle(SchedulerContext context)
    {
        if (context.NumberOf("base_lr") is { } low
            && context.NumberOf("max_lr") is { } high
            && low >= high
            && context.Site.Creation.Explicit("base_lr") is { } lowArgument
            && context.Site.Creation.Explicit("max_lr") is { } highArgument)
        {
            return low == high
                ? Report(highArgument, NoProperties, "CyclicLR", $"max_lr {Format(high)}", "is base_lr, so that the learning rate never changes", "Usual is three to four times base_lr (Smith 2017)")
                : Report(
                    lowArgument,
                    ImmutableArray.Create(highArgument.Syntax.GetLocation()),
                    NoProperties.Add(Fix, "Swap"),
                    "CyclicLR",
                    $"base_lr {Format(low)}",
                    $"is above max_lr {Format(high)}, so that each cycle runs upside down and the training starts at the highest rate",
                    "Swap the two");
        }

        if (context.Site.Creation.For("mode")?.Value.WithoutConversions() is IFieldReferenceOperation { Field.Name: "ExpRange" }
            && context.Site.Creation.Explicit("scale_fn") is null
            && context.Site.Creation.Explicit("gamma") is { } gamma
            && context.NumberOf("gamma") is { } factor
            && (factor <= 0 || factor > 1 && !IsFinder(context)))
        {
            string consequence = factor switch
            {
                > 1 => "makes every cycle higher than the one before it",
                0 => "leaves the learning rate at base_lr",
                _ => "turns every other cycle upside down",
            };
            return Report(gamma, Replace("0.99994"), "CyclicLR", $"gamma {Format(factor)}", consequence, "Typical is 0.99994 (Smith 2017)");
        }

        return null;
    }

    private Diagnostic? CheckWord(SchedulerContext context, string parameter, string first, string second)
    {
        if (context.Site.Creation.Explicit(parameter) is not { } argument
            || Origins.Single(argument, context.Code, context.CancellationToken)?.ConstantValue is not { HasValue: true, Value: string word }
            || word == first || word == second)
        {
            return null;
        }

        string replacement = word.ToLowerInvariant().Contains(second) ? second : first;
        return Report(
            argument,
            Replace($"\"{replacement}\""),
            "ReduceLROnPlateau",
            $"{parameter} \"{word}\"",
            "throws ArgumentException",
            $"It is \"{first}\" or \"{second}\", in lower case");
    }

    private Diagnostic? CheckLowest(SchedulerContext context)
    {
        if (context.Site.Creation.Explicit("min_lr") is not { } argument
            || ListElements.Of(argument) is not { Length: 1 } elements
            || ValueResolver.ResolveWithoutDefaults(elements[0], context.CancellationToken) is not { Numbers: { Length: 1 } lowest }
            || context.BaseLearningRate is not { Numbers: { Length: 1 } numbers }
            || !(numbers[0] > 0 && lowest[0] >= numbers[0]))
        {
            return null;
        }

        return Report(
            elements[0],
            NoProperties,
            "ReduceLROnPlateau",
            $"min_lr {Format(lowest[0])}",
            $"is not below the optimizer's learning rate {Format(numbers[0])}, so that the learning rate is never lowered",
            "Usual is a thousandth of the learning rate or less");
    }

    private Diagnostic? CheckFactor(SchedulerContext context)
    {
        if (LambdaFactor.Of(context) is not { } lambda)
        {
            return null;
        }

        bool isProduct = context.Site.Name == "MultiplicativeLR";
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
                : Report(lambda.Body, NoProperties, context.Site.Name, $"lambda returns {Format(constant)}, which", consequence, isProduct ? "Typical is 0.95 per epoch" : "Return the factor of the learning rate for the epoch");
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
            isFixed ? NoProperties.Add(Fix, "CountFromOne") : NoProperties,
            context.Site.Name,
            $"lambda returns {Format(factor)} for epoch {first}, which",
            factor < 0 ? "turns the learning rate negative" : "destroys the weights at the first step",
            "Epochs are counted from 0");
    }

    private Diagnostic? CheckCounts(SchedulerContext context)
    {
        if (context.Site.Creation.Explicit("milestones") is not { } argument
            || ListElements.Of(argument) is not { } milestones
            || context.Site.Creation.Explicit("schedulers") is not { } given
            || ListElements.Of(given) is not { Length: > 0 } schedulers
            || milestones.Length == schedulers.Length - 1)
        {
            return null;
        }

        return Report(
            argument,
            NoProperties,
            "SequentialLR",
            $"with {schedulers.Length} schedulers and {milestones.Length} milestones",
            "throws ArgumentException",
            "There is one milestone between each two schedulers");
    }

    private static ImmutableDictionary<string, string?> Replace(string? replacement) =>
        replacement is null ? NoProperties : NoProperties.Add(Replacement, replacement);

    private static string Format(double number) => LearningRateFormat.FormatWritten(number);
}
