using System.IO.Compression;
using System.Security;
using System.Xml.Linq;

namespace LrAnalyzers.Package.Tests;

/// <summary>A temporary folder outside the repository in which fresh projects install the package from a folder feed.</summary>
public sealed class ConsumerWorkshop : IAsyncLifetime
{
    private readonly string _root = Directory.CreateTempSubdirectory("lranalyzers-consumers-").FullName;
    private int _projects;

    public ConsumerWorkshop()
    {
        // A version of its own: neither a package cache nor another source can answer with an older LrAnalyzers.
        PackageVersion = $"0.0.0-consumer.{Guid.NewGuid():n}";
        string feed = Directory.CreateDirectory(Path.Combine(_root, "feed")).FullName;
        CopyPackage(Path.Combine(feed, $"LrAnalyzers.{PackageVersion}.nupkg"));

        // The machine's own sources stay; what they have served before is not downloaded again.
        File.WriteAllText(Path.Combine(_root, "nuget.config"), $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{Escape(Path.Combine(_root, "packages"))}" />
              </config>
              <fallbackPackageFolders>
                <add key="restored" value="{Escape(TestMetadata.RestoredPackages)}" />
              </fallbackPackageFolders>
              <packageSources>
                <add key="LrAnalyzers under test" value="{Escape(feed)}" />
              </packageSources>
            </configuration>
            """);

        // Nothing above the temporary folder has a say.
        File.WriteAllText(Path.Combine(_root, ".editorconfig"), "root = true\n");
        foreach (string file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            File.WriteAllText(Path.Combine(_root, file), "<Project />\n");
        }
    }

    /// <summary>The version under which the feed offers the package.</summary>
    public string PackageVersion { get; }

    internal ConsumerProject NewProject() => new(NewFolder(), PackageVersion);

    internal string NewFolder() => Directory.CreateDirectory(Path.Combine(_root, $"Consumer{++_projects}")).FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await DotnetCommand.StopCompilerServerAsync(_root);
        Directory.Delete(_root, recursive: true);
    }

    private static string Escape(string text) => SecurityElement.Escape(text);

    private void CopyPackage(string destination)
    {
        File.Copy(TestMetadata.PackageFile, destination);
        using var package = ZipFile.Open(destination, ZipArchiveMode.Update);
        using var stream = package.GetEntry("LrAnalyzers.nuspec")!.Open();
        var nuspec = XDocument.Load(stream);
        nuspec.Descendants().Single(element => element.Name.LocalName == "version").Value = PackageVersion;
        stream.SetLength(0);
        nuspec.Save(stream);
    }
}

/// <summary>Consumer projects are built one after another: each build wants all cores.</summary>
[CollectionDefinition(Name)]
public sealed class ConsumerTests : ICollectionFixture<ConsumerWorkshop>
{
    public const string Name = "Consumer projects";
}
