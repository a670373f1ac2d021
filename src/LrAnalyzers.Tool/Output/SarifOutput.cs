using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LrAnalyzers.Tool.Findings;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Tool.Output;

/// <summary>One SARIF 2.1.0 file for all projects and target frameworks, with only our rules.</summary>
internal static class SarifOutput
{
    /// <summary>The name of the fingerprint that a baseline is matched by.</summary>
    public const string FingerprintName = "lrFinding/v1";

    /// <summary>The name of the fingerprint that is the same in every file: a baseline finds a renamed one by it.</summary>
    public const string CodeName = "lrCode/v1";

    private const string RootId = "SRCROOT";

    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file's text.</summary>
    /// <param name="report">The findings.</param>
    /// <param name="isBaseline">Whether it is to be kept as a baseline: without the name of this machine's folder, and without states.</param>
    public static string Write(FindingReport report, bool isBaseline = false)
    {
        DiagnosticDescriptor[] rules =
        [
            .. report.New.Concat(report.Known).Select(finding => finding.Rule).Concat(report.Absent.Select(known => known.Rule))
                .Distinct().Order(StringComparer.Ordinal).Select(RuleList.Rule),
        ];
        var run = new JsonObject
        {
            ["tool"] = new JsonObject
            {
                ["driver"] = new JsonObject
                {
                    ["name"] = "LrAnalyzers",
                    ["semanticVersion"] = LrApplication.Version,
                    ["informationUri"] = RepositoryUri(),
                    ["rules"] = new JsonArray([.. rules.Select(Rule)]),
                },
            },
            ["columnKind"] = "utf16CodeUnits",
        };
        if (!isBaseline)
        {
            run["originalUriBaseIds"] = new JsonObject
            {
                [RootId] = new JsonObject { ["uri"] = new Uri(report.Root.TrimEnd('/', '\\') + "/").AbsoluteUri },
            };
        }

        IEnumerable<JsonNode?> results = report.New.Select(finding => Result(finding, "new"))
            .Concat(report.Known.Select(finding => Result(finding, "unchanged")))
            .Concat(isBaseline ? [] : report.Absent.Select(Mended));
        run["results"] = new JsonArray([.. results]);
        var log = new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(run),
        };
        return log.ToJsonString(s_options).ReplaceLineEndings("\n") + "\n";

        JsonObject Result(Finding finding, string state)
        {
            JsonObject place = new() { ["artifactLocation"] = Artifact(finding.Path) };
            if (finding.File is not null)
            {
                place["region"] = new JsonObject
                {
                    ["startLine"] = finding.Span.StartLine,
                    ["startColumn"] = finding.Span.StartColumn,
                    ["endLine"] = finding.Span.EndLine,
                    ["endColumn"] = finding.Span.EndColumn,
                };
            }

            var result = new JsonObject
            {
                ["ruleId"] = finding.Rule,
                ["ruleIndex"] = Array.FindIndex(rules, rule => rule.Id == finding.Rule),
                ["level"] = Level(finding.Severity),
                ["message"] = new JsonObject { ["text"] = finding.Message },
                ["locations"] = new JsonArray(new JsonObject { ["physicalLocation"] = place }),
                ["partialFingerprints"] = new JsonObject { [FingerprintName] = finding.Fingerprint, [CodeName] = finding.Code },
            };
            if (report.HasBaseline && !isBaseline)
            {
                result["baselineState"] = state;
            }

            return result;
        }

        JsonObject Mended(KnownFinding known) => new()
        {
            ["ruleId"] = known.Rule,
            ["ruleIndex"] = Array.FindIndex(rules, rule => rule.Id == known.Rule),
            ["message"] = new JsonObject { ["text"] = known.Message },
            ["locations"] = new JsonArray(new JsonObject
            {
                ["physicalLocation"] = new JsonObject { ["artifactLocation"] = new JsonObject { ["uri"] = known.Uri, ["uriBaseId"] = RootId } },
            }),
            ["partialFingerprints"] = new JsonObject { [FingerprintName] = known.Fingerprint },
            ["baselineState"] = "absent",
        };

        // What lies outside the root has no path in it.
        JsonObject Artifact(string path) => Path.IsPathRooted(path)
            ? new JsonObject { ["uri"] = new Uri(path).AbsoluteUri }
            : isBaseline
                ? new JsonObject { ["uri"] = UriOf(path) }
                : new JsonObject { ["uri"] = UriOf(path), ["uriBaseId"] = RootId };
    }

    private static string UriOf(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>The address of the repository, from the rules' own links.</summary>
    internal static string RepositoryUri()
    {
        string page = RuleList.Rules[0].HelpLinkUri;
        int pages = page.IndexOf("/blob/", StringComparison.Ordinal);
        return pages > 0 ? page[..pages] : page;
    }

    private static JsonObject Rule(DiagnosticDescriptor rule) => new()
    {
        ["id"] = rule.Id,
        ["shortDescription"] = new JsonObject { ["text"] = rule.Title.ToString() },
        ["fullDescription"] = new JsonObject { ["text"] = rule.Description.ToString() },
        ["helpUri"] = rule.HelpLinkUri,
        ["defaultConfiguration"] = new JsonObject { ["level"] = Level(rule.DefaultSeverity == DiagnosticSeverity.Info ? Severity.Info : Severity.Warning) },
        ["properties"] = new JsonObject { ["category"] = rule.Category },
    };

    private static string Level(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
