using System.IO.Compression;
using System.Reflection;

namespace LrAnalyzers.Package.Tests;

/// <summary>Every analyzer, fix and refactoring of the package is there in the oldest host, created as Roslyn creates them.</summary>
public sealed class HostLoadTests : IDisposable
{
    private readonly OldestHost _host = new();
    private readonly Assembly _analyzers;
    private readonly Assembly _codeFixes;

    public HostLoadTests()
    {
        using var package = ZipFile.OpenRead(TestMetadata.PackageFile);
        _analyzers = Load("LrAnalyzers.dll");
        _codeFixes = Load("LrAnalyzers.CodeFixes.dll");

        Assembly Load(string name)
        {
            using var stream = package.GetEntry("analyzers/dotnet/cs/" + name)!.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            copy.Position = 0;
            return _host.LoadFromStream(copy);
        }
    }

    public void Dispose() => _host.Unload();

    [Theory]
    [InlineData("Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer", "Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzerAttribute")]
    [InlineData("Microsoft.CodeAnalysis.Workspaces", "Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider", "Microsoft.CodeAnalysis.CodeFixes.ExportCodeFixProviderAttribute")]
    [InlineData("Microsoft.CodeAnalysis.Workspaces", "Microsoft.CodeAnalysis.CodeRefactorings.CodeRefactoringProvider", "Microsoft.CodeAnalysis.CodeRefactorings.ExportCodeRefactoringProviderAttribute")]
    public void OldestHost_CreatesEveryExtension(string roslyn, string baseType, string attributeType)
    {
        var extension = _host.Roslyn(roslyn, baseType);
        var export = _host.Roslyn(roslyn, attributeType);
        var types = _analyzers.DefinedTypes.Concat(_codeFixes.DefinedTypes).Where(type => type.IsSubclassOf(extension) && !type.IsAbstract).ToList();
        Assert.NotEmpty(types);

        foreach (var type in types)
        {
            // An assembly that the host refuses shows here.
            object? attribute = type.GetCustomAttribute(export, inherit: false);
            Assert.True(attribute is not null, $"{type} is not exported.");
            var languages = (string[])export.GetProperty("Languages")!.GetValue(attribute)!;
            Assert.Equal(["C#"], languages);
            Assert.IsAssignableFrom(extension, Activator.CreateInstance(type));
        }
    }

    [Fact]
    public void OldestHost_EveryFixNamesItsRules()
    {
        var provider = _host.Roslyn("Microsoft.CodeAnalysis.Workspaces", "Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider");
        foreach (var type in _codeFixes.DefinedTypes.Where(type => type.IsSubclassOf(provider) && !type.IsAbstract))
        {
            object ids = provider.GetProperty("FixableDiagnosticIds")!.GetValue(Activator.CreateInstance(type))!;
            Assert.All((IEnumerable<string>)ids, id => Assert.StartsWith("LR", id, StringComparison.Ordinal));
            provider.GetMethod("GetFixAllProvider")!.Invoke(Activator.CreateInstance(type), null);
        }
    }
}
