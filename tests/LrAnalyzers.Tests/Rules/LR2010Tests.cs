using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2010_CompetingSchedules>;

namespace LrAnalyzers.Tests.Rules;

public class LR2010Tests
{
    private const string Optimizer = "var optimizer = optim.SGD(model.parameters(), 0.1); ";

    [Theory]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, 10)", "optim.lr_scheduler.ExponentialLR(optimizer, 0.9)")]
    [InlineData("optim.lr_scheduler.LambdaLR(optimizer, e => 1.0 / (e + 1))", "optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)")]
    [InlineData("optim.lr_scheduler.LinearLR(optimizer)", "optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)")]
    public Task BothStepped_ReportsTheSecond(string first, string second) => Verify.VerifyAsync(Method(
        Optimizer + $"var a = {first}; var b = [|{second}|]; for (int epoch = 0; epoch < epochs; epoch++) {{ optimizer.step(); a.step(); b.step(); }}"));

    [Theory]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { optimizer.step(); a.step(); } b.step(); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { optimizer.step(); b.step(); } a.step(); }")]
    public Task DifferentCadence_Reports(string loop) => Verify.VerifyAsync(Method(
        Optimizer + "var a = optim.lr_scheduler.StepLR(optimizer, 10); var b = [|optim.lr_scheduler.StepLR(optimizer, 20)|];" + loop));

    [Theory]
    // One after the other.
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); if (epoch < 5) a.step(); else b.step(); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); a.step(); } for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); b.step(); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); a.step(); }")]
    [InlineData("var both = optim.lr_scheduler.SequentialLR(optimizer, new[] { a, b }, new[] { 5 }); for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); both.step(); }")]
    [InlineData("var both = optim.lr_scheduler.ChainedLR(new[] { a, b }); for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); both.step(); }")]
    [InlineData("var scheduler = epochs > 10 ? a : b; for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(); }")]
    public Task OneAtATimeOrCombined_IsSilent(string loop) => Verify.VerifyAsync(Method(
        Optimizer + "var a = optim.lr_scheduler.LinearLR(optimizer); var b = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs);" + loop));

    [Fact]
    public Task TwoOptimizers_AreSilent() => Verify.VerifyAsync(Method(
        Optimizer + "var other = optim.Adam(model.parameters()); var a = optim.lr_scheduler.StepLR(optimizer, 10); var b = optim.lr_scheduler.StepLR(other, 10); for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); other.step(); a.step(); b.step(); }"));

    [Fact]
    public Task Fields_Report() => Verify.VerifyAsync($$"""
        {{Usings}}
        class Trainer
        {
            private optim.Optimizer _optimizer;
            private optim.lr_scheduler.LRScheduler _first, _second;

            Trainer(nn.Module<Tensor, Tensor> model)
            {
                _optimizer = optim.Adam(model.parameters());
                _first = optim.lr_scheduler.StepLR(_optimizer, 500);
                _second = [|optim.lr_scheduler.ExponentialLR(_optimizer, 0.9)|];
            }

            void Train(List<Tensor> batches)
            {
                foreach (var x in batches) { _optimizer.step(); _first.step(); _second.step(); }
            }
        }
        """);

    [Theory]
    [InlineData("optim.lr_scheduler.LambdaLR(optimizer, e => 1.0 / (e + 1))", "StepLR and LambdaLR are both stepped on one optimizer: LambdaLR overwrites what the other sets. Combine them with SequentialLR to run one after the other, or with ChainedLR to multiply them.")]
    [InlineData("optim.lr_scheduler.ExponentialLR(optimizer, 0.9)", "StepLR and ExponentialLR are both stepped on one optimizer: their factors multiply. Combine them with SequentialLR to run one after the other, or with ChainedLR to multiply them.")]
    public Task Message_SaysWhatHappens(string second, string message) => Verify.VerifyMessageAsync(
        Method(Optimizer + "var a = optim.lr_scheduler.StepLR(optimizer, 10); var b = {|#0:" + second + "|}; for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); a.step(); b.step(); }"),
        message);
}
