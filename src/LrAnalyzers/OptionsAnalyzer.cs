using System.Collections.Immutable;
using LrAnalyzers.Catalog;
using LrAnalyzers.Options;
using LrAnalyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers;

/// <summary>Checks our settings in <c>.editorconfig</c>: LR0001. It looks at the project as a whole, and only once.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OptionsAnalyzer : DiagnosticAnalyzer
{
    private readonly LR0001_InvalidOption _rule = new();

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => ImmutableArray.Create(_rule.Descriptor);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(Check);
    }

    private void Check(CompilationAnalysisContext context)
    {
        // In a project without the libraries our settings mean nothing, right or wrong.
        if (LearningRateCatalog.TryCreate(context.Compilation) is null)
        {
            return;
        }

        var audit = new OptionAudit(context.Compilation, context.Options);
        foreach (OptionProblem problem in audit.Problems(context.CancellationToken))
        {
            context.ReportDiagnostic(_rule.Report(problem));
        }
    }
}
