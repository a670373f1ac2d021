using System.Collections.Immutable;

namespace LrAnalyzers.Catalog;

/// <summary>A public member that is named like a learning rate and is none, or is covered elsewhere, and why.</summary>
/// <param name="Name">What a qualified name <c>Namespace.Type.Member(parameter)</c> ends with or contains.</param>
/// <param name="Reason">Why the catalog leaves it out.</param>
internal sealed record LearningRateExclusion(string Name, string Reason);

/// <summary>The negative half of the catalog: what looks like a learning rate and must not be judged as one.</summary>
internal static class LearningRateExclusions
{
    /// <summary>All exclusions.</summary>
    public static readonly ImmutableArray<LearningRateExclusion> All = ImmutableArray.Create<LearningRateExclusion>(
        new("BiasLearningRate", "The step of SDCA's bias alone; 0 is its default and means none."),
        new("(lr_decay)", "A decay of the learning rate, not a rate."),
        new("lr_decay", "A decay of the learning rate, not a rate."),
        new("InitialLearningRate", "What schedulers start from; the optimizer writes it."),
        new("DecreaseLearningRate", "A switch."),
        new("(decreaseLearningRate)", "A switch."),
        new("LearningRateScheduler", "A schedule; its own rates are in the catalog."),
        new("(lr_lambda)", "A factor on the learning rate."),
        new("(lr_lambdas)", "Factors on the learning rate."),
        new("(min_lr)", "A floor of ReduceLROnPlateau, judged with the schedule."),
        new("StartLearningRateRatio", "A ratio of the learning rate."),
        new("FinalLearningRateRatio", "A ratio of the learning rate."),
        new("TrainMetrics.LearningRate", "Reported by the trainer, not given to it."),
        new("FastForest", "Random forests have no learning rate; the trainer passes 1."),
        new("LsrDecay.BaseLearningRate", "Read-only; set by its constructor, which is in the catalog."),
        new("PolynomialLRDecay.LearningRate", "Read-only; set by its constructor, which is in the catalog."),
        new("PolynomialLRDecay.EndLearningRate", "Read-only; set by its constructor, which is in the catalog."),
        new("LBFGS..ctor(lr)", "Takes a native handle; users call the factory."),
        new("OptimizerOptions.LearningRate", "Matched by the concrete options type through which it is assigned."),
        new("ParamGroup.LearningRate", "Matched as a write through ILearningRateController."),
        new("ILearningRateController.LearningRate", "Matched as a write during training."),
        new("LBFGS.LearningRate", "Matched as a write through ILearningRateController."));
}
