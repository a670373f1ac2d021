using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using LrAnalyzers.Testing;
using LrAnalyzers.Tests.Mutation;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Fuzz;

/// <summary>
/// Programs nobody wrote. 60 in a plain run, 2,000 in <c>.ci/run</c>, as many as <c>LRANALYZERS_FUZZ</c> says; the same ones each time, or those of
/// <c>LRANALYZERS_FUZZ_SEED</c>; besides the repository's sources, those below the folder <c>LRANALYZERS_FUZZ_FILES</c> are damaged.
/// A program that fails is printed in its smallest form, and is kept in <see cref="FoundPrograms"/>.
/// </summary>
[Trait("Category", "Fuzz")]
public partial class FuzzTests(ITestOutputHelper output)
{
    // The others are listed.
    private const int MostMinimized = 12;

    private static readonly int s_count = Setting("LRANALYZERS_FUZZ") ?? (Thorough.IsOn ? 2_000 : 60);
    private static readonly int s_seed = Setting("LRANALYZERS_FUZZ_SEED") ?? 1;

    [Fact]
    public Task GeneratedPrograms_HaveNoProblem() => CheckAsync(0, s_count / 2, Generate);

    [Fact]
    public Task DamagedSources_HaveNoProblem()
    {
        string[] sources = [.. Sources()];
        return CheckAsync(1, s_count / 2, (random, index) =>
        {
            string[] files = random.Next(3) == 0 ? Generate(random, index) : [sources[random.Next(sources.Length)]];
            int damaged = random.Next(files.Length);
            files[damaged] = SyntaxMutation.Apply(files[damaged], random);
            return files;
        });
    }

    private static string[] Generate(Random random, int index) => index % 3 == 0 ? new RandomProject(random).Files(index) : [new RandomProgram(random).Source(index)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FoundPrograms_HaveNoProblem(bool strict)
    {
        foreach ((string name, string source) in FoundPrograms.All)
        {
            Assert.True(await ProgramCheck.FindProblemsAsync(source.Split("// next file\n"), strict, seed: 1, new ProgramCheck.Counts()) is [], name);
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

    private async Task CheckAsync(int kind, int count, Func<Random, int, string[]> write)
    {
        output.WriteLine($"{count} programs, LRANALYZERS_FUZZ_SEED={s_seed}");
        using var process = Process.GetCurrentProcess();
        TimeSpan begun = process.TotalProcessorTime;
        var counts = new ProgramCheck.Counts();
        var failed = new ConcurrentDictionary<int, List<string>>();
        await Parallel.ForEachAsync(Enumerable.Range(0, count), async (index, _) =>
        {
            if (await ProgramCheck.FindProblemsAsync(write(new Random(SeedOf(index)), index), IsStrict(index), SeedOf(index), counts) is { Count: > 0 } problems)
                failed[index] = problems;
        });

        process.Refresh();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{counts}; {(process.TotalProcessorTime - begun).TotalSeconds:0.0} s of CPU"));
        var failures = new List<string>();
        foreach (var like in failed.OrderBy(program => program.Key).GroupBy(program => KeyOf(program.Value[0])))
        {
            int index = like.First().Key;
            string begin = $"{string.Join(", ", like.Select(program => program.Key))}: {like.First().Value[0]}";
            failures.Add(like.Key == ProgramCheck.Endless
                ? $"{begin}\n{string.Join("\n// next file\n", write(new Random(SeedOf(index)), index))}"
                : failures.Count < MostMinimized
                ? $"{begin}\nsmallest:\n{await MinimizeAsync(write(new Random(SeedOf(index)), index), like.Key, IsStrict(index), SeedOf(index))}"
                : begin);
        }

        Assert.True(failed.IsEmpty, $"{failed.Count} of {count} programs have a problem; LRANALYZERS_FUZZ_SEED={s_seed}\n{string.Join("\n====\n", failures)}");
        Assert.True(counts is { Reports: > 0, Fixes: > 0, FixAlls: > 0 }, $"Nothing was tried: {counts}.");
        // In a few dozen programs none need survive its damage, and none of the places that are tried be an optimizer's.
        Assert.True(count < 500 || counts is { Compiling: > 0, Refactorings: > 0 }, $"Nothing that compiles, or no refactoring, was tried: {counts}.");

        // Each program has a seed of its own, so that one can be had without those before it.
        int SeedOf(int index) => HashCodeOf(s_seed, kind, index);
        static bool IsStrict(int index) => index % 2 == 0;
    }

    // What it is about, without the details of a program: the rule and the fix, or the first words.
    private static string KeyOf(string problem) => DigitsIn().Replace(string.Join(' ', problem.Split('\n')[0].Split('\'')[0].Split(' ').Take(6)), "");

    private static async Task<string> MinimizeAsync(string[] files, string key, bool strict, int seed)
    {
        if (!await FailsAsync(files))
            return "(not again)";
        int attempts = 150;
        for (bool isSmaller = true; isSmaller && attempts > 0;)
        {
            isSmaller = false;
            foreach ((int file, TextSpan span) in files.SelectMany((file, i) => CSharpSyntaxTree.ParseText(file).GetRoot().DescendantNodes()
                .Where(node => node is StatementSyntax or MemberDeclarationSyntax or UsingDirectiveSyntax).Select(node => (i, node.Span))).OrderByDescending(place => place.Span.Length).ToArray())
            {
                string[] smaller = [.. files];
                smaller[file] = files[file][..span.Start] + files[file][span.End..];
                if (--attempts > 0 && await FailsAsync(smaller))
                {
                    files = smaller;
                    isSmaller = true;
                    break;
                }
            }
        }

        return string.Join("\n// next file\n", files.Select(file => BlankLines().Replace(file, "\n")));

        async Task<bool> FailsAsync(string[] candidate) =>
            (await ProgramCheck.FindProblemsAsync(candidate, strict, seed, new ProgramCheck.Counts())).Any(problem => KeyOf(problem) == key);
    }

    [GeneratedRegex(@"\d{2,}")]
    private static partial Regex DigitsIn();

    [GeneratedRegex(@"\n(\s*\n)+")]
    private static partial Regex BlankLines();

    // HashCode differs from process to process.
    private static int HashCodeOf(int seed, int kind, int index) => unchecked((((seed * 31) + kind) * 1_000_003) + (index * 7919));

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : null;
}
