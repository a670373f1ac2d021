using TorchSharp.Modules;
using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace LrAnalyzers.Tests.Catalog;

/// <summary>
/// What the rules about schedulers say of TorchSharp, asked of TorchSharp itself. Optimizers without parameters need no
/// native library.
/// </summary>
public class SchedulerFactsTests
{
    private static readonly Parameter[] s_none = [];

    private static double[] Run(Func<Optimizer, LRScheduler> create, int steps = 6, double learningRate = 1)
    {
        using var optimizer = new SGD([new SGD.ParamGroup(s_none, learningRate, 0.9)], learningRate, 0.9);
        LRScheduler scheduler = create(optimizer);
        var rates = new List<double> { optimizer.ParamGroups.First().LearningRate };
        for (int step = 0; step < steps; step++)
        {
            scheduler.step();
            rates.Add(optimizer.ParamGroups.First().LearningRate);
        }

        return [.. rates];
    }

    public static TheoryData<string, Func<Optimizer, LRScheduler>> NaN() => new()
    {
        { "LinearLR start_factor 0", optimizer => LinearLR(optimizer, 0) },
        { "ConstantLR factor 0", optimizer => ConstantLR(optimizer, 0) },
        { "CosineAnnealingLR T_max 0", optimizer => CosineAnnealingLR(optimizer, 0) },
        { "CyclicLR step_size_up 0", optimizer => CyclicLR(optimizer, 0.1, 1, step_size_up: 0) },
        { "OneCycleLR warmup of one step", optimizer => OneCycleLR(optimizer, 1, 10, pct_start: 0.1) },
    };

    [Theory]
    [MemberData(nameof(NaN))]
    public void LearningRate_BecomesNaN(string name, Func<Optimizer, LRScheduler> create) =>
        Assert.True(Run(create).Any(double.IsNaN), name);

    public static TheoryData<string, Func<Optimizer, LRScheduler>> Negative() => new()
    {
        { "StepLR gamma", optimizer => StepLR(optimizer, 1, -0.1) },
        { "ExponentialLR gamma", optimizer => ExponentialLR(optimizer, -0.1) },
        { "LinearLR start_factor", optimizer => LinearLR(optimizer, -0.1) },
        { "LinearLR end_factor", optimizer => LinearLR(optimizer, 0.1, -1) },
        { "ConstantLR factor", optimizer => ConstantLR(optimizer, -0.1) },
        { "CosineAnnealingLR eta_min", optimizer => CosineAnnealingLR(optimizer, 5, -0.1) },
        { "OneCycleLR div_factor", optimizer => OneCycleLR(optimizer, 1, 10, div_factor: -25) },
    };

    [Theory]
    [MemberData(nameof(Negative))]
    public void LearningRate_TurnsNegative(string name, Func<Optimizer, LRScheduler> create) =>
        Assert.True(Run(create).Any(rate => rate < 0), name);

    public static TheoryData<string, Func<Optimizer, LRScheduler>, double> Stuck() => new()
    {
        { "LinearLR total_iters 0", optimizer => LinearLR(optimizer, 0.25, total_iters: 0), 0.25 },
        { "ConstantLR total_iters 0", optimizer => ConstantLR(optimizer, 0.25, total_iters: 0), 0.25 },
        { "PolynomialLR total_iters 0", optimizer => PolynomialLR(optimizer, 0), 1 },
        { "MultiStepLR without milestones", optimizer => MultiStepLR(optimizer, []), 1 },
        { "MultiStepLR milestone 0 with gamma 1", optimizer => MultiStepLR(optimizer, [0], 1), 1 },
        { "CyclicLR base_lr is max_lr", optimizer => CyclicLR(optimizer, 0.5, 0.5), 0.5 },
    };

    [Theory]
    [MemberData(nameof(Stuck))]
    public void LearningRate_NeverChanges(string name, Func<Optimizer, LRScheduler> create, double expected) =>
        Assert.True(Run(create).All(rate => rate == expected), name);

    public static TheoryData<string, Func<Optimizer, LRScheduler>> Throwing() => new()
    {
        { "StepLR step_size 0", optimizer => StepLR(optimizer, 0) },
        { "OneCycleLR pct_start 30", optimizer => OneCycleLR(optimizer, 1, 10, pct_start: 30) },
        { "OneCycleLR without length", optimizer => OneCycleLR(optimizer, 1) },
        { "OneCycleLR epochs alone", optimizer => OneCycleLR(optimizer, 1, epochs: 3) },
        { "OneCycleLR total_steps 0", optimizer => OneCycleLR(optimizer, 1, 0) },
        { "OneCycleLR last_epoch", optimizer => OneCycleLR(optimizer, 1, 10, last_epoch: 3) },
        { "ReduceLROnPlateau factor 1", optimizer => ReduceLROnPlateau(optimizer, factor: 1) },
        { "ReduceLROnPlateau mode", optimizer => ReduceLROnPlateau(optimizer, "Max") },
        { "ReduceLROnPlateau threshold_mode", optimizer => ReduceLROnPlateau(optimizer, threshold_mode: "relative") },
        { "ReduceLROnPlateau stepped without a metric", optimizer => ReduceLROnPlateau(optimizer) },
        { "SequentialLR counts", optimizer => SequentialLR(optimizer, [StepLR(optimizer, 1)], [1, 2]) },
        { "SequentialLR of ReduceLROnPlateau", optimizer => SequentialLR(optimizer, [StepLR(optimizer, 1), ReduceLROnPlateau(optimizer)], [2]) },
        { "SequentialLR of ChainedLR", optimizer => SequentialLR(optimizer, [StepLR(optimizer, 1), ChainedLR([StepLR(optimizer, 1)])], [2]) },
        { "ChainedLR of ReduceLROnPlateau", optimizer => ChainedLR([StepLR(optimizer, 1), ReduceLROnPlateau(optimizer)]) },
        { "CyclicLR on Adam", _ => CyclicLR(new Adam([new Adam.ParamGroup(s_none)]), 0.1, 1) },
        { "OneCycleLR on Adagrad", _ => OneCycleLR(new Adagrad([new Adagrad.ParamGroup(s_none)]), 1, 10) },
        { "OneCycleLR on Rprop", _ => OneCycleLR(new Rprop([new Rprop.ParamGroup(s_none)]), 1, 10) },
    };

    [Theory]
    [MemberData(nameof(Throwing))]
    public void Scheduler_Throws(string name, Func<Optimizer, LRScheduler> create)
    {
        Exception? thrown = Record.Exception(() => Run(create));
        Assert.True(thrown is ArgumentException or InvalidOperationException or DivideByZeroException or KeyNotFoundException, $"{name}: {thrown}");
    }

    [Fact]
    public void PlateauSteppedWithInt_Throws()
    {
        using var optimizer = new SGD([new SGD.ParamGroup(s_none, 1)], 1);
        LRScheduler plateau = ReduceLROnPlateau(optimizer);
        int correct = 3;
        Assert.Throws<InvalidOperationException>(() => plateau.step(correct));
        plateau.step((double)correct);
        plateau.step(3L);
    }

    [Fact]
    public void ConstantLastEpoch_DecaysAtOnce() => Assert.Equal(1.0, Run(optimizer => StepLR(optimizer, 1, 0.2, last_epoch: 5), 0, 5)[0], 12);

    [Fact]
    public void MilestoneThatStandsTwice_CountsOnce() => Assert.Equal(0.1, Run(optimizer => MultiStepLR(optimizer, [2, 2]))[^1], 12);

    [Fact]
    public void DivisionByEpoch_BeginsAtInfinity() => Assert.Equal(double.PositiveInfinity, Run(optimizer => LambdaLR(optimizer, epoch => 1.0 / epoch))[0]);

    [Fact]
    public void DefaultGamma_LeavesTenThousandthAfterFourSteps() => Assert.Equal(1e-4, Run(optimizer => ExponentialLR(optimizer), 4)[^1], 12);

    [Fact]
    public void LambdaThatReturnsLearningRate_IsMultiplied() => Assert.Equal(1e-6, Run(optimizer => LambdaLR(optimizer, _ => 1e-3), 1, 1e-3)[^1], 12);

    [Fact]
    public void NegativePatience_LowersWhileTheMetricImproves()
    {
        using var optimizer = new SGD([new SGD.ParamGroup(s_none, 1)], 1);
        LRScheduler plateau = ReduceLROnPlateau(optimizer, patience: -1);
        plateau.step(3.0);
        plateau.step(2.0);
        Assert.Equal(0.01, optimizer.ParamGroups.First().LearningRate, 12);
    }

    [Fact]
    public void OneCycleLR_SecondGroup_NeverLeavesTheWarmup()
    {
        using var optimizer = new SGD([new SGD.ParamGroup(s_none, 1, 0.9), new SGD.ParamGroup(s_none, 1, 0.9)], 1, 0.9);
        LRScheduler scheduler = OneCycleLR(optimizer, 1, 20);
        for (int step = 0; step < 19; step++)
        {
            scheduler.step();
        }

        double[] rates = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];
        Assert.True(rates[0] < 1e-4 && rates[1] > 0.01, string.Join(' ', rates));
    }

    [Fact]
    public void PartsSteppedBesideTheirSequence_ClimbBackAtTheEnd()
    {
        using var optimizer = new SGD([new SGD.ParamGroup(s_none, 1, 0.9)], 1, 0.9);
        LRScheduler warmup = LinearLR(optimizer, 0.1, total_iters: 5);
        LRScheduler cosine = CosineAnnealingLR(optimizer, 15);
        LRScheduler whole = SequentialLR(optimizer, [warmup, cosine], [5]);
        var rates = new List<double>();
        for (int epoch = 0; epoch < 20; epoch++)
        {
            rates.Add(optimizer.ParamGroups.First().LearningRate);
            warmup.step();
            cosine.step();
            whole.step();
        }

        Assert.True(rates.Min() < 0.1);
        Assert.True(rates[^1] > 0.9, string.Join(' ', rates));
    }

    [Fact]
    public void PartSteppedBesideItsChain_MovesOnTwice()
    {
        using var optimizer = new SGD([new SGD.ParamGroup(s_none, 1, 0.9)], 1, 0.9);
        LRScheduler part = ExponentialLR(optimizer, 0.5);
        LRScheduler chain = ChainedLR([part]);
        part.step();
        chain.step();
        Assert.Equal(0.25, optimizer.ParamGroups.First().LearningRate, 12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Plateau_WithAGroupAddedLater_ThrowsAtItsFirstReduction(bool hasLowestRate)
    {
        using var optimizer = new SGD([new SGD.ParamGroup(s_none, 1, 0.9)], 1, 0.9);
        LRScheduler plateau = ReduceLROnPlateau(optimizer, patience: 0, min_lr: hasLowestRate ? [1e-6] : null);
        optimizer.add_param_group(new SGD.ParamGroup(s_none, 1, 0.9));
        plateau.step(1.0);
        Assert.Throws<ArgumentOutOfRangeException>(() => plateau.step(2.0));
    }

    // What LR2020 says: a new schedule begins again, step(n) resumes it.
    [Fact]
    public void CosineMadeAnewHalfWay_EndsAtAQuarter_AndResumesByStep()
    {
        Assert.Equal(0.25, Halfway(_ => { }), 12);
        Assert.Equal(0, Halfway(scheduler => scheduler.step(5)), 12);

        static double Halfway(Action<LRScheduler> resume)
        {
            using var optimizer = new SGD([new SGD.ParamGroup(s_none, 1, 0.9)], 1, 0.9);
            LRScheduler saved = CosineAnnealingLR(optimizer, 10);
            for (int epoch = 0; epoch < 5; epoch++)
            {
                saved.step();
            }

            LRScheduler scheduler = CosineAnnealingLR(optimizer, 10);
            resume(scheduler);
            for (int epoch = 5; epoch < 10; epoch++)
            {
                scheduler.step();
            }

            return optimizer.ParamGroups.First().LearningRate;
        }
    }

    [Fact]
    public void LambdaMadeAnewHalfWay_JumpsBackToTheFullRate()
    {
        using var optimizer = new SGD([new SGD.ParamGroup(s_none, 1, 0.9)], 1, 0.9);
        LRScheduler saved = LambdaLR(optimizer, epoch => 1 - epoch / 10.0);
        saved.step();
        Assert.Equal(0.9, optimizer.ParamGroups.First().LearningRate, 12);
        LambdaLR(optimizer, epoch => 1 - epoch / 10.0);
        Assert.Equal(1, optimizer.ParamGroups.First().LearningRate, 12);
    }

    // What LR2021 says.
    [Fact]
    public void SecondCosine_RunsAtZero()
    {
        using var optimizer = new SGD([new SGD.ParamGroup(s_none, 1, 0.9)], 1, 0.9);
        LRScheduler scheduler = CosineAnnealingLR(optimizer, 10);
        for (int epoch = 0; epoch < 10; epoch++)
        {
            scheduler.step();
        }

        scheduler = CosineAnnealingLR(optimizer, 10);
        for (int epoch = 0; epoch < 10; epoch++)
        {
            Assert.Equal(0, optimizer.ParamGroups.First().LearningRate, 14);
            scheduler.step();
        }

        foreach (ILearningRateController group in optimizer.ParamGroups)
        {
            group.LearningRate = group.InitialLearningRate;
        }

        CosineAnnealingLR(optimizer, 10);
        Assert.Equal(1, optimizer.ParamGroups.First().LearningRate, 12);
    }

    [Fact]
    public void CosineBehindAnExponential_GoesOnFromWhatIsLeft()
    {
        using var optimizer = new SGD([new SGD.ParamGroup(s_none, 1, 0.9)], 1, 0.9);
        LRScheduler first = ExponentialLR(optimizer, 0.5);
        for (int epoch = 0; epoch < 10; epoch++)
        {
            first.step();
        }

        CosineAnnealingLR(optimizer, 10);
        Assert.Equal(0.0009766, optimizer.ParamGroups.First().LearningRate, 7);
    }

    // What LR2019 says: a cosine over the epochs that is stepped per batch as well climbs up again.
    [Fact]
    public void CosineSteppedPerBatchAndPerEpoch_ClimbsBackInTheFirstEpoch()
    {
        using var optimizer = new SGD([new SGD.ParamGroup(s_none, 1, 0.9)], 1, 0.9);
        LRScheduler scheduler = CosineAnnealingLR(optimizer, 10);
        double last = 1;
        bool climbs = false;
        for (int batch = 0; batch < 20; batch++)
        {
            scheduler.step();
            climbs |= optimizer.ParamGroups.First().LearningRate > last;
            last = optimizer.ParamGroups.First().LearningRate;
        }

        Assert.True(climbs);
    }

    // What LR2012 says: what a new scheduler begins with, and what the schedule has at that epoch.
    [Fact]
    public void LastEpoch_DoesNotResume()
    {
        Check("0.02", "6.4e-6", optimizer => StepLR(optimizer, 1, 0.2, 5), optimizer => StepLR(optimizer, 1, 0.2), 6);
        Check("0.08647", "0.05", optimizer => CosineAnnealingLR(optimizer, 20, 0, 9), optimizer => CosineAnnealingLR(optimizer, 20), 10);
        Check("0.09437", "0.08536", optimizer => CosineAnnealingLR(optimizer, 20, 0, 4), optimizer => CosineAnnealingLR(optimizer, 20), 5);
        Check("0.1", "0.1", optimizer => LambdaLR(optimizer, _ => 1, 9), optimizer => LambdaLR(optimizer, _ => 1), 10);

        static void Check(string begins, string belongs, Func<Optimizer, LRScheduler> given, Func<Optimizer, LRScheduler> fresh, int epoch)
        {
            Assert.Equal(begins, LearningRateFormat.FormatRounded(Run(given, 0, 0.1)[0]));
            Assert.Equal(belongs, LearningRateFormat.FormatRounded(Run(fresh, epoch, 0.1)[epoch]));
        }
    }

    // What LR2006 says of functions.
    [Fact]
    public void FunctionsThatAreNoSchedule()
    {
        Assert.Equal("17.79", LearningRateFormat.FormatRounded(Run(optimizer => LambdaLR(optimizer, epoch => Math.Pow(1.05, epoch)), 59)[59]));
        Assert.Equal("1.715e-41", LearningRateFormat.FormatRounded(Run(optimizer => MultiplicativeLR(optimizer, epoch => Math.Pow(0.95, epoch)), 60)[60]));
        double[] negative = Run(optimizer => LambdaLR(optimizer, epoch => 1 - epoch / 10.0), 11);
        Assert.True(negative[10] == 0);
        Assert.Equal(-0.1, negative[11], 12);
        Assert.All(Run(optimizer => LambdaLR(optimizer, epoch => Math.Max(1, 1 - epoch / 60.0)), 59), rate => Assert.Equal(1, rate));
    }
}
