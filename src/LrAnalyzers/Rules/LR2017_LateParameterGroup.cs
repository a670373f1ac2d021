using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Rules;

/// <summary>
/// A parameter group that joins the optimizer after its scheduler was built. The scheduler moves only as many groups as
/// there were then (TorchSharp 0.107.0, LRScheduler.cs: the loop over <c>_base_lrs</c>); ReduceLROnPlateau asks for a lowest rate
/// of each group that there is now, of which it has as many as there were then, and throws.
/// </summary>
internal sealed class LR2017_LateParameterGroup : SchedulerRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2017",
        title: "Parameter group is added after the scheduler was built",
        messageFormat: "{0} schedules only the parameter groups that the optimizer has when it is created: {1}. Call add_param_group before.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A scheduler reads the optimizer's parameter groups once, in its constructor. A group that is added afterwards is never scheduled.",
        helpLinkUri: RulePage.Of("LR2017"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        if (context.Site.Definition is not { TakesOptimizer: true } definition
            || context.OptimizerFlow is not { Escapes: false } optimizer
            || !optimizer.Has(UseKind.AddParamGroup)
            || context.Flow is not { Escapes: false } flow
            || !flow.Has(UseKind.Step) && !flow.Has(UseKind.Scheduled))
        {
            return null;
        }

        // One that waits for a metric compares each group's rate with a lowest one of its own.
        bool throws = definition.NeedsMetric;
        if (throws && context.Site.Explicit(definition.Lowest) is { } lowest && ListElements.Of(lowest) is not { Length: <= 1 })
        {
            return null;
        }

        CallChain created = context.CreationChain;
        foreach (ObjectUse added in optimizer.Of(UseKind.AddParamGroup))
        {
            CallChain addition = context.ChainOf(added);
            // In that order, and each time in that order.
            if (addition.Meet(created) is { IsBefore: false } meeting
                && created.IsUnconditionalIn(meeting.Container)
                && meeting.Container.Ancestors().TakeWhile(node => node != CallChain.FunctionOf(meeting.Container)).All(node => !FunctionBodies.IsLoop(node))
                // A group that joins the training under way may well be left alone, but the library throws.
                && (throws || addition.IsUnconditionalIn(meeting.Container))
                // A scheduler that is created again has the group.
                && optimizer.Of(UseKind.Scheduled).All(scheduled => scheduled.Operation.Syntax == context.Site.Operation.Syntax
                    || context.ChainOf(scheduled).Meet(addition) is { IsBefore: true }))
            {
                bool isMovable = meeting.IsStatement(added.Operation.Syntax)
                    && created.Sites[0] == meeting.OtherSite
                    && meeting.OtherStatement is LocalDeclarationStatementSyntax or ExpressionStatementSyntax
                        or GlobalStatementSyntax { Statement: LocalDeclarationStatementSyntax or ExpressionStatementSyntax };
                string consequence = throws
                    ? "with the one that is added later its first reduction throws ArgumentOutOfRangeException"
                    : "the one that is added later keeps its learning rate";
                return ReportMove(
                    context.Site.Operation, added.Operation, Before, isMovable ? meeting.OtherStatement : null, context.Site.Name, consequence);
            }
        }

        return null;
    }
}
