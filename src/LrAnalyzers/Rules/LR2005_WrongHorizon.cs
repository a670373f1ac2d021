using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Schedules;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A schedule whose length is not that of the loop that steps it, where both are known numbers or one is a multiple of the
/// other: the learning rate climbs back, stays at zero, never decays, or <c>step()</c> throws.
/// </summary>
internal sealed partial class LR2005_WrongHorizon : SchedulerRule
{
    /// <summary>Property of a diagnostic: the expression for the loop's length, as the fix writes it.</summary>
    public const string Horizon = nameof(Horizon);

    // A decay that has done no more than half of its steps is at half of its height or above; OneCycleLR is near its peak.
    private const double FarLonger = 2;

    private static readonly Regex s_cycle = new("cycle|period|restart|snapshot", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2005",
        title: "Schedule is longer or shorter than the training loop",
        messageFormat: "{0}({1}: {2}) does not fit the {3}: {4}",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A schedule is written for a number of step() calls. When the loop makes more, the learning rate climbs back or stays at zero; when it makes fewer, the decay never comes.",
        helpLinkUri: RulePage.Of("LR2005"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool JudgesNumbers => true;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        SchedulerSite site = context.Site;
        if (!site.IsLibrary
            || IsCycle(context)
            || context.RelativeSteps is not { Length: 1 } steps
            || context.Flow.Of(UseKind.Step).Count() != 1
            || context.Flow.Has(UseKind.Scheduled)
            || context.Flow.Holders.Any(holder => HolderAssignments.AreSeveral(holder, context.CancellationToken))
            || LoopsOf(context, steps[0], out bool isExact) is not { IsEmpty: false } loops
            // A loop that only looks at the schedule may go on as long as it likes.
            || context.OptimizerFlow is not { } optimizer
            || !context.ChainsOf(optimizer, UseKind.Step).Any(train => train.IsIn(loops[loops.Length - 1])))
        {
            return null;
        }

        // A training that goes on from a saved state may be one of several.
        isExact &= !optimizer.Has(UseKind.LoadState);
        if (loops.Any(loop => loop.TripCount is null))
        {
            return isExact && loops.Length == 1 && loops[0].Bound is { } bound ? CheckMultiple(context, loops, bound) : null;
        }

        double count = loops.Aggregate(1.0, (product, loop) => product * loop.TripCount!.Value);
        return Length(context) is { } length && Consequence(context, length.Number, count, isExact) is { } consequence
            ? Report(context, loops, length.Parameter, length.IsSingle, Text(length.Number), Text(count), consequence)
            : null;
    }

    // Nobody knows how long the loop is, only that the schedule is several times as long: `T_max: 10 * epochs`, `step_size: epochs`.
    private Diagnostic? CheckMultiple(SchedulerContext context, ImmutableArray<TrainingLoop> loops, IOperation bound)
    {
        string? parameter = context.Site.Name == "StepLR" ? "step_size" : ScheduleLength.ParameterOf(context.Site.Name);
        if (parameter is null
            || context.Site.Creation.Explicit(parameter) is not { } length
            || ScheduleLength.RatioOf(length, bound, context.CancellationToken) is not { } ratio)
        {
            return null;
        }

        string written = length.Syntax.ToString();
        string? consequence = context.Site.Name switch
        {
            "CosineAnnealingLR" or "PolynomialLR" when ratio >= FarLonger => CutOff(1, ratio),
            "LinearLR" when ratio >= FarLonger && Number(context, "end_factor") < Number(context, "start_factor") => CutOff(1, ratio),
            "StepLR" when ratio >= 1 && Number(context, "gamma") is not 1 => NeverDecays(written),
            "OneCycleLR" when ratio >= FarLonger => NeverAnnealed(1, ratio),
            _ => null,
        };
        return consequence is null
            ? null
            : Report(context, loops, parameter, isSingle: true, written, bound.Syntax.ToString(), consequence);
    }

    private Diagnostic Report(
        SchedulerContext context,
        ImmutableArray<TrainingLoop> loops,
        string parameter,
        bool isSingle,
        string length,
        string count,
        string consequence)
    {
        SchedulerSite site = context.Site;
        // A bound that has a name in scope at the creation is the length; a decay in steps is somewhere below it.
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        if (site.Name is not ("StepLR" or "MultiStepLR") && isSingle && loops.All(loop => loop.Bound is not null))
        {
            properties = properties
                .Add(Parameter, parameter)
                .Add(Horizon, string.Join(" * ", loops.Reverse().Select(loop => Factor(loop.Bound!, loops.Length))));
        }

        return Diagnostic.Create(
            Descriptor,
            site.Operation.Syntax.GetLocation(),
            loops.Select(loop => loop.Bound?.Syntax.GetLocation()).OfType<Location>(),
            properties,
            site.Name,
            parameter,
            length,
            count + " steps of the training loop",
            consequence);
    }

    // Snapshot ensembles let the rate climb back on purpose (Huang et al. 2017), and say so in the name of the length.
    private static bool IsCycle(SchedulerContext context) =>
        context.Site.Name == "CosineAnnealingLR"
        && context.Site.Creation.Explicit("T_max") is { } length
        && ScheduleLength.Aliases(length, context.CancellationToken).Any(alias =>
            alias.Syntax.DescendantTokens().Any(token => s_cycle.IsMatch(token.ValueText)));

    private static string Factor(IOperation bound, int factors)
    {
        SyntaxNode syntax = bound.Syntax;
        return factors == 1 || syntax is IdentifierNameSyntax or LiteralExpressionSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax
            ? syntax.ToString()
            : $"({syntax})";
    }

    private static (string Parameter, double Number, bool IsSingle)? Length(SchedulerContext context)
    {
        SchedulerSite site = context.Site;
        switch (site.Name)
        {
            case "MultiStepLR":
                return FirstMilestone(context) is { } milestone ? ("milestones", milestone, false) : null;
            case "StepLR":
                return Number(context, "step_size") is { } size ? ("step_size", size, true) : null;
            case "OneCycleLR" when site.Creation.Explicit("total_steps") is null:
                return Number(context, "epochs") is > 0 and var epochs && Number(context, "steps_per_epoch") is > 0 and var batches
                    ? ("epochs * steps_per_epoch", epochs * batches, false)
                    : null;
            default:
                return ScheduleLength.ParameterOf(site.Name) is { } parameter && Number(context, parameter) is { } number
                    ? (parameter, number, true)
                    : null;
        }
    }

    // What happens with a schedule of this length in a loop that steps it this often; null where they fit.
    private static string? Consequence(SchedulerContext context, double length, double count, bool isExact)
    {
        // After its last step nothing is trained any more: the rate of step count - 1 is the last that is used.
        double last = count - 1;
        if (count < 2 || length < 1)
        {
            return null;
        }

        switch (context.Site.Name)
        {
            case "CosineAnnealingLR" when last > length:
                return Climb(context, length, count);
            case "CosineAnnealingLR" or "PolynomialLR" when isExact && count * FarLonger <= length:
            case "LinearLR" when isExact && count * FarLonger <= length && Number(context, "end_factor") < Number(context, "start_factor"):
                return CutOff(count, length);
            case "PolynomialLR" when last > length:
                return $"the learning rate is zero from step {Text(length)} on and the rest trains nothing";
            case "LinearLR" when last > length && Number(context, "end_factor") == 0:
                return $"the learning rate is zero from step {Text(length)} on and the rest trains nothing";
            case "StepLR" or "MultiStepLR" when isExact && last < length && Number(context, "gamma") is not 1:
                return NeverDecays(Text(length));
            case "OneCycleLR" when count > length:
                return $"step() throws at step {Text(length + 1)}";
            case "OneCycleLR" when isExact && count * FarLonger <= length:
                return NeverAnnealed(count, length);
            default:
                return null;
        }
    }

    private static string CutOff(double count, double length) =>
        $"the training ends at {Percent(count / length)} of the schedule, so most of the decay never comes";

    private static string NeverDecays(string length) => $"the learning rate would first decay at step {length}, so it never does";

    private static string NeverAnnealed(double count, double length) =>
        $"the training ends at {Percent(count / length)} of the cycle, so the learning rate is never annealed";

    // The curve in numbers where the optimizer's learning rate is known.
    private static string Climb(SchedulerContext context, double length, double count)
    {
        const int MostSteps = 1_000_000;
        if (length < int.MaxValue && count <= MostSteps && BaseLearningRate(context) is > 0 and var start && Number(context, "eta_min") is { } lowest)
        {
            ScheduleSummary curve = ScheduleSummary.Of(new CosineAnnealingLR(length, lowest), start, (int)count, context.CancellationToken);
            return $"the learning rate falls from {LearningRateFormat.Format(start)} to {LearningRateFormat.Format(lowest)} at step {Text(length)}"
                + (count - 1 < 2 * length
                    ? $" and climbs back to {LearningRateFormat.FormatRounded(curve.LastUsed.LearningRate, 2)} at step {Text(count - 1)}"
                    : $", is back at step {Text(2 * length)} and so on");
        }

        return $"the learning rate is at its lowest at step {Text(length)} and then climbs back";
    }

    private static double? BaseLearningRate(SchedulerContext context)
    {
        if (context.Site.Optimizer is not { } optimizer)
        {
            return null;
        }

        foreach (IOperation alias in ScheduleLength.Aliases(optimizer, context.CancellationToken))
        {
            // Parameter groups bring their own.
            if (context.Reader.ReadOptimizer(alias) is { } site && site.Parameters?.Type?.ToString().Contains("ParamGroup") == false)
            {
                return site.LearningRate is { } given
                    ? ScheduleLength.Number(given, context.CancellationToken)
                    : site.Creation.For("lr")?.Parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: var value } ? value.ToDouble() : null;
            }
        }

        return null;
    }

    // The loops that run while the scheduler lives, where each turn makes exactly one step. An object that builds the
    // scheduler in its constructor may be trained more than once: then the count is the least that it can be.
    private static ImmutableArray<TrainingLoop> LoopsOf(SchedulerContext context, CallChain step, out bool isExact)
    {
        isExact = true;
        IOperation creation = context.Site.Operation;
        CallChain created = context.CreationChain;
        ImmutableArray<TrainingLoop> loops = step.Loops(context.CancellationToken).Where(loop => !created.IsIn(loop)).ToImmutableArray();
        Meeting? meeting = step.Meet(created);
        if (meeting is null
            && CallChain.FunctionOf(creation.Syntax) is ConstructorDeclarationSyntax { Parent: TypeDeclarationSyntax type } constructor
            && step.Sites.TakeWhile(site => IsMethodOf(site, type, context)).ToImmutableArray() is { IsEmpty: false } own
            && CallChain.FunctionOf(own[own.Length - 1].Syntax) is var method
            && created.IsUnconditionalIn(constructor))
        {
            isExact = false;
            var inMethod = new CallChain(own);
            loops = inMethod.Loops(context.CancellationToken);
            return inMethod.IsUnconditionalIn(method, throughLoops: true) && !loops.Any(loop => JumpStatements.Leaves(loop.Body.Syntax))
                ? loops
                : ImmutableArray<TrainingLoop>.Empty;
        }

        if (meeting is not { IsBefore: false }
            || !step.IsUnconditionalIn(meeting.Container, throughLoops: true)
            || loops.Any(loop => JumpStatements.Leaves(loop.Body.Syntax)))
        {
            return ImmutableArray<TrainingLoop>.Empty;
        }

        bool mayReturnEarly = step.Sites.TakeWhile(site => site != meeting.Site).Any(site => CallChain.FunctionOf(site.Syntax)
            .DescendantNodes().Any(node => node is ReturnStatementSyntax && node.SpanStart < site.Syntax.SpanStart));
        return mayReturnEarly ? ImmutableArray<TrainingLoop>.Empty : loops;
    }

    // A method of the type itself or of one that it inherits from.
    private static bool IsMethodOf(IOperation site, TypeDeclarationSyntax type, SchedulerContext context) =>
        CallChain.FunctionOf(site.Syntax) is MethodDeclarationSyntax { Parent: TypeDeclarationSyntax declaring }
        && (declaring == type
            || context.Code.ModelOf(declaring.SyntaxTree).GetDeclaredSymbol(declaring, context.CancellationToken) is INamedTypeSymbol ancestor
            && context.Code.ModelOf(type.SyntaxTree).GetDeclaredSymbol(type, context.CancellationToken) is INamedTypeSymbol derived
            && derived.DerivesFrom(ancestor));

    private static double? Number(SchedulerContext context, string parameter) => context.Site.Creation.For(parameter) switch
    {
        { ArgumentKind: ArgumentKind.DefaultValue, Parameter: { HasExplicitDefaultValue: true, ExplicitDefaultValue: var value } } => value.ToDouble(),
        { } argument => ScheduleLength.Number(argument.Value, context.CancellationToken),
        _ => null,
    };

    private static double? FirstMilestone(SchedulerContext context)
    {
        if (context.Site.Creation.Explicit("milestones") is not { } milestones)
        {
            return null;
        }

        foreach (IOperation alias in ScheduleLength.Aliases(milestones, context.CancellationToken))
        {
            ImmutableArray<IOperation> elements = alias switch
            {
                IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
                IObjectCreationOperation { Initializer: { } initializer, Arguments.IsEmpty: true } => initializer.Initializers
                    .Select(added => added is IInvocationOperation { Arguments: { Length: 1 } arguments } ? arguments[0].Value : added).ToImmutableArray(),
                _ => ImmutableArray<IOperation>.Empty,
            };
            double?[] numbers = elements.Select(element => ScheduleLength.Number(element, context.CancellationToken)).ToArray();
            if (numbers.Length > 0 && numbers.All(number => number is not null))
            {
                return numbers.Min();
            }
        }

        return null;
    }

    private static string Text(double number) => number.ToString("0", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0", CultureInfo.InvariantCulture) + " %";
}
