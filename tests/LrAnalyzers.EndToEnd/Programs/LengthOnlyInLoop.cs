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
        var trainer = new Trainer();
        trainer.Prepare(problem);
        trainer.Fit(epochs);
        return trainer.Model!;
    }
}

internal sealed class Trainer
{
    private Problem? problem;
    private optim.Optimizer? optimizer;

    public Network? Model { get; private set; }

    public void Prepare(Problem toLearn)
    {
        problem = toLearn;
        Model = toLearn.CreateNetwork();
        optimizer = optim.RMSProp(Model.parameters(), lr: 0.005);
    }

    public void Fit(int epochs)
    {
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            float epochLoss = 0;
            for (int i = 0; i < problem!.Batches.Count; i++)
            {
                optimizer!.zero_grad();
                var loss = problem.Loss(Model!, problem.Batches[i]);
                loss.backward();
                optimizer.step();
                epochLoss += (float)loss.item();
            }
        }
    }
}
