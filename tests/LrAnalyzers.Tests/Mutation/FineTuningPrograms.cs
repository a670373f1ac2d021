namespace LrAnalyzers.Tests.Mutation;

/// <summary>An optimizer for fine-tuning, with a rate that suits it and with one that is meant for a training from scratch.</summary>
/// <param name="Clean">The creation for the model <c>$M$</c> without the mistake; <c>Rate</c> is 2e-5, <c>SgdRate</c> 1e-3.</param>
/// <param name="Mutated">The creation with it.</param>
/// <param name="Rate">What <c>Rate</c> is in the mutated program.</param>
internal sealed record FineTuningMistake(string Clean, string Mutated, string Rate = "2e-5")
{
    /// <summary>All mistakes.</summary>
    public static IReadOnlyList<FineTuningMistake> All { get; } =
    [
        new("torch.optim.Adam($M$.parameters(), Rate)", "torch.optim.Adam($M$.parameters(), Rate)", "1e-3"),
        new("torch.optim.Adam($M$.parameters(), Rate)", "torch.optim.Adam($M$.parameters())"),
        new("torch.optim.AdamW($M$.parameters(), lr: Rate, weight_decay: 0.01)", "torch.optim.AdamW($M$.parameters(), lr: 50 * Rate, weight_decay: 0.01)"),
        new("torch.optim.NAdam($M$.named_parameters(), Rate)", "torch.optim.NAdam($M$.named_parameters(), 0.002)"),
        new("new Adam($M$.parameters(), Rate)", "new Adam($M$.parameters(), 5e-4f)"),
        new("torch.optim.SGD($M$.parameters(), SgdRate, momentum: 0.9)", "torch.optim.SGD(momentum: 0.9, learningRate: 100 * SgdRate, parameters: $M$.parameters())"),
        new("torch.optim.AdamW(new[] { new AdamW.ParamGroup($M$.parameters(), lr: Rate) })", "torch.optim.AdamW(new[] { new AdamW.ParamGroup($M$.parameters(), lr: Math.Sqrt(1e-6)) })"),
        new("torch.optim.lr_scheduler.OneCycleLR(torch.optim.Adam($M$.parameters(), Rate), Rate, 100)", "torch.optim.lr_scheduler.OneCycleLR(torch.optim.Adam($M$.parameters(), Rate), 0.01, 100)"),
    ];
}

/// <summary>A program that fine-tunes: where the model comes from and how it reaches its optimizer.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Body">The types, with <c>$MODEL$</c> (an expression that loads it), <c>$OPTIMIZER:m$</c> (for the model <c>m</c>), <c>$CONSTANTS$</c> and <c>$DOUBT:m$</c> to be filled in.</param>
internal sealed record FineTuningProgram(string Name, string Body)
{
    /// <summary>Expressions that load a pretrained model.</summary>
    public static IReadOnlyList<string> Loaders { get; } =
    [
        "torchvision.models.resnet18(weights_file: Weights)",
        "torchvision.models.vgg16(10, 0.5f, Weights)",
        "Net.FromPretrained(Weights)",
        "(Net)new Net().load_py(Weights)",
        "Net.Loaded(Weights)",
    ];

    /// <summary>All programs.</summary>
    public static IReadOnlyList<FineTuningProgram> All { get; } =
    [
        Method("local", "var model = $MODEL$; $DOUBT:model$ var optimizer = $OPTIMIZER:model$; GC.KeepAlive(optimizer);"),
        Method("using", "using var model = $MODEL$; $DOUBT:model$ var optimizer = $OPTIMIZER:model$; GC.KeepAlive(optimizer);"),
        Method("assigned later", "Module model; model = $MODEL$; $DOUBT:model$ object optimizer; optimizer = $OPTIMIZER:model$; GC.KeepAlive(optimizer);"),
        Method("moved", "var model = $MODEL$; model = model.to(torch.CPU); $DOUBT:model$ var optimizer = $OPTIMIZER:model$; GC.KeepAlive(optimizer);"),
        Method("moved at once", "Module model = $MODEL$.to(torch.float32).cpu(); $DOUBT:model$ GC.KeepAlive($OPTIMIZER:model$);"),
        Method("alias", "var loaded = $MODEL$; var model = loaded; $DOUBT:model$ GC.KeepAlive($OPTIMIZER:model$);"),
        Method("branch", "Module? model = null; if (Weights.Length > n) { model = $MODEL$; $DOUBT:model$ GC.KeepAlive($OPTIMIZER:model$); }"),
        Method("loop", "for (int fold = 0; fold < n; fold++) { var model = $MODEL$; $DOUBT:model$ GC.KeepAlive($OPTIMIZER:model$); }"),
        Method("lambda", "Func<object> create = () => { var model = $MODEL$; $DOUBT:model$ return $OPTIMIZER:model$; }; create();"),
        Method("local function", "var model = Load(); $DOUBT:model$ GC.KeepAlive($OPTIMIZER:model$); Module Load() => $MODEL$;"),
        Member("field", "private readonly Module _model = $MODEL$; public object Create() { $DOUBT:_model$ return $OPTIMIZER:_model$; }"),
        Member("field in constructor", "private readonly Module _model; public Trainer() { _model = $MODEL$; } public object Create() { $DOUBT:_model$ return $OPTIMIZER:this._model$; }"),
        Member("property", "private Module Model { get; } = $MODEL$; public object Create() { $DOUBT:Model$ return $OPTIMIZER:Model$; }"),
        Member("static field", "private static readonly Module s_model = $MODEL$; public static object Create() { $DOUBT:s_model$ return $OPTIMIZER:s_model$; }"),
        Member("factory", "private static Module Load() { var model = $MODEL$; return model.to(torch.CPU); } public static object Create() { var model = Load(); $DOUBT:model$ return $OPTIMIZER:model$; }"),
        Member("async factory", "private static async Task<Module> LoadAsync() { await Task.Yield(); return $MODEL$; } public static async Task<object> CreateAsync() { var model = await LoadAsync(); $DOUBT:model$ return $OPTIMIZER:model$; }"),
        Member("parameter", "private static object Create(Module model) { $DOUBT:model$ return $OPTIMIZER:model$; } public static object Run() => Create($MODEL$);"),
        new("partial", "internal sealed partial class Trainer { $CONSTANTS$ private readonly Module _model; public Trainer() { _model = $MODEL$; } }\ninternal sealed partial class Trainer { public object Create() { $DOUBT:_model$ return $OPTIMIZER:_model$; } }"),
        new("other class", "internal static class Models { public const string Weights = \"weights\"; public static Module Load(bool big) { if (big) { return $MODEL$; } var model = $MODEL$; return model; } }\ninternal sealed class Trainer { $CONSTANTS$ public object Create(bool big) { using var model = Models.Load(big); $DOUBT:model$ return $OPTIMIZER:model$; } }"),
        new("generic", "internal sealed class Trainer<T> where T : class, new() { $CONSTANTS$ private readonly Module _model = $MODEL$; public object Create() { $DOUBT:_model$ var optimizer = $OPTIMIZER:_model$; return (optimizer, new T()); } }"),
        new("primary constructor", "internal sealed class Trainer(int n) { $CONSTANTS$ private readonly Module _model = $MODEL$; public int Count => n; public object Create() { $DOUBT:_model$ return $OPTIMIZER:_model$; } }"),
    ];

    /// <summary>What makes a program less than the training of a whole pretrained model; <c>$M$</c> is the model.</summary>
    public static IReadOnlyList<string> Doubts { get; } =
    [
        "foreach (var p in $M$.parameters()) { p.requires_grad = false; }",
        "foreach (var (name, p) in $M$.named_parameters()) { p.requires_grad = name.StartsWith(\"fc\"); }",
        "foreach (var p in $M$.parameters()) { p.requires_grad_(false); }",
        "foreach (var p in $M$.parameters()) { torch.nn.init.normal_(p); }",
        "$M$.apply(InitWeights); static void InitWeights(torch.nn.Module m) { }",
        "$M$.eval();",
        "$M$.train(false);",
        "Freeze($M$); static void Freeze(torch.nn.Module m) { }",
        "LoRA.Add($M$);",
        "int loraRank = 8; GC.KeepAlive(loraRank);",
        "var layer = new QLoraLinear(); GC.KeepAlive(layer);",
    ];

    /// <summary>The program.</summary>
    /// <param name="loader">What loads the model.</param>
    /// <param name="optimizer">The optimizer's creation.</param>
    /// <param name="rate">What <c>Rate</c> is.</param>
    /// <param name="index">Keeps programs in one compilation apart.</param>
    /// <param name="doubt">A statement in front of the creation.</param>
    public string Source(string loader, string optimizer, string rate, int index, string doubt = "")
    {
        string body = Body.Replace("$MODEL$", loader)
            .Replace("$CONSTANTS$", $"private const string Weights = \"weights\"; private const double Rate = {rate}, SgdRate = 1e-3;");
        foreach (string model in new[] { "model", "_model", "this._model", "s_model", "Model" })
        {
            body = body.Replace($"$OPTIMIZER:{model}$", optimizer.Replace("$M$", model)).Replace($"$DOUBT:{model}$", doubt.Replace("$M$", model));
        }

        return $$"""
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using System.Threading.Tasks;
            using TorchSharp;
            using TorchSharp.Modules;
            using TorchSharp.PyBridge;
            using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

            namespace Program{{index}};

            {{body}}

            internal sealed class Net : Module
            {
                public Net() : base("") { }
                public override torch.Tensor forward(torch.Tensor x) => x;
                public static Net FromPretrained(string weights) { var net = new Net(); net.load(weights); return net; }
                public static Net Loaded(string weights) { var net = new Net(); net.load_safetensors(weights); return net; }
            }

            """;
    }

    /// <summary>Types that some doubts name.</summary>
    public const string DoubtfulTypes = """
        using TorchSharp;
        internal static class LoRA { public static void Add(torch.nn.Module module) { } }
        internal sealed class QLoraLinear { }
        """;

    private static FineTuningProgram Method(string name, string statements) =>
        Member(name, $"public static void Run(int n) {{ {statements} }}");

    private static FineTuningProgram Member(string name, string members) =>
        new(name, $"internal sealed class Trainer {{ $CONSTANTS$ {members} }}");
}
