using System.Globalization;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Rules;

/// <summary>
/// A module that is trained in an epoch loop with one constant learning rate. Decay to zero matches or beats every other
/// use of the last epochs (Defazio et al. 2023, When, Why and How Much?; Bergsma et al. 2025, Straight to Zero).
/// </summary>
internal sealed partial class LR2001_UnscheduledTraining : OptimizerRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2001",
        title: "Model is trained without a learning-rate schedule",
        messageFormat: "{0} trains with a constant learning rate{1}: {2}. {3}.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A learning rate that is right for the first epochs is too high for the last: the weights bounce around the minimum instead of settling. A schedule that decays it costs two lines, the decay of an ML.NET trainer one setting.",
        helpLinkUri: RulePage.Of("LR2001"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(OptimizerContext context)
    {
        OptimizerSite site = context.Site;
        if (site.Definition.SchedulePolicy != SchedulePolicy.Schedulable
            || context.IsExemptTest
            || !ModuleParameters.AreIn(site.Parameters, context.Catalog, context.Code, context.CancellationToken)
            || context.Flow is not { EscapesHere: false } flow
            || flow.Has(UseKind.Scheduled)
            || flow.Has(UseKind.LearningRateWrite)
            || flow.Has(UseKind.LoadState)
            // A group is also reached without the optimizer, by the variable in which it was made.
            || site.NamesGroups && LearningRateWrites.AnyIn(site.Operation.Syntax.SyntaxTree, context.CancellationToken))
        {
            return null;
        }

        if (context.Epochs is not { } epochs
            // A decay that does not reach the optimizer is LR1014's.
            || DeadDecay.Of(site.Operation, site.LearningRate, context.Code, context.Catalog, context.CancellationToken) is not null
            || SeparateTrainings.AreMade(context, epochs)
            || IsLaterAlternative(context)
            || StagedRates.AreSetBy(site, context.Reader, context.Code, context.CancellationToken))
        {
            return null;
        }

        // Of a factory's callers, the one that trains without a schedule.
        string name = flow.IsHandedOut && epochs.Operation.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { Identifier.ValueText: var trainer }
            ? $"{site.Definition.Name} (in {trainer})"
            : site.Definition.Name;
        string rate = site.LearningRate is null && !site.TrainsGroups ? ", the default" : "";
        string duration = epochs.TripCount is { } count
            ? count.ToString(CultureInfo.InvariantCulture) + (epochs.NamesEpochs ? " epochs" : " rounds")
            : "training";
        return Diagnostic.Create(Descriptor, site.Operation.Syntax.GetLocation(), name, rate, "the last steps are as large as the first, so a long training bounces around the minimum instead of settling", $"Decay it over the {duration}");
    }

    // One training, one report: a factory that creates one of several optimizers is reported at the first of them.
    private static bool IsLaterAlternative(OptimizerContext context)
    {
        SyntaxNode creation = context.Site.Operation.Syntax;
        SyntaxNode function = CallChain.FunctionOf(creation);
        return TargetOf(creation) is { } target
            && function.DescendantNodes(node => node == function || CallChain.FunctionOf(node) == function)
                .TakeWhile(node => node.SpanStart < creation.SpanStart)
                .Any(node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax
                    && node.Span.End <= creation.SpanStart
                    && TargetOf(node) == target
                    && (target.Length == 0 || AreAlternatives(node, creation))
                    && context.Site.Operation.SemanticModel!.GetOperation(node, context.CancellationToken) is { } operation
                    && context.Reader.ReadOptimizer(operation) is { Definition.SchedulePolicy: SchedulePolicy.Schedulable });
    }

    // The variable that gets the creation, nothing where it is returned.
    private static string? TargetOf(SyntaxNode creation)
    {
        SyntaxNode node = creation;
        while (node.Parent is CastExpressionSyntax or ParenthesizedExpressionSyntax or ConditionalExpressionSyntax or SwitchExpressionArmSyntax or SwitchExpressionSyntax)
        {
            node = node.Parent;
        }

        return node.Parent switch
        {
            ReturnStatementSyntax or ArrowExpressionClauseSyntax => "",
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText,
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment when assignment.Right == node => assignment.Left.ToString(),
            _ => null,
        };
    }

    // Of two branches of one `if` or `switch` only one runs.
    private static bool AreAlternatives(SyntaxNode first, SyntaxNode second)
    {
        SyntaxNode common = first.Ancestors().First(ancestor => ancestor.Span.Contains(second.Span));
        return common is IfStatementSyntax or SwitchStatementSyntax or SwitchExpressionSyntax or ConditionalExpressionSyntax;
    }
}
