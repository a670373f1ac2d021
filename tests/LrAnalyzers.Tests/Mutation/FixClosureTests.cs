using LrAnalyzers.Tests.Verification;
using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>
/// What a fix writes compiles, no longer has its diagnostic and has no other that was not there, under the default
/// severities and with every rule a warning; so there is nothing to apply a second time.
/// </summary>
[Trait("Category", "FixClosure")]
public class FixClosureTests(ITestOutputHelper output)
{
    private static readonly string[] s_shapes = ["local", "expression body", "primary constructor", "lambda block"];

    private static readonly string[] s_fineTunings = ["using", "lambda", "field", "generic"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryFix_IsClosed(bool strict)
    {
        string[] mutated = [.. ValueMutations.All
            .SelectMany(mutation => ProgramShape.All.Where(shape => s_shapes.Contains(shape.Name)).Select(shape => (mutation, shape)))
            .Select((seed, index) => seed.shape.Source(seed.mutation.Mutated, seed.mutation.MutatedMembers ?? seed.mutation.Members, index))];
        string[] fineTuned = [.. FineTuningMistake.All
            .SelectMany(mistake => FineTuningProgram.All.Where(program => s_fineTunings.Contains(program.Name)).Select(program => (mistake, program)))
            .Select((seed, index) => seed.program.Source(FineTuningProgram.Loaders[index % FineTuningProgram.Loaders.Count], seed.mistake.Mutated, seed.mistake.Rate, mutated.Length + index))];
        // Where a model has attention a schedule must bring a warmup along.
        string[] attentive = [.. AttentionProgram.All
            .Where(program => program.Sources.Length == 1 && !program.Sources[0].Contains("args[0]", StringComparison.Ordinal))
            .Select((program, index) => program.FilesIn($"Attentive{index}")[0])];
        string[] sources = FixClosure.ShareOf([.. mutated, .. fineTuned, .. attentive, .. Repository.RuleSamples().Select(File.ReadAllText)]);
        int applied = 0;
        // Fewer than the files in which a name is followed: in more, what is not followed silences rules that speak once the fix
        // is looked at among fewer.
        foreach (string[] some in sources.Chunk(60))
        {
            applied += await FixClosure.AssertAsync(output, some, strict);
        }

        Assert.True(applied > FixClosure.ShareOf(100));
    }
}
