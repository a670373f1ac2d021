using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// Tells the one training of a model from trainings that are parts of something else: the inner loop of meta-learning, the
/// clients of federated learning, the runs of a sweep, a head that is trained before the whole network, two optimizers that
/// take turns. A schedule over the epochs of such a part is not what settles the model.
/// </summary>
internal static class SeparateTrainings
{
    // How weights go from one model to another.
    private static readonly ImmutableHashSet<string> s_exchanges = ImmutableHashSet.Create(
        "load_state_dict", "copy_", "set_", "lerp_", "add_", "sub_", "mul_", "Zip");

    /// <summary>Whether the optimizer's training is such a part.</summary>
    /// <param name="context">The optimizer.</param>
    /// <param name="epochs">The loop over its epochs.</param>
    public static bool AreMade(OptimizerContext context, TrainingLoop epochs) =>
        context.LoopsAroundCreation.Any(round => ExchangesWeights(round, context) || IsSweep(round, context))
        || IsStageBefore(context)
        || TakesTurns(context, epochs);

    // A model that gets its weights from another in each round, or gives them on.
    private static bool ExchangesWeights(TrainingLoop round, OptimizerContext context) =>
        round.Body.Syntax.DescendantNodes().OfType<SimpleNameSyntax>()
            .Any(name => s_exchanges.Contains(name.Identifier.ValueText)
                && name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access && access.Name == name
                // Batches and labels are zipped too.
                && (name.Identifier.ValueText != "Zip" || access.ToString().Contains("parameters"))
                && !IsOfOptimizer(access.Expression, context));

    private static bool IsOfOptimizer(ExpressionSyntax receiver, OptimizerContext context)
    {
        ITypeSymbol? type = context.Code.ModelOf(receiver.SyntaxTree).GetTypeInfo(receiver, context.CancellationToken).Type;
        return context.Catalog.IsOptimizer(type) || context.Catalog.IsScheduler(type);
    }

    // `foreach (double rate in rates)`: what the loop tries is compared, and a schedule would be one more thing to try.
    private static bool IsSweep(TrainingLoop round, OptimizerContext context) =>
        context.Site.LearningRate is { } rate
        && rate.DescendantsAndSelf().Any(part => part.Variable() is ILocalSymbol local
            && local.DeclaringSyntaxReferences.Any(declaration => declaration.SyntaxTree == round.Operation.Syntax.SyntaxTree
                && round.Operation.Syntax.Span.Contains(declaration.Span)
                && !round.Body.Syntax.Span.Contains(declaration.Span)));

    // `var first = Adam(head.parameters()); … first.step() …; var all = AdamW(groups of body and head);`
    private static bool IsStageBefore(OptimizerContext context)
    {
        SyntaxNode creation = context.Site.Operation.Syntax;
        SyntaxNode function = CallChain.FunctionOf(creation);
        return FunctionOptimizers.Of(function, context.Reader, context.Code, context.CancellationToken)
                .FirstOfMoreBehind(creation.Span.End, FunctionOptimizers.VariablesIn(context.Site.Parameters)) is { } later
            && context.ChainsOf(context.Flow, UseKind.Step).All(step =>
                step.Sites.FirstOrDefault(site => CallChain.FunctionOf(site.Syntax) == function) is { } here
                && here.Syntax.Span.End < later.Site.Operation.Syntax.SpanStart);
    }

    // `(epoch < 50 ? adam : sgd).step()`, `if (epoch < 50) adam.step(); else sgd.step();`
    private static bool TakesTurns(OptimizerContext context, TrainingLoop epochs) =>
        context.Flow.Holders.Any(holder => (context.Code.ReferencesTo(holder, context.CancellationToken) ?? ImmutableArray<IOperation>.Empty).Any(reference =>
            epochs.Contains(reference)
            && reference.Ancestors().TakeWhile(ancestor => ancestor != epochs.Body).Any(ancestor => ancestor switch
            {
                IConditionalOperation { WhenFalse: { } other } choice => Turns(choice.Condition, choice.WhenTrue, other, reference, context),
                ISwitchExpressionOperation choice => choice.Arms.Any(arm => arm.Value.Syntax.Span.Contains(reference.Syntax.Span))
                    && choice.Arms.Any(arm => !arm.Value.Syntax.Span.Contains(reference.Syntax.Span) && context.Catalog.IsOptimizer(arm.Value.WithoutConversions().Type)),
                _ => false,
            })));

    private static bool Turns(IOperation condition, IOperation whenTrue, IOperation whenFalse, IOperation reference, OptimizerContext context)
    {
        IOperation? other = whenTrue.Syntax.Span.Contains(reference.Syntax.Span) ? whenFalse : whenFalse.Syntax.Span.Contains(reference.Syntax.Span) ? whenTrue : null;
        return other is not null
            && condition.ConstantValue is not { HasValue: true }
            && other.DescendantsAndSelf().Any(part => part.Variable() is { } variable
                && context.Catalog.IsOptimizer(part.WithoutConversions().Type)
                && !context.Flow.Holders.Contains(variable, SymbolEqualityComparer.Default));
    }
}
