using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Rules;

/// <summary>
/// Which rules are on, where the user has said nothing about them: the MSBuild property <c>LrAnalysisMode</c>. Of its modes <c>None</c> and
/// <c>Strict</c> are configuration files of the package that say one thing of every category; <c>Minimum</c> is a choice of rules, and a
/// file that named them would beat what a user says of a category.
/// </summary>
internal static class AnalysisMode
{
    private const string Property = "build_property.LrAnalysisMode";
    private const string BulkPrefix = "dotnet_analyzer_diagnostic.";

    private static readonly ConcurrentDictionary<string, string> s_categoryKeys = new();

    /// <summary>What throws, yields NaN or has no effect: the findings that are worth a stop in any project, however old.</summary>
    public static ImmutableHashSet<string> Minimum { get; } = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "LR0001", "LR1001", "LR1002", "LR1003", "LR1008", "LR1010", "LR1011", "LR1014", "LR2002", "LR2003", "LR2005", "LR2006", "LR2007", "LR2008", "LR2012", "LR2016", "LR2017");

    /// <summary>Whether a rule reports in the files for which these options hold, if nothing is said of the rule itself.</summary>
    public static bool IsOn(DiagnosticDescriptor descriptor, AnalyzerConfigOptions fileOptions, AnalyzerConfigOptions globalOptions)
    {
        // The nearer word counts: the category's, then that on all analyzers.
        if (fileOptions.TryGetValue(s_categoryKeys.GetOrAdd(descriptor.Category, category => BulkPrefix + "category-" + category + ".severity"), out string? severity)
            || fileOptions.TryGetValue(BulkPrefix + "severity", out severity))
        {
            string said = severity.Trim();
            if (!said.Equals("default", StringComparison.OrdinalIgnoreCase))
            {
                return !said.Equals("none", StringComparison.OrdinalIgnoreCase);
            }
        }

        return !globalOptions.TryGetValue(Property, out string? mode)
            || !mode.Trim().Equals(nameof(Minimum), StringComparison.OrdinalIgnoreCase)
            || Minimum.Contains(descriptor.Id);
    }
}
