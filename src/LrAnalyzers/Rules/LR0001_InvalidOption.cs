using LrAnalyzers.Options;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>
/// A setting of ours in <c>.editorconfig</c> that does nothing: an unknown key, a value the option does not take, or a type
/// that is not there. Compilers pass over such settings without a word.
/// </summary>
internal sealed class LR0001_InvalidOption : Rule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR0001",
        title: "An LrAnalyzers option has an invalid value",
        messageFormat: "The setting '{0} = {1}' is not valid: {2}",
        category: RuleCategory.Configuration,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An option of LrAnalyzers that is misspelled, or set to a value it does not take, has no effect: its default is used.",
        helpLinkUri: RulePage.Of("LR0001"),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <summary>The report, at the setting's place where that is known.</summary>
    public Diagnostic Report(OptionProblem problem) =>
        Diagnostic.Create(Descriptor, problem.Location, problem.Key, problem.Value, problem.Reason);
}
