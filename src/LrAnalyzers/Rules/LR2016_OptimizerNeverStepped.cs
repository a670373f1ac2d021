using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Models;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Rules;

/// <summary>
/// An optimizer whose scheduler is stepped in a loop that computes gradients, and that is never stepped itself: the
/// learning rate moves, the weights do not. A scheduler's <c>step()</c> does not call the optimizer's.
/// </summary>
internal sealed class LR2016_OptimizerNeverStepped : OptimizerRule
{
    /// <summary>Property of a diagnostic: how the optimizer is called in the code.</summary>
    public static readonly FixProperty Optimizer = new(nameof(Optimizer));

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2016",
        title: "Optimizer is never stepped in a loop that computes its gradients",
        messageFormat: "{0} is never stepped: backward() computes gradients that nothing uses, so the weights never change while {1} moves the learning rate. Call its step() after backward().",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "backward() only computes gradients and a scheduler only changes the learning rate. The weights change in the optimizer's step().",
        helpLinkUri: RulePage.Of("LR2016"));

    // How weights are updated by hand, from their gradients.
    private static readonly ImmutableHashSet<string> s_updates = ImmutableHashSet.Create("sub_", "add_", "addcdiv_", "copy_", "set_");

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(OptimizerContext context)
    {
        if (context.Flow is not { Escapes: false } flow || flow.Has(UseKind.Step) || flow.Has(UseKind.LearningRateWrite)
            || !ModuleParameters.AreIn(context.Site.Parameters, context.Catalog, context.Code, context.CancellationToken))
        {
            return null;
        }

        // A loop around the creation makes another optimizer in each round.
        CallChain created = context.CreationChain;
        foreach (ObjectUse scheduled in flow.Of(UseKind.Scheduled))
        {
            if (context.Reader.ReadScheduler(scheduled.Operation) is not { } scheduler)
            {
                continue;
            }

            ObjectFlow schedulerFlow = FlowTracker.Track(scheduler.Operation, context.Code, context.Catalog, context.CancellationToken);
            foreach (CallChain step in context.ChainsOf(schedulerFlow, UseKind.Step))
            {
                if (step.Loops(context.CancellationToken).LastOrDefault(loop => !created.IsIn(loop)) is { } loop
                    && FindBackward(context, loop) is { } backward)
                {
                    return Report(context, flow, backward, scheduler.Name);
                }
            }
        }

        return null;
    }

    private Diagnostic Report(OptimizerContext context, ObjectFlow flow, InvocationExpressionSyntax backward, string scheduler)
    {
        ImmutableDictionary<string, string?> properties = flow.Holders.Length == 1
            ? ImmutableDictionary<string, string?>.Empty.Add(Optimizer, flow.Holders[0].Name)
            : ImmutableDictionary<string, string?>.Empty;
        return Diagnostic.Create(
            Descriptor,
            context.Site.Operation.Syntax.GetLocation(),
            new[] { backward.GetLocation() },
            properties,
            context.Site.Definition.Name,
            scheduler);
    }

    // The backward() in the loop, or in a method of this project that it calls, where no other optimizer is stepped that the gradients
    // could be for: the only one, or of several the one for which this optimizer's gradients are set to zero.
    private static InvocationExpressionSyntax? FindBackward(OptimizerContext context, TrainingLoop loop)
    {
        // The same twice is one method that is called for training and for validation.
        var backwards = new HashSet<InvocationExpressionSyntax>();
        var resets = new HashSet<InvocationExpressionSyntax>();
        foreach (InvocationExpressionSyntax call in SourceCalls.In(loop.Body.Syntax, context.Code, context.CancellationToken))
        {
            if (ReceiverOf(call) is not var (receiver, name))
            {
                continue;
            }

            SemanticModel model = context.Code.ModelOf(call.SyntaxTree);
            if (name == "backward" && model.GetTypeInfo(receiver, context.CancellationToken).Type?.Name == "Tensor")
            {
                backwards.Add(call);
            }
            else if (name == "zero_grad")
            {
                resets.Add(call);
            }
            else if (name == "step" && !context.Catalog.IsScheduler(model.GetTypeInfo(receiver, context.CancellationToken).Type) && !TrainsOthers(receiver, model, context)
                || s_updates.Contains(name) && ProjectFacts.Identifiers(CallChain.FunctionOf(call), "grad", context.CancellationToken).Any())
            {
                return null;
            }
        }

        return backwards.Count == 1 ? backwards.First() : OwnBackward(context, backwards, resets);
    }

    // `generatorOptimizer.zero_grad(); …; loss.backward();`: the only one up to where other gradients are set to zero, or the block ends.
    private static InvocationExpressionSyntax? OwnBackward(
        OptimizerContext context, HashSet<InvocationExpressionSyntax> backwards, HashSet<InvocationExpressionSyntax> resets)
    {
        InvocationExpressionSyntax[] own = resets.Where(reset => context.Code.ModelOf(reset.SyntaxTree).GetOperation(ReceiverOf(reset)!.Value.Receiver, context.CancellationToken) is { } receiver
            && Origins.Creations(Place.At(receiver), context.Code, context.CancellationToken) is { IsEmpty: false } creations
            && creations.All(creation => creation.Operation!.Syntax == context.Site.Operation.Syntax)).Take(2).ToArray();
        if (own.Length != 1 || own[0].FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax { Statements: var statements } } cleared)
        {
            return null;
        }

        InvocationExpressionSyntax[] behind = statements.SkipWhile(statement => statement != cleared).Skip(1)
            .TakeWhile(statement => !resets.Any(statement.Contains))
            .SelectMany(statement => backwards.Where(statement.Contains)).Take(2).ToArray();
        return behind.Length == 1 ? behind[0] : null;
    }

    // Another optimizer that trains other modules leaves this one's gradients unused.
    private static bool TrainsOthers(ExpressionSyntax stepped, SemanticModel model, OptimizerContext context)
    {
        if (model.GetOperation(stepped, context.CancellationToken) is not { } other
            || Origins.Creations(Place.At(other), context.Code, context.CancellationToken) is not { IsEmpty: false } creations)
        {
            return false;
        }

        ImmutableArray<ISymbol> own = FunctionOptimizers.VariablesIn(context.Site.Parameters);
        return own.Length > 0
            && creations.All(creation => context.Reader.ReadOptimizer(creation.Operation!) is { } site
                && FunctionOptimizers.VariablesIn(site.Parameters) is { IsEmpty: false } modules
                && !modules.Intersect(own, SymbolEqualityComparer.Default).Any());
    }

    // `loss.backward()` and `loss?.backward()`
    private static (ExpressionSyntax Receiver, string Name)? ReceiverOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax { Expression: var receiver, Name.Identifier.ValueText: var name } => (receiver, name),
        MemberBindingExpressionSyntax { Name.Identifier.ValueText: var name }
            when call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } access => (access.Expression, name),
        _ => null,
    };
}
