using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Loops;

/// <summary>
/// The ways on which a function can run, by the compiler's own graph of it: what is reached from a place on none but ways that
/// pass by certain others. Exceptions count where something is called.
/// </summary>
internal sealed class ExecutionPaths
{
    private readonly SyntaxNode _function;
    private readonly ControlFlowGraph? _graph;
    private readonly Dictionary<SyntaxNode, Position> _positions = new();
    private readonly Dictionary<SyntaxNode, IFlowAnonymousFunctionOperation> _lambdas = new();

    // The last ones: all of a long function would take as much room as it has places and ways.
    private readonly Answer?[] _answers = new Answer?[8];
    private int _answered;

    // What calls something, by block and in order, and what ends the program.
    private readonly List<Position>[] _calls = System.Array.Empty<List<Position>>();
    private readonly List<Position> _ends = new();

    private ExecutionPaths(SyntaxNode function, ControlFlowGraph? graph, CancellationToken cancellationToken)
    {
        _function = function;
        if (graph is null || graph.Blocks.Length > GraphLimits.BasicBlocks)
        {
            return;
        }

        _graph = graph;
        _calls = graph.Blocks.Select(_ => new List<Position>()).ToArray();
        foreach (BasicBlock block in graph.Blocks)
        {
            for (int i = 0; i <= block.Operations.Length; i++)
            {
                foreach (IOperation operation in (i < block.Operations.Length ? block.Operations[i] : block.BranchValue)?.DescendantsAndSelf() ?? Enumerable.Empty<IOperation>())
                {
                    Add(operation, new Position(block.Ordinal, i, operation.Syntax.Span.End, operation.Syntax.SpanStart), cancellationToken);
                }
            }

            _calls[block.Ordinal].Sort();
        }
    }

    private void Add(IOperation operation, Position position, CancellationToken cancellationToken)
    {
        // What is kept for later is evaluated where it is kept.
        if (!_positions.ContainsKey(operation.Syntax))
        {
            _positions.Add(operation.Syntax, position);
        }

        switch (operation)
        {
            case IInvocationOperation or IObjectCreationOperation or IAwaitOperation or IDynamicInvocationOperation or IArrayElementReferenceOperation or IPropertyReferenceOperation { Property.IsIndexer: true }:
                _calls[position.Block].Add(position);
                break;
            case IFlowAnonymousFunctionOperation lambda:
                _lambdas[lambda.Syntax] = lambda;
                break;
            case IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: var called } }
                when JumpStatements.EndsProgram(operation.Syntax as StatementSyntax) || JumpStatements.NeverReturns(called, cancellationToken):
                _ends.Add(position);
                break;
        }
    }

    /// <summary>The ways of a function.</summary>
    /// <param name="function">The method, accessor, function, lambda or file of top-level statements.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static ExecutionPaths Of(SyntaxNode function, CodeBase code, CancellationToken cancellationToken) =>
        code.FactOf(function, node => new ExecutionPaths(node, GraphOf(node, code, cancellationToken), cancellationToken));

    private static ControlFlowGraph? GraphOf(SyntaxNode function, CodeBase code, CancellationToken cancellationToken)
    {
        switch (code.ModelOf(function.SyntaxTree).GetOperation(function is PropertyDeclarationSyntax { ExpressionBody: { } only } ? only : function, cancellationToken))
        {
            case IMethodBodyOperation body:
                return ControlFlowGraph.Create(body, cancellationToken);
            case IConstructorBodyOperation body:
                return ControlFlowGraph.Create(body, cancellationToken);
            case IBlockOperation { Parent: null } body:
                return ControlFlowGraph.Create(body, cancellationToken);
            case ILocalFunctionOperation { Symbol: var local }:
                ControlFlowGraph? around = Of(FunctionBodies.FunctionOf(function.Parent!), code, cancellationToken)._graph;
                return around?.LocalFunctions.Contains(local) == true ? around.GetLocalFunctionControlFlowGraph(local, cancellationToken) : null;
            case IAnonymousFunctionOperation:
                ExecutionPaths outer = Of(FunctionBodies.FunctionOf(function.Parent!), code, cancellationToken);
                return outer._lambdas.TryGetValue(function, out IFlowAnonymousFunctionOperation? lambda) ? outer._graph!.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken) : null;
            default:
                return null;
        }
    }

    /// <summary>What is reached on ways that pass by some places; <see langword="null"/> where that is not known.</summary>
    /// <param name="starts">Behind what the ways begin; where the function begins if behind nothing.</param>
    /// <param name="stops">The places that none of them passes.</param>
    /// <param name="within">The statement in front of which they begin instead.</param>
    /// <param name="lists">What a loop goes through that is taken to run at least once.</param>
    public Reached? From(IEnumerable<SyntaxNode> starts, IEnumerable<SyntaxNode> stops, SyntaxNode? within = null, IEnumerable<SyntaxNode>? lists = null)
    {
        if (_graph is null)
        {
            return null;
        }

        // Who reads one variable in many places asks the same for each.
        SyntaxNode?[] question = starts.Append(null).Concat(stops).Append(null).Concat(lists ?? Enumerable.Empty<SyntaxNode>()).Append(within).ToArray();
        foreach (Answer? answer in _answers)
        {
            if (answer?.Question.SequenceEqual(question) == true)
            {
                return answer.Reached;
            }
        }

        Position[] places = within is null ? starts.Select(Find).OfType<Position>().ToArray()
            : FirstIn(within) is { } first ? new[] { first with { End = 0 } }
            : System.Array.Empty<Position>();
        var reached = new Reached(this, places.Length > 0 ? places : new[] { new Position(0, -1, 0, 0) }, stops.Select(Find).OfType<Position>(), lists ?? Enumerable.Empty<SyntaxNode>());
        _answers[(uint)Interlocked.Increment(ref _answered) % _answers.Length] = new Answer(question, reached);
        return reached;
    }

    private sealed record Answer(SyntaxNode?[] Question, Reached Reached);

    private Position? At(SyntaxNode node) => _positions.TryGetValue(node, out Position found) ? found : null;

    private Position? FirstIn(SyntaxNode node) => node.DescendantNodesAndSelf(inner => inner == node || !FunctionBodies.IsFunction(inner)).Select(At).FirstOrDefault(found => found is not null);

    // What the compiler takes apart is where its first part is.
    private Position? Find(SyntaxNode node) => FunctionBodies.FunctionOf(node) != _function ? null : At(node) ?? FirstIn(node) ?? node.Ancestors().Select(At).FirstOrDefault(found => found is not null);

    // In a block, by the order in which it is evaluated: what stands in another before that.
    internal readonly record struct Position(int Block, int Operation, int End, int Start) : System.IComparable<Position>
    {
        public int CompareTo(Position other) => (Block, Operation, End, -Start).CompareTo((other.Block, other.Operation, other.End, -other.Start));
    }

    /// <summary>What is reached.</summary>
    internal sealed class Reached
    {
        private readonly ExecutionPaths _paths;
        private readonly Position[] _starts;
        private readonly Dictionary<int, Position[]> _stops;
        private readonly HashSet<SyntaxNode> _lists;
        private readonly HashSet<(int Block, bool IsThrown)> _entered = new();
        private readonly Stack<(Position From, bool IsThrown)> _pending = new();

        // What leaves each `finally`, and which of them come to their end.
        private readonly Dictionary<ControlFlowRegion, List<ControlFlowBranch>> _left = new();
        private readonly HashSet<ControlFlowRegion> _finished = new();

        internal Reached(ExecutionPaths paths, Position[] starts, IEnumerable<Position> stops, IEnumerable<SyntaxNode> lists)
        {
            _paths = paths;
            _starts = starts;
            _stops = stops.Concat(paths._ends).GroupBy(stop => stop.Block).ToDictionary(block => block.Key, block => block.OrderBy(stop => stop).ToArray());
            _lists = new HashSet<SyntaxNode>(lists);
            foreach (Position start in starts)
            {
                _pending.Push((start, false));
            }

            while (_pending.Count > 0)
            {
                (Position from, bool isThrown) = _pending.Pop();
                Pass(paths._graph!.Blocks[from.Block], from, isThrown);
            }
        }

        /// <summary>Whether the function can end.</summary>
        public bool Ends { get; private set; }

        /// <summary>Whether anything is called.</summary>
        public bool Calls { get; private set; }

        /// <summary>Whether a place is reached, or may be, for all that is known. One of the stops is not.</summary>
        public bool Contains(SyntaxNode place) => _paths.Find(place) is not { } position
            || (_entered.Contains((position.Block, false)) || _entered.Contains((position.Block, true))) && StopBehind(Beginning(position.Block)).CompareTo(position) > 0
            || _starts.Any(start => start.Block == position.Block && start.CompareTo(position) < 0 && StopBehind(start).CompareTo(position) > 0);

        private static Position Beginning(int block) => new(block, -1, 0, 0);

        private Position StopBehind(Position from)
        {
            int next = _stops.TryGetValue(from.Block, out Position[]? stops) ? System.Array.BinarySearch(stops, from) : 0;
            // Behind all that are no later.
            for (next = next < 0 ? ~next : next; next < stops?.Length && stops[next].CompareTo(from) <= 0; next++)
            {
            }

            return next < stops?.Length ? stops[next] : new Position(from.Block, int.MaxValue, 0, 0);
        }

        private void Pass(BasicBlock block, Position from, bool isThrown)
        {
            Position stop = StopBehind(from);
            List<Position> calls = _paths._calls[from.Block];
            int first = calls.BinarySearch(from);
            first = first < 0 ? ~first : first + 1;
            if (first < calls.Count && calls[first].CompareTo(stop) <= 0)
            {
                Calls |= calls[first].CompareTo(stop) < 0;
                Throw(block.EnclosingRegion);
            }

            if (stop.Operation < int.MaxValue)
            {
                return;
            }

            // `while (true)`
            bool? isTrue = block.BranchValue?.ConstantValue is { HasValue: true, Value: bool constant } ? constant : null;
            if (block.BranchValue is { } asked && _lists.Remove(asked.Syntax))
            {
                // The first round of what is known to run.
                isTrue = true;
                _entered.Remove((block.Ordinal, isThrown));
            }

            foreach (ControlFlowBranch? branch in new[] { block.ConditionalSuccessor, block.FallThroughSuccessor })
            {
                if (branch is null || block.ConditionKind != ControlFlowConditionKind.None && isTrue is { } known && (branch == block.ConditionalSuccessor) != (known == (block.ConditionKind == ControlFlowConditionKind.WhenTrue)))
                {
                    continue;
                }

                switch (branch.Semantics)
                {
                    case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                        Throw(block.EnclosingRegion);
                        break;
                    case ControlFlowBranchSemantics.StructuredExceptionHandling:
                        Finish(block.EnclosingRegion, isThrown);
                        break;
                    default:
                        Leave(branch, 0, isThrown);
                        break;
                }
            }
        }

        private void Enter(int block, bool isThrown)
        {
            if (_paths._graph!.Blocks[block].Kind == BasicBlockKind.Exit)
            {
                Ends = true;
            }
            else if (_entered.Add((block, isThrown)))
            {
                _pending.Push((Beginning(block), isThrown));
            }
        }

        // Through each `finally` on the way, if that comes to its end.
        private void Leave(ControlFlowBranch branch, int passed, bool isThrown)
        {
            for (; passed < branch.FinallyRegions.Length; passed++)
            {
                ControlFlowRegion region = branch.FinallyRegions[passed];
                if (!_left.TryGetValue(region, out List<ControlFlowBranch>? left))
                {
                    _left.Add(region, left = new List<ControlFlowBranch>());
                }

                left.Add(branch);
                if (!_finished.Contains(region))
                {
                    Enter(region.FirstBlockOrdinal, isThrown: false);
                    return;
                }
            }

            if (branch.Destination is { } destination)
            {
                Enter(destination.Ordinal, isThrown);
            }
        }

        private void Finish(ControlFlowRegion region, bool isThrown)
        {
            while (region.Kind is not (ControlFlowRegionKind.Finally or ControlFlowRegionKind.Filter) && region.EnclosingRegion is { } around)
            {
                region = around;
            }

            if (isThrown || region.Kind == ControlFlowRegionKind.Filter)
            {
                Throw(region.EnclosingRegion?.EnclosingRegion);
            }
            else if (_finished.Add(region) && _left.TryGetValue(region, out List<ControlFlowBranch>? left))
            {
                left.ToList().ForEach(branch => Leave(branch, branch.FinallyRegions.IndexOf(region) + 1, isThrown: false));
            }
        }

        // To what handles it, or runs in any case.
        private void Throw(ControlFlowRegion? region)
        {
            for (; region is not null; region = region.EnclosingRegion)
            {
                if (region is not { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { } statement })
                {
                    continue;
                }

                ControlFlowRegion[] handlers = statement.NestedRegions.Where(handler => handler != region).ToArray();
                foreach (ControlFlowRegion handler in handlers)
                {
                    Enter(handler.FirstBlockOrdinal, isThrown: handler.Kind == ControlFlowRegionKind.Finally);
                }

                if (handlers.Any(handler => handler.Kind == ControlFlowRegionKind.Finally
                    || handler.Kind == ControlFlowRegionKind.Catch && handler.ExceptionType is { SpecialType: SpecialType.System_Object } or { Name: "Exception" }))
                {
                    return;
                }
            }
        }
    }
}
