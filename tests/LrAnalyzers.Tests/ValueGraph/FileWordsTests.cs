using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LrAnalyzers.Tests.ValueGraph;

/// <summary>The words of files, by their text and by their syntax.</summary>
public class FileWordsTests
{
    /// <summary>A tree that a fix has made has no text until somebody asks for one, which has more words than the syntax.</summary>
    [Fact]
    public void TreeWithoutText_IsReadBySyntax_AlsoWhenItGetsOne()
    {
        SyntaxTree tree = CSharpSyntaxTree.Create((CSharpSyntaxNode)CSharpSyntaxTree.ParseText(
            "/* one two three four */ class Adam { int zebra; /* five six seven */ Adam other; }").GetRoot());
        Assert.False(tree.TryGetText(out _));

        Assert.True(FileWords.Of(tree, CancellationToken.None).MayContain("zebra"));
        _ = tree.GetText();

        Assert.Equal(2, ProjectFacts.Identifiers(tree.GetRoot(), "Adam", CancellationToken.None).Count());
        Assert.Single(ProjectFacts.Identifiers(tree.GetRoot(), "zebra", CancellationToken.None));
    }
}
