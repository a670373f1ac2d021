using LrAnalyzers.EndToEnd.Training.Real;
using TorchSharp;
using static TorchSharp.torch;

internal static class Training
{
    public static nn.Module<Tensor, Tensor> Train(RealProblem problem, int epochs)
    {
        var model = new Network();
        using var optimizer = optim.Adam(model.parameters(), 0.001);
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            TrainEpoch(model, problem.Criterion, problem.Batches, optimizer);
        }

        return model;
    }

    private static void TrainEpoch(Network model, Loss<Tensor, Tensor, Tensor> criterion, Batches batches, optim.Optimizer optimizer)
    {
        model.train();
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = criterion.forward(model.forward(batch.Inputs), batch.Targets);
            loss.backward();
            optimizer.step();
        }
    }
}
