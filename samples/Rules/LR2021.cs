using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2021;

#region Violation
internal static class Violation
{
    public static void Train(
        nn.Module<Tensor, Tensor> model,
        IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches,
        int cycles,
        int epochs,
        double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        for (int cycle = 0; cycle < cycles; cycle++)
        {
            var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var (inputs, labels) in batches)
                {
                    optimizer.zero_grad();
                    nn.functional.cross_entropy(model.forward(inputs), labels).backward();
                    optimizer.step();
                }

                scheduler.step();
            }
        }
    }
}
#endregion

#region Fixed
internal static class Fixed
{
    public static void Train(
        nn.Module<Tensor, Tensor> model,
        IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches,
        int cycles,
        int epochs,
        double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        for (int cycle = 0; cycle < cycles; cycle++)
        {
            foreach (var group in optimizer.ParamGroups)
            {
                group.LearningRate = group.InitialLearningRate;
            }

            var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                foreach (var (inputs, labels) in batches)
                {
                    optimizer.zero_grad();
                    nn.functional.cross_entropy(model.forward(inputs), labels).backward();
                    optimizer.step();
                }

                scheduler.step();
            }
        }
    }
}
#endregion
