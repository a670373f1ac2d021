using System.Collections.Immutable;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>Mistakes about schedulers that are put into clean training programs are found, and the clean programs stay clean.</summary>
[Trait("Category", "Mutation")]
public class SchedulerMutationTests(ITestOutputHelper output)
{
    private const int MinimumSeeds = 40;
    private const int MinimumShapes = 10;
    private const double MinimumRecall = 0.95;

    [Fact]
    public async Task Mistakes_AreFound()
    {
        (SchedulerMistake Mistake, SchedulerProgram Program)[] seeds =
            [.. SchedulerMistake.All.SelectMany(mistake => SchedulerProgram.All.Where(program => program.Name != mistake.UnseenIn).Select(program => (mistake, program)))];
        ILookup<string, Diagnostic> found = await AnalyzeAsync(
            [.. seeds.Select((seed, index) => seed.Program.Source(seed.Mistake.Optimizer, seed.Mistake.Mutated, seed.Mistake.MutatedStep, index))]);
        var missed = new List<string>();
        foreach (var rule in seeds.Select((seed, index) => (seed.Mistake, seed.Program, Path: $"Source{index}.cs")).GroupBy(seed => seed.Mistake.Id))
        {
            string[] misses = [.. rule.Where(seed => found[seed.Path].All(diagnostic => diagnostic.Id != rule.Key))
                .Select(seed => $"{rule.Key} {seed.Program.Name}: {seed.Mistake.Mutated} step({seed.Mistake.MutatedStep})")];
            missed.AddRange(misses);
            int seeded = rule.Count();
            double recall = 1 - ((double)misses.Length / seeded);
            output.WriteLine($"{rule.Key}: {seeded - misses.Length} of {seeded} found, recall {recall:0.000}");
            Assert.True(seeded >= MinimumSeeds, rule.Key);
            Assert.True(recall >= MinimumRecall, string.Join('\n', misses));
        }

        output.WriteLine(string.Join('\n', missed));
        Assert.True(SchedulerProgram.All.Count >= MinimumShapes);
    }

    [Fact]
    public async Task ProgramsWithoutMistake_AreSilent()
    {
        string[] sources = [.. SchedulerMistake.All
            .Select(mistake => (mistake.Optimizer, mistake.Clean, mistake.CleanStep)).Distinct()
            .SelectMany(clean => SchedulerProgram.All.Select(program => (clean, program)))
            .Select((seed, index) => seed.program.Source(seed.clean.Optimizer, seed.clean.Clean, seed.clean.CleanStep, index))];
        ILookup<string, Diagnostic> found = await AnalyzeAsync(sources);
        output.WriteLine($"{sources.Length} clean programs");
        Assert.True(found.Count == 0, string.Join('\n', found.SelectMany(group => group).Select(diagnostic => diagnostic.ToString()).Take(20)));
    }

    private static async Task<ILookup<string, Diagnostic>> AnalyzeAsync(string[] sources)
    {
        Compilation compilation = Analysis.Compile(sources);
        Assert.Empty(Analysis.Errors(compilation));
        ImmutableArray<Diagnostic> diagnostics = await Analysis.BuildAsync(compilation);
        return diagnostics.ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath);
    }
}
