namespace LrAnalyzers.Tests.Mutation;

/// <summary>A schedule whose length does not fit the training, beside one whose does.</summary>
/// <param name="Verdict">What is wrong.</param>
/// <param name="Id">The rule that must see it.</param>
/// <param name="Clean">The creation, for the optimizer <c>o</c>, without it: nothing may be reported.</param>
/// <param name="Mutated">The creation with it. <c>Epochs</c> (60) and <c>epochs</c> (unknown) are in scope; the loop ends at <c>$N$</c>.</param>
/// <param name="Bound">The loop's bound.</param>
/// <param name="PerBatch">Whether the mistake is in a loop that steps the scheduler per batch.</param>
/// <param name="CleanPerBatch">The same for the program without it.</param>
internal sealed record LengthMistake(string Verdict, string Id, string Clean, string Mutated, string Bound, bool PerBatch = false, bool CleanPerBatch = false)
{
    private const string S = "torch.optim.lr_scheduler.";
    private const string Known = "Epochs";
    private const string Unknown = "epochs";
    private const string PerEpochCosine = S + "CosineAnnealingLR(o, $N$)";

    /// <summary>All mistakes.</summary>
    public static IReadOnlyList<LengthMistake> All { get; } =
    [
        .. Both("climbs back", PerEpochCosine, S + "CosineAnnealingLR(o, T_max: $N$ / 2)"),
        .. Both("climbs back", PerEpochCosine, S + "CosineAnnealingLR(o, (int)(0.4 * $N$), 1e-5)"),
        .. Both("climbs back", Warmed("1", "$N$ - 1"), Warmed("2", "$N$ / 3")),
        .. Both("climbs back", S + "LambdaLR(o, e => 0.5 * (1 + Math.Cos(Math.PI * e / $N$)))", S + "LambdaLR(o, e => 0.5 * (1 + Math.Cos(Math.PI * e / (0.5 * $N$))))"),

        .. Both("stands at zero", S + "PolynomialLR(o, $N$)", S + "PolynomialLR(o, total_iters: $N$ / 2)"),
        .. Both("stands at zero", S + "LinearLR(o, 1.0, 0.0, $N$)", S + "LinearLR(o, 1.0, 0.0, total_iters: $N$ * 3 / 5)"),
        .. Both("stands at zero", S + "LambdaLR(o, e => Math.Max(0.0, 1 - e / (double)$N$))", S + "LambdaLR(o, e => Math.Max(0.0, 1 - 2.0 * e / $N$))"),

        .. Both("rises to the end", S + "LinearLR(o, 1.0, 0.1, $N$)", S + "LinearLR(o, total_iters: $N$)"),
        .. Both("rises to the end", S + "LinearLR(o, 1.0, 0.1, $N$)", S + "LinearLR(o, start_factor: 0.1, end_factor: 1.0, total_iters: 2 * $N$)"),
        .. Both("rises to the end", S + "LambdaLR(o, e => Math.Min(1.0, (e + 1) / 5.0))", S + "LambdaLR(o, e => Math.Min(1.0, (e + 1) / (2.0 * $N$)))"),

        new("collapses", "LR2005", S + "ExponentialLR(o, 0.96)", S + "ExponentialLR(o, gamma: 0.5)", Known),
        new("collapses", "LR2005", S + "ExponentialLR(o, 0.96)", "new " + S + "impl.ExponentialLR(o, 0.2)", Known),
        new("collapses", "LR2005", S + "StepLR(o, 20)", S + "StepLR(o, 5)", Known),
        new("collapses", "LR2005", S + "MultiplicativeLR(o, _ => 0.95)", S + "MultiplicativeLR(o, _ => 0.4)", Known),
        new("collapses", "LR2005", S + "LambdaLR(o, e => Math.Pow(0.95, e))", S + "LambdaLR(o, e => Math.Pow(0.5, e))", Known),

        .. Both("alternates", PerEpochCosine, S + "CosineAnnealingLR(o, T_max: 1)"),
        .. Both("alternates", PerEpochCosine, S + "CosineAnnealingLR(o, 1, eta_min: 1e-4)"),

        .. Both("cut off", PerEpochCosine, S + "CosineAnnealingLR(o, 4 * $N$)"),
        .. Both("cut off", S + "PolynomialLR(o, $N$)", S + "PolynomialLR(o, total_iters: 10 * $N$)"),
        .. Both("cut off", S + "LinearLR(o, 1.0, 0.1, $N$)", S + "LinearLR(o, 1.0, 0.1, $N$ * 5)"),
        new("cut off", "LR2005", Warmed("5", "Epochs - 5"), Warmed("5", "150"), Known),

        new("milestone", "LR2005", Warmed("5", "Epochs - 5"), Milestone("20", "5", "Epochs - 5"), Known),
        new("milestone", "LR2005", Warmed("5", "Epochs - 5"), Milestone("5", "55", "55"), Known),
        new("milestone", "LR2005", Warmed("5", "Epochs - 5"), Milestone("5", "60", "55"), Known),
        new("milestone", "LR2005", Warmed("5", "Epochs - 5"), Milestone("30", "10", "50"), Known),
        new("milestone", "LR2005", Warmed("5", "Epochs - 5"), Milestone("5", "Epochs * 2 / 3", "55"), Known),

        .. Both("never falls", S + "StepLR(o, $N$ / 3)", S + "StepLR(o, step_size: $N$)"),
        .. Both("never falls", S + "MultiStepLR(o, new[] { $N$ / 2, $N$ * 3 / 4 })", S + "MultiStepLR(o, new[] { $N$, 2 * $N$ })"),
        new("never falls", "LR2005", S + "MultiStepLR(o, [30, 45])", S + "MultiStepLR(o, [100, 150])", Known),

        new("patience", "LR2005", S + "ReduceLROnPlateau(o, patience: 5)", S + "ReduceLROnPlateau(o, patience: 60)", Known),
        new("patience", "LR2005", S + "ReduceLROnPlateau(o)", S + "ReduceLROnPlateau(o, \"min\", 0.5, 58)", Known),
        .. Both("patience", S + "ReduceLROnPlateau(o, patience: $N$ / 10)", S + "ReduceLROnPlateau(o, patience: $N$, factor: 0.5)"),

        .. PerBatchToo("epochs per batch", S + "StepLR(o, step_size: $N$ / 2)"),
        .. PerBatchToo("epochs per batch", S + "MultiStepLR(o, new[] { $N$ / 2, $N$ * 3 / 4 }, 0.2)"),
        .. PerBatchToo("epochs per batch", S + "LambdaLR(o, e => Math.Max(0.0, 1.0 - e / (double)$N$))"),
        new("epochs per batch", "LR2003", S + "StepLR(o, 20)", S + "StepLR(o, 20)", Known, PerBatch: true),
        new("epochs per batch", "LR2003", S + "MultiStepLR(o, [20, 40, 50])", S + "MultiStepLR(o, [20, 40, 50])", Known, PerBatch: true),
        new("epochs per batch", "LR2003", S + "ExponentialLR(o, 0.9)", S + "ExponentialLR(o, 0.9)", Known, PerBatch: true),

        .. PerEpochToo("batches per epoch", S + "CosineAnnealingLR(o, T_max: $N$ * batches.Count)"),
        .. PerEpochToo("batches per epoch", S + "StepLR(o, $N$ / 3 * batches.Count)"),
        .. PerEpochToo("batches per epoch", S + "LinearLR(o, 1.0, 0.0, $N$ * batches.Count)"),
    ];

    private static string Warmed(string warmup, string rest) => Milestone(warmup, warmup, rest);

    private static string Milestone(string warmup, string milestone, string rest) =>
        $"{S}SequentialLR(o, new[] {{ {S}LinearLR(o, 0.01, total_iters: {warmup}), {S}CosineAnnealingLR(o, {rest}) }}, new[] {{ {milestone} }})";

    private static LengthMistake[] Both(string verdict, string clean, string mutated) =>
        [new(verdict, "LR2005", clean, mutated, Known), new(verdict, "LR2005", clean, mutated, Unknown)];

    private static LengthMistake[] PerBatchToo(string verdict, string creation) =>
        [new(verdict, "LR2003", creation, creation, Known, PerBatch: true), new(verdict, "LR2003", creation, creation, Unknown, PerBatch: true)];

    private static LengthMistake[] PerEpochToo(string verdict, string creation) =>
        [new(verdict, "LR2003", creation, creation, Known, CleanPerBatch: true), new(verdict, "LR2003", creation, creation, Unknown, CleanPerBatch: true)];
}

/// <summary>A training program whose loop ends at <c>$N$</c>: how it counts, and from where the scheduler is stepped.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Body">The method's body; <c>$CREATE$</c>, <c>$EPOCH$</c> and <c>$N$</c> are filled in.</param>
internal sealed record LengthProgram(string Name, string Body)
{
    /// <summary>All programs.</summary>
    public static IReadOnlyList<LengthProgram> All { get; } =
    [
        new("for", "$CREATE$ for (int epoch = 0; epoch < $N$; epoch++) { $EPOCH$ }"),
        new("from one", "$CREATE$ for (int epoch = 1; epoch <= $N$; ++epoch) { $EPOCH$ }"),
        new("foreach", "$CREATE$ foreach (int epoch in Enumerable.Range(0, $N$)) { $EPOCH$ }"),
        new("while", "$CREATE$ int epoch = 0; while (epoch < $N$) { $EPOCH$ epoch++; }"),
        new("counting while", "$CREATE$ int epoch = 0; while (epoch++ < $N$) { $EPOCH$ }"),
        new("do", "$CREATE$ int epoch = 0; do { $EPOCH$ epoch++; } while (epoch < $N$);"),
        new("counting do", "$CREATE$ int epoch = 0; do { $EPOCH$ } while (++epoch < $N$);"),
        new("local function", "$CREATE$ for (int epoch = 0; epoch < $N$; epoch++) { Run(); } void Run() { $EPOCH$ }"),
        new("try", "$CREATE$ try { for (int epoch = 0; epoch < $N$; epoch++) { $EPOCH$ } } finally { Console.WriteLine(); }"),
        new("local bound", "var n = $N$; $CREATE$ for (int epoch = 0; epoch < n; epoch++) { $EPOCH$ }"),
        new("null test", "$CREATE$ for (int epoch = 0; epoch < $N$; epoch++) { if (s != null) { $EPOCH$ } }"),
        new("log", "$CREATE$ for (int epoch = 0; epoch < $N$; epoch++) { $EPOCH$ if (epoch % 10 == 0) { Console.WriteLine(epoch); } }"),
        new("block", "{ $CREATE$ { for (int epoch = 0; epoch < $N$; epoch++) { $EPOCH$ } } }"),
    ];

    /// <summary>The program.</summary>
    /// <param name="creation">The scheduler's creation.</param>
    /// <param name="bound">The loop's bound.</param>
    /// <param name="perBatch">Whether the scheduler is stepped per batch.</param>
    /// <param name="index">Keeps programs in one compilation apart.</param>
    public string Source(string creation, string bound, bool perBatch, int index)
    {
        string step = creation.Contains("Plateau", StringComparison.Ordinal) ? "s.step((double)model.GetHashCode());" : "s.step();";
        string epoch = "foreach (var (x, y) in batches) { o.zero_grad(); torch.nn.functional.mse_loss(model.forward(x), y).backward(); o.step(); "
            + (perBatch ? step + " }" : "} " + step);
        string body = Body
            .Replace("$CREATE$", $"var o = torch.optim.SGD(model.parameters(), rate); var s = {creation};")
            .Replace("$EPOCH$", epoch)
            .Replace("$N$", bound);
        return $$"""
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using TorchSharp;

            namespace Program{{index}};

            internal static class Trainer
            {
                private const int Epochs = 60;

                public static void Train(torch.nn.Module<torch.Tensor, torch.Tensor> model, List<(torch.Tensor, torch.Tensor)> batches, int epochs, double rate)
                {
                    {{body}}
                }
            }
            """;
    }
}
