using LrAnalyzers.Tests.Verification;
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

    // Every n-th program in a run; coprime to the numbers of programs, so that each program and each mistake has its turn.
    private static readonly int s_everyWiring = Every(8);
    private static readonly int s_everyScheduler = Every(7);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FixesOfWiring_AreClosed(bool strict)
    {
        int index = 0;
        IEnumerable<string> sources =
            from mistake in WiringMistake.All
            from program in WiringProgram.All
            let source = program.Source(mistake.Optimizer, mistake.Mutated, index)
            where source is not null && IsInSample(index++, s_everyWiring, strict)
            select SourceLayout.All[index % SourceLayout.All.Count].Apply(source);
        Assert.True(await AssertClosedAsync(FixClosure.ShareOf(sources), strict) > FixClosure.ShareOf(100));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FixesOfSchedulers_AreClosed(bool strict)
    {
        int index = 0;
        IEnumerable<string> sources =
            from mistake in SchedulerMistake.All
            from program in SchedulerProgram.All
            let source = program.Source(mistake.Optimizer, mistake.Mutated, mistake.MutatedStep, index)
            where IsInSample(index++, s_everyScheduler, strict)
            select SourceLayout.All[index % SourceLayout.All.Count].Apply(source);
        Assert.True(await AssertClosedAsync(FixClosure.ShareOf(sources), strict) > FixClosure.ShareOf(50));
    }

    [Fact]
    public async Task FixesOfOddPrograms_AreClosed()
    {
        string[] sources = [.. OddPrograms.Unscheduled.Select((program, index) => OddPrograms.InNamespace(program.Source, index))];
        Assert.Empty(Analysis.Errors(Analysis.Compile(sources)));
        Assert.True(await AssertClosedAsync(sources, strict: false, thorough: false) > 90);
    }

    [Fact]
    public async Task MovesInOddPrograms_AreClosed()
    {
        string[] sources = [.. OddPrograms.Misplaced.Select((program, index) => OddPrograms.InNamespace(program.Source, index))];
        Assert.Empty(Analysis.Errors(Analysis.Compile(sources)));
        Assert.True(await AssertClosedAsync(sources, strict: false) > 20);
    }

    // The newest C# that a .NET Framework project has by itself: no `using var`, no target-typed `new`, no annotations.
    [Fact]
    public async Task FixesOfOddPrograms_AreClosed_InCSharp7()
    {
        CSharpParseOptions old = new(LanguageVersion.CSharp7_3);
        CSharpCompilation compilation = Analysis.Compile();
        compilation = compilation.WithOptions(compilation.Options.WithNullableContextOptions(NullableContextOptions.Disable));
        string[] sources = [.. OddPrograms.Unscheduled.Select((program, index) => OddPrograms.InNamespace(program.Source, index))
            .Where(source => !Analysis.Errors(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, old))).Any())];
        Assert.True(sources.Length > 30);
        Assert.True(await AssertClosedAsync(sources, strict: false, thorough: false, LanguageVersion.CSharp7_3) > 50);
    }

    private static int Every(int interval) => FixClosure.TriesEverything ? 1 : interval;

    private static bool IsInSample(int index, int interval, bool strict) => (index + (strict ? interval / 2 : 0)) % interval == 0;

    private Task<int> AssertClosedAsync(string[] sources, bool strict, bool thorough = true, LanguageVersion? language = null) => FixClosure.AssertAsync(
        output,
        sources,
        strict,
        diagnostic => diagnostic.Id.StartsWith("LR2", StringComparison.Ordinal),
        (id, before, after) => s_keeping.Contains(id) && Missing(before, after) is { } token ? $"takes '{token}' away" : null,
        thorough,
        language);

    private static string? Missing(string before, string after)
    {
        ILookup<string, SyntaxToken> left = CSharpSyntaxTree.ParseText(after).GetRoot().DescendantTokens().ToLookup(token => token.Text);
        return CSharpSyntaxTree.ParseText(before).GetRoot().DescendantTokens().GroupBy(token => token.Text)
            .FirstOrDefault(group => group.Count() > left[group.Key].Count())?.Key;
    }
}
