using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2001;

#region Violation
internal static class Violation
{
    public static void Train(
        nn.Module<Tensor, Tensor> model, IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches, int epochs, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var (inputs, labels) in batches)
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.forward(inputs), labels).backward();
                optimizer.step();
            }
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
        int totalSteps = epochs * batches.Count;
        int warmupSteps = Math.Max(1, Math.Min(2000, totalSteps / 20));
        int cooldownSteps = Math.Max(1, totalSteps / 5);
        var scheduler = optim.lr_scheduler.LambdaLR(optimizer, step =>
            step < warmupSteps ? (step + 1.0) / warmupSteps
            : step < totalSteps - cooldownSteps ? 1.0
            : Math.Max(0.0, (totalSteps - step) / (cooldownSteps + 1.0)));
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var (inputs, labels) in batches)
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.forward(inputs), labels).backward();
                optimizer.step();
                scheduler.step();
            }
        }
    }
}
#endregion
