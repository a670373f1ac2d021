using LrAnalyzers.EndToEnd.Training.Real;
using static TorchSharp.torch;

internal static class Training
{
    public static nn.Module<Tensor, Tensor> Train(RealProblem problem, int epochs)
    {
        var model = new Network();
        var examples = problem.FirstExamples(2000);
        using var optimizer = optim.Adam(model.parameters(), 0.001);
        for (int step = 0; step < 10 * epochs; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.step(() =>
            {
                optimizer.zero_grad();
                var loss = problem.Criterion.forward(model.forward(examples.Inputs), examples.Targets);
                loss.backward();
                return loss;
            });
        }

        return model;
    }
}
