using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.CodeFixes.Training;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Gives ReduceLROnPlateau the metric it needs: the loss that is at hand, or the int that is meant as a metric.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2008_PassMetric))]
public sealed class LR2008_PassMetric : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix that passes a loss.</summary>
    public const string LossKey = "LR2008.Loss";

    /// <summary>Equivalence key of the fix that makes the metric a double.</summary>
    public const string DoubleKey = "LR2008.Double";

    private static readonly Regex s_counter = new("epoch|step|iter|batch|^[ijen]$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2008");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey) =>
        Task.FromResult(Plan(site) is { } fix ? ImmutableArray.Create(fix) : ImmutableArray<PlannedFix>.Empty);

    private static PlannedFix? Plan(FixSite site)
    {
        InvocationExpressionSyntax? call = site.Expression.FirstAncestorOrSelf<InvocationExpressionSyntax>();
        bool isMetric = site.Diagnostic!.Properties.TryGetValue(SchedulerRule.Fix, out string? fix) && fix == "Metric";
        if (isMetric)
        {
            ArgumentSyntax? argument = ArgumentEdits.Of(site.Expression);
            call = argument?.FirstAncestorOrSelf<InvocationExpressionSyntax>();
            if (argument is not null && !NumericSyntax.HasDirectives(argument) && !s_counter.IsMatch(LastWord(site.Expression)))
            {
                string value = site.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax
                    ? $"(double){site.Expression}"
                    : $"(double)({site.Expression})";
                string name = argument.NameColon is null ? "" : "current: ";
                TextSpan span = argument.NameColon is { } colon ? TextSpan.FromBounds(colon.SpanStart, site.Expression.Span.End) : site.Expression.Span;
                return new PlannedFix(
                    $"Pass '{value}'", DoubleKey, ImmutableArray.Create<Edit>(new ReplaceText(site.Document.Id, span, name + value)));
            }
        }

        return call is { ArgumentList: { CloseParenToken.IsMissing: false } list } && !NumericSyntax.HasDirectives(list) && LossAt(site, call) is { } loss
            ? new PlannedFix(
                $"Pass '{loss}'",
                LossKey,
                ImmutableArray.Create<Edit>(new ReplaceText(
                    site.Document.Id, TextSpan.FromBounds(list.OpenParenToken.Span.End, list.CloseParenToken.SpanStart), loss)))
            : null;
    }

    private static string LastWord(ExpressionSyntax expression) =>
        expression.DescendantTokens().LastOrDefault(token => token.Text.Length > 0 && char.IsLetter(token.Text[0])).Text ?? "";

    // The best named number that surely has a value there: a validation loss before a training loss.
    private static string? LossAt(FixSite site, InvocationExpressionSyntax call)
    {
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not { } statement
            || call.Ancestors().Any(ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
            || site.SemanticModel.AnalyzeDataFlow(statement) is not { Succeeded: true } flow)
        {
            return null;
        }

        ImmutableArray<ISymbol> assigned = flow.DefinitelyAssignedOnEntry;
        return Losses.Best(site.SemanticModel.LookupSymbols(call.SpanStart)
            .Where(symbol => assigned.Contains(symbol, SymbolEqualityComparer.Default)));
    }
}
