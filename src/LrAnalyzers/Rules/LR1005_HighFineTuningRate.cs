using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A learning rate for training from scratch under an optimizer that trains all weights of a pretrained model: steps this
/// large overwrite what was learned. It stands among the rules about a value, although it follows the model through the
/// project, so that one learning rate has one report.
/// </summary>
internal sealed class LR1005_HighFineTuningRate : ValueRule
{
    /// <summary>Property of a diagnostic: the learning rate that its fix replaces, in the invariant culture.</summary>
    public static readonly FixProperty Replaced = new(nameof(Replaced));

    /// <summary>Property of a diagnostic: name of the parameter, where it is left out.</summary>
    public static readonly FixProperty Parameter = new(nameof(Parameter));

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1005",
        title: "Learning rate is too high for fine-tuning",
        messageFormat: "{0} learning rate {1} is too high for fine-tuning: steps this large can overwrite the pretrained weights that {2} loads. {3}, typically {4}.",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Pretrained weights are near a good solution already. A learning rate that suits a training from scratch moves them away from it before it learns anything new.",
        helpLinkUri: RulePage.Of("LR1005"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context)
    {
        LearningRateSite site = context.Site;
        if (site.Algorithm is not { FineTuning: { } range, TypicalFineTuning: { } typical })
        {
            return null;
        }

        bool isPeak = site.Role == LearningRateRole.SchedulePeak;
        range = isPeak ? range.ForPeak() : range;

        // What a caller may give is not known, whatever the default says.
        LearningRateValue value = site.Value is { } given
            ? ValueResolver.ResolveWithoutDefaults(given, context.CancellationToken)
            : LearningRateValue.Unknown;
        ImmutableArray<double> numbers = value.IsKnown ? value.Numbers
            : site is { Value: null, Role: LearningRateRole.Optimizer, Default: { } libraryDefault } ? ImmutableArray.Create(libraryDefault)
            : ImmutableArray<double>.Empty;
        if (numbers.IsEmpty
            || !numbers.All(number => range.IsAbove(number) && !double.IsInfinity(number))
            || context.IsReplacedBySchedule
            || OptimizerOf(context) is not { } optimizer
            || context.FineTuning.ModelTrainedBy(optimizer.Creation, optimizer.Parameters, isPeak, context.CancellationToken) is not { } model
            || ThrowsAssertion.Contains(site.Syntax))
        {
            return null;
        }

        string number = LearningRateFormat.FormatWritten(numbers[0]);
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        if (numbers.Length == 1 && site.Algorithm.Usual?.Contains(typical) != false && !StartsFromBase(site))
        {
            properties = properties.Add(Replacement, LearningRateFormat.FormatWritten(typical)).Add(Replaced, number);
            properties = site.Value is null ? properties.Add(Parameter, site.Target.Name) : properties;
        }

        return Report(
            site.Syntax,
            value.Declaration,
            properties,
            site.Algorithm.Name,
            site.Value is null ? number + ", the default," : number,
            model.Loader,
            (range.IsSetByProject ? "This project's settings allow up to " : "Fine-tuning usually takes at most ") + LearningRateFormat.FormatWritten(range.Maximum),
            LearningRateFormat.FormatWritten(typical));
    }

    // The optimizer that trains at this rate and what it trains. One of several groups trains a part of a model.
    private static (IOperation Creation, IOperation? Parameters)? OptimizerOf(ValueContext context)
    {
        LearningRateSite site = context.Site;
        switch (site.Role)
        {
            case LearningRateRole.Optimizer:
                return (site.Operation, CreationArguments.Of(site.Operation)?.At(0));
            case LearningRateRole.ParamGroup when site.Operation is IObjectCreationOperation group
                && OptimizerCreation.Around(group, context.Catalog) is { } creation
                && context.CreatedGroupsOf(creation).Length == 1:
                return (creation, CreationArguments.Of(group)?.At(0));
            case LearningRateRole.SchedulePeak when CreationArguments.Of(site.Operation)?.Explicit("optimizer") is { } scheduled
                && context.FineTuning.CreationOf(scheduled, context.CancellationToken) is { } creation
                && OptimizerCreation.Creates(creation, context.Catalog):
                return (creation, CreationArguments.Of(creation)?.At(0));
            default:
                return null;
        }
    }

    // A cyclic schedule has a lower rate beside its peak, which would then lie above it.
    private static bool StartsFromBase(LearningRateSite site) => CreationArguments.Of(site.Operation)?.For("base_lr") is not null;
}
