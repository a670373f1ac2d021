namespace LrAnalyzers.Tests.Mutation;

/// <summary>
/// Trainings that go on where they were saved, and trainings of several rounds: how each may be written, with a schedule that
/// does what is meant and one that does not.
/// </summary>
internal static class ResumedTrainings
{
    private const string Module = "torch.nn.Module<torch.Tensor, torch.Tensor>";

    private static readonly string[] s_schedulers =
    [
        "lr_scheduler.CosineAnnealingLR($O$, epochs)",
        "lr_scheduler.PolynomialLR($O$, total_iters: epochs)",
        "lr_scheduler.LinearLR($O$, 1.0, 0.0, epochs)",
        "new lr_scheduler.impl.CosineAnnealingLR($O$, Math.Max(1, epochs))",
    ];

    // In eighty epochs less than a hundredth is left.
    private static readonly string[] s_endless =
    [
        "lr_scheduler.ExponentialLR($O$, 0.9)",
        "lr_scheduler.StepLR($O$, 20, 0.1)",
        "lr_scheduler.MultiStepLR($O$, new[] { 40, 60, 70 }, 0.1)",
        "lr_scheduler.MultiplicativeLR($O$, e => 0.92)",
    ];

    private static readonly string[] s_wholes =
    [
        .. s_schedulers,
        "lr_scheduler.LambdaLR($O$, e => 1 - e / (double)epochs)",
        "lr_scheduler.SequentialLR($O$, new[] { lr_scheduler.LinearLR($O$, 0.1, total_iters: 5), lr_scheduler.CosineAnnealingLR($O$, epochs - 5) }, new[] { 5 })",
        "lr_scheduler.MultiStepLR($O$, new[] { epochs / 2, epochs * 3 / 4 })",
    ];

    private static readonly string[] s_starts =
    [
        "int start = File.Exists(\"e\") ? int.Parse(File.ReadAllText(\"e\")) : 0;",
        "int start = 0; if (File.Exists(\"e\")) { model.load(\"m\"); start = int.Parse(File.ReadAllText(\"e\")) + 1; }",
        "int start = LoadProgress();",
        "var checkpoint = Read(); int start = checkpoint.Epoch + 1;",
        "int start = resumeEpoch;",
    ];

    // $START$, $CREATE$ and $RESUME$, with a step of the optimizer and one of the scheduler in a loop.
    private static readonly string[] s_programs =
    [
        "void Run($P$) { $START$ $CREATE$ $RESUME$ for (int epoch = start; epoch < epochs; epoch++) { $BATCHES$ $S$.step(); } }",
        "void Run($P$) { $START$ $CREATE$ $RESUME$ int epoch = start; while (epoch < epochs) { $BATCHES$ $S$.step(); epoch++; } }",
        "void Run($P$) { $START$ $CREATE$ $RESUME$ foreach (int epoch in Enumerable.Range(start, epochs - start)) { $BATCHES$ $S$.step(); Console.WriteLine(epoch); } }",
        "void Run($P$) { $START$ $CREATE$ $RESUME$ for (int epoch = start; epoch < epochs; epoch++) { One(model, $O$); $S$.step(); } } static void One($MODULE$ model, Optimizer o) { for (int i = 0; i < 10; i++) { o.step(); } }",
    ];

    // A round that trains anew with the same optimizer.
    private static readonly string[] s_rounds =
    [
        "void Run($P$) { $OPTIMIZER$ for (int round = 0; round < 3; round++) { $RESET$ var s = $SCHEDULER$; for (int epoch = 0; epoch < epochs; epoch++) { $BATCHES$ s.step(); } } }",
        "void Run($P$) { $OPTIMIZER$ foreach (string task in new[] { \"a\", \"b\" }) { $RESET$ var s = $SCHEDULER$; int epoch = 0; while (epoch < epochs) { $BATCHES$ s.step(); epoch++; } Console.WriteLine(task); } }",
        "void Run($P$) { $OPTIMIZER$ var first = $SCHEDULER$; for (int epoch = 0; epoch < epochs; epoch++) { $BATCHES$ first.step(); } $RESET$ var s = $SCHEDULER$; for (int epoch = 0; epoch < epochs; epoch++) { $BATCHES$ s.step(); } }",
        "void Run($P$) { $OPTIMIZER$ for (int round = 0; round < 3; round++) { $RESET$ var s = $SCHEDULER$; for (int epoch = 0; epoch < epochs; epoch++) { One(model, o); s.step(); } } } static void One($MODULE$ model, Optimizer o) { for (int i = 0; i < 10; i++) { o.step(); } }",
        "private Optimizer o = null!; void Run($P$) { o = torch.optim.SGD(model.parameters(), Rate); for (int round = 0; round < 3; round++) { $RESET$ var s = $SCHEDULER$; for (int epoch = 0; epoch < epochs; epoch++) { $BATCHES$ s.step(); } } }",
    ];

    /// <summary>Trainings that are resumed with a schedule that begins again: LR2020.</summary>
    public static IEnumerable<string> StartingAgain() => Resumed("");

    /// <summary>The same with a schedule that is moved on.</summary>
    public static IEnumerable<string> MovedOn() =>
        Resumed("for (int done = 0; done < start; done++) { $S$.step(); }").Concat(Resumed("if (start > 0) $S$.step(start);"));

    /// <summary>Trainings of several rounds that are built on a decayed rate: LR2021.</summary>
    public static IEnumerable<string> BuiltOnDecayedRate() => Rounds("");

    /// <summary>The same with a rate that is set back.</summary>
    public static IEnumerable<string> SetBack() => Rounds("foreach (var group in o.ParamGroups) { group.LearningRate = group.InitialLearningRate; }");

    private static IEnumerable<string> Resumed(string resume)
    {
        int index = 0;
        foreach (string program in s_programs)
        {
            foreach (string scheduler in s_wholes)
            {
                string create = "var o = torch.optim.SGD(model.parameters(), Rate); var s = " + scheduler + ";";
                foreach (string start in new[] { s_starts[index % s_starts.Length], s_starts[(index + 2) % s_starts.Length] })
                {
                    yield return Source(program.Replace("$START$", start).Replace("$CREATE$", create).Replace("$RESUME$", resume), index++);
                }
            }
        }
    }

    private static IEnumerable<string> Rounds(string reset)
    {
        int index = 0;
        foreach (string program in s_rounds)
        {
            foreach (string scheduler in s_schedulers)
            {
                string optimizer = "var o = torch.optim.SGD(model.parameters(), Rate);";
                yield return Source(program.Replace("$OPTIMIZER$", optimizer).Replace("$RESET$", reset).Replace("$SCHEDULER$", scheduler), index++);
            }

            foreach (string scheduler in s_endless)
            {
                yield return Source(
                    program.Replace("$OPTIMIZER$", "var o = torch.optim.SGD(model.parameters(), Rate);").Replace("$RESET$", reset)
                        .Replace("$SCHEDULER$", scheduler).Replace("< epochs", "< 80"),
                    index++);
            }
        }
    }

    private static string Source(string body, int index) => $$"""
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch.optim;

        namespace Resumed{{index}};

        internal sealed class State { public int Epoch { get; set; } }

        internal sealed class Trainer
        {
            private const double Rate = 0.05;
            private static int LoadProgress() => 3;
            private static State Read() => new();
            {{body.Replace("$P$", $"{Module} model, List<(torch.Tensor X, torch.Tensor Y)> batches, int epochs, int resumeEpoch")
                .Replace("$MODULE$", Module)
                .Replace("$BATCHES$", "foreach (var (x, y) in batches) { $O$.zero_grad(); torch.nn.functional.mse_loss(model.forward(x), y).backward(); $O$.step(); }")
                .Replace("$O$", "o").Replace("$S$", "s")}}
        }

        """;
}
