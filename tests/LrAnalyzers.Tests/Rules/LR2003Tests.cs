using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2003_WrongCadence>;

namespace LrAnalyzers.Tests.Rules;

public class LR2003Tests
{
    private const string Optimizer = "var optimizer = optim.SGD(model.parameters(), learningRate, momentum: 0.9); ";
    private const string PerEpoch = " for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(); }";
    private const string PerBatch = " for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " scheduler.step(); } }";

    [Theory]
    [InlineData("[|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: epochs * batches.Count)|]")]
    [InlineData("[|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, batches.Count * epochs)|]")]
    [InlineData("[|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: total)|]")]
    [InlineData("[|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, epochs: epochs, steps_per_epoch: batches.Count)|]")]
    [InlineData("[|new optim.lr_scheduler.impl.CyclicLR(optimizer, 0.01, 0.1)|]")]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * batches.Count)|]")]
    [InlineData("[|optim.lr_scheduler.LinearLR(optimizer, 1, 0, total)|]")]
    [InlineData("[|optim.lr_scheduler.StepLR(optimizer, epochs / 2 * batches.Count)|]")]
    public Task BatchSchedule_SteppedPerEpoch_Reports(string creation) =>
        Verify.VerifyAsync(Method(Optimizer + "var total = epochs * batches.Count; var scheduler = " + creation + ";" + PerEpoch));

    [Theory]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: epochs)")]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 1000)")]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: other)")]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, epochs: epochs, steps_per_epoch: 1)")]
    [InlineData("optim.lr_scheduler.CyclicLR(optimizer, 0.01, 0.1, step_size_up: 5)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, 10)")]
    public Task EpochSchedule_SteppedPerEpoch_IsSilent(string creation) =>
        Verify.VerifyAsync(Method(Optimizer + "var other = batches.Count; var scheduler = " + creation + ";" + PerEpoch));

    [Theory]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|]")]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs), eta_min: 0.001)|]")]
    [InlineData("[|optim.lr_scheduler.PolynomialLR(optimizer, total_iters: copy)|]")]
    [InlineData("[|optim.lr_scheduler.LinearLR(optimizer, 1, 0, epochs)|]")]
    [InlineData("[|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: epochs)|]")]
    [InlineData("[|optim.lr_scheduler.StepLR(optimizer, step_size: epochs / 2, gamma: 0.5)|]")]
    [InlineData("[|optim.lr_scheduler.StepLR(optimizer, (int)(0.3 * epochs))|]")]
    [InlineData("[|optim.lr_scheduler.MultiStepLR(optimizer, new[] { epochs / 2, 3 * epochs / 4 })|]")]
    [InlineData("[|optim.lr_scheduler.LambdaLR(optimizer, e => 1 - e / (double)epochs)|]")]
    public Task EpochSchedule_SteppedPerBatch_Reports(string creation) =>
        Verify.VerifyAsync(Method(Optimizer + "var copy = epochs; var scheduler = " + creation + ";" + PerBatch));

    [Theory]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * batches.Count)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * 60)")]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: Math.Max(1, epochs * 60))")]
    [InlineData("optim.lr_scheduler.LinearLR(optimizer, 1, 0, (epochs + 1) * 6)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, batches.Count)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, 1000)")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, 10)")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, 100)")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, epochs * batches.Count / 3)")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, 30 * batches.Count)")]
    [InlineData("optim.lr_scheduler.MultiStepLR(optimizer, new[] { 1000, 2000 })")]
    [InlineData("optim.lr_scheduler.ExponentialLR(optimizer, 0.95)")]
    [InlineData("optim.lr_scheduler.LambdaLR(optimizer, e => 1 - e / (double)(epochs * batches.Count))")]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: epochs * batches.Count)")]
    [InlineData("optim.lr_scheduler.CyclicLR(optimizer, 0.01, 0.1)")]
    public Task BatchSchedule_SteppedPerBatch_IsSilent(string creation) =>
        Verify.VerifyAsync(Method(Optimizer + "var scheduler = " + creation + ";" + PerBatch));

    // Found by random programs: the outer loop runs once a step, and what stands inside repeats the step.
    [Theory]
    [InlineData("Math.Max(1, epochs * batches.Count)", "epochs * batches.Count")]
    [InlineData("total", "epochs * batches.Count")]
    [InlineData("epochs * batches.Count", "total")]
    [InlineData("numBatches", "numBatches")]
    public Task LoopOverAllSteps_IsSilent(string length, string bound) => Verify.VerifyAsync(Method(Optimizer + $$"""
        var total = epochs * batches.Count;
        var numBatches = batches.Count;
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: {{length}});
        for (int step = 0; step < {{bound}}; step++)
        {
            int k = 0;
            do { optimizer.zero_grad(); optimizer.step(); } while (++k < 3 && epochs > 1);
            scheduler.step();
        }
        """));

    [Fact]
    public Task PhasesOfEpochs_AreSilent() => Verify.VerifyAsync(Method(Optimizer + """
        const int Phases = 3;
        var scheduler = optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: Phases * epochs);
        for (int phase = 0; phase < Phases; phase++)
        {
            for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { optimizer.step(); } scheduler.step(); }
        }
        """));

    [Fact]
    public Task PhasesOfAList_AreSilent() => Verify.VerifyAsync(Method(Optimizer + """
        var phases = new System.Collections.Generic.List<string>(batches.Select(batch => batch.ToString()));
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * phases.Count);
        foreach (string phase in phases)
        {
            for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { optimizer.step(); } scheduler.step(); }
        }
        """));

    [Fact]
    public Task EqualNumbers_Report() => Verify.VerifyAsync(Method(Optimizer + """
        var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, 20)|];
        for (int epoch = 0; epoch < 20; epoch++) { foreach (var x in batches) { optimizer.step(); scheduler.step(); } }
        var other = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, 20)|];
        for (int i = 0; i < 20; i++) { foreach (var x in batches) { optimizer.step(); other.step(); } }
        var third = [|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 20 * batches.Count)|];
        for (int i = 0; i < 20; i++) { foreach (var x in batches) { optimizer.step(); } third.step(); }
        """));

    // A small number is one by chance, an equal number of batches tells nothing.
    [Fact]
    public Task EqualNumbersByChance_AreSilent() => Verify.VerifyAsync(Method(Optimizer + """
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, 3);
        for (int i = 0; i < 3; i++) { foreach (var x in batches) { optimizer.step(); scheduler.step(); } }
        var other = optim.lr_scheduler.CosineAnnealingLR(optimizer, 20);
        for (int i = 0; i < 20; i++) { for (int k = 0; k < 20; k++) { optimizer.step(); other.step(); } }
        var warmup = optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters: 20);
        for (int epoch = 0; epoch < 20; epoch++) { foreach (var x in batches) { optimizer.step(); warmup.step(); } }
        """));

    // A constructor's parameter and a method's are two symbols; their name says that both count epochs.
    [Theory]
    [InlineData("CosineAnnealingLR(_optimizer, numEpochs)", "_optimizer.step(); _scheduler.step();", "", true)]
    [InlineData("OneCycleLR(_optimizer, 0.1, numEpochs * count)", "_optimizer.step();", "_scheduler.step();", true)]
    [InlineData("OneCycleLR(_optimizer, 0.1, epochs: numEpochs, steps_per_epoch: count)", "_optimizer.step();", "_scheduler.step();", true)]
    [InlineData("CosineAnnealingLR(_optimizer, numEpochs)", "_optimizer.step();", "_scheduler.step();", false)]
    [InlineData("CosineAnnealingLR(_optimizer, numEpochs * count)", "_optimizer.step(); _scheduler.step();", "", false)]
    [InlineData("CosineAnnealingLR(_optimizer, count)", "_optimizer.step(); _scheduler.step();", "", false)]
    // Its name says that it counts epochs, whatever it is a part of.
    [InlineData("CosineAnnealingLR(_optimizer, warmupEpochs)", "_optimizer.step(); _scheduler.step();", "", true)]
    [InlineData("LinearLR(_optimizer, 0.1, 1, warmupEpochs)", "_optimizer.step(); _scheduler.step();", "", true)]
    [InlineData("StepLR(_optimizer, warmupEpochs)", "_optimizer.step(); _scheduler.step();", "", true)]
    [InlineData("LinearLR(_optimizer, 0.1, 1, warmupEpochs * count)", "_optimizer.step(); _scheduler.step();", "", false)]
    public Task EpochsByName_InAField(string creation, string batch, string epoch, bool reports)
    {
        string scheduler = "optim.lr_scheduler." + creation;
        return Verify.VerifyAsync(Usings + $$"""
            class Trainer
            {
                private readonly SGD _optimizer;
                private readonly optim.lr_scheduler.LRScheduler _scheduler;
                public Trainer(nn.Module<Tensor, Tensor> model, int numEpochs, int count, int warmupEpochs)
                {
                    _optimizer = optim.SGD(model.parameters(), 0.1, momentum: 0.9);
                    _scheduler = {{(reports ? $"[|{scheduler}|]" : scheduler)}};
                }
                public void Train(List<Tensor> batches, int numEpochs)
                {
                    for (int epoch = 0; epoch < numEpochs; epoch++) { foreach (var x in batches) { {{batch}} } {{epoch}} }
                }
            }
            """);
    }

    [Fact]
    public Task Helper_StepsPerBatch_Reports() => Verify.VerifyAsync(Method(
        Optimizer + "var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|]; for (int epoch = 0; epoch < epochs; epoch++) { Epoch(optimizer, scheduler, batches); }",
        "static void Epoch(optim.Optimizer o, optim.lr_scheduler.LRScheduler s, List<Tensor> batches) { foreach (var x in batches) { o.step(); s.step(); } }"));

    [Fact]
    public Task OptimizerOncePerEpoch_IsSilent() => Verify.VerifyAsync(Method(
        Optimizer + "var scheduler = optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: epochs * 3); for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(); }"));

    [Fact]
    public Task Conditional_IsSilent() => Verify.VerifyAsync(Method(
        Optimizer + "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); for (int epoch = 0; epoch < epochs; epoch++) { for (int i = 0; i < batches.Count; i++) { optimizer.step(); if (i == batches.Count - 1) scheduler.step(); } }"));

    [Fact]
    public Task TopLevelStatements_Report()
    {
        var test = Verify.Create($$"""
            {{Usings}}
            int epochs = int.Parse(args[0]);
            var batches = new List<Tensor>();
            var optimizer = optim.SGD(nn.Linear(1, 1).parameters(), 0.1);
            var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|];
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches) { optimizer.step(); scheduler.step(); }
            }
            """, []);
        test.TestState.OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication;
        return test.RunAsync();
    }

    [Fact]
    public Task Message_SaysWhatIsCounted() => Verify.VerifyMessageAsync(
        Method(Optimizer + "var scheduler = {|#0:optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|};" + PerBatch),
        "CosineAnnealingLR counts epochs but is stepped after every batch: it does in one batch what it should do in an epoch. Call its step() once per epoch, after the batch loop.");

    [Fact]
    public Task Fix_MovesOutOfTheBatchLoop() => Verify.VerifyFixAsync(
        Method(Optimizer + """
            var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|];
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches)
                {
                    optimizer.step();
                    scheduler.step(); // cosine
                }
                Console.WriteLine(epoch);
            }
            """),
        Method(Optimizer + """
            var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs);
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches)
                {
                    optimizer.step();
                }

                scheduler.step(); // cosine
                Console.WriteLine(epoch);
            }
            """),
        MoveStatement.CadenceKey);

    [Fact]
    public Task Fix_MovesIntoTheBatchLoop() => Verify.VerifyFixAsync(
        Method(Optimizer + """
            var scheduler = [|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, epochs: epochs, steps_per_epoch: batches.Count)|];
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches)
                {
                    optimizer.step();
                }

                scheduler.step();
            }
            """),
        Method(Optimizer + """
            var scheduler = optim.lr_scheduler.OneCycleLR(optimizer, 0.1, epochs: epochs, steps_per_epoch: batches.Count);
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches)
                {
                    optimizer.step();
                    scheduler.step();
                }
            }
            """),
        MoveStatement.CadenceKey);

    [Fact]
    public Task FixAll_OfTwoStepsOnALine_MovesBoth() => Verify.VerifyFixAsync(
        Method("""
            var first = optim.Adam(model.parameters(), learningRate);
            var second = optim.Adam(model.parameters(), learningRate);
            var decay = [|optim.lr_scheduler.CosineAnnealingLR(first, epochs)|];
            var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(second, epochs)|];
            for (int epoch = 0; epoch < epochs; epoch++)
                foreach (var x in batches)
                {
                    first.step(); second.step();
                    decay.step(); scheduler.step();
                }
            """),
        Method("""
            var first = optim.Adam(model.parameters(), learningRate);
            var second = optim.Adam(model.parameters(), learningRate);
            var decay = optim.lr_scheduler.CosineAnnealingLR(first, epochs);
            var scheduler = optim.lr_scheduler.CosineAnnealingLR(second, epochs);
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches)
                {
                    first.step(); second.step();
                }

                scheduler.step();

                decay.step();
            }
            """),
        MoveStatement.CadenceKey,
        Method("""
            var first = optim.Adam(model.parameters(), learningRate);
            var second = optim.Adam(model.parameters(), learningRate);
            var decay = optim.lr_scheduler.CosineAnnealingLR(first, epochs);
            var scheduler = optim.lr_scheduler.CosineAnnealingLR(second, epochs);
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches)
                {
                    first.step(); second.step();
                }

                decay.step();
                scheduler.step();
            }
            """));

    [Theory]
    [InlineData("foreach (var x in batches) { optimizer.step(); scheduler.step(); if (x is null) return; }")]
    [InlineData("foreach (var x in batches) { optimizer.step(); scheduler?.step(); Action a = () => { }; goto done; } done: ;")]
    [InlineData("Epoch(optimizer, scheduler, batches);")]
    public Task Fix_WhereUnsure_IsNotOffered(string body) => Verify.VerifyNoFixAsync(
        Method(
            Optimizer + "var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|]; for (int epoch = 0; epoch < epochs; epoch++) { " + body + " }",
            "static void Epoch(optim.Optimizer o, optim.lr_scheduler.LRScheduler s, List<Tensor> batches) { foreach (var x in batches) { o.step(); s.step(); } }"),
        MoveStatement.CadenceKey);

    [Theory]
    [InlineData("StepLR(optimizer, 30, 0.1)", 90, true)]
    [InlineData("StepLR(optimizer, Epochs / 2)", 100, true)]
    [InlineData("MultiStepLR(optimizer, new[] { 30, 60, 80 })", 90, true)]
    [InlineData("MultiStepLR(optimizer, [30, 60, 80])", 90, true)]
    [InlineData("ExponentialLR(optimizer, 0.95)", 90, true)]
    [InlineData("ExponentialLR(optimizer, 0.9)", 100, true)]
    // In 300 batches it may be meant, or the training is as short as that.
    [InlineData("ExponentialLR(optimizer, 0.999)", 30, false)]
    [InlineData("StepLR(optimizer, 1000, 0.1)", 90, false)]
    [InlineData("MultiStepLR(optimizer, new[] { 3000, 6000 })", 90, false)]
    [InlineData("StepLR(optimizer, 30, 0.99)", 90, false)]
    [InlineData("LinearLR(optimizer, 0.1, total_iters: 5)", 90, false)]
    public Task TheCurvePerBatch_SaysWhatIsCounted(string creation, int epochs, bool reports)
    {
        creation = "optim.lr_scheduler." + creation;
        return Verify.VerifyAsync(Method(
            $"const int Epochs = {epochs}; " + Optimizer + $"var scheduler = {(reports ? $"[|{creation}|]" : creation)};"
            + " for (int epoch = 0; epoch < Epochs; epoch++) { foreach (var x in batches) { optimizer.step(); scheduler.step(); } }"));
    }

    // `step(epoch + i / n)` ignores its argument and advances by one.
    [Fact]
    public Task FractionOfAnEpoch_IsAStep() => Verify.VerifyNoFixAsync(
        Method(Optimizer + "var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|]; for (int epoch = 0; epoch < epochs; epoch++) { for (int i = 0; i < batches.Count; i++) { optimizer.step(); scheduler.step(epoch + i / (double)batches.Count); } }"),
        MoveStatement.CadenceKey);

    /// <summary>Made of parts: by their names, by their numbers, and by the curve.</summary>
    [Theory]
    [InlineData("optim.lr_scheduler.SequentialLR(optimizer, new[] { optim.lr_scheduler.LinearLR(optimizer, 0.01, 1.0, warmupEpochs), optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs - warmupEpochs) }, new[] { warmupEpochs })")]
    [InlineData("optim.lr_scheduler.SequentialLR(optimizer, new[] { optim.lr_scheduler.LinearLR(optimizer, 0.1, 1.0, 5), optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs - 5) }, new[] { 5 })")]
    [InlineData("optim.lr_scheduler.ChainedLR(new[] { optim.lr_scheduler.LinearLR(optimizer, 0.1, 1.0, warmupEpochs), optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs) })")]
    public async Task Parts_SizedInEpochs_SteppedPerBatch_Report(string creation)
    {
        const string Warmup = "private static readonly int warmupEpochs = int.Parse(\"5\");";
        await Verify.VerifyAsync(Method(Optimizer + "var scheduler = [|" + creation + "|];" + PerBatch, Warmup));
        await Verify.VerifyAsync(Method(Optimizer + "var scheduler = " + creation + ";" + PerEpoch, Warmup));
    }

    [Fact]
    public Task Chain_DeadInTheFirstEpochs_Reports() => Verify.VerifyAsync(Method(
        Optimizer + "var scheduler = [|optim.lr_scheduler.ChainedLR(new[] { optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters: 5), optim.lr_scheduler.ExponentialLR(optimizer, 0.9) })|];"
        + " for (int epoch = 0; epoch < 60; epoch++) { foreach (var x in batches) { optimizer.step(); scheduler.step(); } }"));

    /// <summary>What LR2001 writes, sized in batches, once per epoch.</summary>
    [Fact]
    public Task Trapezoid_SizedInBatches_SteppedPerEpoch_Reports() => Verify.VerifyAsync(Method(
        Optimizer + "int steps = epochs * batches.Count; int warmup = Math.Max(1, steps / 20), cooldown = Math.Max(1, steps / 5);"
        + " var scheduler = [|optim.lr_scheduler.LambdaLR(optimizer, step => Math.Max(0.0, Math.Min(1.0, Math.Min((step + 1) / (double)warmup, (steps - step) / (double)cooldown))))|];" + PerEpoch));

    [Fact]
    public Task InAList_Reports() => Verify.VerifyAsync(Method(
        Optimizer + "var schedulers = new[] { [|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|] };"
        + " for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { optimizer.step(); foreach (var s in schedulers) s.step(); } }"));

    /// <summary>A batch that has overflowed is left out by both; the call is not moved out of its condition.</summary>
    [Fact]
    public Task UnderATestForOverflow_ReportsWithoutFix() => Verify.VerifyNoFixAsync(Method(
        Optimizer + "var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|];"
        + " for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { var loss = model.forward(x).sum(); if (!float.IsNaN(loss.item<float>())) { loss.backward(); optimizer.step(); scheduler.step(); } } }"), MoveStatement.CadenceKey);

    /// <summary>OneCycleLR is meant to be stepped after every batch: as well as the call the number may be wrong.</summary>
    [Theory]
    [InlineData("total_steps: epochs", "total_steps: epochs * batches.Count", "var x in batches")]
    [InlineData("epochs", "epochs * batches.Count", "var x in batches")]
    [InlineData("total_steps: epochs", "total_steps: epochs * (int)s_loader.Count", "var x in s_loader")]
    public Task Fix_CountsTheBatches(string length, string all, string batches)
    {
        string Source(string creation) => Method(
            $"var optimizer = optim.AdamW(model.parameters(), learningRate); var scheduler = {creation}; for (int epoch = 0; epoch < epochs; epoch++) {{ foreach ({batches}) {{ optimizer.step(); scheduler.step(); }} }}",
            "private static readonly TorchSharp.Modules.DataLoader s_loader = null!;");
        return Verify.VerifyFixAsync(
            Source($"[|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, {length})|]"), Source($"optim.lr_scheduler.OneCycleLR(optimizer, 0.1, {all})"), LR2003_CountBatches.Key);
    }

    /// <summary>Any other schedule is one of epochs just as well.</summary>
    [Fact]
    public Task Fix_CountsTheBatches_OnlyWhereTheLibraryMeansThem() => Verify.VerifyNoFixAsync(
        Method(Optimizer + "var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|];" + PerBatch), LR2003_CountBatches.Key);

    /// <summary>Once per epoch: behind the last batch.</summary>
    [Theory]
    [InlineData("for (int i = 0; i < 400; i++)", "if (i == 399) scheduler.step();")]
    [InlineData("int n = batches.Count; for (int i = 0; i < n; i++)", "if (i == n - 1) scheduler.step();")]
    [InlineData("foreach (int i in System.Linq.Enumerable.Range(0, 400))", "if (i == 399) scheduler.step();")]
    [InlineData("for (int i = 0; i < 400; i++)", "s_progress.Tick(); if (s_progress.EpochEnded) scheduler.step();")]
    public Task InTheLastBatch_IsSilent(string loop, string step) => Verify.VerifyAsync(Method(
        Optimizer + "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); for (int epoch = 0; epoch < epochs; epoch++) { "
            + loop + " { model.forward(batches[0]).sum().backward(); optimizer.step(); " + step + " } }",
        "private static readonly Progress s_progress = new(); private sealed class Progress { private int _seen; public bool EpochEnded { get; private set; } public void Tick() => EpochEnded = ++_seen % 400 == 0; }"));
}
