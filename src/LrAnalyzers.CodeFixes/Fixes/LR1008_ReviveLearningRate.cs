using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Gives a dead learning rate to the schedule that replaces it, or takes it away where something else decides.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR1008_ReviveLearningRate)), Shared]
public sealed class LR1008_ReviveLearningRate : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix that gives the rate to the default schedule.</summary>
    public const string ScheduleKey = "LR1008.Schedule";

    /// <summary>Equivalence key of the fix that switches the schedule off.</summary>
    public const string ConstantKey = "LR1008.Constant";

    /// <summary>Equivalence key of the fix that removes the rate.</summary>
    public const string RemoveKey = "LR1008.Remove";

    private const string Decay = "ExponentialLRDecay";
    private const string DecayNamespace = "Microsoft.ML.Trainers";
    private const string Scheduler = "LearningRateScheduler";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1008");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        IEnumerable<PlannedFix?> candidates = site.Diagnostic.Properties.TryGetValue(LR1008_DeadLearningRate.Remedy, out string? remedy)
            && remedy == LR1008_DeadLearningRate.Schedule
            ? new[] { GiveToSchedule(site), SwitchScheduleOff(site) }
            : new[] { Remove(site) };
        ImmutableArray<PlannedFix>.Builder fixes = ImmutableArray.CreateBuilder<PlannedFix>();
        foreach (PlannedFix? fix in candidates)
        {
            if (fix is not null
                && (onlyKey is null || onlyKey == fix.EquivalenceKey)
                && await CompileCheck.KeepsCompilingAsync(site, fix.Edits).ConfigureAwait(false))
            {
                fixes.Add(fix);
            }
        }

        return fixes.ToImmutable();
    }

    // `LearningRate = x` becomes `LearningRateScheduler = new ExponentialLRDecay(learningRate: x)`.
    private static PlannedFix? GiveToSchedule(FixSite site)
    {
        if (AssignmentAround(site.Expression) is not { } assignment)
        {
            return null;
        }

        bool isInScope = site.SemanticModel
            .LookupNamespacesAndTypes(site.Expression.SpanStart, name: Decay)
            .Any(symbol => symbol.ContainingNamespace?.ToDisplayString() == DecayNamespace);
        string type = isInScope ? Decay : DecayNamespace + "." + Decay;
        return new PlannedFix(
            "Start the decay at this learning rate (it takes effect)",
            ScheduleKey,
            ImmutableArray.Create<Edit>(
                new ReplaceText(site.Document.Id, NameOf(assignment).Span, Scheduler),
                new ReplaceText(site.Document.Id, new TextSpan(assignment.Right.SpanStart, 0), $"new {type}(learningRate: "),
                new ReplaceText(site.Document.Id, new TextSpan(assignment.Right.Span.End, 0), ")")));
    }

    private static PlannedFix? SwitchScheduleOff(FixSite site)
    {
        if (AssignmentAround(site.Expression) is not { } assignment)
        {
            return null;
        }

        string addition = assignment.Parent switch
        {
            InitializerExpressionSyntax => $", {Scheduler} = null",
            ExpressionStatementSyntax when assignment.Left is MemberAccessExpressionSyntax access => $"; {access.Expression}.{Scheduler} = null",
            _ => "",
        };
        return addition.Length == 0
            ? null
            : new PlannedFix(
                "Keep this learning rate constant (it takes effect)",
                ConstantKey,
                ImmutableArray.Create<Edit>(new ReplaceText(site.Document.Id, new TextSpan(assignment.Span.End, 0), addition)));
    }

    private static PlannedFix? Remove(FixSite site)
    {
        Edit? edit = null;
        SyntaxNode node = site.Expression;
        if (node.Parent is ArgumentSyntax { Parent: ArgumentListSyntax arguments } argument)
        {
            // Positional arguments behind it would move up.
            int index = arguments.Arguments.IndexOf(argument);
            if (arguments.Arguments.Skip(index + 1).Any(later => later.NameColon is null))
            {
                return null;
            }

            edit = arguments.Arguments.Remove(site, index, index);
        }
        else if (node.Parent is InitializerExpressionSyntax list && !list.IsKind(SyntaxKind.ObjectInitializerExpression))
        {
            // The entries behind the one that is read.
            edit = list.Expressions.Remove(site, list.Expressions.IndexOf((ExpressionSyntax)node), list.Expressions.Count - 1);
        }
        else if (node.Parent is ExpressionElementSyntax { Parent: CollectionExpressionSyntax collection } element)
        {
            edit = collection.Elements.Remove(site, collection.Elements.IndexOf(element), collection.Elements.Count - 1);
        }
        else if (AssignmentAround(site.Expression) is { Parent: InitializerExpressionSyntax initializer } assignment)
        {
            int index = initializer.Expressions.IndexOf(assignment);
            edit = initializer.Expressions.Remove(site, index, index);
        }

        return edit is null
            ? null
            : new PlannedFix("Remove the learning rate that has no effect", RemoveKey, ImmutableArray.Create(edit));
    }

    private static AssignmentExpressionSyntax? AssignmentAround(ExpressionSyntax expression) =>
        expression.Parent is AssignmentExpressionSyntax assignment && assignment.Right == expression ? assignment : null;

    private static SimpleNameSyntax NameOf(AssignmentExpressionSyntax assignment) => assignment.Left switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        SimpleNameSyntax name => name,
        _ => assignment.Left.DescendantNodes().OfType<SimpleNameSyntax>().Last(),
    };
}
