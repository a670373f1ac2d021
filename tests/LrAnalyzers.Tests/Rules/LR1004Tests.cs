using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1004_UnusualLearningRate>;

namespace LrAnalyzers.Tests.Rules;

public class LR1004Tests
{
    [Theory]
    [InlineData("torch.optim.SGD(p, [|5.0|])")]
    [InlineData("torch.optim.SGD(p, [|1e-7|])")]
    [InlineData("torch.optim.Adam(p, [|0.1|])")]
    [InlineData("torch.optim.AdamW(p, lr: [|0.05f|])")]
    [InlineData("torch.optim.Adam(p, [|1e-8|])")]
    [InlineData("torch.optim.RMSProp(p, [|0.1|])")]
    [InlineData("torch.optim.Adagrad(p, [|5|])")]
    [InlineData("torch.optim.Adadelta(p, [|0.01|])")]
    [InlineData("torch.optim.LBFGS(p, [|0.00004f|])")]
    [InlineData("torch.optim.Rprop(p, [|2|])")]
    [InlineData("new Adam.ParamGroup(p, [|0.1|])")]
    [InlineData("torch.optim.lr_scheduler.OneCycleLR(torch.optim.Adam(p), [|0.5|], 100)")]
    public Task OutsideTheUsualRange_Reports(string creation) =>
        Verify.VerifyAsync(Torch($"var created = {creation};"));

    [Theory]
    [InlineData("torch.optim.SGD(p, 1)")]
    [InlineData("torch.optim.Adam(p, 0.01f)")]
    [InlineData("torch.optim.Adam(p, 1e-7)")]
    [InlineData("torch.optim.Adam(p, 5)")]
    [InlineData("torch.optim.Adam(p, 0)")]
    [InlineData("torch.optim.lr_scheduler.OneCycleLR(torch.optim.Adam(p), 0.05, 100)")]
    [InlineData("torch.optim.LBFGS(p, 1)")]
    [InlineData("torch.optim.Adam(p)")]
    [InlineData("torch.optim.lr_scheduler.OneCycleLR(torch.optim.Adam(p, 0.5), 0.01, 100)")]
    public Task UsualOrWorse_IsSilent(string creation) =>
        Verify.VerifyAsync(Torch($"var created = {creation};"));

    [Theory]
    [InlineData("ml.Regression.Trainers.FastTree(learningRate: [|0.9|])")]
    [InlineData("ml.Regression.Trainers.LightGbm(learningRate: [|0.0001|])")]
    [InlineData("ml.Regression.Trainers.LightGbm(learningRate: [|0.001|])")]
    [InlineData("ml.BinaryClassification.Trainers.LightGbm(learningRate: [|0.01|], numberOfIterations: 10)")]
    [InlineData("ml.Ranking.Trainers.FastTree(learningRate: [|0.001|], numberOfTrees: 50)")]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = [|0.002|], NumberOfTrees = 200 }")]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = [|0.2|], Shrinkage = 0.01, NumberOfTrees = 200 }")]
    [InlineData("new LightGbmRegressionTrainer.Options { LearningRate = [|0.001|], Booster = new GradientBooster.Options { L1Regularization = 0.1 } }")]
    [InlineData("ml.Regression.Trainers.Gam(learningRate: [|0.3|])")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: [|0.9f|])")]
    public Task OutsideTheUsualRange_OfMLNet_Reports(string creation) =>
        Verify.VerifyAsync(MLNet($"var created = {creation};"));

    [Theory]
    [InlineData("ml.Regression.Trainers.LightGbm(learningRate: 0.001, numberOfIterations: 1000)")]
    [InlineData("ml.Regression.Trainers.LightGbm(learningRate: 0.001, numberOfIterations: Environment.ProcessorCount)")]
    [InlineData("ml.Regression.Trainers.LightGbm(learningRate: 0.01, numberOfIterations: 9)")]
    [InlineData("ml.Regression.Trainers.FastTree(learningRate: 0.01)")]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = 0.001, Shrinkage = 100 }")]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = 0.001, NumberOfTrees = 100, Shrinkage = Environment.ProcessorCount }")]
    [InlineData("new LightGbmRegressionTrainer.Options { LearningRate = 0.001, Booster = new DartBooster.Options() }")]
    [InlineData("ml.Regression.Trainers.LightGbm(learningRate: 0.4)")]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = 0.3745629f, Shrinkage = 1.800473f }")]
    [InlineData("new MatrixFactorizationTrainer.Options { LearningRate = 0.3 }")]
    [InlineData("new FieldAwareFactorizationMachineTrainer.Options { LearningRate = 0.5f }")]
    [InlineData("new AveragedPerceptronTrainer.Options { LearningRate = 10f }")]
    [InlineData("new ObjectDetectionTrainer.Options { InitLearningRate = 1 }")]
    public Task Usual_OfMLNet_IsSilent(string creation) =>
        Verify.VerifyAsync(MLNet($"var created = {creation};"));

    [Theory]
    [InlineData("Fit(5000, 0.002)", "")]
    [InlineData("Fit(rate: 0.002, trees: 5000)", "")]
    [InlineData("Fit(100, [|0.002|])", "")]
    [InlineData("Fit(rate: [|0.002|])", "")]
    [InlineData("Fit(rate: 0.002, trees: Environment.ProcessorCount)", "")]
    [InlineData("Fit(rate: 0.002)", "trees *= 20; ")]
    [InlineData("Fit(5000)", "")]
    public Task TreesOfTheCallThatGivesTheRate_Count(string call, string before) =>
        Verify.VerifyAsync(MLNet(
            $"{call};",
            $$"""    void Fit(int trees = 100, double rate = 0.2) { {{before}}var t = new MLContext().Regression.Trainers.FastTree(numberOfTrees: trees, learningRate: rate); }"""));

    [Fact]
    public Task DefaultNumberOfTrees_OfARateThatStandsHere_IsNotKnown() =>
        Verify.VerifyAsync(MLNet("Fit(5000);", "    void Fit(int trees = 100) { var t = new MLContext().Regression.Trainers.FastTree(numberOfTrees: trees, learningRate: 0.002); }"));

    [Fact]
    public Task TreesOfTheObjectThatIsMadeWithTheRate_Count() =>
        Verify.VerifyAsync(MLNet(
            "var boosted = new Boosted(trees: 5000, rate: 0.002); var few = new Boosted(rate: [|0.002|]);",
            "    class Boosted { public Boosted(int trees = 100, double? rate = null) { var t = new MLContext().BinaryClassification.Trainers.LightGbm(numberOfIterations: trees, learningRate: rate); } }"));

    [Fact]
    public Task Message_NamesTheRange() =>
        Verify.VerifyMessageAsync(
            Torch("torch.optim.SGD(p, {|#0:5.0|});"),
            "SGD learning rate 5 is unusually high: published trainings use 1e-6 to 1, typically 0.01. Check for a slip of the decimal point.");

    [Fact]
    public Task ParametersThatAreNoNetworks_AreSilent() =>
        Verify.VerifyAsync(Torch("var image = new Parameter(torch.rand(3, 64, 64)); var o = torch.optim.Adam(new[] { image }, 0.05);"));

    [Theory]
    [InlineData("ExponentialLR(o, 1.2)", "1e-7")]
    [InlineData("ExponentialLR(o, System.Math.Pow(1e7, 0.01))", "1e-7")]
    [InlineData("MultiplicativeLR(o, e => 1.1)", "1e-7")]
    [InlineData("ExponentialLR(o, 0.9)", "[|1e-7|]")]
    [InlineData("StepLR(o, 10)", "[|1e-7|]")]
    [InlineData("MultiplicativeLR(o, e => 0.9)", "[|5.0|]")]
    public Task LowRateThatAScheduleRaises_IsSilent(string scheduler, string rate) =>
        Verify.VerifyAsync(Torch($"var o = torch.optim.SGD(p, {rate}); var s = torch.optim.lr_scheduler.{scheduler};"));
}
