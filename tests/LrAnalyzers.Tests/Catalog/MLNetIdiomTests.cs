using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using static LrAnalyzers.Tests.Verification.Sources;

namespace LrAnalyzers.Tests.Catalog;

/// <summary>
/// How ML.NET's own samples, tests and issues write learning rates, in our words: what all rules but LR3001 say about each.
/// Most of it is right, and nothing may be reported there.
/// </summary>
public class MLNetIdiomTests
{
    [Theory]
    [InlineData("new ImageClassificationTrainer.Options { LearningRate = 0.01f, ValidationSet = data }", "")] // the default schedule starts at the same rate
    [InlineData("new ImageClassificationTrainer.Options { Epoch = 182, BatchSize = 128, LearningRate = 0.01f, LearningRateScheduler = new LsrDecay() }", "LR1008")]
    [InlineData("new ImageClassificationTrainer.Options { LearningRate = 0.0001f, EarlyStoppingCriteria = null }", "LR1008")]
    [InlineData("new ImageClassificationTrainer.Options { LearningRate = 0.01f, LearningRateScheduler = given }", "")]
    [InlineData("ml.MulticlassClassification.Trainers.ImageClassification(featureColumnName: \"Image\", labelColumnName: \"Label\", validationSet: data)", "")]
    [InlineData("ml.BinaryClassification.Trainers.FastTree(labelColumnName: \"Label\", learningRate: 0.2)", "")]
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
    [InlineData("new OnlineGradientDescentTrainer.Options { LearningRate = 1.0f, DecreaseLearningRate = false }", "LR1004 LR2001")]
    [InlineData("new OnlineGradientDescentTrainer.Options { LearningRate = 0.5f, DecreaseLearningRate = false }", "LR2001")]
    [InlineData("new SdcaRegressionTrainer.Options { BiasLearningRate = 0.1f }", "")]
    [InlineData("new SdcaRegressionTrainer.Options { BiasLearningRate = 0 }", "")]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = 0.3745629f, Shrinkage = 1.800473f }", "")]
    [InlineData("new LightGbmRegressionTrainer.Options { LearningRate = 0.1254156f }", "")]
    [InlineData("ml.MulticlassClassification.Trainers.OneVersusAll(ml.BinaryClassification.Trainers.AveragedPerceptron(\"Label\", numberOfIterations: 10))", "")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(labelColumnName: \"medv\", lossFunction: null, learningRate: 0.24f, decreaseLearningRate: true)", "")]
    [InlineData("new ImageClassificationTrainer.Options { LearningRateScheduler = new ExponentialLRDecay(0.1f) }", "")]
    [InlineData("new ImageClassificationTrainer.Options { LearningRateScheduler = new ExponentialLRDecay(0.01f, 20) }", "")]
    [InlineData("new Microsoft.ML.GenAI.Core.Trainer.CausalLMSupervisedFineTuningTrainer.Option { Epoch = 300, LearningRate = 5e-5f }", "")]
    [InlineData("new ObjectDetectionTrainer.Options { InitLearningRate = rate, MaxEpoch = 10 }", "")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: (float)rate, decreaseLearningRate: ml is null)", "")]
    public async Task Idiom_HearsWhatIsWrong(string creation, string expected)
    {
        Compilation compilation = Analysis.Compile(MLNet(
            $"double rate = Environment.ProcessorCount; var created = {creation};",
            "    private LearningRateScheduler given = null!; private IDataView data = null!;"));
        Assert.Empty(Analysis.Errors(compilation));
        IEnumerable<string> ids = (await Analysis.BuildAsync(compilation)).Select(diagnostic => diagnostic.Id).Where(id => id != "LR3001");
        Assert.Equal(expected, string.Join(' ', ids.Distinct().Order()));
    }

    [Fact]
    public async Task OptionsFilledFieldByField_AreRead()
    {
        Compilation compilation = Analysis.Compile(MLNet("""
            MatrixFactorizationTrainer.Options options = new MatrixFactorizationTrainer.Options();
                    options.MatrixColumnIndexColumnName = "user";
                    options.LearningRate = -0.1;
            """));
        Assert.Contains(await Analysis.BuildAsync(compilation), diagnostic => diagnostic.Id == "LR1001");
    }

    [Fact]
    public async Task ModelBuilderFile_IsGenerated()
    {
        Compilation compilation = Analysis.Compile("// This file was auto-generated by ML.NET Model Builder.\n" + MLNet("""
            ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.5f, decreaseLearningRate: false);
                    ml.Recommendation().Trainers.MatrixFactorization("label", "column", "row", approximationRank: 128, learningRate: -0.1F, numberOfIterations: 20);
                    var options = new ObjectDetectionTrainer.Options { MaxEpoch = 10, InitLearningRate = 1, Steps = new List<int> { 20 } };
            """));
        Assert.Empty(await Analysis.BuildAsync(compilation));
    }
}
