using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A variable that is named after one hyperparameter and given to another, or a number without a name in a place where only
/// another hyperparameter has such numbers.
/// </summary>
internal sealed class LR1010_SwappedHyperparameter : ValueRule
{
    // PyTorch takes the betas as one pair, so that a weight decay in the third place is bound to TorchSharp's beta1. Published
    // first betas are 0.9, or 0.5 and 0 for adversarial networks, and then the second is given as well.
    private const double HighestDecayAsBeta = 0.1;

    // Momentum is 0.5 to 0.99 in practice (Sutskever et al. 2013), weight decay 1e-2 and less.
    private const double HighestDecayAsMomentum = 0.01;

    // Nobody adds less than this to the loss; as an addition to a denominator 1e-8 is usual.
    private const double HighestEpsilon = 1e-7;

    // A rate and a momentum that are each other's: 0.9 and 1e-3.
    private const double LowestSwappedRate = 0.8;
    private const double HighestSwappedMomentum = 0.05;

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
    public static string? MeantFor(IArgumentOperation argument) => MeantByName(argument) ?? MeantByNumber(argument);

    private static string? MeantByName(IArgumentOperation argument)
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

    private static string? MeantByNumber(IArgumentOperation argument)
    {
        if (PositionalNumber(argument) is not { } number
            || argument is not { Parameter: { ContainingSymbol: IMethodSymbol method } parameter, Parent: { } call })
        {
            return null;
        }

        var arguments = new CreationArguments(method, call.Arguments());
        IParameterSymbol? rate = method.Parameters.FirstOrDefault(candidate => TorchSharpNames.LearningRateParameters.Contains(candidate.Name));
        IParameterSymbol? momentum = method.Parameters.FirstOrDefault(candidate => HyperparameterNames.MeaningOf(candidate.Name) == HyperparameterNames.Momentum);
        if (rate is null)
        {
            return null;
        }

        if (momentum?.Ordinal == rate.Ordinal + 1
            && PositionalNumber(arguments.For(rate.Name)) is >= LowestSwappedRate and < 1
            && PositionalNumber(arguments.For(momentum.Name)) is > 0 and <= HighestSwappedMomentum)
        {
            return parameter.Ordinal == rate.Ordinal ? momentum.Name : parameter.Ordinal == momentum.Ordinal ? rate.Name : null;
        }

        bool isDecay = HyperparameterNames.MeaningOf(parameter.Name) switch
        {
            HyperparameterNames.Momentum => parameter.Ordinal == rate.Ordinal + 1 && number is > 0 and <= HighestDecayAsMomentum,
            HyperparameterNames.FirstBeta => number is > 0 and <= HighestDecayAsBeta && arguments.Explicit(TorchSharpNames.SecondBeta) is null,
            _ => false,
        };
        string meaning = number <= HighestEpsilon ? HyperparameterNames.Epsilon : HyperparameterNames.WeightDecay;
        return isDecay
            && method.Parameters.FirstOrDefault(candidate => HyperparameterNames.MeaningOf(candidate.Name) == meaning)?.Name is { } meant
            && arguments.Explicit(meant) is null
                ? meant
                : null;
    }

    // A number that is given by its place alone, under a name that says nothing of what it is.
    private static double? PositionalNumber(IArgumentOperation? argument) =>
        argument is { ArgumentKind: not ArgumentKind.DefaultValue, Syntax: ArgumentSyntax { NameColon: null }, Value: var value }
        && value.ConstantValue is { HasValue: true, Value: var constant }
        && (NameOf(value.WithoutConversions()) is not { } name || HyperparameterNames.SaysNothing(name))
            ? constant.ToDouble()
            : null;

    private static string? NameOf(IOperation value) => value switch
    {
        ILocalReferenceOperation local => local.Local.Name,
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        IFieldReferenceOperation field => field.Field.Name,
        IPropertyReferenceOperation property => property.Property.Name,
        _ => null,
    };
}
