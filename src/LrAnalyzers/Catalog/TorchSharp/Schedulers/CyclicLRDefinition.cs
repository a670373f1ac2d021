using System;
using System.Collections.Immutable;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>TorchSharp 0.107.0, LRScheduler.cs:777-986, 1674 and 1742.</summary>
internal static class CyclicLRDefinition
{
    private static readonly SchedulerParameter s_low = new("base_lr", 1e-4);
    private static readonly SchedulerParameter s_high = new("max_lr", 1e-2);
    private static readonly SchedulerParameter s_up = new("step_size_up");
    private static readonly SchedulerParameter s_down = new("step_size_down");
    private static readonly SchedulerParameter s_mode = new("mode", 0, 1);
    private static readonly SchedulerParameter s_gamma = new("gamma", 0.9, 0.999, 1);
    private static readonly SchedulerParameter s_scale = new("scale_fn");
    private static readonly SchedulerParameter s_scaleMode = new("scale_mode");
    private static readonly SchedulerParameter s_momentum = new("cycle_momentum", 1);
    private static readonly SchedulerParameter s_lowMomentum = new("base_momentum");
    private static readonly SchedulerParameter s_highMomentum = new("max_momentum");

    public static readonly SchedulerDefinition Value = new()
    {
        Name = "CyclicLR",
        Parameters = ImmutableArray.Create(
            s_low, s_high, s_up, s_down, s_mode, s_gamma, s_scale, s_scaleMode, s_momentum, s_lowMomentum, s_highMomentum, SchedulerParameter.LastEpoch, SchedulerParameter.Verbose),
        Build = Build,
        CycleLengths = ImmutableArray.Create(s_up, s_down),
        Bounds = (s_low, s_high),
        Cadence = SchedulerCadence.Batch,
        ReplacesRate = true,
        MayLeaveBaseRate = true,
        Overwrites = true,
        ResumesByStep = true,
        Unstepped = "at base_lr",
        MomentumCycle = new(s_momentum, AcceptsBetas: false),
        CycleFactor = new(s_gamma, s_mode, "ExpRange", s_scale),
        BrokenArguments = ImmutableArray.Create(
            new BrokenArgument(s_up, 0, 0, "makes the learning rate NaN, because TorchSharp divides by it", "Give the number of batches from base_lr to max_lr", "2000", "line 947; default 2000")),
    };

    private static Schedule? Build(ISchedulerArguments arguments)
    {
        // A scale function of the code's own is one of doubles, which is not read.
        if (arguments.IsGiven(s_scale)
            || arguments.Count(s_up) is not { } up
            || arguments.Count(s_down) is not { } down
            || !Enum.TryParse(arguments.Word(s_mode), out CyclicMode mode)
            || arguments.Number(s_gamma) is not { } gamma
            || arguments.Flag(s_momentum) is not { } momentum
            || arguments.Count(SchedulerParameter.LastEpoch) is not { } last)
        {
            return null;
        }

        if (arguments.IsList(s_low))
        {
            return arguments.Numbers(s_low) is { } lows && arguments.Numbers(s_high) is { } highs
                ? new CyclicLR(lows, highs, up, down, mode, gamma, cycle_momentum: momentum, last_epoch: last)
                : null;
        }

        return arguments.Number(s_low) is { } low && arguments.Number(s_high) is { } high
            ? new CyclicLR(low, high, up, down, mode, gamma, cycle_momentum: momentum, last_epoch: last)
            : null;
    }
}
