using System.Globalization;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using LrAnalyzers.Tests.Flow;
using LrAnalyzers.Tests.Verification;
using LrAnalyzers.ValueGraph;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.Tests.Values;

/// <summary>What is known of a learning rate, and where its number is written, form by form.</summary>
public class ValueFormsTests
{
    public static TheoryData<string> Names => [.. ValueForms.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsFoundAsTheSourceSays(string form)
    {
        (string source, string[] files) = FlowForms.Split(ValueForms.All[form]);
        CSharpCompilation compilation = Analysis.Compile(files);
        Assert.Empty(Analysis.Errors(compilation));
        InlineExpectations.AssertMatch(source, Find(compilation).ToList());
    }

    private static IEnumerable<(int Line, string Name)> Find(Compilation compilation)
    {
        var code = new CodeBase(compilation);
        var reader = new SiteReader(LearningRateCatalog.TryCreate(compilation)!);
        Func<SyntaxNode, int> lineOf = InlineExpectations.Lines(compilation);
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (LearningRateSite site in tree.GetRoot().DescendantNodes().Select(node => model.GetOperation(node)).OfType<IOperation>().Distinct()
                .SelectMany(operation => reader.Read(operation)).Where(site => site is { Value: not null, Role: LearningRateRole.Optimizer }))
            {
                if (ValueResolver.Resolve(site.Value!, default) is { IsKnown: true } known)
                {
                    yield return (lineOf(site.Syntax), "value=" + string.Join('|', known.Numbers.Select(number => number.ToString("g5", CultureInfo.InvariantCulture))));
                }

                foreach (RateSource source in RateTracer.Trace(site, code, default))
                {
                    yield return (lineOf(source.Value.Syntax), "source");
                }
            }
        }
    }
}
