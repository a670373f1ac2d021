using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Options;

/// <summary>Every option of the package, but for the ranges, which <see cref="RangeOptions"/> makes from the catalog.</summary>
internal static class LrOptions
{
    /// <summary>What all our keys begin with.</summary>
    public const string Prefix = "lr_analyzers.";

    /// <summary>How far from the argument a number still counts as hard-coded.</summary>
    public static readonly OptionDefinition<HardCodedScope> HardCodedScope = Choice(
        "hard_coded_scope",
        Options.HardCodedScope.Inline,
        "What counts as hard-coded: numbers written in the argument (`inline`), also in locals (`local`), also in constants and fields (`constant`).",
        "LR3001");

    /// <summary>Which defaults of the library are worth writing out.</summary>
    public static readonly OptionDefinition<ImplicitDefaultScope> ImplicitDefaultScope = Choice(
        "implicit_default_scope",
        Options.ImplicitDefaultScope.Differs,
        "Which left-out learning rates are reported: those where TorchSharp's default differs from PyTorch's (`differs`), or all (`all`).",
        "LR1009");

    /// <summary>Whether test code is exempt from the rules about training style.</summary>
    public static readonly OptionDefinition<bool> ExcludeTests = Flag(
        "exclude_tests",
        true,
        "Whether test projects and test classes are exempt from the rules that ask for better training code.",
        "LR1009",
        "LR2001",
        "LR2005",
        "LR2006",
        "LR2011",
        "LR3001");

    /// <summary>How many optimizer steps make a training that is worth a schedule.</summary>
    public static readonly OptionDefinition<int> MinimumSteps = Count(
        "minimum_steps",
        1000,
        "The number of optimizer steps from which a training is asked to have a schedule, where the number can be proved.",
        "LR2001",
        "LR2011");

    /// <summary>Where a trainer's own decay is asked for.</summary>
    public static readonly OptionDefinition<TrainerDecayScope> TrainerDecayScope = Choice(
        "trainer_decay_scope",
        Options.TrainerDecayScope.Diverging,
        "Where the decay of an ML.NET trainer is asked for: where training without it diverges (`diverging`), or wherever OnlineGradientDescent or AveragedPerceptron trains without it (`all`).",
        "LR2001");

    /// <summary>The part of a training in which an inserted schedule warms up.</summary>
    public static readonly OptionDefinition<double> WarmupRatio = Ratio(
        "warmup_ratio",
        0.05,
        maximum: 0.5,
        "The part of the training that an inserted schedule spends on warming up; at 0 no warmup is asked for.",
        "LR2001",
        "LR2011");

    /// <summary>The part of a training over which an inserted schedule falls to 0.</summary>
    public static readonly OptionDefinition<double> CooldownRatio = Ratio(
        "cooldown_ratio",
        0.2,
        maximum: 1,
        "The part of the training, at its end, in which an inserted `trapezoid` falls linearly to 0; at 0 none is offered.",
        "LR2001");

    /// <summary>The schedule that is offered first.</summary>
    public static readonly OptionDefinition<PreferredSchedule> PreferredSchedule = Choice(
        "preferred_schedule",
        Options.PreferredSchedule.Automatic,
        "The schedule that a fix offers first, where it suits the optimizer; `automatic` chooses by the training loop.",
        "LR2001");

    /// <summary>What <c>dotnet format</c> may change.</summary>
    public static readonly OptionDefinition<DotnetFormat> DotnetFormat = Choice(
        "dotnet_format",
        Options.DotnetFormat.NumbersKept,
        "Which fixes `dotnet format` may apply: those that keep every number of a training (`numbers_kept`), or also those that change how it trains (`all`).");

    /// <summary>Learning rates in users' own APIs.</summary>
    public static readonly OptionDefinition<ImmutableArray<DeclaredLearningRate>> AdditionalLearningRates = Declarations(
        "additional_learning_rates",
        onlyParameters: false,
        "`Namespace.Type.Member`, `Namespace.Type.Method(parameter)` or `Namespace.Type(parameter)`, separated by commas",
        "Learning rates in your own API: properties and fields of options types, parameters of methods and constructors.");

    /// <summary>Users' own optimizers.</summary>
    public static readonly OptionDefinition<ImmutableArray<DeclaredLearningRate>> AdditionalOptimizers = Declarations(
        "additional_optimizers",
        onlyParameters: true,
        "`Namespace.Type(parameter)` or `Namespace.Type.Method(parameter)`, separated by commas",
        "Your own optimizers: the constructor or factory method, and its learning-rate parameter.");

    /// <summary>All options with a fixed key.</summary>
    public static readonly ImmutableArray<OptionDefinition> All = ImmutableArray.Create<OptionDefinition>(
        HardCodedScope, ImplicitDefaultScope, ExcludeTests, MinimumSteps, TrainerDecayScope, WarmupRatio, CooldownRatio, PreferredSchedule, DotnetFormat, AdditionalLearningRates, AdditionalOptimizers);

    /// <summary>
    /// What the two <c>additional_</c> options declare anywhere in the project. Lazy: nothing is read before the first element
    /// is asked for.
    /// </summary>
    public static IEnumerable<DeclaredLearningRate> Declared(Compilation compilation, AnalyzerConfigOptionsProvider provider)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        AnalyzerConfigOptions? last = null;
        foreach (AnalyzerConfigOptions options in compilation.SyntaxTrees.Select(provider.GetOptions).Prepend(provider.GlobalOptions))
        {
            // The files of a project share theirs, as a rule.
            if (options == last)
            {
                continue;
            }

            last = options;
            foreach (OptionDefinition<ImmutableArray<DeclaredLearningRate>> option in new[] { AdditionalLearningRates, AdditionalOptimizers })
            {
                if (options.TryGetValue(option.Key, out string? text) && seen.Add(option.Key + text))
                {
                    foreach (DeclaredLearningRate declared in option.Parse(text))
                    {
                        yield return declared;
                    }
                }
            }
        }
    }

    private static OptionDefinition<bool> Flag(string name, bool defaultValue, string description, params string[] rules) => new(
        Prefix + name,
        defaultValue,
        text => (bool.TryParse(text, out bool value), value),
        value => value ? "true" : "false",
        "`true` or `false`",
        description,
        rules.ToImmutableArray());

    private static OptionDefinition<int> Count(string name, int defaultValue, string description, params string[] rules) => new(
        Prefix + name,
        defaultValue,
        text => (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value), value),
        value => value.ToString(CultureInfo.InvariantCulture),
        "a whole number from 0 up",
        description,
        rules.ToImmutableArray());

    private static OptionDefinition<double> Ratio(
        string name, double defaultValue, double maximum, string description, params string[] rules) => new(
        Prefix + name,
        defaultValue,
        text => (RangeOptions.TryParseNumber(text, out double value) && value >= 0 && value <= maximum, value),
        value => value.ToString(CultureInfo.InvariantCulture),
        "a number from 0 to " + maximum.ToString(CultureInfo.InvariantCulture),
        description,
        rules.ToImmutableArray());

    private static OptionDefinition<TEnum> Choice<TEnum>(string name, TEnum defaultValue, string description, params string[] rules)
        where TEnum : struct, Enum
    {
        string[] names = Array.ConvertAll(Enum.GetNames(typeof(TEnum)), SnakeCase);
        return new(
            Prefix + name,
            defaultValue,
            text => Array.IndexOf(names, text.ToLowerInvariant()) is >= 0 and var index
                ? (true, (TEnum)Enum.GetValues(typeof(TEnum)).GetValue(index)!)
                : (false, defaultValue),
            value => SnakeCase(value.ToString()),
            "`" + string.Join("`, `", names) + "`",
            description,
            rules.ToImmutableArray());
    }

    private static OptionDefinition<ImmutableArray<DeclaredLearningRate>> Declarations(
        string name, bool onlyParameters, string allowed, string description) => new(
        Prefix + name,
        ImmutableArray<DeclaredLearningRate>.Empty,
        text => ParseDeclarations(text, onlyParameters),
        _ => "",
        allowed,
        description,
        ImmutableArray<string>.Empty);

    private static (bool IsValid, ImmutableArray<DeclaredLearningRate> Value) ParseDeclarations(string text, bool onlyParameters)
    {
        ImmutableArray<DeclaredLearningRate>.Builder declared = ImmutableArray.CreateBuilder<DeclaredLearningRate>();
        foreach (string entry in text.Split(',').Select(entry => entry.Trim()).Where(entry => entry.Length > 0))
        {
            if (DeclaredLearningRate.TryParse(entry) is not { } learningRate || (onlyParameters && learningRate.Parameter is null))
            {
                return (false, ImmutableArray<DeclaredLearningRate>.Empty);
            }

            declared.Add(learningRate);
        }

        return (true, declared.ToImmutable());
    }

    private static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        foreach (char letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}

/// <summary>How far from the argument a number still counts as hard-coded.</summary>
internal enum HardCodedScope
{
    /// <summary>Only in the argument itself.</summary>
    Inline,

    /// <summary>Also in a local variable.</summary>
    Local,

    /// <summary>Also in a constant, a field or a property.</summary>
    Constant,
}

/// <summary>The schedule that a fix offers first; the names are those of the plans that fixes choose from.</summary>
internal enum PreferredSchedule
{
    /// <summary>Chosen by the optimizer and the training loop.</summary>
    Automatic,

    /// <summary>A linear warmup, the full rate, then a linear decay over the last part of the training.</summary>
    Trapezoid,

    /// <summary>A cosine decay alone.</summary>
    Cosine,

    /// <summary>A linear warmup, then a cosine decay.</summary>
    WarmupCosine,

    /// <summary>A linear warmup, then a linear decay.</summary>
    WarmupLinear,

    /// <summary>One cycle: up, down and then lower than at the start.</summary>
    OneCycle,

    /// <summary>A tenth after each third of the training.</summary>
    StepDecay,

    /// <summary>An exponential decay.</summary>
    Exponential,

    /// <summary>Lower whenever the loss stops falling.</summary>
    Plateau,
}

/// <summary>Which defaults of the library are worth writing out.</summary>
internal enum ImplicitDefaultScope
{
    /// <summary>Those that differ from PyTorch's default for the same optimizer.</summary>
    Differs,

    /// <summary>All that are known.</summary>
    All,
}

/// <summary>What <c>dotnet format</c> may change.</summary>
internal enum DotnetFormat
{
    /// <summary>Nothing that changes a number of a training.</summary>
    NumbersKept,

    /// <summary>Also what changes how a model trains.</summary>
    All,
}

/// <summary>Where a trainer's own decay is asked for.</summary>
internal enum TrainerDecayScope
{
    /// <summary>Where training without it diverges.</summary>
    Diverging,

    /// <summary>Wherever a trainer that has one trains without it.</summary>
    All,
}
