using LrAnalyzers.Tool.Findings;
using LrAnalyzers.Tool.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Tool.Reporting;

/// <summary>Puts together what a page shows.</summary>
/// <param name="solution">The projects.</param>
/// <param name="findings">What the build found: nothing else is shown.</param>
/// <param name="root">The folder that paths become relative to.</param>
internal sealed class ReportBuilder(Solution solution, IReadOnlyList<Finding> findings, string root)
{
    private readonly Fixer _fixer = new([], schedule: null);

    /// <summary>Reads the projects.</summary>
    /// <param name="title">What the page is about.</param>
    /// <param name="sourceUrl">The address of the sources.</param>
    /// <param name="takes">Which projects are shown.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<Report> BuildAsync(string title, string? sourceUrl, Func<Project, bool> takes, CancellationToken cancellationToken)
    {
        var trainings = new List<Training>();
        var others = new List<ReportedFinding>();
        var open = new HashSet<Finding>(findings);
        // A project is open once for each target framework; a file may be in several projects.
        foreach (Project project in ProjectWorkspace.Trainings(solution).Where(takes).DistinctBy(project => project.FilePath))
        {
            IReadOnlyList<InventoryEntry> entries = await Inventory.OfAsync(project, onlyPath: null, root, cancellationToken);
            var reported = new List<ReportedFinding>[entries.Count];
            foreach (Diagnostic diagnostic in await ProjectWorkspace.AnalyzeAsync(project, cancellationToken))
            {
                if (open.FirstOrDefault(finding => IsOf(finding, diagnostic)) is not { } finding)
                {
                    continue;
                }

                open.Remove(finding);
                // A number that is written elsewhere is reported there, and the report names the optimizer that it reaches.
                int index = diagnostic.AdditionalLocations.Prepend(diagnostic.Location)
                    .Select(place => EntryOf(entries, place)).FirstOrDefault(entry => entry >= 0, defaultValue: -1);
                ReportedFinding read = await ReadAsync(project, entries, index, finding, diagnostic, cancellationToken);
                if (index < 0)
                {
                    others.Add(read);
                }
                else
                {
                    (reported[index] ??= []).Add(read);
                }
            }

            trainings.AddRange(entries.Select((entry, index) => entry.Training with { Findings = reported[index] ?? [] }));
        }

        // A finding of a target framework that is not opened, or about a project.
        others.AddRange(open.Select(finding => new ReportedFinding(finding, FixTitle: null, [], Fixed: null)));
        return new Report(
            title,
            [.. trainings.DistinctBy(training => (training.Place, training.Algorithm, training.Member))],
            [.. others.OrderBy(other => other.Finding.Path, StringComparer.Ordinal).ThenBy(other => other.Finding.Span.StartLine)],
            sourceUrl);
    }

    private static bool IsOf(Finding finding, Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        return finding.Rule == diagnostic.Id
            && finding.File == place.Path
            && finding.Span.StartLine == place.StartLinePosition.Line + 1
            && finding.Span.StartColumn == place.StartLinePosition.Character + 1;
    }

    // The entry with the least code around the place.
    private static int EntryOf(IReadOnlyList<InventoryEntry> entries, Location location)
    {
        if (location.SourceTree is not { FilePath: var path })
        {
            return -1;
        }

        int best = -1;
        int length = int.MaxValue;
        for (int i = 0; i < entries.Count; i++)
        {
            foreach ((string file, TextSpan span) in entries[i].Spans)
            {
                if (file == path && span.IntersectsWith(location.SourceSpan) && span.Length < length)
                {
                    best = i;
                    length = span.Length;
                }
            }
        }

        return best;
    }

    private async Task<ReportedFinding> ReadAsync(
        Project project, IReadOnlyList<InventoryEntry> entries, int index, Finding finding, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (project.GetDocument(diagnostic.Location.SourceTree) is not { } document
            || await _fixer.TryAsync(solution, document, diagnostic, cancellationToken) is not { } fix)
        {
            return new ReportedFinding(finding, FixTitle: null, [], Fixed: null);
        }

        IReadOnlyList<FileChange> changes = await FileChange.BetweenAsync(solution, fix.Solution, cancellationToken);
        return new ReportedFinding(finding, fix.Title, changes, await FixedCurveAsync());

        // The same optimizer in the fixed code: no fix changes their order in a file.
        async Task<Curve?> FixedCurveAsync()
        {
            if (index < 0)
            {
                return null;
            }

            string path = entries[index].Spans[0].Path;
            int number = entries.Take(index).Count(entry => entry.Spans[0].Path == path);
            IReadOnlyList<InventoryEntry> after = await Inventory.OfAsync(fix.Solution.GetProject(project.Id)!, path, root, cancellationToken);
            Curve? curve = number < after.Count ? after[number].Training.Curve : null;
            return curve is null || IsSame(curve, entries[index].Training.Curve) ? null : curve;
        }
    }

    private static bool IsSame(Curve left, Curve? right) =>
        right is not null
        && left.IsRelative == right.IsRelative
        && left.Lines.Count == right.Lines.Count
        && left.Lines.Zip(right.Lines).All(pair => pair.First.BreaksAt == pair.Second.BreaksAt && pair.First.Points.SequenceEqual(pair.Second.Points));
}
