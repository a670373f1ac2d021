using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tests.Verification;

/// <summary>The assemblies that test sources are compiled against: the real libraries and the framework this project targets.</summary>
internal static class TestReferences
{
    /// <summary>Everything: the framework, TorchSharp and ML.NET with the stubs of their other packages, and xUnit.</summary>
    public static ImmutableArray<MetadataReference> All { get; } = WithStubs(Load(_ => true));

    /// <summary>What trainings are written with: both libraries and a third of the framework. Every reference costs in every compilation.</summary>
    public static ImmutableArray<MetadataReference> OfTraining { get; } = WithStubs(Load(path => IsOfTraining(Path.GetFileNameWithoutExtension(path))));

    private static bool IsOfTraining(string name) =>
        name is "netstandard" or "mscorlib" or "System.Console" or "System.Memory" or "System.ObjectModel" or "System.Text.Json" or "System.Text.RegularExpressions" or "System.Net.Http"
        || new[] { "TorchSharp", "Microsoft.ML", "xunit", "System.Runtime", "System.Collections", "System.Linq", "System.Threading", "System.IO", "System.Diagnostics", "System.ComponentModel" }
            .Any(start => name.StartsWith(start, StringComparison.Ordinal));

    /// <summary>The framework without the libraries that are inspected.</summary>
    public static ImmutableArray<MetadataReference> WithoutLibraries { get; } =
        Load(path => !Path.GetFileName(path).StartsWith("TorchSharp", StringComparison.Ordinal)
            && !Path.GetFileName(path).StartsWith("Microsoft.ML", StringComparison.Ordinal));

    /// <summary>Whether this is the Roslyn version on which everything is tested; what does not depend on the version is tested there only.</summary>
    public static bool IsMainRoslynVersion { get; } = Metadata("RoslynVersion") == Metadata("MainRoslynVersion");

    private static ImmutableArray<MetadataReference> WithStubs(ImmutableArray<MetadataReference> references) =>
        references.Add(MLNetStubs.Compile(references)).Add(PretrainedStubs.Compile(references));

    private static ImmutableArray<MetadataReference> Load(Func<string, bool> choose) =>
        [.. File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "test-references.txt"))
            .Where(path => IsWanted(Path.GetFileName(path)) && choose(path))
            .Select(path => MetadataReference.CreateFromFile(path))];

    // Roslyn and our own assemblies are on the list because this project uses them; test sources do not.
    private static bool IsWanted(string file) =>
        !file.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
        && !file.StartsWith("LrAnalyzers", StringComparison.Ordinal)
        && !file.StartsWith("Microsoft.VisualStudio", StringComparison.Ordinal)
        && !file.StartsWith("Microsoft.TestPlatform", StringComparison.Ordinal);

    /// <summary>A value that the project file recorded.</summary>
    public static string Metadata(string key) => Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
