using LrAnalyzers.Tests.Mutation;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
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

    // A program without one of its tokens: whatever is still reported, its fixes neither throw nor break more.
    [Fact]
    public async Task FixesInProgramsWithoutAToken_BreakNothing()
    {
        int fixes = 0;
        foreach (AttentionProgram program in AttentionProgram.All.Where(program => program.Sources.Length == 1 && program.Expected.Length > 0))
        {
            SyntaxToken[] tokens = [.. CSharpSyntaxTree.ParseText(program.Sources[0]).GetRoot().DescendantTokens()];
            int first = Array.FindIndex(tokens, token => token.Text == "optimizer");
            for (int i = Math.Max(0, first); i < tokens.Length; i += 37 * FixClosure.Interval)
            {
                string source = program.Sources[0].Remove(tokens[i].SpanStart, tokens[i].Span.Length);
                using var workspace = new AdhocWorkspace();
                Compilation compilation = Analysis.Compile(source);
                Project project = workspace.AddProject("Sources", LanguageNames.CSharp)
                    .WithMetadataReferences(TestReferences.All).WithCompilationOptions(compilation.Options).WithParseOptions(compilation.SyntaxTrees.First().Options);
                Document document = project.AddDocument("Source0.cs", source);
                compilation = (await document.Project.GetCompilationAsync())!;
                int errors = Analysis.Errors(compilation).Count();
                foreach (Diagnostic report in await Analysis.BuildAsync(compilation))
                {
                    foreach (CodeFixProvider provider in RuleCatalog.CodeFixProviders.Where(provider => provider.FixableDiagnosticIds.Contains(report.Id)))
                    {
                        var actions = new List<CodeAction>();
                        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, report, (action, _) => actions.AddRange(RefactoringVerifier.Nested(action)), CancellationToken.None));
                        foreach (CodeAction action in actions)
                        {
                            Solution changed = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution;
                            int after = Analysis.Errors((await changed.GetProject(document.Project.Id)!.GetCompilationAsync())!).Count();
                            Assert.True(after <= errors, $"{action.Title}\n{await changed.GetDocument(document.Id)!.GetTextAsync()}");
                            fixes++;
                        }
                    }
                }
            }
        }

        Assert.True(fixes > FixClosure.ShareOf(50), $"{fixes} fixes");
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

    // An editor has the source of a referenced project at hand, a build only its metadata: both must see the same.
    [Fact]
    public async Task ModelsAndTrainersOfAnotherProject_AreForeignInAnEditorToo()
    {
        const string Library = """
            using System.Collections.Generic;
            using TorchSharp;
            using TorchSharp.Modules;
            using static TorchSharp.torch;

            public class Attentive : nn.Module<Tensor, Tensor>
            {
                private readonly TransformerEncoderLayer _layer = nn.TransformerEncoderLayer(8, 2);
                public Attentive() : base("attentive") { RegisterComponents(); }
                public override Tensor forward(Tensor x) => _layer.forward(x);
            }

            public class Stack<T> : nn.Module<Tensor, Tensor> where T : nn.Module<Tensor, Tensor>
            {
                public T Inner = null!;
                public Stack() : base("stack") { }
                public override Tensor forward(Tensor x) => Inner.forward(x);
            }

            public static class Shared
            {
                public static Attentive Net = new();
                public static optim.Optimizer Optimizer = optim.Adam(Net.parameters());
                public static Attentive Create() => new();
                public static void Prepare(nn.Module model) { }
                public static void Step(optim.Optimizer optimizer) => optimizer.step();
            }
            """;
        string user = AttentionProgram.All[0].Sources[0];
        user = user[..user.IndexOf("internal class Attentive", StringComparison.Ordinal)];
        CSharpCompilation library = Analysis.Compile(Library);
        using var image = new MemoryStream();
        Assert.True(library.Emit(image).Success);
        foreach (string net in new[] { "new Attentive()", "Shared.Net", "Shared.Create()", "new Stack<Attentive>()", "new Stack<Own>()", "new Own()" })
        {
            string source = user.Replace("new Attentive()", net, StringComparison.Ordinal).Replace("optimizer.step();", "Shared.Prepare(net); optimizer.step();", StringComparison.Ordinal)
                + "internal class Own : nn.Module<Tensor, Tensor> { readonly MultiheadAttention _a = nn.MultiheadAttention(8, 2); readonly Attentive _b = new(); public Own() : base(\"\") { } public override Tensor forward(Tensor x) => x; static void Also() { Shared.Step(Shared.Optimizer); var s = optim.lr_scheduler.StepLR(Shared.Optimizer, 1); s.step(); } }";
            CSharpCompilation compilation = Analysis.Compile(source);
            string[] inEditor = [.. (await Analysis.BuildAsync(compilation.AddReferences(library.ToMetadataReference()))).Select(report => report.ToString())];
            string[] inBuild = [.. (await Analysis.BuildAsync(compilation.AddReferences(MetadataReference.CreateFromImage(image.ToArray())))).Select(report => report.ToString())];
            Assert.Equal(inBuild.Order(), inEditor.Order());
            Assert.Equal(net.Contains("Own", StringComparison.Ordinal), inBuild.Any(report => report.Contains("LR2011", StringComparison.Ordinal)));
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
