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

/// <summary>Divides what a schedule lambda returns by the optimizer's learning rate, so that it is a factor.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2015_ReturnFactor))]
public sealed class LR2015_ReturnFactor : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2015.Divide";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2015");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey) =>
        Task.FromResult(Edits(site) is { } edits
            ? ImmutableArray.Create(new PlannedFix("Divide by the optimizer's learning rate", Key, edits))
            : ImmutableArray<PlannedFix>.Empty);

    private static ImmutableArray<Edit>? Edits(FixSite site)
    {
        if (LambdaEdits.Of(site) is not { } function
            || NumericSyntax.HasDirectives(function.Node)
            || LearningRate(site, function) is not { } learningRate)
        {
            return null;
        }

        ImmutableArray<ExpressionSyntax> results = function.Results;
        return results.IsEmpty || results.Any(result => !IsFloatingPoint(site, result))
            ? null
            : results.SelectMany(result => Divide(site, result, learningRate)).ToImmutableArray();
    }

    // `rate` becomes 1, `rate * f` becomes `f`, and so do the branches of a condition; anything else is divided.
    private static ImmutableArray<Edit> Divide(FixSite site, ExpressionSyntax result, string learningRate)
    {
        if (!char.IsDigit(learningRate[0]) && result is ConditionalExpressionSyntax { WhenTrue: var first, WhenFalse: var second } && IsFloatingPoint(site, first) && IsFloatingPoint(site, second))
        {
            return Divide(site, first, learningRate).AddRange(Divide(site, second, learningRate));
        }

        ExpressionSyntax leftmost = result;
        while (leftmost is BinaryExpressionSyntax { Left: var left, Right: var right } binary
            && (binary.IsKind(SyntaxKind.MultiplyExpression) || binary.IsKind(SyntaxKind.DivideExpression)))
        {
            // `f * rate`
            if (binary.IsKind(SyntaxKind.MultiplyExpression) && right.ToString() == learningRate && IsFloatingPoint(site, left)
                && !HasComment(binary.OperatorToken) && !HasComment(left.GetLastToken()))
            {
                return ImmutableArray.Create<Edit>(new ReplaceText(site.Document.Id, TextSpan.FromBounds(left.Span.End, right.Span.End), ""));
            }

            leftmost = left;
        }

        if (leftmost.ToString() == learningRate && leftmost is not LiteralExpressionSyntax)
        {
            if (leftmost == result || leftmost.Parent.IsKind(SyntaxKind.DivideExpression))
            {
                return ImmutableArray.Create<Edit>(new ReplaceText(site.Document.Id, leftmost.Span, "1.0"));
            }

            if (leftmost.Parent is BinaryExpressionSyntax product && IsFloatingPoint(site, product.Right)
                && !HasComment(product.OperatorToken) && !HasComment(leftmost.GetLastToken()))
            {
                return ImmutableArray.Create<Edit>(
                    new ReplaceText(site.Document.Id, TextSpan.FromBounds(leftmost.SpanStart, product.Right.SpanStart), ""));
            }
        }

        bool isTight = result is LiteralExpressionSyntax or IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax
            or ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax
            || result.IsKind(SyntaxKind.MultiplyExpression) || result.IsKind(SyntaxKind.DivideExpression);
        return isTight
            ? ImmutableArray.Create<Edit>(new ReplaceText(site.Document.Id, new TextSpan(result.Span.End, 0), " / " + learningRate))
            : ImmutableArray.Create<Edit>(
                new ReplaceText(site.Document.Id, new TextSpan(result.SpanStart, 0), "("),
                new ReplaceText(site.Document.Id, new TextSpan(result.Span.End, 0), ") / " + learningRate));
    }

    private static bool HasComment(SyntaxToken token) =>
        token.TrailingTrivia.Concat(token.LeadingTrivia).Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));

    private static bool IsFloatingPoint(FixSite site, ExpressionSyntax expression) =>
        site.SemanticModel.GetTypeInfo(expression, site.CancellationToken).Type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single;

    // The text of the optimizer's learning rate, where it means the same in the lambda.
    private static string? LearningRate(FixSite site, FunctionSyntax function)
    {
        if (site.Diagnostic!.Properties.TryGetValue(SchedulerRule.Replacement, out string? number) && number is not null)
        {
            return number;
        }

        if (site.Diagnostic!.AdditionalLocations is not { Count: 1 } places
            || places[0].SourceTree != function.Node.SyntaxTree
            || function.Node.SyntaxTree.GetRoot(site.CancellationToken).FindNode(places[0].SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax learningRate)
        {
            return null;
        }

        if (NumericSyntax.IsLiteral(site.SemanticModel, learningRate, site.CancellationToken))
        {
            return learningRate is LiteralExpressionSyntax ? learningRate.ToString() : $"({learningRate})";
        }

        // `rate`, and `options.LearningRate` where it begins with a name that means the same there.
        if (learningRate.DescendantNodesAndSelf().Any(node => node is not (IdentifierNameSyntax or MemberAccessExpressionSyntax or ThisExpressionSyntax)))
        {
            return null;
        }

        ISymbol? symbol = site.SemanticModel.GetSymbolInfo(learningRate, site.CancellationToken).Symbol;
        ExpressionSyntax first = learningRate;
        while (first is MemberAccessExpressionSyntax { Expression: var receiver })
        {
            first = receiver;
        }

        ISymbol? known = site.SemanticModel.GetSymbolInfo(first, site.CancellationToken).Symbol;
        bool isInScope = symbol is IFieldSymbol or IPropertySymbol or ILocalSymbol or IParameterSymbol
            && (first is ThisExpressionSyntax
                || first is IdentifierNameSyntax name
                    && site.SemanticModel.LookupSymbols(BodyOf(function.Node), name: name.Identifier.ValueText).Contains(known!, SymbolEqualityComparer.Default));
        bool isReachable = symbol is IFieldSymbol { IsConst: true } or ILocalSymbol { IsConst: true } || !function.IsStatic || known is { IsStatic: true };
        return isInScope && isReachable ? learningRate.ToString() : null;
    }

    // A position inside, where what the function declares itself is in scope.
    private static int BodyOf(SyntaxNode function) => function switch
    {
        LambdaExpressionSyntax lambda => lambda.Body.SpanStart,
        _ => function.GetLastToken().SpanStart,
    };
}
