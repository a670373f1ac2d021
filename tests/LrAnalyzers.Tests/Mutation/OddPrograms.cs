namespace LrAnalyzers.Tests.Mutation;

/// <summary>Training programs of unusual form, each with one mistake about its schedule.</summary>
internal static class OddPrograms
{
    private const string Module = "torch.nn.Module<torch.Tensor, torch.Tensor>";
    private const string Data = "List<torch.Tensor>";

    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using TorchSharp;
        using TorchSharp.Modules;

        """;

    private const string Train = "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { o.zero_grad(); model.forward(x).sum().backward(); o.step(); } }";

    /// <summary>Optimizers without a schedule: LR2001.</summary>
    public static IReadOnlyList<(string Name, string Source)> Unscheduled { get; } =
    [
        ("named and reordered", Method($"var o = torch.optim.Adam(lr: 1e-3, parameters: model.parameters()); {Train}")),
        ("static factories", "using static TorchSharp.torch.optim;\n" + Method($"var o = Adam(model.parameters(), 1e-3); {Train}")),
        ("static torch", "using static TorchSharp.torch;\n" + Method($"var o = optim.Adam(model.parameters(), 1e-3); {Train}")),
        ("static schedulers", "using static TorchSharp.torch.optim.lr_scheduler;\n" + Method($"var o = torch.optim.Adam(model.parameters(), 1e-3); {Train}")),
        ("alias of optim", "using o2 = TorchSharp.torch.optim;\n" + Method($"var o = o2.Adam(model.parameters(), 1e-3); {Train}")),
        ("alias of torch", "using T = TorchSharp.torch;\n" + Method($"var o = T.optim.Adam(model.parameters(), 1e-3); {Train}")),
        ("no usings", $$"""
            internal static class Trainer
            {
                public static void Train(TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor> model, System.Collections.Generic.List<TorchSharp.torch.Tensor> batches, int epochs)
                {
                    var o = TorchSharp.torch.optim.Adam(model.parameters(), 1e-3);
                    {{Train}}
                }
            }
            """),
        ("trained by another class", Usings + $$"""
            internal sealed class Learner
            {
                private readonly {{Module}} _model;
                private readonly torch.optim.Optimizer _optimizer;
                public Learner({{Module}} model) : this(model, 1e-3) { }
                private Learner({{Module}} model, double rate)
                {
                    _model = model;
                    _optimizer = torch.optim.Adam(model.parameters(), rate);
                }

                public void Learn(torch.Tensor x) { _optimizer.zero_grad(); _model.forward(x).sum().backward(); _optimizer.step(); }
            }
            internal static class Trainer
            {
                public static void Train({{Module}} model, {{Data}} batches)
                {
                    var learner = new Learner(model);
                    for (int epoch = 0; epoch < 90; epoch++) foreach (var x in batches) learner.Learn(x);
                }
            }
            """),
        ("trained by another class, with batches of its own", Usings + $$"""
            internal sealed class Learner
            {
                private readonly {{Module}} _model;
                private readonly {{Data}} _batches;
                private readonly torch.optim.Optimizer _optimizer;
                public Learner({{Module}} model, {{Data}} batches)
                {
                    _model = model;
                    _batches = batches;
                    _optimizer = torch.optim.Adam(model.parameters(), 1e-3);
                }

                public void Learn() { foreach (var x in _batches) { _optimizer.zero_grad(); _model.forward(x).sum().backward(); _optimizer.step(); } }
            }
            internal static class Trainer
            {
                public static void Train({{Module}} model, {{Data}} batches, int epochs)
                {
                    var learner = new Learner(model, batches);
                    for (int epoch = 0; epoch < epochs; epoch++) learner.Learn();
                }
            }
            """),
        ("constructor", Method($"var o = new Adam(model.parameters(), 1e-3); {Train}")),
        ("target-typed", Method($"Adam o = new(model.parameters(), 1e-3); {Train}")),
        ("global constructor", Method($"var o = new global::TorchSharp.Modules.Adam(model.parameters(), 1e-3); {Train}")),
        ("a local called scheduler", Method($"int scheduler = 3, lrScheduler = scheduler; var o = torch.optim.Adam(model.parameters(), 1e-3); {Train}")),
        ("a later local called scheduler", Method($"var o = torch.optim.Adam(model.parameters(), 1e-3); {Train} {{ int scheduler = 3; Console.WriteLine(scheduler); }}")),
        ("a class called Math", Method($"var o = torch.optim.Adam(model.parameters(), 1e-3); {Train}", "private static class Math { }")),
        ("a member called torch", Method($"var o = TorchSharp.torch.optim.Adam(model.parameters(), 1e-3); {Train}", "private static int torch => 3;")),
        ("a verbatim name", Method($"var @new = torch.optim.Adam(model.parameters(), 1e-3); {Train.Replace(" o.", " @new.", StringComparison.Ordinal)}")),
        ("a verbatim bound", Method($"int @in = epochs; var o = torch.optim.Adam(model.parameters(), 1e-3); {Train.Replace("< epochs", "< @in", StringComparison.Ordinal)}")),
        ("two declarators", Method($"Adam o = torch.optim.Adam(model.parameters(), 1e-3), second = null!; {Train}")),
        ("for initializer", Method($"for (var o = torch.optim.Adam(model.parameters(), 1e-3); epochs > 0; epochs = 0) {{ {Train} }}")),
        ("using statement", Method($"using (var o = torch.optim.Adam(model.parameters(), 1e-3)) {{ {Train} }}")),
        ("using statement without braces", Method($"using (var o = torch.optim.Adam(model.parameters(), 1e-3)) {Train}")),
        ("using an expression", Method($"Adam o; using (o = torch.optim.Adam(model.parameters(), 1e-3)) {{ {Train} }}")),
        ("using declaration", Method($"using var o = torch.optim.Adam(model.parameters(), 1e-3); {Train}")),
        ("if without braces", Method($"Adam o; if (epochs > 1) o = torch.optim.Adam(model.parameters(), 1e-3); else return; {Train}")),
        ("switch section", Method($"switch (epochs) {{ case 1: break; default: var o = torch.optim.Adam(model.parameters(), 1e-3); {Train} break; }}")),
        ("label", Method($"start: var o = torch.optim.Adam(model.parameters(), 1e-3); {Train} if (epochs > 1000) goto start;")),
        ("tuple", Method($"var (o, n) = (torch.optim.Adam(model.parameters(), 1e-3), 3); {Train}")),
        ("conditional", Method($"var o = epochs > 3 ? torch.optim.Adam(model.parameters(), 1e-3) : throw new Exception(); {Train}")),
        ("cast", Method($"var o = (torch.optim.Optimizer)torch.optim.Adam(model.parameters(), 1e-3); {Train}")),
        ("nested local functions", Method($"Outer(); void Outer() {{ var o = torch.optim.Adam(model.parameters(), 1e-3); Inner(); void Inner() {{ {Train} }} }}")),
        ("static local function", Method($"Outer(model, batches, epochs); static void Outer({Module} model, {Data} batches, int epochs) {{ var o = torch.optim.Adam(model.parameters(), 1e-3); {Train} }}")),
        ("lambda", Method($"Action run = () => {{ var o = torch.optim.Adam(model.parameters(), 1e-3); {Train} }}; run();")),
        ("local function as factory", Method($"var o = Create(); {Train} Adam Create() => torch.optim.Adam(model.parameters(), 1e-3);")),
        ("property as factory", Member($"private {Module} model = null!; private Adam Fresh => torch.optim.Adam(model.parameters(), 1e-3); public void Run({Data} batches, int epochs) {{ var o = Fresh; {Train} }}")),
        ("field initializer", Usings + $$"""internal sealed class Trainer({{Module}} model) { private readonly Adam o = torch.optim.Adam(model.parameters(), 1e-3); public void Run({{Data}} batches, int epochs) { {{Train}} } }"""),
        ("record", Usings + $$"""internal sealed record Trainer({{Module}} model, Adam o) { public Trainer({{Module}} model) : this(model, torch.optim.Adam(model.parameters(), 1e-3)) { } public void Run({{Data}} batches, int epochs) { {{Train}} } }"""),
        ("base constructor", Usings + $$"""internal abstract class Base(Adam optimizer) { protected Adam o = optimizer; } internal sealed class Trainer({{Module}} model) : Base(torch.optim.Adam(model.parameters(), 1e-3)) { public void Run({{Data}} batches, int epochs) { {{Train}} } }"""),
        ("object initializer", Usings + $$"""internal sealed class Trainer { public required Adam o { get; init; } public static void Run({{Module}} model, {{Data}} batches, int epochs) => new Trainer { o = torch.optim.Adam(model.parameters(), 1e-3) }.Fit(model, batches, epochs); private void Fit({{Module}} model, {{Data}} batches, int epochs) { {{Train}} } }"""),
        ("generic", Usings + $$"""internal sealed class Trainer<T> where T : {{Module}} { private readonly T model; private readonly Adam o; public Trainer(T module) { model = module; o = torch.optim.Adam(module.parameters(), 1e-3); } public void Run({{Data}} batches, int epochs) { {{Train}} } }"""),
        ("struct", Usings + $$"""internal struct Trainer { private {{Module}} model; private Adam o; public Trainer({{Module}} module) { model = module; o = torch.optim.Adam(module.parameters(), 1e-3); } public void Run({{Data}} batches, int epochs) { {{Train}} } }"""),
        ("a field called _scheduler", Member($"private int _scheduler = 3; private readonly Adam _o; private readonly {Module} model; public Trainer({Module} module) {{ model = module; _o = torch.optim.Adam(module.parameters(), 1e-3); Console.WriteLine(_scheduler); }} public void Run({Data} batches, int epochs) {{ {Train.Replace(" o.", " _o.", StringComparison.Ordinal)} }}")),
        ("an inherited field called _scheduler", Usings + $$"""internal class Base { protected int _scheduler = 3; } internal sealed class Trainer : Base { private readonly Adam _o; private readonly {{Module}} model; public Trainer({{Module}} module) { model = module; _o = torch.optim.Adam(module.parameters(), 1e-3); } public void Run({{Data}} batches, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { model.forward(x).sum().backward(); _o.step(); } } } }"""),
        ("a static loop over another's field", Member($"private Adam _o = null!; public void Set({Module} module) {{ _o = torch.optim.Adam(module.parameters(), 1e-3); }} public static void Run(Trainer trainer, {Module} model, {Data} batches, int epochs) {{ for (int epoch = 0; epoch < epochs; epoch++) {{ foreach (var x in batches) {{ model.forward(x).sum().backward(); trainer._o.step(); }} }} }}")),
        ("a static field", Member($"private static Adam? s_o; public static void Set({Module} module) {{ s_o = torch.optim.Adam(module.parameters(), 1e-3); }} public static void Run({Module} model, {Data} batches, int epochs) {{ for (int epoch = 0; epoch < epochs; epoch++) {{ foreach (var x in batches) {{ model.forward(x).sum().backward(); s_o!.step(); }} }} }}")),
        ("a parameter", Member($"public static void Start({Module} model, {Data} batches, double rate) => Fit(model, torch.optim.SGD(model.parameters(), rate, momentum: 0.9), batches, 50); private static void Fit({Module} model, SGD o, {Data} batches, int epochs) {{ {Train} }}")),
        ("a null-conditional step", Method($"var o = torch.optim.Adam(model.parameters(), 1e-3); for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) {{ model.forward(x).sum().backward(); o?.step(); }}")),
        ("nothing but the loop", Method("var o = torch.optim.Adam(model.parameters(), 1e-3);\nfor (int epoch = 0; epoch < epochs; epoch++)\n    for (int i = 0; i < batches.Count; i++)\n        o.step();\n")),
        ("a directive in the loop", Method("var o = torch.optim.Adam(model.parameters(), 1e-3);\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches) { o.step(); }\n#if DEBUG\n    Console.WriteLine(epoch);\n#endif\n}\n")),
        ("a directive behind the creation", Method("var o = torch.optim.Adam(model.parameters(), 1e-3);\n#if DEBUG\nConsole.WriteLine();\n#endif\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches) { o.step(); }\n}\n")),
        ("a bound that is a property", Method($"var o = torch.optim.Adam(model.parameters(), 1e-3); {Train.Replace("< epochs", "< Options.Epochs", StringComparison.Ordinal)}", "private static class Options { public static int Epochs { get; set; } = 3; }")),
        ("a bound that is an argument", Method($"var o = torch.optim.Adam(model.parameters(), 1e-3); {Train.Replace("< epochs", "< epochs + 1", StringComparison.Ordinal)}")),
        ("a bound that is long", Method($"long n = epochs; var o = torch.optim.Adam(model.parameters(), 1e-3); {Train.Replace("int epoch", "long epoch", StringComparison.Ordinal).Replace("< epochs", "< n", StringComparison.Ordinal)}")),
        ("an iterator", Member($"public static IEnumerable<int> Run({Module} model, {Data} batches, int epochs) {{ var o = torch.optim.Adam(model.parameters(), 1e-3); for (int epoch = 0; epoch < epochs; epoch++) {{ foreach (var x in batches) {{ o.step(); }} yield return epoch; }} }}")),
        ("a checked block", Method($"checked {{ var o = torch.optim.Adam(model.parameters(), 1e-3); {Train} }}")),
        ("a lock", Method($"lock (batches) {{ var o = torch.optim.Adam(model.parameters(), 1e-3); {Train} }}")),
        ("try and catch", Method($"Adam? o = null; try {{ o = torch.optim.Adam(model.parameters(), 1e-3); {Train} }} catch (Exception) {{ o?.Dispose(); }}")),
        ("a comment behind the creation", Method($"var o = torch.optim.Adam(model.parameters(), 1e-3); /* Adam */ // tuned\n{Train}")),
        ("a creation over several lines", Method($"var o = torch.optim.Adam(\n    model.parameters(), // all\n    1e-3);\n{Train}")),
    ];

    /// <summary>Schedulers that are stepped or created at the wrong place: LR2003, LR2004, LR2005, LR2009, LR2013.</summary>
    public static IReadOnlyList<(string Name, string Source)> Misplaced { get; } =
    [
        ("per batch, in a one-line if", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n    {\n        o.step();\n        if (s != null) s.step();\n    }\n}")),
        ("per batch, null-conditional", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n    {\n        o.step();\n        s?.step(); // decay\n    }\n}")),
        ("per batch, without braces", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n    foreach (var x in batches)\n    {\n        o.step();\n        s.step();\n    }")),
        ("per batch, alone with the training on a line", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches) { o.step(); /* decay */ s.step(); }\n}")),
        ("per batch, comments around", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n    {\n        o.step();\n        // the next rate\n        /* again */\n        s.step(); // done\n        // the end\n    }\n    // next\n}")),
        ("per batch, a block comment before and behind", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n    {\n        o.step();\n        /* before */ s.step(); /* behind */\n    }\n}")),
        ("per batch, in a directive", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n    {\n        o.step();\n#if !NOTHING\n        s.step();\n#endif\n    }\n}")),
        ("per batch, in a region", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n    {\n        o.step();\n        #region decay\n        s.step();\n        #endregion\n    }\n}")),
        ("per batch, the loop in a using", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    using (torch.NewDisposeScope())\n    {\n        foreach (var x in batches)\n        {\n            o.step();\n            s.step();\n        }\n    }\n}")),
        ("per batch, the loop under a label", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    next: foreach (var x in batches)\n    {\n        o.step();\n        s.step();\n        if (epoch < 0) goto next;\n    }\n}")),
        ("per batch, in a switch section", Cosine("switch (epochs)\n{\n    case 3:\n        for (int epoch = 0; epoch < epochs; epoch++)\n        {\n            foreach (var x in batches)\n            {\n                o.step();\n                s.step();\n            }\n        }\n        break;\n}")),
        ("per batch, in a local function", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n    {\n        o.step();\n        Step();\n    }\n}\nvoid Step() => s.step();")),
        ("per batch, two schedulers", Method("var o = torch.optim.SGD(model.parameters(), 0.1); var s = torch.optim.lr_scheduler.CosineAnnealingLR(o, epochs); var t = torch.optim.lr_scheduler.LinearLR(o, 0.1, 1.0, 5);\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n    {\n        o.step();\n        s.step(); t.step();\n    }\n}\n")),
        ("per batch, with a break", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n    {\n        o.step();\n        s.step();\n        if (epoch > 5) break;\n    }\n}")),
        ("per epoch that counts batches", Method("var o = torch.optim.SGD(model.parameters(), 0.1, momentum: 0.9);\nvar s = torch.optim.lr_scheduler.OneCycleLR(o, 0.1, epochs: epochs, steps_per_epoch: batches.Count);\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n        o.step();\n    s.step();\n}\n")),
        ("per epoch that counts batches, with braces", Method("var o = torch.optim.SGD(model.parameters(), 0.1, momentum: 0.9);\nvar s = torch.optim.lr_scheduler.OneCycleLR(o, 0.1, epochs: epochs, steps_per_epoch: batches.Count);\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n    {\n        o.step(); }\n\n    // next rate\n    s.step();\n}\n")),
        ("first in the epoch", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    s.step();\n    foreach (var x in batches)\n        o.step();\n}")),
        ("first in the epoch, with a local in between", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    s.step(); // first\n    int n = 0;\n    foreach (var x in batches) { o.step(); n++; }\n    Console.WriteLine(n);\n}")),
        ("first in the epoch, a declaration", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    s.step(); using var scope = torch.NewDisposeScope();\n    foreach (var x in batches) o.step();\n}")),
        ("first in the epoch, a null test", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    if (s is not null) { s.step(); }\n    foreach (var x in batches) o.step();\n}")),
        ("first in the epoch, in a directive", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n#if DEBUG\n#else\n    s.step();\n#endif\n    foreach (var x in batches) o.step();\n}")),
        ("first in the epoch, a directive in between", Cosine("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    s.step();\n#if DEBUG\n    Console.WriteLine();\n#endif\n    foreach (var x in batches) o.step();\n}")),
        ("first in the batch, on one line", Method("var o = torch.optim.SGD(model.parameters(), 0.1, momentum: 0.9); var s = torch.optim.lr_scheduler.OneCycleLR(o, 0.1, epochs * batches.Count); for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { s.step(); o.step(); }")),
        ("first in the batch, over several lines", Method("var o = torch.optim.SGD(model.parameters(), 0.1, momentum: 0.9);\nvar s = torch.optim.lr_scheduler.OneCycleLR(o, 0.1, epochs * batches.Count);\nfor (int epoch = 0; epoch < epochs; epoch++)\n    foreach (var x in batches)\n    {\n        // rate\n        s\n            .step();\n        o.step();\n    }\n")),
        ("first in the epoch of a while", Cosine("int epoch = 0;\nwhile (epoch < epochs)\n{\n    s.step();\n    foreach (var x in batches) o.step();\n    epoch++;\n}")),
        ("too short", Method("var o = torch.optim.SGD(model.parameters(), 0.1); var s = torch.optim.lr_scheduler.CosineAnnealingLR(T_max: /* epochs */ 10, optimizer: o); for (int epoch = 0; epoch < 50; epoch++) { foreach (var x in batches) o.step(); s.step(); }")),
        ("created in the loop, with a using", Method("for (int epoch = 0; epoch < epochs; epoch++)\n{\n    using var o = torch.optim.Adam(model.parameters(), 1e-3);\n    foreach (var x in batches) { o.step(); }\n}\n")),
        ("created in the loop, on one line", Method("for (int epoch = 0; epoch < epochs; epoch++) { var o = torch.optim.Adam(model.parameters(), 1e-3); var s = torch.optim.lr_scheduler.StepLR(o, 10); foreach (var x in batches) { o.step(); } s.step(); }")),
        ("created in the loop, a scheduler", Method("var o = torch.optim.Adam(model.parameters(), 1e-3);\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    /* new */ var s = torch.optim.lr_scheduler.StepLR(o, 10); // each time\n    foreach (var x in batches) { o.step(); }\n    s.step();\n}\n")),
        ("created in the loop, in a directive", Method("var o = torch.optim.Adam(model.parameters(), 1e-3);\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n#if DEBUG\n    Console.WriteLine();\n#endif\n    var s = torch.optim.lr_scheduler.StepLR(o, 10);\n    foreach (var x in batches) { o.step(); }\n    s.step();\n}\n")),
        ("created in the loop, without braces around the loop", Method("if (epochs > 3)\n    for (int epoch = 0; epoch < epochs; epoch++)\n    {\n        var o = torch.optim.Adam(model.parameters(), 1e-3);\n        foreach (var x in batches) { o.step(); }\n    }\n")),
        ("created in two loops under one name", Method("var o = torch.optim.Adam(model.parameters(), 1e-3);\nfor (int epoch = 0; epoch < epochs; epoch++)\n{\n    var s = torch.optim.lr_scheduler.StepLR(o, 10);\n    foreach (var x in batches) { o.step(); }\n    s.step();\n}\nfor (int i = 0; i < 3; i++) { int s = i; Console.WriteLine(s); }\n")),
        ("accumulation", Accumulation("if (++i % 4 == 0)\n        {\n            o.step();\n        }\n        s.step();")),
        ("accumulation without braces", Accumulation("if (++i % 4 == 0)\n            o.step();\n        s.step();")),
        ("accumulation on one line", Accumulation("if (++i % 4 == 0) { o.step(); o.zero_grad(); } s.step();")),
        ("accumulation with a comment", Accumulation("if (++i % 4 == 0) { o.step(); /* and */ o.zero_grad(); }\n        // schedule\n        s?.step(); // here")),
        ("accumulation by continue", Accumulation("if (++i % 4 != 0) { s.step(); continue; }\n        o.step();\n        s.step();")),
        ("accumulation with an else", Accumulation("if (++i % 4 != 0) { Console.WriteLine(); } else { o.step(); }\n        s.step();")),
    ];

    private static string Cosine(string loop) => Method(
        $"var o = torch.optim.SGD(model.parameters(), 0.1);\nvar s = torch.optim.lr_scheduler.CosineAnnealingLR(o, epochs);\n{loop}\n");

    private static string Accumulation(string batch) => Method(
        $"var o = torch.optim.SGD(model.parameters(), 0.1);\nvar s = torch.optim.lr_scheduler.CosineAnnealingLR(o, epochs * batches.Count / 4);\nint i = 0;\nfor (int epoch = 0; epoch < epochs; epoch++)\n{{\n    foreach (var x in batches)\n    {{\n        {batch}\n    }}\n}}\n");

    private static string Method(string body, string members = "") =>
        Member($$"""{{members}} public static void Train({{Module}} model, {{Data}} batches, int epochs) { {{body}} }""");

    private static string Member(string members) => Usings + $$"""internal sealed class Trainer { {{members}} }""";

    /// <summary>Moves the program's types into a namespace of their own.</summary>
    public static string InNamespace(string source, int index)
    {
        int start = source.IndexOf("internal ", StringComparison.Ordinal);
        return source[..start] + $"namespace Odd{index}\n{{\n{source[start..]}\n}}\n";
    }
}
