using LrAnalyzers.CodeFixes.Fixes;
using static LrAnalyzers.Tests.Verification.TrainingSource;
using Verify = LrAnalyzers.Tests.Verification.RuleVerifier<LrAnalyzers.Rules.LR2001_UnscheduledTraining>;

namespace LrAnalyzers.Tests.Rules;

/// <summary>
/// Trainings whose optimizer goes a longer way from its creation to its steps. Each is reported where nothing schedules it,
/// and is silent where something does.
/// </summary>
public class LR2001FlowTests
{
    // In each: the creation (NEW), the optimizer's name where something else can be done with it (HOOK:name;).
    private static readonly Dictionary<string, string> s_shapes = new()
    {
        ["tuple from a method"] = """
            static (nn.Module<Tensor, Tensor>, optim.Optimizer) Create(nn.Module<Tensor, Tensor> model) => (model, NEW);
            static void Train(nn.Module<Tensor, Tensor> start, List<Tensor> batches, int epochs) { var (model, optimizer) = Create(start); HOOK:optimizer; EPOCHS }
            """,
        ["named tuple from a method"] = """
            static (nn.Module<Tensor, Tensor> Model, optim.Optimizer Optimizer) Create(nn.Module<Tensor, Tensor> model) { var opt = NEW; HOOK:opt; return (model, opt); }
            static void Train(nn.Module<Tensor, Tensor> start, List<Tensor> batches, int epochs) { (nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer) = Create(start); EPOCHS }
            """,
        ["tuple from a local function"] = """
            static void Train(nn.Module<Tensor, Tensor> start, List<Tensor> batches, int epochs)
            {
                var (model, optimizer) = Create();
                HOOK:optimizer;
                EPOCHS
                (nn.Module<Tensor, Tensor>, Adam) Create() { return (start, NEW(start)); }
            }
            """,
        ["tuple from an async method"] = """
            static async System.Threading.Tasks.Task<(nn.Module<Tensor, Tensor>, optim.Optimizer)> Create(nn.Module<Tensor, Tensor> model) { await System.Threading.Tasks.Task.Yield(); return (model, NEW); }
            static async System.Threading.Tasks.Task Train(nn.Module<Tensor, Tensor> start, List<Tensor> batches, int epochs) { var (model, optimizer) = await Create(start).ConfigureAwait(false); HOOK:optimizer; EPOCHS }
            """,
        ["tuple that is kept"] = """
            static (nn.Module<Tensor, Tensor> Model, optim.Optimizer Optimizer) Create(nn.Module<Tensor, Tensor> model) => (model, NEW);
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { var t = Create(model); HOOK:t.Optimizer; for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { t.Model.forward(x).sum().backward(); t.Item2.step(); } }
            """,
        ["tuple in a field"] = """
            private (optim.Optimizer Optimizer, int Count) _state;
            void Create(nn.Module<Tensor, Tensor> model) { _state = (NEW, 3); HOOK:_state.Optimizer; }
            void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { Create(model); var (optimizer, _) = _state; EPOCHS }
            """,
        ["tuple as an argument"] = """
            static void Start(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) => Train((model, NEW), batches, epochs);
            static void Train((nn.Module<Tensor, Tensor>, optim.Optimizer) pair, List<Tensor> batches, int epochs) { var (model, optimizer) = pair; HOOK:optimizer; EPOCHS }
            """,
        ["deconstruction into fields"] = """
            private nn.Module<Tensor, Tensor> _m = null!; private optim.Optimizer _o = null!;
            void Create(nn.Module<Tensor, Tensor> model) { (_m, _o) = (model, NEW); HOOK:_o; }
            void Train(List<Tensor> batches, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { _m.forward(x).sum().backward(); _o.step(); } }
            """,
        ["lambda per epoch"] = """
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                var optimizer = NEW;
                HOOK:optimizer;
                Action trainEpoch = () => { BATCHES };
                for (int epoch = 0; epoch < epochs; epoch++) trainEpoch();
            }
            """,
        ["lambda per batch with a value"] = """
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                var optimizer = NEW;
                Func<Tensor, float> trainBatch = x => { HOOK:optimizer; var loss = model.forward(x).sum(); loss.backward(); optimizer.step(); return loss.item<float>(); };
                for (int epoch = 0; epoch < epochs; epoch++) { double sum = 0; foreach (var x in batches) sum += trainBatch.Invoke(x); }
            }
            """,
        ["lambda that is given away"] = """
            static void Repeat(int epochs, Action body) { for (int epoch = 0; epoch < epochs; epoch++) body(); }
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                var optimizer = NEW;
                Repeat(epochs, () => { HOOK:optimizer; BATCHES });
            }
            """,
        ["lambda that is given the optimizer"] = """
            static void Repeat(int epochs, optim.Optimizer o, Action<optim.Optimizer>? body) { for (int epoch = 0; epoch < epochs; epoch++) body?.Invoke(o); }
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) => Repeat(epochs, NEW, optimizer => { HOOK:optimizer; BATCHES });
            """,
        ["local lambda that is given the optimizer"] = """
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                var train = (optim.Optimizer optimizer) => { HOOK:optimizer; BATCHES };
                var opt = NEW;
                for (int epoch = 0; epoch < epochs; epoch++) train(opt);
            }
            """,
        ["method as a delegate"] = """
            private readonly nn.Module<Tensor, Tensor> _model = null!; private optim.Optimizer _o = null!;
            void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { _o = NEW; Action<Tensor> step = Step; for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) step(x); }
            void Step(Tensor x) { HOOK:_o; _model.forward(x).sum().backward(); _o.step(); }
            """,
        ["factory lambda"] = """
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { Func<optim.Optimizer> create = () => NEW; var optimizer = create(); HOOK:optimizer; EPOCHS }
            """,
        ["step with a closure"] = """
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                var optimizer = NEW;
                HOOK:optimizer;
                for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { Tensor Closure() { var loss = model.forward(x).sum(); loss.backward(); return loss; } optimizer.step(Closure); }
            }
            """,
        ["local function in a method that is given the optimizer"] = """
            static void Start(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) => Train(model, NEW, batches, epochs);
            static void Train(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, List<Tensor> batches, int epochs)
            {
                HOOK:optimizer;
                void Step(Tensor x) { model.forward(x).sum().backward(); optimizer.step(); }
                for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) Step(x);
            }
            """,
        ["virtual method"] = """
            void Fit(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { var optimizer = NEW; for (int epoch = 0; epoch < epochs; epoch++) Epoch(model, optimizer, batches); }
            internal virtual void Epoch(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, List<Tensor> batches) { HOOK:optimizer; BATCHES }
            """,
        ["virtual factory"] = """
            internal virtual optim.Optimizer Create(nn.Module<Tensor, Tensor> model) => NEW;
            void Fit(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { var optimizer = Create(model); HOOK:optimizer; EPOCHS }
            """,
        ["template method"] = """
            abstract class Base
            {
                public void Fit(List<Tensor> batches, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) Epoch(batches); }
                protected abstract void Epoch(List<Tensor> batches);
            }
            class Derived : Base
            {
                private readonly nn.Module<Tensor, Tensor> _model; private readonly optim.Optimizer _o;
                public Derived(nn.Module<Tensor, Tensor> model) { _model = model; _o = NEW; HOOK:_o; }
                protected override void Epoch(List<Tensor> batches) { foreach (var x in batches) { _model.forward(x).sum().backward(); _o.step(); } }
            }
            """,
        ["interface with one implementation"] = """
            internal interface ITrainer { optim.Optimizer Optimizer { get; } void Epoch(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, List<Tensor> batches); }
            internal class Plain : ITrainer
            {
                public optim.Optimizer Optimizer { get; }
                public Plain(nn.Module<Tensor, Tensor> model) { Optimizer = NEW; }
                public void Epoch(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, List<Tensor> batches) { HOOK:optimizer; BATCHES }
            }
            static void Train(ITrainer trainer, nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) trainer.Epoch(model, trainer.Optimizer, batches); }
            """,
        ["list of optimizers"] = """
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                var optimizers = new List<optim.Optimizer> { NEW };
                for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); foreach (var o in optimizers) { HOOK:o; o.step(); } }
            }
            """,
        ["array of optimizers"] = """
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                optim.Optimizer[] optimizers = { NEW };
                HOOK:optimizers[0];
                for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); for (int i = 0; i < optimizers.Length; i++) optimizers[i].step(); }
            }
            """,
        ["dictionary of optimizers in a field"] = """
            private readonly Dictionary<string, optim.Optimizer> _optimizers = new();
            void Create(nn.Module<Tensor, Tensor> model) { _optimizers["net"] = NEW; HOOK:_optimizers["net"]; }
            void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                Create(model);
                for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); foreach (var o in _optimizers.Values) o.step(); }
            }
            """,
        ["list that is filled and its ForEach"] = """
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                var all = new List<optim.Optimizer>();
                all.Add(NEW);
                for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); all.ForEach(o => { HOOK:o; o.step(); }); }
            }
            """,
        ["collection expression"] = """
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                List<optim.Optimizer> all = [NEW];
                HOOK:all.First();
                for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); foreach (var o in all) o.step(); }
            }
            """,
        ["pairs of a dictionary"] = """
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                var all = new Dictionary<string, optim.Optimizer> { ["net"] = NEW };
                for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); foreach (var pair in all) { HOOK:pair.Value; pair.Value.step(); } }
            }
            """,
        ["deconstructed pairs of a dictionary"] = """
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                var all = new Dictionary<string, optim.Optimizer> { { "net", NEW } };
                for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); foreach (var (name, optimizer) in all) { HOOK:optimizer; optimizer.step(); } }
            }
            """,
        ["parameter array"] = """
            static void StepAll(params optim.Optimizer[] optimizers) { foreach (var o in optimizers) { HOOK:o; o.step(); } }
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { var optimizer = NEW; for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); StepAll(optimizer); } }
            """,
        ["lambda in a method that is given the optimizer"] = """
            static void Start(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) => Train(model, NEW, batches, epochs);
            static void Train(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, List<Tensor> batches, int epochs)
            {
                Action<Tensor> step = x => { HOOK:optimizer; model.forward(x).sum().backward(); optimizer.step(); };
                for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) step(x);
            }
            """,
        ["lambda that two methods pass on"] = """
            static void Outer(int epochs, Action body) => Inner(body, epochs);
            static void Inner(Action run, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) run(); }
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { var optimizer = NEW; Outer(epochs, () => { HOOK:optimizer; BATCHES }); }
            """,
        ["property set from outside"] = """
            internal class Learner { public optim.Optimizer Optimizer { get; init; } = null!; public nn.Module<Tensor, Tensor> Model { get; init; } = null!; public void Fit(List<Tensor> batches, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { Model.forward(x).sum().backward(); HOOK:Optimizer; Optimizer.step(); } } }
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) => new Learner { Model = model, Optimizer = NEW }.Fit(batches, epochs);
            """,
        ["overridden property"] = """
            internal abstract class Base { protected abstract optim.Optimizer Optimizer { get; } protected abstract nn.Module<Tensor, Tensor> Model { get; } public void Fit(List<Tensor> batches, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { Model.forward(x).sum().backward(); Optimizer.step(); } } }
            internal class Derived : Base
            {
                protected override nn.Module<Tensor, Tensor> Model { get; }
                protected override optim.Optimizer Optimizer { get; }
                public Derived(nn.Module<Tensor, Tensor> model) { Model = model; Optimizer = NEW; HOOK:Optimizer; }
            }
            """,
        ["iterator"] = """
            static IEnumerable<optim.Optimizer> Create(nn.Module<Tensor, Tensor> model) { yield return NEW; }
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                var all = Create(model).ToList();
                for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); foreach (var o in all) { HOOK:o; o.step(); } }
            }
            """,
        ["lazy property"] = """
            private readonly nn.Module<Tensor, Tensor> model = null!; private optim.Optimizer? _o;
            private optim.Optimizer Optimizer => _o ??= NEW;
            void Train(List<Tensor> batches, int epochs) { HOOK:Optimizer; for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); Optimizer.step(); } }
            """,
        ["lazy getter"] = """
            private readonly nn.Module<Tensor, Tensor> model = null!; private optim.Optimizer? _o;
            private optim.Optimizer Optimizer { get { if (_o == null) { _o = NEW; HOOK:_o; } return _o; } }
            void Train(List<Tensor> batches, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); Optimizer.step(); } }
            """,
        ["static fields"] = """
            private static readonly nn.Module<Tensor, Tensor> model = nn.Linear(2, 2); private static readonly optim.Optimizer s_o = NEW;
            static void Train(List<Tensor> batches, int epochs) { HOOK:s_o; for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); s_o.step(); } }
            """,
        ["primary constructor"] = """
            class Loop(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer) { public void Run(List<Tensor> batches, int epochs) { HOOK:optimizer; EPOCHS } }
            static void Start(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) => new Loop(model, NEW).Run(batches, epochs);
            """,
        ["record"] = """
            record State(nn.Module<Tensor, Tensor> Model, optim.Optimizer Optimizer);
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                var state = new State(model, NEW);
                HOOK:state.Optimizer;
                for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); state.Optimizer.step(); }
            }
            """,
        ["record that is deconstructed"] = """
            record State(nn.Module<Tensor, Tensor> Model, optim.Optimizer Optimizer);
            static State Create(nn.Module<Tensor, Tensor> model) => new State(model, NEW);
            static void Train(nn.Module<Tensor, Tensor> start, List<Tensor> batches, int epochs) { var (model, optimizer) = Create(start); HOOK:optimizer; EPOCHS }
            """,
        ["async method"] = """
            static async System.Threading.Tasks.Task<optim.Optimizer> Create(nn.Module<Tensor, Tensor> model) { await System.Threading.Tasks.Task.Yield(); return NEW; }
            static async System.Threading.Tasks.Task Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { var optimizer = await Create(model); HOOK:optimizer; for (int epoch = 0; epoch < epochs; epoch++) { await System.Threading.Tasks.Task.Yield(); BATCHES } }
            """,
        ["result of a task"] = """
            static async System.Threading.Tasks.Task<optim.Optimizer> Create(nn.Module<Tensor, Tensor> model) { await System.Threading.Tasks.Task.Yield(); return NEW; }
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { var optimizer = Create(model).GetAwaiter().GetResult(); HOOK:optimizer; EPOCHS }
            """,
        ["epochs from an iterator"] = """
            static IEnumerable<double> Epochs(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, List<Tensor> batches, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) { HOOK:optimizer; BATCHES yield return epoch; } }
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { foreach (var loss in Epochs(model, NEW, batches, epochs)) Console.WriteLine(loss); }
            """,
        ["pattern variable"] = """
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs, optim.Optimizer? given = null)
            {
                optim.Optimizer optimizer = given ?? NEW;
                if (optimizer is Adam adam) { HOOK:adam; }
                EPOCHS
            }
            """,
        ["parameters from a method"] = """
            static IEnumerable<Parameter> Trainable(nn.Module module) => module.parameters().Where(p => p.requires_grad);
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { var optimizer = NEW<Trainable(model)>; HOOK:optimizer; EPOCHS }
            """,
        ["parameters in a list"] = """
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { var ps = new List<Parameter>(); ps.AddRange(model.parameters()); var optimizer = NEW<ps>; HOOK:optimizer; EPOCHS }
            """,
        ["parameters that are concatenated"] = """
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { IEnumerable<Parameter> ps = Array.Empty<Parameter>(); ps = ps.Concat(model.parameters()); var optimizer = NEW<ps.ToArray()>; HOOK:optimizer; EPOCHS }
            """,
        ["parameters as an argument"] = """
            static optim.Optimizer Create(IEnumerable<Parameter> ps) => NEW<ps>;
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { var optimizer = Create(model.parameters()); HOOK:optimizer; EPOCHS }
            """,
        ["parameters in a field"] = """
            private IEnumerable<Parameter> _ps = null!;
            void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { _ps = model.parameters().ToList(); var optimizer = NEW<_ps>; HOOK:optimizer; EPOCHS }
            """,
        ["parameters from an iterator"] = """
            static IEnumerable<Parameter> All(params nn.Module[] modules) { foreach (var m in modules) foreach (var p in m.parameters()) yield return p; }
            static void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs) { var optimizer = NEW<All(model)>; HOOK:optimizer; EPOCHS }
            """,
    };

    /// <summary>The names of the shapes.</summary>
    public static TheoryData<string> Shapes { get; } = new(s_shapes.Keys);

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task Unscheduled_Reports(string shape) => Verify.VerifyAsync(Source(shape, "", isReported: true));

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task Scheduled_IsSilent(string shape) => Verify.VerifyAsync(Source(shape, "optim.lr_scheduler.StepLR(NAME, 10).step();"));

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task ChangedByHand_IsSilent(string shape) => Verify.VerifyAsync(Source(shape, "foreach (var group in NAME.ParamGroups) { group.LearningRate *= 0.9; }"));

    [Theory]
    [MemberData(nameof(Shapes))]
    public Task GivenToUnknownCode_IsSilent(string shape) => Verify.VerifyAsync(Source(shape, "Hooks.Unseen?.Invoke(NAME);"));

    // What is stepped beside another optimizer after a pass of its own is adversarial, wherever the steps stand.
    [Theory]
    [InlineData("Action<Tensor> stepD = x => { model.forward(x).sum().backward(); d.step(); }; Action<Tensor> stepG = x => { model.forward(x).mean().backward(); g.step(); };", "stepD(x); stepG(x);")]
    [InlineData("void Update(optim.Optimizer o, Func<Tensor> loss) { o.zero_grad(); loss().backward(); o.step(); }", "Update(d, () => model.forward(x).sum()); Update(g, () => model.forward(x).mean());")]
    [InlineData("void StepD(Tensor x) { model.forward(x).sum().backward(); d.step(); } void StepG(Tensor x) { model.forward(x).mean().backward(); g.step(); }", "StepD(x); StepG(x);")]
    public Task AdversarialSteps_InFunctions_AreSilent(string functions, string round) => Verify.VerifyAsync(Method(
        $"var d = optim.Adam(model.parameters()); var g = optim.Adam(model.parameters()); {functions} for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) {{ {round} }}"));

    [Theory]
    // The loop over the optimizers is none over batches.
    [InlineData("var all = new List<optim.Optimizer> { optim.Adam(model.parameters()) }; for (int i = 0; i < 20; i++) { model.forward(batches[0]).sum().backward(); foreach (var o in all) o.step(); }")]
    // Which of the two lambdas runs, nobody knows.
    [InlineData("var o = optim.Adam(model.parameters()); Action pass = () => { }; if (epochs > 3) pass = () => { model.forward(batches[0]).sum().backward(); o.step(); }; for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) pass();")]
    [InlineData("var o = optim.Adam(model.parameters()); Action pass = () => { foreach (var x in batches) { model.forward(x).sum().backward(); o.step(); } }; while (true) pass();")]
    [InlineData("var all = new List<optim.Optimizer> { optim.Adam(model.parameters()) }; var schedulers = all.Select(o => optim.lr_scheduler.StepLR(o, 10)).ToList(); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { model.forward(x).sum().backward(); foreach (var o in all) o.step(); } foreach (var s in schedulers) s.step(); }")]
    [InlineData("object boxed = (model, optim.Adam(model.parameters())); if (boxed is ValueTuple<nn.Module<Tensor, Tensor>, Adam> pair) for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); pair.Item2.step(); }")]
    public Task WhatCannotBeFollowed_IsSilent(string body) => Verify.VerifyAsync(Method(body));

    [Fact]
    public Task OptimizerInAListOfTuples_IsFollowed() => Verify.VerifyAsync(Method(
        "var all = new[] { (\"a\", [|optim.Adam(model.parameters())|]) }; for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); foreach (var (name, o) in all) o.step(); }"));

    [Fact]
    public Task OptimizersInOneList_AreReportedEach() => Verify.VerifyAsync(Method(
        "var all = new List<optim.Optimizer> { [|optim.Adam(model.parameters())|], [|optim.SGD(model.parameters(), 0.1)|] }; for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { model.forward(x).sum().backward(); foreach (var o in all) o.step(); }"));

    // What derived classes of other projects do with a parameter of an interface cannot be seen from a library.
    [Theory]
    [InlineData("public", false)]
    [InlineData("internal", true)]
    public Task InterfaceOfALibrary_IsFollowedWhereNobodyElseImplementsIt(string visibility, bool isReported) => Verify.VerifyAsync(Usings + $$"""
        {{visibility}} interface ITrainer { void Epoch(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, List<Tensor> batches); }
        internal class Trainer : ITrainer { public void Epoch(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, List<Tensor> batches) { foreach (var x in batches) { {{Batch}} } } }
        internal static class Program
        {
            public static void Train(ITrainer trainer, nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs)
            {
                var optimizer = {{(isReported ? "[|optim.Adam(model.parameters())|]" : "optim.Adam(model.parameters())")}};
                for (int epoch = 0; epoch < epochs; epoch++) trainer.Epoch(model, optimizer, batches);
            }
        }
        """);

    // The second implementation schedules.
    [Fact]
    public Task InterfaceWithAnImplementationThatSchedules_IsSilent() => Verify.VerifyAsync(Usings + $$"""
        internal interface ITrainer { void Fit(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, List<Tensor> batches, int epochs); }
        internal class Plain : ITrainer { public void Fit(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, List<Tensor> batches, int epochs) { for (int epoch = 0; epoch < epochs; epoch++) foreach (var x in batches) { {{Batch}} } } }
        internal class Decaying : ITrainer { public void Fit(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer, List<Tensor> batches, int epochs) { var s = optim.lr_scheduler.StepLR(optimizer, 10); for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) { {{Batch}} } s.step(); } } }
        internal static class Program
        {
            public static void Train(ITrainer trainer, nn.Module<Tensor, Tensor> model, List<Tensor> batches) => trainer.Fit(model, optim.Adam(model.parameters()), batches, 10);
        }
        """);

    [Theory]
    [InlineData("(nn.Module<Tensor, Tensor>, optim.Optimizer)", "(model, CREATION)", "var (net, optimizer) = Create(model);")]
    [InlineData("optim.Optimizer", "CREATION", "var optimizer = Create(model);")]
    public Task Fix_OptimizerFromAFactory_IsScheduledBeforeTheLoop(string type, string value, string call)
    {
        string Source(string creation, string schedule, string step) => Method(
            $"{call}\n{schedule}for (int epoch = 0; epoch < epochs; epoch++)\n{{\n    foreach (var x in batches)\n        optimizer.step();\n{step}}}",
            $"    static {type} Create(nn.Module<Tensor, Tensor> model) => {value.Replace("CREATION", creation, StringComparison.Ordinal)};");
        return Verify.VerifyFixAsync(
            Source("[|optim.Adam(model.parameters())|]", "", ""),
            Source("optim.Adam(model.parameters())", "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));\n", "    scheduler.step();\n"),
            LR2001_InsertSchedule.KeyOf("Cosine"));
    }

    [Theory]
    [InlineData("static optim.Optimizer Create(nn.Module<Tensor, Tensor> model, int epochs) => epochs > 3 ? [|optim.Adam(model.parameters())|] : optim.SGD(model.parameters(), 0.1);")]
    [InlineData("private optim.Optimizer _o = null!; optim.Optimizer Create(nn.Module<Tensor, Tensor> model, int epochs) => _o; void Init(nn.Module<Tensor, Tensor> model) { _o = [|optim.Adam(model.parameters())|]; }")]
    public Task Fix_OptimizerFromElsewhere_IsNotOfferedBeforeTheLoop(string factory) => Verify.VerifyNoFixAsync(
        Method("var optimizer = Create(model, epochs); { for (int epoch = 0; epoch < epochs; epoch++) { foreach (var x in batches) optimizer.step(); } }", factory),
        LR2001_InsertSchedule.KeyOf("OneCycle"));

    [Theory]
    [InlineData("")]
    [InlineData("Console.WriteLine(epochs);\n")]
    public Task Fix_IsWrittenBehindTheGroupThatIsAdded(string between)
    {
        string Source(string creation, string schedule, string step) => Method(
            $"var optimizer = {creation};\n{between}optimizer.add_param_group(new Adam.ParamGroup(model.parameters(), learningRate));\n{schedule}for (int epoch = 0; epoch < epochs; epoch++)\n{{\n    foreach (var x in batches)\n        optimizer.step();\n{step}}}");
        return Verify.VerifyFixAsync(
            Source("[|optim.Adam(model.parameters(), learningRate)|]", "", ""),
            Source("optim.Adam(model.parameters(), learningRate)", "var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));\n", "    scheduler.step();\n"),
            LR2001_InsertSchedule.KeyOf("Cosine"));
    }

    [Theory]
    [InlineData("-0.001", "epochs")]
    [InlineData("double.NaN", "epochs")]
    [InlineData("0.001", "2_000_000_000")]
    public Task NoFix_OverARateThatCannotTrain_NorForLongerThanAnybodyTrains(string rate, string rounds) => Verify.VerifyNoFixAsync(
        Method($"var optimizer = [|optim.Adam(model.parameters(), {rate})|];\nfor (int epoch = 0; epoch < {rounds}; epoch++)\n{{\n    foreach (var x in batches)\n        optimizer.step();\n}}"),
        LR2001_InsertSchedule.KeyOf("Cosine"));

    private static string Source(string shape, string hook, bool isReported = false)
    {
        string source = s_shapes[shape]
            .Replace("EPOCHS", "for (int epoch = 0; epoch < epochs; epoch++) { BATCHES }", StringComparison.Ordinal)
            .Replace("BATCHES", "foreach (var x in batches) { " + Batch + " }", StringComparison.Ordinal);
        source = System.Text.RegularExpressions.Regex.Replace(source, @"HOOK:([^;]+);", match => hook.Replace("NAME", match.Groups[1].Value, StringComparison.Ordinal));
        source = System.Text.RegularExpressions.Regex.Replace(source, @"NEW(?:<(.+?)>(?=;)|\((\w+)\))?", match => Creation(
            match.Groups[1].Success ? match.Groups[1].Value : (match.Groups[2].Success ? match.Groups[2].Value : "model") + ".parameters()", isReported));
        return Usings + $$"""
            static class Hooks { public static Action<object>? Unseen; }
            class Program
            {
            {{source}}
            }
            """;
    }

    private static string Creation(string parameters, bool isReported) =>
        isReported ? $"[|optim.Adam({parameters})|]" : $"optim.Adam({parameters})";

    [Theory]
    // Stages of one model.
    [InlineData("foreach (double rate in new[] { 0.1, 0.01 }) Fit(model, rate);", false)]
    [InlineData("Fit(model, 0.1); Fit(model, 0.01);", false)]
    [InlineData("foreach (double rate in new[] { 0.1, 0.01 }) { var o = optim.SGD(model.parameters(), rate); for (int epoch = 0; epoch < 50; epoch++) Epoch(model, o); }", false, true)]
    [InlineData("var o = optim.SGD(model.parameters(), 0.1); for (int epoch = 0; epoch < 50; epoch++) Epoch(model, o); var o2 = optim.SGD(model.parameters(), 0.01); for (int epoch = 0; epoch < 50; epoch++) Epoch(model, o2);", false, true)]
    [InlineData("Train(model, optim.SGD(model.parameters(), 0.1)); Train(model, optim.SGD(model.parameters(), 0.01));", false, true)]
    [InlineData("var o = optim.SGD(model.parameters(), 0.1); Train(model, o); var o2 = optim.SGD(model.parameters(), 0.01); Train(model, o2);", false, true)]
    [InlineData("Train(model, [|optim.SGD(model.parameters(), 0.1)|]); Train(other, [|optim.SGD(other.parameters(), 0.01)|]);", false, true)]
    // One model each.
    [InlineData("foreach (double rate in new[] { 0.1, 0.01 }) Fit(New(), rate);", true)]
    [InlineData("foreach (double rate in new[] { 0.1, 0.01 }) { var fresh = New(); Fit(fresh, rate); }", true)]
    [InlineData("Fit(model, 0.1); Fit(New(), 0.01);", true)]
    [InlineData("Fit(model, 0.1); Fit(model, 0.1);", true)]
    [InlineData("var o = [|optim.SGD(model.parameters(), 0.1)|]; var o2 = [|optim.SGD(other.parameters(), 0.01)|]; for (int epoch = 0; epoch < 50; epoch++) { Epoch(model, o); Epoch(model, o2); }", false, true)]
    public Task TrainingInStages_IsSilent(string training, bool isReported, bool isInline = false) => Verify.VerifyAsync(Usings + $$"""
        static class Program
        {
            static nn.Module<Tensor, Tensor> New() => nn.Linear(1, 1);

            static void Main()
            {
                nn.Module<Tensor, Tensor> model = New(), other = New();
                {{training}}
            }

            static void Train(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer)
            {
                for (int epoch = 0; epoch < 50; epoch++) Epoch(model, optimizer);
            }

            static void Epoch(nn.Module<Tensor, Tensor> model, optim.Optimizer optimizer)
            {
                foreach (Tensor x in new List<Tensor>())
                {
                    optimizer.zero_grad();
                    model.forward(x).sum().backward();
                    optimizer.step();
                }
            }
        """ + (isInline ? "\n}" : $$"""


            static void Fit(nn.Module<Tensor, Tensor> model, double rate)
            {
                var optimizer = {{(isReported ? "[|optim.SGD(model.parameters(), rate)|]" : "optim.SGD(model.parameters(), rate)")}};
                for (int epoch = 0; epoch < 50; epoch++)
                {
                    Epoch(model, optimizer);
                }
            }
        }
        """));
}
