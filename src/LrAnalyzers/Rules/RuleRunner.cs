using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>Runs a list of rules over what they judge.</summary>
internal static class RuleRunner
{
    /// <summary>
    /// Asks the rules in their order of precedence, until one has spoken; those that are independent speak beside one that is no warning. A rule
    /// that is switched off in the file is not asked. What a rule throws is thrown after the others were asked.
    /// </summary>
    /// <param name="rules">The rules, in order of precedence.</param>
    /// <param name="scope">Knows which rules are on.</param>
    /// <param name="tree">The file.</param>
    /// <param name="check">Asks a rule.</param>
    /// <param name="report">Takes what it says.</param>
    public static void Run<TRule>(
        ImmutableArray<TRule> rules, AnalysisScope scope, SyntaxTree tree, Func<TRule, Diagnostic?> check, Action<TRule, Diagnostic> report)
        where TRule : Rule
    {
        var faults = default(RuleFaults);
        bool hasSpoken = false;
        bool hasWarned = false;
        foreach (TRule rule in rules)
        {
            // A number that has to change first need not be found and tuned yet.
            if ((rule.IsIndependent ? hasWarned && rule.YieldsToWarnings : hasSpoken) || !scope.IsEnabled(rule, tree))
            {
                continue;
            }

            try
            {
                if (check(rule) is { } diagnostic)
                {
                    report(rule, diagnostic);
                    hasSpoken |= !rule.IsIndependent;
                    hasWarned |= !(rule.IsIndependent && !rule.YieldsToWarnings) && diagnostic.DefaultSeverity >= DiagnosticSeverity.Warning;
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
