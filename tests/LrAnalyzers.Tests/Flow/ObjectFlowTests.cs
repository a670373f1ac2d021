using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Models;
using LrAnalyzers.Sites;
using LrAnalyzers.Tests.Verification;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Tests.Flow;

/// <summary>
/// Where an optimizer goes, for every form of C# through which it can. Each source says so itself:
/// <c>step</c>, <c>scheduled</c>, <c>rate</c>, <c>group</c> and <c>state</c> are uses that are found, <c>loops=2</c> says
/// that two loops run around a step, <c>origin</c> that a step's optimizer is traced back to its creation, and
/// <c>escapes</c> that the optimizer created there reaches code that cannot be seen.
/// </summary>
public class ObjectFlowTests
{
    public static TheoryData<string> Names => [.. FlowForms.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void FlowsAsTheSourceSays(string form)
    {
        (string source, string[] files) = FlowForms.Split(FlowForms.All[form]);
        CSharpCompilation compilation = Analysis.Compile(files);
        Assert.Empty(Analysis.Errors(compilation));
        InlineExpectations.AssertMatch(source, Find(compilation).ToList());
    }

    // Each lambda is climbed out of once, however many calls lead to it: 8 of each of 7 are 2 million ways.
    [Fact]
    public void LambdasThatCallLambdas_AreClimbedOnce()
    {
        string lambdas = string.Concat(Enumerable.Range(1, 7).Select(i => $"Action a{i} = () => {{ {string.Concat(Enumerable.Repeat($"a{i - 1}(); ", 8))}}}; "));
        string form = "class C { void M(IEnumerable<Parameter> p) { var o = optim.Adam(p);\n Action a0 = () => o.step(); // $ step loops=1 origin\n"
            + $"{lambdas} for (int epoch = 0; epoch < 9; epoch++) a7(); }} }}";
        (string source, string[] files) = FlowForms.Split(form);
        InlineExpectations.AssertMatch(source, Find(Analysis.Compile(files)).ToList());
    }

    private static IEnumerable<(int Line, string Name)> Find(Compilation compilation)
    {
        ScheduleCatalog catalog = ScheduleCatalog.TryCreate(compilation)!;
        var reader = new ScheduleSiteReader(catalog);
        var code = new CodeBase(compilation);
        Func<SyntaxNode, int> lines = InlineExpectations.Lines(compilation);
        int LineOf(IOperation operation) => lines(operation.Syntax);

        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (ExpressionSyntax node in tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>())
            {
                if (model.GetOperation(node) is not (IInvocationOperation or IObjectCreationOperation) || model.GetOperation(node) is not { } operation)
                {
                    continue;
                }

                if (reader.ReadOptimizer(operation) is not null)
                {
                    ObjectFlow flow = FlowTracker.Track(operation, code, catalog, default);
                    if (flow.Escapes)
                    {
                        yield return (LineOf(operation), "escapes");
                    }

                    foreach (ObjectUse use in flow.Uses)
                    {
                        yield return (LineOf(use.Operation), NameOf(use.Kind));
                        if (use.Kind == UseKind.Step)
                        {
                            yield return (LineOf(use.Operation), $"loops={LoopNest.Around(use.Operation, use.Path, code, default).Length}");
                        }
                    }
                }
                else if (operation is IInvocationOperation { TargetMethod: { Name: "step", ContainingType: { } type }, Instance: { } stepped }
                    && catalog.IsOptimizer(type)
                    && Origins.Creations(Place.At(stepped), code, default) is { Length: > 0 } origins
                    && origins.All(origin => reader.ReadOptimizer(origin.Operation!) is not null))
                {
                    yield return (LineOf(operation), "origin");
                }
            }
        }
    }

    private static string NameOf(UseKind kind) => kind switch
    {
        UseKind.Step => "step",
        UseKind.Scheduled => "scheduled",
        UseKind.LearningRateWrite => "rate",
        UseKind.AddParamGroup => "group",
        _ => "state",
    };
}
