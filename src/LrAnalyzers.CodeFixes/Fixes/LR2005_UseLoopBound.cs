using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.CodeFixes.Training;
using LrAnalyzers.Loops;
using LrAnalyzers.Rules;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Gives a schedule the length of the loop that steps it, by the name that the loop itself uses.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2005_UseLoopBound))]
public sealed class LR2005_UseLoopBound : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2005.Horizon";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2005");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        ImmutableDictionary<string, string?> properties = site.Diagnostic!.Properties;
        if (!properties.TryGetValue(LR2005_WrongHorizon.Horizon, out string? horizon)
            || !properties.TryGetValue(LR2005_WrongHorizon.Parameter, out string? parameter)
            || horizon is null
            || Arguments(site.Expression) is not { } arguments
            || NumericSyntax.HasDirectives(site.Expression))
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        SchedulerSite? lastPart = null;
        if (await SiteContexts.SchedulerAsync(site).ConfigureAwait(false) is { Site.Definition: { RunsPartsInTurn: true } definition } sequence)
        {
            if (LastOf(sequence, definition) is not var (part, milestone) || ScheduleLength.Of(part)?.Syntax is not ExpressionSyntax length
                || length.SyntaxTree != site.Expression.SyntaxTree
                || NumericSyntax.HasDirectives(length))
            {
                return ImmutableArray<PlannedFix>.Empty;
            }

            lastPart = part;
            horizon = Rest(horizon, milestone);
            parameter = part.Definition!.Length!.Name;
            arguments = Arguments((ExpressionSyntax)part.Operation.Syntax)!;
        }

        int position = (lastPart?.Operation.Syntax ?? site.Expression).SpanStart;
        foreach (Location bound in site.Diagnostic.AdditionalLocations)
        {
            if (!await MeansTheSameAsync(site, bound, position).ConfigureAwait(false))
            {
                return ImmutableArray<PlannedFix>.Empty;
            }
        }

        ArgumentSyntax? argument = arguments.Arguments.FirstOrDefault(candidate => ParameterOf(site, candidate) == parameter);
        Edit edit = argument is null
            ? arguments.Append(site, $"{parameter}: {horizon}")
            : new ReplaceText(site.Document.Id, argument.Expression.Span, horizon);
        return ImmutableArray.Create(new PlannedFix($"Set '{parameter}' to '{horizon}'", Key, ImmutableArray.Create(edit)));
    }

    // The last of the schedules that follow each other, and the milestone at which it begins, where that means the same at its creation.
    private static (SchedulerSite Part, string Milestone)? LastOf(SchedulerContext sequence, SchedulerDefinition definition) =>
        sequence.Site.Explicit(definition.Parts) is { } parts && ListElements.Of(parts) is { IsEmpty: false } elements
        && sequence.Site.Explicit(definition.Milestones) is { } list && ListElements.Of(list) is { IsEmpty: false } milestones
        && sequence.PartAt(elements[elements.Length - 1]) is { Site: { Operation.Syntax: ExpressionSyntax creation } part }
        && milestones[milestones.Length - 1].WithoutConversions() is { Syntax: ExpressionSyntax milestone } begins
        && (milestone is LiteralExpressionSyntax
            || milestone is IdentifierNameSyntax { Identifier.ValueText: var name }
                && sequence.Code.ModelOf(creation.SyntaxTree).LookupSymbols(creation.SpanStart, name: name)
                    .Any(found => SymbolEqualityComparer.Default.Equals(found, begins.Variable())))
            ? (part, milestone.ToString())
            : null;

    private static string Rest(string horizon, string milestone) =>
        int.TryParse(horizon, NumberStyles.None, CultureInfo.InvariantCulture, out int all)
        && int.TryParse(milestone, NumberStyles.None, CultureInfo.InvariantCulture, out int begins)
            ? (all - begins).ToString(CultureInfo.InvariantCulture)
            : $"{horizon} - {milestone}";

    private static ArgumentListSyntax? Arguments(ExpressionSyntax creation) => creation switch
    {
        InvocationExpressionSyntax invocation => invocation.ArgumentList,
        BaseObjectCreationExpressionSyntax { ArgumentList: { } list } => list,
        _ => null,
    };

    private static string? ParameterOf(FixSite site, ArgumentSyntax argument) =>
        (site.SemanticModel.GetOperation(argument, site.CancellationToken) as Microsoft.CodeAnalysis.Operations.IArgumentOperation)?.Parameter?.Name;

    // Whether the loop's bound names the same things where the scheduler is created, and is an int as every length takes one.
    private static async Task<bool> MeansTheSameAsync(FixSite site, Location bound, int position)
    {
        if (bound.SourceTree is not { } tree
            || site.Document.Project.Solution.GetDocument(tree) is not { } document
            || await document.GetSemanticModelAsync(site.CancellationToken).ConfigureAwait(false) is not { } semanticModel
            || tree.GetRoot(site.CancellationToken).FindNode(bound.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax expression
            || semanticModel.GetTypeInfo(expression, site.CancellationToken).Type?.SpecialType != SpecialType.System_Int32)
        {
            return false;
        }

        return expression.DescendantNodesAndSelf().OfType<SimpleNameSyntax>()
            .Where(name => name.Parent is not MemberAccessExpressionSyntax access || access.Expression == name)
            .All(name => semanticModel.GetSymbolInfo(name, site.CancellationToken).Symbol is { } symbol
                && site.SemanticModel.LookupSymbols(position, name: symbol.Name).Any(found => SymbolEqualityComparer.Default.Equals(found, symbol))
                && (symbol is not ILocalSymbol || symbol.DeclaringSyntaxReferences[0].Span.End <= position));
    }
}
