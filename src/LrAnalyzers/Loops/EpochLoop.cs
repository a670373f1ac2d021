using System.Collections.Immutable;
using System.Linq;

namespace LrAnalyzers.Loops;

/// <summary>Finds the loop that counts the passes of a training that is long enough to be worth a schedule.</summary>
internal static class EpochLoop
{
    // Fewer passes over the whole data set in one step each are no training that a schedule would change.
    private const int FewEpochs = 10;

    /// <summary>
    /// The epoch loop among the loops around a step: the outermost of several, or a single one that names epochs or is
    /// long. <see langword="null"/> where the training is provably short, or runs until its environment stops it.
    /// </summary>
    /// <param name="loops">The loops around the step in which the optimizer is the same one, innermost first.</param>
    /// <param name="minimumSteps">The number of steps from which a training is long.</param>
    public static TrainingLoop? Find(ImmutableArray<TrainingLoop> loops, int minimumSteps)
    {
        if (loops.IsEmpty || loops.Any(loop => loop.IsOpenEnded || loop.TripCount == 0))
        {
            return null;
        }

        // A product that cannot be proved is long enough.
        double steps = loops.Aggregate(1.0, (product, loop) => product * (loop.TripCount ?? double.PositiveInfinity));
        if (steps < minimumSteps)
        {
            return null;
        }

        TrainingLoop outer = loops.LastOrDefault(loop => loop.NamesEpochs) ?? loops[loops.Length - 1];
        long? count = outer.TripCount ?? outer.DefaultCount;
        if (loops.Length > 1)
        {
            // One pass over new data, as an update of a trained model makes.
            return count == 1 ? null : outer;
        }

        return outer.NamesEpochs && !(count <= FewEpochs) || count >= minimumSteps ? outer : null;
    }

    /// <summary>
    /// Whether one optimizer goes through several trainings: a loop around the epochs, as over tasks or over rounds of
    /// collected experience. A schedule over the epochs would end with the first of them.
    /// </summary>
    /// <param name="epochs">The epoch loop.</param>
    /// <param name="loops">The loops around the step in which the optimizer is the same one, innermost first.</param>
    public static bool IsRepeated(TrainingLoop epochs, ImmutableArray<TrainingLoop> loops) => loops.IndexOf(epochs) < loops.Length - 1;
}
