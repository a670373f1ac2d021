using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Sites;
using LrAnalyzers.Trials;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A training that goes on where an interrupted one was saved, with a schedule that is sized for the whole of it and begins
/// anew. Restored weights and optimizer state do not help: TorchSharp's schedulers have no state to save, and count from 0.
/// </summary>
internal sealed class LR2020_ScheduleStartsAgain : SchedulerRule
{
    /// <summary>Property of a diagnostic: how many steps the saved training has taken, as source text.</summary>
    public static readonly FixProperty StepsTaken = new(nameof(StepsTaken));

    /// <summary>Value of <see cref="SchedulerRule.Fix"/>: <c>step(n)</c> resumes the schedule; else it takes as many <c>step()</c>.</summary>
    public const string StepTo = nameof(StepTo);


    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2020",
        title: "Schedule starts again when training resumes",
        messageFormat: "The training loop begins at '{0}', where a saved training goes on, but this {1} begins at 0 again and is sized for the whole training: it does not get to its end. {2} before the loop.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "TorchSharp's schedulers cannot be saved. When a training is resumed, a new one begins at its first step, whatever was restored; it has to be moved on to the step at which the training was saved.",
        helpLinkUri: RulePage.Of("LR2020"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        if (context.Site.Definition is not { NeedsMetric: false } definition
            || context.Site.Explicit(definition.LastEpoch) is not null
            || context.Flow.Has(UseKind.Scheduled)
            || context.RelativeSteps is not { Length: > 0 } steps
            // `step(start)` resumes.
            || steps.Length != context.Flow.Of(UseKind.Step).Count()
            || context.OptimizerFlow is not { Escapes: false } optimizer
            || optimizer.Has(UseKind.LearningRateWrite))
        {
            return null;
        }

        TrainingLoop? resumed = null;
        foreach (CallChain step in steps)
        {
            TrainingLoop? loop = step.Loops(context.CancellationToken).FirstOrDefault(IsResumed);
            // A step outside is a replay.
            if (loop is null || resumed is not null && resumed.Operation.Syntax != loop.Operation.Syntax || loop.Contains(context.Site.Operation)
                || !step.IsUnconditionalIn(loop.Body.Syntax, throughLoops: true))
            {
                return null;
            }

            resumed = loop;
        }

        LoopRange range = resumed!.Range!;
        if (!(steps[0].MeetCreation(context.CreationChain) is { } meeting ? !meeting.IsBefore : IsMadeByTheTrainer(context, steps, resumed))
            || !SavedProgress.Is(range.Start, context.Code, context.CancellationToken)
            || IsMovedOn(range.Start, resumed, context)
            || LengthOf(context, range) is not { } length)
        {
            return null;
        }

        bool isPerEpoch = steps.All(step => step.Loops(context.CancellationToken)[0].Operation.Syntax == resumed.Operation.Syntax);
        ImmutableDictionary<string, string?> properties = Taken(range, isPerEpoch ? null : length, context) is { } taken
            ? context.CurveProperty.Add(StepsTaken, taken)
            : context.CurveProperty;
        return Report(
            context.Site.Operation,
            ImmutableArray.Create(resumed.Operation.Syntax.GetLocation(), steps[0].Operation.Syntax.GetLocation()),
            definition.ResumesByStep ? properties.Add(Fix, StepTo) : properties,
            range.Start.Syntax.ToString(),
            context.Site.Name,
            definition.ResumesByStep ? "Call its step() with the number of steps taken" : "Call its step() as often as it was called");

        bool IsResumed(TrainingLoop loop) => loop.Range is { Start.ConstantValue.HasValue: false };
    }

    // By the constructor of the object that trains, and by nothing else that it does.
    private static bool IsMadeByTheTrainer(SchedulerContext context, ImmutableArray<CallChain> steps, TrainingLoop resumed) =>
        steps.All(step => context.InOwnObject(step)?.SiteIn(resumed) is not null)
        && !context.Flow.Holders.Any(holder => HolderAssignments.AreSeveral(holder, context.CancellationToken))
        // A counter of its own that another of its methods may move on.
        && !VariablesOf(resumed.Range!.Start).Any(variable => variable is IFieldSymbol or IPropertySymbol
            && context.Code.ReferencesTo(variable, context.CancellationToken)?.Any(reference =>
                RateReaders.Writes(reference) && CallChain.FunctionOf(reference.Syntax) is not ConstructorDeclarationSyntax && !IsRestored(reference, resumed, context)) != false);

    // What another method reads from a file, unless the training calls that to begin again at what it saved.
    private static bool IsRestored(IOperation counter, TrainingLoop resumed, SchedulerContext context) =>
        (counter.Parent is ITupleOperation targets ? targets.Parent : counter.Parent) is (ISimpleAssignmentOperation or IDeconstructionAssignmentOperation) and IAssignmentOperation { Value: var given }
        && SavedProgress.Is(given, context.Code, context.CancellationToken)
        && CallChain.FunctionOf(counter.Syntax) != CallChain.FunctionOf(resumed.Operation.Syntax)
        && !CallChain.Of(counter, path: null, context.Code, context.CancellationToken).IsIn(resumed);

    // A counter that the training itself moves on, as one of an object whose training is continued in the same run.
    private static bool IsMovedOn(IOperation start, TrainingLoop loop, SchedulerContext context) => VariablesOf(start)
        .Any(variable => !SymbolEqualityComparer.Default.Equals(variable, loop.Variable) && WrittenNames.Contains(loop.Body.Syntax, variable.Name, context.CancellationToken));

    // What the number is read from; not the object that has it as a member.
    private static IEnumerable<ISymbol> VariablesOf(IOperation number) => number.DescendantsAndSelf()
        .Where(part => part.Parent is not IMemberReferenceOperation)
        .Select(OperationExtensions.Variable)
        .OfType<ISymbol>();

    // What says that the schedule is as long as the loop's end: an argument, or what a function reads; not where it knows the start.
    private static IOperation? LengthOf(SchedulerContext context, LoopRange range)
    {
        var starts = new HashSet<ISymbol>(VariablesOf(range.Start), SymbolEqualityComparer.Default);
        var visited = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var pending = new Queue<IOperation?>(ArgumentsOf(context, depth: 0));
        IOperation? length = null;
        for (int seen = 0; pending.Count > 0; seen++)
        {
            if (seen == GraphLimits.LengthExpressions || pending.Dequeue() is not { } expression)
            {
                return null;
            }

            foreach (IOperation part in expression.DescendantsAndSelf())
            {
                if (part.Variable() is not { } variable || part is IConversionOperation)
                {
                    continue;
                }

                if (starts.Contains(variable))
                {
                    return null;
                }

                if (ScheduleLength.AreSameCount(part, range.End, context.CancellationToken))
                {
                    length ??= expression;
                }
                else if (visited.Add(variable) && ScheduleLength.Aliases(part, context.CancellationToken) is { Count: > 1 } aliases)
                {
                    pending.Enqueue(aliases[1]);
                }
            }
        }

        return length ?? (ScheduleLength.Number(range.End, context.CancellationToken) is { } end
            ? ScheduleLength.AllOf(context.Site, part => context.PartAt(part)?.Site)
                .FirstOrDefault(given => ScheduleLength.Number(given, context.CancellationToken) == end)
            : null);
    }

    // With those of the schedulers that it is made of, and the bodies of functions; null where those are too many.
    private static IEnumerable<IOperation?> ArgumentsOf(SchedulerContext context, int depth)
    {
        foreach (IOperation argument in context.Site.Definition!.Parameters.Select(context.Site.Explicit).OfType<IOperation>())
        {
            yield return argument;
            if (FunctionReader.Of(argument, context.Code, context.CancellationToken) is { } function)
            {
                yield return function.Body;
            }
        }

        if (context.Site.Explicit(context.Site.Definition.Parts) is { } parts && ListElements.Of(parts) is { } elements)
        {
            if (depth == GraphLimits.PartsOfSchedules)
            {
                yield return null;
                yield break;
            }

            foreach (SchedulerContext part in elements.Select(context.PartAt).OfType<SchedulerContext>())
            {
                foreach (IOperation? argument in ArgumentsOf(part, depth + 1))
                {
                    yield return argument;
                }
            }
        }
    }

    // `start`; counted from 1 one less; per batch the length with the start in place of the end.
    private static string? Taken(LoopRange range, IOperation? perBatch, SchedulerContext context)
    {
        // What is read from a file is not read once more for each time that it is named.
        if (range.Start.DescendantsAndSelf().Any(part => part is IInvocationOperation or IAwaitOperation))
        {
            return null;
        }

        string start = range.Start.Syntax.ToString();
        if (range.Inclusive)
        {
            // `last + 1`
            start = range.Start.WithoutConversions() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, RightOperand.ConstantValue: { HasValue: true, Value: 1 } } next
                ? next.LeftOperand.Syntax.ToString()
                : $"{start} - 1";
        }

        if (perBatch is null)
        {
            return start;
        }

        if (perBatch is not IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply })
        {
            return null;
        }

        IOperation[] ends = perBatch.DescendantsAndSelf().Where(part => part is not IConversionOperation
            && ScheduleLength.AreSameCount(part, range.End, context.CancellationToken)).ToArray();
        if (ends.Length != 1)
        {
            return null;
        }

        string text = perBatch.Syntax.ToString();
        int at = ends[0].Syntax.SpanStart - perBatch.Syntax.SpanStart;
        return text.Substring(0, at) + (start.Contains(' ') ? $"({start})" : start) + text.Substring(at + ends[0].Syntax.Span.Length);
    }
}
