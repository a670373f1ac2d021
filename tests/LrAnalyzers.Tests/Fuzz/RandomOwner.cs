using System.Text;

namespace LrAnalyzers.Tests.Fuzz;

/// <summary>
/// Writes a class that makes its own optimizer and code of another one that trains it, for LR2001 to hand the length from there to here; and
/// code that goes wrong if that is counted where it must not be. All of it can be run: batches are numbers, and the model is never asked.
/// </summary>
/// <param name="random">What it is made of.</param>
internal sealed class RandomOwner(Random random)
{
    /// <summary>How the optimizer is made; what runs it makes another one there.</summary>
    public const string Creation = "torch.optim.SGD(model.parameters(), 0.1)";

    /// <summary>The step, which needs the native library.</summary>
    public const string Step = "Optimizer.step();";

    private const string Module = "torch.nn.Module<torch.Tensor, torch.Tensor>";

    /// <summary>
    /// The files: the class, what trains it in <c>Program.Run(int epochs, List&lt;int&gt; batches)</c>, and <c>Log.All</c>, the rates of each object by
    /// its steps.
    /// </summary>
    public string[] Files()
    {
        string kind = Pick("batch", "batch", "batch", "epoch", "own");
        (string owner, string create) = Owner(kind);
        return [owner, Program(kind, create), "using System.Collections.Generic;\n\npublic static class Log { public static List<List<double>> All { get; } = new(); }\n"];
    }

    private (string Owner, string Create) Owner(string kind)
    {
        string member = Pick("private readonly torch.optim.Optimizer Optimizer;", "private torch.optim.Optimizer Optimizer;", "private torch.optim.Optimizer Optimizer { get; }", "private readonly torch.optim.Optimizer? Optimizer;");
        string given = kind == "own" ? ", List<int> data" : "";
        string argument = kind == "own" ? ", batches" : "";
        string optional = Pick("", "", ", double momentum = 0", ", int seed = 3");
        string[] sets = [$"{Pick("", "this.")}Optimizer = {Creation};", kind == "own" ? "_data = data;" : "_model = model;", "Log.All.Add(_rates);"];
        string body = string.Join("\n        ", random.Next(2) == 0 ? sets : sets.Reverse());
        string step = $"_rates.Add(Optimizer{(member.Contains('?', StringComparison.Ordinal) ? "!" : "")}.ParamGroups.First().LearningRate);\n        {Pick("", "this.")}{Step}";
        string method = kind switch
        {
            "batch" => Pick($"public void Train(int x)\n    {{\n        {step}\n    }}", $"public void Train(int x) => Go(x);\n\n    private void Go(int x)\n    {{\n        {step}\n    }}", $"public int Train(int x)\n    {{\n        {step}\n        return x;\n    }}"),
            "epoch" => $"public void Train(IEnumerable<int> more, List<int> data)\n    {{\n        foreach (var x in data)\n        {{\n            {step}\n        }}\n    }}",
            _ => $"public void Train()\n    {{\n        {Pick("foreach (var x in _data)", "for (int i = 0; i < _data.Count; i++)")}\n        {{\n            {step}\n        }}\n    }}{Pick("", "", "\n\n    public void Grow() => _data.Add(1);")}",
        };
        string type = Pick("sealed class", "class", "partial class");
        string fields = $"private readonly List<double> _rates = new();\n    {(kind == "own" ? "private readonly List<int> _data;" : $"private readonly {Module} _model;")}\n    {member}";
        string owner = $"internal {type} Owner\n{{\n    {fields}\n\n    {Pick("", "/// <summary>Makes one.</summary>\n    /// <param name=\"model\">What is trained.</param>\n    ")}public Owner({Module} model{given}{optional})\n    {{\n        {body}\n    }}\n\n    {method}\n}}\n";
        string create = $"new Owner(model{argument})";
        switch (random.Next(7))
        {
            case 0:
                owner = owner.Replace($"    {method}", $"    public Owner(string name, {Module} model{given}) : this(model{(kind == "own" ? ", data" : "")})\n    {{\n        Console.WriteLine(name);\n    }}\n\n    {method}", StringComparison.Ordinal);
                create = random.Next(2) == 0 ? $"new Owner(\"a\", model{argument})" : create;
                break;
            case 1:
                owner = owner.Replace("sealed class", "class", StringComparison.Ordinal) + $"\ninternal sealed class Derived : Owner\n{{\n    public Derived({Module} model{given}) : base(model{(kind == "own" ? ", data" : "")}) {{ }}\n}}\n";
                create = $"new Derived(model{argument})";
                break;
            case 2:
                owner = owner.Replace($"    {method}", $"    public static Owner Make({Module} model{given}) => new Owner(model{(kind == "own" ? ", data" : "")});\n\n    {method}", StringComparison.Ordinal);
                create = $"Owner.Make(model{argument})";
                break;
            case 3:
                owner = owner.Replace("class Owner", "class Owner<T>", StringComparison.Ordinal);
                create = create.Replace("Owner(", "Owner<int>(", StringComparison.Ordinal);
                break;
        }

        return (Usings + owner, create);
    }

    private string Program(string kind, string create)
    {
        string bound = "epochs";
        string before = Pick("", "", "epochs = Math.Max(1, epochs);", "batches.Add(3);", "int half = epochs / 2;");
        string declared = "";
        switch (random.Next(8))
        {
            case 0: bound = Pick("6", "11"); break;
            case 1: (bound, declared) = ("rounds", Pick("const int rounds = 6;", "int rounds = 6;", "var rounds = epochs + 2;")); break;
            case 2: (bound, before) = ("settings.Epochs", before + " var settings = new Settings(epochs);"); break;
            case 3: bound = "epochs * 2"; break;
            case 4: bound = "Settings.Default"; break;
        }

        string data = Pick("batches", "batches", "batches", "batches.Take(3)", "batches.Where(x => x > 1)", "items", "batches.Select(x => x + 1)");
        before += data == "items" ? " int[] items = { 1, 2, 3, 4 };" : "";
        string call = kind switch
        {
            "batch" => $"{Pick($"foreach (var x in {data})", "for (int x = 0; x < 5; x++)", "for (int x = 0; x < batches.Count; x += 2)", $"foreach (var x in {data})")} {Pick("{ owner.Train(x); }", "owner.Train(x);", "if (x != 77) owner.Train(x);", "{ owner.Train(x); Console.WriteLine(x); }")}",
            "epoch" => $"owner.Train({data}, batches);",
            _ => "owner.Train();",
        };
        call += Pick("", "", "", "", " batches.Add(5);", " Fill(batches);", " Show(batches);", " Show(epochs);", kind == "own" ? " owner.Train();" : " owner.ToString();");
        string loop = Pick(
            $"for (int epoch = 0; epoch < {bound}; epoch++) {{ {call} }}",
            $"for (int epoch = 0; epoch < {bound}; epoch++) {{ {call} }}",
            $"for (int epoch = 1; epoch <= {bound}; epoch++) {{ {call} }}",
            $"for (int epoch = 0; epoch <= {bound}; ++epoch) {{ {call} }}",
            $"for (int epoch = {bound}; epoch > 0; epoch--) {{ {call} }}",
            $"foreach (int epoch in Enumerable.Range(0, {bound})) {{ {call} }}",
            $"int epoch = 0; while (epoch < {bound}) {{ {call} epoch++; }}",
            $"for (int epoch = 2; epoch < {bound}; epoch++) {{ {call} }}");
        string between = Pick("", "", "", "", "epochs++;", "batches.Add(4);", "Fill(batches);", "Show(batches);", "Console.WriteLine(epochs);", "batches.Clear();", "batches = new List<int> { 1 };", "owner.ToString();");
        string made = Pick($"var owner = {create};", $"var owner = {create};", $"{Named(create)} owner;\n        owner = {create};");
        string members = "private static void Fill(List<int> list) => list.Add(9);\n    private static void Show(object value) => Console.WriteLine(value);";
        var text = new StringBuilder();
        void Line(string line) => text.Append(line.Length == 0 ? "" : $"        {line}\n");
        Line(before);
        switch (random.Next(9))
        {
            // Another method has the loop.
            case 0:
                Line(declared);
                Line(made);
                Line(between);
                Line(bound.StartsWith("rounds", StringComparison.Ordinal) || bound.StartsWith("settings", StringComparison.Ordinal) ? $"Go(owner, batches, {bound});" : "Go(owner, batches, epochs);");
                members += $"\n    private static void Go({Named(create)} owner, List<int> batches, int epochs)\n    {{\n        {loop.Replace(bound.Contains('.', StringComparison.Ordinal) || bound == "rounds" ? bound : "epochs", "epochs", StringComparison.Ordinal).Replace("items", "batches", StringComparison.Ordinal)}\n    }}";
                break;
            // So has a local function, or a lambda.
            case 1:
                Line(declared);
                Line(made);
                Line($"void Go() {{ {loop} }}");
                Line(between);
                Line(Pick("Go();", "Go();", "Go(); Go();"));
                break;
            case 2:
                Line(declared);
                Line($"Action go = () => {{ {made} {between} {loop} }};");
                Line("go();");
                break;
            // Several of them.
            case 3:
                Line(declared);
                Line($"for (int fold = 0; fold < 3; fold++) {{ {made} {between} {loop} }}");
                break;
            case 4:
                Line(declared);
                Line(made);
                Line($"var second = {create};");
                Line(between);
                Line(loop.Replace("owner.Train(", Pick("second.Train(", "owner.Train("), StringComparison.Ordinal));
                Line(Pick(loop, "", loop.Replace("owner.Train(", "second.Train(", StringComparison.Ordinal)).Replace("int epoch", "int e2", StringComparison.Ordinal).Replace("epoch <", "e2 <", StringComparison.Ordinal).Replace("epoch++", "e2++", StringComparison.Ordinal).Replace("++epoch", "++e2", StringComparison.Ordinal).Replace("epoch >", "e2 >", StringComparison.Ordinal).Replace("epoch--", "e2--", StringComparison.Ordinal));
                break;
            // An object that keeps it.
            case 5:
                Line($"var experiment = new Experiment(epochs, batches, model);");
                Line(Pick("", "", "experiment.Rounds = 2;", "batches.Add(8);"));
                Line(Pick("experiment.Run();", "experiment.Run();", "experiment.Run(); experiment.Run();"));
                members += $"\n    private sealed class Experiment\n    {{\n        public int Rounds{Pick(" { get; set; } = 4;", " { get; set; }", ";")}\n        private readonly int _epochs;\n        private {Pick("readonly ", "")}List<int> _batches;\n        private readonly {Named(create)} _owner;\n\n        public Experiment(int epochs, List<int> batches, {Module} model)\n        {{\n            _epochs = epochs;\n            _batches = batches;\n            {Pick("", "Rounds = epochs;", "_batches.Add(2);")}\n            _owner = {create};\n            {Pick("", "", "_batches.Add(2);")}\n        }}\n\n        public void Run()\n        {{\n            for (int epoch = 0; epoch < {Pick("_epochs", "_epochs", "Rounds")}; epoch++) {{ {call.Replace("owner.", "_owner.", StringComparison.Ordinal).Replace("batches", "_batches", StringComparison.Ordinal).Replace("items", "_batches", StringComparison.Ordinal).Replace("Show(epochs)", "Show(_epochs)", StringComparison.Ordinal)} }}\n        }}\n    }}";
                break;
            default:
                bool isLate = random.Next(2) == 0;
                Line(isLate ? "" : declared);
                Line(made);
                Line(between);
                Line(isLate ? declared : "");
                Line(loop);
                Line(Pick("", "", "", "Console.WriteLine(epochs);", "owner.ToString();", kind == "batch" ? "owner.Train(4);" : ""));
                break;
        }

        return $"{Usings}public static class Program\n{{\n    public static void Run(int epochs, List<int> batches)\n    {{\n        {Module} model = null!;\n{text}    }}\n\n    {members}\n}}\n\ninternal sealed record Settings(int Epochs) {{ public const int Default = 5; }}\n";
    }

    private static string Named(string create) => create.Split(["new ", "("], StringSplitOptions.None) is [_, var name, ..] && create.StartsWith("new ", StringComparison.Ordinal) ? name : "Owner";

    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing TorchSharp;\nusing TorchSharp.Modules;\n\n";

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
