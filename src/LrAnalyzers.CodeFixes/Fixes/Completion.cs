using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Flow;
using LrAnalyzers.Options;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>
/// Of several mistakes about a learning rate, or a scheduler, only the first is reported, so that a fix can bring the next one to light. Then
/// both are mended at once, or nothing is offered: a fix never trades one report for another, nor for code that does not compile.
/// </summary>
internal static class Completion
{
    // Enough for any chain that was seen; a longer one is not worth a guess.
    private const int MostSteps = 3;

    /// <summary>Every fix that may follow another, in the order of their names; a test asks for each.</summary>
    internal static ImmutableArray<PlanningCodeFixProvider> Providers { get; } = ImmutableArray.Create<PlanningCodeFixProvider>(
        new LR1002_DivideExactly(),
        new LR1006_PassLearningRate(),
        new LR1007_UseAdamW(),
        new LR1008_ReviveLearningRate(),
        new LR1009_WriteDefault(),
        new LR1010_NameArguments(),
        new LR1011_BeginAboveZero(),
        new LR1012_RearrangeRange(),
        new LR1013_LeaveOut(),
        new LR1014_WriteGroups(),
        new LR1015_ParseInvariant(),
        new LR2001_InsertSchedule(),
        new LR2002_StepScheduler(),
        new LR2005_UseLoopBound(),
        new LR2006_RepairArgument(),
        new LR2007_KeepMomentum(),
        new LR2008_PassMetric(),
        new LR2010_UseOtherOptimizer(),
        new LR2011_PutWarmupBefore(),
        new LR2012_RemoveLastEpoch(),
        new LR2014_CountFromOne(),
        new LR2015_ReturnFactor(),
        new LR2016_StepOptimizer(),
        new LR2018_UseOtherMode(),
        new LR2020_Resume(),
        new LR2021_ResetRate(),
        new LR3001_NameLearningRate(),
        new MoveStatement(),
        new RemoveStep(),
        new TypicalLearningRate());

    private static readonly ImmutableArray<CandidateAnalyzer> s_analyzers = ImmutableArray.Create<CandidateAnalyzer>(new ValueAnalyzer(), new ScheduleAnalyzer());

    // What is reported before is asked for again with every fix of a document.
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<DocumentId, ImmutableArray<Diagnostic>>> s_reports = new();

    /// <summary>The fix, with whatever it brings to light where it is judged mended as well; <see langword="null"/> where that cannot be.</summary>
    public static async Task<PlannedFix?> CompleteAsync(FixSite site, PlannedFix fix)
    {
        Solution original = site.Document.Project.Solution;
        DocumentId[] documents = fix.Edits.Select(edit => edit.Document).Distinct().ToArray();
        string title = fix.Title;
        Solution mended = await Edits.ApplyAsync(original, fix.Edits, site.CancellationToken).ConfigureAwait(false);
        for (int step = 0; step < MostSteps; step++)
        {
            DocumentId[] asked = documents.Union(fix.Judged).ToArray();
            ImmutableArray<Diagnostic> after = await ReportsAsync(mended, asked, site.CancellationToken).ConfigureAwait(false);
            Diagnostic[] uncovered = after.IsEmpty
                ? []
                : Left(site.Diagnostic, await ReportsAsync(original, asked, site.CancellationToken).ConfigureAwait(false), after);
            if (uncovered.Length == 0)
            {
                if (!await CompileCheck.KeepsCompilingAsync(original, mended, documents, site.CancellationToken).ConfigureAwait(false))
                {
                    return null;
                }

                return step == 0
                    ? fix
                    : fix with { Title = title, Edits = await DifferenceAsync(original, mended, documents, site.CancellationToken).ConfigureAwait(false) };
            }

            if (uncovered.Length > 1 || await PlanAsync(mended, uncovered[0], site).ConfigureAwait(false) is not { } next)
            {
                return null;
            }

            title = next.SaysAll ? next.Title
                : next.Title == fix.Title ? title : title + " and " + char.ToLowerInvariant(next.Title[0]) + next.Title.Substring(1);
            documents = documents.Union(next.Edits.Select(edit => edit.Document)).ToArray();
            mended = await Edits.ApplyAsync(mended, next.Edits, site.CancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Whether the edits compile and bring nothing to light.</summary>
    public static Task<bool> AddsNothingAsync(FixSite site, ImmutableArray<Edit> edits) =>
        AddsNothingAsync(site.Document.Project.Solution, edits, Judged(site), site.CancellationToken);

    /// <summary>What is reported in the document of a fix.</summary>
    public static Task<ImmutableArray<Diagnostic>> ReportsAsync(FixSite site) =>
        ReportsAsync(site.Document.Project.Solution, [site.Document.Id], site.CancellationToken);

    /// <summary>
    /// The fixes of several diagnostics that can be applied together, in their order: one that takes away what another one
    /// needs, gives a second schedule to the same optimizer, or does not compile beside the others, is left for the next time.
    /// </summary>
    public static async Task<ImmutableArray<Edit>> TogetherAsync(Solution solution, IReadOnlyList<PlannedFix> fixes, CancellationToken cancellationToken)
    {
        var chosen = new List<PlannedFix>();
        foreach (PlannedFix fix in fixes)
        {
            if (!chosen.Any(other => fix.Edits.Any(edit => other.Edits.Any(beside => Edits.Exclude(edit, beside)))))
            {
                chosen.Add(fix);
            }
        }

        var together = chosen.SelectMany(fix => fix.Edits).ToImmutableArray();
        if (chosen.Count <= 1)
        {
            return together;
        }

        DocumentId[] judged = chosen.SelectMany(fix => fix.Judged).Distinct().ToArray();
        if (await WithoutAdditionAsync(solution, together, judged, cancellationToken).ConfigureAwait(false) is { } all)
        {
            return all;
        }

        ImmutableArray<Edit> edits = chosen[0].Edits;
        foreach (PlannedFix fix in chosen.Skip(1))
        {
            edits = await WithoutAdditionAsync(solution, edits.AddRange(fix.Edits), judged, cancellationToken).ConfigureAwait(false) ?? edits;
        }

        return edits;
    }

    // The edits with what they leave unread; null where they bring anything.
    private static async Task<ImmutableArray<Edit>?> WithoutAdditionAsync(
        Solution original, ImmutableArray<Edit> edits, IReadOnlyList<DocumentId> judged, CancellationToken cancellationToken) =>
        await UnreadDeclarations.RemoveAsync(original, edits, cancellationToken).ConfigureAwait(false) is { } whole
        && await AddsNothingAsync(original, whole, judged, cancellationToken).ConfigureAwait(false)
            ? whole
            : null;

    private static async Task<bool> AddsNothingAsync(
        Solution original, ImmutableArray<Edit> edits, IReadOnlyList<DocumentId> judged, CancellationToken cancellationToken)
    {
        DocumentId[] documents = edits.Select(edit => edit.Document).Distinct().ToArray();
        DocumentId[] asked = documents.Union(judged).ToArray();
        Solution edited = await Edits.ApplyAsync(original, edits, cancellationToken).ConfigureAwait(false);
        ImmutableArray<Diagnostic> after = await ReportsAsync(edited, asked, cancellationToken).ConfigureAwait(false);
        return await CompileCheck.KeepsCompilingAsync(original, edited, documents, cancellationToken).ConfigureAwait(false)
            && (after.IsEmpty || New(await ReportsAsync(original, asked, cancellationToken).ConfigureAwait(false), after).Length == 0);
    }

    private static async Task<PlannedFix?> PlanAsync(Solution solution, Diagnostic diagnostic, FixSite site)
    {
        foreach (PlanningCodeFixProvider provider in Providers.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            if (solution.GetDocument(diagnostic.Location.SourceTree) is { } document
                && await FixSite.CreateAsync(document, diagnostic, site.Names, site.CancellationToken).ConfigureAwait(false) is { } next
                && (await provider.PlanAloneAsync(next).ConfigureAwait(false)).FirstOrDefault() is { } fix)
            {
                return fix;
            }
        }

        return null;
    }

    /// <summary>
    /// The documents in which the report of a fix is, and stand the learning rates that it speaks of, or that reach that document: a number in
    /// a settings class is judged beside each optimizer that it reaches, and beside its scheduler.
    /// </summary>
    public static ImmutableArray<DocumentId> Judged(FixSite site) => site.OtherPlaces
        .Select(location => location.SourceTree)
        .Concat(FilesBehind(site))
        .Select(tree => site.Document.Project.Solution.GetDocument(tree)?.Id)
        .OfType<DocumentId>()
        .Prepend(site.Document.Id)
        .Distinct()
        .ToImmutableArray();

    private static IEnumerable<SyntaxTree> FilesBehind(FixSite site) =>
        LearningRateCatalog.TryCreate(site.SemanticModel.Compilation, site.Document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider, LrOptions.Declared) is { } catalog
            ? RateSources.Of(new SiteReader(catalog), CodeBase.Of(site.SemanticModel.Compilation)).FilesBehind(site.SemanticModel.SyntaxTree, site.CancellationToken)
            : [];

    // The rules report in the code that they judge: what is changed, and what depends on it, is all that can have new reports.
    private static async Task<ImmutableArray<Diagnostic>> ReportsAsync(Solution solution, DocumentId[] documents, CancellationToken cancellationToken)
    {
        ImmutableArray<Diagnostic>.Builder reports = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (DocumentId id in documents)
        {
            if (solution.GetDocument(id) is { } document
                && await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model)
            {
                reports.AddRange(ReportsIn(document, model, cancellationToken));
            }
        }

        return reports.ToImmutable();
    }

    private static ImmutableArray<Diagnostic> ReportsIn(Document document, SemanticModel model, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<DocumentId, ImmutableArray<Diagnostic>> known = s_reports.GetOrCreateValue(model.Compilation);
        if (!known.TryGetValue(document.Id, out ImmutableArray<Diagnostic> reports))
        {
            reports = s_analyzers.SelectMany(analyzer => analyzer.ReportsIn(model, document.Project.AnalyzerOptions, cancellationToken)).ToImmutableArray();
            known.TryAdd(document.Id, reports);
        }

        return reports;
    }

    // What is new; or else the report itself where it is still there: moved out of one loop, an object may stand in the next.
    private static Diagnostic[] Left(Diagnostic diagnostic, ImmutableArray<Diagnostic> before, ImmutableArray<Diagnostic> after)
    {
        Diagnostic[] uncovered = New(before, after);
        return uncovered.Length > 0 || after.Count(IsSameKind) < before.Count(IsSameKind)
            ? uncovered
            : after.Where(IsSameKind).OrderByDescending(report => TextOf(report) == TextOf(diagnostic)).Take(1).ToArray();

        bool IsSameKind(Diagnostic report) => report.Id == diagnostic.Id;
    }

    private static Diagnostic[] New(ImmutableArray<Diagnostic> before, ImmutableArray<Diagnostic> after) => after
        .GroupBy(diagnostic => diagnostic.Id)
        .SelectMany(found =>
        {
            var known = before.Where(diagnostic => diagnostic.Id == found.Key).Select(TextOf).ToList();
            int grown = found.Count() - known.Count;
            return found.Where(diagnostic => !known.Remove(TextOf(diagnostic))).Take(System.Math.Max(0, grown));
        })
        .ToArray();

    private static string TextOf(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan);

    private static async Task<ImmutableArray<Edit>> DifferenceAsync(
        Solution before, Solution after, DocumentId[] documents, CancellationToken cancellationToken)
    {
        ImmutableArray<Edit>.Builder edits = ImmutableArray.CreateBuilder<Edit>();
        foreach (DocumentId id in documents)
        {
            SourceText original = await before.GetDocument(id)!.GetTextAsync(cancellationToken).ConfigureAwait(false);
            SourceText result = await after.GetDocument(id)!.GetTextAsync(cancellationToken).ConfigureAwait(false);
            edits.AddRange(result.GetTextChanges(original).Select(change => new ReplaceText(id, change.Span, change.NewText ?? "")));
        }

        return edits.ToImmutable();
    }
}
