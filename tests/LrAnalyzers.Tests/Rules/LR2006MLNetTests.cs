using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2006_BrokenSchedulerArgument>;

namespace LrAnalyzers.Tests.Rules;

/// <summary>The half of LR2006 that is about ML.NET.</summary>
public class LR2006MLNetTests
{
    private const string Items = "new LsrDecay.LearningRateSchedulerItem";

    [Theory]
    [InlineData("new ExponentialLRDecay(decayRate: [|1.1f|])")]
    [InlineData("new ExponentialLRDecay(0.01f, 2, [|1|])")]
    [InlineData("new ExponentialLRDecay(decayRate: [|-0.9f|])")]
    [InlineData("new ExponentialLRDecay(numEpochsPerDecay: [|0|])")]
    [InlineData("new ExponentialLRDecay(0.01f, [|-2f|])")]
    [InlineData("new PolynomialLRDecay(numEpochsPerDecay: [|0|])")]
    [InlineData("new PolynomialLRDecay(learningRate: 0.01f, numEpochsPerDecay: 50, endLearningRate: [|0.1f|])")]
    [InlineData("[|new PolynomialLRDecay(learningRate: 0.0001f, numEpochsPerDecay: 50)|]")]
    [InlineData("new LsrDecay([|new[] { ITEM(0, 1f), ITEM(30, 0.1f), ITEM(60, 0.01f) }|])")]
    [InlineData("new LsrDecay([|new List<LsrDecay.LearningRateSchedulerItem> { new(60, 0.01f), new(0, 1f), new(30, 0.1f) }|], 0.1f)")]
    [InlineData("new LsrDecay(baseLearningRate: 0.1f, lrschedule: [|[ITEM(30, 0.1f), ITEM(30, 0.2f)]|])")]
    [InlineData("new TextClassificationTrainer.TextClassificationOptions { WarmupRatio = [|1.5|] }")]
    [InlineData("new TextClassificationTrainer.TextClassificationOptions { WarmupRatio = [|1|] }")]
    [InlineData("new NerTrainer.NerOptions { StartLearningRateRatio = [|0|] }")]
    [InlineData("new NerTrainer.NerOptions { StartLearningRateRatio = [|2.0|] }")]
    [InlineData("new SentenceSimilarityTrainer.SentenceSimilarityOptions { FinalLearningRateRatio = [|-0.1|] }")]
    [InlineData("new SentenceSimilarityTrainer.SentenceSimilarityOptions { FinalLearningRateRatio = [|1.1|] }")]
    public Task BrokenSchedule_Reports(string creation) =>
        Verify.VerifyAsync(MLNet($"var created = {creation.Replace("ITEM", Items)};"));

    [Theory]
    [InlineData("new ExponentialLRDecay()")]
    [InlineData("new ExponentialLRDecay(0.01f, 20)")]
    [InlineData("new ExponentialLRDecay(decayRate: given)")]
    [InlineData("new PolynomialLRDecay()")]
    [InlineData("new PolynomialLRDecay(learningRate: given)")]
    [InlineData("new LsrDecay()")]
    [InlineData("new LsrDecay(new[] { ITEM(60, 0.01f), ITEM(30, 0.1f), ITEM(0, 1f) })")]
    [InlineData("new LsrDecay(new[] { ITEM(60, 0.01f), ITEM(Environment.ProcessorCount, 0.1f) })")]
    [InlineData("new LsrDecay(new[] { ITEM(4, 1f), ITEM(3, 0.8f), ITEM(2, 0.6f), ITEM(0, 0.2f) })")]
    [InlineData("new TextClassificationTrainer.TextClassificationOptions { WarmupRatio = 0.1, FinalLearningRateRatio = 0.01 }")]
    [InlineData("new TextClassificationTrainer.TextClassificationOptions { WarmupRatio = 0, FinalLearningRateRatio = 0, StartLearningRateRatio = 1 }")]
    public Task SoundSchedule_IsSilent(string creation) =>
        Verify.VerifyAsync(MLNet($"float given = Environment.ProcessorCount; var created = {creation.Replace("ITEM", Items)};"));

    [Fact]
    public Task AParameterOfACaller_IsSilent() =>
        Verify.VerifyAsync(MLNet("", "    LearningRateScheduler Create(float decayRate = 1.1f) => new ExponentialLRDecay(decayRate: decayRate);"));

    [Fact]
    public Task Message_NamesTheItemThatHidesIt() =>
        Verify.VerifyMessageAsync(
            MLNet($"var created = new LsrDecay({{|#0:new[] {{ {Items}(0, 1f), {Items}(30, 0.1f) }}|}});"),
            "LsrDecay item for epoch 30 is never reached, because ML.NET takes the first item whose epoch has come, and that is the one for epoch 0 before it. List the items from the last epoch to the first.");

    [Theory]
    [InlineData("new LsrDecay([|new[] { ITEM(0, 1f), ITEM(30, 0.1f), ITEM(60, 0.01f) }|])", "new LsrDecay(new[] { ITEM(60, 0.01f), ITEM(30, 0.1f), ITEM(0, 1f) })")]
    [InlineData("new LsrDecay([|new List<LsrDecay.LearningRateSchedulerItem> { new(60, 0.01f), new(0, 1f), new(30, 0.1f) }|], 0.1f)", "new LsrDecay(new List<LsrDecay.LearningRateSchedulerItem> { new(60, 0.01f), new(30, 0.1f), new(0, 1f) }, 0.1f)")]
    public Task Fix_OrdersTheItems(string before, string after) =>
        Verify.VerifyFixAsync(
            MLNet($"var o = {before.Replace("ITEM", Items)};"), MLNet($"var o = {after.Replace("ITEM", Items)};"), LR2006_OrderItems.Key);

    [Theory]
    [InlineData("new LsrDecay([|new[] { ITEM(30, 1f), ITEM(30, 0.1f) }|])")]
    [InlineData("new LsrDecay([|new[] { ITEM(0, 1f), /* then */ ITEM(30, 0.1f) }|])")]
    public Task NoFix_WhereTheOrderIsNotCertain(string creation) =>
        Verify.VerifyNoFixAsync(MLNet($"var o = {creation.Replace("ITEM", Items)};"), LR2006_OrderItems.Key);

    [Theory]
    [InlineData("new ExponentialLRDecay(decayRate: [|1.1f|])", "new ExponentialLRDecay(decayRate: 0.94f)")]
    [InlineData("new ExponentialLRDecay(numEpochsPerDecay: [|0|])", "new ExponentialLRDecay(numEpochsPerDecay: 2f)")]
    [InlineData("new ImageClassificationTrainer.Options { Epoch = 50, LearningRateScheduler = new PolynomialLRDecay(numEpochsPerDecay: [|0|]) }", "new ImageClassificationTrainer.Options { Epoch = 50, LearningRateScheduler = new PolynomialLRDecay(numEpochsPerDecay: 50) }")]
    [InlineData("[|new PolynomialLRDecay(learningRate: 0.0001f, numEpochsPerDecay: 50)|]", "new PolynomialLRDecay(learningRate: 0.0001f, numEpochsPerDecay: 50, endLearningRate: 1e-6f)")]
    [InlineData("new PolynomialLRDecay(0.01f, 50, [|0.1f|])", "new PolynomialLRDecay(0.01f, 50, 0.0001f)")]
    [InlineData("new NerTrainer.NerOptions { FinalLearningRateRatio = [|1.5|] }", "new NerTrainer.NerOptions { FinalLearningRateRatio = 0.01 }")]
    public Task Fix_PutsATypicalValue(string before, string after) =>
        Verify.VerifyFixAsync(MLNet($"var o = {before};"), MLNet($"var o = {after};"), LR2006_RepairArgument.TypicalKey);
}
