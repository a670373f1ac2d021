using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>
/// A warmup whose first factor is zero, because epochs are counted from 0: <c>e =&gt; e / (double)warmup</c>. Whatever the
/// training counts, its first batch or epoch teaches nothing.
/// </summary>
internal sealed class LR2014_WarmupFromZero : SchedulerRule
{
    // Values for what the lambda captures and only the run knows: a warmup of some length, in a training of some length.
    private static readonly double[][] s_trials = [[7, 11, 13, 17, 19], [40, 100, 1000, 300, 70], [1000, 20, 500, 50, 2000]];

    private static readonly DiagnosticDescriptor s_descriptor = new(
        id: "LR2014",
        title: "Warmup begins at a learning rate of zero",
        messageFormat: "The lambda returns 0 for epoch 0, so the first epoch or batch of the {0} trains with a learning rate of 0 and changes nothing. Count from 1.",
        category: RuleCategory.Schedule,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "LambdaLR counts from 0 and asks for the factor of epoch 0 as it is created. A warmup that divides the epoch by its length begins with a step that is wasted, a whole epoch where the scheduler is stepped once per epoch.",
        helpLinkUri: RulePage.Of("LR2014"));

    /// <inheritdoc/>
    public override DiagnosticDescriptor Descriptor => s_descriptor;

    /// <inheritdoc/>
    public override bool JudgesNumbers => true;

    /// <inheritdoc/>
    public override Diagnostic? Check(SchedulerContext context)
    {
        // One that multiplies the factors up stays at 0 altogether.
        if (context.Site.Definition is not { Accumulates: false, Factors.IsEmpty: false })
        {
            return null;
        }

        ImmutableArray<LambdaFactor> functions = LambdaFactor.All(context);
        ImmutableArray<LambdaFactor>[] trials = s_trials.Select(trial =>
        {
            var numbers = new Dictionary<ISymbol, double>(SymbolEqualityComparer.Default);
            return LambdaFactor.All(context, symbol =>
            {
                if (!numbers.TryGetValue(symbol, out double number))
                {
                    numbers[symbol] = number = trial[numbers.Count % trial.Length];
                }

                return number;
            });
        }).ToArray();
        for (int group = 0; group < functions.Length; group++)
        {
            if (trials.All(tried => tried[group].Evaluate(0) == 0 && tried[group].Evaluate(1) > 0))
            {
                return Report(functions[group].Body, NoProperties.Add(Fix, "CountFromOne"), context.Site.Name);
            }
        }

        return null;
    }
}
