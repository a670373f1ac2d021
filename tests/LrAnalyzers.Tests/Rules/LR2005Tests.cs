using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2005_WrongHorizon>;

namespace LrAnalyzers.Tests.Rules;

public class LR2005Tests
{
    private const string Optimizer = "const int Epochs = 40; var optimizer = optim.SGD(model.parameters(), learningRate, momentum: 0.9); ";
    private const string Loop = " for (int epoch = 0; epoch < Epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(); }";

    [Theory]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, 20)|]")]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Epochs / 2)|]")]
    [InlineData("[|new optim.lr_scheduler.impl.CosineAnnealingLR(optimizer, 10)|]")]
    [InlineData("[|optim.lr_scheduler.PolynomialLR(optimizer)|]")]
    [InlineData("[|optim.lr_scheduler.PolynomialLR(optimizer, 30, 2)|]")]
    [InlineData("[|optim.lr_scheduler.LinearLR(optimizer, 1, 0, 30)|]")]
    [InlineData("[|optim.lr_scheduler.StepLR(optimizer, 40)|]")]
    [InlineData("[|optim.lr_scheduler.StepLR(optimizer, 100, 0.5)|]")]
    [InlineData("[|optim.lr_scheduler.MultiStepLR(optimizer, new[] { 60, 50 })|]")]
    [InlineData("[|optim.lr_scheduler.MultiStepLR(optimizer, new List<int> { 50 })|]")]
    [InlineData("[|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 39)|]")]
    [InlineData("[|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, epochs: 10, steps_per_epoch: 3)|]")]
    [InlineData("[|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 400)|]")]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, 80)|]")]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, Epochs * 100)|]")]
    [InlineData("[|optim.lr_scheduler.PolynomialLR(optimizer, 200)|]")]
    [InlineData("[|optim.lr_scheduler.LinearLR(optimizer, 1, 0.1, 400)|]")]
    [InlineData("[|optim.lr_scheduler.LinearLR(optimizer, 0.1, 1, 400)|]")]
    [InlineData("[|optim.lr_scheduler.ExponentialLR(optimizer, 0.5)|]")]
    [InlineData("[|optim.lr_scheduler.StepLR(optimizer, 2)|]")]
    [InlineData("[|optim.lr_scheduler.MultiStepLR(optimizer, [100, 150])|]")]
    [InlineData("[|optim.lr_scheduler.StepLR(optimizer, 40, gamma: learningRate)|]")]
    [InlineData("[|optim.lr_scheduler.SequentialLR(optimizer, new[] { optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters: 5), optim.lr_scheduler.CosineAnnealingLR(optimizer, 10) }, new[] { 5 })|]")]
    [InlineData("[|optim.lr_scheduler.SequentialLR(optimizer, new[] { optim.lr_scheduler.LinearLR(optimizer, 0.01, total_iters: 20), optim.lr_scheduler.CosineAnnealingLR(optimizer, 35) }, new[] { 5 })|]")]
    [InlineData("[|optim.lr_scheduler.SequentialLR(optimizer, [optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters: 5), optim.lr_scheduler.CosineAnnealingLR(optimizer, 40)], [20])|]")]
    [InlineData("[|optim.lr_scheduler.SequentialLR(optimizer, [optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters: 5), optim.lr_scheduler.CosineAnnealingLR(optimizer, 40)], [500])|]")]
    [InlineData("[|optim.lr_scheduler.LambdaLR(optimizer, e => 0.5 * (1 + Math.Cos(Math.PI * e / 10)))|]")]
    [InlineData("[|optim.lr_scheduler.LambdaLR(optimizer, e => Math.Max(0, 1 - e / 20.0))|]")]
    // The end of a lambda is where it no longer changes.
    [InlineData("[|optim.lr_scheduler.LambdaLR(optimizer, e => e < 5 ? (e + 1) / 5.0 : Math.Max(0.0, (200 - e) / 195.0))|]")]
    [InlineData("[|optim.lr_scheduler.ChainedLR(new[] { optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters: 5), optim.lr_scheduler.CosineAnnealingLR(optimizer, 10) })|]")]
    [InlineData("[|optim.lr_scheduler.ChainedLR(new List<optim.lr_scheduler.LRScheduler> { optim.lr_scheduler.ConstantLR(optimizer, 0.1, 3), optim.lr_scheduler.PolynomialLR(optimizer, 20) })|]")]
    public Task WrongLength_Reports(string creation) =>
        Verify.VerifyAsync(Method(Optimizer + "var scheduler = " + creation + ";" + Loop));

    [Theory]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs * 10)|]")]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: 20 * Math.Max(1, epochs))|]")]
    [InlineData("[|optim.lr_scheduler.PolynomialLR(optimizer, total_iters: 2 * epochs)|]")]
    [InlineData("[|optim.lr_scheduler.LinearLR(optimizer, 1, 0, epochs * 4)|]")]
    [InlineData("[|optim.lr_scheduler.StepLR(optimizer, epochs)|]")]
    [InlineData("[|optim.lr_scheduler.StepLR(optimizer, length)|]")]
    [InlineData("[|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: epochs * 100)|]")]
    // Longer in any case, whatever the loop's length.
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs * epochs)|]")]
    // A warmup that is longer than the training.
    [InlineData("[|optim.lr_scheduler.LinearLR(optimizer, 0.1, 1, epochs * 4)|]")]
    [InlineData("[|optim.lr_scheduler.LinearLR(optimizer, total_iters: epochs)|]")]
    [InlineData("[|optim.lr_scheduler.ConstantLR(optimizer, 0.1, epochs)|]")]
    // A part of the training.
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs / 2)|]")]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, (int)(0.7 * epochs))|]")]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, Convert.ToInt32(0.5 * epochs))|]")]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, (int)Math.Round(epochs * 0.6))|]")]
    [InlineData("[|optim.lr_scheduler.PolynomialLR(optimizer, int.Max(1, epochs / 2))|]")]
    [InlineData("[|optim.lr_scheduler.PolynomialLR(optimizer, total_iters: epochs / 2)|]")]
    [InlineData("[|optim.lr_scheduler.PolynomialLR(optimizer, total_iters: epochs - 3)|]")]
    [InlineData("[|optim.lr_scheduler.LambdaLR(optimizer, e => 0.5 * (1 + Math.Cos(Math.PI * e / (epochs / 3.0))))|]")]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: 1)|]")]
    public Task MultipleOfTheLoop_Reports(string creation) => Verify.VerifyAsync(Method(
        Optimizer + "int length = 3 * epochs; var scheduler = " + creation + "; for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(); }"));

    [Theory]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs * batches.Count)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: 10 + epochs)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs - 5)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs - 1)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs / cycles)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, 5)")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, (int)(0.8 * epochs))")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, 30)")]
    [InlineData("optim.lr_scheduler.LambdaLR(optimizer, e => e < length ? 1.0 : 0.1)")]
    [InlineData("optim.lr_scheduler.LambdaLR(optimizer, e => 0.5 * (1 + Math.Cos(Math.PI * (e % 10) / 10)))")]
    [InlineData("optim.lr_scheduler.LambdaLR(optimizer, e => e < epochs / 2 ? 1.0 - e / (double)epochs : 0.9)")]
    [InlineData("optim.lr_scheduler.LinearLR(optimizer, 0.1, 1, epochs / 4)")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, Math.Max(1, epochs / 3))")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, epochs, 1)")]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: epochs)")]
    public Task OtherPartOfTheLoop_IsSilent(string creation) => Verify.VerifyAsync(Method(
        Optimizer + "int length = batches.Count; const int cycles = 3; var scheduler = " + creation + "; for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(); }"));

    [Fact]
    public Task MultipleOfALoopThatIsLeftOrRunAgain_IsSilent() => Verify.VerifyAsync(Method(
        Optimizer + "var scheduler = optim.lr_scheduler.StepLR(optimizer, epochs); for (int fold = 0; fold < batches.Count; fold++) for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(); }"
        + " var other = optim.lr_scheduler.StepLR(optimizer, epochs); for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); other.step(); if (batches.Count > 7) break; }"));

    [Fact]
    public Task MultipleOfTheLoop_IsSetToItsBound() => Verify.VerifyFixAsync(
        Method("var optimizer = optim.SGD(model.parameters(), learningRate); var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs * 10)|]; for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(); }"),
        Method("var optimizer = optim.SGD(model.parameters(), learningRate); var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs); for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(); }"),
        LR2005_UseLoopBound.Key);

    [Theory]
    [InlineData("int epoch = 0; while (epoch < Epochs) { optimizer.step(); scheduler.step(); epoch++; }")]
    [InlineData("int epoch = 0; do { optimizer.step(); scheduler.step(); epoch++; } while (epoch < Epochs);")]
    [InlineData("int epoch; for (epoch = 0; Epochs > epoch; epoch++) { optimizer.step(); scheduler.step(); }")]
    [InlineData("_epochs = 40; for (int epoch = 0; epoch < _epochs; epoch++) { optimizer.step(); scheduler.step(); }")]
    [InlineData("int epoch = 0; while (epoch++ < Epochs) { optimizer.step(); scheduler.step(); }")]
    [InlineData("int epoch = 0; do { optimizer.step(); scheduler.step(); } while (++epoch < Epochs);")]
    [InlineData("for (int epoch = 0; epoch < Epochs; epoch++) { optimizer.step(); scheduler.step(epoch + 0.5); }")]
    public Task EveryLoopThatCounts_Reports(string loop) => Verify.VerifyAsync(Method(
        Optimizer + "var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, 20)|]; " + loop, "    private int _epochs;"));

    [Theory]
    [InlineData("int epoch = 0; while (epoch < Epochs) { optimizer.step(); scheduler.step(); if (batches.Count > 3) epoch++; }")]
    [InlineData("int epoch = 0; while (epoch < Epochs) { if (batches.Count > 3) continue; optimizer.step(); scheduler.step(); epoch++; }")]
    [InlineData("int epoch = 0; epoch = 30; while (epoch < Epochs) { optimizer.step(); scheduler.step(); epoch++; }")]
    [InlineData("int epoch = 0; while (epoch < Epochs) { optimizer.step(); scheduler.step(); epoch += 4; }")]
    [InlineData("int epoch = 0; while (epoch < Epochs) { optimizer.step(); scheduler.step(); Later(ref epoch); epoch++; }")]
    [InlineData("if (epochs > 3) { _epochs = 40; } for (int epoch = 0; epoch < _epochs; epoch++) { optimizer.step(); scheduler.step(); }")]
    [InlineData("_epochs = 40; _epochs -= 30; for (int epoch = 0; epoch < _epochs; epoch++) { optimizer.step(); scheduler.step(); }")]
    public Task LoopsThatCountOtherwise_AreSilent(string loop) => Verify.VerifyAsync(Method(
        Optimizer + "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, 20); " + loop, "    private int _epochs; private static void Later(ref int epoch) { }"));

    [Theory]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, Epochs)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, 40)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, Epochs - 1)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, 79)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, cycleLength)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Epochs / Restarts)")]
    [InlineData("optim.lr_scheduler.LinearLR(optimizer, 0.1, 1, 38)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, 37)")]
    [InlineData("optim.lr_scheduler.SequentialLR(optimizer, new[] { optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters: 5), optim.lr_scheduler.CosineAnnealingLR(optimizer, 35) }, new[] { 5 })")]
    [InlineData("optim.lr_scheduler.SequentialLR(optimizer, new[] { optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters: 5), optim.lr_scheduler.CosineAnnealingLR(optimizer, 35) }, new[] { 4 })")]
    [InlineData("optim.lr_scheduler.SequentialLR(optimizer, new[] { optim.lr_scheduler.CosineAnnealingLR(optimizer, 20), optim.lr_scheduler.CosineAnnealingLR(optimizer, 20) }, new[] { 20 })")]
    [InlineData("optim.lr_scheduler.CyclicLR(optimizer, 0.001, 0.1, step_size_up: 5)")]
    [InlineData("optim.lr_scheduler.ChainedLR(new[] { optim.lr_scheduler.ExponentialLR(optimizer, 0.95) })")]
    [InlineData("optim.lr_scheduler.LambdaLR(optimizer, e => e < 10 ? 1 : e < 20 ? 0.1 : 0.5)")]
    [InlineData("optim.lr_scheduler.LambdaLR(optimizer, e => 1)")]
    [InlineData("optim.lr_scheduler.LambdaLR(optimizer, e => Math.Min(1, (e + 1) / 10.0))")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)")]
    [InlineData("optim.lr_scheduler.PolynomialLR(optimizer, total_iters: 39)")]
    [InlineData("optim.lr_scheduler.LinearLR(optimizer)")]
    [InlineData("optim.lr_scheduler.LinearLR(optimizer, 1, 0.1, 30)")]
    [InlineData("optim.lr_scheduler.ConstantLR(optimizer)")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, 39)")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, 100, 1)")]
    [InlineData("optim.lr_scheduler.MultiStepLR(optimizer, new[] { 30, 80 })")]
    [InlineData("optim.lr_scheduler.MultiStepLR(optimizer, new[] { epochs })")]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 40)")]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 50)")]
    [InlineData("optim.lr_scheduler.ExponentialLR(optimizer, 0.9)")]
    public Task RightOrUnknownLength_IsSilent(string creation) =>
        Verify.VerifyAsync(Method(Optimizer + "const int cycleLength = 10, Restarts = 4; var scheduler = " + creation + ";" + Loop));

    [Theory]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(); }")]
    [InlineData("foreach (var x in batches) { optimizer.step(); scheduler.step(); }")]
    [InlineData("for (int epoch = 0; epoch < Epochs; epoch++) { optimizer.step(); if (epoch % 2 == 0) scheduler.step(); }")]
    [InlineData("for (int epoch = 0; epoch < Epochs; epoch++) { optimizer.step(); if (epoch == 15) break; scheduler.step(); }")]
    [InlineData("for (int epoch = 0; epoch < Epochs; epoch++) { if (epoch < 30) continue; optimizer.step(); scheduler.step(); }")]
    [InlineData("for (int epoch = 0; epoch < Epochs; epoch++) { optimizer.step(); scheduler.step(epoch / 10); }")]
    [InlineData("for (int epoch = 0; epoch < Epochs; epoch++) { optimizer.step(); epoch += 5; scheduler.step(); }")]
    [InlineData("for (int epoch = 0; epoch < 20; epoch++) { optimizer.step(); scheduler.step(); }")]
    [InlineData("for (int epoch = 0; epoch < Epochs; epoch++) { Action later = () => scheduler.step(); }")]
    [InlineData("optimizer.load_state_dict(\"state\"); for (int epoch = 0; epoch < 10; epoch++) { optimizer.step(); scheduler.step(); }")]
    // Nothing is trained: the schedule is drawn or tested.
    [InlineData("optimizer.step(); for (int i = 0; i < Epochs; i++) { Console.WriteLine(optimizer.ParamGroups.First().LearningRate); scheduler.step(); }")]
    public Task UnknownCount_IsSilent(string loop) =>
        Verify.VerifyAsync(Method(Optimizer + "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, 20);" + loop));

    [Theory]
    [InlineData("foreach (var epoch in Enumerable.Range(1, Epochs)) { optimizer.step(); scheduler.step(); }")]
    [InlineData("for (int epoch = 1; epoch <= 40; epoch += 1) { optimizer.step(); scheduler.step(); }")]
    [InlineData("for (int epoch = 0; epoch < 4; epoch++) { for (int i = 0; i < 10; i++) { optimizer.step(); scheduler.step(); } }")]
    [InlineData("for (int epoch = 0; epoch < Epochs; epoch++) { Epoch(optimizer, scheduler); }")]
    public Task EveryKnownCount_Reports(string loop) => Verify.VerifyAsync(Method(
        Optimizer + "var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, 20)|];" + loop,
        "static void Epoch(optim.Optimizer o, optim.lr_scheduler.LRScheduler s) { o.step(); s.step(); }"));

    [Fact]
    public Task TopLevelStatements_Fix()
    {
        const string Program = Usings + """
            const int epochs = 50;
            var optimizer = optim.SGD(nn.Linear(1, 1).parameters(), 0.1);
            var scheduler = CREATION;
            for (int epoch = 1; epoch <= epochs; epoch++)
            {
                optimizer.step();
                scheduler.step();
            }
            """;
        var test = Verify.Create(Program.Replace("CREATION", "[|optim.lr_scheduler.CosineAnnealingLR(optimizer, 10)|]"), []);
        test.TestState.OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication;
        test.FixedCode = Program.Replace("CREATION", "optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)");
        return test.RunAsync();
    }

    [Fact]
    public Task RestartedEachRound_CountsOneRound() => Verify.VerifyAsync(Method("""
        for (int restart = 0; restart < 5; restart++)
        {
            var optimizer = optim.Adam(model.parameters());
            var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, 20);
            for (int epoch = 0; epoch < 20; epoch++) { optimizer.step(); scheduler.step(); }
        }
        """));

    [Fact]
    public Task Field_CreatedInConstructor_Reports() => Verify.VerifyAsync($$"""
        {{Usings}}
        class Trainer
        {
            private const int Epochs = 100;
            private readonly optim.Optimizer _optimizer;
            private readonly optim.lr_scheduler.LRScheduler _scheduler;

            Trainer(nn.Module<Tensor, Tensor> model)
            {
                _optimizer = optim.Adam(model.parameters());
                _scheduler = [|optim.lr_scheduler.CosineAnnealingLR(_optimizer, 50)|];
            }

            static void Main()
            {
                var trainer = new Trainer(nn.Linear(1, 1));
                trainer.Train();
            }

            void Train()
            {
                for (int epoch = 0; epoch < Epochs; epoch++) { _optimizer.step(); _scheduler.step(); }
            }
        }
        """);

    [Theory]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, 30)", "CosineAnnealingLR(T_max: 30) does not fit the 40 steps of the training loop: the learning rate is at its lowest at step 30 and then climbs back")]
    [InlineData("optim.lr_scheduler.PolynomialLR(optimizer)", "PolynomialLR(total_iters: 5) does not fit the 40 steps of the training loop: the learning rate is zero from step 5 on and the rest trains nothing")]
    [InlineData("optim.lr_scheduler.ExponentialLR(optimizer, 0.5)", "ExponentialLR(gamma: 0.5) does not fit the 40 steps of the training loop: from step 24 on the learning rate is below 1e-7 of its start and the rest trains nothing")]
    [InlineData("optim.lr_scheduler.LinearLR(optimizer, 0.1, 1, 400)", "LinearLR(total_iters: 400) does not fit the 40 steps of the training loop: the learning rate rises from 10 % of the optimizer's to 19 % of the optimizer's at the last step and never decays")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, 1)", "CosineAnnealingLR(T_max: 1) does not fit the 40 steps of the training loop: the learning rate is up and down at every other step")]
    [InlineData("optim.lr_scheduler.LambdaLR(optimizer, e => Math.Max(0, 1 - e / 20.0))", "LambdaLR does not fit the 40 steps of the training loop: the learning rate is zero from step 20 on and the rest trains nothing")]
    [InlineData("optim.lr_scheduler.SequentialLR(optimizer, new[] { optim.lr_scheduler.LinearLR(optimizer, 0.01, total_iters: 20), optim.lr_scheduler.CosineAnnealingLR(optimizer, 35) }, new[] { 5 })", "SequentialLR(milestones: new[] { 5 }) does not fit the 40 steps of the training loop: the warmup is cut off at step 5, where the learning rate jumps from 21 % of the optimizer's to 100 % of the optimizer's")]
    [InlineData("optim.lr_scheduler.SequentialLR(optimizer, [optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters: 5), optim.lr_scheduler.CosineAnnealingLR(optimizer, 40)], [20])", "SequentialLR(milestones: [20]) does not fit the 40 steps of the training loop: the training ends at 50 % of its last schedule, so most of the decay never comes")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, 100)", "StepLR(step_size: 100) does not fit the 40 steps of the training loop: the learning rate would first decay at step 100, so it never does")]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 30)", "OneCycleLR(total_steps: 30) does not fit the 40 steps of the training loop: step() throws at step 31")]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 400)", "OneCycleLR(total_steps: 400) does not fit the 40 steps of the training loop: the training ends at 10 % of the cycle, so the learning rate is never annealed")]
    public Task Message_SaysWhatHappens(string creation, string message) =>
        Verify.VerifyMessageAsync(Method(Optimizer + "var scheduler = {|#0:" + creation + "|};" + Loop), message);

    [Theory]
    [InlineData("optim.Adam(model.parameters())", "20", "falls from 0.001 to 0 at step 20 and climbs back to 0.00099 at step 39")]
    [InlineData("optim.SGD(model.parameters(), 0.1)", "30, eta_min: 0.01", "falls from 0.1 to 0.01 at step 30 and climbs back to 0.029 at step 39")]
    [InlineData("optim.SGD(model.parameters(), 0.1)", "10", "falls from 0.1 to 0 at step 10, is back at step 20 and so on")]
    public Task Message_TellsTheCurve(string optimizer, string arguments, string curve) => Verify.VerifyMessageAsync(
        Method("var optimizer = " + optimizer + "; var scheduler = {|#0:optim.lr_scheduler.CosineAnnealingLR(optimizer, " + arguments + ")|}; for (int epoch = 0; epoch < 40; epoch++) { optimizer.step(); scheduler.step(); }"),
        $"CosineAnnealingLR(T_max: {arguments.Split(',')[0]}) does not fit the 40 steps of the training loop: the learning rate {curve}");

    [Theory]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, 20)|]", "optim.lr_scheduler.CosineAnnealingLR(optimizer, Epochs)")]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(T_max: /* half */ 20, optimizer: optimizer)|]", "optim.lr_scheduler.CosineAnnealingLR(T_max: /* half */ Epochs, optimizer: optimizer)")]
    [InlineData("[|optim.lr_scheduler.PolynomialLR(optimizer, power: 2)|]", "optim.lr_scheduler.PolynomialLR(optimizer, power: 2, total_iters: Epochs)")]
    [InlineData("[|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, 30)|]", "optim.lr_scheduler.OneCycleLR(optimizer, 0.1, Epochs)")]
    public Task Fix_UsesTheLoopsBound(string creation, string fixedCreation) => Verify.VerifyFixAsync(
        Method(Optimizer + "var scheduler = " + creation + ";" + Loop),
        Method(Optimizer + "var scheduler = " + fixedCreation + ";" + Loop),
        LR2005_UseLoopBound.Key);

    [Fact]
    public Task Fix_MultipliesLoops() => Verify.VerifyFixAsync(
        Method(Optimizer + "const int Rounds = 5; var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, 20)|]; for (int epoch = 0; epoch < Epochs; epoch++) { for (int i = 0; i < Rounds + 1; i++) { optimizer.step(); scheduler.step(); } }"),
        Method(Optimizer + "const int Rounds = 5; var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, Epochs * (Rounds + 1)); for (int epoch = 0; epoch < Epochs; epoch++) { for (int i = 0; i < Rounds + 1; i++) { optimizer.step(); scheduler.step(); } }"),
        LR2005_UseLoopBound.Key);

    [Theory]
    [InlineData("var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, 20)|]; const int Rounds = 40; for (int epoch = 0; epoch < Rounds; epoch++) { optimizer.step(); scheduler.step(); }")]
    [InlineData("var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 200)|]; for (int epoch = 0; epoch < Epochs; epoch++) { optimizer.step(); scheduler.step(); }")]
    [InlineData("var scheduler = [|optim.lr_scheduler.OneCycleLR(optimizer, 0.1, epochs: 2, steps_per_epoch: 3)|]; for (int epoch = 0; epoch < Epochs; epoch++) { optimizer.step(); scheduler.step(); }")]
    public Task Fix_WithoutANameInScope_IsNotOffered(string code) => Verify.VerifyNoFixAsync(Method(Optimizer + code), LR2005_UseLoopBound.Key);

    [Fact]
    public Task SchedulerReplacedOnTheWay_IsSilent() =>
        Verify.VerifyAsync(LrAnalyzers.Tests.Verification.TrainingSource.Method(
            "var optimizer = optim.Adam(model.parameters()); var s = optim.lr_scheduler.CosineAnnealingLR(optimizer, 50); for (int epoch = 0; epoch < 100; epoch++) { if (epoch == 50) s = optim.lr_scheduler.CosineAnnealingLR(optimizer, 50); foreach (var x in batches) { optimizer.step(); } s.step(); }"));

    [Theory]
    [InlineData("optim.lr_scheduler.ReduceLROnPlateau(optimizer)", 10, true)]
    [InlineData("optim.lr_scheduler.ReduceLROnPlateau(optimizer)", 12, true)]
    [InlineData("optim.lr_scheduler.ReduceLROnPlateau(optimizer)", 13, false)]
    [InlineData("optim.lr_scheduler.ReduceLROnPlateau(optimizer, \"max\", patience: 1)", 3, true)]
    [InlineData("optim.lr_scheduler.ReduceLROnPlateau(optimizer, \"max\", patience: 1)", 4, false)]
    [InlineData("optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience: epochs)", 4, false)]
    public Task Patience_IsComparedWithTheEpochs(string creation, int epochs, bool reports) => Verify.VerifyAsync(Method(
        Optimizer + $"var scheduler = {(reports ? $"[|{creation}|]" : creation)}; for (int epoch = 0; epoch < {epochs}; epoch++) {{ optimizer.step(); scheduler.step(optimizer.GetHashCode() / 2.0); }}"));

    [Fact]
    public Task Message_OfPatience() => Verify.VerifyMessageAsync(
        Method(Optimizer + "var scheduler = {|#0:optim.lr_scheduler.ReduceLROnPlateau(optimizer)|}; for (int epoch = 0; epoch < 8; epoch++) { optimizer.step(); scheduler.step(optimizer.GetHashCode() / 2.0); }"),
        "ReduceLROnPlateau(patience: 10) does not fit the 8 steps of the training loop: it could first lower the learning rate after step 12, even if the metric never gets better, so it never does");

    /// <summary>What LR2001 writes is a curve like any other: it fits its loop, and another loop it does not fit.</summary>
    [Theory]
    [InlineData("", false)]
    [InlineData("100 * ", true)]
    [InlineData("1 / 4 * ", true)]
    public Task Trapezoid_PerBatch(string share, bool reports)
    {
        string creation = """
            optim.lr_scheduler.LambdaLR(optimizer, step =>
                step < warmupSteps ? (step + 1.0) / warmupSteps
                : step < totalSteps - cooldownSteps ? 1.0
                : Math.Max(0.0, (totalSteps - step) / (cooldownSteps + 1.0)))
            """;
        // A quarter: the rest is trained at zero. A hundred times: the whole training is its warmup.
        string total = share.StartsWith("1 /", StringComparison.Ordinal) ? "epochs * batches.Count / 4" : share + "epochs * batches.Count";
        return Verify.VerifyAsync(Method($$"""
            var optimizer = optim.Adam(model.parameters(), learningRate);
            int totalSteps = {{total}};
            int warmupSteps = Math.Max(1, Math.Min(2000, totalSteps / 20));
            int cooldownSteps = Math.Max(1, totalSteps / 5);
            var scheduler = {{(reports && !share.StartsWith("100", StringComparison.Ordinal) ? $"[|{creation}|]" : creation)}};
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches)
                {
                    optimizer.step();
                    scheduler.step();
                }
            }
            """));
    }

    /// <summary>Per epoch, over a half of the training.</summary>
    [Theory]
    [InlineData("epochs", false)]
    [InlineData("epochs / 2", true)]
    public Task Trapezoid_PerEpoch(string total, bool reports)
    {
        string creation = "optim.lr_scheduler.LambdaLR(optimizer, e => e < totalEpochs - cooldownEpochs ? 1.0 : Math.Max(0.0, (totalEpochs - e) / (cooldownEpochs + 1.0)))";
        return Verify.VerifyAsync(Method(
            $"var optimizer = optim.Adam(model.parameters(), learningRate); int totalEpochs = {total}; int cooldownEpochs = totalEpochs / 5; var scheduler = {(reports ? $"[|{creation}|]" : creation)};"
            + " for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { optimizer.step(); } scheduler.step(); }"));
    }

    /// <summary>Samples are counted where batches are stepped.</summary>
    [Theory]
    [InlineData("epochs: epochs, steps_per_epoch: (int)dataset.Count", true)]
    [InlineData("total_steps: epochs * (int)dataset.Count", true)]
    [InlineData("epochs: epochs, steps_per_epoch: (int)loader.Count", false)]
    [InlineData("total_steps: epochs * (int)(dataset.Count / batchSize)", false)]
    public Task SamplesInPlaceOfBatches(string length, bool reports)
    {
        string creation = $"optim.lr_scheduler.OneCycleLR(optimizer, learningRate, {length})";
        return Verify.VerifyAsync(Method(
            "var loader = new TorchSharp.Modules.DataLoader(dataset, batchSize, shuffle: true); var optimizer = optim.AdamW(model.parameters(), learningRate); var scheduler = "
            + (reports ? $"[|{creation}|]" : creation)
            + "; for (int epoch = 0; epoch < epochs; epoch++) { foreach (var batch in loader) { optimizer.step(); scheduler.step(); } }",
            "private static readonly utils.data.Dataset dataset = null!; private static int batchSize = int.Parse(\"32\");"));
    }

    /// <summary>PyTorch's own example: the end of a warmup is a step up, and a decay that runs along with it no mistake.</summary>
    [Theory]
    [InlineData("optim.lr_scheduler.ConstantLR(optimizer, 0.1, 2), optim.lr_scheduler.ExponentialLR(optimizer, 0.95)")]
    [InlineData("optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters: 5), optim.lr_scheduler.CosineAnnealingLR(optimizer, Epochs)")]
    [InlineData("optim.lr_scheduler.ConstantLR(optimizer, 0.1, 2), optim.lr_scheduler.MultiStepLR(optimizer, new[] { 20, 30 })")]
    public Task Chain_WarmupBesideDecay_IsSilent(string parts) =>
        Verify.VerifyAsync(Method(Optimizer + "var scheduler = optim.lr_scheduler.ChainedLR(new[] { " + parts + " });" + Loop));

    /// <summary>Schedulers in a list: the loop over them is none of the training's.</summary>
    [Theory]
    [InlineData("foreach (var s in schedulers) { s.step(); }")]
    [InlineData("foreach (var s in schedulers) s.step();")]
    [InlineData("for (int i = 0; i < schedulers.Count; i++) { schedulers[i].step(); }")]
    [InlineData("schedulers.ForEach(s => s.step());")]
    public Task InAList_Reports(string step) => Verify.VerifyAsync(Method(
        Optimizer
        + "var schedulers = new List<optim.lr_scheduler.LRScheduler> { [|optim.lr_scheduler.CosineAnnealingLR(optimizer, 10)|] };"
        + " for (int epoch = 0; epoch < Epochs; epoch++) { foreach (var x in batches) { " + Batch + " } " + step + " }"));

    /// <summary>A condition that holds in all rounds or in none, and one that leaves out broken batches.</summary>
    [Theory]
    [InlineData("if (anneal) scheduler.step();")]
    [InlineData("if (anneal && Epochs > 1) { scheduler.step(); }")]
    [InlineData("if (s_anneal) scheduler.step();")]
    [InlineData("if (Settings.Schedule == \"cosine\") scheduler.step();")]
    [InlineData("if (!double.IsNaN(total)) { optimizer.step(); scheduler.step(); }")]
    [InlineData("bool isBroken = float.IsNaN((float)total) || float.IsInfinity((float)total); if (!isBroken) { optimizer.step(); scheduler.step(); }")]
    public Task UnderASteadyCondition_Reports(string step) => Verify.VerifyAsync(Guarded("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, 10)|]", step));

    /// <summary>Any other is unknown.</summary>
    [Theory]
    [InlineData("if (epoch > 20) scheduler.step();")]
    [InlineData("if (total < 0.5) s_anneal = true; if (s_anneal) scheduler.step();")]
    [InlineData("if (model.training) scheduler.step();")]
    [InlineData("if (total < best) scheduler.step();")]
    [InlineData("if (Random.Shared.Next(4) == 0) scheduler.step();")]
    public Task UnderAnotherCondition_IsSilent(string step) => Verify.VerifyAsync(Guarded("optim.lr_scheduler.CosineAnnealingLR(optimizer, 10)", step));

    /// <summary>In one of so many rounds.</summary>
    [Theory]
    [InlineData("Epochs", "if (epoch % 4 == 0) scheduler.step();", true)]
    [InlineData("Epochs", "if ((epoch + 1) % 4 == 0) scheduler.step();", true)]
    [InlineData("Epochs / 4", "if ((epoch + 1) % 4 == 0) scheduler.step();", false)]
    [InlineData("4", "if ((epoch + 1) % 4 == 0) scheduler.step();", true)]
    [InlineData("Epochs", "if ((epoch + 1) % every == 0) scheduler.step();", false)]
    [InlineData("(Epochs + 3) / 4", "if (epoch % 4 == 0) scheduler.step();", false)]
    [InlineData("Epochs", "if (epoch % 4 == 3) scheduler.step();", false)]
    public Task InOneOfSoManyRounds(string length, string step, bool reports)
    {
        string creation = $"optim.lr_scheduler.CosineAnnealingLR(optimizer, {length})";
        return Verify.VerifyAsync(Guarded(reports ? $"[|{creation}|]" : creation, step));
    }

    /// <summary>150 batches, and a step in every hundredth from the first on: two in each epoch. In strides the counter counts samples.</summary>
    [Theory]
    [InlineData("60", "for (int i = 0; i < 150; i++)", "i % 100 == 0")]
    [InlineData("30 * 50", "for (int i = 0; i < 6400; i += 32)", "i % 128 == 0")]
    public Task InTheFirstOfSoManyRounds_IsSilent(string length, string loop, string condition) => Verify.VerifyAsync(Method(
        $"var optimizer = optim.SGD(model.parameters(), 0.1, momentum: 0.9); var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, {length});"
        + $" for (int epoch = 0; epoch < 30; epoch++) {{ {loop} {{ model.forward(batches[0]).sum().backward(); optimizer.step(); if ({condition}) scheduler.step(); }} }}"));

    /// <summary>Gradient accumulation: the length counts batches where the scheduler is stepped with the optimizer.</summary>
    [Theory]
    [InlineData("epochs * batches.Count", true)]
    [InlineData("epochs * (batches.Count / accumulate)", false)]
    [InlineData("epochs * batches.Count / accumulate", false)]
    public Task Accumulation(string length, bool reports)
    {
        string creation = $"optim.lr_scheduler.CosineAnnealingLR(optimizer, {length})";
        return Verify.VerifyAsync(Method(
            "const int accumulate = 4; var optimizer = optim.AdamW(model.parameters(), learningRate); var scheduler = " + (reports ? $"[|{creation}|]" : creation)
            + "; for (int epoch = 0; epoch < epochs; epoch++) { int i = 0; foreach (var x in batches) { model.forward(x).sum().backward(); if (++i % accumulate == 0) { optimizer.step(); scheduler.step(); optimizer.zero_grad(); } } }"));
    }

    /// <summary>What a public factory makes for strangers is none of this training's.</summary>
    [Fact]
    public Task FromAnAbstractFactory_Reports() => Verify.VerifyAsync(Method(
        "Train(model, new Short(), batches);",
        """
        public abstract class Recipe { public abstract optim.lr_scheduler.LRScheduler Schedule(optim.Optimizer optimizer); }
        public sealed class Short : Recipe { public override optim.lr_scheduler.LRScheduler Schedule(optim.Optimizer optimizer) => [|optim.lr_scheduler.CosineAnnealingLR(optimizer, 10)|]; }
        private static void Train(nn.Module<Tensor, Tensor> model, Recipe recipe, List<Tensor> batches)
        {
            var optimizer = optim.SGD(model.parameters(), 0.1);
            var scheduler = recipe.Schedule(optimizer);
            for (int epoch = 0; epoch < 100; epoch++) { foreach (var x in batches) { optimizer.step(); } scheduler.step(); }
        }
        """));

    /// <summary>A figure that follows from the size of batches that was tried is told as a bound.</summary>
    [Fact]
    public Task Message_UnknownBatchSize_SaysAtMost() => Verify.VerifyMessageAsync(
        Method(
            "var optimizer = optim.AdamW(model.parameters(), learningRate); var scheduler = {|#0:optim.lr_scheduler.OneCycleLR(optimizer, learningRate, epochs: epochs, steps_per_epoch: batches.Count)|};"
            + " for (int epoch = 0; epoch < epochs; epoch++) { foreach (var chunk in batches.Chunk(batchSize)) { optimizer.step(); scheduler.step(); } }",
            "private static int batchSize = int.Parse(\"32\");"),
        "OneCycleLR(epochs * steps_per_epoch: epochs * batches.Count) does not fit the steps of the training loop: the training ends at 13 % of the cycle or sooner, so the learning rate is never annealed");

    [Fact]
    public Task Message_LongLambda_NamesTheVeryStep() => Verify.VerifyMessageAsync(
        Method("var optimizer = optim.AdamW(model.parameters(), 6e-4); var scheduler = {|#0:optim.lr_scheduler.LambdaLR(optimizer, i => 0.1 + 0.45 * (1.0 + Math.Cos(Math.PI * i / 1000)))|}; for (int i = 0; i < 5000; i++) { optimizer.step(); scheduler.step(); }"),
        "LambdaLR does not fit the 5000 steps of the training loop: the learning rate falls from 0.0006 to 6e-5 at step 1000, is back at step 2000 and so on");

    /// <summary>The last of the schedules is as long as its milestone leaves it.</summary>
    [Theory]
    [InlineData("const int Epochs = 100;", "30", "Epochs - 5")]
    [InlineData("const int Epochs = 20;", "95", "Epochs - 5")]
    public Task Fix_LastPartOfASequence(string epochs, string length, string fitting)
    {
        string Source(string sequence, string part) => Method(
            $"{epochs} var optimizer = optim.AdamW(model.parameters(), learningRate); var warmup = optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters: 5); var cosine = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: {part}); var scheduler = {sequence};{Loop}");
        const string Sequence = "optim.lr_scheduler.SequentialLR(optimizer, new[] { warmup, cosine }, new[] { 5 })";
        return Verify.VerifyFixAsync(Source($"[|{Sequence}|]", length), Source(Sequence, fitting), LR2005_UseLoopBound.Key);
    }

    [Fact]
    public Task Fix_LastPartInPlace_MilestoneByName() => Verify.VerifyFixAsync(
        Method("const int Epochs = 100; const int warmup = 5; var optimizer = optim.AdamW(model.parameters(), learningRate); var scheduler = [|optim.lr_scheduler.SequentialLR(optimizer, [optim.lr_scheduler.LinearLR(optimizer, 0.1, 1, warmup), optim.lr_scheduler.PolynomialLR(optimizer, 50)], [warmup])|];" + Loop),
        Method("const int Epochs = 100; const int warmup = 5; var optimizer = optim.AdamW(model.parameters(), learningRate); var scheduler = optim.lr_scheduler.SequentialLR(optimizer, [optim.lr_scheduler.LinearLR(optimizer, 0.1, 1, warmup), optim.lr_scheduler.PolynomialLR(optimizer, Epochs - warmup)], [warmup]);" + Loop),
        LR2005_UseLoopBound.Key);

    /// <summary>Each parameter group has its curve.</summary>
    [Theory]
    [InlineData("[|new optim.lr_scheduler.impl.LambdaLR(optimizer, new List<Func<int, double>> { e => Math.Pow(0.98, e), e => 0.5 * (1 + Math.Cos(Math.PI * e / 10)) })|]")]
    [InlineData("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, 10, 1e-6)|]")]
    [InlineData("new optim.lr_scheduler.impl.LambdaLR(optimizer, new List<Func<int, double>> { e => Math.Pow(0.98, e), e => 0.5 * (1 + Math.Cos(Math.PI * e / 40)) })")]
    // The second group of a OneCycleLR never leaves the library's first phase: LR2007's.
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: Epochs)")]
    public Task Groups(string creation) => Verify.VerifyAsync(Method(
        "const int Epochs = 40; var optimizer = optim.AdamW(new[] { new TorchSharp.Modules.AdamW.ParamGroup(model.parameters(), 1e-5), new TorchSharp.Modules.AdamW.ParamGroup(head.parameters(), 1e-3) }); var scheduler = "
        + creation + ";" + Loop,
        "private static readonly nn.Module<Tensor, Tensor> head = nn.Linear(1, 1);"));

    /// <summary>A loop that takes a batch of samples at a time.</summary>
    [Theory]
    [InlineData("const int Samples = 60000, Size = 64;", "OneCycleLR(optimizer, 0.1, total_steps: 10 * (Samples / Size))", true)]
    [InlineData("const int Samples = 60000, Size = 64;", "OneCycleLR(optimizer, 0.1, total_steps: 10 * ((Samples + Size - 1) / Size))", false)]
    [InlineData("const int Samples = 60000, Size = 64;", "CosineAnnealingLR(optimizer, 10 * Samples)", true)]
    [InlineData("int Samples = (int)model.parameters().First().shape[0], Size = int.Parse(\"64\");", "CosineAnnealingLR(optimizer, 10 * Samples)", true)]
    [InlineData("int Samples = (int)model.parameters().First().shape[0], Size = int.Parse(\"64\");", "CosineAnnealingLR(optimizer, 10 * (Samples / Size))", false)]
    public Task Strides(string counts, string creation, bool reports)
    {
        creation = "optim.lr_scheduler." + creation;
        return Verify.VerifyAsync(Method(
            counts + " var optimizer = optim.AdamW(model.parameters(), learningRate); var scheduler = " + (reports ? $"[|{creation}|]" : creation)
            + "; for (int epoch = 0; epoch < 10; epoch++) { for (int i = 0; i < Samples; i += Size) { optimizer.step(); scheduler.step(); } }"));
    }

    /// <summary>The parameter of what each round calls, and what a round takes from its batch, are others in each round.</summary>
    [Theory]
    [InlineData("Action<int> run = i => { if ((i + 1) % 4 == 0) { optimizer.step(); scheduler.step(); } }; for (int epoch = 0; epoch < epochs; epoch++) for (int b = 0; b < batches.Count; b++) run(b);")]
    [InlineData("void Run(bool isLast) { optimizer.step(); if (isLast) scheduler.step(); } for (int epoch = 0; epoch < epochs; epoch++) for (int b = 0; b < batches.Count; b++) Run(b % 4 == 3);")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) foreach (var batch in s_batches) { optimizer.step(); if (batch.IsLast) scheduler.step(); }")]
    public Task UnderAConditionOnTheRound_IsSilent(string loops) => Verify.VerifyAsync(Method(
        "var optimizer = optim.AdamW(model.parameters(), learningRate); var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * batches.Count / 4); " + loops,
        "private sealed record Labelled(Tensor X, bool IsLast); private static readonly List<Labelled> s_batches = new();"));

    /// <summary>A bound that the only call gives is the caller's, also where the function hands it on to itself; with several callers, or strangers, nobody knows.</summary>
    [Theory]
    [InlineData("private void Fit(int rounds) { var s = CREATE(o, rounds * 10); Train(s, rounds); }", "private void Train(LRScheduler s, int epochs) { for (int e = 0; e < epochs; e++) { ROUND } }", true)]
    [InlineData("private void Fit() { var s = CREATE(o, 300); Train(s, 30); }", "private void Train(LRScheduler s, int epochs) { for (int e = 0; e < epochs; e++) { ROUND } }", true)]
    [InlineData("private void Fit(int rounds) { var s = CREATE(o, rounds * 10); Train(s, 0, rounds); }", "private void Train(LRScheduler s, int epoch, int epochs) { if (epoch >= epochs) return; ROUND Train(s, epoch + 1, epochs); }", true)]
    [InlineData("private void Fit(int rounds) { var s = CREATE(o, rounds); Train(s, 0, rounds); }", "private void Train(LRScheduler s, int epoch, int epochs) { if (epoch >= epochs) return; ROUND Train(s, epoch + 1, epochs); }", false)]
    [InlineData("private void Fit(int rounds) { var s = CREATE(o, rounds); Train(s, rounds); }", "private void Train(LRScheduler s, int count) { for (int e = 1; e <= count; e++) { ROUND } }", false)]
    [InlineData("private void Fit() { var s = CREATE(o, 50); Train(s); }", "private void Train(LRScheduler s, int epochs = 50) { for (int e = 0; e < epochs; e++) { ROUND } }", false)]
    [InlineData("private void Fit() { var s = CREATE(o, 300); Train(s, 30); Train(s, 270); }", "private void Train(LRScheduler s, int epochs) { for (int e = 0; e < epochs; e++) { ROUND } }", false)]
    [InlineData("private void Fit() { var s = CREATE(o, 300); for (int phase = 0; phase < 10; phase++) Train(s, 30); }", "private void Train(LRScheduler s, int epochs) { for (int e = 0; e < epochs; e++) { ROUND } }", false)]
    [InlineData("public void Fit() { var s = CREATE(o, 300); Train(s, 30); }", "public void Train(LRScheduler s, int epochs) { for (int e = 0; e < epochs; e++) { ROUND } }", false)]
    // However many folds there are, there are several.
    [InlineData("private void Fit(List<int> folds) { var s = CREATE(o, 30); foreach (var fold in folds) { for (int e = 0; e < 30; e++) { ROUND } } }", "", true)]
    [InlineData("private void Fit(List<int> folds) { foreach (var fold in folds) { var s = CREATE(o, 30); for (int e = 0; e < 30; e++) { ROUND } } }", "", false)]
    [InlineData("private void Fit(List<int> folds) { var s = CREATE(o, 30 * folds.Count); foreach (var fold in folds) { for (int e = 0; e < 30; e++) { ROUND } } }", "", false)]
    // What a Lazy makes it makes once, where that itself is made.
    [InlineData("private void Fit() { var s = new Lazy<LRScheduler>(() => CREATE(o, 300)); for (int e = 0; e < 30; e++) { ROUND } }", "", true)]
    [InlineData("private void Fit() { var s = new Lazy<LRScheduler>(() => CREATE(o, 30)); for (int e = 0; e < 30; e++) { ROUND } }", "", false)]
    [InlineData("private void Fit() { for (int fold = 0; fold < 10; fold++) { var s = new Lazy<LRScheduler>(() => CREATE(o, 30)); for (int e = 0; e < 30; e++) { ROUND } } }", "", false)]
    public Task BoundOfAnotherFunction(string fit, string train, bool reports)
    {
        int start = fit.IndexOf("CREATE", StringComparison.Ordinal);
        int end = fit.IndexOf(')', start) + 1;
        string creation = fit[start..end].Replace("CREATE", "torch.optim.lr_scheduler.CosineAnnealingLR", StringComparison.Ordinal);
        string step = fit.Contains("Lazy", StringComparison.Ordinal) ? "s.Value.step();" : "s.step();";
        string round = "foreach (var x in d) { o.zero_grad(); n.forward(x).mean().backward(); o.step(); } " + step;
        return Verify.VerifyAsync(
            "using System; using System.Collections.Generic; using TorchSharp; using TorchSharp.Modules; using static TorchSharp.torch.optim.lr_scheduler;\n"
            + "public class T { private readonly Linear n = torch.nn.Linear(1, 1); private readonly List<torch.Tensor> d = new(); private readonly torch.optim.Optimizer o; public T() { o = torch.optim.Adam(n.parameters(), n.in_features); }\n"
            + (fit[..start] + (reports ? $"[|{creation}|]" : creation) + fit[end..] + "\n" + train).Replace("ROUND", round, StringComparison.Ordinal) + " }");
    }

    /// <summary>A few rounds of a test train nothing; what throws is wrong in a test too.</summary>
    [Theory]
    [InlineData("optim.lr_scheduler.ExponentialLR(optimizer)", false)]
    [InlineData("optim.lr_scheduler.LinearLR(optimizer, end_factor: 0.75, total_iters: 10)", false)]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, 3)", false)]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: 5)", true)]
    public Task InTestCode(string creation, bool reports) => Verify.VerifyAsync(
        $$"""
        using TorchSharp;
        using static TorchSharp.torch;

        namespace Xunit { public sealed class FactAttribute : System.Attribute { } }

        public class SchedulerTests
        {
            [Xunit.Fact]
            public void Steps()
            {
                var optimizer = optim.SGD(nn.Linear(1, 1).parameters(), 0.1);
                var scheduler = {{(reports ? $"[|{creation}|]" : creation)}};
                for (int i = 0; i < 10; i++)
                {
                    optimizer.step();
                    scheduler.step();
                }
            }
        }
        """);

    private static string Guarded(string creation, string step) => Method(
        Optimizer + "var scheduler = " + creation + "; double best = 1;"
        + " for (int epoch = 0; epoch < Epochs; epoch++) { double total = 0; foreach (var x in batches) { " + Batch + " } " + step + " }",
        """
        private static readonly bool anneal = bool.Parse("true");
        private static bool s_anneal = bool.Parse("true");
        private static readonly int every = int.Parse("4");
        private static class Settings { public static string Schedule { get; set; } = "cosine"; }
        """);
}
