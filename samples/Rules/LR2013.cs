using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2013;

#region Violation
internal static class Violation
{
    private const int BatchesPerStep = 4;

    public static void Train(
        nn.Module<Tensor, Tensor> model, IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches, int optimizerSteps, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, optimizerSteps));
        for (int i = 0; i < optimizerSteps * BatchesPerStep; i++)
        {
            var (inputs, labels) = batches[i % batches.Count];
            (nn.functional.cross_entropy(model.forward(inputs), labels) / BatchesPerStep).backward();
            if ((i + 1) % BatchesPerStep == 0)
            {
                optimizer.step();
                optimizer.zero_grad();
            }

            scheduler.step();
        }
    }
}
#endregion

#region Fixed
internal static class Fixed
{
    private const int BatchesPerStep = 4;

    public static void Train(
        nn.Module<Tensor, Tensor> model, IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches, int optimizerSteps, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, optimizerSteps));
        for (int i = 0; i < optimizerSteps * BatchesPerStep; i++)
        {
            var (inputs, labels) = batches[i % batches.Count];
            (nn.functional.cross_entropy(model.forward(inputs), labels) / BatchesPerStep).backward();
            if ((i + 1) % BatchesPerStep == 0)
            {
                optimizer.step();
                scheduler.step();
                optimizer.zero_grad();
            }
        }
    }
}
#endregion
