using System.Collections.Immutable;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Flow;

/// <summary>A place that gives a value which reaches a learning rate unchanged.</summary>
/// <param name="Value">What stands there.</param>
/// <param name="Kind">How it gives it.</param>
/// <param name="Path">The variables that the value passes, from this place to the learning rate.</param>
/// <param name="List">The list whose element it is, where it is one of several.</param>
/// <param name="Site">The learning rate that it reaches.</param>
internal sealed record RateSource(IOperation Value, RateSourceKind Kind, ImmutableArray<ISymbol> Path, SyntaxNode? List, LearningRateSite Site)
{
    /// <summary>Whether another override or implementation may give the value in its place, so that only what is wrong anywhere is a mistake.</summary>
    public bool IsOneOfMany { get; init; }
}

/// <summary>How a place gives its value.</summary>
internal enum RateSourceKind
{
    /// <summary>By an assignment or an argument.</summary>
    Given,

    /// <summary>As what a function returns, by its result or by an <c>out</c> parameter: it may say that there is none.</summary>
    Returned,

    /// <summary>As the value that a member or a parameter has until another is given.</summary>
    Initial,

    /// <summary>As one of several among which a condition chooses.</summary>
    Chosen,

    /// <summary>As what is taken where nothing is found.</summary>
    Fallback,
}
