using System;
using LrAnalyzers.Catalog;
using LrAnalyzers.Options;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A learning rate written as a bare number where it is used. A name says what the number is and gives it one place to be
/// tuned at; the learning rate is the hyperparameter that is tuned most (Goodfellow et al. 2016, Deep Learning, section 11.4.1).
/// </summary>
internal sealed class LR3001_HardCodedLearningRate : ValueRule
{
    // A float default widened to double differs in the 8th digit.
    private const double SameNumber = 1e-6;

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR3001",
        title: "Hard-coded learning rate",
        messageFormat: "The learning rate {0} is hard-coded: {1}",
        category: RuleCategory.Configuration,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The learning rate is the hyperparameter that is tuned most. A bare number in the middle of a call is hard to find, to vary and to report.",
        helpLinkUri: RulePage.Of("LR3001"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool IsIndependent => true;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context)
    {
        LearningRateSite site = context.Site;
        if (site.Role is not (LearningRateRole.Optimizer or LearningRateRole.ParamGroup or LearningRateRole.Trainer)
            || site.Value is null
            || !IsInScope(context.Value.Origin, context.Option(LrOptions.HardCodedScope))
            || IsLibraryDefault(site, context.Value)
            || IsInOwnOptionsType(site)
            // The rate of what is frozen: there is nothing to tune.
            || context.Value.IsAlways(static number => number == 0)
            || context.IsReplacedBySchedule
            || context.IsExemptTest)
        {
            return null;
        }

        return Report(
            context,
            replacement: null,
            LearningRateFormat.FormatWritten(context.Value.Numbers[0]),
            context.Value.Origin == ValueOrigin.Constant
                ? "make it a parameter or a setting, so that it can be tuned without a change of the code"
                : "give it a name, as a constant or a parameter, so that it can be found and tuned in one place");
    }

    private static bool IsInScope(ValueOrigin origin, HardCodedScope scope) => origin switch
    {
        ValueOrigin.Inline => true,
        ValueOrigin.Local => scope >= HardCodedScope.Local,
        ValueOrigin.Constant => scope >= HardCodedScope.Constant,
        _ => false,
    };

    // `LearningRate = 0.1` in the constructor of a user's own options type names the number.
    private static bool IsInOwnOptionsType(LearningRateSite site) =>
        site.Operation is ISimpleAssignmentOperation
        {
            Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } },
        };

    // Writing out an ML.NET default documents it and changes nothing. TorchSharp's are often not what PyTorch users expect.
    private static bool IsLibraryDefault(LearningRateSite site, LearningRateValue value) =>
        site.Algorithm.Library == Library.MLNet
        && site.Default is { } libraryDefault
        && value.IsAlways(number => Math.Abs(number - libraryDefault) <= SameNumber * Math.Abs(libraryDefault));
}
