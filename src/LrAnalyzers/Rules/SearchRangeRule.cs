using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>A rule about the range in which a learning rate is searched.</summary>
internal abstract class SearchRangeRule : Rule
{
    /// <summary>The report, or <see langword="null"/>.</summary>
    public abstract Diagnostic? Check(SearchRangeContext context);

    /// <summary>A report at a bound, which lies inside the creation that is analysed also where its number is declared elsewhere.</summary>
    protected Diagnostic Report(
        SyntaxNode bound, SyntaxNode? declaration, ImmutableDictionary<string, string?> properties, params object[] arguments) =>
        Diagnostic.Create(
            Descriptor,
            bound.GetLocation(),
            declaration is null ? ImmutableArray<Location>.Empty : ImmutableArray.Create(declaration.GetLocation()),
            properties,
            arguments);
}
