using System.Collections.Immutable;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Puts the bounds of a search range in order and searches it by its logarithm.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR1012_RearrangeRange))]
public sealed class LR1012_RearrangeRange : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR1012.Rearrange";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1012");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        bool swap = site.Diagnostic.Properties.ContainsKey(LR1012_LinearSearchRange.Swap);
        bool logarithmic = site.Diagnostic.Properties.ContainsKey(LR1012_LinearSearchRange.Logarithmic);
        if (SearchRangeSyntax.Around(site) is not { Minimum: { } minimum, Maximum: { } maximum } range)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        ImmutableArray<Edit>.Builder edits = ImmutableArray.CreateBuilder<Edit>();
        if (swap)
        {
            edits.Add(range.Replace(minimum, maximum.ToString()));
            edits.Add(range.Replace(maximum, minimum.ToString()));
        }

        if (logarithmic)
        {
            edits.Add(range.SwitchLogBaseOn());
        }

        string title = (swap, logarithmic) switch
        {
            (true, true) => "Swap the bounds and search on a logarithmic scale",
            (true, false) => "Swap the bounds",
            _ => "Search on a logarithmic scale",
        };
        return await CompileCheck.KeepsCompilingAsync(site, edits.ToImmutable()).ConfigureAwait(false)
            ? ImmutableArray.Create(new PlannedFix(title, Key, edits.ToImmutable()))
            : ImmutableArray<PlannedFix>.Empty;
    }
}
