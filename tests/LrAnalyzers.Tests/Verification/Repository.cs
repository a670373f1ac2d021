namespace LrAnalyzers.Tests.Verification;

/// <summary>Files of this repository that tests read.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = TestReferences.Metadata("RepositoryRoot");

    /// <summary>The text of a file, with LF line endings.</summary>
    public static string Read(params string[] path) =>
        File.ReadAllText(Path.Combine([Root, .. path])).ReplaceLineEndings("\n");

    /// <summary>Whether the file exists.</summary>
    public static bool Exists(params string[] path) => File.Exists(Path.Combine([Root, .. path]));

    /// <summary>The sources of the sample pairs and of every test in this project that is about a rule.</summary>
    public static IEnumerable<string> RuleSamples() =>
        Directory.EnumerateFiles(Path.Combine(Root, "samples", "Rules"), "LR*.cs").Order(StringComparer.Ordinal);

    /// <summary>The text of a <c>#region</c> of a file, without the directives.</summary>
    public static string Region(string source, string name)
    {
        string start = $"#region {name}\n";
        int from = source.IndexOf(start, StringComparison.Ordinal);
        Assert.True(from >= 0, $"no region {name}");
        from += start.Length;
        return source[from..source.IndexOf("#endregion", from, StringComparison.Ordinal)].TrimEnd() + "\n";
    }
}
