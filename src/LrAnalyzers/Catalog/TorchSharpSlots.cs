using System.Collections.Generic;
using System.Collections.Immutable;

namespace LrAnalyzers.Catalog;

/// <summary>Every place in TorchSharp 0.107.0 that receives a learning rate by parameter or by property.</summary>
internal static class TorchSharpSlots
{
    // A schedule that replaces the optimizer's learning rate trains whatever optimizer it is given.
    private static readonly Algorithm s_oneCycle = new() { Name = "OneCycleLR", Library = Library.TorchSharp };
    private static readonly Algorithm s_lambda = new() { Name = "LambdaLR", Library = Library.TorchSharp };
    private static readonly Algorithm s_multiplicative = new() { Name = "MultiplicativeLR", Library = Library.TorchSharp };
    private static readonly Algorithm s_cyclic = new() { Name = "CyclicLR", Library = Library.TorchSharp };

    /// <summary>All slots.</summary>
    public static readonly ImmutableArray<LearningRateSlot> All = Enumerate().ToImmutableArray();

    private static IEnumerable<LearningRateSlot> Enumerate()
    {
        foreach (OptimizerDefinition optimizer in TorchSharpOptimizers.All)
        {
            yield return new(
                TorchSharpNames.Optim, optimizer.FactoryName!, optimizer.FactoryParameter, LearningRateRole.Optimizer, optimizer);
            yield return new(
                optimizer.TypeName!, LearningRateSlot.Constructor, "lr", LearningRateRole.Optimizer, optimizer);
            if (optimizer.GroupDefault is not null)
            {
                yield return new(
                    optimizer.ParamGroupTypeName!, LearningRateSlot.Constructor, "lr", LearningRateRole.ParamGroup, optimizer);
            }
        }

        foreach (LearningRateSlot slot in Schedule("OneCycleLR", "max_lr", LearningRateRole.SchedulePeak, s_oneCycle))
        {
            yield return slot;
        }

        foreach (LearningRateSlot slot in Schedule("CyclicLR", "max_lr", LearningRateRole.SchedulePeak, s_cyclic))
        {
            yield return slot;
        }

        foreach (LearningRateSlot slot in Schedule("LambdaLR", "lr_lambda", LearningRateRole.ScheduleFactor, s_lambda))
        {
            yield return slot;
        }

        yield return new(
            TorchSharpNames.LrSchedulerImpl + "+LambdaLR", LearningRateSlot.Constructor, "lr_lambdas", LearningRateRole.ScheduleFactor, s_lambda);
        foreach (LearningRateSlot slot in Schedule("MultiplicativeLR", "lr_lambda", LearningRateRole.ScheduleFactor, s_multiplicative))
        {
            yield return slot;
        }

        yield return new(
            TorchSharpNames.LrSchedulerImpl + "+MultiplicativeLR", LearningRateSlot.Constructor, "lr_lambdas", LearningRateRole.ScheduleFactor, s_multiplicative);
        foreach (LearningRateSlot slot in Schedule("CyclicLR", "base_lr", LearningRateRole.ScheduleBase, s_cyclic))
        {
            yield return slot;
        }
    }

    // Every scheduler can be made by its factory or by the constructor of its implementation.
    private static IEnumerable<LearningRateSlot> Schedule(string name, string parameter, LearningRateRole role, Algorithm algorithm)
    {
        yield return new(TorchSharpNames.LrScheduler, name, parameter, role, algorithm);
        yield return new(TorchSharpNames.LrSchedulerImpl + "+" + name, LearningRateSlot.Constructor, parameter, role, algorithm);
    }
}
