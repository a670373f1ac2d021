using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Reads a learning rate in the invariant culture, with a point before the fraction.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR1015_ParseInvariant))]
public sealed class LR1015_ParseInvariant : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR1015.ParseInvariant";

    private const string Namespace = "System.Globalization";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1015");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (site.Expression is not InvocationExpressionSyntax { ArgumentList: { CloseParenToken.IsMissing: false } arguments }
            || NumericSyntax.HasDirectives(arguments))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        // `TryParse(text, out …)` has no overload with a culture alone in older frameworks.
        ArgumentSyntax? result = arguments.Arguments.FirstOrDefault(argument => argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword));
        bool hasStyle = arguments.Arguments.Count(argument => argument != result) > 1;
        Edit edit = result is null
            ? arguments.Append(site, "CultureInfo.InvariantCulture")
            : new ReplaceText(
                site.Document.Id,
                new TextSpan(result.SpanStart, 0),
                (hasStyle ? "" : "NumberStyles.Float, ") + "CultureInfo.InvariantCulture, ");
        ImmutableArray<Edit> edits = ImmutableArray.Create(edit).WithUsing(site, "CultureInfo", Namespace);
        return await CompileCheck.KeepsCompilingAsync(site, edits).ConfigureAwait(false)
            ? ImmutableArray.Create(new PlannedFix("Parse in the invariant culture", Key, edits))
            : ImmutableArray<PlannedFix>.Empty;
    }
}
