using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>Schedules that begin again, or on what the last one has left, are found, and those that do what is meant stay clean.</summary>
[Trait("Category", "Mutation")]
public class ResumedTrainingTests(ITestOutputHelper output)
{
    [Fact]
    public Task StartingAgain_IsFound() => SeededMistakes.AssertFoundAsync(
        output, ResumedTrainings.StartingAgain().Select((source, index) => new SeededMistake("LR2020", $"resumed {index}", source)));

    [Fact]
    public Task MovedOn_IsSilent() => SeededMistakes.AssertSilentAsync(output, ResumedTrainings.MovedOn().Select(Apart));

    [Fact]
    public Task BuiltOnDecayedRate_IsFound() => SeededMistakes.AssertFoundAsync(
        output, ResumedTrainings.BuiltOnDecayedRate().Select((source, index) => new SeededMistake("LR2021", $"rounds {index}", source)));

    [Fact]
    public Task SetBack_IsSilent() => SeededMistakes.AssertSilentAsync(output, ResumedTrainings.SetBack().Select(Apart));

    // Two lists may number their programs alike.
    private static string Apart(string source, int index) =>
        System.Text.RegularExpressions.Regex.Replace(source, "namespace Resumed[0-9]+;", $"namespace Apart{index};");
}
