using LrAnalyzers.EndToEnd.Training.Real;
using TorchSharp;
using static TorchSharp.torch;

internal static class Training
{
    public static nn.Module<Tensor, Tensor> Train(RealProblem problem, int epochs)
    {
        var model = new Network();
        var batches = problem.Batches;
        using var optimizer = optim.Adam(model.parameters(), 0.001);
        double best = double.PositiveInfinity;
        int waited = 0;
        for (int epoch = 0; epoch < 4 * epochs; epoch++)
        {
            double epochLoss = 0;
            foreach (var batch in batches)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                var loss = problem.Criterion.forward(model.forward(batch.Inputs), batch.Targets);
                loss.backward();
                optimizer.step();
                epochLoss += loss.item<float>();
            }

            if (epochLoss < best)
            {
                best = epochLoss;
                waited = 0;
            }
            else if (++waited > 5)
            {
                break;
            }
        }

        return model;
    }
}
