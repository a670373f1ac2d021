using System.Collections.Immutable;
using System.Diagnostics;
using LrAnalyzers.Tests.Mutation;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Tests.Fuzz;

/// <summary>
/// What must hold of any program: the analyzers throw nothing and take at most two seconds for it; each fix, Fix All and refactoring leaves
/// code without a new error, a fix removes its report, and none brings another.
/// </summary>
internal static class ProgramCheck
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    /// <summary>What was tried so far: programs that compile, reports, fixes, Fix All and refactorings.</summary>
    public static (int Compiling, int Reports, int Fixes, int FixAlls, int Refactorings) Tried;

    private static readonly ImmutableArray<CodeRefactoringProvider> s_refactorings =
        [.. typeof(CodeFixes.Fixes.PlanningCodeFixProvider).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CodeRefactoringProvider)) && !type.IsAbstract)
            .Select(type => (CodeRefactoringProvider)Activator.CreateInstance(type, nonPublic: true)!)];

    /// <summary>The problems, by the program's index.</summary>
    public static async Task<List<(int Source, string Problem)>> FindProblemsAsync(string[] sources, bool strict, int seed)
    {
        IEnumerable<int> suspicious = Enumerable.Range(0, sources.Length);
        bool isSlow = false;
        if (sources.Length > 1)
        {
            // Programs in one compilation are cheaper. Which of them it is, and whether it is not the company, is found one by one.
            var begun = Stopwatch.StartNew();
            try
            {
                suspicious = (await FindTogetherAsync(sources, strict, new Random(seed))).Select(problem => problem.Source).Distinct();
                isSlow = begun.Elapsed > s_limit;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                isSlow = true;
            }
        }

        var found = new List<(int, string)>();
        foreach (int i in isSlow ? Enumerable.Range(0, sources.Length) : suspicious)
        {
            if (await SpeedProblemAsync(sources[i]) is { } slow)
                found.Add((i, slow));
        }

        foreach (int i in suspicious)
        {
            try
            {
                found.AddRange((await FindTogetherAsync([sources[i]], strict, new Random(seed))).Select(problem => (i, problem.Problem)));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                found.Add((i, "throws " + exception));
            }
        }

        return found;
    }

    private static async Task<string?> SpeedProblemAsync(string source)
    {
        // Also a machine that is busy finds the time in one of three attempts.
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Compilation compilation = Analysis.Compile(source);
            compilation.GetDiagnostics();
            var begun = Stopwatch.StartNew();
            await compilation.WithAnalyzers(RuleCatalog.Analyzers).GetAnalyzerDiagnosticsAsync();
            if (begun.Elapsed < s_limit)
                return null;
        }

        return $"takes the analyzers longer than {s_limit.TotalSeconds} s";
    }

    private static async Task<List<(int Source, string Problem)>> FindTogetherAsync(string[] sources, bool strict, Random random)
    {
        using var workspace = new AdhocWorkspace();
        FixClosure.Outcome outcome = await FixClosure.TryAsync(workspace, sources, strict, thorough: false);
        List<(int Source, string Problem)> problems = outcome.Problems;
        Tried.Compiling += sources.Where((_, i) => outcome.Before.Compiler[FixClosure.PathOf(i)].All(diagnostic => diagnostic.Severity < DiagnosticSeverity.Error)).Count();
        Tried.Reports += outcome.Before.Reports.Sum(reports => reports.Count());
        Tried.Fixes += outcome.Offers.Sum(list => list.Count);
        DocumentId[] documents = [.. outcome.Project.DocumentIds];

        // Fix All for one of the fixes that are offered, in its file.
        FixClosure.Offer[] offers = [.. outcome.Offers.SelectMany(list => list)];
        if (offers.Length > 0)
        {
            FixClosure.Offer offer = offers[random.Next(offers.Length)];
            int index = Array.FindIndex(outcome.Offers, list => list.Contains(offer));
            CodeFixProvider provider = RuleCatalog.CodeFixProviders.First(provider => provider.FixableDiagnosticIds.Contains(offer.Diagnostic.Id));
            if (provider.GetFixAllProvider() is { } fixAll)
            {
                Document document = outcome.Project.GetDocument(documents[index])!;
                var context = new FixAllContext(
                    document, provider, FixAllScope.Document, offer.Action.EquivalenceKey!, [offer.Diagnostic.Id], new Reports(outcome), CancellationToken.None);
                Tried.FixAlls++;
                await ApplyAsync(await fixAll.GetFixAsync(context), index, $"Fix All of {offer.Diagnostic.Id} {offer.Action.EquivalenceKey}");
            }
        }

        // The refactorings, at a creation of one program.
        int refactored = random.Next(sources.Length);
        Document place = outcome.Project.GetDocument(documents[refactored])!;
        ExpressionSyntax[] creations = [.. (await place.GetSyntaxRootAsync())!.DescendantNodes().OfType<ExpressionSyntax>()
            .Where(node => node is InvocationExpressionSyntax or AssignmentExpressionSyntax or BaseObjectCreationExpressionSyntax)];
        if (creations.Length > 0)
        {
            ExpressionSyntax creation = creations[random.Next(creations.Length)];
            foreach (CodeRefactoringProvider provider in s_refactorings)
            {
                var actions = new List<CodeAction>();
                await provider.ComputeRefactoringsAsync(new CodeRefactoringContext(place, creation.Span, actions.Add, CancellationToken.None));
                CodeAction[] nested = [.. actions.SelectMany(RefactoringVerifier.Nested)];
                if (nested.Length > 0)
                {
                    CodeAction action = nested[random.Next(nested.Length)];
                    Tried.Refactorings++;
                    await ApplyAsync(action, refactored, $"refactoring '{action.Title}'");
                }
            }
        }

        return problems;

        async Task ApplyAsync(CodeAction? action, int index, string name)
        {
            if (action is null || (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().SingleOrDefault() is not { } change)
                return;
            FixClosure.State after = await FixClosure.State.OfAsync(change.ChangedSolution.GetProject(outcome.Project.Id)!);
            if (after.ProblemSince(outcome.Before, FixClosure.PathOf(index), null) is { } problem)
                problems.Add((index, $"{name}: {problem}\n{await change.ChangedSolution.GetDocument(documents[index])!.GetTextAsync()}"));
        }
    }

    private sealed class Reports(FixClosure.Outcome outcome) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(outcome.Before.Reports[document.FilePath!]);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(outcome.Before.Reports.SelectMany(reports => reports));
    }
}
