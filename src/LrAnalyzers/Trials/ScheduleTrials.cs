using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using LrAnalyzers.Loops;
using LrAnalyzers.Schedules;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Trials;

/// <summary>
/// A scheduler over the loops that step it, in one of the ways that what is not known may turn out. A verdict counts only where
/// it holds in all of them.
/// </summary>
/// <param name="Schedule">The curve.</param>
/// <param name="Group">The parameter group.</param>
/// <param name="Rounds">How often each loop runs, innermost first.</param>
/// <param name="UnknownLoops">The loops of which the rounds are not known and were tried, a bit for each.</param>
/// <param name="LoopsRead">Those of them whose rounds the arguments depend on, so that the two were tried together.</param>
/// <param name="TriesBatchSize">Whether a size of batches is not known and the smallest was tried.</param>
internal sealed record ScheduleTrial(Schedule Schedule, ScheduledGroup Group, ImmutableArray<double> Rounds, int UnknownLoops, int LoopsRead, bool TriesBatchSize = false)
{
    private readonly Dictionary<int, ScheduleSummary> _summaries = new();

    /// <summary>Whether the rounds of every loop are known.</summary>
    public bool IsKnown => UnknownLoops == 0;

    /// <summary>Whether the arguments depend on every loop of which the rounds are not known.</summary>
    public bool DependsOnLoops => (LoopsRead & UnknownLoops) == UnknownLoops;

    /// <summary>The same schedule, stepped only in the loops from one on outwards.</summary>
    public ScheduleTrial Outside(int loop) => this with
    {
        Rounds = Rounds.RemoveRange(0, loop),
        UnknownLoops = UnknownLoops >> loop,
        LoopsRead = LoopsRead >> loop,
    };


    /// <summary>How often the scheduler is stepped in all.</summary>
    public int Steps => (int)Math.Min(int.MaxValue, Rounds.Aggregate(1.0, (product, rounds) => product * rounds));

    /// <summary>The curve over so many steps.</summary>
    public ScheduleSummary Over(int steps, CancellationToken cancellationToken)
    {
        if (!_summaries.TryGetValue(steps, out ScheduleSummary? summary))
        {
            _summaries[steps] = summary = ScheduleSummary.Of(Schedule, Group, steps, cancellationToken);
        }

        return summary;
    }

    /// <summary>The curve over a training with a metric that never gets better: what a scheduler does that wants one.</summary>
    public ScheduleSummary OverPlateau(int steps, CancellationToken cancellationToken) =>
        ScheduleSummary.Of(Schedule, Group, Enumerable.Repeat(1.0, steps).ToArray(), cancellationToken);
}

/// <summary>Builds the curves of a scheduler.</summary>
internal static class ScheduleTrials
{
    /// <summary>What an unknown number of epochs is tried with.</summary>
    public static readonly ImmutableArray<double> Epochs = ImmutableArray.Create(10.0, 100, 1000);

    /// <summary>What an unknown number of batches is tried with.</summary>
    public static readonly ImmutableArray<double> Batches = ImmutableArray.Create(10.0, 100, 10_000);

    // A rate that is not known is tried with a usual one of Adam's, and ones of SGD's.
    private static readonly double[] s_rates = { 1e-3, 0.1, 0.01 };

    // Fewer samples are no batch worth the name: what holds for eight holds for more.
    private const double SmallBatch = 8;

    private static readonly Regex s_batchSize = new("batch_?size", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The curve of each trial and group; none where the schedule cannot be known.</summary>
    /// <param name="site">The creation.</param>
    /// <param name="loops">The loops that step it, innermost first.</param>
    /// <param name="rates">The learning rate of each parameter group; <see langword="null"/> for one that is not known. At least one.</param>
    /// <param name="code">The project.</param>
    /// <param name="reader">Recognises the schedulers that it is made of.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <param name="triesLengths">Whether a length that is not known is tried as well, as a verdict may on the form alone.</param>
    /// <param name="lastEpoch">The last epoch that counts as done, in place of the one that is given.</param>
    public static ImmutableArray<ScheduleTrial> Of(
        SchedulerSite site,
        ImmutableArray<TrainingLoop> loops,
        ImmutableArray<double?> rates,
        CodeBase code,
        ScheduleSiteReader reader,
        CancellationToken cancellationToken,
        bool triesLengths = false,
        int? lastEpoch = null)
    {
        if (site.Definition is not { } definition)
        {
            return ImmutableArray<ScheduleTrial>.Empty;
        }

        ImmutableArray<ScheduleTrial>.Builder trials = ImmutableArray.CreateBuilder<ScheduleTrial>();
        int unknown = loops.Select((loop, index) => IsKnown(loop, cancellationToken) ? 0 : 1 << index).Sum();
        foreach ((double epochs, double batches, Dictionary<UnknownNumber, TriedNumber> tried) in Combinations(loops, code, cancellationToken))
        {
            var values = new TrialValues(tried, cancellationToken);
            var rounds = loops.Select((loop, index) => RoundsOf(loop, values, IsOfBatches(loops, index) ? batches : epochs)).ToImmutableArray();
            if (rounds.Any(double.IsNaN))
            {
                return ImmutableArray<ScheduleTrial>.Empty;
            }

            for (int choice = 0; choice < GraphLimits.Choices; choice++)
            {
                var own = new TrialValues(tried, cancellationToken);
                var arguments = new TrialArguments(site, own, choice, code, reader, depth: 0, cancellationToken, triesLengths) { LastEpoch = lastEpoch };
                if (definition.Build(arguments) is not { } schedule)
                {
                    return ImmutableArray<ScheduleTrial>.Empty;
                }

                for (int group = 0; group < rates.Length; group++)
                {
                    double rate = rates[group] ?? s_rates[choice];
                    trials.Add(new ScheduleTrial(
                        schedule, new ScheduledGroup(rate, rate, group, rates.Length), rounds, unknown, own.LoopsRead, own.ReadsBatchSize || values.ReadsBatchSize));
                }

                if (!arguments.HasChosen && rates.All(rate => rate is not null))
                {
                    break;
                }
            }
        }

        return trials.ToImmutable();
    }

    // By itself, or by what the only call of its function gives.
    private static bool IsKnown(TrainingLoop loop, CancellationToken cancellationToken) =>
        loop.TripCount is not null || loop.Bound is { } bound && TrialValues.UnknownsOf(bound, cancellationToken) is { Count: 0 };

    // The innermost of several loops goes over the batches.
    private static bool IsOfBatches(ImmutableArray<TrainingLoop> loops, int index) => index == 0 && loops.Length > 1 && !loops[0].NamesEpochs;

    // Each way that the rounds may turn out, with the numbers that follow from it.
    private static IEnumerable<(double Epochs, double Batches, Dictionary<UnknownNumber, TriedNumber> Tried)> Combinations(
        ImmutableArray<TrainingLoop> loops, CodeBase code, CancellationToken cancellationToken)
    {
        var epochs = new Dictionary<UnknownNumber, int>();
        var batches = new Dictionary<UnknownNumber, int>();
        var fixedNumbers = new Dictionary<UnknownNumber, TriedNumber>();
        var samples = new List<(UnknownNumber Samples, double BatchSize, int Loop, bool IsTried)>();
        bool triesEpochs = false;
        bool triesBatches = false;
        for (int i = 0; i < loops.Length; i++)
        {
            if (loops[i].TripCount is not null)
            {
                continue;
            }

            bool isOfBatches = IsOfBatches(loops, i);
            triesEpochs |= !isOfBatches;
            triesBatches |= isOfBatches;
            foreach (UnknownNumber unknown in UnknownsOf(loops[i], cancellationToken))
            {
                if (s_batchSize.IsMatch(unknown.Symbol.Name) && !unknown.IsCount)
                {
                    fixedNumbers[unknown] = new TriedNumber(SmallBatch, 0, IsBatchSize: true);
                    continue;
                }

                Dictionary<UnknownNumber, int> kind = isOfBatches || unknown.IsCount ? batches : epochs;
                kind[unknown] = (kind.TryGetValue(unknown, out int others) ? others : 0) | 1 << i;
                triesBatches |= unknown.IsCount;
            }

            if (SamplesOf(loops[i], code, cancellationToken) is var (single, batchSize))
            {
                double? size = ValueResolver.ResolveWithoutDefaults(batchSize, cancellationToken).Single;
                if (size is null && UnknownNumber.Of(batchSize) is { } named)
                {
                    fixedNumbers[named] = new TriedNumber(SmallBatch, 0, IsBatchSize: true);
                }

                samples.Add((single, size ?? SmallBatch, i, size is null));
            }
        }

        foreach (double epoch in triesEpochs ? Epochs : ImmutableArray.Create(1.0))
        {
            foreach (double batch in triesBatches ? Batches : ImmutableArray.Create(1.0))
            {
                var tried = new Dictionary<UnknownNumber, TriedNumber>(fixedNumbers);
                foreach ((UnknownNumber unknown, double size, int loop, bool isTried) in samples)
                {
                    tried[unknown] = new TriedNumber((IsOfBatches(loops, loop) ? batch : epoch) * size, 1 << loop, isTried);
                }

                foreach (KeyValuePair<UnknownNumber, int> unknown in batches)
                {
                    tried[unknown.Key] = new TriedNumber(batch, unknown.Value);
                }

                foreach (KeyValuePair<UnknownNumber, int> unknown in epochs)
                {
                    tried[unknown.Key] = new TriedNumber(epoch, unknown.Value);
                }

                yield return (epoch, batch, tried);
            }
        }
    }

    // The number of samples that a loop takes its batches from, and how many it takes at a time.
    private static (UnknownNumber Samples, IOperation BatchSize)? SamplesOf(TrainingLoop loop, CodeBase code, CancellationToken cancellationToken) =>
        loop.Strides is var (samples, size) ? UnknownNumber.Of(samples) is { } counted ? (counted, size) : null
        : loop.Operation is IForEachLoopOperation { Collection: var collection }
            && BatchedSource.Of(collection, code, cancellationToken) is { } source
            && UnknownNumber.Elements(source.Samples) is { } elements
                ? (elements, source.BatchSize)
                : null;

    private static IEnumerable<UnknownNumber> UnknownsOf(TrainingLoop loop, CancellationToken cancellationToken) =>
        loop.Bound is { } bound ? TrialValues.UnknownsOf(bound, cancellationToken) ?? Enumerable.Empty<UnknownNumber>()
        : loop.Operation is IForEachLoopOperation { Collection: var collection } && UnknownNumber.Elements(collection) is { } elements ? new[] { elements }
        : Enumerable.Empty<UnknownNumber>();

    // A loop without a bound that can be read runs as often as is tried; not a number where nobody knows in which rounds it steps.
    private static double RoundsOf(TrainingLoop loop, TrialValues values, double tried)
    {
        double rounds = loop.TripCount ?? (loop.Bound is { } bound && values.Evaluate(bound) is { } all ? Math.Max(0, all) : tried);
        return loop.Divisor is not { } divisor ? rounds
            : values.Evaluate(divisor) is >= 1 and var each ? (loop.StepsInFirst ? Math.Ceiling(rounds / each) : Math.Floor(rounds / each))
            : double.NaN;
    }
}
