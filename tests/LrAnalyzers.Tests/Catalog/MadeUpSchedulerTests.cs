using System.Collections.Immutable;
using LrAnalyzers.Catalog;
using LrAnalyzers.Schedules;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Tests.Catalog;

/// <summary>A scheduler that the library adds tomorrow is one definition and one row: every rule asks the definition and the curve.</summary>
public class MadeUpSchedulerTests
{
    private static readonly SchedulerParameter s_length = new("total_glides");

    /// <summary>Down to zero along a line, and there it stays.</summary>
    private static readonly SchedulerDefinition s_glide = new()
    {
        Name = "GlideLR",
        Parameters = [s_length, SchedulerParameter.LastEpoch],
        Build = arguments => arguments.Count(s_length) is { } length && arguments.Count(SchedulerParameter.LastEpoch) is { } last ? new PolynomialLR(length, 1, last) : null,
        Length = s_length,
        StartsAtCurrentRate = true,
        BrokenArguments = [new(s_length, double.NegativeInfinity, 0, "never changes the learning rate", "Give the number of step() calls", null, "made up")],
    };

    private const string Library = """
        using System;
        using System.Collections.Generic;

        namespace TorchSharp
        {
            public static class torch
            {
                public class Tensor { public void backward() { } }

                public static class optim
                {
                    public abstract class Optimizer { public Tensor step(Func<Tensor> closure = null) => null; public void zero_grad() { } }

                    public static Modules.SGD SGD(IEnumerable<Modules.Parameter> parameters, double learningRate) => new Modules.SGD();

                    public static class lr_scheduler
                    {
                        public abstract class LRScheduler { public void step() { } }

                        public static class impl
                        {
                            public class GlideLR : LRScheduler { public GlideLR(Optimizer optimizer, int total_glides, int last_epoch = -1) { } }
                        }

                        public static LRScheduler GlideLR(Optimizer optimizer, int total_glides, int last_epoch = -1) => new impl.GlideLR(optimizer, total_glides, last_epoch);
                    }
                }
            }
        }

        namespace TorchSharp.Modules
        {
            public class Parameter : torch.Tensor { }
            public class SGD : torch.optim.Optimizer { }
        }
        """;

    private const string Program = """
        using System.Collections.Generic;
        using TorchSharp;
        using TorchSharp.Modules;

        public static class Trainer
        {
            public static void TooShort(List<Parameter> weights, List<torch.Tensor> batches, int epochs)
            {
                var optimizer = torch.optim.SGD(weights, 0.1);
                var scheduler = torch.optim.lr_scheduler.GlideLR(optimizer, epochs / 2); // LR2005
                for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { x.backward(); optimizer.step(); } scheduler.step(); }
            }

            public static void PerBatch(List<Parameter> weights, List<torch.Tensor> batches, int epochs)
            {
                var optimizer = torch.optim.SGD(weights, 0.1);
                var scheduler = new torch.optim.lr_scheduler.impl.GlideLR(optimizer, epochs); // LR2003
                for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { x.backward(); optimizer.step(); scheduler.step(); } }
            }

            public static void Never(List<Parameter> weights, List<torch.Tensor> batches, int epochs)
            {
                var optimizer = torch.optim.SGD(weights, 0.1);
                var scheduler = torch.optim.lr_scheduler.GlideLR(optimizer, epochs); // LR2002
                for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { x.backward(); optimizer.step(); } }
            }

            public static void Broken(List<Parameter> weights, List<torch.Tensor> batches, int epochs)
            {
                var optimizer = torch.optim.SGD(weights, 0.1);
                var scheduler = torch.optim.lr_scheduler.GlideLR(optimizer, 0); // LR2006
                for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { x.backward(); optimizer.step(); } scheduler.step(); }
            }

            public static void Right(List<Parameter> weights, List<torch.Tensor> batches, int epochs)
            {
                var optimizer = torch.optim.SGD(weights, 0.1);
                var scheduler = torch.optim.lr_scheduler.GlideLR(optimizer, epochs);
                for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { x.backward(); optimizer.step(); } scheduler.step(); }
            }
        }
        """;

    [Fact]
    public async Task WithADefinition_IsJudgedByEveryRule() =>
        Assert.Equal(["LR2005", "LR2003", "LR2002", "LR2006"], await ScheduleReportsAsync(TorchSharpSchedulers.All.Add(s_glide)));

    [Fact]
    public async Task WithoutADefinition_IsSilence() => Assert.Empty(await ScheduleReportsAsync(TorchSharpSchedulers.All));

    // The ids in source order; each stands in a comment of its line.
    private static async Task<string[]> ScheduleReportsAsync(ImmutableArray<SchedulerDefinition> schedulers)
    {
        CSharpCompilation compilation = Analysis.Compile(Program, Library);
        compilation = compilation.WithReferences(compilation.References.Where(reference => reference.Display?.Contains("TorchSharp", StringComparison.Ordinal) != true));
        Assert.Empty(Analysis.Errors(compilation));
        ImmutableArray<Diagnostic> reports = await compilation
            .WithAnalyzers([new ScheduleAnalyzer(schedulers)])
            .GetAnalyzerDiagnosticsAsync();
        Diagnostic[] aboutSchedulers = [.. reports
            .Where(report => report.Location.SourceTree!.FilePath == "Source0.cs" && report.Id != "LR2001")
            .OrderBy(report => report.Location.SourceSpan.Start)];
        Assert.All(aboutSchedulers, report => Assert.Contains(
            "// " + report.Id, report.Location.SourceTree!.GetText().Lines.GetLineFromPosition(report.Location.SourceSpan.Start).ToString(), StringComparison.Ordinal));
        return [.. aboutSchedulers.Select(report => report.Id)];
    }
}
