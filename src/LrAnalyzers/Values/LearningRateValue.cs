using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Values;

/// <summary>What is known about a learning rate's value and where its number is written.</summary>
/// <param name="Numbers">
/// The value, or each value it can take where a condition chooses among known ones. Empty when it is unknown.
/// </param>
/// <param name="Origin">How the value reaches the place where it is used.</param>
/// <param name="Symbol">The local, field, property or parameter that is named there, if it is a name.</param>
/// <param name="Declaration">The expression that stands at that symbol's declaration, in whatever tree.</param>
internal sealed record LearningRateValue(
    ImmutableArray<double> Numbers,
    ValueOrigin Origin,
    ISymbol? Symbol = null,
    SyntaxNode? Declaration = null)
{
    /// <summary>A value that cannot be known.</summary>
    public static readonly LearningRateValue Unknown = new(ImmutableArray<double>.Empty, ValueOrigin.Unknown);

    /// <summary>Whether the value is known.</summary>
    public bool IsKnown => !Numbers.IsEmpty;

    /// <summary>The number, where it is known and only one.</summary>
    public double? Single => Numbers.Length == 1 ? Numbers[0] : null;

    /// <summary>The first of the numbers for which the test holds.</summary>
    public double? FirstWhere(Func<double, bool> test)
    {
        foreach (double number in Numbers)
        {
            if (test(number))
            {
                return number;
            }
        }

        return null;
    }

    /// <summary>Whether the test holds for the value, whichever it takes; false for an unknown value.</summary>
    public bool IsAlways(Func<double, bool> test) => IsKnown && Numbers.All(test);
}

/// <summary>How a value reaches the place where it is used.</summary>
internal enum ValueOrigin
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>Written there: every leaf of the expression is a literal.</summary>
    Inline,

    /// <summary>A local that is never changed.</summary>
    Local,

    /// <summary>A <c>const</c>, a field that is never changed, or a get-only property.</summary>
    Constant,

    /// <summary>A parameter that the caller left out.</summary>
    ParameterDefault,

    /// <summary>Computed from any of those.</summary>
    Computed,
}
