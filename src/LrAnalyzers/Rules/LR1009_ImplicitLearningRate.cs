using System;
using System.Collections.Immutable;
using LrAnalyzers.Catalog;
using LrAnalyzers.Options;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>
/// A learning rate that is left to the library's default. By default only where TorchSharp's differs from PyTorch's, so
/// that a recipe that is ported line by line trains with another rate.
/// </summary>
internal sealed class LR1009_ImplicitLearningRate : ValueRule
{
    /// <summary>Property of a diagnostic: name of the parameter that is left out.</summary>
    public static readonly FixProperty Parameter = new(nameof(Parameter));

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1009",
        title: "Learning rate is left to the library's default",
        messageFormat: "The learning rate is left to the default of {0}, {1}{2}. Write it down, so that it is seen and tuned.",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A default is not chosen for this training, can change with the library, and for some optimizers of TorchSharp is not PyTorch's.",
        helpLinkUri: RulePage.Of("LR1009"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context)
    {
        LearningRateSite site = context.Site;
        if (site.Role is not (LearningRateRole.Optimizer or LearningRateRole.Trainer)
            || site.Value is not null
            || site.Default is not { } libraryDefault)
        {
            return null;
        }

        double? elsewhere = (site.Algorithm as OptimizerDefinition)?.PyTorchDefault;
        bool differs = elsewhere is { } other && Math.Abs(other - libraryDefault) > 1e-6 * other;
        if ((!differs && context.Option(LrOptions.ImplicitDefaultScope) != ImplicitDefaultScope.All)
            || OptimizerCreation.TakesGroups(site.Operation)
            || context.IsExemptTest
            || context.IsReplacedBySchedule)
        {
            return null;
        }

        string number = LearningRateFormat.FormatWritten(libraryDefault);
        return Report(
            site.Syntax,
            declaration: null,
            ImmutableDictionary<string, string?>.Empty.Add(Replacement, number).Add(Parameter, site.Target.Name),
            site.Algorithm.Name,
            number,
            differs ? $" (PyTorch's is {LearningRateFormat.FormatWritten(elsewhere!.Value)})" : "");
    }
}
