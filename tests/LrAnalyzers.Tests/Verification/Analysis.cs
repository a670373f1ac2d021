using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Tests.Verification;

/// <summary>Runs all analyzers together over sources, as users have them; much faster than one test of the testing library.</summary>
internal static class Analysis
{
    private static readonly CSharpParseOptions s_parseOptions =
        new(LanguageVersion.Latest, DocumentationMode.Parse, preprocessorSymbols: ["NET", "NET10_0"]);

    private static readonly ConcurrentDictionary<string, bool> s_agreed = [];

    // What is made from one of these reads the libraries' metadata once.
    private static readonly CSharpCompilation s_program = Empty(OutputKind.ConsoleApplication);
    private static readonly CSharpCompilation s_library = Empty(OutputKind.DynamicallyLinkedLibrary);

    /// <summary>Compiles sources, each in a file of its own; top-level statements make it a program.</summary>
    public static CSharpCompilation Compile(params string[] sources)
    {
        SyntaxTree[] trees = [.. sources.Select((source, index) =>
            CSharpSyntaxTree.ParseText(source, s_parseOptions, path: $"Source{index}.cs"))];
        bool isProgram = trees.Any(tree => tree.GetRoot().ChildNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax>().Any());
        return (isProgram ? s_program : s_library).AddSyntaxTrees(trees);
    }

    private static CSharpCompilation Empty(OutputKind kind) => CSharpCompilation.Create(
        "Sources",
        references: TestReferences.All,
        options: new CSharpCompilationOptions(kind, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>What a build reports: every diagnostic of ours, and every exception of an analyzer.</summary>
    public static async Task<ImmutableArray<Diagnostic>> BuildAsync(Compilation compilation, CancellationToken cancellationToken = default)
    {
        ImmutableArray<Diagnostic> diagnostics = await compilation
            .WithAnalyzers(RuleCatalog.Analyzers, Options())
            .GetAnalyzerDiagnosticsAsync(cancellationToken);
        Assert.DoesNotContain(diagnostics, IsFault);
        return diagnostics;
    }

    /// <summary>The same with what the compiler itself says, for which everything is bound once.</summary>
    public static async Task<(ImmutableArray<Diagnostic> Reports, ImmutableArray<Diagnostic> Compiler)> BuildWithCompilerAsync(Compilation compilation)
    {
        ILookup<bool, Diagnostic> diagnostics = (await compilation.WithAnalyzers(RuleCatalog.Analyzers, Options()).GetAllDiagnosticsAsync())
            .ToLookup(diagnostic => diagnostic.Id.StartsWith("CS", StringComparison.Ordinal));
        Assert.DoesNotContain(diagnostics[false], IsFault);
        return ([.. diagnostics[false]], [.. diagnostics[true]]);
    }

    // An analyzer that threw.
    private static bool IsFault(Diagnostic diagnostic) => diagnostic.Id.StartsWith("AD", StringComparison.Ordinal);

    /// <summary>What an editor shows: the analyzers are asked file by file.</summary>
    public static Task<ImmutableArray<Diagnostic>> EditorAsync(Compilation compilation, CancellationToken cancellationToken = default) =>
        EditorAsync(compilation, compilation.SyntaxTrees, cancellationToken);

    /// <summary>What an editor shows of files that are asked in this order, as text in another.</summary>
    public static async Task<string[]> ShownAsync(Compilation compilation, IEnumerable<SyntaxTree> trees) => [.. Shown(await EditorAsync(compilation, trees, default))];

    private static async Task<ImmutableArray<Diagnostic>> EditorAsync(Compilation compilation, IEnumerable<SyntaxTree> trees, CancellationToken cancellationToken)
    {
        CompilationWithAnalyzers analysis = compilation.WithAnalyzers(RuleCatalog.Analyzers, Options());
        ImmutableArray<Diagnostic>.Builder shown = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (SyntaxTree tree in trees)
        {
            shown.AddRange(await analysis.GetAnalyzerSyntaxDiagnosticsAsync(tree, cancellationToken));
            shown.AddRange(await analysis.GetAnalyzerSemanticDiagnosticsAsync(
                compilation.GetSemanticModel(tree), filterSpan: null, cancellationToken));
        }

        return shown.ToImmutable();
    }

    /// <summary>Adds an empty project that is compiled as <see cref="Compile"/> does.</summary>
    /// <param name="workspace">Where to.</param>
    /// <param name="options">How it is compiled otherwise; as a library where left out.</param>
    public static Project AddProject(AdhocWorkspace workspace, CompilationOptions? options = null) => workspace.AddProject(ProjectInfo.Create(
        ProjectId.CreateNewId(), VersionStamp.Default, "Sources", "Sources", LanguageNames.CSharp,
        compilationOptions: options ?? s_library.Options, parseOptions: s_parseOptions, metadataReferences: TestReferences.All));

    /// <summary>The options of a library, with every rule a warning or with the default severities.</summary>
    public static CSharpCompilationOptions LibraryOptions(bool strict) => !strict ? s_library.Options
        : s_library.Options.WithSpecificDiagnosticOptions(RuleCatalog.Rules.Select(rule => KeyValuePair.Create(rule.Descriptor.Id, ReportDiagnostic.Warn)));

    /// <summary>The rules that report, sorted, once for each report; but for LR3001, which speaks of every number that stands in the code.</summary>
    public static IEnumerable<string> RulesIn(IEnumerable<Diagnostic> reports) => reports.Select(report => report.Id).Where(id => id != "LR3001").Order();

    /// <summary>The errors of the compiler itself.</summary>
    public static IEnumerable<Diagnostic> Errors(Compilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>Asserts it of a source, unless a test before has: a message and each fix is a test of its own, and all rules are asked each time.</summary>
    public static Task AssertEditorAgreesWithBuildOnceAsync(string source) =>
        s_agreed.TryAdd(source, true) ? AssertEditorAgreesWithBuildAsync(Compile(source), "the test source") : Task.CompletedTask;

    /// <summary>Asserts that what the editor shows is what the build prints, that the gate of names holds nothing back, and tells how many reports that is.</summary>
    public static async Task<int> AssertEditorAgreesWithBuildAsync(Compilation compilation, string name)
    {
        // What would be reported if every operation of the project were looked at, whatever names the file mentions, is asked along: the compiler binds for both.
        DiagnosticAnalyzer[] withoutGate = [new ValueAnalyzer(everyOperation: true), new ScheduleAnalyzer(everyOperation: true)];
        AnalysisResult both = await compilation.WithAnalyzers([.. RuleCatalog.Analyzers, .. withoutGate], Options()).GetAnalysisResultAsync(CancellationToken.None);
        Assert.DoesNotContain(both.GetAllDiagnostics(), IsFault);
        string[] build = [.. Shown(RuleCatalog.Analyzers.SelectMany(analyzer => both.GetAllDiagnostics(analyzer)))];
        string[] editor = [.. Shown(await EditorAsync(compilation))];
        Assert.True(build.SequenceEqual(editor), $"{name}\nbuild:\n{string.Join('\n', build)}\neditor:\n{string.Join('\n', editor)}");
        string[] every = [.. Shown(withoutGate.SelectMany(analyzer => both.GetAllDiagnostics(analyzer)))];
        Assert.True(build.SequenceEqual(every), $"{name}\nbuild:\n{string.Join('\n', build)}\nwithout the gate of names:\n{string.Join('\n', every)}");
        return build.Length;
    }

    private static IEnumerable<string> Shown(IEnumerable<Diagnostic> diagnostics) => diagnostics
        .Where(diagnostic => diagnostic.Id != "LR0001")
        .Select(diagnostic => diagnostic.ToString())
        .Order(StringComparer.Ordinal);

    private static CompilationWithAnalyzersOptions Options() =>
        new(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
}
