using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.Catalog;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Rules;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>Gives a dead learning rate to the schedule that replaces it, or takes it away where something else decides.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR1008_ReviveLearningRate))]
public sealed class LR1008_ReviveLearningRate : PlanningCodeFixProvider
{
    /// <summary>Equivalence key of the fix that gives the rate to the default schedule.</summary>
    public const string ScheduleKey = "LR1008.Schedule";

    /// <summary>Equivalence key of the fix that switches the schedule off.</summary>
    public const string ConstantKey = "LR1008.Constant";

    /// <summary>Equivalence key of the fix that removes the rate.</summary>
    public const string RemoveKey = "LR1008.Remove";

    /// <summary>Equivalence key of the fix that lets the rate fall linearly.</summary>
    public const string LinearKey = "LR1008.Linear";

    /// <summary>Equivalence key of the fix that warms up and then lets the rate fall in steps.</summary>
    public const string StepsKey = "LR1008.Steps";

    private const string DecayNamespace = "Microsoft.ML.Trainers";
    private const int DefaultBatchSize = 10;

    // The LsrDecay of ML.NET multiplies its rate by BatchSize / 128.
    private const int LsrDecayBatchSize = 128;
    private const string Scheduler = "LearningRateScheduler";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR1008");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        IEnumerable<PlannedFix?> candidates = site.Diagnostic!.Properties.TryGetValue(LR1008_DeadLearningRate.Remedy, out string? remedy)
            && remedy == LR1008_DeadLearningRate.Schedule
            ? new[] { GiveToSchedule(site), SwitchScheduleOff(site), DecayLinearly(site), WarmUpAndStep(site) }
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

        return new PlannedFix(
            "Start the decay at this learning rate (it takes effect)",
            ScheduleKey,
            WithUsing(
                site,
                ExponentialLRDecayDefinition.Value.Name,
                new ReplaceText(site.Document.Id, NameOf(assignment).Span, Scheduler),
                new ReplaceText(site.Document.Id, new TextSpan(assignment.Right.SpanStart, 0), "new ExponentialLRDecay(learningRate: "),
                new ReplaceText(site.Document.Id, new TextSpan(assignment.Right.Span.End, 0), ")")));
    }

    // `LearningRate = x` becomes `LearningRateScheduler = new PolynomialLRDecay(…)`, whose own length is two epochs.
    private static PlannedFix? DecayLinearly(FixSite site)
    {
        if (AssignmentAround(site.Expression) is not { } assignment
            || !IsSimple(site.Expression)
            || Setting(site, assignment, "Epoch", MLNetSchedulers.DefaultEpochs) is not { } epochs)
        {
            return null;
        }

        string rate = site.Expression.ToString();
        string schedule = $"new PolynomialLRDecay(learningRate: {rate}, numEpochsPerDecay: {epochs.Text}, endLearningRate: {rate} * 0.01f)";
        return new PlannedFix(
            "Decay from this learning rate linearly to a hundredth (it takes effect)",
            LinearKey,
            WithUsing(site, PolynomialLRDecayDefinition.Value.Name, new ReplaceText(site.Document.Id, NameOf(assignment).Span, Scheduler), new ReplaceText(site.Document.Id, site.Expression.Span, schedule)));
    }

    // LsrDecay reads its list from the last epoch to the first, and is the only schedule of ML.NET that can warm up.
    private static PlannedFix? WarmUpAndStep(FixSite site)
    {
        if (AssignmentAround(site.Expression) is not { } assignment
            || !IsSimple(site.Expression)
            || NumericSyntax.HasDirectives(assignment)
            || Setting(site, assignment, "Epoch", MLNetSchedulers.DefaultEpochs) is not { Number: { } epochs }
            || epochs < 20
            || Setting(site, assignment, "BatchSize", DefaultBatchSize) is not { } batchSize)
        {
            return null;
        }

        string newLine = Edits.NewLineOf(site.Text);
        string level = Edits.LevelOf(site.Text);
        string indentation = Edits.IndentationAt(site.Text, assignment.SpanStart) + level;
        (int Epoch, string Factor)[] items =
        {
            (epochs * 3 / 4, "0.01f"), (epochs / 2, "0.1f"), (4, "1f"), (3, "0.8f"), (2, "0.6f"), (1, "0.4f"), (0, "0.2f"),
        };
        string list = string.Concat(items.Select(item => $"{indentation}{level}new LsrDecay.LearningRateSchedulerItem({item.Epoch}, {item.Factor}),{newLine}"));
        string schedule = $"new LsrDecay({newLine}{indentation}new[]{newLine}{indentation}{{{newLine}{list}{indentation}}},{newLine}"
            + $"{indentation}baseLearningRate: {site.Expression} * {LsrDecayBatchSize} / {batchSize.Text})";
        return new PlannedFix(
            "Warm up 5 epochs to this learning rate, then decay in steps (it takes effect)",
            StepsKey,
            WithUsing(site, LsrDecayDefinition.Value.Name, new ReplaceText(site.Document.Id, NameOf(assignment).Span, Scheduler), new ReplaceText(site.Document.Id, site.Expression.Span, schedule)));
    }

    // A number or a name can stand twice and in a product.
    private static bool IsSimple(ExpressionSyntax expression) =>
        expression is LiteralExpressionSyntax or IdentifierNameSyntax || (expression is MemberAccessExpressionSyntax access && IsSimple(access.Expression));

    // What the same options are given, as it is written there; null where that cannot be told or named.
    private static (string Text, int? Number)? Setting(FixSite site, AssignmentExpressionSyntax assignment, string name, int libraryDefault)
    {
        if (LearningRateCatalog.TryCreate(site.SemanticModel.Compilation) is not { } catalog
            || site.SemanticModel.GetOperation(assignment, site.CancellationToken) is not { } operation)
        {
            return null;
        }

        var setting = Companion.Of(operation, name, catalog, site.CancellationToken);
        if (setting.IsAbsent)
        {
            return NumericSyntax.HasDirectives(assignment.Parent!) ? null : (libraryDefault.ToString(CultureInfo.InvariantCulture), libraryDefault);
        }

        // What is set under a condition is not set in every build.
        return setting.Value is { Syntax: ExpressionSyntax syntax } value && IsSimple(syntax) && syntax.SyntaxTree == site.Expression.SyntaxTree
            && ConditionalRegions.IsThereWith(syntax.SyntaxTree.GetRoot(site.CancellationToken), syntax.SpanStart, site.Expression.SpanStart)
            ? (syntax.ToString(), value.ConstantValue is { HasValue: true, Value: int number } ? number : null)
            : null;
    }

    // The edits, with the using that the schedule needs.
    private static ImmutableArray<Edit> WithUsing(FixSite site, string type, params Edit[] edits) =>
        edits.ToImmutableArray().WithUsing(site, type, DecayNamespace);

    private static PlannedFix? SwitchScheduleOff(FixSite site)
    {
        if (AssignmentAround(site.Expression) is not { } assignment)
        {
            return null;
        }

        // On a line of its own where the assignment has one.
        int start = assignment.SpanStart;
        string between = string.IsNullOrWhiteSpace(site.Text.ToString(TextSpan.FromBounds(site.Text.Lines.GetLineFromPosition(start).Start, start)))
            ? Edits.NewLineOf(site.Text) + Edits.IndentationAt(site.Text, start)
            : " ";
        string addition = assignment.Parent switch
        {
            InitializerExpressionSyntax => $",{between}{Scheduler} = null",
            ExpressionStatementSyntax when assignment.Left is MemberAccessExpressionSyntax access => $";{between}{access.Expression}.{Scheduler} = null",
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
