using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Writes the library's default learning rate down, as a named constant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR1009_WriteDefault)), Shared]
public sealed class LR1009_WriteDefault : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR1009.WriteDefault";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1009");

    private protected override bool KeepsTrainingNumbers => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (!site.Diagnostic.Properties.TryGetValue(ValueRule.Replacement, out string? text)
            || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double libraryDefault)
            || !site.Diagnostic.Properties.TryGetValue(LR1009_ImplicitLearningRate.Parameter, out string? parameter)
            || site.Expression.ArgumentsOf() is not { CloseParenToken.IsMissing: false } arguments
            || NumericSyntax.HasDirectives(arguments))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        string type = site.SemanticModel.GetSymbolInfo(site.Expression, site.CancellationToken).Symbol is IMethodSymbol method
            && method.Parameters.Any(candidate => candidate.Name == parameter && candidate.Type.SpecialType == SpecialType.System_Single)
            ? "float"
            : "double";
        string value = LearningRateFormat.Literal(libraryDefault, single: type == "float");
        return NamedConstant.TryPlan(
                site, site.Expression, value, type, isConstant: true, name => arguments.Append(site, $"{parameter}: {name}")) is { } constant
            && await CompileCheck.KeepsCompilingAsync(site, constant.Edits).ConfigureAwait(false)
            ? ImmutableArray.Create(new PlannedFix($"Introduce constant '{constant.Name}' with the default {text}", Key, constant.Edits))
            : ImmutableArray<PlannedFix>.Empty;
    }
}
