using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <content>
/// ML.NET: the length of a schedule beside the number of epochs in the same options. An early stop may end an image
/// classification sooner, never later, so that a schedule that is too long always is, and one that is somewhat short may not be.
/// </content>
internal sealed partial class LR2005_WrongHorizon : ITrainerRule
{
    /// <summary>Property of a diagnostic: the number of epochs that the fix makes a step schedule for.</summary>
    public static readonly FixProperty Epochs = new(nameof(Epochs));

    private const int FirstDefaultDecay = 91;
    private const double FarShorter = 4;

    /// <inheritdoc/>
    public Diagnostic? Check(TrainerContext context) => context.Site switch
    {
        { Definition: { Length: { } length, EndRate: not null } definition } => CheckPolynomial(context, definition, length),
        { Definition: { Milestones: not null } definition } => CheckSteps(context, definition),
        { Trainer.Name: "ObjectDetection", Member.Name: "Steps", Operation: ISimpleAssignmentOperation steps } => CheckMilestones(context, steps.Value),
        _ => null,
    };

    // After numEpochsPerDecay epochs, 2 by default, the end value holds (LearningRateScheduler.cs, lines 246 to 260).
    private Diagnostic? CheckPolynomial(TrainerContext context, SchedulerDefinition definition, SchedulerParameter parameter)
    {
        if (EpochsOf(context, context.SettingOfScheduledOptions("Epoch"), MLNetSchedulers.DefaultEpochs) is not { } epochs
            || context.NumberOf(parameter) is not (> 0 and var length)
            || context.NumberOf(definition.OwnRate) is not { } start
            || context.NumberOf(definition.EndRate) is not { } end
            || CreationArguments.Of(context.Site.Operation)?.For(definition.Repeats!.Name)?.Value.ConstantValue is not { HasValue: true, Value: false })
        {
            return null;
        }

        string? consequence = null;
        if (length * FarShorter <= epochs && end <= 0.1 * start * (1 + 1e-6))
        {
            consequence = $"the learning rate is at its end, {LearningRateFormat.FormatWritten(end)}, after {Count(length)} and stays there";
        }
        else if (length >= epochs * ScheduleMisfits.FarLonger && end < start)
        {
            consequence = $"the training ends after {Percent(epochs / length)} of the decay";
        }

        return consequence is null
            ? null
            : Diagnostic.Create(
                Descriptor,
                context.Site.Operation.Syntax.GetLocation(),
                ImmutableDictionary<string, string?>.Empty.Add(Parameter, parameter.Name).Add(Horizon, Text(epochs)),
                $"{definition}({parameter}: {LearningRateFormat.FormatWritten(length)})",
                Count(epochs) + " of the training",
                consequence);
    }

    private Diagnostic? CheckSteps(TrainerContext context, SchedulerDefinition definition)
    {
        if (EpochsOf(context, context.SettingOfScheduledOptions("Epoch"), MLNetSchedulers.DefaultEpochs) is not { } epochs
            || FirstDecay(context, definition.Milestones!) is not { } first
            || first < epochs)
        {
            return null;
        }

        return Diagnostic.Create(
            Descriptor,
            context.Site.Operation.Syntax.GetLocation(),
            ImmutableDictionary<string, string?>.Empty.Add(Epochs, Text(epochs)),
            $"{definition}(first decay: {Text(first)})",
            Count(epochs) + " of the training",
            "the learning rate never decays");
    }

    // The epoch, counted from 0, at which the factor first changes; null where that cannot be known.
    private static double? FirstDecay(TrainerContext context, SchedulerParameter items)
    {
        CreationArguments? creation = CreationArguments.Of(context.Site.Operation);
        if (creation?.For(items.Name) is null)
        {
            return FirstDefaultDecay;
        }

        if (creation.Value.Explicit(items.Name) is not { } list || ListElements.Of(list) is not { IsEmpty: false } elements)
        {
            return null;
        }

        double?[] epochs = elements
            .Select(item => item.WithoutConversions() is IObjectCreationOperation element && CreationArguments.Of(element)?.Explicit("epoch") is { } epoch
                ? context.NumberIn(epoch)
                : null)
            .ToArray();
        return epochs.All(epoch => epoch is not null)
            ? epochs.Where(epoch => epoch > 0).DefaultIfEmpty(null).Min()
            : null;
    }

    // ObjectDetectionTrainer.cs, lines 233 to 240 and 316: MultiStepLR, stepped after each epoch.
    private Diagnostic? CheckMilestones(TrainerContext context, IOperation value)
    {
        if (EpochsOf(context, context.Setting("MaxEpoch"), defaultEpochs: 10) is not { } epochs
            || ListElements.Of(value) is not { IsEmpty: false } elements)
        {
            return null;
        }

        double?[] milestones = elements.Select(context.NumberIn).ToArray();
        if (milestones.FirstOrDefault(milestone => milestone >= epochs) is not { } dead || milestones.Any(milestone => milestone is null))
        {
            return null;
        }

        return Diagnostic.Create(
            Descriptor,
            value.Syntax.GetLocation(),
            ImmutableDictionary<string, string?>.Empty.Add(Epochs, Text(epochs)),
            $"ObjectDetection(Steps: {Text(dead)})",
            Count(epochs) + " of the training",
            milestones.All(milestone => milestone >= epochs)
                ? "the learning rate never decays"
                : "this decay never comes");
    }

    private static double? EpochsOf(TrainerContext context, Companion setting, int defaultEpochs) =>
        setting.IsAbsent ? defaultEpochs
        : setting.Value is { } value && context.NumberIn(value) is > 0 and var epochs ? epochs
        : null;

    private static string Count(double epochs) => LearningRateFormat.FormatWritten(epochs) + (epochs == 1 ? " epoch" : " epochs");
}
