using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Passes the optimizer's learning rate to a parameter group that left it out.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR1006_PassLearningRate))]
public sealed class LR1006_PassLearningRate : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR1006.PassLearningRate";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1006");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (site.Expression.ArgumentsOf() is not { CloseParenToken.IsMissing: false } arguments
            || NumericSyntax.HasDirectives(arguments)
            || site.Diagnostic!.AdditionalLocations.FirstOrDefault() is not { } location
            || site.Expression.SyntaxTree.GetRoot(site.CancellationToken).FindNode(location.SourceSpan, getInnermostNodeForTie: true)
                is not ExpressionSyntax learningRate)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        ImmutableArray<Edit> edits;
        if (learningRate is IdentifierNameSyntax or MemberAccessExpressionSyntax)
        {
            edits = ImmutableArray.Create<Edit>(arguments.Append(site, "lr: " + learningRate));
        }
        else if (NumericSyntax.IsLiteral(site.SemanticModel, learningRate, site.CancellationToken)
            && NamedConstant.TryPlan(
                site,
                learningRate,
                learningRate.ToString(),
                NumericSyntax.KeywordOf(site.SemanticModel, learningRate, site.CancellationToken),
                isConstant: site.SemanticModel.GetConstantValue(learningRate, site.CancellationToken).HasValue) is { } constant)
        {
            // One number that is used twice gets a name.
            edits = constant.Edits.Add(arguments.Append(site, "lr: " + constant.Name));
        }
        else
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        return await CompileCheck.KeepsCompilingAsync(site, edits).ConfigureAwait(false)
            ? ImmutableArray.Create(new PlannedFix("Pass the optimizer's learning rate to the group", Key, edits))
            : ImmutableArray<PlannedFix>.Empty;
    }
}
