using System;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A learning rate that can train but is rare in published practice for this algorithm, or one with which so many boosted
/// trees cannot reach the target: worth a second look.
/// </summary>
internal sealed class LR1004_UnusualLearningRate : ValueRule
{
    // Each tree takes off at most its rate of what is left of the error (squared loss; Friedman 2001, section 5), so that
    // this much of it stays at least. ML.NET's own sample, 100 trees at 0.001, keeps 0.9 and has R² 0.08.
    private const double LargestRemainder = 0.6;

    // What a rate or a number of trees is advised for.
    private const double SmallRemainder = 0.01;

    // Fewer trees are a sketch.
    private const int FewestTrees = 10;

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1004",
        title: "Learning rate is outside the usual range",
        messageFormat: "{0} is {1}",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "The number lies inside the range in which the algorithm can train but outside the range that published trainings use, or too few boosted trees go with it.",
        helpLinkUri: RulePage.Of("LR1004"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool JudgesValue => true;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context)
    {
        LearningRateSite site = context.Site;
        if (site.Role is not (LearningRateRole.Optimizer or LearningRateRole.ParamGroup or LearningRateRole.Trainer or LearningRateRole.SchedulePeak)
            || !context.Value.IsKnown)
        {
            return null;
        }

        var scale = TrainingScale.Of(context);
        return CheckTrees(context, scale) ?? CheckUsual(context, scale);
    }

    private Diagnostic? CheckUsual(ValueContext context, TrainingScale scale)
    {
        LearningRateSite site = context.Site;
        Algorithm algorithm = site.Algorithm;
        if (algorithm.Usual is not { } usual)
        {
            return null;
        }

        if (site.Role == LearningRateRole.SchedulePeak)
        {
            usual = usual.ForPeak();
        }

        // Whoever sets the factor has tuned the product: tuners try factors up to 4.
        if (scale.IsFactorGiven
            || scale.FirstOutside(context.Value, usual, onlyAbove: site.Role == LearningRateRole.SchedulePeak) is not { } learningRate
            || (scale.Working is { } working && scale.FirstOutside(context.Value, working, onlyAbove: false) is not null)
            || context.IsReplacedBySchedule
            || ThrowsAssertion.Contains(site.Syntax)
            || context.TrainsLooseParameters
            || (usual.IsAbove(learningRate) && context.ClipsGradients)
            || context.IsPlaceholder(learningRate, mayGrow: !usual.IsAbove(learningRate)))
        {
            return null;
        }

        string typically = algorithm.Typical is { } typical ? $", typically {LearningRateFormat.FormatWritten(typical)}" : "";
        return Report(
            context,
            replacement: null,
            context.Describe(LearningRateFormat.FormatWritten(learningRate)),
            $"unusually {(usual.IsAbove(learningRate) ? "high" : "low")}: {Practice(usual)}{typically}. Check for a slip of the decimal point.");
    }

    private Diagnostic? CheckTrees(ValueContext context, TrainingScale scale)
    {
        if (context.Site.Algorithm is not TrainerDefinition { Trees: { } name, DefaultTrees: var defaultTrees } trainer
            || scale.Factor is not { } factor
            || context.Value.Single is not { } learningRate
            || !(learningRate * factor > 0) || !(learningRate * factor < 1)
            || (trainer.CancelledBy is { } dropout && !context.CompanionOf(dropout).IsAbsent)
            || !IsPlainBooster(context))
        {
            return null;
        }

        Companion given = context.CompanionOf(name);
        double? trees = given.IsAbsent ? defaultTrees : given.Value is { } value ? context.ResolveBeside(value).Single : null;
        double remainder = Math.Pow(1 - (learningRate * factor), trees ?? 0);
        if (!(trees >= FewestTrees) || !(remainder > LargestRemainder) || ThrowsAssertion.Contains(context.Site.Syntax))
        {
            return null;
        }

        double enoughRate = (1 - Math.Pow(SmallRemainder, 1 / trees.Value)) / factor;
        double enoughTrees = Math.Ceiling(Math.Log(SmallRemainder) / Math.Log(1 - (learningRate * factor)));
        return Report(
            context,
            replacement: null,
            context.Describe(scale.Describe(learningRate, trainer)),
            $"too low for {LearningRateFormat.FormatWritten(trees.Value)} trees: at least {Math.Floor(100 * remainder)}% of the starting error stays. "
                + $"About {LearningRateFormat.FormatRounded(enoughRate, 2)} would do, or {LearningRateFormat.FormatRounded(enoughTrees, 2)} trees.");
    }

    // Trees that are dropped again, or weighed anew, do not add up like this.
    private static bool IsPlainBooster(ValueContext context)
    {
        Companion booster = context.CompanionOf("Booster");
        return booster.IsAbsent
            || booster.Value?.WithoutConversions() is IObjectCreationOperation { Type.ContainingType.Name: "GradientBooster" }
            // A catalog method has no such parameter.
            || context.Site.Operation is IInvocationOperation;
    }

    // A project may set one bound of an algorithm that has no published range.
    private static string Practice(LearningRateRange usual)
    {
        string minimum = LearningRateFormat.FormatWritten(usual.Minimum);
        string maximum = LearningRateFormat.FormatWritten(usual.Maximum);
        string range = usual.Minimum == 0 ? "up to " + maximum : double.IsInfinity(usual.Maximum) ? minimum + " and more" : $"{minimum} to {maximum}";
        return (usual.IsSetByProject ? "this project's settings allow " : "published trainings use ") + range;
    }
}
