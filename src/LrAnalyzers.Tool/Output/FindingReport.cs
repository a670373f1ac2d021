using LrAnalyzers.Tool.Findings;

namespace LrAnalyzers.Tool.Output;

/// <summary>What a check has to tell, in whatever format.</summary>
/// <param name="New">The findings that the baseline does not know, or all where there is none.</param>
/// <param name="Known">Those that it knows.</param>
/// <param name="Absent">What it knows and is not found any more.</param>
/// <param name="HasBaseline">Whether there is a baseline.</param>
/// <param name="Root">The folder that paths are relative to.</param>
internal sealed record FindingReport(
    IReadOnlyList<Finding> New, IReadOnlyList<Finding> Known, IReadOnlyList<KnownFinding> Absent, bool HasBaseline, string Root);

/// <summary>How findings are written.</summary>
internal enum OutputFormat
{
    /// <summary>As the compiler prints them.</summary>
    Text,

    /// <summary>SARIF 2.1.0.</summary>
    Sarif,

    /// <summary>Commands that GitHub Actions turns into annotations.</summary>
    Github,

    /// <summary>GitLab's code-quality report.</summary>
    Gitlab,
}
