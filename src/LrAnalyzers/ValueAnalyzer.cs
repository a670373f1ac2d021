using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Rules;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers;

/// <summary>Judges the value of every learning rate, one operation at a time: the LR1xxx rules and LR3001.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ValueAnalyzer : CandidateAnalyzer
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
    internal ValueAnalyzer(ImmutableArray<ValueRule> rules, ImmutableArray<SearchRangeRule> rangeRules, bool everyOperation = false)
        : base(everyOperation)
    {
        _rules = rules;
        _rangeRules = rangeRules;
        SupportedDiagnostics = rules.CastArray<Rule>().AddRange(rangeRules.CastArray<Rule>()).Select(rule => rule.Descriptor).ToImmutableArray();
    }

    /// <summary>Creates the analyzer with all its rules, to compare its two ways of finding places.</summary>
    internal ValueAnalyzer(bool everyOperation)
        : this(s_allRules, s_allRangeRules, everyOperation)
    {
    }

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    private protected override CandidateAction ActionFor(Compilation compilation, LearningRateCatalog catalog, AnalysisScope scope)
    {
        var code = CodeBase.Of(compilation);
        var reader = new SiteReader(catalog);
        var fineTuning = new FineTuning(code);
        var laterRates = new LaterRates(code);
        return (candidate, report, cancellationToken) =>
        {
            IOperation operation = candidate.Operation;
            if (ModelBuilderFile.Is(operation.Syntax.SyntaxTree, cancellationToken))
            {
                return;
            }

            foreach (LearningRateSite site in reader.Read(operation))
            {
                var value = new ValueContext(site, candidate.ContainingSymbol, catalog, scope, fineTuning, laterRates, cancellationToken);
                RuleRunner.Run(_rules, scope, site.Syntax.SyntaxTree, rule => rule.Check(value), (_, diagnostic) => report(diagnostic));
            }

            if (!_rangeRules.IsEmpty && SearchRangeSite.Read(operation, catalog) is { } range && range.IsOf(candidate.ContainingSymbol))
            {
                var context = new SearchRangeContext(range, cancellationToken);
                RuleRunner.Run(_rangeRules, scope, operation.Syntax.SyntaxTree, rule => rule.Check(context), (_, diagnostic) => report(diagnostic));
            }
        };
    }
}
