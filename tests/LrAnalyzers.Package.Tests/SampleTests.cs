using System.Globalization;
using System.Text.RegularExpressions;

namespace LrAnalyzers.Package.Tests;

[Collection(ConsumerTests.Name)]
public sealed class SampleTests : IDisposable
{
    // This repository's own folder is being built and tested.
    private readonly string _artifacts = Directory.CreateTempSubdirectory("lranalyzers-sample-").FullName;

    public void Dispose() => Directory.Delete(_artifacts, recursive: true);

    [Fact]
    public async Task TorchSharpTraining_PrintsItsWarnings_OnEveryBuild()
    {
        string sample = Path.Combine(TestMetadata.RepositoryRoot, "samples", "TorchSharpTraining");
        string[] expected =
        [
            "warning LR2001 at torch.optim.Adam(model.parameters(), 0.01",
            "warning LR3001 at 0.01",
            "warning LR2001 at torch.optim.AdamW(",
            "warning LR1002 at 1 / 10_000",
            "warning LR3001 at 0.002",
        ];

        var first = await BuildAsync(sample);
        var second = await BuildAsync(sample);

        AssertReadmeShows(first);
        Assert.Equal(expected, Places(first, sample));
        Assert.Equal(expected, Places(second, sample));
    }

    [Fact]
    public async Task MLNetTraining_PrintsItsWarnings()
    {
        string sample = Path.Combine(TestMetadata.RepositoryRoot, "samples", "MLNetTraining");
        string[] expected =
        [
            // Where the number stands, not where it is given on.
            "warning LR1003 at 2.1",
            "warning LR2001 at false, numberOfIterations: 10",
            "warning LR1002 at 1 / 10",
            "warning LR1008 at 0.05, DropoutRate = 0.1 }",
            "warning LR1011 at 0, 1)]",
        ];

        Assert.Equal(expected, Places(await BuildAsync(sample), sample));
    }

    // The analyzers are those that were built before this project, not built once more.
    private async Task<CommandResult> BuildAsync(string sample) => (await DotnetCommand.RunAsync(
        sample, "build", "--configuration", TestMetadata.Configuration, "-property:BuildProjectReferences=false", "-property:SampleArtifactsPath=" + _artifacts)).ShouldSucceed();

    // The README sorts what is printed, and leaves out folders, links to the rule pages and the name of the project.
    private static void AssertReadmeShows(CommandResult build)
    {
        string printed = string.Concat(Regex.Matches(build.Output, @"(?<file>\w+)\.cs\((?<line>\d+),(?<column>\d+)\): warning LR\d+: .*(?= \(https://)")
            .OrderBy(line => line.Groups["file"].Value, StringComparer.Ordinal)
            .ThenBy(line => int.Parse(line.Groups["line"].ValueSpan, CultureInfo.InvariantCulture))
            .ThenBy(line => int.Parse(line.Groups["column"].ValueSpan, CultureInfo.InvariantCulture))
            .ThenBy(line => line.Value, StringComparer.Ordinal)
            .Select(line => line.Value + "\n")
            .Distinct());
        string readme = File.ReadAllText(Path.Combine(TestMetadata.RepositoryRoot, "README.md")).ReplaceLineEndings("\n");
        Assert.True(
            readme.Contains("```console\n$ dotnet build samples/TorchSharpTraining\n" + printed + "```", StringComparison.Ordinal),
            "README.md does not show what the sample prints:\n" + printed);
    }

    private static IEnumerable<string> Places(CommandResult build, string folder) =>
        from diagnostic in build.Diagnostics
        let line = File.ReadLines(Path.Combine(folder, diagnostic.File)).ElementAt(diagnostic.Line - 1)
        let expression = line[(diagnostic.Column - 1)..].TrimEnd(')', ';', ',')
        select $"{diagnostic.SeverityAndId} at {expression}";
}
