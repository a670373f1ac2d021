using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
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
        && rate.DescendantsAndSelf().Any(part => part.Variable() is (ILocalSymbol or IParameterSymbol) and var tried
            && tried.DeclaringSyntaxReferences.Any(declaration => declaration.SyntaxTree == round.Operation.Syntax.SyntaxTree
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
        // Asked once, however many creations one variable is given; two loops by `goto` may stand in one block.
        context.Code.FactOf(epochs.Asked ?? epochs.Body.Syntax, _ => new Turns(epochs)).AreTakenBy(context);

    /// <summary>Which optimizers take turns with others in a loop's body.</summary>
    private sealed class Turns(TrainingLoop epochs)
    {
        private readonly ConcurrentDictionary<ObjectFlow, bool> _areTaken = new();
        private List<(int Position, ISymbol Variable)>? _optimizers;

        public bool AreTakenBy(OptimizerContext context)
        {
            if (!_areTaken.TryGetValue(context.Flow, out bool areTaken))
            {
                areTaken = _areTaken.GetOrAdd(context.Flow, Find(context));
            }

            return areTaken;
        }

        private bool Find(OptimizerContext context)
        {
            List<int>? others = null;
            // What stands around two references is looked at once.
            var seen = new HashSet<IOperation>();
            foreach (ISymbol holder in context.Flow.Holders)
            {
                foreach (IOperation reference in context.Code.ReferencesTo(holder, context.CancellationToken) ?? ImmutableArray<IOperation>.Empty)
                {
                    IOperation inner = reference;
                    while (epochs.Contains(reference) && seen.Add(inner) && inner.Parent is { } outer && outer != epochs.Body)
                    {
                        if (IsTurn(outer, inner, other => SortedPositions.HasAny(others ??= PositionsOfOthers(context), other.Syntax.SpanStart, other.Syntax.Span.End), context))
                        {
                            return true;
                        }

                        inner = outer;
                    }
                }
            }

            return false;
        }

        // Where the loop names optimizers that are not this one.
        private List<int> PositionsOfOthers(OptimizerContext context)
        {
            _optimizers ??= epochs.Body.DescendantsAndSelf()
                .Where(part => part.Variable() is not null && context.Catalog.IsOptimizer(part.WithoutConversions().Type))
                .Select(part => (part.Syntax.SpanStart, part.Variable()!)).ToList();
            var positions = _optimizers.Where(optimizer => !context.Flow.Holders.Contains(optimizer.Variable, SymbolEqualityComparer.Default))
                .Select(optimizer => optimizer.Position).ToList();
            positions.Sort();
            return positions;
        }

        // A choice between the part and another one, with another optimizer in that.
        private static bool IsTurn(IOperation outer, IOperation inner, Func<IOperation, bool> namesOther, OptimizerContext context)
        {
            switch (outer)
            {
                case IConditionalOperation { WhenFalse: { } whenFalse } choice when choice.Condition.ConstantValue is not { HasValue: true }:
                    IOperation? other = choice.WhenTrue == inner ? whenFalse : whenFalse == inner ? choice.WhenTrue : null;
                    return other is not null && namesOther(other);
                case ISwitchExpressionArmOperation { Parent: ISwitchExpressionOperation choice } arm when arm.Value == inner:
                    return choice.Arms.Any(another => another != arm && context.Catalog.IsOptimizer(another.Value.WithoutConversions().Type));
                default:
                    return false;
            }
        }
    }
}
