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
        optim.Optimizer featureOptimizer = optim.SGD(model.Features.parameters(), 0.05, momentum: 0.9);
        optim.Optimizer headOptimizer = optim.NAdam(model.Head.parameters(), 0.002);
        foreach (var epoch in Enumerable.Range(1, epochs))
        {
            foreach (var batch in problem.Batches)
            {
                featureOptimizer.zero_grad();
                headOptimizer.zero_grad();
                problem.Loss(model, batch).backward();
                featureOptimizer.step();
                headOptimizer.step();
            }
        }

        return model;
    }
}
