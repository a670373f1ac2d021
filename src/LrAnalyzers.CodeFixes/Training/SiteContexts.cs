using System.Collections.Immutable;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>Sees the site of a fix as the schedule rules see it.</summary>
internal static class SiteContexts
{
    /// <summary>The rules whose reports a fix foresees.</summary>
    public static LR2001_UnscheduledTraining UnscheduledTraining { get; } = new();

    /// <summary>See <see cref="UnscheduledTraining"/>.</summary>
    public static LR2011_MissingWarmup MissingWarmup { get; } = new();

    /// <summary>The optimizer that is created at the site, or <see langword="null"/>.</summary>
    public static Task<OptimizerContext?> OptimizerAsync(FixSite site) => OptimizerAsync(site, site.Expression);

    /// <summary>The optimizer that an expression of the site's document creates, or <see langword="null"/>.</summary>
    public static async Task<OptimizerContext?> OptimizerAsync(FixSite site, ExpressionSyntax creation) =>
        await ReadAsync(site, creation).ConfigureAwait(false) is var (scope, operation, symbol)
        && scope.Reader.ReadOptimizer(operation) is { } optimizer
            ? new OptimizerContext(optimizer, symbol, scope, site.CancellationToken)
            : null;

    /// <summary>The scheduler that is created at the site, or <see langword="null"/>.</summary>
    public static async Task<SchedulerContext?> SchedulerAsync(FixSite site) =>
        await ReadAsync(site, site.Expression).ConfigureAwait(false) is var (scope, operation, symbol)
        && scope.Reader.ReadScheduler(operation) is { } scheduler
            ? new SchedulerContext(scheduler, symbol, scope, site.CancellationToken)
            : null;

    private static async Task<(ScheduleScope Scope, IOperation Operation, ISymbol Symbol)?> ReadAsync(FixSite site, ExpressionSyntax creation)
    {
        Compilation? compilation = await site.Document.Project.GetCompilationAsync(site.CancellationToken).ConfigureAwait(false);
        if (compilation is null
            || ScheduleCatalog.TryCreate(compilation) is not { } catalog
            || site.SemanticModel.GetOperation(creation, site.CancellationToken) is not { } operation
            || site.SemanticModel.GetEnclosingSymbol(creation.SpanStart, site.CancellationToken) is not { } symbol)
        {
            return null;
        }

        var analysis = new AnalysisScope(
            compilation,
            site.Document.Project.AnalyzerOptions,
            ImmutableArray.Create(UnscheduledTraining.Descriptor, MissingWarmup.Descriptor));
        return (new ScheduleScope(catalog, CodeBase.Of(compilation), new ScheduleSiteReader(catalog), analysis), operation, symbol);
    }
}
