using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2011_MissingWarmup>;

namespace LrAnalyzers.Tests.Rules;

public class LR2011Tests
{
    private const string Loop = "for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { optimizer.zero_grad(); net.forward(x).sum().backward(); optimizer.step(); } scheduler.step(); }";
    private const string Cosine = "var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|];";
    private const string AdamW = "var optimizer = optim.AdamW(net.parameters(), learningRate); ";

    // A class with a layer of the library's.
    private const string Attentive = """

        class Attentive : nn.Module<Tensor, Tensor>
        {
            private readonly TransformerEncoderLayer _layer = nn.TransformerEncoderLayer(8, 2);
            public Attentive() : base("attentive") { RegisterComponents(); }
            public override Tensor forward(Tensor x) => _layer.forward(x);
            public void ReadWeights() { }
        }
        """;

    private static string Program(string body, string modules = Attentive, string members = "") => Method(body, members) + modules;

    private static string Trained(string net, string modules) => Program($"var net = {net}; {AdamW}{Cosine} {Loop}", modules);

    private static string NotTrained(string net, string modules) => Trained(net, modules).Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);

    [Theory]
    [InlineData("CosineAnnealingLR(optimizer, epochs)")]
    [InlineData("CosineAnnealingLR(T_max: epochs, optimizer: optimizer, eta_min: 1e-6)")]
    [InlineData("PolynomialLR(optimizer, epochs, 2)")]
    [InlineData("LinearLR(optimizer, 1.0, 0.0, epochs)")]
    [InlineData("LinearLR(optimizer, start_factor: 1, end_factor: 0.1f, total_iters: epochs)")]
    [InlineData("StepLR(optimizer, 30)")]
    [InlineData("StepLR(optimizer, 30, learningRate)")]
    [InlineData("MultiStepLR(optimizer, new[] { 30, 60 })")]
    [InlineData("ExponentialLR(optimizer, 0.95)")]
    [InlineData("LambdaLR(optimizer, e => Math.Pow(0.95, e))")]
    [InlineData("LambdaLR(optimizer, e => e < 30 ? 1 : 0.1)")]
    [InlineData("MultiplicativeLR(optimizer, e => 0.95)")]
    public Task BeginsAtFullRate_Reports(string scheduler) => Verify.VerifyAsync(Program(
        $"var net = new Attentive(); {AdamW}var scheduler = [|optim.lr_scheduler.{scheduler}|]; {Loop}"));

    [Theory]
    [InlineData("new optim.lr_scheduler.impl.StepLR(optimizer, 30)")]
    [InlineData("new optim.lr_scheduler.impl.CosineAnnealingLR(optimizer, epochs)")]
    public Task Constructor_Reports(string scheduler) => Verify.VerifyAsync(Program(
        $"var net = new Attentive(); {AdamW}var scheduler = [|{scheduler}|]; {Loop}"));

    [Theory]
    [InlineData("optim.Adam(net.parameters())")]
    [InlineData("optim.AdamW(net.named_parameters(), 1e-3, beta2: 0.95)")]
    [InlineData("optim.NAdam(net.parameters())")]
    [InlineData("new Adamax(net.parameters(), 0.1)")]
    [InlineData("optim.Adam(net.parameters().Concat(model.parameters()).ToList())")]
    [InlineData("optim.Adam(new[] { new Adam.ParamGroup(model.parameters()), new Adam.ParamGroup(net.parameters()) })")]
    public Task AdamFamily_Reports(string optimizer) => Verify.VerifyAsync(Program(
        $"var net = new Attentive(); var optimizer = {optimizer}; {Cosine} {Loop}"));

    [Theory]
    [InlineData("optim.SGD(net.parameters(), 0.1)")]
    [InlineData("optim.RAdam(net.parameters())")]
    [InlineData("optim.RMSProp(net.parameters())")]
    [InlineData("optim.Adagrad(net.parameters())")]
    [InlineData("optim.Adam(net.parameters().Where(p => p.requires_grad))")]
    [InlineData("optim.Adam(net.parameters().Skip(10))")]
    [InlineData("optim.Adam(model.parameters())")]
    [InlineData("optim.Adam(new[] { new Parameter(batches[0]) })")]
    public Task OtherOptimizersOrParameters_AreSilent(string optimizer) => Verify.VerifyAsync(Program(
        $"var net = new Attentive(); var optimizer = {optimizer}; var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); {Loop}"));

    [Theory]
    [InlineData("OneCycleLR(optimizer, 0.1, 1000)")]
    [InlineData("CyclicLR(optimizer, 1e-4, 1e-2, cycle_momentum: false)")]
    [InlineData("LinearLR(optimizer)")]
    [InlineData("LinearLR(optimizer, learningRate, 0.0, epochs)")]
    [InlineData("LinearLR(optimizer, 0.5, 0.1, epochs)")]
    [InlineData("ConstantLR(optimizer, 0.1)")]
    [InlineData("ReduceLROnPlateau(optimizer)")]
    [InlineData("LambdaLR(optimizer, e => Math.Min(1, (e + 1) / 10.0))")]
    [InlineData("LambdaLR(optimizer, e => 1e-3 * Math.Pow(0.95, e))")]
    [InlineData("LambdaLR(optimizer, e => Math.Pow(learningRate, e))")]
    [InlineData("LambdaLR(optimizer, e => e < 1500 ? 1 : 2)")]
    [InlineData("LambdaLR(optimizer, Factor)")]
    [InlineData("MultiplicativeLR(optimizer, e => e < 10 ? 1.1 : 0.9)")]
    [InlineData("ExponentialLR(optimizer, 1)")]
    [InlineData("SequentialLR(optimizer, new[] { optim.lr_scheduler.LinearLR(optimizer, 0.1, total_iters: 5), optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs) }, new[] { 5 })")]
    [InlineData("ChainedLR(new[] { optim.lr_scheduler.LinearLR(optimizer, 0.1), optim.lr_scheduler.StepLR(optimizer, 10) })")]
    public Task RisesOrIsUnknown_IsSilent(string scheduler) => Verify.VerifyAsync(Program(
        $"var net = new Attentive(); {AdamW}var scheduler = optim.lr_scheduler.{scheduler}; {Loop.Replace("scheduler.step()", scheduler.StartsWith("Reduce", StringComparison.Ordinal) ? "scheduler.step(1.0)" : "scheduler.step()", StringComparison.Ordinal)}",
        members: "static double Factor(int e) => new Random(e).NextDouble();"));

    [Theory]
    [InlineData("new[] { optim.lr_scheduler.StepLR(optimizer, 10), optim.lr_scheduler.CosineAnnealingLR(optimizer, 10) }", true)]
    [InlineData("new List<optim.lr_scheduler.LRScheduler> { first, optim.lr_scheduler.CosineAnnealingLR(optimizer, 10) }", true)]
    [InlineData("new[] { optim.lr_scheduler.StepLR(optimizer, 10), optim.lr_scheduler.LinearLR(optimizer) }", false)]
    [InlineData("new[] { first, optim.lr_scheduler.OneCycleLR(optimizer, 0.1, 10) }", false)]
    [InlineData("_given", false)]
    public Task Sequence_IsJudgedByItsParts(string parts, bool reports)
    {
        string sequence = $"optim.lr_scheduler.SequentialLR(optimizer, {parts}, new[] {{ 10 }})";
        string first = parts.Contains("first", StringComparison.Ordinal) ? "var first = optim.lr_scheduler.ExponentialLR(optimizer, 0.9); " : "";
        return Verify.VerifyAsync(Program(
            $"var net = new Attentive(); {AdamW}{first}var scheduler = {(reports ? $"[|{sequence}|]" : sequence)}; {Loop}",
            members: "private optim.lr_scheduler.LRScheduler[] _given = null!;"));
    }

    [Theory]
    [InlineData("nn.TransformerEncoderLayer(8, 2)")]
    [InlineData("nn.Sequential(nn.Linear(8, 8), nn.TransformerEncoderLayer(8, 2))")]
    [InlineData("nn.Sequential((\"a\", nn.Linear(8, 8)), (\"b\", nn.Sequential(nn.TransformerEncoderLayer(8, 2))))")]
    [InlineData("nn.Sequential(Enumerable.Range(0, 3).Select(i => nn.TransformerEncoderLayer(8, 2)).ToArray<nn.Module<Tensor, Tensor>>())")]
    [InlineData("nn.Sequential(nn.Linear(8, 8), new Attentive()).to(CPU)")]
    [InlineData("new Attentive().to(CPU)")]
    [InlineData("(nn.Module<Tensor, Tensor>)new Attentive()")]
    [InlineData("(nn.Module<Tensor, Tensor>)(epochs > 3 ? new Attentive() : nn.TransformerEncoderLayer(8, 2))")]
    [InlineData("Create(epochs)")]
    [InlineData("Own")]
    [InlineData("_all[0]")]
    public Task EveryCreation_Reports(string net) => Verify.VerifyAsync(Program(
        $"nn.Module<Tensor, Tensor> net = {net}; {AdamW}{Cosine} {Loop}",
        members: "static nn.Module<Tensor, Tensor> Create(int n) { if (n > 5) { return new Attentive(); } var made = nn.Sequential(new Attentive()); return made; } List<nn.Module<Tensor, Tensor>> _all = new() { new Attentive() }; nn.Module<Tensor, Tensor> Own { get; } = new Attentive();"));

    [Theory]
    [InlineData("nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2), 2)")]
    [InlineData("nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2), 2)")]
    [InlineData("nn.Transformer(8, 2)")]
    [InlineData("nn.MultiheadAttention(8, 2)")]
    public Task EveryLayer_Reports(string layer) => Verify.VerifyAsync(Program(
        $"var net = {layer}; {AdamW}{Cosine} {Loop.Replace("net.forward(x).sum().backward(); ", "", StringComparison.Ordinal)}"));

    [Theory]
    [InlineData("model")]
    [InlineData("nn.Sequential(nn.Linear(8, 8), nn.ReLU())")]
    [InlineData("(nn.Module<Tensor, Tensor>)(epochs > 3 ? new Attentive() : nn.Linear(8, 8))")]
    [InlineData("Create()")]
    [InlineData("_all[0]")]
    [InlineData("_given[0]")]
    // Whatever a cache, a fold or a holder gives may have been loaded there.
    [InlineData("s_cache.GetOrAdd(\"weights\", key => { var made = new Attentive(); made.load(key); return made; })")]
    [InlineData("new[] { \"weights\" }.Aggregate((nn.Module<Tensor, Tensor>)new Attentive(), (made, key) => { made.load(key); return made; })")]
    [InlineData("Held(new Attentive())")]
    public Task UnknownOrPlainModels_AreSilent(string net) => Verify.VerifyAsync(Program(
        $"nn.Module<Tensor, Tensor> net = {net}; {AdamW}var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); {Loop}",
        members: "static nn.Module<Tensor, Tensor> Create() => nn.Linear(8, 8); List<nn.Module<Tensor, Tensor>> _all = new() { new Attentive(), nn.Linear(8, 8) }, _given = null!;"
            + " static readonly System.Collections.Concurrent.ConcurrentDictionary<string, nn.Module<Tensor, Tensor>> s_cache = new();"
            + " static Attentive Held(Attentive made) { if (new WeakReference<Attentive>(made).TryGetTarget(out var other)) { other.load(\"weights\"); } return made; }"));

    [Theory]
    // Held, created in the constructor, in a loop, through a private method, called.
    [InlineData("private readonly MultiheadAttention _a; public Net(MultiheadAttention a) : base(\"\") { _a = a; } public override Tensor forward(Tensor x) => x;", "new Net(nn.MultiheadAttention(8, 2))")]
    [InlineData("private readonly nn.Module<Tensor, Tensor> _a; public Net() : base(\"\") { _a = nn.TransformerEncoderLayer(8, 2); } public override Tensor forward(Tensor x) => x;", "new Net()")]
    [InlineData("private readonly ModuleList<nn.Module<Tensor, Tensor>> _a = new(); public Net(int n) : base(\"\") { for (int i = 0; i < n; i++) { _a.Add(nn.TransformerEncoderLayer(8, 2)); } } public override Tensor forward(Tensor x) => x;", "new Net(3)")]
    [InlineData("private readonly Sequential _a; public Net(int n) : base(\"\") => _a = nn.Sequential(Enumerable.Range(0, n).Select(i => Block())); private static nn.Module<Tensor, Tensor> Block() => nn.TransformerEncoderLayer(8, 2); public override Tensor forward(Tensor x) => x;", "new Net(3)")]
    [InlineData("private readonly ModuleList<Attentive> _a = new(); public Net() : base(\"\") { } public override Tensor forward(Tensor x) => x;", "new Net()")]
    [InlineData("private readonly Attentive[] _a; public Net() : base(\"\") { _a = null!; } public override Tensor forward(Tensor x) => x;", "new Net()")]
    [InlineData("public Attentive Encoder { get; } public Net() : base(\"\") { Encoder = new(); } public override Tensor forward(Tensor x) => x;", "new Net()")]
    [InlineData("public Net() : base(\"\") { register_module(\"a\", new Attentive()); } public override Tensor forward(Tensor x) => x;", "new Net()")]
    [InlineData("public Net() : base(\"\") { } public override Tensor forward(Tensor x) => nn.functional.scaled_dot_product_attention(x, x, x);", "new Net()")]
    [InlineData("public Net() : base(\"\") { } public override Tensor forward(Tensor x) { if (training) { return nn.functional.scaled_dot_product_attention(x, x, x); } return x; }", "new Net()")]
    public Task ClassWithAttention_Reports(string members, string net) =>
        Verify.VerifyAsync(Trained(net, Attentive + " class Net : nn.Module<Tensor, Tensor> { " + members + " }"));

    [Theory]
    // In a branch, nested, static, its own factory, nullable.
    [InlineData("private readonly nn.Module<Tensor, Tensor> _a; public Net(bool attend) : base(\"\") { _a = attend ? nn.TransformerEncoderLayer(8, 2) : nn.Linear(8, 8); } public override Tensor forward(Tensor x) => x;", "new Net(true)")]
    [InlineData("private readonly TransformerEncoderLayer _a = null!; public Net(bool attend) : base(\"\") { if (attend) { _a = nn.TransformerEncoderLayer(8, 2); } } public override Tensor forward(Tensor x) => x;", "new Net(true)")]
    [InlineData("private readonly nn.Module<Tensor, Tensor> _a = null!; public Net(bool attend) : base(\"\") { if (!attend) { return; } _a = nn.TransformerEncoderLayer(8, 2); } public override Tensor forward(Tensor x) => x;", "new Net(true)")]
    [InlineData("public Net() : base(\"\") { } public override Tensor forward(Tensor x) => x; class Inner : nn.Module<Tensor, Tensor> { Attentive _a = new(); public Inner() : base(\"\") { } public override Tensor forward(Tensor x) => x; }", "new Net()")]
    [InlineData("private static readonly Attentive s_teacher = new(); public Net() : base(\"\") { } public override Tensor forward(Tensor x) => x; public static nn.Module<Tensor, Tensor> Teacher() => new Attentive();", "new Net()", true)]
    [InlineData("public Net() : base(\"\") { } public override Tensor forward(Tensor x) => x; public Net Copy() => new Deep();", "new Net()")]
    [InlineData("private Func<Attentive> _make = null!; public Net() : base(\"\") { } public override Tensor forward(Tensor x) => x;", "new Net()")]
    public Task ClassThatMayHaveNone_IsSilent(string members, string net, bool shared = false) => Verify.VerifyAsync(NotTrained(
        net,
        Attentive + " class Net : nn.Module<Tensor, Tensor> { " + (shared ? members.Replace("private static readonly Attentive s_teacher = new(); ", "public static readonly Attentive Teach = new(); ", StringComparison.Ordinal) : members)
        + " } class Deep : Net { public readonly Attentive A = new(); " + (net == "new Net(true)" ? "public Deep() : base(true) { }" : "") + " }"));

    [Fact]
    public Task DerivedClass_Reports() => Verify.VerifyAsync(Trained(
        "new Deep()", Attentive + " abstract class Net : nn.Module<Tensor, Tensor> { protected Net() : base(\"\") { } } class Middle : Net { protected Attentive A = new(); public override Tensor forward(Tensor x) => x; } class Deep : Middle { }"));

    [Fact]
    public Task GenericClass_IsJudgedByItsArgument() => Verify.VerifyAsync(Method($$"""
        var net = new Holder<Attentive>(); {{AdamW}} {{Cosine}} {{Loop}}
        var other = new Holder<Plain>(); var second = optim.AdamW(other.parameters()); var schedule = optim.lr_scheduler.StepLR(second, 10);
        for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { second.step(); } schedule.step(); }
        """) + Attentive + """

        class Plain : nn.Module<Tensor, Tensor> { public Plain() : base("") { } public override Tensor forward(Tensor x) => x; }
        class Holder<T> : nn.Module<Tensor, Tensor> where T : nn.Module<Tensor, Tensor>, new() { private readonly T _inner = new(); public Holder() : base("") { } public override Tensor forward(Tensor x) => _inner.forward(x); }
        """);

    [Fact]
    public Task RecursiveClasses_AreFollowedOnce() => Verify.VerifyAsync(Trained("new A()", """
         class A : nn.Module<Tensor, Tensor> { private readonly B _b = null!; public A() : base("") { } public override Tensor forward(Tensor x) => x; }
        class B : nn.Module<Tensor, Tensor> { private readonly A _a = new(); private readonly C _c = new(); private readonly B _self = null!; public B() : base("") { } public override Tensor forward(Tensor x) => x; }
        class C : nn.Module<Tensor, Tensor> { private readonly A _a = new(); private readonly MultiheadAttention _m = null!; public C() : base("") { } public override Tensor forward(Tensor x) => x; }
        """));

    private const string Projections = "private readonly Linear _q = nn.Linear(8, 8), _k = nn.Linear(8, 8), _v = nn.Linear(8, 8); ";

    [Theory]
    [InlineData("SelfAttention", Projections, "var s = softmax(matmul(_q.forward(x), _k.forward(x).transpose(-2, -1)) / Math.Sqrt(8), -1); return matmul(s, _v.forward(x));", true)]
    [InlineData("CausalAttentionBlock", Projections, "var s = (_q.forward(x) * Math.Pow(8, -0.5)).bmm(_k.forward(x)).softmax(-1); return einsum(\"bij,bjk->bik\", s, _v.forward(x));", true)]
    [InlineData("Head", Projections, "var s = softmax(matmul(_q.forward(x), _k.forward(x).transpose(-2, -1)) / Math.Sqrt(8), -1); return matmul(s, _v.forward(x));", false)]
    // Bahdanau's has one product and no scale, that over channels no projections.
    [InlineData("BahdanauAttention", Projections, "var s = softmax(_q.forward(x) + _k.forward(x), -1); return bmm(s, _v.forward(x));", false)]
    [InlineData("LuongAttention", Projections, "var s = softmax(bmm(_q.forward(x), x), -1); return bmm(s, x);", false)]
    [InlineData("ChannelAttention", "private readonly Linear _q = nn.Linear(8, 2), _k = nn.Linear(2, 8); ", "return x * sigmoid(_k.forward(_q.forward(x).relu()));", false)]
    [InlineData("SpatialAttention", "private readonly Conv2d _q = nn.Conv2d(8, 8, 1); ", "var s = softmax(matmul(x, x) / Math.Sqrt(8), -1); return matmul(s, _q.forward(x));", false)]
    [InlineData("GraphAttentionLayer", Projections, "var s = softmax(matmul(_q.forward(x), _k.forward(x)) / Math.Sqrt(8), -1); return matmul(s, _v.forward(x));", false)]
    [InlineData("Attentional", Projections, "var s = softmax(matmul(_q.forward(x), _k.forward(x)) / Math.Sqrt(8), -1); return matmul(s, _v.forward(x));", false)]
    public Task AttentionWrittenOut_IsKnownByItsFormula(string name, string fields, string forward, bool reports)
    {
        string modules = $" class {name} : nn.Module<Tensor, Tensor> {{ {fields} public {name}() : base(\"\") {{ }} public override Tensor forward(Tensor x) {{ {forward} }} }}"
            + $" class Net : nn.Module<Tensor, Tensor> {{ private readonly {name} _a = new(); public Net() : base(\"\") {{ }} public override Tensor forward(Tensor x) => _a.forward(x); }}";
        return Verify.VerifyAsync(reports ? Trained("new Net()", modules) : NotTrained("new Net()", modules));
    }

    [Theory]
    [InlineData("net.load(\"weights\");")]
    [InlineData("net.to(CPU).load(\"weights\");")]
    [InlineData("nn.Module other = net; other.load(\"weights\");")]
    [InlineData("LoadWeights(net);")]
    [InlineData("ImportFrom(\"a\", net);")]
    [InlineData("net.ReadWeights();")]
    [InlineData("Prepare(net);")]
    [InlineData("if (epochs > 3) { net.load_state_dict(new Dictionary<string, Tensor>()); }")]
    [InlineData("optimizer.load_state_dict(\"state\");")]
    [InlineData("foreach (var g in optimizer.ParamGroups) { g.LearningRate = 0.1; }")]
    [InlineData("Unseen?.Invoke(optimizer);")]
    [InlineData("Unseen?.Invoke(scheduler);")]
    [InlineData("var warmup = optim.lr_scheduler.LinearLR(optimizer); warmup.step();")]
    [InlineData("var all = optim.lr_scheduler.SequentialLR(optimizer, new[] { optim.lr_scheduler.LinearLR(optimizer), scheduler }, new[] { 5 });")]
    [InlineData("if (epochs < 3) { optimizer.ParamGroups.First().LearningRate = 1e-5; }")]
    public Task WeightsOrRatesFromElsewhere_AreSilent(string statement) => Verify.VerifyAsync(Program(
        $"var net = new Attentive(); {AdamW}var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); {statement} {Loop}",
        members: "public Action<object>? Unseen; static void LoadWeights(nn.Module m) { } static void ImportFrom(string file, Attentive net) { } static void Prepare(nn.Module m) { m.load(\"weights\"); }"));

    [Theory]
    [InlineData("Pretrained()")]
    [InlineData("LoadModel()")]
    [InlineData("(Attentive)new Attentive().load(\"weights\")")]
    [InlineData("_fields")]
    [InlineData("Got")]
    [InlineData("Kept.Net")]
    [InlineData("(Parsed(out var parsed), parsed).parsed")]
    public Task PretrainedModel_IsSilent(string net) => Verify.VerifyAsync(Program(
        $"var net = {net}; {AdamW}var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); {Loop}",
        members: "static Attentive LoadModel() => new(); static Attentive Pretrained() { var m = new Attentive(); m.load(\"a\"); return m; } Attentive _fields = new(); void Resume() => _fields.load(\"a\"); Attentive Got { get { return _fields; } } record Context(Attentive Net); Context Kept = new(LoadModel()); static int Parsed(out Attentive net) { net = LoadModel(); return 0; }"));

    [Fact]
    public Task PretrainedModel_BehindAQuestionMark_IsSilent() => Verify.VerifyAsync(Program(
        $"Attentive? net = new Attentive(); net?.load(\"a\"); var optimizer = optim.AdamW(net?.parameters()); var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); {Loop}"));

    // A chain of variables is followed without recursion, and given up where it is long.
    [Fact]
    public Task LongChainOfVariables_IsSurvived() => Verify.VerifyAsync(Program(
        "var m0 = new Attentive(); " + string.Concat(Enumerable.Range(1, 3000).Select(i => $"var m{i} = m{i - 1}; "))
        + $"var net = m3000; {AdamW}var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); {Loop}"));

    [Fact]
    public Task ModelThatLoadsItself_IsSilent() => Verify.VerifyAsync(NotTrained(
        "new Net()", " class Net : nn.Module<Tensor, Tensor> { private readonly TransformerEncoderLayer _a = nn.TransformerEncoderLayer(8, 2); public Net() : base(\"\") { RegisterComponents(); load(\"weights\"); } public override Tensor forward(Tensor x) => x; }"));

    [Theory]
    [InlineData("new Attentive()", true)]
    [InlineData("(Attentive)new Attentive().load(\"weights\")", false)]
    [InlineData("Restored()", false)]
    public Task ModelFromTheCaller_IsFollowedBack(string given, bool reports)
    {
        string scheduler = "optim.lr_scheduler.StepLR(optimizer, 10)";
        return Verify.VerifyAsync(Usings + $$"""
            internal class Learner
            {
                private readonly Attentive _net;
                public Learner(Attentive net) => _net = net;
                public void Fit(List<Tensor> batches, int epochs)
                {
                    var optimizer = optim.Adam(_net.parameters());
                    var scheduler = {{(reports ? $"[|{scheduler}|]" : scheduler)}};
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) optimizer.step(); scheduler.step(); }
                }
                static Attentive Restored() => new();
                static void Run() => new Learner({{given}}).Fit(null!, 90);
            }
            """ + Attentive);
    }

    [Fact]
    public Task OwnParameters_Report() => Verify.VerifyAsync(Usings + """
        internal class Transformer2 : nn.Module<Tensor, Tensor>
        {
            private readonly TransformerEncoderLayer _layer = nn.TransformerEncoderLayer(8, 2);
            public Transformer2() : base("") { RegisterComponents(); }
            public override Tensor forward(Tensor x) => _layer.forward(x);
            public void Fit(List<Tensor> batches, int epochs)
            {
                var optimizer = optim.Adam(parameters());
                var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 10)|];
                for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) optimizer.step(); scheduler.step(); }
            }
        }
        """);

    [Fact]
    public Task Fields_Report() => Verify.VerifyAsync(Usings + """
        internal class Learner
        {
            private readonly Attentive _net = new();
            private readonly optim.Optimizer _optimizer;
            private readonly optim.lr_scheduler.LRScheduler _scheduler;
            public Learner(int epochs)
            {
                _optimizer = optim.AdamW(_net.parameters());
                _scheduler = [|optim.lr_scheduler.CosineAnnealingLR(_optimizer, epochs)|];
            }
            public void Fit(List<Tensor> batches, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) Step(x); _scheduler.step(); } }
            private void Step(Tensor x) { _net.forward(x).sum().backward(); _optimizer.step(); }
        }
        """ + Attentive);

    [Theory]
    [InlineData("for (int epoch = 0; epoch < 5; epoch++) { optimizer.step(); scheduler.step(); }")]
    [InlineData("while (true) { foreach (var x in batches) { optimizer.step(); } scheduler.step(); }")]
    [InlineData("for (int episode = 0; episode < epochs; episode++) { foreach (var x in batches) { optimizer.step(); } scheduler.step(); }")]
    [InlineData("optimizer.step(); scheduler.step();")]
    [InlineData("for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { optimizer.step(); } }")]
    public Task NoLongTraining_IsSilent(string loop) => Verify.VerifyAsync(Program(
        $"var net = new Attentive(); {AdamW}var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); {loop}"));

    [Fact]
    public Task LearningRateFinder_IsSilent() => Verify.VerifyAsync(Method("", $$"""
        void FindLearningRate(List<Tensor> batches, int epochs, double learningRate)
        {
            var net = new Attentive(); {{AdamW}}var scheduler = optim.lr_scheduler.ExponentialLR(optimizer, learningRate); {{Loop}}
        }
        """) + Attentive);

    [Fact]
    public Task Tests_AreExempt() => Verify.VerifyAsync(Program(
        $"var net = new Attentive(); {AdamW}var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); {Loop}",
        members: "[Xunit.Fact] public void Test() { }"));

    [Fact]
    public Task NoWarmupWanted_IsSilent() => Verify.VerifyAsync(
        Program($"var net = new Attentive(); {AdamW}var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs); {Loop}"),
        ("lr_analyzers.warmup_ratio", "0"));

    [Fact]
    public Task Message_TellsWhatWhyAndHow() => Verify.VerifyMessageAsync(
        Program($"var net = new Attentive(); {AdamW}var scheduler = {{|#0:optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)|}}; {Loop}"),
        "CosineAnnealingLR starts AdamW at its full learning rate: its step sizes vary most in the first steps, when they rest on few gradients, and a model with attention is easily thrown off by that. Warm up over the first 5 % of the training.");

    // Before and after, with what stands between the optimizer and the loop, and what steps the scheduler.
    private static (string Before, string After) Fixable(string before, string after, string loop = "", string members = "", string usings = "") =>
        (FixProgram(before, loop, members, usings), FixProgram(after, loop, members, usings));

    private static string FixProgram(string schedule, string loop, string members, string usings) => usings + Method($$"""
        var net = new Attentive();
        var optimizer = optim.AdamW(net.parameters(), 1e-3);
        {{schedule.ReplaceLineEndings("\n")}}
        {{(loop.Length > 0 ? loop : "for (int epoch = 0; epoch < epochs; epoch++)\n{\n    foreach (var x in batches)\n    {\n        optimizer.step();\n    }\n\n    scheduler.step();\n}")}}
        """, members) + Attentive;

    private static Task VerifyFixAsync((string Before, string After) programs) =>
        Verify.VerifyFixAsync(programs.Before, programs.After, LR2011_PutWarmupBefore.Key);

    private static string Sequence(string length, string scheduler, string declared = "var scheduler", string factories = "optim.lr_scheduler.", string name = "warmupEpochs") => $$"""
        int {{name}} = {{length}};
        {{declared}} = {{factories}}SequentialLR(
            optimizer,
            new[]
            {
                {{factories}}LinearLR(optimizer, start_factor: 0.1, total_iters: {{name}}),
                {{scheduler}},
            },
            new[] { {{name}} });
        """;

    [Theory]
    [InlineData("CosineAnnealingLR(optimizer, epochs)", "CosineAnnealingLR(optimizer, Math.Max(1, epochs - warmupEpochs))", "Math.Max(1, epochs / 20)")]
    [InlineData("CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs))", "CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs - warmupEpochs))", "Math.Max(1, epochs / 20)")]
    [InlineData("CosineAnnealingLR(eta_min: 1e-6, /* all */ T_max: epochs + 1, optimizer: optimizer)", "CosineAnnealingLR(eta_min: 1e-6, /* all */ T_max: Math.Max(1, totalEpochs - warmupEpochs), optimizer: optimizer)", "Math.Max(1, totalEpochs / 20)")]
    [InlineData("CosineAnnealingLR(optimizer, 100)", "CosineAnnealingLR(optimizer, Math.Max(1, 100 - warmupEpochs))", "5")]
    [InlineData("CosineAnnealingLR(optimizer, 10)", "CosineAnnealingLR(optimizer, Math.Max(1, 10 - warmupEpochs))", "1")]
    [InlineData("CosineAnnealingLR(optimizer, Horizon)", "CosineAnnealingLR(optimizer, Math.Max(1, Horizon - warmupEpochs))", "Horizon / 20")]
    [InlineData("PolynomialLR(optimizer, total_iters: epochs, power: 2)", "PolynomialLR(optimizer, total_iters: Math.Max(1, epochs - warmupEpochs), power: 2)", "Math.Max(1, epochs / 20)")]
    [InlineData("LinearLR(optimizer, 1.0, 0.0, epochs)", "LinearLR(optimizer, 1.0, 0.0, Math.Max(1, epochs - warmupEpochs))", "Math.Max(1, epochs / 20)")]
    [InlineData("StepLR(optimizer, 30)", "StepLR(optimizer, 30)", "Math.Max(1, epochs / 20)")]
    [InlineData("MultiStepLR(optimizer, new[] { 30, 60 })", "MultiStepLR(optimizer, new[] { 30, 60 })", "Math.Max(1, epochs / 20)")]
    [InlineData("ExponentialLR(optimizer, 0.95)", "ExponentialLR(optimizer, 0.95)", "Math.Max(1, epochs / 20)")]
    [InlineData("LambdaLR(optimizer, e => Math.Pow(0.95, e))", "LambdaLR(optimizer, e => Math.Pow(0.95, e))", "Math.Max(1, epochs / 20)")]
    public Task Fix_PutsAWarmupBefore(string before, string after, string length) => VerifyFixAsync(Fixable(
        $"var scheduler = [|optim.lr_scheduler.{before}|];",
        (length.Contains("totalEpochs", StringComparison.Ordinal) ? "int totalEpochs = epochs + 1;\n" : "") + Sequence(length, "optim.lr_scheduler." + after),
        members: "const int Horizon = 60;"));

    [Theory]
    [InlineData("var scheduler = [|torch.optim.lr_scheduler.StepLR(optimizer, 30)|];", "torch.optim.lr_scheduler.", "var scheduler")]
    [InlineData("optim.lr_scheduler.LRScheduler scheduler = [|lr_scheduler.StepLR(optimizer, 30)|];", "lr_scheduler.", "optim.lr_scheduler.LRScheduler scheduler")]
    [InlineData("var scheduler = [|StepLR(optimizer, 30)|];", "", "var scheduler")]
    public Task Fix_QualifiesAsTheCodeDoes(string before, string factories, string declared) => VerifyFixAsync(Fixable(
        before,
        Sequence("Math.Max(1, epochs / 20)", factories + "StepLR(optimizer, 30)", declared, factories),
        usings: "using static TorchSharp.torch.optim;\nusing static TorchSharp.torch.optim.lr_scheduler;\n"));

    [Fact]
    public Task Fix_KeepsCommentsAndLines() => VerifyFixAsync(Fixable(
        """
        // decays
        var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(
            optimizer, // the one above
            T_max: epochs)|]; // to 0
        """,
        """
        // decays
        int warmupEpochs = Math.Max(1, epochs / 20);
        var scheduler = optim.lr_scheduler.SequentialLR(
            optimizer,
            new[]
            {
                optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.1, total_iters: warmupEpochs),
                optim.lr_scheduler.CosineAnnealingLR(
                    optimizer, // the one above
                    T_max: Math.Max(1, epochs - warmupEpochs)),
            },
            new[] { warmupEpochs }); // to 0
        """));

    [Fact]
    public Task Fix_Constructor_StaysOne() => VerifyFixAsync(Fixable(
        "var scheduler = [|new optim.lr_scheduler.impl.StepLR(optimizer, 30)|];",
        Sequence("Math.Max(1, epochs / 20)", "new optim.lr_scheduler.impl.StepLR(optimizer, 30)")));

    [Fact]
    public Task Fix_LengthOnlyInTheLoop_WarmsUpFiveEpochs() => VerifyFixAsync(Fixable(
        "var scheduler = [|optim.lr_scheduler.ExponentialLR(optimizer, 0.95)|];",
        Sequence("5", "optim.lr_scheduler.ExponentialLR(optimizer, 0.95)"),
        "int epoch = 0;\nwhile (epoch++ < Count())\n{\n    foreach (var x in batches)\n        optimizer.step();\n    scheduler.step();\n}",
        "int Count() => 90;"));

    [Theory]
    [InlineData("CosineAnnealingLR(optimizer, epochs * batches.Count)", "CosineAnnealingLR(optimizer, Math.Max(1, totalSteps - warmupSteps))")]
    [InlineData("StepLR(optimizer, 1000)", "StepLR(optimizer, 1000)")]
    public Task Fix_SteppedPerBatch_WarmsUpSteps(string before, string after) => VerifyFixAsync(Fixable(
        $"var scheduler = [|optim.lr_scheduler.{before}|];",
        "int totalSteps = epochs * batches.Count;\n" + Sequence("Math.Max(1, Math.Min(2000, totalSteps / 20))", "optim.lr_scheduler." + after, name: "warmupSteps"),
        "for (int epoch = 0; epoch < epochs; epoch++)\n    foreach (var x in batches)\n    {\n        optimizer.step();\n        scheduler.step();\n    }"));

    [Fact]
    public Task Fix_Field_IsAssignedTheSequence() => Verify.VerifyFixAsync(
        FieldProgram("_scheduler = [|optim.lr_scheduler.CosineAnnealingLR(_optimizer, epochs)|];"),
        FieldProgram("""
            int warmupEpochs = Math.Max(1, epochs / 20);
            _scheduler = optim.lr_scheduler.SequentialLR(
                _optimizer,
                new[]
                {
                    optim.lr_scheduler.LinearLR(_optimizer, start_factor: 0.1, total_iters: warmupEpochs),
                    optim.lr_scheduler.CosineAnnealingLR(_optimizer, Math.Max(1, epochs - warmupEpochs)),
                },
                new[] { warmupEpochs });
            """),
        LR2011_PutWarmupBefore.Key);

    private static string FieldProgram(string assignment) => Usings + $$"""
        internal class Learner
        {
            private readonly Attentive _net = new();
            private readonly optim.Optimizer _optimizer;
            private readonly optim.lr_scheduler.LRScheduler _scheduler;

            public Learner(int epochs)
            {
                _optimizer = optim.AdamW(_net.parameters(), 1e-3);
                {{assignment.ReplaceLineEndings("\n").Replace("\n", "\n        ", StringComparison.Ordinal)}}
            }

            public void Fit(List<Tensor> batches, int epochs)
            {
                for (int epoch = 0; epoch < epochs; epoch++)
                {
                    foreach (var x in batches) _optimizer.step();
                    _scheduler.step();
                }
            }
        }
        """ + Attentive;

    [Fact]
    public Task Fix_TopLevelStatements_GetALocal()
    {
        string Source(string schedule) => Usings + $"int epochs = int.Parse(args[0]);\nvar net = new Attentive();\nvar optimizer = optim.AdamW(net.parameters(), 1e-3);\n{schedule}\nfor (int epoch = 0; epoch < epochs; epoch++)\n{{\n    foreach (var x in new List<Tensor>()) optimizer.step();\n    scheduler.step();\n}}\n" + Attentive;
        Verify.RuleTest test = Verify.Create(Source("var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 30)|];"), []);
        test.TestState.OutputKind = Microsoft.CodeAnalysis.OutputKind.ConsoleApplication;
        test.FixedCode = Source(Sequence("Math.Max(1, epochs / 20)", "optim.lr_scheduler.StepLR(optimizer, 30)"));
        return test.RunAsync();
    }

    // Steps in a method that is called, and a creation that is an argument.
    [Fact]
    public Task Fix_GivenToAMethod_TakesThePartOfItsLoop()
    {
        string Source(string call) => Usings + $$"""
            internal static class Trainer
            {
                static void Run(List<Tensor> batches)
                {
                    var net = new Attentive();
                    var optimizer = optim.AdamW(net.parameters(), 1e-3);
                    {{call.ReplaceLineEndings("\n").Replace("\n", "\n        ", StringComparison.Ordinal)}}
                }

                static void Fit(optim.Optimizer optimizer, optim.lr_scheduler.LRScheduler scheduler, List<Tensor> batches, int epochs)
                {
                    for (int epoch = 0; epoch < epochs; epoch++)
                    {
                        foreach (var x in batches) optimizer.step();
                        scheduler.step();
                    }
                }
            }
            """ + Attentive;
        return Verify.VerifyFixAsync(
            Source("Fit(optimizer, [|optim.lr_scheduler.StepLR(optimizer, 30)|], batches, 90);"),
            Source("""
                int warmupEpochs = 4;
                Fit(optimizer, optim.lr_scheduler.SequentialLR(
                    optimizer,
                    new[]
                    {
                        optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.1, total_iters: warmupEpochs),
                        optim.lr_scheduler.StepLR(optimizer, 30),
                    },
                    new[] { warmupEpochs }), batches, 90);
                """),
            LR2011_PutWarmupBefore.Key);
    }

    [Fact]
    public Task FixAll_NamesEachWarmup() => Verify.VerifyFixAsync(
        Program($"var net = new Attentive(); var optimizer = optim.Adam(net.parameters());\n{Cosine}\n{Loop}\nvar second = optim.Adam(net.parameters());\nvar other = [|optim.lr_scheduler.StepLR(second, 9)|];\n{Loop.Replace("optimizer", "second", StringComparison.Ordinal).Replace("scheduler.", "other.", StringComparison.Ordinal)}"),
        Program($"var net = new Attentive(); var optimizer = optim.Adam(net.parameters());\n{Sequence("Math.Max(1, epochs / 20)", "optim.lr_scheduler.CosineAnnealingLR(optimizer, Math.Max(1, epochs - warmupEpochs))")}\n{Loop}\nvar second = optim.Adam(net.parameters());\n"
            + Sequence("Math.Max(1, epochs / 20)", "optim.lr_scheduler.StepLR(optimizer, 9)", "var other", name: "warmupEpochs2").Replace("optimizer", "second", StringComparison.Ordinal)
            + $"\n{Loop.Replace("optimizer", "second", StringComparison.Ordinal).Replace("scheduler.", "other.", StringComparison.Ordinal)}"),
        LR2011_PutWarmupBefore.Key);

    [Theory]
    [InlineData("0.1", "Math.Max(1, epochs / 10)")]
    [InlineData("0.15", "Math.Max(1, (int)(0.15 * epochs))")]
    public Task Fix_TakesTheProjectsRatio(string ratio, string length)
    {
        (string before, string after) = Fixable("var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 30)|];", Sequence(length, "optim.lr_scheduler.StepLR(optimizer, 30)"));
        Verify.RuleTest test = Verify.Create(before, [("lr_analyzers.warmup_ratio", ratio)]);
        test.FixedCode = after;
        return test.RunAsync();
    }

    [Theory]
    // Rates that go on from what they find, no length, a length that runs code, a step to a place of its own.
    [InlineData("var scheduler = [|optim.lr_scheduler.MultiplicativeLR(optimizer, e => 0.95)|];")]
    [InlineData("var scheduler = [|optim.lr_scheduler.PolynomialLR(optimizer)|];")]
    [InlineData("var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, Count())|];")]
    [InlineData("var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, learningRate)|];")]
    [InlineData("var scheduler = [|optim.lr_scheduler.CosineAnnealingLR(optimizer, /* all */ (int)/* of them */epochs)|];")]
    [InlineData("optim.lr_scheduler.LRScheduler scheduler; if (epochs > 3) scheduler = [|optim.lr_scheduler.StepLR(optimizer, 30)|]; else return;")]
    [InlineData("optim.lr_scheduler.impl.StepLR scheduler = [|new optim.lr_scheduler.impl.StepLR(optimizer, 30)|];")]
    [InlineData("var scheduler = [|optim.lr_scheduler.SequentialLR(optimizer, new[] { optim.lr_scheduler.StepLR(optimizer, 10), optim.lr_scheduler.StepLR(optimizer, 10) }, new[] { 10 })|];")]
    [InlineData("var scheduler = [|optim.lr_scheduler.StepLR(optimizer, 30)|]; scheduler.step(0);")]
    [InlineData("var scheduler = [|optim.lr_scheduler.StepLR(\n#if true\noptimizer,\n#endif\n30)|];")]
    public Task Fix_WhereItIsNotCertain_IsNotOffered(string schedule) =>
        Verify.VerifyNoFixAsync(FixProgram(schedule, "", "int Count() => 3;", ""), LR2011_PutWarmupBefore.Key);
}
