using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2019;

#region Violation
internal static class Violation
{
    public static void Train(
        nn.Module<Tensor, Tensor> model, IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches, int epochs, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var (inputs, labels) in batches)
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.forward(inputs), labels).backward();
                optimizer.step();
                scheduler.step();
            }

            scheduler.step();
        }
    }
}
#endregion

#region Fixed
internal static class Fixed
{
    public static void Train(
        nn.Module<Tensor, Tensor> model, IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches, int epochs, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
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
#endregion
