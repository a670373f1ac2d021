namespace LrAnalyzers.Catalog;

/// <summary>A place in a library's public API that receives a learning rate.</summary>
/// <param name="ContainingType">Metadata name of the type that declares the member.</param>
/// <param name="Member">Name of the method, field or property; <c>.ctor</c> for a constructor.</param>
/// <param name="Parameter">Name of the parameter, or <see langword="null"/> for a field or property.</param>
/// <param name="Role">What the learning rate is for.</param>
/// <param name="Algorithm">The algorithm that is trained with it.</param>
/// <param name="Default">The library's default where the metadata does not hold it: a field's or property's.</param>
internal sealed record LearningRateSlot(
    string ContainingType,
    string Member,
    string? Parameter,
    LearningRateRole Role,
    Algorithm Algorithm,
    double? Default = null)
{
    /// <summary>The metadata name of every constructor.</summary>
    public const string Constructor = ".ctor";
}

/// <summary>What a learning rate is for.</summary>
internal enum LearningRateRole
{
    /// <summary>The optimizer's own learning rate, used for every parameter group that sets none.</summary>
    Optimizer,

    /// <summary>The learning rate of one parameter group.</summary>
    ParamGroup,

    /// <summary>The highest learning rate of a schedule that ignores the optimizer's (OneCycleLR, CyclicLR).</summary>
    SchedulePeak,

    /// <summary>The lowest learning rate of a cyclic schedule.</summary>
    ScheduleBase,

    /// <summary>A change of the learning rate during training.</summary>
    Write,

    /// <summary>The learning rate of an ML.NET trainer.</summary>
    Trainer,

    /// <summary>A learning rate in a list behind the one that the trainer reads.</summary>
    UnreadEntry,

    /// <summary>What a schedule multiplies the learning rate by: the result of a lambda.</summary>
    ScheduleFactor,

    /// <summary>Any other number that shapes a schedule: a start factor, a gamma, a lowest rate.</summary>
    ScheduleArgument,
}
