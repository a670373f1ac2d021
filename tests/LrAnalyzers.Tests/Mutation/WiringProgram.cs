using System.Text.RegularExpressions;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>A training program: where the optimizer and the scheduler are kept, and in which loops and methods they are used.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Optimizer">What the optimizer is called.</param>
/// <param name="Scheduler">What the scheduler is called.</param>
/// <param name="Body">
/// The types, with <c>$CREATE$</c>, <c>$EPOCHSTART$</c>, <c>$BATCH$</c> and <c>$EPOCHEND$</c> to be filled in. Where
/// <c>$CREATE$</c> stands, <c>model</c> and <c>more</c> (modules), <c>batches</c> and <c>epochs</c> are in scope. Where the two
/// are created apart, <c>$OPTIMIZER$</c> and <c>$SCHEDULER(o)$</c> are the expressions and <c>$CREATED$</c> what follows.
/// </param>
/// <param name="IsLocal">Whether all of the training stands in one method, so that a local made at one place is seen at the others.</param>
internal sealed partial record WiringProgram(string Name, string Optimizer, string Scheduler, string Body, bool IsLocal = true)
{
    /// <summary>
    /// Whether the scheduler is made in one case only, or for one of several: a rule that compares it with something else that is
    /// done to the optimizer cannot be sure.
    /// </summary>
    public bool IsOneOfSeveral => Name is "scheduler by a helper with a choice" or "conditional and switch expression" or "list of tuples" or "collection expression and LINQ";

    private const string Module = "torch.nn.Module<torch.Tensor, torch.Tensor>";
    private const string Data = "List<(torch.Tensor X, torch.Tensor Y)>";
    private const string Parameters = Module + " model, " + Module + " more, " + Data + " batches, int epochs";
    private const string ForBatches = "for (int i = 0; i < batches.Count; i++) { var (x, y) = batches[i]; $BATCH$ }";
    private const string ForEachBatch = "int i = 0; foreach (var (x, y) in batches) { $BATCH$ i++; }";
    private const string Epoch = "$EPOCHSTART$ " + ForBatches + " $EPOCHEND$";
    private const string Constants = "private const double Rate = 0.05; private const int Epochs = 50;";
    private const string Any = "torch.optim.Optimizer";
    private const string LRScheduler = "lr_scheduler.LRScheduler";

    private const string Attentive = """
        internal sealed class Attentive : torch.nn.Module<torch.Tensor, torch.Tensor>
        {
            private readonly TransformerEncoderLayer _layer = torch.nn.TransformerEncoderLayer(8, 2);
            public Attentive() : base("attentive") => RegisterComponents();
            public override torch.Tensor forward(torch.Tensor x) => _layer.forward(x);
        }
        """;

    /// <summary>All programs.</summary>
    public static IReadOnlyList<WiringProgram> All { get; } =
    [
        Method("for", $$"""$CREATE$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} }"""),
        Method("for from one", $$"""$CREATE$ for (int epoch = 1; epoch <= $E$; ++epoch) { {{Epoch}} }"""),
        Method("foreach", $$"""$CREATE$ foreach (int epoch in Enumerable.Range(0, $E$)) { $EPOCHSTART$ {{ForEachBatch}} $EPOCHEND$ }"""),
        Method("while", $$"""$CREATE$ int epoch = 0; while (epoch < $E$) { {{Epoch}} epoch++; }"""),
        Method("do", $$"""$CREATE$ int epoch = 0; do { {{Epoch}} epoch++; } while (epoch < $E$);"""),
        Method("try", $$"""$CREATE$ try { for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } } finally { Console.WriteLine(); }"""),
        Method("dispose scope", $$"""$CREATE$ for (int epoch = 0; epoch < $E$; epoch++) { using var scope = torch.NewDisposeScope(); {{Epoch}} Console.WriteLine(epoch); }"""),
        Method("nested scopes", $$"""$CREATE$ for (int epoch = 0; epoch < $E$; epoch++) { model.train(); $EPOCHSTART$ using (var d = torch.NewDisposeScope()) { {{ForBatches.Replace("{ var", "{ using var inner = torch.NewDisposeScope(); var")}} } using (torch.no_grad()) { model.eval(); } $EPOCHEND$ }"""),
        Method("early stop", $$"""$CREATE$ double best = double.MaxValue; for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} double loss = Validation.Loss(model); if (loss < best) { best = loss; model.save("best"); } }"""),
        Member("top-level like main", $$"""public static int Main(string[] args) { var model = torch.nn.Linear(2, 2); var more = torch.nn.Linear(2, 2); var batches = Validation.Batches(); int epochs = args.Length; $CREATE$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } return 0; }"""),
        Member("async", $$"""public static async Task Train({{Parameters}}) { $CREATE$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} await Task.Yield(); } }"""),
        Member("generic", $$"""public static T Train<T>({{Parameters}}) where T : new() { $CREATE$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } return new T(); }"""),
        Method("local function", $$"""$CREATE$ for (int epoch = 0; epoch < $E$; epoch++) { $EPOCHSTART$ RunEpoch(); $EPOCHEND$ } void RunEpoch() { {{ForBatches}} }""", isLocal: false),
        Member("helper per epoch", $$"""
            public static void Train({{Parameters}}) { $CREATE$ for (int epoch = 0; epoch < $E$; epoch++) { $EPOCHSTART$ RunEpoch(model, batches, $O$, $S$); $EPOCHEND$ } }
            private static void RunEpoch({{Module}} model, {{Data}} batches, {{Any}} optimizer, {{LRScheduler}}? scheduler) { {{Helper(ForBatches)}} }
            """, isLocal: false),
        Member("helper per batch", $$"""
            public static void Train({{Parameters}}) { $CREATE$ for (int epoch = 0; epoch < $E$; epoch++) { $EPOCHSTART$ for (int i = 0; i < batches.Count; i++) { RunBatch(batches[i], i, scheduler: $S$, optimizer: $O$, model: model); } $EPOCHEND$ } }
            private static void RunBatch((torch.Tensor X, torch.Tensor Y) batch, int i, {{Module}} model, {{Any}} optimizer, {{LRScheduler}}? scheduler) { var (x, y) = batch; {{Helper("$BATCH$")}} }
            """, isLocal: false),
        Member("helper for training and warming up", $$"""
            public static void Train({{Parameters}}) { $CREATE$ RunEpoch(model, batches.Take(0).ToList(), $O$, $S$); for (int epoch = 0; epoch < $E$; epoch++) { $EPOCHSTART$ RunEpoch(model, batches, $O$, $S$); $EPOCHEND$ } }
            private static void RunEpoch({{Module}} model, {{Data}} batches, {{Any}} optimizer, {{LRScheduler}}? scheduler) { {{Helper(ForBatches)}} }
            """, isLocal: false),
        Member("fields", $$"""
            private readonly {{Module}} model; private readonly {{Module}} more; private readonly {{Any}} _o; private readonly {{LRScheduler}}? _s;
            public Trainer({{Parameters}}) { this.model = model; this.more = more; $CREATE$ }
            public void Train({{Data}} batches, int epochs) { for (int epoch = 0; epoch < $E$; epoch++) { $EPOCHSTART$ RunEpoch(batches); $EPOCHEND$ } }
            private void RunEpoch({{Data}} batches) { {{ForBatches}} }
            """, "_o", "_s", isLocal: false),
        Member("fields in one method", $$"""
            private {{Any}}? _o; private {{LRScheduler}}? _s;
            public void Train({{Parameters}}) { $CREATE$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } }
            """, "_o", "_s"),
        Member("properties", $$"""
            private {{Any}} Optimizer { get; set; } = null!; private {{LRScheduler}} Scheduler { get; set; } = null!;
            public void Fit({{Parameters}}) { Configure(model, more, batches, epochs); for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } }
            private void Configure({{Parameters}}) { $CREATE$ }
            """, "Optimizer", "Scheduler", isLocal: false),
        Member("tuple", $$"""
            public static void Train({{Parameters}}) { var (o, s) = Create(model, more, batches, epochs); for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } }
            private static ({{Any}}, {{LRScheduler}}?) Create({{Parameters}}) { $CREATE$ return ($O$, $S$); }
            """, isLocal: false),
        Member("tuple with the model", $$"""
            public static async Task Train({{Parameters}}) { (var net, {{Any}} o, {{LRScheduler}}? s) = await Create(model, more, batches, epochs); for (int epoch = 0; epoch < $E$; epoch++) { $EPOCHSTART$ RunEpoch(net, batches, o, s); $EPOCHEND$ } }
            private static async Task<({{Module}} Net, {{Any}} Optimizer, {{LRScheduler}}? Scheduler)> Create({{Parameters}}) { await Task.Yield(); $CREATE$ return (model, $O$, $S$); }
            private static void RunEpoch({{Module}} model, {{Data}} batches, {{Any}} optimizer, {{LRScheduler}}? scheduler) { {{Helper(ForBatches)}} }
            """, isLocal: false),
        Method("lambda per epoch", $$"""$CREATE$ Action runEpoch = () => { {{ForBatches}} }; for (int epoch = 0; epoch < $E$; epoch++) { $EPOCHSTART$ runEpoch(); $EPOCHEND$ }""", isLocal: false),
        Method("lambda per batch", $$"""$CREATE$ Action<int> runBatch = i => { var (x, y) = batches[i]; $BATCH$ }; for (int epoch = 0; epoch < $E$; epoch++) { $EPOCHSTART$ for (int b = 0; b < batches.Count; b++) { runBatch(b); } $EPOCHEND$ }""", isLocal: false),
        Method("lambda that is given away", $$"""$CREATE$ for (int epoch = 0; epoch < $E$; epoch++) { $EPOCHSTART$ Measure(() => { {{ForBatches}} }); $EPOCHEND$ } static void Measure(Action pass) { pass(); }""", isLocal: false),
        new("template method", "_o", "_s", $$"""
            internal abstract class Loop { {{Constants.Replace("private", "protected")}} protected abstract void OnEpoch({{Data}} batches); public void Run({{Data}} batches, int epochs) { for (int epoch = 0; epoch < $E$; epoch++) { OnEpoch(batches); } } }
            internal sealed class Trainer : Loop
            {
                private readonly {{Any}} _o; private readonly {{LRScheduler}}? _s; private readonly {{Module}} model; private readonly {{Module}} more;
                public Trainer({{Parameters}}) { this.model = model; this.more = more; $CREATE$ }
                protected override void OnEpoch({{Data}} batches) { {{Epoch}} }
            }
            """, IsLocal: false),
        new("two classes", "_o", "_s", $$"""
            internal sealed class Loop
            {
                {{Constants}} private readonly {{Any}} _o; private readonly {{LRScheduler}}? _s; private readonly {{Module}} model; private readonly {{Module}} more; private readonly {{Data}} batches;
                public Loop({{Parameters}}) { this.model = model; this.more = more; this.batches = batches; $CREATE$ }
                public void Run(int epochs) { for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } }
            }
            internal static class Entry { public static void Start({{Parameters}}) => new Loop(model, more, batches, epochs).Run(epochs); }
            """, IsLocal: false),
        new("partial", "_o", "_s", $$"""
            internal sealed partial class Trainer { {{Constants}} private {{Any}} _o = null!; private {{LRScheduler}} _s = null!; }
            internal sealed partial class Trainer { public void Train({{Parameters}}) { $CREATE$ for (int epoch = 0; epoch < $E$; epoch++) { $EPOCHSTART$ RunEpoch(model, batches); $EPOCHEND$ } } }
            internal sealed partial class Trainer { private void RunEpoch({{Module}} model, {{Data}} batches) { {{ForBatches}} } }
            """, IsLocal: false),
        // What the flow graph follows: each way for both to come from where they are made to where they are used.
        Member("scheduler by a helper", $$"""
            public static void Train({{Parameters}}) { var p = model.parameters(); var o = $OPTIMIZER$; var s = Schedule(o, batches, epochs); $CREATED$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } }
            private static {{LRScheduler}}? Schedule({{Any}} optimizer, {{Data}} batches, int epochs) => $SCHEDULER(optimizer)$;
            """, isLocal: false),
        Member("scheduler by a helper with a choice", $$"""
            public static void Train({{Parameters}}) { var p = model.parameters(); {{Any}} o = $OPTIMIZER$; {{LRScheduler}}? s = Schedule(o, batches, epochs, "on"); $CREATED$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } }
            private static {{LRScheduler}}? Schedule({{Any}} optimizer, {{Data}} batches, int epochs, string kind) { switch (kind) { case "on": return $SCHEDULER(optimizer)$; default: return null; } }
            """, isLocal: false),
        Member("factories in delegates", $$"""
            public static void Train({{Parameters}}) { var p = model.parameters(); Func<{{Any}}> make = () => $OPTIMIZER$; Func<{{Any}}, {{LRScheduler}}?> schedule = x => $SCHEDULER(x)$; var o = make(); var s = schedule(o); $CREATED$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } }
            """, isLocal: false),
        Member("factory in a parameter", $$"""
            public static void Train({{Parameters}}) { Fit(p => $OPTIMIZER$, model, more, batches, epochs); }
            private static void Fit(Func<IEnumerable<Parameter>, {{Any}}> make, {{Parameters}}) { var o = make(model.parameters()); lr_scheduler.LRScheduler? s = $SCHEDULER(o)$; $CREATED$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } }
            """, isLocal: false),
        Member("out parameters", $$"""
            public static void Train({{Parameters}}) { Create(model, more, batches, epochs, out {{Any}} o, out var s); for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } }
            private static void Create({{Parameters}}, out {{Any}} o, out {{LRScheduler}}? s) { var p = model.parameters(); o = $OPTIMIZER$; s = $SCHEDULER(o)$; $CREATED$ }
            """, isLocal: false),
        Member("arrays", $$"""
            public static void Train({{Parameters}}) { var p = model.parameters(); var os = new {{Any}}[] { $OPTIMIZER$ }; var ss = new {{LRScheduler}}?[] { $SCHEDULER(os[0])$ }; $CREATED$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } }
            """, "os[0]", "ss[0]!", isLocal: false),
        Member("dictionaries", $$"""
            public static void Train({{Parameters}}) { var p = model.parameters(); var os = new Dictionary<string, {{Any}}> { ["main"] = $OPTIMIZER$ }; var ss = new Dictionary<string, {{LRScheduler}}?> { { "main", $SCHEDULER(os["main"])$ } }; $CREATED$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } }
            """, "os[\"main\"]", "ss[\"main\"]!", isLocal: false),
        Member("a tuple that is kept", $$"""
            private readonly ({{Any}} O, {{LRScheduler}}? S) _state; private readonly {{Module}} model; private readonly {{Module}} more;
            public Trainer({{Parameters}}) { this.model = model; this.more = more; var p = model.parameters(); var o = $OPTIMIZER$; _state = (o, $SCHEDULER(o)$); $CREATED$ }
            public void Train({{Data}} batches, int epochs) { for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } }
            """, "_state.O", "_state.S!", isLocal: false),
        Member("a lazy getter", $$"""
            private readonly {{Module}} model; private readonly {{Module}} more; private {{Any}}? _o; private {{LRScheduler}}? _s = null;
            public Trainer({{Module}} model, {{Module}} more) { this.model = model; this.more = more; }
            private {{Any}} O { get { if (_o is null) { var p = model.parameters(); _o = $OPTIMIZER$; } return _o; } }
            public void Train({{Data}} batches, int epochs) { _s = $SCHEDULER(O)$; $CREATED$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } }
            """, "O", "_s!", isLocal: false),
        Member("run as a task", $$"""
            public static Task Train({{Parameters}}) { var p = model.parameters(); var o = $OPTIMIZER$; lr_scheduler.LRScheduler? s = $SCHEDULER(o)$; $CREATED$ return Task.Run(() => { for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } }); }
            """, isLocal: false),
        Member("lambda that is given both", $$"""
            public static void Train({{Parameters}}) { var p = model.parameters(); var o = $OPTIMIZER$; lr_scheduler.LRScheduler? s = $SCHEDULER(o)$; $CREATED$ Action<{{Any}}, {{LRScheduler}}?> pass = (optimizer, scheduler) => { {{Helper(ForBatches)}} }; for (int epoch = 0; epoch < $E$; epoch++) { $EPOCHSTART$ pass(o, s); $EPOCHEND$ } }
            """, isLocal: false),
        new("record", "state.O_N", "state.S_N!", $$"""
            internal sealed record State_N(int Rounds, {{Any}} O_N, {{LRScheduler}}? S_N);
            internal sealed class Trainer { {{Constants}} public static void Train({{Parameters}}) { var p = model.parameters(); var o = $OPTIMIZER$; var state = new State_N(epochs, o, $SCHEDULER(o)$); $CREATED$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } } }
            """, IsLocal: false),
        new("class with init properties", "state.O_N", "state.S_N!", $$"""
            internal sealed class State { public required {{Any}} O_N { get; init; } public {{LRScheduler}}? S_N { get; init; } }
            internal sealed class Trainer { {{Constants}} public static void Train({{Parameters}}) { var p = model.parameters(); var o = $OPTIMIZER$; var state = new State { O_N = o, S_N = $SCHEDULER(o)$ }; $CREATED$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } } }
            """, IsLocal: false),
        new("primary constructor", "o", "s!", $$"""
            internal sealed class Loop_N({{Any}} o, {{LRScheduler}}? s, {{Module}} model) { {{Constants}} public void Run_N({{Data}} batches, int epochs) { for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } } }
            internal sealed class Trainer { {{Constants}} public static void Train({{Parameters}}) { var p = model.parameters(); var o = $OPTIMIZER$; lr_scheduler.LRScheduler? s = $SCHEDULER(o)$; $CREATED$ new Loop_N(o, s, model).Run_N(batches, epochs); } }
            """, IsLocal: false),
        new("interface", "o", "s!", $$"""
            internal interface ILoop { void Run_N({{Any}} o, {{LRScheduler}}? s, {{Module}} model, {{Data}} batches, int epochs); }
            internal sealed class Loop : ILoop { {{Constants}} public void Run_N({{Any}} o, {{LRScheduler}}? s, {{Module}} model, {{Data}} batches, int epochs) { for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } } }
            internal sealed class Trainer(ILoop loop) { {{Constants}} public void Train({{Parameters}}) { var p = model.parameters(); var o = $OPTIMIZER$; lr_scheduler.LRScheduler? s = $SCHEDULER(o)$; $CREATED$ loop.Run_N(o, s, model, batches, epochs); } }
            """, IsLocal: false),
        new("abstract factory", "o", "s!", $$"""
            internal abstract class Base { {{Constants.Replace("private", "protected")}} protected abstract {{Any}} Create_N({{Module}} model); protected abstract {{LRScheduler}}? Schedule_N({{Any}} optimizer, {{Data}} batches, int epochs);
                public void Train({{Parameters}}) { var o = Create_N(model); var s = Schedule_N(o, batches, epochs); $CREATED$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } } }
            internal sealed class Trainer : Base { protected override {{Any}} Create_N({{Module}} model) { var p = model.parameters(); return $OPTIMIZER$; } protected override {{LRScheduler}}? Schedule_N({{Any}} optimizer, {{Data}} batches, int epochs) => $SCHEDULER(optimizer)$; }
            """, IsLocal: false),
        new("public factory", "_o", "_s!", $$"""
            public static class Factory { {{Constants}} public static {{Any}} Create_N({{Module}} model) { var p = model.parameters(); return $OPTIMIZER$; } }
            internal sealed class Trainer { {{Constants}} private {{Any}} _o = null!; private {{LRScheduler}}? _s;
                public void Train({{Parameters}}) { _o = Factory.Create_N(model); _s = $SCHEDULER(_o)$; $CREATED$ for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } } }
            """, IsLocal: false),
        new("extension method", "o", "s!", $$"""
            internal static class Trainer { {{Constants}} public static void Train({{Parameters}}) { var p = model.parameters(); var o = $OPTIMIZER$; lr_scheduler.LRScheduler? s = $SCHEDULER(o)$; $CREATED$ o.Fit_N(s, model, batches, epochs); }
                private static void Fit_N(this {{Any}} o, {{LRScheduler}}? s, {{Module}} model, {{Data}} batches, int epochs) { for (int epoch = 0; epoch < $E$; epoch++) { {{Epoch}} } } }
            """, IsLocal: false),
    ];

    /// <summary>More forms of C# through which the two come to where they are used.</summary>
    public static IReadOnlyList<WiringProgram> Forms { get; } =
    [
        Form("alias chain", "{{Any}} first; var o = first = $OPTIMIZER$; {{LRScheduler}}? s, plan; s = plan = $SCHEDULER(first)$; $CREATED$ $LOOP$"),
        Form("conditional and switch expression", "{{Any}} o = model is null ? throw new ArgumentNullException() : $OPTIMIZER$; {{LRScheduler}}? s = batches.Count switch { < 0 => throw new ArgumentException(), _ => $SCHEDULER(o)$ }; $CREATED$ $LOOP$"),
        Form("coalescing assignment", "{{Any}}? made = null; made ??= $OPTIMIZER$; {{Any}} o = made ?? throw new InvalidOperationException(); {{LRScheduler}}? plan = $SCHEDULER(o)$, s = null; s = plan ?? s; $CREATED$ $LOOP$"),
        Form("pattern variable", "object made = $OPTIMIZER$; if (made is not {{Any}} o) { return; } {{LRScheduler}}? s = $SCHEDULER(o)$; $CREATED$ $LOOP$"),
        Form("cast", "object made = $OPTIMIZER$; var o = ({{Any}})made; {{LRScheduler}}? s = $SCHEDULER(o)$; $CREATED$ $LOOP$"),
        Form("using declaration", "using {{Any}} o = $OPTIMIZER$; {{LRScheduler}}? s = $SCHEDULER(o)$; $CREATED$ $LOOP$"),
        Form("using statement", "using ({{Any}} o = $OPTIMIZER$) { {{LRScheduler}}? s = $SCHEDULER(o)$; $CREATED$ $LOOP$ }"),
        Form("anonymous object", "var o = $OPTIMIZER$; var state = new { O_N = o, S_N = ({{LRScheduler}}?)$SCHEDULER(o)$ }; $CREATED$ $LOOP$", "state.O_N", "state.S_N!"),
        Form("named tuple", "var o = $OPTIMIZER$; (int N, ({{Any}} O, {{LRScheduler}}? S) Both) state = (1, (o, $SCHEDULER(o)$)); $CREATED$ $LOOP$", "state.Both.O", "state.Both.S!"),
        Form("collection expression and LINQ", "List<{{Any}}> all = [$OPTIMIZER$]; var o = all.First(); List<{{LRScheduler}}?> plans = all.Select(x => ({{LRScheduler}}?)$SCHEDULER(x)$).ToList(); var s = plans[0]; $CREATED$ $LOOP$"),
        Form("list of tuples", "var all = new List<({{Any}} O, {{LRScheduler}}? S)>(); var made = $OPTIMIZER$; all.Add((made, $SCHEDULER(made)$)); foreach (var (o, s) in all) { $CREATED$ $LOOP$ }"),
        Form("dictionary lookup", "var all = new Dictionary<string, {{Any}}>(); all.Add(\"main\", $OPTIMIZER$); if (all.TryGetValue(\"main\", out var o)) { {{LRScheduler}}? s = $SCHEDULER(o)$; $CREATED$ $LOOP$ }"),
        Form("getter in a delegate", "var made = $OPTIMIZER$; Func<{{Any}}> get = () => made; {{LRScheduler}}? s = $SCHEDULER(made)$; $CREATED$ $LOOP$", "get()"),
        Form("epochs in a ForEach", "var o = $OPTIMIZER$; {{LRScheduler}}? s = $SCHEDULER(o)$; $CREATED$ Enumerable.Range(0, $E$).ToList().ForEach(epoch => { {{Epoch}} });"),
        Form("optional scheduler", "var o = $OPTIMIZER$; {{LRScheduler}}? s = $SCHEDULER(o)$; $CREATED$ $LOOP$", scheduler: "s?", isLocal: false),
        Calls("await", "var o = await Make(model); {{LRScheduler}}? s = $SCHEDULER(o)$; $CREATED$ $LOOP$", "private static async Task<{{Any}}> Make({{Module}} model) { await Task.Yield(); var p = model.parameters(); return $OPTIMIZER$; }", "async Task"),
        Calls("task from a result", "var o = Make(model).Result; {{LRScheduler}}? s = $SCHEDULER(o)$; $CREATED$ $LOOP$", "private static Task<{{Any}}> Make({{Module}} model) { var p = model.parameters(); return Task.FromResult<{{Any}}>($OPTIMIZER$); }"),
        Calls("iterator", "var o = All(model).Single(); {{LRScheduler}}? s = $SCHEDULER(o)$; $CREATED$ $LOOP$", "private static IEnumerable<{{Any}}> All({{Module}} model) { var p = model.parameters(); yield return $OPTIMIZER$; }"),
        Calls("method group", "Func<{{Module}}, {{Any}}> make = Make; var o = make(model); {{LRScheduler}}? s = $SCHEDULER(o)$; $CREATED$ $LOOP$", "private static {{Any}} Make({{Module}} model) { var p = model.parameters(); return $OPTIMIZER$; }"),
        Calls("lambda that a method returns", "var o = Maker(model)(); {{LRScheduler}}? s = $SCHEDULER(o)$; $CREATED$ $LOOP$", "private static Func<{{Any}}> Maker({{Module}} model) { var p = model.parameters(); return () => $OPTIMIZER$; }"),
        Calls("in, named and optional arguments", "var made = $OPTIMIZER$; {{LRScheduler}}? plan = $SCHEDULER(made)$; $CREATED$ Fit(model, batches, epochs, s: plan, o: made);", "private static void Fit({{Module}} model, {{Data}} batches, int epochs, in {{Any}} o, {{LRScheduler}}? s = null) { $LOOP$ }", made: "made"),
        Calls("params", "var made = $OPTIMIZER$; {{LRScheduler}}? plan = $SCHEDULER(made)$; $CREATED$ Fit(model, batches, epochs, plan, made);", "private static void Fit({{Module}} model, {{Data}} batches, int epochs, {{LRScheduler}}? s, params {{Any}}[] all) { var o = all[0]; $LOOP$ }", made: "made"),
        Calls("generic method", "var made = Same($OPTIMIZER$); {{LRScheduler}}? plan = $SCHEDULER(made)$; $CREATED$ Fit(model, batches, epochs, made, plan);", "private static T Same<T>(T value) => value; private static void Fit<T>({{Module}} model, {{Data}} batches, int epochs, T o, {{LRScheduler}}? s) where T : {{Any}} { $LOOP$ }", made: "made"),
        Calls("event", "Ready_N += (o, s) => { $LOOP$ }; var made = $OPTIMIZER$; {{LRScheduler}}? plan = $SCHEDULER(made)$; $CREATED$ Ready_N(made, plan);", "private static event Action<{{Any}}, {{LRScheduler}}?> Ready_N = delegate { };", made: "made"),
        new("with", "state.O_N", "state.S_N!", Filled("""
            internal sealed record State_N(int Rounds, {{Any}} O_N, {{LRScheduler}}? S_N);
            internal sealed class Trainer { {{Constants}} public static void Train({{Parameters}}) { var p = model.parameters(); var o = $OPTIMIZER$; var state = new State_N(epochs, o, null) with { S_N = $SCHEDULER(o)$ }; $CREATED$ $LOOP$ } }
            """), IsLocal: false),
        new("record deconstructed", "o", "s!", Filled("""
            internal sealed record State_N(string Name, int Rounds, {{Any}} O_N, {{LRScheduler}}? S_N);
            internal sealed class Trainer { {{Constants}} public static void Train({{Parameters}}) { var p = model.parameters(); var made = $OPTIMIZER$; var (name, rounds, o, s) = new State_N("main", epochs, made, $SCHEDULER(made)$); $CREATED$ $LOOP$ } }
            """), IsLocal: false),
        new("property pattern", "o", "s!", Filled("""
            internal sealed class State_N { public {{Any}}? O_N { get; init; } public {{LRScheduler}}? S_N { get; init; } }
            internal sealed class Trainer { {{Constants}} public static void Train({{Parameters}}) { var p = model.parameters(); var made = $OPTIMIZER$; var state = new State_N { O_N = made, S_N = $SCHEDULER(made)$ }; if (state is not { O_N: { } o, S_N: var s }) { return; } $CREATED$ $LOOP$ } }
            """), IsLocal: false),
        new("interface property", "_state.O_N", "_state.S_N!", Filled("""
            internal interface IState_N { {{Any}} O_N { get; } {{LRScheduler}}? S_N { get; } }
            internal sealed class State_N({{Any}} o, {{LRScheduler}}? s) : IState_N { public {{Any}} O_N { get; } = o; public {{LRScheduler}}? S_N { get; } = s; }
            internal sealed class Trainer { {{Constants}} private IState_N _state = null!; public void Train({{Parameters}}) { var p = model.parameters(); var o = $OPTIMIZER$; _state = new State_N(o, $SCHEDULER(o)$); $CREATED$ $LOOP$ } }
            """), IsLocal: false),
        new("generic class", "both.O_N", "both.S_N!", Filled("""
            internal sealed class Both_N<TOptimizer, TScheduler>(TOptimizer o, TScheduler s) { public TOptimizer O_N { get; } = o; public TScheduler S_N { get; } = s; }
            internal sealed class Trainer { {{Constants}} public static void Train({{Parameters}}) { var p = model.parameters(); var o = $OPTIMIZER$; var both = new Both_N<{{Any}}, {{LRScheduler}}?>(o, $SCHEDULER(o)$); $CREATED$ $LOOP$ } }
            """), IsLocal: false),
        new("constructor of the base class", "O_N", "S_N!", Filled("""
            internal abstract class Loop_N { {{Constants}} protected readonly {{Any}} O_N; protected readonly {{LRScheduler}}? S_N; protected Loop_N({{Any}} o, {{LRScheduler}}? s) { O_N = o; S_N = s; } public void Run({{Module}} model, {{Data}} batches, int epochs) { $LOOP$ } }
            internal sealed class Trainer_N({{Any}} o, {{LRScheduler}}? s) : Loop_N(o, s) { {{Constants}} public static void Train({{Parameters}}) { var p = model.parameters(); var o = $OPTIMIZER$; {{LRScheduler}}? s = $SCHEDULER(o)$; $CREATEDFOR:o$ new Trainer_N(o, s).Run(model, batches, epochs); } }
            """), IsLocal: false),
        new("static fields", "s_o", "s_s!", Filled("""
            internal static class Trainer { {{Constants}} private static {{Any}} s_o = null!; private static {{LRScheduler}}? s_s; public static void Train({{Parameters}}) { var p = model.parameters(); s_o = $OPTIMIZER$; s_s = $SCHEDULER(s_o)$; $CREATED$ $LOOP$ } }
            """), IsLocal: false),
        new("property with bodies", "Optimizer", "_s!", Filled("""
            internal sealed class Trainer { {{Constants}} private {{Any}} _o = null!; private {{LRScheduler}}? _s; private {{Any}} Optimizer { get { return _o; } set { _o = value; } }
                public void Train({{Parameters}}) { var p = model.parameters(); Optimizer = $OPTIMIZER$; _s = $SCHEDULER(Optimizer)$; $CREATED$ $LOOP$ } }
            """), IsLocal: false),
    ];

    private static WiringProgram Form(string name, string statements, string optimizer = "o", string scheduler = "s!", bool isLocal = true) =>
        Member(name, Filled($"public static void Train({Parameters}) {{ var p = model.parameters(); {statements} }}"), optimizer, scheduler, isLocal);

    private static WiringProgram Calls(string name, string statements, string member, string returned = "void", string made = "") =>
        Member(
            name,
            Filled($"public static {returned} Train({Parameters}) {{ {(statements.Contains("$OPTIMIZER$", StringComparison.Ordinal) ? "var p = model.parameters(); " : "")}{(made.Length == 0 ? statements : statements.Replace("$CREATED$", "$CREATEDFOR:" + made + "$", StringComparison.Ordinal))} }} {member}"),
            scheduler: "s!",
            isLocal: false);

    // Written as plain texts, so that what is filled in here and there looks the same.
    private static string Filled(string text) => text
        .Replace("$LOOP$", "for (int epoch = 0; epoch < $E$; epoch++) { " + Epoch + " }", StringComparison.Ordinal)
        .Replace("{{Epoch}}", Epoch, StringComparison.Ordinal)
        .Replace("{{Any}}", Any, StringComparison.Ordinal)
        .Replace("{{LRScheduler}}", LRScheduler, StringComparison.Ordinal)
        .Replace("{{Module}}", Module, StringComparison.Ordinal)
        .Replace("{{Data}}", Data, StringComparison.Ordinal)
        .Replace("{{Parameters}}", Parameters, StringComparison.Ordinal)
        .Replace("{{Constants}}", Constants, StringComparison.Ordinal);

    /// <summary>The program; <see langword="null"/> where the wiring cannot be written in it.</summary>
    /// <param name="optimizer">The optimizer's creation.</param>
    /// <param name="wiring">What stands where.</param>
    /// <param name="index">Keeps programs in one compilation apart.</param>
    public string? Source(string optimizer, Wiring wiring, int index)
    {
        Match declared = Declaration().Match(wiring.EpochStart + wiring.Created);
        if (declared.Success && (!IsLocal || declared.Value == "var s" && Making().IsMatch(Body)))
        {
            return null;
        }

        bool isMember = Body.Contains($" {Optimizer};", StringComparison.Ordinal) || Body.Contains($" {Optimizer} =", StringComparison.Ordinal)
            || Body.Contains($" {Optimizer} {{", StringComparison.Ordinal) || Body.Contains($"? {Optimizer};", StringComparison.Ordinal);
        string create = $"var p = model.parameters(); {(isMember ? "" : "var ")}$O$ = {optimizer};"
            + (wiring.Scheduler.Length == 0 ? "" : $" {(isMember ? "" : "var ")}$S$ = {wiring.Scheduler};")
            + " " + wiring.Created;
        string batch = $"{wiring.BatchStart} torch.nn.functional.mse_loss(model.forward(x), y).backward(); {wiring.Update} {wiring.BatchEnd}";
        // Inside a helper the two have the parameters' names.
        string body = Making().Replace(Body, made => wiring.Scheduler.Length == 0 ? "null" : wiring.Scheduler.Replace("$O$", made.Groups["optimizer"].Value))
            .Replace("$OPTIMIZER$", optimizer)
            .Replace("$CREATEDFOR:made$", wiring.Created.Replace("$O$", "made").Replace("$S$", "plan!"))
            .Replace("$CREATEDFOR:o$", wiring.Created.Replace("$O$", "o").Replace("$S$", "s!"))
            .Replace("$CREATED$", wiring.Created)
            .Replace("$HELPERBATCH$", batch.Replace("$O$", "optimizer").Replace("$S$", "scheduler?"))
            .Replace("$CREATE$", create)
            .Replace("$EPOCHSTART$", wiring.EpochStart)
            .Replace("$BATCH$", batch)
            .Replace("$EPOCHEND$", wiring.EpochEnd)
            .Replace("$LOSS$", "Validation.Loss(model)");
        if (wiring.Start != "0")
        {
            // Counted from where the training was saved.
            string counted = FromZero().Replace(body, $"int epoch = {wiring.Start};");
            if (counted == body)
            {
                return null;
            }

            body = counted;
        }

        if (wiring.Scheduler.Length == 0)
        {
            body = body.Replace(", $S$)", ", null)").Replace("scheduler: $S$", "scheduler: null");
        }

        // Only in a program's constructor the batches come with the parameters.
        // A name that too many files of one compilation mention is not followed.
        string number = index.ToString(System.Globalization.CultureInfo.InvariantCulture);
        body = body.Replace("$E$", wiring.Epochs).Replace("$B$", "batches.Count").Replace("$O$", Optimizer).Replace("$S$", Scheduler).Replace("_N", number);
        return $$"""
            using System;
            using System.Collections.Generic;
            using System.Linq;
            using System.Threading.Tasks;
            using TorchSharp;
            using TorchSharp.Modules;
            using static TorchSharp.torch.optim;

            namespace Program{{index}};

            {{body}}

            internal static class Validation
            {
                public static double Loss(torch.nn.Module model) => model.GetHashCode();
                public static {{Data}} Batches() => new();
                public static int LoadProgress() => int.Parse(System.IO.File.ReadAllText("epoch"));
            }
            {{(optimizer.Contains("Attentive", StringComparison.Ordinal) ? Attentive : "")}}

            """;
    }

    // A batch in a method that is given the optimizer and the scheduler.
    private static string Helper(string loop) => loop.Replace("$BATCH$", "$HELPERBATCH$");

    private static WiringProgram Method(string name, string statements, bool isLocal = true) =>
        Member(name, $"public static void Train({Parameters}) {{ {statements} }}", isLocal: isLocal);

    private static WiringProgram Member(string name, string member, string optimizer = "o", string scheduler = "s", bool isLocal = true) =>
        new(name, optimizer, scheduler, $"internal sealed class Trainer {{ {Constants} {member} }}", isLocal);

    [GeneratedRegex(@"\$SCHEDULER\((?<optimizer>[^$]*)\)\$")]
    private static partial Regex Making();

    [GeneratedRegex(@"int epoch = 0;(?= epoch < | while| do)")]
    private static partial Regex FromZero();

    [GeneratedRegex(@"\bvar (s|second|fresh)\b")]
    private static partial Regex Declaration();
}
