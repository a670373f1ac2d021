using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>
/// The fixes of the schedule rules are closed in every program into which a mistake about a scheduler can be put, however
/// the program is laid out. Whatever they write or move, they take nothing away.
/// </summary>
[Trait("Category", "FixClosure")]
public class ScheduleFixClosureTests(ITestOutputHelper output)
{
    // What stands in the source still stands in the result after one of these.
    private static readonly string[] s_keeping = ["LR2001", "LR2002", "LR2003", "LR2004", "LR2009", "LR2013", "LR2016", "LR2017"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FixesOfWiring_AreClosed(bool strict)
    {
        int index = 0;
        string[] sources = [..
            from mistake in WiringMistake.All
            from program in WiringProgram.All
            let source = program.Source(mistake.Optimizer, mistake.Mutated, index++)
            where source is not null
            select SourceLayout.All[(index + (strict ? 1 : 0)) % SourceLayout.All.Count].Apply(source)];
        Assert.True(await AssertClosedAsync(sources, strict) > 500);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FixesOfSchedulers_AreClosed(bool strict)
    {
        int index = 0;
        string[] sources = [..
            from mistake in SchedulerMistake.All
            from program in SchedulerProgram.All
            let source = program.Source(mistake.Optimizer, mistake.Mutated, mistake.MutatedStep, index++)
            select SourceLayout.All[(index + (strict ? 1 : 0)) % SourceLayout.All.Count].Apply(source)];
        Assert.True(await AssertClosedAsync(sources, strict) > 300);
    }

    private Task<int> AssertClosedAsync(string[] sources, bool strict) => FixClosure.AssertAsync(
        output,
        sources,
        strict,
        diagnostic => diagnostic.Id.StartsWith("LR2", StringComparison.Ordinal),
        (id, before, after) => s_keeping.Contains(id) && Missing(before, after) is { } token ? $"takes '{token}' away" : null);

    private static string? Missing(string before, string after)
    {
        ILookup<string, SyntaxToken> left = CSharpSyntaxTree.ParseText(after).GetRoot().DescendantTokens().ToLookup(token => token.Text);
        return CSharpSyntaxTree.ParseText(before).GetRoot().DescendantTokens().GroupBy(token => token.Text)
            .FirstOrDefault(group => group.Count() > left[group.Key].Count())?.Key;
    }
}
