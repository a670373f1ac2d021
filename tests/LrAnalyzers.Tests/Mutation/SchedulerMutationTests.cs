using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>Mistakes about schedulers that are put into clean training programs are found, and the clean programs stay clean.</summary>
[Trait("Category", "Mutation")]
public class SchedulerMutationTests(ITestOutputHelper output)
{
    [Fact]
    public Task Mistakes_AreFound()
    {
        int index = 0;
        return SeededMistakes.AssertFoundAsync(
            output,
            from mistake in SchedulerMistake.All
            from program in SchedulerProgram.All
            where program.Name != mistake.UnseenIn
            select new SeededMistake(
                mistake.Id,
                $"{program.Name}: {mistake.Mutated} step({mistake.MutatedStep})",
                program.Source(mistake.Optimizer, mistake.Mutated, mistake.MutatedStep, index++)));
    }

    [Fact]
    public Task ProgramsWithoutMistake_AreSilent()
    {
        int index = 0;
        return SeededMistakes.AssertSilentAsync(
            output,
            from clean in SchedulerMistake.All.Select(mistake => (mistake.Optimizer, mistake.Clean, mistake.CleanStep)).Distinct()
            from program in SchedulerProgram.All
            select program.Source(clean.Optimizer, clean.Clean, clean.CleanStep, index++));
    }
}
