using System.Collections.Immutable;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Gives a scheduler an argument that works.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2006_RepairArgument))]
public sealed class LR2006_RepairArgument : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix that puts a typical value in place.</summary>
    public const string TypicalKey = "LR2006.Typical";

    /// <summary>Equivalence key of the fix that swaps the two ends of a cycle.</summary>
    public const string SwapKey = "LR2006.Swap";

    /// <summary>Equivalence key of the fix that lets a lambda count from 1.</summary>
    public const string CountKey = "LR2006.CountFromOne";

    /// <summary>Equivalence key of the fix that divides by the next epoch.</summary>
    public const string NextKey = "LR2006.Next";

    /// <summary>Equivalence key of the fix that returns the factor of one step.</summary>
    public const string OneStepKey = "LR2006.OneStep";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2006");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey) =>
        Task.FromResult(Plan(site) is { } fix ? ImmutableArray.Create(fix) : ImmutableArray<PlannedFix>.Empty);

    private static PlannedFix? Plan(FixSite site)
    {
        ImmutableDictionary<string, string?> properties = site.Diagnostic!.Properties;
        if (properties.TryGetValue(SchedulerRule.Replacement, out string? value) && value is not null)
        {
            if (properties.TryGetValue(SchedulerRule.Parameter, out string? parameter) && parameter is not null)
            {
                return ArgumentEdits.Add(site.Document.Id, site.Expression, parameter, value) is { } added
                    ? new PlannedFix($"Pass '{parameter}: {value}'", TypicalKey, added)
                    : null;
            }

            if (properties.TryGetValue(SchedulerRule.Fix, out string? kind) && kind == LR2006_BrokenSchedulerArgument.OneStep)
            {
                return new PlannedFix(
                    $"Return the factor of one step, {value}",
                    OneStepKey,
                    ImmutableArray.Create<Edit>(new ReplaceText(site.Document.Id, site.Expression.Span, value)));
            }

            return ArgumentEdits.Replace(site, site.Expression, value) is { } replaced
                ? new PlannedFix($"Use the typical value {value}", TypicalKey, replaced)
                : null;
        }

        properties.TryGetValue(SchedulerRule.Fix, out string? fix);
        return fix switch
        {
            "Swap" when Swap(site) is { } swapped => new PlannedFix("Swap 'base_lr' and 'max_lr'", SwapKey, swapped),
            LR2006_BrokenSchedulerArgument.Next => new PlannedFix(
                $"Divide by {site.Expression} + 1",
                NextKey,
                ImmutableArray.Create<Edit>(new ReplaceText(
                    site.Document.Id, site.Expression.Span, site.Expression.Parent is ParenthesizedExpressionSyntax ? $"{site.Expression} + 1" : $"({site.Expression} + 1)"))),
            "CountFromOne" when LambdaEdits.Of(site) is { } lambda && LambdaEdits.CountFromOne(site, lambda) is { } counted =>
                new PlannedFix("Count epochs from 1", CountKey, counted),
            _ => null,
        };
    }

    private static ImmutableArray<Edit>? Swap(FixSite site)
    {
        if (site.Diagnostic!.AdditionalLocations is not { Count: 1 } others
            || others[0].SourceTree != site.SemanticModel.SyntaxTree
            || site.Expression.SyntaxTree.GetRoot(site.CancellationToken).FindNode(others[0].SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax other
            || NumericSyntax.HasDirectives(site.Expression)
            || NumericSyntax.HasDirectives(other))
        {
            return null;
        }

        return ImmutableArray.Create<Edit>(
            new ReplaceText(site.Document.Id, site.Expression.Span, other.ToString()),
            new ReplaceText(site.Document.Id, other.Span, site.Expression.ToString()));
    }
}
