using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.Tests.Verification;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.Tests.Flow;

/// <summary>The flow graph itself: what is taught forwards is taught backwards.</summary>
public class GraphTests
{
    public static TheoryData<string> Names => [.. FlowForms.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void PreviousIsTheInverseOfNext(string form)
    {
        CSharpCompilation compilation = Analysis.Compile(FlowForms.Split(FlowForms.All[form]).Files);
        ScheduleCatalog catalog = ScheduleCatalog.TryCreate(compilation)!;
        var graph = new FlowGraph(new CodeBase(compilation), new Optimizers(catalog));
        var reader = new ScheduleSiteReader(catalog);
        List<string> broken = [];
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = graph.Code.ModelOf(tree);
            foreach (IOperation creation in tree.GetRoot().DescendantNodes().Select(node => model.GetOperation(node)).OfType<IOperation>()
                .Where(operation => reader.ReadOptimizer(operation) is not null))
            {
                var seen = new HashSet<Place>();
                var pending = new Queue<Place>([Place.At(creation)]);
                while (pending.TryDequeue(out Place place))
                {
                    if (!seen.Add(place))
                    {
                        continue;
                    }

                    foreach (FlowEdge edge in graph.Next(place, default).Where(edge => edge.Kind == EdgeKind.Passes))
                    {
                        pending.Enqueue(edge.Place);
                        if (!graph.Previous(edge.Place, default).Any(back => back.Kind == EdgeKind.Passes && IsSame(back.Place, place)))
                        {
                            broken.Add($"{Describe(place)} -> {Describe(edge.Place)}");
                        }
                    }
                }
            }
        }

        Assert.True(broken.Count == 0, string.Join("\n", broken.Prepend(FlowForms.All[form])));
    }

    // A walk back knows other calls than the walk there did.
    private static bool IsSame(Place one, Place other) =>
        Place.At(one.Operation ?? other.Operation!, one.Part).Equals(Place.At(other.Operation ?? one.Operation!, other.Part))
        && SymbolEqualityComparer.Default.Equals(one.Variable, other.Variable);

    private static string Describe(Place place) => $"{place.Variable?.ToDisplayString() ?? $"{place.Operation!.Kind} {place.Operation.Syntax}"} {place.Part}";

    private sealed class Optimizers(ScheduleCatalog catalog) : FollowedValues
    {
        public override bool Follows(ITypeSymbol type) => catalog.IsOptimizer(type);

        public override bool StopsAt(IMethodSymbol method) => catalog.SchedulerCreatedBy(method) is not null;
    }
}
