using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Rules.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2006_BrokenSchedulerArgument>;

namespace LrAnalyzers.Tests.Rules;

public class LR2006Tests
{
    [Theory]
    [InlineData("StepLR(opt, [|0|])")]
    [InlineData("StepLR(opt, 10, [|2|])")]
    [InlineData("StepLR(opt, 10, [|0|])")]
    [InlineData("StepLR(opt, 10, gamma: [|-0.1|])")]
    [InlineData("StepLR(gamma: [|1.1f|], step_size: 10, optimizer: opt)")]
    [InlineData("MultiStepLR(opt, new[] { 30, 60 }, [|10|])")]
    [InlineData("MultiStepLR(opt, [|new int[0]|])")]
    [InlineData("MultiStepLR(opt, [|new List<int>()|])")]
    [InlineData("MultiStepLR(opt, [|Array.Empty<int>()|])")]
    [InlineData("MultiStepLR(opt, [|[]|])")]
    [InlineData("MultiStepLR(opt, new[] { 30, 60, [|30|] })")]
    [InlineData("MultiStepLR(opt, new List<int> { 30, [|30|] })")]
    [InlineData("MultiStepLR(opt, [[|0|], 60])")]
    [InlineData("ExponentialLR(opt, [|1.5|])")]
    [InlineData("ExponentialLR(opt, [|0|])")]
    [InlineData("[|ExponentialLR(opt)|]")]
    [InlineData("[|ExponentialLR(opt, verbose: true)|]")]
    [InlineData("LinearLR(opt, [|0|])")]
    [InlineData("LinearLR(opt, start_factor: [|-0.1|])")]
    [InlineData("LinearLR(opt, 0.1, end_factor: [|-1|])")]
    [InlineData("LinearLR(opt, total_iters: [|0|])")]
    [InlineData("LinearLR(opt, 0.1, 1, [|0|])")]
    [InlineData("ConstantLR(opt, [|0|])")]
    [InlineData("ConstantLR(opt, total_iters: [|0|])")]
    [InlineData("PolynomialLR(opt, [|0|])")]
    [InlineData("PolynomialLR(opt, 10, power: [|-1|])")]
    [InlineData("CosineAnnealingLR(opt, [|0|])")]
    [InlineData("CosineAnnealingLR(opt, T_max: [|1 / 2|])")]
    [InlineData("CosineAnnealingLR(opt, 10, eta_min: [|-0.1|])")]
    [InlineData("CosineAnnealingLR(opt, 10, eta_min: [|0.5|])")]
    [InlineData("CosineAnnealingLR(opt, 10, eta_min: [|0.1|])")]
    [InlineData("OneCycleLR(opt, 0.1, 100, pct_start: [|30|])")]
    [InlineData("OneCycleLR(opt, 0.1, 100, pct_start: [|-0.1|])")]
    [InlineData("OneCycleLR(opt, 0.1, 100, div_factor: [|0|])")]
    [InlineData("OneCycleLR(opt, 0.1, 100, div_factor: [|0.04|])")]
    [InlineData("OneCycleLR(opt, 0.1, 100, final_div_factor: [|0|])")]
    [InlineData("OneCycleLR(opt, 0.1, [|0|])")]
    [InlineData("[|OneCycleLR(opt, 0.1)|]")]
    [InlineData("[|OneCycleLR(opt, 0.1, epochs: 10)|]")]
    [InlineData("OneCycleLR(opt, 0.1, epochs: [|0|], steps_per_epoch: 10)")]
    [InlineData("OneCycleLR(opt, 0.1, total_steps: 10, pct_start: [|0.1|])")]
    [InlineData("CyclicLR(opt, [|0.1|], 0.01)")]
    [InlineData("CyclicLR(opt, 0.1, [|0.1|])")]
    [InlineData("CyclicLR(opt, 0.01, 0.1, step_size_up: [|0|])")]
    [InlineData("CyclicLR(opt, 0.01, 0.1, mode: impl.CyclicLR.Mode.ExpRange, gamma: [|1.1|])")]
    [InlineData("ReduceLROnPlateau(opt, factor: [|1|])")]
    [InlineData("ReduceLROnPlateau(opt, factor: [|10|])")]
    [InlineData("ReduceLROnPlateau(opt, factor: [|0|])")]
    [InlineData("ReduceLROnPlateau(opt, patience: [|-1|])")]
    [InlineData("ReduceLROnPlateau(opt, [|\"Max\"|])")]
    [InlineData("ReduceLROnPlateau(opt, mode: [|\"maximum\"|])")]
    [InlineData("ReduceLROnPlateau(opt, threshold_mode: [|\"relative\"|])")]
    [InlineData("ReduceLROnPlateau(opt, min_lr: new[] { [|0.2|] })")]
    [InlineData("LambdaLR(opt, e => [|0|])")]
    [InlineData("LambdaLR(opt, e => [|-1.0|])")]
    [InlineData("LambdaLR(opt, e => [|1.0 / e|])")]
    [InlineData("LambdaLR(opt, e => [|Math.Pow(e, -0.5)|])")]
    [InlineData("LambdaLR(opt, e => { var x = 1.0; return [|x / e|]; })")]
    [InlineData("new impl.LambdaLR(opt, new Func<int, double>[] { e => [|0|] })")]
    [InlineData("MultiplicativeLR(opt, e => [|1.1|])")]
    [InlineData("MultiplicativeLR(opt, e => [|0|])")]
    [InlineData("SequentialLR(opt, new[] { LinearLR(opt), StepLR(opt, 5) }, [|new[] { 1, 2 }|])")]
    [InlineData("new impl.StepLR(opt, [|0|])")]
    [InlineData("new impl.CosineAnnealingLR(optimizer: opt, eta_min: 0, T_max: [|0|])")]
    [InlineData("torch.optim.lr_scheduler.StepLR(any, [|0|])")]
    public Task BrokenArgument_Reports(string creation) =>
        Verify.VerifyAsync(Method($"var scheduler = {creation};", usings: "using static TorchSharp.torch.optim.lr_scheduler;"));

    [Theory]
    [InlineData("StepLR(opt, 10)")]
    [InlineData("StepLR(opt, 10, 1)")]
    [InlineData("StepLR(opt, epochs, number)")]
    [InlineData("StepLR(opt, -1)")]
    [InlineData("MultiStepLR(opt, new[] { 60, 30 })")]
    [InlineData("MultiStepLR(opt, new[] { epochs, epochs })")]
    [InlineData("MultiStepLR(opt, new int[epochs])")]
    [InlineData("ExponentialLR(opt, 0.1)")]
    [InlineData("ExponentialLR(opt, gamma: 1)")]
    [InlineData("LinearLR(opt)")]
    [InlineData("LinearLR(opt, 2, 0, 100)")]
    [InlineData("LinearLR(opt, 1, 1, 0)")]
    [InlineData("LinearLR(opt, number, 1, 0)")]
    [InlineData("ConstantLR(opt, 1, 0)")]
    [InlineData("PolynomialLR(opt, 10, 0.9)")]
    [InlineData("CosineAnnealingLR(opt, epochs, 0.01)")]
    [InlineData("CosineAnnealingLR(opt, -10)")]
    [InlineData("CosineAnnealingLR(any, 10, 0.5)")]
    [InlineData("CosineAnnealingLR(torch.optim.SGD(p, number), 10, 0.5)")]
    [InlineData("CosineAnnealingLR(torch.optim.SGD(new SGD.ParamGroup[] { new() { Parameters = p, Options = new() { LearningRate = 1 } } }, 0.1), 10, 0.5)")]
    [InlineData("OneCycleLR(opt, 0.1, 100)")]
    [InlineData("OneCycleLR(opt, 0.1, epochs)")]
    [InlineData("OneCycleLR(opt, 0.1, epochs: epochs, steps_per_epoch: 10)")]
    [InlineData("OneCycleLR(opt, 0.1, 100, pct_start: 0, div_factor: 1)")]
    [InlineData("CyclicLR(opt, 0, 0.1)")]
    [InlineData("CyclicLR(opt, number, 0.1)")]
    [InlineData("CyclicLR(opt, 0.01, 0.1, gamma: 1.1)")]
    [InlineData("CyclicLR(opt, 0.01, 0.1, step_size_down: 0)")]
    [InlineData("ReduceLROnPlateau(opt, \"max\", threshold_mode: \"abs\")")]
    [InlineData("ReduceLROnPlateau(opt, factor: 0, min_lr: new[] { 1e-5 })")]
    [InlineData("ReduceLROnPlateau(opt, patience: 0)")]
    [InlineData("ReduceLROnPlateau(opt, min_lr: new[] { 1e-5, 0.2 })")]
    [InlineData("LambdaLR(opt, e => 1)")]
    [InlineData("LambdaLR(opt, e => 1.0 / (e + 1))")]
    [InlineData("LambdaLR(opt, e => e / 10.0)")]
    [InlineData("LambdaLR(opt, e => number)")]
    [InlineData("LambdaLR(opt, e => number / e)")]
    [InlineData("MultiplicativeLR(opt, e => 1.0 / e)")]
    [InlineData("SequentialLR(opt, new[] { LinearLR(opt), StepLR(opt, 5) }, new[] { 1 })")]
    [InlineData("SequentialLR(opt, new[] { LinearLR(opt) }.Concat(new[] { StepLR(opt, 5) }), new[] { 1, 2 })")]
    public Task GoodOrUnknownArgument_IsSilent(string creation) =>
        Verify.VerifyAsync(Method($"var scheduler = {creation};", usings: "using static TorchSharp.torch.optim.lr_scheduler;"));

    [Fact]
    public Task NamedValues_AreFollowed() => Verify.VerifyAsync(Method(
        """
        const double Gamma = 2;
        var factor = 0f;
        var half = Half / 2;
        Func<int, double> decay = e => 1.0 / e;
        var a = lr_scheduler.StepLR(opt, 1, [|Gamma|]);
        var b = lr_scheduler.LinearLR(opt, [|factor|]);
        var c = lr_scheduler.CosineAnnealingLR(opt, [|half|]);
        var d = lr_scheduler.LambdaLR(opt, [|decay|]);
        var e = lr_scheduler.ReduceLROnPlateau(opt, [|_mode|]);
        """,
        members: """
            const int Half = 1;
            private readonly string _mode = "maximize";
            """));

    [Fact]
    public Task ParameterDefaultAndReassigned_AreSilent() => Verify.VerifyAsync(Method(
        """
        var factor = 0.0;
        factor = number;
        lr_scheduler.LRScheduler Create(int size = 0) => lr_scheduler.StepLR(opt, size);
        var b = lr_scheduler.LinearLR(opt, factor);
        """));

    [Theory]
    [InlineData("var tiny = torch.optim.SGD(p, 1e-7); var s = lr_scheduler.ExponentialLR(tiny, 1.1);")]
    [InlineData("var s = lr_scheduler.ExponentialLR(opt, 1.1); while (true) { opt.step(); s.step(); if (number > 4 * bestLoss) break; }")]
    [InlineData("void FindLearningRate() { var s = lr_scheduler.MultiplicativeLR(opt, e => 1.1); }")]
    public Task Growth_InRangeTest_IsSilent(string body) => Verify.VerifyAsync(Method("double bestLoss = 1; " + body));

    [Fact]
    public Task Growth_WithoutRangeTest_Reports() => Verify.VerifyAsync(Method(
        "var s = lr_scheduler.ExponentialLR(opt, [|1.1|]); for (int i = 0; i < epochs; i++) { opt.step(); s.step(); if (i > 10) break; }"));

    // Stopping early on the loss of an epoch is no range test.
    [Fact]
    public Task GrowthWithEarlyStopping_Reports() => Verify.VerifyAsync(Method(
        "var s = lr_scheduler.StepLR(opt, 10, [|10|]); for (int epoch = 0; epoch < epochs; epoch++) { opt.step(); s.step(); if (number > bestLoss) break; }",
        "double bestLoss = 3;"));

    [Fact]
    public Task DefaultGamma_InTest_IsSilent() => Verify.VerifyAsync(Method(
        "var s = lr_scheduler.ExponentialLR(opt); var t = lr_scheduler.StepLR(opt, [|0|]);", members: "[Xunit.Fact] public void Test() { }"));

    [Fact]
    public Task ExpectedToThrow_IsSilent() => Verify.VerifyAsync(Method(
        "Xunit.Assert.Throws<ArgumentException>(() => lr_scheduler.ReduceLROnPlateau(opt, factor: 2));"));

    [Fact]
    public Task IncompleteCode_IsSilent() => Verify.VerifyAsync(Method(
        "var s = lr_scheduler.{|CS7036:StepLR|}(); var t = lr_scheduler.MultiStepLR(opt, {|CS0103:missing|});"));

    [Theory]
    [InlineData(
        "lr_scheduler.LinearLR(opt, {|#0:0|})",
        "LinearLR start_factor 0 makes the learning rate NaN at the second step, because TorchSharp divides by it. Begin with a small positive factor such as 0.1.")]
    [InlineData(
        "lr_scheduler.StepLR(opt, 5, {|#0:2|})",
        "StepLR gamma 2 makes the learning rate grow without bound instead of decay. Typical is 0.1 (He et al. 2016).")]
    [InlineData(
        "lr_scheduler.CosineAnnealingLR(opt, 5, {|#0:0.5|})",
        "CosineAnnealingLR eta_min 0.5 is above the optimizer's learning rate 0.1, so that the learning rate rises instead of falling. Usual is 0, or a tenth of the learning rate at most.")]
    [InlineData(
        "{|#0:lr_scheduler.ExponentialLR(opt)|}",
        "ExponentialLR is left at TorchSharp's default gamma 0.1, which divides the learning rate by ten at every step. After four steps nothing is learned any more; typical is 0.95 per epoch.")]
    [InlineData(
        "lr_scheduler.LambdaLR(opt, e => {|#0:1.0 / e|})",
        "LambdaLR lambda returns infinity for epoch 0, which destroys the weights at the first step. Epochs are counted from 0.")]
    [InlineData(
        "lr_scheduler.StepLR(opt, 5, {|#0:1.1f|})",
        "StepLR gamma 1.1 makes the learning rate grow without bound instead of decay. Typical is 0.1 (He et al. 2016).")]
    public Task Message_TellsWhatWhyAndHow(string creation, string message) =>
        Verify.VerifyMessageAsync(Method($"var scheduler = {creation};"), message);

    [Theory]
    [InlineData("StepLR(opt, [|0|])", "StepLR(opt, 30)")]
    [InlineData("StepLR(gamma: [|2|], optimizer: opt, step_size: 3)", "StepLR(gamma: 0.1, optimizer: opt, step_size: 3)")]
    [InlineData("[|ExponentialLR(opt)|]", "ExponentialLR(opt, gamma: 0.95)")]
    [InlineData("[|ExponentialLR(verbose: true, optimizer: opt)|]", "ExponentialLR(verbose: true, optimizer: opt, gamma: 0.95)")]
    [InlineData("[|new impl.ExponentialLR(opt)|]", "new impl.ExponentialLR(opt, gamma: 0.95)")]
    [InlineData("LinearLR(opt, /* from */ [|0|] /* up */)", "LinearLR(opt, /* from */ 0.1 /* up */)")]
    [InlineData("CosineAnnealingLR(opt, 10, eta_min: [|0.5|])", "CosineAnnealingLR(opt, 10, eta_min: 0.0)")]
    [InlineData("OneCycleLR(opt, 0.1, 100, pct_start: [|30|])", "OneCycleLR(opt, 0.1, 100, pct_start: 0.3)")]
    [InlineData("OneCycleLR(opt, 0.1, 100, final_div_factor: [|0|])", "OneCycleLR(opt, 0.1, 100, final_div_factor: 1e4)")]
    [InlineData("ReduceLROnPlateau(opt, [|\"Max\"|])", "ReduceLROnPlateau(opt, \"max\")")]
    [InlineData("ReduceLROnPlateau(opt, threshold_mode: [|\"absolute\"|])", "ReduceLROnPlateau(opt, threshold_mode: \"abs\")")]
    [InlineData("ReduceLROnPlateau(opt, factor: [|2|])", "ReduceLROnPlateau(opt, factor: 0.1)")]
    public Task Fix_PutsTypicalValue(string creation, string expected) => Verify.VerifyFixAsync(
        Method($"var scheduler = {creation};", usings: "using static TorchSharp.torch.optim.lr_scheduler;"),
        Method($"var scheduler = {expected};", usings: "using static TorchSharp.torch.optim.lr_scheduler;"),
        LR2006_RepairArgument.TypicalKey);

    [Fact]
    public Task Fix_ChangesDeclarationOfOneUse() => Verify.VerifyFixAsync(
        Method("const double gamma = 2; double other = 3; var a = lr_scheduler.StepLR(opt, 1, [|gamma|]); var b = lr_scheduler.StepLR(opt, 1, [|other|]); Console.Write(other);"),
        Method("const double gamma = 0.1; double other = 3; var a = lr_scheduler.StepLR(opt, 1, gamma); var b = lr_scheduler.StepLR(opt, 1, 0.1); Console.Write(other);"),
        LR2006_RepairArgument.TypicalKey);

    [Fact]
    public Task Fix_SwapsCycle() => Verify.VerifyFixAsync(
        Method("var a = lr_scheduler.CyclicLR(opt, [|0.1|], max_lr: 1e-3);"),
        Method("var a = lr_scheduler.CyclicLR(opt, 1e-3, max_lr: 0.1);"),
        LR2006_RepairArgument.SwapKey);

    [Theory]
    [InlineData("e => [|1.0 / e|]", "e => 1.0 / (e + 1)")]
    [InlineData("(e) => [|Math.Pow(e, -0.5)|]", "(e) => Math.Pow(e + 1, -0.5)")]
    [InlineData("e => { return [|1.0 / e|]; }", "e => { return 1.0 / (e + 1); }")]
    public Task Fix_CountsFromOne(string lambda, string expected) => Verify.VerifyFixAsync(
        Method($"var a = lr_scheduler.LambdaLR(opt, {lambda});"),
        Method($"var a = lr_scheduler.LambdaLR(opt, {expected});"),
        LR2006_RepairArgument.CountKey);

    [Theory]
    [InlineData("lr_scheduler.CosineAnnealingLR(opt, [|0|])")]
    [InlineData("lr_scheduler.MultiStepLR(opt, [|[]|])")]
    [InlineData("lr_scheduler.LambdaLR(opt, e => [|0|])")]
    [InlineData("[|lr_scheduler.OneCycleLR(opt, 0.1)|]")]
    public Task Fix_WhereOnlyTheTrainingKnows_IsNotOffered(string creation) =>
        Verify.VerifyNoFixAsync(Method($"var a = {creation};"), LR2006_RepairArgument.TypicalKey);

    private const string Loop = " for (int epoch = 0; epoch < 60; epoch++) { opt.step(); s.step(); }";
    private const string OpenLoop = " for (int epoch = 0; epoch < epochs; epoch++) { opt.step(); s.step(); }";

    private static string Stepped(string scheduler, string loop = Loop, string before = "") => Method($"{before} var s = lr_scheduler.{scheduler};{loop}");

    [Theory]
    // Without bound.
    [InlineData("LambdaLR(opt, e => [|Math.Pow(1.05, e)|])")]
    [InlineData("LambdaLR(opt, e => [|Math.Exp(0.1 * e)|])")]
    [InlineData("LambdaLR(opt, e => [|(e + 1) / 10.0|])")]
    [InlineData("LambdaLR(opt, e => [|Math.Pow(e + 1, 0.5)|])")]
    [InlineData("MultiplicativeLR(opt, e => [|1 + 0.01 * e|])")]
    [InlineData("LambdaLR(opt, [|Grow|])", "double Grow(int e) => Math.Pow(1.1, e);")]
    [InlineData("LambdaLR(opt, e => [|Math.Exp(decay * e)|])", "const double decay = 0.05;")]
    // Negative inside the training.
    [InlineData("LambdaLR(opt, e => [|1 - e / 10.0|])")]
    [InlineData("LambdaLR(opt, e => [|1 - 0.02 * e|])")]
    [InlineData("LambdaLR(opt, e => [|Math.Cos(Math.PI * e / 60)|])")]
    // The factor of the whole schedule, multiplied up.
    [InlineData("MultiplicativeLR(opt, e => [|Math.Pow(0.95, e)|])")]
    [InlineData("MultiplicativeLR(opt, e => [|Math.Exp(-0.05 * e)|])")]
    [InlineData("MultiplicativeLR(opt, e => [|1 / (1 + 0.1 * e)|])")]
    // Always the same.
    [InlineData("LambdaLR(opt, e => [|Math.Max(1, 1 - e / 60.0)|])")]
    [InlineData("LambdaLR(opt, e => [|Math.Pow(1, e)|])")]
    [InlineData("LambdaLR(opt, e => [|Math.Pow(0.95, 0 * e)|])")]
    [InlineData("LambdaLR(opt, e => [|Math.Min(0.1, Math.Max(0.1, 1 - e / 60.0))|])")]
    public Task BrokenCurve_Reports(string scheduler, string before = "") => Verify.VerifyAsync(Stepped(scheduler, before: before));

    [Theory]
    [InlineData("LambdaLR(opt, e => [|Math.Pow(1.05, e)|])")]
    [InlineData("LambdaLR(opt, e => [|Math.Sqrt(e + 1)|])")]
    [InlineData("LambdaLR(opt, e => [|1 - 2.0 * e / epochs|])")]
    [InlineData("LambdaLR(opt, e => [|1 - e / (double)(epochs / 2)|])")]
    [InlineData("MultiplicativeLR(opt, e => [|Math.Pow(0.9, e)|])")]
    [InlineData("LambdaLR(opt, e => [|Math.Max(1.0, 1 - e / (double)epochs)|])")]
    public Task BrokenCurve_OverAnUnknownLength_Reports(string scheduler) => Verify.VerifyAsync(Stepped(scheduler, OpenLoop));

    [Theory]
    [InlineData("LambdaLR(opt, e => 1)")]
    [InlineData("LambdaLR(opt, e => 0.5)")]
    [InlineData("LambdaLR(opt, e => Math.Min(1, (e + 1) / 10.0))")]
    [InlineData("LambdaLR(opt, e => e < 5 ? (e + 1) / 5.0 : Math.Pow(0.95, e - 5))")]
    [InlineData("LambdaLR(opt, e => e < 5 ? Math.Pow(1.5, e - 5) : 1)")]
    [InlineData("LambdaLR(opt, e => 1 - e / 60.0)")]
    [InlineData("LambdaLR(opt, e => Math.Max(0, 1 - e / 10.0))")]
    [InlineData("LambdaLR(opt, e => 0.5 * (1 + Math.Cos(Math.PI * e / 60)))")]
    [InlineData("LambdaLR(opt, e => Math.Pow(0.95, e))")]
    [InlineData("LambdaLR(opt, e => e < 100 ? 1 : 0.1)")]
    [InlineData("LambdaLR(opt, e => Math.Pow(number, e))")]
    [InlineData("LambdaLR(opt, e => Math.Pow(growth, e))", "double growth = 1.05; growth = number;")]
    [InlineData("MultiplicativeLR(opt, e => 0.95)")]
    [InlineData("MultiplicativeLR(opt, e => e % 30 == 0 ? 0.1 : 1)")]
    [InlineData("MultiplicativeLR(opt, e => e < 30 ? 1 : 0.95)")]
    [InlineData("MultiplicativeLR(opt, e => Math.Sqrt(e / (e + 1.0)))")]
    public Task SoundCurve_IsSilent(string scheduler, string before = "") => Verify.VerifyAsync(Stepped(scheduler, before: before));

    [Theory]
    [InlineData("LambdaLR(opt, e => (e + 1) / 10.0)")]
    [InlineData("LambdaLR(opt, e => 1 - e / 10.0)")]
    [InlineData("LambdaLR(opt, e => 1 - e / (double)epochs)")]
    public Task CurveThatMayFitTheLength_IsSilent(string scheduler) => Verify.VerifyAsync(Stepped(scheduler, OpenLoop));

    [Fact]
    public Task HoldOfAThousandMillionEpochs_IsSilent() => Verify.VerifyAsync(Stepped(
        "LambdaLR(opt, e => e < 800_000_000 ? 1.0 : Math.Max(0.0, (1_000_000_000 - e) / 200_000_001.0))", " for (int epoch = 0; epoch < 1_000_000_000; epoch++) { opt.step(); s.step(); }"));

    [Theory]
    [InlineData("-0.001")]
    [InlineData("double.NaN")]
    [InlineData("1 / 0.0")]
    public Task RateThatCannotTrain_IsNotTheFunctionsDoing(string rate) => Verify.VerifyAsync(Method(
        $"var bad = torch.optim.Adam(model.parameters(), {rate}); var s = lr_scheduler.LambdaLR(bad, e => Math.Max(0, 1 - e / 60.0)); for (int epoch = 0; epoch < 60; epoch++) {{ bad.step(); s.step(); }}"));

    [Fact]
    public Task GrowthThatASequenceEnds_IsSilent() => Verify.VerifyAsync(Stepped(
        "SequentialLR(opt, new[] { warmup, lr_scheduler.StepLR(opt, 10) }, new[] { 5 })", before: "var warmup = lr_scheduler.LambdaLR(opt, e => Math.Pow(1.5, e - 5));"));

    [Theory]
    [InlineData("LambdaLR(opt, e => {|#0:Math.Pow(1.05, e)|})", "LambdaLR lambda grows from epoch to epoch without bound, which makes the learning rate 17.79 times the optimizer's at epoch 59. Return a factor that falls, or end a warmup with Math.Min(1, …).")]
    [InlineData("LambdaLR(opt, e => {|#0:1 - e / 10.0|})", "LambdaLR lambda returns -0.1 for epoch 11, which turns the learning rate negative, so that the loss is climbed instead of descended. Bound it from below with Math.Max(0, …).")]
    [InlineData("MultiplicativeLR(opt, e => {|#0:Math.Pow(0.95, e)|})", "MultiplicativeLR lambda returns a factor of the whole schedule, and multiplying it up at every step leaves 1.715e-41 of the learning rate after 60 steps. Return the factor of one step, or use LambdaLR.")]
    [InlineData("LambdaLR(opt, e => {|#0:Math.Max(1, 1 - e / 60.0)|})", "LambdaLR lambda returns 1 for every epoch, which never changes the learning rate. Its formula does not depend on the epoch.")]
    public Task Message_OfACurve_SaysWhatHappens(string scheduler, string message) => Verify.VerifyMessageAsync(Stepped(scheduler), message);

    [Theory]
    [InlineData("MultiplicativeLR(opt, e => [|Math.Pow(0.95, e)|])", "MultiplicativeLR(opt, e => 0.95)")]
    [InlineData("MultiplicativeLR(opt, e => [|Math.Pow(y: e, x: 0.95)|] /* decay */)", "MultiplicativeLR(opt, e => 0.95 /* decay */)")]
    public Task Fix_OfAPowerThatIsMultipliedUp_ReturnsTheFactorOfOneStep(string scheduler, string expected) =>
        Verify.VerifyFixAsync(Stepped(scheduler), Stepped(expected), LR2006_RepairArgument.OneStepKey);

    private static string Manual(string rate, string loop = "int epoch = 0; epoch < epochs", string before = "") => Method(
        $"for ({loop}; epoch++) {{ {before} foreach (var group in opt.ParamGroups) {{ group.LearningRate = {rate}; }} opt.step(); }}");

    [Theory]
    [InlineData("number / [|epoch|]")]
    [InlineData("(0.1 / [|(epoch)|])")]
    [InlineData("0.1f / [|epoch|]")]
    public Task RateDividedByTheEpoch_FromZero_Reports(string rate) => Verify.VerifyAsync(Manual(rate));

    [Theory]
    [InlineData("number / (epoch + 1)", "int epoch = 0; epoch < epochs", "")]
    [InlineData("number / epoch", "int epoch = 1; epoch <= epochs", "")]
    [InlineData("number / Math.Max(1, epoch)", "int epoch = 0; epoch < epochs", "")]
    [InlineData("epoch == 0 ? number : number / epoch", "int epoch = 0; epoch < epochs", "")]
    [InlineData("number / epoch", "int epoch = 0; epoch < epochs", "if (epoch == 0) continue;")]
    [InlineData("number / epochs", "int epoch = 0; epoch < epochs", "")]
    public Task RateDividedByMore_IsSilent(string rate, string loop, string before) => Verify.VerifyAsync(Manual(rate, loop, before));

    [Fact]
    public Task Message_OfARateDividedByTheEpoch_SaysWhatHappens() => Verify.VerifyMessageAsync(
        Manual("number / {|#0:epoch|}"),
        "SGD is given the learning rate number / epoch, which is infinite for epoch 0 and destroys the weights at the first step. Divide by epoch + 1.");

    [Theory]
    [InlineData("number / [|epoch|]", "number / (epoch + 1)")]
    [InlineData("number / [|(epoch)|]", "number / ((epoch) + 1)")]
    public Task Fix_OfARateDividedByTheEpoch_DividesByTheNext(string rate, string expected) =>
        Verify.VerifyFixAsync(Manual(rate), Manual(expected), LR2006_RepairArgument.NextKey);

    // Of several arguments that break a schedule only the first is reported: they are mended together.
    [Fact]
    public Task Fix_SeveralArgumentsOfOneCall_MendsThemTogether() => Verify.VerifyFixAsync(
        Method("var s = lr_scheduler.LinearLR(opt, [|0|], -1.0, 5);"),
        Method("var s = lr_scheduler.LinearLR(opt, 0.1, 0.0, 5);"),
        LR2006_RepairArgument.TypicalKey);

    /// <summary>Each parameter group has its rate and its function.</summary>
    [Theory]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, 40, [|1e-4|])")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, 40, 1e-6)")]
    [InlineData("new optim.lr_scheduler.impl.LambdaLR(optimizer, new List<Func<int, double>> { e => Math.Pow(0.98, e), e => [|1 - e / 20.0|] })")]
    [InlineData("new optim.lr_scheduler.impl.LambdaLR(optimizer, new List<Func<int, double>> { e => 1, e => [|Math.Exp(0.1 * e)|] })")]
    [InlineData("new optim.lr_scheduler.impl.LambdaLR(optimizer, new List<Func<int, double>> { e => 1, e => Math.Exp(-0.1 * e) })")]
    public Task Groups(string creation) => Verify.VerifyAsync(Method(
        "var optimizer = optim.AdamW(new[] { new TorchSharp.Modules.AdamW.ParamGroup(model.parameters(), 1e-5), new TorchSharp.Modules.AdamW.ParamGroup(s_head.parameters(), 1e-3) }); var scheduler = "
        + creation + "; for (int epoch = 0; epoch < 40; epoch++) { optimizer.step(); scheduler.step(); }",
        "private static readonly nn.Module<Tensor, Tensor> s_head = nn.Linear(1, 1);"));
}
