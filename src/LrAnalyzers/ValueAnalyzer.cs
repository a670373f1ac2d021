using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Options;
using LrAnalyzers.Rules;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers;

/// <summary>Judges the value of every learning rate, one operation at a time: the LR1xxx rules and LR3001.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ValueAnalyzer : DiagnosticAnalyzer
{
    // In order of precedence: of the rules that are not independent, the first that speaks about a learning rate is the only one.
    private static readonly ImmutableArray<ValueRule> s_allRules = ImmutableArray.Create<ValueRule>(
        new LR1010_SwappedHyperparameter(),
        new LR1002_TruncatedLearningRate(),
        new LR1001_InvalidLearningRate(),
        new LR1006_GroupLosesLearningRate(),
        new LR1007_SquaredLearningRate(),
        new LR1008_DeadLearningRate(),
        new LR1003_UnworkableLearningRate(),
        new LR1005_HighFineTuningRate(),
        new LR1004_UnusualLearningRate(),
        new LR1009_ImplicitLearningRate(),
        new LR3001_HardCodedLearningRate());

    // Of one search range, too, the first that speaks is the only one.
    private static readonly ImmutableArray<SearchRangeRule> s_allRangeRules = ImmutableArray.Create<SearchRangeRule>(
        new LR1011_BrokenSearchRange(),
        new LR1012_LinearSearchRange());

    private readonly ImmutableArray<ValueRule> _rules;
    private readonly ImmutableArray<SearchRangeRule> _rangeRules;

    /// <summary>Creates the analyzer with all its rules.</summary>
    public ValueAnalyzer()
        : this(s_allRules, s_allRangeRules)
    {
    }

    /// <summary>Creates the analyzer with some rules, to test or time them alone.</summary>
    internal ValueAnalyzer(ImmutableArray<ValueRule> rules, ImmutableArray<SearchRangeRule> rangeRules)
    {
        _rules = rules;
        _rangeRules = rangeRules;
        SupportedDiagnostics = rules.CastArray<Rule>().AddRange(rangeRules.CastArray<Rule>()).Select(rule => rule.Descriptor).ToImmutableArray();
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
        IEnumerable<DeclaredLearningRate> declared =
            LrOptions.Declared(context.Compilation, context.Options.AnalyzerConfigOptionsProvider);
        if (LearningRateCatalog.TryCreate(context.Compilation, declared) is not { } catalog)
        {
            return;
        }

        var scope = new AnalysisScope(context.Compilation, context.Options, SupportedDiagnostics);
        var reader = new SiteReader(catalog);
        var code = new CodeBase(context.Compilation);
        var fineTuning = new FineTuning(code);
        var laterRates = new LaterRates(code);
        context.RegisterOperationAction(operation => Analyze(operation, scope, reader, fineTuning, laterRates), SiteReader.OperationKinds);
    }

    private void Analyze(OperationAnalysisContext context, AnalysisScope scope, SiteReader reader, FineTuning fineTuning, LaterRates laterRates)
    {
        foreach (LearningRateSite site in reader.Read(context.Operation))
        {
            if (ModelBuilderFile.Is(site.Syntax.SyntaxTree, context.CancellationToken))
            {
                return;
            }

            var value = new ValueContext(site, context.ContainingSymbol, reader.Catalog, scope, fineTuning, laterRates, context.CancellationToken);
            Check(context, scope, value);
        }

        if (!_rangeRules.IsEmpty
            && SearchRangeSite.Read(context.Operation, reader.Catalog) is { } range
            && range.IsOf(context.ContainingSymbol)
            && !ModelBuilderFile.Is(range.Creation.Syntax.SyntaxTree, context.CancellationToken))
        {
            Check(context, scope, new SearchRangeContext(range, context.CancellationToken));
        }
    }

    private void Check(OperationAnalysisContext context, AnalysisScope scope, SearchRangeContext range)
    {
        var faults = default(RuleFaults);
        foreach (SearchRangeRule rule in _rangeRules.Where(rule => scope.IsEnabled(rule, range.Site.Creation.Syntax.SyntaxTree)))
        {
            try
            {
                if (rule.Check(range) is { } diagnostic)
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

    private void Check(OperationAnalysisContext context, AnalysisScope scope, ValueContext value)
    {
        var faults = default(RuleFaults);
        bool reported = false;
        bool warned = false;
        foreach (ValueRule rule in _rules)
        {
            // A number that has to change first need not be found and tuned yet.
            if ((rule.IsIndependent ? warned : reported) || !scope.IsEnabled(rule, value.Site.Syntax.SyntaxTree))
            {
                continue;
            }

            try
            {
                if (rule.Check(value) is { } diagnostic)
                {
                    context.ReportDiagnostic(diagnostic);
                    reported |= !rule.IsIndependent;
                    warned |= diagnostic.DefaultSeverity >= DiagnosticSeverity.Warning;
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
