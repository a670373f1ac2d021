using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <content>
/// ML.NET: arguments of its three schedules (LearningRateScheduler.cs), and the ratios of the one-cycle schedule that its text
/// trainers always use (NasBertTrainer.cs, line 191: they become pct_start, 1 / div_factor and div_factor / final_div_factor).
/// </content>
internal sealed partial class LR2006_BrokenSchedulerArgument : ITrainerRule
{
    /// <summary>Fix: the items of a list are put into descending order.</summary>
    public const string Descend = nameof(Descend);

    /// <summary>The indices of the items in that order.</summary>
    public static readonly FixProperty Order = new(nameof(Order));

    /// <inheritdoc/>
    public Diagnostic? Check(TrainerContext context) => ThrowsAssertion.Contains(context.Site.Operation.Syntax)
        ? null
        : context.Site switch
        {
            { Definition: { Period: { } period } definition } => CheckDecayRate(context, definition)
                ?? CheckEpochsPerDecay(context, definition, period, "makes the learning rate grow", "2f"),
            { Definition: { Length: { } length } definition } => CheckEpochsPerDecay(context, definition, length, "puts the learning rate to its end at once", EpochsOf(context))
                ?? CheckEnd(context, definition),
            { Definition: { Milestones: not null } definition } => CheckOrder(context, definition),
            { Trainer.ReadsFirstOnly: true, Operation: ISimpleAssignmentOperation ratio } => CheckRatio(context, ratio.Value),
            _ => null,
        };

    private Diagnostic? CheckDecayRate(TrainerContext context, SchedulerDefinition definition) =>
        context.NumberOf(definition.Decay) is { } rate && !(rate is > 0 and < 1) && context.Explicit(definition.Decay) is { } argument
            ? Report(
                argument,
                Replace("0.94f"),
                definition.Name,
                $"{definition.Decay} {Written(rate)}",
                rate switch
                {
                    > 1 => "makes the learning rate grow",
                    1 => "leaves the learning rate as it is",
                    0 => "puts the learning rate to zero at the first decay",
                    _ => "turns the learning rate negative, or NaN",
                },
                "It lies between 0 and 1; ML.NET's default is 0.94")
            : null;

    private Diagnostic? CheckEpochsPerDecay(
        TrainerContext context, SchedulerDefinition definition, SchedulerParameter length, string whenNegative, string? replacement) =>
        context.NumberOf(length) is { } epochs && !(epochs > 0) && context.Explicit(length) is { } argument
            ? Report(
                argument,
                Replace(replacement),
                definition.Name,
                $"{length} {Written(epochs)}",
                epochs < 0 ? whenNegative : "makes the learning rate NaN",
                "It is a number of epochs above 0")
            : null;

    // The number of epochs, where it is known: that is how long a decay to an end value is meant to last.
    private static string? EpochsOf(TrainerContext context) => context.SettingOfScheduledOptions("Epoch") switch
    {
        { IsAbsent: true } => MLNetSchedulers.DefaultEpochs.ToString(CultureInfo.InvariantCulture),
        { Value: { } value } when context.NumberIn(value) is > 0 and var epochs => epochs.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private Diagnostic? CheckEnd(TrainerContext context, SchedulerDefinition definition)
    {
        if (definition is not { OwnRate: { } startRate, EndRate: { } endRate }
            || context.NumberOf(startRate) is not (> 0 and var start)
            || context.NumberOf(endRate) is not { } end
            || end < start * (1 - 1e-6))
        {
            return null;
        }

        IOperation? argument = context.Explicit(endRate);
        ImmutableDictionary<string, string?> properties = Replace(LearningRateFormat.FormatRounded(start * 0.01, significantDigits: 6) + "f");
        return Report(
            argument ?? context.Site.Operation,
            argument is null ? properties.Add(Parameter, endRate.Name) : properties,
            definition.Name,
            (argument is null ? $"is left at its default {endRate} " : $"{endRate} ") + Written(end) + (argument is null ? ", which" : ""),
            end > start * (1 + 1e-6)
                ? $"is above {startRate} {Written(start)}, so that the learning rate rises instead of falling"
                : $"is {startRate} itself, so that the learning rate never changes",
            "Usual is a hundredth of the learning rate");
    }

    // ML.NET takes the first item whose epoch is reached (lines 112 to 118): in another order what comes later is never reached.
    private Diagnostic? CheckOrder(TrainerContext context, SchedulerDefinition definition)
    {
        if (context.Explicit(definition.Milestones) is not { } argument
            || ListElements.Of(argument) is not { Length: > 1 } items)
        {
            return null;
        }

        double?[] epochs = items.Select(item => EpochOf(context, item)).ToArray();
        for (int later = 1; later < epochs.Length; later++)
        {
            for (int earlier = 0; earlier < later; earlier++)
            {
                if (epochs[earlier] <= epochs[later])
                {
                    bool hasOrder = epochs.All(epoch => epoch is not null) && epochs.Distinct().Count() == epochs.Length;
                    return Report(
                        argument,
                        hasOrder ? ImmutableDictionary<string, string?>.Empty.Add(Fix, Descend).Add(Order, string.Join(" ", Enumerable.Range(0, items.Length).OrderByDescending(index => epochs[index]))) : NoProperties,
                        definition.Name,
                        $"item for epoch {Format(epochs[later]!.Value)}",
                        $"is never reached, because ML.NET takes the first item whose epoch has come, and that is the one for epoch {Format(epochs[earlier]!.Value)} before it",
                        "List the items from the last epoch to the first");
                }
            }
        }

        return null;
    }

    private static double? EpochOf(TrainerContext context, IOperation item) =>
        item.WithoutConversions() is IObjectCreationOperation creation
        && CreationArguments.Of(creation)?.Explicit("epoch") is { } epoch
            ? context.NumberIn(epoch)
            : null;

    private Diagnostic? CheckRatio(TrainerContext context, IOperation value)
    {
        if (context.NumberIn(value) is not { } ratio)
        {
            return null;
        }

        (string Consequence, string Advice, string Replacement)? broken = context.Site.Member!.Name switch
        {
            "WarmupRatio" when !(ratio is >= 0 and <= 1) =>
                ("makes Fit throw ArgumentException", "It is the share of the steps that warm up, from 0 to 1; ML.NET's default is 0.06", "0.06"),
            "WarmupRatio" when ratio == 1 =>
                ("makes the whole training a warmup, so that the learning rate never decays", "ML.NET's default is 0.06", "0.06"),
            "StartLearningRateRatio" when !(ratio > 0) =>
                (ratio < 0 ? "starts at a negative learning rate" : "makes the learning rate NaN after the warmup, because ML.NET divides by it", "ML.NET's default is 0.1", "0.1"),
            "StartLearningRateRatio" when ratio > 1 =>
                ("starts the warmup above the learning rate", "ML.NET's default is 0.1", "0.1"),
            "FinalLearningRateRatio" when !(ratio >= 0) =>
                ("ends at a negative learning rate", "Usual is 0.01; ML.NET's default is 0.9, which hardly decays", "0.01"),
            "FinalLearningRateRatio" when ratio > 1 =>
                ("makes the learning rate rise after the warmup", "Usual is 0.01; ML.NET's default is 0.9, which hardly decays", "0.01"),
            _ => null,
        };
        return broken is var (consequence, advice, replacement)
            ? Report(value, Replace(replacement), context.Site.Trainer.Name, $"{context.Site.Member.Name} {Written(ratio)}", consequence, advice)
            : null;
    }

    private static string Written(double number) => LearningRateFormat.FormatWritten(number);
}
