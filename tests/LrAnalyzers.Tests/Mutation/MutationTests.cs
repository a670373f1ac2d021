using System.Collections.Immutable;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>Mistakes that are put into clean programs are found, and the clean programs stay clean.</summary>
[Trait("Category", "Mutation")]
public class MutationTests(ITestOutputHelper output)
{
    private const int MinimumSeeds = 40;
    private const int MinimumShapes = 10;
    private const double MinimumRecall = 0.95;

    [Fact]
    public Task ValueMistakes_AreFound() => AssertFoundAsync(ValueMutations.All);

    [Fact]
    public Task ValuePrograms_WithoutMistake_AreSilent() => AssertSilentAsync(ValueMutations.All);

    private async Task AssertFoundAsync(IReadOnlyList<Mutation> mutations)
    {
        (Mutation Mutation, ProgramShape Shape)[] seeds = [.. mutations.SelectMany(mutation => ProgramShape.All.Select(shape => (mutation, shape)))];
        ILookup<string, Diagnostic> found = await AnalyzeAsync(
            [.. seeds.Select((seed, index) => seed.Shape.Source(seed.Mutation.Mutated, seed.Mutation.MutatedMembers ?? seed.Mutation.Members, index))]);
        var missed = new List<string>();
        foreach (var rule in seeds.Select((seed, index) => (seed.Mutation, seed.Shape, Path: PathOf(index))).GroupBy(seed => seed.Mutation.Id))
        {
            int hits = 0;
            foreach (var seed in rule)
            {
                bool hit = found[seed.Path].Any(diagnostic => diagnostic.Id == rule.Key);
                hits += hit ? 1 : 0;
                if (!hit)
                {
                    missed.Add($"{rule.Key} {seed.Shape.Name}: {seed.Mutation.Mutated}");
                }
            }

            double recall = (double)hits / rule.Count();
            output.WriteLine($"{rule.Key}: {hits} of {rule.Count()} found in {rule.Select(seed => seed.Shape.Name).Distinct().Count()} shapes, recall {recall:0.000}");
            Assert.True(rule.Count() >= MinimumSeeds, rule.Key);
            Assert.True(recall >= MinimumRecall, string.Join('\n', missed));
        }

        output.WriteLine(string.Join('\n', missed));
        Assert.True(ProgramShape.All.Count >= MinimumShapes);
    }

    private async Task AssertSilentAsync(IReadOnlyList<Mutation> mutations)
    {
        string[] sources = [.. mutations
            .Select(mutation => (mutation.Clean, mutation.Members)).Distinct()
            .SelectMany(clean => ProgramShape.All.Select(shape => (clean, shape)))
            .Select((seed, index) => seed.shape.Source(seed.clean.Clean, seed.clean.Members, index))];
        ILookup<string, Diagnostic> found = await AnalyzeAsync(sources);
        output.WriteLine($"{sources.Length} clean programs");
        Assert.True(found.Count == 0, string.Join('\n', found.SelectMany(group => group).Take(20)));
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
