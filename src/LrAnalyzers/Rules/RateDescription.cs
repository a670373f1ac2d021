using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>What messages call a learning rate: by its algorithm, and where its value comes from afar by both places.</summary>
internal static class RateDescription
{
    // More names make a message that nobody reads.
    private const int MaximumNames = 3;

    // Each learning rate that a place reaches asks for what names them all.
    private static readonly ConditionalWeakTable<SourcePlace, Description> s_descriptions = new();

    /// <summary>The subject of a sentence.</summary>
    public static string Of(ValueContext context, string number)
    {
        LearningRateSite site = context.Site;
        if (context is not { Place: { } place, Source: { } source })
        {
            return site.Role == LearningRateRole.Write ? $"The learning rate {number}" : $"{site.Algorithm.Name} learning rate {number}";
        }

        string rate = "the " + Name(place);
        return source.Kind == RateSourceKind.Fallback
            ? $"{number}, {rate} where no other is given,"
            : source.Path.IsEmpty ? $"{number}, {rate}," : $"'{Display(source.Path[0])}' = {number}, {rate},";
    }

    /// <summary>What the place's value is: <c>learning rate of Adam in 'Trainer.Run'</c>.</summary>
    public static string Name(SourcePlace place) => Describe(place).Name;

    /// <summary>Where the learning rates stand that the place's value reaches.</summary>
    public static ImmutableArray<Location> Reached(SourcePlace place) => Describe(place).Reached;

    private static Description Describe(SourcePlace place) => s_descriptions.GetValue(
        place, key => new Description(NameOf(key), key.Sources.Select(source => source.Site.Syntax.GetLocation()).ToImmutableArray()));

    private static string NameOf(SourcePlace place)
    {
        string algorithms = List(place.Sources.Select(reached => reached.Site.Algorithm.Name));
        string where = List(place.Sources.Select(reached => PlaceOf(reached)).Where(name => name.Length > 0).Select(name => $"'{name}'"));
        return $"learning rate of {algorithms}{(where.Length > 0 ? " in " + where : "")}";
    }

    private static string List(IEnumerable<string> names)
    {
        string[] distinct = names.Distinct().Take(MaximumNames + 1).ToArray();
        return distinct.Length > MaximumNames
            ? string.Join(", ", distinct.Take(MaximumNames)) + " and others"
            : distinct.Length > 1 ? string.Join(", ", distinct.Take(distinct.Length - 1)) + " and " + distinct[distinct.Length - 1] : string.Concat(distinct);
    }

    // The member in which the learning rate is given, if that is another than the one of the value.
    private static string PlaceOf(RateSource reached)
    {
        ISymbol? there = Member(CodeBase.EnclosingSymbol(reached.Site.Operation, CancellationToken.None));
        ISymbol? here = Member(CodeBase.EnclosingSymbol(reached.Value, CancellationToken.None));
        return there is null || SymbolEqualityComparer.Default.Equals(there, here) ? "" : Display(there);
    }

    private static ISymbol? Member(ISymbol? symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol is IMethodSymbol { AssociatedSymbol: { } associated } ? associated : symbol;
    }

    private static string Display(ISymbol symbol) => symbol switch
    {
        ILocalSymbol or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } } => symbol.Name,
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method } => $"{symbol.Name} of {method.Name}",
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } method } => $"{symbol.Name} of {method.ContainingType.Name}",
        IMethodSymbol { Name: "<Main>$" } => "the program",
        IMethodSymbol { MethodKind: MethodKind.Constructor } => symbol.ContainingType.Name,
        INamedTypeSymbol => symbol.Name,
        _ => symbol.ContainingType is { } type && !type.IsImplicitClass ? $"{type.Name}.{symbol.Name}" : symbol.Name,
    };

    private sealed record Description(string Name, ImmutableArray<Location> Reached);
}
