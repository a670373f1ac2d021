using System;
using System.Collections.Immutable;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A parameter group that leaves out its learning rate and so replaces the optimizer's by its own default: TorchSharp fills
/// in the optimizer's rate only where the group's is null, and the constructor with parameters never leaves it null.
/// </summary>
internal sealed class LR1006_GroupLosesLearningRate : ValueRule
{
    // From 1 up every Adam-like optimizer destroys the weights, whatever the optimizer was meant to use.
    private const double Destructive = 1.0;

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1006",
        title: "Parameter group replaces the optimizer's learning rate by its own default",
        messageFormat: "This {0} parameter group trains with its own default learning rate {1}, not with the optimizer's{2}: pass lr to the group",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The constructor of a parameter group has a default learning rate of its own, 1.0 for NAdam, RAdam and Adamax, that wins over the optimizer's.",
        helpLinkUri: RulePage.Of("LR1006"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context)
    {
        LearningRateSite site = context.Site;
        if (site.Role != LearningRateRole.ParamGroup
            || site.Value is not null
            || site.Default is not { } groupDefault
            || site.Operation is not IObjectCreationOperation group
            || SetsLearningRate(group)
            || LearningRateWrites.AnyIn(site.Syntax.SyntaxTree, context.CancellationToken))
        {
            return null;
        }

        IArgumentOperation? optimizerRate = OptimizerCreation.Around(group, context.Catalog) is { } creation
            ? OptimizerCreation.LearningRateOf(creation)
            : null;
        double? meant = optimizerRate is null ? null : context.Resolve(optimizerRate.Value).Single;
        bool replaces = meant is { } number
            ? Math.Abs(number - groupDefault) > 1e-6 * groupDefault
            : groupDefault >= Destructive && OptimizerDefaultDiffers(site.Algorithm, groupDefault);
        if (!replaces || context.IsReplacedBySchedule)
        {
            return null;
        }

        return Report(
            site.Syntax,
            optimizerRate?.Value.Syntax,
            ImmutableDictionary<string, string?>.Empty,
            site.Algorithm.Name,
            LearningRateFormat.FormatWritten(groupDefault),
            meant is { } rate ? " " + LearningRateFormat.FormatWritten(rate) : "");
    }

    // Adadelta's group default is 1 as well, and right.
    private static bool OptimizerDefaultDiffers(Algorithm algorithm, double groupDefault) =>
        algorithm is OptimizerDefinition { FactoryDefault: { } factoryDefault } && Math.Abs(factoryDefault - groupDefault) > 1e-6 * groupDefault;

    // `new NAdam.ParamGroup(p) { LearningRate = x }` or `{ Options = … }`.
    private static bool SetsLearningRate(IObjectCreationOperation group)
    {
        if (group.Initializer is { } initializer)
        {
            foreach (IOperation element in initializer.Initializers)
            {
                if (element is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member.Name: "LearningRate" or "Options" } }
                    or IMemberInitializerOperation)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
