using System.Collections.Immutable;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>Rates for training from scratch that are put into fine-tunings are found, and the clean ones stay clean.</summary>
[Trait("Category", "Mutation")]
public class FineTuningMutationTests(ITestOutputHelper output)
{
    private const int MinimumSeeds = 40;
    private const int MinimumShapes = 10;
    private const double MinimumRecall = 0.95;

    [Fact]
    public async Task Mistakes_AreFound()
    {
        (FineTuningMistake Mistake, FineTuningProgram Program, string Loader)[] seeds = [.. Seeds()];
        ILookup<string, Diagnostic> found = await AnalyzeAsync(
            [.. seeds.Select((seed, index) => seed.Program.Source(seed.Loader, seed.Mistake.Mutated, seed.Mistake.Rate, index))]);
        string[] misses = [.. seeds.Where((_, index) => found[$"Source{index}.cs"].All(diagnostic => diagnostic.Id != "LR1005"))
            .Select(seed => $"{seed.Program.Name}: {seed.Loader}; {seed.Mistake.Mutated}")];
        double recall = 1 - ((double)misses.Length / seeds.Length);
        output.WriteLine($"LR1005: {seeds.Length - misses.Length} of {seeds.Length} found, recall {recall:0.000}");
        output.WriteLine(string.Join('\n', misses));
        Assert.True(seeds.Length >= MinimumSeeds);
        Assert.True(FineTuningProgram.All.Count >= MinimumShapes);
        Assert.True(recall >= MinimumRecall, string.Join('\n', misses));
    }

    [Fact]
    public async Task ProgramsWithoutMistake_AreSilent()
    {
        string[] sources = [.. Seeds().Select(seed => (seed.Mistake.Clean, seed.Program, seed.Loader)).Distinct()
            .Select((seed, index) => seed.Program.Source(seed.Loader, seed.Clean, "2e-5", index))];
        await AssertSilentAsync(sources, _ => true);
    }

    [Fact]
    public async Task DoubtfulPrograms_AreSilent()
    {
        FineTuningMistake mistake = FineTuningMistake.All[0];
        foreach (string doubt in FineTuningProgram.Doubts)
        {
            // A doubt in one file holds for the project: each in one of its own.
            string[] sources = [.. FineTuningProgram.All
                .Select((program, index) => program.Source(FineTuningProgram.Loaders[index % FineTuningProgram.Loaders.Count], mistake.Mutated, mistake.Rate, index, doubt))
                .Append(doubt.Contains("LoRA", StringComparison.Ordinal) || doubt.Contains("QLora", StringComparison.Ordinal) ? FineTuningProgram.DoubtfulTypes : "")];
            await AssertSilentAsync(sources, diagnostic => diagnostic.Id == "LR1005");
        }
    }

    // Every mistake in every program, and every loader in every program.
    private static IEnumerable<(FineTuningMistake Mistake, FineTuningProgram Program, string Loader)> Seeds() =>
        FineTuningProgram.All.SelectMany((program, row) =>
            Enumerable.Range(0, Math.Max(FineTuningMistake.All.Count, FineTuningProgram.Loaders.Count)).Select(column => (
                FineTuningMistake.All[column % FineTuningMistake.All.Count],
                program,
                FineTuningProgram.Loaders[(row + column) % FineTuningProgram.Loaders.Count])));

    private async Task AssertSilentAsync(string[] sources, Func<Diagnostic, bool> counts)
    {
        Diagnostic[] found = [.. (await AnalyzeAsync(sources)).SelectMany(group => group).Where(counts)];
        output.WriteLine($"{sources.Length} clean programs");
        Assert.True(found.Length == 0, string.Join('\n', found.Select(diagnostic => diagnostic.ToString()).Take(20)));
    }

    private static async Task<ILookup<string, Diagnostic>> AnalyzeAsync(string[] sources)
    {
        Compilation compilation = Analysis.Compile(sources);
        Assert.Empty(Analysis.Errors(compilation));
        ImmutableArray<Diagnostic> diagnostics = await Analysis.BuildAsync(compilation);
        return diagnostics.ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath);
    }
}
