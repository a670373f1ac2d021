using static TorchSharp.torch;

namespace LrAnalyzers.EndToEnd.Training;

/// <summary>
/// A problem of which only the course of the training is real: the network has no weights and the loss is made up. Schedulers
/// set the optimizers' learning rates as ever, and none of it needs TorchSharp's native library.
/// </summary>
public sealed class UntrainedProblem(int batches) : Problem
{
    private int _losses;

    public override IReadOnlyList<Batch> Batches { get; } = [.. Enumerable.Range(0, batches).Select(_ => new Batch(null, null))];

    public override Network CreateNetwork() => Network.WithoutWeights();

    // Falls for a while, then no more: what ReduceLROnPlateau looks for.
    public override Loss Loss(nn.Module<Tensor, Tensor> model, Batch batch) => new(1.0 / Math.Min(++_losses, 10 * batches));
}
