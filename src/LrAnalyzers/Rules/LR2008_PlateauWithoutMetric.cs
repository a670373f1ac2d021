using System.Linq;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>
/// ReduceLROnPlateau stepped like the other schedulers. It needs a metric: <c>step()</c> throws, and so does
/// <c>step(correct)</c> with an <c>int</c>, which C# binds to the overload for an epoch (LRScheduler.cs:718-725).
/// </summary>
internal sealed class LR2008_PlateauWithoutMetric : StepRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2008",
        title: "ReduceLROnPlateau is stepped without a metric",
        messageFormat: "ReduceLROnPlateau throws InvalidOperationException here: {0}. Pass {1}.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "ReduceLROnPlateau lowers the learning rate when a metric stops improving, and throws when it is stepped without one. An int counts as an epoch, not as a metric.",
        helpLinkUri: RulePage.Of("LR2008"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(StepContext context)
    {
        StepSite site = context.Site;
        if (site.Operation.TargetMethod.Parameters.Any(parameter => parameter.Name == "current")
            || !context.IsPlateau
            || ThrowsAssertion.Contains(site.Operation.Syntax))
        {
            return null;
        }

        return site.Epoch is { } epoch && epoch.WithoutConversions() is { ConstantValue.HasValue: false } given
            ? Report(
                epoch,
                NoProperties.Add(Fix, "Metric"),
                $"the int {given.Syntax} is taken for an epoch, not for a metric",
                "the metric as a double")
            : Report(site.Operation, NoProperties, "it is stepped without a metric", "the validation loss");
    }
}
