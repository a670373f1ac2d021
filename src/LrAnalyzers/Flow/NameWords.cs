using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;

namespace LrAnalyzers.Flow;

/// <summary>The words that a name in code is made of: <c>val</c> and <c>f</c>, <c>1</c>, <c>score</c> of <c>_valF1Score</c>.</summary>
internal static class NameWords
{
    private static readonly Regex s_word = new("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+", RegexOptions.CultureInvariant);

    /// <summary>The words in lower case, numbers as words of their own.</summary>
    public static string[] Of(string name) =>
        s_word.Matches(name).Cast<Match>().Select(match => match.Value.ToLowerInvariant()).ToArray();
}

/// <summary>What an optimizer or a scheduler is for, by its name: <c>d</c> of <c>optimizerD</c> and of <c>d_scheduler</c>.</summary>
internal static class SubjectName
{
    private static readonly ImmutableHashSet<string> s_kinds = ImmutableHashSet.Create(
        "optimizer", "optimiser", "optim", "opt", "scheduler", "schedule", "sched", "sch", "lr", "learning", "rate", "decay", "the", "my", "for", "of", "m", "s");

    /// <summary>The words of the name that say for what, joined; empty where none does.</summary>
    public static string Of(string name) => string.Concat(NameWords.Of(name).Where(word => !s_kinds.Contains(word)));
}
