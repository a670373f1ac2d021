using System.Globalization;
using LrAnalyzers.Testing;
using LrAnalyzers.Tests.Mutation;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Fuzz;

/// <summary>
/// Programs nobody wrote. 60 in a plain run, 2,000 in <c>.ci/run</c>, as many as <c>LRANALYZERS_FUZZ</c> says; the same ones each time, or those of
/// <c>LRANALYZERS_FUZZ_SEED</c>; besides the repository's sources, those below the folder <c>LRANALYZERS_FUZZ_FILES</c> are damaged.
/// A program that fails is printed in its smallest form, and is kept in <see cref="FoundPrograms"/>.
/// </summary>
[Trait("Category", "Fuzz")]
public class FuzzTests(ITestOutputHelper output)
{
    private const int Together = 15;

    private static readonly int s_count = Setting("LRANALYZERS_FUZZ") ?? (Thorough.IsOn ? 2_000 : 60);
    private static readonly int s_seed = Setting("LRANALYZERS_FUZZ_SEED") ?? 1;

    [Fact]
    public Task GeneratedPrograms_HaveNoProblem() => CheckAsync(0, s_count / 2, (random, index) => new RandomProgram(random).Source(index));

    [Fact]
    public Task DamagedSources_HaveNoProblem()
    {
        string[] sources = [.. Sources()];
        return CheckAsync(1, s_count / 2, (random, index) => SyntaxMutation.Apply(
            random.Next(3) == 0 ? new RandomProgram(random).Source(index) : sources[random.Next(sources.Length)], random));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FoundPrograms_HaveNoProblem(bool strict)
    {
        foreach ((string name, string source) in FoundPrograms.All)
        {
            Assert.True(await ProgramCheck.FindProblemsAsync([source], strict, seed: 1) is [], name);
        }
    }

    private static IEnumerable<string> Sources() =>
    [
        .. Repository.RuleSamples().Select(File.ReadAllText),
        .. OddPrograms.Unscheduled.Concat(OddPrograms.Misplaced).Select(program => program.Source),
        .. TestSources.All().Select(source => source.Source).Where(source => source.Length is > 200 and < 10_000),
        .. Environment.GetEnvironmentVariable("LRANALYZERS_FUZZ_FILES") is { Length: > 0 } folder
            ? Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText).Where(source => source.Length < 100_000)
            : [],
    ];

    private async Task CheckAsync(int kind, int count, Func<Random, int, string> write)
    {
        output.WriteLine($"{count} programs, LRANALYZERS_FUZZ_SEED={s_seed}");
        var failures = new Dictionary<string, string>();
        int failed = 0;
        ProgramCheck.Tried = default;
        for (int from = 0; from < count; from += Together)
        {
            // Each program has a seed of its own, so that one can be had without those before it.
            int[] seeds = [.. Enumerable.Range(from, Math.Min(Together, count - from)).Select(index => HashCodeOf(s_seed, kind, index))];
            string[] sources = [.. seeds.Select((seed, index) => write(new Random(seed), from + index))];
            bool strict = from / Together % 2 == 0;
            foreach (var program in (await ProgramCheck.FindProblemsAsync(sources, strict, seeds[0])).GroupBy(problem => problem.Source))
            {
                failed++;
                string problem = program.First().Problem;
                string key = KeyOf(problem);
                if (failures.Count < 8 && !failures.ContainsKey(key))
                {
                    string smallest = await MinimizeAsync(sources[program.Key], key, strict, seeds[0]);
                    failures[key] = $"program {from + program.Key}: {problem}\nsmallest:\n{smallest}";
                }
            }
        }

        output.WriteLine(ProgramCheck.Tried.ToString());
        Assert.True(failed == 0, $"{failed} of {count} programs have a problem; LRANALYZERS_FUZZ_SEED={s_seed}\n{string.Join("\n====\n", failures.Values)}");
        Assert.True(ProgramCheck.Tried is { Compiling: > 0, Reports: > 0, Fixes: > 0, FixAlls: > 0 }, "Nothing was tried: " + ProgramCheck.Tried);
        // One place in fifteen programs is tried: in a few dozen none need be an optimizer's.
        Assert.True(count < 500 || ProgramCheck.Tried.Refactorings > 0, "No refactoring was tried: " + ProgramCheck.Tried);
    }

    // What it is about, without the details of a program: the rule and the fix, or the first words.
    private static string KeyOf(string problem) => string.Join(' ', problem.Split('\n')[0].Split('\'')[0].Split(' ').Take(6));

    private static async Task<string> MinimizeAsync(string source, string key, bool strict, int seed)
    {
        if (!await FailsAsync(source))
            return source;
        int attempts = 150;
        for (bool isSmaller = true; isSmaller && attempts > 0;)
        {
            isSmaller = false;
            SyntaxNode root = CSharpSyntaxTree.ParseText(source).GetRoot();
            foreach (SyntaxNode node in root.DescendantNodes().Where(node => node is StatementSyntax or MemberDeclarationSyntax or UsingDirectiveSyntax).OrderByDescending(node => node.Span.Length))
            {
                string smaller = source[..node.SpanStart] + source[node.Span.End..];
                if (--attempts > 0 && await FailsAsync(smaller))
                {
                    source = smaller;
                    isSmaller = true;
                    break;
                }
            }
        }

        return source;

        async Task<bool> FailsAsync(string candidate) =>
            (await ProgramCheck.FindProblemsAsync([candidate], strict, seed)).Any(problem => KeyOf(problem.Problem) == key);
    }

    // HashCode differs from process to process.
    private static int HashCodeOf(int seed, int kind, int index) => unchecked((((seed * 31) + kind) * 1_000_003) + (index * 7919));

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : null;
}
