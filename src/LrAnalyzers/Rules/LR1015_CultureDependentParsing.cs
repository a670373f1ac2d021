using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// A learning rate that is read from the program's arguments, its environment or a file in the culture of the machine:
/// where a comma stands before the fraction, <c>double.Parse("0.001")</c> is 1 (run with de-DE).
/// </summary>
internal sealed class LR1015_CultureDependentParsing : ValueRule
{
    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR1015",
        title: "Learning rate is parsed in the machine's culture",
        messageFormat: "'{0}' reads the learning rate in the culture of the machine: where the fraction is set off by a comma, \"0.001\" is 1. Pass CultureInfo.InvariantCulture.",
        category: RuleCategory.Value,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Without a format provider, .NET reads numbers as the user's regional settings say. What scripts and files hold is written with a point.",
        helpLinkUri: RulePage.Of("LR1015"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool JudgesValue => true;

    /// <inheritdoc/>
    public override Diagnostic? Check(ValueContext context) =>
        context.Site.Value?.WithoutConversions() is IInvocationOperation call
        && IsParser(call.TargetMethod)
        && !call.Arguments.Any(argument => argument.Parameter?.Type.Name == "IFormatProvider" && argument.ArgumentKind != ArgumentKind.DefaultValue)
        && call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value is { } text
        && context.IsProgramText(text)
        && !context.IsCultureChosen
            ? Report(call.Syntax, context.RelatedTo(call.Syntax), ImmutableDictionary<string, string?>.Empty, call.Syntax.ToString())
            : null;

    private static bool IsParser(IMethodSymbol method) => method.ContainingType is { } type
        && (type.SpecialType is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal
            ? method.Name is "Parse" or "TryParse"
            : type is { Name: "Convert", ContainingNamespace.Name: "System" } && method.Name is "ToDouble" or "ToSingle" or "ToDecimal")
        && method.Parameters.FirstOrDefault()?.Type.SpecialType == SpecialType.System_String;
}
