using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using LrAnalyzers.Schedules;
using LrAnalyzers.Tests.Verification;
using Xunit.Abstractions;
using static TorchSharp.torch.optim;
using Impl = TorchSharp.torch.optim.lr_scheduler.impl;
using Scheduler = TorchSharp.torch.optim.lr_scheduler.LRScheduler;

namespace LrAnalyzers.Tests.Schedules;

/// <summary>
/// Every schedule against TorchSharp's own class: random arguments (sensible, extreme and wrong ones), one to four groups,
/// random lengths, all three ways to step.
/// </summary>
[Trait("Category", "Differential")]
public class TorchSharpDifferentialTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-9;

    /// <summary>Of the peak: thousands of rounding errors, and little enough to change nothing but the digits.</summary>
    private const double Disturbance = 1e-12;

    internal const int Cases = 10_000;

    // ---- generators

    private static readonly Gen<double> OddDouble = Gen.OneOfConst(0, -0.0, 1, -1, 2, 0.5, 1e-300, 1e300, double.NaN, double.PositiveInfinity, double.NegativeInfinity);

    private static Gen<double> Mostly(Gen<double> usual) => Gen.Frequency((12, usual), (1, OddDouble));

    private static Gen<int> Mostly(Gen<int> usual) => Gen.Frequency((12, usual), (1, Gen.OneOfConst(0, -1, 1, -7, 1_000_000, int.MaxValue, int.MinValue)));

    private static readonly Gen<double> LearningRate = Gen.Frequency((12, Gen.Double[-6, 1].Select(exponent => Math.Pow(10, exponent))), (1, Gen.OneOfConst(0.0, 1e-12, 100)));

    private static readonly Gen<int> LastEpoch = Gen.Frequency((8, Gen.Const(-1)), (1, Gen.Int[-6, 12]), (1, Gen.OneOfConst(0, 5, -2)));

    private static readonly Gen<double> Factor = Mostly(Gen.Double[-0.2, 1.6]);

    private static readonly Gen<int> Length = Mostly(Gen.Int[0, 40]);

    private static readonly Gen<double[]> Groups = LearningRate.Array[1, 4];

    private static readonly Gen<StepCall[]> Calls = Gen.Frequency(
        (6, Gen.Const(StepCall.Plain)),
        (1, Gen.Int[0, 30].Select(epoch => new StepCall(epoch, null))),
        (1, Gen.Double[0, 2].Select(metric => new StepCall(null, metric)))).Array[0, 60];

    private static readonly Gen<StepCall[]> PlainCalls = Gen.Int[0, 90].Select(count => Enumerable.Repeat(StepCall.Plain, count).ToArray());

    private static readonly Gen<RealSchedule> StepSchedule =
        Gen.Select(Length, Factor, LastEpoch, (step_size, gamma, last_epoch) => new RealSchedule(
            new StepLR(step_size, gamma, last_epoch),
            optimizer => new Impl.StepLR(optimizer, step_size, gamma, last_epoch)));

    private static readonly Gen<RealSchedule> MultiStepSchedule =
        Gen.Select(Mostly(Gen.Int[-2, 50]).Array[0, 6], Factor, LastEpoch, (milestones, gamma, last_epoch) => new RealSchedule(
            new MultiStepLR(milestones, gamma, last_epoch),
            optimizer => new Impl.MultiStepLR(optimizer, milestones, gamma, last_epoch)));

    private static readonly Gen<RealSchedule> ExponentialSchedule =
        Gen.Select(Factor, LastEpoch, (gamma, last_epoch) => new RealSchedule(
            new ExponentialLR(gamma, last_epoch),
            optimizer => new Impl.ExponentialLR(optimizer, gamma, last_epoch)));

    private static readonly Gen<RealSchedule> ConstantSchedule =
        Gen.Select(Factor, Length, LastEpoch, (factor, total_iters, last_epoch) => new RealSchedule(
            new ConstantLR(factor, total_iters, last_epoch),
            optimizer => new Impl.ConstantLR(optimizer, factor, total_iters, last_epoch)));

    private static readonly Gen<RealSchedule> LinearSchedule =
        Gen.Select(Factor, Factor, Length, LastEpoch, (start_factor, end_factor, total_iters, last_epoch) => new RealSchedule(
            new LinearLR(start_factor, end_factor, total_iters, last_epoch),
            optimizer => new Impl.LinearLR(optimizer, start_factor, end_factor, total_iters, last_epoch)));

    private static readonly Gen<RealSchedule> PolynomialSchedule =
        Gen.Select(Length, Mostly(Gen.Double[-1, 4]), LastEpoch, (total_iters, power, last_epoch) => new RealSchedule(
            new PolynomialLR(total_iters, power, last_epoch),
            optimizer => new Impl.PolynomialLR(optimizer, total_iters, power, last_epoch)));

    private static readonly Gen<RealSchedule> CosineSchedule =
        Gen.Select(Gen.Frequency((4, Length.Select(length => (double)length)), (1, Mostly(Gen.Double[0.1, 40]))), Mostly(Gen.Double[0, 0.01]), LastEpoch, (t_max, eta_min, last_epoch) => new RealSchedule(
            new CosineAnnealingLR(t_max, eta_min, last_epoch),
            optimizer => new Impl.CosineAnnealingLR(optimizer, t_max, eta_min, last_epoch),
            Math.Abs(eta_min)));

    // Some of them NaN or infinite somewhere; none that throws.
    private static readonly Gen<Func<int, double>> Lambda = Gen.OneOf(
        Gen.Double[0.5, 1.1].Select(gamma => (Func<int, double>)(epoch => Math.Pow(gamma, epoch))),
        Gen.Int[1, 20].Select(warmup => (Func<int, double>)(epoch => Math.Min(1.0, (epoch + 1) / (double)warmup))),
        Gen.Int[1, 40].Select(horizon => (Func<int, double>)(epoch => 0.5 * (1 + Math.Cos(Math.PI * epoch / horizon)))),
        Gen.Int[1, 20].Select(divisor => (Func<int, double>)(epoch => epoch / divisor)),
        Gen.Int[0, 3].Select(shift => (Func<int, double>)(epoch => 1.0 / (epoch - shift))),
        Gen.Double[0.1, 1.2].Select(factor => (Func<int, double>)(_ => factor)));

    private static readonly Gen<RealSchedule> LambdaSchedule = Gen.OneOf(
        Gen.Select(Lambda, LastEpoch, (lambda, last_epoch) => new RealSchedule(
            new LambdaLR(ScheduleFactor.Of(lambda), last_epoch),
            optimizer => new Impl.LambdaLR(optimizer, lambda, last_epoch))),
        Gen.Select(Lambda.Array[1, 4], LastEpoch, (lambdas, last_epoch) => new RealSchedule(
            new LambdaLR(lambdas.Select(ScheduleFactor.Of).ToImmutableArray(), last_epoch),
            optimizer => new Impl.LambdaLR(optimizer, lambdas, last_epoch))));

    private static readonly Gen<RealSchedule> MultiplicativeSchedule = Gen.OneOf(
        Gen.Select(Lambda, LastEpoch, (lambda, last_epoch) => new RealSchedule(
            new MultiplicativeLR(ScheduleFactor.Of(lambda), last_epoch),
            optimizer => new Impl.MultiplicativeLR(optimizer, lambda, last_epoch))),
        Gen.Select(Lambda.Array[1, 4], LastEpoch, (lambdas, last_epoch) => new RealSchedule(
            new MultiplicativeLR(lambdas.Select(ScheduleFactor.Of).ToImmutableArray(), last_epoch),
            optimizer => new Impl.MultiplicativeLR(optimizer, lambdas, last_epoch))));

    private static readonly Gen<(int Up, int Down, CyclicMode Mode, double Gamma, Func<double, double>? Scale, CyclicScaleMode ScaleMode)> CycleShape = Gen.Select(
        Length,
        Gen.Frequency((1, Gen.Const(-1)), (2, Length)),
        Gen.Enum<CyclicMode>(),
        Mostly(Gen.Double[0.8, 1.0]),
        Gen.OneOfConst<Func<double, double>?>(null, null, x => 1 / (1 + x * x), x => Math.Sin(x)),
        Gen.Enum<CyclicScaleMode>());

    private static readonly Gen<RealSchedule> CyclicSchedule = Gen.OneOf(
        Gen.Select(LearningRate, LearningRate, CycleShape, Gen.Bool, LastEpoch, (base_lr, max_lr, shape, momentum, last_epoch) => new RealSchedule(
            new CyclicLR(base_lr, max_lr, shape.Up, shape.Down, shape.Mode, shape.Gamma, shape.Scale, shape.ScaleMode, momentum, last_epoch),
            optimizer => new Impl.CyclicLR(optimizer, base_lr, max_lr, shape.Up, shape.Down, (Impl.CyclicLR.Mode)shape.Mode, shape.Gamma, shape.Scale, (Impl.CyclicLR.ScaleMode)shape.ScaleMode, momentum, last_epoch: last_epoch))),
        Gen.Select(LearningRate.Array[1, 4], LearningRate.Array[1, 4], CycleShape, Gen.Bool, LastEpoch, (base_lr, max_lr, shape, momentum, last_epoch) => new RealSchedule(
            new CyclicLR(base_lr.ToImmutableArray(), max_lr.ToImmutableArray(), shape.Up, shape.Down, shape.Mode, shape.Gamma, shape.Scale, shape.ScaleMode, momentum, last_epoch),
            optimizer => new Impl.CyclicLR(optimizer, base_lr, max_lr, shape.Up, shape.Down, (Impl.CyclicLR.Mode)shape.Mode, shape.Gamma, shape.Scale, (Impl.CyclicLR.ScaleMode)shape.ScaleMode, momentum, last_epoch: last_epoch))));

    private static readonly Gen<(int Total, int Epochs, int StepsPerEpoch, double Pct)> CycleLength = Gen.Select(
        Gen.Frequency((3, Mostly(Gen.Int[1, 60])), (1, Gen.Const(-1))),
        Mostly(Gen.Int[1, 8]),
        Mostly(Gen.Int[1, 8]),
        Gen.Frequency((10, Gen.Double[0, 1]), (2, Gen.OneOfConst(0.0, 0.1, 0.25, 0.3, 0.5, 1)), (1, Gen.OneOfConst(-0.1, 1.1, double.NaN))));

    private static readonly Gen<RealSchedule> OneCycleSchedule = Gen.OneOf(
        Gen.Select(LearningRate, CycleLength, Gen.Enum<AnnealStrategy>(), Gen.Select(Gen.Bool, Gen.Bool), Gen.Select(Mostly(Gen.Double[1, 50]), Mostly(Gen.Double[1, 1e5])), LastEpoch, (max_lr, length, strategy, flags, div, last_epoch) => new RealSchedule(
            new OneCycleLR(max_lr, length.Total, length.Epochs, length.StepsPerEpoch, length.Pct, strategy, flags.Item1, div.Item1, div.Item2, flags.Item2, last_epoch),
            optimizer => new Impl.OneCycleLR(optimizer, max_lr, length.Total, length.Epochs, length.StepsPerEpoch, length.Pct, (Impl.OneCycleLR.AnnealStrategy)strategy, flags.Item1, div_factor: div.Item1, final_div_factor: div.Item2, three_phase: flags.Item2, last_epoch: last_epoch))),
        Gen.Select(LearningRate.Array[1, 4], CycleLength, Gen.Enum<AnnealStrategy>(), Gen.Select(Gen.Bool, Gen.Bool), Gen.Select(Mostly(Gen.Double[1, 50]), Mostly(Gen.Double[1, 1e5])), LastEpoch, (max_lr, length, strategy, flags, div, last_epoch) => new RealSchedule(
            new OneCycleLR(max_lr.ToImmutableArray(), length.Total, length.Epochs, length.StepsPerEpoch, length.Pct, strategy, flags.Item1, div.Item1, div.Item2, flags.Item2, last_epoch),
            optimizer => new Impl.OneCycleLR(optimizer, max_lr, length.Total, length.Epochs, length.StepsPerEpoch, length.Pct, (Impl.OneCycleLR.AnnealStrategy)strategy, flags.Item1, div_factor: div.Item1, final_div_factor: div.Item2, three_phase: flags.Item2, last_epoch: last_epoch))));

    private static readonly Gen<RealSchedule> PlateauSchedule = Gen.Select(
        Gen.Frequency((6, Gen.OneOfConst("min", "max")), (1, Gen.OneOfConst("Min", "", "mean"))),
        Gen.Frequency((8, Gen.Double[-0.1, 0.99]), (1, OddDouble)),
        Gen.Select(Gen.Int[-1, 5], Gen.Int[-1, 4]),
        Mostly(Gen.Double[0, 0.1]),
        Gen.Frequency((6, Gen.OneOfConst("rel", "abs")), (1, Gen.OneOfConst("REL", "relative"))),
        Gen.Frequency((3, Gen.OneOfConst<double[]?>(null, null)), (2, LearningRate.Array[0, 4].Select(floors => (double[]?)floors))),
        Mostly(Gen.OneOfConst(1e-8, 0, 1e-3)),
        (mode, factor, waits, threshold, threshold_mode, min_lr, eps) => new RealSchedule(
            new ReduceLROnPlateau(mode, factor, waits.Item1, threshold, threshold_mode, waits.Item2, min_lr?.ToImmutableArray() ?? default, eps),
            optimizer => new Impl.ReduceLROnPlateau(optimizer, mode, factor, waits.Item1, threshold, threshold_mode, waits.Item2, min_lr, eps)));

    private static readonly Gen<RealSchedule> Simple = Gen.OneOf(
        StepSchedule, MultiStepSchedule, ExponentialSchedule, ConstantSchedule, LinearSchedule, PolynomialSchedule, CosineSchedule, LambdaSchedule, MultiplicativeSchedule, CyclicSchedule, OneCycleSchedule);

    private static Gen<RealSchedule> Sequential(Gen<RealSchedule> part) =>
        Gen.Select(part.Array[1, 4], Gen.Int[-1, 40].Array[3], Gen.Frequency((12, Gen.Const(0)), (1, Gen.Int[-1, 1])), Gen.Frequency((2, Gen.Const(true)), (1, Gen.Const(false))), LastEpoch, (parts, milestones, surplus, sort, last_epoch) =>
        {
            var count = Math.Clamp(parts.Length - 1 + surplus, 0, 3);
            var used = milestones.Take(count).ToArray();
            if (sort)
                Array.Sort(used);
            return new RealSchedule(
                new SequentialLR(parts.Select(part => part.Model), used, last_epoch),
                optimizer => new Impl.SequentialLR(optimizer, parts.Select(part => part.Create(optimizer)).ToArray(), used, last_epoch),
                parts.Max(part => part.Offset));
        });

    private static Gen<RealSchedule> Chained(Gen<RealSchedule> part) =>
        part.Array[0, 4].Select(parts => new RealSchedule(
            new ChainedLR(parts.Select(part => part.Model)),
            optimizer => new Impl.ChainedLR(parts.Select(part => part.Create(optimizer)).ToArray()),
            parts.Select(part => part.Offset).Append(0).Max()));

    private static readonly Gen<RealSchedule> Nested =
        Gen.Frequency((8, Simple), (1, PlateauSchedule), (1, Sequential(Simple)), (1, Chained(Simple)));

    // ---- tests

    [Fact]
    public void StepLR_EveryStep_EqualsTorchSharp() => Check(StepSchedule);

    [Fact]
    public void MultiStepLR_EveryStep_EqualsTorchSharp() => Check(MultiStepSchedule);

    [Fact]
    public void ExponentialLR_EveryStep_EqualsTorchSharp() => Check(ExponentialSchedule);

    [Fact]
    public void ConstantLR_EveryStep_EqualsTorchSharp() => Check(ConstantSchedule);

    [Fact]
    public void LinearLR_EveryStep_EqualsTorchSharp() => Check(LinearSchedule);

    [Fact]
    public void PolynomialLR_EveryStep_EqualsTorchSharp() => Check(PolynomialSchedule);

    [Fact]
    public void CosineAnnealingLR_EveryStep_EqualsTorchSharp() => Check(CosineSchedule);

    [Fact]
    public void LambdaLR_EveryStep_EqualsTorchSharp() => Check(LambdaSchedule);

    [Fact]
    public void MultiplicativeLR_EveryStep_EqualsTorchSharp() => Check(MultiplicativeSchedule);

    [Fact]
    public void CyclicLR_EveryStep_EqualsTorchSharp() => Check(CyclicSchedule);

    [Fact]
    public void OneCycleLR_EveryStep_EqualsTorchSharp() => Check(OneCycleSchedule);

    [Fact]
    public void ReduceLROnPlateau_EveryStep_EqualsTorchSharp() => Check(
        PlateauSchedule,
        Gen.Frequency(
            (30, Gen.Double[0, 2].Select(metric => new StepCall(null, metric))),
            (3, Gen.OneOfConst(1.0, double.NaN, double.PositiveInfinity).Select(metric => new StepCall(null, metric))),
            (1, Gen.Const(StepCall.Plain))).Array[0, 60]);

    [Fact]
    public void SequentialLR_EveryStep_EqualsTorchSharp() => Check(Sequential(Nested));

    [Fact]
    public void ChainedLR_EveryStep_EqualsTorchSharp() => Check(Chained(Nested));

    // Found by CsCheck_Seed=3pgcTnRrOwQ6: what a part left near zero, by cancellation, another multiplies by eleven a step.
    [Fact]
    public void ChainedLR_GrowthOutOfCancellation_EqualsTorchSharp()
    {
        Func<int, double> growing = epoch => 0.3 * (epoch + 1);
        Check(Gen.Const(new RealSchedule(
            new ChainedLR([new LinearLR(0.9995, 7e-11, 28, -1), new MultiplicativeLR(ScheduleFactor.Of(growing), 4)]),
            optimizer => new Impl.ChainedLR([new Impl.LinearLR(optimizer, 0.9995, 7e-11, 28), new Impl.MultiplicativeLR(optimizer, growing, 4)]))),
            Gen.Const(Enumerable.Repeat(StepCall.Plain, 67).ToArray()),
            count: 20);
    }

    private void Check(Gen<RealSchedule> schedules, Gen<StepCall[]>? calls = null, int? count = null)
    {
        var exact = new Deviation();
        var closed = new Deviation();
        Property.Holds(
            Gen.Select(schedules, Groups, Gen.OneOfConst("SGD", "SGD", "Adam", "Adagrad"), calls ?? Gen.Frequency((3, PlainCalls), (1, Calls))),
            test =>
            {
                exact.Case();
                Compare(test.Item1, test.Item2, test.Item3, test.Item4, exact, closed);
            },
            count ?? Cases);
        output.WriteLine(exact.Report("step by step"));
        output.WriteLine(closed.Report("closed form "));
    }

    private static void Compare(RealSchedule schedule, double[] learningRates, string optimizerName, StepCall[] calls, Deviation exact, Deviation closed)
    {
        using var optimizer = optimizerName switch
        {
            "SGD" => RealSchedule.Sgd(learningRates),
            "Adam" => RealSchedule.Adam(learningRates),
            _ => RealSchedule.Adagrad(learningRates),
        };
        var groups = learningRates
            .Select((lr, index) => new ScheduledGroup(lr, lr, index, learningRates.Length, optimizer is IMomentum, optimizer is IBetas))
            .ToArray();
        var cursors = groups.Select(schedule.Model.Begin).ToArray();
        // The same, off by a little after each step: how far they come apart is how much a rounding error grows.
        var disturbed = groups.Select(schedule.Model.Begin).ToArray();
        var plain = true;
        var peaks = learningRates.Select(lr => Math.Max(lr, schedule.Offset)).ToArray();

        Scheduler? scheduler = null;
        for (var step = 0; step <= calls.Length; step++)
        {
            string? thrown = null;
            try
            {
                if (step == 0)
                    scheduler = schedule.Create(optimizer);
                else if (calls[step - 1].Epoch is { } epoch)
                    scheduler!.step(epoch);
                else if (calls[step - 1].Metric is { } metric)
                    scheduler!.step(metric);
                else
                    scheduler!.step();
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or ArithmeticException or KeyNotFoundException or NullReferenceException)
            {
                thrown = e.GetType().Name;
            }

            if (step > 0)
            {
                plain &= calls[step - 1] == StepCall.Plain;
                foreach (var cursor in cursors.Concat(disturbed))
                {
                    if (calls[step - 1].Epoch is { } epoch)
                        cursor.AdvanceTo(epoch);
                    else if (calls[step - 1].Metric is { } metric)
                        cursor.Advance(metric);
                    else
                        cursor.Advance();
                }
            }

            var actual = RealSchedule.LearningRates(optimizer);
            for (var i = 0; i < groups.Length; i++)
            {
                var where = string.Create(CultureInfo.InvariantCulture, $"{schedule.Model.Name} on {optimizerName}, group {i} of {groups.Length}, step {step}");
                var point = cursors[i].Current;
                if (thrown is not null || point.Kind == LearningRateKind.Throws)
                {
                    Assert.True(thrown == point.Exception, $"{where}: TorchSharp throws {thrown ?? "nothing"}, expected {point}");
                    exact.Fault();
                }
                else if (double.IsNaN(actual[i]) || point.Kind == LearningRateKind.NotANumber)
                {
                    Assert.True(double.IsNaN(actual[i]) && point.Kind == LearningRateKind.NotANumber, $"{where}: TorchSharp {actual[i]:R}, model {point}");
                    exact.NaN();
                }
                else
                {
                    Assert.True(point.Kind == LearningRateKind.Value, $"{where}: TorchSharp {actual[i]:R}, model {point}");
                    Assert.True(exact.Compare(actual[i], point.Value) <= Tolerance, $"{where}: TorchSharp {actual[i]:R}, model {point.Value:R}");
                }

                // Math.Max would let a NaN through, and with it no closed form would be compared any more.
                if (Math.Abs(actual[i]) > peaks[i])
                    peaks[i] = Math.Abs(actual[i]);
                disturbed[i].LearningRate += Disturbance * peaks[i];
                if (plain && (step & 3) == 3)
                    CompareClosedForm(schedule.Model.LearningRateAt(step, groups[i]), point, peaks[i], disturbed[i].LearningRate, closed, where);
            }

            if (thrown is not null)
                return;
        }
    }

    private static void CompareClosedForm(LearningRatePoint closedForm, LearningRatePoint stepped, double peak, double disturbed, Deviation closed, string where)
    {
        closed.Case();
        // Not a claim, so nothing to compare.
        if (closedForm.Kind == LearningRateKind.Unknown)
            return;
        // Beyond the range of numbers the order of multiplications decides between infinity, NaN and zero.
        if (!double.IsFinite(peak) || peak > 1e200)
            return;
        Assert.True(closedForm.Kind == stepped.Kind && closedForm.Exception == stepped.Exception, $"{where}: closed form {closedForm}, stepped {stepped}");
        if (stepped.Kind == LearningRateKind.Throws)
            closed.Fault();
        else if (stepped.Kind == LearningRateKind.NotANumber)
            closed.NaN();
        else
        {
            // Several schedulers of one rate: what one rounded near zero, another that grows multiplies.
            var scale = Math.Max(peak, Math.Abs(disturbed - stepped.Value) / Disturbance);
            Assert.True(closed.Compare(stepped.Value, closedForm.Value, scale) <= Tolerance, $"{where}: closed form {closedForm.Value:R}, stepped {stepped.Value:R}");
        }
    }
}
