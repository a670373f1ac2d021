using System;
using System.Collections.Immutable;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>
/// A search range of a learning rate that gives AutoML's trials rates with which nothing can be trained: 0, negative ones or
/// NaN. ML.NET 5.0.1 checks the bounds in debug builds of its own only (UniformNumericOption.cs, Contract.Assert).
/// </summary>
internal sealed class LR1011_BrokenSearchRange : SearchRangeRule
{
    /// <summary>Property of a diagnostic: the lower bound that its fix puts in place, in the invariant culture.</summary>
    public static readonly FixProperty LowerBound = new(nameof(LowerBound));

    private const string BeginAbove = "Begin above 0.";

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1011",
        title: "Search range of a learning rate holds rates that cannot train",
        messageFormat: "{0} is searched {1}: {2}",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "ML.NET does not check the bounds of a search range. A bound of 0 or below gives trials that learn nothing or climb the loss, and on a logarithmic scale trials whose learning rate is NaN.",
        helpLinkUri: RulePage.Of("LR1011"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(SearchRangeContext context)
    {
        if (ThrowsAssertion.Contains(context.Site.Creation.Syntax)
            || Fault(context) is not var (bound, reason))
        {
            return null;
        }

        bool isMinimum = bound == context.Site.Minimum;
        ImmutableDictionary<string, string?> properties = isMinimum && Begin(context) is { } lower
            ? ImmutableDictionary<string, string?>.Empty.Add(LowerBound, lower)
            : ImmutableDictionary<string, string?>.Empty;
        return Report(
            SearchRangeContext.SyntaxOf(bound),
            (isMinimum ? context.Minimum : context.Maximum).Declaration,
            properties,
            $"'{context.Site.Name}'",
            Describe(context),
            reason);
    }

    // The bound to blame, and what follows from it.
    private static (IOperation Bound, string Reason)? Fault(SearchRangeContext context)
    {
        SearchRangeSite site = context.Site;
        double? minimum = context.Minimum.Single;
        double? maximum = context.Maximum.Single;
        if (IsInfinite(minimum) || IsInfinite(maximum))
        {
            return (IsInfinite(minimum) ? site.Minimum : site.Maximum, "the trials get infinity or NaN. Give a finite bound.");
        }

        double lowest = Math.Min(minimum ?? double.PositiveInfinity, maximum ?? double.PositiveInfinity);
        if (lowest <= 0)
        {
            return (lowest == minimum ? site.Minimum : site.Maximum, Consequence(context, lowest));
        }

        // CostFrugalTuner, which AutoML's own experiments use, maps each trial back through (x - min) / (max - min).
        return minimum == maximum && minimum is not null && context.IsLogarithmic == false && !site.IsWhole
            ? (site.Maximum, "the default tuner divides by the width of the range, which is 0, and gives the trials NaN. Give it two bounds, or one choice.")
            : null;
    }

    private static bool IsInfinite(double? bound) => bound is { } number && (double.IsNaN(number) || double.IsInfinity(number));

    private static string Consequence(SearchRangeContext context, double lowest)
    {
        if (context.IsLogarithmic == true && !(context.Maximum.Single <= 0))
        {
            return $"{LearningRateFormat.FormatWritten(lowest)} has no logarithm, and the trials get NaN. {BeginAbove}";
        }

        string effect = lowest < 0 ? "a negative learning rate climbs the loss" : "with a learning rate of 0 nothing is learned";
        if (context.Site.IsWhole && context.Minimum.Single == 0 && context.Maximum.Single == 1)
        {
            // UniformIntOption rounds down, and the upper bound is drawn with a probability of zero.
            return $"only whole numbers are tried, so every trial gets 0, and {effect}. {BeginAbove}";
        }

        bool beginsThere = context.Site.Start is null ? lowest == context.Minimum.Single : context.Start == lowest;
        return $"{effect}{(beginsThere ? ", and the default tuner begins there" : "")}. {BeginAbove}";
    }

    private static string Describe(SearchRangeContext context)
    {
        string from = context.Minimum.Single is { } minimum ? LearningRateFormat.FormatWritten(minimum) : context.Site.Minimum.Syntax.ToString();
        string to = context.Maximum.Single is { } maximum ? LearningRateFormat.FormatWritten(maximum) : context.Site.Maximum.Syntax.ToString();
        return $"from {from} to {to}{(context.IsLogarithmic == true ? " on a logarithmic scale" : "")}";
    }

    // Where to begin instead: below the start of the search, where that is known.
    private static string? Begin(SearchRangeContext context)
    {
        if (context.IsLogarithmic is null
            || context.Maximum.Single is not { } maximum
            || !(maximum > 0)
            || (context.Site.Start is not null && context.Start is null))
        {
            return null;
        }

        double practice = context.Site.Trainer?.Usual?.Minimum is { } usual && usual > 0 && usual * 10 <= maximum
            ? usual
            : maximum / SearchRangeDefinition.SearchRatio;
        if (!(practice > 0))
        {
            return null;
        }

        return context.Start is { } start && start > 0 && start < practice
            ? LearningRateFormat.FormatWritten(start)
            : LearningRateFormat.FormatRounded(practice, 6);
    }
}
