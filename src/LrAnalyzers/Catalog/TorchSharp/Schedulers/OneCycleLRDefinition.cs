using System;
using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp 0.107.0, LRScheduler.cs:991-1212, 1511 and 1606.</summary>
internal static class OneCycleLRDefinition
{
    private const string NoFraction = "throws ArgumentException: it is a fraction between 0 and 1";
    private const string NoTotal = "throws ArgumentException";
    private const string Steps = "Give the number of step() calls";

    private static readonly SchedulerParameter s_high = new("max_lr", 1e-2);
    private static readonly SchedulerParameter s_length = new("total_steps");
    private static readonly SchedulerParameter s_epochs = new("epochs");
    private static readonly SchedulerParameter s_batches = new("steps_per_epoch");
    private static readonly SchedulerParameter s_warmup = new("pct_start", 0.1, 0.3, 0.5);
    private static readonly SchedulerParameter s_strategy = new("anneal_strategy", 0, 1);
    private static readonly SchedulerParameter s_momentum = new("cycle_momentum", 1);
    private static readonly SchedulerParameter s_lowMomentum = new("base_momentum");
    private static readonly SchedulerParameter s_highMomentum = new("max_momentum");
    private static readonly SchedulerParameter s_start = new("div_factor", 10, 25, 100);
    private static readonly SchedulerParameter s_end = new("final_div_factor", 10, 1e4, 1e6);
    private static readonly SchedulerParameter s_threePhase = new("three_phase", 0, 1);

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "OneCycleLR",
        Parameters = ImmutableArray.Create(
            s_high, s_length, s_epochs, s_batches, s_warmup, s_strategy, s_momentum, s_lowMomentum, s_highMomentum, s_start, s_end, s_threePhase, SchedulerParameter.LastEpoch, SchedulerParameter.Verbose),
        Build = Build,
        Length = s_length,
        Peak = s_high,
        LengthInEpochs = (s_epochs, s_batches),
        WarmupShare = s_warmup,
        Cadence = SchedulerCadence.Batch,
        ReplacesRate = true,
        MayLeaveBaseRate = true,
        Overwrites = true,
        ResumesByStep = true,
        Unstepped = "at its start, max_lr / div_factor",
        MomentumCycle = new(s_momentum, AcceptsBetas: true),
        // A slip of index in line 1169: the group whose number is that of the last phase never leaves its first phase.
        MistreatedGroup = arguments => arguments.Flag(s_threePhase) switch { true => 2, false => 1, null => null },
        BrokenArguments = ImmutableArray.Create(
            new BrokenArgument(s_warmup, double.NegativeInfinity, 0, NoFraction, "Typical is 0.3", "0.3", "line 1084", IncludesMaximum: false),
            new BrokenArgument(s_warmup, 1, double.PositiveInfinity, NoFraction, "Typical is 0.3", "0.3", "line 1084", IncludesMinimum: false),
            new BrokenArgument(s_start, 0, 0, "makes the first learning rate infinite, because max_lr is divided by it", "Typical is 25", "25", "line 1102"),
            BrokenArgument.Negative(s_start, "Typical is 25", "25", "line 1102"),
            new BrokenArgument(s_start, 0, 1,
                "begins above max_lr, because max_lr is divided by it", "Typical is 25", "25", "line 1102", IncludesMinimum: false, IncludesMaximum: false),
            new BrokenArgument(s_end, 0, 0,
                "makes the learning rate NaN or infinite right after the peak, because the first one is divided by it", "Typical is 10000", "1e4", "line 1106; " + DecayFactor.Run),
            BrokenArgument.Negative(s_end, "Typical is 10000", "1e4", "line 1106"),
            new BrokenArgument(s_length, double.NegativeInfinity, -2, NoTotal, Steps, null, "line 1089"),
            new BrokenArgument(s_length, 0, 0, NoTotal, Steps, null, "line 1089")),
    };

    private static Schedule? Build(ISchedulerArguments arguments)
    {
        if (arguments.Count(s_length) is not { } length
            || arguments.Number(s_warmup) is not { } warmup
            || !Enum.TryParse(arguments.Word(s_strategy), out AnnealStrategy strategy)
            || arguments.Flag(s_momentum) is not { } momentum
            || arguments.Number(s_start) is not { } start
            || arguments.Number(s_end) is not { } end
            || arguments.Flag(s_threePhase) is not { } threePhase
            || arguments.Count(SchedulerParameter.LastEpoch) is not { } last)
        {
            return null;
        }

        int epochs = -1;
        int batches = -1;
        if (length == -1)
        {
            if (arguments.Count(s_epochs) is not { } givenEpochs || arguments.Count(s_batches) is not { } givenBatches)
            {
                return null;
            }

            epochs = givenEpochs;
            batches = givenBatches;
        }

        if (arguments.IsList(s_high))
        {
            return arguments.Numbers(s_high) is { } peaks
                ? new OneCycleLR(peaks, length, epochs, batches, warmup, strategy, momentum, start, end, threePhase, last)
                : null;
        }

        return arguments.Number(s_high) is { } peak
            ? new OneCycleLR(peak, length, epochs, batches, warmup, strategy, momentum, start, end, threePhase, last)
            : null;
    }
}
