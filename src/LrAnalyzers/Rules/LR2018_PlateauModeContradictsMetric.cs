using System.Collections.Immutable;
using LrAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// ReduceLROnPlateau that waits for its metric to move the wrong way: for an accuracy to fall, or a loss to rise. It then
/// lowers the learning rate while the training improves. Judged by clear names alone.
/// </summary>
internal sealed class LR2018_PlateauModeContradictsMetric : StepRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2018",
        title: "ReduceLROnPlateau watches its metric in the wrong direction",
        messageFormat: "ReduceLROnPlateau in mode \"{0}\" takes a {1} {2} for an improvement, so it lowers the learning rate while the training gets better. Create it with mode \"{3}\".",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "mode \"min\", the default, is for a loss or an error, mode \"max\" for an accuracy or a score.",
        helpLinkUri: RulePage.Of("LR2018"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(StepContext context)
    {
        if (context.Site.Metric is not { } metric
            || MetricName.DirectionOf(metric, context.CancellationToken) is not { } direction
            || !context.IsPlateau
            || context.Creations is not { Length: 1 } creations
            || creations[0].Creation.For("mode") is not { } argument
            || Origins.Single(argument.Value, context.Code, context.CancellationToken)?.ConstantValue is not { HasValue: true, Value: string mode }
            || (mode, direction) is not (("min", MetricDirection.Rises) or ("max", MetricDirection.Falls)))
        {
            return null;
        }

        bool isExplicit = argument.ArgumentKind != ArgumentKind.DefaultValue;
        string other = mode == "min" ? "max" : "min";
        Location place = (isExplicit ? argument.Value : creations[0].Operation).Syntax.GetLocation();
        return Report(
            metric,
            ImmutableArray.Create(place),
            NoProperties.Add(Replacement, $"\"{other}\"").Add(Fix, isExplicit ? "Replace" : "Add"),
            mode,
            mode == "min" ? "falling" : "rising",
            MetricName.Of(metric)!,
            other);
    }
}
