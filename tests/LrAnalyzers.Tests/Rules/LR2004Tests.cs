using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2004_SchedulerBeforeOptimizer>;

namespace LrAnalyzers.Tests.Rules;

public class LR2004Tests
{
    private const string Reported = """
        var optimizer = optim.Adam(model.parameters(), learningRate);
        var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 10)|];

        """;

    private const string Clean = """
        var optimizer = optim.Adam(model.parameters(), learningRate);
        var scheduler = optim.lr_scheduler.StepLR(optimizer, 10);

        """;

    [Theory]
    [InlineData("foreach (var x in batches) { scheduler.step(); " + Batch + " }")]
    [InlineData("foreach (var x in batches) { var loss = model.forward(x).sum(); loss.backward(); scheduler.step(); optimizer.step(); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { scheduler.step(); foreach (var x in batches) { " + Batch + " } }")]
    [InlineData("foreach (var epoch in Enumerable.Range(1, epochs)) { scheduler.step(); foreach (var x in batches) { " + Batch + " } }")]
    [InlineData("int e = 0; while (e++ < epochs) { scheduler.step(); foreach (var x in batches) { " + Batch + " } }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { scheduler.step(); Epoch(model, optimizer, batches); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { scheduler?.step(); Epoch(model, optimizer, batches); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { if (scheduler != null) scheduler.step(); Epoch(model, optimizer, batches); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { using (no_grad()) { } { scheduler.step(); } Epoch(model, optimizer, batches); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { scheduler.step(); foreach (var x in batches) { if (model.training) optimizer.step(); } }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { scheduler.step(); " + Batch + " } }")]
    // Under a guard that both share.
    [InlineData("foreach (var x in batches) { if (x.numel() > 0) { scheduler.step(); " + Batch + " } }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { if (model.training) { scheduler.step(); Epoch(model, optimizer, batches); } }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { switch (epoch % 2) { case 0: scheduler.step(); Epoch(model, optimizer, batches); break; } }")]
    // In a lambda or behind one.
    [InlineData("Action epochOf = () => { scheduler.step(); Epoch(model, optimizer, batches); }; for (int epoch = 0; epoch < epochs; epoch++) epochOf();")]
    [InlineData("Action pass = () => Epoch(model, optimizer, batches); for (int epoch = 0; epoch < epochs; epoch++) { scheduler.step(); pass(); }")]
    [InlineData("Action decay = () => scheduler.step(); for (int epoch = 0; epoch < epochs; epoch++) { decay(); Epoch(model, optimizer, batches); }")]
    public Task SchedulerFirst_Reports(string loop) => Verify.VerifyAsync(Method(Reported + loop, Epoch));

    [Theory]
    [InlineData("foreach (var x in batches) { " + Batch + " scheduler.step(); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { " + Batch + " } scheduler.step(); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { if (epoch > 0) scheduler.step(); foreach (var x in batches) { " + Batch + " } }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { if (epoch > 0) { scheduler.step(); } Epoch(model, optimizer, batches); }")]
    // step(int) sets the epoch: right at its start.
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { scheduler.step(epoch); foreach (var x in batches) { " + Batch + " } }")]
    // Warmed up before.
    [InlineData("foreach (var x in batches) { " + Batch + " } for (int epoch = 0; epoch < epochs; epoch++) { scheduler.step(); foreach (var x in batches) { " + Batch + " } }")]
    [InlineData("Epoch(model, optimizer, batches); for (int epoch = 0; epoch < epochs; epoch++) { scheduler.step(); Epoch(model, optimizer, batches); }")]
    [InlineData("optimizer.step(); scheduler.step(); optimizer.step();")]
    [InlineData("foreach (var x in batches) { if (x.numel() > 3) scheduler.step(); else optimizer.step(); }")]
    [InlineData("foreach (var x in batches) { Action decay = () => scheduler.step(); " + Batch + " decay(); }")]
    [InlineData("foreach (var x in batches) { if (x.numel() > 0) { " + Batch + " scheduler.step(); } }")]
    [InlineData("foreach (var x in batches) { if (x.numel() > 0) { scheduler.step(); optimizer.step(); } else { optimizer.step(); } }")]
    [InlineData("foreach (var x in batches) { if (x.numel() > 0) { if (x.numel() > 3) { scheduler.step(); } optimizer.step(); } }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { if (epoch > 0) { scheduler.step(); Epoch(model, optimizer, batches); } else { Epoch(model, optimizer, batches); } }")]
    [InlineData("Action pass = () => Epoch(model, optimizer, batches); for (int epoch = 0; epoch < epochs; epoch++) { pass(); scheduler.step(); }")]
    [InlineData("Action decay = () => { }; if (epochs > 3) decay = () => scheduler.step(); for (int epoch = 0; epoch < epochs; epoch++) { decay(); Epoch(model, optimizer, batches); }")]
    [InlineData("foreach (var x in batches) { Seen(optimizer); scheduler.step(); " + Batch + " }")]
    [InlineData("for (int i = 0; i < 5; i++) scheduler.step();")]
    public Task OtherOrders_AreSilent(string loop) => Verify.VerifyAsync(Method(
        Clean + loop, Epoch + " static Action<object> Seen = null!;"));

    private const string Epoch = """
            static void Epoch(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, List<Tensor> batches)
            {
                foreach (var x in batches) { var loss = model.forward(x).sum(); loss.backward(); optimizer.step(); }
            }
        """;

    [Fact]
    public Task Fields_StepMethod_Reports() => Verify.VerifyAsync($$"""
        {{Usings}}
        class Agent
        {
            private readonly optim.Optimizer _optimizer;
            private readonly optim.lr_scheduler.LRScheduler _scheduler;

            public Agent(nn.Module<Tensor, Tensor> model)
            {
                _optimizer = optim.Adam(model.parameters());
                _scheduler = [|optim.lr_scheduler.StepLR(_optimizer, 10)|];
            }

            public void TrainStep(Tensor loss)
            {
                loss.backward();
                _scheduler.step();
                _optimizer.step();
            }
        }
        """);

    [Fact]
    public Task Fields_InTwoMethods_AreOrderedByTheirCalls() => Verify.VerifyAsync($$"""
        {{Usings}}
        class Trainer
        {
            private optim.Optimizer _optimizer;
            private optim.lr_scheduler.LRScheduler _scheduler, _other;

            public Trainer(nn.Module<Tensor, Tensor> model)
            {
                _optimizer = optim.Adam(model.parameters());
                _scheduler = [|optim.lr_scheduler.StepLR(_optimizer, 10)|];
                _other = optim.lr_scheduler.StepLR(_optimizer, 20);
            }

            public void Train(int epochs)
            {
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    Decay();
                    Step();
                    DecayOther();
                }
            }

            private void Decay() => _scheduler.step();
            private void DecayOther() => _other.step();
            private void Step() => _optimizer.step();
        }
        """);

    [Fact]
    public Task TopLevelStatements_Report()
    {
        var test = Verify.Create($$"""
            {{Usings}}
            var model = nn.Linear(1, 1);
            var optimizer = optim.SGD(model.parameters(), 0.1);
            var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, 10)|];
            for (int epoch = 0; epoch < 10; epoch++)
            {
                scheduler.step();
                optimizer.step();
            }
            """, []);
        test.TestState.OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication;
        test.FixedCode = $$"""
            {{Usings}}
            var model = nn.Linear(1, 1);
            var optimizer = optim.SGD(model.parameters(), 0.1);
            var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, 10);
            for (int epoch = 0; epoch < 10; epoch++)
            {
                optimizer.step();
                scheduler.step();
            }
            """;
        return test.RunAsync();
    }

    [Fact]
    public Task Fix_InAnotherFile()
    {
        const string Creation = Usings + """
            partial class Trainer
            {
                private readonly optim.Optimizer _optimizer;
                private readonly optim.lr_scheduler.LRScheduler _scheduler;

                Trainer(nn.Module<Tensor, Tensor> model)
                {
                    _optimizer = optim.Adam(model.parameters());
                    _scheduler = CREATION;
                }
            }
            """;
        const string Loop = Usings + """
            partial class Trainer
            {
                void Train(List<Tensor> batches)
                {
                    foreach (var x in batches)
                    {
            BODY
                    }
                }
            }
            """;
        var test = Verify.Create(Creation.Replace("CREATION", "[|optim.lr_scheduler.StepLR(_optimizer, 10)|]"), []);
        test.TestState.Sources.Add(Loop.Replace("BODY", "            _scheduler.step();\n            _optimizer.step();"));
        test.FixedState.Sources.Add(Creation.Replace("CREATION", "optim.lr_scheduler.StepLR(_optimizer, 10)"));
        test.FixedState.Sources.Add(Loop.Replace("BODY", "            _optimizer.step();\n            _scheduler.step();"));
        return test.RunAsync();
    }

    [Fact]
    public Task IncompleteCode_DoesNotThrow()
    {
        var test = Verify.Create(Method(Clean + "foreach (var x in batches) { scheduler.step(; optimizer. }"), []);
        test.CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None;
        return test.RunAsync();
    }

    [Fact]
    public Task Message_SaysWhereItBelongs() => Verify.VerifyMessageAsync(
        Method(Reported.Replace("[|", "{|#0:").Replace("|]", "|}") + "for (int epoch = 0; epoch < epochs; epoch++) { scheduler.step(); foreach (var x in batches) { " + Batch + " } }"),
        "StepLR is stepped before the optimizer, so its first learning rate is never used and the schedule runs one step early: call its step() after the batch loop");

    [Fact]
    public Task Fix_MovesBehindTheBatchLoop() => Verify.VerifyFixAsync(
        Method(Reported + """
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                // decay
                scheduler.step(); // once

                foreach (var x in batches)
                {
                    model.forward(x).sum().backward();
                    optimizer.step();
                }
            }
            """),
        Method(Clean + """
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches)
                {
                    model.forward(x).sum().backward();
                    optimizer.step();
                }

                // decay
                scheduler.step(); // once
            }
            """),
        MoveStatement.OrderKey);

    [Fact]
    public Task Fix_MovesBehindTheOptimizer_AndFixesAll() => Verify.VerifyFixAsync(
        Method(Reported + """
            foreach (var x in batches)
            {
                scheduler.step();
                model.forward(x).sum().backward();
                optimizer.step();
                optimizer.zero_grad();
            }

            """ + Reported.Replace("optimizer", "second").Replace("scheduler =", "decay =") + """
            foreach (var x in batches) { decay.step(); model.forward(x).sum().backward(); second.step(); }
            """),
        Method(Clean + """
            foreach (var x in batches)
            {
                model.forward(x).sum().backward();
                optimizer.step();
                scheduler.step();
                optimizer.zero_grad();
            }

            """ + Clean.Replace("optimizer", "second").Replace("scheduler =", "decay =") + """
            foreach (var x in batches) { model.forward(x).sum().backward(); second.step(); decay.step(); }
            """),
        MoveStatement.OrderKey);

    [Fact]
    public Task Fix_KeepsLineEndings() => Verify.VerifyFixAsync(
        Method(Reported + "foreach (var x in batches)\n{\n    scheduler.step();\n    optimizer.step();\n}").ReplaceLineEndings("\r\n"),
        Method(Clean + "foreach (var x in batches)\n{\n    optimizer.step();\n    scheduler.step();\n}").ReplaceLineEndings("\r\n"),
        MoveStatement.OrderKey);

    // The comment would swallow what follows on the line.
    [Fact]
    public Task Fix_CommentThatWouldGoBeforeAStatement_IsNotOffered() => Verify.VerifyNoFixAsync(
        Method(Reported + "int total = 0; foreach (var x in batches)\n{\n    scheduler.step(); // decay\n    optimizer.step(); total++;\n}"),
        MoveStatement.OrderKey);

    [Theory]
    [InlineData("foreach (var x in batches) { scheduler.step(); if (x is null) continue; optimizer.step(); }")]
    [InlineData("foreach (var x in batches) { scheduler.step(); if (model.training) optimizer.step(); }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { if (scheduler != null) scheduler.step(); foreach (var x in batches) { optimizer.step(); } }")]
    [InlineData("foreach (var x in batches) {\n#if !RELEASE\nscheduler.step();\n#endif\noptimizer.step(); }")]
    public Task Fix_WhereUnsure_IsNotOffered(string loop) => Verify.VerifyNoFixAsync(Method(Reported + loop), MoveStatement.OrderKey);

    [Fact]
    public Task SchedulerInAPrimaryConstructor_SteppedAfterTheBatches_IsSilent() =>
        Verify.VerifyAsync(LrAnalyzers.Tests.Verification.TrainingSource.Method(
            "var optimizer = optim.Adam(model.parameters()); var wrapped = new Wrapped(optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { optimizer.step(); } wrapped.Tick(); }",
            "sealed class Wrapped(optim.lr_scheduler.LRScheduler s) { public void Tick() => s.step(); }"));
}
