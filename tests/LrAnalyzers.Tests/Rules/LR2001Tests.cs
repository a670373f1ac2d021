using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis.CSharp;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2001_UnscheduledTraining>;

namespace LrAnalyzers.Tests.Rules;

public class LR2001Tests
{
    private const string Loop = "foreach (var x in batches) { " + Batch + " }";

    [Theory]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { LOOP }")]
    [InlineData("for (int i = 1; i <= 20; i++) { LOOP }")]
    [InlineData("foreach (var epoch in Enumerable.Range(1, epochs)) { LOOP }")]
    [InlineData("int epoch = 0; while (epoch < epochs) { LOOP epoch++; }")]
    [InlineData("int epoch = 0; do { LOOP } while (++epoch < epochs);")]
    [InlineData("for (int epoch = 0; epoch < 5000; epoch++) { Tensor x = null!; BATCH }")]
    [InlineData("for (int step = 0; step < 100_000; step++) { Tensor x = null!; BATCH }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { Tensor x = null!; BATCH }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { LOOP if (batches.Count > 3) break; }")]
    public Task EpochLoop_WithoutScheduler_Reports(string loop) =>
        Verify.VerifyAsync(Method("var optimizer = [|optim.Adam(model.parameters(), learningRate)|]; " + Expand(loop)));

    [Theory]
    [InlineData("var optimizer = [|torch.optim.SGD(model.parameters(), 0.1)|];")]
    [InlineData("var optimizer = [|optim.AdamW(model.named_parameters())|];")]
    [InlineData("var optimizer = [|new NAdam(model.parameters(), 0.1)|];")]
    [InlineData("var all = model.parameters().Where(p => p.requires_grad); var optimizer = [|optim.RMSProp(all)|];")]
    [InlineData("optim.Optimizer optimizer; optimizer = [|optim.Adamax(model.parameters())|];")]
    [InlineData("using var optimizer = [|optim.Adam(model.parameters())|];")]
    [InlineData("optim.Optimizer? optimizer = null; optimizer ??= [|optim.Adam(model.parameters())|];")]
    [InlineData("optim.Optimizer optimizer = epochs > 3 ? [|optim.Adam(model.parameters())|] : optim.SGD(model.parameters(), 0.1);")]
    [InlineData("var (m, optimizer) = (model, [|optim.Adam(model.parameters())|]);")]
    [InlineData("var optimizer = [|optim.Adam(new Adam.ParamGroup[] { new(model.parameters(), 0.1) })|];")]
    public Task EveryCreation_Reports(string creation) =>
        Verify.VerifyAsync(Method(creation + Expand("for (int epoch = 0; epoch < epochs; epoch++) { LOOP }")));

    [Fact]
    public Task UsingStatement_WithHelperPerEpoch_Reports() =>
        Verify.VerifyAsync(Method(
            "using (var optimizer = [|torch.optim.Adam(model.parameters(), 0.001)|]) { for (int epoch = 1; epoch <= epochs; epoch++) { Epoch(model, optimizer, batches); } }",
            "static void Epoch(nn.Module<Tensor, Tensor> model, torch.optim.Optimizer optimizer, List<Tensor> batches) { " + Loop + " }"));

    [Fact]
    public Task FieldOptimizer_SteppedInAnotherMethod_Reports() =>
        Verify.VerifyAsync(Usings + """
            class Learner
            {
                private readonly optim.Optimizer _optimizer;
                private readonly nn.Module<Tensor, Tensor> _model;
                public Learner(nn.Module<Tensor, Tensor> model) { _model = model; _optimizer = [|optim.Adam(model.parameters())|]; }
                public void Fit(List<Tensor> batches, int epochs) { for (var epoch = 0; epoch < epochs; epoch++) Epoch(batches); }
                private void Epoch(List<Tensor> batches) { foreach (var batch in batches) Step(batch); }
                private void Step(Tensor batch) { _optimizer.zero_grad(); _model.forward(batch).sum().backward(); _optimizer.step(); }
            }
            """);

    [Fact]
    public Task FactoryAndWrapper_AreFollowed() =>
        Verify.VerifyAsync(Usings + """
            internal class Context { public optim.Optimizer Optimizer { get; set; } = null!; }
            internal static class Program
            {
                static optim.Optimizer Create(nn.Module<Tensor, Tensor> model) => [|optim.SGD(model.parameters(), 0.1)|];
                static void Run(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
                {
                    var context = new Context { Optimizer = Create(model) };
                    for (int epoch = 0; epoch < epochs; epoch++)
                        foreach (var x in batches) { model.forward(x).sum().backward(); context.Optimizer.step(); }
                }
            }
            """);

    [Fact]
    public Task LocalFunctionsAndLambdas_AreFollowed() =>
        Verify.VerifyAsync(Method("""
            var optimizer = [|optim.Adam(model.parameters())|];
            void Step(Tensor x) { model.forward(x).sum().backward(); optimizer.step(); }
            for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) Step(x);
            var second = [|optim.Adam(model.parameters())|];
            for (int epoch = 0; epoch < epochs; epoch++) batches.ForEach(x => { foreach (var y in batches) { second.step(); } });
            """));

    // A loop around the method that makes the optimizer makes a new one each time, however long it goes on.
    [Theory]
    [InlineData("while (true) { Train(model, batches, 5); }")]
    [InlineData("while (!token.IsCancellationRequested) { Train(model, batches, 5); }")]
    [InlineData("for (int episode = 0; episode < 100; episode++) { Train(model, batches, 5); }")]
    public Task EndlessLoopAroundTheCreation_Reports(string loop) =>
        Verify.VerifyAsync(Usings + $$"""
            class Trainer
            {
                public static void Run(nn.Module<Tensor, Tensor> model, List<Tensor> batches, System.Threading.CancellationToken token) { {{loop}} }

                private static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
                {
                    using var optimizer = [|optim.Adam(model.parameters())|];
                    {{Expand("for (int epoch = 0; epoch < epochs; epoch++) { LOOP }")}}
                }
            }
            """);

    [Theory]
    [InlineData("Settings.MaxIterations")]
    [InlineData("Settings.Rounds")]
    [InlineData("iterations")]
    public Task LongLoopByDefault_Reports(string bound) =>
        Verify.VerifyAsync(Usings + $$"""
            static class Settings { public static int MaxIterations { get; set; } = 20000; public static int Rounds = 3000; }
            class Trainer
            {
                public static void Train(nn.Module<Tensor, Tensor> model, int iterations = 5000)
                {
                    var optimizer = [|optim.Adam(model.parameters())|];
                    for (int i = 0; i < {{bound}}; i++) { Tensor x = null!; {{Batch}} }
                }
            }
            """);

    [Theory]
    [InlineData("_epochs = 300; int i = 0; for (i = 0; i < _epochs; i++) { BATCH }")]
    [InlineData("int epochs; epochs = 300; for (int epoch = 0; epoch < epochs; ++epoch) { BATCH }")]
    [InlineData("int perEpoch = 30, epochs = 20 * perEpoch; for (int epoch = 0; epochs > epoch; epoch += 1) { BATCH }")]
    [InlineData("int epoch = 0; while (epoch < 300) { BATCH epoch++; }")]
    [InlineData("int epoch = 1; do { BATCH epoch += 1; } while (epoch <= 300);")]
    [InlineData("for (int epoch = 0; epoch < few; epoch++) { BATCH }")]
    [InlineData("for (int epoch = 0; epoch < Math.Min(200, 300); epoch++) { BATCH }")]
    public Task ShortLoop_HoweverItCounts_IsSilent(string loop) =>
        Verify.VerifyAsync(Usings + $$"""
            class Trainer
            {
                private int _epochs;
                public void Train(nn.Module<Tensor, Tensor> model, Tensor x, int few = 4)
                {
                    var optimizer = optim.Adam(model.parameters());
                    {{Expand(loop)}}
                }
            }
            """);

    [Theory]
    [InlineData("_epochs = 300; if (few > 3) _epochs = 100_000; for (int epoch = 0; epoch < _epochs; epoch++) { BATCH }")]
    [InlineData("int epoch = 0; while (epoch < 300) { BATCH if (few > 3) epoch++; }")]
    [InlineData("int epoch = 0; while (epoch < 300) { BATCH if (few > 3) continue; epoch++; }")]
    [InlineData("int epoch = 0; while (epoch < 300) { BATCH epoch++; if (few > 3) epoch = 0; }")]
    [InlineData("int epoch; for (epoch = 0; epoch < _epochs; epoch++) { BATCH }")]
    public Task LoopOfUnknownLength_Reports(string loop) =>
        Verify.VerifyAsync(Usings + $$"""
            class Trainer
            {
                private int _epochs;
                public void Train(nn.Module<Tensor, Tensor> model, Tensor x, int few)
                {
                    var optimizer = [|optim.Adam(model.parameters())|];
                    {{Expand(loop)}}
                }
            }
            """);

    [Theory]
    [InlineData("class PPOAgent", "batches")]
    [InlineData("class Dueling_DQN", "batches")]
    [InlineData("class Learner", "advantages")]
    [InlineData("class Learner", "oldLogProbs")]
    [InlineData("class Learner", "rewardBatches")]
    public Task ReinforcementLearning_IsSilent(string type, string batches) =>
        Verify.VerifyAsync(Usings + $$"""
            {{type}}
            {
                private readonly optim.Optimizer _optimizer;
                private readonly nn.Module<Tensor, Tensor> _model;
                public {{type[6..]}}(nn.Module<Tensor, Tensor> model) { _model = model; _optimizer = optim.Adam(model.parameters()); }
                public void Update(List<Tensor> {{batches}}, int epochs)
                {
                    for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in {{batches}}) { _model.forward(x).sum().backward(); _optimizer.step(); }
                }
            }
            """);

    [Fact]
    public Task DecayByANewOptimizer_IsSilent() =>
        Verify.VerifyAsync(Method(Expand("""
            var optimizer = optim.Adam(model.parameters(), learningRate);
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                if (epoch % 30 == 29) { learningRate *= 0.1; optimizer.Dispose(); optimizer = optim.Adam(model.parameters(), learningRate); }
                LOOP
            }
            """)));

    [Fact]
    public Task AdversarialTraining_InHelpers_IsSilent() =>
        Verify.VerifyAsync(Usings + """
            class Gan(nn.Module<Tensor, Tensor> generator, nn.Module<Tensor, Tensor> discriminator)
            {
                private readonly AdamW _generatorOptimizer = optim.AdamW(generator.parameters());
                private readonly AdamW _discriminatorOptimizer = optim.AdamW(discriminator.parameters());
                public void Train(List<Tensor> batches, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) Step(x); }
                private void Step(Tensor x)
                {
                    Error(discriminator.forward(x));
                    _discriminatorOptimizer.step();
                    Error(discriminator.forward(generator.forward(x)));
                    _generatorOptimizer.step();
                }
                private static double Error(Tensor output) { var error = output.mean(); error.backward(); return error.ToDouble(); }
            }
            """);

    // Every call that leads to the step counts, not only the first.
    [Fact]
    public Task HelperThatIsCalledTwice_IsFollowedFromEachCall() =>
        Verify.VerifyAsync(Usings + $$"""
            class Trainer
            {
                public static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
                {
                    var optimizer = [|optim.Adam(model.parameters())|];
                    Pass(model, batches[0], optimizer);
                    for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) Pass(model, x, optimizer);
                    Validate(model, batches, null);
                }
                static void Pass(nn.Module<Tensor, Tensor> model, Tensor x, optim.Optimizer optimizer) { {{Batch}} }
                static void Validate(nn.Module<Tensor, Tensor> model, List<Tensor> batches, optim.Optimizer? optimizer)
                {
                    foreach (var x in batches) { var loss = model.forward(x).sum(); if (optimizer is not null) { loss.backward(); optimizer.step(); } }
                }
            }
            """);

    [Fact]
    public Task MethodThatCallsItself_IsFollowedOnce() =>
        Verify.VerifyAsync(Usings + $$"""
            class Trainer
            {
                public static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
                {
                    var optimizer = [|optim.Adam(model.parameters())|];
                    for (int epoch = 0; epoch < epochs; epoch++) Pass(model, batches, optimizer, 3);
                }
                static void Pass(nn.Module<Tensor, Tensor> model, List<Tensor> batches, optim.Optimizer optimizer, int depth)
                {
                    foreach (var x in batches) { {{Batch}} }
                    if (depth > 0) Pass(model, batches, optimizer, depth - 1);
                }
            }
            """);

    // In an editor some type is always missing; the call still means one method.
    [Fact]
    public async Task CallWithAnUnknownType_IsFollowed()
    {
        CSharpCompilation compilation = Analysis.Compile(Usings + $$"""
            class Trainer
            {
                public static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
                {
                    var bar = new ProgressBar();
                    var optimizer = optim.Adam(model.parameters());
                    for (int epoch = 0; epoch < epochs; epoch++) Pass(model, batches, bar: bar, optimizer: optimizer);
                }
                static void Pass(nn.Module<Tensor, Tensor> model, List<Tensor> batches, optim.Optimizer optimizer, ProgressBar bar)
                {
                    foreach (var x in batches) { {{Batch}} }
                }
            }
            """);
        Assert.Equal(["LR2001"], (await Analysis.BuildAsync(compilation)).Select(diagnostic => diagnostic.Id));
    }

    [Theory]
    [InlineData("var optimizer = optim.Adam(model.parameters()); for (int i = 0; i < 10; i++) { Tensor x = null!; BATCH }")]
    [InlineData("var optimizer = optim.Adam(model.parameters()); for (int epoch = 0; epoch < 10; epoch++) { Tensor x = null!; BATCH }")]
    [InlineData("var optimizer = optim.Adam(model.parameters()); for (int epoch = 0; epoch < 10; epoch++) for (int b = 0; b < 99; b++) { Tensor x = null!; BATCH }")]
    [InlineData("var optimizer = optim.Adam(model.parameters()); foreach (var x in batches) { BATCH }")]
    [InlineData("var optimizer = optim.Adam(model.parameters()); while (true) foreach (var x in batches) { BATCH }")]
    [InlineData("var optimizer = optim.Adam(model.parameters()); for (int episode = 0; episode < 5000; episode++) { var done = false; while (!done) { Tensor x = null!; BATCH done = true; } }")]
    [InlineData("var optimizer = optim.Adam(model.parameters()); optimizer.step();")]
    [InlineData("var optimizer = optim.LBFGS(model.parameters()); for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) optimizer.step(() => x);")]
    [InlineData("var optimizer = optim.Rprop(model.parameters()); EPOCHS")]
    [InlineData("var optimizer = optim.Adagrad(model.parameters()); EPOCHS")]
    [InlineData("var optimizer = optim.ASGD(model.parameters()); EPOCHS")]
    [InlineData("var optimizer = optim.Adadelta(model.parameters()); EPOCHS")]
    [InlineData("var optimizer = optim.SGD(new List<Parameter> { new Parameter(batches[0]) }, 0.1); EPOCHS")]
    public Task ShortOpenEndedOrUnschedulableTrainings_AreSilent(string body) =>
        Verify.VerifyAsync(Method(Expand(body)));

    [Theory]
    [InlineData("optim.lr_scheduler.StepLR(optimizer, 30);")]
    [InlineData("var s = new optim.lr_scheduler.impl.CosineAnnealingLR(optimizer, 30);")]
    [InlineData("foreach (var group in optimizer.ParamGroups) group.LearningRate = 0.1;")]
    [InlineData("foreach (AdamW.ParamGroup group in optimizer.ParamGroups) { group.Options.LearningRate *= 0.1; }")]
    [InlineData("optimizer.ParamGroups.First().LearningRate = 0.1;")]
    [InlineData("var group = optimizer.ParamGroups.First(); group.LearningRate *= 0.1;")]
    [InlineData("var groups = optimizer.ParamGroups; Console.WriteLine(groups);")]
    [InlineData("Decay(optimizer);")]
    [InlineData("DecayAll(optimizer.ParamGroups);")]
    [InlineData("new MyScheduler(optimizer);")]
    [InlineData("optimizer.load_state_dict(\"state\");")]
    [InlineData("_all.Add(optimizer);")]
    [InlineData("Unseen?.Invoke(optimizer);")]
    public Task WhateverSchedulesOrEscapes_IsSilent(string statement) =>
        Verify.VerifyAsync(Method(
            "var optimizer = optim.AdamW(model.parameters()); " + statement + Expand("EPOCHS"),
            """
                static List<object> _all = new();
                public Action<object>? Unseen;
                static void Decay(optim.Optimizer o) { foreach (var g in o.ParamGroups) g.LearningRate *= 0.5; }
                static void DecayAll(IEnumerable<optim.ILearningRateController> groups) { foreach (var g in groups) g.LearningRate *= 0.5; }
                class MyScheduler { readonly optim.Optimizer _o; public MyScheduler(optim.Optimizer o) { _o = o; } void S() => optim.lr_scheduler.StepLR(_o, 1); }
            """));

    [Fact]
    public Task ExtensionOfAGroup_MayWriteItsLearningRate() =>
        Verify.VerifyAsync(Method(
            "var optimizer = optim.AdamW(model.parameters()); foreach (var group in optimizer.ParamGroups) group.Halve();" + Expand("EPOCHS"))
            + "static class Groups { public static void Halve(this optim.ILearningRateController group) => group.LearningRate /= 2; }");

    [Theory]
    [InlineData("var group = new AdamW.ParamGroup(model.parameters(), 1e-3); var optimizer = optim.AdamW(new[] { group });", "group.LearningRate *= 0.9;")]
    [InlineData("var options = new AdamW.Options { LearningRate = 1e-3 }; var optimizer = optim.AdamW(new[] { new AdamW.ParamGroup(model.parameters(), options) });", "options.LearningRate *= 0.9;")]
    public async Task LearningRateWrittenToTheGroupItself_IsSilent(string creation, string write)
    {
        await Verify.VerifyAsync(Method(creation + Expand("EPOCHS") + write));
        await Verify.VerifyAsync(Method(creation.Replace("optim.AdamW(new[] { group })", "[|optim.AdamW(new[] { group })|]")
            .Replace("optim.AdamW(new[] { new AdamW.ParamGroup(model.parameters(), options) })", "[|optim.AdamW(new[] { new AdamW.ParamGroup(model.parameters(), options) })|]") + Expand("EPOCHS")));
    }

    [Fact]
    public Task ReadingTheLearningRate_IsNoSchedule() =>
        Verify.VerifyAsync(Method("var optimizer = [|optim.Adam(model.parameters())|]; Console.WriteLine($\"{optimizer.ParamGroups.First().LearningRate}\"); double lr = optimizer.ParamGroups.Last().LearningRate; var group = optimizer.ParamGroups.First(); Console.WriteLine($\"lr {group.LearningRate:0.00}\"); " + Expand("EPOCHS")));

    [Fact]
    public Task AdversarialTraining_IsSilent() =>
        Verify.VerifyAsync(Method("""
            var optimizerG = optim.Adam(model.parameters());
            var optimizerD = optim.Adam(model.parameters());
            for (int epoch = 0; epoch < epochs; epoch++)
                foreach (var x in batches)
                {
                    model.forward(x).sum().backward(); optimizerD.step();
                    model.forward(x).mean().backward(); optimizerG.step();
                }
            """));

    [Theory]
    [InlineData("for (int update = 0; update < 1000; update++) { for (int epoch = 0; epoch < 4; epoch++) { LOOP } }")]
    [InlineData("foreach (var task in new[] { 1, 2 }) { for (int epoch = 0; epoch < epochs; epoch++) { LOOP } }")]
    public Task OneOptimizerForSeveralTrainings_IsSilent(string loops) =>
        Verify.VerifyAsync(Method(Expand("var optimizer = optim.Adam(model.parameters()); " + loops)));

    [Fact]
    public Task MethodThatCreatesItsOptimizer_CalledInALoop_Reports() =>
        Verify.VerifyAsync(Method(Expand("for (int run = 0; run < 3; run++) Run(model, batches, epochs);"), Expand(
            "static void Run(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { var optimizer = [|optim.Adam(model.parameters())|]; EPOCHS }")));

    [Fact]
    public Task Fix_TwoTrainingsOfOneOptimizer_IsNotOffered() =>
        Verify.VerifyNoFixAsync(
            Method(Expand("var optimizer = [|optim.Adam(model.parameters())|]; for (int e = 0; e < epochs; e++) { LOOP } for (int e = 0; e < 2 * epochs; e++) { LOOP }")),
            LR2001_InsertSchedule.KeyOf("Cosine"));

    [Fact]
    public Task FixAll_TwoOptimizersInALoopWithoutBraces_ShareThem() =>
        Verify.VerifyFixAsync(
            Method("""
                var first = [|optim.Adam(model.parameters(), learningRate)|];
                var second = [|optim.Adam(model.parameters(), learningRate)|];
                for (int epoch = 0; epoch < epochs; epoch++)
                    foreach (var x in batches)
                    {
                        first.step();
                        second.step();
                    }
                """),
            Method("""
                var first = optim.Adam(model.parameters(), learningRate);
                var scheduler = optim.lr_scheduler.CosineAnnealingLR(first, T_max: Math.Max(1, epochs));
                var second = optim.Adam(model.parameters(), learningRate);
                var secondScheduler = optim.lr_scheduler.CosineAnnealingLR(second, T_max: Math.Max(1, epochs));
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in batches)
                    {
                        first.step();
                        second.step();
                    }

                    scheduler.step();
                    secondScheduler.step();
                }
                """),
            LR2001_InsertSchedule.KeyOf("Cosine"));

    [Fact]
    public Task Fix_BracesStandBehindTheLoopsComment() =>
        Verify.VerifyFixAsync(
            Method("""
                var optimizer = [|optim.Adam(model.parameters(), learningRate)|];
                for (int epoch = 0; epoch < epochs; epoch++) // epochs
                    // batches
                    foreach (var x in batches) // all
                        optimizer.step(); // Adam
                // done
                """),
            Method("""
                var optimizer = optim.Adam(model.parameters(), learningRate);
                var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));
                for (int epoch = 0; epoch < epochs; epoch++) // epochs
                {
                    // batches
                    foreach (var x in batches) // all
                        optimizer.step(); // Adam
                    scheduler.step();
                }
                // done
                """),
            LR2001_InsertSchedule.KeyOf("Cosine"));

    [Fact]
    public Task FixAll_TwoCreationsOfOneOptimizer_AreScheduledOnce() =>
        Verify.VerifyFixAsync(
            Method("""
                optim.Optimizer optimizer;
                if (epochs > 5)
                    optimizer = [|optim.Adam(model.parameters(), learningRate)|];
                else
                    optimizer = optim.AdamW(model.parameters(), learningRate);
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in batches) optimizer.step();
                }
                """),
            Method("""
                optim.Optimizer optimizer;
                if (epochs > 5)
                    optimizer = optim.Adam(model.parameters(), learningRate);
                else
                    optimizer = optim.AdamW(model.parameters(), learningRate);
                var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in batches) optimizer.step();
                    scheduler.step();
                }
                """),
            LR2001_InsertSchedule.KeyOf("Cosine"));

    [Fact]
    public Task Fix_BoundThatTheLoopChanges_IsNoHorizon() =>
        Verify.VerifyNoFixAsync(
            Method("""
                var optimizer = [|optim.Adam(model.parameters(), learningRate)|];
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in batches) optimizer.step();
                    if (epoch == 5) epochs *= 2;
                }
                """),
            LR2001_InsertSchedule.KeyOf("Cosine"));

    // `args` is declared nowhere.
    [Fact]
    public Task Fix_TopLevelStatements()
    {
        const string Before = """
            var model = nn.Linear(10, 1);
            var batches = new List<Tensor>();
            int epochs = args.Length > 0 ? int.Parse(args[0]) : 20;
            """;
        static string Loop(string step) => $$"""

            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches) optimizer.step();
            {{step}}}

            """;
        var test = Verify.Create(Usings + Before + "\nvar optimizer = [|optim.Adam(model.parameters())|];" + Loop(""), []);
        test.FixedCode = Usings + Before + "\nvar optimizer = optim.Adam(model.parameters());\nvar scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));"
            + Loop("    scheduler.step();\n");
        test.TestState.OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication;
        test.CodeActionEquivalenceKey = LR2001_InsertSchedule.KeyOf("Cosine");
        return test.RunAsync();
    }

    [Fact]
    public Task Fix_VerbatimParameter() =>
        Verify.VerifyFixAsync(
            Method("Fit([|optim.Adam(model.parameters(), learningRate)|], batches, epochs);", """
                static void Fit(optim.Optimizer @event, List<Tensor> batches, int epochs)
                {
                    for (int epoch = 0; epoch < epochs; epoch++)
                    {
                        foreach (var x in batches) @event.step();
                    }
                }
                """),
            Method("Fit(optim.Adam(model.parameters(), learningRate), batches, epochs);", """
                static void Fit(optim.Optimizer @event, List<Tensor> batches, int epochs)
                {
                    var scheduler = optim.lr_scheduler.CosineAnnealingLR(@event, T_max: Math.Max(1, epochs));
                    for (int epoch = 0; epoch < epochs; epoch++)
                    {
                        foreach (var x in batches) @event.step();
                        scheduler.step();
                    }
                }
                """),
            LR2001_InsertSchedule.KeyOf("Cosine"));

    [Fact]
    public Task CreatedInsideTheLoop_IsSilent() =>
        Verify.VerifyAsync(Method(Expand("for (int epoch = 0; epoch < epochs; epoch++) { var optimizer = optim.Adam(model.parameters()); LOOP }")));

    [Fact]
    public Task PublicPropertyOfALibrary_IsSilent() =>
        Verify.VerifyAsync(Usings + """
            public class Learner
            {
                public optim.Optimizer Optimizer { get; }
                public Learner(nn.Module<Tensor, Tensor> model) => Optimizer = optim.Adam(model.parameters());
                public void Fit(List<Tensor> batches, int epochs) { for (var epoch = 0; epoch < epochs; epoch++) foreach (var b in batches) Optimizer.step(); }
            }
            """);

    [Fact]
    public Task Tests_AreExempt() =>
        Verify.VerifyAsync(Method("var optimizer = optim.Adam(model.parameters()); " + Expand("EPOCHS"), "[Xunit.Fact] public void Test() { }"));

    [Fact]
    public Task Message_NamesOptimizerAndLength() =>
        Verify.VerifyMessageAsync(
            Method("var optimizer = {|#0:optim.Adam(model.parameters())|}; " + Expand("for (int epoch = 0; epoch < 90; epoch++) { LOOP }")),
            "Adam trains with a constant learning rate, the default: the last steps are as large as the first, so a long training bounces around the minimum instead of settling. Decay it over the 90 epochs.");

    [Fact]
    public async Task OtherFiles_AreFollowed_AndAFixThereSilences()
    {
        const string Trainer = Usings + """
            internal class Trainer
            {
                internal void Fit(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, List<Tensor> batches, int epochs)
                {
                    /* schedule */
                    for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); optimizer.step(); }
                }
            }
            """;
        const string Program = Usings + """
            internal static class Program
            {
                static void Run(nn.Module<Tensor, Tensor> model, List<Tensor> batches) =>
                    new Trainer().Fit(model, optim.Adam(model.parameters()), batches, 10);
            }
            """;
        Assert.Equal(1, await Analysis.AssertEditorAgreesWithBuildAsync(Analysis.Compile(Trainer, Program), "two files"));
        string scheduled = Trainer.Replace("/* schedule */", "var s = optim.lr_scheduler.StepLR(optimizer, 1);", StringComparison.Ordinal)
            .Replace("optimizer.step(); }", "optimizer.step(); s.step(); }", StringComparison.Ordinal);
        Assert.Equal(0, await Analysis.AssertEditorAgreesWithBuildAsync(Analysis.Compile(scheduled, Program), "two files, scheduled"));
    }

    // One training, one report, whichever of them it is.
    [Theory]
    [InlineData("optim.Optimizer Create() { if (epochs > 3) return CREATED; return optim.SGD(model.parameters(), 0.1); }")]
    [InlineData("optim.Optimizer Create() => epochs switch { 1 => CREATED, 2 => optim.AdamW(model.parameters()), _ => optim.SGD(model.parameters(), 0.1) };")]
    [InlineData("optim.Optimizer Create() { switch (epochs) { case 1: return CREATED; default: return optim.AdamW(model.parameters()); } }")]
    [InlineData("optim.Optimizer Create() { optim.Optimizer made; switch (epochs) { case 1: made = CREATED; break; default: made = optim.AdamW(model.parameters()); break; } return made; }")]
    [InlineData("optim.Optimizer Create() { switch (epochs) { case 1: return optim.LBFGS(model.parameters()); default: return CREATED; } }")]
    public Task FactoryOfSeveralOptimizers_IsReportedOnce(string factory) =>
        Verify.VerifyAsync(Method(Expand("var optimizer = Create(); " + factory.Replace("CREATED", "[|optim.Adam(model.parameters())|]", StringComparison.Ordinal) + " EPOCHS")));

    // An update with new data is no training to decay in.
    [Theory]
    [InlineData("for (int epoch = 0; epoch < 1; epoch++) { LOOP }")]
    [InlineData("for (int epoch = 0; epoch < rounds; epoch++) { LOOP }")]
    public Task OneEpoch_IsSilent(string loop) => Verify.VerifyAsync(Method("", Expand(
        "static void Update(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int rounds = 1) { var optimizer = optim.Adam(model.parameters()); " + loop + " }")));

    // A saved training goes on with the step at which it stood.
    [Fact]
    public Task FixTrapezoid_OfAResumedTraining_MovesTheScheduleOn() =>
        Verify.VerifyFixAsync(
            Method("""
                int start = File.Exists("epoch.txt") ? int.Parse(File.ReadAllText("epoch.txt")) : 0;
                var optimizer = [|optim.SGD(model.parameters(), learningRate)|];
                for (int epoch = start; epoch < epochs; epoch++)
                {
                    foreach (var x in batches)
                    {
                        optimizer.step();
                    }
                }
                """).Replace("using System;", "using System;\nusing System.IO;", StringComparison.Ordinal),
            Method("""
                int start = File.Exists("epoch.txt") ? int.Parse(File.ReadAllText("epoch.txt")) : 0;
                var optimizer = optim.SGD(model.parameters(), learningRate);
                int totalSteps = epochs * batches.Count;
                int warmupSteps = Math.Max(1, totalSteps / 20);
                int cooldownSteps = Math.Max(1, totalSteps / 5);
                var scheduler = optim.lr_scheduler.LambdaLR(optimizer, step =>
                    step < warmupSteps ? (step + 1.0) / warmupSteps
                    : step < totalSteps - cooldownSteps ? 1.0
                    : Math.Max(0.0, (totalSteps - step) / (cooldownSteps + 1.0)));
                if (start > 0)
                {
                    scheduler.step(start * batches.Count);
                }

                for (int epoch = start; epoch < epochs; epoch++)
                {
                    foreach (var x in batches)
                    {
                        optimizer.step();
                        scheduler.step();
                    }
                }
                """).Replace("using System;", "using System;\nusing System.IO;", StringComparison.Ordinal),
            LR2001_InsertSchedule.KeyOf("Trapezoid"));

    [Theory]
    [InlineData("generatorOptimizer", "generatorScheduler")]
    [InlineData("optimizerG", "schedulerG")]
    [InlineData("gen_optimizer", "gen_scheduler")]
    [InlineData("opt", "scheduler")]
    [InlineData("adam", "scheduler")]
    public Task Fix_NamesTheSchedulerAfterItsOptimizer(string optimizer, string scheduler)
    {
        string Source(string creation, string schedule, string step) => Method(
            $"var {optimizer} = {creation};\n{schedule}for (int epoch = 0; epoch < epochs; epoch++)\n{{\n    foreach (var x in batches) {optimizer}.step();\n{step}}}");
        return Verify.VerifyFixAsync(
            Source("[|optim.Adam(model.parameters())|]", "", ""),
            Source("optim.Adam(model.parameters())", $"var {scheduler} = optim.lr_scheduler.CosineAnnealingLR({optimizer}, T_max: Math.Max(1, epochs));\n", $"    {scheduler}.step();\n"),
            LR2001_InsertSchedule.KeyOf("Cosine"));
    }

    // What is not indented below its `using` is, where it gets braces; a text of several lines would be another one.
    [Theory]
    [InlineData("\"a\"", true)]
    [InlineData("@\"a\n        b\"", false)]
    public Task FixTrapezoid_InAUsingAboveTheLoop_IndentsIt(string text, bool isOffered)
    {
        string source = Method($$"""
            using (var optimizer = [|optim.Adam(model.parameters(), learningRate)|])
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches)
                    optimizer.step(); // one

                Console.WriteLine({{text}});
            }

            Console.WriteLine();
            """);
        return Verify.VerifyFixAsync(
            source,
            isOffered
                ? Method("""
                    using (var optimizer = optim.Adam(model.parameters(), learningRate))
                    {
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
                                optimizer.step(); // one
                                scheduler.step();
                            }

                            Console.WriteLine("a");
                        }
                    }

                    Console.WriteLine();
                    """)
                : source,
            LR2001_InsertSchedule.KeyOf("Trapezoid"));
    }

    [Fact]
    public Task FixTrapezoid_StepsPerBatch() =>
        Verify.VerifyFixAsync(
            Method("""
                var optimizer = [|optim.Adam(model.parameters(), learningRate)|];
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in batches)
                    {
                        if (epoch == 3) continue;
                        optimizer.step();
                    }
                }
                """),
            Method("""
                var optimizer = optim.Adam(model.parameters(), learningRate);
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
                        if (epoch == 3) continue;
                        optimizer.step();
                        scheduler.step();
                    }
                }
                """),
            LR2001_InsertSchedule.KeyOf("Trapezoid"));

    [Fact]
    public Task FixTrapezoid_WhereTheBatchesCannotBeCounted_StepsPerEpoch() =>
        Verify.VerifyFixAsync(
            Method("""
                var optimizer = [|optim.Adam(model.parameters(), learningRate)|];
                for (int epoch = 0; epoch < epochs; epoch++)
                    Epoch(optimizer, batches.Where(x => x is not null));
                """, "static void Epoch(optim.Optimizer optimizer, IEnumerable<Tensor> batches) { foreach (var x in batches) optimizer.step(); }"),
            Method("""
                var optimizer = optim.Adam(model.parameters(), learningRate);
                int cooldownEpochs = epochs / 5;
                var scheduler = optim.lr_scheduler.LambdaLR(optimizer, e =>
                    e < epochs - cooldownEpochs ? 1.0
                    : Math.Max(0.0, (epochs - e) / (cooldownEpochs + 1.0)));
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    Epoch(optimizer, batches.Where(x => x is not null));
                    scheduler.step();
                }
                """, "static void Epoch(optim.Optimizer optimizer, IEnumerable<Tensor> batches) { foreach (var x in batches) optimizer.step(); }"),
            LR2001_InsertSchedule.KeyOf("Trapezoid"));

    // Four epochs are too coarse to decay in.
    [Fact]
    public Task FixTrapezoid_PerEpochBelowFive_IsNotOffered() =>
        Verify.VerifyNoFixAsync(
            Method(
                "var optimizer = [|optim.Adam(model.parameters(), learningRate)|]; for (int epoch = 0; epoch < 4; epoch++) { Epoch(optimizer, batches.Where(x => x is not null)); }",
                "static void Epoch(optim.Optimizer optimizer, IEnumerable<Tensor> batches) { foreach (var x in batches) optimizer.step(); }"),
            LR2001_InsertSchedule.KeyOf("Trapezoid"));

    [Theory]
    [InlineData("0.1", "0.25", "int warmupSteps = Math.Max(1, Math.Min(2000, totalSteps / 10));", "totalSteps / 4")]
    [InlineData("0", "0.3", "", "(int)(0.3 * totalSteps)")]
    [InlineData("0", "1", "", "totalSteps")]
    public Task FixTrapezoid_TakesTheProjectsRatios(string warmup, string cooldown, string warmupLine, string length)
    {
        const string Creation = "optim.Adam(model.parameters(), learningRate)";
        const string Loop = "\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n    {\n        optimizer.step();\nSTEP    }\n}";
        Verify.RuleTest test = Verify.Create(
            Method($"var optimizer = [|{Creation}|];" + Loop.Replace("STEP", "", StringComparison.Ordinal)),
            [("lr_analyzers.warmup_ratio", warmup), ("lr_analyzers.cooldown_ratio", cooldown)]);
        test.CodeActionIndex = 0;
        test.CodeActionEquivalenceKey = LR2001_InsertSchedule.KeyOf("Trapezoid");
        test.FixedCode = Method(
            $"var optimizer = {Creation};\nint totalSteps = epochs * batches.Count;\n"
            + (warmupLine.Length == 0 ? "" : warmupLine + "\n")
            + $"int cooldownSteps = Math.Max(1, {length});\nvar scheduler = optim.lr_scheduler.LambdaLR(optimizer, step =>\n"
            + (warmupLine.Length == 0 ? "    " : "    step < warmupSteps ? (step + 1.0) / warmupSteps\n    : ")
            + "step < totalSteps - cooldownSteps ? 1.0\n    : Math.Max(0.0, (totalSteps - step) / (cooldownSteps + 1.0)));"
            + Loop.Replace("STEP", "        scheduler.step();\n", StringComparison.Ordinal));
        return test.RunAsync();
    }

    [Fact]
    public Task FixTrapezoid_InAFileWithTabs_WritesTabs() =>
        Verify.VerifyFixAsync(
            Tabs("[|optim.SGD(model.parameters(), 0.1)|]", "", ""),
            Tabs(
                "optim.SGD(model.parameters(), 0.1)",
                "\t\tint totalSteps = epochs * batches.Count;\n\t\tint warmupSteps = Math.Max(1, totalSteps / 20);\n\t\tint cooldownSteps = Math.Max(1, totalSteps / 5);\n"
                + "\t\tvar scheduler = optim.lr_scheduler.LambdaLR(optimizer, step =>\n\t\t\tstep < warmupSteps ? (step + 1.0) / warmupSteps\n\t\t\t: step < totalSteps - cooldownSteps ? 1.0\n"
                + "\t\t\t: Math.Max(0.0, (totalSteps - step) / (cooldownSteps + 1.0)));\n",
                "\t\t\t\tscheduler.step();\n"),
            LR2001_InsertSchedule.KeyOf("Trapezoid"));

    private static string Tabs(string creation, string schedule, string step) => Usings
        + "class Trainer\n{\n\tpublic static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)\n\t{\n"
        + $"\t\tvar optimizer = {creation};\n{schedule}\t\tfor (int epoch = 0; epoch < epochs; epoch++)\n\t\t{{\n\t\t\tforeach (var x in batches)\n\t\t\t{{\n"
        + $"\t\t\t\toptimizer.step();\n{step}\t\t\t}}\n\t\t}}\n\t}}\n}}\n";

    [Fact]
    public Task FixCosine_KeepsCommentsAndStepsAfterTheBatches() =>
        Verify.VerifyFixAsync(
            Method("""
                // the optimizer
                var optimizer = [|torch.optim.Adam(model.parameters(), learningRate)|]; // tuned
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in batches)
                    {
                        optimizer.step();
                    }
                #if DEBUG
                    Console.WriteLine(epoch);
                #endif
                }
                """),
            Method("""
                // the optimizer
                var optimizer = torch.optim.Adam(model.parameters(), learningRate); // tuned
                var scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in batches)
                    {
                        optimizer.step();
                    }
                #if DEBUG
                    Console.WriteLine(epoch);
                #endif
                    scheduler.step();
                }
                """),
            LR2001_InsertSchedule.KeyOf("Cosine"));

    [Fact]
    public Task FixWarmupCosine_WritesNamedSchedulers() =>
        Verify.VerifyFixAsync(
            Method("""
                var optimizer = [|optim.SGD(model.parameters(), 0.1)|];
                foreach (var epoch in Enumerable.Range(1, epochs))
                {
                    foreach (var x in batches)
                    {
                        optimizer.step();
                    }
                }
                """),
            Method("""
                var optimizer = optim.SGD(model.parameters(), 0.1);
                int totalSteps = epochs * batches.Count;
                int warmupSteps = Math.Max(1, totalSteps / 20);
                var scheduler = optim.lr_scheduler.SequentialLR(
                    optimizer,
                    new[]
                    {
                        optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.1, total_iters: warmupSteps),
                        optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, totalSteps - warmupSteps)),
                    },
                    new[] { warmupSteps });
                foreach (var epoch in Enumerable.Range(1, epochs))
                {
                    foreach (var x in batches)
                    {
                        optimizer.step();
                        scheduler.step();
                    }
                }
                """),
            LR2001_InsertSchedule.KeyOf("WarmupCosine"));

    [Theory]
    [InlineData("0.1", "totalSteps / 10")]
    [InlineData("0.15", "(int)(0.15 * totalSteps)")]
    public Task FixWarmup_TakesTheProjectsRatio(string ratio, string length)
    {
        Verify.RuleTest test = Verify.Create(
            Method("var optimizer = [|optim.Adam(model.parameters(), learningRate)|];\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n        optimizer.step();\n}"),
            [("lr_analyzers.warmup_ratio", ratio), ("lr_analyzers.preferred_schedule", "warmup_linear")]);
        test.CodeActionIndex = 0;
        test.FixedCode = Method($$"""
            var optimizer = optim.Adam(model.parameters(), learningRate);
            int totalSteps = epochs * batches.Count;
            int warmupSteps = Math.Max(1, Math.Min(2000, {{length}}));
            var scheduler = optim.lr_scheduler.SequentialLR(
                optimizer,
                new[]
                {
                    optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.1, total_iters: warmupSteps),
                    optim.lr_scheduler.LinearLR(optimizer, start_factor: 1.0, end_factor: 0.0, total_iters: Math.Max(1, totalSteps - warmupSteps)),
                },
                new[] { warmupSteps });
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var x in batches)
                {
                    optimizer.step();
                    scheduler.step();
                }
            }
            """);
        return test.RunAsync();
    }

    [Fact]
    public Task FixOneCycle_StepsPerBatch() =>
        Verify.VerifyFixAsync(
            Method("""
                optim.Optimizer optimizer = [|optim.Adam(model.parameters(), learningRate)|];
                for (int epoch = 0; epoch < epochs; epoch++)
                    foreach (var x in batches)
                    {
                        optimizer.step();
                    }
                """),
            Method("""
                optim.Optimizer optimizer = optim.Adam(model.parameters(), learningRate);
                optim.lr_scheduler.LRScheduler scheduler = optim.lr_scheduler.OneCycleLR(optimizer, max_lr: learningRate, total_steps: Math.Max(1, epochs * batches.Count));
                for (int epoch = 0; epoch < epochs; epoch++)
                    foreach (var x in batches)
                    {
                        optimizer.step();
                        scheduler.step();
                    }
                """),
            LR2001_InsertSchedule.KeyOf("OneCycle"));

    [Fact]
    public Task FixPlateau_UsesTheValidationLoss() =>
        Verify.VerifyFixAsync(
            Method("""
                var optimizer = [|optim.Adam(model.parameters(), learningRate)|];
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    var trainLoss = Fit();
                    foreach (var x in batches)
                        optimizer.step();
                    float validationLoss = 0f;
                }
                """, "double Fit() => 0;"),
            Method("""
                var optimizer = optim.Adam(model.parameters(), learningRate);
                var scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor: 0.5, patience: 3);
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    var trainLoss = Fit();
                    foreach (var x in batches)
                        optimizer.step();
                    float validationLoss = 0f;
                    scheduler.step(validationLoss);
                }
                """, "double Fit() => 0;"),
            LR2001_InsertSchedule.KeyOf("Plateau"));

    [Fact]
    public Task Fix_HorizonDeclaredLater_PutsTheSchedulerBeforeTheLoop() =>
        Verify.VerifyFixAsync(
            Method("""
                var optimizer = [|optim.Adam(model.parameters(), learningRate)|];
                int scheduler = 3, rounds = scheduler * epochs;
                for (int epoch = 0; epoch < rounds; epoch++)
                    Epoch(optimizer, batches);
                """, "static void Epoch(optim.Optimizer optimizer, List<Tensor> batches) { foreach (var x in batches) optimizer.step(); }"),
            Method("""
                var optimizer = optim.Adam(model.parameters(), learningRate);
                int scheduler = 3, rounds = scheduler * epochs;
                var lrScheduler = optim.lr_scheduler.StepLR(optimizer, step_size: Math.Max(1, (rounds + 2) / 3), gamma: 0.1);
                for (int epoch = 0; epoch < rounds; epoch++)
                {
                    Epoch(optimizer, batches);
                    lrScheduler.step();
                }
                """, "static void Epoch(optim.Optimizer optimizer, List<Tensor> batches) { foreach (var x in batches) optimizer.step(); }"),
            LR2001_InsertSchedule.KeyOf("StepDecay"));

    [Fact]
    public Task Fix_UsingStatement_GoesInside() =>
        Verify.VerifyFixAsync(
            Method("""
                using (var optimizer = [|torch.optim.Adam(model.parameters(), 0.001)|])
                {
                    // train
                    for (int epoch = 1; epoch <= epochs; epoch++)
                    {
                        Epoch(optimizer, batches);
                    }
                }
                """, "static void Epoch(optim.Optimizer optimizer, List<Tensor> batches) { foreach (var x in batches) optimizer.step(); }"),
            Method("""
                using (var optimizer = torch.optim.Adam(model.parameters(), 0.001))
                {
                    // train
                    var scheduler = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.1, total_iters: 5);
                    for (int epoch = 1; epoch <= epochs; epoch++)
                    {
                        Epoch(optimizer, batches);
                    }
                }
                """.Replace("var scheduler = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.1, total_iters: 5);", "var scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));", StringComparison.Ordinal)
                .Replace("        Epoch(optimizer, batches);\n", "        Epoch(optimizer, batches);\n        scheduler.step();\n", StringComparison.Ordinal), "static void Epoch(optim.Optimizer optimizer, List<Tensor> batches) { foreach (var x in batches) optimizer.step(); }"),
            LR2001_InsertSchedule.KeyOf("Cosine"));

    [Fact]
    public Task Fix_UnknownHorizon_WatchesTheLoss() =>
        Verify.VerifyFixAsync(
            Method("""
                var optimizer = [|optim.Adam(model.parameters(), learningRate)|];
                int epoch = 0;
                while (epoch++ < Count())
                {
                    double loss = 0;
                    foreach (var x in batches)
                        optimizer.step();
                }
                """, "int Count() => 3;"),
            Method("""
                var optimizer = optim.Adam(model.parameters(), learningRate);
                var scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor: 0.5, patience: 3);
                int epoch = 0;
                while (epoch++ < Count())
                {
                    double loss = 0;
                    foreach (var x in batches)
                        optimizer.step();
                    scheduler.step(loss);
                }
                """, "int Count() => 3;"),
            LR2001_InsertSchedule.KeyOf("Plateau"));

    // Four steps without a better loss say nothing; another condition ends the training as a `break` does.
    [Theory]
    [InlineData("epoch < epochs", "var loss = 1.0; optimizer.step();", "Plateau")]
    [InlineData("epoch < epochs && Count() < 3", "var loss = 1.0; optimizer.step();", "Plateau")]
    [InlineData("epoch < epochs", "var loss = 1.0; foreach (var x in Enumerable.Range(0, batches.Count).Where(i => i > 0)) optimizer.step();", "Hold")]
    public Task Fix_WhatSaysNothing_IsNotOffered(string condition, string round, string kind) => Verify.VerifyNoFixAsync(
        Method($"var optimizer = [|optim.Adam(model.parameters(), learningRate)|];\nfor (int epoch = 0; {condition}; epoch++)\n{{\n    {round}\n}}", "int Count() => 3;"),
        LR2001_InsertSchedule.KeyOf(kind));

    // Nobody knows when it would have to decay; a warmup, then the constant rate, is no answer to a constant rate.
    [Theory]
    [InlineData("Cosine")]
    [InlineData("Exponential")]
    [InlineData("Trapezoid")]
    [InlineData("WarmupOnly")]
    public Task Fix_UnknownHorizonWithoutALoss_IsNotOffered(string schedule) =>
        Verify.VerifyNoFixAsync(
            Method(
                "var optimizer = [|optim.Adam(model.parameters(), learningRate)|]; for (int epoch = 0; epoch < Count(); epoch++) { foreach (var x in batches) optimizer.step(); }",
                "int Count() => 3;"),
            LR2001_InsertSchedule.KeyOf(schedule));

    [Fact]
    public Task Fix_FieldOptimizer_GetsASchedulerFieldBesideIt() =>
        Verify.VerifyFixAsync(
            Usings + """
                class Learner
                {
                    private readonly optim.Optimizer _optimizer; // trains
                    private readonly int _epochs;

                    public Learner(nn.Module<Tensor, Tensor> model, int epochs)
                    {
                        _epochs = epochs;
                        _optimizer = [|optim.Adam(model.parameters(), 1e-3)|];
                    }

                    public void Fit(IEnumerable<Tensor> batches)
                    {
                        for (var epoch = 0; epoch < _epochs; epoch++)
                        {
                            Epoch(batches);
                        }
                    }

                    private void Epoch(IEnumerable<Tensor> batches) { foreach (var x in batches) _optimizer.step(); }
                }
                """,
            Usings + """
                class Learner
                {
                    private readonly optim.Optimizer _optimizer; // trains
                    private readonly optim.lr_scheduler.LRScheduler _scheduler;
                    private readonly int _epochs;

                    public Learner(nn.Module<Tensor, Tensor> model, int epochs)
                    {
                        _epochs = epochs;
                        _optimizer = optim.Adam(model.parameters(), 1e-3);
                        _scheduler = optim.lr_scheduler.CosineAnnealingLR(_optimizer, T_max: Math.Max(1, _epochs));
                    }

                    public void Fit(IEnumerable<Tensor> batches)
                    {
                        for (var epoch = 0; epoch < _epochs; epoch++)
                        {
                            Epoch(batches);
                            _scheduler.step();
                        }
                    }

                    private void Epoch(IEnumerable<Tensor> batches) { foreach (var x in batches) _optimizer.step(); }
                }
                """,
            LR2001_InsertSchedule.KeyOf("Cosine"));

    [Fact]
    public Task Fix_FieldSetInAMethod_GetsANullableField() =>
        Verify.VerifyFixAsync(
            "#nullable enable\n" + Usings + """
                class Learner
                {
                    private readonly int epochs = 30;
                    private optim.Optimizer? optimizer;

                    void Reset(nn.Module<Tensor, Tensor> model)
                    {
                        this.optimizer = [|optim.Adam(model.parameters())|];
                    }

                    void Fit(IEnumerable<Tensor> batches)
                    {
                        for (var epoch = 0; epoch < epochs; epoch++)
                        {
                            foreach (var x in batches) optimizer!.step();
                        }
                    }
                }
                """,
            "#nullable enable\n" + Usings + """
                class Learner
                {
                    private readonly int epochs = 30;
                    private optim.Optimizer? optimizer;
                    private optim.lr_scheduler.LRScheduler? scheduler;

                    void Reset(nn.Module<Tensor, Tensor> model)
                    {
                        this.optimizer = optim.Adam(model.parameters());
                        scheduler = optim.lr_scheduler.CosineAnnealingLR(this.optimizer, T_max: epochs);
                    }

                    void Fit(IEnumerable<Tensor> batches)
                    {
                        for (var epoch = 0; epoch < epochs; epoch++)
                        {
                            foreach (var x in batches) optimizer!.step();
                            scheduler?.step();
                        }
                    }
                }
                """,
            LR2001_InsertSchedule.KeyOf("Cosine"));

    // A model with attention: what is offered warms up.
    private const string Attentive = """

        class Attentive : nn.Module<Tensor, Tensor>
        {
            private readonly TransformerEncoderLayer _layer = nn.TransformerEncoderLayer(8, 2);
            public Attentive() : base("attentive") { RegisterComponents(); }
            public override Tensor forward(Tensor x) => _layer.forward(x);
        }
        """;

    private static string Attention(string body, string members = "") => Method("var net = new Attentive();\n" + body, members) + Attentive;

    [Theory]
    [InlineData("WarmupCosine", "CosineAnnealingLR(optimizer, T_max: Math.Max(1, totalSteps - warmupSteps))")]
    [InlineData("WarmupLinear", "LinearLR(optimizer, start_factor: 1.0, end_factor: 0.0, total_iters: Math.Max(1, totalSteps - warmupSteps))")]
    public Task FixAttention_WarmsUpPerBatch(string kind, string decay) =>
        Verify.VerifyFixAsync(
            Attention("""
                var optimizer = [|optim.AdamW(net.parameters(), learningRate, beta2: 0.98)|];
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in batches)
                    {
                        optimizer.step();
                    }
                }
                """),
            Attention($$"""
                var optimizer = optim.AdamW(net.parameters(), learningRate, beta2: 0.98);
                int totalSteps = epochs * batches.Count;
                int warmupSteps = Math.Max(1, Math.Min(100, totalSteps / 20));
                var scheduler = optim.lr_scheduler.SequentialLR(
                    optimizer,
                    new[]
                    {
                        optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.1, total_iters: warmupSteps),
                        optim.lr_scheduler.{{decay}},
                    },
                    new[] { warmupSteps });
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in batches)
                    {
                        optimizer.step();
                        scheduler.step();
                    }
                }
                """),
            LR2001_InsertSchedule.KeyOf(kind));

    [Fact]
    public async Task Fix_PartialClass_StepsInTheOtherFile()
    {
        static string Loop(string step) => Usings + $$"""
            partial class Learner
            {
                public void Fit(IEnumerable<Tensor> batches)
                {
                    for (var epoch = 0; epoch < _epochs; epoch++)
                    {
                        foreach (var x in batches) _optimizer.step();
            {{step}}        }
                }
            }
            """;
        static string Construction(string creation, string scheduler) => Usings + $$"""
            partial class Learner
            {
                public Learner(nn.Module<Tensor, Tensor> model)
                {
                    _optimizer = {{creation}};
            {{scheduler}}    }
            }
            """;
        static string Fields(string field) => Usings + $$"""
            partial class Learner
            {
                private readonly int _epochs = 30;
                private readonly optim.Optimizer _optimizer;
            {{field}}}
            """;
        var test = Verify.Create(Construction("[|optim.Adam(model.parameters(), 1e-3)|]", ""), []);
        test.TestState.Sources.Add(Loop(""));
        test.TestState.Sources.Add(Fields(""));
        test.FixedState.Sources.Add(Construction("optim.Adam(model.parameters(), 1e-3)", "        _scheduler = optim.lr_scheduler.CosineAnnealingLR(_optimizer, T_max: Math.Max(1, _epochs));\n"));
        test.FixedState.Sources.Add(Loop("            _scheduler.step();\n"));
        test.FixedState.Sources.Add(Fields("    private readonly optim.lr_scheduler.LRScheduler _scheduler;\n"));
        test.CodeActionEquivalenceKey = LR2001_InsertSchedule.KeyOf("Cosine");
        await test.RunAsync();
    }

    [Fact]
    public Task FixAttention_StepInAHelper_IsGivenTheScheduler() =>
        Verify.VerifyFixAsync(
            Attention("""
                var optimizer = [|optim.Adam(net.parameters(), 1e-3)|];
                for (int epoch = 0; epoch < 12; epoch++)
                {
                    Epoch(optimizer, batches);
                }
                """, "static void Epoch(optim.Optimizer optimizer, List<Tensor> batches) { foreach (var x in batches) optimizer.step(); }"),
            Attention("""
                var optimizer = optim.Adam(net.parameters(), 1e-3);
                const int totalEpochs = 12;
                int totalSteps = totalEpochs * batches.Count;
                int warmupSteps = Math.Max(1, Math.Min(2000, totalSteps / 20));
                var scheduler = optim.lr_scheduler.SequentialLR(
                    optimizer,
                    new[]
                    {
                        optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.1, total_iters: warmupSteps),
                        optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, totalSteps - warmupSteps)),
                    },
                    new[] { warmupSteps });
                for (int epoch = 0; epoch < totalEpochs; epoch++)
                {
                    Epoch(optimizer, scheduler, batches);
                }
                """, "static void Epoch(optim.Optimizer optimizer, optim.lr_scheduler.LRScheduler scheduler, List<Tensor> batches) { foreach (var x in batches) { optimizer.step(); scheduler.step(); } }"),
            LR2001_InsertSchedule.KeyOf("WarmupCosine"));

    [Theory]
    [InlineData("100_000", "totalSteps", "Math.Min(2000, totalSteps / 20)")]
    [InlineData("3000", "totalSteps", "totalSteps / 20")]
    [InlineData("Count", "Count", "Count / 20")]
    public Task FixAttention_SingleLoop_CountsSteps(string steps, string name, string warmup)
    {
        string Source(string creation, string schedule, string bound, string step) => Attention(
            $"var optimizer = {creation};\n{schedule}for (int i = 0; i < {bound}; i++)\n{{\n    optimizer.step();\n{step}}}", "const int Count = 3000;");
        return Verify.VerifyFixAsync(
            Source("[|optim.Adam(net.parameters())|]", "", steps, ""),
            Source(
                "optim.Adam(net.parameters())",
                (name == steps ? "" : $"const int {name} = {steps};\n") + $"int warmupSteps = {warmup};\nvar scheduler = optim.lr_scheduler.SequentialLR(\n    optimizer,\n    new[]\n    {{\n        optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.1, total_iters: warmupSteps),\n        optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, {name} - warmupSteps)),\n    }},\n    new[] {{ warmupSteps }});\n",
                name,
                "    scheduler.step();\n"),
            LR2001_InsertSchedule.KeyOf("WarmupCosine"));
    }

    [Theory]
    [InlineData("Cosine")]
    [InlineData("StepDecay")]
    [InlineData("Exponential")]
    [InlineData("Plateau")]
    public async Task FixAttention_WithoutWarmup_IsNotOffered(string kind)
    {
        string knownLength = Attention("var optimizer = [|optim.Adam(net.parameters())|]; for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) optimizer.step(); double loss = 1; }");
        await Verify.VerifyNoFixAsync(knownLength, LR2001_InsertSchedule.KeyOf(kind));
        await Verify.VerifyNoFixAsync(knownLength.Replace("epoch < epochs", "epoch < Count()", StringComparison.Ordinal).Replace("void Train", "int Count() => 90; void Train", StringComparison.Ordinal), LR2001_InsertSchedule.KeyOf(kind));
    }

    [Fact]
    public Task FixAttention_OffersWhatBeginsLow() =>
        Verify.VerifyFixAsync(
            Attention("var optimizer = [|optim.Adam(net.parameters(), learningRate)|];\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n    {\n        optimizer.step();\n    }\n}"),
            Attention("var optimizer = optim.Adam(net.parameters(), learningRate);\nvar scheduler = optim.lr_scheduler.OneCycleLR(optimizer, max_lr: learningRate, total_steps: Math.Max(1, epochs * batches.Count));\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n    {\n        optimizer.step();\n        scheduler.step();\n    }\n}"),
            LR2001_InsertSchedule.KeyOf("OneCycle"));

    // Who switched LR2011 off does not want it.
    [Fact]
    public Task FixAttention_WhereNoWarmupIsAskedFor_OffersAPlainSchedule()
    {
        Verify.RuleTest test = Verify.Create(
            Attention("var optimizer = [|optim.Adam(net.parameters())|];\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n        optimizer.step();\n}"),
            [("dotnet_diagnostic.LR2011.severity", "none")]);
        test.CodeActionEquivalenceKey = LR2001_InsertSchedule.KeyOf("Cosine");
        test.FixedCode = Attention("var optimizer = optim.Adam(net.parameters());\nvar scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n        optimizer.step();\n    scheduler.step();\n}");
        return test.RunAsync();
    }

    [Fact]
    public Task FixAttention_GradientAccumulation_CountsSteps() =>
        Verify.VerifyFixAsync(
            Attention("var optimizer = [|optim.Adam(net.parameters())|];\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    int i = 0;\n    foreach (var x in batches)\n    {\n        if (++i % 4 == 0)\n        {\n            optimizer.step();\n        }\n    }\n}"),
            Attention("var optimizer = optim.Adam(net.parameters());\nint totalSteps = epochs * (batches.Count / 4);\nint warmupSteps = Math.Max(1, Math.Min(2000, totalSteps / 20));\nvar scheduler = optim.lr_scheduler.SequentialLR(\n    optimizer,\n    new[]\n    {\n        optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.1, total_iters: warmupSteps),\n        optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, totalSteps - warmupSteps)),\n    },\n    new[] { warmupSteps });\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    int i = 0;\n    foreach (var x in batches)\n    {\n        if (++i % 4 == 0)\n        {\n            optimizer.step();\n            scheduler.step();\n        }\n    }\n}"),
            LR2001_InsertSchedule.KeyOf("WarmupCosine"));

    // Whatever comes behind the training may pass the end of the epoch by.
    [Theory]
    [InlineData("LOOP", "if (epoch % 2 == 0) { continue; }\n    Console.WriteLine();")]
    [InlineData("Console.WriteLine();\n    LOOP", "if (epoch % 2 == 0) continue; // no test")]
    [InlineData("if (epoch > 5) { break; }\n    using (torch.NewDisposeScope()) { LOOP }", "if (epoch % 2 == 0) { continue; }")]
    public Task Fix_BeforeAContinue_StepsBehindTheTraining(string training, string rest)
    {
        string Source(string optimizer, string scheduler, string step) => Method(Expand(
            $"var optimizer = {optimizer};\n{scheduler}for (int epoch = 0; epoch < epochs; epoch++)\n{{\n    {training}\n{step}    {rest}\n}}"));
        return Verify.VerifyFixAsync(
            Source("[|optim.Adam(model.parameters())|]", "", ""),
            Source("optim.Adam(model.parameters())", "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));\n", "\n    scheduler.step();\n"),
            LR2001_InsertSchedule.KeyOf("Cosine"));
    }

    [Fact]
    public Task Fix_EarlyStopping_StepsBehindIt() => Verify.VerifyFixAsync(
        Method(Expand("var optimizer = [|optim.Adam(model.parameters())|];\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    LOOP\n    if (epoch > 3) { break; }\n    Console.WriteLine();\n}")),
        Method(Expand("var optimizer = optim.Adam(model.parameters());\nvar scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    LOOP\n    if (epoch > 3) { break; }\n    Console.WriteLine();\n    scheduler.step();\n}")),
        LR2001_InsertSchedule.KeyOf("Cosine"));

    // The scheduler belongs where the loop's length is known, not into the factory.
    [Theory]
    [InlineData("private static optim.Optimizer Create(nn.Module module) => CREATION;")]
    [InlineData("private static optim.Optimizer Create(nn.Module module) { return CREATION; }")]
    [InlineData("private optim.Optimizer Create(nn.Module module) { var result = CREATION; Console.WriteLine(); return result; }")]
    [InlineData("private static optim.Optimizer Create(nn.Module module) => CreateAdam(module); static Adam CreateAdam(nn.Module module) => CREATION;")]
    public Task Fix_OptimizerFromAFactory_IsScheduledWhereItIsUsed(string factory)
    {
        string Source(string creation, string scheduler, string step) => Method(
            $"var optimizer = Create(model); // train\n{scheduler}for (int epoch = 0; epoch < epochs; epoch++)\n{{\n    foreach (var x in batches) optimizer.step();\n{step}}}",
            factory.Replace("CREATION", creation, StringComparison.Ordinal));
        return Verify.VerifyFixAsync(
            Source("[|optim.Adam(module.parameters())|]", "", ""),
            Source("optim.Adam(module.parameters())", "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));\n", "    scheduler.step();\n"),
            LR2001_InsertSchedule.KeyOf("Cosine"));
    }

    [Fact]
    public Task Fix_FieldFromAFactory_IsScheduledWhereItIsSet()
    {
        string Source(string creation, string field, string scheduler, string step) => Usings + $$"""
            class Learner
            {
                private readonly int _epochs = 30;
                private readonly optim.Optimizer _optimizer;
            {{field}}
                public Learner(nn.Module<Tensor, Tensor> model)
                {
                    _optimizer = CreateOptimizer(model);
            {{scheduler}}    }

                public void Fit(IEnumerable<Tensor> batches)
                {
                    for (var epoch = 0; epoch < _epochs; epoch++)
                    {
                        foreach (var x in batches) _optimizer.step();
            {{step}}        }
                }

                private static optim.Optimizer CreateOptimizer(nn.Module<Tensor, Tensor> model) => {{creation}};
            }
            """;
        return Verify.VerifyFixAsync(
            Source("[|optim.Adam(model.parameters(), 1e-3)|]", "", "", ""),
            Source("optim.Adam(model.parameters(), 1e-3)", "    private readonly optim.lr_scheduler.LRScheduler _scheduler;\n", "        _scheduler = optim.lr_scheduler.CosineAnnealingLR(_optimizer, T_max: _epochs);\n", "            _scheduler.step();\n"),
            LR2001_InsertSchedule.KeyOf("Cosine"));
    }

    // With two constructors one of them may leave the scheduler away.
    [Fact]
    public Task Fix_FieldSetInOneOfTwoConstructors_MayBeNull()
    {
        string Source(string creation, string field, string scheduler, string step) => "#nullable enable\n" + Usings + $$"""
            class Learner
            {
                private readonly int _epochs = 30;
                private readonly optim.Optimizer _optimizer;
            {{field}}
                public Learner(optim.Optimizer optimizer) { _optimizer = optimizer; }

                public Learner(nn.Module<Tensor, Tensor> model)
                {
                    _optimizer = {{creation}};
            {{scheduler}}    }

                public void Fit(IEnumerable<Tensor> batches)
                {
                    for (var epoch = 0; epoch < _epochs; epoch++)
                    {
                        foreach (var x in batches) _optimizer.step();
            {{step}}        }
                }
            }
            """;
        return Verify.VerifyFixAsync(
            Source("[|optim.Adam(model.parameters(), 1e-3)|]", "", "", ""),
            Source("optim.Adam(model.parameters(), 1e-3)", "    private optim.lr_scheduler.LRScheduler? _scheduler;\n", "        _scheduler = optim.lr_scheduler.CosineAnnealingLR(_optimizer, T_max: _epochs);\n", "            _scheduler?.step();\n"),
            LR2001_InsertSchedule.KeyOf("Cosine"));
    }

    // One name, two optimizers: the scheduler would be missing where the other branch is compiled.
    [Fact]
    public Task Fix_CreationInADirective_IsNotOffered() => Verify.VerifyNoFixAsync(
        Method(Expand("#if !FAST\nvar optimizer = [|optim.Adam(model.parameters())|];\n#else\nvar optimizer = optim.SGD(model.parameters(), 1);\n#endif\nEPOCHS")),
        LR2001_InsertSchedule.KeyOf("Cosine"));

    [Theory]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { if (epoch == 3) continue; LOOP }")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { LOOP throw new Exception(); }")]
    public Task Fix_WhereAnEpochCouldPassTheStepBy_IsNotOffered(string loop) =>
        Verify.VerifyNoFixAsync(
            Method("var optimizer = [|optim.Adam(model.parameters(), learningRate)|]; " + Expand(loop)), LR2001_InsertSchedule.KeyOf("Cosine"));

    private static string Expand(string text) => text
        .Replace("EPOCHS", "for (int epoch = 0; epoch < epochs; epoch++) { LOOP }", StringComparison.Ordinal)
        .Replace("LOOP", Loop, StringComparison.Ordinal)
        .Replace("BATCH", Batch, StringComparison.Ordinal);
}
