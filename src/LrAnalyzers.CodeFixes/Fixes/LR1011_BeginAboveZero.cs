using System.Collections.Immutable;
using System.Globalization;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Lets the search of a learning rate begin above zero, on a logarithmic scale.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR1011_BeginAboveZero))]
public sealed class LR1011_BeginAboveZero : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR1011.BeginAboveZero";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1011");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (!site.Diagnostic.Properties.TryGetValue(LR1011_BrokenSearchRange.LowerBound, out string? text)
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double lower)
            || SearchRangeSyntax.Around(site) is not { TakesFractions: true, Minimum: { } minimum, Maximum: { } maximum } range)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        ImmutableArray<Edit>.Builder edits = ImmutableArray.CreateBuilder<Edit>();
        string bound = LearningRateFormat.Literal(lower, range.IsSingle);
        if (ArgumentEdits.Replace(site, minimum, bound) is not { } replaced)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        edits.AddRange(replaced);
        edits.Add(range.SwitchLogBaseOn());

        // A search cannot begin below its range.
        if (range.Start is { } start && ValueOf(site, start) is <= 0)
        {
            edits.Add(range.Replace(start, bound));
        }

        string title = $"Search from {text} to {maximum} on a logarithmic scale";
        return await CompileCheck.KeepsCompilingAsync(site, edits.ToImmutable()).ConfigureAwait(false)
            ? ImmutableArray.Create(new PlannedFix(title, Key, edits.ToImmutable()))
            : ImmutableArray<PlannedFix>.Empty;
    }

    private static double? ValueOf(FixSite site, ExpressionSyntax expression) =>
        site.SemanticModel.GetOperation(expression, site.CancellationToken) is { } operation
            ? ValueResolver.Resolve(operation, site.CancellationToken).Single
            : null;
}
