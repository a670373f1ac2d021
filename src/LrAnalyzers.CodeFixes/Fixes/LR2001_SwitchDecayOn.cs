using System.Collections.Immutable;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Switches the decay of an ML.NET trainer on, where it is switched off or where it could stand.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2001_SwitchDecayOn))]
public sealed class LR2001_SwitchDecayOn : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2001.SwitchDecayOn";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2001");

    internal override bool MayFollow => false;

    private protected override bool KeepsTrainingNumbers => false;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (onlyKey is not (null or Key)
            || !site.Diagnostic!.Properties.TryGetValue(LR2001_UnscheduledTraining.Switch, out string? member) || member is null
            || EditOf(site, member) is not { } edit)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        var fix = new PlannedFix(
            "Let the learning rate fall with the square root of the updates", Key, ImmutableArray.Create<Edit>(edit));
        return await CompileCheck.KeepsCompilingAsync(site, fix.Edits).ConfigureAwait(false)
            ? ImmutableArray.Create(fix)
            : ImmutableArray<PlannedFix>.Empty;
    }

    private static ReplaceText? EditOf(FixSite site, string member)
    {
        ExpressionSyntax expression = site.Expression;
        if (site.SemanticModel.GetConstantValue(expression, site.CancellationToken) is { HasValue: true, Value: false })
        {
            return new ReplaceText(site.Document.Id, expression.Span, "true");
        }

        return expression switch
        {
            InvocationExpressionSyntax invocation =>
                invocation.ArgumentList.Append(site, char.ToLowerInvariant(member[0]) + member.Substring(1) + ": true"),
            BaseObjectCreationExpressionSyntax { Initializer: { Expressions: { Count: > 0 } settings } initializer } =>
                ListLayout.Insert(site.Document.Id, site.Text, initializer.OpenBraceToken, settings, settings.Count, $"{member} = true"),
            _ => null,
        };
    }
}
