using System.Globalization;
using LrAnalyzers.Schedules;
using LrAnalyzers.Tests.Verification;

namespace LrAnalyzers.Tests.Schedules;

public class ScheduleSummaryTests
{
    [Fact]
    public void CosineAnnealingLR_TMaxTooShort_SaysThatItClimbsBack()
    {
        var summary = ScheduleSummary.Of(new CosineAnnealingLR(20), 0.001, 40);
        Assert.Equal("0.001 at epoch 0, falls to 0 at epoch 20, back at 0.001 at epoch 40", summary.Describe("epoch"));
        Assert.Equal(new SchedulePoint(20, 0), summary.RisesAgainFrom);
        Assert.Equal(20, summary.ZeroStep);
        Assert.Equal(20, summary.Lowest.Step);
        Assert.Equal(39, summary.LastUsed.Step);
    }

    [Fact]
    public void CosineAnnealingLR_HundredThousandSteps_FindsTheTurningPoints()
    {
        var summary = ScheduleSummary.Of(new CosineAnnealingLR(33_333), 0.001, 100_000);
        Assert.Equal("0.001 at step 0, falls to 0 at step 33333, back at 0.001 at step 66666, back at 0 at step 99999, rises to 2.221e-12 at step 100000", summary.Describe());
        Assert.Equal(33_333, summary.ZeroStep);
    }

    /// <summary>One more than the last number of an int is less than any.</summary>
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(int.MaxValue - 1)]
    [InlineData(int.MaxValue - 2)]
    public void CosineAnnealingLR_AsLongAsAnIntCounts_ComesToAnEnd(int period)
    {
        Assert.Null(ScheduleSummary.Of(new CosineAnnealingLR(period), 0.001, int.MaxValue).ThrowStep);
        Assert.Null(ScheduleSummary.Of(new CosineAnnealingLR(period), 0.001, int.MaxValue - 1).ThrowStep);
    }

    /// <summary>Without a closed form every step would have to be taken.</summary>
    [Theory]
    [InlineData(-1, 1)]
    [InlineData(1e300, 0)]
    [InlineData(0.1, -1)]
    public void LinearLR_WithFactorsOutOfRange_IsUnknownWhereItIsTooLong(double start, double end)
    {
        Assert.True(ScheduleSummary.Of(new LinearLR(start, end, int.MaxValue), 0.001, int.MaxValue - 1).IsUnknown);
        Assert.False(ScheduleSummary.Of(new LinearLR(start, end, 100), 0.001, int.MaxValue - 1).IsUnknown);
    }

    /// <summary>A lambda does not say where it turns: a turning point between two samples is found all the same.</summary>
    [Fact]
    public void LambdaLR_Long_FindsTheTurningPoints()
    {
        var summary = ScheduleSummary.Of(new LambdaLR(ScheduleFactor.Of(e => 0.5 * (1 + Math.Cos(Math.PI * e / 1013)))), 0.001, 4_100);
        Assert.Equal([0, 1013, 2026, 3039, 4052], summary.Turns.Take(5).Select(turn => turn.Step));
    }

    [Fact]
    public void ChainedLR_ThatMustBeWalked_IsUnknownWhereItIsTooLong()
    {
        ChainedLR chained = new([new LinearLR(0.1), new CosineAnnealingLR(1_000)]);
        Assert.Equal(1_000, ScheduleSummary.Of(chained, 0.1, 20_000).RisesAgainFrom!.Value.Step);
        Assert.True(ScheduleSummary.Of(chained, 0.1, 10_000_000).IsUnknown);
        Assert.False(ScheduleSummary.Of(new ChainedLR([new LinearLR(0.1), new CosineAnnealingLR(10_000_000)]), 0.1, 10_000_000).IsUnknown);
    }

    [Fact]
    public void SequentialLR_WarmupThenCosine_OneTurn()
    {
        var schedule = new SequentialLR([new LinearLR(0.1, total_iters: 5), new CosineAnnealingLR(95)], [5]);
        Assert.Equal("0.0001 at epoch 0, rises to 0.001 at epoch 5, falls to 0 at epoch 100", ScheduleSummary.Of(schedule, 0.001, 100).Describe("epoch"));
    }

    [Fact]
    public void OneCycleLR_Overrun_ThrowsAtTheRightStep()
    {
        foreach (var total in new[] { 10, 50_001 })
        {
            var summary = ScheduleSummary.Of(new OneCycleLR(0.01, total_steps: total), 0.001, 2 * total);
            Assert.Equal(total + 1, summary.ThrowStep);
            Assert.Equal("InvalidOperationException", summary.Exception);
            Assert.Equal(total, summary.ZeroStep);
            Assert.False(summary.IsSound);
        }
    }

    [Fact]
    public void LinearLR_StartFactorZero_NaNFromStep1()
    {
        foreach (var steps in new[] { 30, 30_000 })
        {
            var summary = ScheduleSummary.Of(new LinearLR(0, total_iters: 10), 0.001, steps);
            Assert.Equal(1, summary.NaNStep);
            Assert.Equal("0 at epoch 0, NaN from epoch 1 on", summary.Describe("epoch"));
        }
    }

    [Fact]
    public void ConstantLR_FactorZero_NaNStepIsExactInALongRun()
        => Assert.Equal(12_345, ScheduleSummary.Of(new ConstantLR(0, 12_345), 0.1, 90_000).NaNStep);

    [Fact]
    public void StepLR_StepSizeZero_ThrowsAtStep1()
        => Assert.Equal("0.1 at epoch 0, throws DivideByZeroException at epoch 1", ScheduleSummary.Of(new StepLR(0), 0.1, 10).Describe("epoch"));

    [Fact]
    public void CyclicLR_Adam_ThrowsAtConstruction()
        => Assert.Equal(
            "throws ArgumentException at construction",
            ScheduleSummary.Of(new CyclicLR(0.1, 1), new ScheduledGroup(1, 1, SupportsMomentum: false), 10).Describe());

    [Fact]
    public void ExponentialLR_Growth_Tells()
    {
        var summary = ScheduleSummary.Of(new ExponentialLR(2), 0.001, 10);
        Assert.Equal("0.001 at epoch 0, rises to 1.024 at epoch 10", summary.Describe("epoch"));
        Assert.False(summary.RisesAfterFalling);
        Assert.Equal(10, summary.Highest.Step);
    }

    [Fact]
    public void ExponentialLR_LongGrowth_InfiniteStepIsExact()
    {
        var summary = ScheduleSummary.Of(new ExponentialLR(2), 1.0, 5000);
        Assert.Equal(1024, summary.InfiniteStep);
    }

    [Fact]
    public void ConstantSchedule_IsConstant()
    {
        var summary = ScheduleSummary.Of(new StepLR(100), 0.01, 50);
        Assert.True(summary.IsConstant);
        Assert.Equal("0.01 at every step", summary.Describe());
        Assert.Equal("████", summary.Sparkline(4));
    }

    [Fact]
    public void LinearDecayToZero_ResidueIsZero()
    {
        // 1 - 0.7/0.7000000000000002: the library ends at 1e-17, which is meant to be 0.
        var summary = ScheduleSummary.Of(new LinearLR(0.7, 0, 10), 0.1, 12);
        Assert.Equal(10, summary.ZeroStep);
        Assert.Equal("0.07 at step 0, falls to 0 at step 10", summary.Describe());
    }

    [Fact]
    public void NoSteps_OnlyTheConstructor()
    {
        var summary = ScheduleSummary.Of(new LinearLR(0.1), 0.001, 0);
        Assert.Equal(0, summary.Steps);
        Assert.Equal("0.0001 at step 0", summary.Describe());
        Assert.Equal(summary.First, summary.LastUsed);
    }

    [Fact]
    public void Sparkline_ShowsTheShape()
    {
        var warmup = new SequentialLR([new LinearLR(0.1, total_iters: 20), new CosineAnnealingLR(80)], [20]);
        Assert.Equal("▂▆█▇▅▃▂▁", ScheduleSummary.Of(warmup, 0.001, 100).Sparkline());
        Assert.Equal("█▁█▁", ScheduleSummary.Of(new CosineAnnealingLR(33), 0.001, 100).Sparkline(4));
        Assert.Equal("▁×××", ScheduleSummary.Of(new LinearLR(0), 0.001, 100).Sparkline(4));
    }

    [Fact]
    public void ManyCycles_SaysAndSoOn()
        => Assert.Equal(
            "0.1 at batch 0, rises to 1 at batch 5, back at 0.1 at batch 10, and so on",
            ScheduleSummary.Of(new CyclicLR(0.1, 1, 5), 1, 100).Describe("batch", maximumTurns: 2));

    [Theory]
    [InlineData(0.001, "0.001")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00002, "2e-5")]
    [InlineData(2.5e-5, "2.5e-5")]
    [InlineData(0.1 + 0.2, "0.30000000000000004")]
    [InlineData(1.0 / 3, "0.3333333333333333")]
    [InlineData(1000.0, "1000")]
    [InlineData(10000.0, "10000")]
    [InlineData(1234.5, "1234.5")]
    [InlineData(12345.0, "1.2345e4")]
    [InlineData(1e9, "1e9")]
    [InlineData(-0.05, "-0.05")]
    [InlineData(-0.0, "0")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-infinity")]
    [InlineData(double.Epsilon, "5e-324")]
    public void Format_IsShortAndInvariant(double value, string expected)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(expected, LearningRateFormat.Format(value));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Format_RoundTrips() => Property.Holds(
        CsCheck.Gen.Double,
        value => Assert.True(!double.IsFinite(value) || double.Parse(LearningRateFormat.Format(value), CultureInfo.InvariantCulture) == value),
        count: 2000);

    [Fact]
    public void FormatRounded_FourDigits()
    {
        Assert.Equal("0.0007071", LearningRateFormat.FormatRounded(0.00070710678));
        Assert.Equal("0.001", LearningRateFormat.FormatRounded(0.0010000000000000002));
        Assert.Equal("1", LearningRateFormat.FormatRounded(0.99999999));
    }
}
