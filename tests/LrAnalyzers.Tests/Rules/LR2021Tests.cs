using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2021_BuiltOnDecayedRate>;

namespace LrAnalyzers.Tests.Rules;

public class LR2021Tests
{
    private const string Optimizer = "var optimizer = optim.SGD(model.parameters(), 0.1, momentum: 0.9); ";
    private const string Inner = "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(); }";

    private static string Cycles(string scheduler, string before = "", string inner = Inner) =>
        Method(Optimizer + "for (int cycle = 0; cycle < 5; cycle++) { " + before + " var scheduler = " + scheduler + "; " + inner + " }");

    [Theory]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|]")]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs))|]")]
    [InlineData("[|optim.lr_scheduler.PolynomialLR(optimizer, epochs)|]")]
    [InlineData("[|optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, epochs)|]")]
    [InlineData("[|new optim.lr_scheduler.impl.CosineAnnealingLR(optimizer, epochs)|]")]
    public Task CreatedInEachCycle_Reports(string scheduler) => Verify.VerifyAsync(Cycles(scheduler));

    [Theory]
    [InlineData("[|optim.lr_scheduler.ExponentialLR(optimizer, 0.9)|]")]
    [InlineData("[|optim.lr_scheduler.StepLR(optimizer, 30, 0.1)|]")]
    [InlineData("[|optim.lr_scheduler.MultiStepLR(optimizer, new[] { 30, 60, 80 })|]")]
    [InlineData("[|optim.lr_scheduler.MultiplicativeLR(optimizer, e => 0.9)|]")]
    public Task KnownLengthThatLeavesNothing_Reports(string scheduler) =>
        Verify.VerifyAsync(Cycles(scheduler, inner: Inner.Replace("< epochs", "< 100", StringComparison.Ordinal)));

    [Theory]
    // These start anew, or leave enough.
    [InlineData("optim.lr_scheduler.LambdaLR(optimizer, e => 1 - e / (double)epochs)", "")]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: epochs)", "")]
    [InlineData("optim.lr_scheduler.CyclicLR(optimizer, 0.01, 0.1)", "")]
    [InlineData("optim.lr_scheduler.SequentialLR(optimizer, new[] { optim.lr_scheduler.LinearLR(optimizer), optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs) }, new[] { 5 })", "")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, epochs)", "")]
    [InlineData("optim.lr_scheduler.ExponentialLR(optimizer, 0.99)", "")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs, eta_min: 0.01)", "")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, number)", "double number = learningRate;")]
    // The rate or the optimizer is set back.
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)", "foreach (var group in optimizer.ParamGroups) { group.LearningRate = group.InitialLearningRate; }")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)", "optimizer = optim.SGD(model.parameters(), 0.1, momentum: 0.9);")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)", "optimizer.load_state_dict(\"start\");")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)", "Reset(optimizer); void Reset(optim.Optimizer o) { foreach (var group in o.ParamGroups) group.LearningRate = 0.1; }")]
    public Task OtherSchedulersOrAReset_AreSilent(string scheduler, string before) => Verify.VerifyAsync(Cycles(scheduler, before));

    [Fact]
    public Task OptimizerMadeInTheCycle_IsSilent() => Verify.VerifyAsync(Method(
        "for (int cycle = 0; cycle < 5; cycle++) { " + Optimizer + " var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); " + Inner + " }"));

    [Fact]
    public Task CreatedOnce_IsSilent() => Verify.VerifyAsync(Method(
        Optimizer + "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); for (int cycle = 0; cycle < 5; cycle++) { " + Inner + " }"));

    [Theory]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)", "[|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|]")]
    [InlineData("optim.lr_scheduler.PolynomialLR(optimizer, epochs)", "[|optim.lr_scheduler.StepLR(optimizer, 10)|]")]
    [InlineData("optim.lr_scheduler.LambdaLR(optimizer, e => 1 - e / (double)epochs)", "[|optim.lr_scheduler.ExponentialLR(optimizer, 0.9)|]")]
    public Task BehindAnotherThatLeftNothing_Reports(string first, string second) => Verify.VerifyAsync(TwoPhases(first, second));

    [Theory]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)", "optim.lr_scheduler.LambdaLR(optimizer, e => 0.1)")]
    [InlineData("optim.lr_scheduler.LinearLR(optimizer, 0.1, 1.0, epochs)", "optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, epochs / 2)", "optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, 2 * epochs)", "optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)")]
    public Task BehindAnotherThatLeftEnough_IsSilent(string first, string second) => Verify.VerifyAsync(TwoPhases(first, second));

    [Fact]
    public Task BothBeforeTheTraining_IsSilent() => Verify.VerifyAsync(Method(
        Optimizer + "var first = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); first.step(); } " + Inner));

    private static string TwoPhases(string first, string second) => Method(
        Optimizer + "var first = " + first + "; for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } first.step(); } var scheduler = " + second + "; " + Inner);

    [Fact]
    public Task Message_InALoop_SaysWhatIsLeft() => Verify.VerifyMessageAsync(
        Cycles("{|#0:optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|}"),
        "CosineAnnealingLR goes on from the learning rate that it finds, and the CosineAnnealingLR of the round before it has left nothing of it: its learning rate is 0 from the first step to the last. Set the rate back before it is created.");

    [Fact]
    public Task Message_BehindAnother_SaysWhatIsLeft() => Verify.VerifyMessageAsync(
        Method(Optimizer + "var first = optim.lr_scheduler.ExponentialLR(optimizer, 0.5); for (int epoch = 0; epoch < 10; epoch++) { optimizer.step(); first.step(); } var scheduler = {|#0:optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|}; " + Inner),
        "CosineAnnealingLR goes on from the learning rate that it finds, and the ExponentialLR before it has left at most 0.0009766 of it: its whole schedule runs below a hundredth of the first. Set the rate back before it is created.");

    [Fact]
    public Task Fix_SetsTheRateBack() => Verify.VerifyFixAsync(
        Method(Optimizer + """

            for (int cycle = 0; cycle < 5; cycle++)
            {
                // back to the top
                var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|];
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    optimizer.step();
                    scheduler.step();
                }
            }
            """),
        Method(Optimizer + """

            for (int cycle = 0; cycle < 5; cycle++)
            {
                // back to the top
                foreach (var group in optimizer.ParamGroups)
                {
                    group.LearningRate = group.InitialLearningRate;
                }

                var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs);
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    optimizer.step();
                    scheduler.step();
                }
            }
            """),
        LR2021_ResetRate.Key);
}
