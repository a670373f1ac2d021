using System;
using System.Collections.Generic;
using System.Linq;
using LrAnalyzers.EndToEnd.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

internal static class Training
{
    private const int Epochs = 30;

    public static Network Train(Problem problem, int _)
    {
        var model = problem.CreateNetwork();
        var batches = problem.Batches;
        using var optimizer = optim.SGD(model.parameters(), 0.2, 0.9);
        for (int epoch = 0; epoch < Epochs; epoch++)
            foreach (var batch in batches)
            {
                optimizer.zero_grad();
                problem.Loss(model, batch).backward();
                optimizer.step();
            }

        return model;
    }
}
