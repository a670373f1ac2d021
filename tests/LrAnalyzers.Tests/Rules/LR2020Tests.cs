using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2020_ScheduleStartsAgain>;

namespace LrAnalyzers.Tests.Rules;

public class LR2020Tests
{
    private const string Optimizer = "var optimizer = optim.Adam(model.parameters(), 0.001); ";
    private const string Start = "int start = System.IO.File.Exists(\"e\") ? int.Parse(System.IO.File.ReadAllText(\"e\")) + 1 : 0; ";
    private const string Cosine = "var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs)|]; ";
    private const string Plain = "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: epochs); ";
    private const string Loop = "for (int epoch = start; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(); }";
    private const string BatchLoop = "for (int epoch = start; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " scheduler.step(); } }";

    private const string Members = """
        static (int Epoch, double Best) LoadCheckpoint(string path) => default;
        static int LoadEpoch() => 3;
        class State { public int Epoch { get; set; } }
        class Options { public int StartEpoch { get; set; } public int Epochs { get; set; } }
        """;

    private static Task Verified(string code) => Verify.VerifyAsync(Method(Optimizer + code, Members));

    [Theory]
    [InlineData(Start + Cosine + Loop)]
    [InlineData("int start = 0; if (System.IO.File.Exists(\"e\")) { model.load(\"m\"); optimizer.load_state_dict(\"o\"); start = int.Parse(System.IO.File.ReadAllText(\"e\")); } " + Cosine + Loop)]
    [InlineData("var (start, best) = LoadCheckpoint(\"c\"); " + Cosine + "for (int epoch = start; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(); }")]
    [InlineData("int start = LoadCheckpoint(\"c\").Epoch + 1; " + Cosine + Loop)]
    [InlineData("var checkpoint = System.Text.Json.JsonSerializer.Deserialize<State>(\"{}\"); int start = checkpoint.Epoch; " + Cosine + Loop)]
    [InlineData("int start = LoadEpoch(); " + Cosine + Loop)]
    [InlineData("int epoch = LoadEpoch(); " + Cosine + "for (; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(); }")]
    [InlineData("int epoch = LoadEpoch(); " + Cosine + "while (epoch < epochs) { optimizer.step(); scheduler.step(); epoch++; }")]
    [InlineData("int last = LoadEpoch(); " + Cosine + "for (int epoch = last + 1; epoch <= epochs; epoch++) { optimizer.step(); scheduler.step(); }")]
    [InlineData(Start + Cosine + "foreach (int epoch in Enumerable.Range(start, epochs - start)) { optimizer.step(); scheduler.step(); }")]
    [InlineData(Start + "var scheduler = [|optim.lr_scheduler.PolynomialLR(optimizer, total_iters: epochs * batches.Count)|]; " + BatchLoop)]
    [InlineData(Start + "var scheduler = [|optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps: epochs * batches.Count)|]; " + BatchLoop)]
    [InlineData(Start + "var scheduler = [|optim.lr_scheduler.LambdaLR(optimizer, e => 1 - e / (double)epochs)|]; " + Loop)]
    [InlineData(Start + "var scheduler = [|optim.lr_scheduler.LambdaLR(optimizer, Factor)|]; double Factor(int e) => 1 - e / (double)epochs; " + Loop)]
    [InlineData(Start + "int total = epochs * batches.Count; var scheduler = [|optim.lr_scheduler.LambdaLR(optimizer, e => Math.Max(0.0, 1 - e / (double)total))|]; " + BatchLoop)]
    [InlineData(Start + "var scheduler = [|optim.lr_scheduler.StepLR(optimizer, epochs / 3)|]; " + Loop)]
    [InlineData(Start + "var scheduler = [|optim.lr_scheduler.MultiStepLR(optimizer, new[] { epochs / 2, epochs * 3 / 4 })|]; " + Loop)]
    [InlineData(Start + "var scheduler = [|optim.lr_scheduler.SequentialLR(optimizer, new[] { optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters: 5), optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs - 5) }, new[] { 5 })|]; " + Loop)]
    [InlineData(Start + "const int All = 90; var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, 90)|]; for (int epoch = start; epoch < All; epoch++) { optimizer.step(); scheduler.step(); }")]
    public Task Resumed_Reports(string code) => Verified(code);

    [Fact]
    public Task StartIsAnOption_Reports() => Verify.VerifyAsync(Method(
        "", "void Fit(nn.Module<Tensor, Tensor> model, Options options) { " + Optimizer + "var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, options.Epochs)|]; for (int epoch = options.StartEpoch; epoch < options.Epochs; epoch++) { optimizer.step(); scheduler.step(); } }" + Members));

    [Theory]
    // It is moved on: step(start), a replay, the rate, an offset, what is left of the length.
    [InlineData(Start + Plain + "if (start > 0) scheduler.step(start); " + Loop)]
    [InlineData(Start + Plain + "for (int i = 0; i < start; i++) scheduler.step(); " + Loop)]
    [InlineData(Start + Plain + "for (int epoch = start; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(epoch + 1); }")]
    [InlineData(Start + Plain + "foreach (var group in optimizer.ParamGroups) group.LearningRate = 0.0005; " + Loop)]
    [InlineData(Start + "var scheduler = optim.lr_scheduler.LambdaLR(optimizer, e => 1 - (start + e) / (double)epochs); " + Loop)]
    [InlineData(Start + "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs - start); " + Loop)]
    [InlineData(Start + "int left = epochs - start; var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, left); " + Loop)]
    [InlineData(Start + "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs, last_epoch: start - 1); " + Loop)]
    // Another length, or one that does not end.
    [InlineData(Start + "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, 7); " + Loop)]
    [InlineData(Start + "var scheduler = optim.lr_scheduler.ExponentialLR(optimizer, 0.9); " + Loop)]
    [InlineData(Start + "var scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience: epochs); for (int epoch = start; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(0.5); }")]
    // A start that only numbers the epochs, and one that is no saved progress.
    [InlineData(Start + Plain + "for (int epoch = start; epoch < start + epochs; epoch++) { optimizer.step(); scheduler.step(); }")]
    [InlineData("int start = 5; " + Plain + Loop)]
    [InlineData("int start = epochs / 10; " + Plain + Loop)]
    [InlineData("int start = batches.Count; " + Plain + Loop)]
    [InlineData(Plain + "for (int epoch = 0; epoch < epochs; epoch++) { optimizer.step(); scheduler.step(); }")]
    // Made anew in each round, in the loop or under a condition.
    [InlineData(Start + "for (int epoch = start; epoch < epochs; epoch++) { " + Plain + " optimizer.step(); scheduler.step(); }")]
    [InlineData(Start + Plain + "for (int epoch = start; epoch < epochs; epoch++) { optimizer.step(); if (epoch > 3) scheduler.step(); }")]
    public Task MovedOnOrNotResumed_IsSilent(string code) => Verified(code);

    // An object that is trained on in the same run: its scheduler is the same one.
    [Fact]
    public Task CounterThatTheTrainingMovesOn_IsSilent() => Verify.VerifyAsync($$"""
        {{Usings}}
        class Trainer
        {
            private readonly optim.Optimizer _optimizer;
            private readonly optim.lr_scheduler.LRScheduler _scheduler;
            private int _epochsDone;

            Trainer(nn.Module<Tensor, Tensor> model, int epochs)
            {
                _optimizer = optim.Adam(model.parameters());
                _scheduler = optim.lr_scheduler.CosineAnnealingLR(_optimizer, epochs);
            }

            void Fit(int epochs)
            {
                for (int epoch = _epochsDone; epoch < epochs; epoch++) { _optimizer.step(); _scheduler.step(); _epochsDone++; }
            }
        }
        """);

    [Fact]
    public Task CounterThatAnotherMethodMovesOn_IsSilent() => Verify.VerifyAsync($$"""
        {{Usings}}
        class Trainer
        {
            private readonly optim.Optimizer _optimizer;
            private readonly optim.lr_scheduler.LRScheduler _scheduler;
            private int _startEpoch;

            Trainer(nn.Module<Tensor, Tensor> model, int epochs)
            {
                _optimizer = optim.Adam(model.parameters());
                _scheduler = optim.lr_scheduler.CosineAnnealingLR(_optimizer, epochs);
            }

            void Fit(int epochs)
            {
                for (int epoch = _startEpoch; epoch < epochs; epoch++) { _optimizer.step(); _scheduler.step(); End(epoch); }
            }

            private void End(int epoch) => _startEpoch = epoch + 1;
        }
        """);

    [Fact]
    public Task Fix_WhereTheStartWouldBeReadAgain_IsNotOffered() => Verify.VerifyNoFixAsync(
        Program("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|]", "", "int.Parse(System.IO.File.ReadAllText(\"e\"))", "\n    scheduler.step();"), LR2020_Resume.Key);

    [Theory]
    [InlineData("CosineAnnealingLR(optimizer, T_max: epochs)", "The training loop begins at 'start', where a saved training goes on, but this CosineAnnealingLR begins at 0 again and is sized for the whole training: it does not get to its end. Call its step() with the number of steps taken before the loop.")]
    [InlineData("MultiplicativeLR(optimizer, e => 1 - 1.0 / epochs)", "The training loop begins at 'start', where a saved training goes on, but this MultiplicativeLR begins at 0 again and is sized for the whole training: it does not get to its end. Call its step() as often as it was called before the loop.")]
    public Task Message_TellsWhatWhyAndHow(string creation, string message) => Verify.VerifyMessageAsync(
        Method(Optimizer + Start + "var scheduler = {|#0:optim.lr_scheduler." + creation + "|}; " + Loop, Members), message);

    private static string Program(string creation, string resumed, string start = "start", string stepped = "", string steppedInBatch = "", string condition = "<") => Method(Optimizer + Start + $$"""

        var scheduler = {{creation}};

        // on we go
        {{resumed}}for (int epoch = {{start}}; epoch {{condition}} epochs; epoch++)
        {
            foreach (var x in batches)
            {
                optimizer.step();{{steppedInBatch}}
            }{{stepped}}
        }
        """, Members);

    [Theory]
    [InlineData("CosineAnnealingLR(optimizer, epochs)", "if (start > 0)\n{\n    scheduler.step(start);\n}\n\n", "start", "<")]
    [InlineData("CosineAnnealingLR(optimizer, epochs)", "if (start > 1)\n{\n    scheduler.step(start - 1);\n}\n\n", "start", "<=")]
    [InlineData("CosineAnnealingLR(optimizer, epochs)", "if (start > 0)\n{\n    scheduler.step(start);\n}\n\n", "start + 1", "<=")]
    [InlineData("MultiplicativeLR(optimizer, e => 1 - 1.0 / epochs)", "for (int i = 0; i < start; i++)\n{\n    scheduler.step();\n}\n\n", "start", "<")]
    public Task Fix_PerEpoch_MovesOn(string creation, string lines, string start, string condition) => Verify.VerifyFixAsync(
        Program($"[|optim.lr_scheduler.{creation}|]", "", start, "\n    scheduler.step();", condition: condition),
        Program($"optim.lr_scheduler.{creation}", lines, start, "\n    scheduler.step();", condition: condition),
        LR2020_Resume.Key);

    [Theory]
    [InlineData("scheduler?.step();")]
    [InlineData("if (scheduler != null) scheduler.step();")]
    public Task Fix_OfASchedulerThatMayBeNull_Asks(string step) => Verify.VerifyFixAsync(
        Program("[|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|]", "", stepped: "\n    " + step),
        Program("optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)", "if (start > 0)\n{\n    scheduler?.step(start);\n}\n\n", stepped: "\n    " + step),
        LR2020_Resume.Key);

    [Theory]
    [InlineData("PolynomialLR(optimizer, epochs * batches.Count)", "if (start > 0)\n{\n    scheduler.step(start * batches.Count);\n}\n\n")]
    public Task Fix_PerBatch_MovesOnByBatches(string creation, string lines) => Verify.VerifyFixAsync(
        Program($"[|optim.lr_scheduler.{creation}|]", "", steppedInBatch: "\n        scheduler.step();"),
        Program($"optim.lr_scheduler.{creation}", lines, steppedInBatch: "\n        scheduler.step();"),
        LR2020_Resume.Key);

    [Fact]
    public Task Fix_WhereTheBatchesCannotBeNamed_IsNotOffered() => Verify.VerifyNoFixAsync(
        Method(Optimizer + Start + "var scheduler = [|optim.lr_scheduler.LambdaLR(optimizer, e => 1 - e / (double)(epochs * batches.Count))|]; " + BatchLoop, Members),
        LR2020_Resume.Key);
}
