using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tests.Rules;

/// <summary>Learning rates by inference: what reaches an LR argument unchanged is judged where it is written.</summary>
public class RateInferenceTests
{
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing TorchSharp;\nusing TorchSharp.Modules;\nusing Microsoft.ML;\n";
    private const string P = "torch.nn.Linear(1, 1).parameters()";

    /// <summary>Every form in which a value is given; <c>VALUE</c> stands for it.</summary>
    public static TheoryData<string> Forms() =>
    [
        "class S { public double Rate { get; set; } = VALUE; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }",
        "class S { public double Rate { get; init; } = VALUE; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }",
        "class S { public double Rate = VALUE; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }",
        "static class S { public static double Rate { get; set; } = VALUE; } class T { void M() { torch.optim.AdamW(P, S.Rate); } }",
        "class S { double _rate = VALUE; public double Rate { get => _rate; set => _rate = value; } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }",
        "class S { public double Rate => VALUE; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }",
        "record S(double Rate = VALUE); class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }",
        "record S(double Rate); class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } S N() => new S(VALUE); }",
        "record S(double Rate); class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } S N(S s) => s with { Rate = VALUE }; }",
        "class S { public double Rate { get; set; } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } S N() => new S { Rate = VALUE }; }",
        "class S { public double Rate { get; set; } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } S _s = new() { Rate = VALUE }; }",
        "class S { public double Rate { get; } public S(double rate) { Rate = rate; } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } S N() { S s = new(VALUE); return s; } }",
        "class B { public double Rate; public B(double rate) { Rate = rate; } } class S : B { public S() : base(VALUE) { } } class T { void M(B s) { torch.optim.AdamW(P, s.Rate); } }",
        "class S { public double Rate; public S(double rate) { Rate = rate; } public S() : this(VALUE) { } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }",
        "class S { public double Rate { get; set; } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } void N(S s) { s.Rate = VALUE; } }",
        "class T { double _lr; public T() { _lr = VALUE; } void M() { torch.optim.AdamW(P, _lr); } }",
        "class T { private readonly double lr; T(double lr) { this.lr = lr; } void M() { torch.optim.AdamW(P, lr); } static T N() => new T(VALUE); }",
        "class T(double lr) { void M() { torch.optim.AdamW(P, lr); } static T N() => new(VALUE); }",
        "class T { void N() => Train(VALUE); void Train(double lr) { torch.optim.AdamW(P, lr); } }",
        "class T { void N() => Train(3, lr: VALUE); static void Train(int n, double lr = 0.001) { torch.optim.AdamW(P, lr); } }",
        "class T { void Train(double lr = VALUE) { torch.optim.AdamW(P, lr); } }",
        "class T { void N() { Make(VALUE); torch.optim.Optimizer Make(double lr) => torch.optim.AdamW(P, lr); } }",
        "class T { void N() { Func<double, torch.optim.Optimizer> make = lr => torch.optim.AdamW(P, lr); make(VALUE); } }",
        "class T { void A() => B(VALUE); void B(double lr) => C(lr); void C(double rate) => D(rate); void D(double r) { torch.optim.AdamW(P, r); } }",
        "interface I { double Rate { get; } } class S : I { public double Rate { get; set; } = VALUE; } class T { void M(I s) { torch.optim.AdamW(P, s.Rate); } }",
        "class T { void M() { torch.optim.AdamW(P, Rate()); } static double Rate() => VALUE; }",
        "class T { void M() { torch.optim.AdamW(P, Rate()); static double Rate() { return VALUE; } } }",
        "class T { void M(string[] args) { double lr = args.Length > 0 ? double.Parse(args[0]) : VALUE; torch.optim.AdamW(P, lr); } }",
        "class T { void M(double? lr) { torch.optim.AdamW(P, lr ?? VALUE); } }",
        "class T { void M(string[] args) { double lr = VALUE; if (args.Length > 0) lr = double.Parse(args[0]); torch.optim.AdamW(P, lr); } }",
        "class T { void M(bool fast) { double lr; if (fast) lr = VALUE; else lr = VALUE; torch.optim.AdamW(P, lr); } }",
        "class T { void M(double? lr) { torch.optim.AdamW(P, lr.GetValueOrDefault(VALUE)); } }",
        "class T { void M() { torch.optim.AdamW(P, Get(\"lr\", VALUE)); } static double Get(string key, double fallback) => double.TryParse(Environment.GetEnvironmentVariable(key), System.Globalization.CultureInfo.InvariantCulture, out double value) ? value : fallback; }",
        "class T { void M(Dictionary<string, double> s) { torch.optim.AdamW(P, s.GetValueOrDefault(\"lr\", VALUE)); } }",
        "class T { void M() { (double lr, int n) = (VALUE, 3); torch.optim.AdamW(P, lr); } }",
        "class T { void M() { var t = (lr: VALUE, n: 3); torch.optim.AdamW(P, t.lr); } }",
        "class T { void M((double lr, int n) t) { torch.optim.AdamW(P, t.lr); } void N() => M((VALUE, 3)); }",
        "class T { void M() { var c = new { Rate = (double)VALUE, N = 3 }; torch.optim.AdamW(P, c.Rate); } }",
        "class T { static (double Lr, int N) Get() => (VALUE, 3); void M() { var (lr, n) = Get(); torch.optim.AdamW(P, lr); } }",
        "class T { void M(string name) { double lr = name switch { \"a\" => VALUE, _ => VALUE }; torch.optim.AdamW(P, lr); } }",
        "class T { void M() { foreach (var lr in new[] { VALUE, VALUE }) { torch.optim.AdamW(P, lr); } } }",
        "class T { static readonly double[] s_rates = { VALUE, VALUE }; void M(int i) { torch.optim.AdamW(P, s_rates[i]); } }",
        "class S { [System.ComponentModel.DefaultValue(VALUE)] public double Rate { get; set; } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }",
        "class S { public double? Rate { get; set; } = VALUE; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate.Value); } }",
        "class S { public double Rate { get; set; } = VALUE; } class T { S _s; void M() { var lr = _s?.Rate ?? 0.001; torch.optim.AdamW(P, lr); } }",
        "class S { [Option(\"lr\", Default = VALUE)] public double Rate { get; set; } } class OptionAttribute : Attribute { public OptionAttribute(string name) { } public object Default { get; set; } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }",
        "class T { void M() { var h = new Dictionary<string, double> { [\"lr\"] = VALUE, [\"decay\"] = 0.0001 }; torch.optim.AdamW(P, h[\"lr\"]); } }",
        "class T { static readonly Dictionary<string, double> s_rates = new() { { \"adam\", VALUE }, { \"sgd\", 0.1 } }; void M() { torch.optim.AdamW(P, s_rates[\"adam\"]); } }",
        "class T { static readonly double[] s_rates = { 0.1, VALUE }; void M() { torch.optim.AdamW(P, s_rates[1]); } }",
        "class T { static readonly Lazy<double> s_rate = new(() => VALUE); void M() { torch.optim.AdamW(P, s_rate.Value); } }",
        "class T { static async System.Threading.Tasks.Task<double> Load() { await System.Threading.Tasks.Task.Delay(1); return VALUE; } async System.Threading.Tasks.Task M() { var lr = await Load(); torch.optim.AdamW(P, lr); } }",
        "class T { static void Load(out double lr, out int n) { lr = VALUE; n = 3; } void M() { Load(out var lr, out var n); torch.optim.AdamW(P, lr); } }",
        "record S(double Rate, int N); class T { void M() { var (lr, n) = new S(VALUE, 3); torch.optim.AdamW(P, lr); } }",
        "class A : EventArgs { public double Rate { get; init; } } class T { event EventHandler<A> Begun; void M() { Begun += (s, e) => { torch.optim.AdamW(P, e.Rate); }; Begun(this, new A { Rate = VALUE }); } }",
        "abstract class B { protected abstract double Rate { get; } void M() { torch.optim.AdamW(P, Rate); } } class S : B { protected override double Rate => VALUE; }",
        "class S { public double Rate { get; set; } } static class E { public static void M(Action<S> configure) { var s = new S(); configure(s); torch.optim.AdamW(P, s.Rate); } static void N() => M(s => s.Rate = VALUE); }",
        "class B { double _lr = 0.001; public B With(double lr) { _lr = lr; return this; } public void M() { torch.optim.AdamW(P, _lr); } static void N() => new B().With(VALUE).M(); }",
        "class S { double _rate; public double Rate { get => _rate; set { if (value <= 0) throw new ArgumentOutOfRangeException(nameof(value)); _rate = value; } } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } S N() => new S { Rate = VALUE }; }",
        "class S { public double Rate { get; set; } = VALUE; } class T { void M(S s) { torch.optim.AdamW(new[] { new AdamW.ParamGroup(P, s.Rate) }); } }",
        "class S { public double Rate { get; set; } = VALUE; } class T { void M(S s) { torch.optim.lr_scheduler.OneCycleLR(torch.optim.AdamW(P), s.Rate, 100); } }",
        "class V { public V(double value) { Value = value; } public double Value { get; set; } } class S { public V Rate { get; } = new(VALUE); public V Decay { get; } = new(0.001); } class T { void M(S s) { torch.optim.AdamW(P, s.Rate.Value); } }",
        "class V { public double Value { get; set; } } class S { public V Rate { get; set; } = new() { Value = VALUE }; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate.Value); } }",
        "class V { public double Value { get; set; } = 0.001; } class S { public V Rate { get; } = new(); } class T { void M(S s) { torch.optim.AdamW(P, s.Rate.Value); } void N(S s) { s.Rate.Value = VALUE; } }",
        "class V { public double Value { get; set; } = 0.001; } class S { public V Rate { get; set; } = new(); } class T { void M(S s) { torch.optim.AdamW(P, s.Rate.Value); } S N() => new S { Rate = { Value = VALUE } }; }",
        "class V { readonly double _v; public V(double v) { _v = v; } public double Get => _v; } class T { void M() { var rate = new V(VALUE); torch.optim.AdamW(P, rate.Get); } }",
        "class S { public double Rate { get; set; } = VALUE; } record Shown(double Rate, int N); class T { void M(S s) { torch.optim.AdamW(P, s.Rate); Console.Write(new Shown(s.Rate, 3)); } }",
        "class S { public double Rate { get; set; } = VALUE; } class T { void M(object s) { if (s is S { Rate: var lr }) { torch.optim.AdamW(P, lr); } } }",
        "class S { public double Rate { get; init; } = VALUE; } class U { public S Part { get; init; } = new(); } class T { void M(U u) { if (u is { Part.Rate: var lr }) { torch.optim.AdamW(P, lr); } } }",
        "class S { public double Rate { get; init; } = VALUE; } class U { public S Part { get; init; } = new(); } class T { void M(U u) { if (u is { Part: { Rate: double lr } }) { torch.optim.AdamW(P, lr); } } }",
        "record S(double Rate = VALUE); class T { torch.optim.Optimizer M(object s) => s switch { S { Rate: var lr } => torch.optim.AdamW(P, lr), _ => throw new Exception() }; }",
        "class T { static (string Name, double Rate) Get() => (\"a\", VALUE); void M() { if (Get() is (Name: \"a\", Rate: var lr)) { torch.optim.AdamW(P, lr); } } }",
        "class S { public double Rate { get; set; } = VALUE; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); Save(\"lr\", s.Rate); } static void Save(string key, double value) => Environment.SetEnvironmentVariable(key, value.ToString()); }",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task ValueFromAfar_IsJudgedWhereItIsWritten(string form)
    {
        foreach ((string value, string id) in new[] { ("50.0", "LR1003"), ("(1 / 1000)", "LR1002") })
        {
            if (value.Contains('/', StringComparison.Ordinal) && form.Contains("var t = (lr: VALUE", StringComparison.Ordinal))
            {
                continue; // an int has no rate's type there
            }

            Diagnostic[] reports = await Reports(form.Replace("VALUE", value, StringComparison.Ordinal));
            Assert.True(
                reports.Length > 0 && reports.All(report => report.Id == id && report.Location.SourceTree!.GetText().ToString(report.Location.SourceSpan) is "50.0" or "1 / 1000" or "(1 / 1000)"),
                $"{value} in {form}: {string.Join("; ", reports.Select(report => report.ToString()))}");
        }

        Assert.Empty(await Reports(form.Replace("VALUE", "0.001", StringComparison.Ordinal)));
    }

    /// <summary>What no one may report: values that are known to be right, or not known at all.</summary>
    [Theory]
    // Sentinels.
    [InlineData("class S { public double Rate { get; set; } = 0; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = -1; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = double.NaN; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; private set; } = 0; public S(double rate) { Rate = rate; } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class T { void A() => Train(0.001); void Train(double lr = 0) { torch.optim.AdamW(P, lr); } }")]
    [InlineData("class T { void Train(double lr = -1) { if (lr < 0) lr = 0.001; torch.optim.AdamW(P, lr); } }")]
    [InlineData("class T { void M(bool fast) { double lr = 0; if (fast) lr = 0.01; else lr = 0.001; torch.optim.AdamW(P, lr); } }")]
    [InlineData("class T { private static double s_rate = -1; static double Rate => s_rate > 0 ? s_rate : 0.001; void M() { torch.optim.AdamW(P, Rate); } }")]
    [InlineData("class T { void M(bool fast) { double lr = 50; if (fast) lr = 0.01; else lr = 0.001; torch.optim.AdamW(P, lr); } }")]
    [InlineData("class T { void M() { double lr = 50; lr = 0.001; torch.optim.AdamW(P, lr); } }")]
    [InlineData("class T { void M(double lr = 0) { double rate = lr <= 0 ? 0.001 : lr; torch.optim.AdamW(P, rate); } }")]
    [InlineData("class T { static double Find(string k) { if (k == \"x\") return 0.001; return -1; } void M() { double lr = Find(\"x\"); if (lr < 0) throw new Exception(); torch.optim.AdamW(P, lr); } }")]
    [InlineData("class T { static double Read(string k) => double.TryParse(k, System.Globalization.CultureInfo.InvariantCulture, out var v) ? v : double.NaN; void M() { var lr = Read(\"x\"); if (double.IsNaN(lr)) lr = 0.001; torch.optim.AdamW(P, lr); } }")]
    [InlineData("class T { static double Read(string k) => double.TryParse(k, System.Globalization.CultureInfo.InvariantCulture, out var v) ? v : double.NaN; void M() { var lr = Read(\"x\"); if (double.IsNaN(lr)) throw new Exception(); torch.optim.AdamW(P, lr); } }")]
    [InlineData("class T { void M(double? given) { double lr = given ?? -1; if (lr <= 0) throw new Exception(); torch.optim.AdamW(P, lr); } }")]
    [InlineData("class T { static bool TryGet(string k, out double v) { v = 0; return k == \"x\"; } void M() { if (TryGet(\"lr\", out var lr)) torch.optim.AdamW(P, lr); } }")]
    [InlineData("class T { static bool TryGet(string k, out double v) { if (k == \"x\") { v = 0.001; return true; } v = -1; return false; } void M() { if (TryGet(\"lr\", out var lr)) torch.optim.AdamW(P, lr); } }")]
    [InlineData("record S(double Rate, int N) { public static S None { get; } = new(0, 0); } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } void N() => M(S.None with { Rate = 0.001 }); }")]
    // Bound at run time.
    [InlineData("class SerializeFieldAttribute : Attribute { } class T { [SerializeField] private float _rate = 0f; void M() { torch.optim.AdamW(P, _rate); } }")]
    [InlineData("class S { [System.Text.Json.Serialization.JsonInclude] public double Rate { get; private set; } = 0; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } S N(string json) => System.Text.Json.JsonSerializer.Deserialize<S>(json); }")]
    // Tolerated by an optimizer that it reaches.
    [InlineData("class S { public double Rate { get; set; } = 5; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); torch.optim.Adadelta(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(S s) { var o = torch.optim.AdamW(P, s.Rate); foreach (var g in o.ParamGroups) g.LearningRate = 0.001; } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(S s) { var o = torch.optim.AdamW(P, s.Rate); torch.optim.lr_scheduler.OneCycleLR(o, 0.01, 100); } }")]
    // Another object's value.
    [InlineData("class V { public V(double value) { Value = value; } public double Value { get; set; } } class S { public V Rate { get; } = new(0.001); public V Decay { get; } = new(0); } class T { void M(S s) { torch.optim.AdamW(P, s.Rate.Value, weight_decay: s.Decay.Value); } }")]
    [InlineData("class V<T> { public V(T value) { Value = value; } public T Value { get; set; } } static class S { public static readonly V<double> Rate = new(0.001), Decay = new(0); } class T { void M() { torch.optim.AdamW(P, S.Rate.Value); S.Decay.Value = 0; } }")]
    [InlineData("class V { public double Value { get; set; } } class T { V _rate = new() { Value = 0.001 }; V _zoom = new() { Value = 100 }; V _noise = new() { Value = 0 }; void M() { torch.optim.AdamW(P, _rate.Value); Console.Write(_zoom.Value); } }")]
    [InlineData("record struct R(double Low, double High); class S { public R Rate = new(0.0001, 0.01), Drop = new(0, 50); } class T { void M(S s) { torch.optim.AdamW(P, s.Rate.High); torch.optim.AdamW(P, s.Rate.Low); Console.Write(s.Drop.Low); } }")]
    [InlineData("class V { public double A { get; set; } } class S { public V Actor { get; } = new() { A = 0.001 }; public V Entropy { get; } = new() { A = 0 }; } class T { double M(S s) { torch.optim.AdamW(P, s.Actor.A); return s.Entropy.A * 3; } }")]
    [InlineData("class V { readonly double _v; public V(double v) { _v = v; } public double Get => _v; } class T { void M() { var rate = new V(0.001); var decay = new V(0); torch.optim.AdamW(P, rate.Get, weight_decay: decay.Get); } }")]
    // Turned away by a check.
    [InlineData("class S { public double? Rate { get; set; } } class T { void M(S s) { double rate = s.Rate is > 0 and < 1 ? s.Rate.Value : 0.001; torch.optim.AdamW(P, rate); } S N() => new S { Rate = 50 }; }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate > 1 ? 0.001 : s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { const double Most = 0.1; void M(S s) { torch.optim.AdamW(P, Most >= s.Rate ? s.Rate : Most); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate switch { <= 0 or > 1 => 0.001, var rate => rate }); } }")]
    [InlineData("class S { double _rate; public double Rate { get => _rate; set => _rate = value < 1 ? value : 1e-3; } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } S N() => new S { Rate = 50 }; }")]
    // Shared with another algorithm.
    [InlineData("class S { public double Rate { get; set; } = 0.9; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } double Q(S s, double q, double target) => q + s.Rate * (target - q); }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); new Boost(s.Rate); } class Boost { public Boost(double r) { Console.Write(r * 2); } } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); new Q { Rate = s.Rate }; } class Q { public double Rate; double Next(double q, double target) => q + Rate * (target - q); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); new Q(s.Rate); } class Q { double _rate; public Q(double rate) { _rate = rate; } double Next(double q, double target) => q + _rate * (target - q); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); var own = s.Rate; own /= 3; } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } interface I { void Learn(double rate); } class T { void M(S s, I i) { torch.optim.AdamW(P, s.Rate); i.Learn(s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(S s, Action<double> learn) { torch.optim.AdamW(P, s.Rate); learn(s.Rate); } }")]
    // A sweep.
    [InlineData("class T { void M() { foreach (var lr in new[] { 0.0001, 0.001, 50.0 }) { torch.optim.AdamW(P, lr); } } }")]
    [InlineData("class T { void M() { foreach (var lr in new[] { 50.0, 0.001 }) { var both = new[] { lr, 0.9 }; torch.optim.AdamW(P, both[0]); } } }")]
    [InlineData("class S { public double Rate { get; set; } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } S[] _all = { new S { Rate = 50 }, new S { Rate = 0.001 } }; }")]
    [InlineData("class T { void M() { var all = new List<torch.optim.Optimizer> { Make(50), Make(0.001) }; } torch.optim.Optimizer Make(double lr) => torch.optim.AdamW(P, lr); }")]
    [InlineData("class T { void M() { var all = new torch.optim.Optimizer[] { torch.optim.AdamW(P, 0.001), torch.optim.AdamW(P, 0.1), torch.optim.AdamW(P, 10) }; } }")]
    [InlineData("class T { static readonly Dictionary<string, double> s_rates = new() { { \"adam\", 0.001 }, { \"sgd\", 2 } }; void M() { torch.optim.AdamW(P, s_rates[\"adam\"]); } }")]
    [InlineData("class T { void M(double lr) { var h = new Dictionary<string, double> { [\"lr\"] = 50, [\"decay\"] = 0.0001 }; h[\"lr\"] = lr; torch.optim.AdamW(P, h[\"lr\"]); } }")]
    [InlineData("class T { void M() { var rates = new Dictionary<string, double> { [\"low\"] = 1e-4, [\"mid\"] = 1e-2, [\"high\"] = 5 }; foreach (var (name, lr) in rates) { torch.optim.AdamW(P, lr); } } }")]
    // Another override may take the place.
    [InlineData("abstract class B { protected abstract double Rate { get; } void M() { torch.optim.AdamW(P, Rate); } } class S : B { protected override double Rate => 50; } class R : B { protected override double Rate => 0.001; }")]
    [InlineData("class B { protected virtual double Rate => 50; void M() { torch.optim.AdamW(P, Rate); } }")]
    // A setter that keeps it in bounds, a field that a constructor marks as not set, a switch that is off.
    [InlineData("class S { double _rate = 0.001; public double Rate { get => _rate; set => _rate = Math.Clamp(value, 1e-6, 0.1); } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } S N() => new S { Rate = 50 }; }")]
    [InlineData("class S { double _rate; public S() { _rate = 0; } public double Rate { get => _rate; set { if (value <= 0) throw new ArgumentException(); _rate = value; } } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class T { const bool Fast = false; void M() { double lr = Fast ? 50 : 0.001; torch.optim.AdamW(P, lr); } }")]
    // A search between bounds.
    [InlineData("class T { static double Score(double lr) { torch.optim.AdamW(P, lr); return lr; } void M() { double lo = 1e-6, hi = 1; for (int i = 0; i < 10; i++) { double mid = Math.Sqrt(lo * hi); if (Score(mid) > 0) hi = mid; else lo = mid; } Score(hi); } }")]
    // What is computed, and other members.
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate * 0.001); } }")]
    [InlineData("class S { public double Epochs { get; set; } = 50; public double Rate { get; set; } = 0.001; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); Console.Write(s.Epochs); } }")]
    [InlineData("class T { static double Get(string key, double fallback) => double.TryParse(key, out double value) ? value : fallback; void M() { torch.optim.AdamW(P, Get(\"lr\", 0.001)); var momentum = Get(\"momentum\", 50); } }")]
    public async Task GoodOrUnknown_IsSilent(string source) => Assert.Empty(await Reports(source));

    /// <summary>A value that every object is given another for, or may be for all that is known, is nobody's rate.</summary>
    [Theory]
    // By a statement, a copy, an initializer, an argument.
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M() { var s = new S(); s.Rate = 0.001; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M() { var s = new S { Rate = 50 }; s.Rate = 0.001; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("struct S { public double Rate; public S() { Rate = 50; } } class T { void M() { var s = new S(); s.Rate = 0.001; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(bool fast) { var s = new S(); if (fast) s.Rate = 0.01; else s.Rate = 0.001; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { static S Make() { var s = new S(); s.Rate = 0.001; return s; } void M() { var s = Make(); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { static void Set(S s) { s.Rate = 0.001; } void M() { var s = new S(); Set(s); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(Action<S> configure) { var s = new S(); configure(s); torch.optim.AdamW(P, s.Rate); } void N() => M(s => s.Rate = 0.001); }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void F(S s) { torch.optim.AdamW(P, s.Rate); } void M() { var a = new S(); a.Rate = 0.001; F(a); F(new S { Rate = 0.01 }); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(int[] folds) { foreach (var fold in folds) { var s = new S(); s.Rate = 0.001; torch.optim.AdamW(P, s.Rate); } } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void F(S s) { torch.optim.AdamW(P, s.Rate); } void M(int[] folds) { foreach (var fold in folds) { var s = new S(); s.Rate = 0.001; F(s); } } }")]
    [InlineData("record S { public double Rate { get; init; } = 50; } class T { void M() { var all = new S(); var s = all with { Rate = 0.001 }; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("record S(int N, double Rate = 50); class T { void M() { var s = new S(3) with { Rate = 0.001 }; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("record S(int N, double Rate = 50); class T { void M() { var s = new S(3) with { Rate = 0.001 }; s = s with { N = 4 }; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("record S(int N, double Rate = 50); class T { void M() { var s = new S(3, 0.001); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("record S { public S(double rate = 50) { Rate = rate; } public double Rate { get; } } class T { void M() { var s = new S(0.001); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class T { readonly double _lr; public T(int n, double lr = 50) { _lr = lr; } void M() { torch.optim.AdamW(P, _lr); } static void N() => new T(3, 0.001).M(); }")]
    [InlineData("class T { void F(double lr = 50) { torch.optim.AdamW(P, lr); } void M() => F(0.001); }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class U { public S Part { get; } = new(); public void M() { torch.optim.AdamW(P, Part.Rate); } } class T { void N() => new U { Part = { Rate = 0.001 } }.M(); }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class U { public S Part { get; } = new(); public void M() { torch.optim.AdamW(P, Part.Rate); } } class T { void N() { var u = new U(); u.Part.Rate = 0.001; u.M(); } }")]
    // By every constructor, by every creation, by the code that reads it, by a method or a setter that is called.
    [InlineData("class T { double _lr = 50; public T(double lr) { _lr = lr; } public T() : this(0.001) { } void M() { torch.optim.AdamW(P, _lr); } static void N() => new T().M(); }")]
    [InlineData("class T { public double Lr { get; set; } = 50; void M() { torch.optim.AdamW(P, Lr); } static void N() => new T { Lr = 0.001 }.M(); }")]
    [InlineData("class T { double _lr = 50; void M() { _lr = 0.001; torch.optim.AdamW(P, _lr); } }")]
    [InlineData("class T { double _lr = 50; public T With(double lr) { _lr = lr; return this; } void M() { torch.optim.AdamW(P, _lr); } static void N() => new T().With(0.001).M(); }")]
    [InlineData("class S { double _rate = 50; public double Rate { get => _rate; set => _rate = value; } } class T { void M() { var s = new S { Rate = 0.001 }; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("static class S { public static double Rate = 50; } class T { static void M() { torch.optim.AdamW(P, S.Rate); } static void Main() { S.Rate = 0.001; M(); } }")]
    [InlineData("class S { public double Rate { get; set; } = 0.001; } class T { void M() { var s = new S(); s.Rate = 50; s.Rate = 0.01; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("record struct S(double Rate, int N); class T { void M() { var s = new S(50, 3); s = s with { Rate = 0.001 }; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M() { var all = new List<S> { new S(), new S() }; foreach (var s in all) s.Rate = 0.001; foreach (var s in all) { torch.optim.AdamW(P, s.Rate); } } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { S Copy(S s) => s; void M() { var s = Copy(new S()); s.Rate = 0.001; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class B { public double Rate { get; set; } = 50; } class S : B { public S() { Rate = 0.001; } } class T { void M() { var s = new S(); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("record B(double Rate = 50); record S(int N, double Rate = 0.001) : B(Rate); class T { void M() { var s = new S(3); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S(double rate = 50) { public double Rate { get; } = rate; } class T { void M() { var s = new S(0.001); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("record I(double Rate = 50); record S(I Part); class T { void M() { var s = new S(new I()); s = s with { Part = s.Part with { Rate = 0.001 } }; torch.optim.AdamW(P, s.Part.Rate); } }")]
    [InlineData("class S { public static S Current { get; set; } = new(); public double Rate { get; set; } = 50; } class T { static void Main() { S.Current = new S { Rate = 0.001 }; M(); } static void M() { torch.optim.AdamW(P, S.Current.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M() { var s = new S(); void Set(double rate) => s.Rate = rate; Set(0.001); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate = 50; } class T { void M(string text) { var s = new S(); if (!double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out s.Rate)) return; torch.optim.AdamW(P, s.Rate); } }")]
    // By every branch of a constructor or of the code in front, by what derives.
    [InlineData("class S { public double Rate { get; set; } = 50; public S(bool fast) { if (fast) { Rate = 0.005; } else { Rate = 0.001; } } } class T { void M() { var s = new S(true); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; public S(int n) { switch (n) { case 1: Rate = 0.005; break; default: Rate = 0.001; break; } } } class T { void M() { var s = new S(1); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; public S(string text) { try { Rate = text.Length * 1e-4; } catch (Exception e) { throw new InvalidOperationException(text, e); } } } class T { void M() { var s = new S(\"abc\"); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; public double Other { get; } public S() { lock (this) { Other = Rate = 0.001; } } } class T { void M() { var s = new S(); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("abstract class B { protected double _lr = 50; public void M() { torch.optim.AdamW(P, _lr); } } class S : B { public S() { _lr = 0.001; } } class T { void N() => new S().M(); }")]
    [InlineData("abstract class B<V> { public double Rate { get; set; } = 50; public void M() { torch.optim.AdamW(P, Rate); } } class S : B<int> { } class T { void N() => new S { Rate = 0.001 }.M(); }")]
    [InlineData("abstract class B { protected double _lr = 50; protected B() { _lr = 0.001; } } class S : B { void M() { torch.optim.AdamW(P, _lr); } static void N() => new S().M(); }")]
    [InlineData("record S { public double Rate { get; init; } = 50; public void M() { torch.optim.AdamW(P, Rate); } } class T { void N() => (new S() with { Rate = 0.001 }).M(); }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(int n) { var s = new S(); switch (n) { case 0: s.Rate = 0.005; break; default: s.Rate = 0.001; break; } torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(int n) { var s = new S(); if (n == 0) s.Rate = 0.005; else if (n == 1) { s.Rate = 0.001; } else throw new ArgumentException(); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("interface I { double Rate { get; set; } } class S : I { public double Rate { get; set; } = 50; public void M() { torch.optim.AdamW(P, Rate); } } class T { void M() { I s = new S(); s.Rate = 0.001; ((S)s).M(); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { private S _s = new(); public T(bool fast) { if (fast) { _s = new S { Rate = 0.005 }; } else { _s = new S { Rate = 0.001 }; } } void M() { torch.optim.AdamW(P, _s.Rate); } }")]
    [InlineData("static class S { public static double Rate = 50; static S() { if (Environment.ProcessorCount > 2) { Rate = 0.005; } else { Rate = 0.001; } } } class T { void M() { torch.optim.AdamW(P, S.Rate); } }")]
    // Given where it is first needed.
    [InlineData("class S { bool _ready; double _rate = 50; public double Rate { get { if (!_ready) { _rate = 0.001; _ready = true; } return _rate; } } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class T { bool _ready; double _rate = 50; void Prepare() { if (!_ready) { _rate = 0.001; _ready = true; } } void M() { Prepare(); torch.optim.AdamW(P, _rate); } }")]
    [InlineData("class T { bool _built; double _rate = 50; void Build() { if (_built) { return; } _rate = 0.001; _built = true; } void M() { if (!_built) Build(); torch.optim.AdamW(P, _rate); } }")]
    [InlineData("class T { int _done; double _rate = 50; void M() { if (System.Threading.Interlocked.Exchange(ref _done, 1) == 0) { _rate = 0.001; } torch.optim.AdamW(P, _rate); } }")]
    [InlineData("class T { double _rate = 50; void M(int n) { for (int run = 0; run < n; run++) { if (run == 0) _rate = 0.001; torch.optim.AdamW(P, _rate); } } }")]
    [InlineData("class S { bool _isSet; double _rate = 50; public double Rate { get => _isSet ? _rate : 0.001; set { _rate = value; _isSet = true; } } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate = 50; } class T { void M(string[] args) { var s = new S(); if (args.Length > 0) s.Rate = 0.001; else return; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate = 50; } class T { void M(string[] args) { foreach (var a in args) { var s = new S(); if (a.Length > 0) { s.Rate = 0.001; } else { continue; } torch.optim.AdamW(P, s.Rate); } } }")]
    // A local, read only where it has been given another.
    [InlineData("class T { void M(int n) { double lr = 50; for (int i = 0; i < n; i++) { lr = 0.001; torch.optim.AdamW(P, lr); } } }")]
    [InlineData("class T { void M(bool fast) { double lr = 50; if (fast) { lr = 0.001; torch.optim.AdamW(P, lr); } } }")]
    [InlineData("class T { void M(int n) { double lr = 50; bool first = true; for (int i = 0; i < n; i++) { if (first) { lr = 0.001; first = false; } torch.optim.AdamW(P, lr); } } }")]
    [InlineData("class T { void M(string kind) { double lr = 50; switch (kind) { case \"a\": lr = 0.001; torch.optim.AdamW(P, lr); break; case \"b\": torch.optim.SGD(P, 0.1); break; } } }")]
    [InlineData("class T { void M() { double lr = 50; int i = 0; while (i < 3) { lr = i == 0 ? 0.001 : 0.0001; i++; torch.optim.AdamW(P, lr); } } }")]
    [InlineData("class T { void M(string[] args) { double lr = 50; if (args.Length > 0) lr = 0.001; else return; torch.optim.AdamW(P, lr); } }")]
    [InlineData("class T { void M() { double lr = 0.001; torch.optim.AdamW(P, lr); lr = 50; Console.WriteLine(lr); } }")]
    // By the order of calls.
    [InlineData("class T { public double Rate { get; set; } = 50; void Fit() { torch.optim.AdamW(P, Rate); } static void N() { var t = new T(); t.Rate = 0.01; t.Fit(); t.Rate = 0.001; t.Fit(); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void Fit(S s) { torch.optim.AdamW(P, s.Rate); } void N() { var s = new S(); foreach (var rate in new[] { 0.01, 0.001 }) { s.Rate = rate; Fit(s); } } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class U { readonly S _s; public U(S s) { _s = s; } public void Fit() { torch.optim.AdamW(P, _s.Rate); } } class T { void N() { var s = new S(); var u = new U(s); foreach (var rate in new[] { 0.01, 0.001 }) { s.Rate = rate; u.Fit(); } } }")]
    [InlineData("class T { double _rate = 50; void Fit() { torch.optim.AdamW(P, _rate); } void FineTune() { _rate = 0.0001; Fit(); } static void N() { var t = new T(); t.FineTune(); t.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 50; void Fit() { torch.optim.AdamW(P, Rate); } static void N() { var a = new T { Rate = 0.001 }; a.Fit(); var b = new T(); b.Rate = 0.001; b.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 50; void Fit() { torch.optim.AdamW(P, Rate); } static void N() { T t; t = new T { Rate = 0.01 }; t.Fit(); t = new T(); t.Rate = 0.001; t.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 50; void Fit() { torch.optim.AdamW(P, Rate); } static void N() { var t = new T(); void Go() { t.Fit(); } t.Rate = 0.001; Go(); } }")]
    [InlineData("static class H { public static void Quick(T t) { t.Rate = 0.001; } } class T { public double Rate { get; set; } = 50; void Fit() { torch.optim.AdamW(P, Rate); } static void N() { var t = new T(); H.Quick(t); t.Fit(); } }")]
    [InlineData("static class H { public static void Quick(T t) { t.Rate = 0.001; } } class T { public double Rate { get; set; } = 50; void Fit() { torch.optim.AdamW(P, Rate); } static void N() { var all = new List<T> { new T() }; all.ForEach(H.Quick); foreach (var t in all) t.Fit(); } }")]
    // A pattern that lets through what can train.
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(S s) { if (s is { Rate: > 0 and < 1 and var lr }) { torch.optim.AdamW(P, lr); } } }")]
    // What a copy replaces.
    [InlineData("class S { public double Rate { get; set; } public int N; public S() { } public S(S other) { Rate = other.Rate; N = other.N; } } class T { void M() { var a = new S { Rate = 50 }; var b = new S(a) { Rate = 0.001 }; torch.optim.AdamW(P, b.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } public int N; public S Clone() => new S { Rate = Rate, N = N }; } class T { void M() { var a = new S { Rate = 50 }; var b = a.Clone(); b.Rate = 0.001; torch.optim.AdamW(P, b.Rate); } }")]
    // The default is the one of the name that is called.
    [InlineData("interface I { void Fit(double lr = 0.001); } class T : I { public void Fit(double lr = 50) { torch.optim.AdamW(P, lr); } static void N() { I t = new T(); t.Fit(); } }")]
    // By the constructor that calls the one which gives it.
    [InlineData("class S { public double Rate { get; set; } = 50; public S() { } public S(S other) { Rate = other.Rate; } } class Fast : S { public Fast(S other) : base(other) { Rate = 0.001; } } class T { void M() { var s = new Fast(new S()); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } public S() : this(3) { Rate = 0.001; } public S(int n) { Rate = 50; } } class T { void M() { var s = new S(); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } public S(double rate) { Rate = rate; } } class Fast : S { public Fast() : base(50) { Rate = 0.001; } } class T { void M() { var s = new Fast(); torch.optim.AdamW(P, s.Rate); } }")]
    // One write in front of each call.
    [InlineData("class T { public double Rate { get; set; } = 50; void Fit() { torch.optim.AdamW(P, Rate); } static void N() { var t = new T(); foreach (var rate in new[] { 0.01, 0.001 }) { t.Rate = rate; t.Fit(); } t.Rate = 0.001; t.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 50; void Fit() { torch.optim.AdamW(P, Rate); } static void N(bool fast) { var t = new T(); if (fast) { t.Rate = 0.01; t.Fit(); } else { t.Rate = 0.001; t.Fit(); } } }")]
    // Where it fails, too, or else nothing goes on.
    [InlineData("class T { double _rate = 50; void Load() { try { _rate = System.IO.File.ReadAllText(\"lr\").Length * 1e-4; } catch (System.IO.IOException) { _rate = 0.001; } } void M() { Load(); torch.optim.AdamW(P, _rate); } }")]
    [InlineData("class T { void M() { double lr = 50; try { lr = System.IO.File.ReadAllText(\"lr\").Length * 1e-4; } catch (System.IO.IOException) { Console.WriteLine(1); Environment.Exit(1); } torch.optim.AdamW(P, lr); } }")]
    [InlineData("class S { public double Rate = 50; } class T { void M(string[] args) { var s = new S(); if (args.Length == 0) { Console.WriteLine(1); Environment.Exit(1); } else s.Rate = args[0].Length * 1e-4; torch.optim.AdamW(P, s.Rate); } }")]
    // What a name of another object's member says nothing of.
    [InlineData("class O { public double Rate { get; set; } = 0.001; } class T { public double Rate { get; set; } = 50; public void Configure(O o) { Rate = o.Rate; } void Fit() { torch.optim.AdamW(P, Rate); } static void N() { var t = new T(); t.Configure(new O()); t.Fit(); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { static void Fit(S s) { torch.optim.AdamW(P, s.Rate); } static void N() { var a = new S(); a.Rate = 0.001; var s = new S(); s.Rate = a.Rate; Fit(s); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; public void CopyTo(S other) { other.Rate = Rate; } } class T { static void Fit(S s) { torch.optim.AdamW(P, s.Rate); } static void N() { var a = new S { Rate = 0.001 }; var s = new S(); a.CopyTo(s); Fit(s); } }")]
    // Before anybody could read it.
    [InlineData("class T { public double Rate { get; set; } = 0.01; public int N; void Fit() { torch.optim.AdamW(P, Rate); } static void M() { var t = new T(); t.Rate = 50; t.N = 3; t.Rate = 0.001; t.Fit(); } }")]
    // Through a local, too.
    [InlineData("class S { public static S Current { get; set; } = new() { Rate = 50 }; public double Rate { get; set; } = 0.001; } class T { static void Main() { S.Current = new S(); M(); } static void M() { var s = S.Current; torch.optim.AdamW(P, s.Rate); } }")]
    public async Task ReplacedValue_IsSilent(string source) => Assert.Empty(await Reports(source));

    /// <summary>The same where an object keeps it, at least in some runs.</summary>
    [Theory]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M() { var s = new S(); torch.optim.AdamW(P, s.Rate); s.Rate = 0.001; } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M() { var s = new S { Rate = 0.001 }; s.Rate = 50; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(string[] args) { var s = new S(); if (args.Length > 0) s.Rate = 0.001; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { static S Read(string[] args) { var s = new S(); foreach (var a in args) { switch (a) { case \"fast\": s.Rate = 0.01; break; } } return s; } void M(string[] args) { var s = Read(args); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void F(S s) { torch.optim.AdamW(P, s.Rate); } void M() { var a = new S(); a.Rate = 0.001; F(a); var b = new S(); F(b); } }")]
    [InlineData("record S(int N, double Rate = 50); class T { void M() { var s = new S(3); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("record S(int N, double Rate = 50); class T { void M() { var s = new S(3) with { N = 4 }; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("record S(int N, double Rate = 50); class T { void M() { var all = new S(3, 0.001); var s = all with { Rate = 50 }; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class T { double _lr = 50; public T(double lr) { _lr = lr; } public T() { } void M() { torch.optim.AdamW(P, _lr); } static void N() { new T().M(); new T(0.001).M(); } }")]
    [InlineData("class T { double _lr = 50; public void Set(double lr) { _lr = lr; } void M() { torch.optim.AdamW(P, _lr); } }")]
    [InlineData("class T { double _lr = 50; public void Set(double lr) { _lr = lr; } void M() { torch.optim.AdamW(P, _lr); } static void N(double? lr) { var t = new T(); if (lr is { } given) t.Set(given); t.M(); } }")]
    [InlineData("class T { void F(double lr = 50) { torch.optim.AdamW(P, lr); } void M() { F(0.001); F(); } }")]
    [InlineData("public class T { public void F(double lr = 50) { torch.optim.AdamW(P, lr); } void M() => F(0.001); }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M() { var s = new S(); try { s.Rate = double.Parse(System.IO.File.ReadAllText(\"lr\"), System.Globalization.CultureInfo.InvariantCulture); } catch (System.IO.IOException) { } torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 0.001; } class T { void M() { var s = new S(); s.Rate = 50; torch.optim.AdamW(P, s.Rate); s.Rate = 0.01; } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M() { var s = new S(); for (int run = 0; run < 3; run++) { torch.optim.AdamW(P, s.Rate); s.Rate = 0.001; } } }")]
    [InlineData("class S(double rate = 50) { public double Rate { get; } = rate; } class T { void M() { var s = new S(); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public static S Current { get; set; } = new(); public double Rate { get; set; } = 50; } class T { static void M() { torch.optim.AdamW(P, S.Current.Rate); } }")]
    [InlineData("record S(double Rate = 50, int N = 10) { public static S Default { get; } = new(); } class T { void M() { var s = S.Default with { N = 3 }; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("record I(double Rate = 50); record S(I Part, int N); class T { void M() { var s = new S(new I(), 3); s = s with { N = 4 }; torch.optim.AdamW(P, s.Part.Rate); } }")]
    [InlineData("class T { public double Lr { get; set; } = 50; void M() { torch.optim.AdamW(P, Lr); } static void N() { var a = new T(); a.Lr = 0.001; a.M(); var b = new T(); b.M(); } }")]
    [InlineData("class T { double _lr = 50; public T With(double lr) { _lr = lr; return this; } void M() { torch.optim.AdamW(P, _lr); } static void N() { new T().With(0.001).M(); new T().M(); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(bool fast) { var s = new S(); if (fast) s.Rate = 0.001; else Console.WriteLine(1); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; public S(bool keep) { if (keep) return; Rate = 0.001; } } class T { void M() { var s = new S(true); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("abstract class B { protected double _lr = 50; public void M() { torch.optim.AdamW(P, _lr); } } class S : B { public S() { _lr = 0.001; } } class R : B { } class T { void N() { new S().M(); new R().M(); } }")]
    [InlineData("class S { bool _fast; double _rate = 50; public S(bool fast) { _fast = fast; } public double Rate { get { if (_fast) { _rate = 0.001; } return _rate; } } } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class T { void M(string[] args) { double lr = 50; foreach (var a in args) { if (a.Length > 3) lr = a.Length * 0.001; } torch.optim.AdamW(P, lr); } }")]
    [InlineData("class T { void M() { double lr = 50; torch.optim.AdamW(P, lr); lr = 0.001; Console.WriteLine(lr); } }")]
    [InlineData("class T { void M() { double lr = 0.001; for (int i = 0; i < 3; i++) { torch.optim.AdamW(P, lr); lr = 50; } } }")]
    [InlineData("class T { void M(string path) { double lr = 50; try { lr = System.IO.File.ReadAllText(path).Length * 1e-4; } catch (System.IO.IOException) { } torch.optim.AdamW(P, lr); } }")]
    [InlineData("class S { public double Rate = 50; public bool Adam; } class T { static S Read(string[] args) { var s = new S(); for (int i = 0; i < args.Length; i++) { switch (args[i]) { case \"lr\": s.Rate = args[++i].Length * 0.001; break; case \"adam\": s.Adam = true; break; } } return s; } void M(string[] args) { var s = Read(args); if (s.Adam) torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class T { public double Rate { get; set; } = 50; void Fit() { torch.optim.AdamW(P, Rate); } static void N() { var t = new T(); t.Fit(); t.Rate = 0.001; t.Fit(); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { static void Fit(S s) { torch.optim.AdamW(P, s.Rate); } static void N() { var s = new S(); Fit(s); s.Rate = 0.001; Fit(s); } }")]
    [InlineData("class T { double _rate = 50; void Fit() { torch.optim.AdamW(P, _rate); } void FineTune() { _rate = 0.0001; Fit(); } static void N() { var t = new T(); t.Fit(); t.FineTune(); } }")]
    [InlineData("static class H { public static void Quick(T t) { t.Rate = 0.001; } } class T { public double Rate { get; set; } = 50; void Fit() { torch.optim.AdamW(P, Rate); } static void N(string[] args) { var t = new T(); if (args.Length > 0) H.Quick(t); t.Fit(); } }")]
    [InlineData("class S { public double Rate = 50; public S() { } public S(S other) { Rate = other.Rate; } } class T { void M() { var a = new S(); var b = new S(a); torch.optim.AdamW(P, b.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } public int N; public S() { } public S(S other) { Rate = other.Rate; N = other.N; } } class T { void M() { var a = new S { Rate = 50 }; var b = new S(a) { N = 3 }; torch.optim.AdamW(P, b.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } public int N; public S Clone() => new S { Rate = Rate, N = N }; } class T { void M() { var a = new S { Rate = 50 }; var b = a.Clone(); b.N = 3; torch.optim.AdamW(P, b.Rate); } }")]
    [InlineData("interface I { void Fit(double lr = 50); } class T : I { public void Fit(double lr) { torch.optim.AdamW(P, lr); } static void N() { I t = new T(); t.Fit(); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; public S() { } public S(S other) { Rate = other.Rate; } } class Fast : S { public int N; public Fast(S other) : base(other) { N = 2; } } class T { void M() { var s = new Fast(new S()); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } public S() { Rate = 50; } } class Fast : S { public Fast(bool fast) { if (fast) Rate = 0.001; } } class T { void M(bool fast) { var s = new Fast(fast); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } public S() : this(3) { } public S(int n) { Rate = 50; } } class T { void M() { var s = new S(); torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class T { void M() { double lr = 50; var copy = lr; torch.optim.AdamW(P, lr); Console.WriteLine(copy); } }")]
    [InlineData("class T { void M(bool fast) { double lr = 50; if (fast) { lr = 0.001; Console.WriteLine(lr); } else { torch.optim.AdamW(P, lr); } } }")]
    [InlineData("class S { public double Rate = 50; } class T { void M(int n) { var s = new S(); switch (n) { case 0: s.Rate = 0.001; break; case 1: torch.optim.AdamW(P, s.Rate); break; } } }")]
    [InlineData("class T { public double Rate { get; set; } = 50; void Fit() { torch.optim.AdamW(P, Rate); } static void N(bool fast) { var t = new T(); if (fast) { t.Rate = 0.001; t.Fit(); } else { t.Fit(); } } }")]
    [InlineData("class O { public double Rate { get; set; } = 50; } class T { public double Rate { get; set; } = 0.001; public void Configure(O o) { Rate = o.Rate; } void Fit() { torch.optim.AdamW(P, Rate); } static void N() { var t = new T(); t.Configure(new O()); t.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.01; void Fit() { torch.optim.AdamW(P, Rate); } static void M() { var t = new T(); t.Rate = 50; t.Fit(); t.Rate = 0.001; t.Fit(); } }")]
    [InlineData("class S { public static S Current { get; set; } = new() { Rate = 50 }; public double Rate { get; set; } = 0.001; } class T { static void Main() { M(); } static void M() { var s = S.Current; torch.optim.AdamW(P, s.Rate); } }")]
    [InlineData("class T { double _rate = 50; void Load() { try { _rate = System.IO.File.ReadAllText(\"lr\").Length * 1e-4; } catch (System.IO.IOException) { Console.WriteLine(1); } } void M() { Load(); torch.optim.AdamW(P, _rate); } }")]
    public async Task KeptValue_IsReported(string source) => Assert.Equal("LR1003", Assert.Single(await Reports(source)).Id);

    // A return in the innermost of so many blocks: to read each block twice would take a hundred years.
    [Fact]
    public async Task KeptValue_BehindManyBlocks_IsReported()
    {
        string blocks = Enumerable.Repeat(0, 40).Aggregate("if (n > 0) return;", (inner, _) => $"{{ {inner} }} n++;");
        string source = $$"""
            class S { public double Rate { get; set; } = 50; public S(int n) { {{blocks}} Rate = 0.001; } }
            class T { void M() { var s = new S(3); torch.optim.AdamW(P, s.Rate); } }
            """;
        Assert.Equal("LR1003", Assert.Single(await Reports(source)).Id);
    }

    // What it holds where it is read is not known; to compare each with each would take minutes.
    [Fact]
    public async Task MemberThatMoreStatementsWriteThanAreCompared_IsSilent()
    {
        string writes = string.Concat(Enumerable.Range(0, 100).Select(i => $"s.Rate = {50 + i}; torch.optim.AdamW(P, s.Rate);\n"));
        Assert.Empty(await Reports($$"""class S { public double Rate { get; set; } = 50; } class T { void M() { var s = new S(); {{writes}} } }"""));
    }

    // What is wrong whatever takes its place, and what nobody tries or means as "not set".
    [Theory]
    [InlineData("abstract class B { protected abstract double Rate { get; } void M() { torch.optim.AdamW(P, Rate); } } class S : B { protected override double Rate => 1 / 1000; } class R : B { protected override double Rate => 0.001; }", "LR1002")]
    [InlineData("class T { void M() { foreach (var lr in new[] { 1 / 1000, 0.01, 0.1 }) { torch.optim.AdamW(P, lr); } } }", "LR1002")]
    [InlineData("class T { void M() { var all = new[] { torch.optim.AdamW(P, 1 / 1000), torch.optim.AdamW(P, 0.001) }; } }", "LR1002")]
    [InlineData("class S { public double Rate { get; set; } = 10 ^ -3; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }", "LR1001")]
    [InlineData("class T { static double Find(string k) { if (k == \"x\") return 0.001; return -1; } void M() { double lr = Find(\"x\"); torch.optim.AdamW(P, lr); } }", "LR1001")]
    [InlineData("class T { readonly double _lr; T(double lr) { if (lr <= 0) throw new Exception(); _lr = lr; } void M() { torch.optim.AdamW(P, _lr); } static T N() => new T(-1); }", "LR1001")]
    public async Task Certain_IsReported(string source, string id) => Assert.Equal(id, Assert.Single(await Reports(source)).Id);

    [Theory]
    [InlineData("class S { public double Rate { get; set; } = 3 * 10 ^ -4; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }", "'S.Rate' = 3 * 10 ^ -4, which is -30, the learning rate of AdamW in 'T.M', is not a positive, finite number: ^ is the exclusive or of the bits in C#, not a power.")]
    [InlineData("class S { public double Rate { get; set; } = 1 / 1000; } class T { void M(S s) { torch.optim.AdamW(P, s.Rate); } }", "'1 / 1000' divides integers, so the learning rate of AdamW in 'T.M' is cut to 0: make it a floating-point division")]
    [InlineData("class T { void M() { Func<double, torch.optim.Optimizer> make = lr => torch.optim.AdamW(P, lr); make(-3); } }", "'lr' = -3, the learning rate of AdamW, is not a positive, finite number: each step would climb the loss instead of descending it. Typical is 0.001.")]
    public async Task Message_IsASentence(string source, string message) => Assert.Equal(message, Assert.Single(await Reports(source)).GetMessage());

    private static readonly string[] s_bad =
    [
        "1.0", "1.5", "2.0", "3.0", "5.0", "7.5", "8.0", "10.0", "12.0", "20.0", "25.0", "33.3", "50.0", "64.0", "99.0", "100.0", "128.0", "1e3", "1e6", "5e9",
        "(1 / 10)", "(1 / 100)", "(1 / 1000)", "(1 / 10000)", "(1 / 2)", "(1 / 3)", "(2 / 5)", "(3 / 10)", "(3 / 1000)", "(5 / 100)", "(5 / 10000)", "(1 / 128)", "(1 / 256)",
        "(2 / 1024)", "(7 / 8)", "(9 / 10)", "(1 / 7)", "(25 / 1000)", "(15 / 100)", "(1 / 500)",
    ];

    private static readonly string[] s_good =
    [
        "0.001", "1e-3", "1e-4", "3e-4", "2e-5", "5e-5", "0.01", "0.002", "0.0005", "0.005", "(1.0 / 1000)", "(1 / 1000.0)", "(1 / 128.0)", "(3.0 / 1000)", "0.0003",
        "1e-5", "6e-4", "1.5e-3", "0.00025", "8e-6",
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task SeededForm_IsFound_AndItsCorrectTwinIsSilent(string form)
    {
        // A tuple of an int has no rate's type.
        string[] bad = [.. s_bad.Select(value => form.Contains("var t = (lr: VALUE", StringComparison.Ordinal) ? value.Replace("/", "/ (double)", StringComparison.Ordinal) : value)];
        Diagnostic[] found = await Reports(Seeded(form, bad), isLive: false);
        int[] lines = [.. found.Select(report => report.Location.GetLineSpan().StartLinePosition.Line).Distinct()];
        int seeds = form.Contains("var t = (lr: VALUE", StringComparison.Ordinal) ? bad.Count(value => !value.Contains('/', StringComparison.Ordinal)) : bad.Length;
        Assert.True(lines.Length >= 0.95 * seeds, $"{lines.Length} of {seeds} in {form}");
        Assert.Empty(await Reports(Seeded(form, s_good), isLive: false));
    }

    private static string Seeded(string form, string[] values) => string.Concat(values.Select((value, index) =>
        $"namespace N{index} {{ {form.Replace("VALUE", value, StringComparison.Ordinal)} }}\n"));

    [Fact]
    public async Task Tests_AreSilent() => Assert.Empty(await Reports(
        "class FactAttribute : Attribute { } class T { [Fact] void A() => Train(50); void Train(double lr) { torch.optim.AdamW(P, lr); } }"));

    [Fact]
    public async Task AcrossFiles_TheReportStandsWhereTheValueIs()
    {
        Compilation compilation = Analysis.Compile(
            Usings + "class T { void M(Settings s) { torch.optim.AdamW(torch.nn.Linear(1, 1).parameters(), s.Rate); } }",
            "public class Settings { public double Rate { get; set; } = 50; }");
        Assert.Empty(Analysis.Errors(compilation));
        Diagnostic report = Assert.Single(await Analysis.BuildAsync(compilation), diagnostic => diagnostic.Id == "LR1003");
        Assert.Equal("Source1.cs", report.Location.SourceTree!.FilePath);
        Assert.Equal("Source0.cs", Assert.Single(report.AdditionalLocations).SourceTree!.FilePath);
        Assert.Equal("'Settings.Rate' = 50, the learning rate of AdamW in 'T.M', cannot train: it moves each weight by about the learning rate per step, so values from 1 up destroy the weights. Typical is 0.001.", report.GetMessage());
        await Analysis.AssertEditorAgreesWithBuildAsync(compilation, "two files");
    }

    [Theory]
    [InlineData("class T { void M() { double lr = 50; torch.optim.AdamW(P, lr); } }", "'lr' = 50, the learning rate of AdamW, cannot train")]
    [InlineData("class T { void M(double? lr) { torch.optim.AdamW(P, lr ?? 50); } }", "50, the learning rate of AdamW where no other is given, cannot train")]
    [InlineData("class T { void N() => Train(50); void Train(double lr) { torch.optim.AdamW(P, lr); torch.optim.NAdam(P, lr); } }", "'lr of Train' = 50, the learning rate of AdamW and NAdam in 'T.Train', cannot train")]
    public async Task Message_NamesBothPlaces(string source, string beginning) =>
        Assert.StartsWith(beginning, Assert.Single(await Reports(source)).GetMessage(), StringComparison.Ordinal);

    [Fact]
    public async Task ReassignedOnce_IsComputed() =>
        Assert.Equal(["LR1003", "LR1003"], (await Reports("class T { void M() { double lr = 1e-3; lr = lr * 100000; torch.optim.AdamW(P, lr); double b = 1e-3; b *= 1e6; torch.optim.AdamW(P, b); double c = 1; if (DateTime.Now.Year > 2000) c = c * 0.001; torch.optim.AdamW(P, c); } }")).Select(report => report.Id));

    [Fact]
    public async Task MLNet_OptionsFromSettings_AreJudged()
    {
        Diagnostic[] reports = await Reports(
            """
            class S { public double Rate { get; set; } = 100; public float Ogd { get; set; } = 0; public float Zero => 0; }
            class T
            {
                void M(S s, Microsoft.ML.MLContext ml)
                {
                    ml.Regression.Trainers.LightGbm(new Microsoft.ML.Trainers.LightGbm.LightGbmRegressionTrainer.Options { LearningRate = s.Rate });
                    ml.Regression.Trainers.OnlineGradientDescent(learningRate: s.Zero);
                }
            }
            """);
        Assert.Equal(["LR1001", "LR1003"], reports.Select(report => report.Id).Order(StringComparer.Ordinal));
    }

    private static async Task<Diagnostic[]> Reports(string source, bool isLive = true)
    {
        Compilation compilation = Analysis.Compile(Usings + source.Replace("(P", "(" + P, StringComparison.Ordinal));
        Assert.Empty(Analysis.Errors(compilation));
        Diagnostic[] reports = [.. (await Analysis.BuildAsync(compilation)).Where(report => report.Id is "LR1001" or "LR1002" or "LR1003")];
        if (isLive)
        {
            await Analysis.AssertEditorAgreesWithBuildAsync(compilation, source);
        }

        return reports;
    }
}
