using System;
using System.Collections.Immutable;
using System.Globalization;

namespace LrAnalyzers.Options;

/// <summary>Every option of the package.</summary>
internal static class LrOptions
{
    /// <summary>What all our keys begin with.</summary>
    public const string Prefix = "lr_analyzers.";

    /// <summary>How far from the argument a number still counts as hard-coded.</summary>
    public static readonly OptionDefinition<HardCodedScope> HardCodedScope = Choice(
        "hard_coded_scope",
        Options.HardCodedScope.Inline,
        "How far LR3001 looks: numbers written in the argument (`inline`), also in locals (`local`), also in constants and fields (`constant`).");

    /// <summary>Which defaults of the library are worth writing out.</summary>
    public static readonly OptionDefinition<ImplicitDefaultScope> ImplicitDefaultScope = Choice(
        "implicit_default_scope",
        Options.ImplicitDefaultScope.Differs,
        "Which left-out learning rates LR1009 reports: those where TorchSharp's default differs from PyTorch's (`differs`), or all (`all`).");

    /// <summary>Whether test code is exempt from the rules about training style.</summary>
    public static readonly OptionDefinition<bool> ExcludeTests = Flag(
        "exclude_tests",
        true,
        "Whether test projects and test classes are exempt from the rules that ask for better training code (LR1009, LR2001, LR2011, LR3001).");

    /// <summary>How many optimizer steps make a training that is worth a schedule.</summary>
    public static readonly OptionDefinition<int> MinimumSteps = Count(
        "minimum_steps",
        1000,
        "The number of optimizer steps from which LR2001 asks for a schedule, where the number can be proved.");

    /// <summary>All options.</summary>
    public static readonly ImmutableArray<OptionDefinition> All =
        ImmutableArray.Create<OptionDefinition>(HardCodedScope, ImplicitDefaultScope, ExcludeTests, MinimumSteps);

    private static OptionDefinition<bool> Flag(string name, bool defaultValue, string description) => new(
        Prefix + name,
        defaultValue,
        text => (bool.TryParse(text, out bool value), value),
        value => value ? "true" : "false",
        "`true` or `false`",
        description);

    private static OptionDefinition<int> Count(string name, int defaultValue, string description) => new(
        Prefix + name,
        defaultValue,
        text => (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value), value),
        value => value.ToString(CultureInfo.InvariantCulture),
        "a whole number from 0 up",
        description);

    private static OptionDefinition<TEnum> Choice<TEnum>(string name, TEnum defaultValue, string description)
        where TEnum : struct, Enum
    {
        string[] names = Array.ConvertAll(Enum.GetNames(typeof(TEnum)), value => value.ToLowerInvariant());
        return new(
            Prefix + name,
            defaultValue,
            text => Array.IndexOf(names, text.ToLowerInvariant()) is >= 0 and var index
                ? (true, (TEnum)Enum.GetValues(typeof(TEnum)).GetValue(index)!)
                : (false, defaultValue),
            value => value.ToString().ToLowerInvariant(),
            "`" + string.Join("`, `", names) + "`",
            description);
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

/// <summary>Which defaults of the library are worth writing out.</summary>
internal enum ImplicitDefaultScope
{
    /// <summary>Those that differ from PyTorch's default for the same optimizer.</summary>
    Differs,

    /// <summary>All that are known.</summary>
    All,
}
