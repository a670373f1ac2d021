using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LrAnalyzers.EndToEnd.Training;

/// <summary>A small problem that is really trained: the same seed gives the same data and the same first weights.</summary>
public sealed class NativeProblem : Problem, IDisposable
{
    private const int Examples = 640;
    private const int BatchSize = 32;
    private const int Hidden = 32;

    private readonly int _features;
    private readonly int _outputs;

    private NativeProblem(int features, int outputs, Func<int, Batch> draw)
    {
        _features = features;
        _outputs = outputs;
        Batches = [.. Enumerable.Range(0, Examples / BatchSize).Select(_ => draw(BatchSize))];
    }

    public override IReadOnlyList<Batch> Batches { get; }

    /// <summary>Regression of a smooth function of 8 variables under noise of standard deviation 0.3; the loss is the mean square.</summary>
    public static NativeProblem Curve(int seed)
    {
        random.manual_seed(seed);
        return new NativeProblem(features: 8, outputs: 1, count =>
        {
            Tensor inputs = randn(count, 8);
            Tensor targets = inputs[.., 0].sin() + inputs[.., 1] * inputs[.., 2] * 0.5 + inputs[.., 3].abs() + randn(count) * 0.3;
            return new Batch(inputs, targets.unsqueeze(1));
        });
    }

    /// <summary>Three spiral arms in the plane under noise of standard deviation 0.2; the loss is the cross entropy.</summary>
    public static NativeProblem Spirals(int seed)
    {
        random.manual_seed(seed);
        return new NativeProblem(features: 2, outputs: 3, count =>
        {
            Tensor arm = randint(0, 3, count);
            Tensor way = rand(count);
            Tensor angle = way * 5 + arm.to(ScalarType.Float32) * (2 * Math.PI / 3) + randn(count) * 0.2;
            Tensor radius = way * 2 + 0.2;
            return new Batch(stack([radius * angle.cos(), radius * angle.sin()], dim: 1), arm);
        });
    }

    public override Network CreateNetwork() => new(
        Sequential(Linear(_features, Hidden), Tanh(), Linear(Hidden, Hidden), Tanh()),
        Linear(Hidden, _outputs));

    public override Loss Loss(Module<Tensor, Tensor> model, Batch batch) => new(LossOf(model, batch));

    /// <summary>The mean loss over all that is trained on.</summary>
    public double TrainingLoss(Module<Tensor, Tensor> model) => Batches.Average(batch => Evaluate(model, batch));

    public void Dispose()
    {
        foreach (Batch batch in Batches)
        {
            batch.Inputs!.Dispose();
            batch.Targets!.Dispose();
        }
    }

    private double Evaluate(Module<Tensor, Tensor> model, Batch batch)
    {
        using var noGradient = no_grad();
        using Tensor loss = LossOf(model, batch);
        return loss.item<float>();
    }

    private Tensor LossOf(Module<Tensor, Tensor> model, Batch batch)
    {
        using Tensor outputs = model.forward(batch.Inputs!);
        return _outputs == 1
            ? functional.mse_loss(outputs, batch.Targets!)
            : functional.cross_entropy(outputs, batch.Targets!);
    }
}
