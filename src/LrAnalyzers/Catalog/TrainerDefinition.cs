using System.Collections.Immutable;

namespace LrAnalyzers.Catalog;

/// <summary>An ML.NET trainer: where its learning rate enters and what else decides about it.</summary>
internal sealed record TrainerDefinition : Algorithm
{
    /// <summary>Metadata name of the type that declares the catalog method, or <see langword="null"/> where there is none with a learning rate.</summary>
    public string? MethodType { get; init; }

    /// <summary>Name of the catalog method.</summary>
    public string? Method { get; init; }

    /// <summary>Metadata name of the type that declares the options member; the original definition of a generic one.</summary>
    public string? DeclaringType { get; init; }

    /// <summary>Name of the options member.</summary>
    public string Member { get; init; } = "LearningRate";

    /// <summary>Metadata names of the options types that users create.</summary>
    public ImmutableArray<string> OptionsTypes { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>The learning rate of new options; <see langword="null"/> where the library chooses one by the data.</summary>
    public double? OptionsDefault { get; init; }

    /// <summary>Name of the parameter or member that multiplies the learning rate, 1 by default.</summary>
    public string? ScaledBy { get; init; }

    /// <summary>Name of the parameter or member that switches the trainer's own decay.</summary>
    public string? DecaySwitch { get; init; }

    /// <summary>Whether that decay is on unless it is switched off.</summary>
    public bool DecaysByDefault { get; init; }

    /// <summary>The working range when <see cref="DecaySwitch"/> is off.</summary>
    public LearningRateRange? WorkingWithoutDecay { get; init; }

    /// <summary>Why a learning rate above <see cref="WorkingWithoutDecay"/> cannot train.</summary>
    public string? AboveWorkingWithoutDecay { get; init; }

    /// <summary>Name of the parameter or member with the number of boosted trees; <see langword="null"/> for other trainers.</summary>
    public string? Trees { get; init; }

    /// <summary>The number of trees where none is given.</summary>
    public int DefaultTrees { get; init; }

    /// <summary>Whether the options are refused when their learning rate is not above zero.</summary>
    public bool ChecksOptions { get; init; }

    /// <summary>Whether the catalog method refuses a learning rate that is not above zero.</summary>
    public bool ChecksArgument { get; init; }

    /// <summary>What a learning rate of zero does where nothing refuses it: a clause that follows a colon in a message.</summary>
    public string? EffectOfZero { get; init; }

    /// <summary>What a negative one does.</summary>
    public string? EffectOfNegative { get; init; }

    /// <summary>What NaN or infinity does.</summary>
    public string? EffectOfNaN { get; init; }

    /// <summary>Name of the member that, above zero, cancels the learning rate.</summary>
    public string? CancelledBy { get; init; }

    /// <summary>Name of the member that holds a schedule with a learning rate of its own.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Whether the learning rate is a list of which only the first entry is read.</summary>
    public bool ReadsFirstOnly { get; init; }
}
