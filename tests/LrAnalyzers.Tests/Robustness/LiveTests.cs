using System.Text.RegularExpressions;
using LrAnalyzers.Tests.Verification;

namespace LrAnalyzers.Tests.Robustness;

/// <summary>What the editor shows, file by file, is what the build prints (LR0001, a build diagnostic, aside).</summary>
[Trait("Category", "Live")]
public partial class LiveTests
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
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "LrAnalyzers.Tests"), "*.cs", SearchOption.AllDirectories))
        {
            // The test file itself, and each source written in it as a raw string literal.
            string text = await File.ReadAllTextAsync(file);
            foreach (string source in RawString().Matches(text).Select(match => Markup().Replace(match.Groups[1].Value, "")).Append(text))
            {
                agreed += await Analysis.AssertEditorAgreesWithBuildAsync(Analysis.Compile(source), file);
            }
        }

        Assert.True(agreed > 0);
    }

    [GeneratedRegex("\"\"\"\\s*\n(.*?)\"\"\"", RegexOptions.Singleline)]
    private static partial Regex RawString();

    // The testing library's marks: [|…|], {|#0:…|}, {|LR1001:…|}.
    [GeneratedRegex(@"\[\||\|\]|\{\|[^:|]*:|\|\}")]
    private static partial Regex Markup();
}
