using System.Reflection;

namespace LrAnalyzers.Package.Tests;

/// <summary>What the project file knows and the tests need.</summary>
internal static class TestMetadata
{
    /// <summary>The package that the build of this test project has just packed.</summary>
    public static string PackageFile { get; } = Read("PackageFile");

    /// <summary>The configuration in which this project and the analyzers are built.</summary>
    public static string Configuration { get; } = Read("Configuration");

    /// <summary>The SDK's compiler server.</summary>
    public static string CompilerServerFile { get; } = Read("CompilerServerFile");

    public static string RepositoryRoot { get; } = Read("RepositoryRoot");

    /// <summary>The folder to which NuGet restored the packages of this test project.</summary>
    public static string RestoredPackages { get; } = Read("RestoredPackages");

    /// <summary>The oldest Roslyn in which the package runs.</summary>
    public static string RoslynFloorVersion { get; } = Read("RoslynFloorVersion");

    public static string MLNetVersion { get; } = Read("MLNetVersion");

    public static string TorchSharpVersion { get; } = Read("TorchSharpVersion");

    private static string Read(string key) =>
        typeof(TestMetadata).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
