using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tests.Flow;

/// <summary>Whole trainings whose verdict depends on what is followed, and how far.</summary>
public class FollowedTrainingTests
{
    private const string Head = """
        using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading.Tasks; using TorchSharp; using TorchSharp.Modules; using static TorchSharp.torch; using static TorchSharp.torch.nn; using static TorchSharp.torch.optim;
        using Net = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;
        using Batches = System.Collections.Generic.IReadOnlyList<(TorchSharp.torch.Tensor X, TorchSharp.torch.Tensor Y)>;
        using Scheduler = TorchSharp.torch.optim.lr_scheduler.LRScheduler;

        """;

    private static readonly Dictionary<string, (string Ids, string Source)> s_programs = new()
    {
        ["OneCycleLR made by a helper"] = ("", """
            public static class P { public static void Fit(Net net, Batches data, int epochs, double peak) { var o = optim.AdamW(net.parameters(), 1e-3); var s = Make(o, epochs * data.Count, peak); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.l1_loss(net.forward(x), y).backward(); o.step(); s.step(); } } }
             static Scheduler Make(optim.Optimizer optimizer, int steps, double peak) => optim.lr_scheduler.OneCycleLR(optimizer, peak, total_steps: steps); }
            """),
        ["a factory in a delegate"] = ("LR2001", """
            public static class P { public static void Fit(Net net, Batches data, double rate, int epochs) { var services = new Dictionary<Type, object>(); Func<optim.Optimizer> make = () => optim.Adam(net.parameters(), rate); var o = make(); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.l1_loss(net.forward(x), y).backward(); o.step(); } } } }
            """),
        ["a model for each fold"] = ("LR2001", """
            public static class P { public static void Run(Func<Net> make, List<Batches> folds, double rate) { foreach (var data in folds) { var net = make(); var o = optim.Adam(net.parameters(), rate); for (int epoch = 0; epoch < 30; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.l1_loss(net.forward(x), y).backward(); o.step(); } } } } }
            """),
        ["a number of epochs that counts steps"] = ("", """
            public static class P { public static void Fit(Net net, Batches data, int epochs, double rate) { var o = optim.AdamW(net.parameters(), rate); int numEpochs = epochs * data.Count; var s = optim.lr_scheduler.CosineAnnealingLR(o, numEpochs); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.l1_loss(net.forward(x), y).backward(); o.step(); s.step(); } } } }
            """),
        ["a public factory"] = ("LR2001", """
            public static class OptimizerFactory { public static optim.Optimizer CreateOptimizer(Net net, double rate) => optim.AdamW(net.parameters(), rate); }
            public sealed class TvTrainer { private optim.Optimizer? o; private readonly Net net; public TvTrainer(Net net) { this.net = net; } public void Fit(Batches data, int epochs) { o = OptimizerFactory.CreateOptimizer(net, 1e-3); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.l1_loss(net.forward(x), y).backward(); o.step(); } } } }
            """),
        ["a sweep of rates"] = ("", """
            public static class P { public static void Run(Func<Net> make, Batches data) { foreach (double rate in new[] { 1e-4, 3e-4, 1e-3 }) { var net = make(); var o = optim.Adam(net.parameters(), rate); for (int epoch = 0; epoch < 30; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.l1_loss(net.forward(x), y).backward(); o.step(); } } } } }
            """),
        ["a training in a lambda for a runner"] = ("LR2001", """
            public sealed class Runner { public void Run(string name, Action body) { Console.WriteLine(name); body(); } }
            public static class P { public static void Fit(Net net, Batches data, double rate, int epochs) { new Runner().Run("fit", () => Train(net, data, rate, epochs)); } static void Train(Net net, Batches data, double rate, int epochs) { var o = optim.Adam(net.parameters(), rate); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.l1_loss(net.forward(x), y).backward(); o.step(); } } } }
            """),
        ["an own gradient scaler steps"] = ("LR2001", """
            public sealed class GradScaler { private double scale = 1024; public Tensor scaleLoss(Tensor loss) => loss * scale; public void step(optim.Optimizer optimizer) { optimizer.step(); } public void update() { scale *= 2; } }
            public static class P { public static void Fit(Net net, Batches data, double rate, int epochs) { var o = optim.Adam(net.parameters(), rate); var scaler = new GradScaler(); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); scaler.scaleLoss(nn.functional.l1_loss(net.forward(x), y)).backward(); scaler.step(o); scaler.update(); } } } }
            """),
        ["another model in each round"] = ("", """
            public static class P { public static void Fit(Func<Net> make, List<Batches> folds) { for (int epoch = 0; epoch < 5; epoch++) { Train(make(), folds[epoch]); } } static void Train(Net net, Batches data) { using var o = optim.AdamW(net.parameters(), 1e-4); foreach (var (x, y) in data) { o.zero_grad(); nn.functional.l1_loss(net.forward(x), y).backward(); o.step(); } } }
            """),
        ["clients of a federation"] = ("", """
            public static class P { public static void Run(Net global, Func<Net> make, List<Batches> clients, double rate, int rounds) { for (int round = 0; round < rounds; round++) { foreach (var data in clients) { var net = make(); net.load_state_dict(global.state_dict()); Train(net, data, rate); } } }
             static void Train(Net net, Batches data, double rate) { var o = optim.SGD(net.parameters(), rate); for (int epoch = 0; epoch < 20; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.l1_loss(net.forward(x), y).backward(); o.step(); } } } }
            """),
        ["epochs in a ForEach"] = ("LR2001", """
            public static class P { public static void Fit(Net net, Batches data, double rate, int epochs) { var o = optim.Adam(net.parameters(), rate); Enumerable.Range(0, epochs).ToList().ForEach(epoch => { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.l1_loss(net.forward(x), y).backward(); o.step(); } }); } }
            """),
        ["one of two optimizers"] = ("LR2016", """
            public static class P { public static void Fit(Net encoder, Net decoder, Batches data, int epochs, double rate) { var a = optim.Adam(encoder.parameters(), rate); var b = optim.Adam(decoder.parameters(), rate); var s = optim.lr_scheduler.CosineAnnealingLR(a, epochs); var t = optim.lr_scheduler.CosineAnnealingLR(b, epochs); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { a.zero_grad(); b.zero_grad(); nn.functional.l1_loss(decoder.forward(encoder.forward(x)), y).backward(); b.step(); } s.step(); t.step(); } } }
            """),
        ["optimizers that take turns"] = ("", """
            public static class P { public static void Fit(Net net, Batches data, double rate) { var adam = optim.Adam(net.parameters(), rate); var sgd = optim.SGD(net.parameters(), rate); for (int epoch = 0; epoch < 100; epoch++) { optim.Optimizer o = epoch < 50 ? adam : sgd; foreach (var (x, y) in data) { o.zero_grad(); nn.functional.l1_loss(net.forward(x), y).backward(); o.step(); } } } }
            """),
        ["rates set through a registry"] = ("", """
            public static class Registry { public static readonly List<optim.Optimizer> All = new(); public static void Set(double rate) { foreach (var o in All) foreach (var g in o.ParamGroups) g.LearningRate = rate; } }
            public static class P { public static void Fit(Net net, Net head, Batches data) { var o = optim.Adam(new[] { new Adam.ParamGroup(net.parameters()), new Adam.ParamGroup(head.parameters(), 1e-4) }, 0.0); Registry.All.Add(o); Registry.Set(1e-3); for (int epoch = 0; epoch < 30; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.l1_loss(net.forward(x), y).backward(); o.step(); } } } }
            """),
        ["schedulers in a list"] = ("LR2004", """
            public static class P { public static void Fit(Net net, Net head, Batches data, int epochs, double rate) { var os = new List<optim.Optimizer> { optim.Adam(net.parameters(), rate), optim.Adam(head.parameters(), rate) }; var ss = os.Select(o => (Scheduler)optim.lr_scheduler.CosineAnnealingLR(o, epochs)).ToList(); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var s in ss) s.step(); foreach (var (x, y) in data) { foreach (var o in os) o.zero_grad(); nn.functional.l1_loss(head.forward(net.forward(x)), y).backward(); foreach (var o in os) o.step(); } } } }
            """),
        ["the epoch loop is two calls away"] = ("LR2009", """
            public sealed class P { private readonly Net net; public P(Net net) { this.net = net; } public void Fit(Batches data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { Console.WriteLine(epoch); RunEpoch(data); } } private void RunEpoch(Batches data) { TrainOn(data); } private void TrainOn(Batches data) { using var o = optim.AdamW(net.parameters(), 1e-4); foreach (var (x, y) in data) { o.zero_grad(); nn.functional.l1_loss(net.forward(x), y).backward(); o.step(); } } }
            """),
        ["epochs by goto"] = ("LR2001", """
            public static class P { public static void Fit(Net net, Batches data, int epochs) {
                var optimizer = optim.Adam(net.parameters(), 1e-3);
                int epoch = 0;
            next:
                foreach (var (x, y) in data) {
                    optimizer.zero_grad();
                    nn.functional.l1_loss(net.forward(x), y).backward();
                    optimizer.step();
                }
                epoch++;
                if (epoch < epochs) goto next;
            } }
            """),
        ["optimizers that take turns in the second of two loops by goto"] = ("LR2001", """
            public static class P { public static void Fit(Net encoder, Net net, Batches data) {
                var warm = optim.Adam(encoder.parameters(), 1e-3);
                var adam = optim.Adam(net.parameters(), 1e-3);
                var sgd = optim.SGD(net.parameters(), 1e-2);
                int epoch = 0;
            first:
                foreach (var (x, y) in data) { warm.zero_grad(); nn.functional.l1_loss(encoder.forward(x), y).backward(); warm.step(); }
                if (++epoch < 50) goto first;
                int round = 0;
            second:
                optim.Optimizer o = round < 50 ? adam : sgd;
                foreach (var (x, y) in data) { o.zero_grad(); nn.functional.l1_loss(net.forward(x), y).backward(); o.step(); }
                if (++round < 100) goto second;
            } }
            """),
        ["a few rounds by goto"] = ("", """
            public static class P { public static void Fit(Net net, Tensor x, Tensor y) {
                var optimizer = optim.Adam(net.parameters(), 1e-3);
                int epoch = 0;
            next:
                optimizer.zero_grad();
                nn.functional.l1_loss(net.forward(x), y).backward();
                optimizer.step();
                if (++epoch < 5) goto next;
            } }
            """),
        ["a scheduler stepped first in a loop by goto"] = ("LR2004", """
            public static class P { public static void Fit(Net net, Batches data, int epochs) {
                var optimizer = optim.Adam(net.parameters(), 1e-3);
                var scheduler = optim.lr_scheduler.StepLR(optimizer, 10, 0.5);
                int epoch = 0;
            next:
                scheduler.step();
                foreach (var (x, y) in data) {
                    optimizer.zero_grad();
                    nn.functional.l1_loss(net.forward(x), y).backward();
                    optimizer.step();
                }
                epoch++;
                if (epoch < epochs) goto next;
            } }
            """),
        ["a scheduler never stepped in a loop by goto"] = ("LR2002", """
            public static class P { public static void Fit(Net net, Batches data, int epochs) {
                var optimizer = optim.Adam(net.parameters(), 1e-3);
                var scheduler = optim.lr_scheduler.StepLR(optimizer, 10, 0.5);
                int epoch = 0;
            next:
                if (epoch >= epochs) goto done;
                foreach (var (x, y) in data) {
                    optimizer.zero_grad();
                    nn.functional.l1_loss(net.forward(x), y).backward();
                    optimizer.step();
                }
                epoch++;
                goto next;
            done:
                net.save("net.dat");
            } }
            """),
        ["an optimizer for each round by goto"] = ("LR2009", """
            public static class P { public static void Fit(Net net, Batches data, int epochs) {
                int epoch = 0;
            next:
                var optimizer = optim.Adam(net.parameters(), 1e-3);
                foreach (var (x, y) in data) {
                    optimizer.zero_grad();
                    nn.functional.l1_loss(net.forward(x), y).backward();
                    optimizer.step();
                }
                epoch++;
                if (epoch < epochs) goto next;
            } }
            """),
        ["a method that calls itself for the next epoch"] = ("LR2001", """
            public static class P { public static void Fit(Net net, Batches data, int epochs) {
                    var optimizer = optim.Adam(net.parameters(), 1e-3);
                    Train(net, optimizer, data, 0, epochs);
                }
                static void Train(Net net, optim.Optimizer optimizer, Batches data, int epoch, int epochs) {
                    if (epoch >= epochs) return;
                    foreach (var (x, y) in data) {
                        optimizer.zero_grad();
                        nn.functional.l1_loss(net.forward(x), y).backward();
                        optimizer.step();
                    }
                    Console.WriteLine($"epoch {epoch}");
                    Train(net, optimizer, data, epoch + 1, epochs);
                }
            }
            """),
        ["an epoch that awaits the next, with a schedule"] = ("", """
            public class P { readonly Net net; readonly optim.Optimizer optimizer; readonly Scheduler scheduler; public P(Net net) { this.net = net; optimizer = optim.SGD(net.parameters(), 0.01); scheduler = optim.lr_scheduler.StepLR(optimizer, 10, 0.5); }
                public Task Fit(Batches data, int epochs) => TrainAsync(data, epochs);
                async Task TrainAsync(Batches data, int epochsLeft) {
                    foreach (var (x, y) in data) {
                        optimizer.zero_grad();
                        nn.functional.l1_loss(net.forward(x), y).backward();
                        optimizer.step();
                    }
                    scheduler.step();
                    await Task.Yield();
                    if (epochsLeft > 1) await TrainAsync(data, epochsLeft - 1);
                }
            }
            """),
        ["an optimizer for each call of itself"] = ("LR2009", """
            public static class P {
                public static void Train(Net net, Batches data, int epoch, int epochs) {
                    if (epoch >= epochs) return;
                    var optimizer = optim.Adam(net.parameters(), 1e-3);
                    foreach (var (x, y) in data) {
                        optimizer.zero_grad();
                        nn.functional.l1_loss(net.forward(x), y).backward();
                        optimizer.step();
                    }
                    Train(net, data, epoch + 1, epochs);
                }
            }
            """),
        ["a search that calls itself"] = ("", """
            public static class P {
                public static double Search(Func<Net> make, Batches data, double low, double high, int depth) {
                    if (depth == 0) return low;
                    double middle = Math.Sqrt(low * high);
                    var net = make();
                    var optimizer = optim.Adam(net.parameters(), middle);
                    double loss = 0;
                    foreach (var (x, y) in data) {
                        optimizer.zero_grad();
                        var l = nn.functional.l1_loss(net.forward(x), y); l.backward(); loss += l.item<float>();
                        optimizer.step();
                    }
                    return loss < 1 ? Search(make, data, middle, high, depth - 1) : Search(make, data, low, middle, depth - 1);
                }
            }
            """),
        ["a method that calls itself a few times"] = ("", """
            public static class P { public static void Fit(Net net, Tensor x, Tensor y) { var optimizer = optim.Adam(net.parameters(), 1e-3); Train(net, optimizer, x, y, 3); }
                static void Train(Net net, optim.Optimizer optimizer, Tensor x, Tensor y, int epochs) {
                    optimizer.zero_grad();
                    nn.functional.l1_loss(net.forward(x), y).backward();
                    optimizer.step();
                    if (epochs > 1) Train(net, optimizer, x, y, epochs - 1);
                }
            }
            """),
        ["a schedule of a constructor, and a training that goes on"] = ("LR2020", """
            internal sealed class Trainer { readonly Net net; readonly optim.Optimizer _o; readonly Scheduler _s; const int Epochs = 90;
             public Trainer(Net net) { this.net = net; _o = optim.SGD(net.parameters(), 0.1); _s = optim.lr_scheduler.CosineAnnealingLR(_o, Epochs); }
             public void Train(Batches batches) { int start = System.IO.File.Exists("epoch") ? int.Parse(System.IO.File.ReadAllText("epoch")) : 0;
               for (int epoch = start; epoch < Epochs; epoch++) { foreach (var (x, y) in batches) { _o.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); _o.step(); } _s.step(); System.IO.File.WriteAllText("epoch", $"{epoch + 1}"); } } }
            """),
        ["a schedule that is replaced where a training is loaded"] = ("", """
            internal sealed class Trainer { readonly Net net; readonly optim.Optimizer _o; Scheduler _s; const int Epochs = 90; int _start;
             public Trainer(Net net) { this.net = net; _o = optim.SGD(net.parameters(), 0.1); _s = optim.lr_scheduler.CosineAnnealingLR(_o, Epochs); }
             public void Load() { net.load("net"); _start = int.Parse(System.IO.File.ReadAllText("epoch")); _s = optim.lr_scheduler.LambdaLR(_o, e => 0.5 * (1 + Math.Cos(Math.PI * (e + _start) / Epochs))); }
             public void Train(Batches batches) { for (int epoch = _start; epoch < Epochs; epoch++) { foreach (var (x, y) in batches) { _o.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); _o.step(); } _s.step(); System.IO.File.WriteAllText("epoch", $"{epoch + 1}"); } } }
            """),
        ["a schedule that its constructor moves on"] = ("", """
            internal sealed class Trainer { readonly Net net; readonly optim.Optimizer _o; readonly Scheduler _s; const int Epochs = 90; readonly int _start;
             public Trainer(Net net) { this.net = net; _start = int.Parse(System.IO.File.ReadAllText("epoch")); _o = optim.SGD(net.parameters(), 0.1); _s = optim.lr_scheduler.CosineAnnealingLR(_o, Epochs); for (int e = 0; e < _start; e++) _s.step(); }
             public void Train(Batches batches) { for (int epoch = _start; epoch < Epochs; epoch++) { foreach (var (x, y) in batches) { _o.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); _o.step(); } _s.step(); } } }
            """),
        ["a factor that a method computes in whole numbers"] = ("LR1002", """
            public static class P { static double Decay(int epoch) => 1 / (epoch + 1);
             public static void Fit(Net net, Batches data, int epochs) { var o = optim.SGD(net.parameters(), 0.05); var s = optim.lr_scheduler.LambdaLR(o, Decay);
              for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); o.step(); } s.step(); } } }
            """),
        ["a factor that a local function computes in whole numbers"] = ("LR1002", """
            public static class P { 
             public static void Fit(Net net, Batches data, int epochs) { var o = optim.SGD(net.parameters(), 0.05); double Decay(int e) { return (epochs - e) / epochs; } var s = optim.lr_scheduler.LambdaLR(o, Decay);
              for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); o.step(); } s.step(); } } }
            """),
        ["a number of epochs by another name in a helper"] = ("LR2003", """
            public static class P { public static void Main2(Net net, Batches data, int epochs) { var o = optim.Adam(net.parameters(), 1e-3); var s = Plan(o, epochs); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); o.step(); s.step(); } } }
             static Scheduler Plan(optim.Optimizer optimizer, int horizon) => optim.lr_scheduler.CosineAnnealingLR(optimizer, horizon); }
            """),
        ["a number of batches by another name in a helper"] = ("LR2003", """
            public static class P { public static void Main2(Net net, Batches data, int epochs) { var o = optim.Adam(net.parameters(), 1e-3); var s = Plan(o, epochs * data.Count); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); o.step(); } s.step(); } }
             static Scheduler Plan(optim.Optimizer optimizer, int total) => optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps: total); }
            """),
        ["a number of batches that a helper calls epochs"] = ("", """
            public static class P { public static void Main2(Net net, Batches data, int epochs) { var o = optim.Adam(net.parameters(), 1e-3); var s = Plan(o, epochs * data.Count); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); nn.functional.mse_loss(net.forward(x), y).backward(); o.step(); s.step(); } } }
             static Scheduler Plan(optim.Optimizer optimizer, int epochs) => optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps: epochs); }
            """),
        ["a schedule that is shorter than its loop by goto"] = ("LR2005", """
            static class P { static void Run(Module<Tensor, Tensor> model, IEnumerable<(Tensor, Tensor)> data) {
              var opt = Adam(model.parameters(), 0.001);
              var sched = lr_scheduler.CosineAnnealingLR(opt, 10);
              int epoch = 0;
             again:
              foreach (var (x, y) in data) { opt.zero_grad(); functional.mse_loss(model.forward(x), y).backward(); opt.step(); }
              sched.step();
              if (++epoch < 50) goto again;
             } }
            """),
        ["a schedule that is as long as its loop by goto"] = ("", """
            static class P { static void Run(Module<Tensor, Tensor> model, IEnumerable<(Tensor, Tensor)> data) {
              var opt = Adam(model.parameters(), 0.001);
              var sched = lr_scheduler.CosineAnnealingLR(opt, 50);
              int epoch = 0;
             again:
              foreach (var (x, y) in data) { opt.zero_grad(); functional.mse_loss(model.forward(x), y).backward(); opt.step(); }
              sched.step();
              if (++epoch < 50) goto again;
             } }
            """),
        ["a schedule that is as long as the bound of a loop by goto"] = ("", """
            static class P { static void Run(Module<Tensor, Tensor> model, IEnumerable<(Tensor, Tensor)> data, int epochs) {
              var opt = Adam(model.parameters(), 0.001);
              var sched = lr_scheduler.CosineAnnealingLR(opt, epochs);
              int epoch = 0;
             again:
              if (epoch >= epochs) return;
              foreach (var (x, y) in data) { opt.zero_grad(); functional.mse_loss(model.forward(x), y).backward(); opt.step(); }
              sched.step();
              epoch++;
              goto again;
             } }
            """),
        ["a schedule that is shorter than the bound of a loop by goto"] = ("LR2005", """
            static class P { static void Run(Module<Tensor, Tensor> model, IEnumerable<(Tensor, Tensor)> data, int epochs) {
              var opt = Adam(model.parameters(), 0.001);
              var sched = lr_scheduler.CosineAnnealingLR(opt, epochs / 4);
              int epoch = 0;
             again:
              if (epoch >= epochs) return;
              foreach (var (x, y) in data) { opt.zero_grad(); functional.mse_loss(model.forward(x), y).backward(); opt.step(); }
              sched.step();
              epoch++;
              goto again;
             } }
            """),
        ["a schedule in epochs that is stepped per batch in a loop by goto"] = ("LR2003", """
            static class P { static void Run(Module<Tensor, Tensor> model, List<(Tensor, Tensor)> data) {
              var opt = Adam(model.parameters(), 0.001);
              var sched = lr_scheduler.StepLR(opt, 15, 0.1);
              int epoch = 0;
             again:
              foreach (var (x, y) in data) { opt.zero_grad(); functional.mse_loss(model.forward(x), y).backward(); opt.step(); sched.step(); }
              if (++epoch < 30) goto again;
             } }
            """),
        ["milestones that a loop by goto never reaches"] = ("LR2005", """
            static class P { static void Run(Module<Tensor, Tensor> model, IEnumerable<(Tensor, Tensor)> data) {
              var opt = Adam(model.parameters(), 0.001);
              var sched = lr_scheduler.MultiStepLR(opt, new[] { 60, 80 }, 0.1);
              int epoch = 0;
             again:
              foreach (var (x, y) in data) { opt.zero_grad(); functional.mse_loss(model.forward(x), y).backward(); opt.step(); }
              sched.step();
              if (++epoch < 50) goto again;
             } }
            """),
        ["a schedule that is shorter than its recursion"] = ("LR2005", """
            class Trainer { private readonly Module<Tensor, Tensor> _m; private readonly optim.Optimizer _opt; private readonly optim.lr_scheduler.LRScheduler _s; private readonly IEnumerable<(Tensor, Tensor)> _data;
             public Trainer(Module<Tensor, Tensor> m, IEnumerable<(Tensor, Tensor)> data) { _m = m; _data = data; _opt = Adam(m.parameters(), 0.001); _s = lr_scheduler.CosineAnnealingLR(_opt, 10); }
             public void Run() => Train(0);
             private void Train(int epoch) {
              foreach (var (x, y) in _data) { _opt.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _opt.step(); }
              _s.step();
              if (epoch < 49) Train(epoch + 1);
             } }
            """),
        ["a schedule that is as long as its recursion"] = ("", """
            class Trainer { private readonly Module<Tensor, Tensor> _m; private readonly optim.Optimizer _opt; private readonly optim.lr_scheduler.LRScheduler _s; private readonly IEnumerable<(Tensor, Tensor)> _data;
             public Trainer(Module<Tensor, Tensor> m, IEnumerable<(Tensor, Tensor)> data) { _m = m; _data = data; _opt = Adam(m.parameters(), 0.001); _s = lr_scheduler.CosineAnnealingLR(_opt, 50); }
             public void Run() => Train(0);
             private void Train(int epoch) {
              foreach (var (x, y) in _data) { _opt.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _opt.step(); }
              _s.step();
              if (epoch < 49) Train(epoch + 1);
             } }
            """),
        ["a schedule that is shorter than a recursion down to nothing"] = ("LR2005", """
            class Trainer { private readonly Module<Tensor, Tensor> _m; private readonly optim.Optimizer _opt; private readonly optim.lr_scheduler.LRScheduler _s; private readonly IEnumerable<(Tensor, Tensor)> _data;
             public Trainer(Module<Tensor, Tensor> m, IEnumerable<(Tensor, Tensor)> data) { _m = m; _data = data; _opt = Adam(m.parameters(), 0.001); _s = lr_scheduler.CosineAnnealingLR(_opt, 10); }
             public void Run() => Train(50);
             private void Train(int epochsLeft) {
              if (epochsLeft == 0) return;
              foreach (var (x, y) in _data) { _opt.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _opt.step(); }
              _s.step();
              Train(epochsLeft - 1);
             } }
            """),
        ["a schedule in a dictionary that is shorter than its loop"] = ("LR2005", """
            class Trainer { private readonly Dictionary<string, optim.lr_scheduler.LRScheduler> _s = new(); private readonly Dictionary<string, optim.Optimizer> _o = new();
             private readonly Module<Tensor, Tensor> _m;
             public Trainer(Module<Tensor, Tensor> m) { _m = m; _o["main"] = Adam(m.parameters(), 0.001); _s["main"] = lr_scheduler.CosineAnnealingLR(_o["main"], 10); }
             public void Run(IEnumerable<(Tensor, Tensor)> data) {
              for (int epoch = 0; epoch < 50; epoch++) {
              foreach (var (x, y) in data) { _o["main"].zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _o["main"].step(); }
              _s["main"].step();
              }
             } }
            """),
        ["one of two schedules in an array that is shorter than its loop"] = ("LR2005", """
            static class P { static void Run(Module<Tensor, Tensor> g, Module<Tensor, Tensor> d, IEnumerable<(Tensor, Tensor)> data) {
              var opts = new optim.Optimizer[] { Adam(g.parameters(), 0.001), Adam(d.parameters(), 0.001) };
              var scheds = new[] { lr_scheduler.CosineAnnealingLR(opts[0], 10), lr_scheduler.CosineAnnealingLR(opts[1], 50) };
              for (int epoch = 0; epoch < 50; epoch++) {
              foreach (var (x, y) in data) { for (int i = 0; i < 2; i++) { opts[i].zero_grad(); functional.mse_loss(g.forward(x), y).backward(); opts[i].step(); } }
              for (int i = 0; i < scheds.Length; i++) scheds[i].step();
              }
             } }
            """),
        ["a schedule of a constructor whose start another method reads"] = ("LR2020", """
            class Trainer { private readonly Module<Tensor, Tensor> _m; private readonly optim.Optimizer _o; private readonly optim.lr_scheduler.LRScheduler _s; private int _start; private const int Epochs = 90;
             public Trainer(Module<Tensor, Tensor> m) { _m = m; _o = SGD(m.parameters(), 0.1); _s = lr_scheduler.CosineAnnealingLR(_o, Epochs); }
             public void Load(string dir) { _m.load(Path.Combine(dir, "model.dat")); _start = int.Parse(File.ReadAllText(Path.Combine(dir, "epoch.txt"))); }
             public void Train(IEnumerable<(Tensor, Tensor)> data) {
              for (int epoch = _start; epoch < Epochs; epoch++) {
               foreach (var (x, y) in data) { _o.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _o.step(); }
               _s.step();
               File.WriteAllText("epoch.txt", $"{epoch + 1}"); } } }
            """),
        ["a schedule of a constructor whose start a checkpoint gives"] = ("LR2020", """
            class Trainer { private readonly Module<Tensor, Tensor> _m; private readonly optim.Optimizer _o; private readonly optim.lr_scheduler.LRScheduler _s; private int _start; private float _best; private readonly int _epochs;
             public Trainer(Module<Tensor, Tensor> m, int epochs) { _m = m; _epochs = epochs; _o = SGD(m.parameters(), 0.1); _s = lr_scheduler.CosineAnnealingLR(_o, epochs); }
             public void Resume(string path) { (_start, _best) = ReadCheckpoint(path); }
             private (int, float) ReadCheckpoint(string path) { using var r = new BinaryReader(File.OpenRead(path)); _m.load(r.BaseStream); return (r.ReadInt32(), r.ReadSingle()); }
             public void Train(IEnumerable<(Tensor, Tensor)> data) {
              for (int epoch = _start; epoch < _epochs; epoch++) {
               foreach (var (x, y) in data) { _o.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _o.step(); }
               _s.step(); Console.WriteLine(_best); } } }
            """),
        ["a schedule of a constructor that loading moves on"] = ("", """
            class Trainer { private readonly Module<Tensor, Tensor> _m; private readonly optim.Optimizer _o; private readonly optim.lr_scheduler.LRScheduler _s; private int _start; private const int Epochs = 90;
             public Trainer(Module<Tensor, Tensor> m) { _m = m; _o = SGD(m.parameters(), 0.1); _s = lr_scheduler.CosineAnnealingLR(_o, Epochs); }
             public void Load(string dir) { _m.load(Path.Combine(dir, "model.dat")); _start = int.Parse(File.ReadAllText(Path.Combine(dir, "epoch.txt"))); for (int i = 0; i < _start; i++) _s.step(); }
             public void Train(IEnumerable<(Tensor, Tensor)> data) {
              for (int epoch = _start; epoch < Epochs; epoch++) {
               foreach (var (x, y) in data) { _o.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _o.step(); }
               _s.step();
               File.WriteAllText("epoch.txt", $"{epoch + 1}"); } } }
            """),
        ["a start to which the training itself goes back"] = ("", """
            class Trainer { private readonly Module<Tensor, Tensor> _m; private readonly optim.Optimizer _o; private readonly optim.lr_scheduler.LRScheduler _s; private int _start; private const int Epochs = 90;
             public Trainer(Module<Tensor, Tensor> m) { _m = m; _o = SGD(m.parameters(), 0.1); _s = lr_scheduler.CosineAnnealingLR(_o, Epochs); }
             private void Rollback() { _m.load("best.dat"); _start = int.Parse(File.ReadAllText("best.txt")); }
             public void Train(IEnumerable<(Tensor, Tensor)> data) {
              for (int epoch = _start; epoch < Epochs; epoch++) {
               foreach (var (x, y) in data) { _o.zero_grad(); var l = functional.mse_loss(_m.forward(x), y); l.backward(); _o.step(); if (l.item<float>() > 100) Rollback(); }
               _s.step(); } } }
            """),
        ["rates written into the groups of another object"] = ("", """
            class Part { public Module<Tensor, Tensor> Net; public optim.Optimizer Optimizer; public Part(Module<Tensor, Tensor> n) { Net = n; Optimizer = Adam(n.parameters(), 0.001); } }
            static class P { static void Run(Module<Tensor, Tensor> m, Module<Tensor, Tensor> n, IEnumerable<(Tensor, Tensor)> data, int epochs) {
              var g = new Part(m); var d = new Part(n);
              var s = lr_scheduler.LambdaLR(g.Optimizer, e => 1 - e / (double)epochs);
              for (int epoch = 0; epoch < epochs; epoch++) {
               foreach (var (x, y) in data) { g.Optimizer.zero_grad(); d.Optimizer.zero_grad(); functional.mse_loss(d.Net.forward(g.Net.forward(x)), y).backward(); g.Optimizer.step(); d.Optimizer.step(); }
               foreach (var group in d.Optimizer.ParamGroups) group.LearningRate *= 0.9;
               s.step(); } } }
            """),
        ["rates written into the groups of an object beside its schedule"] = ("LR1014", """
            class Part { public Module<Tensor, Tensor> Net; public optim.Optimizer Optimizer; public Part(Module<Tensor, Tensor> n) { Net = n; Optimizer = Adam(n.parameters(), 0.001); } }
            static class P { static void Run(Module<Tensor, Tensor> m, IEnumerable<(Tensor, Tensor)> data, int epochs) {
              var g = new Part(m);
              var s = lr_scheduler.LambdaLR(g.Optimizer, e => 1 - e / (double)epochs);
              for (int epoch = 0; epoch < epochs; epoch++) {
               foreach (var (x, y) in data) { g.Optimizer.zero_grad(); functional.mse_loss(g.Net.forward(x), y).backward(); g.Optimizer.step(); }
               if (epoch == 10) foreach (var group in g.Optimizer.ParamGroups) group.LearningRate *= 0.1;
               s.step(); } } }
            """),
        ["the schedules of two objects"] = ("", """
            class Part { public Module<Tensor, Tensor> Net; public optim.Optimizer Optimizer; public Part(Module<Tensor, Tensor> n) { Net = n; Optimizer = Adam(n.parameters(), 0.001); } }
            static class P { static void Run(Module<Tensor, Tensor> m, Module<Tensor, Tensor> n, IEnumerable<(Tensor, Tensor)> data, int epochs) {
              var g = new Part(m); var d = new Part(n);
              var a = lr_scheduler.CosineAnnealingLR(g.Optimizer, epochs);
              var b = lr_scheduler.CosineAnnealingLR(d.Optimizer, epochs);
              for (int epoch = 0; epoch < epochs; epoch++) {
               foreach (var (x, y) in data) { g.Optimizer.zero_grad(); d.Optimizer.zero_grad(); functional.mse_loss(d.Net.forward(g.Net.forward(x)), y).backward(); g.Optimizer.step(); d.Optimizer.step(); }
               a.step(); b.step(); } } }
            """),
        ["a schedule stepped twice in a round by goto"] = ("LR2019", """
            static class P { static void Run(Module<Tensor, Tensor> m, IEnumerable<(Tensor, Tensor)> data, int epochs) {
              var o = Adam(m.parameters(), 0.001);
              var s = lr_scheduler.CosineAnnealingLR(o, epochs);
              int epoch = 0;
             next:
               foreach (var (x, y) in data) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); s.step(); }
               s.step();
               epoch++;
               if (epoch < epochs) goto next; } }
            """),
        ["a schedule stepped twice in a recursion"] = ("LR2019", """
            class Trainer { private readonly Module<Tensor, Tensor> _m; private readonly optim.Optimizer _o; private readonly optim.lr_scheduler.LRScheduler _s; private readonly IEnumerable<(Tensor, Tensor)> _data; private readonly int _epochs;
             public Trainer(Module<Tensor, Tensor> m, IEnumerable<(Tensor, Tensor)> data, int epochs) { _m = m; _data = data; _epochs = epochs; _o = Adam(m.parameters(), 0.001); _s = lr_scheduler.CosineAnnealingLR(_o, epochs); }
             public void Run() => Train(0);
             private void Train(int epoch) {
              if (epoch >= _epochs) return;
              foreach (var (x, y) in _data) { _o.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _o.step(); _s.step(); }
              _s.step();
              Train(epoch + 1); } }
            """),
        ["a schedule in epochs that is stepped per batch in a recursion"] = ("LR2003", """
            class Trainer { private readonly Module<Tensor, Tensor> _m; private readonly optim.Optimizer _o; private readonly optim.lr_scheduler.LRScheduler _s; private readonly IEnumerable<(Tensor, Tensor)> _data; private readonly int _epochs;
             public Trainer(Module<Tensor, Tensor> m, IEnumerable<(Tensor, Tensor)> data, int epochs) { _m = m; _data = data; _epochs = epochs; _o = Adam(m.parameters(), 0.001); _s = lr_scheduler.CosineAnnealingLR(_o, epochs); }
             public void Run() => Train(0);
             private void Train(int epoch) {
              if (epoch >= _epochs) return;
              foreach (var (x, y) in _data) { _o.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _o.step(); _s.step(); }
              Train(epoch + 1); } }
            """),
        ["a recursion that may end early"] = ("", """
            class Trainer { private readonly Module<Tensor, Tensor> _m; private readonly optim.Optimizer _o; private readonly optim.lr_scheduler.LRScheduler _s; private readonly IEnumerable<(Tensor, Tensor)> _data;
             public Trainer(Module<Tensor, Tensor> m, IEnumerable<(Tensor, Tensor)> data) { _m = m; _data = data; _o = Adam(m.parameters(), 0.001); _s = lr_scheduler.CosineAnnealingLR(_o, 100); }
             public void Run() => Train(0, float.MaxValue);
             private void Train(int epoch, float best) {
              float loss = 0;
              foreach (var (x, y) in _data) { _o.zero_grad(); var l = functional.mse_loss(_m.forward(x), y); l.backward(); _o.step(); loss += l.item<float>(); }
              _s.step();
              if (loss > best) return;
              if (epoch < 49) Train(epoch + 1, loss); } }
            """),
        ["a loop by goto that may end early"] = ("", """
            static class P { static void Run(Module<Tensor, Tensor> m, IEnumerable<(Tensor, Tensor)> data) {
              var o = Adam(m.parameters(), 0.001);
              var s = lr_scheduler.CosineAnnealingLR(o, 100);
              int epoch = 0; float best = float.MaxValue;
             next:
               float loss = 0;
               foreach (var (x, y) in data) { o.zero_grad(); var l = functional.mse_loss(m.forward(x), y); l.backward(); o.step(); loss += l.item<float>(); }
               s.step();
               if (loss > best) goto done;
               best = loss;
               if (++epoch < 50) goto next;
             done: ; } }
            """),
        ["clients of a federation that keep their models"] = ("", """
            class Client { private readonly Module<Tensor, Tensor> _local; private readonly List<(Tensor, Tensor)> _data; public Client(Module<Tensor, Tensor> l, List<(Tensor, Tensor)> d) { _local = l; _data = d; }
             public Dictionary<string, Tensor> Update(Dictionary<string, Tensor> w, int localEpochs, double lr) { _local.load_state_dict(w); var o = SGD(_local.parameters(), lr); for (int e = 0; e < localEpochs; e++) foreach (var (x, y) in _data) { o.zero_grad(); functional.mse_loss(_local.forward(x), y).backward(); o.step(); } return _local.state_dict(); } }
            static class Server { static void Run(Module<Tensor, Tensor> g, List<Client> cs, int rounds) { var w = g.state_dict(); for (int r = 0; r < rounds; r++) { foreach (var c in cs) w = c.Update(w, 5, 0.01); } } }
            """),
        ["a number of epochs, one a constant, that counts steps"] = ("", """
            static class P { static void Run(Module<Tensor, Tensor> m, List<(Tensor, Tensor)> data) { var o = Adam(m.parameters(), 1e-3); const int epochs = 20; var numEpochs = epochs * data.Count; var s = lr_scheduler.CosineAnnealingLR(o, numEpochs);
             for (int e = 0; e < epochs; e++) foreach (var (x, y) in data) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); s.step(); } } }
            """),
        ["a schedule of an abstract factory stepped per batch"] = ("LR2003", """
            interface IScheduleFactory { optim.lr_scheduler.LRScheduler Create(optim.Optimizer o, int epochs); }
            class Cosine : IScheduleFactory { public optim.lr_scheduler.LRScheduler Create(optim.Optimizer o, int epochs) => lr_scheduler.CosineAnnealingLR(o, epochs); }
            class Trainer { private readonly IScheduleFactory _f; public Trainer(IScheduleFactory f) { _f = f; }
             public void Fit(Module<Tensor, Tensor> m, IEnumerable<(Tensor, Tensor)> data, int epochs) { var o = Adam(m.parameters(), 1e-3); var s = _f.Create(o, epochs); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); s.step(); } } } }
            """),
        ["a scheduler that is made at each read"] = ("LR2009", """
            class T { private readonly Module<Tensor, Tensor> _m; private readonly optim.Optimizer _o; private optim.lr_scheduler.LRScheduler Sched => lr_scheduler.StepLR(_o, 10, 0.1); public T(Module<Tensor, Tensor> m) { _m = m; _o = Adam(m.parameters(), 1e-3); }
             public void Fit(List<(Tensor, Tensor)> data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { _o.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _o.step(); } Sched.step(); } } }
            """),
        ["folds that share one schedule"] = ("LR2005", """
            static class P { static void Run(Module<Tensor, Tensor> m, List<List<(Tensor, Tensor)>> folds) { var o = SGD(m.parameters(), 1e-2); var s = lr_scheduler.CosineAnnealingLR(o, 20);
             for (int fold = 0; fold < 5; fold++) for (int e = 0; e < 20; e++) { foreach (var (x, y) in folds[fold]) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); } s.step(); } } }
            """),
        ["two loops by goto and a step in the inner one"] = ("LR2003", """
            static class P { static void Run(Module<Tensor, Tensor> m, List<(Tensor, Tensor)> data, int epochs) { var o = SGD(m.parameters(), 0.1); var s = lr_scheduler.CosineAnnealingLR(o, epochs); int epoch = 0;
             outer: int i = 0;
             inner: var (x, y) = data[i]; o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); s.step();
             if (++i < data.Count) goto inner;
             if (++epoch < epochs) goto outer; } }
            """),
        ["two loops by goto and a step in the outer one"] = ("", """
            static class P { static void Run(Module<Tensor, Tensor> m, List<(Tensor, Tensor)> data, int epochs) { var o = SGD(m.parameters(), 0.1); var s = lr_scheduler.CosineAnnealingLR(o, epochs); int epoch = 0;
             outer: int i = 0;
             inner: var (x, y) = data[i]; o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step();
             if (++i < data.Count) goto inner;
             s.step();
             if (++epoch < epochs) goto outer; } }
            """),
        ["a loop by goto that is counted behind its test and one step too long"] = ("LR2005", """
            static class P { static void Run(Module<Tensor, Tensor> m, List<(Tensor, Tensor)> data) { var o = SGD(m.parameters(), 0.1); var s = lr_scheduler.OneCycleLR(o, 0.1, total_steps: 30); int epoch = 0;
             again: foreach (var (x, y) in data) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); } s.step(); if (epoch++ < 30) goto again; } }
            """),
        ["a loop by goto that is counted behind its test"] = ("", """
            static class P { static void Run(Module<Tensor, Tensor> m, List<(Tensor, Tensor)> data) { var o = SGD(m.parameters(), 0.1); var s = lr_scheduler.OneCycleLR(o, 0.1, total_steps: 31); int epoch = 0;
             again: foreach (var (x, y) in data) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); } s.step(); if (epoch++ < 30) goto again; } }
            """),
        ["a recursion that is one step too long"] = ("LR2005", """
            static class P { static void Main() { var m = Linear(3, 1); var data = new List<(Tensor, Tensor)>(); var o = SGD(m.parameters(), 0.1); var s = lr_scheduler.OneCycleLR(o, 0.1, total_steps: 30); Train(0);
             void Train(int epoch) { foreach (var (x, y) in data) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); } s.step(); if (epoch < 30) Train(epoch + 1); } } }
            """),
        ["stages that call the next one, each with a schedule of its own"] = ("", """
            class Stage { private readonly Stage _next; private readonly Module<Tensor, Tensor> _m; private readonly optim.Optimizer _o; private readonly optim.lr_scheduler.LRScheduler _s; private readonly List<(Tensor, Tensor)> _data;
             public Stage(Stage next, Module<Tensor, Tensor> m, List<(Tensor, Tensor)> data) { _next = next; _m = m; _data = data; _o = SGD(m.parameters(), 0.1); _s = lr_scheduler.OneCycleLR(_o, 0.1, total_steps: 10); }
             public void Train(int epoch) { for (int i = 0; i < 10; i++) { foreach (var (x, y) in _data) { _o.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _o.step(); } _s.step(); } if (epoch < 3) _next.Train(epoch + 1); } }
            static class P { static void Main() { var last = new Stage(null, Linear(3, 1), new()); new Stage(last, Linear(3, 1), new()).Train(2); } }
            """),
        ["a recursion as long as its schedule"] = ("", """
            static class P { static void Main() { var m = Linear(3, 1); var data = new List<(Tensor, Tensor)>(); var o = SGD(m.parameters(), 0.1); var s = lr_scheduler.OneCycleLR(o, 0.1, total_steps: 31); Train(0);
             void Train(int epoch) { foreach (var (x, y) in data) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); } s.step(); if (epoch < 30) Train(epoch + 1); } } }
            """),
        ["a schedule in epochs stepped by an event of batches"] = ("LR2003", """
            class Callbacks { public event Action BatchEnd; public event Action EpochEnd; public void RaiseBatch() => BatchEnd?.Invoke(); public void RaiseEpoch() => EpochEnd?.Invoke(); }
            static class P { static void Run(Module<Tensor, Tensor> m, List<(Tensor, Tensor)> data, int epochs) { var o = Adam(m.parameters(), 1e-3); var s = lr_scheduler.CosineAnnealingLR(o, epochs); var cb = new Callbacks(); cb.BatchEnd += () => s.step();
             for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); cb.RaiseBatch(); } cb.RaiseEpoch(); } } }
            """),
        ["rates of an object beside a schedule that a helper makes for another"] = ("", """
            class Part { public Module<Tensor, Tensor> Net { get; } public optim.Optimizer Optimizer { get; } public Part(Module<Tensor, Tensor> n) { Net = n; Optimizer = Adam(n.parameters(), 0.001); } }
            static class P { static optim.lr_scheduler.LRScheduler Plan(optim.Optimizer o, int epochs) => lr_scheduler.LambdaLR(o, e => 1 - e / (double)epochs);
             static void Run(IEnumerable<(Tensor, Tensor)> data, int epochs) { var g = new Part(Linear(3, 3)); var d = new Part(Linear(3, 1)); var s = Plan(g.Optimizer, epochs);
              for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { g.Optimizer.zero_grad(); d.Optimizer.zero_grad(); functional.mse_loss(d.Net.forward(g.Net.forward(x)), y).backward(); g.Optimizer.step(); d.Optimizer.step(); } foreach (var group in d.Optimizer.ParamGroups) group.LearningRate *= 0.9; s.step(); } } }
            """),
        ["a schedule made in the call that trains with it"] = ("LR2005", """
            static class P { static void Fit(Module<Tensor, Tensor> m, optim.Optimizer o, optim.lr_scheduler.LRScheduler s, List<(Tensor, Tensor)> data) { for (int epoch = 0; epoch < 50; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); } s.step(); } }
             static void Main() { var m = Linear(3, 1); var o = Adam(m.parameters(), 1e-3); Fit(m, o, lr_scheduler.CosineAnnealingLR(o, 10), new()); } }
            """),
        ["a schedule made in the call of the trainer's constructor"] = ("LR2005", """
            class Trainer { private readonly optim.Optimizer _o; private readonly optim.lr_scheduler.LRScheduler _s; private readonly Module<Tensor, Tensor> _m; public Trainer(Module<Tensor, Tensor> m, optim.Optimizer o, optim.lr_scheduler.LRScheduler s) { _m = m; _o = o; _s = s; }
             public void Fit(List<(Tensor, Tensor)> data) { for (int epoch = 0; epoch < 50; epoch++) { foreach (var (x, y) in data) { _o.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _o.step(); } _s.step(); } } }
            static class P { static void Main() { var m = Linear(3, 1); var o = Adam(m.parameters(), 1e-3); var t = new Trainer(m, o, lr_scheduler.CosineAnnealingLR(o, 10)); t.Fit(new()); } }
            """),
        ["two schedules made in the calls of two trainings"] = ("", """
            static class P { static void Fit(Module<Tensor, Tensor> m, optim.Optimizer o, optim.lr_scheduler.LRScheduler s, List<(Tensor, Tensor)> data, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in data) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); } s.step(); } }
             static void Main(string[] args) { var m = Linear(3, 1); var o = Adam(m.parameters(), 1e-3); Fit(m, o, lr_scheduler.LinearLR(o, 0.1, 1, 5), new(), 5); Fit(m, o, lr_scheduler.CosineAnnealingLR(o, 45), new(), 45); } }
            """),
        ["a sequence that is shorter than its loop by goto"] = ("LR2005", """
            static class P { static void Run(Module<Tensor, Tensor> m, List<(Tensor, Tensor)> data) { var o = Adam(m.parameters(), 1e-3); var s = lr_scheduler.SequentialLR(o, new optim.lr_scheduler.LRScheduler[] { lr_scheduler.LinearLR(o, 0.1, 1, 5), lr_scheduler.CosineAnnealingLR(o, 10) }, new[] { 5 });
             int epoch = 0; next: foreach (var (x, y) in data) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); } s.step(); if (++epoch < 50) goto next; } }
            """),
        ["a recursion with two calls"] = ("", """
            class T { readonly Module<Tensor, Tensor> _m; readonly optim.Optimizer _o; readonly optim.lr_scheduler.LRScheduler _s; readonly List<(Tensor, Tensor)> _d = new(); public T(Module<Tensor, Tensor> m) { _m = m; _o = Adam(m.parameters(), 1e-3); _s = lr_scheduler.CosineAnnealingLR(_o, 30); }
             public void Go() { Epoch(0); } void Epoch(int epoch) { foreach (var (x, y) in _d) { _o.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _o.step(); } _s.step(); if (epoch < 9) { if (epoch % 2 == 0) Epoch(epoch + 1); else Epoch(epoch + 2); } } }
            """),
        ["a loop by goto whose counter begins anew"] = ("", """
            static class P { static void Run(Module<Tensor, Tensor> m, List<(Tensor, Tensor)> data) { var o = Adam(m.parameters(), 1e-3); var s = lr_scheduler.CosineAnnealingLR(o, 50); int epoch = 0; bool again = true;
             next: foreach (var (x, y) in data) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); } s.step(); if (again && epoch == 3) { epoch = 0; again = false; } if (++epoch < 46) goto next; } }
            """),
        ["an optimizer that a recursion never steps"] = ("LR2016", """
            class T { readonly Module<Tensor, Tensor> _m; readonly optim.Optimizer _o; readonly optim.lr_scheduler.LRScheduler _s; readonly List<(Tensor, Tensor)> _d = new(); public T(Module<Tensor, Tensor> m) { _m = m; _o = Adam(m.parameters(), 1e-3); _s = lr_scheduler.CosineAnnealingLR(_o, 30); }
             public void Go() => Epoch(30); void Epoch(int epochsLeft) { if (epochsLeft <= 0) return; foreach (var (x, y) in _d) { _o.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); } _s.step(); Epoch(epochsLeft - 1); } }
            """),
        ["a recursion down to nothing that is as long as its schedule"] = ("", """
            class T { readonly Module<Tensor, Tensor> _m; readonly optim.Optimizer _o; readonly optim.lr_scheduler.LRScheduler _s; readonly List<(Tensor, Tensor)> _d = new(); public T(Module<Tensor, Tensor> m) { _m = m; _o = Adam(m.parameters(), 1e-3); _s = lr_scheduler.CosineAnnealingLR(_o, 30); }
             public void Go() => Epoch(30); void Epoch(int epochsLeft) { if (epochsLeft <= 0) return; foreach (var (x, y) in _d) { _o.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _o.step(); } _s.step(); Epoch(epochsLeft - 1); } }
            """),
        ["a generic trainer"] = ("LR2001", """
            class Trainer<TModel> where TModel : Module<Tensor, Tensor> { readonly TModel _m; readonly optim.Optimizer _o; public Trainer(TModel m) { _m = m; _o = SGD(m.parameters(), 0.01); } public void Fit(List<(Tensor, Tensor)> d, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) foreach (var (x, y) in d) { _o.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _o.step(); } } }
            """),
        ["a generic training method"] = ("LR2001", """
            static class P { static void Fit<TModel>(TModel m, List<(Tensor, Tensor)> d, int epochs) where TModel : Module<Tensor, Tensor> { var o = SGD(m.parameters(), 0.01); for (int epoch = 0; epoch < epochs; epoch++) foreach (var (x, y) in d) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); } } }
            """),
        ["a generic trainer that is given its optimizer by a lambda"] = ("LR2001", """
            class Trainer<TModel> where TModel : Module<Tensor, Tensor> { readonly TModel _m; readonly optim.Optimizer _o; public Trainer(TModel m, Func<IEnumerable<Parameter>, optim.Optimizer> make) { _m = m; _o = make(m.parameters()); } public void Fit(List<(Tensor, Tensor)> d, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) foreach (var (x, y) in d) { _o.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _o.step(); } } }
            static class P { static void Main() => new Trainer<Linear>(Linear(3, 1), p => SGD(p, 0.01)).Fit(new(), 60); }
            """),
        ["a generic trainer that steps per batch"] = ("LR2003", """
            class Trainer<TModel> where TModel : Module<Tensor, Tensor> { readonly TModel _m; readonly optim.Optimizer _o; readonly optim.lr_scheduler.LRScheduler _s; public Trainer(TModel m, Func<IEnumerable<Parameter>, optim.Optimizer> make, int epochs) { _m = m; _o = make(m.parameters()); _s = lr_scheduler.CosineAnnealingLR(_o, epochs); } public void Fit(List<(Tensor, Tensor)> d, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var (x, y) in d) { _o.zero_grad(); functional.mse_loss(_m.forward(x), y).backward(); _o.step(); _s.step(); } } } }
            static class P { static void Main() => new Trainer<Linear>(Linear(3, 1), p => SGD(p, 0.01), 60).Fit(new(), 60); }
            """),
        ["rates that are tried at the same time"] = ("", """
            static class P { static void Run(Func<Module<Tensor, Tensor>> make, List<(Tensor, Tensor)> data, double[] rates) { Parallel.ForEach(rates, rate => { var m = make(); var o = Adam(m.parameters(), rate); for (int epoch = 0; epoch < 50; epoch++) foreach (var (x, y) in data) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); } }); } }
            """),
        ["an encoder that follows another"] = ("", """
            static class P { static void Run(Module<Tensor, Tensor> q, Module<Tensor, Tensor> k, List<Tensor> data, int epochs) { var o = SGD(q.parameters(), 0.03, 0.9); var s = lr_scheduler.CosineAnnealingLR(o, epochs); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in data) { o.zero_grad(); (1 - functional.cosine_similarity(q.forward(x), k.forward(x).detach()).mean()).backward(); o.step(); using (no_grad()) foreach (var (a, b) in k.parameters().Zip(q.parameters())) a.mul_(0.99).add_(b, alpha: 0.01); } s.step(); } } }
            """),
        ["a scheduler that another replaces"] = ("", """
            static class P { static void Run(Module<Tensor, Tensor> m, List<(Tensor, Tensor)> data) { var o = SGD(m.parameters(), 0.1); optim.lr_scheduler.LRScheduler s = lr_scheduler.LinearLR(o, 0.1, 1.0, 5); for (int epoch = 0; epoch < 50; epoch++) { if (epoch == 5) s = lr_scheduler.CosineAnnealingLR(o, 45); foreach (var (x, y) in data) { o.zero_grad(); functional.mse_loss(m.forward(x), y).backward(); o.step(); } s.step(); } } }
            """),
    };

    public static TheoryData<string> Names => [.. s_programs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task IsJudgedByWhatIsFollowed(string name)
    {
        (string ids, string source) = s_programs[name];
        Compilation compilation = Analysis.Compile(Head + source);
        Assert.Empty(Analysis.Errors(compilation));
        Assert.Equal(
            ids.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Analysis.RulesIn(await Analysis.BuildAsync(compilation)));
    }

    [Fact]
    public async Task OfAFactorysCallers_TheMessageNamesTheOneThatTrains()
    {
        Diagnostic diagnostic = Assert.Single(
            await Analysis.BuildAsync(Analysis.Compile(Head + s_programs["a public factory"].Source)), diagnostic => diagnostic.Id == "LR2001");
        Assert.StartsWith("AdamW (in TvTrainer) trains with a constant learning rate", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
