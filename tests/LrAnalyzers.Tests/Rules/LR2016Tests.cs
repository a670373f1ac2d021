using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2016_OptimizerNeverStepped>;

namespace LrAnalyzers.Tests.Rules;

public class LR2016Tests
{
    private const string Scheduler = " var scheduler = optim.lr_scheduler.StepLR(optimizer, 10); ";
    private const string Loop = "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { model.forward(x).sum().backward(); } scheduler.step(); }";

    [Theory]
    [InlineData("var optimizer = [|optim.Adam(model.parameters())|];" + Scheduler + Loop)]
    [InlineData("using var optimizer = [|new SGD(model.parameters(), 0.1)|];" + Scheduler + Loop)]
    [InlineData("var optimizer = [|optim.Adam(model.parameters())|];" + Scheduler + "foreach (var x in batches) { optimizer.zero_grad(); var loss = model.forward(x).sum(); loss.backward(); scheduler.step(); }")]
    [InlineData("_optimizer = [|optim.Adam(model.parameters())|]; var scheduler = optim.lr_scheduler.StepLR(_optimizer, 10); " + Loop)]
    [InlineData("var optimizer = [|optim.Adam(model.parameters())|];" + Scheduler + "foreach (var x in batches) { Tensor? loss = model.forward(x); loss?.backward(); scheduler.step(); }")]
    // Through the project's own methods, one of which changes tensors that are no weights.
    [InlineData("var optimizer = [|optim.Adam(model.parameters())|];" + Scheduler + "for (int epoch = 0; epoch < epochs; epoch++) { Pass(model, batches); scheduler.step(); }")]
    [InlineData("var optimizer = [|optim.Adam(model.parameters())|];" + Scheduler + "for (int epoch = 0; epoch < epochs; epoch++) { Epoch(); scheduler.step(); } void Epoch() => Pass(model, batches);")]
    // One method for training and validation.
    [InlineData("var optimizer = [|optim.Adam(model.parameters())|];" + Scheduler + "for (int epoch = 0; epoch < epochs; epoch++) { Pass(model, batches); Pass(model, batches); scheduler.step(); }")]
    public Task OptimizerNeverStepped_Reports(string code) =>
        Verify.VerifyAsync(Method(
            code,
            """
                private optim.Optimizer? _optimizer;
                private static void Pass(nn.Module<Tensor, Tensor> model, List<Tensor> batches) { foreach (var x in Augmented(batches)) { model.forward(x).sum().backward(); } }
                private static IEnumerable<Tensor> Augmented(List<Tensor> batches) { foreach (var x in batches) { yield return x.add_(1); } }
            """));

    [Theory]
    [InlineData("var optimizer = optim.Adam(model.parameters());" + Scheduler + "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(); }")]
    [InlineData("var optimizer = optim.Adam(model.parameters());" + Scheduler + "for (int epoch = 0; epoch < epochs; epoch++) { scheduler.step(); }")]
    [InlineData("var optimizer = optim.Adam(model.parameters()); foreach (var x in batches) { model.forward(x).sum().backward(); }")]
    [InlineData("var optimizer = optim.Adam(model.parameters());" + Scheduler + "Keep(optimizer); " + Loop)]
    [InlineData("var optimizer = optim.LBFGS(model.parameters());" + Scheduler + "foreach (var x in batches) { optimizer.step(() => { var loss = model.forward(x).sum(); loss.backward(); return loss; }); scheduler.step(); }")]
    // The gradients may be another optimizer's.
    [InlineData("var optimizer = optim.Adam(model.parameters());" + Scheduler + "var other = optim.SGD(model.parameters(), 0.1); foreach (var x in batches) { x.backward(); other.step(); scheduler.step(); }")]
    [InlineData("var optimizer = optim.Adam(model.parameters());" + Scheduler + "var other = optim.SGD(model.parameters(), 0.1); for (int epoch = 0; epoch < epochs; epoch++) { Pass(batches, other); scheduler.step(); }")]
    [InlineData("var optimizer = optim.Adam(model.parameters());" + Scheduler + "for (int epoch = 0; epoch < epochs; epoch++) { Twice(batches[0], 3); scheduler.step(); }")]
    // A step written by hand.
    [InlineData("var optimizer = optim.Adam(model.parameters());" + Scheduler + "foreach (var x in batches) { x.backward(); Update(model); scheduler.step(); }")]
    [InlineData("var optimizer = optim.Adam(model.parameters());" + Scheduler + "foreach (var x in batches) { x.backward(); foreach (var p in model.parameters()) p.sub_(p.grad!); scheduler.step(); }")]
    public Task OtherShapes_AreSilent(string code) =>
        Verify.VerifyAsync(Method(
            code,
            """
                static Action<object> Keep = null!;
                private static void Pass(List<Tensor> batches, optim.Optimizer other) { foreach (var x in batches) { x.backward(); other.step(); } }
                private static void Update(nn.Module model) { foreach (var p in model.parameters()) { p.sub_(p.grad!); } }
                private static void Twice(Tensor x, int depth) { x.backward(); x.backward(); if (depth > 0) Twice(x, depth - 1); }
            """));

    // A GAN whose generator nobody steps, in one method and in two of a class.
    [Theory]
    [InlineData("d.zero_grad(); x.sum().backward(); d.step(); g.zero_grad(); x.mean().backward();", true)]
    [InlineData("g.zero_grad(); d.zero_grad(); x.sum().backward(); d.step(); g.zero_grad(); x.mean().backward();", false)]
    [InlineData("StepD(x); StepG(x);", true)]
    // Which of the two is whose?
    [InlineData("d.zero_grad(); g.zero_grad(); x.sum().backward(); x.mean().backward(); d.step();", false)]
    [InlineData("x.sum().backward(); d.step(); x.mean().backward(); d.zero_grad(); g.zero_grad();", false)]
    [InlineData("d.zero_grad(); x.sum().backward(); d.step(); g.zero_grad(); x.mean().backward(); g.step();", false)]
    public Task OneOfTwo_ThatTakeTurns_Reports(string batch, bool isReported)
    {
        string creation = isReported ? "[|optim.Adam(generator.parameters())|]" : "optim.Adam(generator.parameters())";
        return Verify.VerifyAsync(Method(
            "foreach (var x in batches) { }",
            $$"""
                private readonly optim.Optimizer g, d;
                private readonly optim.lr_scheduler.LRScheduler scheduleG, scheduleD;
                public Trainer(nn.Module<Tensor, Tensor> generator, nn.Module<Tensor, Tensor> discriminator)
                {
                    g = {{creation}};
                    d = optim.Adam(discriminator.parameters());
                    scheduleG = optim.lr_scheduler.StepLR(g, 10);
                    scheduleD = optim.lr_scheduler.StepLR(d, 10);
                }

                private void StepD(Tensor x) { d.zero_grad(); x.sum().backward(); d.step(); }
                private void StepG(Tensor x) { g.zero_grad(); x.mean().backward(); }
                public void Fit(List<Tensor> batches, int epochs)
                {
                    for (int epoch = 0; epoch < epochs; epoch++)
                    {
                        foreach (var x in batches) { {{batch}} }
                        scheduleG.step();
                        scheduleD.step();
                    }
                }
            """));
    }

    // A loop around the whole training makes another optimizer each time.
    [Fact]
    public Task TrainingsInALoop_AreJudgedOneByOne() => Verify.VerifyAsync(Method(
        "foreach (var x in batches) { First(model, batches, epochs); Second(model, batches, epochs); }",
        """
            private static void First(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                var optimizer = [|optim.Adam(model.parameters())|];
                var scheduler = optim.lr_scheduler.StepLR(optimizer, 10);
                for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { model.forward(x).sum().backward(); } scheduler.step(); }
            }

            private static void Second(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                var optimizer = optim.Adam(model.parameters());
                var scheduler = optim.lr_scheduler.StepLR(optimizer, 10);
                for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { model.forward(x).sum().backward(); optimizer.step(); } scheduler.step(); }
            }
        """));

    [Fact]
    public Task IncompleteCode_DoesNotThrow()
    {
        var test = Verify.Create(Method("var optimizer = [|optim.Adam(model.parameters())|];" + Scheduler + "foreach (var x in batches) { x.backward(; scheduler.step() "), []);
        test.CodeFixTestBehaviors |= Microsoft.CodeAnalysis.Testing.CodeFixTestBehaviors.SkipFixAllCheck;
        test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None;
        return test.RunAsync();
    }

    [Fact]
    public Task Message_SaysThatNothingLearns() => Verify.VerifyMessageAsync(
        Method("var optimizer = {|#0:optim.Adam(model.parameters())|};" + Scheduler + Loop),
        "Adam is never stepped: backward() computes gradients that nothing uses, so the weights never change while StepLR moves the learning rate. Call its step() after backward().");

    [Fact]
    public Task Fix_InsertsTheStep_AndFixesAll() => Verify.VerifyFixAsync(
        Method("""
            var optimizer = [|optim.Adam(model.parameters())|];
            var scheduler = optim.lr_scheduler.StepLR(optimizer, 10);
            foreach (var x in batches)
            {
                optimizer.zero_grad();
                model.forward(x).sum().backward(); // gradients
                scheduler.step();
            }

            var second = [|optim.Adam(model.parameters())|];
            var decay = optim.lr_scheduler.StepLR(second, 10);
            foreach (var x in batches) { x.backward(); decay.step(); }
            """),
        Method("""
            var optimizer = optim.Adam(model.parameters());
            var scheduler = optim.lr_scheduler.StepLR(optimizer, 10);
            foreach (var x in batches)
            {
                optimizer.zero_grad();
                model.forward(x).sum().backward(); // gradients
                optimizer.step();
                scheduler.step();
            }

            var second = optim.Adam(model.parameters());
            var decay = optim.lr_scheduler.StepLR(second, 10);
            foreach (var x in batches) { x.backward(); second.step(); decay.step(); }
            """),
        LR2016_StepOptimizer.Key);

    [Fact]
    public Task Fix_Field_IsStepped() => Verify.VerifyFixAsync(
        Method("_optimizer = [|optim.Adam(model.parameters())|]; var scheduler = optim.lr_scheduler.StepLR(_optimizer, 10); " + Loop, "private optim.Optimizer? _optimizer;"),
        Method("_optimizer = optim.Adam(model.parameters()); var scheduler = optim.lr_scheduler.StepLR(_optimizer, 10); " + Loop.Replace("backward();", "backward(); _optimizer.step();"), "private optim.Optimizer? _optimizer;"),
        LR2016_StepOptimizer.Key);

    [Theory]
    [InlineData("foreach (var x in batches) if (x is not null) x.backward();", "foreach (var x in batches) if (x is not null) { x.backward(); optimizer.step(); }")]
    [InlineData("foreach (var x in batches)\n    x.backward();\n", "foreach (var x in batches)\n{\n    x.backward();\n    optimizer.step();\n}\n")]
    public Task Fix_WithoutBraces_WritesThem(string inner, string expected) => Verify.VerifyFixAsync(
        Method("var optimizer = [|optim.Adam(model.parameters())|];" + Scheduler + "for (int epoch = 0; epoch < epochs; epoch++)\n{\n" + inner + " scheduler.step(); }"),
        Method("var optimizer = optim.Adam(model.parameters());" + Scheduler + "for (int epoch = 0; epoch < epochs; epoch++)\n{\n" + expected + " scheduler.step(); }"),
        LR2016_StepOptimizer.Key);
}
