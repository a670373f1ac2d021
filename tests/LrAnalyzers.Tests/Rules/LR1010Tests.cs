using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1010_SwappedHyperparameter>;

namespace LrAnalyzers.Tests.Rules;

public class LR1010Tests
{
    private const string Locals = "double learningRate = 1e-3, lr = 1e-3, momentum = 0.9, eps = 1e-8, weightDecay = 0.1, alpha = 0.1, beta1 = 0.9, lr_decay = 0.1; ";

    [Theory]
    [InlineData("torch.optim.SGD(p, 0.1, [|learningRate|])")]
    [InlineData("torch.optim.SGD(p, [|momentum|], 0.9)")]
    [InlineData("torch.optim.SGD(p, [|momentum|], learningRate)")]
    [InlineData("torch.optim.Adam(p, weight_decay: [|learningRate|])")]
    [InlineData("torch.optim.Adam(p, [|eps|])")]
    [InlineData("torch.optim.Adagrad(p, lr, [|eps|])")]
    [InlineData("torch.optim.Adagrad(p, lr, [|weightDecay|])")]
    [InlineData("torch.optim.Adagrad(p, [|lr_decay|])")]
    [InlineData("new SGD.ParamGroup(p, [|weightDecay|])")]
    [InlineData("torch.optim.SGD(p, 0.1, [|(float)_initialLearningRate|])", true)]
    public Task NamedAfterAnother_Reports(string creation, bool cast = false) =>
        Verify.VerifyAsync(Torch($"{Locals}var created = {(cast ? creation.Replace("[|(float)_", "(float)[|_") : creation)};", "    double _initialLearningRate = 0.1;"));

    [Theory]
    [InlineData("torch.optim.Adam(p, lr, [|1e-4|])")]
    [InlineData("torch.optim.Adam(p, 1e-3, [|0.1|])")]
    [InlineData("torch.optim.AdamW(p, lr, [|Regularization|])")]
    [InlineData("torch.optim.Adam(p, lr, [|1e-8|])")]
    [InlineData("torch.optim.SGD(p, 0.01, [|5e-4|])")]
    [InlineData("torch.optim.SGD(p, [|0.9|], 1e-3)")]
    [InlineData("new SGD.ParamGroup(p, lr, [|1e-4|])")]
    [InlineData("torch.optim.Adagrad(p, lr, [|l2|])")]
    public Task PositionalNumberOfAnother_Reports(string creation) =>
        Verify.VerifyAsync(Torch($"{Locals}double l2 = 1e-4; var created = {creation};", "    const double Regularization = 1e-4;"));

    [Theory]
    [InlineData("torch.optim.Adam(p, lr, 0.5, 0.999)")]
    [InlineData("torch.optim.Adam(p, lr, 0.05, 0.999)")]
    [InlineData("torch.optim.Adam(p, lr, 0.0, 0.9)")]
    [InlineData("torch.optim.Adam(p, lr, 0.5)")]
    [InlineData("torch.optim.Adam(p, lr, beta1: 0.1)")]
    [InlineData("torch.optim.Adam(p, lr, B1)")]
    [InlineData("torch.optim.SGD(p, 0.1, 0.05)")]
    [InlineData("torch.optim.SGD(p, 0.1, 0)")]
    [InlineData("torch.optim.SGD(p, 0.9, 0.9)")]
    [InlineData("torch.optim.SGD(p, 1.0, 0.05)")]
    [InlineData("torch.optim.SGD(p, 0.1, momentum: 1e-3)")]
    [InlineData("torch.optim.RMSProp(p, 0.01, 0.99, 1e-8, 0, 0.001)")]
    public Task PositionalNumberInItsPlace_IsSilent(string creation) =>
        Verify.VerifyAsync(Torch($"{Locals}var created = {creation};", "    const double B1 = 0.1;"));

    [Theory]
    [InlineData("torch.optim.SGD(p, learningRate, momentum)")]
    [InlineData("torch.optim.SGD(p, lr)")]
    [InlineData("torch.optim.Adam(p, alpha)")]
    [InlineData("torch.optim.SGD(p, 0.1, beta1)")]
    [InlineData("torch.optim.Adam(p, lr, momentum)")]
    [InlineData("torch.optim.SGD(p, learningRate * 2, momentum * learningRate)")]
    [InlineData("torch.optim.Adagrad(p, lr, lr_decay)")]
    [InlineData("torch.optim.Adam(p, Settings.GeneratorLr)")]
    public Task InItsPlaceOrUnclear_IsSilent(string creation) =>
        Verify.VerifyAsync(Torch($"{Locals}var created = {creation};", "    static class Settings { public static double GeneratorLr = 1e-4; }"));

    [Fact]
    public Task MLNet_Reports() =>
        Verify.VerifyAsync(MLNet("float learningRate = 0.1f; ml.Regression.Trainers.OnlineGradientDescent(l2Regularization: [|learningRate|]);"));

    [Fact]
    public Task Message_SaysWhereItBelongs() =>
        Verify.VerifyMessageAsync(
            Torch(Locals + "torch.optim.SGD(p, 0.1, {|#0:learningRate|});"),
            "'learningRate' is passed as momentum of SGD, not as learningRate: name the argument");

    [Theory]
    [InlineData("torch.optim.SGD(p, [|momentum|], learningRate)", "torch.optim.SGD(p, momentum: momentum, learningRate: learningRate)")]
    [InlineData("torch.optim.Adam(p, weight_decay: [|learningRate|])", "torch.optim.Adam(p, lr: learningRate)")]
    [InlineData("torch.optim.Adam(p, /* e */ [|eps|] /* f */, 0.8)", "torch.optim.Adam(p, /* e */ eps: eps /* f */, beta1: 0.8)")]
    [InlineData("torch.optim.Adam(p, lr, [|1e-4|])", "torch.optim.Adam(p, lr, weight_decay: 1e-4)")]
    [InlineData("torch.optim.Adam(p, lr, [|1e-8|])", "torch.optim.Adam(p, lr, eps: 1e-8)")]
    [InlineData("torch.optim.SGD(p, learningRate, [|5e-4|])", "torch.optim.SGD(p, learningRate, weight_decay: 5e-4)")]
    [InlineData("torch.optim.Adagrad(p, lr, [|weightDecay|])", "torch.optim.Adagrad(p, lr, weight_decay: weightDecay)")]
    public Task Fix_NamesTheArguments(string before, string after) =>
        Verify.VerifyFixAsync(Torch($"{Locals}var o = {before};"), Torch($"{Locals}var o = {after};"), LR1010_NameArguments.Key);

    [Fact]
    public Task Fix_SwapsNumbers() =>
        Verify.VerifyFixAsync(
            Torch("var o = torch.optim.SGD(p, [|0.9|], 1e-3);"),
            Torch("var o = torch.optim.SGD(p, momentum: 0.9, learningRate: LearningRate);", NamedRate("1e-3")),
            LR1010_NameArguments.Key);

    [Fact]
    public Task Fix_DividesExactlyWhatComesToLight() =>
        Verify.VerifyFixAsync(
            Torch("int n = Environment.ProcessorCount; double weightDecay = 0.1, lr = n / 256 * 0.1; var o = torch.optim.SGD(p, lr, [|weightDecay|]);"),
            Torch("int n = Environment.ProcessorCount; double weightDecay = 0.1, lr = (double)n / 256 * 0.1; var o = torch.optim.SGD(p, lr, weight_decay: weightDecay);"),
            LR1010_NameArguments.Key);

    [Theory]
    [InlineData("torch.optim.SGD(p, 0.1, [|learningRate|])")]
    [InlineData("torch.optim.SGD(p, [|momentum|])")]
    [InlineData("torch.optim.SGD(p, [|eps|], 0.9)")]
    public Task NoFix_WhereTheResultDoesNotCompile(string creation) =>
        Verify.VerifyNoFixAsync(Torch($"{Locals}var o = {creation};"), LR1010_NameArguments.Key);
}
