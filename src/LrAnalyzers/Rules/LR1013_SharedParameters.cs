using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>
/// A parameter that stands in two groups of one optimizer. PyTorch refuses that ("some parameters appear in more than one
/// parameter group"); TorchSharp 0.107.0 takes two steps for it, one with each group's rate (run).
/// </summary>
internal sealed class LR1013_SharedParameters : ValueRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1013",
        title: "Parameter is in two groups of one optimizer",
        messageFormat: "'{0}' holds the parameters of '{1}' as well, which another group of the optimizer has: TorchSharp trains them twice in each step, with both learning rates. Leave them out here.",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A module's parameters() includes those of every module in it. Where a part has a group of its own, both learning rates are applied to it in silence; PyTorch raises an error.",
        helpLinkUri: RulePage.Of("LR1013"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool IsIndependent => true;

    /// <inheritdoc/>
    public override bool YieldsToWarnings => false;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context) => context.SharedParameters is { } shared
        ? Report(
            shared.Wider.Syntax,
            ImmutableArray.Create(shared.Narrower.Syntax.GetLocation()),
            ImmutableDictionary<string, string?>.Empty,
            shared.Wider.Syntax.ToString(),
            shared.Narrower.Instance!.Syntax.ToString())
        : null;
}
