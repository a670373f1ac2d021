using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>A scheduler that is created and then forgotten while its optimizer trains.</summary>
internal sealed class LR2002_SchedulerNeverStepped : SchedulerRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2002",
        title: "Scheduler is never stepped",
        messageFormat: "{0} is never stepped, so the learning rate stays {1}: call its step() {2}",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A scheduler changes the learning rate only when its step() is called; creating it is not enough, and TorchSharp prints no warning.",
        helpLinkUri: RulePage.Of("LR2002"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        if (context.Site.Definition is not { } definition
            || context.Flow is not { Uses.IsEmpty: true, EscapesHere: false }
            || context.OptimizerFlow is not { } optimizer
            || !optimizer.Of(UseKind.Step).Any(step => !context.LoopsAround(step).IsEmpty))
        {
            return null;
        }

        string cadence = definition.NeedsMetric ? "with the validation loss, once per epoch"
            : definition.Cadence == SchedulerCadence.Batch ? "after each batch"
            : "once per epoch, after the optimizer's";
        return Diagnostic.Create(Descriptor, context.Site.Operation.Syntax.GetLocation(), context.Site.Name, definition.Unstepped, cadence);
    }
}
