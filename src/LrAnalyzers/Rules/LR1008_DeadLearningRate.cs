using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>A learning rate that nothing reads, because another setting decides. Silent where both are the same.</summary>
internal sealed class LR1008_DeadLearningRate : ValueRule
{
    /// <summary>Property of a diagnostic: what makes the rate effective or takes it away, one of the values below.</summary>
    public static readonly FixProperty Remedy = new(nameof(Remedy));

    /// <summary>Remedy: the argument, member or list entries are removed.</summary>
    public const string Remove = nameof(Remove);

    /// <summary>Remedy: the schedule that replaces the rate gets it.</summary>
    public const string Schedule = nameof(Schedule);

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1008",
        title: "Learning rate has no effect",
        messageFormat: "{0} learning rate {1} has no effect: {2}",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Another setting decides the learning rate: parameter groups, a learning-rate scheduler, dropout, or the first entry of a list.",
        helpLinkUri: RulePage.Of("LR1008"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context)
    {
        LearningRateSite site = context.Site;
        if (site.Value is null || context.IsReplacedBySchedule)
        {
            return null;
        }

        (string Reason, string Remedy)? dead = site switch
        {
            { Role: LearningRateRole.Optimizer } => UnderGroups(context),
            { Role: LearningRateRole.UnreadEntry } => ("ML.NET reads only the first entry of the list", Remove),
            { Role: LearningRateRole.Trainer, Algorithm: TrainerDefinition { ReplacedBy: { } schedule } } => UnderSchedule(context, schedule),
            { Role: LearningRateRole.Trainer, Algorithm: TrainerDefinition { CancelledBy: { } dropout } } => UnderDropout(context, dropout),
            _ => null,
        };
        if (dead is not var (reason, remedy))
        {
            return null;
        }

        string number = context.Value.Single is { } known ? LearningRateFormat.FormatWritten(known) : site.Value.Syntax.ToString();
        return Report(
            site.Syntax,
            context.Value.Declaration,
            ImmutableDictionary<string, string?>.Empty.Add(Remedy, remedy),
            site.Algorithm.Name,
            number,
            reason);
    }

    // TorchSharp fills in the optimizer's rate only for groups that have none (SGD.cs, line 295).
    private static (string, string)? UnderGroups(ValueContext context)
    {
        ImmutableArray<IObjectCreationOperation> groups = context.CreatedGroupsOf(context.Site.Operation);
        if (groups.IsEmpty)
        {
            return null;
        }

        var used = new List<string>();
        foreach (IObjectCreationOperation group in groups)
        {
            if (LearningRateOf(group) is not { } rate || IsSame(context, rate))
            {
                return null;
            }

            used.Add(context.Resolve(rate).Single is { } number ? LearningRateFormat.FormatWritten(number) : rate.Syntax.ToString());
        }

        return ($"every parameter group sets its own, {string.Join(", ", used.Distinct())}", Remove);
    }

    // The rate a group is given; null where it has none, or one that cannot be seen.
    private static IOperation? LearningRateOf(IObjectCreationOperation group)
    {
        foreach (IArgumentOperation argument in group.Arguments)
        {
            if (argument.Parameter?.Name == "lr")
            {
                return argument.ArgumentKind == ArgumentKind.DefaultValue ? null : argument.Value;
            }

            if (argument.Parameter?.Name == "options")
            {
                return RateIn(argument.Value);
            }
        }

        return group.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
            .Where(assignment => assignment.Target is IMemberReferenceOperation { Member.Name: "Options" })
            .Select(assignment => RateIn(assignment.Value))
            .FirstOrDefault();
    }

    private static IOperation? RateIn(IOperation options)
    {
        IOperation? rate = options.WithoutConversions() is IObjectCreationOperation { Initializer: { } initializer }
            ? initializer.Initializers.OfType<ISimpleAssignmentOperation>()
                .FirstOrDefault(assignment => assignment.Target is IMemberReferenceOperation { Member.Name: "LearningRate" })?.Value
            : null;
        return rate?.ConstantValue is { HasValue: true, Value: null } ? null : rate;
    }

    // The same number, or one that is computed from the optimizer's rate: `lr * 0.1` for the body, `lr` for the head.
    private static bool IsSame(ValueContext context, IOperation rate)
    {
        if (context.Value.Single is { } dead && context.Resolve(rate).Single is { } used)
        {
            return Math.Abs(dead - used) <= 1e-6 * Math.Abs(used) || Mentions(context, rate);
        }

        return Mentions(context, rate);
    }

    private static bool Mentions(ValueContext context, IOperation rate)
    {
        string? name = OptimizerCreation.SymbolOf(context.Site.Value!.WithoutConversions())?.Name
            ?? (context.Site.Value!.WithoutConversions() as IMemberReferenceOperation)?.Member.Name;
        return name is not null && rate.Syntax.DescendantTokens().Any(token => token.ValueText == name);
    }

    // ImageClassificationTrainer.cs, line 569: with a scheduler, and there is one by default, the optimizer reads only that.
    private static (string, string)? UnderSchedule(ValueContext context, string schedule)
    {
        Companion companion = context.CompanionOf(schedule);
        if (companion.IsAbsent)
        {
            return Differs(context, 0.01)
                ? ($"the default {schedule} brings its own, 0.01 falling by 6% every two epochs", Schedule)
                : null;
        }

        if (companion.Value?.WithoutConversions() is not IObjectCreationOperation { Type: { Name: var name } } creation)
        {
            return null;
        }

        double? start = creation.Arguments.Where(argument => argument.Parameter?.Name is "learningRate" or "baseLearningRate")
            .Select(argument => context.Resolve(argument.Value).Single ?? (argument.Value.ConstantValue.HasValue ? argument.Value.ConstantValue.Value.ToDouble() : null))
            .FirstOrDefault();
        if (start is null || !Differs(context, start.Value) || Mentions(context, creation))
        {
            return null;
        }

        // LsrDecay is scaled by the batch size.
        string scaled = MLNetSchedulers.Of(name) is { Milestones: not null } ? " times BatchSize / 128" : "";
        return ($"the {schedule} brings its own, which starts at {LearningRateFormat.FormatWritten(start.Value)}{scaled}", Remove);
    }

    // FastTreeRegression.cs, line 441, and FastTreeTweedie.cs, line 385: dropout sets Shrinkage to 1 / LearningRate.
    private static (string, string)? UnderDropout(ValueContext context, string dropout) =>
        context.CompanionOf(dropout).Value is { } value && context.ResolveBeside(value).Single is > 0 and var rate
        && Differs(context, 1)
            ? ($"with {dropout} {LearningRateFormat.FormatWritten(rate)} the trainer sets Shrinkage to 1 / LearningRate, so each tree counts in full, as with 1", Remove)
            : null;

    private static bool Differs(ValueContext context, double effective) =>
        !context.Value.IsKnown || !context.Value.IsAlways(number => Math.Abs(number - effective) <= 1e-6 * effective);
}
