using System.Text.RegularExpressions;
using LrAnalyzers.Tests.Verification;

namespace LrAnalyzers.Tests.Metadata;

/// <summary>How far something is followed stands in one place, with what it counts and what reaching it means.</summary>
public class LimitsTests
{
    private static readonly string[] s_before = ["Schedules", "Catalog"];

    [Fact]
    public void NoLimitStandsElsewhere() =>
        Assert.Empty(
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "LrAnalyzers"), "*.cs", SearchOption.AllDirectories)
            where Path.GetFileName(file) is not ("GraphLimits.cs" or "RateDescription.cs")
            // Mathematics, and what the libraries are, follow nothing.
            where !s_before.Any(folder => file.Contains($"{Path.DirectorySeparatorChar}{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            from Match found in Regex.Matches(File.ReadAllText(file), @"const int (Maximum\w+)")
            select $"{Path.GetFileName(file)}: {found.Groups[1].Value}");
}
