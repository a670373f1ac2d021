using System.Reflection;

namespace LrAnalyzers.EndToEnd;

/// <summary>What the project file knows and the tests need.</summary>
internal static class TestMetadata
{
    public static string RepositoryRoot { get; } = Read("RepositoryRoot");

    /// <summary>The program that trains, without the extension that it has on some systems.</summary>
    public static string TrainingHost { get; } = Read("TrainingHost");

    /// <summary>Whether TorchSharp's native library stands beside <see cref="TrainingHost"/>.</summary>
    public static bool WithLibTorch { get; } = Read("WithLibTorch") == "true";

    private static string Read(string key) =>
        typeof(TestMetadata).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
