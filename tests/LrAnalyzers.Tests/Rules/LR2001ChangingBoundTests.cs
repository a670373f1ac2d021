using LrAnalyzers.CodeFixes.Fixes;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2001_UnscheduledTraining>;

namespace LrAnalyzers.Tests.Rules;

/// <summary>
/// A bound that is a field or property, which something sets between the optimizer's creation and the end of the training: a schedule is
/// made only where it has the value that the loop sees.
/// </summary>
public class LR2001ChangingBoundTests
{
    private const string Config = "internal static class Config { public static int Epochs { get; set; } = 10; public static void Parse(string[] args) => Read(args[0]); private static void Read(string text) { Epochs = int.Parse(text); } }";
    private const string Settings = "internal sealed class Settings { public int Epochs { get; set; } = 10; public int Length => Epochs * 2; }";

    /// <summary>A name, what is declared, what stands in front of the optimizer, behind it and in each epoch, the bound, and where the schedule stands.</summary>
    public static TheoryData<string, string, string, string, string, string, Place> Bounds() => new()
    {
        { "set before", Config, "Config.Parse(args);", "", "", "Config.Epochs", Place.BehindOptimizer },
        { "set between", Config, "", "Config.Parse(args);", "", "Config.Epochs", Place.BeforeLoop },
        { "set in the training", Config, "", "", "if (loss > 1) Config.Parse(args);", "Config.Epochs", Place.None },
        { "set by the caller", Config + "\ninternal static class Program { public static void Start(string[] args) { Config.Parse(args); Trainer.Train(nn.Linear(1, 1), new(), 0.1, args); } }", "", "", "", "Config.Epochs", Place.BehindOptimizer },
        { "set by nobody", "internal static class Config { public static int Epochs { get; set; } = 10; }", "", "", "", "Config.Epochs", Place.BehindOptimizer },
        { "an initializer", Settings, "var settings = new Settings { Epochs = 40 };", "", "", "settings.Epochs", Place.BehindOptimizer },
        { "a local's, set before", Settings, "var settings = new Settings(); settings.Epochs = 40;", "", "", "settings.Epochs", Place.BehindOptimizer },
        { "given away", Settings + "\ninternal static class Cli { public static void Apply(string[] args, Settings to) { if (args.Length > 0) to.Epochs = 5; } }", "var settings = new Settings();", "Cli.Apply(args, settings);", "", "settings.Epochs", Place.BeforeLoop },
        { "a lambda sets it", Settings + "\ninternal static class Cli { public static void Apply(Settings to, Action<Settings> how) => how(to); }", "var settings = new Settings();", "Cli.Apply(settings, s => s.Epochs = 5);", "", "settings.Epochs", Place.BeforeLoop },
        { "computed from what is set", Settings + "\ninternal static class Cli { public static void Apply(string[] args, Settings to) { if (args.Length > 0) to.Epochs = 5; } }", "var settings = new Settings();", "Cli.Apply(args, settings);", "", "settings.Length", Place.BeforeLoop },
        { "computed", Settings, "var settings = new Settings();", "", "", "settings.Length", Place.BehindOptimizer },
        { "asked for", "internal static class Config { public static int Epochs => int.Parse(Console.ReadLine()!); }", "", "", "", "Config.Epochs", Place.None },
        { "read once", "internal static class Config { private static string? s_text; public static int Epochs { get { if (s_text == null) s_text = Console.ReadLine(); return int.Parse(s_text!); } } }", "", "", "", "Config.Epochs", Place.BehindOptimizer },
        { "an interface's", "internal interface ISettings { int Epochs { get; } }\ninternal sealed class Settings : ISettings { public int Epochs { get; private set; } = 10; public void Set(int n) => Epochs = n; }", "var own = new Settings(); ISettings settings = own;", "own.Set(4);", "", "settings.Epochs", Place.BeforeLoop },
        { "another thread's", Config + "\ninternal sealed class Window { public event Action<string[]>? Changed; public Window() { Changed += Config.Parse; } public void Change(string[] to) => Changed?.Invoke(to); }", "", "", "", "Config.Epochs", Place.BehindOptimizer },
    };

    /// <summary>Where the schedule stands.</summary>
    public enum Place
    {
        /// <summary>Right behind the optimizer's creation.</summary>
        BehindOptimizer,

        /// <summary>Right before the loop over epochs.</summary>
        BeforeLoop,

        /// <summary>There is none.</summary>
        None,
    }

    [Theory]
    [MemberData(nameof(Bounds))]
    public Task TheSchedule_HasTheLengthThatTheLoopSees(string name, string declared, string before, string between, string each, string bound, Place place)
    {
        string source = Program("[|optim.SGD(net.parameters(), rate)|];" + Line(between), "");
        string schedule = Line($"""
            int totalSteps = {bound} * batches.Count;
            int warmupSteps = Math.Max(1, totalSteps / 20);
            int cooldownSteps = Math.Max(1, totalSteps / 5);
            var scheduler = optim.lr_scheduler.LambdaLR(optimizer, step =>
                step < warmupSteps ? (step + 1.0) / warmupSteps
                : step < totalSteps - cooldownSteps ? 1.0
                : Math.Max(0.0, (totalSteps - step) / (cooldownSteps + 1.0)));
            """);
        const string Creation = "optim.SGD(net.parameters(), rate);";
        Assert.NotEmpty(name);
        return Verify.VerifyFixAsync(
            source,
            place switch
            {
                Place.BehindOptimizer => Program(Creation + schedule + Line(between), Line("scheduler.step();", 16)),
                Place.BeforeLoop => Program(Creation + Line(between) + schedule, Line("scheduler.step();", 16)),
                _ => source,
            },
            LR2001_InsertSchedule.KeyOf("Trapezoid"));

        string Program(string creation, string step) => $$"""
            using System;
            using System.Collections.Generic;
            using TorchSharp;
            using static TorchSharp.torch;

            {{declared.ReplaceLineEndings("\n")}}

            internal static class Trainer
            {
                public static void Train(nn.Module<Tensor, Tensor> net, List<Tensor> batches, double rate, string[] args)
                {
                    {{before}}
                    double loss = 0;
                    var optimizer = {{creation}}
                    for (int epoch = 0; epoch < {{bound}}; epoch++)
                    {
                        foreach (var x in batches)
                        {
                            optimizer.zero_grad();
                            var value = net.forward(x).sum();
                            value.backward();
                            optimizer.step();{{step}}
                            loss = value.ToDouble();
                        }

                        {{each}}
                    }
                }
            }
            """.ReplaceLineEndings("\n");
    }

    private static string Line(string text, int indentation = 8) =>
        text.Length == 0 ? "" : string.Concat(text.ReplaceLineEndings("\n").Split('\n').Select(line => "\n" + new string(' ', indentation) + line));
}
