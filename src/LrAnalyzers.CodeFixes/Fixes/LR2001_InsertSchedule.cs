using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.CodeFixes.Schedules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Gives a training a learning-rate schedule that is as long as its loop and is stepped in it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2001_InsertSchedule)), Shared]
public sealed class LR2001_InsertSchedule : PlanningCodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2001");

    private protected override bool KeepsTrainingNumbers => false;

    /// <summary>The equivalence key of a schedule.</summary>
    internal static string KeyOf(string schedule) => "LR2001." + schedule;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (await TrainingSite.FindAsync(site).ConfigureAwait(false) is not { } training)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        SourceText text = await training.Document.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
        var fixes = new List<PlannedFix>();
        var advisor = new ScheduleAdvisor(training, site.Expression, site.Names);
        foreach (SchedulePlan plan in advisor.Plans())
        {
            if (onlyKey is null || onlyKey == KeyOf(plan.Key))
            {
                if (EditsOf(training, text, plan, advisor.Field) is { } edits)
                {
                    fixes.Add(new PlannedFix(plan.Title, KeyOf(plan.Key), edits.ToImmutableArray()));
                }
            }
        }

        return fixes.ToImmutableArray();
    }

    private static List<Edit>? EditsOf(TrainingSite training, SourceText text, SchedulePlan plan, string? field)
    {
        Document document = training.Document;
        Edit? creation = training.AfterAnchor
            ? StatementEdits.InsertAfter(document.Id, text, training.Anchor, plan.Lines)
            : StatementEdits.InsertBefore(document.Id, text, training.Anchor, plan.Lines);
        bool stepIsInSight = training.Step.Syntax.SyntaxTree == training.SemanticModel.SyntaxTree
            && training.EpochLoop.Contains(training.Step);
        IReadOnlyList<Edit>? step = plan.PerBatch
            ? stepIsInSight ? StepPlacer.BehindOptimizerStep(document, text, training.Step, plan.Step) : null
            : StepPlacer.AtEndOfEpoch(document, text, training.SemanticModel, training.EpochLoop, plan.Step);
        if (creation is null || step is null)
        {
            return null;
        }

        var edits = new List<Edit>(step) { creation };
        if (field is not null)
        {
            if (StatementEdits.InsertMemberAfter(document.Id, text, training.OptimizerMember!, field) is not { } member)
            {
                return null;
            }

            edits.Add(member);
        }

        return edits;
    }
}
