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
        var optimizer = new AdamW(new AdamW.ParamGroup[]
        {
            new(model.Features.parameters(), lr: 0.002),
            new(model.Head.parameters(), lr: 0.02),
        });
        for (int epoch = 0; epoch < epochs; ++epoch)
        {
            foreach (var batch in batches)
            {
                optimizer.zero_grad();
                problem.Loss(model, batch).backward();
                optimizer.step();
            }
        }

        return model;
    }
}
