using System;
using System.Collections.Generic;
using System.Linq;
using LrAnalyzers.EndToEnd.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

internal static class Training
{
    public static Network Train(Problem problem, int _)
    {
        var model = problem.CreateNetwork();
        var batches = problem.Batches;
        optim.Optimizer optimizer;
        optimizer = optim.Adamax(model.parameters(), lr: 0.01);
        for (int epoch = 0; epoch < 30; epoch++)
        {
            double meanLoss = 0;
            for (int i = 0; i < batches.Count; i++)
            {
                optimizer.zero_grad();
                var loss = problem.Loss(model, batches[i]);
                loss.backward();
                optimizer.step();
                meanLoss += loss.item() / batches.Count;
            }
        }

        return model;
    }
}
