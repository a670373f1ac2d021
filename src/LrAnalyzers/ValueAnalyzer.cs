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

/// <summary>Judges the value of every learning rate, where it is written: the LR1xxx rules and LR3001.</summary>
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
        new LR1015_CultureDependentParsing(),
        new LR1009_ImplicitLearningRate(),
        new LR1013_SharedParameters(),
        new LR1014_DeadChange(),
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

    private protected override FileActions ActionsFor(Compilation compilation, LearningRateCatalog catalog, AnalysisScope scope)
    {
        var code = CodeBase.Of(compilation);
        var reader = new SiteReader(catalog);
        var shared = new ValueScope(catalog, scope, code, RateSources.Of(reader, code));
        var verdicts = new RateVerdicts(_rules, shared);
        return new FileActions(
            (candidate, report, cancellationToken) => Check(candidate, shared, reader, verdicts, report, cancellationToken),
            _rules.Any(rule => rule.JudgesValue)
                ? (tree, report, cancellationToken) => Check(tree, shared, verdicts, report, cancellationToken)
                : null,
            _rules.Any(rule => rule.JudgesValue) ? shared.Sources.AreIn : null);
    }

    private void Check(
        Candidate candidate, ValueScope shared, SiteReader reader, RateVerdicts verdicts, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        IOperation operation = candidate.Operation;
        if (ModelBuilderFile.Is(operation.Syntax.SyntaxTree, cancellationToken))
        {
            return;
        }

        foreach (LearningRateSite site in reader.Read(operation))
        {
            var value = new ValueContext(site, candidate.ContainingSymbol, shared, cancellationToken);
            SourcePlace[] places = shared.Sources.Of(site, cancellationToken).ToArray();
            RuleRunner.Run(
                _rules,
                shared.Analysis,
                site.Syntax.SyntaxTree,
                // What is written elsewhere is reported there; here it only has the word.
                rule => rule.JudgesValue && places.Length > 0
                    ? places.Select(place => verdicts.Of(place, cancellationToken)).FirstOrDefault(verdict => verdict?.Rule == rule)?.Diagnostic
                    : rule.Check(value) is { } diagnostic && !(rule.JudgesValue && rule is not LR1002_TruncatedLearningRate && IsTried(rule)) ? diagnostic : null,
                (rule, diagnostic) =>
                {
                    if (!rule.JudgesValue || places.Length == 0)
                    {
                        report(diagnostic);
                    }
                });

            bool IsTried(ValueRule rule) => CreationSweep.Tries(site, reader, other =>
                rule.Check(new ValueContext(other, candidate.ContainingSymbol, shared, cancellationToken)) is null);
        }

        if (!_rangeRules.IsEmpty && SearchRangeSite.Read(operation, shared.Catalog) is { } range && range.IsOf(candidate.ContainingSymbol))
        {
            var context = new SearchRangeContext(range, cancellationToken);
            RuleRunner.Run(_rangeRules, shared.Analysis, operation.Syntax.SyntaxTree, rule => rule.Check(context), (_, diagnostic) => report(diagnostic));
        }
    }

    // The values that stand in the file and reach learning rates anywhere in the project.
    private static void Check(SyntaxTree tree, ValueScope shared, RateVerdicts verdicts, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        if (ModelBuilderFile.Is(tree, cancellationToken))
        {
            return;
        }

        foreach (SourcePlace place in shared.Sources.In(tree, cancellationToken))
        {
            if (verdicts.Of(place, cancellationToken)?.Diagnostic is { } diagnostic)
            {
                report(diagnostic);
            }
        }
    }
}
