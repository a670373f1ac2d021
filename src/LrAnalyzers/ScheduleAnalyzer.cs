using System;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Rules;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers;

/// <summary>
/// Follows every optimizer and scheduler from its creation through the project and judges how it is scheduled: the LR2xxx
/// rules. It reports at the creation, so that an editor shows the same as a build, whatever file the training loop is in.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScheduleAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<CreationRule> s_optimizerRules = ImmutableArray.Create<CreationRule>(
        new LR2009_CreatedInLoop(),
        new LR2016_OptimizerNeverStepped(),
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
        new LR2002_SchedulerNeverStepped(),
        new LR2013_StepOutsideAccumulation(),
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

    /// <summary>Creates the analyzer with all its rules.</summary>
    public ScheduleAnalyzer()
        : this(s_optimizerRules, s_schedulerRules)
    {
    }

    /// <summary>Creates the analyzer with some rules, to test or time them alone.</summary>
    internal ScheduleAnalyzer(ImmutableArray<CreationRule> optimizerRules, ImmutableArray<CreationRule> schedulerRules)
    {
        _optimizerRules = optimizerRules;
        _schedulerRules = schedulerRules;
        _stepRules = schedulerRules.OfType<StepRule>().ToImmutableArray();
        SupportedDiagnostics = optimizerRules.Concat(schedulerRules).Select(rule => rule.Descriptor).Distinct().ToImmutableArray();
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    private void Start(CompilationStartAnalysisContext context)
    {
        var analysis = new AnalysisScope(context.Compilation, context.Options, SupportedDiagnostics);
        TrainerSchedules.Register(context, analysis, _optimizerRules.CastArray<Rule>(), _schedulerRules.CastArray<Rule>());
        if (ScheduleCatalog.TryCreate(context.Compilation) is not { } catalog)
        {
            return;
        }

        var scope = new ScheduleScope(catalog, new CodeBase(context.Compilation), new ScheduleSiteReader(catalog), analysis);
        context.RegisterOperationAction(
            operation => Analyze(operation, scope), OperationKind.Invocation, OperationKind.ObjectCreation);
    }

    private void Analyze(OperationAnalysisContext context, ScheduleScope scope)
    {
        IOperation operation = context.Operation;
        if (scope.Reader.ReadOptimizer(operation) is { } optimizer)
        {
            scope.Code.Use(operation.SemanticModel!);
            var creation = new OptimizerContext(optimizer, context.ContainingSymbol, scope, context.CancellationToken);
            Run(_optimizerRules, (rule, judged) => rule.Check(judged), creation, context, scope);
        }
        else if (scope.Reader.ReadScheduler(operation) is { } scheduler)
        {
            scope.Code.Use(operation.SemanticModel!);
            var creation = new SchedulerContext(scheduler, context.ContainingSymbol, scope, context.CancellationToken);
            Run(_schedulerRules, (rule, judged) => rule.JudgesNumbers && judged.DividesIntegers ? null : rule.Check(judged), creation, context, scope);
        }
        else if (!_stepRules.IsEmpty && scope.Reader.ReadStep(operation) is { } step)
        {
            scope.Code.Use(operation.SemanticModel!);
            var call = new StepContext(step, scope, context.CancellationToken);
            Run(_stepRules, (rule, judged) => CheckStep(rule, judged, context, scope), call, context, scope);
        }
    }

    // A rule that comes before it and speaks at the scheduler's creation has the word.
    private Diagnostic? CheckStep(StepRule rule, StepContext call, OperationAnalysisContext context, ScheduleScope scope)
    {
        if (rule.Check(call) is not { } diagnostic)
        {
            return null;
        }

        foreach (SchedulerSite site in call.Creations)
        {
            SyntaxTree tree = site.Operation.Syntax.SyntaxTree;
            ISymbol? containing = site.Operation.SemanticModel?.GetEnclosingSymbol(site.Operation.Syntax.SpanStart, context.CancellationToken);
            var creation = new SchedulerContext(site, containing ?? context.ContainingSymbol, scope, context.CancellationToken);
            if (_schedulerRules.TakeWhile(earlier => earlier != rule)
                .Any(earlier => earlier is not StepRule && scope.Analysis.IsEnabled(earlier, tree) && earlier.Check(creation) is not null))
            {
                return null;
            }
        }

        return diagnostic;
    }

    // The first rule that speaks is the only one.
    private static void Run<TRule, TContext>(
        ImmutableArray<TRule> rules,
        Func<TRule, TContext, Diagnostic?> check,
        TContext creation,
        OperationAnalysisContext context,
        ScheduleScope scope)
        where TRule : Rule
    {
        var faults = default(RuleFaults);
        foreach (TRule rule in rules)
        {
            if (!scope.Analysis.IsEnabled(rule, context.Operation.Syntax.SyntaxTree))
            {
                continue;
            }

            try
            {
                if (check(rule, creation) is { } diagnostic)
                {
                    // A rule about a step reports at the step; here it only has the word.
                    if (rule is not StepRule || creation is StepContext)
                    {
                        context.ReportDiagnostic(diagnostic);
                    }

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
