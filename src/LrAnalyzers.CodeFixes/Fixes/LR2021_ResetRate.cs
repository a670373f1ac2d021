using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Sets the learning rate of each parameter group back before a new schedule is built on it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2021_ResetRate))]
public sealed class LR2021_ResetRate : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2021.Reset";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2021");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (site.Diagnostic.AdditionalLocations.FirstOrDefault() is not { } place
            || place.SourceTree != site.Expression.SyntaxTree
            || site.Expression.FirstAncestorOrSelf<StatementSyntax>() is not { } statement)
        {
            return Task.FromResult(ImmutableArray<PlannedFix>.Empty);
        }

        string optimizer = site.Text.ToString(place.SourceSpan);
        SyntaxNode scope = site.Expression.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is not GlobalStatementSyntax)
            ?? site.Expression.SyntaxTree.GetRoot(site.CancellationToken);
        string group = site.Names.ForLocal(scope, new[] { "group", "parameterGroup" });
        string[] lines =
        [
            $"foreach (var {group} in {optimizer}.ParamGroups)",
            "{",
            $"    {group}.LearningRate = {group}.InitialLearningRate;",
            "}",
            "",
        ];
        return Task.FromResult(StatementEdits.InsertBefore(site.Document.Id, site.Text, statement, lines) is { } edit
            ? ImmutableArray.Create(new PlannedFix($"Set the learning rate of '{optimizer}' back before it", Key, ImmutableArray.Create(edit)))
            : ImmutableArray<PlannedFix>.Empty);
    }
}
