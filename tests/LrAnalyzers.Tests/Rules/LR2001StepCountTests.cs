using LrAnalyzers.CodeFixes.Fixes;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2001_UnscheduledTraining>;

namespace LrAnalyzers.Tests.Rules;

/// <summary>
/// The number of steps in a training, as the fixes of LR2001 write it: whatever the loops over epochs and batches look like,
/// and in whichever method they stand.
/// </summary>
public class LR2001StepCountTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.utils.data;

        """;

    // SCHEDULE and STEP are where those are written, CREATE is the creation.
    private static Task CountsAsync(string program, string total, string parameter = "", string argument = "", string? name = null, string[]? resume = null, string optimizer = "optimizer", string step = "scheduler.step();") =>
        Verify.VerifyFixAsync(
            Usings + Lines(program, "").Replace("CREATE", "[|optim.SGD(net.parameters(), rate)|]", StringComparison.Ordinal)
                .Replace("PARAMETER", "", StringComparison.Ordinal).Replace("ARGUMENT", "", StringComparison.Ordinal),
            Usings + Lines(program, total, name ?? "totalSteps", resume).Replace("LambdaLR(optimizer", $"LambdaLR({optimizer}", StringComparison.Ordinal).Replace("scheduler.step();", step, StringComparison.Ordinal).Replace("CREATE", "optim.SGD(net.parameters(), rate)", StringComparison.Ordinal)
                .Replace("PARAMETER", parameter, StringComparison.Ordinal).Replace("ARGUMENT", argument, StringComparison.Ordinal),
            LR2001_InsertSchedule.KeyOf("Trapezoid"));

    private static string Lines(string program, string total, string name = "totalSteps", string[]? resume = null) => string.Concat(program.ReplaceLineEndings("\n").Split('\n').Select(line =>
    {
        string indentation = line[..(line.Length - line.TrimStart().Length)];
        string[] written = line.Trim() switch
        {
            "SCHEDULE" when total.Length == 0 => [],
            "STEP" when total.Length == 0 => [],
            "SCHEDULE" =>
            [
                .. total.Split('\n'),
                $"int warmupSteps = Math.Max(1, {name} / 20);",
                $"int cooldownSteps = Math.Max(1, {name} / 5);",
                "var scheduler = optim.lr_scheduler.LambdaLR(optimizer, step =>",
                "    step < warmupSteps ? (step + 1.0) / warmupSteps",
                $"    : step < {name} - cooldownSteps ? 1.0",
                $"    : Math.Max(0.0, ({name} - step) / (cooldownSteps + 1.0)));",
                .. resume ?? [],
            ],
            "STEP" => ["scheduler.step();"],
            _ => [line.TrimStart()],
        };
        return string.Concat(written.Select(text => (text.Length == 0 ? "" : indentation) + text + "\n"));
    }));

    private static string InPlace(string epochs, string batches, string before = "int size = 32;", bool late = true) => $$"""
        class Trainer
        {
            void Train(nn.Module<Tensor, Tensor> net, List<Tensor> data, DataLoader loader, Tensor x, int epochs, double rate, int size)
            {
                var optimizer = CREATE;
                {{(late ? before : "SCHEDULE")}}
                {{(late ? "SCHEDULE" : before)}}
                {{epochs}}
                {
                    {{batches}}
                    {
                        net.forward(x).sum().backward();
                        optimizer.step();
                        STEP
                    }
                }
            }
        }
        """;

    [Theory]
    [InlineData("foreach (var item in loader)", "epochs * (int)loader.Count")]
    [InlineData("foreach (var item in data.OrderBy(_ => Guid.NewGuid()))", "epochs * data.Count")]
    [InlineData("foreach (var item in data.Select((tensor, index) => (tensor, index)).Reverse())", "epochs * data.Count")]
    [InlineData("foreach (var item in data.Chunk(16))", "epochs * ((data.Count + 15) / 16)")]
    [InlineData("foreach (var item in data.Chunk(size))", "epochs * ((data.Count + size - 1) / size)")]
    [InlineData("foreach (int i in Enumerable.Range(0, data.Count / size))", "epochs * (data.Count / size)")]
    [InlineData("for (int i = 0; i < data.Count; i++)", "epochs * data.Count")]
    [InlineData("for (int i = 1; i < data.Count; i++)", "epochs * (data.Count - 1)")]
    [InlineData("for (int i = 0; i <= size; i++)", "epochs * (size + 1)")]
    [InlineData("for (int i = 0; i < data.Count; i += size)", "epochs * ((data.Count + size - 1) / size)")]
    [InlineData("for (int i = 0; i + size <= data.Count; i += size)", "epochs * (data.Count / size)")]
    [InlineData("for (int i = 0; i <= data.Count - size; i += size)", "epochs * (data.Count / size)")]
    [InlineData("for (int i = data.Count - 1; i >= 0; i--)", "epochs * data.Count")]
    [InlineData("for (int i = size; i >= 0; --i)", "epochs * (size + 1)")]
    [InlineData("for (int i = size; i > 0; i--)", "epochs * size")]
    [InlineData("foreach (var item in data.Take(size))", "epochs * Math.Min(data.Count, size)")]
    [InlineData("foreach (var (first, second) in data.Zip(loader.ToList()))", "epochs * (int)Math.Min(data.Count, loader.Count)")]
    [InlineData("foreach (var item in data /* all */)", "epochs * data.Count")]
    [InlineData("for (long i = 0; i < x.shape[0]; i += size)", "epochs * (int)((x.shape[0] + size - 1) / size)")]
    public Task Batches_AreCounted(string batches, string steps) =>
        CountsAsync(InPlace("for (int epoch = 0; epoch < epochs; epoch++)", batches, "", late: false).Replace("        \n", "", StringComparison.Ordinal), $"int totalSteps = {steps};");

    [Theory]
    [InlineData("for (int epoch = 0; epoch <= epochs; epoch++)", "(epochs + 1) * data.Count")]
    [InlineData("for (int epoch = 1; epoch <= epochs; epoch++)", "epochs * data.Count")]
    [InlineData("foreach (int epoch in Enumerable.Range(1, epochs))", "epochs * data.Count")]
    [InlineData("for (int epoch = 5; epoch < epochs; epoch++)", "(epochs - 5) * data.Count")]
    [InlineData("for (int epoch = size; epoch <= epochs + size; epoch++)", "(epochs + 1) * data.Count")]
    [InlineData("for (int left = epochs; left > 0; left--)", "epochs * data.Count")]
    [InlineData("for (int epoch = 0; epoch < epochs && DateTime.Now.Hour < 8; epoch++)", "epochs * data.Count")]
    public Task Epochs_AreCounted(string epochs, string steps) =>
        CountsAsync(InPlace(epochs, "foreach (var item in data)", "", late: false).Replace("        \n", "", StringComparison.Ordinal), $"int totalSteps = {steps};");

    // What is declared, written or filled between the optimizer and the loop is read behind that.
    [Theory]
    [InlineData("int batches = data.Count / size;", "for (int i = 0; i < batches; i++)", "epochs * batches")]
    [InlineData("if (size > 9) epochs = 3;", "foreach (var item in data)", "epochs * data.Count")]
    [InlineData("for (int i = 0; i < 9; i++) data.Add(x);", "foreach (var item in data)", "epochs * data.Count")]
    [InlineData("Fill(data); void Fill(List<Tensor> list) => list.Clear();", "foreach (var item in data)", "epochs * data.Count")]
    public Task WhatIsKnownLater_IsReadLater(string before, string batches, string steps) =>
        CountsAsync(InPlace("for (int epoch = 0; epoch < epochs; epoch++)", batches, before), $"int totalSteps = {steps};");

    [Theory]
    [InlineData("while (epochs-- > 0)", "")]
    [InlineData("while (epochs > 0)", "epochs--; ")]
    [InlineData("for (; epochs > 0; epochs--)", "")]
    public Task CountedDownBound_IsKeptBefore(string loop, string body) => CountsAsync(
        InPlace(loop, body + "foreach (var item in data)", "size++;"), "int totalEpochs = epochs;\nint totalSteps = totalEpochs * data.Count;");

    // A number, or what is looked up in a table, has one name for the loop and the schedule.
    [Theory]
    [InlineData("30", "const int rounds = 30;", "data.Count", "for (int i = 0; i < BOUND; i++)")]
    [InlineData("Math.Max(data.Count, 3)", "int rounds = Math.Max(data.Count, 3);", "data.Count", "for (int i = 0; i < BOUND; i++)")]
    [InlineData("data.Count + 3", "", "data.Count", "for (int i = 0; i < BOUND; i++)")]
    [InlineData("s_settings[\"epochs\"]", "int rounds = s_settings[\"epochs\"];", "data.Count", "for (int i = 0; i < BOUND; i++)")]
    [InlineData("int.Parse(s_text)", "int rounds = int.Parse(s_text);", "data.Count", "for (int i = 1; i <= BOUND; i++)")]
    public async Task Bound_IsNamed(string bound, string declaration, string batches, string loop)
    {
        string Program(string written) => $$"""
            class Trainer
            {
                private static readonly Dictionary<string, int> s_settings = new();
                private static readonly string s_text = "9";
                void Train(nn.Module<Tensor, Tensor> net, List<Tensor> data, double rate)
                {
                    var optimizer = CREATE;
                    SCHEDULE
                    {{loop.Replace("BOUND", written, StringComparison.Ordinal)}}
                    {
                        foreach (var x in data)
                        {
                            net.forward(x).sum().backward();
                            optimizer.step();
                            STEP
                        }
                    }
                }
            }
            """;
        bool isNamed = declaration.Length > 0;
        string name = isNamed ? "epochs" : $"({bound})";
        string total = (isNamed ? declaration.Replace("rounds", "epochs", StringComparison.Ordinal) + "\n" : "") + $"int totalSteps = {name} * {batches};";
        string fixedCode = Usings + Lines(Program(isNamed ? "epochs" : bound), total).Replace("CREATE", "optim.SGD(net.parameters(), rate)", StringComparison.Ordinal);
        await Verify.VerifyFixAsync(
            Usings + Lines(Program(bound), "").Replace("CREATE", "[|optim.SGD(net.parameters(), rate)|]", StringComparison.Ordinal),
            fixedCode,
            LR2001_InsertSchedule.KeyOf("Trapezoid"));
    }

    [Theory]
    [InlineData("(i + 1) % size == 0", "epochs * (data.Count / size)")]
    [InlineData("i % size == 0", "epochs * ((data.Count + size - 1) / size)")]
    [InlineData("(i + 1) % 4 == 0 || i == data.Count - 1", "epochs * ((data.Count + 3) / 4)")]
    [InlineData("++seen % 4 == 0", "epochs * data.Count / 4")]
    public Task Accumulation_CountsSteps(string condition, string steps) => CountsAsync(
        $$"""
        class Trainer
        {
            void Train(nn.Module<Tensor, Tensor> net, List<Tensor> data, int epochs, double rate, int size)
            {
                int seen = 0;
                var optimizer = CREATE;
                SCHEDULE
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    for (int i = 0; i < data.Count; i++)
                    {
                        net.forward(data[i]).sum().backward();
                        if ({{condition}})
                        {
                            optimizer.step();
                            STEP
                            optimizer.zero_grad();
                        }
                    }
                }
            }
        }
        """,
        $"int totalSteps = {steps};");

    // The `continue` that passes the step by is the accumulation.
    [Theory]
    [InlineData("(i + 1) % size != 0", "epochs * (data.Count / size)")]
    [InlineData("(i + 1) % 4 > 0 && i < data.Count - 1", "epochs * ((data.Count + 3) / 4)")]
    [InlineData("++seen % 4 != 0", "epochs * data.Count / 4")]
    [InlineData("float.IsNaN(data[i].item<float>())", "epochs * data.Count")]
    public Task SkippedSteps_AreNotCounted(string condition, string steps) => CountsAsync(
        $$"""
        class Trainer
        {
            void Train(nn.Module<Tensor, Tensor> net, List<Tensor> data, int epochs, double rate, int size)
            {
                int seen = 0;
                var optimizer = CREATE;
                SCHEDULE
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    for (int i = 0; i < data.Count; i++)
                    {
                        net.forward(data[i]).sum().backward();
                        if ({{condition}})
                        {
                            continue;
                        }

                        optimizer.step();
                        STEP
                        optimizer.zero_grad();
                    }
                }
            }
        }
        """,
        $"int totalSteps = {steps};");

    // The loop over the data counts the steps, not its own rounds.
    [Theory]
    [InlineData("while (trained < steps)", "", "steps")]
    [InlineData("while (trained < 5000)", "const int totalSteps = 5000;", "totalSteps")]
    public Task StepsThatTheLoopCounts_AreTheTotal(string loop, string total, string name)
    {
        string Program(string head) => $$"""
            class Trainer
            {
                void Train(nn.Module<Tensor, Tensor> net, List<Tensor> data, int steps, double rate)
                {
                    int trained = 0;
                    var optimizer = CREATE;
                    SCHEDULE
                    {{head}}
                    {
                        foreach (var x in data)
                        {
                            net.forward(x).sum().backward();
                            optimizer.step();
                            STEP
                            trained++;
                            if (trained == steps)
                            {
                                break;
                            }
                        }
                    }
                }
            }
            """;
        string Sized(string code) => code.Replace("Math.Max(1, totalSteps / 20)", total.Length > 0 ? "totalSteps / 20" : "steps / 20", StringComparison.Ordinal);
        string written = Lines(Program(loop.Replace("5000", "totalSteps", StringComparison.Ordinal)), total.Length > 0 ? total : "//", name)
            .Replace("        //\n", "", StringComparison.Ordinal).Replace("CREATE", "optim.SGD(net.parameters(), rate)", StringComparison.Ordinal);
        return Verify.VerifyFixAsync(
            Usings + Lines(Program(loop), "").Replace("CREATE", "[|optim.SGD(net.parameters(), rate)|]", StringComparison.Ordinal),
            Usings + (total.Length > 0 ? written : Sized(written)),
            LR2001_InsertSchedule.KeyOf("Trapezoid"));
    }

    // A training that goes on from where it was saved is scheduled as a whole, wherever its epochs begin to be counted.
    [Theory]
    [InlineData("int startEpoch = 1", "epoch <= epochs", "epochs", "startEpoch > 1", "(startEpoch - 1)")]
    [InlineData("int startEpoch = 0", "epoch <= epochs", "(epochs + 1)", "startEpoch > 0", "startEpoch")]
    [InlineData("int startEpoch = 0", "epoch < epochs", "epochs", "startEpoch > 0", "startEpoch")]
    [InlineData("int startEpoch", "epoch <= epochs", "epochs", "startEpoch > 1", "(startEpoch - 1)")]
    public Task ResumedTraining_IsScheduledAsAWhole(string parameter, string condition, string rounds, string resumed, string done) => CountsAsync(
        $$"""
        class Trainer
        {
            void Train(nn.Module<Tensor, Tensor> net, List<Tensor> data, int epochs, double rate, {{parameter}})
            {
                var optimizer = CREATE;
                SCHEDULE
                for (int epoch = startEpoch; {{condition}}; epoch++)
                {
                    foreach (var x in data)
                    {
                        net.forward(x).sum().backward();
                        optimizer.step();
                        STEP
                    }
                }
            }
        }
        """,
        $"int totalSteps = {rounds} * data.Count;",
        resume: [$"if ({resumed})", "{", $"    scheduler.step({done} * data.Count);", "}", ""]);

    private const string Helper = """
        static class Trainer
        {
            internal static void Run(nn.Module<Tensor, Tensor> net, DataLoader train, int epochs, double rate)
            {
                var optimizer = CREATE;
                SCHEDULE
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    Epoch(net, optimizerARGUMENT, train, epoch);
                }
            }

            private static void Epoch(nn.Module<Tensor, Tensor> net, optim.Optimizer optimizerPARAMETER, DataLoader loader, int epoch)
            {
                foreach (var batch in loader)
                {
                    net.forward(batch["x"]).sum().backward();
                    optimizer.step();
                    STEP
                }
            }
        }
        """;

    [Fact]
    public Task Helper_IsGivenTheScheduler() =>
        CountsAsync(Helper, "int totalSteps = epochs * (int)train.Count;", ", optim.lr_scheduler.LRScheduler scheduler", ", scheduler");

    // Who cancels a training does not count its batches.
    [Fact]
    public Task Cancellation_IsNoBreak() => CountsAsync(
        Helper.ReplaceLineEndings("\n")
            .Replace("foreach (var batch in loader)\n        {", "foreach (var batch in loader)\n        {\n            if (s_cancelled) break;", StringComparison.Ordinal)
            .Replace("static class Trainer\n{", "static class Trainer\n{\n    private static bool s_cancelled = false;", StringComparison.Ordinal),
        "int totalSteps = epochs * (int)train.Count;",
        ", optim.lr_scheduler.LRScheduler scheduler",
        ", scheduler");

    // Who is told to train, trains.
    [Fact]
    public Task HelperThatIsToldToTrain_IsStepped() => CountsAsync(
        """
        static class Trainer
        {
            internal static void Run(nn.Module<Tensor, Tensor> net, List<Tensor> train, List<Tensor> valid, int epochs, double rate)
            {
                var optimizer = CREATE;
                SCHEDULE
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    Pass(net, train, optimizer, training: trueARGUMENT);
                    Pass(net, valid, null, training: false);
                }
            }

            private static void Pass(nn.Module<Tensor, Tensor> net, List<Tensor> data, optim.Optimizer optimizer, bool trainingPARAMETER)
            {
                foreach (var x in data)
                {
                    var loss = net.forward(x).sum();
                    if (training)
                    {
                        loss.backward();
                        optimizer.step();
                        STEP
                    }
                }
            }
        }
        """,
        "int totalSteps = epochs * train.Count;",
        ", optim.lr_scheduler.LRScheduler scheduler = null",
        ", scheduler: scheduler",
        step: "scheduler?.step();");

    // A second caller goes on without one, and may be given its own.
    [Fact]
    public Task HelperOfTwoCallers_MayBeGivenTheScheduler()
    {
        string program = Helper.Replace(", train, epoch);", ", train, epochOPTIONAL);", StringComparison.Ordinal).Replace("ARGUMENT", "", StringComparison.Ordinal)
            .Replace("PARAMETER", "", StringComparison.Ordinal).Replace("int epoch)", "int epochDEFAULT)", StringComparison.Ordinal)
            .Replace("    internal static void Run(", "    internal static void Warm(nn.Module<Tensor, Tensor> net, DataLoader train, optim.Optimizer own) => Epoch(net, own, train, 0);\n\n    internal static void Run(", StringComparison.Ordinal);
        string Write(string creation, string total, string parameter, string argument, string step) => Usings + Lines(program, total)
            .Replace("CREATE", creation, StringComparison.Ordinal).Replace("DEFAULT", parameter, StringComparison.Ordinal)
            .Replace("OPTIONAL", argument, StringComparison.Ordinal).Replace("scheduler.step();", step, StringComparison.Ordinal);
        return Verify.VerifyFixAsync(
            Write("[|optim.SGD(net.parameters(), rate)|]", "", "", "", ""),
            Write("optim.SGD(net.parameters(), rate)", "int totalSteps = epochs * (int)train.Count;", ", optim.lr_scheduler.LRScheduler scheduler = null", ", scheduler", "scheduler?.step();"),
            LR2001_InsertSchedule.KeyOf("Trapezoid"));
    }

    // The length is known where the training is, not where the optimizer comes from; each Fit has a schedule of its own.
    [Fact]
    public Task OptimizerOfTheConstructor_IsScheduledInFit() => CountsAsync(
        """
        class Trainer
        {
            private readonly nn.Module<Tensor, Tensor> _net;
            private readonly optim.Optimizer optimizer;

            public Trainer(nn.Module<Tensor, Tensor> net, double rate)
            {
                _net = net;
                optimizer = CREATE;
            }

            public void Fit(List<Tensor> data, int epochs)
            {
                SCHEDULE
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    var shuffled = data.OrderBy(_ => Guid.NewGuid()).ToList();
                    Epoch(shufflePARARGUMENT);
                }
            }

            private void Epoch(List<Tensor> samplesPARAMETER)
            {
                for (int i = 0; i < samples.Count; i += 8)
                {
                    _net.forward(samples[i]).sum().backward();
                    optimizer.step();
                    STEP
                }
            }
        }
        """.Replace("shufflePAR", "shuffled", StringComparison.Ordinal),
        "int totalSteps = epochs * ((data.Count + 7) / 8);",
        ", optim.lr_scheduler.LRScheduler scheduler",
        ", scheduler");

    // A property that its owner sets before the training is what the training finds.
    [Theory]
    [InlineData("class Trainer", "private readonly optim.Optimizer optimizer;", "public Trainer(nn.Module<Tensor, Tensor> net, double rate) { _net = net; optimizer = CREATE; }", "new Trainer(net, 0.1) { Epochs = 9 }")]
    [InlineData("class Trainer(nn.Module<Tensor, Tensor> net, optim.Optimizer optimizer)", "", "", "new Trainer(net, CREATE) { Epochs = 9 }")]
    public Task OptimizerThatIsGiven_IsScheduledInFit(string type, string field, string constructor, string creation) => CountsAsync(
        $$"""
        internal {{type}}
        {
            private readonly nn.Module<Tensor, Tensor> _net = nn.Linear(1, 1);
            {{field}}
            public int Epochs { get; set; }
            {{constructor}}

            public void Fit(List<Tensor> data)
            {
                SCHEDULE
                for (int epoch = 0; epoch < Epochs; epoch++)
                {
                    foreach (var x in data)
                    {
                        _net.forward(x).sum().backward();
                        optimizer.step();
                        STEP
                    }
                }
            }

            static void Run(nn.Module<Tensor, Tensor> net, List<Tensor> data, double rate) => {{creation}}.Fit(data);
        }
        """,
        "int totalSteps = Epochs * data.Count;");

    // The arm that is reported stands for all of them.
    [Theory]
    [InlineData("=> name switch { \"sgd\" => CREATE, _ => optim.Adam(net.parameters(), rate) };")]
    [InlineData("=> name == \"sgd\" ? CREATE : optim.Adam(net.parameters(), rate);")]
    [InlineData("{ optim.Optimizer made; if (name == \"sgd\") made = CREATE; else made = optim.Adam(net.parameters(), rate); return made; }")]
    public Task OptimizerOfAFactoryWithArms_IsScheduledWhereItIsCalled(string factory) => CountsAsync(
        $$"""
        class Trainer
        {
            static optim.Optimizer Create(string name, nn.Module<Tensor, Tensor> net, double rate) {{factory}}

            void Train(nn.Module<Tensor, Tensor> net, List<Tensor> data, int epochs)
            {
                var optimizer = Create("sgd", net, 0.1);
                SCHEDULE
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in data)
                    {
                        net.forward(x).sum().backward();
                        optimizer.step();
                        STEP
                    }
                }
            }
        }
        """,
        "int totalSteps = epochs * data.Count;");

    // Also where they stand beside the training, and where the optimizer comes with its model.
    [Theory]
    [InlineData("var optimizer = name switch { \"sgd\" => (optim.Optimizer)CREATE, _ => optim.Adam(net.parameters(), rate) };")]
    [InlineData("optim.Optimizer optimizer = name == \"sgd\" ? CREATE : optim.Adam(net.parameters(), rate);")]
    [InlineData("static (nn.Module, optim.Optimizer) Make(nn.Module<Tensor, Tensor> net, double rate) { var made = CREATE; return (net, made); } var (model, optimizer) = Make(net, rate);")]
    public Task OptimizerThatIsChosen_IsScheduled(string creation) => CountsAsync(
        $$"""
        class Trainer
        {
            void Train(nn.Module<Tensor, Tensor> net, List<Tensor> data, int epochs, double rate, string name)
            {
                {{creation.Replace("} var", "}\n        var", StringComparison.Ordinal)}}
                SCHEDULE
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in data)
                    {
                        net.forward(x).sum().backward();
                        optimizer.step();
                        STEP
                    }
                }
            }
        }
        """.Replace("optim.Optimizer optimizer = name", "var optimizer = name", StringComparison.Ordinal).Replace("? CREATE", "? (optim.Optimizer)CREATE", StringComparison.Ordinal),
        "int totalSteps = epochs * data.Count;");

    // An object that shows its optimizer is trained from outside.
    [Fact]
    public Task OptimizerOfAnotherObject_IsScheduledBeforeTheLoop() => CountsAsync(
        """
        class Network
        {
            public nn.Module<Tensor, Tensor> Net { get; } = nn.Linear(1, 1);
            public optim.Optimizer Optimizer { get; }
            public Network(nn.Module<Tensor, Tensor> net, double rate) => Optimizer = CREATE;

            public void Update(Tensor lossPARAMETER)
            {
                loss.backward();
                Optimizer.step();
                STEP
            }
        }

        class Program
        {
            static void Train(nn.Module<Tensor, Tensor> net, List<Tensor> data, int epochs)
            {
                var network = new Network(net, 0.1);
                SCHEDULE
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in data)
                    {
                        network.Update(network.Net.forward(x).sum()ARGUMENT);
                    }
                }
            }
        }
        """,
        "int totalSteps = epochs * data.Count;",
        ", optim.lr_scheduler.LRScheduler scheduler",
        ", scheduler",
        optimizer: "network.Optimizer");

    // Local functions that only read the data do not fill it.
    [Fact]
    public Task DataThatLocalFunctionsRead_IsKnownBefore() => CountsAsync(
        """
        class Trainer
        {
            void Train(nn.Module<Tensor, Tensor> net, int epochs, double rate)
            {
                var data = new List<Tensor>();
                var optimizer = CREATE;
                SCHEDULE

                void Epoch()
                {
                    foreach (var x in data)
                    {
                        Batch(x);
                    }
                }

                void Batch(Tensor x)
                {
                    net.forward(x).sum().backward();
                    optimizer.step();
                    STEP
                }

                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    Epoch();
                }
            }
        }
        """,
        "int totalSteps = epochs * data.Count;");

    // What is said about the last parameter stays beside it.
    [Theory]
    [InlineData("data /* all */PARAMETER)", "data /* all */ARGUMENT)", ", ")]
    [InlineData("\n        List<Tensor> data, // all\n        int size // of one\n    )", "data, 8ARGUMENT)", ",")]
    public Task CommentsOfTheLastParameter_StayBesideIt(string parameters, string arguments, string separator)
    {
        bool isOnePerLine = separator == ",";
        string Program(string declared, string given) => $$"""
            class Trainer
            {
                private readonly nn.Module<Tensor, Tensor> _net = nn.Linear(1, 1);
                private readonly optim.Optimizer optimizer;

                public Trainer(nn.Module<Tensor, Tensor> net, double rate)
                {
                    optimizer = CREATE;
                }

                public void Fit(List<Tensor> data, int epochs)
                {
                    SCHEDULE
                    for (int epoch = 0; epoch < epochs; epoch++)
                    {
                        Epoch({{given}};
                    }
                }

                private void Epoch({{declared}}
                {
                    foreach (var x in data)
                    {
                        _net.forward(x).sum().backward();
                        optimizer.step();
                        STEP
                    }
                }
            }
            """;
        const string Type = "optim.lr_scheduler.LRScheduler scheduler";
        string before = isOnePerLine ? parameters : parameters.Replace("data", "List<Tensor> data", StringComparison.Ordinal).Replace("PARAMETER", "", StringComparison.Ordinal);
        string after = isOnePerLine
            ? parameters.Replace("size // of one\n", "size, // of one\n        " + Type + "\n", StringComparison.Ordinal)
            : parameters.Replace("data", "List<Tensor> data", StringComparison.Ordinal).Replace("PARAMETER", ", " + Type, StringComparison.Ordinal);
        return Verify.VerifyFixAsync(
            Usings + Lines(Program(before, arguments.Replace("ARGUMENT", "", StringComparison.Ordinal)), "").Replace("CREATE", "[|optim.SGD(net.parameters(), rate)|]", StringComparison.Ordinal),
            Usings + Lines(Program(after, arguments.Replace("ARGUMENT", ", scheduler", StringComparison.Ordinal)), "int totalSteps = epochs * data.Count;").Replace("CREATE", "optim.SGD(net.parameters(), rate)", StringComparison.Ordinal),
            LR2001_InsertSchedule.KeyOf("Trapezoid"));
    }

    // A lambda sees what is declared in front of it.
    [Fact]
    public Task LambdaThatSteps_SeesTheScheduler() => CountsAsync(
        """
        class Trainer
        {
            void Train(nn.Module<Tensor, Tensor> net, int epochs, double rate)
            {
                var optimizer = CREATE;
                var data = new List<Tensor>();
                SCHEDULE
                Func<Tensor, float> train = x =>
                {
                    var loss = net.forward(x).sum();
                    loss.backward();
                    optimizer.step();
                    STEP
                    return loss.item<float>();
                };
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in data)
                    {
                        train(x);
                    }
                }
            }
        }
        """,
        "int totalSteps = epochs * data.Count;");

    // The type of the scheduler is written as far qualified as the optimizer's beside it.
    [Fact]
    public Task ParameterIsWrittenAsTheOptimizersBesideIt() => CountsAsync(
        Helper.Replace("optim.Optimizer optimizerPARAMETER", "torch.optim.Optimizer optimizerPARAMETER", StringComparison.Ordinal),
        "int totalSteps = epochs * (int)train.Count;",
        ", torch.optim.lr_scheduler.LRScheduler scheduler",
        ", scheduler");

    // The creation, the schedule behind it and the step at the end of each epoch are written into the program.
    private static Task StepsPerEpochAsync(Func<string, string, string, string> program, string step = "\n            scheduler.step();\n") =>
        Verify.VerifyFixAsync(
            program("[|optim.SGD(net.parameters(), rate)|]", "", ""),
            program(
                "optim.SGD(net.parameters(), rate)",
                "        int cooldownEpochs = epochs / 5;\n        var scheduler = optim.lr_scheduler.LambdaLR(optimizer, e =>\n            e < epochs - cooldownEpochs ? 1.0\n            : Math.Max(0.0, (epochs - e) / (cooldownEpochs + 1.0)));\n",
                step),
            LR2001_InsertSchedule.KeyOf("Trapezoid"));

    // How many there are, nobody knows before.
    [Theory]
    [InlineData("foreach (var item in data.Where(tensor => tensor.NumberOfElements > 0)) {", "}")]
    [InlineData("foreach (var item in Batches()) {", "}")]
    [InlineData("foreach (var item in data) { if (Late()) break;", "}")]
    [InlineData("foreach (var item in data) { if (Late()) {", "} }")]
    [InlineData("foreach (var item in data) foreach (var part in Batches()) {", "}")]
    [InlineData("for (int i = 0; i < data.Count; i++) { if (Late()) i++;", "}")]
    [InlineData("data.RemoveAll(tensor => tensor.NumberOfElements == 0); foreach (var item in Batches().ToList()) {", "}")]
    public Task UncountedBatches_AreSteppedPerEpoch(string head, string tail)
    {
        string Program(string creation, string schedule, string step) => Usings + $$"""
            class Trainer
            {
                static IEnumerable<Tensor> Batches() => [];
                static bool Late() => false;
                void Train(nn.Module<Tensor, Tensor> net, List<Tensor> data, int epochs, double rate)
                {
                    var optimizer = {{creation}};
            {{schedule}}        for (int epoch = 0; epoch < epochs; epoch++)
                    {
                        {{head}}
                            optimizer.step();
                        {{tail}}
            {{step}}        }
                }
            }
            """;
        return StepsPerEpochAsync(Program);
    }

    // The call that runs an epoch for each number is a loop, and so is one for each batch.
    [Theory]
    [InlineData("Enumerable.Range(0, epochs).ToList().ForEach(epoch =>", "{", "foreach (var item in data)", "{", "}", "});", "epochs * data.Count")]
    [InlineData("Enumerable.Range(1, epochs).ToList().ForEach(epoch =>", "{", "for (int i = 0; i < size; i++)", "{", "}", "});", "epochs * size")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++)", "{", "data.ForEach(item =>", "{", "});", "}", "epochs * data.Count")]
    [InlineData("Enumerable.Range(0, epochs).ToList().ForEach(epoch =>", "{ if (epoch == size) return;", "data.ForEach(item =>", "{", "});", "});", "epochs * data.Count")]
    public Task RoundsOfALambda_AreCounted(string epochs, string opened, string batches, string begin, string end, string closed, string steps) => CountsAsync(
        $$"""
        class Trainer
        {
            void Train(nn.Module<Tensor, Tensor> net, List<Tensor> data, Tensor x, int epochs, double rate, int size)
            {
                var optimizer = CREATE;
                SCHEDULE
                {{epochs}}
                {{opened}}
                    {{batches}}
                    {{begin}}
                        net.forward(x).sum().backward();
                        optimizer.step();
                        STEP
                    {{end}}
                {{closed}}
            }
        }
        """,
        $"int totalSteps = {steps};");

    // Epochs at the same time have no order that a schedule could follow.
    [Fact]
    public Task EpochsAtTheSameTime_HaveNoSchedule() => Verify.VerifyFixAsync(
        Usings + Parallel,
        Usings + Parallel,
        LR2001_InsertSchedule.KeyOf("Trapezoid"));

    // Nor have those that nobody waits for.
    [Fact]
    public Task EpochsThatNobodyWaitsFor_HaveNoSchedule()
    {
        string source = Usings + Parallel.Replace("System.Threading.Tasks.Parallel.ForEach(Enumerable.Range(0, 100), epoch =>", "Enumerable.Range(0, 100).ToList().ForEach(async epoch =>", StringComparison.Ordinal)
            .Replace("foreach (var item in data)", "await System.Threading.Tasks.Task.Yield();\n            foreach (var item in data)", StringComparison.Ordinal);
        return Verify.VerifyFixAsync(source, source, LR2001_InsertSchedule.KeyOf("Trapezoid"));
    }

    // How many there will be in a list that every epoch changes cannot be said before them: the epochs are counted.
    [Theory]
    [InlineData("foreach (var item in memory) {", "}")]
    [InlineData("memory.ForEach(item => {", "});")]
    public Task ListThatTheEpochsChange_IsNotCounted(string begin, string end)
    {
        string Program(string creation, string schedule, string step) => Usings + $$"""
            class Trainer
            {
                void Train(nn.Module<Tensor, Tensor> net, double rate, int epochs)
                {
                    var optimizer = {{creation}};
            {{schedule}}        var memory = new List<Tensor>();
                    for (int epoch = 0; epoch < epochs; epoch++)
                    {
                        memory.Add(torch.rand(8, 4));
                        {{begin}}
                            net.forward(item).sum().backward();
                            optimizer.step();
                        {{end}}
            {{step}}        }
                }
            }
            """;
        return StepsPerEpochAsync(Program, (end == "}" ? "\n" : "") + "            scheduler.step();\n");
    }

    /// <summary>What the epochs call, what it is, and whether that changes the list that they go through.</summary>
    public static TheoryData<string, string, bool> Called() => new()
    {
        { "Fill(memory);", "static void Fill(List<Tensor> list) => list.Add(torch.rand(8, 4));", true },
        { "Fill(3, list: memory);", "static void Fill(int count, IList<Tensor> list) { for (int i = 0; i < count; i++) Put(list); } static void Put(IList<Tensor> items) => items.Add(torch.rand(8, 4));", true },
        { "memory.Refill();", "", true },
        { "Local(); void Local() => memory.Add(torch.rand(8, 4));", "", true },
        { "fill();", "", true },
        { "Clear(ref memory);", "static void Clear(ref List<Tensor> list) => list = new();", true },
        { "Show(memory);", "static void Show(List<Tensor> list) => Console.WriteLine(list.Count);", false },
        { "Shuffle(memory);", "static void Shuffle(List<Tensor> list) { (list[0], list[1]) = (list[1], list[0]); }", false },
        { "memory.Peek();", "", false },
        { "losses.Add(1);", "", false },
        { "show();", "", false },
        { "Again(memory, 3);", "static void Again(List<Tensor> list, int n) { if (n > 0) Again(list, n - 1); }", false },
    };

    // Nor in one that something changes that they call; what only reads it is no matter.
    [Theory]
    [MemberData(nameof(Called))]
    public Task ListThatWhatTheEpochsCallChanges_IsNotCounted(string call, string called, bool changes)
    {
        string Program(string creation, string schedule, string step, string end) => Usings + $$"""
            static class Memories
            {
                public static void Refill(this List<Tensor> list) => list.AddRange(new[] { torch.rand(8, 4) });
                public static void Peek(this List<Tensor> list) => Console.WriteLine(list[0]);
            }

            class Trainer
            {
                {{called}}
                void Train(nn.Module<Tensor, Tensor> net, double rate, int epochs)
                {
                    var memory = new List<Tensor>();
                    var losses = new List<double>();
                    Action fill = () => memory.Add(torch.rand(8, 4)), show = () => Console.WriteLine(memory.Count);
                    var optimizer = {{creation}};
            {{schedule}}        for (int epoch = 0; epoch < epochs; epoch++)
                    {
                        {{call}}
                        foreach (var item in memory)
                        {
                            net.forward(item).sum().backward();
                            optimizer.step();
            {{step}}            }
            {{end}}        }
                }
            }
            """;
        return Verify.VerifyFixAsync(
            Program("[|optim.SGD(net.parameters(), rate)|]", "", "", ""),
            changes
                ? Program(
                    "optim.SGD(net.parameters(), rate)",
                    """
                            int cooldownEpochs = epochs / 5;
                            var scheduler = optim.lr_scheduler.LambdaLR(optimizer, e =>
                                e < epochs - cooldownEpochs ? 1.0
                                : Math.Max(0.0, (epochs - e) / (cooldownEpochs + 1.0)));

                    """,
                    "",
                    "\n            scheduler.step();\n")
                : Program(
                    "optim.SGD(net.parameters(), rate)",
                    """
                            int totalSteps = epochs * memory.Count;
                            int warmupSteps = Math.Max(1, totalSteps / 20);
                            int cooldownSteps = Math.Max(1, totalSteps / 5);
                            var scheduler = optim.lr_scheduler.LambdaLR(optimizer, step =>
                                step < warmupSteps ? (step + 1.0) / warmupSteps
                                : step < totalSteps - cooldownSteps ? 1.0
                                : Math.Max(0.0, (totalSteps - step) / (cooldownSteps + 1.0)));

                    """,
                    "                scheduler.step();\n",
                    ""),
            LR2001_InsertSchedule.KeyOf("Trapezoid"));
    }

    // The same of a list that an object keeps.
    [Theory]
    [InlineData("Collect();", "private void Collect() => _memory.Add(torch.rand(8, 4));", "_memory", true)]
    [InlineData("Collect();", "private void Collect() => More(); private void More() { this._memory.Clear(); }", "_memory", true)]
    [InlineData("Collect();", "private void Collect() => Fill(_memory); private static void Fill(List<Tensor> list) => list.Clear();", "_memory", true)]
    [InlineData("Show();", "private void Show() => Console.WriteLine(_memory.Count);", "_memory", false)]
    [InlineData("buffer.Collect();", "", "buffer.Items", true)]
    [InlineData("buffer.Show();", "", "buffer.Items", false)]
    public Task ListOfAnObject_ThatItsMethodsChange_IsNotCounted(string call, string called, string list, bool changes)
    {
        string source = Usings + $$"""
            class Memory
            {
                public List<Tensor> Items { get; } = new();
                public void Collect() => Items.Add(torch.rand(8, 4));
                public void Show() => Console.WriteLine(Items.Count);
            }

            class Trainer
            {
                private readonly List<Tensor> _memory = new();
                {{called}}
                void Train(nn.Module<Tensor, Tensor> net, Memory buffer, double rate, int epochs)
                {
                    var optimizer = [|optim.SGD(net.parameters(), rate)|];
                    for (int epoch = 0; epoch < epochs; epoch++) { {{call}} foreach (var item in {{list}}) { net.forward(item).sum().backward(); optimizer.step(); } }
                }
            }
            """;
        string creation = "var optimizer = optim.SGD(net.parameters(), rate);\n";
        string fixedSource = source.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
        string expected = changes
            ? fixedSource.Replace(creation, creation + "        int cooldownEpochs = epochs / 5;\n        var scheduler = optim.lr_scheduler.LambdaLR(optimizer, e =>\n            e < epochs - cooldownEpochs ? 1.0\n            : Math.Max(0.0, (epochs - e) / (cooldownEpochs + 1.0)));\n", StringComparison.Ordinal)
                .Replace("optimizer.step(); } }", "optimizer.step(); } scheduler.step(); }", StringComparison.Ordinal)
            : fixedSource.Replace(creation, creation + $"        int totalSteps = epochs * {list}.Count;\n        int warmupSteps = Math.Max(1, totalSteps / 20);\n        int cooldownSteps = Math.Max(1, totalSteps / 5);\n        var scheduler = optim.lr_scheduler.LambdaLR(optimizer, step =>\n            step < warmupSteps ? (step + 1.0) / warmupSteps\n            : step < totalSteps - cooldownSteps ? 1.0\n            : Math.Max(0.0, (totalSteps - step) / (cooldownSteps + 1.0)));\n", StringComparison.Ordinal)
                .Replace("optimizer.step(); } }", "optimizer.step(); scheduler.step(); } }", StringComparison.Ordinal);
        return Verify.VerifyFixAsync(source, expected, LR2001_InsertSchedule.KeyOf("Trapezoid"));
    }

    private const string Parallel = """
        class Trainer
        {
            void Train(nn.Module<Tensor, Tensor> net, List<Tensor> data, double rate)
            {
                var optimizer = [|optim.SGD(net.parameters(), rate)|];
                System.Threading.Tasks.Parallel.ForEach(Enumerable.Range(0, 100), epoch =>
                {
                    foreach (var item in data)
                    {
                        net.forward(item).sum().backward();
                        optimizer.step();
                    }
                });
            }
        }
        """;

    // What is alone in a `using` or a branch gets braces.
    [Theory]
    [InlineData("using (var optimizer = CREATE)")]
    [InlineData("using (var log = System.IO.File.CreateText(\"log\")) // what happened\n        using (var optimizer = CREATE) // constant")]
    [InlineData("using (var optimizer = CREATE)\n        using (var log = System.IO.File.CreateText(\"log\"))")]
    public Task LoopAloneInAUsing_GetsBraces(string head)
    {
        string Program(string open, string close) => $$"""
            class Trainer
            {
                void Train(nn.Module<Tensor, Tensor> net, List<Tensor> data, int epochs, double rate)
                {
                    {{head}}
            {{open}}            // all of them
                        for (int epoch = 0; epoch < epochs; epoch++)
                            foreach (var item in data)
                            {
                                net.forward(item).sum().backward();
                                optimizer.step();
            STEP                } // done
            {{close}}    }
            }
            """;
        return Verify.VerifyFixAsync(
            Usings + Program("", "").Replace("STEP", "", StringComparison.Ordinal).Replace("CREATE", "[|optim.SGD(net.parameters(), rate)|]", StringComparison.Ordinal),
            Usings + Program(
                """
                        {
                            int totalSteps = epochs * data.Count;
                            int warmupSteps = Math.Max(1, totalSteps / 20);
                            int cooldownSteps = Math.Max(1, totalSteps / 5);
                            var scheduler = optim.lr_scheduler.LambdaLR(optimizer, step =>
                                step < warmupSteps ? (step + 1.0) / warmupSteps
                                : step < totalSteps - cooldownSteps ? 1.0
                                : Math.Max(0.0, (totalSteps - step) / (cooldownSteps + 1.0)));

                """,
                "        }\n").Replace("STEP", "                    scheduler.step();\n", StringComparison.Ordinal).Replace("CREATE", "optim.SGD(net.parameters(), rate)", StringComparison.Ordinal),
            LR2001_InsertSchedule.KeyOf("Trapezoid"));
    }

    // A `return` of the lambda goes on with the next epoch: it ends nothing, and passes by what stands behind it.
    [Fact]
    public Task EpochOfALambda_IsSteppedBeforeItReturns()
    {
        string Program(string creation, string schedule, string step) => Usings + $$"""
            class Trainer
            {
                static IEnumerable<Tensor> Batches() => [];
                void Train(nn.Module<Tensor, Tensor> net, int epochs, double rate)
                {
                    var optimizer = {{creation}};
            {{schedule}}        Enumerable.Range(0, epochs).ToList().ForEach(epoch =>
                    {
                        foreach (var item in Batches())
                        {
                            optimizer.step();
                        }
            {{step}}
                        if (epoch % 10 != 0)
                        {
                            return;
                        }

                        Console.WriteLine(epoch);
                    });
                }
            }
            """;
        return StepsPerEpochAsync(Program);
    }
}
