using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>
/// A learning rate with which this optimizer or trainer provably diverges or learns nothing. The ranges and their sources
/// are in the catalog.
/// </summary>
internal sealed class LR1003_UnworkableLearningRate : ValueRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1003",
        title: "Learning rate is outside the range in which this optimizer or trainer can train",
        messageFormat: "{0} cannot train: {1}.{2}",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Each algorithm has a range of learning rates with which it can train at all. Above it training diverges, below it float32 weights do not change.",
        helpLinkUri: RulePage.Of("LR1003"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool JudgesValue => true;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context)
    {
        LearningRateSite site = context.Site;
        if (site.Role is LearningRateRole.ScheduleFactor or LearningRateRole.ScheduleArgument or LearningRateRole.UnreadEntry
            || !context.Value.IsKnown
            || TrainingScale.Of(context) is not { Working: { } range } scale)
        {
            return null;
        }

        // A write may pause the training, and a cycle starts low.
        bool onlyAbove = site.Role is LearningRateRole.Write or LearningRateRole.ScheduleBase;
        if (scale.FirstOutside(context.Value, range, onlyAbove) is not { } learningRate
            || context.IsReplacedBySchedule
            || ThrowsAssertion.Contains(site.Syntax)
            || context.TrainsLooseParameters
            || (range.IsAbove(learningRate * scale.Factor!.Value) && context.ClipsGradients)
            || context.IsPlaceholder(learningRate))
        {
            return null;
        }

        Algorithm algorithm = site.Algorithm;
        if (MistakenPower.In(site.Value, context.CancellationToken) is { } power)
        {
            return ReportPower(context, power, learningRate);
        }

        string? reason = range.IsAbove(learningRate * scale.Factor!.Value) ? scale.AboveWorking : algorithm.BelowWorking;
        double? replacement = scale.IsFactorGiven ? null : algorithm.Typical;
        return Report(
            context,
            replacement,
            context.Describe(scale.Describe(learningRate, algorithm)),
            reason ?? "training diverges or learns nothing",
            replacement is { } typical ? $" Typical is {LearningRateFormat.FormatWritten(typical)}." : "");
    }
}
