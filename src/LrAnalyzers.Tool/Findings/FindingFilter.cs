using Microsoft.Extensions.FileSystemGlobbing;

namespace LrAnalyzers.Tool.Findings;

/// <summary>Which findings were asked for.</summary>
internal sealed class FindingFilter
{
    private readonly HashSet<string> _rules;
    private readonly Severity _severity;
    private readonly Matcher _files;

    /// <summary>Prepares to choose.</summary>
    /// <param name="rules">The ids of the rules; none for all.</param>
    /// <param name="severity">The least severity.</param>
    /// <param name="include">Globs of paths from the root; none for all.</param>
    /// <param name="exclude">Globs of paths that are left out.</param>
    public FindingFilter(IEnumerable<string> rules, Severity severity, IReadOnlyList<string> include, IEnumerable<string> exclude)
    {
        _rules = new HashSet<string>(rules, StringComparer.OrdinalIgnoreCase);
        _severity = severity;
        _files = new Matcher(StringComparison.Ordinal);
        _files.AddIncludePatterns(include.Count == 0 ? ["**/*"] : include);
        _files.AddExcludePatterns(exclude);
    }

    /// <summary>Whether the finding was asked for. A report about a project is no matter of files.</summary>
    public bool Takes(Finding finding) =>
        finding.Severity >= _severity
        && (_rules.Count == 0 || _rules.Contains(finding.Rule))
        && (finding.File is null || TakesFile(finding.Path));

    /// <summary>Whether the file was asked for.</summary>
    /// <param name="path">The path from the root.</param>
    public bool TakesFile(string path) => _files.Match(path.TrimStart('/')).HasMatches;
}
