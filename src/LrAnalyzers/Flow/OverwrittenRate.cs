using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>
/// A learning rate that is written into an optimizer's groups and overwritten by a scheduler's <c>step()</c> before the
/// optimizer takes a step with it.
/// </summary>
internal static class OverwrittenRate
{
    /// <summary>The name of the scheduler that overwrites what is written, or <see langword="null"/>.</summary>
    /// <param name="write">The assignment to a group's learning rate.</param>
    /// <param name="code">The project.</param>
    /// <param name="schedules">What tells schedulers.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static string? By(IAssignmentOperation write, CodeBase code, ScheduleCatalog schedules, CancellationToken cancellationToken)
    {
        if (LearningRateWrites.OptimizerOf(write) is not { } optimizer
            || Origins.Single(optimizer, code, cancellationToken) is not { } creation
            || CreationArguments.Of(creation) is not { } made
            || schedules.OptimizerCreatedBy(made.Method) is null
            || FlowTracker.Track(creation, code, schedules, cancellationToken) is not { Escapes: false } tracked)
        {
            return null;
        }

        ObjectFlow flow = tracked.Narrowed(optimizer);
        // Of several optimizers that are made alike only that one's own schedule counts.
        if ((CallSites.RunsFromSeveral(creation, code, cancellationToken)
                || LoopNest.Around(creation, path: null, code, cancellationToken).Any(loop => !loop.Contains(write)))
            && !flow.Of(UseKind.Scheduled).All(use => use.References.Any(reference => ObjectFlow.IsSameObject(reference, optimizer) == true)))
        {
            return null;
        }

        SyntaxNode function = CallChain.FunctionOf(write.Syntax);
        string? name = null;
        var overwriting = new HashSet<SyntaxNode>();
        foreach (ObjectUse scheduled in flow.Of(UseKind.Scheduled))
        {
            if (CreationArguments.Of(scheduled.Operation) is not { } scheduler
                || schedules.DefinitionOf(scheduler.Method) is not { Overwrites: true } definition
                || FlowTracker.Track(scheduled.Operation, code, schedules, cancellationToken) is not { Escapes: false } steps)
            {
                return null;
            }

            name ??= definition.Name;
            // One that stands in another method may not run.
            overwriting.UnionWith(steps.Of(UseKind.Step).Select(step => step.Operation.Syntax).Where(step => CallChain.FunctionOf(step) == function));
        }

        var taking = new HashSet<SyntaxNode>();
        foreach (ObjectUse step in flow.Of(UseKind.Step))
        {
            if (CallChain.Of(step.Operation, step.Path, code, cancellationToken).Sites.FirstOrDefault(site => CallChain.FunctionOf(site.Syntax) == function) is not { } here)
            {
                return null;
            }

            taking.Add(here.Syntax);
        }

        return overwriting.Count > 0 && taking.Count > 0 && IsOverwritten(write, overwriting, taking, cancellationToken) ? name : null;
    }

    // Whether every way from the write to a step of the optimizer passes a step of the scheduler, and one does.
    private static bool IsOverwritten(IAssignmentOperation write, HashSet<SyntaxNode> overwriting, HashSet<SyntaxNode> taking, CancellationToken cancellationToken)
    {
        if (GraphOf(write, cancellationToken) is not { } graph || graph.Blocks.Length > GraphLimits.BasicBlocks)
        {
            return false;
        }

        var pending = new Stack<(BasicBlock Block, int First)>();
        var seen = new HashSet<BasicBlock>();
        bool isOverwritten = false;
        foreach (BasicBlock block in graph.Blocks)
        {
            int index = IndexOf(block, write.Syntax);
            if (index >= 0)
            {
                pending.Push((block, index + 1));
            }
        }

        if (pending.Count != 1)
        {
            return false;
        }

        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (BasicBlock block, int first) = pending.Pop();
            IEnumerable<IOperation> operations = block.Operations.Skip(first);
            if (block.BranchValue is { } branch)
            {
                operations = operations.Append(branch);
            }

            bool ends = false;
            foreach (IOperation operation in operations.SelectMany(operation => operation.DescendantsAndSelf()))
            {
                if (taking.Contains(operation.Syntax))
                {
                    return false;
                }

                if (overwriting.Contains(operation.Syntax))
                {
                    ends = isOverwritten = true;
                    break;
                }
            }

            if (ends)
            {
                continue;
            }

            foreach (ControlFlowBranch? next in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
            {
                if (next?.Destination is { } destination && seen.Add(destination))
                {
                    pending.Push((destination, 0));
                }
            }
        }

        return isOverwritten;
    }

    private static int IndexOf(BasicBlock block, SyntaxNode syntax)
    {
        for (int index = 0; index < block.Operations.Length; index++)
        {
            if (block.Operations[index].DescendantsAndSelf().Any(operation => operation.Syntax == syntax))
            {
                return index;
            }
        }

        return -1;
    }

    // Of the method, or of the program's own statements; what stands in a lambda runs when nobody knows.
    private static ControlFlowGraph? GraphOf(IOperation operation, CancellationToken cancellationToken)
    {
        IOperation root = operation;
        while (root.Parent is { } parent)
        {
            if (root is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return null;
            }

            root = parent;
        }

        return root switch
        {
            IMethodBodyOperation body => ControlFlowGraph.Create(body, cancellationToken),
            IConstructorBodyOperation body => ControlFlowGraph.Create(body, cancellationToken),
            IBlockOperation body => ControlFlowGraph.Create(body, cancellationToken),
            _ => null,
        };
    }
}
