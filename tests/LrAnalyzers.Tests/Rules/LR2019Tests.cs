using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2019_SteppedTwice>;

namespace LrAnalyzers.Tests.Rules;

public class LR2019Tests
{
    private const string Optimizer = "var optimizer = optim.SGD(model.parameters(), 0.1); ";
    private const string Cosine = "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs); ";
    private const string Steps = "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs * batches.Count); ";

    [Theory]
    // Sized in epochs: the one per batch is too many.
    [InlineData(Cosine + "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " [|scheduler.step()|]; } scheduler.step(); }")]
    [InlineData("var scheduler = optim.lr_scheduler.StepLR(optimizer, epochs / 3); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " [|scheduler.step()|]; } scheduler.step(); }")]
    [InlineData("var scheduler = optim.lr_scheduler.MultiStepLR(optimizer, new[] { 30, 60 }); for (int epoch = 0; epoch < 90; epoch++) { foreach (var x in batches) { " + Batch + " [|scheduler.step()|]; } scheduler.step(); }")]
    [InlineData("var scheduler = optim.lr_scheduler.SequentialLR(optimizer, new[] { optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters: 5), optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs - 5) }, new[] { 5 }); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " [|scheduler.step()|]; } scheduler.step(); }")]
    [InlineData(Cosine + "int epoch = 0; while (epoch < epochs) { for (int i = 0; i < batches.Count; i++) { var x = batches[i]; " + Batch + " [|scheduler.step()|]; } scheduler.step(); epoch++; }")]
    // Sized in batches: the one per epoch is.
    [InlineData(Steps + "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " scheduler.step(); } [|scheduler.step()|]; }")]
    [InlineData(Steps + "for (int epoch = 0; epoch < epochs; epoch++) { [|scheduler.step()|]; foreach (var x in batches) { " + Batch + " scheduler.step(); } }")]
    [InlineData("int totalSteps = epochs * batches.Count; var scheduler = optim.lr_scheduler.PolynomialLR(optimizer, total_iters: totalSteps); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " scheduler.step(); } [|scheduler.step()|]; }")]
    [InlineData("var scheduler = optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: epochs * batches.Count); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " scheduler.step(); } [|scheduler.step()|]; }")]
    [InlineData("var scheduler = optim.lr_scheduler.CyclicLR(optimizer, 0.01, 0.1, cycle_momentum: false); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " scheduler.step(); } [|scheduler.step()|]; }")]
    // It cannot be told: the later one.
    [InlineData("var scheduler = optim.lr_scheduler.ExponentialLR(optimizer, 0.9); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " scheduler.step(); } [|scheduler.step()|]; }")]
    // In a row.
    [InlineData(Cosine + "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(); Console.WriteLine(epoch); [|scheduler.step()|]; }")]
    [InlineData(Cosine + "for (int epoch = 0; epoch < epochs; epoch++) { [|scheduler.step()|]; foreach (var x in batches) { " + Batch + " } scheduler.step(); }")]
    public Task Twice_ReportsTheStepThatDoesNotFit(string code) => Verify.VerifyAsync(Method(Optimizer + code));

    [Theory]
    // After the training, in turn, under a condition, as a replay.
    [InlineData(Cosine + "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(); } scheduler.step();")]
    [InlineData(Cosine + "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } if (epoch < 5) scheduler.step(); else scheduler.step(); }")]
    [InlineData(Steps + "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " if (epoch == 0) scheduler.step(); } if (epoch > 0) scheduler.step(); }")]
    [InlineData(Steps + "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " if (x is null) { scheduler.step(); continue; } scheduler.step(); } }")]
    [InlineData(Cosine + "for (int i = 0; i < 3; i++) { scheduler.step(); } for (int epoch = 3; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(); }")]
    [InlineData(Cosine + "for (int epoch = 0; epoch < epochs; epoch++) { for (int i = 0; i < epoch; i++) { scheduler.step(); } foreach (var x in batches) { " + Batch + " } scheduler.step(epoch); }")]
    // Two phases of a round, each with a step of its own; a length of twice the rounds.
    [InlineData(Cosine + "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(); foreach (var x in batches) { optimizer.step(); } scheduler.step(); }")]
    [InlineData("var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: 2 * epochs); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(); scheduler.step(); }")]
    // One step, two schedulers, a scheduler for each round.
    [InlineData(Cosine + "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(); }")]
    [InlineData(Cosine + "var other = optim.SGD(model.parameters(), 0.1); var second = optim.lr_scheduler.StepLR(other, 10); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " other.step(); second.step(); } scheduler.step(); }")]
    [InlineData("for (int run = 0; run < 3; run++) { " + Cosine + " for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(); } }")]
    public Task OncePerRound_IsSilent(string code) => Verify.VerifyAsync(Method(Optimizer + code));

    [Fact]
    public Task Fields_StepInAMethod_Report() => Verify.VerifyAsync($$"""
        {{Usings}}
        class Trainer
        {
            private readonly optim.Optimizer _optimizer;
            private readonly optim.lr_scheduler.LRScheduler _scheduler;

            Trainer(nn.Module<Tensor, Tensor> model, int totalSteps)
            {
                _optimizer = optim.Adam(model.parameters());
                _scheduler = optim.lr_scheduler.PolynomialLR(_optimizer, total_iters: totalSteps);
            }

            void TrainEpoch(List<Tensor> batches)
            {
                [|_scheduler.step()|];
                foreach (var x in batches) { _optimizer.step(); _scheduler.step(); }
            }

            void Run(List<Tensor> batches, int epochs)
            {
                for (int e = 0; e < epochs; e++) TrainEpoch(batches);
            }
        }
        """);

    [Fact]
    public Task Parameter_StepInAMethod_Reports() => Verify.VerifyAsync(Method(
        Optimizer + Cosine + "for (int epoch = 0; epoch < epochs; epoch++) { One(optimizer, scheduler, batches); scheduler.step(); }",
        "static void One(optim.Optimizer optimizer, optim.lr_scheduler.LRScheduler s, List<Tensor> batches) { foreach (var x in batches) { optimizer.step(); [|s.step()|]; } }"));

    [Theory]
    [InlineData(Cosine + "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { optimizer.step(); {|#0:scheduler.step()|}; } scheduler.step(); }", "CosineAnnealingLR is stepped here after each batch and once more once per epoch in the same round, so that its schedule runs ahead. Its length counts epochs: remove this step().")]
    public Task Message_TellsWhatWhyAndHow(string code, string message) => Verify.VerifyMessageAsync(Method(Optimizer + code), message);

    [Fact]
    public Task Fix_RemovesTheStep() => Verify.VerifyFixAsync(
        Method(Optimizer + Cosine + """

            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches)
                {
                    // one batch
                    optimizer.step();
                    [|scheduler.step()|]; // too often
                }

                scheduler.step();
            }
            """),
        Method(Optimizer + Cosine + """

            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches)
                {
                    // one batch
                    optimizer.step();
                }

                scheduler.step();
            }
            """),
        RemoveStep.TwiceKey);

    [Fact]
    public Task Fix_WhereTheLengthDoesNotSay_IsNotOffered() => Verify.VerifyNoFixAsync(
        Method(Optimizer + "var scheduler = optim.lr_scheduler.ExponentialLR(optimizer, 0.9); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { optimizer.step(); scheduler.step(); } [|scheduler.step()|]; }"),
        RemoveStep.TwiceKey);

    [Fact]
    public Task IncompleteCode_IsSilent() => Verify.VerifyAsync(Method(
        Optimizer + Cosine + "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in {|CS0103:missing|}) { optimizer.step(); } scheduler.step(); }"));
}
