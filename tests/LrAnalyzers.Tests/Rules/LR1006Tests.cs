using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1006_GroupLosesLearningRate>;

namespace LrAnalyzers.Tests.Rules;

public class LR1006Tests
{
    [Theory]
    [InlineData("torch.optim.NAdam(new[] { [|new NAdam.ParamGroup(p)|] }, 0.002)")]
    [InlineData("torch.optim.NAdam(new[] { [|new NAdam.ParamGroup(p, weight_decay: 0.1)|] })")]
    [InlineData("torch.optim.RAdam(new List<RAdam.ParamGroup> { [|new RAdam.ParamGroup(p)|] }, lr: 0.05)")]
    [InlineData("new Adamax(new Adamax.ParamGroup[] { [|new(p)|], new(p, 0.1) }, 0.01)")]
    [InlineData("torch.optim.SGD(new[] { [|new SGD.ParamGroup(p)|], new SGD.ParamGroup(p, 0.1) }, 0.5)")]
    [InlineData("torch.optim.Adam(new[] { [|new Adam.ParamGroup(p)|] }, Rate)")]
    [InlineData("torch.optim.Adam(new[] { [|new Adam.ParamGroup(p)|] }, double.Parse(\"1\"))")]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup(p, 1e-3), [|new SGD.ParamGroup(p)|] }, double.Parse(\"1\"))")]
    [InlineData("[|new NAdam.ParamGroup(p)|]")]
    public Task GroupWithItsOwnDefault_Reports(string creation) =>
        Verify.VerifyAsync(Torch($"var created = {creation};", "    const double Rate = 3e-4;"));

    [Theory]
    [InlineData("torch.optim.NAdam(new[] { new NAdam.ParamGroup(p, 0.002) }, 0.002)")]
    [InlineData("torch.optim.NAdam(new[] { new NAdam.ParamGroup(p) { LearningRate = 0.1 } }, 0.002)")]
    [InlineData("torch.optim.NAdam(new[] { new NAdam.ParamGroup { Parameters = p } }, 0.002)")]
    [InlineData("torch.optim.NAdam(new[] { new NAdam.ParamGroup(p, new NAdam.Options()) }, 0.002)")]
    [InlineData("torch.optim.Adam(new[] { new Adam.ParamGroup(p) }, 0.001)")]
    [InlineData("torch.optim.Adam(new[] { new Adam.ParamGroup(p) })")]
    [InlineData("torch.optim.Adadelta(new[] { new Adadelta.ParamGroup(p) })")]
    [InlineData("new Adam.ParamGroup(p)")]
    public Task GroupThatFollowsTheOptimizer_IsSilent(string creation) =>
        Verify.VerifyAsync(Torch($"var created = {creation};"));

    [Fact]
    public Task GroupInALocal_IsFollowed() =>
        Verify.VerifyAsync(Torch("var groups = new[] { [|new SGD.ParamGroup(p)|] }; var o = torch.optim.SGD(groups, 0.1);"));

    [Theory]
    [InlineData("o.add_param_group([|new SGD.ParamGroup(p)|]);")]
    [InlineData("var g = [|new SGD.ParamGroup(p)|]; o.add_param_group(g);")]
    [InlineData("o.add_param_group(new SGD.ParamGroup(p, rate));")]
    [InlineData("o.add_param_group(new SGD.ParamGroup(p)); foreach (var g in o.ParamGroups) g.LearningRate = rate;")]
    [InlineData("o.add_param_group(new SGD.ParamGroup(p)); torch.optim.lr_scheduler.OneCycleLR(o, 0.1, 10);")]
    [InlineData("o.add_param_group(new SGD.ParamGroup { Parameters = p });")]
    public Task AddedGroup_TakesItsOwnDefault(string statements) =>
        Verify.VerifyAsync(Torch($"double rate = double.Parse(\"1\"); var o = torch.optim.SGD(p, rate); {statements}"));

    [Fact]
    public Task RateWrittenLater_IsSilent() =>
        Verify.VerifyAsync(Torch("var g = new NAdam.ParamGroup(p); g.LearningRate = 0.002;"));

    [Fact]
    public Task Message_NamesBothRates() =>
        Verify.VerifyMessageAsync(
            Torch("torch.optim.NAdam(new[] { {|#0:new NAdam.ParamGroup(p)|} }, 0.002);"),
            "This NAdam parameter group trains with its own default learning rate 1, not with the optimizer's 0.002: pass lr to the group");

    [Fact]
    public Task Fix_PassesTheName() =>
        Verify.VerifyFixAsync(
            Torch("var rate = 0.002; var o = torch.optim.NAdam(new[] { [|new NAdam.ParamGroup(p)|], [|new NAdam.ParamGroup(p, beta1: 0.8)|] }, rate);"),
            Torch("var rate = 0.002; var o = torch.optim.NAdam(new[] { new NAdam.ParamGroup(p, lr: rate), new NAdam.ParamGroup(p, beta1: 0.8, lr: rate) }, rate);"),
            LR1006_PassLearningRate.Key);

    [Fact]
    public Task Fix_NamesANumber() =>
        Verify.VerifyFixAsync(
            Torch("var o = torch.optim.NAdam(new[] { [|new NAdam.ParamGroup(p)|] }, lr: 0.002);", "    private int _x;"),
            Torch("var o = torch.optim.NAdam(new[] { new NAdam.ParamGroup(p, lr: LearningRate) }, lr: LearningRate);", "    private const double LearningRate = 0.002;\n\n    private int _x;"),
            LR1006_PassLearningRate.Key);

    [Fact]
    public Task Fix_OfAnAddedGroup_PassesTheRate() =>
        Verify.VerifyFixAsync(
            Torch("var o = torch.optim.SGD(p, Rate, 0.9); o.add_param_group([|new SGD.ParamGroup(p)|]);", "    const double Rate = 0.02;"),
            Torch("var o = torch.optim.SGD(p, Rate, 0.9); o.add_param_group(new SGD.ParamGroup(p, lr: Rate));", "    const double Rate = 0.02;"),
            LR1006_PassLearningRate.Key);

    [Fact]
    public Task NoFix_WhereTheRateIsBadToo() =>
        Verify.VerifyNoFixAsync(Torch("var o = torch.optim.Adam(new[] { [|new Adam.ParamGroup(p)|] }, Math.Sqrt(-1));"), LR1006_PassLearningRate.Key);

    [Fact]
    public Task NoFix_WithoutARateToPass() =>
        Verify.VerifyNoFixAsync(Torch("var o = torch.optim.NAdam(new[] { [|new NAdam.ParamGroup(p)|] });"), LR1006_PassLearningRate.Key);
}
