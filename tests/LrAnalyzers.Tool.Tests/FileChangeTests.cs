using System.Text;
using LrAnalyzers.Tool.Workspaces;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Tool.Tests;

/// <summary>Diffs, and files that are written whole or not at all.</summary>
public sealed class FileChangeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lr-tests-").FullName;

    public void Dispose()
    {
        foreach (string file in Directory.EnumerateFiles(_folder))
        {
            File.SetAttributes(file, FileAttributes.Normal);
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Diff_KeepsThreeLinesAround_AndSplitsWhatIsFarApart()
    {
        string[] lines = [.. Enumerable.Range(1, 30).Select(number => "line " + number)];
        string before = string.Join('\n', lines);
        lines[4] = "five";
        lines[24] = "twenty-five\nand more";
        var change = new FileChange("a.cs", SourceText.From(before), SourceText.From(string.Join('\n', lines)));

        Assert.Equal(
            """
            --- a/a.cs
            +++ b/a.cs
            @@ -2,7 +2,7 @@
             line 2
             line 3
             line 4
            -line 5
            +five
             line 6
             line 7
             line 8
            @@ -22,7 +22,8 @@
             line 22
             line 23
             line 24
            -line 25
            +twenty-five
            +and more
             line 26
             line 27
             line 28

            """.ReplaceLineEndings("\n"),
            change.UnifiedDiff("a.cs"));
    }

    [Fact]
    public void Diff_OfNeighbours_IsOneStretch()
    {
        var change = new FileChange("a.cs", SourceText.From("a\nb\nc\nd\ne\nf\ng\nh"), SourceText.From("A\nb\nc\nd\ne\nf\nG\nh"));

        Assert.Equal("@@ -1,8 +1,8 @@", change.UnifiedDiff("a.cs").Split('\n')[2]);
    }

    [Theory]
    [InlineData("a\nb\n", "a\nB\n", "@@ -1,2 +1,2 @@\n a\n-b\n+B\n")]
    [InlineData("a\r\nb\r\n", "a\r\nB\r\n", "@@ -1,2 +1,2 @@\n a\r\n-b\r\n+B\r\n")]
    [InlineData("a\nb", "A\nb", "@@ -1,2 +1,2 @@\n-a\n+A\n b\n\\ No newline at end of file\n")]
    public void Diff_HasTheLinesOfTheFile_AndNoOther(string before, string after, string expected)
    {
        string diff = new FileChange("a.cs", SourceText.From(before), SourceText.From(after)).UnifiedDiff("a b.cs");

        Assert.Equal("--- a/a b.cs\t\n+++ b/a b.cs\t\n" + expected, diff);
    }

    [Fact]
    public void Write_ThroughALink_ChangesWhatItLeadsTo()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        FileChange change = Change("a.cs", "old", "new");
        string link = Path.Combine(_folder, "link.cs");
        File.CreateSymbolicLink(link, change.Path);

        FileChange.WriteAll([change with { Path = link }], _folder);

        Assert.Equal("new", File.ReadAllText(change.Path));
        Assert.Equal(change.Path, new FileInfo(link).LinkTarget);
        Assert.Equal(2, Directory.EnumerateFiles(_folder).Count());
    }

    [Fact]
    public void Write_KeepsEncodingAndLineEndings()
    {
        FileChange change = Change("a.cs", "// ä\r\nold\r\n", "// ä\r\nnew\r\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

        FileChange.WriteAll([change], _folder);

        Assert.Equal([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("// ä\r\nnew\r\n")], File.ReadAllBytes(change.Path));
        Assert.Single(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void Write_OfAFileInAnotherCodePage_ChangesNothing()
    {
        FileChange change = Change("a.cs", "// ä\nold", "// ä\nnew");
        File.WriteAllBytes(change.Path, Encoding.Latin1.GetBytes("// ä\nold"));
        using FileStream stream = File.OpenRead(change.Path);
        var read = SourceText.From(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

        var exception = Assert.Throws<LrException>(() => FileChange.WriteAll([change with { Before = read }], _folder));

        Assert.Equal("'a.cs' has characters that are no UTF-8: nothing was changed, save it as UTF-8 first", exception.Message);
        Assert.Equal(Encoding.Latin1.GetBytes("// ä\nold"), File.ReadAllBytes(change.Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_KeepsTheMarkOfTheEncoding_OrItsAbsence(bool hasMark)
    {
        FileChange change = Change("a.cs", "old", "new", new UTF8Encoding(hasMark));

        FileChange.WriteAll([change], _folder);

        Assert.Equal(hasMark ? 6 : 3, File.ReadAllBytes(change.Path).Length);
    }

    [Fact]
    public void Write_WithAReadOnlyFile_ChangesNothing()
    {
        FileChange first = Change("a.cs", "old", "new");
        FileChange second = Change("b.cs", "old", "new");
        File.SetAttributes(second.Path, FileAttributes.ReadOnly);

        var exception = Assert.Throws<LrException>(() => FileChange.WriteAll([first, second], _folder));

        Assert.Equal("'b.cs' is read-only: nothing was changed", exception.Message);
        Assert.Equal("old", File.ReadAllText(first.Path));
        Assert.Equal(2, Directory.EnumerateFiles(_folder).Count());
    }

    [Fact]
    public void Write_OfAFileThatChangedMeanwhile_ChangesNothing()
    {
        FileChange first = Change("a.cs", "old", "new");
        FileChange second = Change("b.cs", "old", "new");
        File.WriteAllText(second.Path, "edited");

        var exception = Assert.Throws<LrException>(() => FileChange.WriteAll([first, second], _folder));

        Assert.Contains("'b.cs' was changed meanwhile", exception.Message);
        Assert.Equal("old", File.ReadAllText(first.Path));
        Assert.Equal("edited", File.ReadAllText(second.Path));
    }

    private FileChange Change(string name, string before, string after, Encoding? encoding = null)
    {
        string path = Path.Combine(_folder, name);
        encoding ??= new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        File.WriteAllText(path, before, encoding);
        using FileStream stream = File.OpenRead(path);
        var text = SourceText.From(stream, encoding);
        return new FileChange(path, text, SourceText.From(after, encoding));
    }
}
