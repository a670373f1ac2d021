using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tests.Verification;

/// <summary>The assemblies that test sources are compiled against: the real libraries and the framework this project targets.</summary>
internal static class TestReferences
{
    // Each reference costs every compilation: of the two hundred assemblies of the framework those that test sources mention.
    private static readonly HashSet<string> s_framework =
    [
        "netstandard", "System.Collections", "System.Collections.Concurrent", "System.Collections.Immutable", "System.ComponentModel",
        "System.ComponentModel.Annotations", "System.ComponentModel.Primitives", "System.ComponentModel.TypeConverter", "System.Console",
        "System.Diagnostics.Process", "System.Linq", "System.Linq.AsyncEnumerable", "System.Linq.Expressions", "System.Linq.Parallel",
        "System.Memory", "System.Net.Http", "System.Net.Primitives", "System.Numerics.Tensors", "System.Numerics.Vectors", "System.ObjectModel",
        "System.Runtime", "System.Runtime.Extensions", "System.Runtime.Numerics", "System.Text.Json", "System.Text.RegularExpressions",
        "System.Threading", "System.Threading.Tasks", "System.Threading.Tasks.Parallel", "System.Threading.Thread",
    ];

    /// <summary>Everything: the framework, TorchSharp and ML.NET with the stubs of their other packages, and xUnit.</summary>
    public static ImmutableArray<MetadataReference> All { get; } = WithStubs(Load(_ => true));

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

    private static bool IsWanted(string file) =>
        file.StartsWith("TorchSharp", StringComparison.Ordinal)
        || file.StartsWith("Microsoft.ML.", StringComparison.Ordinal)
        || file.StartsWith("xunit.", StringComparison.Ordinal)
        || s_framework.Contains(Path.GetFileNameWithoutExtension(file));

    /// <summary>A value that the project file recorded.</summary>
    public static string Metadata(string key) => Assembly.GetExecutingAssembly()
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
