using System.Text.Json;
using LrAnalyzers.Tool.Output;

namespace LrAnalyzers.Tool.Findings;

/// <summary>The findings that a team knows of and has not mended yet: an earlier report in SARIF, matched by fingerprint.</summary>
internal sealed class Baseline
{
    private readonly Dictionary<string, KnownFinding> _known;

    private Baseline(IEnumerable<KnownFinding> known) =>
        _known = known.DistinctBy(finding => finding.Fingerprint).ToDictionary(finding => finding.Fingerprint, StringComparer.Ordinal);

    /// <summary>Nothing is known.</summary>
    public static Baseline Empty { get; } = new([]);

    /// <summary>Reads the file that <c>--update-baseline</c> wrote; an SARIF report of this tool is one too.</summary>
    /// <exception cref="LrException">There is no such file, or it is something else.</exception>
    public static Baseline Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new LrException($"There is no baseline '{path}': --update-baseline writes it");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return new Baseline(
            [
                .. document.RootElement.GetProperty("runs").EnumerateArray()
                    .SelectMany(run => run.GetProperty("results").EnumerateArray())
                    // What an earlier report called mended is not known any more.
                    .Where(result => !result.TryGetProperty("baselineState", out JsonElement state) || state.GetString() != "absent")
                    .Select(result => new KnownFinding(
                        result.GetProperty("partialFingerprints").GetProperty(SarifOutput.FingerprintName).GetString()!,
                        result.GetProperty("ruleId").GetString()!,
                        result.GetProperty("message").GetProperty("text").GetString()!,
                        result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()!)),
            ]);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new LrException($"'{path}' is no baseline of lr: --update-baseline writes one");
        }
    }

    /// <summary>Whether the finding is known.</summary>
    public bool Knows(Finding finding) => _known.ContainsKey(finding.Fingerprint);

    /// <summary>What was known and is not found any more.</summary>
    public IReadOnlyList<KnownFinding> Absent(IEnumerable<Finding> findings)
    {
        HashSet<string> present = [.. findings.Select(finding => finding.Fingerprint)];
        return [.. _known.Values.Where(known => !present.Contains(known.Fingerprint)).OrderBy(known => known.Uri, StringComparer.Ordinal).ThenBy(known => known.Fingerprint, StringComparer.Ordinal)];
    }
}

/// <summary>A finding of a baseline.</summary>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="Rule">The rule's id.</param>
/// <param name="Message">What it said.</param>
/// <param name="Uri">Its file, as SARIF names it.</param>
internal sealed record KnownFinding(string Fingerprint, string Rule, string Message, string Uri);
