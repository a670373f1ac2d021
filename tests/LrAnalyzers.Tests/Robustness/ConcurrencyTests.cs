using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using LrAnalyzers.Testing;
using LrAnalyzers.Tests.Mutation;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Robustness;

/// <summary>An analyzer runs on many threads at once, is cancelled at every keystroke and lives as long as the editor.</summary>
[Collection(Alone)]
public class ConcurrencyTests(ITestOutputHelper output)
{
    /// <summary>Memory and milliseconds are measured: nothing else runs meanwhile.</summary>
    internal const string Alone = "Measured alone";

    private const int AtOnce = 64;

    [ThoroughFact]
    [Trait("Category", "Thorough")]
    public async Task ManyCompilationsAtOnce_ReportWhatOneReports_InEveryRun()
    {
        string[] sources = [.. Programs().Take(AtOnce)];
        string[] expected = new string[AtOnce];
        for (int i = 0; i < AtOnce; i++)
        {
            expected[i] = await ReportsAsync(sources[i]);
        }

        Assert.Contains(expected, reports => reports.Length > 0);
        for (int run = 0; run < 100; run++)
        {
            string[] actual = await Task.WhenAll(sources.Select(source => Task.Run(() => ReportsAsync(source))));
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public async Task Cancellation_IsHonouredAtOnce()
    {
        Compilation compilation = Analysis.Compile([.. Programs().Take(400)]);
        compilation.GetDiagnostics();
        TimeSpan slowest = TimeSpan.Zero;
        for (int attempt = 0; attempt < 12; attempt++)
        {
            // The time between the two is the compiler's and ours; on a machine that is busy one of three attempts is not waited for in a queue.
            TimeSpan fastest = TimeSpan.MaxValue;
            for (int again = 0; again < 3; again++)
            {
                using var cancellation = new CancellationTokenSource();
                Task<ImmutableArray<Diagnostic>> analysis = Task.Run(() => compilation.WithAnalyzers(RuleCatalog.Analyzers).GetAnalyzerDiagnosticsAsync(cancellation.Token));
                await Task.Delay(1 << attempt % 9);
                var begun = Stopwatch.StartNew();
                await cancellation.CancelAsync();
                try
                {
                    await analysis;
                }
                catch (OperationCanceledException)
                {
                }

                fastest = begun.Elapsed < fastest ? begun.Elapsed : fastest;
            }

            slowest = fastest > slowest ? fastest : slowest;
        }

        output.WriteLine($"slowest of 12: {slowest.TotalMilliseconds:0.0} ms");
        Assert.InRange(slowest.TotalMilliseconds, 0, 100);
    }

    [Fact]
    public async Task Compilation_IsCollectable_AfterAnalysis()
    {
        ImmutableArray<DiagnosticAnalyzer> analyzers = RuleCatalog.Analyzers;
        WeakReference[] analysed = [.. (await Task.WhenAll(Enumerable.Range(0, 5).Select(index => AnalyseAsync(analyzers, index)))).SelectMany(parts => parts)];
        for (int i = 0; i < 10 && analysed.Any(part => part.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.All(analysed, part => Assert.False(part.IsAlive));
        GC.KeepAlive(analyzers);
    }

    [ThoroughFact]
    [Trait("Category", "Thorough")]
    public async Task Edits_LeaveNothingBehind()
    {
        // One analyzer for the whole session, as an editor has it; each edit is a new compilation that shares all other files.
        const int Edits = 5_000;
        ImmutableArray<DiagnosticAnalyzer> analyzers = RuleCatalog.Analyzers;
        CSharpCompilation compilation = Analysis.Compile([.. Programs().Take(5)]);
        SyntaxTree edited = compilation.SyntaxTrees[0];
        string text = (await edited.GetTextAsync()).ToString();
        long settled = 0;
        for (int edit = 0; edit < Edits; edit++)
        {
            SyntaxTree next = CSharpSyntaxTree.ParseText($"{text}\n// edit {edit}\ninternal static class Edit{edit} {{ public const double LearningRate{edit} = 1e-3; }}\n", (CSharpParseOptions)edited.Options, edited.FilePath);
            compilation = compilation.ReplaceSyntaxTree(edited, next);
            edited = next;
            await compilation.WithAnalyzers(analyzers).GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(next), null, CancellationToken.None);
            if (edit == Edits / 10)
                settled = GC.GetTotalMemory(forceFullCollection: true);
        }

        long grown = GC.GetTotalMemory(forceFullCollection: true) - settled;
        output.WriteLine($"{grown / 1024} kB after {Edits * 9 / 10} edits");
        Assert.InRange(grown, long.MinValue, 8 << 20);
        GC.KeepAlive(compilation);
    }

    // Roslyn shows its analyzers a copy of the compilation, which has the same trees: who keeps the copy keeps those.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference[]> AnalyseAsync(ImmutableArray<DiagnosticAnalyzer> analyzers, int index)
    {
        Compilation compilation = Analysis.Compile([.. Programs().Skip(index * 3).Take(3)]);
        await compilation.WithAnalyzers(analyzers).GetAnalyzerDiagnosticsAsync();
        return [new WeakReference(compilation), .. compilation.SyntaxTrees.Select(tree => new WeakReference(tree))];
    }

    private static async Task<string> ReportsAsync(string source) => string.Join('\n',
        (await Analysis.BuildAsync(Analysis.Compile(source))).Select(diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal));

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class AloneDefinition;

    private static IEnumerable<string> Programs()
    {
        int index = 0;
        return OddPrograms.Unscheduled.Concat(OddPrograms.Misplaced).Select((program, odd) => OddPrograms.InNamespace(program.Source, odd))
            .Concat(from mistake in SchedulerMistake.All
                    from program in SchedulerProgram.All
                    select program.Source(mistake.Optimizer, mistake.Mutated, mistake.MutatedStep, index++));
    }
}
