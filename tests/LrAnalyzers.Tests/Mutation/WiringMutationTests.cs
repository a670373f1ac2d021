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

    // Each rule through each form, by one of its mistakes in turn.
    private static readonly (WiringMistake Mistake, WiringProgram Program)[] s_forms =
    [
        .. from rule in WiringMistake.All.Concat(WiringMistake.OfCreation).Concat(WiringMistake.OfRounds).GroupBy(mistake => mistake.Id)
           from form in WiringProgram.All.Concat(WiringProgram.Forms).Select((program, index) => (Program: program, Index: index))
           let candidates = rule.Where(mistake => form.Program.Source(mistake.Optimizer, mistake.Mutated, 0) is not null).ToArray()
           where candidates.Length > 0 && !(form.Program.IsOneOfSeveral && rule.Key is ("LR2010" or "LR2017" or "LR2021"))
           select (candidates[form.Index % candidates.Length], form.Program)
    ];

    [Fact]
    public Task EveryRule_FollowsEveryForm()
    {
        int index = 0;
        return SeededMistakes.AssertFoundAsync(
            output,
            from seed in s_forms
            select new SeededMistake(
                seed.Mistake.Id, $"{seed.Program.Name}: {seed.Mistake.Mutated.Text}", seed.Program.Source(seed.Mistake.Optimizer, seed.Mistake.Mutated, index++)!),
            minimumSeeds: 20);
    }

    [Fact]
    public Task EveryForm_WithoutMistake_IsSilent()
    {
        int index = 0;
        return SeededMistakes.AssertSilentAsync(
            output,
            from seed in s_forms
            let source = seed.Program.Source(seed.Mistake.CleanOptimizer ?? seed.Mistake.Optimizer, seed.Mistake.Clean, index++)
            where source is not null
            select source);
    }
}
