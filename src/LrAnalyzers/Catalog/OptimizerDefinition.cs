namespace LrAnalyzers.Catalog;

/// <summary>A TorchSharp optimizer: its names in the API, its defaults and what it allows a schedule to do.</summary>
internal sealed record OptimizerDefinition : Algorithm
{
    /// <summary>Metadata name of the class, such as <c>TorchSharp.Modules.Adam</c>; <see langword="null"/> for a user's own optimizer.</summary>
    public string? TypeName { get; init; }

    /// <summary>The factory's name in <c>torch.optim</c>.</summary>
    public string? FactoryName { get; init; }

    /// <summary>Name of the learning-rate parameter of the factory (TorchSharp spells SGD's differently).</summary>
    public string FactoryParameter { get; init; } = "lr";

    /// <summary>The factory's default learning rate, or <see langword="null"/> where the argument is required.</summary>
    public double? FactoryDefault { get; init; }

    /// <summary>Default learning rate of <c>new X.ParamGroup(parameters)</c>, or <see langword="null"/> where there is no such type.</summary>
    public double? GroupDefault { get; init; }

    /// <summary>PyTorch's default for the same optimizer, or <see langword="null"/> where it has none.</summary>
    public double? PyTorchDefault { get; init; }

    /// <summary>Implements <c>IMomentum</c>: OneCycleLR and CyclicLR can cycle its momentum.</summary>
    public bool HasMomentum { get; init; }

    /// <summary>Implements <c>IBetas</c>: OneCycleLR can cycle its first beta, CyclicLR cannot.</summary>
    public bool HasBetas { get; init; }

    /// <summary>
    /// Its step is the gradient times the learning rate, so that clipping the gradient bounds the step, whatever the rate:
    /// 20 is a published setting (Zaremba et al. 2014 begin at 1 and clip at 5; PyTorch's word_language_model at 20 with 0.25).
    /// </summary>
    public bool StepsByGradient { get; init; }

    /// <summary>
    /// Why its first steps want a small learning rate where it trains attention: the paper; <see langword="null"/> where
    /// they do not.
    /// </summary>
    public string? WarmupSource { get; init; }

    /// <summary>What a learning-rate schedule does to it.</summary>
    public SchedulePolicy SchedulePolicy { get; init; }

    /// <summary>Whether it remembers something from step to step, so that a new one in each round loses it.</summary>
    public bool KeepsState { get; init; } = true;

    /// <summary>The parameter without which it remembers nothing; <see langword="null"/> where it always does.</summary>
    public string? KeepsStateWith { get; init; }

    /// <summary>Why a schedule does nothing to it, where <see cref="SchedulePolicy"/> says so: a clause of a message.</summary>
    public string? WhyUnaffected { get; init; }

    /// <summary>Metadata name of the parameter-group type.</summary>
    public string? ParamGroupTypeName => TypeName is null ? null : TypeName + "+ParamGroup";

    /// <summary>Metadata name of the options type.</summary>
    public string? OptionsTypeName => TypeName is null ? null : TypeName + "+Options";
}

/// <summary>What a learning-rate schedule does to an optimizer.</summary>
internal enum SchedulePolicy
{
    /// <summary>Follows the schedule, and long trainings gain from one.</summary>
    Schedulable,

    /// <summary>Follows the schedule, but already shrinks its own steps: constant is a fair choice.</summary>
    SelfDecaying,

    /// <summary>Ignores the schedule.</summary>
    Unaffected,
}
