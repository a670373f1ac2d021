using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Rules;

/// <summary>
/// A parameter group that joins the optimizer after its scheduler was built. The scheduler moves only as many groups as
/// there were then (TorchSharp 0.107.0, LRScheduler.cs: the loop over <c>_base_lrs</c>).
/// </summary>
internal sealed class LR2017_LateParameterGroup : SchedulerRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2017",
        title: "Parameter group is added after the scheduler was built",
        messageFormat: "{0} schedules only the parameter groups that the optimizer has when it is created: the one that is added later keeps its learning rate. Call add_param_group before.",
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
        // ReduceLROnPlateau reads the groups at every step.
        if (!context.Site.IsLibrary
            || context.Site.Name is "ReduceLROnPlateau" or "ChainedLR"
            || context.OptimizerFlow is not { Escapes: false } optimizer
            || !optimizer.Has(UseKind.AddParamGroup)
            || context.Flow is not { Escapes: false } flow
            || !flow.Has(UseKind.Step) && !flow.Has(UseKind.Scheduled))
        {
            return null;
        }

        var created = new CallChain(ImmutableArray.Create(context.Site.Operation));
        foreach (ObjectUse added in optimizer.Of(UseKind.AddParamGroup).Where(added => added.Path is null))
        {
            var addition = new CallChain(ImmutableArray.Create(added.Operation));
            // In one list of statements, in that order, and each time in that order.
            if (addition.Meet(created) is { IsBefore: false } meeting
                && meeting.Container.Ancestors().TakeWhile(node => node != CallChain.FunctionOf(meeting.Container)).All(node => !JumpStatements.IsLoop(node))
                && addition.IsUnconditionalIn(meeting.Container)
                && created.IsUnconditionalIn(meeting.Container)
                && !optimizer.Of(UseKind.Scheduled).Any(scheduled => scheduled.Operation.Syntax.SyntaxTree == added.Operation.Syntax.SyntaxTree
                    && scheduled.Operation.Syntax.SpanStart > added.Operation.Syntax.SpanStart))
            {
                bool isMovable = meeting.IsStatement(added.Operation.Syntax)
                    && meeting.OtherStatement is LocalDeclarationStatementSyntax or ExpressionStatementSyntax
                        or GlobalStatementSyntax { Statement: LocalDeclarationStatementSyntax or ExpressionStatementSyntax };
                return ReportMove(
                    context.Site.Operation, added.Operation, Before, isMovable ? meeting.OtherStatement : null, context.Site.Name);
            }
        }

        return null;
    }
}
