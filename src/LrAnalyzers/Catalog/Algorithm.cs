namespace LrAnalyzers.Catalog;

/// <summary>
/// What is known about the learning rate of one training algorithm: an optimizer or a trainer.
/// </summary>
internal record Algorithm
{
    /// <summary>The name users know it by, such as <c>Adam</c> or <c>FastTree</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Which library trains with it.</summary>
    public required Library Library { get; init; }

    /// <summary>The learning rates with which training can work at all, or <see langword="null"/> where no bound is known.</summary>
    public LearningRateRange? Working { get; init; }

    /// <summary>Why a learning rate above <see cref="Working"/> cannot train: a clause that follows a colon in a message.</summary>
    public string? AboveWorking { get; init; }

    /// <summary>Why a learning rate below <see cref="Working"/> cannot train: a clause that follows a colon in a message.</summary>
    public string? BelowWorking { get; init; }

    /// <summary>The learning rates of published practice, or <see langword="null"/> where there is no consensus.</summary>
    public LearningRateRange? Usual { get; init; }

    /// <summary>The learning rate to start from when nothing else is known; <see langword="null"/> for an algorithm the catalog does not know.</summary>
    public double? Typical { get; init; }

    /// <summary>Where <see cref="Typical"/> comes from.</summary>
    public string TypicalSource { get; init; } = "";

    /// <summary>
    /// The learning rates with which all weights of a pretrained model are usually trained on, or <see langword="null"/>
    /// where there is no practice to speak of.
    /// </summary>
    public LearningRateRange? FineTuning { get; init; }

    /// <summary>The learning rate to start such a training from; it stands in the source of <see cref="FineTuning"/>.</summary>
    public double? TypicalFineTuning { get; init; }
}

/// <summary>The libraries whose training code is inspected.</summary>
internal enum Library
{
    /// <summary>TorchSharp, the .NET binding of libtorch.</summary>
    TorchSharp,

    /// <summary>Microsoft ML.NET.</summary>
    MLNet,
}
