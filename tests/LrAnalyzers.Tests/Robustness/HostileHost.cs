using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Tests.Robustness;

/// <summary>
/// The child process in which a hostile program is compiled, analysed and fixed: what overflows the stack or eats all memory takes this one along
/// and not the tests. <c>LrAnalyzers.Tests.dll hostile NAME</c>; <c>compile NAME</c> does without the analyzers.
/// </summary>
internal static class HostileHost
{
    /// <summary>What the child says when it has come to its end; figures follow.</summary>
    public const string Done = "done";

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [("hostile" or "compile") and var task, var name])
            return 2;
        CSharpCompilation compilation = Analysis.Compile(HostilePrograms.All[name]());
        // An editor asks for the analyzers' diagnostics without the compiler's, which has a hard time with some of these by itself.
        if (task == "compile")
            compilation.GetDiagnostics();
        using var process = Process.GetCurrentProcess();
        TimeSpan compiled = process.TotalProcessorTime;
        TimeSpan analysed = compiled;
        int reports = 0;
        int fixes = 0;
        if (task == "hostile")
        {
            ImmutableArray<Diagnostic> diagnostics = await compilation.WithAnalyzers(RuleCatalog.Analyzers).GetAnalyzerDiagnosticsAsync();
            if (diagnostics.FirstOrDefault(diagnostic => diagnostic.Id.StartsWith("AD", StringComparison.Ordinal)) is { } fault)
            {
                Console.WriteLine(fault.GetMessage(CultureInfo.InvariantCulture) + fault.Descriptor.Description.ToString(CultureInfo.InvariantCulture));
                return 1;
            }

            process.Refresh();
            analysed = process.TotalProcessorTime;
            reports = diagnostics.Length;
            fixes = await FixAsync(compilation, diagnostics);
        }

        process.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Done} begun after {compiled.TotalSeconds:0.0} s, analysed in {(analysed - compiled).TotalSeconds:0.0} s, fixed in {(process.TotalProcessorTime - analysed).TotalSeconds:0.0} s of CPU, {process.PeakWorkingSet64 >> 20} MB, {reports} reports, {fixes} fixes"));
        return 0;
    }

    // The first report of each rule, all its fixes.
    private static async Task<int> FixAsync(CSharpCompilation compilation, ImmutableArray<Diagnostic> diagnostics)
    {
        using var workspace = new AdhocWorkspace();
        Project project = Analysis.AddProject(workspace, compilation.Options);
        Solution solution = project.Solution;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(project.Id), tree.FilePath, await tree.GetTextAsync(), filePath: tree.FilePath);
        }

        int fixes = 0;
        foreach (Diagnostic diagnostic in diagnostics.Where(diagnostic => diagnostic.Location.IsInSource).GroupBy(diagnostic => diagnostic.Id).Select(rule => rule.First()))
        {
            Document document = solution.GetDocument(solution.GetDocumentIdsWithFilePath(diagnostic.Location.SourceTree!.FilePath)[0])!;
            var root = await document.GetSyntaxTreeAsync();
            var place = Diagnostic.Create(diagnostic.Descriptor, Location.Create(root!, diagnostic.Location.SourceSpan), diagnostic.AdditionalLocations, diagnostic.Properties);
            var actions = new List<CodeAction>();
            foreach (CodeFixProvider provider in RuleCatalog.CodeFixProviders.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                await provider.RegisterCodeFixesAsync(new CodeFixContext(document, place, (action, _) => actions.Add(action), CancellationToken.None));
            }

            foreach (CodeAction action in actions.Take(2))
            {
                await action.GetOperationsAsync(CancellationToken.None);
                fixes++;
            }
        }

        return fixes;
    }
}
