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

    /// <summary>What is no letter ends a word and begins none: code that is copied from a page is indented with spaces that do not break.</summary>
    [Theory]
    [InlineData("class Model {\u00A0\u00A0Adam\u00A0zebra; }")]
    [InlineData("class Model {\u3000Adam\u3000zebra; }")]
    [InlineData("class Model {\u2028Adam\u2028zebra; }")]
    [InlineData("\uFEFFAdam zebra;")]
    [InlineData("class Model { /* \u00D7 */Adam zebra; /* \u201Czebra\u201D */ }")]
    public void WordBehindWhatIsNoLetter_IsFound(string text)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text);

        Assert.True(FileWords.Of(tree, CancellationToken.None).MayContain("Adam"));
        Assert.Single(ProjectFacts.Identifiers(tree.GetRoot(), "zebra", CancellationToken.None));
    }
}
