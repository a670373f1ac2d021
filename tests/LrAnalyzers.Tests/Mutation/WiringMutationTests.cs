using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>Mistakes in how optimizer and scheduler are wired are found, and the right programs stay clean.</summary>
[Trait("Category", "Mutation")]
public class WiringMutationTests(ITestOutputHelper output)
{
    [Fact]
    public Task Mistakes_AreFound()
    {
        int index = 0;
        return SeededMistakes.AssertFoundAsync(
            output,
            from mistake in WiringMistake.All
            from program in WiringProgram.All
            let source = program.Source(mistake.Optimizer, mistake.Mutated, index++)
            where source is not null
            select new SeededMistake(mistake.Id, $"{program.Name}: {mistake.Mutated.Text}", source));
    }

    [Fact]
    public Task ProgramsWithoutMistake_AreSilent()
    {
        int index = 0;
        return SeededMistakes.AssertSilentAsync(
            output,
            from clean in WiringMistake.All.Select(mistake => (mistake.Optimizer, mistake.Clean)).Distinct()
            from program in WiringProgram.All
            let source = program.Source(clean.Optimizer, clean.Clean, index++)
            where source is not null
            select source);
    }
}
