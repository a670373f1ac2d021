using LrAnalyzers.Catalog;
using LrAnalyzers.Models;
using LrAnalyzers.Sites;
using LrAnalyzers.Tests.Verification;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.Tests.Flow;

/// <summary>
/// Which modules an optimizer trains, form by form: <c>modules</c> is how many calls of <c>parameters()</c> are found at an
/// optimizer, <c>made</c> how many creations those modules can have, <c>open</c> says that there may be others, <c>filtered</c>
/// that parameters are left out, <c>loaded</c> that weights may be.
/// </summary>
public class ModuleFormsTests
{
    private const string Net = "class Net : nn.Module<Tensor, Tensor> { public Net() : base(\"\") { } public override Tensor forward(Tensor x) => x; }\n";

    public static TheoryData<string> Sources =>
    [
        "class C { void M() { var net = new Net(); optim.Adam(net.parameters()); } } // $ modules=1 made=1",
        "class C { void M() { var net = new Net(); var all = net.parameters().ToList(); optim.Adam(all); } } // $ modules=1 made=1",
        "class C { void M() { var net = new Net(); optim.Adam(net.parameters().Where(p => p.requires_grad)); } } // $ modules=1 made=1 filtered",
        "class C { void M() { var a = new Net(); var b = nn.Linear(1, 1); optim.Adam(a.parameters().Concat(b.parameters())); } } // $ modules=2 made=2",
        "class C { void M() { var a = new Net(); var all = new List<Parameter>(); all.AddRange(a.parameters()); optim.Adam(all); } } // $ modules=1 made=1",
        "class C { void M() { var a = new Net(); optim.Adam(new[] { new Adam.ParamGroup(a.parameters()) }); } } // $ modules=1 made=1",
        "class C { readonly Net _net = new(); void M() { optim.Adam(_net.parameters()); } } // $ modules=1 made=1",
        "class C { void M() { optim.Adam(All(new Net())); } // $ modules=1 made=1 filtered\n IEnumerable<Parameter> All(Net net) { foreach (var p in net.parameters()) yield return p; } }",
        "class C { void M() { optim.Adam(Trained); } Net Net { get; } = new(); IEnumerable<Parameter> Trained => Net.parameters(); } // $ modules=1 made=1",
        "class C { void M(Func<Net> make) { optim.Adam(make().parameters()); } } // $ modules=1 open loaded",
        "class C { void M() { Func<Net> make = () => new Net(); optim.Adam(make().parameters()); } } // $ modules=1 made=1",
        "class C { void M() { List<Net> nets = [new Net(), new Net()]; foreach (var net in nets) optim.Adam(net.parameters()); } } // $ modules=1 made=2",
        "class C { void M() { Net[] nets = { new Net() }; optim.Adam(nets.SelectMany(net => net.parameters())); } } // $ modules=1 made=1",
        "class C { void M(int n) { nn.Module<Tensor, Tensor> net = n switch { 1 => new Net(), _ => nn.Linear(1, 1) }; optim.Adam(net.parameters()); } } // $ modules=1 made=2",
        "class C { void M() { var (net, n) = (new Net(), 1); optim.Adam(net.parameters()); } } // $ modules=1 made=1",
        "class C { async Task M() { var net = await Make(); optim.Adam(net.parameters()); } // $ modules=1 made=1\n async Task<Net> Make() { await Task.Yield(); return new Net(); } }",
        "class C { void M() { nn.Module<Tensor, Tensor> net = new Net(); net = net.to(CPU); optim.Adam(net.parameters()); } } // $ modules=1 made=1",
        "interface IModels { Net Net { get; } } class Models : IModels { public Net Net { get; } = new(); } class C { void M(IModels models) { optim.Adam(models.Net.parameters()); } } // $ modules=1 made=1",
        "abstract class Base { protected abstract Net Make(); void M() { optim.Adam(Make().parameters()); } } class C : Base { protected override Net Make() => new(); } // $ modules=1 made=1",
        "record Job(Net Net); class C { void M() { var job = new Job(new Net()); optim.Adam(job.Net.parameters()); } } // $ modules=1 made=1",
        "class Trainer(Net net) { public void M() { optim.Adam(net.parameters()); } } class C { void M() => new Trainer(new Net()).M(); } // $ modules=1 made=1",
        "class C { void M(Net net) { optim.Adam(net.parameters()); } } // $ modules=1 open",
        "class C { void M() { var net = new Net(); net.load(\"weights\"); optim.Adam(net.parameters()); } } // $ modules=1 made=1 loaded",
        "class C { void M() { var net = new Net(); Load(net); optim.Adam(net.parameters()); } void Load(Net n) { } } // $ modules=1 made=1 loaded",
        "class C { void M() { var net = new Net(); optim.Adam(net.parameters()); var other = net; other?.load(\"weights\"); } } // $ modules=1 made=1 loaded",
        "class C { void M() { var x = new Parameter(zeros(1)); optim.Adam(new[] { x }); } } // $ filtered",
    ];

    [Theory]
    [MemberData(nameof(Sources))]
    public void FindsWhatTheSourceSays(string form)
    {
        (string source, string[] files) = FlowForms.Split(Net + form);
        CSharpCompilation compilation = Analysis.Compile(files);
        Assert.Empty(Analysis.Errors(compilation));
        InlineExpectations.AssertMatch(source, Find(compilation).ToList());
    }

    private static IEnumerable<(int Line, string Name)> Find(Compilation compilation)
    {
        ScheduleCatalog catalog = ScheduleCatalog.TryCreate(compilation)!;
        var reader = new ScheduleSiteReader(catalog);
        var code = new CodeBase(compilation);
        Func<SyntaxNode, int> lineOf = InlineExpectations.Lines(compilation);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (OptimizerSite site in tree.GetRoot().DescendantNodes().Select(node => model.GetOperation(node)).OfType<IOperation>().Distinct()
                .Select(reader.ReadOptimizer).OfType<OptimizerSite>())
            {
                int line = lineOf(site.Operation.Syntax);
                IOperation[] modules = [.. ModuleParameters.ModulesOf(site.Parameters, catalog, code, default)];
                ModuleSource[] sources = [.. modules.Select(module => ModuleSource.Of(module, catalog, code, default))];
                var found = new Dictionary<string, bool>
                {
                    [$"modules={modules.Length}"] = modules.Length > 0,
                    [$"made={sources.Sum(module => module.Creations.Length)}"] = sources.Any(module => !module.Creations.IsEmpty),
                    ["open"] = sources.Any(module => !module.IsComplete),
                    ["loaded"] = sources.Any(module => module.MayBePretrained),
                    ["filtered"] = ModuleParameters.AreFiltered(site.Parameters, catalog, code, default),
                };
                foreach (string name in found.Where(fact => fact.Value).Select(fact => fact.Key))
                {
                    yield return (line, name);
                }
            }
        }
    }
}
