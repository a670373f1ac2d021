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
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return new Baseline(
            [
                .. document.RootElement.GetProperty("runs").EnumerateArray()
                    .SelectMany(run => run.GetProperty("results").EnumerateArray())
                    // What an earlier report called mended is not known any more.
                    .Where(result => !result.TryGetProperty("baselineState", out JsonElement state) || state.GetString() != "absent")
                    // Nor what a rule said that there is no more.
                    .Where(result => RuleList.Rules.Any(rule => rule.Id == result.GetProperty("ruleId").GetString()))
                    .Select(result => new KnownFinding(
                        result.GetProperty("partialFingerprints").GetProperty(SarifOutput.FingerprintName).GetString()!,
                        result.GetProperty("ruleId").GetString()!,
                        result.GetProperty("message").GetProperty("text").GetString()!,
                        result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()!,
                        result.GetProperty("partialFingerprints").TryGetProperty(SarifOutput.CodeName, out JsonElement code) ? code.GetString() : null)),
            ]);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new LrException($"'{path}' is no baseline of lr: --update-baseline writes one");
        }
    }

    /// <summary>Tells known findings from new ones. Each known finding stands for one.</summary>
    /// <param name="findings">Everything that was found.</param>
    /// <param name="root">The folder that paths are relative to.</param>
    public BaselineMatch Match(IReadOnlyList<Finding> findings, string root)
    {
        HashSet<string> present = [.. findings.Select(finding => finding.Fingerprint)];
        List<KnownFinding> absent =
        [
            .. _known.Values.Where(known => !present.Contains(known.Fingerprint))
                .OrderBy(known => known.Uri, StringComparer.Ordinal)
                .ThenBy(known => known.Fingerprint, StringComparer.Ordinal),
        ];
        HashSet<Finding> matched = [.. findings.Where(finding => _known.ContainsKey(finding.Fingerprint))];
        foreach (Finding finding in findings.Where(finding => !matched.Contains(finding)).ToArray())
        {
            // The same code in a file that is called otherwise now. Where the old file is still there, it is a copy, and new.
            if (absent.Find(known => known.Code == finding.Code && !File.Exists(Path.Combine(root, Uri.UnescapeDataString(known.Uri)))) is { } renamed)
            {
                absent.Remove(renamed);
                matched.Add(finding);
            }
        }

        return new BaselineMatch(matched, absent);
    }
}

/// <summary>What a baseline says of findings.</summary>
/// <param name="Known">Those that it knows.</param>
/// <param name="Absent">What it knows and is not found any more.</param>
internal sealed record BaselineMatch(IReadOnlySet<Finding> Known, IReadOnlyList<KnownFinding> Absent);

/// <summary>A finding of a baseline.</summary>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="Rule">The rule's id.</param>
/// <param name="Message">What it said.</param>
/// <param name="Uri">Its file, as SARIF names it.</param>
/// <param name="Code">The fingerprint without the file; <see langword="null"/> in a baseline that has none.</param>
internal sealed record KnownFinding(string Fingerprint, string Rule, string Message, string Uri, string? Code = null);
