using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.CodeFixes.Training;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Steps a forgotten scheduler: after each epoch, or after each batch where its length is counted in batches.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2002_StepScheduler))]
public sealed class LR2002_StepScheduler : PlanningCodeFixProvider
{
    private static readonly Regex s_steps = new("step|batch|iter|count|length", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2002.Step";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2002");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (await SiteContexts.SchedulerAsync(site).ConfigureAwait(false) is not { OptimizerFlow: { } optimizer } scheduler)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        bool perBatch = scheduler.Site.Definition is { Cadence: SchedulerCadence.Batch };
        if (!perBatch && CountsSomethingElse(site.Expression))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        foreach (ObjectUse use in optimizer.Of(UseKind.Step))
        {
            if (await StepAsync(site, scheduler, use, perBatch).ConfigureAwait(false) is { } edits)
            {
                return ImmutableArray.Create(new PlannedFix(
                    perBatch ? "Step the scheduler after each batch" : "Step the scheduler after each epoch", Key, edits.ToImmutableArray()));
            }
        }

        return ImmutableArray<PlannedFix>.Empty;
    }

    private static async Task<IReadOnlyList<Edit>?> StepAsync(FixSite site, SchedulerContext scheduler, ObjectUse use, bool perBatch)
    {
        ImmutableArray<TrainingLoop> loops = scheduler.TrainingLoopsAround(use);
        TrainingLoop? epochs = EpochLoop.Find(loops, minimumSteps: 0) ?? loops.LastOrDefault();
        SyntaxNode? place = perBatch ? use.Operation.Syntax : epochs?.Body.Syntax;
        if (epochs is null
            || place is null
            || site.Document.Project.Solution.GetDocument(place.SyntaxTree) is not { } document
            || await document.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false) is not { } semanticModel
            || scheduler.Flow.Holders.Select(holder => NameAt(holder, place, semanticModel, site)).FirstOrDefault(name => name is not null) is not { } name)
        {
            return null;
        }

        SourceText text = await document.GetTextAsync(site.CancellationToken).ConfigureAwait(false);
        if (perBatch)
        {
            return StepPlacer.BehindOptimizerStep(document, text, use.Operation, name + "step();");
        }

        if (scheduler.Site.Definition is { NeedsMetric: true })
        {
            return Losses.AtEndOf(epochs, semanticModel) is { } loss
                ? StepPlacer.AtEndOfEpoch(document, text, semanticModel, epochs, $"{name}step({loss});")
                : null;
        }

        return StepPlacer.AtEndOfEpoch(document, text, semanticModel, epochs, name + "step();")
            ?? (scheduler.ChainOf(use).SiteIn(epochs) is { } train
                ? StepPlacer.BehindTraining(document, text, semanticModel, epochs, train, name + "step();")
                : null);
    }

    // The variable that holds the scheduler, with the dot behind it, where the place knows it and it has a value there.
    private static string? NameAt(ISymbol holder, SyntaxNode place, SemanticModel semanticModel, FixSite site)
    {
        string name = holder.WrittenName();
        if (!SymbolEqualityComparer.Default.Equals(
                semanticModel.GetSpeculativeSymbolInfo(place.Span.End - 1, SyntaxFactory.IdentifierName(holder.Name), SpeculativeBindingOption.BindAsExpression).Symbol, holder)
            || holder.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(site.CancellationToken) is not { } declaration
            || declaration.SyntaxTree == place.SyntaxTree && !ConditionalRegions.IsThereWith(place.SyntaxTree.GetRoot(site.CancellationToken), declaration.SpanStart, place.Span.End))
        {
            return null;
        }

        bool? isSet = holder switch
        {
            ILocalSymbol local => IsSet(local, declaration, place, semanticModel),
            IParameterSymbol parameter => parameter.NullableAnnotation != NullableAnnotation.Annotated,
            IFieldSymbol field => IsSet(field, field.NullableAnnotation, site),
            IPropertySymbol { GetMethod: not null } property => IsSet(property, property.NullableAnnotation, site),
            _ => null,
        };
        return isSet switch
        {
            true => name + ".",
            false => name + "?.",
            null => null,
        };
    }

    // Without a value the code would not compile; with one that may be null it is asked for.
    private static bool? IsSet(ILocalSymbol local, SyntaxNode declaration, SyntaxNode place, SemanticModel semanticModel)
    {
        bool isVar = declaration.Parent is VariableDeclarationSyntax { Type.IsVar: true };
        ExpressionSyntax? value = (declaration as VariableDeclaratorSyntax)?.Initializer?.Value;
        if (value is null)
        {
            StatementSyntax? statement = place.FirstAncestorOrSelf<StatementSyntax>();
            if (statement is null
                || LoopLength.FunctionOf(place) != LoopLength.FunctionOf(declaration)
                || semanticModel.AnalyzeDataFlow(statement) is not { Succeeded: true } flow
                || !flow.DefinitelyAssignedOnEntry.Contains(local, SymbolEqualityComparer.Default))
            {
                return null;
            }

            return local.NullableAnnotation != NullableAnnotation.Annotated;
        }

        return declaration.SpanStart > place.SpanStart
            ? null
            : isVar
                ? value is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or IdentifierNameSyntax
                    && semanticModel.GetTypeInfo(value).Nullability.FlowState != NullableFlowState.MaybeNull
                : local.NullableAnnotation != NullableAnnotation.Annotated && value is not ConditionalExpressionSyntax;
    }

    // Where nothing is said about null: a member that a constructor or an initializer does not set may have no value yet.
    private static bool IsSet(ISymbol member, NullableAnnotation annotation, FixSite site) =>
        annotation == NullableAnnotation.NotAnnotated
        || annotation == NullableAnnotation.None
            && (site.Expression.FirstAncestorOrSelf<StatementSyntax>() is not { } statement
                || statement.Parent is BlockSyntax { Parent: ConstructorDeclarationSyntax }
                || member is IFieldSymbol { IsReadOnly: true });

    // A length that is computed, or named after steps or batches, may not be counted in epochs.
    private static bool CountsSomethingElse(ExpressionSyntax creation) => creation.DescendantNodes().OfType<ArgumentSyntax>()
        .SelectMany(argument => argument.Expression.DescendantNodesAndSelf()).Any(node =>
        node is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression }
        || node is IdentifierNameSyntax { Identifier.ValueText: var name } && s_steps.IsMatch(name) && node.Parent is not NameColonSyntax);
}
