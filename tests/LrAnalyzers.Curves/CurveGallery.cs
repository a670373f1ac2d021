using LrAnalyzers.Schedules;

namespace LrAnalyzers.Curves;

/// <summary>
/// Every picture in src/docs/curves: one for each schedule a fix can insert, and one for each violation whose curve is the argument.
/// The curves are the schedule engine's, and so TorchSharp's: nothing here is drawn by hand.
/// </summary>
internal static class CurveGallery
{
    private static readonly Curve Unscheduled = Curve.Of("no scheduler", new StepLR(int.MaxValue), 0.001);

    public static IReadOnlyList<CurvePicture> All { get; } =
    [
        new("trapezoid.svg", "Trapezoid: warm up, hold, decay linearly to zero, stepped per batch", "batch", 1000,
            Unscheduled,
            Curve.Of("LambdaLR: up over 50 of 1000 batches, down over the last 200", Trapezoid(1000, warmup: 50, cooldown: 200), 0.001)),
        new("trapezoid-per-epoch.svg", "Trapezoid, stepped per epoch: hold, decay linearly to zero", "epoch", 30,
            Unscheduled,
            Curve.Of("LambdaLR: down over the last 6 of 30 epochs", Trapezoid(30, warmup: 0, cooldown: 6), 0.001) with { Stairs = true }),
        new("cosine.svg", "Cosine decay to zero", "epoch", 100,
            Unscheduled,
            Curve.Of("CosineAnnealingLR(T_max: epochs)", new CosineAnnealingLR(100), 0.001)),
        new("warmup-cosine.svg", "Linear warmup, then cosine decay to zero", "epoch", 100,
            Unscheduled,
            Curve.Of("LinearLR(start_factor: 0.1, total_iters: 5), then CosineAnnealingLR", WarmupThen(5, new CosineAnnealingLR(95)), 0.001)),
        new("warmup-linear.svg", "Linear warmup, then linear decay to zero", "epoch", 100,
            Unscheduled,
            Curve.Of("LinearLR(start_factor: 0.1, total_iters: 5), then LinearLR(1, end_factor: 0)", WarmupThen(5, new LinearLR(1, 0, 95)), 0.001)),
        new("one-cycle.svg", "One cycle, stepped per batch", "batch", 1000,
            Unscheduled,
            Curve.Of("OneCycleLR(max_lr: 0.001, total_steps: epochs * batches)", new OneCycleLR(0.001, total_steps: 1000), 0.001)),
        new("step-decay.svg", "Step decay", "epoch", 90,
            Unscheduled,
            Curve.Of("StepLR(step_size: 30, gamma: 0.1)", new StepLR(30), 0.001) with { Stairs = true }),
        new("exponential.svg", "Exponential decay", "epoch", 100,
            Unscheduled,
            Curve.Of("ExponentialLR(gamma: 0.95)", new ExponentialLR(0.95), 0.001)),
        new("reduce-on-plateau.svg", "Reduce on plateau", "epoch", 60,
            Unscheduled,
            Curve.Of("ReduceLROnPlateau(factor: 0.5, patience: 3), step(validationLoss)", new ReduceLROnPlateau(factor: 0.5, patience: 3), 0.001) with { Stairs = true, Metrics = ValidationLoss(60) }),
        new("warmup.svg", "Linear warmup only", "epoch", 100,
            Unscheduled,
            Curve.Of("LinearLR(start_factor: 0.1, total_iters: 5)", new LinearLR(0.1, total_iters: 5), 0.001)),

        new("LR2005-t-max-too-short.svg", "T_max shorter than the loop: the learning rate climbs back", "epoch", 40,
            Curve.Of("CosineAnnealingLR(T_max: 20) in a loop of 40 epochs", new CosineAnnealingLR(20), 0.001),
            Curve.Of("CosineAnnealingLR(T_max: epochs)", new CosineAnnealingLR(40), 0.001)),
        new("LR2006-gamma-above-one.svg", "gamma above 1: the learning rate grows", "epoch", 50,
            Curve.Of("ExponentialLR(gamma: 1.05)", new ExponentialLR(1.05), 0.001),
            Curve.Of("ExponentialLR(gamma: 0.95)", new ExponentialLR(0.95), 0.001)),
        new("LR2006-start-factor-zero.svg", "start_factor 0: NaN after one step", "epoch", 20,
            Curve.Of("LinearLR(start_factor: 0, total_iters: 5)", new LinearLR(0, total_iters: 5), 0.001),
            Curve.Of("LinearLR(start_factor: 0.1, total_iters: 5)", new LinearLR(0.1, total_iters: 5), 0.001)),
        new("LR2006-t-max-zero.svg", "T_max 0: NaN after one step", "epoch", 20,
            Curve.Of("CosineAnnealingLR(T_max: 1 / 2)", new CosineAnnealingLR(0), 0.001),
            Curve.Of("CosineAnnealingLR(T_max: epochs)", new CosineAnnealingLR(20), 0.001)),
        new("LR2007-one-cycle-second-group.svg", "OneCycleLR: the second parameter group never leaves the first phase", "batch", 299,
            new Curve("OneCycleLR(max_lr: 0.01, total_steps: 300), second group", new OneCycleLR(0.01, total_steps: 300), new ScheduledGroup(0.01, 0.01, Index: 1, Count: 2)),
            Curve.Of("warmup, then CosineAnnealingLR: the same for every group", WarmupThen(15, new CosineAnnealingLR(285)), 0.01)),
        new("LR2012-constant-last-epoch.svg", "A constant last_epoch does not resume: it decays at once", "epoch", 8,
            Curve.Of("StepLR(step_size: 1, gamma: 0.5, last_epoch: 5)", new StepLR(1, 0.5, last_epoch: 5), 0.001) with { Stairs = true },
            Curve.Of("StepLR(step_size: 1, gamma: 0.5)", new StepLR(1, 0.5), 0.001) with { Stairs = true }),
    ];

    // As LR2001's fix writes it: each step has the rate of its middle.
    private static LambdaLR Trapezoid(int steps, int warmup, int cooldown) => new(ScheduleFactor.Of(step =>
        step < warmup ? (step + 1.0) / warmup : step < steps - cooldown ? 1.0 : Math.Max(0.0, (steps - step) / (cooldown + 1.0))));

    private static SequentialLR WarmupThen(int warmup, Schedule decay) => new([new LinearLR(0.1, total_iters: warmup), decay], [warmup]);

    // Improves in three stretches, each of them to a standstill.
    private static double[] ValidationLoss(int epochs)
        => [.. Enumerable.Range(0, epochs).Select(epoch => 0.3 + 0.7 * Math.Exp(-Math.Min(epoch, 14) / 6.0) - 0.05 * (1 - Math.Exp(-Math.Clamp(epoch - 19, 0, 10) / 4.0)) - 0.04 * (1 - Math.Exp(-Math.Clamp(epoch - 36, 0, 8) / 4.0)))];
}
