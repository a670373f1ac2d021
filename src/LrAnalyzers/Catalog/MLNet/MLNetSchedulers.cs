using System.Collections.Immutable;
using System.Linq;

namespace LrAnalyzers.Catalog;

/// <summary>The schedules of ML.NET's ImageClassificationTrainer (LearningRateScheduler.cs): one row and one file each.</summary>
internal static class MLNetSchedulers
{
    /// <summary>The trainer's number of epochs where the code says none (ImageClassificationTrainer.cs, Options.Epoch).</summary>
    public const int DefaultEpochs = 200;

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<SchedulerDefinition> All = ImmutableArray.Create(
        ExponentialLRDecayDefinition.Value,
        PolynomialLRDecayDefinition.Value,
        LsrDecayDefinition.Value);

    /// <summary>The definition of a class, or <see langword="null"/>.</summary>
    public static SchedulerDefinition? Of(string? name) => All.FirstOrDefault(definition => definition.Name == name);
}
