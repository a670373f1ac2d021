using System;
using System.Collections.Immutable;
using System.Linq;
using LrAnalyzers.Schedules;

namespace LrAnalyzers.Catalog;

/// <summary>
/// A learning-rate scheduler of a library: its name, its parameters, what it does to the rate of the optimizer, and the curve
/// that it gives. All that is known of it stands in one file, and every rule asks here; a scheduler without a definition is
/// one that nothing is said about.
/// </summary>
internal sealed record SchedulerDefinition
{
    /// <summary>The name of the factory and of the class, such as <c>CosineAnnealingLR</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Every parameter of the factory and of the constructors, the optimizer's aside.</summary>
    public required ImmutableArray<SchedulerParameter> Parameters { get; init; }

    /// <summary>
    /// The curve that the arguments give; <see langword="null"/> where one that it depends on cannot be known. Defaults are
    /// those of the library's own signature: the arguments know them.
    /// </summary>
    public required Func<ISchedulerArguments, Schedule?> Build { get; init; }

    /// <summary>
    /// The parameter that says after how many <c>step()</c> calls the schedule ends; <see langword="null"/> for schedules that
    /// do not end, and for those that have no such number.
    /// </summary>
    public SchedulerParameter? Length { get; init; }

    /// <summary>The parameter that says how many <c>step()</c> calls lie between two decays.</summary>
    public SchedulerParameter? Period { get; init; }

    /// <summary>The parameter that lists the <c>step()</c> calls at which the schedule changes.</summary>
    public SchedulerParameter? Milestones { get; init; }

    /// <summary>The two parameters whose product is the length where <see cref="Length"/> is left out: epochs, and batches in each.</summary>
    public (SchedulerParameter Epochs, SchedulerParameter BatchesPerEpoch)? LengthInEpochs { get; init; }

    /// <summary>The lengths of the parts of a cycle, in <c>step()</c> calls, of a schedule that goes up and down for as long as it is stepped.</summary>
    public ImmutableArray<SchedulerParameter> CycleLengths { get; init; } = ImmutableArray<SchedulerParameter>.Empty;

    /// <summary>The parameter that takes the schedulers it is made of.</summary>
    public SchedulerParameter? Parts { get; init; }

    /// <summary>The parameter that takes the factor as a function of the epoch, and what each group's is called where there are several.</summary>
    public ImmutableArray<SchedulerParameter> Factors { get; init; } = ImmutableArray<SchedulerParameter>.Empty;

    /// <summary>The parameter that says at which epoch the schedule begins.</summary>
    public SchedulerParameter? LastEpoch => Parameters.FirstOrDefault(parameter => parameter.Name == SchedulerParameter.LastEpochName);

    /// <summary>How often the library means it to be stepped.</summary>
    public SchedulerCadence Cadence { get; init; }

    /// <summary>Whether the optimizer's own learning rate is not used: the schedule computes its own.</summary>
    public bool ReplacesRate { get; init; }

    /// <summary>
    /// Whether it may train with other rates than the optimizer's own and what lies below it for a while: it replaces it, or
    /// multiplies it by whatever the code says.
    /// </summary>
    public bool MayLeaveBaseRate { get; init; }

    /// <summary>
    /// Whether a new object goes on from the rate that the optimizer has now, which an earlier scheduler may have decayed; else
    /// it starts from the initial rate, or from one of its own.
    /// </summary>
    public bool StartsAtCurrentRate { get; init; }

    /// <summary>Whether <c>step()</c> overwrites the current rate, whatever it is; else it multiplies it, or adds to it.</summary>
    public bool Overwrites { get; init; }

    /// <summary>
    /// Whether <c>step(n)</c> on a new object gives the rate of n calls of <c>step()</c>, then and afterwards. The others are
    /// resumed by calling <c>step()</c> as often.
    /// </summary>
    public bool ResumesByStep { get; init; }

    /// <summary>Whether <c>step</c> wants a metric, and throws without one.</summary>
    public bool NeedsMetric { get; init; }

    /// <summary>Whether it belongs to an optimizer; a ChainedLR only to its parts.</summary>
    public bool TakesOptimizer { get; init; } = true;

    /// <summary>Whether a function that the code gives is multiplied at every step, so that its results accumulate.</summary>
    public bool Accumulates { get; init; }

    /// <summary>Where the learning rate stays if <c>step()</c> is never called: a phrase that follows "stays".</summary>
    public string Unstepped { get; init; } = "constant";

    /// <summary>What switches the cycling of the momentum; <see langword="null"/> where there is none.</summary>
    public MomentumCycle? MomentumCycle { get; init; }

    /// <summary>
    /// The zero-based index of the parameter group that the library treats wrongly, from the arguments; <see langword="null"/>
    /// where there is none or where that is not known.
    /// </summary>
    public Func<ISchedulerArguments, int?>? MistreatedGroup { get; init; }

    /// <summary>The parameter that gives the factor of a ramp's first step.</summary>
    public SchedulerParameter? StartFactor { get; init; }

    /// <summary>The parameter that gives the factor with which a ramp ends.</summary>
    public SchedulerParameter? EndFactor { get; init; }

    /// <summary>The parameter that gives the highest rate of a schedule that replaces the optimizer's.</summary>
    public SchedulerParameter? Peak { get; init; }

    /// <summary>The parameter that gives the learning rate a schedule starts from that replaces the trainer's.</summary>
    public SchedulerParameter? OwnRate { get; init; }

    /// <summary>The parameter that gives the learning rate it ends at.</summary>
    public SchedulerParameter? EndRate { get; init; }

    /// <summary>The parameter that gives the factor of each decay.</summary>
    public SchedulerParameter? Decay { get; init; }

    /// <summary>The parameter that makes it start again when it has ended.</summary>
    public SchedulerParameter? Repeats { get; init; }

    /// <summary>The parameter that bounds the rate from below.</summary>
    public SchedulerParameter? Lowest { get; init; }

    /// <summary>The rates between which it goes up and down: the low one, which it starts at, and the high one.</summary>
    public (SchedulerParameter Low, SchedulerParameter High)? Bounds { get; init; }

    /// <summary>The share of the length that is a warmup; the library divides by its steps less one.</summary>
    public SchedulerParameter? WarmupShare { get; init; }

    /// <summary>The number of steps without improvement after which it reduces the rate.</summary>
    public SchedulerParameter? Patience { get; init; }

    /// <summary>The factor that scales each cycle.</summary>
    public CycleFactor? CycleFactor { get; init; }

    /// <summary>The parameters that take one of two words.</summary>
    public ImmutableArray<WordChoice> Words { get; init; } = ImmutableArray<WordChoice>.Empty;

    /// <summary>The word that says which way its metric gets better: the first for one that falls, the second for one that rises.</summary>
    public WordChoice? Direction { get; init; }

    /// <summary>
    /// Whether its parts run one after the other, with a milestone between each two; else, if it has parts, all at once. They
    /// must belong to one optimizer then.
    /// </summary>
    public bool RunsPartsInTurn { get; init; }

    /// <summary>A default that no training can want; <see langword="null"/> where there is none.</summary>
    public BrokenDefault? BrokenDefault { get; init; }

    /// <summary>The arguments with which it breaks.</summary>
    public ImmutableArray<BrokenArgument> BrokenArguments { get; init; } = ImmutableArray<BrokenArgument>.Empty;

    /// <summary>The parameter of a name, or <see langword="null"/>.</summary>
    public SchedulerParameter? Parameter(string name) => Parameters.FirstOrDefault(parameter => parameter.Name == name);

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

/// <summary>How often a scheduler is stepped.</summary>
internal enum SchedulerCadence
{
    /// <summary>Once per epoch, or once every so many batches: its lengths say which.</summary>
    Either,

    /// <summary>After every batch.</summary>
    Batch,

    /// <summary>Once per epoch.</summary>
    Epoch,
}

/// <summary>The cycling of the momentum that comes with a schedule.</summary>
/// <param name="Switch">The parameter that switches it.</param>
/// <param name="AcceptsBetas">Whether an optimizer with a first beta instead of a momentum will do.</param>
internal sealed record MomentumCycle(SchedulerParameter Switch, bool AcceptsBetas);

/// <summary>The factor that scales each cycle of a schedule, in one of its modes.</summary>
/// <param name="Factor">The parameter that gives it.</param>
/// <param name="Mode">The parameter that chooses the mode.</param>
/// <param name="ScalingMode">The mode in which the factor counts: the name of the enumeration's member.</param>
/// <param name="Replacement">The parameter that takes a function instead.</param>
internal sealed record CycleFactor(SchedulerParameter Factor, SchedulerParameter Mode, string ScalingMode, SchedulerParameter Replacement);

/// <summary>A parameter that takes one of two words, in lower case, and throws for any other.</summary>
internal sealed record WordChoice(SchedulerParameter Parameter, string First, string Second);

/// <summary>A default of the library that is no good.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Maximum">The default is bad as long as it is no higher: a later version may have a better one.</param>
/// <param name="Consequence">What it does: a clause that follows the number.</param>
/// <param name="Advice">A sentence without its full stop.</param>
/// <param name="Replacement">Source text of a value that works.</param>
internal sealed record BrokenDefault(SchedulerParameter Parameter, double Maximum, string Consequence, string Advice, string Replacement);

/// <summary>A parameter of a scheduler.</summary>
/// <param name="Name">Its name in the library.</param>
/// <param name="Trials">
/// Values over its legal range that are tried where the code's own cannot be known: a verdict must hold at each. None for a
/// parameter without which nothing can be said, such as a length.
/// </param>
internal sealed record SchedulerParameter(string Name, params double[] Trials)
{
    /// <summary>Name of the parameter that says at which epoch a schedule begins.</summary>
    public const string LastEpochName = "last_epoch";

    /// <summary>The parameter that says at which epoch a schedule begins; -1 for a new training.</summary>
    public static readonly SchedulerParameter LastEpoch = new(LastEpochName);

    /// <summary>Prints the rate; without influence on it.</summary>
    public static readonly SchedulerParameter Verbose = new("verbose");

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}

/// <summary>
/// What a scheduler is created with, in one trial: what the code says, the library's default where it says nothing, and a value
/// that is tried where it cannot be known. <see langword="null"/> means unknown.
/// </summary>
internal interface ISchedulerArguments
{
    /// <summary>A number.</summary>
    double? Number(SchedulerParameter parameter);

    /// <summary>A whole number.</summary>
    int? Count(SchedulerParameter parameter);

    /// <summary>A truth value.</summary>
    bool? Flag(SchedulerParameter parameter);

    /// <summary>A string, or the name of an enumeration's member.</summary>
    string? Word(SchedulerParameter parameter);

    /// <summary>Whether the code gives a value other than <see langword="null"/>.</summary>
    bool IsGiven(SchedulerParameter parameter);

    /// <summary>Whether the parameter takes a list, one entry for each parameter group, in the overload that is called.</summary>
    bool IsList(SchedulerParameter parameter);

    /// <summary>A list of numbers.</summary>
    ImmutableArray<double>? Numbers(SchedulerParameter parameter);

    /// <summary>A list of whole numbers.</summary>
    ImmutableArray<int>? Counts(SchedulerParameter parameter);

    /// <summary>A function of the epoch.</summary>
    ScheduleFactor? Function(SchedulerParameter parameter);

    /// <summary>A list of them.</summary>
    ImmutableArray<ScheduleFactor>? Functions(SchedulerParameter parameter);

    /// <summary>A list of schedulers.</summary>
    ImmutableArray<Schedule>? Parts(SchedulerParameter parameter);
}

/// <summary>Numbers that break a schedule when they are given for one parameter of a scheduler.</summary>
/// <param name="Parameter">The parameter.</param>
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
    SchedulerParameter Parameter,
    double Minimum,
    double Maximum,
    string Consequence,
    string Advice,
    string? Replacement,
    string Source,
    bool IncludesMinimum = true,
    bool IncludesMaximum = true,
    bool Grows = false,
    SchedulerParameter? HarmlessWith = null,
    double HarmlessValue = 1)
{
    private const double Infinity = double.PositiveInfinity;

    /// <summary>Whether the number is one of them.</summary>
    public bool Contains(double number) =>
        (IncludesMinimum ? number >= Minimum : number > Minimum) && (IncludesMaximum ? number <= Maximum : number < Maximum);

    /// <summary>A negative factor, with which the loss is climbed.</summary>
    public static BrokenArgument Negative(SchedulerParameter parameter, string advice, string replacement, string source) => new(
        parameter, -Infinity, 0, "turns the learning rate negative, so that the loss is climbed instead of descended", advice, replacement, source, IncludesMaximum: false);

    /// <summary>A factor of zero, after which nothing is learned.</summary>
    public static BrokenArgument Zero(SchedulerParameter parameter, string advice, string replacement, string source) => new(
        parameter, 0, 0, "sets the learning rate to 0, so that nothing is learned from there on", advice, replacement, source);

    /// <summary>A factor above one, with which the rate grows.</summary>
    public static BrokenArgument Growing(SchedulerParameter parameter, string consequence, string advice, string replacement, string source) => new(
        parameter, 1, Infinity, consequence, advice, replacement, source, IncludesMinimum: false, Grows: true);
}
