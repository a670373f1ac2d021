using BenchmarkDotNet.Attributes;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Benchmarks;

/// <summary>
/// What it costs to know a schedule of 100,000 steps while someone types. The bound is 1 ms for <see cref="Describe"/>.
/// </summary>
[MemoryDiagnoser]
public class ScheduleBenchmarks
{
    private const int Steps = 100_000;

    // e => 1 - 1e-7 * e
    private static readonly ScheduleFactor Folded = new FoldedFactor(
    [
        new(FoldCode.Constant, FoldType.Double, Real: 1),
        new(FoldCode.Constant, FoldType.Double, Real: 1e-7),
        new(FoldCode.Epoch, FoldType.Int32),
        new(FoldCode.Convert, FoldType.Double, 2),
        new(FoldCode.Multiply, FoldType.Double, 1, 3),
        new(FoldCode.Subtract, FoldType.Double, 0, 4),
    ]);

    private static readonly Dictionary<string, Schedule> Schedules = new()
    {
        ["StepLR"] = new StepLR(30_000),
        ["MultiStepLR"] = new MultiStepLR([50_000, 75_000]),
        ["ExponentialLR"] = new ExponentialLR(0.9999),
        ["ConstantLR"] = new ConstantLR(0.1, 5_000),
        ["LinearLR"] = new LinearLR(1, 0, Steps),
        ["PolynomialLR"] = new PolynomialLR(Steps, 2),
        ["CosineAnnealingLR"] = new CosineAnnealingLR(Steps),
        ["CosineAnnealingLR, T_max too short"] = new CosineAnnealingLR(20),
        ["CosineAnnealingLR, T_max 33333.3"] = new CosineAnnealingLR(33_333.3),
        ["CyclicLR"] = new CyclicLR(0.001, 0.01),
        ["OneCycleLR"] = new OneCycleLR(0.01, total_steps: Steps),
        ["LambdaLR"] = new LambdaLR(ScheduleFactor.Of(step => Math.Min(1.0, (step + 1) / 5000.0))),
        ["MultiplicativeLR"] = new MultiplicativeLR(ScheduleFactor.Of(_ => 0.9999)),
        ["LambdaLR, folded"] = new LambdaLR(Folded),
        ["MultiplicativeLR, folded"] = new MultiplicativeLR(Folded),
        ["Warmup, cosine"] = new SequentialLR([new LinearLR(0.1, total_iters: 5_000), new CosineAnnealingLR(95_000)], [5_000]),
        ["ChainedLR of two decays"] = new ChainedLR([new LinearLR(0.1, total_iters: 5_000), new ExponentialLR(0.9999)]),
        ["ChainedLR with a cosine"] = new ChainedLR([new LinearLR(0.1, total_iters: 5_000), new CosineAnnealingLR(Steps)]),
        ["ML.NET ExponentialLRDecay"] = new ExponentialLRDecay(32, 1_000),
    };

    private ScheduleCursor _cursor = null!;

    public static IEnumerable<string> Names => Schedules.Keys;

    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    [IterationSetup(Target = nameof(Advance))]
    public void Begin() => _cursor = Schedules[Name].Begin(ScheduledGroup.Single(0.001));

    /// <summary>Summary and text of a message.</summary>
    [Benchmark]
    public string Describe() => ScheduleSummary.Of(Schedules[Name], 0.001, Steps).Describe("batch");

    /// <summary>One learning rate by closed form.</summary>
    [Benchmark]
    public double LearningRateAt() => Schedules[Name].LearningRateAt(Steps - 1, 0.001).Value;

    /// <summary>All steps one after the other, with the library's own arithmetic: must not allocate.</summary>
    [Benchmark]
    public double Advance()
    {
        for (var i = 0; i < Steps; i++)
            _cursor.Advance();
        return _cursor.Current.Value;
    }
}
