using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2010;

#region Violation
internal static class Violation
{
    public static void Train(
        nn.Module<Tensor, Tensor> model, IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches, int epochs, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        var warmup = optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.1, total_iters: 5);
        var decay = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var (inputs, labels) in batches)
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.forward(inputs), labels).backward();
                optimizer.step();
            }

            warmup.step();
            decay.step();
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
        var warmup = optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.1, total_iters: 5);
        var decay = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs - 5));
        var scheduler = optim.lr_scheduler.SequentialLR(optimizer, new[] { warmup, decay }, new[] { 5 });
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
