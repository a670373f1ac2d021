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
        var optimizer = optim.Adam(model.parameters(), 0.01);
        int epoch = 0;
        while (epoch < epochs)
        {
            double trainLoss = 0;
            foreach (var batch in problem.Batches)
            {
                optimizer.zero_grad();
                var loss = problem.Loss(model, batch);
                loss.backward();
                optimizer.step();
                trainLoss += loss.item() / problem.Batches.Count;
            }

            epoch++;
        }

        return model;
    }
}
