using System.Globalization;
using System.Text;

namespace LrAnalyzers.Tests.Fuzz;

/// <summary>Writes a training program of a random shape: mostly one that compiles, seldom one that is sensible.</summary>
/// <param name="random">What it is made of.</param>
internal sealed class RandomProgram(Random random)
{
    private static readonly string[] s_rates =
    [
        "0.001", "1e-3", "3e-5", "0.1", "0", "-0.001", "50", "1e9", "1 / 1000", "1.0 / 1000", "1 / epochs", "0.1 * 0.01", "double.NaN", "1 / 0.0", "Rate", "_rate",
        "rate", "rates[0]", "Math.Pow(10, -3)", "double.Parse(text)", "double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)", "(double)0.001f",
        "epochs > 3 ? 1e-3 : 1e-2", "settings.LearningRate", "settings?.LearningRate ?? 0.01", "checked(1e-3 + 0)", "rate switch { > 1 => 0.1, _ => rate }", "default",
        "(rate, 1).Item1", "new[] { 0.1, 0.2 }[0]", "1e-3 /* typical */", "0.0_01", "+1e-3", "-(-1e-3)", "float.Epsilon", "long.MaxValue", "Scale(0.001)", "nameof(Rate).Length * 1e-3",
    ];

    private static readonly string[] s_counts =
    [
        "epochs", "10", "0", "1", "-1", "30", "epochs * batches.Count", "epochs / 3", "2 * epochs", "int.MaxValue", "int.MinValue", "epochs - 1", "epochs + 1", "n", "batches.Count",
        "(int)(0.1 * epochs)", "Math.Max(1, epochs / 10)", "1_000", "checked(epochs * 2)", "n > 0 ? n : 1", "settings.Epochs", "1000000000",
    ];

    private static readonly string[] s_lambdas =
    [
        "e => 1.0", "e => Math.Pow(0.95, e)", "e => e / epochs", "e => (double)e / epochs", "e => e < 5 ? (e + 1) / 5.0 : 1.0", "e => 1.0 / (1 + e)", "e => rate * Math.Pow(0.9, e)",
        "e => 0.5 * (1 + Math.Cos(Math.PI * e / epochs))", "e => { return 1.0 - e / (double)epochs; }", "_ => 0", "e => throw new NotSupportedException()", "e => double.NaN",
        "e => Math.Min(1.0, (e + 1.0) / 10)", "Scale", "e => e switch { 0 => 0.0, < 10 => e / 10.0, _ => 1.0 }", "e => { double f = 1; for (int i = 0; i < e; i++) { f *= 0.9; } return f; }",
    ];

    private int _locals;
    private string? _onlyCount;
    private string? _onlyNumber;

    /// <summary>The file.</summary>
    /// <param name="index">Keeps programs in one compilation apart.</param>
    public string Source(int index)
    {
        string body = Training();
        string member = random.Next(8) switch
        {
            0 => $"public void Train({Parameters}) => Run(() => {{ {body} }});",
            1 => $"public async System.Threading.Tasks.Task TrainAsync({Parameters}) {{ await System.Threading.Tasks.Task.Yield(); {body} }}",
            2 => $"public void Train({Parameters}) {{ Go(); void Go() {{ {body} }} }}",
            3 => $"public IEnumerable<int> Train({Parameters}) {{ {body} yield return 1; }}",
            4 => $"public T Train<T>({Parameters}) where T : new() {{ {body} return new T(); }}",
            5 => $"public int this[{Parameters}] {{ get {{ {body} return 1; }} }}",
            6 => $"public Action Make({Parameters}) => delegate {{ {body} }};",
            _ => $"public void Train({Parameters}) {{ {body} }}",
        };
        string type = Pick("sealed class", "class", "partial class", "record", "sealed record", "struct");
        string source = $$"""
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using TorchSharp;
            using TorchSharp.Modules;
            {{(random.Next(4) == 0 ? "using static TorchSharp.torch.optim.lr_scheduler;" : "")}}

            namespace Fuzz{{index}};

            internal {{type}} Trainer{{(random.Next(6) == 0 ? "<TItem>" : "")}}
            {
                private const double Rate = {{Number()}};
                private static readonly double _rate = {{Number()}};
                public Trainer() { }
                {{member}}
                private static double Scale(double value) => value * 2;
                private static double Scale(int value) => value * 0.5;
                private static void Run(Action action) => action();
                {{(random.Next(3) == 0 ? $"private static void Step(torch.optim.lr_scheduler.LRScheduler scheduler) => scheduler.step();" : "private static void Step(object scheduler) { }")}}
            }

            internal sealed class Settings
            {
                public double LearningRate { get; {{Pick("set", "init")}}; } = {{Number()}};
                public int Epochs { get; set; } = {{random.Next(0, 200)}};
            }

            """;
        return random.Next(8) switch
        {
            0 => source.ReplaceLineEndings("\r\n"),
            1 => source.Replace("    ", "\t", StringComparison.Ordinal),
            2 => source.Replace("; ", "; // note\n", StringComparison.Ordinal),
            3 => source.Replace("; ", ";\n        ", StringComparison.Ordinal),
            _ => source,
        };
    }

    private const string Parameters = "torch.nn.Module<torch.Tensor, torch.Tensor> model, List<(torch.Tensor, torch.Tensor)> batches, int epochs, int n, double rate, double[] rates, string text, Settings settings";

    private string Training()
    {
        var text = new StringBuilder();
        int optimizers = random.Next(5) == 0 ? 2 : 1;
        for (int i = 0; i < optimizers; i++)
        {
            string o = Local("o");
            string? s = random.Next(3) == 0 ? null : Local("s");
            text.Append(Pick("", "", "// train\n", "#pragma warning disable CS0219\n".Insert(0, "\n"), "/* a */ "));
            text.Append(CultureInfo.InvariantCulture, $"{Pick("var", "using var", "torch.optim.Optimizer")} {o} = {Optimizer()}; ");
            if (s is not null && random.Next(8) > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{Pick("var", "torch.optim.lr_scheduler.LRScheduler")} {s} = {Scheduler(o, 0)}; ");
            }
            else
            {
                s = null;
            }

            text.Append(Loop(o, s));
        }

        return text.ToString();
    }

    private string Optimizer()
    {
        string p = Pick("model.parameters()", "model.parameters()", "model.parameters().Where(q => q.requires_grad)", "model.named_parameters().Select(q => q.parameter)", "new List<Parameter>()");
        string lr = Rate();
        return random.Next(12) switch
        {
            0 => $"torch.optim.Adam({p}, {lr})",
            1 => $"torch.optim.Adam(lr: {lr}, parameters: {p})",
            2 => $"torch.optim.SGD({p}, {lr}, {Pick("0.9", "momentum: 0.9", "0.9, 0, 1e-4", "0")})",
            3 => $"torch.optim.AdamW({p}, lr: {lr}, weight_decay: {Pick("0.01", "0", "1e-4")})",
            4 => $"torch.optim.RMSProp({p}, {lr})",
            5 => $"torch.optim.Adagrad({p}, {lr})",
            6 => $"torch.optim.NAdam({p}, {lr})",
            7 => $"torch.optim.RAdam({p}, {lr})",
            8 => $"torch.optim.Adam({p})",
            9 => $"torch.optim.Adam(new Adam.ParamGroup[] {{ new({p}, {lr}), new({p}, {Rate()}) }}, {Rate()})",
            10 => $"new Adam({p}, {lr})",
            _ => $"torch.optim.Adadelta({p}, {lr})",
        };
    }

    /// <summary>A scheduler with one length and one number wherever it wants any.</summary>
    public string SchedulerOf(string optimizer, string count, string number)
    {
        (_onlyCount, _onlyNumber) = (count, number);
        string scheduler = Scheduler(optimizer, 0);
        (_onlyCount, _onlyNumber) = (null, null);
        return scheduler;
    }

    private string Scheduler(string o, int depth)
    {
        const string Factory = "torch.optim.lr_scheduler.";
        return random.Next(depth > 1 ? 10 : 13) switch
        {
            0 => $"{Factory}StepLR({o}, {Count()}, {Number()})",
            1 => $"{Factory}MultiStepLR({o}, new[] {{ {Count()}, {Count()} }}, {Number()})",
            2 => $"{Factory}ExponentialLR({o}, {Number()})",
            3 => $"{Factory}CosineAnnealingLR({o}, {Count()}{Pick("", ", " + Number(), ", eta_min: " + Rate())})",
            4 => $"{Factory}LinearLR({o}, {Number()}, {Number()}, {Count()})",
            5 => $"{Factory}ConstantLR({o}, {Number()}, {Count()})",
            6 => $"{Factory}LambdaLR({o}, {Lambda()})",
            7 => $"{Factory}MultiplicativeLR({o}, {Lambda()})",
            8 => $"{Factory}OneCycleLR({o}, {Rate()}, {Pick("total_steps: " + Count(), $"epochs: {Count()}, steps_per_epoch: {Count()}")}{Pick("", ", last_epoch: " + Count())})",
            9 => $"{Factory}CyclicLR({o}, {Rate()}, {Rate()}, {Count()})",
            10 => $"{Factory}ReduceLROnPlateau({o}{Pick("", ", \"max\"", ", factor: " + Number(), ", patience: " + Count())})",
            11 => $"{Factory}SequentialLR({o}, new torch.optim.lr_scheduler.LRScheduler[] {{ {Scheduler(o, depth + 1)}, {Scheduler(o, depth + 1)} }}, new[] {{ {Count()} }})",
            _ => $"{Factory}ChainedLR(new torch.optim.lr_scheduler.LRScheduler[] {{ {Scheduler(o, depth + 1)}, {Scheduler(o, depth + 1)} }})",
        };
    }

    private string Loop(string o, string? s)
    {
        string e = Local("epoch");
        string stepInBatch = s is not null && random.Next(4) == 0 ? Step(s) : "";
        string stepInEpoch = s is not null && stepInBatch.Length == 0 && random.Next(6) > 0 ? Step(s) : "";
        string update = Pick($"{o}.step();", $"if (k++ % 4 == 0) {{ {o}.step(); {stepInBatch} }}", $"{o}.step(); {stepInBatch}", $"{stepInBatch} {o}.step();", $"try {{ {o}.step(); }} finally {{ {stepInBatch} }}");
        string batches = $"int k = 0; {Pick("foreach (var (x, y) in batches)", "for (int i = 0; i < batches.Count; i++)", "foreach (var (x, y) in batches.Skip(1))", "do")} {{ {o}.zero_grad(); "
            + $"{Pick("", "if (n > 3) continue; ", "if (n > 5) break; ")}model.forward(batches[0].Item1).sum().backward(); {update} }}";
        batches = batches.Contains(" do {", StringComparison.Ordinal) ? batches + " while (k < 3 && n > 0);" : batches;
        string body = $"{Pick(batches, batches, $"{o}.step();")} {stepInEpoch} {Pick("", $"Console.WriteLine({o}.ParamGroups.First().LearningRate);", $"foreach (var g in {o}.ParamGroups) {{ g.LearningRate = {Rate()}; }}", $"foreach (var g in {o}.ParamGroups) {{ g.LearningRate *= 0.9; }}")}";
        return random.Next(9) switch
        {
            0 => $"foreach (int {e} in Enumerable.Range(0, {Count()})) {{ {body} }} ",
            1 => $"int {e} = 0; while ({e} < {Count()}) {{ {body} {e}++; }} ",
            2 => $"int {e} = 0; do {{ {body} }} while (++{e} < {Count()}); ",
            3 => $"for (int {e} = 1; {e} <= {Count()}; {e}++) {{ {body} }} ",
            4 => $"for (int {e} = epochs; {e} > 0; {e}--) {{ {body} }} ",
            5 => $"Run(() => {{ for (int {e} = 0; {e} < {Count()}; {e}++) {{ {body} }} }}); ",
            6 => $"for (;;) {{ {body} break; }} ",
            7 => body,
            _ => $"for (int {e} = 0; {e} < {Count()}; {e}++) {{ {body} }} ",
        };
    }

    private string Step(string s) => Pick($"{s}.step();", $"{s}.step();", $"{s}?.step();", $"{s}.step(0.5);", $"{s}.step(epochs);", $"Step({s});", $"if (n > 0) {s}.step();", $"{s}.step(); {s}.step();");

    private string Lambda() => Pick(_onlyCount is null ? s_lambdas : [.. s_lambdas.Select(lambda => lambda.Replace("rate *", "0.5 *", StringComparison.Ordinal).Replace("Scale", "e => 1 - e / 100.0", StringComparison.Ordinal))]);

    private string Rate() => _onlyNumber ?? Pick(s_rates);

    private string Count() => _onlyCount ?? Pick(s_counts);

    private string Number() => _onlyNumber is not null && random.Next(2) == 0 ? _onlyNumber : Pick("0.1", "0.9", "0.95", "0", "1", "-1", "1e-5", "2", "0.5", "1e300", "double.NaN", "1.0 / 3", "1 / 3");

    private string Local(string name) => name + _locals++;

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
