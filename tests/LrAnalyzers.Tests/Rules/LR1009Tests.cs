using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.Tests.Verification;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1009_ImplicitLearningRate>;

namespace LrAnalyzers.Tests.Rules;

public class LR1009Tests
{
    private static readonly (string, string) s_all = ("lr_analyzers.implicit_default_scope", "all");

    [Theory]
    [InlineData("[|torch.optim.ASGD(p)|]")]
    [InlineData("[|torch.optim.RAdam(p)|]")]
    [InlineData("[|torch.optim.LBFGS(p)|]")]
    [InlineData("[|new RMSProp(p)|]")]
    [InlineData("[|torch.optim.ASGD(p, weight_decay: 0.1)|]")]
    public Task DefaultThatDiffersFromPyTorch_Reports(string creation) =>
        Verify.VerifyAsync(Torch($"var created = {creation};"));

    [Theory]
    [InlineData("torch.optim.Adam(p)")]
    [InlineData("torch.optim.RMSProp(p)")]
    [InlineData("new ASGD(p)")]
    [InlineData("torch.optim.ASGD(p, 0.01)")]
    [InlineData("new NAdam.ParamGroup(p)")]
    [InlineData("new RMSProp(new[] { new RMSProp.ParamGroup(p) })")]
    [InlineData("torch.optim.lr_scheduler.OneCycleLR(torch.optim.RAdam(p), 0.1, 10)")]
    public Task SameDefaultAsPyTorch_IsSilent(string creation) =>
        Verify.VerifyAsync(Torch($"var created = {creation};"));

    [Fact]
    public Task ScopeAll_ReportsEveryDefault() => Task.WhenAll(
        Verify.VerifyAsync(Torch("var a = [|torch.optim.Adam(p)|]; var b = torch.optim.SGD(p, 0.1);"), s_all),
        Verify.VerifyAsync(MLNet("[|ml.Regression.Trainers.FastTree()|]; ml.Regression.Trainers.LightGbm(); ml.Regression.Trainers.Sdca();"), s_all));

    [Fact]
    public Task TestCode_IsExempt() =>
        Verify.VerifyAsync("public class T { [Xunit.Fact] public void M() => TorchSharp.torch.optim.ASGD((System.Collections.Generic.IEnumerable<TorchSharp.Modules.Parameter>)null!); }");

    [Fact]
    public Task Message_NamesBothDefaults() =>
        Verify.VerifyMessageAsync(
            Torch("{|#0:torch.optim.ASGD(p)|};"),
            "The learning rate is left to the default of ASGD, 0.001 (PyTorch's is 0.01). Write it down, so that it is seen and tuned.");

    [Fact]
    public Task Fix_WritesANamedConstant() =>
        Verify.VerifyFixAsync(
            Torch("var optimizer = [|torch.optim.ASGD(p /* all */)|]; var other = [|new RMSProp(p, eps: 1e-7)|];", "    private int _x;"),
            Torch(
                "var optimizer = torch.optim.ASGD(p /* all */, lr: LearningRate); var other = new RMSProp(p, eps: 1e-7, lr: OtherLearningRate);",
                "    private const double LearningRate = 0.001;\n    private const double OtherLearningRate = 0.001;\n\n    private int _x;"),
            LR1009_WriteDefault.Key);

    [Fact]
    public async Task Fix_OfMLNet_KeepsTheType()
    {
        RuleVerifier<LrAnalyzers.Rules.LR1009_ImplicitLearningRate>.RuleTest test =
            Verify.Create(MLNet("[|ml.Regression.Trainers.OnlineGradientDescent()|];", "    private int _x;"), [s_all]);
        test.FixedCode = MLNet("ml.Regression.Trainers.OnlineGradientDescent(learningRate: LearningRate);", "    private const float LearningRate = 0.1f;\n\n    private int _x;");
        await test.RunAsync();
    }
}
