using System.Collections.Immutable;
using LrAnalyzers.Tests.Verification;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit.Abstractions;

namespace LrAnalyzers.Tests.Mutation;

/// <summary>
/// Applies every fix that is offered, each by itself, and looks at the result: it compiles without a new warning, no longer
/// has the diagnostic, has no other that was not there, and kept its comments and line endings.
/// </summary>
internal static class FixClosure
{
    // The compiler's own opinion of a fix counts as well, but not what a test source lacks: usings and awaits.
    private static readonly ImmutableHashSet<string> s_ignoredWarnings = ImmutableHashSet.Create("CS1998", "CS8019", "CS1591");

    /// <summary>A fix that was offered.</summary>
    /// <param name="Diagnostic">For what.</param>
    /// <param name="Action">The fix.</param>
    /// <param name="Provider">Who offers it.</param>
    internal sealed record Offer(Diagnostic Diagnostic, CodeAction Action, CodeFixProvider Provider)
    {
        /// <summary>What it is called in a problem's text.</summary>
        public override string ToString() => $"{Diagnostic.Id} {Action.EquivalenceKey} '{Action.Title}'";
    }

    /// <summary>What was tried and what came of it.</summary>
    /// <param name="Project">The sources, before any fix.</param>
    /// <param name="Before">What is reported in them.</param>
    /// <param name="Offers">What is offered in each source.</param>
    /// <param name="Problems">What is wrong, by the source's index.</param>
    internal sealed record Outcome(Project Project, State Before, List<Offer>[] Offers, List<(int Source, string Problem)> Problems);

    private static readonly string? s_extent = Environment.GetEnvironmentVariable("LRANALYZERS_FIXES");

    /// <summary>
    /// Each so many programs one is tried, since each is compiled several times: in a change's CI every one, by
    /// <c>LRANALYZERS_FIXES=many</c> on one Roslyn version, elsewhere every fifth.
    /// </summary>
    public static int Interval { get; } = s_extent is "many" or "all" ? 1 : 5;

    /// <summary>Whether no sample is taken at all, which takes minutes: <c>LRANALYZERS_FIXES=all</c>.</summary>
    public static bool TriesEverything { get; } = s_extent == "all";

    /// <summary>The programs that are tried.</summary>
    public static string[] ShareOf(IEnumerable<string> sources) => [.. sources.Where((_, index) => index % Interval == 0)];

    /// <summary>How many fixes there must be in the share of programs that have so many.</summary>
    public static int ShareOf(int fixes) => Interval == 1 ? fixes : fixes / (2 * Interval);

    /// <summary>Asserts it for all sources, which do not depend on each other.</summary>
    /// <param name="output">Where the counts are written to.</param>
    /// <param name="sources">The sources.</param>
    /// <param name="strict">Whether every rule is a warning; default severities otherwise.</param>
    /// <param name="isFixed">Which diagnostics are fixed.</param>
    /// <param name="check">What else is wrong with a fix: given the diagnostic's id, the source and the result; <see langword="null"/> for nothing.</param>
    /// <param name="thorough">Whether all fixes of a diagnostic are tried; the first and the last otherwise.</param>
    /// <param name="language">An older version of C#, without nullable annotations; the newest otherwise.</param>
    /// <returns>The number of applied fixes.</returns>
    public static async Task<int> AssertAsync(
        ITestOutputHelper output,
        string[] sources,
        bool strict,
        Func<Diagnostic, bool>? isFixed = null,
        Func<string, string, string, string?>? check = null,
        bool thorough = true,
        LanguageVersion? language = null)
    {
        using var workspace = new AdhocWorkspace();
        (_, State before, List<Offer>[] offers, List<(int Source, string Problem)> found) = await TryAsync(workspace, sources, strict, isFixed, check, thorough, language);
        string[] problems = [.. found.Select(problem => $"{problem.Problem}\nbefore:\n{sources[problem.Source]}")];

        int applied = offers.Sum(list => list.Count);
        output.WriteLine($"{applied} fixes applied to {sources.Length} documents, {problems.Length} problems");
        foreach (var rule in offers.SelectMany(list => list).GroupBy(offer => (offer.Diagnostic.Id, offer.Action.EquivalenceKey)).OrderBy(group => group.Key.Id, StringComparer.Ordinal))
        {
            output.WriteLine($"{rule.Key.Id} {rule.Key.EquivalenceKey}: {rule.Count()}");
        }

        foreach (var rule in offers.SelectMany((list, i) => before.Reports[PathOf(i)]
            .Where(diagnostic => isFixed?.Invoke(diagnostic) != false && list.All(offer => offer.Diagnostic != diagnostic))).GroupBy(diagnostic => diagnostic.Id).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{rule.Key} without a fix: {rule.Count()}");
        }

        Assert.True(problems.Length == 0, string.Join("\n----\n", problems.GroupBy(problem => problem[..problem.IndexOf('\'', StringComparison.Ordinal)]).SelectMany(group => group.Take(2)).Take(6)));
        return applied;
    }

    /// <summary>Applies the fixes of all sources, which do not depend on each other, and finds what is wrong.</summary>
    public static async Task<Outcome> TryAsync(
        AdhocWorkspace workspace,
        string[] sources,
        bool strict,
        Func<Diagnostic, bool>? isFixed = null,
        Func<string, string, string, string?>? check = null,
        bool thorough = true,
        LanguageVersion? language = null)
    {
        Project project = AddSources(workspace, sources, strict, language);
        DocumentId[] documents = [.. project.DocumentIds];
        State before = await State.OfAsync(project);

        // One action a document and round: documents do not depend on each other, so that a round is one compilation.
        var offers = new List<Offer>[documents.Length];
        for (int i = 0; i < documents.Length; i++)
        {
            offers[i] = [];
            foreach (Diagnostic diagnostic in before.Reports[PathOf(i)].Where(diagnostic => isFixed?.Invoke(diagnostic) != false))
            {
                List<Offer> offered = await OffersAsync(project.GetDocument(documents[i])!, diagnostic);
                offers[i].AddRange(offered.Where((offer, index) => thorough || index == 0 || index == offered.Count - 1));
            }
        }

        var problems = new List<(int Source, string Problem)>();
        for (int round = 0; offers.Any(list => list.Count > round); round++)
        {
            int[] changed = [.. Enumerable.Range(0, documents.Length).Where(i => offers[i].Count > round)];
            // An optimizer that leaves its program may be written, and its gradients clipped, by any of them: those that do it stay.
            Solution solution = project.Solution.RemoveDocuments([.. Enumerable.Range(0, documents.Length).Except(changed)
                .Where(i => !sources[i].Contains(".LearningRate ", StringComparison.Ordinal) && !sources[i].Contains("clip_grad", StringComparison.Ordinal))
                .Select(i => documents[i])]);
            var texts = new Dictionary<int, string>();
            foreach (int i in changed)
            {
                ImmutableArray<CodeActionOperation> operations = await offers[i][round].Action.GetOperationsAsync(CancellationToken.None);
                Solution result = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
                IEnumerable<DocumentId> touched = result.GetChanges(project.Solution).GetProjectChanges().SelectMany(change => change.GetChangedDocuments());
                if (!touched.SequenceEqual([documents[i]]))
                    problems.Add((i, $"{offers[i][round]}: changes other documents"));
                texts[i] = (await result.GetDocument(documents[i])!.GetTextAsync()).ToString();
                solution = solution.WithDocumentText(documents[i], Microsoft.CodeAnalysis.Text.SourceText.From(texts[i]));
            }

            State after = await State.OfAsync(solution.GetProject(project.Id)!);
            foreach (int i in changed)
            {
                Offer offer = offers[i][round];
                string? problem = after.ProblemSince(before, PathOf(i), offer.Diagnostic.Id)
                    ?? FormProblem(sources[i], texts[i], offer)
                    ?? check?.Invoke(offer.Diagnostic.Id, sources[i], texts[i]);
                if (problem is not null)
                {
                    problems.Add((i, $"{offer}: {problem}\n{texts[i]}"));
                }
            }
        }

        return new Outcome(project, before, offers, problems);
    }

    internal static string PathOf(int index) => $"Source{index}.cs";

    private static Project AddSources(AdhocWorkspace workspace, string[] sources, bool strict, LanguageVersion? language)
    {
        CSharpCompilationOptions options = Analysis.LibraryOptions(strict);
        Project project = Analysis.AddProject(workspace, language is null ? options : options.WithNullableContextOptions(NullableContextOptions.Disable));
        if (language is { } older)
        {
            project = project.WithParseOptions(((CSharpParseOptions)project.ParseOptions!).WithLanguageVersion(older));
        }

        Solution solution = project.Solution;
        for (int i = 0; i < sources.Length; i++)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(project.Id), PathOf(i), sources[i], filePath: PathOf(i));
        }

        return solution.GetProject(project.Id)!;
    }

    /// <summary>The fixes of a diagnostic.</summary>
    public static async Task<List<Offer>> OffersAsync(Document document, Diagnostic diagnostic)
    {
        var offers = new List<Offer>();
        foreach (CodeFixProvider provider in RuleCatalog.CodeFixProviders.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            await provider.RegisterCodeFixesAsync(
                new CodeFixContext(document, diagnostic, (action, _) => offers.AddRange(RefactoringVerifier.Nested(action).Select(inner => new Offer(diagnostic, inner, provider))), CancellationToken.None));
        }

        return offers;
    }

    /// <summary>What a fix must leave as it is, whatever it does, and has not.</summary>
    public static string? FormProblem(string before, string after, Offer offer)
    {
        // Each statement that goes takes the comment behind it along.
        bool takesStatement = offer.Action.EquivalenceKey!.EndsWith(".RemoveStep", StringComparison.Ordinal) || offer.Action.Title.Contains(" and remove '", StringComparison.Ordinal);
        int Comments(string source) => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTrivia().Count(trivia =>
            trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia);
        int Statements(string source) => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes().OfType<ExpressionStatementSyntax>().Count();
        bool HasOtherEndings(string source) => before.Contains("\r\n", StringComparison.Ordinal)
            ? source.Replace("\r\n", "", StringComparison.Ordinal).Contains('\n')
            : source.Contains('\r');
        int TrailingSpaces(string source) => source.ReplaceLineEndings("\n").Split('\n').Count(line => line.EndsWith(' '));
        return Comments(after) < Comments(before) - (takesStatement ? Math.Max(1, Statements(before) - Statements(after)) : 0) ? "loses a comment"
            : HasOtherEndings(after) && !HasOtherEndings(before) ? "changes line endings"
            : TrailingSpaces(after) > TrailingSpaces(before) ? "leaves spaces at the end of a line"
            : null;
    }

    /// <summary>What is reported in each file.</summary>
    internal sealed record State(ILookup<string, Diagnostic> Reports, ILookup<string, Diagnostic> Compiler)
    {
        public static async Task<State> OfAsync(Project project)
        {
            Compilation compilation = (await project.GetCompilationAsync())!;
            (ImmutableArray<Diagnostic> reports, ImmutableArray<Diagnostic> compiler) = await Analysis.BuildWithCompilerAsync(compilation);
            return new State(
                reports.ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath),
                compiler
                    .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !s_ignoredWarnings.Contains(diagnostic.Id) && diagnostic.Location.IsInSource)
                    .ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath));
        }

        /// <summary>What has become worse in a file; with the id of a diagnostic, it must have become less.</summary>
        /// <param name="before">What was.</param>
        /// <param name="path">The file.</param>
        /// <param name="fixedId">The id.</param>
        /// <param name="onlyNames">
        /// Whether a name was given to a number, and nothing else. Such a fix is not tried out before it is offered; where code means nothing,
        /// as <c>missing.LearningRate = 1</c> does, the name may be taken for one that stands there.
        /// </param>
        public string? ProblemSince(State before, string path, string? fixedId, bool onlyNames = false)
        {
            bool mayMean = onlyNames && before.Compiler[path].Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            int Count(State state, string id) => state.Reports[path].Count(diagnostic => diagnostic.Id == id);
            return Compiler[path].Count() > before.Compiler[path].Count() ? $"does not compile as before: {string.Join("; ", Compiler[path])}"
                : fixedId is not null && Count(this, fixedId) >= Count(before, fixedId) ? $"is still reported: {string.Join("; ", Reports[path])}"
                : !mayMean && Reports[path].Select(diagnostic => diagnostic.Id).Any(id => Count(this, id) > Count(before, id)) ? $"is reported anew: {string.Join("; ", Reports[path])}"
                : null;
        }
    }
}
