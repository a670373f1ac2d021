using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>
/// What one member does with its locals, and the optimizers and schedules it creates: read once per body, so that a body
/// with thousands of learning rates stays fast.
/// </summary>
internal sealed class MemberOperations
{
    private static readonly ConditionalWeakTable<IOperation, MemberOperations> s_byRoot = new();

    private readonly Dictionary<ISymbol, IOperation> _initializers = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<(ISymbol Member, IOperation Value)>> _assignments = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IOperation> _optimizersByGroupLocal = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _reassigned = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _called = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _replaced = new(SymbolEqualityComparer.Default);
    private readonly IOperation _root;
    private ILookup<ISymbol, ILocalReferenceOperation>? _uses;

    private MemberOperations(IOperation root, LearningRateCatalog catalog)
    {
        _root = root;
        foreach (IOperation operation in root.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer() is { } initializer:
                    _initializers[declarator.Symbol] = initializer.Value;
                    break;
                case IAssignmentOperation { Target: ILocalReferenceOperation target }:
                    _reassigned.Add(target.Local);
                    break;
                case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: ILocalReferenceOperation instance } target } assignment:
                    if (!_assignments.TryGetValue(instance.Local, out List<(ISymbol, IOperation)>? given))
                    {
                        _assignments.Add(instance.Local, given = new());
                    }

                    given.Add((target.Member, assignment.Value));
                    break;
                case IInvocationOperation invocation:
                    if (invocation.Instance is ILocalReferenceOperation receiver)
                    {
                        _called.Add(receiver.Local);
                    }

                    Read(invocation, catalog);
                    break;
                case IObjectCreationOperation creation:
                    Read(creation, catalog);
                    break;
            }
        }
    }

    /// <summary>The body, or the initializer, that the operation stands in.</summary>
    public static MemberOperations Around(IOperation operation, LearningRateCatalog catalog)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return s_byRoot.GetValue(operation, root => new MemberOperations(root, catalog));
    }

    /// <summary>What the local is initialized with, unless it is given something else later.</summary>
    public IOperation? InitializerOf(ISymbol local) =>
        !_reassigned.Contains(local) && _initializers.TryGetValue(local, out IOperation? value) ? value : null;

    /// <summary>Whether a method of the local is called, such as <c>list.Add</c>.</summary>
    public bool IsCalled(ISymbol local) => _called.Contains(local);

    /// <summary>What is assigned to members of the object that the local holds.</summary>
    public IReadOnlyList<(ISymbol Member, IOperation Value)> AssignmentsTo(ISymbol local) =>
        _assignments.TryGetValue(local, out List<(ISymbol, IOperation)>? given) ? given : new List<(ISymbol, IOperation)>();

    /// <summary>Where the local is named, in source order.</summary>
    public IEnumerable<ILocalReferenceOperation> UsesOf(ISymbol local) => (_uses ?? LazyInitializer.EnsureInitialized(ref _uses, FindUses)!)[local];

    private ILookup<ISymbol, ILocalReferenceOperation> FindUses() => _root.Descendants()
        .OfType<ILocalReferenceOperation>()
        .ToLookup<ILocalReferenceOperation, ISymbol>(reference => reference.Local, SymbolEqualityComparer.Default);

    /// <summary>The optimizer creation that is given the local, alone or in a list.</summary>
    public IOperation? OptimizerGiven(ISymbol local) => _optimizersByGroupLocal.TryGetValue(local, out IOperation? creation) ? creation : null;

    /// <summary>Whether a schedule that replaces the learning rate takes the optimizer that the symbol holds.</summary>
    public bool IsReplacedBySchedule(ISymbol optimizer) => _replaced.Contains(optimizer);

    private void Read(IOperation call, LearningRateCatalog catalog)
    {
        bool isOptimizer = OptimizerCreation.Creates(call, catalog);
        bool replaces = !isOptimizer && ReplacingSchedule.IsReplacing(call, catalog);
        if (!isOptimizer && !replaces)
        {
            return;
        }

        foreach (IArgumentOperation argument in call.Arguments())
        {
            if (replaces && OptimizerCreation.SymbolOf(argument.Value.WithoutConversions()) is { } symbol)
            {
                _replaced.Add(symbol);
            }

            if (isOptimizer)
            {
                foreach (IOperation part in argument.Value.DescendantsAndSelf())
                {
                    if (part is ILocalReferenceOperation reference && !_optimizersByGroupLocal.ContainsKey(reference.Local))
                    {
                        _optimizersByGroupLocal.Add(reference.Local, call);
                    }
                }
            }
        }
    }
}
