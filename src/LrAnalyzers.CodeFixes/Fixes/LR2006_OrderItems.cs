using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Lists the items of ML.NET's LsrDecay from the last epoch to the first.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2006_OrderItems))]
public sealed class LR2006_OrderItems : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2006.OrderItems";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2006");

    internal override bool MayFollow => false;

    private protected override bool KeepsTrainingNumbers => false;

    private protected override Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey) =>
        Task.FromResult(onlyKey is null or Key && Plan(site) is { } fix ? ImmutableArray.Create(fix) : ImmutableArray<PlannedFix>.Empty);

    private static PlannedFix? Plan(FixSite site)
    {
        if (!site.Diagnostic!.Properties.TryGetValue(LR2006_BrokenSchedulerArgument.Order, out string? order) || order is null)
        {
            return null;
        }

        int[] indices = order.Split(' ').Select(index => int.Parse(index, CultureInfo.InvariantCulture)).ToArray();
        SyntaxNode[] items = ItemsOf(site.Expression);
        return items.Length == indices.Length
            && !site.Expression.DescendantTrivia().Any(trivia => trivia.IsDirective || trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
                ? new PlannedFix(
                    "List the items from the last epoch to the first",
                    Key,
                    items.Select((item, position) => (Edit)new ReplaceText(site.Document.Id, item.Span, items[indices[position]].ToString())).ToImmutableArray())
                : null;
    }

    private static SyntaxNode[] ItemsOf(ExpressionSyntax list) => list switch
    {
        ArrayCreationExpressionSyntax { Initializer.Expressions: var items } => items.ToArray<SyntaxNode>(),
        ImplicitArrayCreationExpressionSyntax { Initializer.Expressions: var items } => items.ToArray<SyntaxNode>(),
        BaseObjectCreationExpressionSyntax { Initializer.Expressions: var items } => items.ToArray<SyntaxNode>(),
        CollectionExpressionSyntax { Elements: var items } => items.ToArray<SyntaxNode>(),
        _ => System.Array.Empty<SyntaxNode>(),
    };
}
