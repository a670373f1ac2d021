using System.Threading;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>The range of one learning rate and all that is known about it: what a <see cref="SearchRangeRule"/> judges by.</summary>
internal sealed class SearchRangeContext(SearchRangeSite site, CancellationToken cancellationToken)
{
    /// <summary>The range.</summary>
    public SearchRangeSite Site { get; } = site;

    /// <summary>The lower bound as it is given.</summary>
    public LearningRateValue Minimum { get; } = ValueResolver.Resolve(site.Minimum, cancellationToken);

    /// <summary>The upper bound as it is given.</summary>
    public LearningRateValue Maximum { get; } = ValueResolver.Resolve(site.Maximum, cancellationToken);

    /// <summary>Whether the logarithms are searched evenly; <see langword="null"/> where that cannot be known.</summary>
    public bool? IsLogarithmic { get; } = site.LogBase is null
        ? false
        : site.LogBase.ConstantValue is { HasValue: true, Value: bool isOn } ? isOn : null;

    /// <summary>Where the search begins, if that is said and known.</summary>
    public double? Start { get; } = site.Start is { } start ? ValueResolver.Resolve(start, cancellationToken).Single : null;

    /// <summary>What stands at a bound, with the parentheses around it.</summary>
    public static SyntaxNode SyntaxOf(IOperation bound)
    {
        SyntaxNode syntax = bound.Syntax;
        while (syntax.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.ParenthesizedExpressionSyntax parenthesized)
        {
            syntax = parenthesized;
        }

        return syntax;
    }
}
