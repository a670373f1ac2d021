using System.Collections.Immutable;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.CodeFixes.Training;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Gives a training a learning-rate schedule that is as long as its loop and is stepped in it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2001_InsertSchedule))]
public sealed class LR2001_InsertSchedule : PlanningCodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2001");

    private protected override bool KeepsTrainingNumbers => false;

    /// <summary>The equivalence key of a schedule.</summary>
    internal static string KeyOf(string schedule) => "LR2001." + schedule;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        ImmutableArray<PlannedFix>.Builder fixes = ImmutableArray.CreateBuilder<PlannedFix>();
        foreach (PlannedFix fix in await SchedulePlanner.PlanAsync(site, onlyKey, KeyOf).ConfigureAwait(false))
        {
            // What is changed wherever an object is made is judged there, too.
            if (!fix.ChangesCallers || await Completion.AddsNothingAsync(site, fix.Edits).ConfigureAwait(false))
            {
                fixes.Add(fix);
            }
        }

        return fixes.ToImmutable();
    }
}
