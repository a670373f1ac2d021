using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.Testing;
using LrAnalyzers.Tests.Mutation;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Fuzz;

/// <summary>
/// Random programs in which LR2001 has to hand the length of a training to a constructor: each is run with what the fix wrote, and every
/// object's learning rate has to follow the schedule of exactly as many steps as it took. 24 in a plain run, 400 in <c>.ci/run</c>, as many as <c>LRANALYZERS_FUZZ</c> says.
/// </summary>
[Trait("Category", "Fuzz")]
public class HandedLengthFuzzTests(ITestOutputHelper output)
{
    private const int Epochs = 7;
    private static readonly int s_count = int.TryParse(Environment.GetEnvironmentVariable("LRANALYZERS_FUZZ"), CultureInfo.InvariantCulture, out int count) ? count : Thorough.IsOn ? 400 : 24;
    private static readonly int s_seed = int.TryParse(Environment.GetEnvironmentVariable("LRANALYZERS_FUZZ_SEED"), CultureInfo.InvariantCulture, out int seed) ? seed : 1;

    [Fact]
    public async Task WhatIsHanded_IsHowManyStepsAreTaken()
    {
        var problems = new ConcurrentBag<string>();
        int compiling = 0, reported = 0, handed = 0;
        for (int index = 0; index < s_count; index++)
        {
            string[] files = new RandomOwner(new Random(unchecked((s_seed * 1_000_003) + index))).Files();
            using var workspace = new AdhocWorkspace();
            Project project = Analysis.AddProject(workspace);
            foreach ((string file, int number) in files.Select((file, number) => (file, number)))
                project = project.AddDocument($"Source{number}.cs", file, filePath: $"Source{number}.cs").Project;
            Compilation compilation = (await project.GetCompilationAsync())!;
            if (Analysis.Errors(compilation).FirstOrDefault() is { } error)
            {
                output.WriteLine($"{index}: {error}");
                continue;
            }

            compiling++;
            if ((await Analysis.BuildAsync(compilation)).FirstOrDefault(report => report.Id == "LR2001") is not { } report)
                continue;
            reported++;
            List<FixClosure.Offer> offers = await FixClosure.OffersAsync(project.GetDocument(report.Location.SourceTree)!, report);
            if (offers.FirstOrDefault(offer => offer.Action.EquivalenceKey == LR2001_InsertSchedule.KeyOf("Trapezoid")) is not { } trapezoid)
                continue;
            handed++;
            Solution changed = (await trapezoid.Action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
            string[] after = [.. await Task.WhenAll(changed.GetProject(project.Id)!.Documents.Select(async document => (await document.GetTextAsync()).ToString()))];
            Compilation fixedProgram = (await changed.GetProject(project.Id)!.GetCompilationAsync())!;
            string? problem = Analysis.Errors(fixedProgram).FirstOrDefault()?.ToString()
                ?? (await Analysis.BuildAsync(fixedProgram)).FirstOrDefault(left => left.Id.StartsWith("LR2", StringComparison.Ordinal))?.ToString()
                ?? Run(after);
            if (problem is not null)
                problems.Add($"{index}: {problem}\n{string.Join("\n// next file\n", after.Take(2))}");
        }

        output.WriteLine($"{s_count} programs, LRANALYZERS_FUZZ_SEED={s_seed}: {compiling} compile, {reported} are reported, {handed} have the fix, {problems.Count} a problem");
        Assert.True(problems.IsEmpty, $"{problems.Count}\n{string.Join("\n====\n", problems.Take(6))}");
        Assert.True(handed > s_count / 10, $"{handed} of {s_count}");
    }

    // What is wrong with the rates of a program that is run.
    private static string? Run(string[] sources)
    {
        string[] runnable = [.. sources.Select(source => source
            .Replace(RandomOwner.Creation, "new SGD(new[] { new SGD.ParamGroup(Array.Empty<Parameter>(), 0.1) }, 0.1)", StringComparison.Ordinal)
            .Replace("this." + RandomOwner.Step, "", StringComparison.Ordinal).Replace(RandomOwner.Step, "", StringComparison.Ordinal)
            .Replace("Console.WriteLine(", "_ = (object)(", StringComparison.Ordinal))];
        using var assembly = new MemoryStream();
        if (Analysis.Compile(runnable).Emit(assembly) is { Success: false } emitted)
            return "does not run: " + emitted.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        var loaded = Assembly.Load(assembly.ToArray());
        loaded.GetType("Program")!.GetMethod("Run")!.Invoke(null, [Epochs, Enumerable.Range(1, 5).ToList()]);
        foreach (List<double> rates in (List<List<double>>)loaded.GetType("Log")!.GetProperty("All")!.GetValue(null)!)
        {
            int total = rates.Count, warmup = Math.Max(1, total / 20), cooldown = Math.Max(1, total / 5);
            for (int step = 0; step < total; step++)
            {
                double expected = 0.1 * (step < warmup ? (step + 1.0) / warmup : step < total - cooldown ? 1 : (total - step) / (cooldown + 1.0));
                if (Math.Abs(rates[step] - expected) > 1e-9)
                    return string.Create(CultureInfo.InvariantCulture, $"step {step} of {total} has the rate {rates[step]}, not {expected}");
            }
        }

        return null;
    }
}
