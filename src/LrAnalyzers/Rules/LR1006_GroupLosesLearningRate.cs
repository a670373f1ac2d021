using System;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
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
            || SetsLearningRate(group))
        {
            return null;
        }

        IArgumentOperation? optimizerRate = context.Optimizer is { } creation ? OptimizerCreation.LearningRateOf(creation) : null;
        double? meant = optimizerRate is null ? null : context.Resolve(optimizerRate.Value).Single;
        bool replaces = meant is { } number
            ? !(Math.Abs(number - groupDefault) <= 1e-6 * groupDefault)
            // A rate that cannot be known is given to be used.
            : optimizerRate is not null || groupDefault >= Destructive && OptimizerDefaultDiffers(site.Algorithm, groupDefault);
        if (!replaces
            || context.IsReplacedBySchedule
            // Nobody chose the default, so that it is no base of 1 for a LambdaLR.
            || context.IsPlaceholder(0))
        {
            return null;
        }

        return Report(
            site.Syntax,
            optimizerRate is not null && IsInReach(optimizerRate.Value, group) && MayBePassedOn(meant, site.Algorithm) ? optimizerRate.Value.Syntax : null,
            ImmutableDictionary<string, string?>.Empty,
            site.Algorithm.Name,
            LearningRateFormat.FormatWritten(groupDefault),
            meant is { } rate ? " " + LearningRateFormat.FormatWritten(rate) : "");
    }

    // What a group can be given as well: a local only in the member in which it is declared.
    private static bool IsInReach(IOperation rate, IOperation group) =>
        rate.Syntax.SyntaxTree == group.Syntax.SyntaxTree
        && (rate.WithoutConversions() is IFieldReferenceOperation or IPropertyReferenceOperation || Root(rate) == Root(group));

    // A rate that is wrong itself has to change first.
    private static bool MayBePassedOn(double? rate, Algorithm algorithm) =>
        rate is not { } number || number > 0 && !double.IsInfinity(number) && algorithm.Working?.Contains(number) != false;

    private static IOperation Root(IOperation operation) => operation.Ancestors().LastOrDefault() ?? operation;

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
