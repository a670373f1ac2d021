using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>
/// Judges the places that give a value to a learning rate from afar, as the learning rate itself would be judged: a bad value
/// is reported once, where it is written. What one of the learning rates that it reaches tolerates is no mistake.
/// </summary>
internal sealed class RateVerdicts(ImmutableArray<ValueRule> rules, ValueScope scope)
{
    private readonly ConcurrentDictionary<SourcePlace, RateVerdict> _verdicts = new();

    /// <summary>What is said of the place, or <see langword="null"/>.</summary>
    public RateVerdict? Of(SourcePlace place, CancellationToken cancellationToken)
    {
        RateVerdict verdict = Alone(place, cancellationToken);
        if (verdict.Rule is null)
        {
            return null;
        }

        // Who lists several values, tries them; a division that is cut off is none that anybody tries.
        if (verdict.Rule is LR1002_TruncatedLearningRate)
        {
            return verdict;
        }

        SyntaxNode? list = place.Sources.Select(source => source.List).FirstOrDefault(node => node is not null);
        return list is not null
            && scope.Sources.In(list.SyntaxTree, cancellationToken).Any(peer =>
                peer != place && peer.Sources.Any(source => source.List == list) && Alone(peer, cancellationToken).Rule != verdict.Rule)
                ? null
                : verdict;
    }

    private RateVerdict Alone(SourcePlace place, CancellationToken cancellationToken)
    {
        if (!_verdicts.TryGetValue(place, out RateVerdict? verdict))
        {
            verdict = Judge(place, cancellationToken);
            _verdicts.TryAdd(place, verdict);
        }

        return verdict;
    }

    private RateVerdict Judge(SourcePlace place, CancellationToken cancellationToken)
    {
        bool agree = place.Sources.Select(source => scope.AlgorithmOf(source.Site, cancellationToken).Typical).Distinct().Count() == 1;
        ISymbol? containing = scope.Code.EnclosingSymbolOf(place.Sources[0].Value, cancellationToken);
        RateVerdict verdict = RateVerdict.None;
        foreach (RateSource source in place.Sources)
        {
            Algorithm algorithm = scope.AlgorithmOf(source.Site, cancellationToken);
            algorithm = agree ? algorithm : algorithm with { Typical = null };
            var context = new ValueContext(
                source.Site with { Value = source.Value, Algorithm = algorithm }, containing ?? source.Path.First(), scope, cancellationToken) { Place = place, Source = source };
            RateVerdict spoken = Speak(context, place.Node.SyntaxTree);
            if (spoken.Rule is not { JudgesValue: true }
                || verdict.Rule is not null && verdict.Rule != spoken.Rule
                || ThrowsAssertion.Contains(source.Site.Syntax)
                || !MayJudge(spoken.Rule, context, place, source))
            {
                return RateVerdict.None;
            }

            verdict = verdict.Rule is null ? spoken : verdict;
        }

        return verdict;
    }

    private RateVerdict Speak(ValueContext context, SyntaxTree tree)
    {
        foreach (ValueRule rule in rules)
        {
            if (!rule.IsIndependent && scope.Analysis.IsEnabled(rule, tree) && rule.Check(context) is { } diagnostic)
            {
                return new RateVerdict(rule, diagnostic);
            }
        }

        return RateVerdict.None;
    }

    private bool MayJudge(ValueRule rule, ValueContext context, SourcePlace place, RateSource source)
    {
        if (source.IsOneOfMany && rule is not LR1002_TruncatedLearningRate)
        {
            return false;
        }

        if (rule is LR1001_InvalidLearningRate
            // Nobody says "not set" by a slip of an operator.
            && MistakenPower.In(source.Value, context.CancellationToken) is null
            && (source.Kind == RateSourceKind.Initial && IsSentinel(place, source, context.CancellationToken)
                // A zero that is chosen for a while pauses the training.
                || source.Kind == RateSourceKind.Chosen && context.Value.IsAlways(static number => number == 0)
                || source.Kind != RateSourceKind.Given && IsChecked(source, context.CancellationToken)
                // `bool TryGet(string key, out double rate)`
                || !source.Path.IsEmpty && source.Path[0] is IParameterSymbol { RefKind: RefKind.Out }))
        {
            return false;
        }

        // What the learning rate is known to be without a look at others is judged as if it stood there.
        if (source.Site.Value is { } given && ValueResolver.Resolve(given, context.CancellationToken).IsKnown)
        {
            return true;
        }

        return !context.IsTest
            && (rule is not (LR1003_UnworkableLearningRate or LR1004_UnusualLearningRate)
                || source.Path.All(variable => variable is ILocalSymbol local ? !scope.Sources.IsSearched(local, place, context.CancellationToken) : scope.Sources.IsRateOnly(variable, context.CancellationToken))
                && !IsTurnedAway(context, source));
    }

    // `double rate = settings.Rate < 1 ? settings.Rate : 0.001;`
    private bool IsTurnedAway(ValueContext context, RateSource source) =>
        source.Site.Algorithm.Typical is { } typical
        && context.Value.Numbers.Any(number => source.Path.Any(variable => scope.Sources.TellsApart(variable, number, typical, context.CancellationToken)));

    // An initial value that says "not set".
    private bool IsSentinel(SourcePlace place, RateSource source, CancellationToken cancellationToken) =>
        !source.Path.IsEmpty
        && source.Path[0] is not IFieldSymbol { IsConst: true }
        && (scope.Sources.Through(source.Path[0], place, cancellationToken).Any(other => other.Node != place.Node)
            || scope.Sources.IsWritten(source.Path[0], place, cancellationToken)
            || source.Path.Any(scope.Sources.IsSetFromOutside)
            || IsChecked(source, cancellationToken));

    private bool IsChecked(RateSource source, CancellationToken cancellationToken) => source.Path.Any(variable => scope.Sources.IsChecked(variable, cancellationToken));
}

/// <summary>What is said of a place.</summary>
/// <param name="Rule">The rule that speaks; <see langword="null"/> where none does.</param>
/// <param name="Diagnostic">Its report.</param>
internal sealed record RateVerdict(ValueRule? Rule, Diagnostic? Diagnostic)
{
    /// <summary>Nothing is said.</summary>
    public static readonly RateVerdict None = new(null, null);
}
