using System;
using System.Collections.Immutable;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Options;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers;

/// <summary>An analyzer that judges the few places of a file that may say something about a learning rate.</summary>
public abstract class CandidateAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<OperationKind> s_kinds =
        ImmutableArray.Create(OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.SimpleAssignment);

    private readonly bool _everyOperation;

    // Asking for every operation is the slow way, to which the gate is compared.
    private protected CandidateAnalyzer(bool everyOperation) => _everyOperation = everyOperation;

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    /// <summary>What judges the candidates of a compilation.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="catalog">Its learning rates, those that options declare among them.</param>
    /// <param name="scope">What rules ask about options and switches.</param>
    private protected abstract CandidateAction ActionFor(Compilation compilation, LearningRateCatalog catalog, AnalysisScope scope);

    private void Start(CompilationStartAnalysisContext context)
    {
        Compilation compilation = context.Compilation;
        AnalyzerConfigOptionsProvider options = context.Options.AnalyzerConfigOptionsProvider;
        if (LearningRateCatalog.TryCreate(compilation, options, LrOptions.Declared) is not { } catalog)
        {
            return;
        }

        CandidateAction action = ActionFor(compilation, catalog, new AnalysisScope(compilation, context.Options, SupportedDiagnostics));
        if (_everyOperation)
        {
            context.RegisterOperationAction(
                operation => action(new Candidate(operation.Operation, operation.ContainingSymbol), operation.ReportDiagnostic, operation.CancellationToken),
                s_kinds);
        }
        else
        {
            context.RegisterSemanticModelAction(file => Analyze(file, catalog, action));
        }
    }

    private static void Analyze(SemanticModelAnalysisContext file, LearningRateCatalog catalog, CandidateAction action)
    {
        var faults = default(RuleFaults);
        Candidates candidates = Candidates.Of(file.SemanticModel.Compilation, catalog, file.CancellationToken);
        foreach (Candidate candidate in candidates.In(file.SemanticModel, file.CancellationToken))
        {
            // An editor that asks for a few lines need not wait for the others.
            if (file.FilterSpan is { } span && !candidate.Operation.Syntax.FullSpan.IntersectsWith(span))
            {
                continue;
            }

            try
            {
                action(candidate, file.ReportDiagnostic, file.CancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                faults.Keep(exception);
            }
        }

        faults.Rethrow();
    }
}

/// <summary>Judges one candidate and reports what it finds.</summary>
/// <param name="candidate">The candidate.</param>
/// <param name="report">Takes the reports, which lie inside the candidate's file.</param>
/// <param name="cancellationToken">Stops the analysis.</param>
internal delegate void CandidateAction(Candidate candidate, Action<Diagnostic> report, CancellationToken cancellationToken);
