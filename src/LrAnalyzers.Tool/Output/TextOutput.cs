using System.Text;
using LrAnalyzers.Tool.Findings;

namespace LrAnalyzers.Tool.Output;

/// <summary>Findings as the compiler prints them, so that editors and people find the place.</summary>
internal static class TextOutput
{
    /// <summary>One line for each new finding.</summary>
    /// <param name="report">The findings.</param>
    /// <param name="folder">The folder that paths are told from.</param>
    public static string Write(FindingReport report, string folder) =>
        string.Concat(report.New.Select(finding => Line(finding, folder) + "\n"));

    private static string Line(Finding finding, string folder)
    {
        string level = finding.Severity.ToString().ToLowerInvariant();
        string frameworks = finding.Frameworks.Count == 0 ? "" : $" [{string.Join(", ", finding.Frameworks)}]";
        string place = finding.File is { } file
            ? $"{ErrorLog.Relative(file, folder)}({finding.Span.StartLine},{finding.Span.StartColumn})"
            : ErrorLog.Relative(finding.Project, folder);
        return $"{place}: {level} {finding.Rule}: {finding.Message}{frameworks}";
    }

    /// <summary>How many there are of each rule, and the sum.</summary>
    public static string Summary(FindingReport report)
    {
        var text = new StringBuilder();
        if (report.New.Count > 0)
        {
            text.Append('\n');
            foreach (IGrouping<string, Finding> rule in report.New.GroupBy(finding => finding.Rule).OrderBy(rule => rule.Key, StringComparer.Ordinal))
            {
                text.Append($"{rule.Count(),5}  {rule.Key}  {RuleList.Rule(rule.Key).Title}\n");
            }

            text.Append('\n');
        }

        string files = Count(report.New.Select(finding => finding.Path).Distinct().Count(), "file");
        text.Append(report.New.Count == 0
            ? report.HasBaseline ? "No new finding" : "No finding"
            : $"{Count(report.New.Count, report.HasBaseline ? "new finding" : "finding")} in {files}");
        if (report.HasBaseline)
        {
            text.Append($"; {report.Known.Count} known, {report.Absent.Count} of the baseline mended");
        }

        return text.Append(".\n").ToString();
    }

    /// <summary>A number and what it counts.</summary>
    public static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : noun.EndsWith('x') ? "es" : "s")}";
}
