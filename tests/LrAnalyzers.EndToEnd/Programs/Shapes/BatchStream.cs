using System.Collections.Generic;
using LrAnalyzers.EndToEnd.Training.Real;
using static TorchSharp.torch;

internal static class Training
{
    public static nn.Module<Tensor, Tensor> Train(RealProblem problem, int epochs)
    {
        var model = new Network();
        using var optimizer = optim.Adam(model.parameters(), 0.001);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var batch in Read(problem))
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

    private static IEnumerable<Batch> Read(RealProblem problem)
    {
        foreach (var batch in problem.Batches)
        {
            yield return batch;
        }
    }
}
