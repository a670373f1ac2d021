using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LrAnalyzers.Tool.Findings;

/// <summary>The rules and fixes of the analyzers that this tool brings.</summary>
internal static class RuleList
{
    /// <summary>One of each analyzer.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
        [.. typeof(ValueAnalyzer).Assembly.GetTypes().Where(IsCreated<DiagnosticAnalyzer>).Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>One of each code-fix provider, by name.</summary>
    public static ImmutableArray<CodeFixProvider> Fixes { get; } =
    [
        .. typeof(CodeFixes.Fixes.PlanningCodeFixProvider).Assembly.GetTypes()
            .Where(IsCreated<CodeFixProvider>)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    /// <summary>The descriptor of every rule, in the order of ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> Rules { get; } =
        [.. Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal)];

    /// <summary>The descriptor of a rule, whatever the case of its id.</summary>
    /// <exception cref="LrException">There is no such rule.</exception>
    public static DiagnosticDescriptor Rule(string id) =>
        Rules.FirstOrDefault(rule => rule.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
        ?? throw new LrException($"There is no rule '{id}': 'lr rules' lists them");

    /// <summary>Whether a fix exists for some of a rule's reports.</summary>
    public static bool HasFix(string id) => Fixes.Any(fix => fix.FixableDiagnosticIds.Contains(id));

    /// <summary>The ids in a list that is separated by commas or spaces, as they are written in the rules.</summary>
    /// <exception cref="LrException">One of them is no rule's.</exception>
    public static string[] Ids(IEnumerable<string> lists) =>
        [.. lists.SelectMany(list => list.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(id => Rule(id).Id).Distinct()];

    private static bool IsCreated<T>(Type type) => !type.IsAbstract && type.IsAssignableTo(typeof(T)) && type.GetConstructor(Type.EmptyTypes) is not null;
}
