using System.Collections.Immutable;
using System.Diagnostics;
using LrAnalyzers.Tests.Mutation;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Tests.Fuzz;

/// <summary>
/// What must hold of any program: the analyzers throw nothing and take at most two seconds for it; each fix, Fix All and refactoring leaves
/// code without a new error or warning, a fix removes its report, and none brings another; an editor shows what a build prints.
/// </summary>
internal static class ProgramCheck
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    // With all fixes, on a machine that does much else.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    /// <summary>What is said of a program that the analyzers or fixes do not come back from. Tried again it would take as long.</summary>
    public const string Endless = "does not come to an end";

    // Comparing editor and build binds a program four times more.
    private const int EveryCompared = 8;

    /// <summary>What was tried so far.</summary>
    internal sealed class Counts
    {
        /// <summary>Programs that compile.</summary>
        public int Compiling;

        /// <summary>Reports.</summary>
        public int Reports;

        /// <summary>Fixes.</summary>
        public int Fixes;

        /// <summary>Fix All.</summary>
        public int FixAlls;

        /// <summary>Refactorings.</summary>
        public int Refactorings;

        /// <inheritdoc/>
        public override string ToString() =>
            $"{Compiling} programs compile, {Reports} reports, {Fixes} fixes, {FixAlls} Fix All, {Refactorings} refactorings";
    }

    private static readonly ImmutableArray<CodeRefactoringProvider> s_refactorings =
        [.. typeof(CodeFixes.Fixes.PlanningCodeFixProvider).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CodeRefactoringProvider)) && !type.IsAbstract)
            .Select(type => (CodeRefactoringProvider)Activator.CreateInstance(type, nonPublic: true)!)];

    // Every program is a branch of one of these: what they reference is read once.
    private static readonly ImmutableDictionary<(bool Strict, OutputKind Kind), Lazy<Project>> s_empty =
        new[] { false, true }
            .SelectMany(strict => new[] { OutputKind.DynamicallyLinkedLibrary, OutputKind.ConsoleApplication }.Select(kind => (strict, kind)))
            .ToImmutableDictionary(key => key, key => new Lazy<Project>(() => Empty(key.strict, key.kind)));

    /// <summary>The problems of a program.</summary>
    /// <param name="files">Its files.</param>
    /// <param name="strict">Whether every rule is a warning; default severities otherwise.</param>
    /// <param name="seed">Chooses what is tried of many.</param>
    /// <param name="counts">What was tried is added.</param>
    public static async Task<List<string>> FindProblemsAsync(string[] files, bool strict, int seed, Counts counts)
    {
        try
        {
            Task<List<string>> check = Task.Run(() => new Check(Project(files, strict), new Random(seed), counts).RunAsync());
            return await Task.WhenAny(check, Task.Delay(s_patience)) == check ? await check : [Endless];
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return ["throws " + exception];
        }
    }

    private static Project Empty(bool strict, OutputKind kind)
    {
        Project project = Analysis.AddProject(new AdhocWorkspace(), Analysis.LibraryOptions(strict).WithOutputKind(kind));
        // Its branches take over what has been read of the references.
        _ = project.GetCompilationAsync().GetAwaiter().GetResult()!.GetTypeByMetadataName("TorchSharp.torch");
        return project;
    }

    private static Project Project(string[] files, bool strict)
    {
        bool isProgram = files.Any(file => CSharpSyntaxTree.ParseText(file).GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().Any());
        Project project = s_empty[(strict, isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary)].Value;
        Solution solution = project.Solution;
        for (int i = 0; i < files.Length; i++)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(project.Id), FixClosure.PathOf(i), files[i], filePath: FixClosure.PathOf(i));
        }

        return solution.GetProject(project.Id)!;
    }

    private sealed class Check(Project project, Random random, Counts counts)
    {
        private readonly List<string> _problems = [];
        private readonly Dictionary<string, FixClosure.State> _after = [];
        private FixClosure.State _before = null!;

        public async Task<List<string>> RunAsync()
        {
            var begun = Stopwatch.StartNew();
            _before = await FixClosure.State.OfAsync(project);
            if (begun.Elapsed > s_limit && await IsSlowAsync())
                _problems.Add($"takes the analyzers longer than {s_limit.TotalSeconds} s");
            if (_before.Compiler.SelectMany(found => found).All(diagnostic => diagnostic.Severity < DiagnosticSeverity.Error))
                Interlocked.Increment(ref counts.Compiling);
            if (random.Next(EveryCompared) == 0)
                await Analysis.AssertEditorAgreesWithBuildAsync((await project.GetCompilationAsync())!, "An editor and a build, and the gate of names:");

            var offers = new List<FixClosure.Offer>();
            foreach (Diagnostic diagnostic in _before.Reports.SelectMany(found => found))
            {
                List<FixClosure.Offer> offered = await FixClosure.OffersAsync(DocumentOf(diagnostic), diagnostic);
                offers.AddRange(offered.Where((_, index) => index == 0 || index == offered.Count - 1));
                Interlocked.Increment(ref counts.Reports);
            }

            foreach (FixClosure.Offer offer in offers)
            {
                Interlocked.Increment(ref counts.Fixes);
                await TryAsync(offer.Action, offer.ToString(), offer);
            }

            if (offers.Count > 0)
                await FixAllAsync(offers[random.Next(offers.Count)]);
            await RefactorAsync();
            return _problems;
        }

        private Document DocumentOf(Diagnostic diagnostic) =>
            project.Documents.Single(document => document.FilePath == diagnostic.Location.SourceTree!.FilePath);

        // A machine that is busy finds the time in one of three attempts.
        private async Task<bool> IsSlowAsync()
        {
            for (int attempt = 0; attempt < 3; attempt++)
            {
                Compilation compilation = (await project.GetCompilationAsync())!.Clone();
                compilation.GetDiagnostics();
                var begun = Stopwatch.StartNew();
                await compilation.WithAnalyzers(RuleCatalog.Analyzers).GetAnalyzerDiagnosticsAsync();
                if (begun.Elapsed < s_limit)
                    return false;
            }

            return true;
        }

        // One of the fixes that are offered, wherever it is offered.
        private async Task FixAllAsync(FixClosure.Offer offer)
        {
            if (offer.Provider.GetFixAllProvider() is not { } fixAll)
                return;
            var context = new FixAllContext(
                DocumentOf(offer.Diagnostic), offer.Provider, random.Next(2) == 0 ? FixAllScope.Document : FixAllScope.Project, offer.Action.EquivalenceKey!,
                offer.Provider.FixableDiagnosticIds, new Reports(_before), CancellationToken.None);
            Interlocked.Increment(ref counts.FixAlls);
            await TryAsync(await fixAll.GetFixAsync(context), $"Fix All of {offer}", null, offer);
        }

        // Where something is created or set: there they look for a training.
        private async Task RefactorAsync()
        {
            Document[] documents = [.. project.Documents];
            Document document = documents[random.Next(documents.Length)];
            ExpressionSyntax[] places = [.. (await document.GetSyntaxRootAsync())!.DescendantNodes().OfType<ExpressionSyntax>()
                .Where(node => node is InvocationExpressionSyntax or AssignmentExpressionSyntax or BaseObjectCreationExpressionSyntax)];
            ExpressionSyntax[] likely = [.. places.Where(place => place.ToString() is var text && text.Length < 500
                && (text.Contains("optim", StringComparison.Ordinal) || text.Contains("LearningRate", StringComparison.Ordinal)))];
            places = likely.Length > 0 && random.Next(8) > 0 ? likely : places;
            if (places.Length == 0)
                return;
            ExpressionSyntax chosen = places[random.Next(places.Length)];
            foreach (CodeRefactoringProvider provider in s_refactorings)
            {
                var actions = new List<CodeAction>();
                await provider.ComputeRefactoringsAsync(new CodeRefactoringContext(document, chosen.Span, actions.Add, CancellationToken.None));
                CodeAction[] nested = [.. actions.SelectMany(RefactoringVerifier.Nested)];
                if (nested.Length == 0)
                    continue;
                CodeAction action = nested[random.Next(nested.Length)];
                Interlocked.Increment(ref counts.Refactorings);
                await TryAsync(action, $"refactoring {action.EquivalenceKey} '{action.Title}'", null);
            }
        }

        private static bool IsName(FixClosure.Offer? offer) => offer?.Action.EquivalenceKey == CodeFixes.Fixes.LR3001_NameLearningRate.ConstantKey;

        // With the offer, if the action is that of one report, or of all of its kind.
        private async Task TryAsync(CodeAction? action, string name, FixClosure.Offer? offer, FixClosure.Offer? all = null)
        {
            if (action is null || (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().SingleOrDefault() is not { } change)
                return;
            Project changed = change.ChangedSolution.GetProject(project.Id)!;
            // Fix All of one report is its fix.
            string result = string.Join('\0', await Task.WhenAll(changed.Documents.Select(async document => (await document.GetTextAsync()).ToString())));
            if (!_after.TryGetValue(result, out FixClosure.State? after))
                _after[result] = after = await FixClosure.State.OfAsync(changed);
            foreach (Document document in project.Documents)
            {
                string before = (await document.GetTextAsync()).ToString();
                string text = (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString();
                bool isIts = offer is not null && DocumentOf(offer.Diagnostic) == document;
                string? problem = after.ProblemSince(_before, document.FilePath!, isIts ? offer!.Diagnostic.Id : null, IsName(offer ?? all))
                    ?? (offer is null || text == before ? null : FixClosure.FormProblem(before, text, offer));
                if (problem is not null)
                    _problems.Add($"{name}: {problem}\n{text}");
            }
        }
    }

    private sealed class Reports(FixClosure.State state) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(state.Reports[document.FilePath!]);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(state.Reports.SelectMany(reports => reports));
    }
}
