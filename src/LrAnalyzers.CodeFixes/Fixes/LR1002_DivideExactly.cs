using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Makes an integer division one of floating-point numbers: <c>1.0 / 1000</c>, <c>(double)epoch / 30</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR1002_DivideExactly))]
public sealed class LR1002_DivideExactly : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR1002.DivideExactly";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1002");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (!site.Diagnostic!.Properties.ContainsKey(LR1002_TruncatedLearningRate.IsFixable)
            || DivisionOf(site) is not { } division
            || NumericSyntax.HasDirectives(division))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        string type = NumericSyntax.TargetKeyword(site.SemanticModel, site.Expression, site.CancellationToken);
        foreach (string keyword in new[] { "double", "float" }.OrderByDescending(keyword => keyword == type))
        {
            Edit edit = MakeFloatingPoint(site, division, isFloat: keyword == "float");
            var edits = ImmutableArray.Create(edit);
            if (await CompileCheck.KeepsCompilingAsync(site, edits).ConfigureAwait(false))
            {
                return ImmutableArray.Create(new PlannedFix("Divide as floating-point numbers", Key, edits));
            }
        }

        return ImmutableArray<PlannedFix>.Empty;
    }

    // The division that is underlined, or the one at the declaration of what is.
    private static BinaryExpressionSyntax? DivisionOf(FixSite site)
    {
        if (site.Expression is BinaryExpressionSyntax division && division.IsKind(SyntaxKind.DivideExpression))
        {
            return division;
        }

        if (site.Diagnostic!.AdditionalLocations.FirstOrDefault() is not { } location
            || location.SourceTree is not { } tree
            || tree.FilePath != site.Expression.SyntaxTree.FilePath)
        {
            return null;
        }

        // The declaration may be changed where only this use reads it and its type lets it.
        SyntaxNode node = site.Expression.SyntaxTree.GetRoot(site.CancellationToken).FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        return node is BinaryExpressionSyntax declared && declared.IsKind(SyntaxKind.DivideExpression)
            && declared.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { } declarator
            && LearningRateReplacement.IsOnlyUse(declarator)
            ? declared
            : null;
    }

    private static Edit MakeFloatingPoint(FixSite site, BinaryExpressionSyntax division, bool isFloat)
    {
        ExpressionSyntax dividend = division.Left;
        ExpressionSyntax first = dividend;
        while (first is BinaryExpressionSyntax { Left: var left })
        {
            first = left;
        }

        // `1 / 1000`: a literal becomes one of the type; anything else is cast.
        if (first is LiteralExpressionSyntax { Token: { Value: int } token } && token.Text.All(char.IsDigit))
        {
            return new ReplaceText(site.Document.Id, new TextSpan(first.Span.End, 0), isFloat ? "f" : ".0");
        }

        return new ReplaceText(site.Document.Id, new TextSpan(first.SpanStart, 0), isFloat ? "(float)" : "(double)");
    }
}
