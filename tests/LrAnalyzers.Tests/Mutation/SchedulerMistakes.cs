namespace LrAnalyzers.Tests.Mutation;

/// <summary>One mistake about a scheduler: how it is created and stepped, rightly and with the mistake.</summary>
/// <param name="Id">The rule that must see it.</param>
/// <param name="Clean">The creation, for the optimizer <c>$O$</c>, without it: nothing may be reported.</param>
/// <param name="Mutated">The creation with it.</param>
/// <param name="CleanStep">What is given to <c>step</c> without it; <c>epoch</c>, <c>valLoss</c>, <c>accuracy</c> and <c>correct</c> (an int) are in scope.</param>
/// <param name="MutatedStep">What is given to <c>step</c> with it.</param>
/// <param name="Optimizer">The optimizer's creation, in which <c>p</c> and <c>Rate</c> (0.05) are in scope.</param>
/// <param name="UnseenIn">The program in which it cannot be seen.</param>
internal sealed record SchedulerMistake(
    string Id,
    string Clean,
    string Mutated,
    string CleanStep = "",
    string MutatedStep = "",
    string Optimizer = "torch.optim.SGD(p, Rate, momentum: 0.9)",
    string? UnseenIn = null)
{
    private const string Plateau = "torch.optim.lr_scheduler.ReduceLROnPlateau($O$)";
    private const string Max = "torch.optim.lr_scheduler.ReduceLROnPlateau($O$, mode: \"max\", patience: 3)";
    private const string Adam = "torch.optim.Adam(p, Rate / 50)";
    private const string Attention = "torch.optim.Adam(new Attentive().parameters(), Rate / 50)";
    private const string Warmed = "SequentialLR($O$, new[] { torch.optim.lr_scheduler.LinearLR($O$, start_factor: 0.1, total_iters: 5), torch.optim.lr_scheduler.$DECAY$ }, new[] { 5 })";

    /// <summary>All mistakes.</summary>
    public static IReadOnlyList<SchedulerMistake> All { get; } =
    [
        Argument("LR2012", "StepLR($O$, 10, 0.5)", "StepLR($O$, 10, 0.5, 5)"),
        Argument("LR2012", "CosineAnnealingLR($O$, 100)", "CosineAnnealingLR($O$, 100, last_epoch: 30)"),
        Argument("LR2012", "ExponentialLR($O$, 0.95)", "ExponentialLR(last_epoch: 0, gamma: 0.95, optimizer: $O$)"),
        Argument("LR2012", "LambdaLR($O$, e => 1.0 / (e + 1))", "LambdaLR($O$, e => 1.0 / (e + 1), last_epoch: 3)"),

        Argument("LR2006", "StepLR($O$, 10, 0.5)", "StepLR($O$, 10, 5)"),
        Argument("LR2006", "StepLR($O$, 10)", "StepLR($O$, 0)"),
        Argument("LR2006", "ExponentialLR($O$, 0.95)", "ExponentialLR($O$)"),
        Argument("LR2006", "LinearLR($O$, start_factor: 0.1, total_iters: 5)", "LinearLR($O$, start_factor: 0, total_iters: 5)"),
        Argument("LR2006", "CosineAnnealingLR($O$, 100)", "CosineAnnealingLR($O$, 0)"),
        Argument("LR2006", "CosineAnnealingLR($O$, 100, eta_min: 1e-4)", "CosineAnnealingLR($O$, 100, eta_min: 0.1)"),
        Argument("LR2006", "MultiStepLR($O$, new[] { 30, 60 }, 0.1)", "MultiStepLR($O$, new[] { 30, 60 }, -0.1)"),
        new("LR2006", Max, "torch.optim.lr_scheduler.ReduceLROnPlateau($O$, mode: \"Max\", patience: 3)", "accuracy", "accuracy"),
        Argument("LR2006", "LambdaLR($O$, e => 1.0 / (e + 1))", "LambdaLR($O$, e => 1.0 / e)"),

        Argument("LR2007", "CosineAnnealingLR($O$, 100)", "CyclicLR($O$, 1e-4, 1e-2)", Adam),
        Argument("LR2007", "CyclicLR($O$, 1e-4, 1e-2, step_size_up: 5, cycle_momentum: false)", "CyclicLR($O$, 1e-4, 1e-2, cycle_momentum: true)", Adam),
        Argument("LR2007", "CyclicLR($O$, 1e-4, 1e-2, step_size_up: 5, cycle_momentum: false)", "new torch.optim.lr_scheduler.impl.CyclicLR(base_lr: 1e-4, max_lr: 1e-2, optimizer: $O$)", Adam),
        Argument("LR2007", "CosineAnnealingLR($O$, 100)", "OneCycleLR($O$, 0.1, 1000)", "torch.optim.Adagrad(p, Rate)"),

        new("LR2008", Plateau, Plateau, "valLoss", ""),
        new("LR2008", Plateau, Plateau, "valLoss", "epoch"),
        new("LR2008", Plateau, Plateau, "valLoss", "correct"),
        new("LR2008", Max, Max, "(double)correct", "correct"),

        Argument("LR2006", "LambdaLR($O$, e => Math.Pow(0.95, e))", "LambdaLR($O$, e => Math.Pow(1.05, e))"),
        Argument("LR2006", "LambdaLR($O$, e => Math.Exp(-0.1 * e))", "LambdaLR($O$, e => Math.Exp(0.1 * e))"),
        Argument("LR2006", "MultiplicativeLR($O$, e => 0.95)", "MultiplicativeLR($O$, e => Math.Pow(0.95, e))") with { UnseenIn = "lambda" },
        Argument("LR2006", "LambdaLR($O$, e => Math.Min(1, (e + 1) / 10.0))", "LambdaLR($O$, e => Math.Max(1, Math.Min(1, (e + 1) / 10.0)))"),
        Argument("LR2014", "LambdaLR($O$, e => Math.Min(1, (e + 1) / 10.0))", "LambdaLR($O$, Validation.Rising)"),
        Argument("LR2014", "LambdaLR($O$, e => Math.Min(1, (e + 1) / 10.0))", "LambdaLR($O$, e => Validation.Rising(e))"),
        Argument("LR2015", "LambdaLR($O$, e => Math.Pow(0.95, e))", "LambdaLR($O$, Validation.RateOf)"),
        Argument("LR2015", "LambdaLR($O$, e => Math.Pow(0.95, e))", "LambdaLR($O$, e => Validation.RateOf(e))"),
        new("LR2018", Max, Plateau, "f1", "f1"),
        new("LR2018", Max, Plateau, "meanDice", "meanDice"),
        new("LR2018", Max, Plateau, "mAP", "mAP"),
        new("LR2018", Max, Plateau, "accuracy", "accuracy"),
        new("LR2018", Plateau, Max, "valLoss", "valLoss"),
        new("LR2018", Max, Max, "accuracy", "valLoss"),
        new("LR2018", Plateau, Plateau, "valLoss", "correct / 100.0"),

        Argument("LR2014", "LambdaLR($O$, e => Math.Min(1, (e + 1) / 10.0))", "LambdaLR($O$, e => Math.Min(1, e / 10.0))"),
        Argument("LR2014", "LambdaLR($O$, e => Math.Min(1, (e + 1) / (double)Warmup))", "LambdaLR($O$, e => Math.Min(1, e / (double)Warmup))"),
        Argument("LR2014", "LambdaLR($O$, e => e < Warmup ? (e + 1.0) / Warmup : 1)", "LambdaLR($O$, e => e < Warmup ? (double)e / Warmup : 1)"),
        Argument("LR2014", "LambdaLR($O$, e => Math.Min(1, (e + 1) * 0.1))", "LambdaLR($O$, e => { if (e < 10) { return e * 0.1; } return 1; })"),

        Argument("LR2015", "LambdaLR($O$, e => Math.Pow(0.95, e))", "LambdaLR($O$, e => Rate * Math.Pow(0.95, e))"),
        Argument("LR2015", "LambdaLR($O$, e => e < 30 ? 1 : 0.1)", "LambdaLR($O$, e => e < 30 ? Rate : Rate * 0.1)"),
        Argument("LR2015", "LambdaLR($O$, e => 0.5)", "LambdaLR($O$, e => 0.001)"),
        Argument("LR2015", "LambdaLR($O$, e => 1.0 / (1 + e))", "LambdaLR($O$, e => 0.05 / (1 + e))"),

        Unwarmed("CosineAnnealingLR($O$, 100)"),
        Unwarmed("StepLR($O$, step_size: 30)"),
        Unwarmed("ExponentialLR($O$, 0.95)"),
        Unwarmed("LambdaLR($O$, e => Math.Pow(0.95, e))", "LambdaLR($O$, e => Math.Min((e + 1) / 5.0, Math.Pow(0.95, e)))"),
        Unwarmed("LinearLR($O$, 1.0, 0.1, 100)", "LinearLR($O$, 0.1, 1.0, 100)"),
    ];

    private static SchedulerMistake Argument(string id, string clean, string mutated, string optimizer = "torch.optim.SGD(p, Rate, momentum: 0.9)") =>
        new(id, Qualified(clean), Qualified(mutated), Optimizer: optimizer);

    // A loop that calls a lambda is not known to be around it, so the training is not known to be long.
    private static SchedulerMistake Unwarmed(string decay, string? warm = null) =>
        Argument("LR2011", warm ?? Warmed.Replace("$DECAY$", decay), decay, Attention) with { UnseenIn = "lambda" };

    private static string Qualified(string creation) =>
        creation.StartsWith("new ", StringComparison.Ordinal) ? creation : "torch.optim.lr_scheduler." + creation;
}

/// <summary>A training program with a scheduler: where it is kept and from where it is stepped.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Body">The types, with <c>$OPTIMIZER$</c>, <c>$CREATION$</c> and <c>$STEP$</c> to be filled in.</param>
internal sealed record SchedulerProgram(string Name, string Body)
{
    private const string Scheduler = "torch.optim.lr_scheduler.LRScheduler";
    private const string Metrics = "double valLoss = Validation.Loss(model); double accuracy = Validation.Accuracy(model); int correct = Validation.Correct(model); double f1 = Validation.Accuracy(model), meanDice = f1, mAP = f1;";
    private const string Batches = "foreach (var (x, y) in batches) { $O$.zero_grad(); torch.nn.functional.mse_loss(model.forward(x), y).backward(); $O$.step(); }";
    private const string Parameters = "torch.nn.Module<torch.Tensor, torch.Tensor> model, List<(torch.Tensor, torch.Tensor)> batches, int epochs";

    private static string Epoch(string optimizer) => Batches.Replace("$O$", optimizer) + " " + Metrics;

    private static string Create(string optimizer) => $"var p = model.parameters(); {optimizer} = $OPTIMIZER$;";

    /// <summary>All programs.</summary>
    public static IReadOnlyList<SchedulerProgram> All { get; } =
    [
        Method("for", $$"""{{Create("var o")}} var s = $CREATION:o$; for (int epoch = 0; epoch < epochs; epoch++) { {{Epoch("o")}} $STEP:s$; }"""),
        Method("foreach", $$"""{{Create("var o")}} var s = $CREATION:o$; foreach (int epoch in Enumerable.Range(0, epochs)) { {{Epoch("o")}} $STEP:s$; }"""),
        Method("while", $$"""{{Create("var o")}} var s = $CREATION:o$; int epoch = 0; while (epoch < epochs) { {{Epoch("o")}} $STEP:s$; epoch++; }"""),
        Method("using", $$"""var p = model.parameters(); using (var o = $OPTIMIZER$) { var s = $CREATION:o$; for (int epoch = 0; epoch < epochs; epoch++) { {{Epoch("o")}} $STEP:s$; } }"""),
        Method("typed and late", $$"""{{Create("var o")}} {{Scheduler}} s; s = $CREATION:o$; for (int epoch = 0; epoch < epochs; epoch++) { {{Epoch("o")}} $STEP:s$; }"""),
        Method("optional", $$"""{{Create("var o")}} {{Scheduler}}? s = epochs > 3 ? $CREATION:o$ : null; for (int epoch = 0; epoch < epochs; epoch++) { {{Epoch("o")}} $STEP:s?$; }"""),
        Method("try", $$"""{{Create("var o")}} var s = $CREATION:o$; try { for (int epoch = 0; epoch < epochs; epoch++) { {{Epoch("o")}} $STEP:s$; } } finally { Console.WriteLine(); }"""),
        Method("local function", $$"""{{Create("var o")}} var s = $CREATION:o$; for (int epoch = 0; epoch < epochs; epoch++) { Run(epoch); } void Run(int epoch) { {{Epoch("o")}} $STEP:s$; }"""),
        Method("lambda", $$"""{{Create("var o")}} var s = $CREATION:o$; Action<int> run = epoch => { {{Epoch("o")}} $STEP:s$; }; for (int i = 0; i < epochs; i++) { run(i); }"""),
        Method("alias", $$"""{{Create("var o")}} var first = $CREATION:o$; var s = first; for (int epoch = 0; epoch < epochs; epoch++) { {{Epoch("o")}} $STEP:s$; }"""),
        Member("async", $$"""public static async Task Train({{Parameters}}) { {{Create("var o")}} var s = $CREATION:o$; for (int epoch = 0; epoch < epochs; epoch++) { {{Epoch("o")}} $STEP:s$; await Task.Yield(); } }"""),
        Member("fields", $$"""
            private readonly torch.nn.Module<torch.Tensor, torch.Tensor> model; private readonly SchedulerOptimizer _o; private readonly {{Scheduler}} _s;
            public Trainer(torch.nn.Module<torch.Tensor, torch.Tensor> module) { model = module; {{Create("_o")}} _s = $CREATION:_o$; }
            public void Train(List<(torch.Tensor, torch.Tensor)> batches, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { RunEpoch(batches, epoch); } }
            private void RunEpoch(List<(torch.Tensor, torch.Tensor)> batches, int epoch) { {{Epoch("_o")}} $STEP:_s$; }
            """),
        Member("property", $$"""
            private {{Scheduler}}? Schedule { get; set; }
            public void Train({{Parameters}}) { {{Create("var o")}} Schedule = $CREATION:o$; for (int epoch = 0; epoch < epochs; epoch++) { {{Epoch("o")}} $STEP:Schedule$; } }
            """),
        new("partial", $$"""
            internal sealed partial class Trainer { private {{Scheduler}}? _s; private const double Rate = 0.05; private const int Warmup = 10; }
            internal sealed partial class Trainer { public void Train({{Parameters}}) { {{Create("var o")}} _s = $CREATION:o$; for (int epoch = 0; epoch < epochs; epoch++) { {{Epoch("o")}} After(model, epoch); } } }
            internal sealed partial class Trainer { private void After(torch.nn.Module<torch.Tensor, torch.Tensor> model, int epoch) { {{Metrics}} $STEP:_s?$; } }
            """),
        new("generic", $$"""internal sealed class Trainer<T> where T : class, new() { private const double Rate = 0.05; private const int Warmup = 10; public T Train({{Parameters}}) { {{Create("var o")}} var s = $CREATION:o$; for (int epoch = 0; epoch < epochs; epoch++) { {{Epoch("o")}} $STEP:s$; } return new T(); } }"""),
    ];

    /// <summary>The program.</summary>
    /// <param name="optimizer">The optimizer's creation.</param>
    /// <param name="creation">The scheduler's, for the optimizer <c>$O$</c>.</param>
    /// <param name="step">What is given to <c>step</c>.</param>
    /// <param name="index">Keeps programs in one compilation apart.</param>
    public string Source(string optimizer, string creation, string step, int index)
    {
        string type = optimizer.Contains("Adam(", StringComparison.Ordinal) ? "Adam" : optimizer.Contains("SGD(", StringComparison.Ordinal) ? "SGD" : "Adagrad";
        string body = Body.Replace("$OPTIMIZER$", optimizer).Replace("SchedulerOptimizer", "TorchSharp.Modules." + type);
        foreach (string name in new[] { "o", "_o" })
        {
            body = body.Replace($"$CREATION:{name}$", creation.Replace("$O$", name));
        }

        foreach (string name in new[] { "s", "s?", "_s", "_s?", "Schedule" })
        {
            body = body.Replace($"$STEP:{name}$", $"{name}.step({step})");
        }

        return $$"""
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using System.Threading.Tasks;
            using TorchSharp;

            namespace Program{{index}};

            {{body}}

            internal sealed class Attentive : torch.nn.Module<torch.Tensor, torch.Tensor>
            {
                private readonly TorchSharp.Modules.TransformerEncoderLayer _layer = torch.nn.TransformerEncoderLayer(8, 2);
                public Attentive() : base("attentive") => RegisterComponents();
                public override torch.Tensor forward(torch.Tensor x) => _layer.forward(x);
            }

            internal static class Validation
            {
                public static double Loss(torch.nn.Module model) => model.GetHashCode();
                public static double Accuracy(torch.nn.Module model) => model.GetHashCode();
                public static double Rising(int e) => Math.Min(1, e / 10.0);
                public static double RateOf(int e) => 0.05 * Math.Pow(0.95, e);
                public static int Correct(torch.nn.Module model) => model.GetHashCode();
            }

            """;
    }

    private static SchedulerProgram Method(string name, string statements) =>
        Member(name, $"public static void Train({Parameters}) {{ {statements} }}");

    private static SchedulerProgram Member(string name, string member) =>
        new(name, $"internal sealed class Trainer {{ private const double Rate = 0.05; private const int Warmup = 10; {member} }}");
}
