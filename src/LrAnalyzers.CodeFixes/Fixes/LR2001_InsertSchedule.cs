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

    private protected override Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey) =>
        SchedulePlanner.PlanAsync(site, onlyKey, KeyOf);
}
