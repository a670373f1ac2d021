using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>Schedules that do not fit their training are found, kind by kind, and those that do stay clean.</summary>
[Trait("Category", "Mutation")]
public class LengthMutationTests(ITestOutputHelper output)
{
    public static TheoryData<string> Verdicts => new(LengthMistake.All.Select(mistake => mistake.Verdict).Distinct());

    [Theory]
    [MemberData(nameof(Verdicts))]
    public Task Mistakes_AreFound(string verdict)
    {
        int index = 0;
        return SeededMistakes.AssertFoundAsync(
            output,
            from mistake in LengthMistake.All
            where mistake.Verdict == verdict
            from program in LengthProgram.All
            select new SeededMistake(
                mistake.Id,
                $"{program.Name}: {mistake.Mutated.Replace("$N$", mistake.Bound)}",
                program.Source(mistake.Mutated, mistake.Bound, mistake.PerBatch, index++)));
    }

    [Fact]
    public Task ProgramsWithoutMistake_AreSilent()
    {
        int index = 0;
        return SeededMistakes.AssertSilentAsync(
            output,
            from clean in LengthMistake.All.Select(mistake => (mistake.Clean, mistake.Bound, mistake.CleanPerBatch)).Distinct()
            from program in LengthProgram.All
            select program.Source(clean.Clean, clean.Bound, clean.CleanPerBatch, index++));
    }
}
