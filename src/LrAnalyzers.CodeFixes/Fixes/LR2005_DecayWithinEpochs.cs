using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Puts the steps of an ML.NET schedule where the training comes by.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2005_DecayWithinEpochs))]
public sealed class LR2005_DecayWithinEpochs : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2005.DecayWithinEpochs";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2005");

    internal override bool MayFollow => false;

    private protected override bool KeepsTrainingNumbers => false;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (onlyKey is not (null or Key)
            || !site.Diagnostic!.Properties.TryGetValue(LR2005_WrongHorizon.Epochs, out string? text)
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int epochs)
            || epochs < 3
            || NumericSyntax.HasDirectives(site.Expression))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        (int first, int second) = IsLsrDecay(site) ? (epochs / 2, epochs * 3 / 4) : (epochs * 6 / 10, Math.Max(epochs * 6 / 10 + 1, epochs * 8 / 10));
        if ((IsLsrDecay(site) ? EditLsrDecay(site, first, second) : EditMilestones(site, first, second)) is not { } edit)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        var fix = new PlannedFix($"Decay to a tenth at epoch {first} and again at epoch {second}", Key, ImmutableArray.Create<Edit>(edit));
        return await CompileCheck.KeepsCompilingAsync(site, fix.Edits).ConfigureAwait(false)
            ? ImmutableArray.Create(fix)
            : ImmutableArray<PlannedFix>.Empty;
    }

    private static bool IsLsrDecay(FixSite site) =>
        site.SemanticModel.GetTypeInfo(site.Expression, site.CancellationToken).Type is { } type && MLNetSchedulers.Of(type.Name) is { Milestones: not null };

    private static ReplaceText? EditLsrDecay(FixSite site, int first, int second)
    {
        if (site.Expression is not BaseObjectCreationExpressionSyntax { ArgumentList: { } arguments } creation
            || site.SemanticModel.GetTypeInfo(creation, site.CancellationToken).Type is not { } type)
        {
            return null;
        }

        string item = $"new {type.ToMinimalDisplayString(site.SemanticModel, creation.SpanStart)}.LearningRateSchedulerItem";
        string items = $"new[] {{ {item}({second}, 0.01f), {item}({first}, 0.1f), {item}(0, 1f) }}";
        ArgumentSyntax? list = arguments.Arguments.FirstOrDefault(argument =>
            site.SemanticModel.GetOperation(argument, site.CancellationToken) is Microsoft.CodeAnalysis.Operations.IArgumentOperation { Parameter.Name: var name } && name == LsrDecayDefinition.Value.Milestones!.Name);
        return list is not null
            ? new ReplaceText(site.Document.Id, list.Expression.Span, items)
            : new ReplaceText(
                site.Document.Id, new TextSpan(arguments.OpenParenToken.Span.End, 0), arguments.Arguments.Count == 0 ? items : items + ", ");
    }

    private static ReplaceText? EditMilestones(FixSite site, int first, int second)
    {
        SyntaxNode[] elements = site.Expression switch
        {
            BaseObjectCreationExpressionSyntax { Initializer.Expressions: { Count: > 0 } added } => added.ToArray<SyntaxNode>(),
            CollectionExpressionSyntax { Elements: { Count: > 0 } written } => written.ToArray<SyntaxNode>(),
            _ => Array.Empty<SyntaxNode>(),
        };
        return elements.Length == 0
            ? null
            : new ReplaceText(
                site.Document.Id,
                TextSpan.FromBounds(elements[0].SpanStart, elements[elements.Length - 1].Span.End),
                $"{first}, {second}");
    }
}
