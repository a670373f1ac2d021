using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2013_StepOutsideAccumulation>;

namespace LrAnalyzers.Tests.Rules;

public class LR2013Tests
{
    private const string Reported = "var optimizer = optim.Adam(model.parameters(), learningRate); var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 10)|]; ";
    private const string Clean = "var optimizer = optim.Adam(model.parameters(), learningRate); var scheduler = optim.lr_scheduler.StepLR(optimizer, 10); ";

    [Theory]
    [InlineData("for (int i = 0; i < batches.Count; i++) { if ((i + 1) % 4 == 0) { optimizer.step(); optimizer.zero_grad(); } scheduler.step(); }")]
    [InlineData("for (int i = 0; i < batches.Count; i++) { scheduler.step(); if ((i + 1) % 4 == 0) optimizer.step(); }")]
    [InlineData("int seen = 0; foreach (var x in batches) { if (++seen == 4) { optimizer.step(); seen = 0; } scheduler.step(); }")]
    [InlineData("int seen = 0; foreach (var x in batches) { seen++; if (seen >= epochs) { seen = 0; optimizer.step(); } scheduler.step(); }")]
    [InlineData("int i = 0; foreach (var x in batches) { bool isLast = ++i % 4 == 0; if (isLast) { optimizer.step(); } scheduler.step(); }")]
    [InlineData("int seen = 0; foreach (var x in batches) { scheduler.step(); if (++seen < 4) continue; seen = 0; optimizer.step(); optimizer.zero_grad(); }")]
    [InlineData("int seen = 0; foreach (var x in batches) { scheduler.step(); seen += 1; if (seen < 4) { x.Dispose(); continue; } optimizer.step(); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { int i = 0; foreach (var x in batches) { if (i++ % 4 == 3) { optimizer.step(); } scheduler.step(); } optimizer.step(); }")]
    public Task SchedulerOutsideTheGuard_Reports(string loop) => Verify.VerifyAsync(Method(Reported + loop));

    [Theory]
    [InlineData("for (int i = 0; i < batches.Count; i++) { if ((i + 1) % 4 == 0) { optimizer.step(); scheduler.step(); } }")]
    [InlineData("int seen = 0; foreach (var x in batches) { if (++seen < 4) continue; optimizer.step(); scheduler.step(); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { int i = 0; foreach (var x in batches) { if (i++ % 4 == 3) { optimizer.step(); } } scheduler.step(); }")]
    [InlineData("for (int i = 0; i < batches.Count; i++) { if ((i + 1) % 4 == 0) { optimizer.step(); } if (i % 100 == 0) scheduler.step(); }")]
    // A guard that has nothing to do with counting.
    [InlineData("foreach (var x in batches) { var loss = model.forward(x).sum().item<float>(); if (!float.IsNaN(loss)) { optimizer.step(); } scheduler.step(); }")]
    [InlineData("foreach (var x in batches) { if (model.training) { optimizer.step(); } scheduler.step(); }")]
    [InlineData("foreach (var x in batches) { if (x is null) continue; optimizer.step(); scheduler.step(); }")]
    [InlineData("for (int i = 0; i < batches.Count; i++) { if (i % 4 == 0) { optimizer.step(); } else { optimizer.step(); } scheduler.step(); }")]
    [InlineData("for (int i = 0; i < batches.Count; i++) { if (i % 4 == 0) { optimizer.step(); } scheduler.step(i / 4); }")]
    // In another one's closure, which no loop is around.
    [InlineData("var other = optim.LBFGS(model.parameters()); foreach (var x in batches) { other.step(() => { optimizer.step(); return x; }); scheduler.step(); }")]
    [InlineData("foreach (var x in batches) { optimizer.step(); scheduler.step(); }")]
    public Task OtherShapes_AreSilent(string loop) => Verify.VerifyAsync(Method(Clean + loop));

    [Theory]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * batches.Count)", false)]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: total)", false)]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, batches.Count / 4)|]", true)]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * (samples / 32))", false)]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, totalBatches)", false)]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, 500)|]", true)]
    public Task ScheduleInBatches_IsSilent(string creation, bool reports)
    {
        Assert.Equal(reports, creation.StartsWith('['));
        return Verify.VerifyAsync(Method(
            "int samples = epochs, totalBatches = epochs; var total = batches.Count * 3; var optimizer = optim.Adam(model.parameters()); var scheduler = " + creation + "; for (int i = 0; i < batches.Count; i++) { if ((i + 1) % 4 == 0) { optimizer.step(); } scheduler.step(); }"));
    }

    [Fact]
    public Task Fields_Report() => Verify.VerifyAsync($$"""
        {{Usings}}
        class Trainer
        {
            private optim.Optimizer _optimizer;
            private optim.lr_scheduler.LRScheduler _scheduler;
            private int _seen;

            Trainer(nn.Module<Tensor, Tensor> model)
            {
                _optimizer = optim.Adam(model.parameters());
                _scheduler = [|optim.lr_scheduler.StepLR(_optimizer, 500)|];
            }

            void Train(List<Tensor> batches)
            {
                foreach (var x in batches)
                {
                    x.backward();
                    if (++_seen % 8 == 0)
                    {
                        _optimizer.step();
                        _optimizer.zero_grad();
                    }

                    _scheduler.step();
                }
            }
        }
        """);

    [Fact]
    public Task Message_NamesTheGuard() => Verify.VerifyMessageAsync(
        Method(Reported.Replace("[|", "{|#0:").Replace("|]", "|}") + "for (int i = 0; i < batches.Count; i++) { if ((i + 1) % 4 == 0) { optimizer.step(); } scheduler.step(); }"),
        "StepLR is stepped after every batch, but the optimizer only where '(i + 1) % 4 == 0': the schedule runs ahead of the training. Call its step() where the optimizer steps.");

    [Fact]
    public Task Fix_MovesIntoTheGuard() => Verify.VerifyFixAsync(
        Method(Reported + """

            for (int i = 0; i < batches.Count; i++)
            {
                batches[i].backward();
                if ((i + 1) % 4 == 0)
                {
                    optimizer.step();
                    optimizer.zero_grad();
                }

                scheduler.step();
            }
            """),
        Method(Clean + """

            for (int i = 0; i < batches.Count; i++)
            {
                batches[i].backward();
                if ((i + 1) % 4 == 0)
                {
                    optimizer.step();
                    scheduler.step();
                    optimizer.zero_grad();
                }
            }
            """),
        MoveStatement.AccumulationKey);

    [Fact]
    public Task Fix_MovesBehindTheContinue() => Verify.VerifyFixAsync(
        Method(Reported + """

            int seen = 0;
            foreach (var x in batches)
            {
                scheduler.step();

                if (++seen < 4) continue;

                optimizer.step();
                seen = 0;
            }
            """),
        Method(Clean + """

            int seen = 0;
            foreach (var x in batches)
            {
                if (++seen < 4) continue;

                optimizer.step();
                scheduler.step();
                seen = 0;
            }
            """),
        MoveStatement.AccumulationKey);

    [Fact]
    public Task Fix_WithoutBraces_WritesThem() => Verify.VerifyFixAsync(
        Method(Reported + "for (int i = 0; i < batches.Count; i++)\n{\n    if ((i + 1) % 4 == 0) // four\n        optimizer.step();\n    scheduler.step();\n}"),
        Method(Reported.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal)
            + "for (int i = 0; i < batches.Count; i++)\n{\n    if ((i + 1) % 4 == 0) // four\n    {\n        optimizer.step();\n        scheduler.step();\n    }\n}"),
        MoveStatement.AccumulationKey);
}
