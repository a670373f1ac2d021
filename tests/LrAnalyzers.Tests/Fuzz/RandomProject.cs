using System.Globalization;
using System.Text;

namespace LrAnalyzers.Tests.Fuzz;

/// <summary>
/// Writes programs of several files, as people lay out what grows: a trainer class whose optimizer and scheduler are fields, settings, the
/// program that makes both; and ML.NET's trainers with their options and search spaces.
/// </summary>
/// <param name="random">What they are made of.</param>
internal sealed class RandomProject(Random random)
{
    private static readonly string[] s_numbers =
    [
        "0.001", "1e-3", "3e-4", "2e-5", "0.1", "0.01", "0", "-0.001", "50", "1 / 1000", "1.0 / 1000", "double.NaN", "1e-3 * 0.1", "5", "1e-9", "0.0_01", "1e3",
    ];

    private readonly RandomProgram _parts = new(random);

    /// <summary>The files.</summary>
    /// <param name="index">Part of the namespace.</param>
    public string[] Files(int index)
    {
        string[] files = random.Next(4) == 0 ? [MLNet(index)] : Trainer(index);
        if (random.Next(6) == 0)
            files = [.. files.Select(file => file.ReplaceLineEndings("\r\n"))];
        return random.Next(6) == 0 ? [.. files.Select(file => file.Replace("    ", "\t", StringComparison.Ordinal))] : files;
    }

    private string[] Trainer(int index)
    {
        bool hasScheduler = random.Next(3) > 0;
        bool isRecord = random.Next(3) == 0;
        string rate = Pick("settings.LearningRate", "settings.LearningRate", "learningRate", "learningRate", "_rate", "Defaults.Rate", Number(), "settings.LearningRate * 0.1", "learningRate / 10", "Math.Max(learningRate, 1e-5)");
        string field = Pick("torch.optim.Optimizer", "torch.optim.Optimizer?", "OptimizerHelper");
        string create = Pick(
            $"torch.optim.Adam(model.parameters(), {rate})",
            $"torch.optim.AdamW(model.parameters(), lr: {rate}, weight_decay: 0.01)",
            $"torch.optim.SGD(model.parameters(), {rate}, momentum: {Pick("0.9", "settings.Momentum", "0")})",
            $"torch.optim.RMSProp(model.parameters(), {rate})",
            $"Create(model, {rate})",
            $"settings.UseSgd ? torch.optim.SGD(model.parameters(), {rate}) : torch.optim.Adam(model.parameters(), {rate})",
            $"torch.optim.SGD(new SGD.ParamGroup[] {{ new(model.parameters(), new SGD.Options {{ LearningRate = {rate} }}), new(model.parameters(), {Number()}) }}, {Number()})");
        string scheduler = _parts.SchedulerOf("_optimizer", Pick("settings.Epochs", "epochs", "30", "100", "Defaults.Epochs", "Math.Max(1, settings.Epochs / 3)", "1000"), Number());
        string adjust = Pick(
            "", "", "",
            $"foreach (var group in _optimizer.ParamGroups) group.LearningRate = {rate} * Math.Pow(0.9, epoch);",
            "foreach (var group in _optimizer.ParamGroups) { group.LearningRate *= 0.95; }",
            "if ((epoch + 1) % 10 == 0) { foreach (var group in _optimizer.ParamGroups) { group.LearningRate *= 0.1; } }",
            "_optimizer.ParamGroups.First().LearningRate = _rate;",
            "_rate *= 0.9;",
            "if (epoch < 5) { foreach (var group in _optimizer.ParamGroups) { group.LearningRate = _rate * (epoch + 1) / 5; } }");
        string step = !hasScheduler ? "" : Pick("_scheduler.step();", "_scheduler.step();", "_scheduler.step();", "_scheduler?.step();", "_scheduler.step(loss);", "");
        bool stepsInBatch = random.Next(5) == 0;
        string clip = random.Next(4) == 0 ? "\n            torch.nn.utils.clip_grad_norm_(_model.parameters(), 1.0);" : "";
        string loop = Pick(
            "for (int epoch = 0; epoch < epochs; epoch++)", "for (int epoch = 1; epoch <= _settings.Epochs; epoch++)", "for (int epoch = start; epoch < epochs; epoch++)",
            "foreach (int epoch in Enumerable.Range(0, epochs))", "for (int epoch = 0; epoch < Defaults.Epochs; epoch++)", "for (int epoch = 0; ; epoch++)");
        string stop = random.Next(4) == 0 || loop.Contains("; ;", StringComparison.Ordinal) ? "\n            if (loss < 0.01) break;" : "";
        string group = random.Next(6) == 0 ? $"\n        _optimizer.add_param_group(new Adam.ParamGroup(model.parameters(), {rate}));" : "";
        string trainer = $$"""
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using TorchSharp;
            using TorchSharp.Modules;
            using static TorchSharp.torch;

            namespace Fuzz{{index}};

            /// <summary>Trains.</summary>
            internal {{Pick("sealed class", "class", "partial class")}} Trainer : IDisposable
            {
                private readonly nn.Module<Tensor, Tensor> _model;
                private readonly {{field}} _optimizer;
            {{(hasScheduler ? "    private readonly " + Pick("optim.lr_scheduler.LRScheduler", "torch.optim.lr_scheduler.LRScheduler") + " _scheduler; // per epoch\n" : "")}}
                private readonly Settings _settings;
                private {{Pick("double _rate = " + Number(), "readonly double _rate = " + Number(), "double _rate")}};

                public Trainer(nn.Module<Tensor, Tensor> model, Settings settings, double learningRate = {{Number()}}, int epochs = 10)
                {
                    _model = model;
                    _settings = settings;
                    _optimizer = {{create}};{{group}}
            {{(hasScheduler ? $"        _scheduler = {scheduler};\n" : "")}}
                }

                public void Fit(IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches, int epochs, int start = 0)
                {
                    {{loop}}
                    {
                        double loss = {{Pick("TrainEpoch(batches)", "this.TrainEpoch(batches)")}};
                        {{(stepsInBatch ? "" : step)}}
                        {{adjust}}
                        // report
                        Console.WriteLine($"{epoch}: {loss} {_optimizer.ParamGroups.First().LearningRate}");{{stop}}
                    }
                }

                private double TrainEpoch(IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches)
                {
                    double sum = 0;
                    foreach (var (inputs, labels) in batches)
                    {
                        _optimizer.zero_grad();
                        using var loss = nn.functional.cross_entropy(_model.forward(inputs), labels);
                        loss.backward();{{clip}}
                        _optimizer.step();
                        {{(stepsInBatch ? step.Replace("step(loss)", "step()", StringComparison.Ordinal) : "")}}
                        sum += loss.item<float>();
                    }

                    return sum / batches.Count;
                }

                private static torch.optim.Optimizer Create(nn.Module<Tensor, Tensor> model, double lr) =>
                    {{Pick("torch.optim.Adam(model.parameters(), lr)", "torch.optim.SGD(model.parameters(), lr, 0.9)", "torch.optim.AdamW(model.parameters(), lr / 10)")}};

                public void Dispose() => _optimizer.Dispose();
            }

            """;
        string settings = (isRecord
            ? $"internal sealed record Settings(double LearningRate = {Number()}, int Epochs = {Epochs()}, double Momentum = 0.9, bool UseSgd = false);\n"
            : $$"""
                /// <summary>Settings.</summary>
                internal sealed class Settings
                {
                    /// <summary>How fast.</summary>
                    public double LearningRate { get; {{Pick("set", "init")}}; }{{Pick($" = {Number()};", $" = {Number()};", "")}}
                    public int Epochs { get; set; } = {{Epochs()}};
                    public double Momentum { get; set; } = {{Pick("0.9", "0.99", "0.001")}};
                    public bool UseSgd { get; set; }
                }

                """) + $$"""

            internal static class Defaults
            {
                public {{Pick("const", "static readonly", "static")}} double Rate = {{Number()}};
                public const int Epochs = {{Epochs()}};
            }

            """;
        settings = $"using System;\n\nnamespace Fuzz{index};\n\n{settings}";
        string given = isRecord ? Pick($"new Settings({Number()})", "new Settings()", $"new Settings(Epochs: {Epochs()})", $"new Settings() with {{ LearningRate = {Number()} }}")
            : Pick($"new Settings {{ LearningRate = {Number()} }}", "new Settings()", $"new Settings {{ LearningRate = {Parsed()}, Epochs = {Epochs()} }}");
        string rateGiven = Pick("", $", {Number()}", $", learningRate: {Number()}", $", {Parsed()}", ", Defaults.Rate");
        string run = Pick(
            $"new Trainer(model, {given}{rateGiven}).Fit(batches, {Epochs()});",
            $"using var trainer = new Trainer(model, {given}{rateGiven});\n        trainer.Fit(batches, settingsEpochs, start: int.Parse(System.IO.File.ReadAllText(\"epoch.txt\")));",
            $"foreach (double lr in new[] {{ {Number()}, {Number()}, {Number()} }})\n        {{\n            new Trainer(model, {given}, lr).Fit(batches, settingsEpochs);\n        }}");
        string program = $$"""
            using System;
            using System.Collections.Generic;
            using TorchSharp;
            using static TorchSharp.torch;

            namespace Fuzz{{index}};

            internal static class Entry
            {
                public static void Main(string[] args)
                {
                    const int settingsEpochs = {{Epochs()}};
                    var batches = new List<(Tensor Inputs, Tensor Labels)>();
                    nn.Module<Tensor, Tensor> model = nn.Linear(4, 2);
                    {{run}}
                }
            }

            """;
        return random.Next(6) == 0 ? [trainer + string.Join('\n', settings.Split('\n').Skip(4)), program] : [trainer, settings, program];
    }

    private string MLNet(int index)
    {
        var text = new StringBuilder();
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            string number = Pick("0.1f", "0.5f", "0", "-1", "1 / 10", "1e6f", "Rate", "rate", "settings.Rate", "float.NaN", "0.001f", "2", "1f");
            text.AppendLine(CultureInfo.InvariantCulture, $"        _ = {Pick(
                $"ml.Regression.Trainers.OnlineGradientDescent(learningRate: {number}, decreaseLearningRate: {Pick("true", "false")})",
                $"ml.Regression.Trainers.OnlineGradientDescent(new OnlineGradientDescentTrainer.Options {{ LearningRate = {number}, DecreaseLearningRate = {Pick("true", "false", "!true")}, NumberOfIterations = {Epochs()} }})",
                $"ml.BinaryClassification.Trainers.AveragedPerceptron(learningRate: {number})",
                $"ml.BinaryClassification.Trainers.AveragedPerceptron(new AveragedPerceptronTrainer.Options {{ LearningRate = {number} }})",
                $"ml.Regression.Trainers.FastTree(learningRate: {number})",
                $"ml.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options {{ LearningRate = {number}, DropoutRate = {Pick("0", "0.1")}, Shrinkage = {Pick("1", "0.3")} }})",
                $"ml.BinaryClassification.Trainers.LightGbm(learningRate: {number})",
                $"ml.Regression.Trainers.LightGbm(new LightGbmRegressionTrainer.Options {{ LearningRate = {number}, NumberOfIterations = {Epochs()} }})",
                $"ml.BinaryClassification.Trainers.SgdCalibrated(learningRate: {number}, numberOfIterations: {Epochs()})",
                $"ml.BinaryClassification.Trainers.FieldAwareFactorizationMachine(new FieldAwareFactorizationMachineTrainer.Options {{ LearningRate = {number} }})",
                $"ml.MulticlassClassification.Trainers.ImageClassification(new ImageClassificationTrainer.Options {{ LearningRate = {number}, Epoch = {Epochs()}{Pick("", ", LearningRateScheduler = null")} }})",
                $"new UniformDoubleOption({Number()}, {Number()}{Pick("", ", true", ", defaultValue: " + Number())})")};{Pick("", " // trainer")}");
        }

        return $$"""
            using System;
            using Microsoft.ML;
            using Microsoft.ML.SearchSpace;
            using Microsoft.ML.SearchSpace.Option;
            using Microsoft.ML.Trainers;
            using Microsoft.ML.Trainers.FastTree;
            using Microsoft.ML.Trainers.LightGbm;
            using Microsoft.ML.Vision;

            namespace Fuzz{{index}};

            internal sealed class Space
            {
                [Range({{Number()}}, {{Number()}}{{Pick("", ", logBase: true", ", " + Number())}})]
                public double LearningRate { get; set; } = {{Number()}};
                public float Rate { get; set; } = {{Pick("0.1f", "0f", "1 / 3")}};
            }

            internal static class Models
            {
                private const float Rate = {{Pick("0.1f", "0", "1 / 3", "5e5f")}};

                public static void Train(MLContext ml, Space settings, float rate = {{Pick("0.1f", "0", "1 / 3", "float.NaN")}})
                {
            {{text}}    }
            }

            """;
    }

    private string Parsed() => Pick("double.Parse(args[0])", "double.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture)", "Convert.ToDouble(Environment.GetEnvironmentVariable(\"LR\"))", Number());

    private string Number() => Pick(s_numbers);

    private string Epochs() => Pick("10", "30", "100", "1", "0", "5", "300");

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
