using System.Globalization;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A scheduler that is told by a constant <c>last_epoch</c> to continue a training that nothing restores. TorchSharp's
/// constructors count that epoch as done and take one step on from it (LRScheduler.cs:34-75), with the full learning rate.
/// </summary>
internal sealed class LR2012_ConstantLastEpoch : SchedulerRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2012",
        title: "Constant last_epoch does not resume a schedule",
        messageFormat: "last_epoch {0} does not resume a training: a new {1} {2}. Remove it, so that the schedule starts at its beginning.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "last_epoch tells a scheduler which epoch was the last of a training whose optimizer state has been restored. Given as a constant to a new optimizer it starts the schedule in the middle, with a learning rate that belongs to no epoch.",
        helpLinkUri: RulePage.Of("LR2012"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        if (!context.Site.IsLibrary
            || context.Site.Creation.Explicit("last_epoch") is not { } argument
            || !context.ValueOf("last_epoch").IsAlways(epoch => epoch != -1)
            || MayBeRestored(context)
            || ThrowsAssertion.Contains(context.Site.Operation.Syntax))
        {
            return null;
        }

        double epoch = context.ValueOf("last_epoch").Numbers[0];
        return Report(argument, NoProperties, Text(epoch), context.Site.Name, Consequence(context, epoch));
    }

    // A restored optimizer brings the learning rate that belongs to the epoch.
    private static bool MayBeRestored(SchedulerContext context)
    {
        if (context.OptimizerFlow?.Has(UseKind.LoadState) == true)
        {
            return true;
        }

        // An optimizer that came from elsewhere may have been restored there.
        return context.Optimizer is null
            && ProjectFacts.Mentions(context.Site.Operation.Syntax.SyntaxTree, "load_state_dict", context.CancellationToken);
    }

    private static string Consequence(SchedulerContext context, double epoch)
    {
        string next = Text(epoch + 1);
        double? gamma = context.NumberOf("gamma");
        return context.Site.Name switch
        {
            "StepLR" when gamma is { } factor && context.NumberOf("step_size") is { } size && size != 0 && (epoch + 1) % size == 0 =>
                $"multiplies the learning rate by {factor.ToString(CultureInfo.InvariantCulture)} as it is created and counts on from epoch {next}",
            "ExponentialLR" when gamma is { } factor =>
                $"multiplies the learning rate by {factor.ToString(CultureInfo.InvariantCulture)} as it is created and counts on from epoch {next}",
            "OneCycleLR" when !IsFalse(context.Site.Creation.For("cycle_momentum")) => "throws KeyNotFoundException, because it never set its momentum range",
            "LambdaLR" or "CyclicLR" or "OneCycleLR" => $"begins at epoch {next}, in the middle of its curve",
            "SequentialLR" => $"counts on from epoch {next} while the schedulers in it begin at 0",
            _ => $"takes the full learning rate for that of epoch {next} and goes on from there",
        };
    }

    private static bool IsFalse(IArgumentOperation? argument) => argument?.Value.ConstantValue is { HasValue: true, Value: false };

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
