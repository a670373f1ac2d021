using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Writes a learning rate that changes in a variable to the optimizer's parameter groups as well.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR1014_WriteGroups))]
public sealed class LR1014_WriteGroups : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR1014.WriteGroups";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1014");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (!site.Diagnostic.Properties.TryGetValue(LR1014_DeadChange.Optimizer, out string? optimizer)
            || !site.Diagnostic.Properties.TryGetValue(LR1014_DeadChange.Variable, out string? variable))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        SyntaxNode root = site.Expression.SyntaxTree.GetRoot(site.CancellationToken);
        SyntaxNode member = site.Expression.FirstAncestorOrSelf<MemberDeclarationSyntax>(node => node is not GlobalStatementSyntax) ?? root;
        string group = site.Names.ForLocal(member, new[] { "group", "paramGroup" });
        var edits = new List<Edit>();
        foreach (Location location in site.Diagnostic.AdditionalLocations.Prepend(site.Diagnostic.Location))
        {
            // The last is the learning rate itself.
            if (root.FindNode(location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<AssignmentExpressionSyntax>() is not { Parent: ExpressionStatementSyntax statement } assignment
                || assignment.Span != location.SourceSpan)
            {
                continue;
            }

            string[] lines = { $"foreach (var {group} in {optimizer}.ParamGroups)", "{", $"    {group}.LearningRate = {variable};", "}" };
            if (NumericSyntax.HasDirectives(statement) || StatementEdits.InsertBehind(site.Document.Id, site.Text, statement, lines) is not { } added)
            {
                return ImmutableArray<PlannedFix>.Empty;
            }

            edits.AddRange(added);
        }

        var planned = edits.ToImmutableArray();
        return planned.Length > 0 && await CompileCheck.KeepsCompilingAsync(site, planned).ConfigureAwait(false)
            ? ImmutableArray.Create(new PlannedFix("Write the learning rate to the parameter groups", Key, planned))
            : ImmutableArray<PlannedFix>.Empty;
    }
}
