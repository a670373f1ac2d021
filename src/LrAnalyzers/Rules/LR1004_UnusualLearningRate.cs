using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>A learning rate that can train but is rare in published practice for this algorithm: worth a second look.</summary>
internal sealed class LR1004_UnusualLearningRate : ValueRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1004",
        title: "Learning rate is outside the usual range",
        messageFormat: "{0} learning rate {1} is unusually {2}: {3}{4}. Check for a slip of the decimal point.",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "The number lies inside the range in which the algorithm can train but outside the range that published trainings use.",
        helpLinkUri: RulePage.Of("LR1004"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context)
    {
        LearningRateSite site = context.Site;
        Algorithm algorithm = site.Algorithm;
        if (site.Role is not (LearningRateRole.Optimizer or LearningRateRole.ParamGroup or LearningRateRole.Trainer or LearningRateRole.SchedulePeak)
            || algorithm.Usual is not { } usual
            || !context.Value.IsKnown)
        {
            return null;
        }

        // Whoever sets the factor has tuned the product: tuners try factors up to 4.
        TrainingScale scale = TrainingScale.Of(context);
        if (site.Role == LearningRateRole.SchedulePeak)
        {
            usual = usual.ForPeak();
        }

        if (scale.IsFactorGiven
            || scale.FirstOutside(context.Value, usual, onlyAbove: site.Role == LearningRateRole.SchedulePeak) is not { } learningRate
            || (scale.Working is { } working && scale.FirstOutside(context.Value, working, onlyAbove: false) is not null)
            || context.IsReplacedBySchedule
            || ThrowsAssertion.Contains(site.Syntax)
            || context.TrainsLooseParameters
            || context.IsPlaceholder(learningRate, mayGrow: !usual.IsAbove(learningRate)))
        {
            return null;
        }

        return Report(
            context,
            replacement: null,
            algorithm.Name,
            LearningRateFormat.FormatWritten(learningRate),
            usual.IsAbove(learningRate) ? "high" : "low",
            Practice(usual),
            algorithm.Typical is { } typical ? $", typically {LearningRateFormat.FormatWritten(typical)}" : "");
    }

    // A project may set one bound of an algorithm that has no published range.
    private static string Practice(LearningRateRange usual)
    {
        string minimum = LearningRateFormat.FormatWritten(usual.Minimum);
        string maximum = LearningRateFormat.FormatWritten(usual.Maximum);
        string range = usual.Minimum == 0 ? "up to " + maximum : double.IsInfinity(usual.Maximum) ? minimum + " and more" : $"{minimum} to {maximum}";
        return (usual.IsSetByProject ? "this project's settings allow " : "published trainings use ") + range;
    }
}
