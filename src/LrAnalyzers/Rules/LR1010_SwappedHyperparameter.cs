using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>A variable that is named after one hyperparameter and given to another.</summary>
internal sealed class LR1010_SwappedHyperparameter : ValueRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1010",
        title: "A hyperparameter is bound to another parameter",
        messageFormat: "'{0}' is passed as {1} of {2}, not as {3}: name the argument",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The parameters of optimizers are all numbers and stand in a different order in each, so that a positional argument easily lands in the wrong one.",
        helpLinkUri: RulePage.Of("LR1010"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context)
    {
        LearningRateSite site = context.Site;
        if (site.Role is not (LearningRateRole.Optimizer or LearningRateRole.ParamGroup or LearningRateRole.Trainer)
            || site.Target is not IParameterSymbol)
        {
            return null;
        }

        foreach (IArgumentOperation argument in site.Operation.Arguments())
        {
            if (MeantFor(argument) is { } meant)
            {
                return Report(
                    argument.Value.WithoutConversions().Syntax,
                    declaration: null,
                    ImmutableDictionary<string, string?>.Empty,
                    argument.Value.Syntax.ToString(),
                    argument.Parameter!.Name,
                    site.Algorithm.Name,
                    meant);
            }
        }

        return null;
    }

    /// <summary>
    /// The name of the parameter that the argument is meant for, where that is another than the one it is bound to.
    /// </summary>
    public static string? MeantFor(IArgumentOperation argument)
    {
        if (argument.ArgumentKind == ArgumentKind.DefaultValue
            || argument.Parameter is not { ContainingSymbol: IMethodSymbol method } parameter
            || HyperparameterNames.MeaningOf(parameter.Name) is not { } expected
            || NameOf(argument.Value.WithoutConversions()) is not { } name
            || HyperparameterNames.MeaningOf(name) is not { } actual
            || actual == expected)
        {
            return null;
        }

        // Adam's first beta is its momentum.
        if ((actual, expected) is ("momentum", "beta1") or ("beta1", "momentum"))
        {
            return null;
        }

        return method.Parameters.FirstOrDefault(candidate => HyperparameterNames.MeaningOf(candidate.Name) == actual)?.Name
            ?? (actual == HyperparameterNames.LearningRate || expected == HyperparameterNames.LearningRate ? actual : null);
    }

    private static string? NameOf(IOperation value) => value switch
    {
        ILocalReferenceOperation local => local.Local.Name,
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        IFieldReferenceOperation field => field.Field.Name,
        IPropertyReferenceOperation property => property.Property.Name,
        _ => null,
    };
}
