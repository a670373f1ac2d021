using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.CodeFixes.Training;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Replaces TorchSharp's RAdam by AdamW, with a learning rate of AdamW's.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR1007_UseAdamW))]
public sealed class LR1007_UseAdamW : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR1007.UseAdamW";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1007");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        OptimizerDefinition before = TorchSharpOptimizers.RAdam;
        OptimizerDefinition after = TorchSharpOptimizers.AdamW;
        if (NameIn(site, before.Name) is not { } name)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        bool isLeftOut = name.FirstAncestorOrSelf<ExpressionSyntax>(node => node == site.Expression) is not null;
        var edits = new List<Edit> { new ReplaceText(site.Document.Id, name.Identifier.Span, after.Name) };
        string rate = LearningRateFormat.FormatWritten(after.Typical!.Value);
        if (!isLeftOut)
        {
            if (!site.Diagnostic!.Properties.TryGetValue(ValueRule.Replacement, out string? text)
                || text is null
                || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double replacement))
            {
                return ImmutableArray<PlannedFix>.Empty;
            }

            rate = text;
            if (replacement == after.Typical)
            {
                // What is written may already be that.
                Optional<object?> constant = site.SemanticModel.GetConstantValue(site.Expression, site.CancellationToken);
                bool isKept = constant.HasValue && OperationExtensions.ToDouble(constant.Value) is { } written && written == replacement;
                if (!isKept)
                {
                    if (NumericSyntax.HasDirectives(site.Expression)
                        || LearningRateReplacement.TryPlan(site, site.Expression, replacement) is not { } replaced)
                    {
                        return ImmutableArray<PlannedFix>.Empty;
                    }

                    edits.AddRange(replaced);
                }
            }
        }

        // A variable of type RAdam stays what it is called.
        if (name.FirstAncestorOrSelf<VariableDeclarationSyntax>() is { Type: SimpleNameSyntax declared } && declared.Identifier.ValueText == before.Name)
        {
            edits.Add(new ReplaceText(site.Document.Id, declared.Identifier.Span, after.Name));
        }

        // RAdam needs no warmup, AdamW may.
        if (name.FirstAncestorOrSelf<ExpressionSyntax>(node => node is InvocationExpressionSyntax or ObjectCreationExpressionSyntax) is { } creation
            && await SiteContexts.OptimizerAsync(site, creation).ConfigureAwait(false) is { } optimizer
            && optimizer.IsEnabled(SiteContexts.MissingWarmup)
            && optimizer.Schedulers.Any(scheduler => SiteContexts.MissingWarmup.Check(scheduler, optimizer.As(after)) is not null))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        var planned = edits.ToImmutableArray();
        return await CompileCheck.KeepsCompilingAsync(site, planned).ConfigureAwait(false)
            ? ImmutableArray.Create(new PlannedFix($"Use AdamW with learning rate {rate}", Key, planned) { SaysAll = true })
            : ImmutableArray<PlannedFix>.Empty;
    }

    // `RAdam` in the call that is underlined, or in the one around the argument that is.
    private static SimpleNameSyntax? NameIn(FixSite site, string optimizer) => site.Expression.AncestorsAndSelf()
        .TakeWhile(node => node is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax)
        .Select(node => node switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name,
            InvocationExpressionSyntax { Expression: SimpleNameSyntax simple } => simple,
            ObjectCreationExpressionSyntax { Type: QualifiedNameSyntax qualified } => qualified.Right,
            ObjectCreationExpressionSyntax { Type: SimpleNameSyntax simple } => simple,
            _ => null,
        })
        .FirstOrDefault(name => name?.Identifier.ValueText == optimizer);
}
