using System.Security.Cryptography;
using LrAnalyzers.Testing;

namespace LrAnalyzers.Package.Tests;

/// <summary>What is published can be compared with what is built.</summary>
[Trait("Category", "Thorough")]
public sealed class ReproducibilityTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lranalyzers-reproducible-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [ThoroughFact]
    public async Task Package_BuiltInTwoFolders_IsTheSameToTheByte()
    {
        string first = await PackInAsync("a");
        string second = await PackInAsync(Path.Combine("another", "longer"));

        Assert.Equal(first, second);
    }

    // The folders are no clones: without a commit's hash in the assemblies nothing is left to differ but folder and time.
    private async Task<string> PackInAsync(string folder)
    {
        string copy = Path.Combine(_root, folder);
        foreach (string file in (string[])["README.md", "LICENSE", "Directory.Packages.props", ".editorconfig", .. SourceFiles()])
        {
            string destination = Path.Combine(copy, file);
            Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            File.Copy(Path.Combine(TestMetadata.RepositoryRoot, file), destination);
        }

        (await DotnetCommand.RunAsync(copy, "build", Path.Combine("src", "LrAnalyzers.Package"), "--configuration", "Release", "-property:ContinuousIntegrationBuild=false")).ShouldSucceed();
        string package = Directory.EnumerateFiles(Path.Combine(copy, ".artifacts"), "*.nupkg", SearchOption.AllDirectories).Single();
        return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(package)));
    }

    private static IEnumerable<string> SourceFiles() =>
        Directory.EnumerateFiles(Path.Combine(TestMetadata.RepositoryRoot, "src"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(TestMetadata.RepositoryRoot, file))
            .Where(file => !file.EndsWith(".generated", StringComparison.Ordinal));
}
