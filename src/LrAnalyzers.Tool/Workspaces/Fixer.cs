using System.Collections.Immutable;
using LrAnalyzers.CodeFixes.Fixes;
using LrAnalyzers.Tool.Findings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Tool.Workspaces;

/// <summary>A fix that was tried out: what it is called, and the projects with it.</summary>
/// <param name="Title">What a lightbulb would call it.</param>
/// <param name="Solution">The projects with the fix, linked files included.</param>
internal sealed record TriedFix(string Title, Solution Solution);

/// <summary>Applies the package's own fixes, one after the other, and keeps only what compiles.</summary>
/// <param name="rules">The ids of the rules whose reports are fixed.</param>
/// <param name="schedule">The plan that LR2001's fix writes, such as <c>Trapezoid</c>; <see langword="null"/> for the first that is offered.</param>
internal sealed class Fixer(IReadOnlyCollection<string> rules, string? schedule)
{
    // A fix that brings its own report back would never end.
    private const int MostTries = 3;

    /// <summary>
    /// Fixes everything that can be fixed. Nothing is written: the result is a solution, and what is left of the reports.
    /// </summary>
    /// <param name="solution">The projects, which compile.</param>
    /// <param name="takes">Which reports are meant.</param>
    /// <param name="progress">Is told of each fix that was applied.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task<(Solution Solution, IReadOnlyList<Diagnostic> Left)> FixAllAsync(
        Solution solution, Func<Project, Diagnostic, bool> takes, Action<string> progress, CancellationToken cancellationToken)
    {
        var tries = new Dictionary<string, int>(StringComparer.Ordinal);
        var left = new List<Diagnostic>();
        foreach (ProjectId id in ProjectWorkspace.Trainings(solution).Select(project => project.Id).ToArray())
        {
            while (true)
            {
                Project project = solution.GetProject(id)!;
                Diagnostic[] open = [.. (await ProjectWorkspace.AnalyzeAsync(project, cancellationToken)).Where(diagnostic => rules.Contains(diagnostic.Id) && takes(project, diagnostic))];
                if (await FirstFixAsync(solution, project, open, tries, cancellationToken) is not { } fix)
                {
                    left.AddRange(open);
                    break;
                }

                solution = fix.Solution;
                progress(fix.Title);
            }
        }

        return (solution, left);
    }

    /// <summary>The fix that would be applied to a report, applied; <see langword="null"/> where none is offered, or none compiles.</summary>
    public async Task<TriedFix?> TryAsync(Solution solution, Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        foreach (CodeAction action in await ActionsAsync(document, diagnostic, cancellationToken))
        {
            ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(cancellationToken);
            if (operations.OfType<ApplyChangesOperation>().FirstOrDefault() is not { ChangedSolution: var changed })
            {
                continue;
            }

            changed = await ProjectWorkspace.WithLinkedAsync(solution, changed, cancellationToken);
            if (await CompilesAsync(solution, changed, cancellationToken))
            {
                return new TriedFix(action.Title, changed);
            }
        }

        return null;
    }

    /// <summary>The name of a report that outlives edits elsewhere in its file.</summary>
    public static async Task<string> KeyOfAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SourceText text = await document.GetTextAsync(cancellationToken);
        return $"{diagnostic.Id}|{document.FilePath}|{text.ToString(diagnostic.Location.SourceSpan)}";
    }

    private async Task<TriedFix?> FirstFixAsync(
        Solution solution, Project project, IEnumerable<Diagnostic> open, Dictionary<string, int> tries, CancellationToken cancellationToken)
    {
        foreach (Diagnostic diagnostic in open)
        {
            if (project.GetDocument(diagnostic.Location.SourceTree) is not { } document)
            {
                continue;
            }

            string key = await KeyOfAsync(document, diagnostic, cancellationToken);
            int tried = tries[key] = tries.GetValueOrDefault(key) + 1;
            if (tried <= MostTries && await TryAsync(solution, document, diagnostic, cancellationToken) is { } fix)
            {
                return fix;
            }
        }

        return null;
    }

    // The fixes in the order in which a lightbulb offers them, those of its submenus included.
    private async Task<IReadOnlyList<CodeAction>> ActionsAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var actions = new List<CodeAction>();
        foreach (CodeFixProvider provider in RuleList.Fixes.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            var context = new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), cancellationToken);
            await provider.RegisterCodeFixesAsync(context);
        }

        IEnumerable<CodeAction> all = actions.SelectMany(action => action.NestedActions is { IsDefaultOrEmpty: false } nested ? nested : [action]);
        return schedule is null || diagnostic.Id != "LR2001"
            ? [.. all.Take(1)]
            : [.. all.Where(action => action.EquivalenceKey == LR2001_InsertSchedule.KeyOf(schedule))];
    }

    // No project that sees the change has an error that it had not.
    private static async Task<bool> CompilesAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        ProjectDependencyGraph graph = after.GetProjectDependencyGraph();
        IEnumerable<ProjectId> changed = ProjectWorkspace.ChangedDocuments(before, after).Select(document => document.ProjectId).Distinct().ToArray();
        foreach (ProjectId id in changed.Concat(changed.SelectMany(graph.GetProjectsThatTransitivelyDependOnThisProject)).Distinct())
        {
            if (await ErrorsAsync(after, id, cancellationToken) > await ErrorsAsync(before, id, cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<int> ErrorsAsync(Solution solution, ProjectId id, CancellationToken cancellationToken) =>
        await solution.GetProject(id)!.GetCompilationAsync(cancellationToken) is { } compilation
            ? compilation.GetDiagnostics(cancellationToken).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && !diagnostic.IsSuppressed)
            : 0;
}
