namespace LrAnalyzers.Schedules;

/// <summary>
/// The parameter group a schedule is evaluated for. Groups do not influence each other's learning rate, with one exception:
/// OneCycleLR treats them by <see cref="Index"/>.
/// </summary>
/// <param name="LearningRate">The group's learning rate when the scheduler is constructed.</param>
/// <param name="InitialLearningRate">
/// <c>ILearningRateController.InitialLearningRate</c>, which schedulers take as their base (TorchSharp 0.107.0, LRScheduler.cs:34).
/// Writing <c>pg.LearningRate</c> does not change it.
/// </param>
/// <param name="Index">Zero-based position in <c>Optimizer.ParamGroups</c>.</param>
/// <param name="Count">Number of parameter groups; at least 1.</param>
/// <param name="SupportsMomentum">The optimizer is an <c>IMomentum</c> (SGD, RMSProp). Leave true where it is not known: false makes <c>cycle_momentum</c> throw.</param>
/// <param name="SupportsBetas">The optimizer is an <c>IBetas</c> (Adam, AdamW, Adamax, NAdam, RAdam). Leave true where it is not known.</param>
internal readonly record struct ScheduledGroup(
    double LearningRate,
    double InitialLearningRate,
    int Index = 0,
    int Count = 1,
    bool SupportsMomentum = true,
    bool SupportsBetas = true)
{
    /// <summary>The only group of an optimizer that was created with this learning rate.</summary>
    public static ScheduledGroup Single(double learningRate) => new(learningRate, learningRate);
}
