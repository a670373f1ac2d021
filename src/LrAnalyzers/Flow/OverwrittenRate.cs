using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Loops;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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

        if (overwriting.Count == 0 || taking.Count == 0
            // What stands in a lambda runs when nobody knows.
            || function is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
        {
            return null;
        }

        var paths = ExecutionPaths.Of(function, code, cancellationToken);
        return paths.From(new[] { write.Syntax }, overwriting) is { } reached && !taking.Any(reached.Contains)
            && paths.From(new[] { write.Syntax }, Enumerable.Empty<SyntaxNode>()) is { } all && overwriting.Any(all.Contains)
                ? name
                : null;
    }
}
