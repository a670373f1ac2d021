using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>Mistakes that are put into clean programs are found, and the clean programs stay clean.</summary>
[Trait("Category", "Mutation")]
public class MutationTests(ITestOutputHelper output)
{
    [Fact]
    public Task ValueMistakes_AreFound()
    {
        int index = 0;
        return SeededMistakes.AssertFoundAsync(
            output,
            from mutation in ValueMutations.All
            from shape in ProgramShape.All
            select new SeededMistake(
                mutation.Id,
                $"{shape.Name}: {mutation.Mutated}",
                shape.Source(mutation.Mutated, mutation.MutatedMembers ?? mutation.Members, index++)));
    }

    [Fact]
    public Task ValuePrograms_WithoutMistake_AreSilent()
    {
        int index = 0;
        return SeededMistakes.AssertSilentAsync(
            output,
            from clean in ValueMutations.All.Select(mutation => (mutation.Clean, mutation.Members)).Distinct()
            from shape in ProgramShape.All
            select shape.Source(clean.Clean, clean.Members, index++));
    }
}
