namespace LrAnalyzers.Tests.Flow;

/// <summary>The forms of C# through which an optimizer goes from where it is created to where it steps.</summary>
internal static class FlowForms
{
    private const string NextFile = "// next file";

    private const string Head = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using Optimizer = TorchSharp.torch.optim.Optimizer;
        using Scheduler = TorchSharp.torch.optim.lr_scheduler.LRScheduler;

        """;

    /// <summary>The sources by the name of what they show.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["local"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p);
                for (int epoch = 0; epoch < 9; epoch++)
                    o.step(); // $ step loops=1 origin
            } }
            """,
        ["local assigned later"] = """
            class C { void M(IEnumerable<Parameter> p) {
                Optimizer o;
                o = optim.Adam(p);
                o.step(); // $ step loops=0 origin
            } }
            """,
        ["alias"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p);
                Optimizer other = o;
                other.step(); // $ step loops=0 origin
            } }
            """,
        ["chained assignment"] = """
            class C { Optimizer? _o; void M(IEnumerable<Parameter> p) {
                Optimizer a, b;
                a = b = _o = optim.Adam(p);
                a.step(); // $ step loops=0 origin
                b.step(); // $ step loops=0 origin
            } }
            """,
        ["field"] = """
            class C {
                private readonly Optimizer _o;
                public C(IEnumerable<Parameter> p) { _o = optim.Adam(p); }
                void Fit() { for (int epoch = 0; epoch < 9; epoch++) Step(); }
                void Step() { _o.step(); } // $ step loops=1 origin
            }
            """,
        ["field initializer"] = """
            class C {
                private static readonly Linear s_layer = nn.Linear(1, 1);
                private readonly Optimizer _o = optim.Adam(s_layer.parameters());
                void Step() { _o.step(); } // $ step loops=0 origin
            }
            """,
        ["static constructor"] = """
            static class C {
                private static readonly Optimizer s_o;
                static C() { s_o = optim.Adam(nn.Linear(1, 1).parameters()); }
                static void Step() { s_o.step(); } // $ step loops=0 origin
            }
            """,
        ["auto property"] = """
            class C {
                private Optimizer O { get; }
                public C(IEnumerable<Parameter> p) => O = optim.Adam(p);
                void Step() => O.step(); // $ step loops=0 origin
            }
            """,
        ["property with a body"] = """
            class C {
                private Optimizer _o;
                private Optimizer O { get { return _o; } set { _o = value; } }
                public C(IEnumerable<Parameter> p) { _o = optim.Adam(p); }
                void Step() { O.step(); } // $ step loops=0 origin
            }
            """,
        ["property with a setter"] = """
            class C {
                private Optimizer _o = null!;
                private Optimizer O { set { _o = value; } }
                public C(IEnumerable<Parameter> p) { O = optim.Adam(p); }
                void Step() { _o.step(); } // $ step loops=0 origin
            }
            """,
        ["lazy property"] = """
            class C {
                private static readonly Linear s_layer = nn.Linear(1, 1);
                private Optimizer? _o;
                private Optimizer O => _o ??= optim.Adam(s_layer.parameters());
                void Step() { O.step(); } // $ step loops=0 origin
            }
            """,
        ["field-backed property in a library"] = """
            public class C {
                public Optimizer O { get; } // others can reach it
                public C(IEnumerable<Parameter> p) => O = optim.Adam(p); // $ escapes
                void Step() => O.step(); // $ step loops=0 origin
            }
            """,
        ["object initializer"] = """
            class Job { public Optimizer O = null!; }
            class C { void M(IEnumerable<Parameter> p) {
                var job = new Job { O = optim.Adam(p) };
                job.O.step(); // $ step loops=0 origin
            } }
            """,
        ["anonymous object"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var job = new { O = optim.Adam(p) };
                job.O.step(); // $ step loops=0 origin
            } }
            """,
        ["argument"] = """
            class C {
                void M(IEnumerable<Parameter> p) { for (int epoch = 0; epoch < 9; epoch++) Step(optim.Adam(p)); }
                static void Step(Optimizer o) { while (o is not null) o.step(); } // $ step loops=2 origin
            }
            """,
        ["named and optional argument"] = """
            class C {
                void M(IEnumerable<Parameter> p) => Step(o: optim.Adam(p));
                static void Step(int n = 1, Optimizer? o = null) { o?.step(); } // $ step loops=0 origin
            }
            """,
        ["in argument"] = """
            class C {
                void M(IEnumerable<Parameter> p) => Step(optim.Adam(p));
                static void Step(in Optimizer o) { o.step(); } // $ step loops=0 origin
            }
            """,
        ["ref argument"] = """
            class C {
                void M(IEnumerable<Parameter> p) { Optimizer o = optim.Adam(p); Step(ref o); } // $ escapes
                static void Step(ref Optimizer o) { o.step(); }
            }
            """,
        ["out argument"] = """
            class C {
                void M(IEnumerable<Parameter> p) {
                    Make(p, out Optimizer o);
                    o.step(); // $ step loops=0 origin
                }
                static void Make(IEnumerable<Parameter> p, out Optimizer o) { o = optim.Adam(p); }
            }
            """,
        ["params"] = """
            class C {
                void M(IEnumerable<Parameter> p) => Step(1, optim.Adam(p));
                static void Step(int n, params Optimizer[] all) { foreach (var o in all) o.step(); } // $ step loops=1 origin
            }
            """,
        ["return"] = """
            class C {
                void M(IEnumerable<Parameter> p) {
                    var o = Make(p);
                    o.step(); // $ step loops=0 origin
                }
                static Optimizer Make(IEnumerable<Parameter> p) { return optim.Adam(p); }
            }
            """,
        ["returned as it was given"] = """
            class C {
                void M(IEnumerable<Parameter> p) {
                    var o = Checked(optim.Adam(p));
                    o.step(); // $ step loops=0 origin
                }
                static Optimizer Checked(Optimizer o) { ArgumentNullException.ThrowIfNull(o); return o; }
            }
            """,
        ["a factory in a library"] = """
            public class C {
                void M(IEnumerable<Parameter> p) {
                    var o = Make(p);
                    o.step(); // $ step loops=0 origin
                }
                public static Optimizer Make(IEnumerable<Parameter> p) => optim.Adam(p); // $ escapes
            }
            """,
        ["tuple"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var pair = (1, optim.Adam(p));
                pair.Item2.step(); // $ step loops=0 origin
            } }
            """,
        ["named tuple"] = """
            class C { void M(IEnumerable<Parameter> p) {
                (int N, Optimizer O) pair = (1, optim.Adam(p));
                pair.O.step(); // $ step loops=0 origin
            } }
            """,
        ["tuple that is returned"] = """
            class C {
                void M(IEnumerable<Parameter> p) {
                    var (n, o) = Make(p);
                    o.step(); // $ step loops=0 origin
                }
                static (int, Optimizer) Make(IEnumerable<Parameter> p) => (1, optim.Adam(p));
            }
            """,
        ["deconstruction into fields"] = """
            class C {
                private readonly Optimizer _o; private readonly int _n;
                public C(IEnumerable<Parameter> p) { (_n, _o) = (1, optim.Adam(p)); }
                void Step() { _o.step(); } // $ step loops=0 origin
            }
            """,
        ["tuple in a tuple"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var (n, (m, o)) = (1, (2, optim.Adam(p)));
                o.step(); // $ step loops=0 origin
            } }
            """,
        ["switch expression"] = """
            class C { void M(IEnumerable<Parameter> p, string kind) {
                Optimizer o = kind switch {
                    "sgd" => optim.SGD(p, 0.1),
                    _ => optim.Adam(p),
                };
                o.step(); // $ step loops=0 origin
            } }
            """,
        ["switch statement over its type"] = """
            class C { void M(IEnumerable<Parameter> p) {
                Optimizer o = optim.Adam(p);
                switch (o) {
                    case Adam adam: adam.step(); break; // $ step loops=0 origin
                }
            } }
            """,
        ["coalesce"] = """
            class C { void M(IEnumerable<Parameter> p, Optimizer? given) {
                var o = given ?? optim.Adam(p);
                o.step(); // $ step loops=0
            } }
            """,
        ["conditional"] = """
            class C { void M(IEnumerable<Parameter> p, bool fast) {
                Optimizer o = fast ? optim.SGD(p, 0.1) : optim.Adam(p);
                o.step(); // $ step loops=0 origin
            } }
            """,
        ["conditional access"] = """
            class C { void M(IEnumerable<Parameter> p) {
                Optimizer? o = optim.Adam(p);
                o?.step(); // $ step loops=0 origin
            } }
            """,
        ["cast"] = """
            class C { void M(IEnumerable<Parameter> p) {
                object o = optim.Adam(p);
                ((Adam)o).step(); // $ step loops=0 origin
                (o as Optimizer)!.step(); // $ step loops=0 origin
            } }
            """,
        ["pattern variable"] = """
            class C { void M(IEnumerable<Parameter> p) {
                Optimizer? o = optim.Adam(p);
                if (o is { } known) known.step(); // $ step loops=0 origin
                if (o is Adam adam) adam.step(); // $ step loops=0 origin
            } }
            """,
        ["await"] = """
            class C {
                async Task M(IEnumerable<Parameter> p) {
                    var o = await Make(p).ConfigureAwait(false);
                    o.step(); // $ step loops=0 origin
                }
                static async Task<Optimizer> Make(IEnumerable<Parameter> p) { await Task.Yield(); return optim.Adam(p); }
            }
            """,
        ["task from a result"] = """
            class C {
                async Task M(IEnumerable<Parameter> p) {
                    var o = await Make(p);
                    o.step(); // $ step loops=0 origin
                }
                static Task<Optimizer> Make(IEnumerable<Parameter> p) => Task.FromResult<Optimizer>(optim.Adam(p));
            }
            """,
        ["using statement"] = """
            class C { void M(IEnumerable<Parameter> p) {
                using (var o = optim.Adam(p)) o.step(); // $ step loops=0 origin
            } }
            """,
        ["using declaration"] = """
            class C { void M(IEnumerable<Parameter> p) {
                using var o = optim.Adam(p);
                o.step(); // $ step loops=0 origin
            } }
            """,
        ["iterator"] = """
            class C {
                void M(IEnumerable<Parameter> p) { foreach (var o in Make(p)) o.step(); } // $ step loops=1 origin
                static IEnumerable<Optimizer> Make(IEnumerable<Parameter> p) { yield return optim.Adam(p); }
            }
            """,
        ["array"] = """
            class C { void M(IEnumerable<Parameter> p) {
                Optimizer[] all = { optim.Adam(p) };
                all[0].step(); // $ step loops=0 origin
            } }
            """,
        ["array element"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var all = new Optimizer[1];
                all[0] = optim.Adam(p);
                foreach (var o in all) o.step(); // $ step loops=1 origin
            } }
            """,
        ["list"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var all = new List<Optimizer>();
                all.Add(optim.Adam(p));
                foreach (var o in all) o.step(); // $ step loops=1 origin
            } }
            """,
        ["list initializer"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var all = new List<Optimizer> { optim.Adam(p) };
                all.First().step(); // $ step loops=0 origin
            } }
            """,
        ["collection expression"] = """
            class C { void M(IEnumerable<Parameter> p) {
                List<Optimizer> all = [optim.Adam(p)];
                all[0].step(); // $ step loops=0 origin
            } }
            """,
        ["dictionary"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var all = new Dictionary<string, Optimizer> { ["a"] = optim.Adam(p) };
                all["a"].step(); // $ step loops=0 origin
            } }
            """,
        ["dictionary item"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var all = new Dictionary<string, Optimizer>();
                all["a"] = optim.Adam(p);
                foreach (var pair in all) pair.Value.step(); // $ step loops=1 origin
            } }
            """,
        ["dictionary lookup"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var all = new Dictionary<string, Optimizer>();
                all.Add("a", optim.Adam(p));
                if (all.TryGetValue("a", out var o)) o.step(); // $ step loops=0 origin
            } }
            """,
        ["list of tuples"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var all = new List<(string Name, Optimizer O)> { ("a", optim.Adam(p)) };
                foreach (var (name, o) in all) o.step(); // $ step loops=1 origin
            } }
            """,
        ["LINQ"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var all = new[] { optim.Adam(p) }.ToList();
                foreach (var o in all.Where(o => o is not null)) o.step(); // $ step loops=1 origin
            } }
            """,
        ["select"] = """
            class C { void M(IEnumerable<Linear> layers) {
                List<Adam> all = layers.Select(layer => optim.Adam(layer.parameters())).ToList();
                foreach (var o in all) o.step(); // $ step loops=1 origin
            } }
            """,
        ["ForEach"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var all = new List<Optimizer> { optim.Adam(p) };
                all.ForEach(o => o.step()); // $ step loops=0 origin
            } }
            """,
        ["captured by a lambda"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p);
                Action train = () => { for (int i = 0; i < 9; i++) o.step(); }; // $ step loops=2 origin
                for (int epoch = 0; epoch < 9; epoch++) train();
            } }
            """,
        ["given to a lambda"] = """
            class C { void M(IEnumerable<Parameter> p) {
                Action<Optimizer> train = o => o.step(); // $ step loops=1 origin
                var optimizer = optim.Adam(p);
                for (int epoch = 0; epoch < 9; epoch++) train(optimizer);
            } }
            """,
        ["returned by a lambda"] = """
            class C { void M(IEnumerable<Parameter> p) {
                Func<Optimizer> make = () => optim.Adam(p);
                var o = make();
                o.step(); // $ step loops=0 origin
            } }
            """,
        ["a factory in a parameter"] = """
            class C {
                void M(IEnumerable<Parameter> p) => Fit(() => optim.Adam(p));
                static void Fit(Func<Optimizer> make) { var o = make(); o.step(); } // $ step loops=0 origin
            }
            """,
        ["a factory in a field"] = """
            class C {
                private readonly Func<Optimizer> _make;
                public C(IEnumerable<Parameter> p) { _make = () => optim.Adam(p); }
                void Fit() { var o = _make(); o.step(); } // $ step loops=0 origin
            }
            """,
        ["run by a library"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p);
                Task.Run(() => { for (int epoch = 0; epoch < 9; epoch++) o.step(); }).Wait(); // $ step loops=1 origin
            } }
            """,
        ["local function"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = Make();
                for (int epoch = 0; epoch < 9; epoch++) Step(o);
                Optimizer Make() => optim.Adam(p);
                static void Step(Optimizer o) => o.step(); // $ step loops=1 origin
            } }
            """,
        ["method group"] = """
            class C {
                void M(IEnumerable<Parameter> p) { Action<Optimizer> step = Step; step(optim.Adam(p)); }
                static void Step(Optimizer o) { o.step(); } // $ step loops=0 origin
            }
            """,
        ["negated pattern"] = """
            class C { void M(IEnumerable<Parameter> p) {
                object made = optim.Adam(p);
                if (made is not (Optimizer o)) { return; }
                o.step(); // $ step loops=0 origin
            } }
            """,
        ["steps in a constructor"] = """
            class Run { public Run(Optimizer o) { for (int i = 0; i < 9; i++) o.step(); } } // $ step loops=2 origin
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p);
                for (int epoch = 0; epoch < 9; epoch++) { new Run(o); }
            } }
            """,
        ["event"] = """
            class C {
                private event Action<Optimizer>? Trained;
                void M(IEnumerable<Parameter> p) { Trained += o => o.step(); Trained?.Invoke(optim.Adam(p)); } // $ step loops=0 origin
            }
            """,
        ["interface"] = """
            interface ITrainer { void Fit(Optimizer o); }
            class Trainer : ITrainer { public void Fit(Optimizer o) { o.step(); } } // $ step loops=0 origin
            class C { void M(ITrainer trainer, IEnumerable<Parameter> p) => trainer.Fit(optim.Adam(p)); }
            """,
        ["interface property"] = """
            interface IJob { Optimizer O { get; } }
            class Job : IJob { public Optimizer O { get; } public Job(IEnumerable<Parameter> p) => O = optim.Adam(p); }
            class C { void M(IJob job) => job.O.step(); } // $ step loops=0 origin
            """,
        ["override"] = """
            abstract class Base { protected abstract Optimizer Make(IEnumerable<Parameter> p); public void Fit(IEnumerable<Parameter> p) {
                var o = Make(p);
                for (int epoch = 0; epoch < 9; epoch++) o.step(); // $ step loops=1 origin
            } }
            class Derived : Base { protected override Optimizer Make(IEnumerable<Parameter> p) => optim.Adam(p); }
            """,
        ["override that takes it"] = """
            abstract class Base { protected abstract void Step(Optimizer o); public void Fit(IEnumerable<Parameter> p) { Step(optim.Adam(p)); } }
            class Derived : Base { protected override void Step(Optimizer o) => o.step(); } // $ step loops=0 origin
            """,
        ["override of another assembly's member"] = """
            class Source : System.Collections.ObjectModel.KeyedCollection<string, Optimizer> {
                protected override string GetKeyForItem(Optimizer item) => "";
                public void Fill(IEnumerable<Parameter> p) { Add(optim.Adam(p)); } // $ escapes
            }
            """,
        ["generic method"] = """
            class C {
                void M(IEnumerable<Parameter> p) { Step(optim.Adam(p)); }
                static void Step<T>(T o) where T : Optimizer { o.step(); } // $ step loops=0 origin
            }
            """,
        ["generic class"] = """
            class Box<T> { public T Value; public Box(T value) { Value = value; } }
            class C { void M(IEnumerable<Parameter> p) {
                var box = new Box<Optimizer>(optim.Adam(p));
                box.Value.step(); // $ step loops=0 origin
            } }
            """,
        ["extension method"] = """
            static class Extensions { public static void Train(this Optimizer o) { o.step(); } } // $ step loops=0 origin
            class C { void M(IEnumerable<Parameter> p) => optim.Adam(p).Train(); }
            """,
        ["primary constructor"] = """
            class Job(Optimizer o) { public void Step() { o.step(); } } // $ step loops=1 origin
            class C { void M(IEnumerable<Parameter> p) {
                var job = new Job(optim.Adam(p));
                for (int epoch = 0; epoch < 9; epoch++) job.Step();
            } }
            """,
        ["constructor of the base class"] = """
            class Base { private readonly Optimizer _o; protected Base(Optimizer o) { _o = o; } protected void Step() { _o.step(); } } // $ step loops=0 origin
            class Derived : Base { public Derived(IEnumerable<Parameter> p) : base(optim.Adam(p)) { } }
            """,
        ["record"] = """
            record Job(int N, Optimizer O);
            class C { void M(IEnumerable<Parameter> p) {
                var job = new Job(1, optim.Adam(p));
                job.O.step(); // $ step loops=0 origin
            } }
            """,
        ["record deconstructed"] = """
            record Job(int N, Optimizer O);
            class C { void M(IEnumerable<Parameter> p) {
                var job = new Job(1, optim.Adam(p));
                var (n, o) = job;
                o.step(); // $ step loops=0 origin
            } }
            """,
        ["with"] = """
            record Job(int N, Optimizer? O);
            class C { void M(IEnumerable<Parameter> p) {
                var job = new Job(1, null);
                var other = job with { O = optim.Adam(p) };
                other.O?.step(); // $ step loops=0 origin
            } }
            """,
        ["property pattern"] = """
            record Job(int N, Optimizer O);
            class C { void M(IEnumerable<Parameter> p) {
                var job = new Job(1, optim.Adam(p));
                if (job is { O: var o }) o.step(); // $ step loops=0 origin
            } }
            """,
        ["partial class"] = """
            partial class C { private readonly Optimizer _o; public C(IEnumerable<Parameter> p) { _o = optim.Adam(p); } }
            // next file
            partial class C { void Step() { _o.step(); } } // $ step loops=0 origin
            """,
        ["another file"] = """
            class C { void M(IEnumerable<Parameter> p) { var o = optim.Adam(p); for (int epoch = 0; epoch < 9; epoch++) Training.Step(o); } }
            // next file
            static class Training { public static void Step(Optimizer o) { o.step(); } } // $ step loops=1 origin
            """,
        ["schedule"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p);
                var s = optim.lr_scheduler.StepLR(o, 1); // $ scheduled
                o.step(); // $ step loops=0 origin
                s.step();
            } }
            """,
        ["schedule in a helper"] = """
            class C {
                void M(IEnumerable<Parameter> p) {
                    var o = optim.Adam(p);
                    var s = Make(o);
                    o.step(); // $ step loops=0 origin
                    s.step();
                }
                static Scheduler Make(Optimizer o) => optim.lr_scheduler.StepLR(o, 1); // $ scheduled
            }
            """,
        ["rate"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p);
                foreach (var g in o.ParamGroups) g.LearningRate = 1; // $ rate
            } }
            """,
        ["other uses"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p);
                o.add_param_group(new Adam.ParamGroup(p)); // $ group
                o.load_state_dict("x"); // $ state
                o.zero_grad();
            } }
            """,
        ["given to a library"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p); // $ escapes
                GC.SuppressFinalize(o);
            } }
            """,
        ["recursion"] = """
            class C {
                void M(IEnumerable<Parameter> p) => Epoch(optim.Adam(p), 9);
                static void Epoch(Optimizer o, int left) { if (left == 0) return; o.step(); Epoch(o, left - 1); } // $ step loops=0 origin
            }
            """,
        ["two callers"] = """
            class C {
                void M(IEnumerable<Parameter> p, IEnumerable<Parameter> q) {
                    Step(optim.Adam(p));
                    for (int epoch = 0; epoch < 9; epoch++) Step(optim.SGD(q, 0.1));
                }
                static void Step(Optimizer o) { o.step(); } // $ step loops=0 loops=1 origin
            }
            """,
        ["loops around the caller"] = """
            class C {
                void M(IEnumerable<Parameter> p) {
                    var o = optim.Adam(p);
                    for (int epoch = 0; epoch < 9; epoch++) Epoch(o);
                }
                static void Epoch(Optimizer o) { foreach (int batch in Enumerable.Range(0, 9)) Batch(o); }
                static void Batch(Optimizer o) { o.step(); } // $ step loops=2 origin
            }
            """,
        ["parallel loop"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p);
                Parallel.For(0, 9, i => o.step()); // $ step loops=1 origin
            } }
            """,
        ["loop in a ForEach"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p);
                Enumerable.Range(0, 9).ToList().ForEach(epoch => o.step()); // $ step loops=1 origin
            } }
            """,
        ["loop by goto"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p);
                int epoch = 0;
                again:
                o.step(); // $ step loops=1 origin
                if (++epoch < 9) goto again;
            } }
            """,
        ["loop by goto that is left at its beginning"] = """
            class C { void M(IEnumerable<Parameter> p, int epochs) {
                var o = optim.Adam(p);
                int epoch = 0;
                o.step(); // $ step loops=0 origin
                next: if (epoch == epochs) goto done;
                for (int i = 0; i < 3; i++) { o.step(); } // $ step loops=2 origin
                epoch += 1;
                goto next;
                done: o.step(); // $ step loops=0 origin
            } }
            """,
        ["goto in a loop"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p);
                for (int epoch = 0; epoch < 9; epoch++) { int i = 0; again: o.step(); i++; if (i < 3) { goto again; } } // $ step loops=2 origin
            } }
            """,
        ["goto that tries again"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p);
                int attempts = 0;
                again:
                try { o.step(); } catch (Exception) { if (attempts++ < 3) goto again; } // $ step loops=0 origin
                if (Failed()) goto again;
            } static bool Failed() => false; }
            """,
        ["goto that counts its attempts"] = """
            class C { void M(IEnumerable<Parameter> p) {
                var o = optim.Adam(p);
                int tries = 0;
                retry:
                o.step(); // $ step loops=0 origin
                if (tries++ < 3) goto retry;
            } }
            """,
        ["recursion on an epoch"] = """
            class C {
                void M(IEnumerable<Parameter> p) => Train(optim.Adam(p), 0);
                static void Train(Optimizer o, int epoch) { if (epoch == 9) return; foreach (int i in Enumerable.Range(0, 3)) { o.step(); } Train(o, epoch + 1); } // $ step loops=2 origin
            }
            """,
        ["recursion of a local function on what is left"] = """
            class C {
                void M(IEnumerable<Parameter> p) {
                    var o = optim.Adam(p);
                    void Train(int epochsLeft) { if (epochsLeft > 0) { Batch(o); Train(epochsLeft - 1); } }
                    Train(9);
                }
                static void Batch(Optimizer o) { o.step(); } // $ step loops=1 origin
            }
            """,
        ["recursion that tries again"] = """
            class C {
                void M(IEnumerable<Parameter> p) => Train(optim.Adam(p), 0);
                static void Train(Optimizer o, int epoch) { try { o.step(); } catch (Exception) { Train(o, epoch + 1); } } // $ step loops=0 origin
            }
            """,
    };

    /// <summary>A source in its files, and the whole as it is numbered.</summary>
    public static (string Whole, string[] Files) Split(string form)
    {
        string whole = Head + form;
        string[] files = whole.Split(NextFile);
        string usings = Head.ReplaceLineEndings(" ");
        return (whole, [.. files.Select((file, index) => index == 0 ? file : usings + file)]);
    }
}
