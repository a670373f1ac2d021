using System.Text.RegularExpressions;

namespace LrAnalyzers.Tests.Verification;

/// <summary>The sources that the tests of this project analyse, taken out of its files.</summary>
internal static partial class TestSources
{
    /// <summary>Each test file itself, and each source written in it as a raw string literal, without the testing library's marks.</summary>
    public static IEnumerable<(string File, string Source)> All()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "LrAnalyzers.Tests"), "*.cs", SearchOption.AllDirectories))
        {
            string text = File.ReadAllText(file);
            yield return (file, text);
            foreach (Match match in RawString().Matches(text))
            {
                yield return (file, Markup().Replace(match.Groups[1].Value, ""));
            }
        }
    }

    [GeneratedRegex("\"\"\"\\s*\n(.*?)\"\"\"", RegexOptions.Singleline)]
    private static partial Regex RawString();

    // [|…|], {|#0:…|}, {|LR1001:…|}.
    [GeneratedRegex(@"\[\||\|\]|\{\|[^:|]*:|\|\}")]
    private static partial Regex Markup();
}
