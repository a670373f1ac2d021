namespace LrAnalyzers.Tests.Mutation;

/// <summary>A program that trains something with attention, or something that looks like it.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Expected">The rules about schedules that report in it, once for each report.</param>
/// <param name="Sources">Its files.</param>
internal sealed record AttentionProgram(string Name, string[] Expected, params string[] Sources)
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        """;

    private const string Attentive = """
        internal class Attentive : nn.Module<Tensor, Tensor>
        {
            private readonly TransformerEncoderLayer _layer = nn.TransformerEncoderLayer(8, 2);
            public Attentive() : base("attentive") { RegisterComponents(); }
            public override Tensor forward(Tensor x) => _layer.forward(x);
        }
        """;

    private const string Plain = """
        internal class Plain : nn.Module<Tensor, Tensor>
        {
            private readonly Linear _layer = nn.Linear(8, 8);
            public Plain() : base("plain") { RegisterComponents(); }
            public override Tensor forward(Tensor x) => _layer.forward(x);
        }
        """;

    private const string Body = """
        var optimizer = optim.AdamW(net.parameters(), rate);
                var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs);
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in batches)
                    {
                        optimizer.step();
                    }

                    scheduler.step();
                }
        """;

    private static readonly string s_unscheduled = Body
        .Replace("        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs);\n", "", StringComparison.Ordinal)
        .Replace("\n            scheduler.step();\n", "", StringComparison.Ordinal);

    /// <summary>All programs.</summary>
    public static IReadOnlyList<AttentionProgram> All { get; } =
    [
        // Where the optimizer, the scheduler and the loop stand.
        Warm("local", Train("new Attentive()")),
        Warm("using static", $"using static TorchSharp.torch.optim;\nusing static TorchSharp.torch.optim.lr_scheduler;\n{Usings}internal static class Trainer\n{{\n    static void Train(List<Tensor> batches, int epochs, double rate)\n    {{\n        var net = new Attentive();\n        var optimizer = AdamW(net.parameters(), rate);\n        var scheduler = CosineAnnealingLR(optimizer, epochs);\n        for (int epoch = 0; epoch < epochs; epoch++) {{ foreach (var x in batches) optimizer.step(); scheduler.step(); }}\n    }}\n}}\n{Attentive}"),
        Warm("top-level statements", $"{Usings}var net = new Attentive(); int epochs = int.Parse(args[0]); double rate = 1e-3; var batches = new List<Tensor>();\n{Body}\n{Attentive}"),
        Warm("alias", $"using S = TorchSharp.torch.optim.lr_scheduler;\n{Usings}internal static class Trainer\n{{\n    static void Train(List<Tensor> batches, int epochs, double rate)\n    {{\n        var net = new Attentive();\n        {Body.Replace("optim.lr_scheduler.", "S.", StringComparison.Ordinal)}\n    }}\n}}\n{Attentive}"),
        Warm("no using of Math", Train("new Attentive()").Replace("using System;\n", "", StringComparison.Ordinal)),
        Warm("lambda block", $$"""
            {{Usings}}internal static class Trainer
            {
                static Action Make(List<Tensor> batches, int epochs, double rate) => () =>
                {
                    var net = new Attentive();
                    {{Body}}
                };
            }
            {{Attentive}}
            """),
        Warm("local function", $$"""
            {{Usings}}internal static class Trainer
            {
                static void Run(List<Tensor> batches, int epochs, double rate)
                {
                    Train();
                    void Train()
                    {
                        var net = new Attentive();
                        {{Body}}
                    }
                }
            }
            {{Attentive}}
            """),
        Warm("CRLF", Train("new Attentive()").Replace("\n", "\r\n", StringComparison.Ordinal)),
        Warm("one line", $"{Usings}internal static class T {{ static void Train(List<Tensor> batches, int epochs) {{ var net = new Attentive(); var optimizer = optim.Adam(net.parameters()); var scheduler = optim.lr_scheduler.StepLR(optimizer, 9); for (int epoch = 0; epoch < epochs; epoch++) {{ foreach (var x in batches) optimizer.step(); scheduler.step(); }} }} }}\n{Attentive}"),
        Warm("switch section", $$"""
            {{Usings}}internal static class Trainer
            {
                static void Train(string kind, List<Tensor> batches, int epochs, double rate)
                {
                    switch (kind)
                    {
                        case "warm":
                            int warmupEpochs = 3;
                            Console.WriteLine(warmupEpochs);
                            var net = new Attentive();
                            {{Body}}
                            break;
                    }
                }
            }
            {{Attentive}}
            """),
        Warm("fields of a partial class in two files", $$"""
            {{Usings}}internal partial class Trainer
            {
                private readonly Attentive _net = new();
                private readonly optim.Optimizer _optimizer;
                private readonly optim.lr_scheduler.LRScheduler _scheduler;

                public Trainer(int epochs)
                {
                    _optimizer = optim.Adam(_net.parameters());
                    _scheduler = optim.lr_scheduler.CosineAnnealingLR(_optimizer, epochs);
                }
            }
            """, $$"""
            {{Usings}}internal partial class Trainer
            {
                public void Fit(List<Tensor> batches, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) _optimizer.step(); _scheduler.step(); } }
            }
            {{Attentive}}
            """),
        Warm("model in parts of two files", Train("new Net()", ""), Usings + "internal partial class Net : nn.Module<Tensor, Tensor> { public Net() : base(\"\") { Build(); RegisterComponents(); } public override Tensor forward(Tensor x) => x; }",
            Usings + "internal partial class Net { private nn.Module<Tensor, Tensor> _block = null!; private void Build() { _block = nn.TransformerEncoderLayer(8, 2); } }"),
        Warm("static generic trainer", $$"""
            {{Usings}}internal static class Trainer<TModel> where TModel : Attentive, new()
            {
                static readonly TModel s_net = new();
                static void Train(Attentive net, List<Tensor> batches, int epochs, double rate)
                {
                    {{Body}}
                }
                static void Run() => Train(s_net, null!, 90, 1e-3);
            }
            {{Attentive}}
            """),
        Warm("async and try", $$"""
            {{Usings}}internal static class Trainer
            {
                static async System.Threading.Tasks.Task Train(List<Tensor> batches, int epochs, double rate)
                {
                    try
                    {
                        var net = new Attentive();
                        {{Body}}
                        await System.Threading.Tasks.Task.Yield();
                    }
                    finally { Console.WriteLine(); }
                }
            }
            {{Attentive}}
            """),
        Warm("primary constructor", $$"""
            {{Usings}}internal class Trainer(Attentive net, double rate)
            {
                public void Train(List<Tensor> batches, int epochs)
                {
                    {{Body}}
                }
            }
            {{Attentive}}
            """),
        Warm("record", $$"""
            {{Usings}}internal record Settings(int Epochs, double Rate);
            internal static class Trainer
            {
                static void Train(Settings settings, List<Tensor> batches)
                {
                    var net = new Attentive();
                    {{Body.Replace("rate", "settings.Rate", StringComparison.Ordinal).Replace("epochs", "settings.Epochs", StringComparison.Ordinal)}}
                }
            }
            {{Attentive}}
            """),
        Warm("tuple", Train("new Attentive()").Replace("var net = new Attentive();", "var (net, count) = (new Attentive(), 3);", StringComparison.Ordinal)),
        Warm("goto and labels", Train("new Attentive()").Replace("var net =", "start:\n        if (epochs < 0) { epochs = 1; goto start; }\n        var net =", StringComparison.Ordinal)),
        Warm("checked and unsafe", Train("new Attentive()").Replace("static void Train", "static unsafe void Train", StringComparison.Ordinal).Replace("CosineAnnealingLR(optimizer, epochs)", "CosineAnnealingLR(optimizer, checked(epochs))", StringComparison.Ordinal)),

        // What the model is made of.
        Warm("nested module", Train("new Outer.Net()", "internal static class Outer { internal sealed class Net : nn.Module<Tensor, Tensor> { private readonly Attentive _a = new(); public Net() : base(\"\") { } public override Tensor forward(Tensor x) => _a.forward(x); } }\n" + Attentive)),
        Warm("generic module", Train("new Stack<Attentive>(3)", "internal sealed class Stack<T> : nn.Module<Tensor, Tensor> where T : nn.Module<Tensor, Tensor>, new() { private readonly ModuleList<T> _all = new(); public Stack(int n) : base(\"\") { for (int i = 0; i < n; i++) _all.Add(new T()); } public override Tensor forward(Tensor x) => x; }\n" + Attentive)),
        Warm("mutual recursion", Train("new A()", "internal class A : nn.Module<Tensor, Tensor> { readonly B? _b; readonly B _c = null!; public A() : base(\"\") { } public override Tensor forward(Tensor x) => x; }\ninternal class B : A { readonly A _a = new(); readonly Attentive _d = new(); public B() { } }\n" + Attentive)),
        Warm("deep chain", Train("new M0()", string.Concat(Enumerable.Range(0, 40).Select(i => $"internal class M{i} : nn.Module<Tensor, Tensor> {{ readonly M{i + 1} _m = new(); public M{i}() : base(\"\") {{ }} public override Tensor forward(Tensor x) => x; }}\n")) + Attentive.Replace("class Attentive", "class M40", StringComparison.Ordinal).Replace("Attentive()", "M40()", StringComparison.Ordinal))),
        Warm("function", Train("new Net()", "internal class Net : nn.Module<Tensor, Tensor> { public Net() : base(\"\") { } public override Tensor forward(Tensor x) { Tensor Attend(Tensor q) => torch.nn.functional.scaled_dot_product_attention(q, q, q); return Attend(x); } }")),
        Warm("own forward overload", Train("new Net()", "internal class Net : nn.Module<Tensor, Tensor, Tensor> { readonly MultiheadAttention _a = nn.MultiheadAttention(8, 2); public Net() : base(\"\") { } public override Tensor forward(Tensor x, Tensor y) => x; }")),
        Warm("module of an interface", Train("new Net()", "internal interface IEncoder { }\ninternal class Net : nn.Module<Tensor, Tensor>, IEncoder { readonly IEncoder _self = null!; readonly Attentive _a = new(); public Net() : base(\"\") { } public override Tensor forward(Tensor x) => x; }\n" + Attentive)),
        Warm("delegate in a member", Train("(nn.Module<Tensor, Tensor>)Registry.Make()", "internal static class Registry { public static Func<nn.Module<Tensor, Tensor>> Make = () => new Attentive(); }\n" + Attentive)),
        Warm("activator", Train("Activator.CreateInstance<Attentive>()", Attentive)),
        Warm("activator, by a type at run time", Train("(Attentive)Activator.CreateInstance(typeof(Attentive))!", Attentive)),
        Warm("abstract factory", Train("new Make().Create()", "internal abstract class Factory { public abstract nn.Module<Tensor, Tensor> Create(); }\ninternal class Make : Factory { public override nn.Module<Tensor, Tensor> Create() => new Attentive(); }\n" + Attentive)),

        // Silent.
        new("plain", [], Train("new Plain()", Plain)),
        new("delegate that nobody sets", [], Train("(nn.Module<Tensor, Tensor>)Registry.Make!()", "internal static class Registry { public static Func<nn.Module<Tensor, Tensor>>? Make; }\n" + Attentive)),
        new("reassigned to a plain one", [], Train("new Attentive()").Replace("var net = new Attentive();", "nn.Module<Tensor, Tensor> net = new Attentive(); if (epochs > 3) net = nn.Linear(8, 8);", StringComparison.Ordinal)),
        new("name only", [], Train("new SelfAttention()", "internal class SelfAttention : nn.Module<Tensor, Tensor> { readonly Linear _l = nn.Linear(8, 8); public SelfAttention() : base(\"\") { } public override Tensor forward(Tensor x) => functional.softmax(matmul(x, x), -1); static class functional { public static Tensor softmax(Tensor x, int d) => x; } }")),
        new("a class of the same name", [], Train("new Net()", "internal class TransformerEncoderLayer { }\ninternal class Net : nn.Module<Tensor, Tensor> { readonly TransformerEncoderLayer _l = new(); readonly Func<int, int> MultiheadAttention = x => x; public Net() : base(\"\") { MultiheadAttention(3); } public override Tensor forward(Tensor x) => x; }")),
        new("teacher", [], Train("new Plain()", "internal class Distiller { readonly Attentive _teacher = new(); }\n" + Plain + "\n" + Attentive)),
        new("adversaries", [], $$"""
            {{Usings}}internal static class Trainer
            {
                static void Train(List<Tensor> batches, int epochs)
                {
                    var g = new Attentive(); var d = new Attentive();
                    var og = optim.Adam(g.parameters()); var od = optim.Adam(d.parameters());
                    var sg = optim.lr_scheduler.StepLR(og, 9); var sd = optim.lr_scheduler.StepLR(od, 9);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { g.forward(x).sum().backward(); og.step(); d.forward(x).sum().backward(); od.step(); } sg.step(); sd.step(); }
                }
            }
            {{Attentive}}
            """),
        new("cycle of variables", [], $"{Usings}internal static class Trainer\n{{\n    static nn.Module<Tensor, Tensor> A => B; static nn.Module<Tensor, Tensor> B => A;\n    static void Train(List<Tensor> batches, int epochs, double rate)\n    {{\n        var net = A;\n        {Body}\n    }}\n}}\n{Attentive}"),
        new("recursive factory", [], Train("Make(3)", Attentive).Replace("static void Train", "static nn.Module<Tensor, Tensor> Make(int n) => n > 0 ? Make(n - 1) : nn.Linear(8, 8);\n    static void Train", StringComparison.Ordinal)),

        // Rectified Adam warms up by itself; the AdamW that LR1007 puts in its place does not.
        new("RAdam, scheduled", [], Train("new Attentive()").Replace("AdamW", "RAdam", StringComparison.Ordinal)),
        new("RAdam, one cycle", [], Train("new Attentive()").Replace("AdamW", "RAdam", StringComparison.Ordinal).Replace("CosineAnnealingLR(optimizer, epochs)", "OneCycleLR(optimizer, rate, epochs)", StringComparison.Ordinal)),
        new("RAdam, unscheduled", ["LR2001"], Train("new Attentive()").Replace(Body, s_unscheduled, StringComparison.Ordinal).Replace("AdamW", "RAdam", StringComparison.Ordinal)),

        // Without any schedule.
        new("unscheduled", ["LR2001"], Train("new Attentive()").Replace(Body, s_unscheduled, StringComparison.Ordinal)),
        new("unscheduled, names taken", ["LR2001"], Train("new Attentive()").Replace(Body, s_unscheduled, StringComparison.Ordinal).Replace("var net", "int warmupSteps = 1, totalSteps = 2, scheduler = warmupSteps + totalSteps; Console.WriteLine(scheduler);\n        var net", StringComparison.Ordinal)),
        new("unscheduled, groups", ["LR2001"], Train("new Attentive()").Replace(Body, s_unscheduled, StringComparison.Ordinal).Replace("net.parameters(), rate", "new[] { new AdamW.ParamGroup(net.parameters(), rate) }", StringComparison.Ordinal)),
        new("unscheduled, constant length", ["LR2001"], Train("new Attentive()").Replace(Body, s_unscheduled, StringComparison.Ordinal).Replace("epoch < epochs", "epoch < 15", StringComparison.Ordinal)),
        new("unscheduled, helper per epoch", ["LR2001"], $"{Usings}internal static class Trainer\n{{\n    static void Train(List<Tensor> batches, int epochs)\n    {{\n        var net = new Attentive();\n        var optimizer = optim.Adam(net.parameters());\n        for (int epoch = 0; epoch < epochs; epoch++)\n        {{\n            Epoch(optimizer, batches);\n        }}\n    }}\n    static void Epoch(optim.Optimizer optimizer, List<Tensor> batches) {{ foreach (var x in batches) optimizer.step(); }}\n}}\n{Attentive}"),
        new("unscheduled, unknown length", ["LR2001"], Train("new Attentive()").Replace(Body, s_unscheduled, StringComparison.Ordinal).Replace("int epoch = 0; epoch < epochs; epoch++", "int epoch = epochs; epoch != 0; epoch--", StringComparison.Ordinal)),
        new("unscheduled, enumerable of batches", ["LR2001"], Train("new Attentive()").Replace(Body, s_unscheduled, StringComparison.Ordinal).Replace("List<Tensor> batches", "IEnumerable<Tensor> batches", StringComparison.Ordinal)),
        new("unscheduled, loader of the epoch", ["LR2001"], Train("new Attentive()").Replace(Body, s_unscheduled, StringComparison.Ordinal).Replace("foreach (var x in batches)", "var data = new { Batches = batches };\n            foreach (var x in data.Batches)", StringComparison.Ordinal)),
        new("unscheduled, shards", ["LR2001"], Train("new Attentive()").Replace(Body, s_unscheduled, StringComparison.Ordinal).Replace("foreach (var x in batches)", "for (int shard = 0; shard < 3; shard++) foreach (var x in batches)", StringComparison.Ordinal)),
        new("unscheduled field", ["LR2001"], $$"""
            {{Usings}}internal class Trainer
            {
                private readonly Attentive _net = new();
                private readonly optim.Optimizer _optimizer;
                private readonly List<Tensor> _batches;
                private readonly int _epochs;

                public Trainer(List<Tensor> batches, int epochs)
                {
                    _batches = batches;
                    _epochs = epochs;
                    _optimizer = optim.Adam(_net.parameters());
                }

                public void Fit()
                {
                    for (int epoch = 0; epoch < _epochs; epoch++)
                    {
                        foreach (var x in _batches)
                        {
                            _optimizer.step();
                        }
                    }
                }
            }
            {{Attentive}}
            """),
    ];

    /// <summary>The files, in a namespace of their own; top-level statements stay outside.</summary>
    public string[] FilesIn(string space) => [.. Sources.Select(source => source.Contains("args[0]", StringComparison.Ordinal)
        ? source
        : source.Insert(source.IndexOf("using static TorchSharp.torch;", StringComparison.Ordinal) + "using static TorchSharp.torch;".Length, (source.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n") + $"namespace {space};"))];

    public override string ToString() => Name;

    private static AttentionProgram Warm(string name, params string[] sources) => new(name, ["LR2011"], sources);

    private static string Train(string net, string modules = Attentive) =>
        $"{Usings}internal static class Trainer\n{{\n    static void Train(List<Tensor> batches, int epochs, double rate)\n    {{\n        var net = {net};\n        {Body}\n    }}\n}}\n{modules}";
}
