using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LrAnalyzers.Tool.Findings;

namespace LrAnalyzers.Tool.Output;

/// <summary>GitLab's code-quality report: an array that a merge request compares with that of its target.</summary>
internal static class GitlabOutput
{
    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file's text: the new findings.</summary>
    public static string Write(FindingReport report) => new JsonArray(
    [
        .. report.New.Select(finding => new JsonObject
        {
            ["description"] = finding.Message,
            ["check_name"] = finding.Rule,
            ["fingerprint"] = finding.Fingerprint,
            ["severity"] = finding.Severity switch
            {
                Severity.Error => "critical",
                Severity.Warning => "major",
                _ => "info",
            },
            ["location"] = new JsonObject
            {
                ["path"] = finding.Path,
                ["lines"] = new JsonObject { ["begin"] = Math.Max(1, finding.Span.StartLine), ["end"] = Math.Max(1, finding.Span.EndLine) },
            },
        }),
    ]).ToJsonString(s_options).ReplaceLineEndings("\n") + "\n";
}
