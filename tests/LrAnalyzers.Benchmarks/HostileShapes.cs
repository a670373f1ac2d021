using System.Globalization;
using System.Text;

namespace LrAnalyzers.Benchmarks;

/// <summary>Programs of any size in which one thing occurs very often: what an analyzer that is not linear in it cannot bear.</summary>
internal static class HostileShapes
{
    private const string Head = """
        using System;
        using System.Collections.Generic;
        using TorchSharp;
        using static TorchSharp.torch;


        """;

    /// <summary>The shapes by name; each makes a program of the given size.</summary>
    public static IReadOnlyDictionary<string, Func<int, string>> All { get; } = new Dictionary<string, Func<int, string>>
    {
        ["optimizers"] = n => InMethod(Lines(n, i => $"var o{i} = optim.Adam(model.parameters(), 0.001); for (int e = 0; e < 10; e++) {{ foreach (var x in data) {{ o{i}.zero_grad(); model.forward(x).sum().backward(); o{i}.step(); }} }}")),
        ["optimizers in one loop"] = n => InMethod(
            Lines(n, i => $"var o{i} = optim.Adam(model.parameters(), 0.001);")
            + "for (int e = 0; e < 10; e++) { foreach (var x in data) { model.forward(x).sum().backward();\n"
            + Lines(n, i => $"o{i}.step();") + "} }"),
        ["switch sections"] = n => InMethod(
            "optim.Optimizer o; switch (data.Count) {\n"
            + Lines(n, i => $"case {i}: o = optim.SGD(model.parameters(), 0.0{i + 1}); break;")
            + "default: o = optim.SGD(model.parameters(), 0.5); break; }\n"
            + "for (int e = 0; e < 10; e++) foreach (var x in data) { o.zero_grad(); model.forward(x).sum().backward(); o.step(); }"),
        ["else if"] = n => InMethod(
            "optim.Optimizer o;\n"
            + Lines(n, i => $"if (data.Count == {i}) {{ o = optim.SGD(model.parameters(), 0.0{i + 1}); for (int e = 0; e < 10; e++) foreach (var x in data) {{ model.forward(x).sum().backward(); o.step(); }} }}")),
        ["else-if chain"] = n => InMethod(
            "optim.Optimizer o;\n"
            + Lines(n, i => $"if (data.Count == {i}) o = optim.SGD(model.parameters(), 0.0{i + 1}); else")
            + "o = optim.SGD(model.parameters(), 0.5);\n"
            + "for (int e = 0; e < 10; e++) foreach (var x in data) { o.zero_grad(); model.forward(x).sum().backward(); o.step(); }"),
        ["steps in an else-if chain"] = n => InMethod(
            "var o = optim.SGD(model.parameters(), 0.5);\nvar other = optim.Adam(model.parameters(), 0.001);\n"
            + "for (int e = 0; e < 10; e++) foreach (var x in data) { model.forward(x).sum().backward();\n"
            + Lines(n, i => $"if (e == {i}) o.step(); else")
            + "o.step(); }"),
        ["sibling loops"] = n => InMethod(
            "var o = optim.Adam(model.parameters(), 0.001);\n"
            + Lines(n, _ => "for (int e = 0; e < 10; e++) { foreach (var x in data) { o.zero_grad(); model.forward(x).sum().backward(); o.step(); } }")),
        ["sibling loops with a scheduler"] = n => InMethod(
            "var o = optim.Adam(model.parameters(), 0.001);\nvar s = optim.lr_scheduler.StepLR(o, 3);\n"
            + Lines(n, _ => "for (int e = 0; e < 10; e++) { foreach (var x in data) { o.zero_grad(); model.forward(x).sum().backward(); o.step(); } s.step(); }")),
        ["schedulers of one optimizer"] = n => InMethod(
            "var o = optim.Adam(model.parameters(), 0.001);\n"
            + Lines(n, i => $"var s{i} = optim.lr_scheduler.StepLR(o, {i + 1});")
            + "for (int e = 0; e < 10; e++) { foreach (var x in data) { model.forward(x).sum().backward(); o.step(); }\n"
            + Lines(n, i => $"s{i}.step();") + "}"),
        ["schedulers"] = n => InMethod(Lines(n, i => $"var o{i} = optim.Adam(model.parameters(), 0.001); var s{i} = optim.lr_scheduler.StepLR(o{i}, 3); for (int e = 0; e < 10; e++) {{ foreach (var x in data) {{ model.forward(x).sum().backward(); o{i}.step(); }} s{i}.step(); }}")),
        ["parts of a sequence"] = n => InMethod(
            "var o = optim.SGD(model.parameters(), 0.1);\nvar s = optim.lr_scheduler.SequentialLR(o, new optim.lr_scheduler.LRScheduler[] {\n"
            + Lines(n, i => $"optim.lr_scheduler.ConstantLR(o, 0.5, {i + 1}),")
            + "}, new[] {" + string.Join(", ", Enumerable.Range(1, Math.Max(1, n - 1))) + "});\n"
            + "for (int e = 0; e < 10; e++) { foreach (var x in data) { model.forward(x).sum().backward(); o.step(); } s.step(); }"),
        ["parts of a chain"] = n => InMethod(
            "var o = optim.SGD(model.parameters(), 0.1);\nvar s = optim.lr_scheduler.ChainedLR(new List<optim.lr_scheduler.LRScheduler> {\n"
            + Lines(n, i => $"optim.lr_scheduler.ConstantLR(o, 0.5, {i + 1}),")
            + "});\n"
            + "for (int e = 0; e < 10; e++) { foreach (var x in data) { model.forward(x).sum().backward(); o.step(); } s.step(); }"),
        ["milestones"] = n => InMethod(
            "var o = optim.SGD(model.parameters(), 0.1);\nvar s = optim.lr_scheduler.MultiStepLR(o, new[] {" + string.Join(", ", Enumerable.Range(1, n)) + "});\n"
            + "for (int e = 0; e < 10; e++) { foreach (var x in data) { model.forward(x).sum().backward(); o.step(); } s.step(); }"),
        ["nested sequences"] = n => InMethod(
            "var o = optim.SGD(model.parameters(), 0.1);\noptim.lr_scheduler.LRScheduler s0 = optim.lr_scheduler.StepLR(o, 3);\n"
            + Lines(n, i => $"var s{i + 1} = optim.lr_scheduler.SequentialLR(o, new optim.lr_scheduler.LRScheduler[] {{ optim.lr_scheduler.StepLR(o, {i + 2}), s{i} }}, new[] {{ {i + 1} }});")
            + $"for (int e = 0; e < 10; e++) {{ foreach (var x in data) {{ model.forward(x).sum().backward(); o.step(); }} s{n}.step(); }}"),
        ["groups"] = n => InMethod(
            "var o = optim.Adam(new[] {\n" + Lines(n, i => $"new TorchSharp.Modules.Adam.ParamGroup(model.parameters(), 0.0{i + 1}),") + "}, 0.001);\n"
            + "for (int e = 0; e < 10; e++) foreach (var x in data) { model.forward(x).sum().backward(); o.step(); }"),
        ["writes"] = n => InMethod(
            "var o = optim.Adam(model.parameters(), 0.001);\nfor (int e = 0; e < 10; e++) { foreach (var x in data) { model.forward(x).sum().backward(); o.step(); }\n"
            + Lines(n, i => $"if (e == {i}) foreach (var g in o.ParamGroups) g.LearningRate = 0.0{i + 1};") + "}"),
        ["pass-along methods"] = n => Head + "static class Program {\n"
            + Lines(n, i => $"static void M{i}(optim.Optimizer o, nn.Module<Tensor, Tensor> model, List<Tensor> data) => M{i + 1}(o, model, data);")
            + $"static void M{n}(optim.Optimizer o, nn.Module<Tensor, Tensor> model, List<Tensor> data) {{ for (int e = 0; e < 10; e++) foreach (var x in data) {{ model.forward(x).sum().backward(); o.step(); }} }}\n"
            + "static void Run(nn.Module<Tensor, Tensor> model, List<Tensor> data) => M0(optim.Adam(model.parameters(), 0.001), model, data);\n}\n",
        ["callers"] = n => Head + "static class Program {\n"
            + "static void Fit(optim.Optimizer o, nn.Module<Tensor, Tensor> model, List<Tensor> data, double lr) { for (int e = 0; e < 10; e++) foreach (var x in data) { model.forward(x).sum().backward(); o.step(); } }\n"
            + "static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> data, double lr) => Fit(optim.Adam(model.parameters(), lr), model, data, lr);\n"
            + Lines(n, i => $"static void Run{i}(nn.Module<Tensor, Tensor> model, List<Tensor> data) => Train(model, data, 0.0{i + 1});") + "}\n",
        ["settings"] = n => Head + "static class Program {\n"
            + Lines(n, i => $"sealed class Settings{i} {{ public double Rate {{ get; set; }} = 0.0{i + 1}; }}\nstatic void Train{i}(nn.Module<Tensor, Tensor> model, List<Tensor> data, Settings{i} s) {{ var o = optim.Adam(model.parameters(), s.Rate); for (int e = 0; e < 10; e++) foreach (var x in data) {{ model.forward(x).sum().backward(); o.step(); }} }}") + "}\n",
        ["writes of one setting"] = n => Head + "sealed class Settings { public double Rate { get; set; } = 50; }\nstatic class Program {\nstatic void Train(nn.Module<Tensor, Tensor> model, List<Tensor> data) {\nvar s = new Settings();\n"
            + Lines(n, i => $"s.Rate = 0.0{i + 1};\nvar o{i} = optim.Adam(model.parameters(), s.Rate);\nfor (int e = 0; e < 10; e++) foreach (var x in data) {{ model.forward(x).sum().backward(); o{i}.step(); }}") + "}\n}\n",
        ["optimizers of one local"] = n => Head + "static class Program {\nstatic void Train(nn.Module<Tensor, Tensor> model, List<Tensor> data, bool fast) {\ndouble rate = 50;\nif (fast) rate = 0.01;\n"
            + Lines(n, i => $"Console.WriteLine(rate);\nvar o{i} = optim.Adam(model.parameters(), rate);\nfor (int e = 0; e < 10; e++) foreach (var x in data) {{ model.forward(x).sum().backward(); o{i}.step(); }}") + "}\n}\n",
        ["locals of one rate"] = n => InMethod(
            "double r0 = 0.001;\n" + Lines(n, i => $"double r{i + 1} = r{i};")
            + $"var o = optim.Adam(model.parameters(), r{n});\nfor (int e = 0; e < 10; e++) foreach (var x in data) {{ model.forward(x).sum().backward(); o.step(); }}"),
        ["terms of one rate"] = n => InMethod(
            "var o = optim.Adam(model.parameters(), " + string.Join(" + ", Enumerable.Repeat("0.00001", n)) + ");\nfor (int e = 0; e < 10; e++) foreach (var x in data) { model.forward(x).sum().backward(); o.step(); }"),
        ["members of one type"] = n => Head + "sealed class Trainer(nn.Module<Tensor, Tensor> model, List<Tensor> data) {\n"
            + Lines(n, i => $"private readonly optim.Optimizer _o{i} = optim.Adam(new List<TorchSharp.Modules.Parameter>(), 0.001);\nvoid Fit{i}() {{ for (int e = 0; e < 10; e++) foreach (var x in data) {{ model.forward(x).sum().backward(); _o{i}.step(); }} }}") + "}\n",
    };

    private static string InMethod(string body) =>
        Head + "static class Program {\nstatic void Train(nn.Module<Tensor, Tensor> model, List<Tensor> data) {\n" + body + "\n}\n}\n";

    private static string Lines(int count, Func<int, string> line)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
            text.Append(CultureInfo.InvariantCulture, $"{line(i)}\n");
        return text.ToString();
    }
}
