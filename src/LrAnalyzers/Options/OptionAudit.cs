using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Options;

/// <summary>A setting with our prefix that does not do what its author wanted.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">What it is set to.</param>
/// <param name="Reason">What is wrong, what is allowed and what happens instead: a clause that follows a colon in a message.</param>
/// <param name="Location">Where it stands; no place where the build does not give its configuration files to analyzers.</param>
internal sealed record OptionProblem(string Key, string Value, string Reason, Location Location);

/// <summary>Checks every setting of a project that begins with our prefix.</summary>
internal sealed class OptionAudit
{
    private static readonly char[] s_separators = { '=', ':' };
    private static readonly char[] s_comments = { '#', ';' };

    private readonly Compilation _compilation;
    private readonly AnalyzerConfigOptionsProvider _provider;
    private readonly ImmutableDictionary<string, OptionDefinition> _known;
    private readonly ImmutableArray<RangeOptions> _ranges;
    private readonly ImmutableArray<AdditionalText> _files;

    /// <summary>Prepares for one compilation: the algorithms that its options declare can be given ranges too.</summary>
    public OptionAudit(Compilation compilation, AnalyzerOptions options)
    {
        _compilation = compilation;
        _provider = options.AnalyzerConfigOptionsProvider;
        _files = options.AdditionalFiles.Where(file => file.Path.EndsWith("config", StringComparison.OrdinalIgnoreCase)).ToImmutableArray();
        string[] declared = LrOptions.Declared(compilation, _provider)
            .SelectMany(learningRate => learningRate.Resolve(compilation))
            .Select(slot => slot.Slot.Algorithm.Name)
            .ToArray();
        _ranges = RangeOptions.OfAll(Algorithms.All.Select(known => known.Name).Concat(declared)).ToImmutableArray();
        _known = LrOptions.All
            .Concat(RangeOptions.All)
            .Concat(RangeOptions.KeysOf(declared))
            .GroupBy(option => option.Key)
            .ToImmutableDictionary(options => options.Key, options => options.First(), AnalyzerConfigOptions.KeyComparer);
    }

    /// <summary>The problems, once per key and value, in the order of the files.</summary>
    public IEnumerable<OptionProblem> Problems(CancellationToken cancellationToken)
    {
        var settings = new HashSet<(string Key, string Value)>();
        var seen = new HashSet<AnalyzerConfigOptions>();
        foreach (AnalyzerConfigOptions options in _compilation.SyntaxTrees.Select(_provider.GetOptions).Prepend(_provider.GlobalOptions))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!seen.Add(options))
            {
                continue;
            }

            foreach (string key in KeysOf(options))
            {
                if (options.TryGetValue(key, out string? value) && settings.Add((key, value)))
                {
                    foreach (string reason in Reasons(key, value))
                    {
                        yield return new OptionProblem(key, value, reason, Find(key, value, cancellationToken));
                    }
                }
            }

            foreach (RangeOptions range in _ranges)
            {
                if (range.Minimum.Read(options) is { } minimum && range.Maximum.Read(options) is { } maximum && minimum > maximum
                    && options.TryGetValue(range.Minimum.Key, out string? low) && options.TryGetValue(range.Maximum.Key, out string? high)
                    && settings.Add((range.Minimum.Key, $"{low} > {high}")))
                {
                    yield return new OptionProblem(
                        range.Minimum.Key,
                        low,
                        $"it is above '{range.Maximum.Key} = {high}', which leaves no learning rate between them, so both are ignored",
                        Find(range.Minimum.Key, low, cancellationToken));
                }
            }
        }
    }

    private Location Find(string key, string value, CancellationToken cancellationToken)
    {
        foreach (AdditionalText file in _files)
        {
            foreach (TextLine line in file.GetText(cancellationToken)?.Lines ?? Enumerable.Empty<TextLine>())
            {
                string text = line.ToString();
                int separator = text.IndexOfAny(s_separators);
                if (separator > 0
                    && text.Substring(0, separator).Trim().Equals(key, StringComparison.OrdinalIgnoreCase)
                    && WithoutComment(text.Substring(separator + 1)).Equals(value.Trim(), StringComparison.OrdinalIgnoreCase))
                {
                    return Location.Create(file.Path, line.Span, new LinePositionSpan(
                        new LinePosition(line.LineNumber, 0), new LinePosition(line.LineNumber, text.Length)));
                }
            }
        }

        return Location.None;
    }

    private static string WithoutComment(string value)
    {
        int comment = value.IndexOfAny(s_comments);
        return (comment < 0 ? value : value.Substring(0, comment)).Trim();
    }

    private static string[] KeysOf(AnalyzerConfigOptions options)
    {
        try
        {
            return options.Keys.Where(key => key.StartsWith(LrOptions.Prefix, StringComparison.OrdinalIgnoreCase)).ToArray();
        }
        catch (NotImplementedException)
        {
            // The base class has no keys to tell: a host of its own may not either. Then only known keys can be checked.
            return LrOptions.All.Concat(RangeOptions.All).Select(option => option.Key).ToArray();
        }
    }

    private IEnumerable<string> Reasons(string key, string value)
    {
        if (!_known.TryGetValue(key, out OptionDefinition? option))
        {
            return new[] { "there is no such option; " + Suggestion(key) };
        }

        if (!option.IsValid(value))
        {
            string otherwise = option.DefaultText.Length == 0 ? "so it is ignored" : $"so the default, {option.DefaultText}, is used";
            return new[] { $"it takes {option.Allowed.Replace('`', '\'')}, {otherwise}" };
        }

        return option is OptionDefinition<ImmutableArray<DeclaredLearningRate>> declarations
            ? declarations.Parse(value).Where(IsMissing).Select(entry => Missing(entry, declarations))
            : Array.Empty<string>();
    }

    private bool IsMissing(DeclaredLearningRate entry) =>
        entry.Resolve(_compilation).IsEmpty && entry.IsExpectedIn(_compilation);

    private static string Missing(DeclaredLearningRate entry, OptionDefinition option)
    {
        string what = entry.Parameter is { } parameter
            ? $"'{entry.Path}' is no constructor or method with a float or double parameter '{parameter}'"
            : $"'{entry.Path}' is no property or field of type float or double";
        return $"{what}, so this entry is ignored; write {option.Allowed.Replace('`', '\'')}";
    }

    private string Suggestion(string key)
    {
        string nearest = _known.Keys.OrderBy(known => Distance(known, key)).ThenBy(known => known, StringComparer.Ordinal).First();
        return Distance(nearest, key) <= 3
            ? $"did you mean '{nearest}'?"
            : "the options are "
                + string.Join(", ", LrOptions.All.Select(option => "'" + option.Key + "'"))
                + $", and '{RangeOptions.Pattern.Minimum.Key}' and '{RangeOptions.Pattern.Maximum.Key}' of an optimizer or trainer";
    }

    // The number of letters to insert, remove or replace (Levenshtein).
    private static int Distance(string left, string right)
    {
        int[] row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
