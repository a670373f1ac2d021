using System;
using System.Collections.Generic;
using System.Linq;
using LrAnalyzers.EndToEnd.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

internal static class Training
{
    public static Network Train(Problem problem, int epochs)
    {
        var model = problem.CreateNetwork();
        var batches = problem.Batches;
        var optimizer = torch.optim.Adam(model.parameters(), 0.01);

        for (int epoch = 0; epoch < epochs; epoch++)
        {
            double lossSum = 0;
            foreach (var batch in batches)
            {
                optimizer.zero_grad();
                var loss = problem.Loss(model, batch);
                loss.backward();
                optimizer.step();
                lossSum += loss.item();
            }
        }

        return model;
    }
}
