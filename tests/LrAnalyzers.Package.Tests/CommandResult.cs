using System.Globalization;
using System.Text.RegularExpressions;

namespace LrAnalyzers.Package.Tests;

/// <summary>What a <c>dotnet</c> command answered.</summary>
internal sealed partial record CommandResult(int ExitCode, string Output)
{
    // The compiler's word for an analyzer that it did not load, could not load, or that threw.
    private static readonly string[] AnalyzerFailures = ["CS9057", "CS8032", "CS8034", "CS8785", "AD0001"];

    /// <summary>The diagnostics in source files, each once, in the order of their places.</summary>
    public IReadOnlyList<SourceDiagnostic> Diagnostics =>
        [.. DiagnosticLine().Matches(Output).Select(Parse).Distinct().Order()];

    /// <summary>The diagnostics that have no place in a source file, each once, as <c>warning LR0001: message</c>.</summary>
    public IReadOnlyList<string> ProjectDiagnostics =>
        [.. ProjectDiagnosticLine().Matches(Output).Select(line => line.Groups["text"].Value.Trim()).Distinct().Order(StringComparer.Ordinal)];

    public CommandResult ShouldSucceed()
    {
        Assert.True(ExitCode == 0, $"dotnet ended with exit code {ExitCode}:\n{Output}");
        foreach (string failure in AnalyzerFailures)
        {
            Assert.DoesNotContain(failure, Output);
        }

        return this;
    }

    private static SourceDiagnostic Parse(Match line) => new(
        Path.GetFileName(line.Groups["file"].Value),
        int.Parse(line.Groups["line"].ValueSpan, CultureInfo.InvariantCulture),
        int.Parse(line.Groups["column"].ValueSpan, CultureInfo.InvariantCulture),
        line.Groups["severity"].Value + " " + line.Groups["id"].Value);

    // After the message MSBuild names the project, in brackets.
    [GeneratedRegex(@"^(?![^\r\n]+\.cs\()[^\r\n]*?: (?<text>(?:warning|error) LRM?\d+: [^\r\n]+?)(?: \[[^\]\r\n]+\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex ProjectDiagnosticLine();

    [GeneratedRegex(@"^\s*(?<file>[^\r\n(]+\.cs)\((?<line>\d+),(?<column>\d+)\): (?<severity>warning|error) (?<id>[A-Z]+\d+):", RegexOptions.Multiline)]
    private static partial Regex DiagnosticLine();
}
