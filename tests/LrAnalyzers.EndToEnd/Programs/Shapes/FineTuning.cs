using LrAnalyzers.EndToEnd.Training.Real;
using static TorchSharp.torch;

internal static class Training
{
    public static nn.Module<Tensor, Tensor> Train(RealProblem problem, int epochs)
    {
        var model = LoadPretrainedModel(problem);
        using var optimizer = optim.Adam(model.parameters(), 0.001);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var batch in problem.Batches)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                var loss = problem.Criterion.forward(model.forward(batch.Inputs), batch.Targets);
                loss.backward();
                optimizer.step();
            }
        }

        return model;
    }

    private static Network LoadPretrainedModel(RealProblem problem)
    {
        var model = new Network();
        model.load(problem.WeightsForMost(new Network()));
        return model;
    }
}
