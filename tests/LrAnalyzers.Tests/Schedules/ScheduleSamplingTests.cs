using CsCheck;
using LrAnalyzers.Schedules;
using LrAnalyzers.Tests.Verification;

namespace LrAnalyzers.Tests.Schedules;

/// <summary>A summary of a long schedule looks at a few hundred steps only. It must say what looking at all of them says.</summary>
public class ScheduleSamplingTests
{
    private static readonly Gen<int> Length = Gen.Frequency((10, Gen.Int[1, 6000]), (1, Gen.OneOfConst(0, 1, 2)));

    private static readonly Gen<Schedule> Scaling = Gen.OneOf(
        Gen.Select(Gen.Int[1, 6000], Gen.Double[0, 1.2]).Select(x => (Schedule)new StepLR(x.Item1, x.Item2)),
        Gen.Select(Gen.Int[0, 6000].Array[0, 4], Gen.Double[0, 1.2]).Select(x => (Schedule)new MultiStepLR(x.Item1, x.Item2)),
        Gen.Double[0.9, 1.001].Select(gamma => (Schedule)new ExponentialLR(gamma)),
        Gen.Select(Gen.OneOf(Gen.Double[0.1, 1], Gen.OneOfConst(0.0, 0.5)), Length).Select(x => (Schedule)new ConstantLR(x.Item1, x.Item2)),
        Gen.Select(Gen.OneOf(Gen.Double[0.1, 1], Gen.OneOfConst(0.0, 0.5)), Gen.Double[0, 1], Length).Select(x => (Schedule)new LinearLR(x.Item1, x.Item2, x.Item3)),
        Gen.Select(Length, Gen.Double[0.5, 3]).Select(x => (Schedule)new PolynomialLR(x.Item1, x.Item2)));

    private static readonly Gen<Schedule> Part = Gen.OneOf(
        Scaling,
        Scaling,
        // Of an oscillation faster than the samples are apart, a summary knows the turning points only.
        Gen.Select(Gen.OneOf(Gen.Const(0), Gen.Int[60, 6000]), Gen.OneOfConst(0, 1e-5)).Select(x => (Schedule)new CosineAnnealingLR(x.Item1, x.Item2)),
        Gen.Select(Gen.Int[60, 3000], Gen.Enum<CyclicMode>()).Select(x => (Schedule)new CyclicLR(0.001, 0.01, x.Item1, mode: x.Item2, gamma: 0.9)),
        Gen.Select(Gen.Int[1, 6000], Gen.Enum<AnnealStrategy>(), Gen.Bool).Select(x => (Schedule)new OneCycleLR(0.01, total_steps: x.Item1, anneal_strategy: x.Item2, three_phase: x.Item3)));

    private static readonly Gen<Schedule> Any = Gen.Frequency(
        (4, Part),
        (1, Gen.Select(Part, Part, Gen.Int[0, 4000]).Select(x => (Schedule)new SequentialLR([x.Item1, x.Item2], [x.Item3]))),
        // An oscillating part would make spikes of a step or two where it divides by its own minimum.
        (1, Gen.Select(Scaling, Scaling).Select(x => (Schedule)new ChainedLR([x.Item1, x.Item2]))));

    [Fact]
    public void LongSchedule_SampledSummary_EqualsFullSummary() => Property.Holds(
        Gen.Select(Any, Gen.Int[1025, 6000], Gen.Int[0, 1]),
        test =>
        {
            var (schedule, steps, index) = test;
            var group = new ScheduledGroup(0.001, 0.001, index, 2);
            var sampled = ScheduleSummary.Of(schedule, group, steps);
            int? throws = null, nan = null, infinite = null;
            double highest = double.NegativeInfinity, lowest = double.PositiveInfinity, last = double.NaN;
            var cursor = schedule.Begin(group);
            for (var step = 0; step <= steps; step++, cursor.Advance())
            {
                var point = cursor.Current;
                if (point.Kind == LearningRateKind.Throws)
                {
                    throws = step;
                    break;
                }

                // After the first NaN or infinity only an exception counts.
                if (nan is not null || infinite is not null)
                    continue;
                if (!double.IsFinite(point.Value))
                {
                    if (point.Kind == LearningRateKind.NotANumber)
                        nan = step;
                    else
                        infinite = step;
                    continue;
                }

                last = point.Value;
                highest = Math.Max(highest, point.Value);
                lowest = Math.Min(lowest, point.Value);
            }

            Assert.Equal(throws, sampled.ThrowStep);
            Assert.Equal(nan, sampled.NaNStep);
            Assert.Equal(infinite, sampled.InfiniteStep);
            // Between two samples, 1/256 of the steps apart, a smooth curve's peak is missed by little.
            Assert.True(Math.Abs(highest - sampled.Highest.LearningRate) <= 0.02 * highest, $"{schedule.Name}: highest {highest}, sampled {sampled.Highest}");
            Assert.True(Math.Abs(lowest - sampled.Lowest.LearningRate) <= 0.02 * highest, $"{schedule.Name}: lowest {lowest}, sampled {sampled.Lowest}");
            Assert.Equal(last, sampled.Last.LearningRate, 1e-9 * highest);
            if (sampled.ZeroStep is { } zero)
            {
                Assert.InRange(Math.Abs(schedule.LearningRateAt(zero, group).Value), 0, 1e-13 * highest);
                // What counts as the residue of a zero depends on the peak, and that may come later.
                if (zero > 0 && sampled.Highest.Step < zero)
                    Assert.True(Math.Abs(schedule.LearningRateAt(zero - 1, group).Value) > 1e-15 * highest, $"{schedule.Name}: zero before step {zero} of {steps}: {sampled.Describe()}");
            }
            else if (sampled.NegativeStep is null)
            {
                Assert.True(lowest > 1e-15 * highest, $"{schedule.Name}, group {index}: lowest {lowest} of {highest}, {steps} steps, sampled {sampled.Lowest}: {sampled.Describe()}");
            }
        },
        count: 1000);

    [Fact]
    public void Advance_AllocatesNothing() => Property.Holds(
        Any,
        schedule =>
        {
            var cursor = schedule.Begin(ScheduledGroup.Single(0.001));
            cursor.Advance();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 2000; i++)
                cursor.Advance();
            cursor.Skip(100_000);
            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        },
        count: 100,
        threads: 1);
}
