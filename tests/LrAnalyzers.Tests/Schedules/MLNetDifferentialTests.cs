using System.Linq.Expressions;
using System.Reflection;
using CsCheck;
using LrAnalyzers.Schedules;
using LrAnalyzers.Tests.Verification;
using Xunit.Abstractions;
using Real = Microsoft.ML.Trainers;

namespace LrAnalyzers.Tests.Schedules;

/// <summary>ML.NET's schedules against ML.NET's own classes, whose <c>GetLearningRate</c> is internal and called through reflection.</summary>
[Trait("Category", "Differential")]
public class MLNetDifferentialTests(ITestOutputHelper output)
{
    private static readonly Func<Real.LearningRateScheduler, int, int, int, int, float> GetLearningRate = Bind();

    private static readonly Gen<float> Rate = Gen.Frequency((10, Gen.Single[1e-5f, 1f]), (1, Gen.OneOfConst(0f, -1f, 1e-30f, float.NaN, float.PositiveInfinity)));

    private static readonly Gen<float> Epochs = Gen.Frequency((10, Gen.Single[0.1f, 20f]), (4, Gen.Int[1, 20].Select(epochs => (float)epochs)), (1, Gen.OneOfConst(0f, -1f, 200f)));

    private static readonly Gen<(int BatchSize, int BatchesPerEpoch)> Shape =
        Gen.Select(Gen.Int[1, 256], Gen.Frequency((12, Gen.Int[1, 200]), (1, Gen.Const(0))));

    [Fact]
    public void ExponentialLRDecay_EveryBatch_EqualsMLNet() => Check(Gen.Select(
        Shape, Rate, Epochs, Rate, Gen.Bool, (shape, lr, epochs, decay, staircase) => (
            (MLNetSchedule)new ExponentialLRDecay(shape.BatchSize, shape.BatchesPerEpoch, lr, epochs, decay, staircase),
            (Real.LearningRateScheduler)new Real.ExponentialLRDecay(lr, epochs, decay, staircase),
            shape.BatchSize,
            shape.BatchesPerEpoch)));

    [Fact]
    public void PolynomialLRDecay_EveryBatch_EqualsMLNet() => Check(Gen.Select(
        Shape, Rate, Epochs, Rate, Gen.OneOf(Gen.Const(1f), Gen.Single[-1f, 4f]), Gen.Bool, (shape, lr, epochs, end, power, cycle) => (
            (MLNetSchedule)new PolynomialLRDecay(shape.BatchSize, shape.BatchesPerEpoch, lr, epochs, end, power, cycle),
            (Real.LearningRateScheduler)new Real.PolynomialLRDecay(lr, epochs, end, power, cycle),
            shape.BatchSize,
            shape.BatchesPerEpoch)));

    [Fact]
    public void LsrDecay_EveryBatch_EqualsMLNet() => Check(Gen.Select(
        Shape, Rate, Gen.Select(Gen.Int[-2, 200], Rate).Array[0, 5], Gen.Bool, (shape, lr, items, standard) => (
            (MLNetSchedule)(standard
                ? new LsrDecay(shape.BatchSize, shape.BatchesPerEpoch, lr)
                : new LsrDecay(shape.BatchSize, shape.BatchesPerEpoch, items.Select(item => new LsrDecayItem(item.Item1, item.Item2)), lr)),
            (Real.LearningRateScheduler)(standard
                ? new Real.LsrDecay(lr)
                : new Real.LsrDecay(items.Select(item => new Real.LsrDecay.LearningRateSchedulerItem(item.Item1, item.Item2)).ToArray(), lr)),
            shape.BatchSize,
            shape.BatchesPerEpoch)));

    [Fact]
    public void LsrDecay_AscendingItems_NeverDecays()
    {
        var ascending = new LsrDecay(128, 10, [new(0, 1f), new(30, 0.1f), new(60, 0.01f)], 0.01f);
        Assert.Equal([0.01f, 0.01f, 0.01f], new[] { 0, 30, 60 }.Select(epoch => ascending.LearningRateOf(epoch, 0)));
    }

    [Fact]
    public void LsrDecay_BatchSize10_StartsAt0078() => Assert.Equal(0.0078125, new LsrDecay(10, 100).LearningRateAt(0, 1).Value, 1e-9);

    [Fact]
    public void PolynomialLRDecay_Defaults_EndAfterTwoEpochs()
    {
        var summary = ScheduleSummary.Of(new PolynomialLRDecay(10, 50), 0.01, 200 * 50);
        Assert.Equal(100, summary.Lowest.Step);
        Assert.Equal(0.0001, summary.LastUsed.LearningRate, 1e-9);
    }

    private void Check(Gen<(MLNetSchedule Model, Real.LearningRateScheduler Real, int BatchSize, int BatchesPerEpoch)> schedules)
    {
        var deviation = new Deviation();
        Property.Holds(
            Gen.Select(schedules, Gen.Select(Gen.Int[0, 220], Gen.Int[0, 199]).Array[1, 40]),
            test =>
            {
                var (schedule, batches) = test;
                deviation.Case();
                foreach (var (epoch, any) in batches)
                {
                    var batch = schedule.BatchesPerEpoch == 0 ? 0 : any % schedule.BatchesPerEpoch;
                    var expected = GetLearningRate(schedule.Real, epoch, batch, schedule.BatchSize, schedule.BatchesPerEpoch);
                    var actual = schedule.Model.LearningRateOf(epoch, batch);
                    Assert.Equal(float.IsNaN(expected), float.IsNaN(actual));
                    if (float.IsNaN(expected))
                        deviation.NaN();
                    else
                        Assert.True(deviation.Compare(expected, actual) <= 1e-9, $"{schedule.Model.Name}, epoch {epoch}, batch {batch}: ML.NET {expected:R}, model {actual:R}");
                    if (schedule.BatchesPerEpoch > 0)
                        Assert.Equal((double)actual, AsDouble(schedule.Model.LearningRateAt(epoch * schedule.BatchesPerEpoch + batch, 1)));
                }
            },
            TorchSharpDifferentialTests.Cases);
        output.WriteLine(deviation.Report("batch by batch"));
    }

    private static double AsDouble(LearningRatePoint point) => point.Kind == LearningRateKind.NotANumber ? double.NaN : point.Value;

    // scheduler.GetLearningRate(new DnnTrainState { ... }), compiled once because reflection is slow.
    private static Func<Real.LearningRateScheduler, int, int, int, int, float> Bind()
    {
        var method = typeof(Real.LearningRateScheduler).GetMethod("GetLearningRate", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var state = method.GetParameters()[0].ParameterType;
        var scheduler = Expression.Parameter(typeof(Real.LearningRateScheduler));
        var values = new[] { "CurrentEpoch", "CurrentBatchIndex", "BatchSize", "BatchesPerEpoch" }
            .Select(name => (Name: name, Value: Expression.Parameter(typeof(int), name)))
            .ToArray();
        var made = Expression.MemberInit(
            Expression.New(state),
            values.Select(value => Expression.Bind(state.GetField(value.Name)!, value.Value)));
        return Expression.Lambda<Func<Real.LearningRateScheduler, int, int, int, int, float>>(
            Expression.Call(scheduler, method, made),
            values.Select(value => value.Value).Prepend(scheduler)).Compile();
    }
}
