using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2010_CompetingSchedules>;

namespace LrAnalyzers.Tests.Rules;

public class LR2010Tests
{
    private const string Optimizer = "var optimizer = optim.SGD(model.parameters(), 0.1); ";

    [Theory]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, 10)", "optim.lr_scheduler.ExponentialLR(optimizer, 0.9)")]
    [InlineData("optim.lr_scheduler.LambdaLR(optimizer, e => 1.0 / (e + 1))", "optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)")]
    [InlineData("optim.lr_scheduler.LinearLR(optimizer)", "optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)")]
    public Task BothStepped_ReportsTheSecond(string first, string second) => Verify.VerifyAsync(Method(
        Optimizer + $"var a = {first}; var b = [|{second}|]; for (int epoch = 0; epoch < epochs; epoch++) {{ optimizer.step(); a.step(); b.step(); }}"));

    [Theory]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { optimizer.step(); a.step(); } b.step(); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { optimizer.step(); b.step(); } a.step(); }")]
    public Task DifferentCadence_Reports(string loop) => Verify.VerifyAsync(Method(
        Optimizer + "var a = optim.lr_scheduler.StepLR(optimizer, 10); var b = [|optim.lr_scheduler.StepLR(optimizer, 20)|];" + loop));

    [Theory]
    // One after the other.
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); if (epoch < 5) a.step(); else b.step(); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); a.step(); } for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); b.step(); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); a.step(); }")]
    [InlineData("var both = optim.lr_scheduler.SequentialLR(optimizer, new[] { a, b }, new[] { 5 }); for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); both.step(); }")]
    [InlineData("var both = optim.lr_scheduler.ChainedLR(new[] { a, b }); for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); both.step(); }")]
    [InlineData("var scheduler = epochs > 10 ? a : b; for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(); }")]
    public Task OneAtATimeOrCombined_IsSilent(string loop) => Verify.VerifyAsync(Method(
        Optimizer + "var a = optim.lr_scheduler.LinearLR(optimizer); var b = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs);" + loop));

    [Fact]
    public Task TwoOptimizers_AreSilent() => Verify.VerifyAsync(Method(
        Optimizer + "var other = optim.Adam(model.parameters()); var a = optim.lr_scheduler.StepLR(optimizer, 10); var b = optim.lr_scheduler.StepLR(other, 10); for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); other.step(); a.step(); b.step(); }"));

    [Fact]
    public Task Fields_Report() => Verify.VerifyAsync($$"""
        {{Usings}}
        class Trainer
        {
            private optim.Optimizer _optimizer;
            private optim.lr_scheduler.LRScheduler _first, _second;

            Trainer(nn.Module<Tensor, Tensor> model)
            {
                _optimizer = optim.Adam(model.parameters());
                _first = optim.lr_scheduler.StepLR(_optimizer, 500);
                _second = [|optim.lr_scheduler.ExponentialLR(_optimizer, 0.9)|];
            }

            void Train(List<Tensor> batches)
            {
                foreach (var x in batches) { _optimizer.step(); _first.step(); _second.step(); }
            }
        }
        """);

    [Theory]
    [InlineData("optim.lr_scheduler.LambdaLR(optimizer, e => 1.0 / (e + 1))", "StepLR and LambdaLR are both stepped on one optimizer: LambdaLR overwrites what the other sets. Combine them with SequentialLR to run one after the other, or with ChainedLR to multiply them.")]
    [InlineData("optim.lr_scheduler.ExponentialLR(optimizer, 0.9)", "StepLR and ExponentialLR are both stepped on one optimizer: their factors multiply. Combine them with SequentialLR to run one after the other, or with ChainedLR to multiply them.")]
    public Task Message_SaysWhatHappens(string second, string message) => Verify.VerifyMessageAsync(
        Method(Optimizer + "var a = optim.lr_scheduler.StepLR(optimizer, 10); var b = {|#0:" + second + "|}; for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); a.step(); b.step(); }"),
        message);

    private const string Two = "optim.Optimizer optimizerG = optim.Adam(model.parameters()), optimizerD = optim.Adam(model.parameters()); ";
    private const string TwoLoop = " for (int epoch = 0; epoch < epochs; epoch++) { optimizerG.step(); optimizerD.step(); schedulerG.step(); schedulerD.step(); }";

    [Theory]
    [InlineData("var whole = optim.lr_scheduler.SequentialLR(optimizer, new[] { a, b }, new[] { 5 });")]
    [InlineData("var whole = new optim.lr_scheduler.impl.SequentialLR(optimizer, new[] { a, b }, new[] { 5 });")]
    [InlineData("var whole = optim.lr_scheduler.ChainedLR(new[] { a, b });")]
    public Task PartsSteppedBesideTheWhole_Report(string whole) => Verify.VerifyAsync(Method(
        Optimizer + "var a = [|optim.lr_scheduler.LinearLR(optimizer)|]; var b = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|];"
        + whole + " for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); a.step(); b.step(); whole.step(); }"));

    [Theory]
    // Instead of the whole, before it and after it.
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); if (epoch < 5) a.step(); else whole.step(); }")]
    [InlineData("for (int i = 0; i < 3; i++) { a.step(); } for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); whole.step(); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); whole.step(); } a.step();")]
    public Task PartSteppedElsewhere_IsSilent(string loop) => Verify.VerifyAsync(Method(
        Optimizer + "var a = optim.lr_scheduler.LinearLR(optimizer); var b = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs);"
        + "var whole = optim.lr_scheduler.SequentialLR(optimizer, new[] { a, b }, new[] { 5 }); " + loop));

    [Theory]
    [InlineData("optim.lr_scheduler.LRScheduler? b = null; if (epochs > 3) { b = optim.lr_scheduler.StepLR(optimizer, 20); } ", "b?.step();")]
    [InlineData("var b = epochs > 3 ? optim.lr_scheduler.StepLR(optimizer, 20) : null; ", "b?.step();")]
    [InlineData("optim.lr_scheduler.LRScheduler? b = null; switch (epochs) { case 3: b = optim.lr_scheduler.StepLR(optimizer, 20); break; } ", "if (b is not null) b.step();")]
    public Task CreationUnderACondition_IsSilent(string creation, string step) => Verify.VerifyAsync(Method(
        Optimizer + "var a = optim.lr_scheduler.StepLR(optimizer, 10); " + creation
        + "for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); a.step(); " + step + " }"));

    [Fact]
    public Task BothUnderOneCondition_Reports() => Verify.VerifyAsync(Method(
        "if (epochs > 3) {" + Optimizer + "var a = optim.lr_scheduler.StepLR(optimizer, 10); var b = [|optim.lr_scheduler.StepLR(optimizer, 20)|];"
        + "for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); a.step(); b.step(); } }"));

    [Fact]
    public Task WarmupOfTheFirstEpochInAMethod_IsSilent() => Verify.VerifyAsync(Method(
        Optimizer + "var scheduler = optim.lr_scheduler.StepLR(optimizer, 10); for (int epoch = 0; epoch < epochs; epoch++) { One(optimizer, batches, epoch); scheduler.step(); }",
        """
        static void One(optim.Optimizer optimizer, List<Tensor> batches, int epoch)
        {
            optim.lr_scheduler.LRScheduler? warmup = null;
            if (epoch == 0)
                warmup = optim.lr_scheduler.LinearLR(optimizer, 0.001, total_iters: 100);
            foreach (var x in batches) { optimizer.step(); warmup?.step(); }
        }
        """));

    [Fact]
    public Task Message_OfAPart_SaysWhatHappens() => Verify.VerifyMessageAsync(
        Method(Optimizer + "var a = {|#0:optim.lr_scheduler.LinearLR(optimizer)|}; var whole = optim.lr_scheduler.SequentialLR(optimizer, new[] { a, optim.lr_scheduler.StepLR(optimizer, 10) }, new[] { 5 }); for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); a.step(); whole.step(); }"),
        "LinearLR and SequentialLR are both stepped on one optimizer: SequentialLR steps its parts itself, so that this LinearLR moves on out of turn, and twice in its turn. Step SequentialLR only.");

    [Fact]
    public Task Message_OfTwoNamedForTwoOptimizers_SaysWhich() => Verify.VerifyMessageAsync(
        Method(Two + "var schedulerG = optim.lr_scheduler.StepLR(optimizerG, 10); var schedulerD = {|#0:optim.lr_scheduler.StepLR(optimizerG, 10)|};" + TwoLoop),
        "StepLR and StepLR are both stepped on one optimizer: 'schedulerD' is created for 'optimizerG', while 'optimizerD' has no schedule. Create it for 'optimizerD'.");

    [Theory]
    [InlineData("var schedulerG = optim.lr_scheduler.StepLR(optimizerG, 10); var schedulerD = [|optim.lr_scheduler.StepLR(optimizerG, 10)|];")]
    [InlineData("var schedulerD = optim.lr_scheduler.StepLR(optimizerG, 10); var schedulerG = [|optim.lr_scheduler.StepLR(optimizer: /* g */ optimizerG, step_size: 10)|];")]
    public Task Fix_UsesTheOptimizerItIsNamedFor(string creations)
    {
        int swapped = creations.IndexOf("schedulerD", StringComparison.Ordinal);
        int optimizer = creations.IndexOf("(optimizerG", swapped, StringComparison.Ordinal);
        string mended = creations[..optimizer] + "(optimizerD" + creations[(optimizer + "(optimizerG".Length)..];
        return Verify.VerifyFixAsync(
            Method(Two + creations + TwoLoop),
            Method(Two + mended.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal) + TwoLoop),
            LR2010_UseOtherOptimizer.Key);
    }

    [Theory]
    [InlineData("og", "od", "sg", "sd")]
    [InlineData("generatorOptimizer", "criticOptimizer", "generatorDecay", "criticDecay")]
    [InlineData("opt_g", "opt_d", "lr_g", "lr_d")]
    [InlineData("optimizer", "optimizer2", "scheduler", "scheduler2")]
    public Task Fix_KnowsOtherNames(string optimizer, string other, string scheduler, string second)
    {
        string Source(string creation) => Method(
            $"var {optimizer} = optim.Adam(model.parameters()); var {other} = optim.Adam(model.parameters()); var {scheduler} = optim.lr_scheduler.StepLR({optimizer}, 10); var {second} = {creation};"
            + $" for (int epoch = 0; epoch < epochs; epoch++) {{ {optimizer}.step(); {other}.step(); {scheduler}.step(); {second}.step(); }}");
        return Verify.VerifyFixAsync(
            Source($"[|optim.lr_scheduler.StepLR({optimizer}, 20)|]"),
            Source($"optim.lr_scheduler.StepLR({other}, 20)"),
            LR2010_UseOtherOptimizer.Key);
    }

    [Theory]
    // It has a schedule of its own, is not declared yet, or the names do not say.
    [InlineData(Two + "var schedulerG = optim.lr_scheduler.StepLR(optimizerG, 10); var schedulerD = [|optim.lr_scheduler.StepLR(optimizerG, 10)|]; var third = optim.lr_scheduler.StepLR(optimizerD, 10);" + TwoLoop)]
    [InlineData("var optimizerG = optim.Adam(model.parameters()); var schedulerG = optim.lr_scheduler.StepLR(optimizerG, 10); var schedulerD = [|optim.lr_scheduler.StepLR(optimizerG, 10)|]; var optimizerD = optim.Adam(model.parameters()); " + TwoLoop)]
    public Task Fix_WhereTheNamesDoNotSay_IsNotOffered(string code) => Verify.VerifyNoFixAsync(Method(code), LR2010_UseOtherOptimizer.Key);

    [Fact]
    public Task Fix_RemovesThePartsSteps() => Verify.VerifyFixAsync(
        Method(Optimizer + """

            var a = [|optim.lr_scheduler.LinearLR(optimizer)|];
            var b = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|];
            var whole = optim.lr_scheduler.SequentialLR(optimizer, new[] { a, b }, new[] { 5 });
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                optimizer.step();
                // the rate
                a.step();
                if (b != null)
                {
                    b.step();
                }

                whole.step();
            }
            """),
        Method(Optimizer + """

            var a = optim.lr_scheduler.LinearLR(optimizer);
            var b = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs);
            var whole = optim.lr_scheduler.SequentialLR(optimizer, new[] { a, b }, new[] { 5 });
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                optimizer.step();
                // the rate

                whole.step();
            }
            """),
        RemoveStep.PartKey);
}
