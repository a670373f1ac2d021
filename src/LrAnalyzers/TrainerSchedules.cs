using System;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Rules;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers;

/// <summary>The part of <see cref="ScheduleAnalyzer"/> that is about ML.NET: one operation at a time, without following anything.</summary>
internal sealed class TrainerSchedules
{
    private readonly ImmutableArray<Rule> _rules;
    private readonly LearningRateCatalog _catalog;
    private readonly AnalysisScope _scope;

    private TrainerSchedules(ImmutableArray<Rule> rules, LearningRateCatalog catalog, AnalysisScope scope)
    {
        _rules = rules;
        _catalog = catalog;
        _scope = scope;
    }

    /// <summary>Lets those of the rules that have an ML.NET half judge a compilation, if it references ML.NET.</summary>
    public static void Register(CompilationStartAnalysisContext context, AnalysisScope scope, params ImmutableArray<Rule>[] rules)
    {
        ImmutableArray<Rule> halves = rules.SelectMany(some => some).Where(rule => rule is ITrainerRule).ToImmutableArray();
        if (halves.IsEmpty
            || context.Compilation.FindType(MLNetNames.MLContext) is null
            || LearningRateCatalog.TryCreate(context.Compilation) is not { } catalog)
        {
            return;
        }

        var schedules = new TrainerSchedules(halves, catalog, scope);
        context.RegisterOperationAction(schedules.Analyze, SiteReader.OperationKinds);
    }

    // The first rule that speaks is the only one.
    private void Analyze(OperationAnalysisContext context)
    {
        if (TrainerSite.Read(context.Operation, _catalog) is not { } site
            || ModelBuilderFile.Is(context.Operation.Syntax.SyntaxTree, context.CancellationToken))
        {
            return;
        }

        var judged = new TrainerContext(site, context.ContainingSymbol, _catalog, _scope, context.CancellationToken);
        var faults = default(RuleFaults);
        foreach (Rule rule in _rules)
        {
            if (!_scope.IsEnabled(rule, context.Operation.Syntax.SyntaxTree))
            {
                continue;
            }

            try
            {
                if (((ITrainerRule)rule).Check(judged) is { } diagnostic)
                {
                    context.ReportDiagnostic(diagnostic);
                    break;
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                faults.Keep(exception);
            }
        }

        faults.Rethrow();
    }
}
