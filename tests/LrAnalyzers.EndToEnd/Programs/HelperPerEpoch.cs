using System;
using System.Collections.Generic;
using System.Linq;
using LrAnalyzers.EndToEnd.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

internal static class Training
{
    private const double LearningRate = 0.005;

    public static Network Train(Problem problem, int epochs)
    {
        var model = problem.CreateNetwork();
        using (var optimizer = torch.optim.AdamW(model.parameters(), LearningRate, weight_decay: 0.01))
        {
            for (int epoch = 1; epoch <= epochs; epoch++)
            {
                double loss = TrainEpoch(problem, model, optimizer);
                if (double.IsNaN(loss))
                    throw new InvalidOperationException("diverged");
            }
        }

        return model;
    }

    private static double TrainEpoch(Problem problem, Network model, torch.optim.Optimizer optimizer)
    {
        double sum = 0;
        foreach (var batch in problem.Batches)
        {
            optimizer.zero_grad();
            var loss = problem.Loss(model, batch);
            loss.backward();
            optimizer.step();
            sum += loss.item();
        }

        return sum / problem.Batches.Count;
    }
}
