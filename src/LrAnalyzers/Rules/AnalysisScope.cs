using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Rules;

/// <summary>What all rules of one analyzer share while one compilation is analysed.</summary>
internal sealed class AnalysisScope
{
    private readonly Compilation _compilation;
    private readonly AnalyzerOptions _options;
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableHashSet<string>> _disabledByTree = new();
    private readonly ImmutableArray<DiagnosticDescriptor> _descriptors;

    /// <summary>Gathers what the compilation's start tells.</summary>
    public AnalysisScope(
        Compilation compilation,
        AnalyzerOptions options,
        ImmutableArray<DiagnosticDescriptor> descriptors)
    {
        _compilation = compilation;
        _options = options;
        _descriptors = descriptors;
        IsTestProject = IsSet("IsTestProject");
        IsCultureInvariant = IsSet("InvariantGlobalization");

        bool IsSet(string property) =>
            options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property." + property, out string? text)
            && text.Equals("true", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Tells test code from training code.</summary>
    public TestCode TestCode { get; } = new();

    /// <summary>Whether the project calls itself a test project (made visible by the package's MSBuild files).</summary>
    public bool IsTestProject { get; }

    /// <summary>Whether the program runs in the invariant culture wherever it runs (the .NET SDK makes the property visible).</summary>
    public bool IsCultureInvariant { get; }

    /// <summary>The <c>.editorconfig</c> options that hold for a file.</summary>
    public AnalyzerConfigOptions ConfigOf(SyntaxTree tree) => _options.AnalyzerConfigOptionsProvider.GetOptions(tree);

    /// <summary>Whether the rule reports in this file; a rule that is switched off does not speak for another either.</summary>
    public bool IsEnabled(Rule rule, SyntaxTree tree) =>
        !(_disabledByTree.TryGetValue(tree, out ImmutableHashSet<string>? disabled) ? disabled : _disabledByTree.GetOrAdd(tree, FindDisabled)).Contains(rule.Descriptor.Id);

    private ImmutableHashSet<string> FindDisabled(SyntaxTree tree)
    {
        ImmutableHashSet<string> disabled = ImmutableHashSet<string>.Empty;
        AnalyzerConfigOptions config = ConfigOf(tree);
        foreach (DiagnosticDescriptor descriptor in _descriptors)
        {
            // The order in which the compiler itself looks: the file's configuration, the command line, the global one.
            CompilationOptions options = _compilation.Options;
            bool isSaid = options.SyntaxTreeOptionsProvider?.TryGetDiagnosticValue(tree, descriptor.Id, default, out ReportDiagnostic severity) == true
                || options.SpecificDiagnosticOptions.TryGetValue(descriptor.Id, out severity)
                || options.SyntaxTreeOptionsProvider?.TryGetGlobalDiagnosticValue(descriptor.Id, default, out severity) == true;
            if (isSaid && severity != ReportDiagnostic.Default
                ? severity == ReportDiagnostic.Suppress
                : !AnalysisMode.IsOn(descriptor, config, _options.AnalyzerConfigOptionsProvider.GlobalOptions))
            {
                disabled = disabled.Add(descriptor.Id);
            }
        }

        return disabled;
    }
}
