using LrAnalyzers.Tests.Mutation;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.Tests.Robustness;

/// <summary>Odd programs with and without attention: what is asked for, in an editor as in a build, and no exception where they are half typed.</summary>
[Trait("Category", "Robustness")]
public class AttentionProgramTests
{
    public static TheoryData<string> Names() => [.. AttentionProgram.All.Select(program => program.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Program_IsAskedForWhatItLacks(string name)
    {
        AttentionProgram program = AttentionProgram.All.Single(candidate => candidate.Name == name);
        CSharpCompilation compilation = Analysis.Compile(program.FilesIn("Odd"));
        Assert.Empty(Analysis.Errors(compilation));
        Assert.Equal(program.Expected, (await Analysis.BuildAsync(compilation)).Select(report => report.Id).Where(id => id.StartsWith("LR2", StringComparison.Ordinal)).Order());
        await Analysis.AssertEditorAgreesWithBuildAsync(compilation, name);
    }

    [Fact]
    public async Task HalfTypedPrograms_AreSurvived()
    {
        var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        foreach (AttentionProgram program in AttentionProgram.All.Where(program => program.Sources.Length == 1))
        {
            string source = program.Sources[0];
            for (int length = source.IndexOf("var net", StringComparison.Ordinal) is > 0 and var start ? start : 200; length < source.Length; length += 211)
            {
                await Analysis.BuildAsync(Analysis.Compile(source[..length]), patience.Token);
            }
        }
    }

    [Theory]
    [InlineData("class A : B { } class B : A { }")]
    [InlineData("class A : nn.Module<Tensor, Tensor> { A a = new A(); public A(")]
    [InlineData("class A<T> : nn.Module<T, T> where T : A<T> { T t; A<A<T>> next; public A() : base(\"\") { t = new T(); } }")]
    [InlineData("class A : nn.Module<Tensor, Tensor> { public A() : base(\"\") { var x = new(); nn.TransformerEncoderLayer(; } }")]
    [InlineData("class A : nn.Module<Tensor, Tensor> { TransformerEncoderLayer x => x; Missing m; nn.Missing n = nn.MultiheadAttention(); }")]
    [InlineData("partial class A : nn.Module<Tensor, Tensor> { } partial class A : nn.Module<Tensor> { MultiheadAttention m; }")]
    public async Task BrokenModules_AreSurvived(string modules)
    {
        string source = AttentionProgram.All[0].Sources[0].Replace("new Attentive()", "new A()", StringComparison.Ordinal) + modules;
        foreach (string text in new[] { source, source.Replace("new A()", "default(A)", StringComparison.Ordinal), source.Replace("new A()", "new A<A<int>>()", StringComparison.Ordinal) })
        {
            await Analysis.BuildAsync(Analysis.Compile(text));
            await Analysis.EditorAsync(Analysis.Compile(text));
        }
    }

    // Each class holds two of the next: a search that follows every path would never end.
    [Fact]
    public async Task ManyModules_AreSearchedOnce()
    {
        string modules = string.Concat(Enumerable.Range(0, 120).Select(i =>
            $"class N{i} : nn.Module<Tensor, Tensor> {{ readonly N{i + 1} _a = new(), _b = new(); readonly N{(i + 60) % 120} _c = null!; public N{i}() : base(\"\") {{ }} public override Tensor forward(Tensor x) => x; }}\n"))
            + "class N120 : nn.Module<Tensor, Tensor> { public N120() : base(\"\") { } public override Tensor forward(Tensor x) => nn.functional.softmax(matmul(x, x), -1); }";
        string source = AttentionProgram.All[0].Sources[0].Replace("new Attentive()", "new N0()", StringComparison.Ordinal) + modules;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Assert.DoesNotContain(await Analysis.BuildAsync(Analysis.Compile(source), limit.Token), report => report.Id == "LR2011");
    }
}
