using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Options;

/// <summary>
/// The ranges that a team sets for an algorithm: <c>lr_analyzers.adam.max_learning_rate = 0.05</c>. A bound replaces the
/// bound of the usual range (LR1004). The range in which the algorithm can train at all (LR1003) is a matter of fact, and
/// the one for fine-tuning (LR1005) lies far below: a bound only ever widens them, where it lies beyond.
/// </summary>
/// <param name="algorithm">The algorithm's name, in whatever case.</param>
internal sealed class RangeOptions(string algorithm)
{
    private static readonly ConcurrentDictionary<string, RangeOptions> s_byAlgorithm = new(StringComparer.Ordinal);

    /// <summary>How the keys look, for documentation.</summary>
    public static RangeOptions Pattern { get; } = new("<algorithm>");

    /// <summary>The options of every algorithm in the catalog.</summary>
    public static ImmutableArray<OptionDefinition> All { get; } = KeysOf(Algorithms.All.Select(known => known.Name)).ToImmutableArray();

    /// <summary>The lowest learning rate that counts as usual.</summary>
    public OptionDefinition<double?> Minimum { get; } = Bound(algorithm, "min_learning_rate", "lowest", "LR1003", "LR1004");

    /// <summary>The highest learning rate that counts as usual.</summary>
    public OptionDefinition<double?> Maximum { get; } = Bound(algorithm, "max_learning_rate", "highest", "LR1003", "LR1004", "LR1005");

    /// <summary>The options of the algorithms of these names.</summary>
    public static IEnumerable<OptionDefinition> KeysOf(IEnumerable<string> algorithms) =>
        OfAll(algorithms).SelectMany(options => new OptionDefinition[] { options.Minimum, options.Maximum });

    /// <summary>The ranges of the algorithms of these names.</summary>
    public static IEnumerable<RangeOptions> OfAll(IEnumerable<string> algorithms) =>
        algorithms.Select(name => name.ToLowerInvariant()).Distinct().Select(Of);

    /// <summary>The two bounds that hold in a file; neither where the lower one is above the higher one, which leaves no range.</summary>
    public (double? Minimum, double? Maximum) Read(AnalyzerConfigOptions config) =>
        (Minimum.Read(config), Maximum.Read(config)) is var (minimum, maximum) && minimum > maximum ? default : (minimum, maximum);

    /// <summary>The algorithm with the ranges that hold in a file; the algorithm itself where nothing is set.</summary>
    public static Algorithm Apply(Algorithm algorithm, AnalyzerConfigOptions config)
    {
        (double? minimum, double? maximum) = Of(algorithm.Name).Read(config);
        if (minimum is null && maximum is null)
        {
            return algorithm;
        }

        LearningRateRange usual = (algorithm.Usual ?? new LearningRateRange(0, double.PositiveInfinity, "", IncludesMinimum: false))
            with { Source = "the project's own settings", IsSetByProject = true };
        usual = minimum is { } low ? usual with { Minimum = low, IncludesMinimum = true } : usual;
        usual = maximum is { } high ? usual with { Maximum = high, IncludesMaximum = true } : usual;
        Algorithm ranged = algorithm with
        {
            Usual = usual,
            Working = Widen(algorithm.Working, minimum, maximum),
            FineTuning = Widen(algorithm.FineTuning, minimum: null, maximum),
        };
        return ranged is TrainerDefinition { WorkingWithoutDecay: { } withoutDecay } trainer
            ? trainer with { WorkingWithoutDecay = Widen(withoutDecay, minimum, maximum) }
            : ranged;
    }

    // A fact of the algorithm is not narrowed by a project's habits; where the project says that it trains beyond, it is believed.
    private static LearningRateRange? Widen(LearningRateRange? range, double? minimum, double? maximum)
    {
        if (range is not null && minimum is { } low && range.IsBelow(low))
        {
            range = range with { Minimum = low, IncludesMinimum = true };
        }

        if (range is not null && maximum is { } high && range.IsAbove(high))
        {
            range = range with { Maximum = high, IncludesMaximum = true, IsSetByProject = true };
        }

        return range;
    }

    /// <summary>Reads a finite number in the invariant culture.</summary>
    public static bool TryParseNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
        && !double.IsNaN(value) && !double.IsInfinity(value);

    private static RangeOptions Of(string algorithm) => s_byAlgorithm.GetOrAdd(algorithm, static name => new RangeOptions(name));

    private static OptionDefinition<double?> Bound(string algorithm, string name, string which, params string[] rules) => new(
        LrOptions.Prefix + algorithm.ToLowerInvariant() + "." + name,
        defaultValue: null,
        text => (TryParseNumber(text, out double value) && value > 0, value),
        value => value?.ToString(CultureInfo.InvariantCulture) ?? "",
        "a number above 0",
        $"The {which} learning rate that is usual in your project.",
        ImmutableArray.Create(rules));
}
