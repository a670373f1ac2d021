using System.Globalization;

namespace LrAnalyzers.Tests.Robustness;

/// <summary>Programs that nobody would write by hand, but that a generator, an obfuscator or an attacker would: large, deep, or circular.</summary>
internal static class HostilePrograms
{
    private const string Header = "using System; using System.Linq; using System.Collections.Generic; using TorchSharp; using TorchSharp.Modules;\n";
    private const string Parameters = "torch.nn.Module<torch.Tensor, torch.Tensor> model, List<torch.Tensor> batches, int epochs, double rate";
    private const string Epoch = "foreach (var x in batches) { o.zero_grad(); model.forward(x).sum().backward(); o.step(); }";

    /// <summary>Each by its name: the files.</summary>
    public static IReadOnlyDictionary<string, Func<string[]>> All { get; } = new Dictionary<string, Func<string[]>>
    {
        ["cyclic initializers"] = () => [Class($"static double A = B; static double B = C; static double C = A; const double D = E + 1; const double E = D; static double P => Q; static double Q => P; {Train("torch.optim.Adam(model.parameters(), A)", "torch.optim.SGD(model.parameters(), D)", "torch.optim.Adam(model.parameters(), P)")}")],
        ["cycle of 5,000 initializers"] = () => [Class(Join(5_000, i => $"static double F{i} = F{(i + 1) % 5_000};") + Train("torch.optim.Adam(model.parameters(), F0)"))],
        ["chain of 20,000 constants"] = () => [Class("const double F0 = 0.5;" + Join(20_000, i => $"const double F{i + 1} = F{i};") + Train("torch.optim.Adam(model.parameters(), F20000)"))],
        ["mutual recursion"] = () => [Class(Join(300, i => $"static double M{i}(int n) => n > 0 ? M{(i + 1) % 300}(n - 1) : M{(i * 7) % 300}(n); static void Step{i}(torch.optim.lr_scheduler.LRScheduler s, int n) {{ Step{(i + 1) % 300}(s, n); Step{(i * 7) % 300}(s, n - 1); }}")
            + $"public static void Train({Parameters}) {{ var o = torch.optim.Adam(model.parameters(), M0(3)); var s = torch.optim.lr_scheduler.StepLR(o, 3); for (int e = 0; e < epochs; e++) {{ {Epoch} Step0(s, e); }} }}")],
        ["initializer of 100,000 elements"] = () => [Class($"static readonly double[] Rates = {{ {string.Join(", ", Enumerable.Repeat("0.001", 100_000))} }}; {Train("torch.optim.Adam(model.parameters(), Rates[5])")}")],
        ["100,000 milestones"] = () => [Class(Scheduled($"torch.optim.lr_scheduler.MultiStepLR(o, new[] {{ {string.Join(", ", Enumerable.Range(0, 100_000))} }}, 0.9)"))],
        // The compiler's own flow analysis takes 20 s for 1,000 loops and minutes for 5,000.
        ["500 nested loops"] = () => [Class($"public static void Train({Parameters}) {{ var o = torch.optim.Adam(model.parameters(), 0.001); {Join(500, i => $"for (int i{i} = 0; i{i} < epochs; i{i}++) {{ ")} {Epoch} {new string('}', 500)} }}")],
        ["300 nested loops"] = () => [Class($"public static void Train({Parameters}) {{ var o = torch.optim.Adam(model.parameters(), 0.001); {Join(300, i => $"for (int i{i} = 0; i{i} < epochs; i{i}++) {{ ")} {Epoch} {new string('}', 300)} }}")],
        ["5,000 nested lambdas"] = () => [Class($"public static void Train({Parameters}) {{ {string.Concat(Enumerable.Repeat("Run(() => { ", 5_000))} var o = torch.optim.Adam(model.parameters(), 0.001); {Epoch} {string.Concat(Enumerable.Repeat("}); ", 5_000))} }} static void Run(Action a) => a();")],
        ["60 nested lambdas"] = () => [Class($"public static void Train({Parameters}) {{ {string.Concat(Enumerable.Repeat("Run(() => { ", 60))} var o = torch.optim.Adam(model.parameters(), 0.001); {Epoch} {string.Concat(Enumerable.Repeat("}); ", 60))} }} static void Run(Action a) => a();")],
        ["5,000 parentheses"] = () => [Class(Train($"torch.optim.Adam(model.parameters(), {new string('(', 5_000)}0.001{new string(')', 5_000)})"))],
        ["500 parentheses"] = () => [Class(Train($"torch.optim.Adam(model.parameters(), {new string('(', 500)}0.001{new string(')', 500)})"))],
        ["sum of 3,000 terms"] = () => [Class(Train($"torch.optim.Adam(model.parameters(), {string.Join(" + ", Enumerable.Repeat("1e-7", 3_000))})"))],
        ["choice of 400 arms"] = () => [Class(Train($"torch.optim.Adam(model.parameters(), {Join(400, i => $"epochs == {i} ? 1e-{3 + (i % 3)} : ")} rate)"))],
        ["deep inheritance"] = () => [Header + Join(1_000, i => $"class C{i} : {(i == 0 ? "torch.nn.Module<torch.Tensor, torch.Tensor>" : $"C{i - 1}")} {{ public C{i}() : base({(i == 0 ? "\"c\"" : "")}) {{ }} {(i == 0 ? "public override torch.Tensor forward(torch.Tensor x) => x;" : "")} }}\n")
            + $"class Trainer {{ public static void Train({Parameters}) {{ var m = new C999(); var o = torch.optim.Adam(m.parameters(), 0.001); for (int e = 0; e < epochs; e++) {{ {Epoch} }} }} }}"],
        ["10,000 optimizers"] = () => [Class(Join(10_000, i => $"static object O{i}(IEnumerable<Parameter> p) => torch.optim.Adam(p, 1e-{1 + (i % 6)});\n"))],
        ["2,000 optimizers in a method"] = () => [Class($"public static void Train({Parameters}) {{ {Join(2_000, i => $"var o{i} = torch.optim.Adam(model.parameters(), 0.001); o{i}.step();\n")} }}")],
        ["10,000 schedulers"] = () => [Class(Join(10_000, i => $"static void S{i}(torch.optim.Optimizer o, int epochs) {{ var s = torch.optim.lr_scheduler.StepLR(o, {i % 50}, 0.5); for (int e = 0; e < epochs; e++) {{ o.step(); s.step(); }} }}\n"))],
        ["10,000 parts"] = () => [Class(Scheduled($"torch.optim.lr_scheduler.SequentialLR(o, new torch.optim.lr_scheduler.LRScheduler[] {{ {string.Join(", ", Enumerable.Repeat("torch.optim.lr_scheduler.ConstantLR(o, 0.5, 5)", 10_000))} }}, new[] {{ {string.Join(", ", Enumerable.Range(1, 9_999))} }})"))],
        ["chain of 10,000 parts"] = () => [Class(Scheduled($"torch.optim.lr_scheduler.ChainedLR(new torch.optim.lr_scheduler.LRScheduler[] {{ {string.Join(", ", Enumerable.Repeat("torch.optim.lr_scheduler.ExponentialLR(o, 0.999)", 10_000))} }})"))],
        ["50,000 methods that pass it along"] = () => [Class(Join(50_000, i => $"static double M{i}(double lr) => M{i + 1}(lr);\n") + $"static double M50000(double lr) => lr; public static object Train({Parameters}) => torch.optim.Adam(model.parameters(), M0(0.001));")],
        ["5,000 methods that pass the optimizer along"] = () => [Class(Join(5_000, i => $"static void M{i}(torch.optim.Optimizer o, {Parameters}) => M{i + 1}(o, model, batches, epochs, rate);\n")
            + $"static void M5000(torch.optim.Optimizer o, {Parameters}) {{ for (int e = 0; e < epochs; e++) {{ {Epoch} }} }} public static void Train({Parameters}) => M0(torch.optim.Adam(model.parameters(), 0.001), model, batches, epochs, rate);")],
        ["5,000 callers"] = () => [Class($"static void Fit(torch.optim.Optimizer o, {Parameters}) {{ for (int e = 0; e < epochs; e++) {{ {Epoch} }} }}\n" + Join(5_000, i => $"static void C{i}({Parameters}) => Fit(torch.optim.Adam(model.parameters(), 0.00{1 + (i % 9)}), model, batches, {1 + i}, rate);\n"))],
        ["huge horizons"] = () => [Class(string.Concat(new[] { "int.MaxValue", "int.MinValue", "1_000_000_000", "-5", "0" }.SelectMany(n => new[]
        {
            $"StepLR(o, {n})", $"CosineAnnealingLR(o, {n})", $"LinearLR(o, 0.1, 1, {n})", $"OneCycleLR(o, 0.1, total_steps: {n})", $"CyclicLR(o, 0.001, 0.1, {n})", $"PolynomialLR(o, {n})",
            $"LambdaLR(o, e => e < {n} ? 1.0 : 0.5)", $"SequentialLR(o, new torch.optim.lr_scheduler.LRScheduler[] {{ torch.optim.lr_scheduler.ConstantLR(o, 0.1, {n}), torch.optim.lr_scheduler.LambdaLR(o, e => Math.Pow(0.9, e)) }}, new[] {{ {n} }})",
        }).Select((s, i) => Scheduled("torch.optim.lr_scheduler." + s, $"T{i}", "2_000_000_000"))))],
        ["huge constants"] = () => [Class(Train(
            "torch.optim.Adam(model.parameters(), 1e308 * 10)", "torch.optim.SGD(model.parameters(), 1e400)", $"torch.optim.SGD(model.parameters(), 0.{new string('0', 5_000)}1)", $"torch.optim.SGD(model.parameters(), {new string('9', 300)}.0)",
            "torch.optim.Adam(model.parameters(), double.Epsilon / 2)", "torch.optim.Adam(model.parameters(), (double)79228162514264337593543950335m)", "torch.optim.Adam(model.parameters(), 18446744073709551615UL)"))],
        ["a line of a megabyte"] = () => [Class(Join(8_000, i => $"static object O{i}(IEnumerable<Parameter> p) => torch.optim.SGD(p, 0.00{1 + (i % 9)}, momentum: 0.9 /* {new string('x', 60)} */); ").Replace("\n", " ", StringComparison.Ordinal))],
        ["2,000 partial files"] = () => [Header + $"partial class Trainer {{ Adam _o; torch.optim.lr_scheduler.LRScheduler _s; double _rate = 0.001; void Make(torch.nn.Module<torch.Tensor, torch.Tensor> model) {{ _o = torch.optim.Adam(model.parameters(), _rate); _s = torch.optim.lr_scheduler.StepLR(_o, 10); }} }}",
            .. Enumerable.Range(0, 2_000).Select(i => Header + $"partial class Trainer {{ void Part{i}({Parameters}) {{ for (int e = 0; e < epochs; e++) {{ _o.step(); {(i % 2 == 0 ? "_s.step();" : "")} }} }} }}")],
        ["1,000 files with a trainer each"] = () => [.. Enumerable.Range(0, 1_000).Select(i => Header + $"class Trainer{i} {{ {Train("torch.optim.Adam(model.parameters(), 0.001)")} }}")],
        ["60 epoch loops over one optimizer"] = () => [Class($"public static void Train({Parameters}) {{ var o = torch.optim.Adam(model.parameters(), 0.001); var s = torch.optim.lr_scheduler.StepLR(o, 10); {Join(60, i => $"for (int e{i} = 0; e{i} < epochs; e{i}++) {{ {Epoch} s.step(); }}\n")} }}")],
        ["2,000 learning rates in one list"] = () => [Class($"public static void Sweep({Parameters}) {{ foreach (double lr in new[] {{ {string.Join(", ", Enumerable.Range(1, 2_000).Select(i => (i * 1e-6).ToString("R", CultureInfo.InvariantCulture)))} }}) {{ var o = torch.optim.Adam(model.parameters(), lr); {Epoch} }} }}")],
        ["10,000 writes of the rate"] = () => [Class($"public static void Train({Parameters}) {{ var o = torch.optim.Adam(model.parameters(), rate); {Join(10_000, i => $"foreach (var g{i} in o.ParamGroups) g{i}.LearningRate = rate * {i};\n")} }}")],
    };

    private static string Class(string members) => Header + "class Trainer {\n" + members + "\n}\n";

    private static string Train(params string[] optimizers) =>
        string.Concat(optimizers.Select((optimizer, i) => $"public static void Train{i}({Parameters}) {{ var o = {optimizer}; for (int e = 0; e < epochs; e++) {{ {Epoch} }} }}\n"));

    private static string Scheduled(string scheduler, string name = "Train", string epochs = "epochs") =>
        $"public static void {name}({Parameters}) {{ var o = torch.optim.Adam(model.parameters(), 0.001); var s = {scheduler}; for (int e = 0; e < {epochs}; e++) {{ {Epoch} s.step(); }} }}\n";

    private static string Join(int count, Func<int, string> item) => string.Concat(Enumerable.Range(0, count).Select(item));
}
