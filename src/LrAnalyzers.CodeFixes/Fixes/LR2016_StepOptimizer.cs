using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Steps a forgotten optimizer behind the <c>backward()</c> that computes its gradients.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2016_StepOptimizer))]
public sealed class LR2016_StepOptimizer : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2016.Step";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2016");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (!site.Diagnostic!.Properties.TryGetValue(LR2016_OptimizerNeverStepped.Optimizer, out string? optimizer)
            || optimizer is null
            || site.Diagnostic.AdditionalLocations is not { Count: 1 } places
            || places[0].SourceTree is not { } tree
            || site.Document.Project.Solution.GetDocument(tree) is not { } document
            || tree.GetRoot(site.CancellationToken).FindNode(places[0].SourceSpan).FirstAncestorOrSelf<StatementSyntax>()
                is not ExpressionStatementSyntax { Expression: InvocationExpressionSyntax } backward
            || await document.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false) is not { } semanticModel
            || !IsVisible(semanticModel, optimizer, backward))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        SourceText text = await document.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
        return StatementEdits.InsertBehind(document.Id, text, backward, new[] { $"{optimizer}.step();" }) is { } edits
            ? ImmutableArray.Create(new PlannedFix($"Call '{optimizer}.step()' after backward()", Key, edits.ToImmutableArray()))
            : ImmutableArray<PlannedFix>.Empty;
    }

    private static bool IsVisible(SemanticModel semanticModel, string name, SyntaxNode place) =>
        semanticModel.LookupSymbols(place.SpanStart, name: name).Any(symbol => symbol switch
        {
            ILocalSymbol local => IsOptimizer(local.Type) && local.DeclaringSyntaxReferences[0].Span.End <= place.SpanStart,
            IParameterSymbol parameter => IsOptimizer(parameter.Type),
            IFieldSymbol field => IsOptimizer(field.Type),
            IPropertySymbol property => IsOptimizer(property.Type),
            _ => false,
        });

    private static bool IsOptimizer(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current is { Name: "Optimizer", ContainingType.Name: "optim" })
            {
                return true;
            }
        }

        return false;
    }
}
