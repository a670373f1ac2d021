using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LrAnalyzers.Tool.Builds;

namespace LrAnalyzers.Tool.Findings;

/// <summary>What the compiler wrote down about one project and target framework: SARIF 2.1, of which it uses a small part.</summary>
/// <param name="Findings">The reports of our rules that nothing suppresses.</param>
/// <param name="Faults">Analyzers that threw or could not be loaded.</param>
internal sealed partial record ErrorLog(IReadOnlyList<Finding> Findings, IReadOnlyList<string> Faults)
{
    // Thrown, not loaded, or built for a newer compiler.
    private static readonly string[] s_faults = ["AD0001", "CS8032", "CS8034", "CS9057"];

    /// <summary>Reads a log.</summary>
    /// <param name="project">The project.</param>
    /// <param name="root">The folder that paths become relative to.</param>
    public static ErrorLog Read(CompiledProject project, string root)
    {
        using var log = JsonDocument.Parse(File.ReadAllBytes(project.ErrorLog));
        List<Finding> findings = [];
        List<string> faults = [];
        var lines = new ConcurrentDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (JsonElement result in log.RootElement.GetProperty("runs").EnumerateArray().SelectMany(run => run.GetProperty("results").EnumerateArray()))
        {
            string rule = result.GetProperty("ruleId").GetString() ?? "";
            string message = result.GetProperty("message").GetProperty("text").GetString() ?? "";
            if (s_faults.Contains(rule) && message.Contains("LrAnalyzers", StringComparison.Ordinal))
            {
                faults.Add($"{rule}: {message}");
            }

            if (OwnRule().IsMatch(rule) && !result.TryGetProperty("suppressions", out _) && SeverityOf(result) is { } severity)
            {
                findings.Add(Read(result, rule, severity, message, project, root, lines));
            }
        }

        return new ErrorLog(findings, faults);
    }

    private static Finding Read(
        JsonElement result, string rule, Severity severity, string message, CompiledProject project, string root, ConcurrentDictionary<string, string[]> lines)
    {
        string? file = null;
        FindingSpan span = default;
        if (result.TryGetProperty("locations", out JsonElement locations) && locations.GetArrayLength() > 0)
        {
            JsonElement place = locations[0].GetProperty("physicalLocation");
            file = FullPath(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!, project);
            JsonElement region = place.GetProperty("region");
            int startLine = Number(region, "startLine", 1);
            int startColumn = Number(region, "startColumn", 1);
            int endLine = Number(region, "endLine", startLine);
            span = new FindingSpan(startLine, startColumn, endLine, Number(region, "endColumn", startColumn));
        }

        string path = Relative(file ?? project.Path, root);
        string text = file is null
            ? message
            : string.Join(' ', LinesOf(file, lines).Skip(span.StartLine - 1).Take(span.EndLine - span.StartLine + 1).Select(line => Space().Replace(line.Trim(), " ")));
        return new Finding(
            rule,
            severity,
            message,
            file,
            span,
            project.Path,
            project.Framework.Length == 0 ? [] : [project.Framework],
            path,
            Fingerprint(rule, path, text),
            Fingerprint(rule, "", text));
    }

    /// <summary>The path from a folder, with slashes; the full path for what is not below it.</summary>
    public static string Relative(string file, string root)
    {
        string relative = Path.GetRelativePath(root, file);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? file : relative).Replace('\\', '/');
    }

    /// <summary>The name of a finding that outlives edits elsewhere in its file: the rule, the file and the code on its lines.</summary>
    public static string Fingerprint(string rule, string path, string code) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{rule}\n{path}\n{code}")))[..16].ToLowerInvariant();

    private static string[] LinesOf(string file, ConcurrentDictionary<string, string[]> lines) =>
        lines.GetOrAdd(file, static path => File.Exists(path) ? File.ReadAllLines(path) : []);

    // A note is of severity Info; "none" is hidden.
    private static Severity? SeverityOf(JsonElement result) => result.GetProperty("level").GetString() switch
    {
        "error" => Severity.Error,
        "warning" => Severity.Warning,
        "note" => Severity.Info,
        _ => null,
    };

    private static string FullPath(string uri, CompiledProject project) => Uri.TryCreate(uri, UriKind.Absolute, out Uri? absolute) && absolute.IsFile
        ? absolute.LocalPath
        : Path.GetFullPath(Uri.UnescapeDataString(uri), Path.GetDirectoryName(project.Path)!);

    private static int Number(JsonElement region, string name, int otherwise) =>
        region.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : otherwise;

    [GeneratedRegex(@"^LR\d{4}$")]
    private static partial Regex OwnRule();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
