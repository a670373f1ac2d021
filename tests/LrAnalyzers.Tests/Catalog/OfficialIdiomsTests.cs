using System.Collections.Immutable;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tests.Catalog;

/// <summary>
/// How the official samples, tests and issues of ML.NET write learning rates, and what the value rules must say about each.
/// Ids are those of the LR1xxx rules; LR3001 is judged by its own tests.
/// </summary>
public class OfficialIdiomsTests
{
    [Theory]
    // The rate equals the start of the default schedule: dead, but the same.
    [InlineData("new ImageClassificationTrainer.Options { LearningRate = 0.01f }", "")]
    [InlineData("new ImageClassificationTrainer.Options { Epoch = 182, BatchSize = 128, LearningRate = 0.01f, LearningRateScheduler = new LsrDecay() }", "LR1008")]
    [InlineData("new ImageClassificationTrainer.Options { LearningRate = 0.0001f, EarlyStoppingCriteria = null }", "LR1008")]
    // The parameter may be null.
    [InlineData("new ImageClassificationTrainer.Options { LearningRate = 0.01f, LearningRateScheduler = scheduler }", "")]
    [InlineData("ml.MulticlassClassification.Trainers.ImageClassification(featureColumnName: \"Image\", labelColumnName: \"Label\", validationSet: null)", "")]
    [InlineData("ml.Regression.Trainers.FastTree(labelColumnName: \"Label\", learningRate: 0.2)", "")]
    [InlineData("ml.Regression.Trainers.LightGbm(labelColumnName: \"Label\", numberOfLeaves: 4, minimumExampleCountPerLeaf: 6, learningRate: 0.001)", "LR1004")]
    [InlineData("new LightGbmRegressionTrainer.Options { LearningRate = 0.001 }", "LR1004")]
    [InlineData("new LightGbmRankingTrainer.Options { LearningRate = 0.1 }", "")]
    [InlineData("ml.Regression.Trainers.LightGbm(learningRate: 0.4)", "")]
    [InlineData("new GamBinaryTrainer.Options { NumberOfIterations = 19000, LearningRate = 0.001 }", "")]
    [InlineData("new MatrixFactorizationTrainer.Options { LearningRate = 0.3 }", "")]
    [InlineData("new MatrixFactorizationTrainer.Options { LearningRate = 0.5 }", "")]
    [InlineData("new SymbolicSgdLogisticRegressionBinaryTrainer.Options { LearningRate = 0.2f }", "")]
    [InlineData("new AveragedPerceptronTrainer.Options { LearningRate = 0.1f, LazyUpdate = false, RecencyGain = 0.1f }", "")]
    [InlineData("new SgdNonCalibratedTrainer.Options { LearningRate = 0.01, L2Regularization = 1e-7f }", "")]
    [InlineData("new FieldAwareFactorizationMachineTrainer.Options { LearningRate = 0.5f }", "")]
    [InlineData("new OnlineGradientDescentTrainer.Options { LossFunction = new TweedieLoss(), RecencyGain = 0.1f }", "")]
    // Issue 4363: throws; the schedule rules see the missing decay, the value rules the rate.
    [InlineData("new OnlineGradientDescentTrainer.Options { LearningRate = 1.0f, DecreaseLearningRate = false }", "LR1004")]
    [InlineData("ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { BiasLearningRate = 0.1f })", "")]
    [InlineData("ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { BiasLearningRate = 0.01f })", "")]
    [InlineData("ml.Recommendation().Trainers.MatrixFactorization(\"a\", \"b\", \"c\", approximationRank: 128, numberOfIterations: 20, learningRate: 0.1F)", "")]
    [InlineData("ml.MulticlassClassification.Trainers.ObjectDetection(new ObjectDetectionTrainer.Options() { MaxEpoch = 10, InitLearningRate = 1, WeightDecay = 0 })", "", "using Microsoft.ML.TorchSharp;")]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = 0.3745629f, Shrinkage = 1.800473f }", "")]
    [InlineData("ml.MulticlassClassification.Trainers.OneVersusAll(ml.BinaryClassification.Trainers.AveragedPerceptron())", "")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(labelColumnName: \"medv\", lossFunction: null, learningRate: 0.24f, decreaseLearningRate: true)", "")]
    [InlineData("new ImageClassificationTrainer.Options { LearningRateScheduler = new ExponentialLRDecay(0.1f) }", "")]
    [InlineData("new ImageClassificationTrainer.Options { LearningRateScheduler = new ExponentialLRDecay(0.01f, 20) }", "")]
    [InlineData("new Microsoft.ML.GenAI.Core.Trainer.CausalLMSupervisedFineTuningTrainer.Option { Epoch = 300, LearningRate = 5e-5f }", "")]
    [InlineData("new ObjectDetectionTrainer.Options { InitLearningRate = double.Parse(\"0.1\") }", "")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: (float)double.Parse(\"7\"))", "")]
    public async Task OfficialIdiom_GetsItsVerdict(string creation, string expected, string usings = "")
    {
        string source = Sources.MLNet(
            $"var created = {creation}; GC.KeepAlive(created);",
            "    LearningRateScheduler scheduler = null!;",
            usings);
        Compilation compilation = Analysis.Compile(source);
        Assert.Empty(Analysis.Errors(compilation));
        ImmutableArray<Diagnostic> diagnostics = await Analysis.BuildAsync(compilation);
        Assert.Equal(expected, string.Join(' ', diagnostics.Select(diagnostic => diagnostic.Id).Where(id => id.StartsWith("LR1", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task OptionsFilledInStatements_GetTheSameVerdict()
    {
        Compilation compilation = Analysis.Compile(Sources.MLNet("""
            MatrixFactorizationTrainer.Options options = new();
                    options.LearningRate = 0.3;
                    OnlineGradientDescentTrainer.Options decay = new();
                    decay.DecreaseLearningRate = false;
                    decay.LearningRate = 1;
            """));
        Assert.Empty(Analysis.Errors(compilation));
        Diagnostic diagnostic = Assert.Single(await Analysis.BuildAsync(compilation), diagnostic => diagnostic.Id.StartsWith("LR1", StringComparison.Ordinal));
        Assert.Equal("LR1004", diagnostic.Id);
    }
}
