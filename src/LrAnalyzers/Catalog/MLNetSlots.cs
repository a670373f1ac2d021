using System.Collections.Generic;
using System.Collections.Immutable;

namespace LrAnalyzers.Catalog;

/// <summary>Every parameter in ML.NET 5.0.1 that receives a learning rate; members of options types are in <see cref="MLNetTrainers"/>.</summary>
internal static class MLNetSlots
{
    // ImageClassification is the only trainer that takes these.
    private static readonly Algorithm s_exponential = Decay("ExponentialLRDecay", 0.01);
    private static readonly Algorithm s_polynomial = Decay("PolynomialLRDecay", 0.01);
    private static readonly Algorithm s_lsr = Decay("LsrDecay", 0.1);

    /// <summary>All slots.</summary>
    public static readonly ImmutableArray<LearningRateSlot> All = Enumerate().ToImmutableArray();

    private static IEnumerable<LearningRateSlot> Enumerate()
    {
        foreach (TrainerDefinition trainer in MLNetTrainers.All)
        {
            if (trainer is { MethodType: { } type, Method: { } method })
            {
                yield return new(type, method, "learningRate", LearningRateRole.Trainer, trainer);
            }
        }

        yield return new(MLNetNames.ExponentialDecay, LearningRateSlot.Constructor, "learningRate", LearningRateRole.SchedulePeak, s_exponential);
        yield return new(MLNetNames.PolynomialDecay, LearningRateSlot.Constructor, "learningRate", LearningRateRole.SchedulePeak, s_polynomial);
        yield return new(MLNetNames.PolynomialDecay, LearningRateSlot.Constructor, "endLearningRate", LearningRateRole.ScheduleBase, s_polynomial);
        yield return new(MLNetNames.LsrDecay, LearningRateSlot.Constructor, "baseLearningRate", LearningRateRole.SchedulePeak, s_lsr);
    }

    private static Algorithm Decay(string name, double libraryDefault) => new()
    {
        Name = name,
        Library = Library.MLNet,
        Typical = libraryDefault,
        TypicalSource = "LearningRateScheduler.cs, default",
    };
}
