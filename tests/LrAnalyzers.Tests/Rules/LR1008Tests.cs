using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.Sources;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1008_DeadLearningRate>;

namespace LrAnalyzers.Tests.Rules;

public class LR1008Tests
{
    [Theory]
    [InlineData("torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01), new Adam.ParamGroup(p, 0.02) }, [|0.1|])")]
    [InlineData("torch.optim.Adam(new Adam.ParamGroup[] { new(p, new Adam.Options { LearningRate = 0.01 }) }, lr: [|0.1|])")]
    [InlineData("torch.optim.SGD(new List<SGD.ParamGroup> { new() { Parameters = p, Options = new() { LearningRate = 0.01 } } }, [|0.1|])")]
    [InlineData("torch.optim.SGD(groups, [|rate|])")]
    [InlineData("torch.optim.SGD([new SGD.ParamGroup(p, lr: 0.01)], learningRate: [|0.1|])")]
    public Task EveryGroupSetsItsOwn_Reports(string creation) =>
        Verify.VerifyAsync(Torch($"var rate = 0.1; var groups = new[] {{ new SGD.ParamGroup(p, lr: 0.3) }}; var created = {creation};"));

    [Theory]
    [InlineData("torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01), new Adam.ParamGroup { Parameters = p } }, 0.1)")]
    [InlineData("torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.1) }, 0.1)")]
    [InlineData("torch.optim.Adam(new[] { new Adam.ParamGroup(p, rate * 0.1), new Adam.ParamGroup(p, rate) }, rate)")]
    [InlineData("torch.optim.Adam(new[] { new Adam.ParamGroup(p, new Adam.Options()) }, 0.1)")]
    [InlineData("torch.optim.Adam(new[] { new Adam.ParamGroup(p) }, 0.1)")]
    [InlineData("torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01) })")]
    [InlineData("torch.optim.Adam(More(new List<Adam.ParamGroup> { new Adam.ParamGroup(p, 0.01) }), 0.1)")]
    [InlineData("torch.optim.Adam(p, 0.1)")]
    public Task AGroupMayUseIt_IsSilent(string creation) =>
        Verify.VerifyAsync(Torch($"var rate = 0.1; var created = {creation};", "    List<Adam.ParamGroup> More(List<Adam.ParamGroup> groups) => groups;"));

    [Theory]
    [InlineData("new ImageClassificationTrainer.Options { LearningRate = [|0.0001f|] }")]
    [InlineData("new ImageClassificationTrainer.Options { LearningRate = [|0.01f|], LearningRateScheduler = new LsrDecay() }")]
    [InlineData("new ImageClassificationTrainer.Options { LearningRate = [|0.1f|], LearningRateScheduler = new ExponentialLRDecay(0.01f, 20) }")]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = [|0.05|], DropoutRate = 0.1 }")]
    [InlineData("new FastTreeTweedieTrainer.Options { DropoutRate = 0.1, LearningRate = [|0.05|] }")]
    [InlineData("new TextClassificationTrainer.TextClassificationOptions { LearningRate = new List<double> { 1e-4, [|5e-5|], 1e-5 } }")]
    [InlineData("new NerTrainer.NerOptions { LearningRate = [1e-4, [|5e-5|]] }")]
    public Task DeadInMLNet_Reports(string creation) => Verify.VerifyAsync(MLNet($"var created = {creation};"));

    [Theory]
    [InlineData("new ImageClassificationTrainer.Options { LearningRate = 0.01f }")]
    [InlineData("new ImageClassificationTrainer.Options { LearningRate = 0.1f, LearningRateScheduler = null }")]
    [InlineData("new ImageClassificationTrainer.Options { LearningRate = 0.1f, LearningRateScheduler = given }")]
    [InlineData("new ImageClassificationTrainer.Options { LearningRate = 0.1f, LearningRateScheduler = new ExponentialLRDecay(0.1f) }")]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = 0.05, DropoutRate = 0 }")]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = 0.05 }")]
    [InlineData("new FastTreeBinaryTrainer.Options { LearningRate = 0.05, DropoutRate = 0.1 }")]
    [InlineData("new TextClassificationTrainer.TextClassificationOptions { LearningRate = new List<double> { 1e-4 } }")]
    public Task EffectiveInMLNet_IsSilent(string creation) =>
        Verify.VerifyAsync(MLNet($"LearningRateScheduler? given = Environment.ProcessorCount > 1 ? new LsrDecay() : null; var created = {creation};"));

    [Fact]
    public Task OptionsFilledLater_AreFollowed() =>
        Verify.VerifyAsync(MLNet("""
            var a = new ImageClassificationTrainer.Options(); a.LearningRate = [|0.1f|];
                    var b = new ImageClassificationTrainer.Options(); b.LearningRate = 0.1f; b.LearningRateScheduler = null;
                    var c = new FastTreeRegressionTrainer.Options { DropoutRate = 0.2 }; c.LearningRate = [|0.1|];
                    _options.LearningRate = 0.1f;
            """, "    ImageClassificationTrainer.Options _options = new();"));

    [Fact]
    public Task Message_NamesTheRatesThatAreUsed() =>
        Verify.VerifyMessageAsync(
            Torch("torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01), new Adam.ParamGroup(p, 0.02) }, {|#0:0.1|});"),
            "Adam learning rate 0.1 has no effect: every parameter group sets its own, 0.01, 0.02");

    [Fact]
    public Task Message_NamesTheSchedule() =>
        Verify.VerifyMessageAsync(
            MLNet("var o = new ImageClassificationTrainer.Options { LearningRate = {|#0:0.0001f|} };"),
            "ImageClassification learning rate 0.0001 has no effect: the default LearningRateScheduler brings its own, 0.01 falling by 6% every two epochs");

    [Theory]
    [InlineData("torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01) }, [|0.1|])", "torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01) })")]
    [InlineData("torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01) }, lr: [|0.1|], amsgrad: true)", "torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01) }, amsgrad: true)")]
    public Task Fix_Groups_RemovesTheArgument(string before, string after) =>
        Verify.VerifyFixAsync(Torch($"var o = {before};"), Torch($"var o = {after};"), LR1008_ReviveLearningRate.RemoveKey);

    private const string Field = "    private static readonly double _rate = 0.1;\n";

    [Theory]
    [InlineData(Field, "")]
    [InlineData("    private double _rate = 1.0 / 3;\n\n    int _x = 1;\n    int X => _x;\n", "\n    int _x = 1;\n    int X => _x;\n")]
    // It is read, or is no constant: the compiler says nothing.
    [InlineData(Field + "    double Shown => _rate;\n", Field + "    double Shown => _rate;\n")]
    [InlineData("    double _rate = Environment.ProcessorCount;\n", "    double _rate = Environment.ProcessorCount;\n")]
    [InlineData("    internal static double _rate = 0.1;\n", "    internal static double _rate = 0.1;\n")]
    public Task Fix_TakesTheFieldAlong_ThatNothingElseReads(string before, string after) => Verify.VerifyFixAsync(
        Torch("var o = torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01) }, [|_rate|]);", before),
        Torch("var o = torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01) });", after),
        LR1008_ReviveLearningRate.RemoveKey);

    [Theory]
    [InlineData("    private static readonly double _rate = 0.1; // tuned\n")]
    [InlineData("    /// <summary>Tuned.</summary>\n    private double _rate = 0.1;\n")]
    [InlineData("    private double _rate;\n    void Set() { _rate = 0.1; }\n")]
    public Task NoFix_WhereTheFieldWouldStayUnread(string members) => Verify.VerifyNoFixAsync(
        Torch("var o = torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01) }, [|_rate|]);", members), LR1008_ReviveLearningRate.RemoveKey);

    [Fact]
    public Task Fix_TakesTheLocalsAlong_ThatNothingElseReads() => Verify.VerifyFixAsync(
        Torch("const double half = 0.5;\n        const double rate = half / 5;\n        var o = torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01) }, [|rate|]);"),
        Torch("var o = torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01) });"),
        LR1008_ReviveLearningRate.RemoveKey);

    [Theory]
    [InlineData("torch.optim.SGD(new[] { new SGD.ParamGroup(p, 0.01) }, [|0.1|])")]
    [InlineData("torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01) }, [|0.1|], 0.8)")]
    [InlineData("torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01) } /* why */, [|0.1|] /* this */, amsgrad: true)", true)]
    public Task NoFix_WhereTheArgumentIsNeeded(string creation, bool hasFix = false) => hasFix
        ? Verify.VerifyFixAsync(Torch($"var o = {creation};"), Torch("var o = torch.optim.Adam(new[] { new Adam.ParamGroup(p, 0.01) } /* why */ /* this */, amsgrad: true);"), LR1008_ReviveLearningRate.RemoveKey)
        : Verify.VerifyNoFixAsync(Torch($"var o = {creation};"), LR1008_ReviveLearningRate.RemoveKey);

    [Theory]
    [InlineData(LR1008_ReviveLearningRate.ScheduleKey, "LearningRateScheduler = new ExponentialLRDecay(learningRate: 0.0001f), Epoch = 5")]
    [InlineData(LR1008_ReviveLearningRate.ConstantKey, "LearningRate = LearningRate, LearningRateScheduler = null, Epoch = 5", "0.0001f")]
    public Task Fix_ImageClassification_MakesItEffective(string key, string after, string rate = "") =>
        Verify.VerifyFixAsync(
            MLNet("var o = new ImageClassificationTrainer.Options { LearningRate = [|0.0001f|], Epoch = 5 };"),
            MLNet($"var o = new ImageClassificationTrainer.Options {{ {after} }};", NamedRate(rate, "float")),
            key);

    [Theory]
    [InlineData("LearningRate = [|0.0001f|], Epoch = 5", "LearningRateScheduler = new PolynomialLRDecay(learningRate: 0.0001f, numEpochsPerDecay: 5, endLearningRate: 0.0001f * 0.01f), Epoch = 5")]
    [InlineData("LearningRate = [|rate|]", "LearningRateScheduler = new PolynomialLRDecay(learningRate: rate, numEpochsPerDecay: 200, endLearningRate: rate * 0.01f)")]
    [InlineData("Epoch = epochs, LearningRate = [|0.5f|]", "Epoch = epochs, LearningRateScheduler = new PolynomialLRDecay(learningRate: 0.5f, numEpochsPerDecay: epochs, endLearningRate: 0.5f * 0.01f)")]
    public Task Fix_ImageClassification_DecaysLinearlyOverTheRun(string before, string after) =>
        Verify.VerifyFixAsync(Options(before), Options(after), LR1008_ReviveLearningRate.LinearKey);

    [Fact]
    public Task Fix_ImageClassification_WarmsUp() =>
        Verify.VerifyFixAsync(
            MLNet("""
                var options = new ImageClassificationTrainer.Options
                        {
                            BatchSize = 32,
                            LearningRate = [|0.05f|], // tuned
                            Epoch = 100,
                        };
                """),
            MLNet("""
                var options = new ImageClassificationTrainer.Options
                        {
                            BatchSize = 32,
                            LearningRateScheduler = new LsrDecay(
                                new[]
                                {
                                    new LsrDecay.LearningRateSchedulerItem(75, 0.01f),
                                    new LsrDecay.LearningRateSchedulerItem(50, 0.1f),
                                    new LsrDecay.LearningRateSchedulerItem(4, 1f),
                                    new LsrDecay.LearningRateSchedulerItem(3, 0.8f),
                                    new LsrDecay.LearningRateSchedulerItem(2, 0.6f),
                                    new LsrDecay.LearningRateSchedulerItem(1, 0.4f),
                                    new LsrDecay.LearningRateSchedulerItem(0, 0.2f),
                                },
                                baseLearningRate: 0.05f * 128 / 32), // tuned
                            Epoch = 100,
                        };
                """),
            LR1008_ReviveLearningRate.StepsKey);

    [Theory]
    [InlineData("LearningRate = [|0.5f|], Epoch = epochs")]
    [InlineData("LearningRate = [|0.5f|], Epoch = 10")]
    [InlineData("LearningRate = [|0.5f * 2|]")]
    public Task NoFix_WarmUp_WhereTheEpochsAreNotKnownOrFew(string settings) =>
        Verify.VerifyNoFixAsync(Options(settings), LR1008_ReviveLearningRate.StepsKey);

    // Another build trains for another number of epochs.
    [Theory]
    [InlineData("\n#if !DEBUG\nEpoch = 50,\n#else\nEpoch = 5,\n#endif\n")]
    [InlineData("\n#if DEBUG\nEpoch = 5,\n#endif\n")]
    public Task NoFix_WhereTheEpochsAreConditional(string epochs) =>
        Verify.VerifyNoFixAsync(Options("LearningRate = [|0.5f|]," + epochs), LR1008_ReviveLearningRate.LinearKey);

    [Fact]
    public Task Fix_ImageClassification_OptionsFilledLater() =>
        Verify.VerifyFixAsync(
            MLNet("var o = new ImageClassificationTrainer.Options(); o.LearningRate = [|0.1f|]; o.Epoch = 40;"),
            MLNet("var o = new ImageClassificationTrainer.Options(); o.LearningRateScheduler = new PolynomialLRDecay(learningRate: 0.1f, numEpochsPerDecay: 40, endLearningRate: 0.1f * 0.01f); o.Epoch = 40;"),
            LR1008_ReviveLearningRate.LinearKey);

    [Theory]
    [InlineData("", "using Microsoft.ML.Trainers;\n\n")]
    [InlineData("// top\nusing System;\nusing TorchSharp;\n\n", "// top\nusing System;\nusing Microsoft.ML.Trainers;\nusing TorchSharp;\n\n")]
    [InlineData("namespace N;\n\nusing Microsoft.ML.Vision;\n\n", "namespace N;\n\nusing Microsoft.ML.Vision;\nusing Microsoft.ML.Trainers;\n\n")]
    public Task Fix_ImageClassification_AddsTheUsing(string before, string after) =>
        Verify.VerifyFixAsync(
            before + "class C { object M() => new Microsoft.ML.Vision.ImageClassificationTrainer.Options { LearningRate = [|0.5f|] }; }",
            after + "class C { object M() => new Microsoft.ML.Vision.ImageClassificationTrainer.Options { LearningRateScheduler = new ExponentialLRDecay(learningRate: 0.5f) }; }",
            LR1008_ReviveLearningRate.ScheduleKey);

    private static string Options(string settings) =>
        MLNet($"int epochs = Environment.ProcessorCount; var rate = 0.3f; var options = new ImageClassificationTrainer.Options {{ {settings} }};");

    [Theory]
    [InlineData("new FastTreeRegressionTrainer.Options { LearningRate = [|0.05|], DropoutRate = 0.1 }", "new FastTreeRegressionTrainer.Options { DropoutRate = 0.1 }")]
    [InlineData("new TextClassificationTrainer.TextClassificationOptions { LearningRate = new List<double> { 1e-4, [|5e-5|], 1e-5 } }", "new TextClassificationTrainer.TextClassificationOptions { LearningRate = new List<double> { 1e-4 } }")]
    [InlineData("new NerTrainer.NerOptions { LearningRate = [1e-4, [|5e-5|]] }", "new NerTrainer.NerOptions { LearningRate = [1e-4] }")]
    public Task Fix_MLNet_RemovesWhatIsDead(string before, string after) =>
        Verify.VerifyFixAsync(MLNet($"var o = {before};"), MLNet($"var o = {after};"), LR1008_ReviveLearningRate.RemoveKey);
}
