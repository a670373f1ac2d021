using System.Collections.Immutable;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>A program into which a mistake has been put.</summary>
/// <param name="Id">The rule that must see it.</param>
/// <param name="Name">What it is called in a failure.</param>
/// <param name="Source">The program.</param>
internal sealed record SeededMistake(string Id, string Name, string Source);

/// <summary>Measures how many of the seeded mistakes are found, rule by rule, and that programs without one are silent.</summary>
internal static class SeededMistakes
{
    private const double MinimumRecall = 0.95;

    /// <summary>Of each rule's mistakes at least 95 % are found.</summary>
    public static async Task AssertFoundAsync(ITestOutputHelper output, IEnumerable<SeededMistake> mistakes, int minimumSeeds = 40)
    {
        SeededMistake[] seeds = [.. mistakes];
        ILookup<string, Diagnostic> found = await AnalyzeAsync([.. seeds.Select(seed => seed.Source)]);
        var problems = new List<string>();
        foreach (var rule in seeds.Select((seed, index) => (Seed: seed, Path: PathOf(index))).GroupBy(seed => seed.Seed.Id))
        {
            string[] misses = [.. rule.Where(seed => found[seed.Path].All(diagnostic => diagnostic.Id != rule.Key))
                .Select(seed => $"{rule.Key} {seed.Seed.Name} ({string.Join(", ", found[seed.Path].Select(diagnostic => diagnostic.Id))})")];
            int seeded = rule.Count();
            double recall = 1 - ((double)misses.Length / seeded);
            output.WriteLine($"{rule.Key}: {seeded - misses.Length} of {seeded} found, recall {recall:0.000}");
            output.WriteLine(string.Join('\n', misses));
            if (seeded < minimumSeeds || recall < MinimumRecall)
            {
                problems.Add($"{rule.Key}: {seeded} seeds, recall {recall:0.000}\n{string.Join('\n', misses)}");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    /// <summary>Nothing is reported in any of the programs.</summary>
    public static async Task AssertSilentAsync(ITestOutputHelper output, IEnumerable<string> programs)
    {
        string[] sources = [.. programs];
        ILookup<string, Diagnostic> found = await AnalyzeAsync(sources);
        output.WriteLine($"{sources.Length} clean programs");
        Assert.True(found.Count == 0, string.Join('\n', found.SelectMany(group => group).Select(diagnostic =>
            $"{diagnostic}\n{diagnostic.Location.SourceTree!.GetText().Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start)}").Take(20)));
    }

    private static async Task<ILookup<string, Diagnostic>> AnalyzeAsync(string[] sources)
    {
        Compilation compilation = Analysis.Compile(sources);
        Assert.Empty(Analysis.Errors(compilation));
        ImmutableArray<Diagnostic> diagnostics = await Analysis.BuildAsync(compilation);
        return diagnostics.ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath);
    }

    private static string PathOf(int index) => $"Source{index}.cs";
}
