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

    [Theory]
    [InlineData("[|optim.lr_scheduler.StepLR(optimizer, 1, 0.7)|];")]
    [InlineData("var scheduler = [|optim.lr_scheduler.ReduceLROnPlateau(optimizer)|];")]
    [InlineData("var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * batches.Count)|];")]
    [InlineData("int totalSteps = 3; var scheduler = [|optim.lr_scheduler.LinearLR(optimizer, 1, 0, totalSteps)|];")]
    public Task Fix_WithoutNameMetricOrLengthInEpochs_IsNotOffered(string creation) =>
        Verify.VerifyNoFixAsync(Method("var optimizer = optim.Adam(model.parameters()); " + creation + Epochs), LR2002_StepScheduler.Key);
}
