using System.Collections.Immutable;
using System.Linq;

namespace LrAnalyzers.Catalog;

/// <summary>Numbers that break a schedule when they are given for one parameter of a scheduler.</summary>
/// <param name="Scheduler">The scheduler's name in the library.</param>
/// <param name="Parameter">The parameter's name in the library.</param>
/// <param name="Minimum">The lower end.</param>
/// <param name="Maximum">The upper end.</param>
/// <param name="Consequence">What happens: a clause that follows the number in a message.</param>
/// <param name="Advice">What to give instead: a sentence without its full stop.</param>
/// <param name="Replacement">Source text of a value that works, or <see langword="null"/> where only the training knows it.</param>
/// <param name="Source">The library file, paper or measurement behind it.</param>
/// <param name="IncludesMinimum">Whether the lower end itself breaks the schedule.</param>
/// <param name="IncludesMaximum">Whether the upper end itself breaks the schedule.</param>
/// <param name="Grows">Whether the learning rate grows without bound: what a learning-rate finder does on purpose.</param>
/// <param name="HarmlessWith">Another parameter that makes the number harmless when it has the value <see cref="HarmlessValue"/>.</param>
/// <param name="HarmlessValue">See <see cref="HarmlessWith"/>.</param>
internal sealed record BrokenArgument(
    string Scheduler,
    string Parameter,
    double Minimum,
    double Maximum,
    string Consequence,
    string Advice,
    string? Replacement,
    string Source,
    bool IncludesMinimum = true,
    bool IncludesMaximum = true,
    bool Grows = false,
    string? HarmlessWith = null,
    double HarmlessValue = 1)
{
    /// <summary>Whether the number is one of them.</summary>
    public bool Contains(double number) =>
        (IncludesMinimum ? number >= Minimum : number > Minimum) && (IncludesMaximum ? number <= Maximum : number < Maximum);
}

/// <summary>
/// The arguments with which the schedulers of TorchSharp 0.107.0 break. It validates almost none of them; line numbers are
/// those of <c>src/TorchSharp/Optimizers/LRScheduler.cs</c> at that version, and each case was run against the library.
/// </summary>
internal static class SchedulerParameters
{
    private const double Infinity = double.PositiveInfinity;

    private const string Zero = "sets the learning rate to 0, so that nothing is learned from there on";
    private const string Sign = "turns the learning rate negative, so that the loss is climbed instead of descended";
    private const string Grows = "makes the learning rate grow without bound instead of decay";
    private const string Decay = "Typical is 0.1 (He et al. 2016)";
    private const string DecayEachEpoch = "Typical is 0.95 per epoch";
    private const string Run = "run against TorchSharp 0.107.0";

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<BrokenArgument> All = ImmutableArray.Create(
        new BrokenArgument("StepLR", "step_size", 0, 0,
            "throws DivideByZeroException at the first step()", "Give the number of steps between two decays", "30", "line 240; 30 epochs: He et al. 2016"),
        new BrokenArgument("StepLR", "gamma", 0, 0, Zero, Decay, "0.1", Run),
        new BrokenArgument("StepLR", "gamma", -Infinity, 0, Sign, Decay, "0.1", Run, IncludesMaximum: false),
        new BrokenArgument("StepLR", "gamma", 1, Infinity, Grows, Decay, "0.1", Run, IncludesMinimum: false, Grows: true),
        new BrokenArgument("MultiStepLR", "gamma", 0, 0, Zero, Decay, "0.1", Run),
        new BrokenArgument("MultiStepLR", "gamma", -Infinity, 0, Sign, Decay, "0.1", Run, IncludesMaximum: false),
        new BrokenArgument("MultiStepLR", "gamma", 1, Infinity,
            "raises the learning rate at every milestone instead of lowering it", Decay, "0.1", Run, IncludesMinimum: false, Grows: true),
        new BrokenArgument("ExponentialLR", "gamma", 0, 0, Zero, DecayEachEpoch, "0.95", Run),
        new BrokenArgument("ExponentialLR", "gamma", -Infinity, 0, Sign, DecayEachEpoch, "0.95", Run, IncludesMaximum: false),
        new BrokenArgument("ExponentialLR", "gamma", 1, Infinity, Grows, DecayEachEpoch, "0.95", Run, IncludesMinimum: false, Grows: true),

        new BrokenArgument("LinearLR", "start_factor", 0, 0,
            "makes the learning rate NaN at the second step, because TorchSharp divides by it", "Begin with a small positive factor such as 0.1", "0.1", "line 498; " + Run),
        new BrokenArgument("LinearLR", "start_factor", -Infinity, 0, Sign, "Begin with a small positive factor such as 0.1", "0.1", Run, IncludesMaximum: false),
        new BrokenArgument("LinearLR", "end_factor", -Infinity, 0, Sign, "End at 0 or above", "0.0", Run, IncludesMaximum: false),
        new BrokenArgument("LinearLR", "total_iters", -Infinity, 0,
            "leaves the learning rate at start_factor for the whole training", "Give the number of warmup steps", "5", "line 495; default 5",
            HarmlessWith: "start_factor"),
        new BrokenArgument("ConstantLR", "factor", 0, 0,
            "makes the learning rate NaN at step total_iters, because TorchSharp divides by it", "Give a small positive factor such as 0.1", "0.1", "line 442; " + Run),
        new BrokenArgument("ConstantLR", "factor", -Infinity, 0, Sign, "Give a small positive factor such as 0.1", "0.1", Run, IncludesMaximum: false),
        new BrokenArgument("ConstantLR", "total_iters", -Infinity, 0,
            "leaves the learning rate at its factor for the whole training", "Give the number of steps at the small rate", "5", "line 439; default 5",
            HarmlessWith: "factor"),

        new BrokenArgument("PolynomialLR", "total_iters", -Infinity, 0,
            "never changes the learning rate", "Give the number of step() calls", null, "line 341"),
        new BrokenArgument("PolynomialLR", "power", -Infinity, 0,
            "makes the learning rate grow, to infinity at the last step", "1 decays along a line", "1.0", "line 347", IncludesMaximum: false),
        new BrokenArgument("CosineAnnealingLR", "T_max", 0, 0,
            "makes the learning rate NaN at the first step, because TorchSharp divides by it", "Give the number of step() calls", null, "line 603; " + Run),
        new BrokenArgument("CosineAnnealingLR", "eta_min", -Infinity, 0, Sign, "End at 0 or above", "0.0", Run, IncludesMaximum: false),

        new BrokenArgument("OneCycleLR", "pct_start", -Infinity, 0, "throws ArgumentException: it is a fraction between 0 and 1", "Typical is 0.3", "0.3", "line 1084", IncludesMaximum: false),
        new BrokenArgument("OneCycleLR", "pct_start", 1, Infinity, "throws ArgumentException: it is a fraction between 0 and 1", "Typical is 0.3", "0.3", "line 1084", IncludesMinimum: false),
        new BrokenArgument("OneCycleLR", "div_factor", 0, 0, "makes the first learning rate infinite, because max_lr is divided by it", "Typical is 25", "25", "line 1102"),
        new BrokenArgument("OneCycleLR", "div_factor", -Infinity, 0, Sign, "Typical is 25", "25", "line 1102", IncludesMaximum: false),
        new BrokenArgument("OneCycleLR", "div_factor", 0, 1,
            "begins above max_lr, because max_lr is divided by it", "Typical is 25", "25", "line 1102", IncludesMinimum: false, IncludesMaximum: false),
        new BrokenArgument("OneCycleLR", "final_div_factor", 0, 0, "ends at an infinite learning rate, because the first one is divided by it", "Typical is 10000", "1e4", "line 1106"),
        new BrokenArgument("OneCycleLR", "final_div_factor", -Infinity, 0, Sign, "Typical is 10000", "1e4", "line 1106", IncludesMaximum: false),
        new BrokenArgument("OneCycleLR", "total_steps", -Infinity, -2, "throws ArgumentException", "Give the number of step() calls", null, "line 1089"),
        new BrokenArgument("OneCycleLR", "total_steps", 0, 0, "throws ArgumentException", "Give the number of step() calls", null, "line 1089"),

        new BrokenArgument("CyclicLR", "step_size_up", 0, 0, "makes the learning rate NaN, because TorchSharp divides by it", "Give the number of batches from base_lr to max_lr", "2000", "line 947; default 2000"),

        new BrokenArgument("ReduceLROnPlateau", "factor", 1, Infinity, "throws ArgumentException: it must be below 1", "Typical is 0.1", "0.1", "line 638"),
        new BrokenArgument("ReduceLROnPlateau", "factor", -Infinity, 0,
            "sets the learning rate to 0 at the first plateau, so that nothing is learned from there on", "Typical is 0.1", "0.1", "line 752",
            HarmlessWith: "min_lr"),
        new BrokenArgument("ReduceLROnPlateau", "patience", -Infinity, 0,
            "lowers the learning rate at every step, also when the metric improves", "Typical is 10 epochs", "10", "line 711", IncludesMaximum: false));

    /// <summary>Those of one scheduler.</summary>
    public static ImmutableArray<BrokenArgument> Of(string scheduler) => All.Where(broken => broken.Scheduler == scheduler).ToImmutableArray();

    /// <summary>The factor per step that ExponentialLR gets where it is left at TorchSharp's 0.1: PyTorch requires one.</summary>
    public const string ExponentialGamma = "0.95";
}
