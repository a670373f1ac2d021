using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Puts the algorithm's typical learning rate in the place of one that cannot train.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TypicalLearningRate)), Shared]
public sealed class TypicalLearningRate : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "TypicalLearningRate";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1001");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        ImmutableArray<Edit> edits = ImmutableArray<Edit>.Empty;
        if (site.Diagnostic!.Properties.TryGetValue(ValueRule.Replacement, out string? text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double replacement)
            && !NumericSyntax.HasDirectives(site.Expression))
        {
            edits = ReplaceLiteral(site, site.Expression, replacement)
                ?? ReplaceDeclaration(site, replacement)
                ?? NameReplacement(site, replacement)
                ?? ImmutableArray<Edit>.Empty;
        }

        return Task.FromResult(edits.IsEmpty
            ? ImmutableArray<PlannedFix>.Empty
            : ImmutableArray.Create(new PlannedFix($"Use the typical learning rate {text}", Key, edits)));
    }

    // A number that stands in the argument is replaced where it stands.
    private static ImmutableArray<Edit>? ReplaceLiteral(FixSite site, ExpressionSyntax literal, double replacement) =>
        NumericSyntax.IsLiteral(site.SemanticModel, literal, site.CancellationToken)
            ? ImmutableArray.Create<Edit>(new ReplaceText(
                site.Document.Id,
                literal.Span,
                LearningRateFormat.Literal(replacement, NumericSyntax.TargetKeyword(site.SemanticModel, literal, site.CancellationToken) == "float")))
            : null;

    // One that is declared for this use alone is replaced there: a local, or a private constant.
    private static ImmutableArray<Edit>? ReplaceDeclaration(FixSite site, double replacement)
    {
        ISymbol? symbol = site.SemanticModel.GetSymbolInfo(site.Expression, site.CancellationToken).Symbol;
        if (symbol is not ILocalSymbol and not IFieldSymbol { DeclaredAccessibility: Accessibility.Private }
            || symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken)
                is not VariableDeclaratorSyntax { Initializer.Value: { } initializer, Parent: VariableDeclarationSyntax declaration } declarator
            || initializer.SyntaxTree != site.SemanticModel.SyntaxTree
            || site.SemanticModel.GetTypeInfo(declaration.Type, site.CancellationToken).Type?.SpecialType
                is not (SpecialType.System_Double or SpecialType.System_Single)
            || !IsOnlyUse(declarator))
        {
            return null;
        }

        return ReplaceLiteral(site, initializer, replacement);
    }

    // By name, so that two variables of one name count as one; another part of the type may hold a use that is not seen.
    private static bool IsOnlyUse(VariableDeclaratorSyntax declarator)
    {
        SyntaxNode scope = declarator.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? declarator.SyntaxTree.GetRoot();
        return !(scope is TypeDeclarationSyntax type && type.Modifiers.Any(SyntaxKind.PartialKeyword))
            && scope.DescendantTokens().Count(token =>
                token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == declarator.Identifier.ValueText) == 2;
    }

    // Anything else is left alone; the argument gets a number, under a name so that it is not a bare one.
    private static ImmutableArray<Edit>? NameReplacement(FixSite site, double replacement)
    {
        string type = NumericSyntax.TargetKeyword(site.SemanticModel, site.Expression, site.CancellationToken);
        string value = LearningRateFormat.Literal(replacement, single: type == "float");
        return NamedConstant.TryPlan(site, value, type, isConstant: true)?.Edits;
    }
}
