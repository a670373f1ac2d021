using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2009_CreatedInLoop>;

namespace LrAnalyzers.Tests.Rules;

public class LR2009Tests
{
    private const string Epoch = """
            static void Epoch(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, List<Tensor> batches)
            {
                foreach (var x in batches) { var loss = model.forward(x).sum(); loss.backward(); optimizer.step(); }
            }
        """;

    [Theory]
    [InlineData("foreach (var x in batches) { var optimizer = [|optim.Adam(model.parameters(), learningRate)|]; " + Batch + " }")]
    [InlineData("foreach (var x in batches) { using var optimizer = [|optim.AdamW(model.parameters())|]; " + Batch + " }")]
    [InlineData("foreach (var x in batches) { using (var optimizer = [|optim.AdamW(model.parameters())|]) { " + Batch + " } }")]
    [InlineData("foreach (var x in batches) { var optimizer = [|new Adam(model.parameters())|]; " + Batch + " }")]
    [InlineData("for (int i = 0; i < 1000; i++) { const double rate = 0.1; var x = batches[i]; var optimizer = [|optim.SGD(model.parameters(), rate, momentum: 0.9)|]; " + Batch + " }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { var optimizer = [|optim.Adam(model.parameters())|]; foreach (var x in batches) { " + Batch + " } }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { var optimizer = [|optim.Adam(model.parameters())|]; Epoch(model, optimizer, batches); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { model.train(); model.to(CPU); var optimizer = [|optim.Adam(model.parameters())|]; Epoch(model, optimizer, batches); }")]
    [InlineData("optim.Optimizer optimizer; for (int epoch = 0; epoch < epochs; epoch++) { optimizer = [|optim.Adam(model.parameters())|]; foreach (var x in batches) { " + Batch + " } }")]
    // In a lambda that each round calls.
    [InlineData("foreach (var x in batches) { Action train = () => { var optimizer = [|optim.Adam(model.parameters())|]; optimizer.step(); }; train(); }")]
    public Task Optimizer_CreatedEachRound_Reports(string loop) => Verify.VerifyAsync(Method(loop, Epoch));

    [Theory]
    [InlineData("var optimizer = optim.Adam(model.parameters()); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } }")]
    // Cross-validation and sweeps train another model each time.
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { var net = nn.Linear(1, 1); var optimizer = optim.Adam(net.parameters()); Epoch(net, optimizer, batches); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { model = nn.Linear(1, 1); var optimizer = optim.Adam(model.parameters()); Epoch(model, optimizer, batches); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { model.load(\"best\"); var optimizer = optim.Adam(model.parameters()); Epoch(model, optimizer, batches); }")]
    [InlineData("foreach (var lr in new[] { 0.1, 0.2 }) { var optimizer = optim.Adam(model.parameters(), lr); foreach (var x in batches) { " + Batch + " } }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { var optimizer = optim.Adam(model.parameters(), learningRate / (epoch + 1)); Epoch(model, optimizer, batches); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { learningRate *= 0.9; var optimizer = optim.Adam(model.parameters(), learningRate); Epoch(model, optimizer, batches); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { var optimizer = optim.Adam(model.parameters(), Rate()); Epoch(model, optimizer, batches); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { var optimizer = optim.Adam(model.parameters().Where(p => p.requires_grad)); Epoch(model, optimizer, batches); }")]
    // Warm restarts and phases: a training inside a loop that does not count epochs.
    [InlineData("for (int restart = 0; restart < 3; restart++) { var optimizer = optim.Adam(model.parameters()); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } } }")]
    [InlineData("foreach (int count in new[] { 5, epochs }) { var optimizer = optim.Adam(model.parameters()); for (int epoch = 0; epoch < count; epoch++) { foreach (var x in batches) { " + Batch + " } } }")]
    // Conditional: a restart on purpose.
    [InlineData("optim.Optimizer optimizer = optim.Adam(model.parameters()); for (int epoch = 0; epoch < epochs; epoch++) { if (epoch == 5) { optimizer = optim.SGD(model.parameters(), 0.1, 0.9); } foreach (var x in batches) { " + Batch + " } }")]
    [InlineData("optim.Optimizer? optimizer = null; for (int epoch = 0; epoch < epochs; epoch++) { optimizer ??= optim.Adam(model.parameters()); Epoch(model, optimizer, batches); }")]
    // Plain SGD has nothing to lose, LBFGS iterates inside one step.
    [InlineData("foreach (var x in batches) { var optimizer = optim.SGD(model.parameters(), learningRate); " + Batch + " }")]
    [InlineData("foreach (var x in batches) { var optimizer = optim.LBFGS(model.parameters()); optimizer.step(() => x); }")]
    // Per-image optimisation.
    [InlineData("foreach (var x in batches) { var noise = new Parameter(x); var optimizer = optim.Adam(new[] { noise }); for (int i = 0; i < 10; i++) { optimizer.step(); } }")]
    [InlineData("foreach (var x in batches) { var optimizer = optim.Adam(model.parameters()); Console.WriteLine(optimizer); }")]
    public Task OtherCreations_AreSilent(string loop) =>
        Verify.VerifyAsync(Method(loop, Epoch + " static double Rate() => DateTime.Now.Second;"));

    [Theory]
    [InlineData("var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 10)|]; foreach (var x in batches) { " + Batch + " } scheduler.step();")]
    [InlineData("var scheduler = [|new optim.lr_scheduler.impl.CosineAnnealingLR(optimizer, epochs)|]; Epoch(model, optimizer, batches); scheduler.step();")]
    // A loss has no weights that would be new.
    [InlineData("var criterion = nn.NLLLoss(); var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 10)|]; foreach (var x in batches) { criterion.forward(x, x); " + Batch + " } scheduler.step();")]
    public Task Scheduler_CreatedEachEpoch_Reports(string body) => Verify.VerifyAsync(Method(
        "var optimizer = optim.Adam(model.parameters()); for (int epoch = 0; epoch < epochs; epoch++) { " + body + " }", Epoch));

    [Fact]
    public Task Scheduler_OverFreshModels_IsSilent() => Verify.VerifyAsync(Method("""
        for (int fold = 0; fold < 5; fold++)
        {
            var net = nn.Linear(1, 1);
            var optimizer = optim.Adam(net.parameters());
            var scheduler = optim.lr_scheduler.StepLR(optimizer, 10);
            for (int epoch = 0; epoch < epochs; epoch++) { Epoch(net, optimizer, batches); scheduler.step(); }
        }
        """, Epoch));

    [Fact]
    public Task FieldModel_ReplacedElsewhere_IsSilent() => Verify.VerifyAsync($$"""
        {{Usings}}
        class Trainer
        {
            private nn.Module<Tensor, Tensor> _model = nn.Linear(1, 1);
            private readonly nn.Module<Tensor, Tensor> _fixed = nn.Linear(1, 1);

            void Train(List<Tensor> batches, int epochs)
            {
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    Reset();
                    var optimizer = optim.Adam(_model.parameters());
                    var second = [|optim.Adam(_fixed.parameters())|];
                    foreach (var x in batches) { optimizer.step(); second.step(); }
                }
            }

            private void Reset() => _model = nn.Linear(1, 1);
        }
        """);

    [Fact]
    public Task Message_SaysWhatIsLost() => Verify.VerifyMessageAsync(
        Method("foreach (var x in batches) { var optimizer = {|#0:optim.Adam(model.parameters())|}; " + Batch + " }"),
        "Adam is created anew in every round of the training loop, so its running averages of the gradients are lost each time: create it once, before the loop");

    [Fact]
    public Task Fix_MovesOptimizerAndScheduler() => Verify.VerifyFixAsync(
        Method("""
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                // Adam needs no tuning
                using var optimizer = [|optim.Adam(model.parameters(), learningRate)|];
                var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 10)|];

                foreach (var x in batches) { optimizer.step(); }
                scheduler.step();
            }
            """),
        Method("""
            // Adam needs no tuning
            using var optimizer = optim.Adam(model.parameters(), learningRate);
            var scheduler = optim.lr_scheduler.StepLR(optimizer, 10);
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches) { optimizer.step(); }
                scheduler.step();
            }
            """),
        MoveStatement.CreationKey);

    // One optimizer for the whole training is one that LR2001 asks a schedule for.
    [Fact]
    public Task Fix_OfAnOptimizerWithoutScheduler_BringsTheSchedule() => Verify.VerifyFixAsync(
        Method("""
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                var optimizer = [|optim.Adam(model.parameters(), learningRate)|]; // fresh
                foreach (var x in batches) { optimizer.step(); }
            }
            """),
        Method("""
            var optimizer = optim.Adam(model.parameters(), learningRate); // fresh
            int totalSteps = epochs * batches.Count;
            int warmupSteps = Math.Max(1, Math.Min(2000, totalSteps / 20));
            int cooldownSteps = Math.Max(1, totalSteps / 5);
            var scheduler = optim.lr_scheduler.LambdaLR(optimizer, step =>
                step < warmupSteps ? (step + 1.0) / warmupSteps
                : step < totalSteps - cooldownSteps ? 1.0
                : Math.Max(0.0, (totalSteps - step) / (cooldownSteps + 1.0)));
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches) { optimizer.step(); scheduler.step(); }
            }
            """),
        MoveStatement.CreationKey);

    [Fact]
    public Task Fix_OutOfBothLoops_WithNamedArguments() => Verify.VerifyFixAsync(
        Method("""
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches)
                {
                    var optimizer = [|optim.Adam(model.parameters(), lr: learningRate)|];
                    optimizer.step();
                }
            }
            """),
        Method("""
            var optimizer = optim.Adam(model.parameters(), lr: learningRate);
            int totalSteps = epochs * batches.Count;
            int warmupSteps = Math.Max(1, Math.Min(2000, totalSteps / 20));
            int cooldownSteps = Math.Max(1, totalSteps / 5);
            var scheduler = optim.lr_scheduler.LambdaLR(optimizer, step =>
                step < warmupSteps ? (step + 1.0) / warmupSteps
                : step < totalSteps - cooldownSteps ? 1.0
                : Math.Max(0.0, (totalSteps - step) / (cooldownSteps + 1.0)));
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches)
                {
                    optimizer.step();
                    scheduler.step();
                }
            }
            """),
        MoveStatement.CreationKey);

    [Fact]
    public Task Fix_TakesAllCommentsAlong() => Verify.VerifyFixAsync(
        Method("""
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                // not of it

                /* Adam
                   needs no tuning */
                // at all
                var optimizer = [|optim.Adam(model.parameters(), learningRate)|]; // fresh
                var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 10)|];
                foreach (var x in batches) { optimizer.step(); }
                scheduler.step();
            }
            """),
        Method("""
            /* Adam
               needs no tuning */
            // at all
            var optimizer = optim.Adam(model.parameters(), learningRate); // fresh
            var scheduler = optim.lr_scheduler.StepLR(optimizer, 10);
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                // not of it

                foreach (var x in batches) { optimizer.step(); }
                scheduler.step();
            }
            """),
        MoveStatement.CreationKey);

    [Fact]
    public Task Fix_OfTwoOptimizers_GivesEachItsSchedule() => Verify.VerifyFixAsync(
        Method("""
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                var first = [|optim.Adam(model.parameters(), learningRate)|];
                var second = [|optim.Adam(model.parameters(), learningRate)|];
                foreach (var x in batches) { first.step(); second.step(); }
            }
            """),
        Method("""
            var first = optim.Adam(model.parameters(), learningRate);
            int totalSteps = epochs * batches.Count;
            int warmupSteps = Math.Max(1, Math.Min(2000, totalSteps / 20));
            int cooldownSteps = Math.Max(1, totalSteps / 5);
            var scheduler = optim.lr_scheduler.LambdaLR(first, step =>
                step < warmupSteps ? (step + 1.0) / warmupSteps
                : step < totalSteps - cooldownSteps ? 1.0
                : Math.Max(0.0, (totalSteps - step) / (cooldownSteps + 1.0)));
            var second = optim.Adam(model.parameters(), learningRate);
            int secondTotalSteps = epochs * batches.Count;
            int secondWarmupSteps = Math.Max(1, Math.Min(2000, secondTotalSteps / 20));
            int secondCooldownSteps = Math.Max(1, secondTotalSteps / 5);
            var secondScheduler = optim.lr_scheduler.LambdaLR(second, s =>
                s < secondWarmupSteps ? (s + 1.0) / secondWarmupSteps
                : s < secondTotalSteps - secondCooldownSteps ? 1.0
                : Math.Max(0.0, (secondTotalSteps - s) / (secondCooldownSteps + 1.0)));
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches) { first.step(); scheduler.step(); second.step(); secondScheduler.step(); }
            }
            """),
        MoveStatement.CreationKey);

    [Theory]
    [InlineData("foreach (var x in batches) { optim.Optimizer optimizer; optimizer = [|optim.Adam(model.parameters())|]; optimizer.step(); }")]
    [InlineData("foreach (var x in batches) { using (var optimizer = [|optim.Adam(model.parameters())|]) { optimizer.step(); } }")]
    [InlineData("foreach (var x in batches) { var optimizer = [|optim.Adam(model.parameters())|]; optimizer.step(); } foreach (var optimizer in batches) { }")]
    [InlineData("foreach (var x in batches) { const double beta = 0.9; var optimizer = [|optim.Adam(model.parameters(), 0.1, beta)|]; optimizer.step(); }")]
    public Task Fix_WhereUnsure_IsNotOffered(string loop) => Verify.VerifyNoFixAsync(Method(loop), MoveStatement.CreationKey);

    /// <summary>A property that makes a new one at each read, and is read for more than the step.</summary>
    [Theory]
    [InlineData("=> [|optim.Adam(s_model.parameters(), 1e-3)|];")]
    [InlineData("{ get { return [|optim.Adam(s_model.parameters(), 1e-3)|]; } }")]
    // Kept.
    [InlineData("{ get; } = optim.Adam(s_model.parameters(), 1e-3);")]
    [InlineData("=> s_kept ??= optim.Adam(s_model.parameters(), 1e-3);")]
    public Task Property_ReadForEachCall(string property) => Verify.VerifyAsync(Method(
        "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { Optimizer.zero_grad(); s_model.forward(x).sum().backward(); Optimizer.step(); } }",
        "private static readonly nn.Module<Tensor, Tensor> s_model = nn.Linear(1, 1); private static optim.Optimizer? s_kept; private static optim.Optimizer Optimizer " + property));
}
