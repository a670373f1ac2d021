using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>Finds the loop that counts the passes of a training that is long enough to be worth a schedule.</summary>
internal static class EpochLoop
{
    // Fewer passes over the whole data set in one step each are no training that a schedule would change.
    private const int FewEpochs = 10;

    /// <summary>
    /// The epoch loop among the loops around a step: the outermost of several, or a single one that names epochs or is
    /// long. <see langword="null"/> where the training is provably short, or runs until its environment stops it.
    /// </summary>
    /// <param name="loops">The loops around the step, innermost first.</param>
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
        return loops.Length > 1
            || outer.NamesEpochs && !(outer.TripCount <= FewEpochs)
            || outer.TripCount >= minimumSteps
                ? outer
                : null;
    }

    /// <summary>
    /// Whether one optimizer goes through several trainings: a loop around the epochs that its creation is not in, as over
    /// tasks or over rounds of collected experience. A schedule over the epochs would end with the first of them.
    /// </summary>
    /// <param name="epochs">The epoch loop.</param>
    /// <param name="loops">The loops around the step, innermost first.</param>
    /// <param name="creation">The optimizer's creation.</param>
    /// <param name="code">The project.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public static bool IsRepeated(
        TrainingLoop epochs, ImmutableArray<TrainingLoop> loops, IOperation creation, CodeBase code, CancellationToken cancellationToken)
    {
        TrainingLoop[] outer = loops.Skip(loops.IndexOf(epochs) + 1).Where(loop => !loop.Contains(creation)).ToArray();
        if (outer.Length == 0)
        {
            return false;
        }

        // A loop around the call of the method that creates the optimizer makes a new one each time.
        ImmutableArray<TrainingLoop> around = LoopNest.Around(creation, path: null, code, cancellationToken);
        return outer.Any(loop => !around.Any(known => known.Operation.Syntax == loop.Operation.Syntax));
    }

    /// <summary>
    /// Whether the loop steps several optimizers after several <c>backward()</c> calls, as adversarial training does:
    /// their balance is often better served by constant rates.
    /// </summary>
    public static bool IsAdversarial(ObjectUse step, TrainingLoop innermost, ScheduleCatalog catalog)
    {
        if (!innermost.Contains(step.Operation) || step.Operation.SemanticModel is not { } semanticModel)
        {
            return false;
        }

        MemberAccessExpressionSyntax[] calls = innermost.Body.Syntax.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .Select(invocation => invocation.Expression)
            .OfType<MemberAccessExpressionSyntax>()
            .ToArray();
        string own = (step.Operation as IInvocationOperation)?.Instance?.Syntax.ToString() ?? "";
        return calls.Count(call => call.Name.Identifier.ValueText == "backward") > 1
            && calls.Any(call => call.Name.Identifier.ValueText == "step"
                && call.Expression.ToString() != own
                && catalog.IsOptimizer(semanticModel.GetTypeInfo(call.Expression).Type));
    }
}
