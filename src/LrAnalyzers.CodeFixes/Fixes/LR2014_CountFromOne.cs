using System.Collections.Immutable;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Lets a warmup count from 1, so that its first step trains.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2014_CountFromOne))]
public sealed class LR2014_CountFromOne : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2014.CountFromOne";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2014");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey) =>
        Task.FromResult(LambdaEdits.Of(site) is { } lambda && LambdaEdits.CountFromOne(site, lambda) is { } edits
            ? ImmutableArray.Create(new PlannedFix("Count from 1", Key, edits))
            : ImmutableArray<PlannedFix>.Empty);
}
