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
        var trainer = new Trainer(problem, epochs);
        trainer.Fit();
        return trainer.Model;
    }
}

internal sealed class Trainer
{
    private readonly Problem _problem;
    private readonly int _epochs;
    private readonly optim.Optimizer _optimizer;

    public Trainer(Problem problem, int epochs)
    {
        _problem = problem;
        _epochs = epochs;
        Model = problem.CreateNetwork();
        _optimizer = optim.SGD(Model.parameters(), 0.1, momentum: 0.9);
    }

    public Network Model { get; }

    public void Fit()
    {
        for (var epoch = 1; epoch <= _epochs; epoch++)
        {
            foreach (var batch in _problem.Batches)
            {
                Step(batch);
            }
        }
    }

    private void Step(Batch batch)
    {
        _optimizer.zero_grad();
        _problem.Loss(Model, batch).backward();
        _optimizer.step();
    }
}
