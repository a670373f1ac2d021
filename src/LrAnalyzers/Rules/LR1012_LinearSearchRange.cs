using System;
using System.Collections.Immutable;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>
/// A search range of a learning rate that works and searches badly: on a linear scale over more than two powers of ten, so
/// that nine tenths of it lie in the highest of them, or from its upper end down.
/// </summary>
internal sealed class LR1012_LinearSearchRange : SearchRangeRule
{
    /// <summary>Property of a diagnostic, if the bounds are to be swapped.</summary>
    public static readonly FixProperty Swap = new(nameof(Swap));

    /// <summary>Property of a diagnostic, if the logarithmic scale is to be switched on.</summary>
    public static readonly FixProperty Logarithmic = new(nameof(Logarithmic));

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1012",
        title: "Search range of a learning rate is linear or reversed",
        messageFormat: "{0} is searched from {1} {2}: {3}",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Learning rates matter by their power of ten. On a linear scale nine tenths of a wide range lie in the highest one, and the lower ones are hardly tried.",
        helpLinkUri: RulePage.Of("LR1012"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(SearchRangeContext context)
    {
        if (context.Site.IsWhole
            || context.Minimum.Single is not { } minimum
            || context.Maximum.Single is not { } maximum
            || !(Math.Min(minimum, maximum) > 0)
            || double.IsInfinity(Math.Max(minimum, maximum))
            || ThrowsAssertion.Contains(context.Site.Creation.Syntax))
        {
            return null;
        }

        bool isReversed = maximum < minimum;
        double lower = Math.Min(minimum, maximum);
        double upper = Math.Max(minimum, maximum);
        bool isLinear = context.IsLogarithmic == false && upper > lower * SearchRangeDefinition.LinearRatio * (1 + 1e-6);
        if (!isReversed && !isLinear)
        {
            return null;
        }

        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        properties = isReversed ? properties.Add(Swap, "") : properties;
        properties = isLinear ? properties.Add(Logarithmic, "") : properties;
        string advice = isLinear
            ? $"{Share(lower, upper)}% of the range lies above {LearningRateFormat.FormatRounded(upper / 10)}. A logarithmic scale gives every power of ten the same share."
            : "ML.NET asks for 'max' above 'min' without checking it, and the default tuner begins at the upper end. Swap them.";
        return Report(
            SearchRangeContext.SyntaxOf(context.Site.Minimum),
            context.Minimum.Declaration,
            properties,
            $"'{context.Site.Name}'",
            LearningRateFormat.FormatWritten(minimum),
            $"{(isReversed ? "down " : "")}to {LearningRateFormat.FormatWritten(maximum)}{(isLinear ? " on a linear scale" : "")}",
            advice);
    }

    // The part of the range in the highest power of ten.
    private static int Share(double lower, double upper) => (int)Math.Round(100 * (upper - (upper / 10)) / (upper - lower));
}
