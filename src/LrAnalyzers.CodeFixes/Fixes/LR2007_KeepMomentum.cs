using System.Collections.Immutable;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Lets CyclicLR or OneCycleLR leave the momentum alone, for an optimizer that has none.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2007_KeepMomentum))]
public sealed class LR2007_KeepMomentum : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2007.KeepMomentum";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2007");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey) =>
        Task.FromResult(Edits(site) is { } edits
            ? ImmutableArray.Create(new PlannedFix("Pass 'cycle_momentum: false'", Key, edits))
            : ImmutableArray<PlannedFix>.Empty);

    private static ImmutableArray<Edit>? Edits(FixSite site)
    {
        if (!site.Diagnostic!.Properties.TryGetValue(SchedulerRule.Fix, out string? fix)
            || fix != LR2007_IncompatibleOptimizer.KeepMomentum
            || ArgumentEdits.Of(site.Expression) is not { Parent: ArgumentListSyntax { Parent: { } creation } list })
        {
            return null;
        }

        foreach (ArgumentSyntax given in list.Arguments)
        {
            if (site.SemanticModel.GetOperation(given, site.CancellationToken) is IArgumentOperation { Parameter.Name: "cycle_momentum" })
            {
                return ArgumentEdits.Replace(site, given.Expression, "false");
            }
        }

        return ArgumentEdits.Add(site.Document.Id, creation, "cycle_momentum", "false");
    }
}
