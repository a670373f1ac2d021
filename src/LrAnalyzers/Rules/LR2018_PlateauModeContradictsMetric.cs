using System.Collections.Immutable;
using LrAnalyzers.Flow;
using LrAnalyzers.Trials;
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
        messageFormat: "{0} in mode \"{1}\" takes a {2} {3} for an improvement, so it lowers the learning rate while the training gets better. Create it with mode \"{4}\".",
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
            || creations[0].Definition?.Direction is not { } choice
            || creations[0].Creation.For(choice.Parameter.Name) is not { } argument
            || Origins.Single(argument.Value, context.Code, context.CancellationToken)?.ConstantValue is not { HasValue: true, Value: string mode }
            || mode != (direction == MetricDirection.Rises ? choice.First : choice.Second))
        {
            return null;
        }

        bool isExplicit = argument.ArgumentKind != ArgumentKind.DefaultValue;
        string other = mode == choice.First ? choice.Second : choice.First;
        Location place = (isExplicit ? argument.Value : creations[0].Operation).Syntax.GetLocation();
        return Report(
            metric,
            ImmutableArray.Create(place),
            NoProperties.Add(Replacement, $"\"{other}\"").Add(Fix, isExplicit ? "Replace" : "Add").Add(Parameter, choice.Parameter.Name),
            creations[0].Name,
            mode,
            mode == choice.First ? "falling" : "rising",
            MetricName.Of(metric)!,
            other);
    }
}
