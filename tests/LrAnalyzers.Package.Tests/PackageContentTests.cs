using System.IO.Compression;
using System.Xml.Linq;

namespace LrAnalyzers.Package.Tests;

public sealed class PackageContentTests : IDisposable
{
    private readonly ZipArchive _package = ZipFile.OpenRead(TestMetadata.PackageFile);

    public void Dispose() => _package.Dispose();

    [Fact]
    public void Package_ContainsExactlyTheseFiles()
    {
        // The envelope that every package has.
        string[] envelope = ["[Content_Types].xml", "_rels/", "package/"];

        var files = _package.Entries
            .Select(entry => entry.FullName)
            .Where(name => !envelope.Any(part => name.StartsWith(part, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "LrAnalyzers.nuspec",
                "README.md",
                "analyzers/dotnet/cs/LrAnalyzers.CodeFixes.dll",
                "analyzers/dotnet/cs/LrAnalyzers.dll",
                "buildTransitive/LrAnalyzers.props",
                "buildTransitive/LrAnalyzers.targets",
                "buildTransitive/config/None.globalconfig",
                "buildTransitive/config/Strict.globalconfig",
                "icon.png",
            ],
            files);
    }

    [Theory]
    [InlineData("id", "LrAnalyzers")]
    [InlineData("developmentDependency", "true")]
    [InlineData("license", "MIT")]
    [InlineData("readme", "README.md")]
    [InlineData("icon", "icon.png")]
    public void Nuspec_States(string element, string value) => Assert.Equal(value, Metadata(element)?.Value);

    [Theory]
    [InlineData("description")]
    [InlineData("tags")]
    [InlineData("authors")]
    public void Nuspec_Fills(string element) => Assert.False(string.IsNullOrWhiteSpace(Metadata(element)?.Value));

    [Fact]
    public void Nuspec_HasNoDependencies() => Assert.Null(Metadata("dependencies"));

    [Fact]
    public void Readme_IsTheRepositorysWithAbsoluteLinks()
    {
        using var reader = new StreamReader(_package.GetEntry("README.md")!.Open());
        string packed = reader.ReadToEnd().ReplaceLineEndings("\n").TrimEnd();
        string repository = System.IO.File.ReadAllText(Path.Combine(TestMetadata.RepositoryRoot, "README.md")).ReplaceLineEndings("\n").TrimEnd();
        const string Root = "https://github.com/LrAnalyzers/LrAnalyzers/blob/main/";
        const string Raw = "https://raw.githubusercontent.com/LrAnalyzers/LrAnalyzers/main/";

        Assert.Equal(repository.Replace("](" + Root, "]("), packed.Replace("](" + Root, "](").Replace("](" + Raw, "]("));
        Assert.DoesNotMatch(@"\]\((?!https?:|#)", packed);
        // The page about a picture is no picture.
        Assert.DoesNotMatch(@"!\[[^\]]*\]\((?!https://raw\.githubusercontent\.com/)", packed);
        Assert.Contains("](" + Raw + "src/docs/images/report.png)", packed);
    }

    [Theory]
    [InlineData("LrAnalyzers.dll")]
    [InlineData("LrAnalyzers.CodeFixes.dll")]
    public void Assembly_AsksForNothingThatTheOldestHostLacks(string assembly)
    {
        // A compiler older than an analyzer's Roslyn skips the analyzer and says only CS9057; an editor that lacks another
        // assembly, or has an older one, loses every fix and says nothing.
        var lacking = OldestHost.References(File("analyzers/dotnet/cs/" + assembly))
            .Where(reference => reference.Name != "LrAnalyzers" && !OldestHost.Has(reference));

        Assert.Empty(lacking);
    }

    [Theory]
    [InlineData("LrAnalyzers.dll")]
    [InlineData("LrAnalyzers.CodeFixes.dll")]
    public void Assembly_TouchesNothingOutsideTheCompiler(string assembly) =>
        Assert.Empty(ForbiddenApi.UsedBy(File("analyzers/dotnet/cs/" + assembly)));

    [Fact]
    public void ForbiddenApi_IsSeenWhereItIsUsed()
    {
        // This very assembly opens files and starts processes.
        var used = ForbiddenApi.UsedBy(System.IO.File.ReadAllBytes(typeof(PackageContentTests).Assembly.Location));

        Assert.Contains("System.IO.File.ReadAllText", used);
        Assert.Contains("System.Diagnostics.Process.Start", used);
    }

    [Fact]
    public void AnalyzerAssembly_DoesNotNeedWorkspaces()
    {
        // The compiler has no workspaces: an analyzer that asks for them does not load in dotnet build.
        var workspaces = OldestHost.References(File("analyzers/dotnet/cs/LrAnalyzers.dll"))
            .Where(reference => reference.Name!.Contains("Workspaces", StringComparison.Ordinal) || reference.Name.StartsWith("System.Composition", StringComparison.Ordinal));

        Assert.Empty(workspaces);
    }

    private XElement? Metadata(string element)
    {
        using var stream = _package.GetEntry("LrAnalyzers.nuspec")!.Open();
        var metadata = XDocument.Load(stream).Root!.Elements().Single();
        return metadata.Elements().SingleOrDefault(child => child.Name.LocalName == element);
    }

    private byte[] File(string name)
    {
        using var stream = _package.GetEntry(name)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
