using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2002_SchedulerNeverStepped>;

namespace LrAnalyzers.Tests.Rules;

public class LR2002Tests
{
    private const string Epochs = "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } }";

    [Theory]
    [InlineData("var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 30)|];")]
    [InlineData("var scheduler = [|torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 100)|];")]
    [InlineData("var scheduler = [|new optim.lr_scheduler.impl.CosineAnnealingLR(T_max: 3, optimizer: optimizer)|];")]
    [InlineData("[|optim.lr_scheduler.LinearLR(optimizer)|];")]
    [InlineData("_ = [|optim.lr_scheduler.ExponentialLR(optimizer, 0.9)|];")]
    [InlineData("optim.lr_scheduler.LRScheduler scheduler; scheduler = [|optim.lr_scheduler.StepLR(optimizer, 1)|];")]
    [InlineData("var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 1)|]; Console.WriteLine(scheduler.get_last_lr());")]
    [InlineData("_field = [|optim.lr_scheduler.StepLR(optimizer, 1)|];")]
    public Task Scheduler_NeverStepped_Reports(string creation) =>
        Verify.VerifyAsync(Method("var optimizer = optim.Adam(model.parameters()); " + creation + Epochs, "private optim.lr_scheduler.LRScheduler? _field;"));

    // A library that calls a lambda for each element has the loop.
    [Theory]
    [InlineData("batches.ForEach(x => { BATCH });")]
    [InlineData("var losses = batches.Select(x => { BATCH return loss; }).ToList();")]
    [InlineData("System.Threading.Tasks.Parallel.ForEach(batches, x => { BATCH });")]
    [InlineData("IObservable<Tensor> source = null!; var subscription = Each(source, x => { BATCH });", false)]
    [InlineData("System.Threading.Tasks.Task.Run(() => { Tensor x = batches[0]; BATCH });", false)]
    public Task SteppedForEachElement(string training, bool isReported = true)
    {
        string scheduler = "optim.lr_scheduler.StepLR(optimizer, 30)";
        return Verify.VerifyAsync(Method(
            $"var optimizer = optim.Adam(model.parameters()); var scheduler = {(isReported ? $"[|{scheduler}|]" : scheduler)}; {training.Replace("BATCH", Batch, StringComparison.Ordinal)}",
            "static object Each(IObservable<Tensor> source, Action<Tensor> next) => null!;"));
    }

    [Theory]
    [InlineData("var scheduler = optim.lr_scheduler.StepLR(optimizer, 1); scheduler.step();")]
    [InlineData("var scheduler = optim.lr_scheduler.StepLR(optimizer, 1); scheduler?.step();")]
    [InlineData("var scheduler = optim.lr_scheduler.StepLR(optimizer, 1); Helper(scheduler);")]
    [InlineData("var scheduler = optim.lr_scheduler.StepLR(optimizer, 1); Action s = scheduler.step;")]
    [InlineData("var scheduler = optim.lr_scheduler.StepLR(optimizer, 1); var all = new List<object> { scheduler };")]
    [InlineData("_field = optim.lr_scheduler.StepLR(optimizer, 1); Other();")]
    [InlineData("var a = optim.lr_scheduler.LinearLR(optimizer); var b = optim.lr_scheduler.StepLR(optimizer, 1); optim.lr_scheduler.SequentialLR(optimizer, new[] { a, b }, new[] { 3 }).step();")]
    [InlineData("var warmup = optim.lr_scheduler.ChainedLR(new[] { optim.lr_scheduler.LinearLR(optimizer) }); warmup.step();")]
    [InlineData("new Own(optimizer);")]
    public Task SteppedEscapedOrCombined_IsSilent(string creation) =>
        Verify.VerifyAsync(Method("var optimizer = optim.Adam(model.parameters()); " + creation + Epochs, """
                private optim.lr_scheduler.LRScheduler? _field;
                void Other() => _field!.step();
                static void Helper(optim.lr_scheduler.LRScheduler s) { s.step(); }
                class Own : optim.lr_scheduler.LRScheduler { public Own(optim.Optimizer optimizer) : base(optimizer) { } }
            """));

    [Fact]
    public Task SequentialItself_NeverStepped_Reports() =>
        Verify.VerifyAsync(Method("var optimizer = optim.Adam(model.parameters()); var s = [|optim.lr_scheduler.SequentialLR(optimizer, new[] { optim.lr_scheduler.LinearLR(optimizer) }, new int[0])|]; " + Epochs));

    [Fact]
    public Task WithoutTraining_IsSilent() =>
        Verify.VerifyAsync(Method("var optimizer = optim.Adam(model.parameters()); var s = optim.lr_scheduler.StepLR(optimizer, 1); optimizer.step();"));

    [Fact]
    public Task OptimizerInHelper_Reports() =>
        Verify.VerifyAsync(Method(
            "var optimizer = optim.Adam(model.parameters()); var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 1, 0.7)|]; for (var epoch = 1; epoch <= epochs; epoch++) { Epoch(optimizer, batches); }",
            "static void Epoch(optim.Optimizer o, List<Tensor> batches) { foreach (var x in batches) { o.step(); } }"));

    [Fact]
    public Task Message_SaysWhereItIsStuck() =>
        Verify.VerifyMessageAsync(
            Method("var optimizer = optim.Adam(model.parameters()); var s = {|#0:optim.lr_scheduler.LinearLR(optimizer)|}; " + Epochs),
            "LinearLR is never stepped, so the learning rate stays at the first factor, a third by default: call its step() once per epoch, after the optimizer's");

    [Fact]
    public Task Fix_StepsAfterTheEpoch() =>
        Verify.VerifyFixAsync(
            Method("""
                var optimizer = optim.Adam(model.parameters());
                var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 1, 0.7)|];

                for (var epoch = 1; epoch <= epochs; epoch++)
                {
                    foreach (var x in batches)
                    {
                        optimizer.step();
                    }
                    // done
                }
                """),
            Method("""
                var optimizer = optim.Adam(model.parameters());
                var scheduler = optim.lr_scheduler.StepLR(optimizer, 1, 0.7);

                for (var epoch = 1; epoch <= epochs; epoch++)
                {
                    foreach (var x in batches)
                    {
                        optimizer.step();
                    }
                    // done
                    scheduler.step();
                }
                """),
            LR2002_StepScheduler.Key);

    [Fact]
    public Task Fix_OneCycle_StepsAfterTheBatch() =>
        Verify.VerifyFixAsync(
            Method("""
                var optimizer = optim.Adam(model.parameters());
                var scheduler = [|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 100)|];
                for (var epoch = 1; epoch <= epochs; epoch++)
                    foreach (var x in batches)
                    {
                        optimizer.step(); // train
                    }
                """),
            Method("""
                var optimizer = optim.Adam(model.parameters());
                var scheduler = optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 100);
                for (var epoch = 1; epoch <= epochs; epoch++)
                    foreach (var x in batches)
                    {
                        optimizer.step(); // train
                        scheduler.step();
                    }
                """),
            LR2002_StepScheduler.Key);

    // However the scheduler is held, it is called by its name there; where it may be null, that is asked.
    [Theory]
    [InlineData("optim.lr_scheduler.LRScheduler scheduler; scheduler = CREATION;", "", "scheduler.step();")]
    [InlineData("optim.lr_scheduler.LRScheduler? scheduler = null; if (epochs > 3) scheduler = CREATION;", "", "scheduler?.step();")]
    [InlineData("var scheduler = epochs > 3 ? CREATION : null;", "", "scheduler?.step();")]
    [InlineData("optim.lr_scheduler.LRScheduler scheduler = CREATION, other = null!;", "", "scheduler.step();")]
    [InlineData("_scheduler = CREATION;", "private optim.lr_scheduler.LRScheduler? _scheduler;", "_scheduler?.step();")]
    [InlineData("this._scheduler = CREATION;", "private optim.lr_scheduler.LRScheduler _scheduler = null!;", "_scheduler.step();")]
    [InlineData("Scheduler = CREATION;", "private optim.lr_scheduler.LRScheduler? Scheduler { get; set; }", "Scheduler?.step();")]
    [InlineData("optim.lr_scheduler.LRScheduler Create() => CREATION; var scheduler = Create();", "", "scheduler.step();")]
    [InlineData("var scheduler = CREATION; /* after */", "", "scheduler.step();")]
    public Task Fix_StepsWhateverHoldsTheScheduler(string statement, string member, string step)
    {
        string Source(string creation, string call) => "#nullable enable\n" + Method(
            $"var optimizer = optim.Adam(model.parameters());\n{statement}\nfor (int epoch = 0; epoch < epochs; epoch++)\n{{\n    foreach (var x in batches) optimizer.step();\n{call}}}", member)
            .Replace("CREATION", creation, StringComparison.Ordinal);
        return Verify.VerifyFixAsync(
            Source("[|optim.lr_scheduler.StepLR(optimizer, 1, 0.7)|]", ""), Source("optim.lr_scheduler.StepLR(optimizer, 1, 0.7)", $"    {step}\n"), LR2002_StepScheduler.Key);
    }

    [Fact]
    public Task Fix_SchedulerOfAConstructor_IsSteppedInTheMethodThatTrains()
    {
        static string Source(string creation, string step) => Usings + $$"""
            class Learner
            {
                private readonly optim.Optimizer _optimizer;
                private readonly optim.lr_scheduler.LRScheduler _scheduler;
                public Learner(nn.Module<Tensor, Tensor> model) { _optimizer = optim.Adam(model.parameters()); _scheduler = {{creation}}; }
                public void Fit(List<Tensor> batches, int epochs)
                {
                    for (var epoch = 0; epoch < epochs; epoch++)
                    {
                        Epoch(batches);
            {{step}}        }
                }
                private void Epoch(List<Tensor> batches) { foreach (var x in batches) _optimizer.step(); }
            }
            """;
        return Verify.VerifyFixAsync(
            Source("[|optim.lr_scheduler.StepLR(_optimizer, 1, 0.7)|]", ""), Source("optim.lr_scheduler.StepLR(_optimizer, 1, 0.7)", "            _scheduler.step();\n"), LR2002_StepScheduler.Key);
    }

    [Theory]
    [InlineData("double loss = Loss();", "loss")]
    [InlineData("double trainLoss = Loss(); float valLoss = 1f;", "valLoss")]
    [InlineData("double bestLoss = 3; double runningLoss = Loss();", "runningLoss")]
    public Task Fix_Plateau_IsGivenTheLoss(string locals, string loss)
    {
        string Source(string creation, string step) => Method(
            $"var optimizer = optim.Adam(model.parameters());\nvar scheduler = {creation};\nfor (int epoch = 0; epoch < epochs; epoch++)\n{{\n    foreach (var x in batches) optimizer.step();\n    {locals}\n{step}}}", "static double Loss() => 1;");
        return Verify.VerifyFixAsync(
            Source("[|optim.lr_scheduler.ReduceLROnPlateau(optimizer)|]", ""), Source("optim.lr_scheduler.ReduceLROnPlateau(optimizer)", $"    scheduler.step({loss});\n"), LR2002_StepScheduler.Key);
    }

    // No name, no value or no object at the end of the epoch; a loss that only some epochs have.
    [Theory]
    [InlineData("optim.lr_scheduler.LRScheduler scheduler; if (epochs > 3) scheduler = [|optim.lr_scheduler.StepLR(optimizer, 1, 0.7)|];", "")]
    [InlineData("{ var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 1, 0.7)|]; }", "")]
    [InlineData("var scheduler = [|optim.lr_scheduler.ReduceLROnPlateau(optimizer)|];", "if (epoch > 3) { double loss = 1; }")]
    [InlineData("var scheduler = [|optim.lr_scheduler.ReduceLROnPlateau(optimizer)|];", "double loss; if (epoch > 3) { loss = 1; }")]
    [InlineData("double lossWeight = 1; var scheduler = [|optim.lr_scheduler.ReduceLROnPlateau(optimizer)|];", "")]
    public Task Fix_WithoutNameOrLossAtTheEnd_IsNotOffered(string statement, string end) => Verify.VerifyNoFixAsync(
        Method($"var optimizer = optim.Adam(model.parameters()); {statement} for (int epoch = 0; epoch < epochs; epoch++) {{ foreach (var x in batches) optimizer.step(); {end} }}"),
        LR2002_StepScheduler.Key);

    [Theory]
    [InlineData("[|optim.lr_scheduler.StepLR(optimizer, 1, 0.7)|];")]
    [InlineData("var scheduler = [|optim.lr_scheduler.ReduceLROnPlateau(optimizer)|];")]
    [InlineData("var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * batches.Count)|];")]
    [InlineData("int totalSteps = 3; var scheduler = [|optim.lr_scheduler.LinearLR(optimizer, 1, 0, totalSteps)|];")]
    public Task Fix_WithoutNameMetricOrLengthInEpochs_IsNotOffered(string creation) =>
        Verify.VerifyNoFixAsync(Method("var optimizer = optim.Adam(model.parameters()); " + creation + Epochs), LR2002_StepScheduler.Key);
}
