namespace LrAnalyzers.Tool.Findings;

/// <summary>How serious a finding is, as the project set it.</summary>
internal enum Severity
{
    /// <summary>A matter of judgement; a build does not print it.</summary>
    Info,

    /// <summary>Wrong or harmful.</summary>
    Warning,

    /// <summary>The build fails.</summary>
    Error,
}

/// <summary>A report of one of the rules.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Severity">How serious it is.</param>
/// <param name="Message">What it says.</param>
/// <param name="File">The full path; <see langword="null"/> for a report about a project.</param>
/// <param name="Span">Where in the file.</param>
/// <param name="Project">The full path of the project.</param>
/// <param name="Frameworks">The target frameworks for which it was made; empty where that is all of them.</param>
/// <param name="Path">The path from the root, with slashes: what reports name. The project's for a report about a project.</param>
/// <param name="Fingerprint">What stays the same when lines are added above it.</param>
/// <param name="Code">What stays the same when its file is renamed, too: equal for equal lines in any file.</param>
internal sealed record Finding(
    string Rule,
    Severity Severity,
    string Message,
    string? File,
    FindingSpan Span,
    string Project,
    IReadOnlyList<string> Frameworks,
    string Path,
    string Fingerprint,
    string Code)
{
    /// <summary>
    /// Each finding once, whatever number of target frameworks and projects it was made for, in the order of paths and
    /// places. Fingerprints that are equal, of equal lines in one file, are numbered.
    /// </summary>
    public static IReadOnlyList<Finding> Merge(IEnumerable<Finding> findings)
    {
        Finding[] all = [.. findings];
        var frameworksOf = all
            .SelectMany(finding => finding.Frameworks.Select(framework => (finding.Project, framework)))
            .Distinct()
            .GroupBy(pair => pair.Project)
            .ToDictionary(pairs => pairs.Key, pairs => pairs.Count());
        Finding[] merged =
        [
            .. all.GroupBy(finding => (finding.Rule, finding.Path, finding.Span, finding.Message))
                .Select(same =>
                {
                    Finding worst = same.MaxBy(finding => finding.Severity)!;
                    string[] frameworks = [.. same.Where(finding => finding.Project == worst.Project).SelectMany(finding => finding.Frameworks).Distinct().Order(StringComparer.Ordinal)];
                    return worst with { Frameworks = frameworks.Length == frameworksOf.GetValueOrDefault(worst.Project) ? [] : frameworks };
                })
                .OrderBy(finding => finding.Path, StringComparer.Ordinal)
                .ThenBy(finding => finding.Span.StartLine)
                .ThenBy(finding => finding.Span.StartColumn)
                .ThenBy(finding => finding.Rule, StringComparer.Ordinal)
                .ThenBy(finding => finding.Message, StringComparer.Ordinal),
        ];
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < merged.Length; i++)
        {
            string fingerprint = merged[i].Fingerprint;
            int number = seen[fingerprint] = seen.GetValueOrDefault(fingerprint) + 1;
            merged[i] = merged[i] with { Fingerprint = $"{fingerprint}:{number}" };
        }

        return merged;
    }
}

/// <summary>A stretch of a file; lines and columns count from 1, and the end is behind the last character.</summary>
internal readonly record struct FindingSpan(int StartLine, int StartColumn, int EndLine, int EndColumn);
