using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Rules;

/// <summary>
/// Two schedulers that move the learning rate of one optimizer in the same loop. Those that compute the rate from the last
/// one multiply; LambdaLR, OneCycleLR and CyclicLR compute it from the base and wipe out the other's. A part that is stepped
/// beside the sequence or chain it belongs to is stepped by both.
/// </summary>
internal sealed class LR2010_CompetingSchedules : SchedulerRule
{
    /// <summary>Value of <see cref="SchedulerRule.Fix"/>: the optimizer, the first additional location, is replaced.</summary>
    public const string OtherOptimizer = nameof(OtherOptimizer);

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2010",
        title: "Competing learning-rate schedules on one optimizer",
        messageFormat: "{0} and {1} are both stepped on one optimizer: {2}. {3}.",
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
        if (!context.Site.IsLibrary || context.Flow.Escapes || !context.Flow.Has(UseKind.Step))
        {
            return null;
        }

        return context.Flow.Has(UseKind.Scheduled) ? CheckPart(context) : CheckRivals(context);
    }

    private Diagnostic? CheckRivals(SchedulerContext context)
    {
        if (context.OptimizerFlow is not { } optimizer || !optimizer.Has(UseKind.Step))
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
                && StepBeside(context, other, flow) is not null)
            {
                return Report(context, rival, flow);
            }
        }

        return null;
    }

    // A sequence and a chain step their parts themselves.
    private Diagnostic? CheckPart(SchedulerContext context)
    {
        foreach (ObjectUse combined in context.Flow.Of(UseKind.Scheduled))
        {
            if (context.Reader.ReadScheduler(combined.Operation) is { IsLibrary: true } whole
                && FlowTracker.Track(combined.Operation, context.Code, context.Catalog, context.CancellationToken) is { Escapes: false } flow
                && StepBeside(context, combined.Operation, flow) is { } step)
            {
                string pace = whole.Definition!.RunsPartsInTurn ? "out of turn, and twice in its turn" : "twice in every round";
                return Report(
                    context.Site.Operation,
                    ImmutableArray.Create(step.Operation.Syntax.GetLocation()),
                    NoProperties.Add(Fix, RemoveStep),
                    context.Site.Name,
                    whole.Name,
                    $"{whole.Name} steps its parts itself, so that this {context.Site.Name} moves on {pace}",
                    $"Step {whole.Name} only");
            }
        }

        return null;
    }

    private Diagnostic Report(SchedulerContext context, SchedulerSite rival, ObjectFlow rivalFlow)
    {
        if (Intended(context.Site, context.Flow, rivalFlow, context) is { } intended)
        {
            return Report(context, rival, context.Site, intended);
        }

        return Intended(rival, rivalFlow, context.Flow, context) is { } swapped
            ? Report(context, rival, rival, swapped)
            : Report(
                context.Site.Operation,
                NoProperties,
                rival.Name,
                context.Site.Name,
                Consequence(rival, context.Site),
                "Combine them with SequentialLR to run one after the other, or with ChainedLR to multiply them");
    }

    private Diagnostic Report(SchedulerContext context, SchedulerSite rival, SchedulerSite mistaken, (string Scheduler, string Optimizer) intended) =>
        Report(
            context.Site.Operation,
            ImmutableArray.Create(mistaken.Optimizer!.Syntax.GetLocation()),
            NoProperties.Add(Fix, OtherOptimizer).Add(Replacement, intended.Optimizer),
            rival.Name,
            context.Site.Name,
            $"'{intended.Scheduler}' is created for '{mistaken.Optimizer.Syntax}', while '{intended.Optimizer}' has no schedule",
            $"Create it for '{intended.Optimizer}'");

    // `schedulerD` that is created for `optimizerG` beside `schedulerG`, where `optimizerD` has none.
    private static (string Scheduler, string Optimizer)? Intended(
        SchedulerSite site, ObjectFlow flow, ObjectFlow rivalFlow, SchedulerContext context)
    {
        if (site.Optimizer is not { SemanticModel: { } semanticModel } reference || reference.Variable() is not { } given)
        {
            return null;
        }

        // Many schedulers of one function ask for the same.
        ISymbol[] optimizers = context.Code.FactOf(CodeBase.BlockOf(reference.Syntax), _ => semanticModel.LookupSymbols(reference.Syntax.SpanStart)
            .Where(symbol => context.Catalog.IsOptimizer(TypeOf(symbol))).ToArray());
        ISymbol[] others = optimizers.Where(symbol => !SymbolEqualityComparer.Default.Equals(symbol, given)).ToArray();
        foreach (ISymbol scheduler in flow.Holders)
        {
            foreach (ISymbol rival in rivalFlow.Holders)
            {
                // What tells the two schedulers apart tells two optimizers apart in the same way.
                if (others.FirstOrDefault(other => NamePair.Of(scheduler.Name, rival.Name) is { } schedulers
                        && schedulers == NamePair.Of(other.Name, given.Name)) is { } intended
                    && IsAssignedBefore(intended, reference, context)
                    && FlowTracker.TrackHolder(intended, context.Code, context.Catalog, context.CancellationToken) is { Escapes: false } otherFlow
                    && otherFlow.Has(UseKind.Step)
                    && !otherFlow.Has(UseKind.Scheduled)
                    && !otherFlow.Has(UseKind.LearningRateWrite))
                {
                    return (scheduler.Name, intended.Name);
                }
            }
        }

        return null;
    }

    // A local is in scope before its declaration, where it must not be used.
    private static bool IsAssignedBefore(ISymbol variable, IOperation reference, SchedulerContext context) =>
        variable is not ILocalSymbol
        || variable.DeclaringSyntaxReferences is { Length: 1 } declarations
            && declarations[0].GetSyntax(context.CancellationToken) is VariableDeclaratorSyntax { Initializer: not null } declarator
            && declarator.Span.End < reference.Syntax.SpanStart;

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol { IsIndexer: false } property => property.Type,
        _ => null,
    };

    // A step in the same round of the same loop as one of the others, neither instead of the other; of two schedulers that
    // are both there in every round, not of one that a condition creates.
    private static CallChain? StepBeside(SchedulerContext context, IOperation otherCreation, ObjectFlow otherFlow)
    {
        ImmutableArray<CallChain> others = context.ChainsOf(otherFlow, UseKind.Step);
        CallChain creation = context.CreationChain;
        var rival = CallChain.Of(otherCreation, path: null, context.Code, context.CancellationToken);
        return context.ChainsOf(context.Flow, UseKind.Step).FirstOrDefault(step =>
            step.Loops(context.CancellationToken).FirstOrDefault() is { } loop
            && step.IsUnconditionalIn(loop.Body.Syntax)
            && IsAlwaysCreatedFor(creation, step)
            // One call may step the one or the other.
            && others.All(other => other.Operation.Syntax != step.Operation.Syntax)
            && others.Any(other => IsAlwaysCreatedFor(rival, other)
                && (other.IsIn(loop) && other.IsUnconditionalIn(loop.Body.Syntax, throughLoops: true)
                    || other.Loops(context.CancellationToken).FirstOrDefault() is { } outer && step.IsIn(outer)
                        && other.IsUnconditionalIn(outer.Body.Syntax))));
    }

    // No condition around the creation that is not around the step as well.
    private static bool IsAlwaysCreatedFor(CallChain creation, CallChain step) =>
        creation.IsUnconditionalIn(
            creation.Meet(step) is { } meeting ? meeting.Container : CallChain.FunctionOf(creation.Operation.Syntax), throughLoops: true);

    private static string Consequence(SchedulerSite first, SchedulerSite second) =>
        first.Definition!.Overwrites || second.Definition!.Overwrites
            ? $"{(second.Definition!.Overwrites ? second.Name : first.Name)} overwrites what the other sets"
            : "their factors multiply";
}
