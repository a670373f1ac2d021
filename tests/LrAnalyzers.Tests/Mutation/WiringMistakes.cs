namespace LrAnalyzers.Tests.Mutation;

/// <summary>
/// How an optimizer and its scheduler are wired into a training program: what stands at each place of it. In scope are
/// <c>$O$</c> (the optimizer), <c>$S$</c> (the scheduler), <c>epochs</c> or the constant <c>Epochs</c> (50) behind <c>$E$</c>,
/// <c>$B$</c> (the number of batches), <c>i</c> (the batch, an <c>int</c>), and <c>$LOSS$</c> at the end of the epoch.
/// </summary>
internal sealed record Wiring
{
    /// <summary>The scheduler's creation, an expression; empty where there is none.</summary>
    public string Scheduler { get; init; } = "";

    /// <summary>Statements at the start of an epoch.</summary>
    public string EpochStart { get; init; } = "";

    /// <summary>Statements at the start of a batch, before the forward pass.</summary>
    public string BatchStart { get; init; } = "";

    /// <summary>The optimizer's step, behind <c>backward()</c>.</summary>
    public string Update { get; init; } = "$O$.step(); $O$.zero_grad();";

    /// <summary>Statements at the end of a batch.</summary>
    public string BatchEnd { get; init; } = "";

    /// <summary>Statements at the end of an epoch.</summary>
    public string EpochEnd { get; init; } = "";

    /// <summary>Statements behind the scheduler's creation.</summary>
    public string Created { get; init; } = "";

    /// <summary>What the loop counts from.</summary>
    public string Start { get; init; } = "0";

    /// <summary>What the loop counts to.</summary>
    public string Epochs { get; init; } = "epochs";

    /// <summary>What stands where, in order.</summary>
    public string Text => string.Join(" | ", Scheduler, Created, EpochStart, BatchStart, Update, BatchEnd, EpochEnd, Start, Epochs);

    /// <summary>A schedule over the epochs, stepped where it should be.</summary>
    public static Wiring PerEpoch(string scheduler) => new() { Scheduler = scheduler, EpochEnd = "$S$.step();" };

    /// <summary>A schedule over all batches, stepped where it should be.</summary>
    public static Wiring PerBatch(string scheduler) => new() { Scheduler = scheduler, BatchEnd = "$S$.step();" };
}

/// <summary>A mistake in the wiring: a program that is right and what it becomes when the mistake is made.</summary>
/// <param name="Id">The rule that must see it.</param>
/// <param name="Clean">The wiring without it: nothing may be reported.</param>
/// <param name="Mutated">The wiring with it.</param>
/// <param name="Optimizer">The optimizer's creation; <c>p</c> are the model's parameters.</param>
/// <param name="CleanOptimizer">The same without the mistake, where that is in it.</param>
internal sealed record WiringMistake(string Id, Wiring Clean, Wiring Mutated, string Optimizer = WiringMistake.Sgd, string? CleanOptimizer = null)
{
    private const string Sgd = "torch.optim.SGD(p, Rate, momentum: 0.9)";
    private const string Adam = "torch.optim.Adam(p, Rate / 50)";
    private const string Attention = "torch.optim.Adam(new Attentive().parameters(), Rate / 50)";
    private const string FineTuned = "torch.optim.Adam(TorchSharp.torchvision.models.resnet18(weights_file: \"weights\").parameters(), Rate / 50)";
    private const string Accumulate = "if ((i + 1) % 4 == 0) { $O$.step(); $O$.zero_grad(); }";

    private const string Guarded = "if ((i + 1) % 4 == 0) { $O$.step(); $O$.zero_grad(); $S$.step(); }";

    private static readonly Wiring s_cosine = Wiring.PerEpoch("lr_scheduler.CosineAnnealingLR($O$, T_max: $E$)");
    private static readonly Wiring s_step = Wiring.PerEpoch("lr_scheduler.StepLR($O$, 10, 0.5)");
    private static readonly Wiring s_exponential = Wiring.PerEpoch("lr_scheduler.ExponentialLR($O$, 0.95)");
    private static readonly Wiring s_lambda = Wiring.PerEpoch("lr_scheduler.LambdaLR($O$, e => 1.0 / (e + 1))");
    private static readonly Wiring s_plateau = Wiring.PerEpoch("lr_scheduler.ReduceLROnPlateau($O$, factor: 0.5)") with { EpochEnd = "$S$.step($LOSS$);" };
    private static readonly Wiring s_warm = Wiring.PerEpoch(
        "lr_scheduler.SequentialLR($O$, new[] { lr_scheduler.LinearLR($O$, start_factor: 0.1, total_iters: 5), lr_scheduler.CosineAnnealingLR($O$, Math.Max(1, $E$ - 5)) }, new[] { 5 })");
    private static readonly Wiring s_oneCycle = Wiring.PerBatch("lr_scheduler.OneCycleLR($O$, max_lr: 0.1, total_steps: $E$ * $B$)");
    private static readonly Wiring s_cyclic = Wiring.PerBatch("lr_scheduler.CyclicLR($O$, 1e-3, 1e-1)");
    private static readonly Wiring s_updates = new() { Scheduler = "lr_scheduler.OneCycleLR($O$, max_lr: 0.1, total_steps: $E$ * ($B$ / 4))" };
    private static readonly Wiring s_manual = new() { EpochEnd = "foreach (var group in $O$.ParamGroups) { group.LearningRate *= 0.9; }" };

    /// <summary>
    /// Mistakes of the other rules on training, which look at what the scheduler and the optimizer are made with: to be seen
    /// wherever the two come from.
    /// </summary>
    public static IReadOnlyList<WiringMistake> OfCreation { get; } =
    [
        new("LR1005", s_cosine, s_cosine, FineTuned, FineTuned.Replace("Rate / 50", "Rate / 2500", StringComparison.Ordinal)),
        new("LR1005", s_warm, s_warm, FineTuned, FineTuned.Replace("Rate / 50", "Rate / 1000", StringComparison.Ordinal)),

        new("LR2006", s_step, Wiring.PerEpoch("lr_scheduler.StepLR($O$, 10, 5)")),
        new("LR2006", s_exponential, Wiring.PerEpoch("lr_scheduler.ExponentialLR($O$)")),
        new("LR2006", s_lambda, Wiring.PerEpoch("lr_scheduler.LambdaLR($O$, e => 1.0 / e)")),

        new("LR2007", s_cosine, Wiring.PerBatch("lr_scheduler.CyclicLR($O$, 1e-4, 1e-2)"), Adam),
        new("LR2007", s_cosine, Wiring.PerBatch("lr_scheduler.OneCycleLR($O$, 0.1, $E$ * $B$)"), "torch.optim.Adagrad(p, Rate)"),

        new("LR2008", s_plateau, s_plateau with { EpochEnd = "$S$.step();" }),
        new("LR2008", s_plateau, s_plateau with { EpochEnd = "int correct = model.GetHashCode(); $S$.step(correct);" }),

        new("LR2011", s_warm, s_cosine, Attention),
        new("LR2011", s_warm, s_exponential, Attention),

        new("LR2012", s_step, Wiring.PerEpoch("lr_scheduler.StepLR($O$, 10, 0.5, 5)")),
        new("LR2012", s_exponential, Wiring.PerEpoch("lr_scheduler.ExponentialLR($O$, 0.95, last_epoch: 3)")),

        new("LR2014", s_lambda, Wiring.PerEpoch("lr_scheduler.LambdaLR($O$, e => Math.Min(1, e / 10.0))")),
        new("LR2014", s_lambda, Wiring.PerEpoch("lr_scheduler.LambdaLR($O$, e => e < 5 ? e / 5.0 : 1)"), Adam),

        new("LR2015", s_lambda, Wiring.PerEpoch("lr_scheduler.LambdaLR($O$, e => Rate * Math.Pow(0.95, e))")),
        new("LR2015", s_lambda, Wiring.PerEpoch("lr_scheduler.LambdaLR($O$, e => e < 30 ? 0.05 : 0.005)")),

        new("LR2018", s_plateau, Wiring.PerEpoch("lr_scheduler.ReduceLROnPlateau($O$, mode: \"max\", factor: 0.5)") with { EpochEnd = "double valLoss = $LOSS$; $S$.step(valLoss);" }),
        new("LR2018", s_plateau, s_plateau with { EpochEnd = "double accuracy = model.GetHashCode(); $S$.step(accuracy);" }),
    ];

    /// <summary>
    /// Mistakes of two schedules, or of a training that goes on where it was saved, whose second half stands where the first is
    /// made: to be seen wherever that comes from.
    /// </summary>
    public static IReadOnlyList<WiringMistake> OfRounds { get; } =
    [
        new("LR2010", s_cosine, s_cosine with { Created = "var later = lr_scheduler.ExponentialLR($O$, 0.95); for (int round = 0; round < 5; round++) { $O$.step(); $S$.step(); later.step(); }", EpochEnd = "" }),
        new("LR2010", s_step, s_step with { Created = "var later = lr_scheduler.ExponentialLR($O$, 0.95); for (int round = 0; round < 40; round++) { $O$.step(); later.step(); $S$.step(); }", EpochEnd = "" }, Adam),

        new("LR2020", s_cosine, s_cosine with { Start = "Validation.LoadProgress()", Epochs = "Epochs" }),
        new("LR2020", s_warm, s_warm with { Start = "Validation.LoadProgress()", Epochs = "Epochs" }, Adam),
        new("LR2020", s_cosine, Wiring.PerEpoch("lr_scheduler.PolynomialLR($O$, total_iters: $E$)") with { Start = "Validation.LoadProgress()", Epochs = "Epochs" }),
        new("LR2020", s_lambda, Wiring.PerEpoch("lr_scheduler.LambdaLR($O$, e => 1 - e / (double)$E$)") with { Start = "Validation.LoadProgress()", Epochs = "Epochs" }),

        new("LR2021", s_cosine, Again("lr_scheduler.CosineAnnealingLR($O$, 30)")),
        new("LR2021", s_cosine, Again("lr_scheduler.PolynomialLR($O$, total_iters: 30)"), Adam),
        new("LR2021", s_exponential, Again("lr_scheduler.LinearLR($O$, 1.0, 0.0, 30)")),
    ];

    private static Wiring Again(string scheduler) => new()
    {
        Scheduler = scheduler,
        Created = $"for (int round = 0; round < 30; round++) {{ $O$.step(); $S$.step(); }} var later = {scheduler}; for (int round = 0; round < 30; round++) {{ $O$.step(); later.step(); }}",
    };

    /// <summary>All mistakes.</summary>
    public static IReadOnlyList<WiringMistake> All { get; } =
    [
        new("LR2001", s_cosine, new()),
        new("LR2001", s_oneCycle, new(), Adam),
        new("LR2001", s_manual, new(), "torch.optim.AdamW(p)"),
        new("LR2001", s_plateau with { Epochs = "Epochs" }, new() { Epochs = "Epochs" }, "torch.optim.RMSProp(p, Rate / 50)"),

        new("LR2002", s_cosine, s_cosine with { EpochEnd = "" }),
        new("LR2002", s_warm, s_warm with { EpochEnd = "" }, Adam),
        new("LR2002", s_oneCycle, s_oneCycle with { BatchEnd = "" }),
        new("LR2002", s_plateau, s_plateau with { EpochEnd = "" }, Adam),

        new("LR2003", s_cosine, s_cosine with { EpochEnd = "", BatchEnd = "$S$.step();" }),
        new("LR2003", s_oneCycle, s_oneCycle with { EpochEnd = "$S$.step();", BatchEnd = "" }),
        new("LR2003", s_oneCycle, Wiring.PerEpoch("lr_scheduler.OneCycleLR($O$, 0.1, epochs: $E$, steps_per_epoch: $B$)"), Adam),
        new("LR2003", s_cosine with { Epochs = "Epochs" }, s_cosine with { EpochEnd = "", BatchEnd = "$S$.step();", Epochs = "Epochs" }, Adam),
        new("LR2003", s_cyclic, s_cyclic with { EpochEnd = "$S$.step();", BatchEnd = "" }),

        new("LR2004", s_cosine, s_cosine with { EpochEnd = "", EpochStart = "$S$.step();" }),
        new("LR2004", s_oneCycle, s_oneCycle with { BatchEnd = "", BatchStart = "$S$.step();" }),
        new("LR2004", s_exponential, s_exponential with { EpochEnd = "", EpochStart = "$S$.step();" }, Adam),
        new("LR2004", s_cyclic, s_cyclic with { BatchEnd = "", Update = "$S$.step(); $O$.step(); $O$.zero_grad();" }),

        new("LR2005", s_cosine with { Epochs = "Epochs" }, Wiring.PerEpoch("lr_scheduler.CosineAnnealingLR($O$, T_max: 20)") with { Epochs = "Epochs" }),
        new("LR2005", s_step with { Epochs = "Epochs" }, Wiring.PerEpoch("lr_scheduler.StepLR($O$, 60, 0.5)") with { Epochs = "Epochs" }),
        new("LR2005", s_cosine with { Epochs = "Epochs" }, Wiring.PerEpoch("lr_scheduler.PolynomialLR($O$, 10)") with { Epochs = "Epochs" }, Adam),
        new("LR2005", s_cosine with { Epochs = "Epochs" }, Wiring.PerEpoch("lr_scheduler.MultiStepLR($O$, new[] { 60, 80 })") with { Epochs = "Epochs" }),
        new("LR2005", s_cosine with { Epochs = "Epochs" }, Wiring.PerEpoch("lr_scheduler.LinearLR($O$, 1.0, end_factor: 0.0, total_iters: Epochs / 2)") with { Epochs = "Epochs" }),

        new("LR2009", s_cosine, s_cosine with { Scheduler = "", EpochStart = "var s = lr_scheduler.CosineAnnealingLR($O$, T_max: $E$);", EpochEnd = "s.step();" }),
        new("LR2009", s_step, s_step with { Scheduler = "", EpochStart = "var s = lr_scheduler.StepLR($O$, 10, 0.5);", EpochEnd = "s.step();" }),
        new("LR2009", s_cosine, new() { EpochStart = "var fresh = torch.optim.Adam(model.parameters(), Rate / 50);", Update = "fresh.step(); fresh.zero_grad();" }),
        new("LR2009", s_lambda, s_lambda with { Scheduler = "", EpochStart = "var s = lr_scheduler.LambdaLR($O$, e => 1.0 / (e + 1));", EpochEnd = "s.step();" }, Adam),

        new("LR2010", s_cosine, s_cosine with { Created = "var second = lr_scheduler.StepLR($O$, 10, 0.5);", EpochEnd = "$S$.step(); second.step();" }),
        new("LR2010", s_lambda, s_lambda with { Created = "var second = lr_scheduler.ExponentialLR($O$, 0.95);", EpochEnd = "$S$.step(); second.step();" }),
        new("LR2010", s_oneCycle, s_oneCycle with { Created = "var second = lr_scheduler.ExponentialLR($O$, 0.95);", EpochEnd = "second.step();" }),
        new("LR2010", s_cosine, s_cosine with { Created = "var second = lr_scheduler.ReduceLROnPlateau($O$);", EpochEnd = "$S$.step(); second.step($LOSS$);" }, Adam),

        new("LR2010", s_cosine with { Created = "var second = lr_scheduler.ChainedLR(new[] { $S$ });", EpochEnd = "second.step();" }, s_cosine with { Created = "var second = lr_scheduler.ChainedLR(new[] { $S$ });", EpochEnd = "$S$.step(); second.step();" }),
        new("LR2010", s_step with { Created = "var second = lr_scheduler.SequentialLR($O$, new[] { $S$, lr_scheduler.ExponentialLR($O$, 0.95) }, new[] { 20 });", EpochEnd = "second.step();" }, s_step with { Created = "var second = lr_scheduler.SequentialLR($O$, new[] { $S$, lr_scheduler.ExponentialLR($O$, 0.95) }, new[] { 20 });", EpochEnd = "$S$.step(); second.step();" }),

        new("LR2013", s_updates with { Update = Guarded }, s_updates with { Update = Accumulate, BatchEnd = "$S$.step();" }),
        new("LR2013", s_oneCycle, s_cyclic with { Update = Accumulate }),
        new("LR2013", s_cosine with { Update = Accumulate }, Wiring.PerBatch("lr_scheduler.CosineAnnealingLR($O$, $E$ * $B$ / 4)") with { Update = Accumulate }, Adam),
        new("LR2013", s_cyclic with { Update = "if (i % 8 == 7) { $O$.step(); $O$.zero_grad(); $S$.step(); }", BatchEnd = "" },
            s_cyclic with { Update = "if (i % 8 == 7) { $O$.step(); $O$.zero_grad(); }" }),

        new("LR2019", s_cosine, s_cosine with { BatchEnd = "$S$.step();" }),
        new("LR2019", s_warm, s_warm with { BatchEnd = "$S$.step();" }, Adam),
        new("LR2019", s_oneCycle, s_oneCycle with { EpochEnd = "$S$.step();" }),
        new("LR2019", s_cosine with { Epochs = "Epochs" }, s_cosine with { EpochStart = "$S$.step();", Epochs = "Epochs" }),

        new("LR2016", s_cosine, s_cosine with { Update = "$O$.zero_grad();" }),
        new("LR2016", s_oneCycle, s_oneCycle with { Update = "$O$.zero_grad();" }),
        new("LR2016", s_step, s_step with { Update = "" }, Adam),
        new("LR2016", s_plateau, s_plateau with { Update = "$O$.zero_grad();" }),

        new("LR2017", s_cosine, s_cosine with { Created = "$O$.add_param_group(new SGD.ParamGroup(more.parameters(), Rate));" }),
        new("LR2017", s_step, s_step with { Created = "$O$.add_param_group(new SGD.ParamGroup { Parameters = more.parameters() });" }),
        new("LR2017", s_lambda, s_lambda with { Created = "$O$.add_param_group(new Adam.ParamGroup(more.parameters(), Rate / 50));" }, Adam),
        new("LR2017", s_plateau, s_plateau with { Created = "$O$.add_param_group(new SGD.ParamGroup(more.parameters(), Rate));" }),
        new("LR2017", s_plateau, s_plateau with { Created = "$O$.add_param_group(new Adam.ParamGroup(more.parameters(), Rate / 50));" }, Adam),
        new("LR2017", s_cosine, s_warm with { Created = "$O$.add_param_group(new SGD.ParamGroup(more.parameters(), Rate));" }),
    ];
}
