using LrAnalyzers.Schedules;
using static TorchSharp.torch.optim;
using Impl = TorchSharp.torch.optim.lr_scheduler.impl;

namespace LrAnalyzers.Tests.Schedules;

/// <summary>
/// The schedules that fixes insert, at every horizon from nothing to long, in the guarded form the fixes write: no NaN, no exception, and
/// the last learning rate that is trained with is above zero. Each is checked on TorchSharp's own classes and on the model.
/// </summary>
/// <remarks>
/// The guards: <c>T_max</c>, <c>total_iters</c>, <c>step_size</c> and <c>total_steps</c> at least 1, and a warmup of at least 1, since
/// SequentialLR never restarts a scheduler at milestone 0.
/// </remarks>
public class ScheduleTemplateTests
{
    private static readonly int[] Horizons = [0, 1, 2, 3, 5, 10, 30, 1000];

    public static TheoryData<string, int> Templates
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var name in new[] { "cosine", "linear", "polynomial", "warmup5pct+cosine", "warmup5pct+linear", "warmup5+cosine", "warmup5+linear", "step", "exponential", "onecycle", "warmup", "lambda", "warmup5pct+polynomial", "warmup5pct+step", "warmup5pct+multistep", "warmup5pct+exponential", "warmup5pct+lambda", "warmup5+exponential", "warmup2000+cosine", "trapezoid", "trapezoid without warmup", "trapezoid per epoch" })
            {
                foreach (var horizon in Horizons)
                    data.Add(name, horizon);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void Template_EveryHorizon_IsSafe(string name, int epochs)
    {
        var template = Template(name, epochs);
        var real = template.Run(0.01, epochs);
        Assert.DoesNotContain(real, double.IsNaN);
        // Without a warmup a formula that is at 0 behind its end is there from the beginning where nothing is trained.
        bool isOver = epochs == 0 && name is ("trapezoid without warmup" or "trapezoid per epoch");
        Assert.True(isOver || real[Math.Max(0, epochs - 1)] > 0, $"the last epoch trains with {real[Math.Max(0, epochs - 1)]}");
        Assert.All(real, lr => Assert.InRange(lr, 0, 0.01 + 1e-15));

        var summary = ScheduleSummary.Of(template.Model, 0.01, epochs);
        Assert.True(summary.IsSound);
        Assert.True(isOver || summary.LastUsed.LearningRate > 0);
        Assert.Equal(real[^1], summary.Last.LearningRate, 1e-12);
    }

    // One formula that TorchSharp multiplies with whatever it says: behind the end nothing is trained, and nothing is climbed.
    [Theory]
    [InlineData("trapezoid")]
    [InlineData("trapezoid without warmup")]
    [InlineData("trapezoid per epoch")]
    public void Trapezoid_BehindItsEnd_StaysAtZero(string name)
    {
        foreach (var horizon in Horizons)
        {
            var template = Template(name, horizon);
            var real = template.Run(0.01, horizon + 100);
            Assert.Equal(0, real[horizon + 1]);
            Assert.Equal(0, real[horizon + 100]);
            Assert.Equal(real[^1], ScheduleSummary.Of(template.Model, 0.01, horizon + 100).Last.LearningRate);
            // A single step without a warmup is the middle of the cooldown.
            if (horizon > 1)
                Assert.Equal(0.01, real.Max(), 1e-12);
        }
    }

    // The middle of each step: from five epochs on the last ones are lower, below that it does nothing.
    [Theory]
    [InlineData(1, new[] { 1.0 })]
    [InlineData(4, new[] { 1.0, 1, 1, 1 })]
    [InlineData(5, new[] { 1.0, 1, 1, 1, 1 / 2.0 })]
    [InlineData(10, new[] { 1.0, 1, 1, 1, 1, 1, 1, 1, 2 / 3.0, 1 / 3.0 })]
    public void TrapezoidPerEpoch_DecaysOverTheLastFifth(int epochs, double[] factors) =>
        Assert.Equal(factors, Template("trapezoid per epoch", epochs).Run(1, epochs).Take(epochs));

    // `scheduler.step(done)` goes on where an interrupted training stood.
    [Theory]
    [InlineData("trapezoid")]
    [InlineData("trapezoid per epoch")]
    public void Trapezoid_CanBeResumed(string name)
    {
        var template = Template(name, 100);
        var whole = template.Run(0.01, 101);
        using var optimizer = RealSchedule.Sgd(0.01);
        var scheduler = template.Create(optimizer);
        scheduler.step(60);
        for (var step = 60; step <= 101; step++)
        {
            Assert.Equal(whole[step], RealSchedule.LearningRates(optimizer)[0]);
            scheduler.step();
        }
    }

    [Theory]
    [InlineData("warmup5pct+cosine")]
    [InlineData("warmup5pct+linear")]
    public void WarmupTemplate_TwoEpochsOrMore_ReachesTheFullLearningRate(string name)
    {
        foreach (var epochs in Horizons.Where(horizon => horizon >= 2))
            Assert.Equal(0.01, Template(name, epochs).Run(0.01, epochs).Max(), 1e-12);
        // One epoch is all warmup: it trains at a tenth.
        Assert.Equal(0.001, Template(name, 1).Run(0.01, 1)[0], 1e-12);
    }

    // Why LR2011's fix leaves MultiplicativeLR alone: behind SequentialLR's milestone it goes on from the rate that it finds.
    [Fact]
    public void WarmupOfOneEpochThenMultiplicative_StaysAtTheStartFactor()
    {
        var warmed = Warmed(1, new MultiplicativeLR(ScheduleFactor.Of(_ => 0.95)), optimizer => new Impl.MultiplicativeLR(optimizer, _ => 0.95));
        Assert.Equal(0.001, warmed.Run(0.01, 10).Max(), 1e-12);
    }

    [Fact]
    public void UnguardedWarmupThenCosine_OneEpoch_EndsInNaN()
    {
        const int Epochs = 1;
        const int Warmup = 1;
        var unguarded = new RealSchedule(
            new SequentialLR([new LinearLR(0.1, total_iters: Warmup), new CosineAnnealingLR(Epochs - Warmup)], [Warmup]),
            optimizer => new Impl.SequentialLR(optimizer, [new Impl.LinearLR(optimizer, 0.1, total_iters: Warmup), new Impl.CosineAnnealingLR(optimizer, Epochs - Warmup)], [Warmup]));
        Assert.True(double.IsNaN(unguarded.Run(0.01, Epochs)[1]));
        Assert.Equal(1, ScheduleSummary.Of(unguarded.Model, 0.01, Epochs).NaNStep);
    }

    [Fact]
    public void UnguardedWarmup_OfNothing_StaysAtTheStartFactor()
    {
        // epochs / 20 is 0 below 20 epochs: the warmup never ends, and the cosine goes on from a tenth.
        var unguarded = new RealSchedule(
            new SequentialLR([new LinearLR(0.1, total_iters: 0), new CosineAnnealingLR(10)], [0]),
            optimizer => new Impl.SequentialLR(optimizer, [new Impl.LinearLR(optimizer, 0.1, total_iters: 0), new Impl.CosineAnnealingLR(optimizer, 10)], [0]));
        Assert.Equal(0.001, unguarded.Run(0.01, 10).Max(), 1e-12);
        Assert.Equal(0.001, ScheduleSummary.Of(unguarded.Model, 0.01, 10).Highest.LearningRate, 1e-12);
    }

    private static RealSchedule Template(string name, int epochs)
    {
        var guarded = Math.Max(1, epochs);
        var warmup = name.StartsWith("warmup5+", StringComparison.Ordinal) ? 5
            : name.StartsWith("warmup2000+", StringComparison.Ordinal) ? Math.Max(1, Math.Min(2000, epochs / 20))
            : Math.Max(1, epochs / 20);
        var decay = Math.Max(1, epochs - warmup);
        switch (name)
        {
            case "cosine":
                return new(new CosineAnnealingLR(guarded), optimizer => new Impl.CosineAnnealingLR(optimizer, guarded));
            case "linear":
                return new(new LinearLR(1.0, 0.0, guarded), optimizer => new Impl.LinearLR(optimizer, 1.0, 0.0, guarded));
            case "polynomial":
                return new(new PolynomialLR(guarded), optimizer => new Impl.PolynomialLR(optimizer, guarded));
            case "warmup5pct+cosine" or "warmup5+cosine" or "warmup2000+cosine":
                return new(
                    new SequentialLR([new LinearLR(0.1, total_iters: warmup), new CosineAnnealingLR(decay)], [warmup]),
                    optimizer => new Impl.SequentialLR(optimizer, [new Impl.LinearLR(optimizer, 0.1, total_iters: warmup), new Impl.CosineAnnealingLR(optimizer, decay)], [warmup]));
            case "warmup5pct+linear" or "warmup5+linear":
                return new(
                    new SequentialLR([new LinearLR(0.1, total_iters: warmup), new LinearLR(1.0, 0.0, decay)], [warmup]),
                    optimizer => new Impl.SequentialLR(optimizer, [new Impl.LinearLR(optimizer, 0.1, total_iters: warmup), new Impl.LinearLR(optimizer, 1.0, 0.0, decay)], [warmup]));
            // What LR2011's fix puts a warmup before keeps its own numbers where they are no length.
            case "warmup5pct+polynomial":
                return Warmed(warmup, new PolynomialLR(decay), optimizer => new Impl.PolynomialLR(optimizer, decay));
            case "warmup5pct+step":
                return Warmed(warmup, new StepLR(30), optimizer => new Impl.StepLR(optimizer, 30));
            case "warmup5pct+multistep":
                return Warmed(warmup, new MultiStepLR([30, 60]), optimizer => new Impl.MultiStepLR(optimizer, [30, 60]));
            case "warmup5pct+exponential" or "warmup5+exponential":
                return Warmed(warmup, new ExponentialLR(0.95), optimizer => new Impl.ExponentialLR(optimizer, 0.95));
            case "warmup5pct+lambda":
                Func<int, double> falling = epoch => Math.Pow(0.95, epoch);
                return Warmed(warmup, new LambdaLR(ScheduleFactor.Of(falling)), optimizer => new Impl.LambdaLR(optimizer, falling));
            case "step":
                var size = Math.Max(1, (epochs + 2) / 3);
                return new(new StepLR(size), optimizer => new Impl.StepLR(optimizer, size));
            case "exponential":
                return new(new ExponentialLR(0.95), optimizer => new Impl.ExponentialLR(optimizer, 0.95));
            case "onecycle":
                return new(new OneCycleLR(0.01, total_steps: guarded), optimizer => new Impl.OneCycleLR(optimizer, 0.01, total_steps: guarded));
            case "warmup":
                return new(new LinearLR(0.1, total_iters: warmup), optimizer => new Impl.LinearLR(optimizer, 0.1, total_iters: warmup));
            case "lambda":
                Func<int, double> factor = epoch => epoch < warmup ? (epoch + 1) / (double)warmup : 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1.0, (epoch - warmup) / (double)decay)));
                return new(new LambdaLR(ScheduleFactor.Of(factor)), optimizer => new Impl.LambdaLR(optimizer, factor));
            case "trapezoid" or "trapezoid without warmup":
                int warmupSteps = name == "trapezoid" ? warmup : 0, cooldownSteps = Math.Max(1, epochs / 5);
                Func<int, double> perBatch = step =>
                    step < warmupSteps ? (step + 1.0) / warmupSteps
                    : step < epochs - cooldownSteps ? 1.0
                    : Math.Max(0.0, (epochs - step) / (cooldownSteps + 1.0));
                return new(new LambdaLR(ScheduleFactor.Of(perBatch)), optimizer => new Impl.LambdaLR(optimizer, perBatch));
            case "trapezoid per epoch":
                var cooldownEpochs = epochs / 5;
                Func<int, double> perEpoch = e =>
                    e < epochs - cooldownEpochs ? 1.0
                    : Math.Max(0.0, (epochs - e) / (cooldownEpochs + 1.0));
                return new(new LambdaLR(ScheduleFactor.Of(perEpoch)), optimizer => new Impl.LambdaLR(optimizer, perEpoch));
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, null);
        }
    }

    private static RealSchedule Warmed(int warmup, Schedule schedule, Func<Optimizer, lr_scheduler.LRScheduler> create) => new(
        new SequentialLR([new LinearLR(0.1, total_iters: warmup), schedule], [warmup]),
        optimizer => new Impl.SequentialLR(optimizer, [new Impl.LinearLR(optimizer, 0.1, total_iters: warmup), create(optimizer)], [warmup]));
}
