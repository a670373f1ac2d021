using LrAnalyzers.EndToEnd.Training.Real;
using TorchSharp;
using static TorchSharp.torch;

internal static class Training
{
    public static nn.Module<Tensor, Tensor> Train(RealProblem problem, int epochs)
    {
        var model = new Network();
        using var trainer = new Trainer(model, problem.Criterion);
        trainer.Fit(problem.Batches, epochs);
        return model;
    }
}

internal sealed class Trainer : System.IDisposable
{
    private readonly Network _model;
    private readonly Loss<Tensor, Tensor, Tensor> _criterion;
    private readonly optim.Optimizer _optimizer;

    public Trainer(Network model, Loss<Tensor, Tensor, Tensor> criterion)
    {
        _model = model;
        _criterion = criterion;
        _optimizer = optim.Adam(model.parameters(), 0.001);
    }

    public void Fit(Batches batches, int epochs)
    {
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var batch in batches)
            {
                TrainStep(batch);
            }
        }
    }

    public void Dispose() => _optimizer.Dispose();

    private void TrainStep(Batch batch)
    {
        using var scope = NewDisposeScope();
        _optimizer.zero_grad();
        var loss = _criterion.forward(_model.forward(batch.Inputs), batch.Targets);
        loss.backward();
        _optimizer.step();
    }
}
