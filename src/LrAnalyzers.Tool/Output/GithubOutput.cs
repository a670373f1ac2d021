using LrAnalyzers.Tool.Findings;

namespace LrAnalyzers.Tool.Output;

/// <summary>Workflow commands: GitHub Actions shows them as annotations beside the lines of a pull request.</summary>
internal static class GithubOutput
{
    /// <summary>One command for each new finding.</summary>
    public static string Write(FindingReport report) => string.Concat(report.New.Select(finding =>
        $"::{Command(finding.Severity)} {Place(finding)},title={Property($"{finding.Rule}: {RuleList.Rule(finding.Rule).Title}")}::{Data(finding.Message)}\n"));

    private static string Place(Finding finding) => finding.File is null
        ? "file=" + Property(finding.Path)
        : finding.Span.StartLine == finding.Span.EndLine
            ? $"file={Property(finding.Path)},line={finding.Span.StartLine},col={finding.Span.StartColumn},endColumn={finding.Span.EndColumn}"
            : $"file={Property(finding.Path)},line={finding.Span.StartLine},endLine={finding.Span.EndLine}";

    private static string Command(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "notice",
    };

    private static string Data(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string Property(string text) => Data(text).Replace(":", "%3A").Replace(",", "%2C");
}
