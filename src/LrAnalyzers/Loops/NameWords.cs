using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace LrAnalyzers.Loops;

/// <summary>The words that a name in code is made of: <c>val</c> and <c>f</c>, <c>1</c>, <c>score</c> of <c>_valF1Score</c>.</summary>
internal static class NameWords
{
    private static readonly Regex s_word = new("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+", RegexOptions.CultureInvariant);

    /// <summary>The words in lower case, numbers as words of their own.</summary>
    public static string[] Of(string name) =>
        s_word.Matches(name).Cast<Match>().Select(match => match.Value.ToLowerInvariant()).ToArray();
}

/// <summary>
/// What tells two names apart, without what they have in common at their ends: <c>d</c> and <c>g</c> of <c>optimizerD</c> and
/// <c>optimizerG</c>, and of <c>d_scheduler</c> and <c>g_scheduler</c>.
/// </summary>
/// <param name="First">What is left of the first.</param>
/// <param name="Second">What is left of the second.</param>
internal sealed record NamePair(string First, string Second)
{
    /// <summary>The pair, in lower case and without underscores; <see langword="null"/> for names that have nothing in common.</summary>
    public static NamePair? Of(string first, string second)
    {
        string one = first.Replace("_", "").ToLowerInvariant();
        string other = second.Replace("_", "").ToLowerInvariant();
        int shorter = Math.Min(one.Length, other.Length);
        int begin = 0;
        while (begin < shorter && one[begin] == other[begin])
        {
            begin++;
        }

        int end = 0;
        while (end < shorter - begin && one[one.Length - 1 - end] == other[other.Length - 1 - end])
        {
            end++;
        }

        return begin + end == 0 || one == other
            ? null
            : new NamePair(one.Substring(begin, one.Length - begin - end), other.Substring(begin, other.Length - begin - end));
    }
}
