using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2001_UnscheduledTraining>;

namespace LrAnalyzers.Tests.Rules;

/// <summary>The half of LR2001 that is about ML.NET.</summary>
public class LR2001MLNetTests
{
    private static readonly (string, string) s_all = ("lr_analyzers.trainer_decay_scope", "all");

    [Theory]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.5f, decreaseLearningRate: [|false|])")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(decreaseLearningRate: [|false|], learningRate: 1)")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(\"Label\", \"Features\", null, 0.75f, [|false|])")]
    [InlineData("StandardTrainersCatalog.OnlineGradientDescent(ml.Regression.Trainers, learningRate: rate, decreaseLearningRate: [|off|])")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(new OnlineGradientDescentTrainer.Options { LearningRate = 1.0f, DecreaseLearningRate = [|false|] })")]
    [InlineData("new OnlineGradientDescentTrainer.Options { DecreaseLearningRate = ([|false|]), LearningRate = 0.5f, NumberOfIterations = 20 }")]
    [InlineData("new OnlineGradientDescentTrainer.Options { DecreaseLearningRate = [|!true|], LearningRate = ml is null ? 0.1f : 0.9f }")]
    public Task DecayOff_AtARateThatDiverges_Reports(string creation) =>
        Verify.VerifyAsync(MLNet($"const bool off = false; float rate = 0.6f; var created = {creation};"));

    [Theory]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent()")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(decreaseLearningRate: false)")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.1f, decreaseLearningRate: false)")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.49f, decreaseLearningRate: false)")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.5f)")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(labelColumnName: \"medv\", lossFunction: null, learningRate: 0.24f, decreaseLearningRate: true)")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.5f, decreaseLearningRate: flag)")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: unknown, decreaseLearningRate: false)")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: 1.5f, decreaseLearningRate: false)")] // LR1003
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: -1f, decreaseLearningRate: false)")] // LR1001
    [InlineData("new OnlineGradientDescentTrainer.Options { LossFunction = new TweedieLoss(), RecencyGain = 0.1f }")]
    [InlineData("ml.BinaryClassification.Trainers.AveragedPerceptron(learningRate: 1, decreaseLearningRate: false)")]
    [InlineData("new AveragedPerceptronTrainer.Options { LearningRate = 0.1f, LazyUpdate = false, RecencyGain = 0.1f }")]
    [InlineData("new ImageClassificationTrainer.Options { LearningRateScheduler = null }")]
    [InlineData("ml.BinaryClassification.Trainers.SgdCalibrated(learningRate: 0.5)")]
    [InlineData("ml.Regression.Trainers.FastTree(learningRate: 0.2)")]
    [InlineData("ml.Regression.Trainers.Gam(learningRate: 0.002)")]
    [InlineData("ml.Regression.Trainers.LightGbm(learningRate: 0.4)")]
    [InlineData("ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { BiasLearningRate = 0.1f })")]
    [InlineData("new FieldAwareFactorizationMachineTrainer.Options { LearningRate = 0.5f }")]
    [InlineData("new MatrixFactorizationTrainer.Options { LearningRate = 0.3 }")]
    [InlineData("new SymbolicSgdLogisticRegressionBinaryTrainer.Options { LearningRate = 0.2f }")]
    [InlineData("new TextClassificationTrainer.TextClassificationOptions { LearningRate = new List<double> { 1e-4 } }")]
    [InlineData("ml.BinaryClassification.Trainers.LinearSvm()")]
    public async Task EverythingElse_IsSilent(string creation)
    {
        string source = MLNet($"bool flag = ml is null; float unknown = Environment.ProcessorCount; var created = {creation};");
        await Verify.VerifyAsync(source);
        if (!creation.Contains("OnlineGradientDescent(") && !creation.Contains("Perceptron"))
        {
            await Verify.VerifyAsync(source, s_all);
        }
    }

    [Fact]
    public Task EveryWayToTheTrainer_Reports() =>
        Verify.VerifyAsync(MLNet(
            """
            var local = new OnlineGradientDescentTrainer.Options();
                    local.LearningRate = 0.5f;
                    local.DecreaseLearningRate = [|false|];
                    OnlineGradientDescentTrainer.Options mixed = new() { LearningRate = 1 };
                    mixed.DecreaseLearningRate = [|false|];
                    var pipeline = ml.Transforms.NormalizeMinMax("Features")
                        .Append(ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.5f, decreaseLearningRate: [|false|]));
                    ml.Regression.Trainers.OnlineGradientDescent(Options());
                    System.Func<IEstimator<ITransformer>> factory = () => ml.Regression.Trainers.OnlineGradientDescent(learningRate: Rate, decreaseLearningRate: [|false|]);
            """,
            """
                private const float Rate = 0.5f;
                private static OnlineGradientDescentTrainer.Options Options() => new() { LearningRate = 0.5f, DecreaseLearningRate = [|false|] };
                private static IEstimator<ITransformer> Create(MLContext ml, float learningRate = 0.5f) =>
                    ml.Regression.Trainers.OnlineGradientDescent(learningRate: learningRate, decreaseLearningRate: [|false|]);
            """));

    [Fact]
    public Task OptionsFromElsewhere_AreSilent() =>
        Verify.VerifyAsync(MLNet(
            """
            var options = Options();
                    options.DecreaseLearningRate = false;
                    var passed = new OnlineGradientDescentTrainer.Options { LearningRate = 0.5f };
                    Fill(passed);
                    passed.DecreaseLearningRate = false;
                    _options.DecreaseLearningRate = false;
            """,
            """
                private readonly OnlineGradientDescentTrainer.Options _options = Options();
                private static OnlineGradientDescentTrainer.Options Options() => new() { LearningRate = 0.5f };
                private static void Fill(OnlineGradientDescentTrainer.Options options) => options.LearningRate = 0.01f;
            """));

    [Theory]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.1f, decreaseLearningRate: [|false|])", "ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.1f, decreaseLearningRate: true)")]
    [InlineData("[|ml.BinaryClassification.Trainers.AveragedPerceptron()|]", "ml.BinaryClassification.Trainers.AveragedPerceptron(decreaseLearningRate: true)")]
    [InlineData("[|ml.BinaryClassification.Trainers.AveragedPerceptron(learningRate: 0.1f)|]", "ml.BinaryClassification.Trainers.AveragedPerceptron(learningRate: 0.1f, decreaseLearningRate: true)")]
    [InlineData("ml.MulticlassClassification.Trainers.OneVersusAll([|ml.BinaryClassification.Trainers.AveragedPerceptron()|])", "ml.MulticlassClassification.Trainers.OneVersusAll(ml.BinaryClassification.Trainers.AveragedPerceptron(decreaseLearningRate: true))")]
    [InlineData("[|new AveragedPerceptronTrainer.Options { LearningRate = 0.1f }|]", "new AveragedPerceptronTrainer.Options { LearningRate = 0.1f, DecreaseLearningRate = true }")]
    [InlineData("new AveragedPerceptronTrainer.Options { DecreaseLearningRate = [|false|] }", "new AveragedPerceptronTrainer.Options { DecreaseLearningRate = true }")]
    public async Task ScopeAll_ReportsWhereverTheDecayIsOff(string before, string after)
    {
        RuleVerifier<LrAnalyzers.Rules.LR2001_UnscheduledTraining>.RuleTest test = Verify.Create(MLNet($"var o = {before};"), [s_all]);
        test.FixedCode = MLNet($"var o = {after};");
        test.CodeActionEquivalenceKey = LR2001_SwitchDecayOn.Key;
        await test.RunAsync();
    }

    [Theory]
    [InlineData("ml.BinaryClassification.Trainers.AveragedPerceptron(decreaseLearningRate: true)")]
    [InlineData("ml.BinaryClassification.Trainers.AveragedPerceptron(decreaseLearningRate: ml is null)")]
    [InlineData("new AveragedPerceptronTrainer.Options()")]
    [InlineData("new AveragedPerceptronTrainer.Options { LearningRate = 0.1f, DecreaseLearningRate = true }")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.1f)")]
    public Task ScopeAll_WithDecay_IsSilent(string creation) => Verify.VerifyAsync(MLNet($"var created = {creation};"), s_all);

    [Theory]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.5f, decreaseLearningRate: [|false|] /* why */)", "ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.5f, decreaseLearningRate: true /* why */)")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(\"Label\", \"Features\", null, 0.5f, [|false|])", "ml.Regression.Trainers.OnlineGradientDescent(\"Label\", \"Features\", null, 0.5f, true)")]
    [InlineData("new OnlineGradientDescentTrainer.Options { LearningRate = 1.0f, DecreaseLearningRate = [|false|] }", "new OnlineGradientDescentTrainer.Options { LearningRate = 1.0f, DecreaseLearningRate = true }")]
    [InlineData("new OnlineGradientDescentTrainer.Options { LearningRate = 1.0f, DecreaseLearningRate = [|Off|] }", "new OnlineGradientDescentTrainer.Options { LearningRate = 1.0f, DecreaseLearningRate = true }")]
    public Task Fix_SwitchesTheDecayOn(string before, string after) =>
        Verify.VerifyFixAsync(
            MLNet($"var o = {before};", "    const bool Off = false;"),
            MLNet($"var o = {after};", "    const bool Off = false;"),
            LR2001_SwitchDecayOn.Key);

    [Fact]
    public Task FixAll_SwitchesEveryDecayOn() =>
        Verify.VerifyFixAsync(
            MLNet("var a = ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.5f, decreaseLearningRate: [|false|]); var b = new OnlineGradientDescentTrainer.Options { LearningRate = 0.5f }; b.DecreaseLearningRate = [|false|];"),
            MLNet("var a = ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.5f, decreaseLearningRate: true); var b = new OnlineGradientDescentTrainer.Options { LearningRate = 0.5f }; b.DecreaseLearningRate = true;"),
            LR2001_SwitchDecayOn.Key);

    [Fact]
    public Task Message_SaysWhatHappens() =>
        Verify.VerifyMessageAsync(
            MLNet("ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.5f, decreaseLearningRate: {|#0:false|});"),
            "OnlineGradientDescent trains with a constant learning rate 0.5: without the decay its weights grow without bound from 0.5 up, and Fit throws. Switch DecreaseLearningRate on.");

    [Fact]
    public Task Tests_AreExempt() =>
        Verify.VerifyAsync(MLNet(
            "ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.5f, decreaseLearningRate: false);",
            "    [Xunit.Fact] public void Test() { }"));

    [Fact]
    public async Task AtADivergingRate_ItSpeaksAlone()
    {
        Compilation compilation = Analysis.Compile(MLNet(
            "var o = ml.Regression.Trainers.OnlineGradientDescent(learningRate: Rate, decreaseLearningRate: false);", "    private const float Rate = 0.5f;"));
        Assert.Equal("LR2001", Assert.Single(await Analysis.BuildAsync(compilation)).Id);
    }

    [Fact]
    public async Task WithoutTorchSharp_ItReports()
    {
        Compilation compilation = Analysis.Compile(MLNet("ml.Regression.Trainers.OnlineGradientDescent(learningRate: 0.5f, decreaseLearningRate: false);"));
        compilation = compilation.RemoveReferences(compilation.References.Where(reference =>
            Path.GetFileName(reference.Display)?.StartsWith("TorchSharp", StringComparison.Ordinal) == true));
        Assert.Contains(await Analysis.BuildAsync(compilation), diagnostic => diagnostic.Id == "LR2001");
    }
}
