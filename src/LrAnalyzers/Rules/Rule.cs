using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>One rule: what it reports. How it finds that out is up to the kinds of rule below.</summary>
internal abstract class Rule
{
    /// <summary>The one diagnostic of the rule.</summary>
    public abstract DiagnosticDescriptor Descriptor { get; }

    /// <summary>
    /// Whether the rule speaks beside others about the same thing, as long as they are no warnings. The others are asked in
    /// order of precedence, and the first that speaks is the only one.
    /// </summary>
    public virtual bool IsIndependent => false;

    /// <summary>Whether an independent rule is silent where another one warns: as one about style is about a number that has to change.</summary>
    public virtual bool YieldsToWarnings => true;
}

/// <summary>The categories that rules are grouped by, in editors and in <c>.editorconfig</c>.</summary>
internal static class RuleCategory
{
    /// <summary>LR1xxx: the value.</summary>
    public const string Value = "LearningRate.Value";

    /// <summary>LR2xxx: the schedule.</summary>
    public const string Schedule = "LearningRate.Schedule";

    /// <summary>LR3xxx and LR0001: configuration.</summary>
    public const string Configuration = "LearningRate.Configuration";
}

/// <summary>Where the rules are explained.</summary>
internal static class RulePage
{
    // Made by the project file from the property RepositoryUrl.
    private const string Root = RepositoryAddress.Url + "/blob/main/src/docs/rules/";

    /// <summary>Address of a rule's page.</summary>
    public static string Of(string id) => Root + id + ".md";
}
