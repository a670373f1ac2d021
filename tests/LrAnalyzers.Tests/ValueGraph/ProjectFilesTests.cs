using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.Tests.ValueGraph;

/// <summary>What is found in the files of a project after an edit is what is found where nothing was asked before.</summary>
public sealed class ProjectFilesTests
{
    private const int Files = 12;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public void Where_AfterEdits_IsWhatHoldsNow(int most)
    {
        var random = new Random(most);
        var compilation = CSharpCompilation.Create("Project", Enumerable.Range(0, Files).Select(_ => Tree(random)));
        var files = new ProjectFiles(compilation, CancellationToken.None);
        for (int edit = 0; edit < 200; edit++)
        {
            foreach (string name in new[] { "a", "b", "c" })
            {
                SyntaxTree[] expected = [.. compilation.SyntaxTrees.Where(tree => tree.ToString().Contains($" {name};")).Take(most)];
                Assert.Equal(expected, files.Where(name, most, (_, words) => words.MayContain(name)));
            }

            Assert.Equal(compilation.SyntaxTrees.Select(tree => ProjectFacts.NamesIn(tree, CancellationToken.None)), files.Names(CancellationToken.None));
            // Mostly one file, at times more than are looked at one by one.
            for (int i = random.Next(20) == 0 ? GraphLimits.EditedFiles + 1 : 1; i > 0; i--)
            {
                compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[random.Next(Files)], Tree(random));
            }

            files = new ProjectFiles(compilation, CancellationToken.None);
        }
    }

    [Fact]
    public void Where_AfterAnEdit_AsksOnlyTheEditedFile()
    {
        var compilation = CSharpCompilation.Create("Project", Enumerable.Range(0, 100).Select(_ => CSharpSyntaxTree.ParseText("class a;")));
        var before = new ProjectFiles(compilation, CancellationToken.None);
        Assert.Equal(100, before.Where("a", int.MaxValue, (_, words) => words.MayContain("a")).Length);
        SyntaxTree edited = CSharpSyntaxTree.ParseText("class b;");
        var after = new ProjectFiles(compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[50], edited), CancellationToken.None);
        var asked = new List<SyntaxTree>();

        SyntaxTree[] found = after.Where("a", int.MaxValue, (tree, words) =>
        {
            asked.Add(tree);
            return words.MayContain("a");
        });

        Assert.Equal(99, found.Length);
        Assert.Equal([edited], asked);
        GC.KeepAlive(before);
    }

    private static SyntaxTree Tree(Random random) => CSharpSyntaxTree.ParseText($"interface {"XYa"[random.Next(3)]};struct {"XYb"[random.Next(3)]};enum {"XYc"[random.Next(3)]};");
}
