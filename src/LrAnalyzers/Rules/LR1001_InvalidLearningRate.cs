using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A learning rate that is zero, negative, NaN or infinite. TorchSharp 0.107.0 rejects only negative ones, and those only
/// in the constructors of the managed optimizers; everything else trains nothing or destroys the weights without a word.
/// ML.NET 5.0.1 checks some options and few catalog arguments: a negative FastTree rate, or a Gam rate of NaN, is accepted.
/// </summary>
internal sealed class LR1001_InvalidLearningRate : ValueRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1001",
        title: "Learning rate is not a positive, finite number",
        messageFormat: "{0} is not a positive, finite number: {1}.{2}",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The learning rate scales every weight update. Zero trains nothing, a negative one climbs the loss, NaN and infinity destroy the weights at the first step.",
        helpLinkUri: RulePage.Of("LR1001"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool JudgesValue => true;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context)
    {
        LearningRateSite site = context.Site;
        if (site.Role is LearningRateRole.ScheduleFactor or LearningRateRole.ScheduleArgument
            || Invalid(context) is not { } learningRate
            || (!(learningRate < 0) && context.IsReplacedBySchedule)
            || ThrowsAssertion.Contains(site.Syntax))
        {
            return null;
        }

        Algorithm algorithm = site.Algorithm;
        if (MistakenPower.In(site.Value, context.CancellationToken) is { } power)
        {
            return ReportPower(context, power, learningRate);
        }

        string advice = algorithm.Typical is { } typical ? $" Typical is {LearningRateFormat.FormatWritten(typical)}." : "";
        return Report(context, algorithm.Typical, context.Describe(LearningRateFormat.FormatWritten(learningRate)), Consequence(learningRate, site), advice);
    }

    private static double? Invalid(ValueContext context)
    {
        LearningRateValue value = context.Value;
        double? invalid = value.FirstWhere(static number => !(number >= 0) || double.IsInfinity(number));
        if (invalid is not null || !value.IsAlways(static number => number == 0))
        {
            return invalid;
        }

        // Zero during training pauses it, a cycle may start from zero, and one group of several may be frozen by it.
        return context.Site.Role is LearningRateRole.Write or LearningRateRole.ScheduleBase
            || context.IsBesideTrainedGroup
            || context.IsPlaceholder(0)
            ? null
            : 0;
    }

    private static string Consequence(double learningRate, LearningRateSite site)
    {
        if (site.Algorithm is TrainerDefinition trainer)
        {
            bool isChecked = site.Operation is IInvocationOperation ? trainer.ChecksArgument : trainer.ChecksOptions;
            if (isChecked && !(learningRate > 0))
            {
                return "ML.NET throws when the trainer is made";
            }

            string? effect = learningRate == 0 ? trainer.EffectOfZero
                : learningRate < 0 && !double.IsInfinity(learningRate) ? trainer.EffectOfNegative : trainer.EffectOfNaN;
            if (effect is not null)
            {
                return effect;
            }
        }

        return learningRate switch
        {
            0 => "no weight ever changes",
            < 0 and > double.NegativeInfinity => "each step would climb the loss instead of descending it",
            _ => "the first step destroys the weights",
        };
    }
}
