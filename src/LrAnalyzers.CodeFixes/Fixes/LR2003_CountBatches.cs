using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.CodeFixes.Training;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>
/// Gives a schedule that the library means to be stepped after every batch as many steps as there are batches in all epochs, in
/// place of the number of epochs.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2003_CountBatches))]
public sealed class LR2003_CountBatches : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2003.CountBatches";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2003");

    internal override bool MayFollow => false;

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (onlyKey is not (null or Key)
            || !site.Diagnostic.Properties.TryGetValue(SchedulerRule.Parameter, out string? parameter)
            || NumericSyntax.HasDirectives(site.Expression)
            || await SiteContexts.SchedulerAsync(site).ConfigureAwait(false) is not { AdvancingSteps: { Length: 1 } steps } scheduler
            || ScheduleLength.Of(scheduler.Site)?.Syntax is not ExpressionSyntax length
            || site.Expression.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        CallChain step = steps[0];
        var loops = scheduler.LoopsAround(step).Where(loop => !loop.Contains(scheduler.Site.Operation)).ToImmutableArray();
        if (loops.Length < 2)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        TrainingLoop epochs = loops[loops.Length - 1];
        var carrier = new ExpressionCarrier(step, epochs, scheduler.Code, site.SemanticModel, statement.SpanStart, site.CancellationToken);
        if (StepCount.OfEpochs(step, epochs, carrier, bound: null) is not { } rounds
            || StepCount.Of(step, epochs, rounds, scheduler.Flow.Iterations, carrier, site.CancellationToken) is not { } batches)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        string count = batches.AsInt.Text;
        var fix = new PlannedFix(
            $"Set '{parameter}' to '{count}'", Key, ImmutableArray.Create<Edit>(new ReplaceText(site.Document.Id, length.Span, count)));
        return await CompileCheck.KeepsCompilingAsync(site, fix.Edits).ConfigureAwait(false)
            ? ImmutableArray.Create(fix)
            : ImmutableArray<PlannedFix>.Empty;
    }
}
