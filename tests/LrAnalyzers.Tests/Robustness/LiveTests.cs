using LrAnalyzers.Tests.Mutation;
using LrAnalyzers.Tests.Verification;

namespace LrAnalyzers.Tests.Robustness;

/// <summary>What the editor shows, file by file, is what the build prints (LR0001, a build diagnostic, aside).</summary>
[Trait("Category", "Live")]
public class LiveTests
{
    [Fact]
    public async Task Samples_EditorAndBuildAgree()
    {
        foreach (string project in Directory.EnumerateDirectories(Path.Combine(Repository.Root, "samples")))
        {
            string[] sources = [.. Directory.EnumerateFiles(project, "*.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText)];
            Assert.True(await Analysis.AssertEditorAgreesWithBuildAsync(Analysis.Compile(sources), project) > 0);
        }
    }

    // Each source that RuleVerifier is given is asked the same there.
    [Fact]
    public async Task Programs_EditorAndBuildAgree()
    {
        int index = 0;
        string[] sources =
        [
            .. OddPrograms.Unscheduled.Concat(OddPrograms.Misplaced).Select((program, odd) => OddPrograms.InNamespace(program.Source, odd)),
            .. from mutation in ValueMutations.All
               from shape in ProgramShape.All
               where index++ % 23 == 0
               select shape.Source(mutation.Mutated, mutation.MutatedMembers ?? mutation.Members, index),
            .. from mistake in SchedulerMistake.All
               from program in SchedulerProgram.All
               where index++ % 23 == 0
               select program.Source(mistake.Optimizer, mistake.Mutated, mistake.MutatedStep, index),
        ];
        Assert.True(await Analysis.AssertEditorAgreesWithBuildAsync(Analysis.Compile(sources), "the programs") > 100);
    }
}
