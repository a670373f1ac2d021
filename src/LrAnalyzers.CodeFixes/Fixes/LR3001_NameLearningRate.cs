using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Names a hard-coded learning rate: as a constant of the type, or as an optional parameter of the method.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR3001_NameLearningRate))]
public sealed class LR3001_NameLearningRate : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix that introduces a constant.</summary>
    public const string ConstantKey = "LR3001.Constant";

    /// <summary>Equivalence key of the fix that introduces an optional parameter.</summary>
    public const string ParameterKey = "LR3001.Parameter";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR3001");

    private protected override bool KeepsTrainingNumbers => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        // With a wider hard_coded_scope the number already has a name.
        if (!NumericSyntax.IsLiteral(site.SemanticModel, site.Expression, site.CancellationToken)
            || NumericSyntax.HasDirectives(site.Expression)
            || IsWrong(site))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        bool isConstant = site.SemanticModel.GetConstantValue(site.Expression, site.CancellationToken).HasValue;
        string type = NumericSyntax.KeywordOf(site.SemanticModel, site.Expression, site.CancellationToken);
        string value = site.Expression.ToString();
        var fixes = new List<PlannedFix>();
        if (onlyKey is null or ConstantKey && NamedConstant.TryPlan(site, value, type, isConstant) is { } constant)
        {
            fixes.Add(new PlannedFix($"Introduce constant '{constant.Name}'", ConstantKey, constant.Edits));
        }

        if (isConstant && onlyKey is null or ParameterKey
            && await OptionalParameter.TryPlanAsync(site, value, type).ConfigureAwait(false) is { } parameter
            && await KeepsVerdictsAsync(site, parameter.Edits).ConfigureAwait(false))
        {
            fixes.Add(new PlannedFix($"Introduce optional parameter '{parameter.Name}'", ParameterKey, parameter.Edits));
        }

        return fixes.ToImmutableArray();
    }

    // What is said of a schedule by the number is no longer said when any caller may give another, and then hides nothing any more.
    private static async Task<bool> KeepsVerdictsAsync(FixSite site, ImmutableArray<Edit> edits) =>
        !(await Completion.ReportsAsync(site).ConfigureAwait(false)).Any(report => report.Id.StartsWith("LR2", StringComparison.Ordinal))
        || await Completion.AddsNothingAsync(site, edits).ConfigureAwait(false);

    // A name would make a mistake look meant: LR1001 and LR1002 say what is wrong with the number first.
    private static bool IsWrong(FixSite site) =>
        site.SemanticModel.GetConstantValue(site.Expression, site.CancellationToken) is { HasValue: true, Value: var constant }
        && !(constant.ToDouble() > 0);
}
