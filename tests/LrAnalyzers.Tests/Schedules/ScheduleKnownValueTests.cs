using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Tests.Schedules;

/// <summary>Values worked out by hand or seen in TorchSharp 0.107.0, base learning rate 1: what a reader can check without running anything.</summary>
public class ScheduleKnownValueTests
{
    private const double Never = double.NaN;

    [Fact]
    public void StepLR_HalvesEverySecondStep() => Expect(new StepLR(2, 0.5), 1, 1, 0.5, 0.5, 0.25);

    [Fact]
    public void StepLR_StepSizeZero_ThrowsOnFirstStep()
    {
        var schedule = new StepLR(0);
        Assert.Equal(1, schedule.LearningRateAt(0, 1.0).Value);
        Assert.Equal("DivideByZeroException", schedule.LearningRateAt(1, 1.0).Exception);
        Assert.Equal("DivideByZeroException", schedule.LearningRateAt(50, 1.0).Exception);
    }

    [Fact]
    public void StepLR_LastEpoch5_DecaysAtConstruction()
        => Assert.Equal(1.0, new StepLR(1, 0.2, last_epoch: 5).LearningRateAt(0, 5.0).Value, 1e-12);

    [Fact]
    public void MultiStepLR_DuplicateMilestones_CountOnce() => Expect(new MultiStepLR([3, 1, 3], 0.5), 1, 0.5, 0.5, 0.25, 0.25);

    [Fact]
    public void MultiStepLR_MilestoneZero_DecaysAtConstruction() => Expect(new MultiStepLR([0, 2], 0.5), 0.5, 0.5, 0.25);

    [Fact]
    public void ExponentialLR_DefaultGamma_FallsTenfold() => Expect(new ExponentialLR(), 1, 0.1, 0.01, 0.001);

    [Fact]
    public void LambdaLR_OverwritesOtherChanges()
    {
        var cursor = new LambdaLR(ScheduleFactor.Of(epoch => 1.0 / (epoch + 1))).Begin(new ScheduledGroup(LearningRate: 0.3, InitialLearningRate: 1));
        Assert.Equal(1, cursor.Current.Value);
        cursor.Advance();
        Assert.Equal(0.5, cursor.Current.Value);
    }

    [Fact]
    public void MultiplicativeLR_IsNotAppliedAtConstruction() => Expect(new MultiplicativeLR(ScheduleFactor.Of(_ => 0.5)), 1, 0.5, 0.25);

    [Fact]
    public void ConstantLR_Defaults_BackAtStep5() => Expect(new ConstantLR(), 1 / 3.0, 1 / 3.0, 1 / 3.0, 1 / 3.0, 1 / 3.0, 1, 1);

    [Fact]
    public void ConstantLR_FactorZero_NaNAtTheEnd() => Expect(new ConstantLR(0, 2), 0, 0, Never, Never);

    [Fact]
    public void LinearLR_Defaults_RampToBase() => Expect(new LinearLR(), 1 / 3.0, 0.4666666667, 0.6, 0.7333333333, 0.8666666667, 1, 1);

    [Fact]
    public void LinearLR_StartFactorZero_NaNFromStep1() => Expect(new LinearLR(0), 0, Never, Never);

    [Fact]
    public void LinearLR_TotalItersZero_StaysAtStart() => Expect(new LinearLR(0.25, total_iters: 0), 0.25, 0.25, 0.25);

    [Fact]
    public void PolynomialLR_Defaults_EndAtZero() => Expect(new PolynomialLR(), 1, 0.8, 0.6, 0.4, 0.2, 0, 0);

    [Fact]
    public void CosineAnnealingLR_PastTMax_Rises() => Expect(new CosineAnnealingLR(4), 1, 0.8535533906, 0.5, 0.1464466094, 0, 0.1464466094, 0.5, 0.8535533906, 1, 0.8535533906);

    [Fact]
    public void CosineAnnealingLR_TMaxZero_NaNFromStep1() => Expect(new CosineAnnealingLR(0), 1, Never);

    [Fact]
    public void CosineAnnealingLR_LastEpoch9_DoesNotResume()
    {
        // A resumed schedule would be at half of its way down.
        Assert.Equal(0.865, new CosineAnnealingLR(20, last_epoch: 9).LearningRateAt(0, 1.0).Value, 1e-3);
        Assert.Equal(0.5, new CosineAnnealingLR(20).LearningRateAt(10, 1.0).Value, 1e-9);
    }

    [Fact]
    public void CyclicLR_Triangular_GoesUpAndDown() => Expect(new CyclicLR(0.2, 1.0, step_size_up: 2), 0.2, 0.6, 1, 0.6, 0.2, 0.6);

    [Fact]
    public void CyclicLR_AdamWithMomentum_ThrowsAtConstruction()
    {
        var adam = new ScheduledGroup(1, 1, SupportsMomentum: false, SupportsBetas: true);
        Assert.Equal("ArgumentException", new CyclicLR(0.1, 1).LearningRateAt(0, adam).Exception);
        Assert.Equal(0.1, new CyclicLR(0.1, 1, cycle_momentum: false).LearningRateAt(0, adam).Value);
    }

    [Fact]
    public void OneCycleLR_StartsAtMaxOver25_EndsAtZero_ThenThrows()
    {
        var schedule = new OneCycleLR(1.0, total_steps: 10);
        Assert.Equal(0.04, schedule.LearningRateAt(0, 0.001).Value, 1e-12);
        Assert.Equal(1, schedule.LearningRateAt(2, 0.001).Value, 1e-12);
        Assert.Equal(4e-6, schedule.LearningRateAt(9, 0.001).Value, 1e-12);
        Assert.Equal(0, schedule.LearningRateAt(10, 0.001).Value);
        Assert.Equal("InvalidOperationException", schedule.LearningRateAt(11, 0.001).Exception);
    }

    [Fact]
    public void OneCycleLR_SecondGroup_NeverLeavesFirstPhase()
    {
        var summary = ScheduleSummary.Of(new OneCycleLR(1.0, total_steps: 100), new ScheduledGroup(1, 1, Index: 1, Count: 2), 99);
        Assert.True(summary.RisesAfterFalling);
        Assert.Equal([0, 29, 58, 87], summary.Turns.Take(4).Select(turn => turn.Step));
        Assert.Equal([0.04, 1, 0.04, 1], summary.Turns.Take(4).Select(turn => Math.Round(turn.LearningRate, 6)));
    }

    [Fact]
    public void OneCycleLR_WarmupOfOneStep_IsNaN()
        => Assert.Equal(LearningRateKind.NotANumber, new OneCycleLR(1.0, total_steps: 10, pct_start: 0.1).LearningRateAt(0, 1.0).Kind);

    [Fact]
    public void OneCycleLR_NoLength_ThrowsAtConstruction() => Assert.Equal("ArgumentException", new OneCycleLR(1.0, epochs: 10).LearningRateAt(0, 1.0).Exception);

    [Fact]
    public void OneCycleLR_LastEpochWithMomentum_ThrowsAtConstruction()
        => Assert.Equal("KeyNotFoundException", new OneCycleLR(1.0, total_steps: 10, last_epoch: 3).LearningRateAt(0, 1.0).Exception);

    [Fact]
    public void ReduceLROnPlateau_PlainStep_Throws()
        => Assert.Equal("InvalidOperationException", new ReduceLROnPlateau().LearningRateAt(1, 1.0).Exception);

    [Fact]
    public void ReduceLROnPlateau_NoImprovement_FallsAfterPatience()
    {
        var summary = ScheduleSummary.Of(new ReduceLROnPlateau(factor: 0.5, patience: 2), ScheduledGroup.Single(1), Enumerable.Repeat(1.0, 8).ToArray());
        Assert.Equal("1 at epoch 0, falls to 0.25 at epoch 7", summary.Describe("epoch"));
    }

    [Fact]
    public void SequentialLR_WarmupThenCosine()
        => Expect(new SequentialLR([new LinearLR(0.1, total_iters: 3), new CosineAnnealingLR(5)], [3]), 0.1, 0.4, 0.7, 1, 0.9045084972, 0.6545084972, 0.3454915028, 0.0954915028, 0);

    [Fact]
    public void SequentialLR_MilestoneBeforeWarmupEnds_Jumps()
    {
        var schedule = new SequentialLR([new LinearLR(0.1, total_iters: 5), new CosineAnnealingLR(5)], [2]);
        Assert.Equal(0.28, schedule.LearningRateAt(1, 1.0).Value, 1e-9);
        Assert.Equal(1, schedule.LearningRateAt(2, 1.0).Value, 1e-9);
    }

    [Fact]
    public void SequentialLR_OneMilestoneTooMany_ThrowsAtConstruction()
        => Assert.Equal("ArgumentException", new SequentialLR([new LinearLR(), new CosineAnnealingLR(5)], [2, 3]).LearningRateAt(0, 1.0).Exception);

    [Fact]
    public void SequentialLR_ChainedLRInside_ThrowsAtConstruction()
        => Assert.Equal("ArgumentException", new SequentialLR([new LinearLR(), new ChainedLR([new StepLR(2)])], [3]).LearningRateAt(0, 1.0).Exception);

    [Fact]
    public void ChainedLR_Multiplies() => Expect(new ChainedLR([new StepLR(2, 0.5), new ExponentialLR(0.5)]), 1, 0.5, 0.125, 0.0625, 0.015625);

    [Fact]
    public void ChainedLR_StepWithMetric_Throws()
    {
        var cursor = new ChainedLR([new StepLR(2)]).Begin(ScheduledGroup.Single(1));
        cursor.Advance(0.5);
        Assert.Equal("NullReferenceException", cursor.Current.Exception);
    }

    private static void Expect(Schedule schedule, params double[] expected)
    {
        var cursor = schedule.Begin(ScheduledGroup.Single(1));
        for (var step = 0; step < expected.Length; step++)
        {
            if (step > 0)
                cursor.Advance();
            foreach (var point in ImmutableArray.Create(cursor.Current, schedule.LearningRateAt(step, 1.0)))
            {
                if (double.IsNaN(expected[step]))
                    Assert.Equal(LearningRateKind.NotANumber, point.Kind);
                else
                    Assert.True(Math.Abs(point.Value - expected[step]) < 1e-9, $"step {step}: expected {expected[step]}, got {point}");
            }
        }
    }
}
