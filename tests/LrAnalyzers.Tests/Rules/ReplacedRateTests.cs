using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tests.Rules;

/// <summary>Which of a variable's values a training reads, by the order in which a function runs: 50 is read by one, and each 60 is replaced before.</summary>
public class ReplacedRateTests
{
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.IO;\nusing System.Linq;\nusing TorchSharp;\n";
    private const string P = "torch.optim.AdamW(torch.nn.Linear(1, 1).parameters(), ";

    [Theory]
    // By an out argument, however often.
    [InlineData("double lr = 60; if (!double.TryParse(args[0], out lr)) double.TryParse(args[1], out lr); Adam(lr);")]
    [InlineData("double lr = 60; if (double.TryParse(args[0], out lr) || double.TryParse(args[1], out lr)) Adam(lr);")]
    [InlineData("double lr = 60; if (args.Length == 0 || !double.TryParse(args[0], out lr)) lr = 0.001; Adam(lr);")]
    [InlineData("double lr = 60; double.TryParse(args[0], out lr); double.TryParse(args[1], out lr); Adam(lr);")]
    [InlineData("double lr = 60; bool ok = double.TryParse(args[0], out lr); if (!ok) ok = double.TryParse(args[1], out lr); if (!ok) lr = 0.001; Adam(lr);")]
    [InlineData("double lr = 60; if (args is [var first, ..] && double.TryParse(first, out lr)) Console.WriteLine(lr); else lr = 0.001; Adam(lr);")]
    [InlineData("double lr = 50; if (args.Length > 0) double.TryParse(args[0], out lr); Adam(lr);")]
    [InlineData("double lr = 50; if (args.Length > 0 && double.TryParse(args[0], out lr)) Console.WriteLine(lr); Adam(lr);")]
    [InlineData("double lr = 50; foreach (var a in args) { double.TryParse(a, out lr); } Adam(lr);")]
    // Asked for until it is valid.
    [InlineData("double lr = 60; while (true) { if (double.TryParse(Console.ReadLine(), out var x) && x < 1) { lr = x; break; } Console.WriteLine(1); } Adam(lr);")]
    [InlineData("double lr = 60; while (true) { try { lr = Parse(Console.ReadLine()!); break; } catch (FormatException) { Console.WriteLine(1); } } Adam(lr);")]
    [InlineData("double lr = 60; do { Console.WriteLine(1); } while (!double.TryParse(Console.ReadLine(), out lr)); Adam(lr);")]
    [InlineData("double lr = 60; while (!double.TryParse(Console.ReadLine(), out lr)) { Console.WriteLine(1); } Adam(lr);")]
    [InlineData("double lr = 60; for (;;) { var text = Console.ReadLine(); if (text is null) return; if (text == \"\") continue; lr = text.Length * 1e-4; break; } Adam(lr);")]
    [InlineData("double lr = 60; bool ok = false; while (!ok) { ok = double.TryParse(Console.ReadLine(), out lr); } Adam(lr);")]
    [InlineData("double lr = 60; bool ok = false; while (!ok) { if (double.TryParse(Console.ReadLine(), out var x)) { lr = x; ok = true; } } Adam(lr);")]
    [InlineData("double lr = 50; while (true) { if (double.TryParse(Console.ReadLine(), out var x)) { lr = x; break; } if (++n > 3) break; } Adam(lr);")]
    [InlineData("double lr = 50; while (true) { if (double.TryParse(Console.ReadLine(), out var x)) { lr = x; } Adam(lr); }")]
    [InlineData("double lr = 50; for (int tries = 0; tries < 3; tries++) { if (double.TryParse(Console.ReadLine(), out var x)) { lr = x; break; } } Adam(lr);")]
    [InlineData("double lr = 50; int epoch = 0; while (epoch < 3) { Adam(lr); lr = 0.001; epoch++; }")]
    // By jumps.
    [InlineData("double lr = 60; goto set; train: Adam(lr); return; set: lr = 0.001; goto train;")]
    [InlineData("double lr = 60; retry: if (!double.TryParse(Console.ReadLine(), out lr)) goto retry; Adam(lr);")]
    [InlineData("double lr = 60; retry: var text = Console.ReadLine(); if (text is null) goto retry; lr = text.Length * 1e-4; Adam(lr);")]
    [InlineData("double lr = 60; int i = 0; again: lr = i == 0 ? 0.01 : 0.001; Adam(lr); if (++i < 3) goto again;")]
    [InlineData("double lr = 0.001; again: Adam(lr); lr = 50; if (++n < 3) goto again;")]
    [InlineData("double lr = 50; if (fast) goto train; lr = 0.001; train: Adam(lr);")]
    // Where it fails.
    [InlineData("double lr = 60; try { lr = Parse(args[0]); } catch { lr = 0.001; } Adam(lr);")]
    [InlineData("double lr = 60; try { lr = Parse(args[0]); } catch (FormatException) { Console.WriteLine(1); throw; } Adam(lr);")]
    [InlineData("double lr = 60; try { lr = Parse(args[0]); } catch (FormatException) { if (fast) return; throw new InvalidOperationException(); } Adam(lr);")]
    [InlineData("double lr = 60; try { lr = Parse(args[0]); } finally { Console.WriteLine(1); } Adam(lr);")]
    [InlineData("double lr = 60; try { Console.WriteLine(1); } finally { lr = 0.001; } Adam(lr);")]
    [InlineData("double lr = 60; using (var file = new StreamReader(\"lr\")) { lr = file.ReadLine()!.Length * 1e-4; } Adam(lr);")]
    [InlineData("double lr = 60; foreach (var a in args) { using var file = new StreamReader(a); if (a == \"\") continue; lr = file.ReadLine()!.Length * 1e-4; Adam(lr); }")]
    [InlineData("double lr = 60; try { if (args.Length == 0) return; lr = Parse(args[0]); } finally { Console.WriteLine(1); } Adam(lr);")]
    [InlineData("double lr = 60; try { try { lr = Parse(args[0]); } catch (FormatException e) { throw new IOException(\"lr\", e); } } catch (IOException) { Environment.Exit(1); } Adam(lr);")]
    [InlineData("double lr = 60; try { lr = 0.001; } catch (FormatException) { } Adam(lr);")]
    [InlineData("double lr = 50; try { lr = Parse(args[0]); } catch (FormatException) { Console.WriteLine(1); } Adam(lr);")]
    [InlineData("double lr = 50; try { try { lr = Parse(args[0]); } finally { Console.WriteLine(1); } } catch (FormatException) { } Adam(lr);")]
    [InlineData("double lr = 50; try { try { lr = Parse(args[0]); } catch (FormatException e) { throw new IOException(\"lr\", e); } } catch (IOException) { Console.WriteLine(1); } Adam(lr);")]
    [InlineData("double lr = 50; try { lr = Parse(args[0]); } catch (FormatException e) when (e.Message.Length > 3) { } Adam(lr);")]
    [InlineData("double lr = 50; using (var file = new StreamReader(\"lr\")) { if (file.ReadLine() is { } line) lr = line.Length * 1e-4; } Adam(lr);")]
    [InlineData("double lr = 50; try { Adam(lr); } finally { lr = 0.001; }")]
    // In each case.
    [InlineData("double lr = 60; switch (n) { case 0: lr = 0.001; break; default: throw new ArgumentException(); } Adam(lr);")]
    [InlineData("double lr = 60; switch (n) { case 0: lr = 0.001; break; case 1: goto case 0; default: return; } Adam(lr);")]
    [InlineData("double lr = 60; if (fast) { if (n > 0) lr = 0.001; else return; } else { throw new ArgumentException(); } Adam(lr);")]
    [InlineData("double lr = 60; if (args.Length == 0) { lr = 0.01; Adam(lr); return; } lr = 0.001; Adam(lr);")]
    [InlineData("double lr = 50; switch (n) { case 0: lr = 0.001; break; } Adam(lr);")]
    [InlineData("double lr = 50; if (fast) { if (n > 0) lr = 0.001; } else { throw new ArgumentException(); } Adam(lr);")]
    [InlineData("double lr = 50; (int m, bool slow) = (n, fast); if (slow) (lr, m) = (0.001, 2); Adam(lr);")]
    [InlineData("double lr = 60; int m; (lr, m) = (0.001, 2); Adam(lr);")]
    // In loops.
    [InlineData("double lr = 60; foreach (var rate in new[] { 0.01, 0.001 }) { lr = rate; Adam(lr); }")]
    [InlineData("double lr = 60; for (int i = 0; i < n; i++) { if (i % 2 == 0) continue; lr = 0.001; for (int j = 0; j < n; j++) { if (j == 3) break; Adam(lr); } }")]
    [InlineData("double lr = 50; for (int i = 0; i < n; i++) { for (int j = 0; j < n; j++) { if (j == 0) continue; Adam(lr); } lr = 0.001; }")]
    [InlineData("double lr = 50; for (int i = 0; i < n; i++) { if (i == n - 1) break; lr = 0.001; } Adam(lr);")]
    [InlineData("double lr = 50; foreach (var a in args) { if (a == \"fast\") { lr = 0.01; break; } } Adam(lr);")]
    [InlineData("double lr = 0.001; while (n-- > 0) { Adam(lr); if (n == 3) { lr = 50; } }")]
    [InlineData("double lr = 0.001; while (n-- > 0) { Adam(lr); if (n == 3) { lr = 60; break; } } Console.WriteLine(lr);")]
    // In functions in a function.
    [InlineData("double lr = 60; void Set() { lr = 0.001; } Set(); Adam(lr);")]
    [InlineData("double lr = 60; Action train = () => Adam(lr); lr = 0.001; train();")]
    [InlineData("Action train = () => { double lr = 60; while (true) { if (double.TryParse(Console.ReadLine(), out var x)) { lr = x; break; } } Adam(lr); }; train();")]
    [InlineData("void Train() { double lr = 60; try { lr = Parse(args[0]); } catch { return; } Adam(lr); } Train();")]
    [InlineData("Train(); void Train() { Action go = () => { double lr = 50; if (fast) lr = 0.001; Adam(lr); }; go(); }")]
    // Not where what is called in the other case never returns.
    [InlineData("double lr = 60; if (fast) lr = 0.001; else Usage(); Adam(lr); void Usage() { Console.WriteLine(n); Environment.Exit(1); }")]
    [InlineData("double lr = 60; if (fast) lr = 0.001; else Usage(); Adam(lr); void Usage() => throw new ArgumentException();")]
    [InlineData("double lr = 60; if (fast) lr = 0.001; else Usage(); Adam(lr); [System.Diagnostics.CodeAnalysis.DoesNotReturn] void Usage() { while (true) { Console.ReadLine(); } }")]
    [InlineData("double lr = 50; if (fast) lr = 0.001; else Usage(); Adam(lr); void Usage() { if (n > 0) return; Environment.Exit(1); }")]
    [InlineData("double lr = 50; if (fast) lr = 0.001; else Usage(); Adam(lr); void Usage() { if (n > 0) throw new ArgumentException(); }")]
    [InlineData("double lr = 50; try { if (fast) lr = 0.001; else Usage(); } catch (ArgumentException) { } Adam(lr); void Usage() => throw new ArgumentException();")]
    public async Task Local(string body) => await AssertReported($"class T {{ static void M(string[] args, bool fast, int n) {{ {body} }} static double Parse(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture); }}");

    [Theory]
    // By an out argument, however often.
    [InlineData("class T { double _lr = 60; void M(string[] args) { if (!double.TryParse(args[0], out _lr)) double.TryParse(args[1], out _lr); Adam(_lr); } }")]
    [InlineData("class T { static double s_lr; static void Main(string[] args) { s_lr = 60; if (!double.TryParse(args[0], out s_lr)) { s_lr = 0.001; } Adam(s_lr); } }")]
    [InlineData("class S { public double Rate; } class T { void M(string[] args) { var s = new S(); s.Rate = 60; double.TryParse(args[0], out s.Rate); Adam(s.Rate); } }")]
    [InlineData("class T { double _lr = 60; void Load(string[] args) { if (!double.TryParse(args[0], out _lr)) double.TryParse(args[1], out _lr); } void M(string[] args) { Load(args); Adam(_lr); } }")]
    // Asked for until it is valid.
    [InlineData("class S { public double Rate { get; set; } = 60; } class T { static S Ask() { var s = new S(); while (true) { if (double.TryParse(Console.ReadLine(), out var x)) { s.Rate = x; return s; } } } void M() { var s = Ask(); Adam(s.Rate); } }")]
    [InlineData("class T { double _lr = 60; void Ask() { while (true) { var text = Console.ReadLine(); if (double.TryParse(text, out var x) && x > 0) { _lr = x; break; } Console.WriteLine(text); } } void M() { Ask(); Adam(_lr); } }")]
    [InlineData("class T { static double s_lr = 60; static void Main() { do { s_lr = Console.ReadLine()!.Length * 1e-4; } while (s_lr > 0.1); Adam(s_lr); } }")]
    [InlineData("record S(double Rate = 60); class T { void M() { var s = new S(); while (true) { if (double.TryParse(Console.ReadLine(), out var x)) { s = s with { Rate = x }; break; } } Adam(s.Rate); } }")]
    [InlineData("record S(double Rate = 50); class T { void M(int n) { var s = new S(); while (n-- > 0) { if (double.TryParse(Console.ReadLine(), out var x)) { s = s with { Rate = x }; break; } } Adam(s.Rate); } }")]
    [InlineData("class T { double _lr = 50; void Ask(int n) { while (n-- > 0) { if (double.TryParse(Console.ReadLine(), out var x)) { _lr = x; break; } } } void M() { Ask(3); Adam(_lr); } }")]
    // By jumps.
    [InlineData("class S { public double Rate { get; set; } = 60; } class T { void M() { var s = new S(); retry: var text = Console.ReadLine(); if (text is null) goto retry; s.Rate = text.Length * 1e-4; Adam(s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { void M(bool fast) { var s = new S(); if (fast) goto train; s.Rate = 0.001; train: Adam(s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 0.001; } class T { void M(int n) { var s = new S(); again: Adam(s.Rate); s.Rate = 50; if (n-- > 0) goto again; } }")]
    // Behind the last training.
    [InlineData("class T { public double Rate { get; set; } = 0.001; void Fit() { Adam(Rate); } static void Main() { var t = new T(); t.Fit(); t.Rate = 60; Console.WriteLine(t.Rate); } }")]
    [InlineData("class T { static double s_rate = 0.001; static void Fit() { Adam(s_rate); } static void Main() { Fit(); s_rate = 60; Console.WriteLine(s_rate); } }")]
    [InlineData("class T { double Rate { get; set; } = 0.001; void Fit() { Adam(Rate); } void Run() { Fit(); Rate = 60; Console.WriteLine(Rate); } static void Main() { new T().Run(); } }")]
    [InlineData("class S { public double Rate { get; set; } = 0.001; } class T { static void Main() { var s = new S(); Adam(s.Rate); s.Rate = 60; Console.WriteLine(s.Rate); } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.001; void Fit() { Adam(Rate); } static void Main() { for (int i = 0; i < 3; i++) { var t = new T(); t.Fit(); t.Rate = 60; Console.WriteLine(t.Rate); } } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.001; void Fit() { Adam(Rate); } static void Main() { var t = new T(); for (int i = 0; i < 3; i++) { t.Fit(); t.Rate = 50; Console.WriteLine(t.Rate); } } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.001; void Fit() { Adam(Rate); } static void Main() { var t = new T(); t.Fit(); t.Rate = 50; Console.WriteLine(t.Rate); t.Fit(); } }")]
    [InlineData("class T { double Rate { get; set; } = 0.001; void Fit() { Adam(Rate); } void Run() { Fit(); Rate = 50; } static void Main() { var t = new T(); t.Run(); t.Run(); } }")]
    [InlineData("class T { double Rate { get; set; } = 0.001; void Fit() { Adam(Rate); } void Run() { Fit(); Rate = 50; } static void Main() { var t = new T(); for (int i = 0; i < 3; i++) t.Run(); } }")]
    [InlineData("class T { double Rate { get; set; } = 0.001; void Fit() { Adam(Rate); } public void Run() { Fit(); Rate = 50; } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.001; void Fit() { Adam(Rate); } static T Warm() { var t = new T(); t.Fit(); t.Rate = 50; return t; } static void Main() { var t = Warm(); t.Fit(); } }")]
    [InlineData("class T { double _lr = 0.001; event Action? Done; public T() { Done += () => { Fit(); _lr = 50; }; } void Fit() { Adam(_lr); } public void Run() { Done?.Invoke(); Done?.Invoke(); } }")]
    // One behind the other.
    [InlineData("class T { public double Rate { get; set; } = 0.01; void Fit() { Adam(Rate); } static void Main() { var t = new T(); t.Rate = 60; Console.WriteLine(t.Rate); t.Rate = 0.001; t.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.01; void Fit() { Adam(Rate); } static void Main(string[] args) { var t = new T(); if (args.Length > 0) t.Rate = 60; t.Rate = 0.001; t.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.01; void Fit() { Adam(Rate); } static void Main(string[] args) { var t = new T(); t.Rate = 60; if (args.Length > 0) { t.Rate = 0.01; } else { t.Rate = 0.001; } t.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.01; void Fit() { Adam(Rate); } static void Main(string[] args) { var t = new T(); t.Rate = 50; if (args.Length > 0) t.Rate = 0.001; t.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.01; void Fit() { Adam(Rate); } static void Main(string[] args) { var t = new T(); t.Rate = 50; try { t.Rate = double.Parse(args[0]); } catch (FormatException) { } t.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.01; void Fit() { Adam(Rate); } static void Main() { var t = new T(); t.Rate = 50; Action go = t.Fit; go(); t.Rate = 0.001; t.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.01; void Fit() { Adam(Rate); } static void Main() { var t = new T(); t.Rate = 50; Action go = () => t.Fit(); go(); t.Rate = 0.001; t.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.01; void Fit() { Adam(Rate); } static void Main() { var all = new List<T>(); var t = new T(); t.Rate = 50; all.Add(t); t = new T(); t.Rate = 0.001; all.Add(t); foreach (var one in all) one.Fit(); } }")]
    // In methods that set.
    [InlineData("class T { public double Rate { get; set; } = 60; void Configure(string[] args) { if (args.Length == 0) { Rate = 0.001; return; } Rate = args[0].Length * 1e-4; } void Fit() { Adam(Rate); } static void Main(string[] args) { var t = new T(); t.Configure(args); t.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 60; void Configure(string name) { if (name == \"a\") { Rate = 0.01; return; } if (name == \"b\") { Rate = 0.001; return; } throw new ArgumentException(name); } void Fit() { Adam(Rate); } static void Main(string[] args) { var t = new T(); t.Configure(args[0]); t.Fit(); } }")]
    [InlineData("class T { double _lr = 60; void Set(double lr) { if (lr <= 0) return; _lr = lr; } void Fit() { Adam(_lr); } static void Main() { var t = new T(); t.Set(0.001); t.Fit(); } }")]
    [InlineData("class T { double _lr = 60; readonly object _gate = new(); bool _ready; void Prepare() { if (_ready) return; lock (_gate) { if (_ready) return; _lr = 0.001; _ready = true; } } void Fit() { Prepare(); Adam(_lr); } }")]
    [InlineData("class T { double _lr = 60; bool Load(string[] args) { if (args.Length > 0) { _lr = args[0].Length * 1e-4; } else { return false; } return true; } void Fit(string[] args) { if (!Load(args)) return; Adam(_lr); } }")]
    [InlineData("class T { double _lr = 50; void Load(string[] args) { try { _lr = double.Parse(args[0]); } catch (FormatException) { Console.WriteLine(1); } } void Fit(string[] args) { Load(args); Adam(_lr); } }")]
    [InlineData("class T { double _lr = 50; void Load(string[] args) { foreach (var a in args) { if (a == \"fast\") _lr = 0.01; } } void Fit(string[] args) { Load(args); Adam(_lr); } }")]
    // Whatever is in the list.
    [InlineData("class S { public double Rate { get; set; } = 60; } class T { static void Main(string[] args) { var all = args.Select(_ => new S()).ToList(); foreach (var s in all) { s.Rate = 0.001; } foreach (var s in all) { Adam(s.Rate); } } }")]
    [InlineData("class S { public double Rate { get; set; } = 60; } class T { static void Main(string[] args) { var all = new List<S> { new(), new() }; foreach (var s in all) { s.Rate = 0.001; } Adam(all[0].Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { static void Main(string[] args) { var all = new List<S> { new(), new() }; foreach (var s in all) { if (args.Length > 0) s.Rate = 0.001; } foreach (var s in all) { Adam(s.Rate); } } }")]
    // Objects in a local.
    [InlineData("class S { public double Rate { get; set; } = 60; } class T { static void Main(string[] args) { S s; if (args.Length > 0) { s = new S(); s.Rate = 0.01; } else { s = new S { Rate = 0.001 }; } Adam(s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 60; } class T { static void Main(string[] args) { foreach (var a in args) { var s = new S(); try { s.Rate = double.Parse(a); } catch (FormatException) { continue; } Adam(s.Rate); } } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { static void Main(string[] args) { var s = new S(); foreach (var a in args) { try { s.Rate = double.Parse(a); } catch (FormatException) { } } Adam(s.Rate); } }")]
    // Where a reader, a call or an object comes by.
    [InlineData("class T { double _lr = 60; bool TryRead(string? text) => double.TryParse(text, out _lr); void M() { while (!TryRead(Console.ReadLine())) { } Adam(_lr); } }")]
    [InlineData("class T { double _lr = 60; void M(string[] args) { if (args.Length > 0) { _lr = 0.01; goto train; } _lr = 0.001; train: Adam(_lr); } }")]
    [InlineData("class T { double _lr = 50; void M(string[] args) { if (args.Length > 1) { _lr = 0.01; goto train; } if (args.Length > 0) _lr = 0.001; train: Adam(_lr); } }")]
    [InlineData("class S { public double Rate { get; set; } = 60; } class T { static void Main(string[] args) { var s = new S(); foreach (var a in args) { s.Rate = a.Length * 1e-4; if (s.Rate > 0.1) continue; Adam(s.Rate); } } }")]
    [InlineData("class S { public double Rate { get; set; } = 60; } class T { static async System.Threading.Tasks.Task Main(string[] args) { var s = new S(); var text = await File.ReadAllTextAsync(args[0]); s.Rate = text.Length * 1e-4; await System.Threading.Tasks.Task.Delay(1); Adam(s.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 50; } class T { static async System.Threading.Tasks.Task Main(string[] args) { var s = new S(); if (args.Length > 0) { var text = await File.ReadAllTextAsync(args[0]); s.Rate = text.Length * 1e-4; } Adam(s.Rate); } }")]
    [InlineData("struct S { public double Rate; } class T { static void Main(string[] args) { var s = new S { Rate = 60 }; s.Rate = 0.001; Adam(s.Rate); } }")]
    [InlineData("struct S { public double Rate; } class T { static void Main(string[] args) { var s = new S { Rate = 50 }; if (args.Length > 0) s.Rate = 0.001; Adam(s.Rate); } }")]
    [InlineData("record S(double Rate, int N); class T { static void Main(string[] args) { var s = new S(60, 3); if (args.Length > 0) s = s with { Rate = 0.01 }; else s = s with { Rate = 0.001 }; Adam(s.Rate); } }")]
    [InlineData("record S(double Rate, int N); class T { static void Main(string[] args) { var s = new S(N: 3, Rate: 50); if (args.Length > 0) s = s with { Rate = 0.01 }; Adam(s.Rate); } }")]
    [InlineData("class T { static double Ask() { double lr = 60; do { if (double.TryParse(Console.ReadLine(), out lr) && lr is > 0 and < 1) return lr; } while (true); } static void Main() { Adam(Ask()); } }")]
    [InlineData("class T { static double Ask(int n) { double lr = 50; while (n-- > 0) { if (double.TryParse(Console.ReadLine(), out var x)) return x; } return lr; } static void Main() { Adam(Ask(3)); } }")]
    [InlineData("class T { double _lr = 60; void M(int kind) { _lr = kind switch { 0 => 0.01, 1 => 0.001, _ => throw new ArgumentException() }; Adam(_lr); } }")]
    [InlineData("class T { double _lr = 60; void M(string? text) { _lr = double.Parse(text ?? throw new ArgumentNullException(nameof(text))); Adam(_lr); } }")]
    [InlineData("class T { double _lr = 60; void M(int[] kinds) { foreach (int kind in kinds) { switch (kind) { case 0: _lr = 0.01; break; case 1: _lr = 0.001; break; default: continue; } Adam(_lr); } } }")]
    [InlineData("class T { double _lr = 50; void M(int[] kinds) { foreach (int kind in kinds) { switch (kind) { case 0: _lr = 0.01; break; case 1: _lr = 0.001; break; } Adam(_lr); } } }")]
    [InlineData("class T { double _lr = 60; void M(string path) { StreamReader? file = null; try { file = new StreamReader(path); _lr = file.ReadLine()!.Length * 1e-4; } catch (IOException e) { Console.Error.WriteLine(e.Message); Environment.Exit(2); } finally { file?.Dispose(); } Adam(_lr); } }")]
    [InlineData("class T { double _lr = 50; void M(string path) { StreamReader? file = null; try { file = new StreamReader(path); _lr = file.ReadLine()!.Length * 1e-4; } catch (IOException e) { Console.Error.WriteLine(e.Message); } finally { file?.Dispose(); } Adam(_lr); } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.01; public void Fit() { Adam(Rate); } static void Main() { var t = new T(); try { t.Fit(); } finally { t.Rate = 60; Console.WriteLine(t.Rate); } } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.01; public void Fit() { Adam(Rate); } static void Main() { var t = new T(); try { t.Fit(); } catch (InvalidOperationException) { t.Rate = 50; t.Fit(); } } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.01; public void Fit() { Adam(Rate); } static void Main() { var t = new T(); for (int tries = 0; ; tries++) { try { t.Fit(); break; } catch (InvalidOperationException) when (tries < 3) { t.Rate = 50; } } } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.01; public void Fit() { Adam(Rate); } } class U { readonly T _t = new(); void Start() { _t.Fit(); _t.Rate = 50; } void Again() { _t.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 0.01; public void Fit() { Adam(Rate); } static void Main() { var a = new T(); var b = a; a.Fit(); a.Rate = 50; b.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 60; public T Use(double lr) { Rate = lr; return this; } public void Fit() { Adam(Rate); } static void Main(string[] args) { var t = new T(); if (args.Length > 0) t.Use(0.01); else t.Use(0.001); t.Fit(); } }")]
    [InlineData("class T { public double Rate { get; set; } = 50; public T Use(double lr) { Rate = lr; return this; } public void Fit() { Adam(Rate); } static void Main(string[] args) { var t = new T(); if (args.Length > 0) t.Use(0.01); t.Fit(); } }")]
    [InlineData("class T { double _lr = 60; void Fit() { Adam(_lr); } void Run(string[] args) { foreach (var a in args) { try { _lr = double.Parse(a); } catch (FormatException) { continue; } Fit(); } } static void Main(string[] args) => new T().Run(args); }")]
    [InlineData("class T { double _lr = 50; void Fit() { Adam(_lr); } void Run(string[] args) { foreach (var a in args) { try { _lr = double.Parse(a); } catch (FormatException) { } Fit(); } } static void Main(string[] args) => new T().Run(args); }")]
    [InlineData("class T { double _lr = 50; void Fit() { Adam(_lr); } void Run() { Fit(); _lr = 0.001; } static void Main() { var t = new T(); t.Run(); t.Run(); } }")]
    // In constructors.
    [InlineData("static class S { public static double Rate = 60; static S() { while (true) { if (double.TryParse(Console.ReadLine(), out var x)) { Rate = x; break; } } } } class T { static void Main() { Adam(S.Rate); } }")]
    [InlineData("class S { public double Rate = 60; public S(string text) { if (!double.TryParse(text, out Rate)) throw new ArgumentException(text); } } class T { static void Main(string[] args) { var s = new S(args[0]); Adam(s.Rate); } }")]
    [InlineData("class S { public double Rate { get; } = 60; public S(string[] args) { foreach (var a in args) { if (a == \"fast\") { Rate = 0.01; return; } } Rate = 0.001; } } class T { static void Main(string[] args) { var s = new S(args); Adam(s.Rate); } }")]
    [InlineData("class S { public double Rate { get; } = 60; public S(string[] args) { using (var file = new StreamReader(args[0])) { Rate = file.ReadLine() is { } line ? line.Length * 1e-4 : 0.001; } } } class T { static void Main(string[] args) { var s = new S(args); Adam(s.Rate); } }")]
    [InlineData("class S { public double Rate { get; } = 50; public S(string[] args) { foreach (var a in args) { if (a == \"fast\") { Rate = 0.01; return; } } } } class T { static void Main(string[] args) { var s = new S(args); Adam(s.Rate); } }")]
    [InlineData("class S { public double Rate { get; } = 50; public S(string[] args) { try { Rate = double.Parse(args[0]); } catch (FormatException) { } } } class T { static void Main(string[] args) { var s = new S(args); Adam(s.Rate); } }")]
    [InlineData("class S { public double Rate { get; } = 50; public S(string[] args) { if (args.Length == 0) return; Rate = 0.001; } } class T { static void Main(string[] args) { var s = new S(args); Adam(s.Rate); } }")]
    // In a program of statements.
    [InlineData("var s = new S(); double x; while (!double.TryParse(Console.ReadLine(), out x)) Console.Write(1); s.Rate = x; Adam(s.Rate); class S { public double Rate { get; set; } = 60; }")]
    [InlineData("double lr = 0.001; Fit(); lr = 60; Console.WriteLine(lr); void Fit() { Adam(lr); }")]
    [InlineData("double lr = 0.001; Fit(); lr = 50; Console.WriteLine(lr); Fit(); void Fit() { Adam(lr); }")]
    [InlineData("double lr = 60; ask: if (!double.TryParse(Console.ReadLine(), out var x)) goto ask; lr = x; Fit(); void Fit() { Adam(lr); }")]
    [InlineData("double lr = 50; if (args.Length > 0) lr = 0.001; Fit(); void Fit() { Adam(lr); }")]
    [InlineData("double lr = 50; Fit(); lr = 0.001; Fit(); void Fit() { Adam(lr); }")]
    [InlineData("var t = new T(); t.Fit(); t.Rate = 60; Console.WriteLine(t.Rate); class T { public double Rate { get; set; } = 0.001; public void Fit() { Adam(Rate); } }")]
    [InlineData("var t = new T(); foreach (var a in args) { t.Fit(); t.Rate = 50; } class T { public double Rate { get; set; } = 0.001; public void Fit() { Adam(Rate); } }")]
    [InlineData("Run(); static void Run() { T.Fit(); T.Rate = 60; Console.WriteLine(T.Rate); } class T { public static double Rate = 0.001; public static void Fit() { Adam(Rate); } }")]
    [InlineData("Run(); Run(); static void Run() { T.Fit(); T.Rate = 50; Console.WriteLine(T.Rate); } class T { public static double Rate = 0.001; public static void Fit() { Adam(Rate); } }")]
    [InlineData("public class T { static double s_rate = 0.001; static void Fit() { Adam(s_rate); } public static void Run() { Fit(); s_rate = 50; } }")]
    // Held by what is declared elsewhere, or nowhere.
    [InlineData("class S { public double Rate { get; set; } = 0.001; } class T { static void Main() { var box = new Tuple<S>(new S()); box.Item1.Rate = 50; Adam(box.Item1.Rate); } }")]
    [InlineData("class S { public double Rate { get; set; } = 0.001; } class T { static void Main() { var pair = (Left: new S(), Right: 3); pair.Left.Rate = 60; pair.Left.Rate = 0.01; Adam(pair.Left.Rate); } }")]
    // As people write them.
    [InlineData("""
        class Settings { public double Rate { get; set; } = 60; public int Epochs { get; set; } = 10; }
        class Trainer
        {
            private readonly Settings _settings;
            public Trainer(Settings settings) { _settings = settings; }
            public void Fit() { var optimizer = Adam(_settings.Rate); for (int epoch = 0; epoch < _settings.Epochs; epoch++) { optimizer.step(); } }
        }
        static class Program
        {
            static Settings Read(string[] args)
            {
                var settings = new Settings();
                using var file = new StreamReader(args[0]);
                bool isRead = false;
                while (!isRead)
                {
                    string? line = file.ReadLine();
                    if (line is null) throw new EndOfStreamException();
                    if (line.Length == 0) continue;
                    try { settings.Rate = double.Parse(line); isRead = true; }
                    catch (FormatException e) { Console.WriteLine(e.Message); }
                }
                return settings;
            }
            static void Main(string[] args) { new Trainer(Read(args)).Fit(); }
        }
        """)]
    [InlineData("""
        class Settings { public double Rate { get; set; } = 50; public int Epochs { get; set; } = 10; }
        static class Program
        {
            static Settings Read(string[] args)
            {
                var settings = new Settings();
                for (int i = 0; i < args.Length; i++)
                {
                    switch (args[i])
                    {
                        case "--lr" when i + 1 < args.Length: settings.Rate = double.Parse(args[++i]); break;
                        case "--epochs": settings.Epochs = int.Parse(args[++i]); break;
                        default: throw new ArgumentException(args[i]);
                    }
                }
                return settings;
            }
            static void Main(string[] args) { var settings = Read(args); var optimizer = Adam(settings.Rate); for (int epoch = 0; epoch < settings.Epochs; epoch++) { optimizer.step(); } }
        }
        """)]
    [InlineData("""
        class Search
        {
            private double _rate = 60;
            private double Train() { var optimizer = Adam(_rate); for (int epoch = 0; epoch < 3; epoch++) optimizer.step(); return 1; }
            public double Best()
            {
                double best = double.MaxValue, rate = 0;
                foreach (double candidate in new[] { 0.01, 0.001, 0.0001 })
                {
                    _rate = candidate;
                    double loss = Train();
                    if (loss >= best) continue;
                    (best, rate) = (loss, candidate);
                }
                return rate;
            }
        }
        """)]
    [InlineData("""
        class Run
        {
            private double _rate = 0.01;
            private bool Epoch() { var optimizer = Adam(_rate); optimizer.step(); return false; }
            public void Go()
            {
                for (int epoch = 0; epoch < 10; epoch++)
                {
                    try { if (Epoch()) break; }
                    catch (InvalidOperationException) { _rate = 50; continue; }
                    finally { Console.WriteLine(epoch); }
                }
            }
        }
        """)]
    [InlineData("""
        class Run
        {
            static double s_rate = 60;
            static void Main(string[] args)
            {
                string? text = Environment.GetEnvironmentVariable("LR");
                if (text is not null && double.TryParse(text, out s_rate)) { Console.WriteLine("environment"); }
                else if (args.Length == 1 && double.TryParse(args[0], out s_rate)) { Console.WriteLine("argument"); }
                else { s_rate = 0.001; }
                var optimizer = Adam(s_rate);
                optimizer.step();
            }
        }
        """)]
    // Each object of a list is given another where it is made.
    [InlineData("class Trainer { public double Rate = 60; public void Fit() { var optimizer = Adam(Rate); optimizer.step(); } } class Program { static void M(string[] args) { var all = new List<Trainer>(); foreach (string arg in args) { var t = new Trainer(); t.Rate = 0.01; all.Add(t); } foreach (var t in all) t.Fit(); } }")]
    [InlineData("class Trainer { public double Rate = 60; public void Fit() { var optimizer = Adam(Rate); optimizer.step(); } } class Program { static void M(string[] args) { var all = new Dictionary<string, Trainer>(); foreach (string arg in args) { var t = new Trainer(); t.Rate = 0.01; all[arg] = t; } foreach (var (_, t) in all) t.Fit(); } }")]
    [InlineData("class Trainer { public double Rate = 50; public void Fit() { var optimizer = Adam(Rate); optimizer.step(); } } class Program { static void M(string[] args) { var all = new List<Trainer>(); foreach (string arg in args) { var t = new Trainer(); t.Rate = 0.01; all.Add(t); } all.Add(new Trainer()); foreach (var t in all) t.Fit(); } }")]
    [InlineData("class Trainer { public double Rate = 50; public void Fit() { var optimizer = Adam(Rate); optimizer.step(); } } class Program { static void M(string[] args) { var all = new List<Trainer>(); foreach (string arg in args) { var t = new Trainer(); if (arg.Length > 3) t.Rate = 0.01; all.Add(t); } foreach (var t in all) t.Fit(); } }")]
    public async Task Member(string source) => await AssertReported(source);

    private static async Task AssertReported(string source)
    {
        Compilation compilation = Analysis.Compile(Usings + source.Replace("Adam(", P, StringComparison.Ordinal));
        Assert.Empty(Analysis.Errors(compilation));
        string[] reports = [.. (await Analysis.BuildAsync(compilation)).Where(report => report.Id == "LR1003")
            .Select(report => report.Location.SourceTree!.GetText().ToString(report.Location.SourceSpan))];
        string[] expected = source.Contains(" 50", StringComparison.Ordinal) ? ["50"] : [];
        Assert.True(reports.SequenceEqual(expected), $"{string.Join(", ", reports)} in {source}");
        await Analysis.AssertEditorAgreesWithBuildAsync(compilation, source);
    }
}
