using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tests.Flow;

/// <summary>Two optimizers or schedulers that one helper or one class has made: what is done with one is not done with the other.</summary>
public class TwoOfAKindTests
{
    private const string Head = """
        using System; using System.Collections.Generic; using System.Linq; using TorchSharp; using TorchSharp.Modules; using static TorchSharp.torch;
        using Net = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;
        using Batches = System.Collections.Generic.IReadOnlyList<(TorchSharp.torch.Tensor X, TorchSharp.torch.Tensor Y)>;
        using Scheduler = TorchSharp.torch.optim.lr_scheduler.LRScheduler;

        """;

    private static readonly Dictionary<string, (string Ids, string Source)> s_programs = new()
    {
        ["helper called twice gan"] = ("", """
            internal static class P { static Scheduler Plan(optim.Optimizer o, int epochs) => optim.lr_scheduler.CosineAnnealingLR(o, epochs);
                public static void Fit(Net a, Net b, Batches data, int epochs) { var oa = optim.Adam(a.parameters(), 1e-3); var sa = Plan(oa, epochs); var ob = optim.Adam(b.parameters(), 1e-3); var sb = Plan(ob, epochs);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { oa.zero_grad(); ob.zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); oa.step(); ob.step(); } sa.step(); sb.step(); } } }
            """),
        ["helper called twice different counts"] = ("", """
            internal static class P { static Scheduler Plan(optim.Optimizer o, int epochs) => optim.lr_scheduler.CosineAnnealingLR(o, epochs);
                public static void Fit(Net a, Net b, Batches data, int epochs) { var oa = optim.Adam(a.parameters(), 1e-3); var sa = Plan(oa, epochs); var ob = optim.Adam(b.parameters(), 1e-3); var sb = Plan(ob, epochs * data.Count);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { oa.zero_grad(); ob.zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); oa.step(); ob.step(); sb.step(); } sa.step(); } } }
            """),
        ["helper makes both twice"] = ("", """
            internal static class P { static (optim.Optimizer, Scheduler) Make(Net net, double lr, int n) { var o = optim.Adam(net.parameters(), lr); return (o, optim.lr_scheduler.StepLR(o, n, 0.5)); }
                public static void Fit(Net a, Net b, Batches data, int epochs) { var (oa, sa) = Make(a, 1e-3, 10); var (ob, sb) = Make(b, 1e-3, 10 * data.Count);
                    for (int epoch = 0; epoch < 100; epoch++) { foreach (var (x, y) in data) { oa.zero_grad(); ob.zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); oa.step(); ob.step(); sb.step(); } sa.step(); } } }
            """),
        ["class made twice"] = ("", """
            internal sealed class Part { public optim.Optimizer O { get; } public Scheduler S { get; } public Net Net { get; } public Part(Net net, int n) { Net = net; O = optim.Adam(net.parameters(), 1e-3); S = optim.lr_scheduler.CosineAnnealingLR(O, n); } }
            internal static class P { public static void Fit(Net a, Net b, Batches data, int epochs) { var pa = new Part(a, epochs); var pb = new Part(b, epochs * data.Count);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { pa.O.zero_grad(); pb.O.zero_grad(); nn.functional.mse_loss(pb.Net.forward(pa.Net.forward(x)), y).backward(); pa.O.step(); pb.O.step(); pb.S.step(); } pa.S.step(); } } }
            """),
        ["class made twice same cadence"] = ("", """
            internal sealed class Part { public optim.Optimizer O { get; } public Scheduler S { get; } public Net Net { get; } public Part(Net net, int n) { Net = net; O = optim.Adam(net.parameters(), 1e-3); S = optim.lr_scheduler.CosineAnnealingLR(O, n); } }
            internal static class P { public static void Fit(Net a, Net b, Batches data, int epochs) { var pa = new Part(a, epochs); var pb = new Part(b, epochs);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { pa.O.zero_grad(); pb.O.zero_grad(); nn.functional.mse_loss(pb.Net.forward(pa.Net.forward(x)), y).backward(); pa.O.step(); pb.O.step(); } pa.S.step(); pb.S.step(); } } }
            """),
        ["two parts, two schedules"] = ("", """
            internal sealed class Part(Net net) { public optim.Optimizer O { get; } = optim.Adam(net.parameters(), 1e-3); public Net Net => net; }
            internal static class P { public static void Fit(Net a, Net b, Batches data, int epochs) { var pa = new Part(a); var pb = new Part(b); var sa = optim.lr_scheduler.StepLR(pa.O, 10, 0.5); var sb = optim.lr_scheduler.CosineAnnealingLR(pb.O, epochs);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { pa.O.zero_grad(); pb.O.zero_grad(); nn.functional.mse_loss(pb.Net.forward(pa.Net.forward(x)), y).backward(); pa.O.step(); pb.O.step(); } sa.step(); sb.step(); } } }
            """),
        ["two parts by ctor, two schedules"] = ("", """
            internal sealed class Part { public optim.Optimizer O { get; } public Net Net { get; } public Part(Net net) { Net = net; O = optim.Adam(net.parameters(), 1e-3); } }
            internal static class P { public static void Fit(Net a, Net b, Batches data, int epochs) { var pa = new Part(a); var pb = new Part(b); var sa = optim.lr_scheduler.StepLR(pa.O, 10, 0.5); var sb = optim.lr_scheduler.ExponentialLR(pb.O, 0.95);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { pa.O.zero_grad(); pb.O.zero_grad(); nn.functional.mse_loss(pb.Net.forward(pa.Net.forward(x)), y).backward(); pa.O.step(); pb.O.step(); } sa.step(); sb.step(); } } }
            """),
        ["parts trained one after the other"] = ("", """
            internal sealed class Part { public optim.Optimizer O { get; } public Net Net { get; } public Part(Net net) { Net = net; O = optim.Adam(net.parameters(), 1e-3); } }
            internal static class P { public static void Fit(Net a, Net b, Batches data) { var pa = new Part(a); var pb = new Part(b);
                    var sa = optim.lr_scheduler.CosineAnnealingLR(pa.O, 30); for (int epoch = 0; epoch < 30; epoch++) { foreach (var (x, y) in data) { pa.O.zero_grad(); nn.functional.mse_loss(pa.Net.forward(x), y).backward(); pa.O.step(); } sa.step(); }
                    var sb = optim.lr_scheduler.CosineAnnealingLR(pb.O, 30); for (int epoch = 0; epoch < 30; epoch++) { foreach (var (x, y) in data) { pb.O.zero_grad(); nn.functional.mse_loss(pb.Net.forward(x), y).backward(); pb.O.step(); } sb.step(); } } }
            """),
        ["helper optimizers trained one after the other"] = ("", """
            internal static class P { static optim.Optimizer Make(Net net) => optim.Adam(net.parameters(), 1e-3);
              public static void Fit(Net a, Net b, Batches data) { var oa = Make(a); var ob = Make(b);
                    var sa = optim.lr_scheduler.CosineAnnealingLR(oa, 30); for (int epoch = 0; epoch < 30; epoch++) { foreach (var (x, y) in data) { oa.zero_grad(); nn.functional.mse_loss(a.forward(x), y).backward(); oa.step(); } sa.step(); }
                    var sb = optim.lr_scheduler.CosineAnnealingLR(ob, 30); for (int epoch = 0; epoch < 30; epoch++) { foreach (var (x, y) in data) { ob.zero_grad(); nn.functional.mse_loss(b.forward(x), y).backward(); ob.step(); } sb.step(); } } }
            """),
        ["trainer class used twice"] = ("", """
            internal sealed class Trainer { readonly Net _net; readonly optim.Optimizer _o; readonly Scheduler _s; public Trainer(Net net, int n) { _net = net; _o = optim.Adam(net.parameters(), 1e-3); _s = optim.lr_scheduler.CosineAnnealingLR(_o, n); }
              public void Batch(Tensor x, Tensor y) { _o.zero_grad(); nn.functional.mse_loss(_net.forward(x), y).backward(); _o.step(); } public void EndEpoch() => _s.step(); public void EndBatch() => _s.step(); }
            internal static class P { public static void Fit(Net a, Net b, Batches data) { var ta = new Trainer(a, 50); var tb = new Trainer(b, 50 * data.Count);
               for (int epoch = 0; epoch < 50; epoch++) { foreach (var (x, y) in data) { ta.Batch(x, y); tb.Batch(x, y); tb.EndBatch(); } ta.EndEpoch(); } } }
            """),
        ["one scheduler stepped twice through a helper"] = ("LR2019", """
            internal static class P { static Scheduler Plan(optim.Optimizer o, int epochs) => optim.lr_scheduler.CosineAnnealingLR(o, epochs);
                public static void Fit(Net a, Batches data, int epochs) { var oa = optim.Adam(a.parameters(), 1e-3); var sa = Plan(oa, epochs);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { oa.zero_grad(); nn.functional.mse_loss(a.forward(x), y).backward(); oa.step(); sa.step(); } sa.step(); } } }
            """),
        ["one of two schedulers stepped twice"] = ("LR2019", """
            internal static class P { static Scheduler Plan(optim.Optimizer o, int epochs) => optim.lr_scheduler.CosineAnnealingLR(o, epochs);
                public static void Fit(Net a, Net b, Batches data, int epochs) { var oa = optim.Adam(a.parameters(), 1e-3); var sa = Plan(oa, epochs); var ob = optim.Adam(b.parameters(), 1e-3); var sb = Plan(ob, epochs);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { oa.zero_grad(); ob.zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); oa.step(); ob.step(); sa.step(); } sa.step(); sb.step(); } } }
            """),
        ["list of parts"] = ("", """
            internal sealed class Part { public optim.Optimizer O { get; } public Scheduler S { get; } public Net Net { get; } public Part(Net net, int n) { Net = net; O = optim.Adam(net.parameters(), 1e-3); S = optim.lr_scheduler.CosineAnnealingLR(O, n); } }
            internal static class P { public static void Fit(List<Net> nets, Batches data, int epochs) { var parts = new List<Part>(); foreach (var net in nets) parts.Add(new Part(net, epochs));
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { parts[0].O.zero_grad(); parts[1].O.zero_grad(); nn.functional.mse_loss(parts[1].Net.forward(parts[0].Net.forward(x)), y).backward(); parts[0].O.step(); parts[1].O.step(); } parts[0].S.step(); parts[1].S.step(); } } }
            """),
        ["one part groups added for one of two"] = ("", """
            internal static class P { static optim.Optimizer Make(Net net) => optim.Adam(net.parameters(), 1e-3);
              public static void Fit(Net a, Net b, Net c, Batches data, int epochs) { var oa = Make(a); var sa = optim.lr_scheduler.CosineAnnealingLR(oa, epochs); var ob = Make(b); ob.add_param_group(new Adam.ParamGroup(c.parameters())); var sb = optim.lr_scheduler.CosineAnnealingLR(ob, epochs);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { oa.zero_grad(); ob.zero_grad(); nn.functional.mse_loss(c.forward(b.forward(a.forward(x))), y).backward(); oa.step(); ob.step(); } sa.step(); sb.step(); } } }
            """),
        ["one of two stepped before"] = ("", """
            internal static class P { static optim.Optimizer Make(Net net) => optim.Adam(net.parameters(), 1e-3); static Scheduler Plan(optim.Optimizer o) => optim.lr_scheduler.StepLR(o, 10, 0.5);
              public static void Pre(Net a, Batches data) { var o = Make(a); var s = Plan(o); for (int epoch = 0; epoch < 40; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.mse_loss(a.forward(x), y).backward(); o.step(); } s.step(); } }
              public static void Fit(Net a, Batches data, int epochs) { var o = Make(a); var s = Plan(o); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.mse_loss(a.forward(x), y).backward(); o.step(); } s.step(); } } }
            """),
        ["parts stepped one behind the other"] = ("", """
            internal sealed class Part { public optim.Optimizer O { get; } public Scheduler S { get; } public Net Net { get; } public Part(Net net, int n) { Net = net; O = optim.Adam(net.parameters(), 1e-3); S = optim.lr_scheduler.CosineAnnealingLR(O, n); } }
            internal static class P { public static void Fit(Net a, Net b, Batches data, int epochs) { var pa = new Part(a, epochs * data.Count); var pb = new Part(b, epochs * data.Count);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { pa.O.zero_grad(); pb.O.zero_grad(); nn.functional.mse_loss(pb.Net.forward(pa.Net.forward(x)), y).backward(); pa.O.step(); pa.S.step(); pb.O.step(); pb.S.step(); } } } }
            """),
        ["group for one part"] = ("", """
            internal sealed class Part { public optim.Optimizer O { get; } public Scheduler? S { get; set; } public Net Net { get; } public Part(Net net) { Net = net; O = optim.Adam(net.parameters(), 1e-3); } }
            internal static class P { public static void Fit(Net a, Net b, Net c, Batches data, int epochs) { var pa = new Part(a); var pb = new Part(b); pa.S = optim.lr_scheduler.CosineAnnealingLR(pa.O, epochs); pb.O.add_param_group(new Adam.ParamGroup(c.parameters())); pb.S = optim.lr_scheduler.CosineAnnealingLR(pb.O, epochs);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { pa.O.zero_grad(); pb.O.zero_grad(); nn.functional.mse_loss(c.forward(pb.Net.forward(pa.Net.forward(x))), y).backward(); pa.O.step(); pb.O.step(); } pa.S.step(); pb.S.step(); } } }
            """),
        ["parts without schedule"] = ("LR2001", """
            internal sealed class Part { public optim.Optimizer O { get; } public Net Net { get; } public Part(Net net) { Net = net; O = optim.Adam(net.parameters(), 1e-3); } }
            internal static class P { public static void Fit(Net a, Net b, Batches data, int epochs) { var pa = new Part(a); var pb = new Part(b);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { pa.O.zero_grad(); pb.O.zero_grad(); nn.functional.mse_loss(pb.Net.forward(pa.Net.forward(x)), y).backward(); pa.O.step(); pb.O.step(); } } } }
            """),
        ["trainers in turn"] = ("", """
            internal sealed class Trainer { readonly Net _net; readonly optim.Optimizer _o; public Trainer(Net net) { _net = net; _o = optim.Adam(net.parameters(), 1e-3); }
              public void Fit(Batches data, int epochs) { var s = optim.lr_scheduler.CosineAnnealingLR(_o, epochs); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { _o.zero_grad(); nn.functional.mse_loss(_net.forward(x), y).backward(); _o.step(); } s.step(); } } }
            internal static class P { public static void Main2(List<Net> nets, Batches data) { foreach (var net in nets) new Trainer(net).Fit(data, 30); var last = new Trainer(nets[0]); last.Fit(data, 20); } }
            """),
        ["one part accumulates"] = ("", """
            internal sealed class Part { public optim.Optimizer O { get; } public Scheduler S { get; } public Net Net { get; } public Part(Net net, int n) { Net = net; O = optim.Adam(net.parameters(), 1e-3); S = optim.lr_scheduler.CosineAnnealingLR(O, n); } }
            internal static class P { public static void Fit(Net a, Net b, Batches data, int epochs) { var pa = new Part(a, epochs * data.Count); var pb = new Part(b, epochs * data.Count / 4); int i = 0;
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { nn.functional.mse_loss(pb.Net.forward(pa.Net.forward(x)), y).backward(); pa.O.step(); pa.O.zero_grad(); pa.S.step(); if (++i % 4 == 0) { pb.O.step(); pb.O.zero_grad(); pb.S.step(); } } } } }
            """),
        ["gan with a class for both, manual decay of one"] = ("", """
            internal sealed class Half { public readonly optim.Optimizer Opt; public readonly Net Net; public Half(Net net, double lr) { Net = net; Opt = optim.Adam(net.parameters(), lr, 0.5, 0.999); } public void Decay(double f) { foreach (var g in Opt.ParamGroups) g.LearningRate *= f; } }
            internal static class P { public static void Fit(Net g, Net d, Batches data, int epochs) { var gen = new Half(g, 2e-4); var dis = new Half(d, 1e-4); var plan = optim.lr_scheduler.StepLR(dis.Opt, 10, 0.5);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { dis.Opt.zero_grad(); d.forward(x).mean().backward(); dis.Opt.step(); gen.Opt.zero_grad(); d.forward(g.forward(x)).mean().backward(); gen.Opt.step(); } gen.Decay(0.95); plan.step(); } } }
            """),
        ["records of two"] = ("", """
            internal sealed record Unit(Net Net, optim.Optimizer Optimizer, Scheduler Scheduler);
            internal static class P { static Unit Make(Net net, int n) { var o = optim.AdamW(net.parameters(), 1e-3); return new Unit(net, o, optim.lr_scheduler.CosineAnnealingLR(o, n)); }
               public static void Fit(Net a, Net b, Batches data, int epochs) { var first = Make(a, epochs); var second = Make(b, epochs * data.Count);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { first.Optimizer.zero_grad(); second.Optimizer.zero_grad(); nn.functional.mse_loss(second.Net.forward(first.Net.forward(x)), y).backward(); first.Optimizer.step(); second.Optimizer.step(); second.Scheduler.step(); } first.Scheduler.step(); } } }
            """),
        ["tuple of two"] = ("", """
            internal static class P { static (optim.Optimizer O, Scheduler S) Make(Net net, int n) { var o = optim.AdamW(net.parameters(), 1e-3); return (o, optim.lr_scheduler.CosineAnnealingLR(o, n)); }
               public static void Fit(Net a, Net b, Batches data, int epochs) { var first = Make(a, epochs); var second = Make(b, epochs * data.Count);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { first.O.zero_grad(); second.O.zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); first.O.step(); second.O.step(); second.S.step(); } first.S.step(); } } }
            """),
        ["dictionary of two schedulers"] = ("", """
            internal static class P {
               public static void Fit(Net a, Net b, Batches data, int epochs) { var os = new Dictionary<string, optim.Optimizer> { ["a"] = optim.Adam(a.parameters(), 1e-3), ["b"] = optim.Adam(b.parameters(), 1e-3) }; var ss = os.ToDictionary(p => p.Key, p => (Scheduler)optim.lr_scheduler.StepLR(p.Value, 10, 0.5));
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { os["a"].zero_grad(); os["b"].zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); os["a"].step(); os["b"].step(); } ss["a"].step(); ss["b"].step(); } } }
            """),
        ["array of two by index"] = ("", """
            internal static class P {
               public static void Fit(Net a, Net b, Batches data, int epochs) { var os = new optim.Optimizer[] { optim.Adam(a.parameters(), 1e-3), optim.Adam(b.parameters(), 1e-3) }; var ss = new Scheduler[2]; for (int i = 0; i < 2; i++) ss[i] = optim.lr_scheduler.StepLR(os[i], 10, 0.5);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { os[0].zero_grad(); os[1].zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); os[0].step(); os[1].step(); } ss[0].step(); ss[1].step(); } } }
            """),
        ["array of two different schedulers"] = ("", """
            internal static class P {
               public static void Fit(Net a, Net b, Batches data, int epochs) { var os = new optim.Optimizer[] { optim.Adam(a.parameters(), 1e-3), optim.Adam(b.parameters(), 1e-3) }; var sa = optim.lr_scheduler.StepLR(os[0], 10, 0.5); var sb = optim.lr_scheduler.ExponentialLR(os[1], 0.95);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { os[0].zero_grad(); os[1].zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); os[0].step(); os[1].step(); } sa.step(); sb.step(); } } }
            """),
        ["elements by other names"] = ("", """
            internal static class P {
                public static void Fit(Net a, Net b, Batches data, int epochs) { var oa = optim.Adam(a.parameters(), 1e-3); var ob = optim.Adam(b.parameters(), 1e-3);
                    var all = new Scheduler[] { optim.lr_scheduler.StepLR(oa, 10, 0.5), optim.lr_scheduler.StepLR(ob, 10, 0.5) }; var first = all[0];
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { oa.zero_grad(); ob.zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); oa.step(); ob.step(); } first.step(); all[1].step(); } } }
            """),
        ["two elements by names"] = ("", """
            internal static class P {
                public static void Fit(Net a, Net b, Batches data, int epochs) { var oa = optim.Adam(a.parameters(), 1e-3); var ob = optim.Adam(b.parameters(), 1e-3);
                    var all = new Scheduler[] { optim.lr_scheduler.StepLR(oa, 10, 0.5), optim.lr_scheduler.StepLR(ob, 10, 0.5) }; var sa = all[0]; var sb = all[1];
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { oa.zero_grad(); ob.zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); oa.step(); ob.step(); } sa.step(); sb.step(); } } }
            """),
        ["first and last"] = ("", """
            internal static class P {
                public static void Fit(Net a, Net b, Batches data, int epochs) { var oa = optim.Adam(a.parameters(), 1e-3); var ob = optim.Adam(b.parameters(), 1e-3);
                    var all = new Scheduler[] { optim.lr_scheduler.StepLR(oa, 10, 0.5), optim.lr_scheduler.StepLR(ob, 10, 0.5) };
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { oa.zero_grad(); ob.zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); oa.step(); ob.step(); } all.First().step(); all[^1].step(); } } }
            """),
        ["one of a dictionary by another name"] = ("", """
            internal static class P {
                public static void Fit(Net a, Net b, Batches data, int epochs) { var oa = optim.Adam(a.parameters(), 1e-3); var ob = optim.Adam(b.parameters(), 1e-3);
                    var all = new Dictionary<string, Scheduler> { ["a"] = optim.lr_scheduler.StepLR(oa, 10, 0.5), ["b"] = optim.lr_scheduler.StepLR(ob, 10, 0.5) }; var first = all["a"];
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { oa.zero_grad(); ob.zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); oa.step(); ob.step(); } first.step(); all["b"].step(); } } }
            """),
        ["elements by a pattern"] = ("", """
            internal static class P {
                public static void Fit(Net a, Net b, Batches data, int epochs) { var oa = optim.Adam(a.parameters(), 1e-3); var ob = optim.Adam(b.parameters(), 1e-3);
                    var all = new Scheduler[] { optim.lr_scheduler.StepLR(oa, 10, 0.5), optim.lr_scheduler.StepLR(ob, 10, 0.5) }; if (all is not [var sa, var sb]) { return; }
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { oa.zero_grad(); ob.zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); oa.step(); ob.step(); } sa.step(); sb.step(); } } }
            """),
        ["an element stepped twice"] = ("LR2019", """
            internal static class P {
                public static void Fit(Net a, Net b, Batches data, int epochs) { var oa = optim.Adam(a.parameters(), 1e-3); var ob = optim.Adam(b.parameters(), 1e-3);
                    var all = new Scheduler[] { optim.lr_scheduler.StepLR(oa, 10, 0.5), optim.lr_scheduler.StepLR(ob, 10, 0.5) };
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { oa.zero_grad(); ob.zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); oa.step(); ob.step(); } all[0].step(); all[1].step(); all[0].step(); } } }
            """),
        ["list filled in a loop, different schedulers"] = ("", """
            internal static class P {
               public static void Fit(List<Net> nets, Batches data, int epochs) { var os = new List<optim.Optimizer>(); foreach (var net in nets) os.Add(optim.Adam(net.parameters(), 1e-3)); var sa = optim.lr_scheduler.StepLR(os[0], 10, 0.5); var sb = optim.lr_scheduler.ExponentialLR(os[1], 0.95);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { os[0].zero_grad(); os[1].zero_grad(); nn.functional.mse_loss(nets[1].forward(nets[0].forward(x)), y).backward(); os[0].step(); os[1].step(); } sa.step(); sb.step(); } } }
            """),
        ["list filled in a loop, trained in turn"] = ("", """
            internal static class P {
               public static void Fit(List<Net> nets, Batches data) { var os = nets.Select(net => (optim.Optimizer)optim.Adam(net.parameters(), 1e-3)).ToList();
                    var sa = optim.lr_scheduler.CosineAnnealingLR(os[0], 30); for (int epoch = 0; epoch < 30; epoch++) { foreach (var (x, y) in data) { os[0].zero_grad(); nn.functional.mse_loss(nets[0].forward(x), y).backward(); os[0].step(); } sa.step(); }
                    var sb = optim.lr_scheduler.CosineAnnealingLR(os[1], 30); for (int epoch = 0; epoch < 30; epoch++) { foreach (var (x, y) in data) { os[1].zero_grad(); nn.functional.mse_loss(nets[1].forward(x), y).backward(); os[1].step(); } sb.step(); } } }
            """),
        ["parts by two loop variables"] = ("", """
            internal sealed class Part { public optim.Optimizer O { get; } public Net Net { get; } public Part(Net net) { Net = net; O = optim.Adam(net.parameters(), 1e-3); } }
            internal static class P { public static void Fit(List<Net> nets, Batches data, int epochs) { var parts = nets.Select(n => new Part(n)).ToList(); var plans = new List<Scheduler>(); foreach (var part in parts) plans.Add(optim.lr_scheduler.StepLR(part.O, 10, 0.5));
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { foreach (var p in parts) p.O.zero_grad(); nn.functional.mse_loss(parts[1].Net.forward(parts[0].Net.forward(x)), y).backward(); foreach (var p in parts) p.O.step(); } foreach (var plan in plans) plan.step(); } } }
            """),
        ["alias of a part"] = ("", """
            internal sealed class Part { public optim.Optimizer O { get; } public Net Net { get; } public Part(Net net) { Net = net; O = optim.Adam(net.parameters(), 1e-3); } }
            internal static class P { public static void Fit(Net net, Batches data, int epochs) { var part = new Part(net); var s = optim.lr_scheduler.StepLR(part.O, 10, 0.5); var same = part;
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { same.O.zero_grad(); nn.functional.mse_loss(same.Net.forward(x), y).backward(); same.O.step(); } s.step(); } } }
            """),
        ["part stepped in its own method"] = ("", """
            internal sealed class Part { public optim.Optimizer O { get; } public Net Net { get; } public Part(Net net) { Net = net; O = optim.Adam(net.parameters(), 1e-3); } public void Train(Tensor x, Tensor y) { O.zero_grad(); nn.functional.mse_loss(Net.forward(x), y).backward(); O.step(); } }
            internal static class P { public static void Fit(Net net, Batches data, int epochs) { var part = new Part(net); var s = optim.lr_scheduler.StepLR(part.O, 10, 0.5);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) part.Train(x, y); s.step(); } } }
            """),
        ["part stepped in its own method, scheduler first"] = ("LR2004", """
            internal sealed class Part { public optim.Optimizer O { get; } public Net Net { get; } public Part(Net net) { Net = net; O = optim.Adam(net.parameters(), 1e-3); } public void Train(Tensor x, Tensor y) { O.zero_grad(); nn.functional.mse_loss(Net.forward(x), y).backward(); O.step(); } }
            internal static class P { public static void Fit(Net net, Batches data, int epochs) { var part = new Part(net); var s = optim.lr_scheduler.StepLR(part.O, 10, 0.5);
                    for (int epoch = 0; epoch < epochs; epoch++) { s.step(); foreach (var (x, y) in data) part.Train(x, y); } } }
            """),
        ["elements by an index variable"] = ("", """
            internal static class P { public static void Fit(List<Net> nets, Batches data, int epochs) { var os = nets.Select(n => (optim.Optimizer)optim.Adam(n.parameters(), 1e-3)).ToArray(); var s0 = optim.lr_scheduler.StepLR(os[0], 10, 0.5); var s1 = optim.lr_scheduler.StepLR(os[1], 20, 0.5);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { for (int i = 0; i < os.Length; i++) os[i].zero_grad(); nn.functional.mse_loss(nets[1].forward(nets[0].forward(x)), y).backward(); for (int i = 0; i < os.Length; i++) os[i].step(); } s0.step(); s1.step(); } } }
            """),
        ["two on one element"] = ("LR2010", """
            internal static class P { public static void Fit(List<Net> nets, Batches data, int epochs) { var os = nets.Select(n => (optim.Optimizer)optim.Adam(n.parameters(), 1e-3)).ToArray(); var s0 = optim.lr_scheduler.StepLR(os[0], 10, 0.5); var s1 = optim.lr_scheduler.ExponentialLR(os[0], 0.95);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { os[0].zero_grad(); nn.functional.mse_loss(nets[0].forward(x), y).backward(); os[0].step(); } s0.step(); s1.step(); } } }
            """),
        ["two on one part"] = ("LR2010", """
            internal sealed class Part { public optim.Optimizer O { get; } public Net Net { get; } public Part(Net net) { Net = net; O = optim.Adam(net.parameters(), 1e-3); } }
            internal static class P { public static void Fit(Net a, Net b, Batches data, int epochs) { var pa = new Part(a); var pb = new Part(b); var s0 = optim.lr_scheduler.StepLR(pa.O, 10, 0.5); var s1 = optim.lr_scheduler.ExponentialLR(pa.O, 0.95); var s2 = optim.lr_scheduler.StepLR(pb.O, 10, 0.5);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { pa.O.zero_grad(); pb.O.zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); pa.O.step(); pb.O.step(); } s0.step(); s1.step(); s2.step(); } } }
            """),
        ["scheduler of a part stepped twice"] = ("LR2019", """
            internal sealed class Part { public optim.Optimizer O { get; } public Scheduler S { get; } public Net Net { get; } public Part(Net net, int n) { Net = net; O = optim.Adam(net.parameters(), 1e-3); S = optim.lr_scheduler.CosineAnnealingLR(O, n); } }
            internal static class P { public static void Fit(Net a, Net b, Batches data, int epochs) { var pa = new Part(a, epochs); var pb = new Part(b, epochs);
                    for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { pa.O.zero_grad(); pb.O.zero_grad(); nn.functional.mse_loss(b.forward(a.forward(x)), y).backward(); pa.O.step(); pb.O.step(); pa.S.step(); } pa.S.step(); pb.S.step(); } } }
            """),
        ["trainer steps in two methods"] = ("LR2019", """
            internal sealed class Trainer { readonly Net _net; readonly optim.Optimizer _o; readonly Scheduler _s; public Trainer(Net net, int n) { _net = net; _o = optim.Adam(net.parameters(), 1e-3); _s = optim.lr_scheduler.CosineAnnealingLR(_o, n); }
              void Batch(Tensor x, Tensor y) { _o.zero_grad(); nn.functional.mse_loss(_net.forward(x), y).backward(); _o.step(); _s.step(); }
              public void Fit(Batches data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) Batch(x, y); _s.step(); } }
              public static void Main2(Net a, Batches data, int epochs) => new Trainer(a, epochs).Fit(data, epochs); }
            """),
        ["trainer steps in two methods, made twice"] = ("LR2019", """
            internal sealed class Trainer { readonly Net _net; readonly optim.Optimizer _o; readonly Scheduler _s; public Trainer(Net net, int n) { _net = net; _o = optim.Adam(net.parameters(), 1e-3); _s = optim.lr_scheduler.CosineAnnealingLR(_o, n); }
              void Batch(Tensor x, Tensor y) { _o.zero_grad(); nn.functional.mse_loss(_net.forward(x), y).backward(); _o.step(); _s.step(); }
              public void Fit(Batches data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) Batch(x, y); _s.step(); } }
              public static void Main2(Net a, Net b, Batches data, int epochs) { new Trainer(a, epochs).Fit(data, epochs); new Trainer(b, epochs).Fit(data, epochs); } }
            """),
        ["first and last, one after the other"] = ("", """
            internal static class P { public static void Both(List<Net> nets, Batches data) { var os = nets.Select(n => (optim.Optimizer)optim.Adam(n.parameters(), 1e-3)).ToArray();
                    var s0 = optim.lr_scheduler.CosineAnnealingLR(os.First(), 30); for (int epoch = 0; epoch < 30; epoch++) { foreach (var (x, y) in data) { os[0].zero_grad(); nn.functional.mse_loss(nets[0].forward(x), y).backward(); os[0].step(); } s0.step(); }
                    var s1 = optim.lr_scheduler.CosineAnnealingLR(os.Last(), 30); for (int epoch = 0; epoch < 30; epoch++) { foreach (var (x, y) in data) { os[1].zero_grad(); nn.functional.mse_loss(nets[1].forward(x), y).backward(); os[1].step(); } s1.step(); } } }
            """),
        ["one element, one after the other"] = ("LR2021", """
            internal static class P { public static void Both(List<Net> nets, Batches data) { var os = nets.Select(n => (optim.Optimizer)optim.Adam(n.parameters(), 1e-3)).ToArray();
                    var s0 = optim.lr_scheduler.CosineAnnealingLR(os[0], 30); for (int epoch = 0; epoch < 30; epoch++) { foreach (var (x, y) in data) { os[0].zero_grad(); nn.functional.mse_loss(nets[0].forward(x), y).backward(); os[0].step(); } s0.step(); }
                    var s1 = optim.lr_scheduler.CosineAnnealingLR(os[0], 30); for (int epoch = 0; epoch < 30; epoch++) { foreach (var (x, y) in data) { os[0].zero_grad(); nn.functional.mse_loss(nets[0].forward(x), y).backward(); os[0].step(); } s1.step(); } } }
            """),
    };

    public static TheoryData<string> Names => [.. s_programs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task AreToldApart(string name)
    {
        (string ids, string source) = s_programs[name];
        Compilation compilation = Analysis.Compile(Head + source);
        Assert.Empty(Analysis.Errors(compilation));
        Assert.Equal(
            ids.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Analysis.RulesIn(await Analysis.BuildAsync(compilation)).Distinct());
    }
}
