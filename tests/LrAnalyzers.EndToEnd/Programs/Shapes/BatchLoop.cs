using LrAnalyzers.EndToEnd.Training.Real;
using static TorchSharp.torch;

internal static class Training
{
    public static nn.Module<Tensor, Tensor> Train(RealProblem problem, int epochs)
    {
        var model = new Network();
        var batches = problem.Batches;
        var criterion = problem.Criterion;
        using var optimizer = optim.Adam(model.parameters(), 0.001);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var batch in batches)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                var loss = criterion.forward(model.forward(batch.Inputs), batch.Targets);
                loss.backward();
                optimizer.step();
            }
        }

        return model;
    }
}
