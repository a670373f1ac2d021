using System.Collections.Immutable;
using LrAnalyzers.Tool.Builds;
using LrAnalyzers.Tool.Findings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.MSBuild;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Tool.Workspaces;

/// <summary>A target as a compiler sees it: its projects, once for each target framework, with the properties that a build has.</summary>
internal sealed class ProjectWorkspace : IDisposable
{
    private readonly MSBuildWorkspace _workspace;

    private ProjectWorkspace(MSBuildWorkspace workspace) => _workspace = workspace;

    /// <summary>The projects as they are on the disk.</summary>
    public Solution Solution => _workspace.CurrentSolution;

    /// <summary>Opens a target that has been built.</summary>
    /// <exception cref="LrException">It cannot be opened.</exception>
    public static async Task<ProjectWorkspace> OpenAsync(BuildTarget target, BuildOptions options, CancellationToken cancellationToken)
    {
#if !NET10_0_OR_GREATER
        if (target.Kind == TargetKind.FileBasedApp)
        {
            throw new LrException("A file-based app can be checked here, but not opened: that needs lr on .NET 10");
        }
#endif
        foreach ((string variable, string value) in BuildOptions.InjectingVariables)
        {
            // The process in which the workspace builds is a child of this one.
            Environment.SetEnvironmentVariable(variable, value);
        }

        var workspace = MSBuildWorkspace.Create(options.AsDictionary());
        try
        {
            if (target.Kind == TargetKind.Solution)
            {
                await workspace.OpenSolutionAsync(target.Path, cancellationToken: cancellationToken);
            }
            else
            {
                foreach (string project in target.Kind == TargetKind.Folder ? target.Projects : [target.Path])
                {
                    // A project that another one references is there already.
                    if (!workspace.CurrentSolution.Projects.Any(open => open.FilePath == project))
                    {
                        await workspace.OpenProjectAsync(project, cancellationToken: cancellationToken);
                    }
                }
            }

            if (!workspace.CurrentSolution.Projects.Any(project => project.Language == LanguageNames.CSharp && project.Documents.Any()))
            {
                string said = workspace.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Kind == WorkspaceDiagnosticKind.Failure)?.Message ?? "it has no C# code";
                throw new LrException($"'{target.Path}' could be built, but not opened: {said}");
            }

            return new ProjectWorkspace(workspace);
        }
        catch
        {
            workspace.Dispose();
            throw;
        }
    }

    /// <summary>The projects that have anything to do with learning rates, in the order of their names.</summary>
    public static IEnumerable<Project> Trainings(Solution solution) => solution.Projects
        .Where(project => project.Language == LanguageNames.CSharp && project.MetadataReferences.Any(IsLibrary))
        .OrderBy(project => project.Name, StringComparer.Ordinal);

    /// <summary>What the analyzers report about a project, hidden and suppressed reports aside, in the order of files and places.</summary>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Project project, CancellationToken cancellationToken)
    {
        if (await project.GetCompilationAsync(cancellationToken) is not { } compilation)
        {
            return [];
        }

        var options = new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> diagnostics =
            await compilation.WithAnalyzers(RuleList.Analyzers, options).GetAnalyzerDiagnosticsAsync(cancellationToken);
        if (diagnostics.FirstOrDefault(diagnostic => diagnostic.Id == "AD0001") is { } fault)
        {
            throw new InvalidOperationException(fault.GetMessage());
        }

        return
        [
            .. diagnostics
                .Where(diagnostic => !diagnostic.IsSuppressed && diagnostic.Severity != DiagnosticSeverity.Hidden)
                .OrderBy(diagnostic => diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal)
                .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)
                .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// A solution with the changes of another one, in every document of the same file: a file that several target
    /// frameworks or projects compile is open more than once.
    /// </summary>
    public static async Task<Solution> WithLinkedAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        Solution result = after;
        foreach (DocumentId id in ChangedDocuments(before, after))
        {
            SourceText text = await after.GetDocument(id)!.GetTextAsync(cancellationToken);
            foreach (DocumentId linked in after.GetDocument(id)!.GetLinkedDocumentIds())
            {
                result = result.WithDocumentText(linked, text);
            }
        }

        return result;
    }

    /// <summary>The documents whose text differs.</summary>
    public static IEnumerable<DocumentId> ChangedDocuments(Solution before, Solution after) =>
        after.GetChanges(before).GetProjectChanges().SelectMany(project => project.GetChangedDocuments(onlyGetDocumentsWithTextChanges: true));

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    private static bool IsLibrary(MetadataReference reference) =>
        Path.GetFileNameWithoutExtension(reference.Display) is { } name
        && (name == "TorchSharp" || name.StartsWith("Microsoft.ML", StringComparison.Ordinal));
}
