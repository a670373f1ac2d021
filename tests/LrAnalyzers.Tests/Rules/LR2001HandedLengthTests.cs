using System.Reflection;
using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.Tests.Mutation;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.Tests.Rules;

/// <summary>
/// A class that makes its own optimizer and steps it in a method that the loop of another class calls: only that one knows how long the
/// training is, and hands it to the constructor.
/// </summary>
public class LR2001HandedLengthTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;


        """;

    private const string Trainer = """
        internal sealed class Trainer
        {
            private readonly nn.Module<Tensor, Tensor> _model;
            private readonly optim.Optimizer _optimizer;

            public Trainer(nn.Module<Tensor, Tensor> model, double learningRate)
            {
                _model = model;
                _optimizer = optim.SGD(model.parameters(), learningRate);
            }

            public void TrainBatch(Tensor x)
            {
                _optimizer.zero_grad();
                _model.forward(x).sum().backward();
                _optimizer.step();
            }
        }
        """;

    private const string Epochs = """
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var x in batches)
            {
                trainer.TrainBatch(x);
            }
        }
        """;

    // The class trains the batches that it was given.
    private const string OwnBatches = """
        internal sealed class Trainer
        {
            private readonly nn.Module<Tensor, Tensor> _model;
            private readonly List<Tensor> _batches;
            private readonly optim.Optimizer _optimizer;

            public Trainer(nn.Module<Tensor, Tensor> model, List<Tensor> batches)
            {
                _model = model;
                _optimizer = optim.SGD(model.parameters(), 0.1);
                _batches = batches;
            }

            public void TrainEpoch()
            {
                foreach (var x in _batches)
                {
                    _optimizer.zero_grad();
                    _model.forward(x).sum().backward();
                    _optimizer.step();
                }
            }
            /*more*/
        }
        """;

    private const string Create = "var trainer = new Trainer(model, 0.1);";

    private static string Run(string body) =>
        $$"""
        internal static class Program
        {
            private static void Run(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs, string[] args)
            {
                {{body.ReplaceLineEndings("\n").Replace("\n", "\n        ", StringComparison.Ordinal)}}
            }
        }
        """;

    private static string With(string change, string replacement) => Changed(Trainer, change, replacement);

    private static string Changed(string source, string change, string replacement)
    {
        Assert.Contains(change, source, StringComparison.Ordinal);
        return source.Replace(change, replacement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheLength_IsAParameterOfTheConstructor()
    {
        (string[] fixedSources, string title) = (await FixAsync("Trapezoid", Trainer, Run(Create + "\n" + Epochs)))!.Value;
        Assert.Equal(
            """
            internal sealed class Trainer
            {
                private readonly nn.Module<Tensor, Tensor> _model;
                private readonly optim.Optimizer _optimizer;
                private readonly optim.lr_scheduler.LRScheduler _scheduler;

                public Trainer(nn.Module<Tensor, Tensor> model, double learningRate, int totalSteps)
                {
                    _model = model;
                    _optimizer = optim.SGD(model.parameters(), learningRate);
                    int warmupSteps = Math.Max(1, totalSteps / 20);
                    int cooldownSteps = Math.Max(1, totalSteps / 5);
                    _scheduler = optim.lr_scheduler.LambdaLR(_optimizer, step =>
                        step < warmupSteps ? (step + 1.0) / warmupSteps
                        : step < totalSteps - cooldownSteps ? 1.0
                        : Math.Max(0.0, (totalSteps - step) / (cooldownSteps + 1.0)));
                }

                public void TrainBatch(Tensor x)
                {
                    _optimizer.zero_grad();
                    _model.forward(x).sum().backward();
                    _optimizer.step();
                    _scheduler.step();
                }
            }
            """,
            fixedSources[0],
            ignoreLineEndingDifferences: true);
        Assert.Equal(Run("var trainer = new Trainer(model, 0.1, epochs * batches.Count);\n" + Epochs), fixedSources[1], ignoreLineEndingDifferences: true);
        Assert.EndsWith(", its length a parameter of Trainer, also in Source1.cs", title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("WarmupCosine", "T_max: Math.Max(1, totalSteps - warmupSteps)")]
    [InlineData("WarmupLinear", "total_iters: Math.Max(1, totalSteps - warmupSteps)")]
    public async Task OtherSchedules_TakeItToo(string key, string expected) =>
        Assert.Contains(expected, (await FixAsync(key, Trainer, Run(Create + "\n" + Epochs)))!.Value.Sources[0], StringComparison.Ordinal);

    /// <summary>The class, the code that trains with it, and what both hold when the fix is applied, one part a line.</summary>
    public static TheoryData<string, string, string, string> Offered() => new()
    {
        { "target-typed and named", Trainer, Run("Trainer trainer = new(model: model, learningRate: 0.1);\n" + Epochs), "new(model: model, learningRate: 0.1, totalSteps: epochs * batches.Count)" },
        { "annotated", With("private readonly optim.Optimizer _optimizer", "private optim.Optimizer? _optimizer").Replace("_optimizer.", "_optimizer!.", StringComparison.Ordinal), Run(Create + Epochs), "LRScheduler _scheduler;" },
        { "no annotations", "#nullable disable\n" + Trainer, "#nullable disable\n" + Run(Create + Epochs), "private readonly optim.lr_scheduler.LRScheduler _scheduler;" },
        { "one line", With("\n    public Trainer(nn.Module<Tensor, Tensor> model, double learningRate)\n    {\n        _model = model;\n        _optimizer = optim.SGD(model.parameters(), learningRate);\n    }", "\n    public Trainer(nn.Module<Tensor, Tensor> model, double learningRate) { _model = model; _optimizer = optim.SGD(model.parameters(), learningRate); }"), Run(Create + "\n" + Epochs), "(step + 1.0) / warmupSteps" },
        { "one parameter a line", With("model, double", "model,\n        double").Replace("Trainer(nn", "Trainer(\n        nn", StringComparison.Ordinal), Run("var trainer = new Trainer(\n    model,\n    0.1);\n" + Epochs), "double learningRate,\n        int totalSteps)\n0.1,\n            epochs * batches.Count);" },
        { "optional before it", With("double learningRate)", "double learningRate = 0.1)"), Run("var trainer = new Trainer(model, 0.01);\n" + Epochs), "model, int totalSteps, double learningRate = 0.1)\nnew Trainer(model, epochs * batches.Count, 0.01)" },
        { "no parameter, initializer", "internal sealed class Trainer\n{\n    private readonly nn.Module<Tensor, Tensor> _model = nn.Linear(1, 1);\n    private readonly optim.Optimizer _optimizer;\n    public double Clip { get; init; }\n    public Trainer()\n    {\n        _optimizer = optim.SGD(_model.parameters(), 0.1);\n    }\n    public void TrainBatch(Tensor x)\n    {\n        _model.forward(x).sum().backward();\n        _optimizer.step();\n    }\n}", Run("var trainer = new Trainer { Clip = 1 };\n" + Epochs), "public Trainer(int totalSteps)\nnew Trainer(epochs * batches.Count) { Clip = 1 }" },
        { "field's initializer", "internal sealed class Trainer\n{\n    private static readonly nn.Module<Tensor, Tensor> s_model = nn.Linear(1, 1);\n    private readonly optim.Optimizer _optimizer = optim.SGD(s_model.parameters(), 0.1);\n    private readonly double _clip;\n    public Trainer(double clip)\n    {\n        _clip = clip;\n    }\n    public void TrainBatch(Tensor x)\n    {\n        (s_model.forward(x).sum() * _clip).backward();\n        _optimizer.step();\n    }\n}", Run("var trainer = new Trainer(1);\n" + Epochs), "_clip = clip;\n        int warmupSteps\nnew Trainer(1, epochs * batches.Count)" },
        { "qualified", With("_model", "model").Replace("_optimizer", "optimizer", StringComparison.Ordinal).Replace("        model = ", "        this.model = ", StringComparison.Ordinal).Replace("        optimizer", "        this.optimizer", StringComparison.Ordinal), Run(Create + Epochs), "this.scheduler = optim\nthis.optimizer.step();\n        this.scheduler.step();" },
        { "documented", With("    public Trainer(", "    /// <summary>Makes one.</summary>\n    /// <param name=\"model\">The model.</param>\n    /// <param name=\"learningRate\">The rate.</param>\n    public Trainer("), Run(Create + Epochs), "The rate.</param>\n    /// <param name=\"totalSteps\">The number of steps in the whole training.</param>\n    public Trainer(" },
        { "this(…)", With("    public Trainer(", "    public Trainer(nn.Module<Tensor, Tensor> model)\n        : this(model, 0.1)\n    {\n    }\n\n    public Trainer("), Run("var trainer = new Trainer(model);\n" + Epochs), "public Trainer(nn.Module<Tensor, Tensor> model, int totalSteps)\n        : this(model, 0.1, totalSteps)\nnew Trainer(model, epochs * batches.Count)\nprivate readonly optim.lr_scheduler.LRScheduler _scheduler;" },
        { "base(…)", Changed(With("sealed class Trainer", "abstract class TrainerBase"), "public Trainer(", "protected TrainerBase(") + "\ninternal sealed class Trainer : TrainerBase\n{\n    public Trainer(nn.Module<Tensor, Tensor> model) : base(model, 0.1) { }\n}", Run("var trainer = new Trainer(model);\n" + Epochs), "double learningRate, int totalSteps)\nTrainer(nn.Module<Tensor, Tensor> model, int totalSteps) : base(model, 0.1, totalSteps)\nnew Trainer(model, epochs * batches.Count)" },
        { "base(…) of a primary constructor", Changed(With("sealed class Trainer", "abstract class TrainerBase"), "public Trainer(", "protected TrainerBase(") + "\ninternal sealed class Trainer(nn.Module<Tensor, Tensor> model) : TrainerBase(model, 0.1);", Run("var trainer = new Trainer(model);\n" + Epochs), "Trainer(nn.Module<Tensor, Tensor> model, int totalSteps) : TrainerBase(model, 0.1, totalSteps)\nnew Trainer(model, epochs * batches.Count)" },
        { "generic", With("class Trainer\n", "class Trainer<T> where T : nn.Module<Tensor, Tensor>\n").Replace("nn.Module<Tensor, Tensor> _model", "T _model", StringComparison.Ordinal).Replace("nn.Module<Tensor, Tensor> model", "T model", StringComparison.Ordinal), Run("var trainer = new Trainer<nn.Module<Tensor, Tensor>>(model, 0.1);\n" + Epochs), "(model, 0.1, epochs * batches.Count)" },
        { "static factory", With("public Trainer(", "private Trainer(").Replace("    public void", "    public static Trainer Create(nn.Module<Tensor, Tensor> model) => new Trainer(model, 0.1);\n\n    public void", StringComparison.Ordinal), Run("var trainer = Trainer.Create(model);\n" + Epochs), "Create(nn.Module<Tensor, Tensor> model, int totalSteps) => new Trainer(model, 0.1, totalSteps)\nTrainer.Create(model, epochs * batches.Count)" },
        { "two objects", Trainer, Run("var trainer = new Trainer(model, 0.1);\nvar other = new Trainer(nn.Linear(1, 1), 0.2);\n" + Epochs.Replace("trainer.TrainBatch(x);", "trainer.TrainBatch(x); other.TrainBatch(x);", StringComparison.Ordinal)), "new Trainer(model, 0.1, epochs * batches.Count)\nnew Trainer(nn.Linear(1, 1), 0.2, epochs * batches.Count)" },
        { "two loops", Trainer, Run(Create + "\n" + Epochs + "\nvar other = new Trainer(nn.Linear(1, 1), 0.2);\n" + Epochs.Replace("trainer.", "other.", StringComparison.Ordinal).Replace("batches", "batches.Take(10)", StringComparison.Ordinal)), "new Trainer(model, 0.1, epochs * batches.Count)\nnew Trainer(nn.Linear(1, 1), 0.2, epochs * Math.Min(batches.Count, 10))" },
        { "a fold's own", Trainer, Run("for (int fold = 0; fold < 5; fold++)\n{\n    var trainer = new Trainer(nn.Linear(1, 1), 0.1);\n    " + Epochs.Replace("\n", "\n    ", StringComparison.Ordinal) + "\n}"), "new Trainer(nn.Linear(1, 1), 0.1, epochs * batches.Count)" },
        { "literal", Trainer, Run(Create + "\n" + Epochs.Replace("< epochs", "< 90", StringComparison.Ordinal)).Replace(", int epochs", "", StringComparison.Ordinal), "const int epochs = 90;\n        var trainer = new Trainer(model, 0.1, epochs * batches.Count)\nepoch < epochs" },
        { "constant behind it", Trainer, Run(Create + "\nConsole.WriteLine();\n\n// How long.\nconst int epochs = 90;\n" + Epochs).Replace(", int epochs", "", StringComparison.Ordinal), "// How long.\n        const int epochs = 90;\n        var trainer = new Trainer(model, 0.1, epochs * batches.Count);\n        Console.WriteLine();" },
        { "constant behind both", Trainer, Run(Create + "\nvar other = new Trainer(nn.Linear(1, 1), 0.2);\nvar epochs = 90;\n" + Epochs.Replace("trainer.TrainBatch(x);", "trainer.TrainBatch(x); other.TrainBatch(x);", StringComparison.Ordinal)).Replace(", int epochs", "", StringComparison.Ordinal), "var epochs = 90;\n        var trainer = new Trainer(model, 0.1, epochs * batches.Count);\n        var other = new Trainer(nn.Linear(1, 1), 0.2, epochs * batches.Count);" },
        { "settings", Trainer + "\ninternal sealed record Settings(int Epochs);", Run("var settings = new Settings(90);\n" + Create + "\n" + Epochs.Replace("< epochs", "< settings.Epochs", StringComparison.Ordinal)), "new Trainer(model, 0.1, settings.Epochs * batches.Count)" },
        { "constants of a class", Trainer + "\ninternal static class Settings { public const int Epochs = 90, Batches = 500; }", "internal sealed class Experiment\n{\n    private readonly Trainer _trainer = new(nn.Linear(1, 1), 0.1);\n    public void Run(Tensor x)\n    {\n        for (int epoch = 0; epoch < Settings.Epochs; epoch++) for (int batch = 0; batch < Settings.Batches; batch++) _trainer.TrainBatch(x);\n    }\n}\ninternal static class Program { private static void Run(Tensor x) => new Experiment().Run(x); }", "0.1, Settings.Epochs * Settings.Batches);" },
        { "set before it is made", Trainer + "\ninternal static class Config { public static int Epochs { get; set; } = 10; public static void Parse(string[] args) => Epochs = int.Parse(args[0]); }", Run("Config.Parse(args);\n" + Create + "\n" + Epochs.Replace("< epochs", "< Config.Epochs", StringComparison.Ordinal)), "new Trainer(model, 0.1, Config.Epochs * batches.Count)" },
        { "an owner's settings, set before", Trainer + "\ninternal sealed class Settings { public int Epochs { get; set; } = 90; }", "internal sealed class Experiment\n{\n    private readonly Settings _settings;\n    private readonly List<Tensor> _batches;\n    private readonly Trainer _trainer;\n    public Experiment(Settings settings, List<Tensor> batches)\n    {\n        _settings = settings;\n        _batches = batches;\n        _trainer = new Trainer(nn.Linear(1, 1), 0.1);\n    }\n    public void Run()\n    {\n        for (int epoch = 0; epoch < _settings.Epochs; epoch++) foreach (var x in _batches) _trainer.TrainBatch(x);\n    }\n}\n" + Run("var settings = new Settings();\nsettings.Epochs = int.Parse(args[0]);\nvar experiment = new Experiment(settings, batches);\nexperiment.Run();"), "0.1, _settings.Epochs * _batches.Count);" },
        { "factory with a local", With("public Trainer(", "private Trainer(").Replace("    public void", "    public static Trainer Create(nn.Module<Tensor, Tensor> model)\n    {\n        var made = new Trainer(model, 0.1);\n        Console.WriteLine(made);\n        return made;\n    }\n\n    public void", StringComparison.Ordinal), Run("var trainer = Trainer.Create(model);\n" + Epochs), "Trainer.Create(model, epochs * batches.Count)" },
        { "an owner's fields", Trainer, "internal sealed class Experiment\n{\n    private readonly int _epochs;\n    private readonly List<Tensor> _batches;\n    private readonly Trainer _trainer;\n    public Experiment(int epochs, List<Tensor> batches)\n    {\n        _epochs = epochs;\n        _batches = batches;\n        _trainer = new Trainer(nn.Linear(1, 1), 0.1);\n    }\n    public void Run()\n    {\n        for (int epoch = 0; epoch < _epochs; epoch++) foreach (var x in _batches) _trainer.TrainBatch(x);\n    }\n}\ninternal static class Program { private static void Run(List<Tensor> batches) => new Experiment(30, batches).Run(); }", "0.1, _epochs * _batches.Count);" },
        { "an owner's primary constructor", Trainer, "internal sealed class Experiment(int epochs, List<Tensor> batches)\n{\n    private readonly Trainer _trainer = new(nn.Linear(1, 1), 0.1);\n    public void Run()\n    {\n        for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) _trainer.TrainBatch(x);\n    }\n}\ninternal static class Program { private static void Run(List<Tensor> batches) => new Experiment(30, batches).Run(); }", "0.1, epochs * batches.Count);" },
        { "given to an owner", Trainer, "internal sealed class Experiment\n{\n    private readonly Trainer _trainer;\n    public Experiment(Trainer trainer) => _trainer = trainer;\n    public void Run(List<Tensor> batches, int epochs)\n    {\n        for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) _trainer.TrainBatch(x);\n    }\n}\n" + Run("new Experiment(new Trainer(model, 0.1)).Run(batches, epochs);"), "new Trainer(model, 0.1, epochs * batches.Count)" },
        { "given to a method", Trainer, Run(Create + "\nRun(trainer, epochs, batches);\n").Replace("    }\n}", "    }\n\n    private static void Run(Trainer trainer, int rounds, IReadOnlyList<Tensor> data)\n    {\n        for (int epoch = 0; epoch < rounds; epoch++) foreach (var x in data) trainer.TrainBatch(x);\n    }\n}", StringComparison.Ordinal), "new Trainer(model, 0.1, epochs * batches.Count)" },
        { "interface", "internal interface ITrainer { void TrainBatch(Tensor x); }\n" + With("class Trainer", "class Trainer : ITrainer"), Run("ITrainer trainer = new Trainer(model, 0.1);\n" + Epochs), "new Trainer(model, 0.1, epochs * batches.Count)" },
        { "asynchronous", With("public void TrainBatch(Tensor x)\n    {", "public async Task TrainBatch(Tensor x)\n    {\n        await Task.Yield();"), Run(Create + "\n" + Epochs.Replace("trainer.Train", "await trainer.Train", StringComparison.Ordinal)).Replace("void Run", "async Task Run", StringComparison.Ordinal), "new Trainer(model, 0.1, epochs * batches.Count)" },
        { "batches of an epoch", With("public void TrainBatch(Tensor x)\n    {", "public void TrainEpoch(List<Tensor> data)\n    {\n        foreach (var x in data) TrainBatch(x);\n    }\n\n    private void TrainBatch(Tensor x)\n    {"), Run(Create + "\nfor (int epoch = 0; epoch < epochs; epoch++) trainer.TrainEpoch(batches);"), "new Trainer(model, 0.1, epochs * batches.Count)" },
        { "batches of its own", OwnBatches, Run("var trainer = new Trainer(model, batches);\nfor (int epoch = 0; epoch < epochs; epoch++) trainer.TrainEpoch();"), "List<Tensor> batches, int epochs)\n_batches = batches;\n        int totalSteps = epochs * _batches.Count;\nnew Trainer(model, batches, epochs)" },
        { "steps alone", Trainer, Run(Create + "\nvar x = zeros(1);\nfor (int i = 0; i < 5000; i++) trainer.TrainBatch(x);"), "const int totalSteps = 5000;\n        var trainer = new Trainer(model, 0.1, totalSteps)\ndouble learningRate, int totalSteps)\nwarmupSteps" },
        { "epochs alone", Trainer, Run(Create + "\nvar x = zeros(1);\nfor (int epoch = 0; epoch < epochs; epoch++) trainer.TrainBatch(x);"), "new Trainer(model, 0.1, epochs)\ndouble learningRate, int totalEpochs)\nwarmupEpochs" },
        { "one of several", With("double learningRate)", "string kind)").Replace("optim.SGD(model.parameters(), learningRate)", "kind switch { \"sgd\" => optim.SGD(model.parameters(), 0.1), _ => optim.Adam(model.parameters(), 0.001) }", StringComparison.Ordinal), Run("var trainer = new Trainer(model, \"sgd\");\n" + Epochs), "new Trainer(model, \"sgd\", epochs * batches.Count)" },
        { "there already", With("double learningRate)", "double learningRate, int steps)").Replace("_model = model;", "_model = model; Console.WriteLine(steps);", StringComparison.Ordinal), Run("var trainer = new Trainer(model, 0.1, epochs * batches.Count);\n" + Epochs), "step < steps - cooldownSteps\nnew Trainer(model, 0.1, epochs * batches.Count);\ndouble learningRate, int steps)" },
    };

    [Theory]
    [MemberData(nameof(Offered))]
    public async Task TheFix_IsOffered(string name, string trainer, string caller, string expected)
    {
        (string[] Sources, string Title)? fix = await FixAsync("Trapezoid", trainer, caller);
        Assert.True(fix is not null, name);
        string text = string.Join("\n", fix.Value.Sources).ReplaceLineEndings("\n");
        Assert.All(Parts(expected), part => Assert.True(text.Contains(part, StringComparison.Ordinal), $"{name} lacks\n{part}\nin\n{text}"));
    }

    // A line that begins with spaces goes on with the one before.
    private static IEnumerable<string> Parts(string expected)
    {
        var parts = new List<string>();
        foreach (string line in expected.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("    ", StringComparison.Ordinal) && parts.Count > 0)
            {
                parts[^1] += "\n" + line;
            }
            else
            {
                parts.Add(line);
            }
        }

        return parts;
    }

    /// <summary>The same where no constructor can be told how long the training is, or where nobody knows.</summary>
    public static TheoryData<string, string, string> NotOffered() => new()
    {
        { "the bound comes later", Trainer, Run(Create + "\nint rounds = epochs * 2;\n" + Epochs.Replace("< epochs", "< rounds", StringComparison.Ordinal)) },
        { "a number that comes later changes", Trainer, Run(Create + "\nint rounds = 90;\nif (args.Length > 0) rounds = 9;\n" + Epochs.Replace("< epochs", "< rounds", StringComparison.Ordinal)) },
        { "the bound changes", Trainer, Run(Create + "\nif (args.Length > 0) epochs = 5;\n" + Epochs) },
        { "the setting changes", Trainer + "\ninternal sealed class Settings { public int Epochs { get; set; } = 90; }", Run("var settings = new Settings();\n" + Create + "\nsettings.Epochs = 9;\n" + Epochs.Replace("< epochs", "< settings.Epochs", StringComparison.Ordinal)) },
        { "the batches are filled later", Trainer, Run("var data = new List<Tensor>();\n" + Create + "\ndata.AddRange(batches);\n" + Epochs.Replace("batches", "data", StringComparison.Ordinal)) },
        { "the batches cannot be counted", Trainer, Run(Create + "\n" + Epochs.Replace("batches", "batches.Where(x => x.NumberOfElements > 0)", StringComparison.Ordinal)) },
        { "given batches are filled later", OwnBatches, Run("var data = new List<Tensor>();\nvar trainer = new Trainer(model, data);\ndata.AddRange(batches);\nfor (int epoch = 0; epoch < epochs; epoch++) trainer.TrainEpoch();") },
        { "own batches grow", OwnBatches.Replace("/*more*/", "public void Augment(Tensor x) => _batches.Add(x);", StringComparison.Ordinal), Run("var trainer = new Trainer(model, batches);\nfor (int epoch = 0; epoch < epochs; epoch++) { trainer.TrainEpoch(); trainer.Augment(batches[0]); }") },
        { "a batch ends the epoch", Trainer, Run(Create + "\n" + Epochs.Replace("            trainer", "            if (x.IsInvalid) break;\n            trainer", StringComparison.Ordinal).Replace("trainer.TrainBatch(x);", "if (args.Length > 3) break; trainer.TrainBatch(x);", StringComparison.Ordinal)) },
        { "set by a call in between", Trainer + "\ninternal static class Config { public static int Epochs { get; set; } = 10; public static void Parse(string[] args) => Epochs = int.Parse(args[0]); }", Run(Create + "\nConfig.Parse(args);\n" + Epochs.Replace("< epochs", "< Config.Epochs", StringComparison.Ordinal)) },
        { "an owner's settings change", Trainer + "\ninternal sealed class Settings { public int Epochs { get; set; } = 90; }", "internal sealed class Experiment\n{\n    private readonly Settings _settings;\n    private readonly Trainer _trainer;\n    public Experiment(Settings settings)\n    {\n        _settings = settings;\n        _trainer = new Trainer(nn.Linear(1, 1), 0.1);\n    }\n    public void Run(List<Tensor> batches)\n    {\n        for (int epoch = 0; epoch < _settings.Epochs; epoch++) foreach (var x in batches) _trainer.TrainBatch(x);\n    }\n}\n" + Run("var settings = new Settings();\nvar experiment = new Experiment(settings);\nsettings.Epochs = int.Parse(args[0]);\nexperiment.Run(batches);") },
        { "an owner's property tells of what is set", Trainer, "internal sealed class Experiment\n{\n    private int _epochs = 10;\n    private readonly List<Tensor> _batches;\n    private readonly Trainer _trainer;\n    public int Epochs => _epochs;\n    public Experiment(List<Tensor> batches)\n    {\n        _batches = batches;\n        _trainer = new Trainer(nn.Linear(1, 1), 0.1);\n    }\n    public void Lengthen(int epochs) => _epochs = epochs;\n    public void Run()\n    {\n        for (int epoch = 0; epoch < Epochs; epoch++) foreach (var x in _batches) _trainer.TrainBatch(x);\n    }\n}\n" + Run("var experiment = new Experiment(batches);\nexperiment.Lengthen(epochs);\nexperiment.Run();") },
        { "a factory that keeps what it made", With("    public void", "    private static Trainer? s_made;\n    public static Trainer Get(nn.Module<Tensor, Tensor> model)\n    {\n        if (s_made != null) return s_made;\n        var made = new Trainer(model, 0.1);\n        s_made = made;\n        return made;\n    }\n\n    public void"), Run("var trainer = Trainer.Get(model);\n" + Epochs + "\nvar other = Trainer.Get(model);\n" + Epochs.Replace("trainer.", "other.", StringComparison.Ordinal)) },
        { "a factory with a field", With("    public void", "    private static Trainer? s_made;\n    public static Trainer Get(nn.Module<Tensor, Tensor> model)\n    {\n        if (s_made == null) s_made = new Trainer(model, 0.1);\n        return s_made;\n    }\n\n    public void"), Run("var trainer = Trainer.Get(model);\n" + Epochs + "\nvar other = Trainer.Get(model);\n" + Epochs.Replace("trainer.", "other.", StringComparison.Ordinal)) },
        { "a factory with a table", With("    public void", "    private static readonly Dictionary<string, Trainer> s_made = new();\n    public static Trainer Get(string name, nn.Module<Tensor, Tensor> model)\n    {\n        if (!s_made.TryGetValue(name, out var made))\n        {\n            made = new Trainer(model, 0.1);\n            s_made[name] = made;\n        }\n        return made;\n    }\n\n    public void"), Run("var trainer = Trainer.Get(\"a\", model);\n" + Epochs + "\nvar other = Trainer.Get(\"a\", model);\n" + Epochs.Replace("trainer.", "other.", StringComparison.Ordinal)) },
        { "made elsewhere under another symbol", Trainer, Run(Create + "\n" + Epochs + "\n#if BENCHMARK\nConsole.WriteLine(new Trainer(model, 0.2));\n#endif") },
        { "resumed", Trainer, Run("int start = int.Parse(System.IO.File.ReadAllText(\"epoch.txt\"));\n" + Create + "\n" + Epochs.Replace("epoch = 0", "epoch = start", StringComparison.Ordinal)) },
        { "trained twice", Trainer, Run(Create + "\n" + Epochs + "\n" + Epochs) },
        { "two batches a round", Trainer, Run(Create + "\n" + Epochs.Replace("trainer.TrainBatch(x);", "trainer.TrainBatch(x); trainer.TrainBatch(-x);", StringComparison.Ordinal)) },
        { "one more step", Trainer, Run(Create + "\n" + Epochs + "\ntrainer.TrainBatch(batches[0]);") },
        { "another one that is not trained", With("    public void", "    public Tensor Predict(Tensor x) => _model.forward(x);\n\n    public void"), Run(Create + "\n" + Epochs + "\nConsole.WriteLine(new Trainer(model, 0.1).Predict(batches[0]));") },
        { "a list of them", Trainer, Run("var trainers = new List<Trainer>();\nfor (int i = 0; i < 5; i++) trainers.Add(new Trainer(nn.Linear(1, 1), 0.1));\n" + Epochs.Replace("trainer.TrainBatch(x);", "foreach (var trainer in trainers) trainer.TrainBatch(x);", StringComparison.Ordinal)) },
        { "a method trains two", Trainer, Run("Train(new Trainer(model, 0.1)); Train(new Trainer(nn.Linear(1, 1), 0.1));\nvoid Train(Trainer trainer)\n{\n    " + Epochs.Replace("\n", "\n    ", StringComparison.Ordinal) + "\n}") },
        { "a lambda makes it", Trainer, Run("Func<Trainer> make = () => new Trainer(model, 0.1);\nvar trainer = make();\n" + Epochs) },
        { "a container makes it", Trainer, Run("var services = new Services();\nservices.AddSingleton<Trainer>();\n" + Create + "\n" + Epochs) + "\ninternal sealed class Services { public void AddSingleton<T>() { } }" },
        { "reflection makes it", Trainer, Run(Create + "\nConsole.WriteLine(typeof(Trainer));\n" + Epochs) },
        { "new()", With("public Trainer(nn.Module<Tensor, Tensor> model, double learningRate)", "public Trainer()").Replace("_model = model;", "var model = nn.Linear(1, 1); _model = model;", StringComparison.Ordinal).Replace("learningRate", "0.1", StringComparison.Ordinal), Run("var trainer = new Trainer();\nConsole.WriteLine(new Pool<Trainer>());\n" + Epochs) + "\ninternal sealed class Pool<T> where T : new();" },
        { "public in a library", Trainer.Replace("internal sealed", "public sealed", StringComparison.Ordinal), Run(Create + "\n" + Epochs) },
        { "an attribute", With("    public Trainer(", "    [Own]\n    public Trainer(") + "\ninternal sealed class OwnAttribute : Attribute;", Run(Create + "\n" + Epochs) },
        { "params", With("double learningRate)", "double learningRate, params string[] tags)"), Run(Create + "\n" + Epochs) },
        { "an overload of that length", With("    public Trainer(", "    public Trainer(nn.Module<Tensor, Tensor> model, double learningRate, int seed) : this(model, learningRate) => Console.WriteLine(seed);\n\n    public Trainer("), Run(Create + "\nConsole.WriteLine(new Trainer(model, 0.1, 1));\n" + Epochs) },
        { "an implicit base()", With("sealed class Trainer", "class Trainer").Replace("public Trainer(nn.Module<Tensor, Tensor> model, double learningRate)", "public Trainer()", StringComparison.Ordinal).Replace("_model = model;", "var model = nn.Linear(1, 1); _model = model;", StringComparison.Ordinal).Replace("learningRate", "0.1", StringComparison.Ordinal) + "\ninternal sealed class Derived : Trainer;", Run("var trainer = new Trainer();\n" + Epochs) },
        { "primary constructor", "internal sealed class Trainer(nn.Module<Tensor, Tensor> model, double learningRate)\n{\n    private readonly optim.Optimizer _optimizer = optim.SGD(model.parameters(), learningRate);\n    public void TrainBatch(Tensor x)\n    {\n        model.forward(x).sum().backward();\n        _optimizer.step();\n    }\n}", Run(Create + "\n" + Epochs) },
        { "a literal in another method", Trainer, Run(Create + "\nTrain(trainer, 90);\nvoid Train(Trainer t, int rounds) { for (int epoch = 0; epoch < rounds; epoch++) foreach (var x in batches) t.TrainBatch(x); }") },
        { "a default in another method", Trainer, Run(Create + "\nTrain(trainer);\nvoid Train(Trainer t, int rounds = 90) { for (int epoch = 0; epoch < rounds; epoch++) foreach (var x in batches) t.TrainBatch(x); }") },
        { "a second step", With("    public void", "    public void Nudge() => _optimizer.step();\n\n    public void"), Run(Create + "\n" + Epochs + "\ntrainer.Nudge();") },
        { "a step now and then", With("        _optimizer.step();", "        if (x.IsInvalid) return;\n        if (++_count % 7 == 3) { _optimizer.step(); }").Replace("    public Trainer(", "    private int _count;\n\n    public Trainer(", StringComparison.Ordinal), Run(Create + "\n" + Epochs) },
    };

    [Theory]
    [MemberData(nameof(NotOffered))]
    public async Task TheFix_IsNotOffered(string name, string trainer, string caller)
    {
        (string[] Sources, string Title)? fix = await FixAsync("Trapezoid", trainer, caller);
        Assert.True(fix is null, name + "\n" + string.Join("\n", fix?.Sources ?? []));
    }

    // Each of both takes what the other one has written: one parameter, one argument.
    [Fact]
    public async Task TwoOptimizers_ShareTheParameter()
    {
        string both = With("    private readonly optim.Optimizer _optimizer;", "    private readonly nn.Module<Tensor, Tensor> _critic = nn.Linear(1, 1);\n    private readonly optim.Optimizer _optimizer;\n    private readonly optim.Optimizer _criticOptimizer;")
            .Replace("learningRate);\n", "learningRate);\n        _criticOptimizer = optim.SGD(_critic.parameters(), learningRate);\n", StringComparison.Ordinal)
            .Replace("_model.forward(x)", "_critic.forward(_model.forward(x))", StringComparison.Ordinal)
            .Replace("_optimizer.step();", "_optimizer.step();\n        _criticOptimizer.step();", StringComparison.Ordinal);
        string caller = Run(Create + "\n" + Epochs);
        string[] once = (await FixAsync("Trapezoid", both, caller))!.Value.Sources;
        string[] twice = (await FixAsync("Trapezoid", once))!.Value.Sources;
        Assert.Equal(once[1], twice[1]);
        Assert.Contains("new Trainer(model, 0.1, epochs * batches.Count)", twice[1], StringComparison.Ordinal);
        Assert.Contains("_criticScheduler = optim.lr_scheduler.LambdaLR(_criticOptimizer", twice[0], StringComparison.Ordinal);
        Assert.Single(twice[0].Split("int totalSteps").Skip(1));
    }

    // A test project would no longer compile.
    [Fact]
    public async Task AnotherProject_ThatMakesSuchObjects_KeepsItsConstructor()
    {
        using var workspace = new AdhocWorkspace();
        Project project = Add(workspace, Trainer.Replace("internal sealed", "public sealed", StringComparison.Ordinal), Run(Create + "\n" + Epochs) + "\ninternal static class App { private static void Main() { } }", OutputKind.ConsoleApplication);
        Assert.NotEmpty(await OffersAsync(project, "Trapezoid"));
        Assert.True(workspace.TryApplyChanges(project.Solution));
        Project tests = Analysis.AddProject(workspace).AddProjectReference(new ProjectReference(project.Id))
            .AddDocument("Tests.cs", Usings + "public static class Tests { public static void Test() => new Trainer(nn.Linear(1, 1), 0.1).TrainBatch(zeros(1)); }").Project;
        Assert.Empty(Analysis.Errors((await tests.GetCompilationAsync())!));
        Assert.Empty(await OffersAsync(tests.Solution.GetProject(project.Id)!, "Trapezoid"));
    }

    // What is written decays the rate to 0 at the end of the last epoch, and not before: trained without anything that a tensor needs.
    [Theory]
    [InlineData(20, 30)]
    [InlineData(1, 5)]
    [InlineData(7, 1)]
    public async Task WhatIsWritten_IsAsLongAsTheTraining(int epochs, int batches)
    {
        string trainer = With("        _optimizer.zero_grad();\n        _model.forward(x).sum().backward();\n", "").Replace("        _optimizer.step();", "        Rates.Add(_optimizer.ParamGroups.First().LearningRate);\n        _optimizer.step();", StringComparison.Ordinal)
            .Replace("    public Trainer(", "    public List<double> Rates { get; } = new();\n\n    public Trainer(", StringComparison.Ordinal).Replace("Tensor x", "int x", StringComparison.Ordinal);
        const string Program = """
            public static class Program
            {
                public static double[] Run(int epochs, List<int> batches)
                {
                    var trainer = new Trainer(null!, 0.1);
                    for (int epoch = 0; epoch < epochs; epoch++)
                    {
                        foreach (var x in batches)
                        {
                            trainer.TrainBatch(x);
                        }
                    }

                    return trainer.Rates.ToArray();
                }
            }
            """;
        string[] sources = (await FixAsync("Trapezoid", trainer, Program))!.Value.Sources;
        sources[0] = Changed(sources[0], "optim.SGD(model.parameters(), learningRate)", "new SGD(new[] { new SGD.ParamGroup(Array.Empty<Parameter>(), learningRate) }, learningRate)").Replace("        _optimizer.step();\n", "", StringComparison.Ordinal);
        using var assembly = new MemoryStream();
        Assert.True(Analysis.Compile([.. sources.Select(source => Usings + source)]).Emit(assembly).Success);
        var rates = (double[])Assembly.Load(assembly.ToArray()).GetType("Program")!.GetMethod("Run")!.Invoke(null, [epochs, Enumerable.Range(0, batches).ToList()])!;
        int total = epochs * batches;
        int warmup = Math.Max(1, total / 20);
        int cooldown = Math.Max(1, total / 5);
        Assert.Equal(
            Enumerable.Range(0, total).Select(step => Math.Round(0.1 * (step < warmup ? (step + 1.0) / warmup : step < total - cooldown ? 1 : (total - step) / (cooldown + 1.0)), 12)),
            rates.Select(rate => Math.Round(rate, 12)));
    }

    // The first fix of that kind applied to the first report, with the usings taken off again; null where there is none.
    private static async Task<(string[] Sources, string Title)?> FixAsync(string key, params string[] sources)
    {
        using var workspace = new AdhocWorkspace();
        Project project = Add(workspace, sources[0], sources[1]);
        List<FixClosure.Offer> offers = await OffersAsync(project, key);
        if (offers.Count == 0)
        {
            return null;
        }

        Solution changed = (await offers[0].Action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
        Compilation before = (await project.GetCompilationAsync())!;
        Compilation after = (await changed.GetProject(project.Id)!.GetCompilationAsync())!;
        Assert.Equal(Warnings(before), Warnings(after));
        List<string> left = [.. Analysis.RulesIn(await Analysis.BuildAsync(before))];
        left.Remove("LR2001");
        Assert.Equal(left, Analysis.RulesIn(await Analysis.BuildAsync(after)));
        var texts = new List<string>();
        foreach (Document document in changed.GetProject(project.Id)!.Documents)
        {
            texts.Add((await document.GetTextAsync()).ToString()[Usings.Length..]);
        }

        return ([.. texts], offers[0].Action.Title);
    }

    // What the compiler says of the code, by its number; not of the versions of the libraries.
    private static IEnumerable<string> Warnings(Compilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.Id).Where(id => id != "CS1701").Order();

    private static Project Add(AdhocWorkspace workspace, string trainer, string caller, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        CSharpCompilationOptions options = (CSharpCompilationOptions)Analysis.LibraryOptions(strict: false).WithOutputKind(kind);
        Project project = Analysis.AddProject(workspace, options)
            .AddDocument("Source0.cs", Usings + trainer, filePath: "Source0.cs").Project
            .AddDocument("Source1.cs", Usings + caller, filePath: "Source1.cs").Project;
        return project;
    }

    private static async Task<List<FixClosure.Offer>> OffersAsync(Project project, string key)
    {
        Compilation compilation = (await project.GetCompilationAsync())!;
        Assert.Empty(Analysis.Errors(compilation));
        Diagnostic report = (await Analysis.BuildAsync(compilation)).Where(report => report.Id == "LR2001").OrderBy(report => report.Location.SourceSpan.Start).First();
        List<FixClosure.Offer> offers = await FixClosure.OffersAsync(project.GetDocument(report.Location.SourceTree)!, report);
        return [.. offers.Where(offer => offer.Action.EquivalenceKey == LR2001_InsertSchedule.KeyOf(key))];
    }
}
