using LrAnalyzers.EndToEnd.Training;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.EndToEnd;

/// <summary>What each fix of LR2001 promises, said once more and independently of how the fix writes it.</summary>
/// <param name="Schedule">The schedule in the engine's terms.</param>
/// <param name="PerBatch">Whether a step of it is a batch; an epoch otherwise.</param>
/// <param name="TakesMetric">Whether it is stepped with a metric.</param>
internal sealed record ExpectedSchedule(Schedule Schedule, bool PerBatch = false, bool TakesMetric = false)
{
    /// <summary>The schedule of a kind.</summary>
    /// <param name="kind">The fix's key.</param>
    /// <param name="epochs">The length of the training.</param>
    /// <param name="batches">Batches per epoch.</param>
    /// <param name="learningRate">The optimizer's learning rate.</param>
    public static ExpectedSchedule Of(string kind, int epochs, int batches, double learningRate)
    {
        int steps = epochs * batches;
        // Of these trainings a twentieth is always less than Adam's 2 / (1 - beta2) steps.
        int warmup = Math.Max(1, steps / 20);
        int rest = Math.Max(1, steps - warmup);
        int horizon = Math.Max(1, epochs);
        return kind switch
        {
            "Trapezoid" => new(Trapezoid(steps, warmup, Math.Max(1, steps / 5)), PerBatch: true),
            // Below five epochs it is constant.
            "Hold" => new(Trapezoid(epochs, warmup: 0, epochs / 5)),
            "Cosine" => new(new CosineAnnealingLR(horizon)),
            "WarmupCosine" => new(WarmupThen(warmup, new CosineAnnealingLR(rest)), PerBatch: true),
            "WarmupLinear" => new(WarmupThen(warmup, new LinearLR(1, 0, rest)), PerBatch: true),
            "OneCycle" => new(new OneCycleLR(learningRate, Math.Max(1, steps)), PerBatch: true),
            "StepDecay" => new(new StepLR((int)Math.Ceiling(horizon / 3.0))),
            "Exponential" => new(new ExponentialLR(Math.Pow(0.01, 1.0 / horizon))),
            "Plateau" => new(new ReduceLROnPlateau(factor: 0.5, patience: 3), TakesMetric: true),
            _ => throw new ArgumentException($"No fix writes a {kind} schedule."),
        };
    }

    /// <summary>Asserts that an optimizer used the learning rates of this schedule, to the last bits, and all of them could train.</summary>
    /// <param name="trace">What the optimizer did.</param>
    /// <param name="constant">The group's learning rates without a schedule.</param>
    /// <param name="epochs">The epochs it did it for.</param>
    /// <param name="batches">Batches per epoch.</param>
    /// <param name="metrics">What the scheduler was given after each epoch.</param>
    public void AssertFollowedBy(OptimizerTrace trace, double[] constant, int epochs, int batches, IReadOnlyList<double> metrics)
    {
        Assert.Equal(epochs * batches, trace.LearningRates.Count);
        for (int group = 0; group < constant.Length; group++)
        {
            ScheduleCursor cursor = Schedule.Begin(new ScheduledGroup(constant[group], constant[group], group, constant.Length));
            for (int step = 0; step < trace.LearningRates.Count; step++)
            {
                double used = trace.LearningRates[step][group];
                Assert.True(cursor.Current.IsValue, $"step {step}: {cursor.Current}");
                Assert.True(
                    Math.Abs(used - cursor.Current.Value) <= 1e-12 * constant[group],
                    $"group {group}, epoch {step / batches}, batch {step % batches}: trained with {used:R}, predicted {cursor.Current.Value:R}");
                // What is not trained at all (learning rate 0) stays so.
                Assert.True(used > 0 || constant[group] == 0, $"step {step} of {trace.LearningRates.Count} trains with {used:R}");
                if (PerBatch || (step + 1) % batches == 0)
                {
                    if (TakesMetric)
                        cursor.Advance(metrics[step / batches]);
                    else
                        cursor.Advance();
                }
            }
        }
    }

    // In the middle of each step.
    private static LambdaLR Trapezoid(int steps, int warmup, int cooldown) => new(ScheduleFactor.Of(step =>
        step < warmup ? (step + 1.0) / warmup : Math.Clamp((steps - step) / (cooldown + 1.0), 0, 1)));

    private static SequentialLR WarmupThen(int warmup, Schedule decay) => new([new LinearLR(0.1, total_iters: warmup), decay], [warmup]);
}
