using System.Collections.Concurrent;
using System.Collections.Immutable;
using LrAnalyzers.CodeFixes.Fixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.EndToEnd;

/// <summary>A training program as source, before or after fixes. Immutable; what is asked of it is worked out once.</summary>
internal sealed class TrainingProgram
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers = [new ValueAnalyzer(), new ScheduleAnalyzer()];

    // What this process runs on, without the compiler and the analyzers.
    private static readonly ImmutableArray<MetadataReference> s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var file
                && (!file.StartsWith("LrAnalyzers", StringComparison.Ordinal) || file == "LrAnalyzers.EndToEnd.Training.dll")
                && !file.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
                && !file.StartsWith("xunit", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly ImmutableArray<CodeFixProvider> s_fixes =
        [.. typeof(LR2001_InsertSchedule).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    private readonly Project _project;

    private readonly Lazy<Task<ImmutableArray<Diagnostic>>> _reports;
    private readonly ConcurrentDictionary<string, Lazy<Task<TrainingProgram>>> _scheduled = [];

    private TrainingProgram(Project project)
    {
        _project = project;
        _reports = new(async () => await (await project.GetCompilationAsync())!.WithAnalyzers(s_analyzers).GetAnalyzerDiagnosticsAsync());
    }

    /// <summary>The sources, for messages.</summary>
    public string Text => string.Concat(_project.Documents.Select(document => document.GetTextAsync().Result.ToString()));

    /// <summary>A program made of files.</summary>
    public static TrainingProgram Of(OutputKind kind, params IEnumerable<(string Name, string Source)> files)
    {
        var workspace = new AdhocWorkspace();
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(),
            VersionStamp.Default,
            // Every compiled program is loaded under a name of its own.
            "Program",
            "Program" + Guid.NewGuid().ToString("N"),
            LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(kind, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable)
                // TorchSharp was built for an older framework; the SDK suppresses these too.
                .WithSpecificDiagnosticOptions([new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: s_references));
        foreach ((string name, string source) in files)
        {
            project = project.AddDocument(name, source).Project;
        }

        return new TrainingProgram(project);
    }

    /// <summary>The ids of what all analyzers report, in order.</summary>
    public async Task<string[]> ReportedIdsAsync() => [.. (await ReportsAsync()).Select(report => report.Id).Order(StringComparer.Ordinal)];

    /// <summary>The equivalence keys of the fixes that are offered for each LR2001, without their prefix, best first.</summary>
    public async Task<string[][]> OfferedSchedulesAsync()
    {
        var offered = new List<string[]>();
        foreach (Diagnostic report in await UnscheduledAsync())
        {
            offered.Add([.. (await FixesAsync(report)).Select(fix => fix.EquivalenceKey!["LR2001.".Length..])]);
        }

        return [.. offered];
    }

    /// <summary>The program after the fix of this kind for every LR2001, one after the other.</summary>
    public Task<TrainingProgram> WithScheduleAsync(string schedule) => _scheduled.GetOrAdd(schedule, kind => new(() => WithScheduleAnewAsync(kind))).Value;

    private async Task<TrainingProgram> WithScheduleAnewAsync(string schedule)
    {
        TrainingProgram program = this;
        int reports = (await UnscheduledAsync()).Length;
        for (int i = 0; i < reports; i++)
        {
            ImmutableArray<Diagnostic> left = await program.UnscheduledAsync();
            Assert.Equal(reports - i, left.Length);
            CodeAction fix = (await program.FixesAsync(left[0])).Single(action => action.EquivalenceKey == LR2001_InsertSchedule.KeyOf(schedule));
            program = await program.ApplyAsync(fix);
        }

        return program;
    }

    /// <summary>The program after the first fix of every finding that has one, one after the other, and what was applied.</summary>
    /// <param name="ids">The rules whose findings are fixed; all of them where none is named.</param>
    public async Task<(TrainingProgram Program, IReadOnlyList<string> Applied)> WithFirstFixesAsync(params string[] ids)
    {
        // A fix removes its finding: more rounds than findings mean that one does not.
        TrainingProgram program = this;
        var applied = new List<string>();
        for (int left = (await ReportsAsync()).Length; left >= 0; left--)
        {
            (Diagnostic Report, CodeAction Fix)? next = null;
            foreach (Diagnostic report in (await program.ReportsAsync()).Where(report => ids.Length == 0 || ids.Contains(report.Id))
                .OrderBy(report => report.Location.SourceTree!.FilePath, StringComparer.Ordinal).ThenBy(report => report.Location.SourceSpan.Start)
                .ThenBy(report => report.Id, StringComparer.Ordinal))
            {
                if (next is null && (await program.FixesAsync(report)).FirstOrDefault() is { } fix)
                {
                    next = (report, fix);
                }
            }

            if (next is not { } chosen)
            {
                return (program, applied);
            }

            applied.Add($"{chosen.Report.Id}: {chosen.Fix.Title}");
            program = await program.ApplyAsync(chosen.Fix);
        }

        throw new InvalidOperationException($"Fixes do not come to an end: {string.Join("; ", applied)}");
    }

    /// <summary>The program after a refactoring at the place where the text stands; <see langword="null"/> where it is not offered.</summary>
    public async Task<TrainingProgram?> WithRefactoringAsync(CodeRefactoringProvider provider, string place)
    {
        Document document = _project.Documents.Single();
        int start = (await document.GetTextAsync()).ToString().IndexOf(place, StringComparison.Ordinal);
        var offered = new List<CodeAction>();
        await provider.ComputeRefactoringsAsync(
            new CodeRefactoringContext(document, new TextSpan(start, 0), offered.Add, CancellationToken.None));
        return offered.Count == 0
            ? null
            : await ApplyAsync(Assert.Single(offered));
    }

    /// <summary>The assembly of the program, with the recorder's calls in it. A compiler error or warning fails the test.</summary>
    /// <param name="trains">Whether its optimizers step; otherwise only its schedulers do.</param>
    public async Task<byte[]> CompileRecordingAsync(bool trains)
    {
        Compilation compilation = (await _project.GetCompilationAsync())!;
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SyntaxNode recording = new RecordingRewriter(compilation.GetSemanticModel(tree), trains).Visit(await tree.GetRootAsync());
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(recording, tree.Options));
        }

        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return image.ToArray();
    }

    private async Task<TrainingProgram> ApplyAsync(CodeAction action) =>
        new((await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(_project.Id)!);

    private async Task<ImmutableArray<Diagnostic>> UnscheduledAsync() =>
        [.. (await ReportsAsync()).Where(report => report.Id == "LR2001")
            .OrderBy(report => report.Location.SourceTree!.FilePath, StringComparer.Ordinal)
            .ThenBy(report => report.Location.SourceSpan.Start)];

    private Task<ImmutableArray<Diagnostic>> ReportsAsync() => _reports.Value;

    private async Task<List<CodeAction>> FixesAsync(Diagnostic report)
    {
        var fixes = new List<CodeAction>();
        Document document = _project.GetDocument(report.Location.SourceTree)!;
        var context = new CodeFixContext(document, report, (fix, _) => fixes.Add(fix), CancellationToken.None);
        foreach (CodeFixProvider provider in s_fixes.Where(provider => provider.FixableDiagnosticIds.Contains(report.Id)))
        {
            await provider.RegisterCodeFixesAsync(context);
        }

        return [.. fixes.SelectMany(Flattened)];

        // "More schedules" holds the others.
        static IEnumerable<CodeAction> Flattened(CodeAction fix) =>
            fix.NestedActions.IsDefaultOrEmpty ? [fix] : fix.NestedActions.SelectMany(Flattened);
    }
}
