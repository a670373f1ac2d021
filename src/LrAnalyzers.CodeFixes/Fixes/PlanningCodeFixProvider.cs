using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Options;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>
/// A code fix provider that first decides everything and then offers it. Fix All plans the diagnostics one after another,
/// so that each plan sees the names the earlier ones took.
/// </summary>
public abstract class PlanningCodeFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new PlanningFixAllProvider(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            FixSite? site = await FixSite
                .CreateAsync(context.Document, diagnostic, new NameAllocator(), context.CancellationToken).ConfigureAwait(false);
            if (site is null)
            {
                continue;
            }

            var fixes = (await PlanWholeAsync(site, onlyKey: null).ConfigureAwait(false))
                .Select(fix => fix with { Title = TitleOf(fix, diagnostic) }).ToImmutableArray();
            foreach (CodeAction action in PlannedFix.Actions(fixes, context.Document.Project.Solution))
            {
                context.RegisterCodeFix(action, diagnostic);
            }
        }
    }

    // With the rates of the code as it stands, where the rule shows them.
    private static string TitleOf(PlannedFix fix, Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(SchedulerRule.Curve, out string? curve) && curve is not null ? $"{fix.Title} (now {curve})" : fix.Title;

    /// <summary>
    /// Whether a fix keeps every number of the training as it is. <c>dotnet format</c> applies the fixes of warnings to a whole
    /// solution by itself: those that do not keep them it leaves alone, unless <see cref="LrOptions.DotnetFormat"/> says otherwise.
    /// </summary>
    private protected abstract bool KeepsTrainingNumbers { get; }

    /// <summary>See <see cref="KeepsTrainingNumbers"/>.</summary>
    internal bool IsAppliedByDotnetFormat => KeepsTrainingNumbers;

    /// <summary>
    /// Whether a fix can bring to light what the diagnostic hid: of several mistakes about one scheduler only the first is
    /// reported.
    /// </summary>
    private protected virtual bool Uncovers(FixSite site) => false;

    /// <summary>
    /// Whether it may be applied to what another fix brings to light, as a part of that one. Not a second choice beside a fix of
    /// the same rule.
    /// </summary>
    internal virtual bool MayFollow => true;

    /// <summary>The ways to fix a diagnostic, without a look at what comes to light behind it.</summary>
    internal Task<ImmutableArray<PlannedFix>> PlanAloneAsync(FixSite site) => PlanAsync(site, onlyKey: null);

    private async Task<ImmutableArray<PlannedFix>> PlanWholeAsync(FixSite site, string? onlyKey)
    {
        PlannedFix[] fixes = (await PlanAsync(site, onlyKey).ConfigureAwait(false)).Where(fix => onlyKey is null || onlyKey == fix.EquivalenceKey).ToArray();
        ImmutableArray<PlannedFix>.Builder whole = ImmutableArray.CreateBuilder<PlannedFix>(fixes.Length);
        ImmutableArray<DocumentId> judged = fixes.Length > 0 ? Completion.Judged(site) : ImmutableArray<DocumentId>.Empty;
        foreach (PlannedFix fix in fixes.Select(fix => fix with { Judged = judged }))
        {
            // What does not parse may be something else than it looks like.
            bool mustCompile = !Uncovers(site) && site.Expression.SyntaxTree.GetRoot(site.CancellationToken).ContainsDiagnostics;
            if ((Uncovers(site) ? await Completion.CompleteAsync(site, fix).ConfigureAwait(false) : fix) is { } complete
                && (!mustCompile || await CompileCheck.KeepsCompilingAsync(site, complete.Edits).ConfigureAwait(false))
                && await UnreadDeclarations.RemoveAsync(site.Document.Project.Solution, complete.Edits, site.CancellationToken).ConfigureAwait(false) is { } edits)
            {
                whole.Add(complete with { Edits = edits });
            }
        }

        return whole.ToImmutable();
    }

    /// <summary>The ways to fix a diagnostic, best first; none where no fix is certain to compile and to do what it says.</summary>
    /// <param name="site">The diagnostic and the code around it.</param>
    /// <param name="onlyKey">The equivalence key that is wanted, or <see langword="null"/> for all.</param>
    private protected abstract Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey);

    private sealed class PlanningFixAllProvider(PlanningCodeFixProvider provider) : FixAllProvider
    {
        public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() =>
            new[] { FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution };

        public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
        {
            var chosen = new List<PlannedFix>();
            var names = new NameAllocator();
            // `dotnet format` asks for the fixes of the first diagnostic alone, and names none where that has none.
            string? key = fixAllContext.CodeActionEquivalenceKey;
            foreach (Document document in DocumentsOf(fixAllContext))
            {
                if (!await MayChangeAsync(document, fixAllContext).ConfigureAwait(false))
                {
                    continue;
                }

                foreach (Diagnostic diagnostic in await fixAllContext.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false))
                {
                    if (await FixSite.CreateAsync(document, diagnostic, names, fixAllContext.CancellationToken).ConfigureAwait(false)
                        is not { } site)
                    {
                        continue;
                    }

                    ImmutableArray<PlannedFix> fixes = await provider.PlanWholeAsync(site, key).ConfigureAwait(false);
                    if (fixes.FirstOrDefault(planned => key is null || planned.EquivalenceKey == key) is { } fix)
                    {
                        key = fix.EquivalenceKey;
                        chosen.Add(fix);
                    }
                }
            }

            // Names that are given to numbers cannot be in each other's way.
            ImmutableArray<Edit> edits = provider.KeepsTrainingNumbers
                ? chosen.SelectMany(fix => fix.Edits).ToImmutableArray()
                : await Completion.TogetherAsync(fixAllContext.Solution, chosen, fixAllContext.CancellationToken).ConfigureAwait(false);
            return edits.IsEmpty
                ? null
                : CodeAction.Create(
                    "Fix all",
                    cancellationToken => Edits.ApplyAsync(fixAllContext.Solution, edits, cancellationToken),
                    key);
        }

        // A whole solution is fixed by a person in an editor, who has chosen it and sees what changes, or by dotnet format.
        private async Task<bool> MayChangeAsync(Document document, FixAllContext context) =>
            context.Scope != FixAllScope.Solution
            || provider.KeepsTrainingNumbers
            || context.Solution.Workspace.Kind == WorkspaceKind.Host
            || await document.GetSyntaxTreeAsync(context.CancellationToken).ConfigureAwait(false) is { } tree
                && LrOptions.DotnetFormat.Read(document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(tree)) == DotnetFormat.All;

        private static IEnumerable<Document> DocumentsOf(FixAllContext context) => context.Scope switch
        {
            FixAllScope.Document when context.Document is { } document => new[] { document },
            FixAllScope.Project => context.Project.Documents,
            FixAllScope.Solution => context.Solution.Projects
                .Where(project => project.Language == LanguageNames.CSharp)
                .SelectMany(project => project.Documents),
            _ => Array.Empty<Document>(),
        };
    }
}
