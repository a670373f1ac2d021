using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.Tests.Verification;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1003_UnworkableLearningRate>;

namespace LrAnalyzers.Tests.Rules;

public class LR1003Tests
{
    [Theory]
    [InlineData("torch.optim.SGD(p, [|10|])")]
    [InlineData("torch.optim.SGD(p, learningRate: [|1e-9|])")]
    [InlineData("torch.optim.ASGD(p, [|20|])")]
    [InlineData("torch.optim.Adam(p, [|1|])")]
    [InlineData("torch.optim.Adam(p, [|1f|])")]
    [InlineData("torch.optim.AdamW(p, lr: [|3|])")]
    [InlineData("torch.optim.Adam(p, [|1e-12|])")]
    [InlineData("torch.optim.NAdam(p, [|2|])")]
    [InlineData("torch.optim.RAdam(p, [|1e-4|])")]
    [InlineData("torch.optim.Adamax(p, [|10|])")]
    [InlineData("torch.optim.RMSProp(p, [|1.5|])")]
    [InlineData("torch.optim.Adagrad(p, [|10|])")]
    [InlineData("torch.optim.Adadelta(p, [|1e-3|])")]
    [InlineData("torch.optim.Adadelta(p, [|200|])")]
    [InlineData("torch.optim.Rprop(p, [|51|])")]
    [InlineData("new Adam(p, [|5|])")]
    [InlineData("new Adam.ParamGroup(p, [|5|])")]
    [InlineData("new Adam.ParamGroup { Parameters = p, Options = new() { LearningRate = [|5|] } }")]
    [InlineData("torch.optim.Adam(p, model is null ? [|5|] : 1e-3)")]
    [InlineData("torch.optim.lr_scheduler.OneCycleLR(torch.optim.Adam(p), [|10|], 100)")]
    [InlineData("torch.optim.lr_scheduler.CyclicLR(torch.optim.SGD(p, 0.1), 0.1, [|50|])")]
    public Task OutsideTheWorkingRange_Reports(string creation) =>
        Verify.VerifyAsync(Torch($"var created = {creation};"));

    [Theory]
    [InlineData("torch.optim.SGD(p, 5.0)")]
    [InlineData("torch.optim.Adam(p, 0.5)")]
    [InlineData("torch.optim.Adam(p, 1e-9f)")]
    [InlineData("torch.optim.Adadelta(p, 1)")]
    [InlineData("torch.optim.Adadelta(p, 100)")]
    [InlineData("torch.optim.Rprop(p, 50)")]
    [InlineData("torch.optim.LBFGS(p, 100)")]
    [InlineData("torch.optim.Adam(p, 0)")]
    [InlineData("torch.optim.Adam(p, double.NaN)")]
    [InlineData("torch.optim.Adam(p, double.Parse(\"7\"))")]
    [InlineData("torch.optim.lr_scheduler.CyclicLR(torch.optim.SGD(p, 0.1), 1e-12, 0.1)")]
    [InlineData("torch.optim.lr_scheduler.OneCycleLR(torch.optim.Adam(p, 5), 0.1, 100)")]
    public Task InsideOrUnknown_IsSilent(string creation) =>
        Verify.VerifyAsync(Torch($"var created = {creation};"));

    [Theory]
    [InlineData("ml.Regression.Trainers.FastTree(learningRate: [|2|])")]
    [InlineData("ml.Regression.Trainers.FastTreeTweedie(learningRate: [|2.5|])")]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = [|1.5|], Shrinkage = 2 }")]
    [InlineData("ml.Regression.Trainers.LightGbm(learningRate: [|1.1|])")]
    [InlineData("ml.Regression.Trainers.Gam(learningRate: [|0.5|])")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: [|1.5f|])")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: [|1.5f|], decreaseLearningRate: false)")]
    [InlineData("new TextClassificationTrainer.TextClassificationOptions { LearningRate = new List<double> { [|1|] } }")]
    public Task OutsideTheWorkingRange_OfMLNet_Reports(string creation) =>
        Verify.VerifyAsync(MLNet($"var created = {creation};"));

    [Theory]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = 2.0, Shrinkage = 0.1 }")]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = 2.0, Shrinkage = double.Parse(\"1\") }")]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = 0.3745629f, Shrinkage = 1.800473f }")]
    [InlineData("ml.Regression.Trainers.LightGbm(learningRate: 1)")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: 1f)")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: 1f, decreaseLearningRate: false)")] // LR2001
    [InlineData("ml.BinaryClassification.Trainers.AveragedPerceptron(learningRate: 1000)")]
    [InlineData("ml.BinaryClassification.Trainers.SgdCalibrated(learningRate: 10)")]
    [InlineData("new SdcaRegressionTrainer.Options { BiasLearningRate = 1000 }")]
    [InlineData("new MatrixFactorizationTrainer.Options { LearningRate = 5 }")]
    public Task InsideOrUnknown_OfMLNet_IsSilent(string creation) =>
        Verify.VerifyAsync(MLNet($"var created = {creation};"));

    [Fact]
    public Task ShrinkageSetLater_Counts() =>
        Verify.VerifyAsync(MLNet("""
            var a = new FastTreeBinaryTrainer.Options(); a.LearningRate = [|1|]; a.Shrinkage = 3;
                    var b = new FastTreeBinaryTrainer.Options { Shrinkage = 0.1 }; b.LearningRate = 3;
                    var c = new FastTreeBinaryTrainer.Options(); c.LearningRate = 1; c.Shrinkage = 3; c.Shrinkage = 0.5;
                    var d = new FastTreeBinaryTrainer.Options { LearningRate = 3 }; Fill(d);
            """, "    void Fill(FastTreeBinaryTrainer.Options o) => o.Shrinkage = 0.1;"));

    [Theory]
    [InlineData("foreach (var g in o.ParamGroups) g.LearningRate = [|50|];")]
    [InlineData("foreach (var g in o.ParamGroups) { g.LearningRate = [|1.5|]; }")]
    [InlineData("o.ParamGroups.First().LearningRate = [|50|];")]
    [InlineData("o.ParamGroups.ToList()[0].LearningRate = [|50|];")]
    [InlineData("o.ParamGroups.ToList().ForEach(g => g.LearningRate = [|50|]);")]
    [InlineData("const double Late = 50; foreach (var g in o.ParamGroups) g.LearningRate = [|Late|];")]
    [InlineData("foreach (var g in o.ParamGroups) g.LearningRate = 0.01;")]
    [InlineData("foreach (var g in o.ParamGroups) g.LearningRate = 1e-12;")]
    [InlineData("foreach (var g in o.ParamGroups) g.LearningRate *= 50;")]
    [InlineData("foreach (var g in o.ParamGroups) g.LearningRate = 1; var s = torch.optim.lr_scheduler.LambdaLR(o, e => 0.001 * (e + 1));")]
    [InlineData("foreach (var g in o.ParamGroups) g.LearningRate = 50; var s = torch.optim.lr_scheduler.OneCycleLR(o, 0.01, 100);")]
    [InlineData("var other = Environment.ProcessorCount > 2 ? (torch.optim.Optimizer)o : torch.optim.Adadelta(p); foreach (var g in other.ParamGroups) g.LearningRate = 50;")]
    public Task RateWrittenIntoTheGroups_IsJudgedByTheirOptimizer(string write) =>
        Verify.VerifyAsync(Torch($"var o = torch.optim.Adam(p, 0.001); {write}"));

    [Theory]
    // A base that a formula is multiplied to.
    [InlineData("var o = torch.optim.Adam(p, 1e-4); foreach (var g in o.ParamGroups) { g.LearningRate = 1.0; g.LearningRate *= 0.001; } o.step();", "")]
    [InlineData("var o = torch.optim.Adam(p, 1e-4); foreach (var g in o.ParamGroups) g.LearningRate = 1.0; foreach (var g in o.ParamGroups) g.LearningRate = 0.001; o.step();", "")]
    [InlineData("var o = torch.optim.Adam(p, 1e-4); var w = new Warmup(o); w.Step(); o.step();", "class Warmup { torch.optim.Optimizer _o; int _n; public Warmup(torch.optim.Optimizer o) { _o = o; foreach (var g in _o.ParamGroups) g.LearningRate = 1.0; } public void Step() { foreach (var g in _o.ParamGroups) g.LearningRate = 1e-3 * ++_n; } }")]
    // The factors of the lambda are the rates themselves.
    [InlineData("Noam(torch.optim.Adam(p, 1.0)); Noam(torch.optim.Adam(p, 1.0));", "object Noam(torch.optim.Optimizer o) { foreach (var g in o.ParamGroups) { g.LearningRate = 1.0; } return torch.optim.lr_scheduler.LambdaLR(o, s => 0.001 / (s + 1)); }")]
    // One of several that tolerates it.
    [InlineData("torch.optim.Optimizer o = p.Any() ? torch.optim.SGD(p, 20, weight_decay: 0.1) : torch.optim.SGD(p, 20); foreach (var g in o.ParamGroups) g.LearningRate = 20.0; torch.nn.utils.clip_grad_norm_(p, 0.25); o.step();", "")]
    [InlineData("var image = new Parameter(torch.rand(3)); var o = torch.optim.Adam(new[] { image }, 10); Restart(o); o.step();", "void Restart(torch.optim.Optimizer o) { foreach (var g in o.ParamGroups) g.LearningRate = 10; }")]
    [InlineData("foreach (var o in new[] { torch.optim.Adam(p, 1.0), torch.optim.Adam(p, 1.0) }) { foreach (var g in o.ParamGroups) g.LearningRate = 1.0; var s = torch.optim.lr_scheduler.OneCycleLR(o, 0.01, 100); }", "")]
    public Task RateWrittenIntoTheGroups_ThatMayNotStay_IsSilent(string body, string members) => Verify.VerifyAsync(Torch(body, members));

    [Fact]
    public Task RateWrittenIntoTheGroups_OfOneThatClips_IsSilent() =>
        Verify.VerifyAsync(Torch("var o = torch.optim.SGD(p, 20); foreach (var g in o.ParamGroups) g.LearningRate = 20; torch.nn.utils.clip_grad_norm_(p, 0.25); o.step();"));

    [Fact]
    public Task UnderOneCycle_OnlyThePeakIsJudged() =>
        Verify.VerifyAsync(Torch("var o = torch.optim.Adam(p, 10); var s = torch.optim.lr_scheduler.OneCycleLR(o, [|10|], 100);"));

    [Fact]
    public Task Message_SaysWhyAndWhatToDo() =>
        Verify.VerifyMessageAsync(
            Torch("torch.optim.Adam(p, {|#0:3|});"),
            "Adam learning rate 3 cannot train: it moves each weight by about the learning rate per step, so values from 1 up destroy the weights. Typical is 0.001.");

    [Fact]
    public Task Message_NamesTheShrinkage() =>
        Verify.VerifyMessageAsync(
            MLNet("var o = new FastTreeBinaryTrainer.Options { LearningRate = {|#0:1.5|}, Shrinkage = 2 };"),
            "FastTree learning rate 1.5 times Shrinkage 2 cannot train: each tree overshoots what is left to learn, so from 2 up every further tree makes the model worse.");

    [Fact]
    public Task Fix_PutsTheTypicalRate() =>
        Verify.VerifyFixAsync(
            Torch("double rate = [|30|]; var a = torch.optim.Adam(p, rate); var b = torch.optim.SGD(p, momentum: 0.9, learningRate: [|100|] /* ! */);"),
            Torch("double rate = 0.001; var a = torch.optim.Adam(p, rate); var b = torch.optim.SGD(p, momentum: 0.9, learningRate: LearningRate /* ! */);", NamedRate("0.01")),
            TypicalLearningRate.Key);

    [Fact]
    public Task Fix_NullableTrainerArgument() =>
        Verify.VerifyFixAsync(
            MLNet("ml.Regression.Trainers.LightGbm(learningRate: [|10|]);"),
            MLNet("ml.Regression.Trainers.LightGbm(learningRate: LearningRate);", NamedRate("0.1")),
            TypicalLearningRate.Key);

    [Theory]
    [InlineData("var o = torch.optim.Adam(model.parameters(), 1.0); var s = torch.optim.lr_scheduler.LambdaLR(o, e => Math.Pow(512, -0.5) * Math.Min(Math.Pow(e + 1, -0.5), (e + 1) * Math.Pow(4000, -1.5)));")]
    [InlineData("var o = torch.optim.Adam(model.parameters(), 1.0); foreach (var g in o.ParamGroups) g.LearningRate = 0.001;")]
    public Task RateThatIsOnlyAPlaceholder_IsSilent(string body) =>
        Verify.VerifyAsync(LrAnalyzers.Tests.Verification.TrainingSource.Method(body));

    // Clipped gradients bound the step along them, whatever the rate; Adam's step is the rate itself.
    [Theory]
    [InlineData("var o = torch.optim.SGD(p, 20); torch.nn.utils.clip_grad_norm_(p, 0.25); o.step();")]
    [InlineData("var o = torch.optim.ASGD(p, 20); torch.nn.utils.clip_grad_value_(p, 0.25); o.step();")]
    [InlineData("var o = torch.optim.Adam(p, [|20|]); torch.nn.utils.clip_grad_norm_(p, 0.25); o.step();")]
    [InlineData("var o = torch.optim.SGD(p, [|1e-12|]); torch.nn.utils.clip_grad_norm_(p, 0.25); o.step();")]
    public Task ClippedGradients_LiftTheUpperBoundOfSgd(string body) => Verify.VerifyAsync(Torch(body));

    [Fact]
    public Task WriteToAnotherOptimizer_SilencesNothing() =>
        Verify.VerifyAsync(Torch(
            "using var a = torch.optim.Adam(p, [|100|]); using var b = torch.optim.Adam(p, 100); foreach (var g in b.ParamGroups) g.LearningRate = 0.001;",
            "    static void Other(torch.optim.Optimizer other, double rate) { foreach (var g in other.ParamGroups) g.LearningRate = rate; }"));

    [Theory]
    [InlineData("class C { readonly float lr; readonly object o; C(IEnumerable<TorchSharp.Modules.Parameter> p, float lr = [|50|]) { this.lr = lr; o = TorchSharp.torch.optim.Adam(p, lr); } }")]
    [InlineData("class C { public double LearningRate { get; } = [|100|]; object M() => new Microsoft.ML.Trainers.LightGbm.LightGbmRegressionTrainer.Options { LearningRate = LearningRate }; }")]
    public Task MemberOfTheSameName_SilencesNothing(string source) => Verify.VerifyAsync("using System.Collections.Generic;\n" + source);

    [Theory]
    [InlineData("void Use(torch.optim.Optimizer o) { foreach (var g in o.ParamGroups) g.LearningRate = 0.001; }", "1.0")]
    [InlineData("void Use(torch.optim.Optimizer o) => torch.optim.lr_scheduler.LambdaLR(o, e => 1e-3 / (e + 1));", "1.0")]
    [InlineData("void Use(torch.optim.Optimizer o) => torch.optim.lr_scheduler.LambdaLR(o, e => 1e-3 / (e + 1));", "[|7.0|]")]
    [InlineData("void Use(torch.optim.Optimizer o) => torch.optim.lr_scheduler.OneCycleLR(o, 1e-3, total_steps: 100);", "1.0")]
    [InlineData("void Use(torch.optim.Optimizer o) => new Noam(o);", "1.0")]
    [InlineData("void Use(torch.optim.Optimizer o) => torch.optim.lr_scheduler.StepLR(o, 10);", "[|1.0|]")]
    [InlineData("void Use(torch.optim.Optimizer o) => o.step();", "[|1.0|]")]
    public async Task RateThatAnotherFileReplaces_IsSilent(string use, string rate)
    {
        RuleVerifier<LrAnalyzers.Rules.LR1003_UnworkableLearningRate>.RuleTest test =
            Verify.Create(Torch($"Schedule.Use(torch.optim.Adam(p, {rate}));"), []);
        test.TestState.Sources.Add($$"""
            using System.Collections.Generic;
            using TorchSharp;

            static class Schedule
            {
                public static {{use}}
            }

            class Noam(torch.optim.Optimizer optimizer) : torch.optim.lr_scheduler.LRScheduler(optimizer)
            {
                protected override IEnumerable<double> get_lr() => new[] { 1e-3 };
            }
            """);
        await test.RunAsync();
    }

    // Adam with a rate of 10 suits an image of pixels from 0 to 255.
    [Theory]
    [InlineData("var image = new Parameter(torch.rand(3, 64, 64)); var o = torch.optim.Adam(new[] { image }, 10);")]
    [InlineData("var image = new Parameter(torch.rand(3, 64, 64)); var all = new List<Parameter> { image }; var o = torch.optim.Adam(all, 10);")]
    [InlineData("var layer = torch.nn.Linear(3, 3); var o = torch.optim.Adam(new[] { layer.weight }, [|10|]);")]
    [InlineData("var all = new List<Parameter>(); all.AddRange(p); var o = torch.optim.Adam(all, [|10|]);")]
    public Task ParametersThatAreNoNetworks_AreSilent(string body) => Verify.VerifyAsync(Torch(body));

    // The temperature of soft actor-critic is the agent's own; a network's weight is not.
    [Theory]
    [InlineData("class Agent", "10")]
    [InlineData("class Agent : torch.nn.Module", "[|10|]")]
    public Task ParameterThatAnAgentKeeps_IsNoNetworks(string type, string rate) =>
        Verify.VerifyAsync(Torch("", $$"""    {{type}} { readonly Parameter _logAlpha = new(torch.zeros(1)); torch.optim.Optimizer _o; public Agent(){{(type.Contains(':') ? " : base(\"\")" : "")}} { _o = torch.optim.Adam(new[] { _logAlpha }, {{rate}}); } }"""));
}
