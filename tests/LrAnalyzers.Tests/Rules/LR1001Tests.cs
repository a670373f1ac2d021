using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.Tests.Verification;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1001_InvalidLearningRate>;

namespace LrAnalyzers.Tests.Rules;

public class LR1001Tests
{
    /// <summary>A method in which <c>model</c> and <c>p</c> (its parameters) are at hand.</summary>
    private static string Method(string body, string members = "", string usings = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using TorchSharp;
        using TorchSharp.Modules;
        {{usings}}

        class Trainer
        {
        {{members}}
            void Train(torch.nn.Module<torch.Tensor, torch.Tensor> model, IEnumerable<Parameter> p)
            {
                {{body}}
            }
        }
        """;

    [Theory]
    [InlineData("0")]
    [InlineData("0.0")]
    [InlineData("0f")]
    [InlineData("-0.001")]
    [InlineData("(-1e-3f)")]
    [InlineData("double.NaN")]
    [InlineData("float.NaN")]
    [InlineData("double.PositiveInfinity")]
    [InlineData("1e308 * 10")]
    [InlineData("1 - 1")]
    [InlineData("Math.Sqrt(-1)")]
    [InlineData("-Math.Pow(10, -3)")]
    public Task Adam_InvalidNumber_Reports(string learningRate) =>
        Verify.VerifyAsync(Method($"var optimizer = torch.optim.Adam(p, [|{learningRate}|]);"));

    [Theory]
    [InlineData("0.001")]
    [InlineData("1")]
    [InlineData("1e9")]
    [InlineData("double.Epsilon")]
    [InlineData("double.Parse(\"0\")")]
    [InlineData("Math.Sqrt(2)")]
    public Task Adam_PositiveFiniteOrUnknown_IsSilent(string learningRate) =>
        Verify.VerifyAsync(Method($"var optimizer = torch.optim.Adam(p, {learningRate});"));

    [Theory]
    [InlineData("torch.optim.SGD(p, [|0|])")]
    [InlineData("torch.optim.SGD(p, momentum: 0.9, learningRate: [|0|])")]
    [InlineData("torch.optim.Adam(p, lr: [|-1|])")]
    [InlineData("torch.optim.AdamW(weight_decay: 0.1, lr: [|-1|], parameters: p)")]
    [InlineData("torch.optim.NAdam(p, [|0|])")]
    [InlineData("torch.optim.RAdam(p, [|0|])")]
    [InlineData("torch.optim.Adamax(p, [|0|])")]
    [InlineData("torch.optim.Adagrad(p, [|0|])")]
    [InlineData("torch.optim.Adadelta(p, [|0|])")]
    [InlineData("torch.optim.RMSProp(p, [|0|])")]
    [InlineData("torch.optim.ASGD(p, [|0|])")]
    [InlineData("torch.optim.Rprop(p, [|0|])")]
    [InlineData("torch.optim.LBFGS(p, [|-0.001|])")]
    [InlineData("torch.optim.Adam(model.named_parameters(), [|0|])")]
    [InlineData("new Adam(p, [|0|])")]
    [InlineData("new SGD(p, lr: [|0|])")]
    [InlineData("new SGD.ParamGroup(p, [|0|])")]
    [InlineData("new Adam.ParamGroup(p, new Adam.Options { LearningRate = [|-0.1|] })")]
    [InlineData("new Adam.ParamGroup { Parameters = p, Options = new() { LearningRate = [|double.NaN|] } }")]
    [InlineData("torch.optim.Adam(new Adam.ParamGroup[] { new() { Parameters = p, Options = new() { LearningRate = [|0f|] } } })")]
    [InlineData("torch.optim.lr_scheduler.OneCycleLR(torch.optim.Adam(p), max_lr: [|0|], total_steps: 10)")]
    [InlineData("torch.optim.lr_scheduler.OneCycleLR(torch.optim.Adam(p), new[] { 0.1, [|-0.1|] }, total_steps: 10)")]
    [InlineData("new torch.optim.lr_scheduler.impl.CyclicLR(torch.optim.SGD(p, 0.1), [|-0.1|], 0.2)")]
    public Task EveryWayToGiveALearningRate_Invalid_Reports(string creation) =>
        Verify.VerifyAsync(Method($"var created = {creation};"));

    [Theory]
    [InlineData("torch.optim.Adam(p)")]
    [InlineData("torch.optim.Adam(p, weight_decay: 0)")]
    [InlineData("torch.optim.Adagrad(p, lr_decay: 0)")]
    [InlineData("torch.optim.SGD(p, 0.1, momentum: 0)")]
    [InlineData("torch.optim.lr_scheduler.CyclicLR(torch.optim.SGD(p, 0.1), 0, 0.2)")]
    [InlineData("torch.optim.lr_scheduler.CosineAnnealingLR(torch.optim.SGD(p, 0.1), 10, 0)")]
    [InlineData("new Adam.Options { LearningRate = null }")]
    public Task OtherZeros_AreSilent(string creation) =>
        Verify.VerifyAsync(Method($"var created = {creation};"));

    [Theory]
    [InlineData("ml.BinaryClassification.Trainers.SgdCalibrated(learningRate: [|0|])")]
    [InlineData("ml.BinaryClassification.Trainers.SgdNonCalibrated(learningRate: [|-0.1|])")]
    [InlineData("ml.BinaryClassification.Trainers.AveragedPerceptron(learningRate: [|float.NaN|])")]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: [|0f|])")]
    [InlineData("StandardTrainersCatalog.OnlineGradientDescent(ml.Regression.Trainers, learningRate: [|-1|])")]
    [InlineData("ml.Regression.Trainers.FastTree(learningRate: [|0|])")]
    [InlineData("ml.Ranking.Trainers.FastTree(learningRate: [|0|])")]
    [InlineData("ml.Regression.Trainers.FastTreeTweedie(learningRate: [|-0.2|])")]
    [InlineData("ml.BinaryClassification.Trainers.Gam(learningRate: [|0|])")]
    [InlineData("ml.MulticlassClassification.Trainers.LightGbm(learningRate: [|-0.1|])")]
    [InlineData("ml.Recommendation().Trainers.MatrixFactorization(\"a\", \"b\", \"c\", learningRate: [|0|])")]
    [InlineData("new OnlineGradientDescentTrainer.Options { LearningRate = [|0|] }")]
    [InlineData("new SgdCalibratedTrainer.Options { LearningRate = [|0|] }")]
    [InlineData("new FieldAwareFactorizationMachineTrainer.Options { LearningRate = [|0|] }")]
    [InlineData("new FastTreeRankingTrainer.Options { Shrinkage = 0.1, LearningRate = [|0|] }")]
    [InlineData("new GamRegressionTrainer.Options { LearningRate = [|0|] }")]
    [InlineData("new LightGbmMulticlassTrainer.Options { LearningRate = [|0|] }")]
    [InlineData("new MatrixFactorizationTrainer.Options { LearningRate = [|0|] }")]
    [InlineData("new SymbolicSgdLogisticRegressionBinaryTrainer.Options { LearningRate = [|0|] }")]
    [InlineData("new ImageClassificationTrainer.Options { LearningRate = [|0|], LearningRateScheduler = null }")]
    [InlineData("new ExponentialLRDecay([|-0.01f|])")]
    [InlineData("new PolynomialLRDecay(endLearningRate: [|-1|])")]
    [InlineData("new LsrDecay([|0f|])")]
    [InlineData("new TextClassificationTrainer.TextClassificationOptions { LearningRate = new List<double> { [|0|] } }")]
    [InlineData("new NerTrainer.NerOptions { LearningRate = [[|-1|]] }")]
    [InlineData("new ObjectDetectionTrainer.Options { InitLearningRate = [|0|] }")]
    [InlineData("new Microsoft.ML.GenAI.Core.Trainer.CausalLMSupervisedFineTuningTrainer.Option { LearningRate = [|0|] }")]
    [InlineData("new Microsoft.ML.AutoML.CodeGen.LgbmOption { LearningRate = [|0|] }")]
    public Task EveryTrainerOfMLNet_Invalid_Reports(string creation) =>
        Verify.VerifyAsync(Sources.MLNet($"var created = {creation};"));

    [Theory]
    [InlineData("new SdcaRegressionTrainer.Options { BiasLearningRate = 0 }")]
    [InlineData("new FastForestRegressionTrainer.Options()")]
    [InlineData("new LightGbmMulticlassTrainer.Options { LearningRate = null }")]
    [InlineData("ml.Regression.Trainers.Sdca()")]
    [InlineData("new PolynomialLRDecay(endLearningRate: 0)")]
    [InlineData("ml.MulticlassClassification.Trainers.ImageClassification()")]
    public Task OtherNumbersOfMLNet_AreSilent(string creation) =>
        Verify.VerifyAsync(Sources.MLNet($"var created = {creation};"));

    [Fact]
    public Task OptionsFilledLater_Reports() =>
        Verify.VerifyAsync(Sources.MLNet("var o = new FastTreeBinaryTrainer.Options(); o.NumberOfTrees = 5; o.LearningRate = [|0|]; ml.BinaryClassification.Trainers.FastTree(o);"));

    [Fact]
    public Task ModelBuilderFile_IsGenerated() =>
        Verify.VerifyAsync("// This file was auto-generated by ML.NET Model Builder.\n" + Sources.MLNet("ml.Regression.Trainers.FastTree(learningRate: 0);"));

    [Fact]
    public Task ReplacedByOneCycle_OnlyNegativeReports() =>
        Verify.VerifyAsync(Method("""
            var a = torch.optim.Adam(p, 0); torch.optim.lr_scheduler.OneCycleLR(a, 0.01, 10);
                    var b = torch.optim.Adam(p, [|-1|]); torch.optim.lr_scheduler.OneCycleLR(b, 0.01, 10);
            """));

    [Fact]
    public Task UsingStatic_Reports() =>
        Verify.VerifyAsync(Method("var a = Adam(p, [|0|]); var b = optim.SGD(p, [|0|]);", usings: "using static TorchSharp.torch; using static TorchSharp.torch.optim;"));

    [Fact]
    public Task NamedValues_AreFollowed() =>
        Verify.VerifyAsync(Method(
            """
            var local = [|0.0|];
            const float constant = [|-1f|];
            var copy = local;
            var a = torch.optim.Adam(p, local);
            var b = torch.optim.Adam(p, constant);
            var c = torch.optim.Adam(p, copy);
            var d = torch.optim.Adam(p, Rate);
            var e = torch.optim.Adam(p, s_rate);
            var f = torch.optim.Adam(p, _rate);
            var g = torch.optim.Adam(p, Property);
            var h = torch.optim.Adam(p, [|this.Body * 2|]);
            """,
            members: """
                const double Rate = [|0|];
                static readonly double s_rate = [|-0.5|];
                private double _rate = [|double.NaN|];
                double Property { get; } = [|0|];
                double Body => -1;
            """));

    [Fact]
    public async Task NumbersInAnotherFile_AreReportedThere()
    {
        var compilation = Analysis.Compile(
            Method("torch.optim.Adam(p, Config.Rate); torch.optim.Adam(p, Config.Off); torch.optim.Adam(p, Config.Sum); torch.optim.Adam(p, Config.Set); torch.optim.Adam(p, Parts.Rate);"),
            """
            static class Config
            {
                public static readonly double Rate = -0.1;
                public static double Off { get; } = 0;
                public static readonly double Sum = Rate - 1;
                public static double Set { get; set; } = 0;
            }
            static partial class Parts { public static readonly double Rate = 0; }
            static partial class Parts { }
            """);
        Assert.Empty(Analysis.Errors(compilation));
        var reported = (await Analysis.BuildAsync(compilation)).Select(diagnostic =>
            diagnostic.Id + " " + diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
        Assert.Equal(["LR1001 -0.1", "LR1001 0", "LR1001 0", "LR1001 Rate - 1"], reported.Order(StringComparer.Ordinal));
    }

    [Fact]
    public Task ValuesThatMayChange_AreSilent() =>
        Verify.VerifyAsync(Method(
            """
            var assigned = 0.0; assigned = 0.1;
            var byRef = 0.0; Change(ref byRef);
            var incremented = 0.0; incremented++;
            var inLambda = 0.0; Action set = () => inLambda = 1;
            var deconstructed = 0.0; (deconstructed, _) = (0.1, 0.2);
            var a = torch.optim.Adam(p, assigned);
            var b = torch.optim.Adam(p, byRef);
            var c = torch.optim.Adam(p, incremented);
            var d = torch.optim.Adam(p, inLambda);
            var e = torch.optim.Adam(p, deconstructed);
            var f = torch.optim.Adam(p, _rate);
            var g = torch.optim.Adam(p, Settable);
            var h = torch.optim.Adam(p, visible);
            var i = torch.optim.Adam(p, Overridable);
            var k = torch.optim.Adam(p, Cycle);
            """,
            members: """
                private double _rate = 0;
                public double visible = 0;
                public double Settable { get; set; } = 0;
                protected virtual double Overridable => 0;
                static readonly double Cycle = Cycle2;
                static readonly double Cycle2 = Cycle;
                void Change(ref double x) => x = _rate += 1;
            """));

    [Fact]
    public Task ParameterDefault_Reports() =>
        Verify.VerifyAsync("""
            using System.Collections.Generic;
            using TorchSharp;
            using TorchSharp.Modules;
            class C
            {
                void A(IEnumerable<Parameter> p, double lr = [|0|]) => torch.optim.Adam(p, lr);
                void B(IEnumerable<Parameter> p, double lr = -1) { if (lr < 0) lr = 0.1; torch.optim.Adam(p, lr); }
                void C1(IEnumerable<Parameter> p, double lr) => torch.optim.Adam(p, lr);
            }
            """);

    [Fact]
    public Task Conditional_ReportsANegativeArm_ButNotAPausingZero() =>
        Verify.VerifyAsync(Method("var a = torch.optim.Adam(p, model is null ? [|-1|] : 0.1); var b = torch.optim.Adam(p, model is null ? 0 : 0.1);"));

    [Fact]
    public Task ZeroWithManualSchedule_IsSilent() =>
        Verify.VerifyAsync(Method("var a = torch.optim.Adam(p, 0); foreach (var g in a.ParamGroups) g.LearningRate = 0.1;"));

    [Fact]
    public Task GroupFrozenBesideATrainedOne_IsSilent() => Verify.VerifyAsync(Method(
        """
        var a = torch.optim.SGD(new[] { new SGD.ParamGroup(p, lr: 0), new SGD.ParamGroup(p, lr: 0.1) }, 0.1);
                var b = torch.optim.Adam(new List<Adam.ParamGroup> { new Adam.ParamGroup(p, 0), new Adam.ParamGroup(p, Rate) });
                var c = torch.optim.SGD(new[] { new SGD.ParamGroup(p, lr: [|0|]), new SGD.ParamGroup(p, lr: [|0|]) }, 0.1);
                var d = torch.optim.SGD(new[] { new SGD.ParamGroup(p, lr: [|-0.1|]), new SGD.ParamGroup(p, lr: 0.1) }, 0.1);
        """,
        "    static double Rate => DateTime.Now.Second;"));

    // A body that is frozen for the first epochs.
    [Fact]
    public Task ZeroOfAGroupThatIsThawedLater_IsSilent() =>
        Verify.VerifyAsync(Method("""
            var o = torch.optim.SGD(new[] { new SGD.ParamGroup(p, lr: 0), new SGD.ParamGroup(p, lr: 0.1) }, 0.1);
                    for (int epoch = 0; epoch < 9; epoch++) { var groups = o.ParamGroups.ToList(); if (epoch == 3) groups[0].LearningRate = 0.01; }
            """));

    [Fact]
    public Task WriteToAnotherOptimizer_SilencesNothing() =>
        Verify.VerifyAsync(Method(
            "using var a = torch.optim.SGD(p, [|0|]);",
            "    static void Other(torch.optim.Optimizer other, double rate) { foreach (var g in other.ParamGroups) g.LearningRate = rate; }"));

    [Fact]
    public Task LaterWrite_NegativeReports_ZeroPauses() =>
        Verify.VerifyAsync(Method("var a = torch.optim.Adam(p, 0.1); foreach (var g in a.ParamGroups) { g.LearningRate = [|-0.1|]; g.LearningRate = 0; }"));

    [Fact]
    public Task UsersOwnOptimizer_Reports_WithoutFix() =>
        Verify.VerifyNoFixAsync("""
            using System;
            using System.Collections.Generic;
            using TorchSharp;
            using TorchSharp.Modules;
            class Lion : SGD
            {
                public Lion(IEnumerable<Parameter> p, double lr = 1e-4, double beta = 0) : base(p, lr) { }
                static void Use(IEnumerable<Parameter> p) => new Lion(p, [|0|]);
            }
            class Fixed : Adam
            {
                public Fixed(IEnumerable<Parameter> p) : base(p, 1e-3) { }
            }
            """, TypicalLearningRate.Key);

    [Fact]
    public Task BaseConstructor_Reports() =>
        Verify.VerifyAsync("""
            using System.Collections.Generic;
            using TorchSharp.Modules;
            class Frozen : Adam
            {
                public Frozen(IEnumerable<Parameter> p) : base(p, [|0|]) { }
            }
            """);

    [Fact]
    public Task InsideThrowsAssertion_IsSilent() =>
        Verify.VerifyAsync(Method("""
            Xunit.Assert.Throws<ArgumentException>(() => torch.optim.Adam(p, -1));
                    Xunit.Assert.Throws<ArgumentException>(() => { var o = torch.optim.Adam(p, -1); });
                    Action act = () => torch.optim.Adam(p, -1);
                    Xunit.Assert.ThrowsAny<Exception>(act);
                    Action other = () => torch.optim.Adam(p, [|-1|]);
            """));

    [Fact]
    public Task Message_SaysWhatWhyAndWhatToDo() =>
        Verify.VerifyMessageAsync(
            Method("var a = torch.optim.Adam(p, {|#0:0|});"),
            "Adam learning rate 0 is not a positive, finite number: no weight ever changes. Typical is 0.001.");

    [Fact]
    public Task WithoutTheLibrary_NothingIsRegistered()
    {
        var test = Verify.Create("class C { void M() { var lr = 0.0; } }", []);
        test.TestState.AdditionalReferences.Clear();
        test.TestState.AdditionalReferences.AddRange(Verification.TestReferences.WithoutLibraries);
        return test.RunAsync();
    }

    [Theory]
    [InlineData("torch.optim.Adam(p, lr: [|0|])", "torch.optim.Adam(p, lr: LearningRate)", "0.001")]
    [InlineData("torch.optim.Adam(p, /* lr */ [|0|] /* ! */)", "torch.optim.Adam(p, /* lr */ LearningRate /* ! */)", "0.001")]
    [InlineData("torch.optim.Adadelta(p, [|-1|])", "torch.optim.Adadelta(p, LearningRate)", "1.0")]
    [InlineData("torch.optim.SGD(p, [|1 - 1|], 0.9)", "torch.optim.SGD(p, LearningRate, 0.9)", "0.01")]
    [InlineData("new Adam.Options { LearningRate = [|0f|] }", "new Adam.Options { LearningRate = LearningRate }", "0.001")]
    [InlineData("new Microsoft.ML.Trainers.OnlineGradientDescentTrainer.Options { LearningRate = [|0|] }", "new Microsoft.ML.Trainers.OnlineGradientDescentTrainer.Options { LearningRate = 0.1f }", "")]
    [InlineData("torch.optim.RAdam(p, [|-1e-3|])", "torch.optim.AdamW(p, LearningRate)", "0.001")]
    [InlineData("torch.optim.Adam(p, [|10 ^ -3|])", "torch.optim.Adam(p, LearningRate)", "0.001")]
    [InlineData("torch.optim.SGD(p, [|5 * 10 ^ -2|])", "torch.optim.SGD(p, LearningRate)", "0.05")]
    public Task Fix_Literal_IsReplacedAndNamed(string before, string after, string rate) =>
        Verify.VerifyFixAsync(Method($"var a = {before};"), Method($"var a = {after};", Sources.NamedRate(rate)), TypicalLearningRate.Key);

    [Fact]
    public Task Message_SaysThatACaretIsNoPower() =>
        Verify.VerifyMessageAsync(
            Method("torch.optim.Adam(p, {|#0:10 ^ -3|});"),
            "Adam learning rate '10 ^ -3', which is -9, is not a positive, finite number: ^ is the exclusive or of the bits in C#, not a power.");

    [Theory]
    [InlineData("ml.Regression.Trainers.OnlineGradientDescent(learningRate: {|#0:0f|})", "OnlineGradientDescent learning rate 0 is not a positive, finite number: ML.NET throws when the trainer is made. Typical is 0.1.")]
    [InlineData("ml.Regression.Trainers.FastTree(learningRate: {|#0:-0.2|})", "FastTree learning rate -0.2 is not a positive, finite number: each tree moves away from the target, and nothing refuses it. Typical is 0.2.")]
    [InlineData("ml.Regression.Trainers.Gam(learningRate: {|#0:double.NaN|})", "Gam learning rate NaN is not a positive, finite number: Fit does not return. Typical is 0.002.")]
    [InlineData("new LightGbmMulticlassTrainer.Options { LearningRate = {|#0:0|} }", "LightGbm learning rate 0 is not a positive, finite number: LightGBM refuses it, and Fit throws. Typical is 0.1.")]
    public Task Message_SaysWhatTheTrainerDoes(string creation, string message) =>
        Verify.VerifyMessageAsync(Sources.MLNet($"var created = {creation};"), message);

    [Fact]
    public Task Fix_LocalWithOneUse_IsReplacedAtItsDeclaration() =>
        Verify.VerifyFixAsync(
            Method("double lr = [|0|]; // tuned\n        var a = torch.optim.Adam(p, lr);"),
            Method("double lr = 0.001; // tuned\n        var a = torch.optim.Adam(p, lr);"),
            TypicalLearningRate.Key);

    [Fact]
    public Task Fix_FieldWithOneUse_IsReplacedAtItsDeclaration() =>
        Verify.VerifyFixAsync(
            Method("var a = torch.optim.Adam(p, _rate);", members: "    private static readonly double _rate = [|double.NaN|]; // tuned\n"),
            Method("var a = torch.optim.Adam(p, _rate);", members: "    private static readonly double _rate = 0.001; // tuned\n"),
            TypicalLearningRate.Key);

    [Fact]
    public Task NoFix_OfAConstantThatIsComputedWithToo() =>
        Verify.VerifyNoFixAsync(
            Method("var a = torch.optim.Adam(p, Zero); Console.WriteLine(Zero + 1);", members: "    const double Zero = [|0|];"), TypicalLearningRate.Key);

    [Fact]
    public Task Fix_NotANumber_GetsANamedConstant() =>
        Verify.VerifyFixAsync(
            Method("var a = torch.optim.Adam(p, [|double.NaN|]);", members: "    // first\n    int _x;"),
            Method("var a = torch.optim.Adam(p, LearningRate);", members: "    private const double LearningRate = 0.001;\n\n    // first\n    int _x;"),
            TypicalLearningRate.Key);

    [Theory]
    [InlineData("foreach (var group in optimizer.ParamGroups) group.LearningRate = rate;", "0")]
    [InlineData("optimizer.step();", "[|0|]")]
    public async Task ZeroThatAnotherFileReplaces_IsSilent(string use, string rate)
    {
        RuleVerifier<LrAnalyzers.Rules.LR1001_InvalidLearningRate>.RuleTest test =
            Verify.Create(Method($"Schedule.Use(torch.optim.Adam(p, {rate}), 1e-3);"), []);
        test.TestState.Sources.Add($$"""
            static class Schedule
            {
                public static void Use(TorchSharp.torch.optim.Optimizer optimizer, double rate) { {{use}} }
            }
            """);
        await test.RunAsync();
    }
}
