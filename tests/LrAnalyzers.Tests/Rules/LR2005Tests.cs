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
    public Task MultipleOfTheLoop_Reports(string creation) => Verify.VerifyAsync(Method(
        Optimizer + "int length = 3 * epochs; var scheduler = " + creation + "; for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(); }"));

    [Theory]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs * batches.Count)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs / 2)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: 10 + epochs)")]
    [InlineData("optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs * epochs)")]
    [InlineData("optim.lr_scheduler.LinearLR(optimizer, 0.1, 1, epochs * 4)")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, Math.Max(1, epochs / 3))")]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, epochs, 1)")]
    [InlineData("optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: epochs)")]
    public Task OtherPartOfTheLoop_IsSilent(string creation) => Verify.VerifyAsync(Method(
        Optimizer + "var scheduler = " + creation + "; for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(); }"));

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
    [InlineData("optim.lr_scheduler.LinearLR(optimizer, 0.1, 1, 400)")]
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
}
