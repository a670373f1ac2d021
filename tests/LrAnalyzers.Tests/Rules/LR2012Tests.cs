using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Rules.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2012_ConstantLastEpoch>;

namespace LrAnalyzers.Tests.Rules;

public class LR2012Tests
{
    [Theory]
    [InlineData("lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: [|5|])")]
    [InlineData("lr_scheduler.StepLR(opt, 1, 0.2, [|5|])")]
    [InlineData("lr_scheduler.StepLR(last_epoch: [|(0)|], gamma: 0.2, step_size: 1, optimizer: opt)")]
    [InlineData("lr_scheduler.MultiStepLR(opt, new[] { 1, 2 }, last_epoch: [|3|])")]
    [InlineData("lr_scheduler.ExponentialLR(opt, 0.9, last_epoch: [|3|])")]
    [InlineData("lr_scheduler.LinearLR(opt, last_epoch: [|3|])")]
    [InlineData("lr_scheduler.ConstantLR(opt, last_epoch: [|3|])")]
    [InlineData("lr_scheduler.PolynomialLR(opt, last_epoch: [|3|])")]
    [InlineData("lr_scheduler.CosineAnnealingLR(opt, 20, last_epoch: [|9|])")]
    [InlineData("lr_scheduler.LambdaLR(opt, e => 0.5, last_epoch: [|9|])")]
    [InlineData("lr_scheduler.MultiplicativeLR(opt, e => 0.5, last_epoch: [|9|])")]
    [InlineData("lr_scheduler.OneCycleLR(opt, 0.1, total_steps: 100, last_epoch: [|9|])")]
    [InlineData("lr_scheduler.CyclicLR(opt, 0.01, 0.1, last_epoch: [|9|])")]
    [InlineData("lr_scheduler.SequentialLR(opt, new[] { lr_scheduler.StepLR(opt, 5) }, new int[0], [|9|])")]
    [InlineData("new lr_scheduler.impl.StepLR(opt, 1, 0.2, [|5|], true)")]
    [InlineData("lr_scheduler.StepLR(any, 1, 0.2, last_epoch: [|2 + 3|])")]
    [InlineData("lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: [|number > 1 ? 4 : 5|])")]
    public Task Constant_Reports(string creation) => Verify.VerifyAsync(Method($"var scheduler = {creation};"));

    [Theory]
    [InlineData("lr_scheduler.StepLR(opt, 1, 0.2)")]
    [InlineData("lr_scheduler.StepLR(opt, 1, 0.2, -1)")]
    [InlineData("lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: -1)")]
    [InlineData("lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: epochs)")]
    [InlineData("lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: (int)number - 1)")]
    [InlineData("lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: number > 1 ? 4 : -1)")]
    [InlineData("lr_scheduler.ReduceLROnPlateau(opt)")]
    public Task NoneOrUnknown_IsSilent(string creation) => Verify.VerifyAsync(Method($"var scheduler = {creation};"));

    [Fact]
    public Task NamedConstants_AreFollowed() => Verify.VerifyAsync(Method(
        """
        const int Done = 5;
        var local = 7;
        var a = lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: [|Done|]);
        var b = lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: [|local|]);
        var c = lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: [|_last|]);
        """,
        members: "private readonly int _last = 3;"));

    [Fact]
    public Task ValuesThatMayChange_AreSilent() => Verify.VerifyAsync(Method(
        """
        var local = 7;
        local++;
        var a = lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: local);
        var b = lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: Last);
        lr_scheduler.LRScheduler Create(int last = 5) => lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: last);
        Create();
        """,
        members: "public int Last { get; set; } = 3;"));

    [Fact]
    public Task RestoredOptimizer_IsSilent() => Verify.VerifyAsync(Method(
        """
        opt.load_state_dict("optimizer.pt");
        var scheduler = lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: 5);
        """));

    [Fact]
    public Task OptimizerOfCaller_InFileThatRestores_IsSilent() => Verify.VerifyAsync(Method(
        "var scheduler = lr_scheduler.StepLR(any, 1, 0.2, last_epoch: 5);",
        members: """void Resume(OptimizerHelper o) => o.load_state_dict("optimizer.pt");"""));

    [Fact]
    public Task ExpectedToThrow_IsSilent() => Verify.VerifyAsync(Method(
        "Xunit.Assert.Throws<KeyNotFoundException>(() => lr_scheduler.OneCycleLR(opt, 0.1, total_steps: 9, last_epoch: 5));"));

    [Fact]
    public Task OwnScheduler_IsSilent() => Verify.VerifyAsync(Method(
        "var scheduler = new Own(opt, last_epoch: 5);",
        members: """
            class Own(Optimizer optimizer, int last_epoch) : lr_scheduler.LRScheduler(optimizer, last_epoch, false)
            {
                protected override IEnumerable<double> get_lr() => throw new NotImplementedException();
                protected override IEnumerable<double> get_closed_form_lr() => throw new NotImplementedException();
            }
            """));

    [Fact]
    public Task IncompleteCode_IsSilent() => Verify.VerifyAsync(Method(
        "var scheduler = lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: {|CS1525:)|};"));

    // The numbers are those of SchedulerFactsTests.
    [Theory]
    [InlineData("lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: {|#0:5|})", "StepLR begins at 0.02, where epoch 6 has 6.4e-6", "5")]
    [InlineData("lr_scheduler.CosineAnnealingLR(opt, 20, last_epoch: {|#0:9|})", "CosineAnnealingLR begins at 0.08647, where epoch 10 has 0.05", "9")]
    [InlineData("lr_scheduler.CosineAnnealingLR(any, 20, last_epoch: {|#0:9|})", "CosineAnnealingLR begins at 0.8647 times the learning rate, where epoch 10 has 0.5 times", "9")]
    [InlineData("lr_scheduler.CosineAnnealingLR(any, epochs, last_epoch: {|#0:9|})", "CosineAnnealingLR begins at epoch 10, with the rate that the optimizer has", "9")]
    [InlineData("lr_scheduler.OneCycleLR(opt, 0.1, 100, last_epoch: {|#0:9|})", "OneCycleLR throws KeyNotFoundException, because it never set its momentum range", "9")]
    [InlineData("lr_scheduler.LambdaLR(opt, e => 1, last_epoch: {|#0:9|})", "LambdaLR begins at the rate of epoch 10, in the middle of its curve", "9")]
    [InlineData("lr_scheduler.LambdaLR(opt, e => number, last_epoch: {|#0:9|})", "LambdaLR begins at epoch 10, in the middle of its curve", "9")]
    public Task Message_TellsTheConsequence(string creation, string consequence, string epoch) => Verify.VerifyMessageAsync(
        Method($"var scheduler = {creation};"),
        $"last_epoch {epoch} does not resume a training: a new {consequence}. Remove it, so that the schedule starts at its beginning.");

    private const string From5 = """
        var scheduler = lr_scheduler.CosineAnnealingLR(opt, 20$$);

        for (int epoch = 5; epoch < 20; epoch++)
        {
            opt.step();
            scheduler.step();
        }
        """;

    [Fact]
    public Task Message_WhereTheLoopBeginsLater_SaysHowToResume() => Verify.VerifyMessageAsync(
        Method(From5.Replace("$$", ", last_epoch: {|#0:4|}", StringComparison.Ordinal)),
        "last_epoch 4 does not resume a training: a new CosineAnnealingLR begins at 0.09437, where epoch 5 has 0.08536. Call its step(5) before the loop instead.");

    [Theory]
    [InlineData(LR2012_RemoveLastEpoch.StepKey, "scheduler.step(5);\n")]
    [InlineData(LR2012_RemoveLastEpoch.Key, "")]
    public Task Fix_WhereTheLoopBeginsLater_MovesTheScheduleOn(string key, string line) => Verify.VerifyFixAsync(
        Method(From5.Replace("$$", ", last_epoch: [|4|]", StringComparison.Ordinal)),
        Method(From5.Replace("$$", "", StringComparison.Ordinal).Replace("for (", line.Length == 0 ? "for (" : line + "for (", StringComparison.Ordinal)),
        key);

    [Theory]
    [InlineData("lr_scheduler.StepLR(opt, 1, 0.2, last_epoch: [|5|])", "lr_scheduler.StepLR(opt, 1, 0.2)")]
    [InlineData("lr_scheduler.StepLR(opt, 1, 0.2, [|5|])", "lr_scheduler.StepLR(opt, 1, 0.2)")]
    [InlineData("lr_scheduler.StepLR(opt, 1, 0.2, [|5|], true)", "lr_scheduler.StepLR(opt, 1, 0.2, verbose: true)")]
    [InlineData("lr_scheduler.StepLR(last_epoch: [|5|], optimizer: opt, step_size: 1)", "lr_scheduler.StepLR(optimizer: opt, step_size: 1)")]
    [InlineData("lr_scheduler.StepLR(opt, 1, last_epoch: [|5|], gamma: 0.2)", "lr_scheduler.StepLR(opt, 1, gamma: 0.2)")]
    [InlineData("new lr_scheduler.impl.StepLR(opt, 1, 0.2, [|(5)|], true)", "new lr_scheduler.impl.StepLR(opt, 1, 0.2, verbose: true)")]
    [InlineData("lr_scheduler.StepLR(opt, 1, 0.2 /* keep */, last_epoch: [|5|])", "lr_scheduler.StepLR(opt, 1, 0.2 /* keep */)")]
    public Task Fix_RemovesTheArgument(string creation, string expected) => Verify.VerifyFixAsync(
        Method($"var scheduler = {creation};"), Method($"var scheduler = {expected};"), LR2012_RemoveLastEpoch.Key);

    [Fact]
    public Task Fix_KeepsLinesAndComments() => Verify.VerifyFixAsync(
        Method(
            """
            var scheduler = lr_scheduler.StepLR(
                        opt, // the optimizer
                        1,
                        0.2, // sharp
                        [|5|],
                        true /* talk */); // done
            """),
        Method(
            """
            var scheduler = lr_scheduler.StepLR(
                        opt, // the optimizer
                        1,
                        0.2, // sharp
                        
                        verbose: true /* talk */); // done
            """),
        LR2012_RemoveLastEpoch.Key);

    [Fact]
    public Task Fix_WithDirectives_IsNotOffered() => Verify.VerifyNoFixAsync(
        Method(
            """
            var scheduler = lr_scheduler.StepLR(opt, 1, 0.2,
            #if true
                last_epoch: [|5|]
            #else
                last_epoch: 6
            #endif
                );
            """),
        LR2012_RemoveLastEpoch.Key);

    [Fact]
    public Task FixAll_RemovesEach() => Verify.VerifyFixAsync(
        Method("var a = lr_scheduler.StepLR(opt, 1, last_epoch: [|5|]); var b = lr_scheduler.LinearLR(any, 0.1, last_epoch: [|7|]);"),
        Method("var a = lr_scheduler.StepLR(opt, 1); var b = lr_scheduler.LinearLR(any, 0.1);"),
        LR2012_RemoveLastEpoch.Key);

    [Fact]
    public Task PartialClassLambdaAndTopLevel_Report() => Verify.VerifyAsync(Method(
        "Func<lr_scheduler.LRScheduler> create = () => StepLR(opt, 1, 0.2, last_epoch: [|5|]);",
        usings: "using static TorchSharp.torch.optim.lr_scheduler;",
        modifiers: "partial"));
}
