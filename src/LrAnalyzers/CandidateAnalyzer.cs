using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Options;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers;

/// <summary>An analyzer that judges the few places of a file that may say something about a learning rate.</summary>
public abstract class CandidateAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableArray<OperationKind> s_kinds =
        ImmutableArray.Create(OperationKind.Invocation, OperationKind.ObjectCreation, OperationKind.SimpleAssignment, OperationKind.CompoundAssignment);

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

    /// <summary>What judges the candidates and the files of a compilation.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="catalog">Its learning rates, those that options declare among them.</param>
    /// <param name="scope">What rules ask about options and switches.</param>
    private protected abstract FileActions ActionsFor(Compilation compilation, LearningRateCatalog catalog, AnalysisScope scope);

    private void Start(CompilationStartAnalysisContext context)
    {
        Compilation compilation = context.Compilation;
        AnalyzerConfigOptionsProvider options = context.Options.AnalyzerConfigOptionsProvider;
        if (LearningRateCatalog.TryCreate(compilation, options, LrOptions.Declared) is not { } catalog)
        {
            return;
        }

        FileActions actions = ActionsFor(compilation, catalog, new AnalysisScope(compilation, context.Options, SupportedDiagnostics));
        if (_everyOperation)
        {
            context.RegisterOperationAction(
                operation => actions.Candidate(new Candidate(operation.Operation, operation.ContainingSymbol), operation.ReportDiagnostic, operation.CancellationToken),
                s_kinds);
            if (actions.File is { } each)
            {
                context.RegisterSemanticModelAction(file => each(file.SemanticModel.SyntaxTree, file.ReportDiagnostic, file.CancellationToken));
            }
        }
        else
        {
            context.RegisterSemanticModelAction(file =>
            {
                SyntaxTree tree = file.SemanticModel.SyntaxTree;
                // Most files have nothing to say: not even what takes their reports is made.
                if (Candidates.Of(compilation, catalog, file.CancellationToken).AreIn(tree, file.CancellationToken) || actions.IsAsked?.Invoke(tree, file.CancellationToken) == true)
                {
                    Analyze(file.SemanticModel, file.FilterSpan, catalog, actions, file.ReportDiagnostic, file.CancellationToken).Rethrow();
                }
            });
        }
    }

    /// <summary>
    /// What is reported in a file, without the compiler's way there, which binds all of the file once more: a fix asks this of every
    /// text that it tries. What a rule that throws has to say is missing.
    /// </summary>
    internal ImmutableArray<Diagnostic> ReportsIn(SemanticModel semanticModel, AnalyzerOptions options, CancellationToken cancellationToken)
    {
        Compilation compilation = semanticModel.Compilation;
        if (LearningRateCatalog.TryCreate(compilation, options.AnalyzerConfigOptionsProvider, LrOptions.Declared) is not { } catalog)
        {
            return ImmutableArray<Diagnostic>.Empty;
        }

        ImmutableArray<Diagnostic>.Builder reports = ImmutableArray.CreateBuilder<Diagnostic>();
        FileActions actions = ActionsFor(compilation, catalog, new AnalysisScope(compilation, options, SupportedDiagnostics));
        _ = Analyze(semanticModel, filterSpan: null, catalog, actions, reports.Add, cancellationToken);
        return reports.Count == 0
            ? ImmutableArray<Diagnostic>.Empty
            : CompilationWithAnalyzers.GetEffectiveDiagnostics(reports, compilation).Where(report => !report.IsSuppressed).ToImmutableArray();
    }

    private static RuleFaults Analyze(
        SemanticModel semanticModel, TextSpan? filterSpan, LearningRateCatalog catalog, FileActions actions, Action<Diagnostic> report, CancellationToken cancellationToken)
    {
        var faults = default(RuleFaults);
        var candidates = Candidates.Of(semanticModel.Compilation, catalog, cancellationToken);
        foreach (Candidate candidate in candidates.In(semanticModel, cancellationToken))
        {
            // An editor that asks for a few lines need not wait for the others.
            if (filterSpan is { } span && !candidate.Operation.Syntax.FullSpan.IntersectsWith(span))
            {
                continue;
            }

            try
            {
                actions.Candidate(candidate, report, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                faults.Keep(exception);
            }
        }

        try
        {
            actions.File?.Invoke(semanticModel.SyntaxTree, report, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            faults.Keep(exception);
        }

        return faults;
    }
}

/// <summary>What is done with a file.</summary>
/// <param name="Candidate">Judges each candidate.</param>
/// <param name="File">Judges what stands in the file and matters elsewhere; <see langword="null"/> where nothing does.</param>
/// <param name="IsAsked">Whether that may have something to say about a file that has no candidate.</param>
internal sealed record FileActions(CandidateAction Candidate, FileAction? File = null, Func<SyntaxTree, CancellationToken, bool>? IsAsked = null);

/// <summary>Judges a file and reports what it finds.</summary>
/// <param name="tree">The file.</param>
/// <param name="report">Takes the reports, which lie inside the file.</param>
/// <param name="cancellationToken">Stops the analysis.</param>
internal delegate void FileAction(SyntaxTree tree, Action<Diagnostic> report, CancellationToken cancellationToken);

/// <summary>Judges one candidate and reports what it finds.</summary>
/// <param name="candidate">The candidate.</param>
/// <param name="report">Takes the reports, which lie inside the candidate's file.</param>
/// <param name="cancellationToken">Stops the analysis.</param>
internal delegate void CandidateAction(Candidate candidate, Action<Diagnostic> report, CancellationToken cancellationToken);
