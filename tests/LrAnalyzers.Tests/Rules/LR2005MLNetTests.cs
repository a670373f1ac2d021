using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2005_WrongHorizon>;

namespace LrAnalyzers.Tests.Rules;

/// <summary>The half of LR2005 that is about ML.NET.</summary>
public class LR2005MLNetTests
{
    private const string Items = "new LsrDecay.LearningRateSchedulerItem";

    [Theory]
    [InlineData("LearningRateScheduler = [|new PolynomialLRDecay()|]")]
    [InlineData("Epoch = 50, LearningRateScheduler = [|new PolynomialLRDecay(0.1f)|]")]
    [InlineData("Epoch = 100, LearningRateScheduler = [|new PolynomialLRDecay(numEpochsPerDecay: 25)|]")]
    [InlineData("Epoch = 50, LearningRateScheduler = [|new PolynomialLRDecay(numEpochsPerDecay: 100)|]")]
    [InlineData("LearningRateScheduler = ([|new LsrDecay()|]), Epoch = 50")]
    [InlineData("LearningRateScheduler = [|new LsrDecay(0.05f)|], Epoch = 91")]
    [InlineData("Epoch = 40, LearningRateScheduler = [|new LsrDecay(new[] { ITEM(60, 0.1f), ITEM(0, 1f) })|]")]
    public Task ScheduleThatDoesNotFit_Reports(string settings) => Verify.VerifyAsync(Options(settings));

    [Theory]
    [InlineData("LearningRateScheduler = new PolynomialLRDecay(numEpochsPerDecay: 200)")]
    [InlineData("Epoch = 100, LearningRateScheduler = new PolynomialLRDecay(numEpochsPerDecay: 60)")] // it may stop early
    [InlineData("Epoch = epochs, LearningRateScheduler = new PolynomialLRDecay()")]
    [InlineData("Epoch = 7, LearningRateScheduler = new PolynomialLRDecay()")]
    [InlineData("LearningRateScheduler = new PolynomialLRDecay(cycle: true)")]
    [InlineData("LearningRateScheduler = new PolynomialLRDecay(endLearningRate: 0.005f)")]
    [InlineData("Epoch = 182, BatchSize = 128, LearningRate = 0.01f, LearningRateScheduler = new LsrDecay()")]
    [InlineData("LearningRateScheduler = new LsrDecay()")]
    [InlineData("Epoch = epochs, LearningRateScheduler = new LsrDecay()")]
    [InlineData("Epoch = 40, LearningRateScheduler = new LsrDecay(new[] { ITEM(30, 0.1f), ITEM(0, 1f) })")]
    [InlineData("Epoch = 40, LearningRateScheduler = new LsrDecay(new[] { ITEM(epochs, 0.1f), ITEM(0, 1f) })")]
    [InlineData("Epoch = 40, LearningRateScheduler = new LsrDecay(new[] { ITEM(0, 1f) })")]
    [InlineData("Epoch = 5, LearningRateScheduler = new ExponentialLRDecay(0.01f, 20)")]
    [InlineData("Epoch = 5")]
    public Task ScheduleThatFits_IsSilent(string settings) => Verify.VerifyAsync(Options(settings));

    [Fact]
    public Task ThroughALocal_Reports() =>
        Verify.VerifyAsync(MLNet("""
            var scheduler = [|new LsrDecay()|];
                    var options = new ImageClassificationTrainer.Options { Epoch = 20, LearningRateScheduler = scheduler };
                    LearningRateScheduler other = [|new LsrDecay()|];
                    var filled = new ImageClassificationTrainer.Options();
                    filled.Epoch = 30;
                    filled.LearningRateScheduler = other;
                    var alone = new LsrDecay();
                    var twice = new LsrDecay();
                    var first = new ImageClassificationTrainer.Options { Epoch = 20, LearningRateScheduler = twice };
                    var second = new ImageClassificationTrainer.Options { Epoch = 200, LearningRateScheduler = twice };
            """));

    [Theory]
    [InlineData("MaxEpoch = 10, Steps = [|new List<int> { 12, 15 }|]")]
    [InlineData("Steps = [|new List<int> { 6, 10 }|]")]
    [InlineData("MaxEpoch = 5, Steps = [|[5]|]")]
    [InlineData("Steps = [|new() { 6 }|], MaxEpoch = 6")]
    public Task StepsPastTheEnd_Reports(string settings) =>
        Verify.VerifyAsync(MLNet($"var options = new ObjectDetectionTrainer.Options {{ {settings} }};"));

    [Theory]
    [InlineData("MaxEpoch = 10, Steps = new List<int> { 6, 8 }")]
    [InlineData("MaxEpoch = 5")]
    [InlineData("MaxEpoch = epochs, Steps = new List<int> { 6, 18 }")]
    [InlineData("Steps = new List<int> { epochs }")]
    [InlineData("Steps = new List<int>()")]
    public Task StepsWithinTheEpochs_IsSilent(string settings) =>
        Verify.VerifyAsync(MLNet($"int epochs = Environment.ProcessorCount; var options = new ObjectDetectionTrainer.Options {{ {settings} }};"));

    [Fact]
    public Task Message_SaysWhatHappens() =>
        Verify.VerifyMessageAsync(
            Options("LearningRateScheduler = {|#0:new PolynomialLRDecay()|}"),
            "PolynomialLRDecay(numEpochsPerDecay: 2) does not fit the 200 epochs of the training: the learning rate is at its end, 0.0001, after 2 epochs and stays there");

    [Theory]
    [InlineData("LearningRateScheduler = [|new PolynomialLRDecay()|]", "LearningRateScheduler = new PolynomialLRDecay(numEpochsPerDecay: 200)")]
    [InlineData("Epoch = 50, LearningRateScheduler = [|new PolynomialLRDecay(0.1f, 100)|]", "Epoch = 50, LearningRateScheduler = new PolynomialLRDecay(0.1f, 50)")]
    public Task Fix_Polynomial_LastsAsLongAsTheTraining(string before, string after) =>
        Verify.VerifyFixAsync(Options(before), Options(after), LR2005_UseLoopBound.Key);

    [Theory]
    [InlineData("LearningRateScheduler = [|new LsrDecay()|], Epoch = 50", "LearningRateScheduler = new LsrDecay(new[] { ITEM(37, 0.01f), ITEM(25, 0.1f), ITEM(0, 1f) }), Epoch = 50")]
    [InlineData("LearningRateScheduler = [|new LsrDecay(0.05f)|], Epoch = 50", "LearningRateScheduler = new LsrDecay(new[] { ITEM(37, 0.01f), ITEM(25, 0.1f), ITEM(0, 1f) }, 0.05f), Epoch = 50")]
    [InlineData("Epoch = 40, LearningRateScheduler = [|new LsrDecay(baseLearningRate: 0.1f, lrschedule: new[] { ITEM(60, 0.1f), ITEM(0, 1f) })|]", "Epoch = 40, LearningRateScheduler = new LsrDecay(baseLearningRate: 0.1f, lrschedule: new[] { ITEM(30, 0.01f), ITEM(20, 0.1f), ITEM(0, 1f) })")]
    public Task Fix_LsrDecay_DecaysWithinTheEpochs(string before, string after) =>
        Verify.VerifyFixAsync(Options(before), Options(after), LR2005_DecayWithinEpochs.Key);

    [Theory]
    [InlineData("MaxEpoch = 10, Steps = [|new List<int> { 12, 15 }|]", "MaxEpoch = 10, Steps = new List<int> { 6, 8 }")]
    [InlineData("MaxEpoch = 5, Steps = [|[5]|]", "MaxEpoch = 5, Steps = [3, 4]")]
    public Task Fix_Steps_DecayWithinTheEpochs(string before, string after) =>
        Verify.VerifyFixAsync(
            MLNet($"var options = new ObjectDetectionTrainer.Options {{ {before} }};"),
            MLNet($"var options = new ObjectDetectionTrainer.Options {{ {after} }};"),
            LR2005_DecayWithinEpochs.Key);

    [Fact]
    public Task NoFix_WithTooFewEpochsForTwoSteps() =>
        Verify.VerifyNoFixAsync(Options("Epoch = 2, LearningRateScheduler = [|new LsrDecay()|]"), LR2005_DecayWithinEpochs.Key);

    private static string Options(string settings) =>
        MLNet($"int epochs = Environment.ProcessorCount; var options = new ImageClassificationTrainer.Options {{ {settings.Replace("ITEM", Items)} }};");
}
