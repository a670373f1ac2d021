using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// Recognises a training in stages, each with an optimizer of its own and another learning rate for the same model: a decay
/// by hand.
/// </summary>
internal static class StagedRates
{
    // Who calls a method more often than this trains no model in stages.
    private const int MaximumCalls = 16;

    /// <summary>Whether the optimizer is that of one stage.</summary>
    /// <param name="site">The optimizer.</param>
    /// <param name="reader">Recognises other optimizers.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static bool AreSetBy(OptimizerSite site, ScheduleSiteReader reader, CodeBase code, CancellationToken cancellationToken) =>
        site is { LearningRate: { } rate, Parameters: { } parameters }
        && (VariesAround(site.Operation, rate, parameters, cancellationToken)
            || HasOtherStage(site, rate, reader)
            || IsCalledPerStage(site.Operation, rate, parameters, code, cancellationToken));

    // `foreach (double rate in rates) { var optimizer = SGD(model.parameters(), rate); … }`
    private static bool VariesAround(IOperation site, IOperation rate, IOperation parameters, CancellationToken cancellationToken) =>
        LoopsAround(site).Any(loop =>
            Variables(rate).Any(variable => IsOfRound(variable, loop, cancellationToken))
            && Variables(parameters).ToArray() is { Length: > 0 } models
            && !models.Any(variable => IsOfRound(variable, loop, cancellationToken)));

    // `var first = Adam(model.head.parameters(), 1e-3); for (…) … var second = Adam(model.parameters(), 1e-5);`
    private static bool HasOtherStage(OptimizerSite site, IOperation rate, ScheduleSiteReader reader)
    {
        SyntaxNode function = CallChain.FunctionOf(site.Operation.Syntax);
        return site.Operation.Ancestors().LastOrDefault()?.Descendants().Any(other =>
            other is IInvocationOperation or IObjectCreationOperation
            && other.Syntax != site.Operation.Syntax
            && reader.ReadOptimizer(other) is { LearningRate: { } otherRate, Parameters: { } parameters }
            && CallChain.FunctionOf(other.Syntax) == function
            && AreStages((site.Operation, rate, site.Parameters), (other, otherRate, parameters))) == true;
    }

    // `Train(model, 1e-3); Train(model, 1e-4);`
    private static bool IsCalledPerStage(IOperation site, IOperation rate, IOperation parameters, CodeBase code, CancellationToken cancellationToken)
    {
        if (rate.WithoutConversions() is not IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol method } given }
            || method.MethodKind == MethodKind.AnonymousFunction
            || Variables(parameters).Any(variable => variable is ILocalSymbol && SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, method)))
        {
            return false;
        }

        // What the method takes from its caller is another model where the caller gives another.
        ISymbol[] taken = Variables(parameters).Where(variable => SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, method)).ToArray();
        var stages = new List<(IOperation Call, IOperation Rate, IOperation? Model)>();
        foreach ((IOperation call, _) in CallChain.CallersOf(method, path: null, code, cancellationToken).Take(MaximumCalls))
        {
            if (taken.Length <= 1 && ArgumentFor(call, given) is { } value)
            {
                stages.Add((call, value, taken.Length == 1 ? ArgumentFor(call, taken[0]) : OwnerOf(call) ?? parameters));
            }
        }

        return stages.Any(stage => stage.Model is { } model && VariesAround(stage.Call, stage.Rate, model, cancellationToken))
            || stages.Any(stage => stages.Any(other => other.Call != stage.Call
                && CallChain.FunctionOf(other.Call.Syntax) == CallChain.FunctionOf(stage.Call.Syntax)
                && !IsSameText(stage.Rate, other.Rate)
                && SharesVariable(stage.Model, other.Model)));
    }

    // Whose method is called, where it is another object: that object has the model.
    private static IOperation? OwnerOf(IOperation call) =>
        call is IInvocationOperation { Instance: { } owner } && owner is not IInstanceReferenceOperation ? owner : null;

    private static bool AreStages((IOperation Site, IOperation Rate, IOperation? Model) one, (IOperation Site, IOperation Rate, IOperation? Model) other)
    {
        (SyntaxNode first, SyntaxNode second) = one.Site.Syntax.SpanStart < other.Site.Syntax.SpanStart
            ? (one.Site.Syntax, other.Site.Syntax)
            : (other.Site.Syntax, one.Site.Syntax);
        return !IsSameText(one.Rate, other.Rate)
            && SharesVariable(one.Model, other.Model)
            // The first is done with its training before the second begins.
            && CallChain.FunctionOf(first).DescendantNodes().Any(node =>
                JumpStatements.IsLoop(node) && node.SpanStart > first.Span.End && node.Span.End < second.SpanStart);
    }

    private static IOperation? ArgumentFor(IOperation call, ISymbol parameter) =>
        call.Arguments().FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(argument.Parameter?.OriginalDefinition, parameter.OriginalDefinition))?.Value;

    private static bool IsSameText(IOperation rate, IOperation other) => rate.Syntax.ToString() == other.Syntax.ToString();

    private static bool SharesVariable(IOperation? model, IOperation? other) =>
        model is not null && other is not null && Variables(model).Intersect(Variables(other), SymbolEqualityComparer.Default).Any();

    private static IEnumerable<IOperation> LoopsAround(IOperation site) => site.Ancestors()
        .TakeWhile(ancestor => ancestor is not (ILocalFunctionOperation or IAnonymousFunctionOperation))
        .Where(ancestor => ancestor is ILoopOperation);

    private static bool IsOfRound(ISymbol variable, IOperation loop, CancellationToken cancellationToken) =>
        variable is ILocalSymbol && variable.DeclaringSyntaxReferences.Any(declaration => declaration.SyntaxTree == loop.Syntax.SyntaxTree && loop.Syntax.Span.Contains(declaration.Span))
        || WrittenNames.Contains(loop.Syntax, variable.Name, cancellationToken);

    private static IEnumerable<ISymbol> Variables(IOperation operation) =>
        operation.DescendantsAndSelf().Select(FlowTracker.Variable).OfType<ISymbol>();
}
