using System.Collections.Immutable;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>
/// TorchSharp's RAdam up to 0.107 multiplies the step by the learning rate twice (RAdam.cs; run: the step of a constant
/// gradient is 0.3066 times the square of the rate), so that a usual rate of 0.001 moves nothing.
/// </summary>
internal sealed class LR1007_SquaredLearningRate : ValueRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1007",
        title: "TorchSharp's RAdam applies the learning rate twice",
        messageFormat: "TorchSharp's RAdam applies the learning rate twice: its step is about the square{0}, so usual rates learn nothing. Use AdamW.",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "RAdam in TorchSharp up to 0.107 multiplies the step by the learning rate twice.",
        helpLinkUri: RulePage.Of("LR1007"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context)
    {
        LearningRateSite site = context.Site;
        // Not by identity: the project may have set a range of its own.
        if (site.Role != LearningRateRole.Optimizer
            || (site.Algorithm as OptimizerDefinition)?.TypeName != TorchSharpOptimizers.RAdam.TypeName
            || !context.Catalog.RAdamSquaresLearningRate)
        {
            return null;
        }

        double? learningRate = site.Value is null ? site.Default : context.Value.Single;
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        if (site.Value is not null && learningRate is { } known)
        {
            // AdamW takes the rate over where it is one of AdamW's; else it gets its own.
            OptimizerDefinition successor = TorchSharpOptimizers.AdamW;
            properties = properties.Add(
                Replacement, LearningRateFormat.FormatWritten(successor.Usual!.Contains(known) ? known : successor.Typical!.Value));
        }

        string effect = learningRate is { } number
            ? $", about {LearningRateFormat.FormatWritten(Rounded(0.31 * number * number))} per step for {LearningRateFormat.FormatWritten(number)}"
            : "";
        return Report(site.Syntax, context.Value.Declaration, properties, effect);
    }

    private static double Rounded(double number) =>
        double.Parse(number.ToString("G2", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);
}
