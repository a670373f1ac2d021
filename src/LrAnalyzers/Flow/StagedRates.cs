using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Flow;

/// <summary>
/// Recognises a training in stages, each with an optimizer of its own and another learning rate for the same model: a decay
/// by hand.
/// </summary>
internal static class StagedRates
{
    /// <summary>Whether the optimizer is that of one stage.</summary>
    /// <param name="site">The optimizer.</param>
    /// <param name="reader">Recognises other optimizers.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static bool AreSetBy(OptimizerSite site, ScheduleSiteReader reader, CodeBase code, CancellationToken cancellationToken) =>
        site is { LearningRate: { } rate, Parameters: { } parameters }
        && (VariesAround(site.Operation, rate, parameters, code, cancellationToken)
            || HasOtherStage(site, rate, reader, code, cancellationToken)
            || IsCalledPerStage(site.Operation, rate, parameters, code, cancellationToken));

    // `foreach (double rate in rates) { var optimizer = SGD(model.parameters(), rate); … }`
    private static bool VariesAround(IOperation site, IOperation rate, IOperation parameters, CodeBase code, CancellationToken cancellationToken) =>
        CallSites.LoopsAround(site, code, cancellationToken).Select(loop => loop.Operation).Any(loop =>
            Variables(rate).Any(variable => IsOfRound(variable, loop, cancellationToken))
            && Variables(parameters).ToArray() is { Length: > 0 } models
            && !models.Any(variable => IsOfRound(variable, loop, cancellationToken)));

    // `var first = Adam(model.head.parameters(), 1e-3); for (…) … var second = Adam(model.parameters(), 1e-5);`
    private static bool HasOtherStage(OptimizerSite site, IOperation rate, ScheduleSiteReader reader, CodeBase code, CancellationToken cancellationToken) =>
        code.FactOf(CallChain.FunctionOf(site.Operation.Syntax), function => new StagesOf(FunctionNodes.Of(function, code), FunctionOptimizers.Of(function, reader, code, cancellationToken)))
            .AreBeside(site, rate);

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
        foreach ((IOperation call, _, _, _) in CallSites.Of(method, path: null, code, cancellationToken))
        {
            if (stages.Count == GraphLimits.Stages)
            {
                return true;
            }

            if (taken.Length <= 1 && ArgumentFor(call, given) is { } value)
            {
                stages.Add((call, value, taken.Length == 1 ? ArgumentFor(call, taken[0]) : OwnerOf(call) ?? parameters));
            }
        }

        return stages.Any(stage => stage.Model is { } model && VariesAround(stage.Call, stage.Rate, model, code, cancellationToken))
            || stages.Any(stage => stages.Any(other => other.Call != stage.Call
                && CallChain.FunctionOf(other.Call.Syntax) == CallChain.FunctionOf(stage.Call.Syntax)
                && !IsSameText(stage.Rate, other.Rate)
                && SharesVariable(stage.Model, other.Model)));
    }

    // Whose method is called, where it is another object: that object has the model.
    private static IOperation? OwnerOf(IOperation call) =>
        call is IInvocationOperation { Instance: { } owner } && owner is not IInstanceReferenceOperation ? owner : null;

    private static IOperation? ArgumentFor(IOperation call, ISymbol parameter) =>
        call.Arguments().FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(argument.Parameter?.OriginalDefinition, parameter.OriginalDefinition))?.Value;

    private static bool IsSameText(IOperation rate, IOperation other) => rate.Syntax.ToString() == other.Syntax.ToString();

    private static bool SharesVariable(IOperation? model, IOperation? other) =>
        model is not null && other is not null && Variables(model).Intersect(Variables(other), SymbolEqualityComparer.Default).Any();

    private static bool IsOfRound(ISymbol variable, IOperation loop, CancellationToken cancellationToken) =>
        variable is ILocalSymbol && variable.DeclaringSyntaxReferences.Any(declaration => declaration.SyntaxTree == loop.Syntax.SyntaxTree && loop.Syntax.Span.Contains(declaration.Span))
        || WrittenNames.Contains(loop.Syntax, variable.Name, cancellationToken);

    private static ImmutableArray<ISymbol> Variables(IOperation operation) => FunctionOptimizers.VariablesIn(operation);

    /// <summary>The optimizers of one function by the variables that name their model, so that one with thousands of optimizers stays fast.</summary>
    private sealed class StagesOf
    {
        private readonly Dictionary<ISymbol, Ends> _ends = new(SymbolEqualityComparer.Default);
        private readonly HashSet<TextSpan> _given = new();
        private readonly LoopsOf _loops;

        public StagesOf(FunctionNodes function, FunctionOptimizers optimizers)
        {
            _loops = new LoopsOf(function, optimizers.Trainings);
            foreach (FunctionOptimizer optimizer in optimizers.All)
            {
                if (optimizer.Site is not { LearningRate: { } rate, Operation: var operation })
                {
                    continue;
                }

                TextSpan stage = StageOf(operation);
                if (stage != operation.Syntax.Span)
                {
                    _given.Add(stage);
                }

                foreach (ISymbol model in optimizer.Models)
                {
                    if (!_ends.TryGetValue(model, out Ends? ends))
                    {
                        _ends.Add(model, ends = new Ends());
                    }

                    ends.Add((stage, rate.Syntax.ToString()));
                }
            }
        }

        // What is made for a call, `Fit(model, Adam(model.parameters(), 1e-3))`, is done where that ends.
        private static TextSpan StageOf(IOperation creation) =>
            creation.WithOuterConversions().Parent is IArgumentOperation { Parent: IInvocationOperation call } && FunctionOptimizers.IsOwn(call) ? call.Syntax.Span : creation.Syntax.Span;

        /// <summary>Whether another optimizer trains the same model with another rate, and the first is done before the second begins.</summary>
        public bool AreBeside(OptimizerSite optimizer, IOperation rate)
        {
            TextSpan site = StageOf(optimizer.Operation);
            string text = rate.Syntax.ToString();
            foreach (ISymbol model in FunctionOptimizers.VariablesIn(optimizer.Parameters))
            {
                if (_ends.TryGetValue(model, out Ends? ends)
                    && (ends.FirstOtherThan(text) is { } first && first.End <= site.Start && (_given.Contains(first) || _loops.AreBetween(first.End, site.Start))
                        || ends.LastOtherThan(text) is { } last && last.Start >= site.End && (_given.Contains(site) || _loops.AreBetween(site.End, last.Start))))
                {
                    return true;
                }
            }

            return false;
        }

        // The first and the last optimizer of a model, and the first and the last whose rate is not that one's: a stage that lies
        // farther away leaves more room for a loop, so no other need be asked.
        private sealed class Ends
        {
            private readonly List<(TextSpan Span, string Rate)> _first = new(capacity: 2);
            private readonly List<(TextSpan Span, string Rate)> _last = new(capacity: 2);

            public void Add((TextSpan Span, string Rate) optimizer)
            {
                Keep(_first, optimizer, (one, other) => one.Span.Start < other.Span.Start);
                Keep(_last, optimizer, (one, other) => one.Span.Start > other.Span.Start);
            }

            public TextSpan? FirstOtherThan(string rate) => OtherThan(_first, rate);

            public TextSpan? LastOtherThan(string rate) => OtherThan(_last, rate);

            private static TextSpan? OtherThan(List<(TextSpan Span, string Rate)> ends, string rate)
            {
                foreach ((TextSpan span, string other) in ends)
                {
                    if (other != rate)
                    {
                        return span;
                    }
                }

                return null;
            }

            // At most two, of different rates, the outermost first.
            private static void Keep(
                List<(TextSpan Span, string Rate)> ends,
                (TextSpan Span, string Rate) optimizer,
                System.Func<(TextSpan Span, string Rate), (TextSpan Span, string Rate), bool> isOutside)
            {
                int same = ends.FindIndex(end => end.Rate == optimizer.Rate);
                if (same >= 0)
                {
                    if (!isOutside(optimizer, ends[same]))
                    {
                        return;
                    }

                    ends.RemoveAt(same);
                }

                int place = ends.FindIndex(end => isOutside(optimizer, end));
                ends.Insert(place < 0 ? ends.Count : place, optimizer);
                if (ends.Count > 2)
                {
                    ends.RemoveAt(2);
                }
            }
        }

        // The loops of a function in the order of their beginnings, each with the nearest end of it and those behind it.
        private sealed class LoopsOf
        {
            private readonly List<int> _starts = new();
            private readonly int[] _nearestEnds;

            public LoopsOf(FunctionNodes function, HashSet<SyntaxNode> trainings)
            {
                var ends = new List<int>();
                foreach (SyntaxNode node in function.All)
                {
                    if (FunctionBodies.IsLoop(node) || trainings.Contains(node))
                    {
                        _starts.Add(node.SpanStart);
                        ends.Add(node.Span.End);
                    }
                }

                _nearestEnds = ends.ToArray();
                for (int i = _nearestEnds.Length - 2; i >= 0; i--)
                {
                    _nearestEnds[i] = System.Math.Min(_nearestEnds[i], _nearestEnds[i + 1]);
                }
            }

            public bool AreBetween(int start, int end)
            {
                int next = SortedPositions.FirstFrom(_starts, start + 1);
                return next < _nearestEnds.Length && _nearestEnds[next] < end;
            }
        }
    }
}
