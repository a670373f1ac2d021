using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>
/// Two schedulers that move the learning rate of one optimizer in the same loop. Those that compute the rate from the last
/// one multiply; LambdaLR, OneCycleLR and CyclicLR compute it from the base and wipe out the other's.
/// </summary>
internal sealed class LR2010_CompetingSchedules : SchedulerRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2010",
        title: "Competing learning-rate schedules on one optimizer",
        messageFormat: "{0} and {1} are both stepped on one optimizer: {2}. Combine them with SequentialLR to run one after the other, or with ChainedLR to multiply them.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Schedulers of one optimizer write the same learning rates. Some multiply the rate that they find, others overwrite it.",
        helpLinkUri: RulePage.Of("LR2010"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        if (!context.Site.IsLibrary
            || context.OptimizerFlow is not { } optimizer
            || !optimizer.Has(UseKind.Step)
            || context.Flow.Has(UseKind.Scheduled))
        {
            return null;
        }

        foreach (ObjectUse scheduled in optimizer.Of(UseKind.Scheduled))
        {
            // One report for the pair, at the later of the two.
            IOperation other = scheduled.Operation;
            if (other.Syntax.SyntaxTree == context.Site.Operation.Syntax.SyntaxTree
                && other.Syntax.SpanStart < context.Site.Operation.Syntax.SpanStart
                && context.Reader.ReadScheduler(other) is { IsLibrary: true } rival
                && FlowTracker.Track(other, context.Code, context.Catalog, context.CancellationToken) is { Escapes: false } flow
                && !flow.Has(UseKind.Scheduled)
                && AreSteppedTogether(context, context.ChainsOf(flow, UseKind.Step)))
            {
                return Diagnostic.Create(
                    Descriptor, context.Site.Operation.Syntax.GetLocation(), rival.Name, context.Site.Name, Consequence(rival, context.Site));
            }
        }

        return null;
    }

    // In the same round of the same loop, neither instead of the other.
    private static bool AreSteppedTogether(SchedulerContext context, ImmutableArray<CallChain> others)
    {
        if (context.Flow.Escapes)
        {
            return false;
        }

        return context.ChainsOf(context.Flow, UseKind.Step).Any(step =>
            step.Loops(context.CancellationToken).FirstOrDefault() is { } loop
            && step.IsUnconditionalIn(loop.Body.Syntax)
            // One call may step the one or the other.
            && others.All(other => other.Operation.Syntax != step.Operation.Syntax)
            && others.Any(other => other.IsIn(loop) && other.IsUnconditionalIn(loop.Body.Syntax, throughLoops: true)
                || other.Loops(context.CancellationToken).FirstOrDefault() is { } outer && step.IsIn(outer)
                    && other.IsUnconditionalIn(outer.Body.Syntax)));
    }

    private static string Consequence(SchedulerSite first, SchedulerSite second) =>
        Overwrites(first.Name) || Overwrites(second.Name)
            ? $"{(Overwrites(second.Name) ? second.Name : first.Name)} overwrites what the other sets"
            : "their factors multiply";

    private static bool Overwrites(string scheduler) => scheduler is "LambdaLR" or "OneCycleLR" or "CyclicLR";
}
