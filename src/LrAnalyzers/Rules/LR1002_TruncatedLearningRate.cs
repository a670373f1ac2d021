using System.Collections.Immutable;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>
/// An integer division in a learning rate: <c>1 / 1000</c> is 0, and <c>epoch / 30</c> in a schedule's lambda, whose
/// parameter TorchSharp types as <c>int</c>, is 0 for thirty epochs.
/// </summary>
internal sealed class LR1002_TruncatedLearningRate : ValueRule
{
    /// <summary>Property of a diagnostic: whether the division can be made one of real numbers without a new report.</summary>
    public static readonly FixProperty IsFixable = new(nameof(IsFixable));

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1002",
        title: "Integer division truncates a learning-rate expression",
        messageFormat: "'{0}' divides integers, so the {1} is cut to {2}: make it a floating-point division",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "C# divides integers without a fraction. In a learning rate, or in what a schedule multiplies it by, that is almost always zero.",
        helpLinkUri: RulePage.Of("LR1002"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool JudgesValue => true;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context)
    {
        LearningRateSite site = context.Site;
        if (site.Value is not { } value
            || TruncatingDivision.Find(value, context.CancellationToken) is not { } division
            || ThrowsAssertion.Contains(site.Syntax))
        {
            return null;
        }

        bool isHere = site.Syntax.FullSpan.Contains(division.Syntax.Span) && site.Syntax.SyntaxTree == division.Syntax.SyntaxTree;
        string number = division.ConstantValue is { HasValue: true, Value: var constant } && constant.ToDouble() is { } quotient
            ? LearningRateFormat.FormatWritten(quotient)
            : "a whole number";
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        if (!HasProblemWithoutTruncation(context, value))
        {
            properties = properties.Add(IsFixable, "true");
        }

        return Report(
            isHere ? division.Syntax : site.Syntax,
            isHere && context.Place is null ? ImmutableArray<Location>.Empty : isHere ? context.RelatedTo(division.Syntax) : ImmutableArray.Create(division.Syntax.GetLocation()),
            properties,
            division.Syntax.ToString(),
            site.Role switch
            {
                LearningRateRole.ScheduleFactor => "factor on the learning rate",
                LearningRateRole.ScheduleArgument => $"schedule's {site.Target.Name}",
                _ => context.Place is { } place ? RateDescription.Name(place) : "learning rate",
            },
            number);
    }

    // `100 / 3` is wrong in another way as well.
    private static bool HasProblemWithoutTruncation(ValueContext context, IOperation value)
    {
        if (context.Site.Role is LearningRateRole.ScheduleFactor or LearningRateRole.ScheduleArgument)
        {
            return false;
        }

        Algorithm algorithm = context.Site.Algorithm;
        return ValueResolver.ResolveWithExactDivision(value, context.CancellationToken).FirstWhere(number =>
            !(number > 0)
            || double.IsInfinity(number)
            || algorithm.Working?.Contains(number) == false
            || algorithm.Usual?.Contains(number) == false) is not null;
    }
}
