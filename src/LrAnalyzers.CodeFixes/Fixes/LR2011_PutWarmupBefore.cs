using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.CodeFixes.Training;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Options;
using LrAnalyzers.Rules;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.CodeFixes.Fixes;

/// <summary>
/// Puts a warmup before a schedule: the creation becomes the second part of a SequentialLR, and its length what the warmup
/// leaves of it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LR2011_PutWarmupBefore))]
public sealed class LR2011_PutWarmupBefore : PlanningCodeFixProvider
{
    // Where nothing tells how long the training is: as many epochs as Goyal et al. 2017 warm up.
    private const int EpochsOfUnknownTraining = 5;

    /// <summary>Equivalence key of the fix.</summary>
    public const string Key = "LR2011.Warmup";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("LR2011");

    private protected override bool KeepsTrainingNumbers => false;

    private protected override bool Uncovers(FixSite site) => true;

    private protected override async Task<ImmutableArray<PlannedFix>> PlanAsync(FixSite site, string? onlyKey)
    {
        if (onlyKey is not (null or Key)
            || await SiteContexts.SchedulerAsync(site).ConfigureAwait(false) is not { } scheduler
            || Plan(site, scheduler) is not { } fix)
        {
            return ImmutableArray<PlannedFix>.Empty;
        }

        return await CompileCheck.KeepsCompilingAsync(site, fix.Edits).ConfigureAwait(false)
            ? ImmutableArray.Create(fix)
            : ImmutableArray<PlannedFix>.Empty;
    }

    private static PlannedFix? Plan(FixSite site, SchedulerContext scheduler)
    {
        if (!CanFollow(scheduler)
            || NumericSyntax.HasDirectives(site.Expression)
            || site.Expression.FirstAncestorOrSelf<StatementSyntax>() is not ({ } statement and not LocalFunctionStatementSyntax)
            || !StatementEdits.IsInList(statement)
            || site.Expression.Ancestors().TakeWhile(node => node != statement).Any(node => node is AnonymousFunctionExpressionSyntax)
            || scheduler.Site.Optimizer?.Syntax is not (IdentifierNameSyntax or MemberAccessExpressionSyntax)
            || scheduler.Site.Optimizer.Syntax.ToString() is not { } optimizer
            || Span(site, scheduler, statement) is not { } span)
        {
            return null;
        }

        double ratio = scheduler.Option(LrOptions.WarmupRatio);
        var writer = new ScheduleWriter(site.SemanticModel, statement.SpanStart, site.Expression);
        var warmup = new Warmup(writer, ratio);
        string name = site.Names.ForLocal(CodeBase.MemberOf(statement), new[] { span.PerBatch ? "warmupSteps" : "warmupEpochs" });
        string unit = span.PerBatch ? "steps" : "epochs";
        string length = EpochsOfUnknownTraining.ToString(CultureInfo.InvariantCulture);
        string duration = TrainingShare.Count(EpochsOfUnknownTraining, unit);
        var lines = new List<string>();
        if (span.Horizon is { } horizon)
        {
            // What is more than a name is read once.
            if (horizon.StartsWith("(", System.StringComparison.Ordinal))
            {
                string total = site.Names.ForLocal(CodeBase.MemberOf(statement), new[] { span.PerBatch ? "totalSteps" : "totalEpochs" });
                lines.Add($"int {total} = {horizon.Substring(1, horizon.Length - 2)};");
                span = span with { Horizon = horizon = total };
            }

            long? most = span.PerBatch && scheduler.Optimizer is { } created ? Warmup.MostSteps(created, site.CancellationToken) : null;
            length = warmup.Share.Length(horizon, span.Known, span.IsLiteral, most);
            duration = warmup.Share.Duration(span.Known, unit, most);
        }

        lines.Add($"int {name} = {length};");
        if (StatementEdits.InsertBefore(site.Document.Id, site.Text, statement, lines) is not { } declaration)
        {
            return null;
        }

        var edits = new List<Edit> { declaration };
        edits.AddRange(Wrap(site, warmup.Opening(optimizer, name), Warmup.Closing(name)));
        if (span.Argument is { } argument)
        {
            edits.Add(new ReplaceText(site.Document.Id, argument.Span, warmup.Rest(span.Horizon!, name)));
        }

        return new PlannedFix($"Warm up over {duration} first{Curve(scheduler)}", Key, edits.ToImmutableArray());
    }

    // A part of SequentialLR begins anew where the warmup ends: MultiplicativeLR goes on from the rate that it finds there
    // instead (LRScheduler.cs, get_lr), and `step(epoch)` would not reach the parts in order.
    private static bool CanFollow(SchedulerContext scheduler) =>
        scheduler.Site.Definition is { RunsPartsInTurn: false, Accumulates: false }
        && scheduler.Flow.Of(UseKind.Step).All(step => step.Operation is IInvocationOperation { TargetMethod.Parameters.IsEmpty: true });

    // What the warmup's length is a part of: the schedule's own length, or that of the loops that step it.
    private static (string? Horizon, long? Known, bool IsLiteral, bool PerBatch, ExpressionSyntax? Argument)? Span(
        FixSite site, SchedulerContext scheduler, StatementSyntax statement)
    {
        ImmutableArray<TrainingLoop> loops = scheduler.RelativeSteps.IsEmpty
            ? ImmutableArray<TrainingLoop>.Empty
            : scheduler.RelativeSteps[0].Loops(site.CancellationToken).Where(loop => !loop.Contains(scheduler.Site.Operation)).ToImmutableArray();
        bool perBatch = IsPerBatch(site, scheduler, loops);
        int position = statement.SpanStart;
        if (scheduler.Site.Definition?.Length is not null)
        {
            if (ScheduleLength.Of(scheduler.Site)?.Syntax is not ExpressionSyntax argument
                || WithoutGuard(argument) is not { } length
                || site.SemanticModel.GetTypeInfo(length, site.CancellationToken).Type?.SpecialType != SpecialType.System_Int32
                || argument.DescendantTrivia().Any(trivia => !string.IsNullOrWhiteSpace(trivia.ToString()))
                || !LoopLength.CanStandAt(length, site.SemanticModel, position))
            {
                return null;
            }

            double? number = site.SemanticModel.GetOperation(length, site.CancellationToken) is { } operation
                ? ScheduleLength.Number(operation, site.CancellationToken)
                : null;
            return (Term(length), (long?)number, length is LiteralExpressionSyntax, perBatch, argument);
        }

        if (loops.LastOrDefault() is { } outer)
        {
            var carrier = new ExpressionCarrier(scheduler.RelativeSteps[0], outer, scheduler.Code, site.SemanticModel, position, site.CancellationToken);
            if (StepCount.OfEpochs(scheduler.RelativeSteps[0], outer, carrier, bound: null) is { } rounds
                && StepCount.Of(scheduler.RelativeSteps[0], outer, rounds, ImmutableHashSet<SyntaxNode>.Empty, carrier, site.CancellationToken) is { } steps)
            {
                return (steps.Term, steps.Literal ?? (loops.Length == 1 ? outer.TripCount : null), steps.Literal is not null, perBatch, null);
            }
        }

        return perBatch ? null : (null, null, false, false, null);
    }

    private static bool IsPerBatch(FixSite site, SchedulerContext scheduler, ImmutableArray<TrainingLoop> loops) =>
        loops.FirstOrDefault() is { NamesEpochs: false } innermost
        && scheduler.OptimizerCreation is { } optimizer
        && optimizer.ChainsOf(optimizer.Flow, UseKind.Step)
            .Any(step => step.Loops(site.CancellationToken).FirstOrDefault()?.Operation.Syntax == innermost.Operation.Syntax);

    // `Math.Max(1, epochs)` is guarded again where it is used.
    private static ExpressionSyntax? WithoutGuard(ExpressionSyntax length)
    {
        if (length is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Max" }, ArgumentList.Arguments: { Count: 2 } arguments })
        {
            return arguments.FirstOrDefault(argument => argument.Expression is LiteralExpressionSyntax { Token.Value: 1 }) is { } one
                ? arguments.First(argument => argument != one).Expression
                : null;
        }

        return length;
    }

    private static string Term(ExpressionSyntax length) =>
        length is IdentifierNameSyntax or MemberAccessExpressionSyntax or LiteralExpressionSyntax or ParenthesizedExpressionSyntax
            ? length.ToString()
            : $"({length})";

    // The lines go around the creation, whose own later lines move in with its first.
    private static IEnumerable<Edit> Wrap(FixSite site, ImmutableArray<string> opening, ImmutableArray<string> closing)
    {
        TextSpan span = site.Expression.Span;
        string newLine = Edits.NewLineOf(site.Text);
        string indentation = Edits.IndentationAt(site.Text, span.Start);
        string level = Edits.LevelOf(site.Text);
        string deeper = level + level;
        yield return new ReplaceText(
            site.Document.Id,
            new TextSpan(span.Start, 0),
            string.Join(newLine + indentation, opening.Select(line => Edits.Indented(line, level))) + newLine + indentation + deeper);
        int last = site.Text.Lines.IndexOf(span.End);
        for (int line = site.Text.Lines.IndexOf(span.Start) + 1; line <= last; line++)
        {
            int start = site.Text.Lines[line].Start;
            // Not in a text over several lines.
            bool isInToken = site.Expression.FindToken(start) is { } token && token.Span.Start < start && token.Span.End > start;
            if (!isInToken && !string.IsNullOrWhiteSpace(site.Text.Lines[line].ToString()))
            {
                yield return new ReplaceText(site.Document.Id, new TextSpan(start, 0), deeper);
            }
        }

        yield return new ReplaceText(
            site.Document.Id,
            new TextSpan(span.End, 0),
            "," + string.Concat(closing.Select(line => newLine + indentation + Edits.Indented(line, level))));
    }

    private static string Curve(SchedulerContext scheduler) =>
        scheduler.BaseLearningRate is { Numbers: { Length: 1 } numbers }
            ? $" ({LearningRateFormat.FormatWritten(System.Math.Round(0.1 * numbers[0], 15))} → {LearningRateFormat.FormatWritten(numbers[0])})"
            : "";
}
