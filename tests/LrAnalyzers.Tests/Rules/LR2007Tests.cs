using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Rules.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2007_IncompatibleOptimizer>;

namespace LrAnalyzers.Tests.Rules;

public class LR2007Tests
{
    private const string Usings = "using static TorchSharp.torch.optim.lr_scheduler;";

    [Theory]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    [InlineData("NAdam")]
    [InlineData("RAdam")]
    [InlineData("Adamax")]
    [InlineData("Adagrad")]
    [InlineData("Adadelta")]
    [InlineData("ASGD")]
    public Task CyclicLR_WithoutMomentum_Reports(string optimizer) => Verify.VerifyAsync(Method(
        $"""
        var o = torch.optim.{optimizer}(p, 0.1);
        var a = CyclicLR([|o|], 0.01, 0.1);
        var b = new impl.CyclicLR(max_lr: 0.1, base_lr: 0.01, optimizer: [|torch.optim.{optimizer}(p, 0.1)|]);
        var c = CyclicLR(o, 0.01, 0.1, cycle_momentum: [|true|]);
        """,
        usings: Usings));

    [Theory]
    [InlineData("Adagrad")]
    [InlineData("Adadelta")]
    [InlineData("ASGD")]
    public Task OneCycleLR_WithoutMomentumAndBetas_Reports(string optimizer) => Verify.VerifyAsync(Method(
        $"var o = torch.optim.{optimizer}(p, 0.1); var a = OneCycleLR([|o|], 0.1, 100);", usings: Usings));

    [Theory]
    [InlineData("StepLR({0}, 10)")]
    [InlineData("ExponentialLR({0}, 0.9)")]
    [InlineData("LambdaLR({0}, e => 0.5)")]
    [InlineData("CosineAnnealingLR({0}, 10)")]
    [InlineData("ReduceLROnPlateau({0})")]
    [InlineData("OneCycleLR({0}, 0.1, 100)")]
    [InlineData("CyclicLR({0}, 0.1, 100)")]
    [InlineData("new impl.LinearLR({0}, 0.1)")]
    public Task AnyScheduler_OnLBFGSOrRprop_Reports(string creation) => Verify.VerifyAsync(Method(
        $"""
        var lbfgs = torch.optim.LBFGS(p, 0.1);
        Optimizer rprop = new Rprop(p);
        var a = {string.Format(System.Globalization.CultureInfo.InvariantCulture, creation, "[|lbfgs|]")};
        var b = {string.Format(System.Globalization.CultureInfo.InvariantCulture, creation, "[|rprop|]")};
        """,
        usings: Usings));

    [Theory]
    [InlineData("CyclicLR(opt, 0.01, 0.1)")]
    [InlineData("CyclicLR(torch.optim.RMSProp(p), 0.01, 0.1)")]
    [InlineData("CyclicLR(torch.optim.Adam(p), 0.01, 0.1, cycle_momentum: false)")]
    [InlineData("CyclicLR(torch.optim.Adam(p), 0.01, 0.1, cycle_momentum: number > 1)")]
    [InlineData("CyclicLR(any, 0.01, 0.1)")]
    [InlineData("OneCycleLR(torch.optim.AdamW(p), 0.1, 100)")]
    [InlineData("OneCycleLR(opt, 0.1, 100)")]
    [InlineData("OneCycleLR(torch.optim.Adagrad(p), 0.1, 100, cycle_momentum: false)")]
    [InlineData("OneCycleLR(any, new[] { 0.1 }, 100)")]
    [InlineData("StepLR(torch.optim.Adagrad(p), 10)")]
    [InlineData("StepLR(number > 1 ? torch.optim.LBFGS(p) : any, 10)")]
    public Task WorkingOrUnknownPair_IsSilent(string creation) => Verify.VerifyAsync(Method($"var a = {creation};", usings: Usings));

    [Theory]
    [InlineData("new SGD.ParamGroup[] { new() { Parameters = p }, new() { Parameters = p } }")]
    [InlineData("new List<SGD.ParamGroup> { new(p), new(p) }")]
    public Task OneCycleLR_TwoGroupsInPlace_Reports(string groups) => Verify.VerifyAsync(Method(
        $"""
        var o = torch.optim.SGD({groups}, 0.1);
        var a = OneCycleLR([|o|], 0.1, 100);
        var b = OneCycleLR([|any|], new[] {"{ 0.1, 0.2 }"}, 100);
        var c = OneCycleLR(o, 0.1, 100, three_phase: true);
        var d = StepLR(o, 100);
        """,
        usings: Usings));

    [Fact]
    public Task OneCycleLR_OneGroupOrUnknownGroups_IsSilent() => Verify.VerifyAsync(Method(
        """
        var groups = new List<SGD.ParamGroup>();
        groups.Add(new(p));
        var a = OneCycleLR(torch.optim.SGD(groups, 0.1), 0.1, 100);
        var b = OneCycleLR(torch.optim.SGD(new SGD.ParamGroup[] { new(p) }, 0.1), 0.1, 100);
        """,
        usings: Usings));

    [Fact]
    public Task PartsThatCannotBeCombined_Report() => Verify.VerifyAsync(Method(
        """
        var plateau = ReduceLROnPlateau(opt);
        var chained = ChainedLR(new[] { StepLR(opt, 1), ExponentialLR(opt, 0.9) });
        var a = SequentialLR(opt, new[] { LinearLR(opt), [|plateau|] }, new[] { 5 });
        var b = SequentialLR(opt, new LRScheduler[] { [|chained|], StepLR(opt, 5) }, new[] { 5 });
        var c = ChainedLR(new List<LRScheduler> { StepLR(opt, 1), [|ReduceLROnPlateau(opt)|] });
        var d = ChainedLR(new[] { chained, StepLR(opt, 1) });
        """,
        usings: Usings));

    [Fact]
    public Task Fields_AreFollowed() => Verify.VerifyAsync(Method(
        "_optimizer = torch.optim.Adam(p); var a = CyclicLR([|_optimizer|], 0.01, 0.1); var b = CyclicLR(_other, 0.01, 0.1);",
        members: "private Optimizer _optimizer; private Optimizer _other; void Set(Optimizer o) => _other = o;",
        usings: Usings));

    [Fact]
    public Task OwnOptimizerAndExpectedToThrow_AreSilent() => Verify.VerifyAsync(Method(
        """
        var a = CyclicLR(_own, 0.01, 0.1);
        Xunit.Assert.Throws<ArgumentException>(() => CyclicLR(torch.optim.Adam(p), 0.01, 0.1));
        """,
        members: "class Own(SGD.ParamGroup[] g) : SGD(g, 0.1); private Own _own;",
        usings: Usings));

    [Fact]
    public Task IncompleteCode_IsSilent() => Verify.VerifyAsync(Method(
        "var a = {|CS1501:CyclicLR|}(torch.optim.Adam(p)); var b = SequentialLR(opt, {|CS0103:missing|}, new[] { 1 });", usings: Usings));

    [Theory]
    [InlineData(
        "CyclicLR({|#0:torch.optim.Adam(p)|}, 0.01, 0.1)",
        "CyclicLR does not work with Adam: it cycles the momentum, which Adam does not have, and throws ArgumentException. Pass cycle_momentum: false.")]
    [InlineData(
        "StepLR({|#0:torch.optim.LBFGS(p)|}, 1)",
        "StepLR does not work with LBFGS: a new learning rate never reaches the native optimizer, so the schedule has no effect. Remove the scheduler, or train with another optimizer.")]
    [InlineData(
        "OneCycleLR({|#0:any|}, new[] { 0.1, 0.2 }, 100)",
        "OneCycleLR does not work with 2 parameter groups: in TorchSharp group 2 never leaves the warmup, its learning rate climbs to the peak and back again and again. Use one group, or warm up with LinearLR and decay with CosineAnnealingLR in a SequentialLR.")]
    public Task Message_TellsWhatWhyAndHow(string creation, string message) =>
        Verify.VerifyMessageAsync(Method($"var a = {creation};", usings: Usings), message);

    [Theory]
    [InlineData("CyclicLR([|torch.optim.Adam(p)|], 0.01, 0.1)", "CyclicLR(torch.optim.Adam(p), 0.01, 0.1, cycle_momentum: false)")]
    [InlineData("CyclicLR(torch.optim.Adam(p), 0.01, 0.1, cycle_momentum: [|true|])", "CyclicLR(torch.optim.Adam(p), 0.01, 0.1, cycle_momentum: false)")]
    [InlineData("OneCycleLR(max_lr: 0.1, total_steps: 9, optimizer: [|torch.optim.ASGD(p)|] /* here */)", "OneCycleLR(max_lr: 0.1, total_steps: 9, optimizer: torch.optim.ASGD(p) /* here */, cycle_momentum: false)")]
    [InlineData("new impl.CyclicLR([|torch.optim.Adam(p)|], 0.01, 0.1)", "new impl.CyclicLR(torch.optim.Adam(p), 0.01, 0.1, cycle_momentum: false)")]
    public Task Fix_LeavesMomentumAlone(string creation, string expected) => Verify.VerifyFixAsync(
        Method($"var a = {creation};", usings: Usings), Method($"var a = {expected};", usings: Usings), LR2007_KeepMomentum.Key);

    // The schedule counts batches; as it threw, nobody saw that it was stepped too rarely.
    [Fact]
    public Task Fix_OfACycleThatIsSteppedPerEpoch_MovesTheStepAlong()
    {
        static string Training(string creation, string batch, string epoch) => Method($$"""
            var adam = torch.optim.Adam(p);
            var cycle = lr_scheduler.CyclicLR({{creation}});
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                for (int i = 0; i < 100; i++)
                {
                    adam.step();{{batch}}
                }{{epoch}}
            }
            """);
        return Verify.VerifyFixAsync(
            Training("[|adam|], 0.001, 0.01", "", "\n    cycle.step();"),
            Training("adam, 0.001, 0.01, cycle_momentum: false", "\n        cycle.step();", ""),
            LR2007_KeepMomentum.Key);
    }

    [Theory]
    [InlineData("StepLR([|torch.optim.Rprop(p)|], 10)")]
    [InlineData("CyclicLR([|torch.optim.LBFGS(p)|], 0.01, 0.1)")]
    [InlineData("OneCycleLR([|any|], new[] { 0.1, 0.2 }, 100)")]
    public Task Fix_WhereMomentumIsNotTheReason_IsNotOffered(string creation) =>
        Verify.VerifyNoFixAsync(Method($"var a = {creation};", usings: Usings), LR2007_KeepMomentum.Key);

    [Fact]
    public Task Fix_WithDirectives_IsNotOffered() => Verify.VerifyNoFixAsync(
        Method(
            """
            var a = CyclicLR([|torch.optim.Adam(p)|], 0.01,
            #if true
                0.1);
            #else
                0.2);
            #endif
            """,
            usings: Usings),
        LR2007_KeepMomentum.Key);
}
