using LrAnalyzers.Tests.Verification;

namespace LrAnalyzers.Tests.Robustness;

/// <summary>What the editor shows, file by file, is what the build prints (LR0001, a build diagnostic, aside).</summary>
[Trait("Category", "Live")]
public class LiveTests
{
    [Fact]
    public async Task Samples_EditorAndBuildAgree()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "samples"), "*.cs", SearchOption.AllDirectories))
        {
            await Analysis.AssertEditorAgreesWithBuildAsync(Analysis.Compile(await File.ReadAllTextAsync(file)), file);
        }
    }

    [Fact]
    public async Task TestSources_EditorAndBuildAgree()
    {
        int agreed = 0;
        foreach ((string file, string source) in TestSources.All())
        {
            agreed += await Analysis.AssertEditorAgreesWithBuildAsync(Analysis.Compile(source), file);
        }

        Assert.True(agreed > 0);
    }
}
