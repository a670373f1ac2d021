using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Rules;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers;

/// <summary>
/// Follows every optimizer and scheduler from its creation through the project and judges how it is scheduled: the LR2xxx
/// rules. It reports at the creation, so that an editor shows the same as a build, whatever file the training loop is in.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScheduleAnalyzer : CandidateAnalyzer
{
    private static readonly ImmutableArray<CreationRule> s_optimizerRules = ImmutableArray.Create<CreationRule>(
        new LR2009_CreatedInLoop(),
        new LR2016_OptimizerNeverStepped(),
        new LR2006_BrokenSchedulerArgument(),
        new LR2001_UnscheduledTraining());

    // In order of precedence: the first that speaks about a scheduler is the only one.
    private static readonly ImmutableArray<CreationRule> s_schedulerRules = ImmutableArray.Create<CreationRule>(
        new LR2009_CreatedInLoop(),
        new LR2007_IncompatibleOptimizer(),
        new LR2006_BrokenSchedulerArgument(),
        new LR2015_LambdaReturnsLearningRate(),
        new LR2008_PlateauWithoutMetric(),
        new LR2018_PlateauModeContradictsMetric(),
        new LR2012_ConstantLastEpoch(),
        new LR2020_ScheduleStartsAgain(),
        new LR2021_BuiltOnDecayedRate(),
        new LR2002_SchedulerNeverStepped(),
        new LR2013_StepOutsideAccumulation(),
        new LR2019_SteppedTwice(),
        new LR2003_WrongCadence(),
        new LR2004_SchedulerBeforeOptimizer(),
        new LR2005_WrongHorizon(),
        new LR2014_WarmupFromZero(),
        new LR2017_LateParameterGroup(),
        new LR2010_CompetingSchedules(),
        new LR2011_MissingWarmup());

    private readonly ImmutableArray<CreationRule> _optimizerRules;
    private readonly ImmutableArray<CreationRule> _schedulerRules;
    private readonly ImmutableArray<StepRule> _stepRules;
    private readonly ImmutableArray<SchedulerDefinition> _schedulers = TorchSharpSchedulers.All;
    private readonly ImmutableArray<CreationRule> _trainerRules;

    /// <summary>Creates the analyzer with all its rules.</summary>
    public ScheduleAnalyzer()
        : this(s_optimizerRules, s_schedulerRules)
    {
    }

    /// <summary>Creates the analyzer with some rules, to test or time them alone.</summary>
    internal ScheduleAnalyzer(
        ImmutableArray<CreationRule> optimizerRules, ImmutableArray<CreationRule> schedulerRules, bool everyOperation = false)
        : base(everyOperation)
    {
        _optimizerRules = optimizerRules;
        _schedulerRules = schedulerRules;
        _stepRules = schedulerRules.OfType<StepRule>().ToImmutableArray();
        _trainerRules = optimizerRules.Concat(schedulerRules).Where(rule => rule is ITrainerRule).Distinct().ToImmutableArray();
        SupportedDiagnostics = optimizerRules.Concat(schedulerRules).Select(rule => rule.Descriptor).Distinct().ToImmutableArray();
    }

    /// <summary>Creates the analyzer with all its rules and other schedulers than the catalog's.</summary>
    internal ScheduleAnalyzer(ImmutableArray<SchedulerDefinition> schedulers)
        : this(s_optimizerRules, s_schedulerRules) => _schedulers = schedulers;

    /// <summary>Creates the analyzer with all its rules, to compare its two ways of finding places.</summary>
    internal ScheduleAnalyzer(bool everyOperation)
        : this(s_optimizerRules, s_schedulerRules, everyOperation)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    private protected override FileActions ActionsFor(Compilation compilation, LearningRateCatalog catalog, AnalysisScope scope)
    {
        ScheduleScope? schedules = ScheduleCatalog.TryCreate(compilation, _schedulers) is { } known
            ? new ScheduleScope(known, CodeBase.Of(compilation), new ScheduleSiteReader(known), scope)
            : null;
        return new FileActions((candidate, report, cancellationToken) =>
        {
            if (!_trainerRules.IsEmpty)
            {
                CheckTrainer(candidate, catalog, scope, report, cancellationToken);
            }

            if (schedules is not null)
            {
                CheckSchedule(candidate, schedules, report, cancellationToken);
            }
        });
    }

    // ML.NET: one operation at a time, without following anything.
    private void CheckTrainer(
        Candidate candidate, LearningRateCatalog catalog, AnalysisScope scope, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        SyntaxTree tree = candidate.Operation.Syntax.SyntaxTree;
        if (TrainerSite.Read(candidate.Operation, catalog) is { } site && !ModelBuilderFile.Is(tree, cancellationToken))
        {
            var context = new TrainerContext(site, candidate.ContainingSymbol, catalog, scope, cancellationToken);
            RuleRunner.Run(_trainerRules, scope, tree, rule => ((ITrainerRule)rule).Check(context), (_, diagnostic) => report(diagnostic));
        }
    }

    private void CheckSchedule(Candidate candidate, ScheduleScope scope, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        IOperation operation = candidate.Operation;
        SyntaxTree tree = operation.Syntax.SyntaxTree;
        if (scope.Reader.ReadOptimizer(operation) is { } optimizer)
        {
            scope.Code.Use(operation.SemanticModel!);
            var context = new OptimizerContext(optimizer, candidate.ContainingSymbol, scope, cancellationToken);
            RuleRunner.Run(_optimizerRules, scope.Analysis, tree, rule => rule.Check(context), (_, diagnostic) => report(diagnostic));
        }
        else if (scope.Reader.ReadScheduler(operation) is { } scheduler)
        {
            scope.Code.Use(operation.SemanticModel!);
            var context = new SchedulerContext(scheduler, candidate.ContainingSymbol, scope, cancellationToken);
            RuleRunner.Run(_schedulerRules, scope.Analysis, tree, rule => rule.JudgesNumbers && context.DividesIntegers ? null : context.VerdictOf(rule), (rule, diagnostic) =>
            {
                // A rule about a step reports at the step; here it only has the word.
                if (rule is not StepRule)
                {
                    report(diagnostic);
                }
            });
        }
        else if (!_stepRules.IsEmpty && scope.Reader.ReadStep(operation) is { } step)
        {
            scope.Code.Use(operation.SemanticModel!);
            var call = new StepContext(step, scope, cancellationToken);
            RuleRunner.Run(
                _stepRules,
                scope.Analysis,
                tree,
                rule => CheckStep(rule, call, candidate.ContainingSymbol, scope, cancellationToken),
                (_, diagnostic) => report(diagnostic));
        }
    }

    // A rule that comes before it and speaks at the scheduler's creation has the word.
    private Diagnostic? CheckStep(StepRule rule, StepContext call, ISymbol containingSymbol, ScheduleScope scope, CancellationToken cancellationToken)
    {
        if (call.VerdictOf(rule) is not { } diagnostic)
        {
            return null;
        }

        foreach (SchedulerSite site in call.Creations)
        {
            SyntaxTree tree = site.Operation.Syntax.SyntaxTree;
            ISymbol? containing = scope.Code.EnclosingSymbolOf(site.Operation, cancellationToken);
            var creation = new SchedulerContext(site, containing ?? containingSymbol, scope, cancellationToken);
            if (_schedulerRules.TakeWhile(earlier => earlier != rule)
                .Any(earlier => earlier is not StepRule && scope.Analysis.IsEnabled(earlier, tree) && creation.VerdictOf(earlier) is not null))
            {
                return null;
            }
        }

        return diagnostic;
    }
}
