using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace LrAnalyzers.EndToEnd.Training.Real;

/// <summary>How good a network is at what it was not trained on.</summary>
/// <param name="Loss">The mean of what it was trained to lower.</param>
/// <param name="Error">What a person would ask for: the share that is wrong, or the mean distance.</param>
public sealed record HeldOut(double Loss, double Error);

/// <summary>Real data: what a training program is given, and what it is measured by. The network is the program's own.</summary>
public sealed class RealProblem : IDisposable
{
    // Larger than a batch for speed; the result does not depend on it.
    private const int Rows = 1024;

    private readonly Batch _training;
    private readonly Batch _heldOut;
    private readonly int _batchSize;
    private readonly Func<Tensor, Tensor, Tensor> _error;
    private Batches? _batches;
    private int _seed;

    private RealProblem(Batch training, Batch heldOut, int batchSize, Loss<Tensor, Tensor, Tensor> criterion, Func<Tensor, Tensor, Tensor> error)
    {
        _training = training;
        _heldOut = heldOut;
        _batchSize = batchSize;
        _error = error;
        Criterion = criterion;
    }

    /// <summary>The training set in the order of the seed.</summary>
    public Batches Batches => _batches ?? throw new InvalidOperationException("No training has begun.");

    /// <summary>The loss to train with.</summary>
    public Loss<Tensor, Tensor, Tensor> Criterion { get; }

    /// <summary>Labels; the loss is the cross entropy, the error the share of wrong ones. A character of a text is an example.</summary>
    public static RealProblem Classification(Batch training, Batch heldOut, int batchSize) =>
        new(training, heldOut, batchSize, CrossEntropyLoss(), (outputs, targets) => outputs.argmax(1).ne(targets).to(ScalarType.Float32).mean());

    /// <summary>A number; the loss is the mean square, the error the mean distance.</summary>
    public static RealProblem Regression(Batch training, Batch heldOut, int batchSize) =>
        new(training, heldOut, batchSize, MSELoss(), (outputs, targets) => (outputs - targets).abs().mean());

    /// <summary>The first examples of the training set, for an optimizer that always looks at the same.</summary>
    public Batch FirstExamples(int count) => new(_training.Inputs[..count], _training.Targets[..count]);

    /// <summary>
    /// A file with weights that were trained on the negatives of the same inputs (ink and paper exchanged), ten rounds at Adam's
    /// typical rate: related to the problem, and not good at it yet.
    /// </summary>
    public string WeightsForNegatives(Module<Tensor, Tensor> model)
    {
        using (model)
        {
            var batches = new Batches(_training, _batchSize, seed: 0);
            Train(model, optim.Adam(model.parameters(), 0.001), batches, rounds: 10, _ => 1, inputs => -inputs);
            return Save(model);
        }
    }

    /// <summary>
    /// A file with weights that were trained on four fifths of the training set, twenty rounds at three times Adam's typical rate that
    /// falls to zero: as good as this network gets there. What is left for a training is the last fifth.
    /// </summary>
    public string WeightsForMost(Module<Tensor, Tensor> model)
    {
        const int Rounds = 20;
        using (model)
        {
            int count = (int)_training.Inputs.shape[0];
            int most = count * 4 / 5;
            var batches = new Batches(new Batch(_training.Inputs[..most], _training.Targets[..most]), _batchSize, seed: 0);
            Train(model, optim.Adam(model.parameters(), 0.003), batches, Rounds, step => 1 - (double)step / (Rounds * batches.Count), inputs => inputs);
            _batches = new Batches(new Batch(_training.Inputs[most..], _training.Targets[most..]), _batchSize, _seed);
            return Save(model);
        }
    }

    /// <summary>Begins a training: the same seed gives the same first weights and the same order of batches.</summary>
    public void Begin(int seed)
    {
        _seed = seed;
        random.manual_seed(seed);
        _batches = new Batches(_training, _batchSize, seed);
    }

    /// <summary>Measures a network.</summary>
    public HeldOut Measure(Module<Tensor, Tensor> model)
    {
        using var noGradient = no_grad();
        model.eval();
        double loss = 0;
        double error = 0;
        int count = (int)_heldOut.Inputs.shape[0];
        for (int first = 0; first < count; first += Rows)
        {
            using var scope = NewDisposeScope();
            int end = Math.Min(count, first + Rows);
            Tensor targets = _heldOut.Targets[first..end];
            Tensor outputs = model.forward(_heldOut.Inputs[first..end]);
            double weight = (double)(end - first) / count;
            loss += Criterion.forward(outputs, targets).item<float>() * weight;
            error += _error(outputs, targets).item<float>() * weight;
        }

        return new HeldOut(loss, error);
    }

    private void Train(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Batches batches, int rounds, Func<int, double> factor, Func<Tensor, Tensor> seen)
    {
        using (optimizer)
        {
            optim.lr_scheduler.LRScheduler scheduler = optim.lr_scheduler.LambdaLR(optimizer, factor);
            for (int round = 0; round < rounds; round++)
            {
                foreach (Batch batch in batches)
                {
                    using var scope = NewDisposeScope();
                    optimizer.zero_grad();
                    Criterion.forward(model.forward(seen(batch.Inputs)), batch.Targets).backward();
                    optimizer.step();
                    scheduler.step();
                }
            }
        }
    }

    private static string Save(Module model)
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        model.save(file);
        return file;
    }

    public void Dispose()
    {
        foreach (Batch part in (Batch[])[_training, _heldOut])
        {
            part.Inputs.Dispose();
            part.Targets.Dispose();
        }

        Criterion.Dispose();
    }
}
