using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR1005_HighFineTuningRate>;

namespace LrAnalyzers.Tests.Rules;

public class LR1005Tests
{
    private const string Net = """

        class Net : nn.Module<Tensor, Tensor>
        {
            public Net() : base("") { fc = nn.Linear(1, 1); RegisterComponents(); }
            public nn.Module<Tensor, Tensor> fc;
            public override Tensor forward(Tensor x) => fc.forward(x);
            public static Net FromPretrained(string path) => new();
            public static Net FromPretrained(string path, bool freeze) => new();
            public static Net from_pretrained(string path, bool pretrained = true) => new();
            public static Net LoadPretrainedModel(string path) => new();
            public static Task<Net> LoadPreTrainedAsync(string path) => Task.FromResult(new Net());
            public static Net FromPretrainedOrNew(string path) => new();
            public static Net Pretrained(string path) => new();
            public static string LoadPretrainedVocabulary(string path) => path;
        }
        """;

    // `path` and `maybe` are files, `device` is a device, `flag` is not known.
    private static string Source(string body, string members = "", string types = "") => $$"""
        #nullable enable
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        using System.Threading.Tasks;
        using TorchSharp;
        using TorchSharp.Modules;
        using TorchSharp.PyBridge;
        using static TorchSharp.torch;
        using static TorchSharp.torchvision;
        using static TorchSharp.torchvision.models;

        class Trainer
        {
        {{members}}
            async Task Train(string path, string? maybe, Device device, bool flag, double learningRate = 1e-3)
            {
                await Task.Yield();
                {{body}}
            }
        }
        {{Net}}
        {{types}}
        """;

    [Theory]
    [InlineData("torchvision.models.resnet18(weights_file: \"resnet18.dat\")")]
    [InlineData("torchvision.models.resnet18(num_classes: 10, weights_file: path, skipfc: true, device: device)")]
    [InlineData("resnet50(10, weights_file: path)")]
    [InlineData("models.alexnet(10, 0.5f, path)")]
    [InlineData("models.vgg16(weights_file: Path.Combine(path, \"vgg16.dat\"), skipfc: false)")]
    [InlineData("googlenet(1000, false, \"googlenet.dat\")")]
    [InlineData("new AlexNet(10, weights_file: path)")]
    [InlineData("ResNet.ResNet18(10, path)")]
    [InlineData("new Net().load_py(path)")]
    [InlineData("(Net)new Net().load_safetensors(path)")]
    [InlineData("new Net().load_checkpoint(path, skip: new[] { \"fc.weight\", \"fc.bias\" })")]
    [InlineData("Net.FromPretrained(path)")]
    [InlineData("Net.FromPretrained(path, freeze: false)")]
    [InlineData("Net.from_pretrained(path)")]
    [InlineData("Net.from_pretrained(path, true)")]
    [InlineData("Net.LoadPretrainedModel(path)")]
    [InlineData("await Net.LoadPreTrainedAsync(path)")]
    [InlineData("await Net.LoadPreTrainedAsync(path).ConfigureAwait(false)")]
    public Task PretrainedModel_Reports(string model) =>
        Verify.VerifyAsync(Source($"var model = {model}; var optimizer = optim.Adam(model.parameters(), [|1e-3|]);"));

    [Theory]
    [InlineData("models.resnet18()")]
    [InlineData("models.resnet18(10)")]
    [InlineData("models.resnet18(weights_file: null)")]
    [InlineData("models.resnet18(weights_file: \"\")")]
    [InlineData("models.resnet18(weights_file: maybe)")]
    [InlineData("models.resnet18(weights_file: flag ? path : null)")]
    [InlineData("models.resnet18(weights_file: flag ? path : \"\")")]
    [InlineData("models.mobilenet_v2()")]
    [InlineData("new Net()")]
    [InlineData("new Net().load(path)")]
    [InlineData("new Net().load_py(path, strict: false)")]
    [InlineData("new Net().load_py(path, flag)")]
    [InlineData("new Net().load_py(path, skip: new List<string> { \"a\", \"b\", \"c\", \"d\", \"e\" })")]
    [InlineData("new Net().load_py(path, skip: Directory.GetFiles(path))")]
    [InlineData("Net.FromPretrained(path, freeze: true)")]
    [InlineData("Net.FromPretrained(path, flag)")]
    [InlineData("Net.from_pretrained(path, pretrained: false)")]
    [InlineData("Net.from_pretrained(path, flag)")]
    [InlineData("Net.FromPretrainedOrNew(path)")]
    [InlineData("Net.Pretrained(path)")]
    [InlineData("flag ? models.resnet18(weights_file: path) : models.resnet18()")]
    [InlineData("nn.Sequential(models.resnet18(weights_file: path), nn.Linear(1000, 10))")]
    [InlineData("nn.Embedding_from_pretrained(zeros(1, 1), freeze: false)")]
    public Task OtherModel_IsSilent(string model) =>
        Verify.VerifyAsync(Source($"var model = {model}; var optimizer = optim.Adam(model.parameters(), 1e-3);"));

    [Theory]
    [InlineData("optim.Adam(model.parameters(), [|1e-3|])")]
    [InlineData("optim.Adam(model.parameters(), [|2e-4|])")]
    [InlineData("optim.AdamW(model.parameters(), lr: [|(1e-3)|])")]
    [InlineData("optim.AdamW(lr: [|5e-4f|], parameters: model.parameters())")]
    [InlineData("optim.NAdam(model.named_parameters(), [|0.002|])")]
    [InlineData("new Adam(model.parameters(), [|1e-3|])")]
    [InlineData("optim.SGD(model.parameters(), [|0.1|], momentum: 0.9)")]
    [InlineData("optim.SGD(momentum: 0.9, learningRate: [|0.05|], parameters: model.parameters())")]
    [InlineData("optim.Adam(model.parameters(true), [|1e-3|])")]
    [InlineData("optim.Adam(model.parameters().ToList(), [|1e-3|])")]
    [InlineData("optim.Adam(model.parameters().AsEnumerable(), [|flag ? 1e-3 : 2e-3|])")]
    [InlineData("[|optim.Adam(model.parameters())|]")]
    [InlineData("[|optim.AdamW(model.parameters(), weight_decay: 0.01)|]")]
    [InlineData("[|new Adam(model.parameters())|]")]
    [InlineData("optim.AdamW(new[] { new AdamW.ParamGroup(model.parameters(), lr: [|1e-3|]) })")]
    [InlineData("optim.lr_scheduler.LinearLR(optim.Adam(model.parameters(), [|1e-3|]), 0.1, total_iters: 5)")]
    [InlineData("optim.lr_scheduler.LinearLR(optim.Adam(model.parameters(), [|1e-3|]), 1.0, 0.01, 10)")]
    [InlineData("optim.lr_scheduler.StepLR(optim.Adam(model.parameters(), [|1e-3|]), 10)")]
    [InlineData("optim.lr_scheduler.OneCycleLR(optim.Adam(model.parameters(), 1e-3), [|0.01|], 100)")]
    public Task HighRate_Reports(string optimizer) =>
        Verify.VerifyAsync(Source($"var model = models.resnet18(weights_file: path); var created = {optimizer};"));

    [Theory]
    [InlineData("optim.Adam(model.parameters(), 1e-4)")]
    [InlineData("optim.Adam(model.parameters(), 1e-4f)")]
    [InlineData("optim.AdamW(model.parameters(), 2e-5)")]
    [InlineData("optim.SGD(model.parameters(), 0.01, momentum: 0.9)")]
    [InlineData("optim.Adam(model.parameters(), flag ? 1e-5 : 1e-3)")]
    [InlineData("optim.Adam(model.parameters(), learningRate)")]
    [InlineData("optim.Adam(model.parameters(), double.Parse(path))")]
    [InlineData("optim.Adam(model.parameters(), double.PositiveInfinity)")]
    [InlineData("optim.Adamax(model.parameters(), 0.002)")]
    [InlineData("optim.RAdam(model.parameters(), 0.05)")]
    [InlineData("optim.RMSProp(model.parameters(), 0.01)")]
    [InlineData("optim.ASGD(model.parameters(), 0.1)")]
    [InlineData("optim.LBFGS(model.parameters(), 1)")]
    // Less than the model, or more.
    [InlineData("optim.Adam(head.parameters(), 1e-3)")]
    [InlineData("optim.Adam(net.fc.parameters(), 1e-3)")]
    [InlineData("optim.Adam(model.parameters(false), 1e-3)")]
    [InlineData("optim.Adam(model.parameters().Where(p => p.requires_grad), 1e-3)")]
    [InlineData("optim.Adam(model.parameters().Take(2), 1e-3)")]
    [InlineData("optim.Adam(model.parameters().Concat(head.parameters()), 1e-3)")]
    [InlineData("optim.Adam(model.named_parameters().Select(p => p.parameter), 1e-3)")]
    [InlineData("optim.AdamW(new[] { new AdamW.ParamGroup(net.fc.parameters(), lr: 1e-3), new AdamW.ParamGroup(model.parameters(), lr: 1e-5) })")]
    [InlineData("optim.AdamW(new[] { new AdamW.ParamGroup(model.parameters(), lr: 1e-3), new AdamW.ParamGroup(head.parameters(), lr: 1e-3) })")]
    // Whose peak is what counts.
    [InlineData("optim.lr_scheduler.OneCycleLR(optim.Adam(model.parameters(), 1e-3), 1e-3, 100)")]
    [InlineData("optim.lr_scheduler.CyclicLR(optim.SGD(model.parameters(), 0.5), 1e-3, 0.1)")]
    public Task OtherOptimizer_IsSilent(string optimizer) =>
        Verify.VerifyAsync(Source(
            $"var model = models.resnet18(weights_file: path); var net = Net.FromPretrained(path); var head = nn.Linear(1, 1); var created = {optimizer};"));

    [Theory]
    [InlineData("using var model = resnet18(weights_file: path); using var optimizer = optim.Adam(model.parameters(), [|1e-3|]);")]
    [InlineData("using (var model = resnet18(weights_file: path)) { optim.Adam(model.parameters(), [|1e-3|]); }")]
    [InlineData("ResNet model; model = resnet18(weights_file: path); optim.Adam(model.parameters(), [|1e-3|]);")]
    [InlineData("ResNet? model = null; if (flag) { model = resnet18(weights_file: path); optim.Adam(model.parameters(), [|1e-3|]); }")]
    [InlineData("nn.Module<Tensor, Tensor> model = flag ? resnet18(weights_file: path) : resnet50(weights_file: path); optim.Adam(model.parameters(), [|1e-3|]);")]
    [InlineData("var model = resnet18(weights_file: path).to(device); optim.Adam(model.parameters(), [|1e-3|]);")]
    [InlineData("var model = resnet18(weights_file: path); model.to(CUDA); model = model.cuda().to(float32); optim.Adam(model.parameters(), [|1e-3|]);")]
    [InlineData("var net = new Net(); net = net.to(device); net = (Net)net.load_py(path); optim.Adam(net.parameters(), [|1e-3|]);")]
    [InlineData("var loaded = resnet18(weights_file: path); var model = loaded.cpu(); var parameters = model.parameters(); optim.Adam(parameters, [|1e-3|]);")]
    [InlineData("optim.Adam(resnet18(weights_file: path).parameters(), [|1e-3|]);")]
    [InlineData("var file = path + \".dat\"; var model = resnet18(weights_file: file); optim.Adam(model.parameters(), [|1e-3|]);")]
    [InlineData("var model = Load(path); optim.Adam(model.parameters(), [|1e-3|]);", "ResNet Load(string path) => resnet18(weights_file: path).to(CUDA);")]
    [InlineData("var model = Load(path, flag); optim.Adam(model.parameters(), [|1e-3|]);", "static ResNet Load(string path, bool big) { if (big) { var large = resnet50(weights_file: path); return large; } return resnet18(weights_file: path); }")]
    [InlineData("var model = Load(); optim.Adam(model.parameters(), [|1e-3|]); ResNet Load() => resnet18(weights_file: path);")]
    [InlineData("var model = await LoadAsync(path); optim.Adam(model.parameters(), [|1e-3|]);", "static async Task<ResNet> LoadAsync(string path) { await Task.Yield(); return resnet18(weights_file: path); }")]
    [InlineData("var model = Load(path); optim.Adam(model.parameters(), [|1e-3|]);", "static Net Load(string path) { var net = new Net(); net.load_py(path); return net; }")]
    [InlineData("optim.Adam(_model.parameters(), [|1e-3|]);", "private readonly ResNet _model = resnet18(weights_file: \"resnet18.dat\");")]
    [InlineData("optim.Adam(this._model.parameters(), [|1e-3|]);", "private readonly ResNet _model; public Trainer(string path) { _model = resnet18(weights_file: path); }")]
    [InlineData("optim.Adam(Model.parameters(), [|1e-3|]);", "private ResNet Model { get; } = resnet18(weights_file: \"resnet18.dat\");")]
    [InlineData("_optimizer = optim.Adam(_model.parameters(), [|1e-3|]); for (int i = 0; i < 5; i++) { _optimizer.step(); }", "private static readonly ResNet _model = resnet18(weights_file: \"resnet18.dat\"); private optim.Optimizer? _optimizer;")]
    [InlineData("Fit(resnet18(weights_file: path)); Fit(resnet50(weights_file: path));", "private void Fit(nn.Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), [|1e-3|]);")]
    [InlineData("var net = new Net(); net.load_py(path); optim.Adam(net.parameters(), [|1e-3|]);")]
    [InlineData("var net = new Net(); if (flag) { return; } net.load_safetensors(path, true); net.to(device); { optim.Adam(net.parameters(), [|1e-3|]); }")]
    [InlineData("optim.Adam(_net.parameters(), [|1e-3|]);", "private readonly Net _net = new(); public Trainer(string path) { _net.load_py(path); }")]
    [InlineData("optim.Adam(_net.parameters(), [|1e-3|]);", "private readonly Net _net; public Trainer(string path) { _net = new Net(); _net.load_py(path); }")]
    [InlineData("Fit(new Net(), path);", "private void Fit(Net net, string path) { net.load_py(path); optim.Adam(net.parameters(), [|1e-3|]); }")]
    [InlineData("var net = new Net(); net.load_py(path); foreach (var p in net.parameters()) { p.requires_grad = true; } optim.Adam(net.parameters(), [|1e-3|]);")]
    [InlineData("const double rate = 1e-3; var model = resnet18(weights_file: path); optim.Adam(model.parameters(), [|rate|]);")]
    [InlineData("var model = resnet18(weights_file: path); optim.Adam(model.parameters(), [|Options.Rate|]);", "static class Options { public const float Rate = 1e-3f; }")]
    [InlineData("var model = resnet18(weights_file: path); optim.Adam(model.parameters(), [|_rate|]);", "private readonly double _rate = 1e-3;")]
    [InlineData("var model = resnet18(weights_file: path); model.train(); var optimizer = optim.Adam(model.parameters(), [|1e-3|]); model.eval();")]
    [InlineData("foreach (var model in new[] { resnet18(weights_file: path) }) { optim.Adam(model.parameters(), [|1e-3|]); }")]
    [InlineData("var model = Load(path); optim.Adam(model.parameters(), [|1e-3|]);", "protected virtual ResNet Load(string path) => resnet18(weights_file: path);")]
    [InlineData("new Job(resnet18(weights_file: path)).Fit();", "sealed class Job { private readonly ResNet _net; public Job(ResNet net) { _net = net; } public void Fit() => optim.Adam(_net.parameters(), [|1e-3|]); }")]
    [InlineData("Fit(resnet18(weights_file: path), device);", "private void Fit(nn.Module<Tensor, Tensor> model, Device device) { model = model.to(device); optim.Adam(model.parameters(), [|1e-3|]); }")]
    [InlineData("Func<ResNet> make = () => resnet18(weights_file: path); optim.Adam(make().parameters(), [|1e-3|]);")]
    [InlineData("var all = new List<ResNet> { resnet18(weights_file: path) }; optim.Adam(all[0].parameters(), [|1e-3|]);")]
    public Task FollowedModel_Reports(string body, string members = "") => Verify.VerifyAsync(Source(body, members));

    [Theory]
    [InlineData("ResNet model; if (flag) { model = resnet18(weights_file: path); } else { model = resnet18(); } optim.Adam(model.parameters(), 1e-3);")]
    [InlineData("var model = Load(path, flag); optim.Adam(model.parameters(), 1e-3);", "static ResNet Load(string path, bool fresh) { if (fresh) { return resnet18(); } return resnet18(weights_file: path); }")]
    [InlineData("var model = Load(path); optim.Adam(model.parameters(), 1e-3);", "static ResNet Load(string? path) => resnet18(weights_file: path);")]
    [InlineData("var model = Load(path); optim.Adam(model.parameters(), 1e-3);", "protected virtual ResNet Load(string path) => resnet18(weights_file: path); sealed class Fresh : Trainer { protected override ResNet Load(string path) => resnet18(); }")]
    [InlineData("new Job(resnet18(weights_file: path)); new Job(resnet18());", "sealed class Job { private readonly ResNet _net; public Job(ResNet net) { _net = net; } public void Fit() => optim.Adam(_net.parameters(), 1e-3); }")]
    [InlineData("Func<bool, ResNet> make = fresh => fresh ? resnet18() : resnet18(weights_file: path); optim.Adam(make(flag).parameters(), 1e-3);")]
    [InlineData("var all = new List<ResNet> { resnet18(weights_file: path), resnet18() }; optim.Adam(all[0].parameters(), 1e-3);")]
    [InlineData("var model = Load(3); optim.Adam(model.parameters(), 1e-3);", "static Net Load(int depth) => depth > 0 ? Load(depth - 1) : Net.FromPretrained(\"x\");")]
    [InlineData("optim.Adam(_model.parameters(), 1e-3);", "private ResNet _model = resnet18(weights_file: \"resnet18.dat\"); void Reset() => _model = resnet18();")]
    [InlineData("var (model, count) = (resnet18(weights_file: path), 1); optim.Adam(model.parameters(), 1e-3);")]
    [InlineData("Fit(resnet18(weights_file: path)); Fit(resnet18());", "private void Fit(nn.Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), 1e-3);")]
    [InlineData("Fit(resnet18(weights_file: path));", "private void Fit(nn.Module<Tensor, Tensor> model) { model = nn.Linear(1, 1); optim.Adam(model.parameters(), 1e-3); }")]
    [InlineData("Action<nn.Module<Tensor, Tensor>> fit = Fit; fit(resnet18()); Fit(resnet18(weights_file: path));", "private void Fit(nn.Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), 1e-3);")]
    // Loaded perhaps, elsewhere or too late.
    [InlineData("var net = new Net(); if (File.Exists(path)) { net.load_py(path); } optim.Adam(net.parameters(), 1e-3);")]
    [InlineData("var net = new Net(); try { net.load_py(path); } catch (IOException) { Console.WriteLine(); } optim.Adam(net.parameters(), 1e-3);")]
    [InlineData("var net = new Net(); if (flag) goto train; net.load_py(path); train: optim.Adam(net.parameters(), 1e-3);")]
    [InlineData("var net = new Net(); Action load = () => net.load_py(path); optim.Adam(net.parameters(), 1e-3);")]
    [InlineData("var net = new Net(); var optimizer = optim.Adam(net.parameters(), 1e-3); optimizer.step(); net.load_py(path);")]
    [InlineData("var net = new Net(); var other = new Net(); other.load_py(path); optim.Adam(net.parameters(), 1e-3);")]
    [InlineData("var net = new Net(); net.load_py(path); net = new Net(); optim.Adam(net.parameters(), 1e-3);")]
    [InlineData("var net = new Net(); net.fc.load_py(path); optim.Adam(net.parameters(), 1e-3);")]
    [InlineData("var net = new Net(); net.load_py(path, strict: false); optim.Adam(net.parameters(), 1e-3);")]
    [InlineData("var net = new Net(); net = net.to(device); optim.Adam(net.parameters(), 1e-3);")]
    [InlineData("var net = new Net(); if (flag) { net = (Net)net.load_py(path); } optim.Adam(net.parameters(), 1e-3);")]
    [InlineData("var net = new Net(); net.load(path); optim.Adam(net.parameters(), 1e-3);")]
    [InlineData("optim.Adam(_net.parameters(), 1e-3);", "private readonly Net _net = new(); private Trainer(string path) { _net.load_py(path); } private Trainer() { }")]
    [InlineData("var teacher = new Trainer(); teacher._net.load_py(path); optim.Adam(_net.parameters(), 1e-3);", "private readonly Net _net = new();")]
    // Not at that rate.
    [InlineData("var model = resnet18(weights_file: path); var o = optim.Adam(model.parameters(), 1e-3); var s = optim.lr_scheduler.LambdaLR(o, e => 0.01);")]
    [InlineData("var model = resnet18(weights_file: path); var o = optim.Adam(model.parameters(), 1e-3); foreach (var g in o.ParamGroups) { g.LearningRate = 1e-5; }")]
    [InlineData("var model = resnet18(weights_file: path); _o = optim.Adam(model.parameters(), 1e-3);", "private Adam? _o; void Schedule() => optim.lr_scheduler.OneCycleLR(_o!, 1e-4, 100);")]
    [InlineData("var model = resnet18(weights_file: path); var o = optim.Adam(model.parameters(), 1e-3); o.load_state_dict(path);")]
    [InlineData("var model = resnet18(weights_file: path); var o = optim.Adam(model.parameters(), 1e-3); var s = optim.lr_scheduler.LinearLR(o, 0.001, end_factor: 0.02);")]
    [InlineData("var model = resnet18(weights_file: path); var o = optim.Adam(model.parameters(), 1e-3); o.load_py(path);")]
    // Not all of it, or not from there.
    [InlineData("var model = resnet18(weights_file: path); foreach (var p in model.parameters()) { p.requires_grad = false; } optim.Adam(model.parameters(), 1e-3);")]
    [InlineData("var model = Net.FromPretrained(path); model.fc.parameters().First().requires_grad_(false); optim.Adam(model.parameters(), 1e-3);")]
    [InlineData("var net = new Net(); net.load_py(path); foreach (var p in net.fc.parameters()) { p.requires_grad = true; } optim.Adam(net.parameters(), 1e-3);")]
    [InlineData("var net = new Net(); net.load_py(path); var head = net.fc; foreach (var p in head.parameters()) { p.requires_grad = true; } optim.Adam(net.parameters(), 1e-3);")]
    [InlineData("var model = Net.FromPretrained(path); Freeze(model); optim.Adam(model.parameters(), 1e-3);", "private static void Freeze(nn.Module module) { }")]
    [InlineData("var model = Net.FromPretrained(path); var lora_rank = 8; optim.Adam(model.parameters(), 1e-3);")]
    [InlineData("var model = Net.FromPretrained(path); optim.Adam(model.parameters(), 1e-3);", "private sealed class LoRALinear { }")]
    [InlineData("var model = Net.FromPretrained(path); nn.init.xavier_uniform_(model.fc.parameters().First()); optim.Adam(model.parameters(), 1e-3);")]
    [InlineData("var model = Net.FromPretrained(path); model.apply(InitWeights); optim.Adam(model.parameters(), 1e-3);", "private static void InitWeights(nn.Module module) { }")]
    [InlineData("Net? model = Net.FromPretrained(path); model?.eval(); optim.Adam(model!.parameters(), 1e-3);")]
    [InlineData("var model = Net.FromPretrained(path); model.eval(); optim.Adam(model.parameters(), 1e-3);")]
    [InlineData("var net = new Net(); net.load_py(path); optim.Adam(net.parameters(), 1e-3); net.save_py(path);")]
    [InlineData("var model = resnet18(weights_file: path, skipfc: false); optim.Adam(model.parameters(), 1e-3); model.save(path);")]
    public Task OtherProgram_IsSilent(string body, string members = "") => Verify.VerifyAsync(Source(body, members));

    [Fact]
    public Task Exploration_IsNoAdapter() => Verify.VerifyAsync(Source(
        "var exploration = 0.1; var model = Net.FromPretrained(path); optim.Adam(model.parameters(), [|1e-3|]);"));

    [Fact]
    public Task ModelThatChoosesItsParameters_IsSilent() => Verify.VerifyAsync(Source(
        "var net = new Own(); net.load_py(path); optim.Adam(net.parameters(), 1e-3);",
        types: """
            class Own : nn.Module<Tensor, Tensor>
            {
                private readonly Linear _fc = nn.Linear(1, 1);
                public Own() : base("") => RegisterComponents();
                public override IEnumerable<Parameter> parameters(bool recurse = true) => _fc.parameters();
                public override Tensor forward(Tensor x) => _fc.forward(x);
            }
            """));

    [Fact]
    public Task DrawnInTheConstructor_IsBeforeLoading() => Verify.VerifyAsync(Source(
        "var net = new Own(); net.load_py(path); optim.Adam(net.parameters(), [|1e-3|]);",
        types: """
            class Own : nn.Module<Tensor, Tensor>
            {
                private readonly Linear _fc = nn.Linear(1, 1);
                public Own() : base("") { nn.init.zeros_(_fc.bias!); InitializeWeights(); RegisterComponents(); }
                private void InitializeWeights() => nn.init.xavier_uniform_(_fc.weight!);
                public override Tensor forward(Tensor x) => _fc.forward(x);
            }
            """));

    [Fact]
    public async Task TopLevelStatements_Report()
    {
        RuleVerifier<LrAnalyzers.Rules.LR1005_HighFineTuningRate>.RuleTest test = Verify.Create(
            """
            using TorchSharp;
            using TorchSharp.PyBridge;

            var model = torch.nn.Linear(1, 1);
            model.load_py("weights.pth");
            var optimizer = [|torch.optim.Adam(model.parameters())|];
            """,
            []);
        test.FixedCode = """
            using TorchSharp;
            using TorchSharp.PyBridge;

            var model = torch.nn.Linear(1, 1);
            model.load_py("weights.pth");
            const double learningRate = 2e-5;
            var optimizer = torch.optim.Adam(model.parameters(), lr: learningRate);
            """;
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        await test.RunAsync();
    }

    [Fact]
    public Task PublicFieldOfALibrary_IsSilent() => Verify.VerifyAsync("""
        using TorchSharp;

        public class Trainer
        {
            public TorchSharp.Modules.ResNet Model = torchvision.models.resnet18(weights_file: "resnet18.dat");
            public void Train() => torch.optim.Adam(Model.parameters(), 1e-3);
        }
        """);

    [Fact]
    public Task WithoutNullability_WhatMayBeNullIsSilent() => Verify.VerifyAsync("""
        using System.IO;
        using TorchSharp;

        class Trainer
        {
            private string _file;

            void Train(string file, string[] files)
            {
                var a = torchvision.models.resnet18(weights_file: file);
                var b = torchvision.models.resnet18(weights_file: _file);
                var c = torchvision.models.resnet18(weights_file: Path.Combine(file, "resnet18.dat"));
                var d = torchvision.models.resnet18(weights_file: files[0]);
                torch.optim.Adam(a.parameters(), 1e-3);
                torch.optim.Adam(b.parameters(), 1e-3);
                torch.optim.Adam(c.parameters(), [|1e-3|]);
                torch.optim.Adam(d.parameters(), [|1e-3|]);
            }
        }
        """);

    [Fact]
    public async Task ModelInAnotherFile_IsFollowed()
    {
        RuleVerifier<LrAnalyzers.Rules.LR1005_HighFineTuningRate>.RuleTest test = Verify.Create(
            """
            using TorchSharp;

            partial class Trainer
            {
                void Train() => torch.optim.Adam(_model.parameters(), [|1e-3|]);
            }
            """,
            []);
        test.TestState.Sources.Add("""
            using TorchSharp;

            partial class Trainer
            {
                private readonly TorchSharp.Modules.ResNet _model = torchvision.models.resnet18(weights_file: "resnet18.dat");
            }
            """);
        await test.RunAsync();
    }

    [Theory]
    [InlineData("0.001", "1e-3")]
    [InlineData("0.0004", "[|1e-3|]")]
    [InlineData("0.00001", "5e-5")]
    public Task ProjectsOwnMaximum_IsBelieved(string maximum, string rate) => Verify.VerifyAsync(
        Source($"var model = Net.FromPretrained(path); optim.Adam(model.parameters(), {rate});"),
        ("lr_analyzers.adam.max_learning_rate", maximum));

    [Fact]
    public Task ExpectedToThrow_IsSilent() => Verify.VerifyAsync(Source(
        "Assert.Throws<ArgumentException>(() => optim.Adam(resnet18(weights_file: path).parameters(), 1e-3));").Replace("using System;", "using System;\nusing Xunit;"));

    [Fact]
    public Task Message_SaysWhatIsLost() => Verify.VerifyMessageAsync(
        Source("var model = resnet18(weights_file: path); var optimizer = optim.Adam(model.parameters(), {|#0:1e-3|});"),
        "Adam learning rate 0.001 is too high for fine-tuning: steps this large can overwrite the pretrained weights that resnet18 loads. Fine-tuning usually takes at most 0.0001, typically 2e-5.");

    [Fact]
    public Task Message_NamesTheDefault() => Verify.VerifyMessageAsync(
        Source("var net = new Net(); net.load_py(path); var optimizer = {|#0:optim.AdamW(net.parameters())|};"),
        "AdamW learning rate 0.001, the default, is too high for fine-tuning: steps this large can overwrite the pretrained weights that load_py loads. Fine-tuning usually takes at most 0.0001, typically 2e-5.");

    [Theory]
    [InlineData("optim.Adam(model.parameters(), [|0.1|])", "LR1005")]
    [InlineData("optim.Adam(model.parameters(), [|5|])", "LR1003")]
    [InlineData("optim.Adam(model.parameters(), [|1 / 10|])", "LR1002")]
    [InlineData("optim.Adam(head.parameters(), [|0.1|])", "LR1004")]
    [InlineData("[|optim.RAdam(model.parameters())|]", "LR1007")]
    public async Task OneReportALearningRate(string optimizer, string id)
    {
        Microsoft.CodeAnalysis.Testing.TestFileMarkupParser.GetSpan(
            Source($"var model = Net.FromPretrained(path); var head = nn.Linear(1, 1); var created = {optimizer};"), out string source, out _);
        Diagnostic[] found = [.. (await Analysis.BuildAsync(Analysis.Compile(source))).Where(diagnostic => diagnostic.Id.StartsWith("LR1", StringComparison.Ordinal))];
        Assert.Equal([id], found.Select(diagnostic => diagnostic.Id));
    }

    [Theory]
    [InlineData("var o = optim.Adam(model.parameters(), [|1e-3|]);", "var o = optim.Adam(model.parameters(), 2e-5);")]
    [InlineData("var o = optim.SGD(model.parameters(), momentum: 0.9, learningRate: [|0.1|] /* ! */);", "var o = optim.SGD(model.parameters(), momentum: 0.9, learningRate: 0.001 /* ! */);")]
    [InlineData("double rate = 1e-3; // of the paper\n        var o = optim.Adam(model.parameters(), [|rate|]);", "double rate = 2e-5; // of the paper\n        var o = optim.Adam(model.parameters(), rate);")]
    [InlineData("var rate = 1e-3f; var o = optim.Adam(model.parameters(), [|rate|]);", "var rate = 2e-5f; var o = optim.Adam(model.parameters(), rate);")]
    [InlineData("const double scale = 10; double rate = scale * 1e-4; var o = optim.Adam(model.parameters(), [|rate|]);", "double rate = 2e-5; var o = optim.Adam(model.parameters(), rate);")]
    [InlineData("var o = optim.AdamW(\n            model.parameters(), // all of it\n            lr: [|1e-3|]);", "var o = optim.AdamW(\n            model.parameters(), // all of it\n            lr: 2e-5);")]
    [InlineData("var o = optim.AdamW(new[] { new AdamW.ParamGroup(model.parameters(), lr: [|(1e-3)|]) });", "var o = optim.AdamW(new[] { new AdamW.ParamGroup(model.parameters(), lr: (2e-5)) });")]
    [InlineData("var o = optim.Adam(model.parameters(), [|10 * 1e-4|]);", "var o = optim.Adam(model.parameters(), 2e-5);")]
    [InlineData("var o = optim.Adam(model.parameters(), 1e-5); var s = optim.lr_scheduler.OneCycleLR(o, [|0.01|], 100);", "var o = optim.Adam(model.parameters(), 1e-5); var s = optim.lr_scheduler.OneCycleLR(o, 2e-5, 100);")]
    public Task Fix_PutsTheTypicalRate(string body, string fixedBody) => Verify.VerifyFixAsync(
        Source("var model = Net.FromPretrained(path); " + body),
        Source("var model = Net.FromPretrained(path); " + fixedBody),
        TypicalLearningRate.FineTuningKey);

    [Theory]
    [InlineData("var o = [|optim.Adam(model.parameters())|];", "var o = optim.Adam(model.parameters(), lr: LearningRate);")]
    [InlineData("var o = [|new AdamW(model.parameters(), eps: 1e-7)|];", "var o = new AdamW(model.parameters(), eps: 1e-7, lr: LearningRate);")]
    [InlineData("double rate = 1e-3; Console.WriteLine(rate); var o = optim.Adam(model.parameters(), [|rate|]);", "double rate = 1e-3; Console.WriteLine(rate); var o = optim.Adam(model.parameters(), LearningRate);")]
    [InlineData("var o = optim.Adam(model.parameters(), [|Shared.Rate|]);", "var o = optim.Adam(model.parameters(), LearningRate);")]
    public Task Fix_WhereTheNumberIsShared_NamesANewOne(string body, string fixedBody) => Verify.VerifyFixAsync(
        Source("var model = Net.FromPretrained(path); " + body, "    private int _x;", "static class Shared { public const double Rate = 1e-3; }"),
        Source("var model = Net.FromPretrained(path); " + fixedBody, "    private const double LearningRate = 2e-5;\n\n    private int _x;", "static class Shared { public const double Rate = 1e-3; }"),
        TypicalLearningRate.FineTuningKey);

    [Fact]
    public Task FixAll_FixesEach() => Verify.VerifyFixAsync(
        Source("var model = Net.FromPretrained(path); var a = optim.Adam(model.parameters(), [|Rate|]); var b = [|optim.Adam(model.parameters())|]; var c = optim.SGD(model.parameters(), [|0.1|]);", "    private const double Rate = 1e-3;"),
        Source("var model = Net.FromPretrained(path); var a = optim.Adam(model.parameters(), Rate); var b = optim.Adam(model.parameters(), lr: LearningRate); var c = optim.SGD(model.parameters(), 0.001);", "    private const double Rate = 2e-5;\n    private const double LearningRate = 2e-5;"),
        TypicalLearningRate.FineTuningKey);

    [Theory]
    [InlineData("optim.Adam(model.parameters(), [|flag ? 1e-3 : 2e-3|]);")]
    [InlineData("optim.lr_scheduler.CyclicLR(optim.SGD(model.parameters(), 0.5), 1e-2, [|0.5|]);")]
    public Task Fix_WhereUnsure_IsNotOffered(string body) => Verify.VerifyNoFixAsync(
        Source("var model = Net.FromPretrained(path); " + body), TypicalLearningRate.FineTuningKey);

    [Fact]
    public Task Fix_OutsideTheProjectsRange_IsNotOffered()
    {
        string source = Source("var model = Net.FromPretrained(path); optim.Adam(model.parameters(), [|1e-3|]);");
        RuleVerifier<LrAnalyzers.Rules.LR1005_HighFineTuningRate>.RuleTest test = Verify.Create(source, [("lr_analyzers.adam.min_learning_rate", "1e-4")]);
        test.FixedCode = source;
        return test.RunAsync();
    }
}
