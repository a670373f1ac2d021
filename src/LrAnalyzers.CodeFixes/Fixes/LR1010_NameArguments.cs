using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Names the arguments of a call so that each variable goes to the parameter of its name.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR1010_NameArguments))]
public sealed class LR1010_NameArguments : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR1010.NameArguments";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1010");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (site.Expression.FirstAncestorOrSelf<ArgumentSyntax>() is not { Parent: ArgumentListSyntax { Parent: ExpressionSyntax call } list }
            || NumericSyntax.HasDirectives(list)
            || site.SemanticModel.GetOperation(call, site.CancellationToken) is not { } operation)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        var edits = new List<Edit>();
        var taken = new HashSet<string>();
        var meantFor = new List<string>();
        bool mustName = false;
        foreach (ArgumentSyntax argument in list.Arguments)
        {
            if (operation.Arguments().FirstOrDefault(candidate => candidate.Syntax == argument) is not { Parameter: { } parameter } bound)
            {
                return ImmutableArray<PlannedFix>.Empty;
            }

            string? meant = LR1010_SwappedHyperparameter.MeantFor(bound);
            string name = meant ?? parameter.Name;
            if (!taken.Add(name))
            {
                return ImmutableArray<PlannedFix>.Empty;
            }

            if (argument.NameColon is { } existing)
            {
                if (meant is not null)
                {
                    edits.Add(new ReplaceText(site.Document.Id, existing.Name.Span, name));
                }
            }
            else if (meant is not null || mustName)
            {
                // Behind an argument out of its place all must be named.
                edits.Add(new ReplaceText(site.Document.Id, new TextSpan(argument.SpanStart, 0), name + ": "));
            }

            if (meant is not null)
            {
                meantFor.Add(meant);
                mustName = true;
            }
        }

        var planned = edits.ToImmutableArray();
        return planned.Length > 0 && await CompileCheck.KeepsCompilingAsync(site, planned).ConfigureAwait(false)
            ? ImmutableArray.Create(new PlannedFix($"Name the argument{(meantFor.Count == 1 ? "" : "s")} {string.Join(" and ", meantFor)}", Key, planned))
            : ImmutableArray<PlannedFix>.Empty;
    }
}
