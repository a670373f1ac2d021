using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1002_TruncatedLearningRate>;

namespace LrAnalyzers.Tests.Rules;

public class LR1002Tests
{
    [Theory]
    [InlineData("torch.optim.Adam(p, [|1 / 1000|])")]
    [InlineData("torch.optim.Adam(p, lr: ([|1 / 1000|]))")]
    [InlineData("torch.optim.SGD(p, 0.1 * ([|batch / 256|]))")]
    [InlineData("torch.optim.SGD(p, Math.Min(1, [|batch / 256|]))")]
    [InlineData("torch.optim.SGD(p, (double)([|batch / 256|]))")]
    [InlineData("torch.optim.SGD(p, model is null ? 0.1 : [|batch / 256|])")]
    [InlineData("torch.optim.SGD(p, -([|1 / 10|]))")]
    [InlineData("new SGD.ParamGroup(p, [|1 / 100|])")]
    [InlineData("new SGD.Options { LearningRate = [|1 / 100|] }")]
    [InlineData("torch.optim.lr_scheduler.OneCycleLR(torch.optim.Adam(p), [|1 / 10|], 100)")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => [|e / 30|])")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => 1 - [|e / batch|])")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => Math.Min(1.0, [|(e + 1) / 10|]))")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => e < 10 ? [|e / 10|] : 1.0)")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => { var done = e / 10; return [|done|]; })")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => [|1 / (e + 1)|])")]
    [InlineData("new torch.optim.lr_scheduler.impl.LambdaLR(torch.optim.Adam(p), e => [|e / 30|])")]
    [InlineData("torch.optim.lr_scheduler.MultiplicativeLR(torch.optim.Adam(p), e => [|9 / 10|])")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => 0.5 * (1 + Math.Cos(Math.PI * ([|e / batch|]))))")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => Math.Pow(1 - [|e / batch|], 0.9))")]
    [InlineData("torch.optim.lr_scheduler.LinearLR(torch.optim.Adam(p), start_factor: [|1 / 3|], total_iters: 5)")]
    [InlineData("torch.optim.lr_scheduler.CosineAnnealingLR(torch.optim.Adam(p), 10, eta_min: [|1 / 100|])")]
    [InlineData("torch.optim.lr_scheduler.StepLR(torch.optim.Adam(p), 10, gamma: [|1 / 10|])")]
    [InlineData("new torch.optim.lr_scheduler.impl.ExponentialLR(torch.optim.Adam(p), [|9 / 10|])")]
    public Task IntegerQuotientInALearningRate_Reports(string creation) =>
        Verify.VerifyAsync(Torch($"var batch = Environment.ProcessorCount; var created = {creation};"));

    [Fact]
    public Task NamedQuotient_IsReportedOnceWhereItStands() =>
        Verify.VerifyAsync(Torch(
            "var batch = Environment.ProcessorCount; double local = [|batch / 256|] * 0.1; var a = torch.optim.Adam(p, Rate); var b = batch > 1 ? (object)torch.optim.Adam(p, local) : torch.optim.SGD(p, local, 0.9);",
            "    const double Rate = [|1 / 1000|];"));

    [Theory]
    [InlineData("torch.optim.Adam(p, 1.0 / 1000)")]
    [InlineData("torch.optim.Adam(p, 1 / 1000.0)")]
    [InlineData("torch.optim.Adam(p, 100 / 10)")]
    [InlineData("torch.optim.Adam(p, 0.1 * Rates[batch / 2])")]
    [InlineData("torch.optim.Adam(p, 0.1 * Math.Pow(0.5, batch / 2))")]
    [InlineData("torch.optim.Adam(p, batch / 2 > 3 ? 0.1 : 0.2)")]
    [InlineData("torch.optim.Adam(p, batch / 1)")]
    [InlineData("torch.optim.Adam(p, 1.0 / (1 + batch / 2))")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => Math.Pow(0.1, e / 30))")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => Rates[e / 30])")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => (e / 30) switch { 0 => 1.0, _ => 0.1 })")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => e / 30 > 1 ? 0.1 : 1.0)")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => e / 30.0)")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => (double)e / 30)")]
    [InlineData("torch.optim.lr_scheduler.StepLR(torch.optim.Adam(p), 90 / 4)")]
    [InlineData("torch.optim.lr_scheduler.CosineAnnealingLR(torch.optim.Adam(p), batch / 2)")]
    [InlineData("torch.optim.lr_scheduler.OneCycleLR(torch.optim.Adam(p), 0.1, batch / 2, div_factor: batch / 4)")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => Math.Min(Math.Pow(e + 1, -0.5), (e + 1) * Math.Pow(tenth, -1.5)))")]
    [InlineData("torch.optim.Adam(p, 0.1, weight_decay: 1 / 10)")]
    public Task OtherQuotients_AreSilent(string creation) =>
        Verify.VerifyAsync(Torch($"var batch = Environment.ProcessorCount; var tenth = batch / 10; var created = {creation};", "    static readonly double[] Rates = { 0.1, 0.2, 0.3 };"));

    [Fact]
    public Task MLNet_Reports() =>
        Verify.VerifyAsync(MLNet("ml.Regression.Trainers.FastTree(learningRate: [|1 / 5|]); var o = new OnlineGradientDescentTrainer.Options { LearningRate = [|1 / 10|] };"));

    [Fact]
    public Task ManualSchedule_Reports() =>
        Verify.VerifyAsync(Torch("var o = torch.optim.Adam(p); for (int e = 0; e < 9; e++) foreach (var g in o.ParamGroups) g.LearningRate = 0.1 * ([|e / 3|]);"));

    [Fact]
    public Task Message_SaysWhatBecomesOfIt() =>
        Verify.VerifyMessageAsync(
            Torch("torch.optim.Adam(p, {|#0:1 / 1000|});"),
            "'1 / 1000' divides integers, so the learning rate is cut to 0: make it a floating-point division");

    [Theory]
    [InlineData("torch.optim.Adam(p, [|1 / 1000|])", "torch.optim.Adam(p, LearningRate)", "1.0 / 1000")]
    [InlineData("torch.optim.Adam(p, lr: /* a */ [|1 /* b */ / 1000|] /* c */)", "torch.optim.Adam(p, lr: /* a */ LearningRate /* c */)", "1.0 /* b */ / 1000")]
    [InlineData("torch.optim.SGD(p, 0.1 * ([|n / 256|]))", "torch.optim.SGD(p, 0.1 * ((double)n / 256))")]
    [InlineData("torch.optim.SGD(p, [|2 * n / 256|])", "torch.optim.SGD(p, 2.0 * n / 256)")]
    [InlineData("torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => [|(e + 1) / 30|])", "torch.optim.lr_scheduler.LambdaLR(torch.optim.Adam(p), e => (double)(e + 1) / 30)")]
    [InlineData("new Microsoft.ML.Trainers.OnlineGradientDescentTrainer.Options { LearningRate = [|1 / 10|] }", "new Microsoft.ML.Trainers.OnlineGradientDescentTrainer.Options { LearningRate = 1f / 10 }")]
    [InlineData("torch.optim.lr_scheduler.LinearLR(torch.optim.Adam(p), start_factor: [|1 / 3|])", "torch.optim.lr_scheduler.LinearLR(torch.optim.Adam(p), start_factor: 1.0 / 3)")]
    [InlineData("torch.optim.RAdam(p, [|1 / 10|])", "torch.optim.AdamW(p, LearningRate)", "0.001")]
    [InlineData("torch.optim.Adam(p, [|1 / 10_000|] * (1.0 + 1 / 10_000))", "torch.optim.Adam(p, LearningRate)", "1.0 / 10_000 * (1.0 + 1.0 / 10_000)")]
    public Task Fix_DividesExactly(string before, string after, string rate = "") =>
        Verify.VerifyFixAsync(
            Torch($"int n = Environment.ProcessorCount; var a = {before};"),
            Torch($"int n = Environment.ProcessorCount; var a = {after};", NamedRate(rate)),
            LR1002_DivideExactly.Key);

    [Fact]
    public Task Fix_ConstantWithOneUse_IsChangedAtItsDeclaration() =>
        Verify.VerifyFixAsync(
            Torch("torch.optim.Adam(p, Rate);", "    private const double Rate = [|1 / 1000|]; // tuned"),
            Torch("torch.optim.Adam(p, Rate);", "    private const double Rate = 1.0 / 1000; // tuned"),
            LR1002_DivideExactly.Key);

    // Epochs count from 0, so that an exact warmup would begin with a factor of 0: LR2014.
    [Theory]
    [InlineData("e => [|e / 10|]", "e => (double)(e + 1) / 10")]
    [InlineData("e => Math.Min(1, [|e / 10|])", "e => Math.Min(1, (double)(e + 1) / 10)")]
    [InlineData("e => e < 10 ? [|e / 10|] : 1", "e => e < 10 ? (double)(e + 1) / 10 : 1")]
    [InlineData("e => e < n ? [|e / n|] : 1.0", "e => e < n ? (double)(e + 1) / n : 1.0")]
    [InlineData("e => { return [|e / n|]; }", "e => { return (double)(e + 1) / n; }")]
    [InlineData("e => [|(e + 1) / 10|]", "e => (double)(e + 1) / 10")]
    [InlineData("e => 1 - [|e / 10|]", "e => 1 - (double)e / 10")]
    public Task Fix_OfAWarmup_CountsFromOne(string before, string after)
    {
        string Source(string lambda) => Torch($"int n = Environment.ProcessorCount; var a = torch.optim.lr_scheduler.LambdaLR(torch.optim.SGD(p, 0.1), {lambda});");
        return Verify.VerifyFixAsync(Source(before), Source(after), LR1002_DivideExactly.Key);
    }

    [Fact]
    public Task NoFix_WhereTheRealQuotientIsWrongToo() =>
        Verify.VerifyNoFixAsync(Torch("torch.optim.Adam(p, [|100 / 3|]);"), LR1002_DivideExactly.Key);
}
