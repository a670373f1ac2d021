using System;
using System.Collections.Generic;
using System.IO;
using TorchSharp;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2020;

#region Violation
internal static class Violation
{
    public static void Train(
        nn.Module<Tensor, Tensor> model,
        IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches,
        string progress,
        int epochs,
        double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        int start = File.Exists(progress) ? int.Parse(File.ReadAllText(progress)) : 0;
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));
        for (int epoch = start; epoch < epochs; epoch++)
        {
            foreach (var (inputs, labels) in batches)
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.forward(inputs), labels).backward();
                optimizer.step();
            }

            scheduler.step();
            File.WriteAllText(progress, (epoch + 1).ToString());
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
        string progress,
        int epochs,
        double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        int start = File.Exists(progress) ? int.Parse(File.ReadAllText(progress)) : 0;
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));
        if (start > 0)
        {
            scheduler.step(start);
        }

        for (int epoch = start; epoch < epochs; epoch++)
        {
            foreach (var (inputs, labels) in batches)
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.forward(inputs), labels).backward();
                optimizer.step();
            }

            scheduler.step();
            File.WriteAllText(progress, (epoch + 1).ToString());
        }
    }
}
#endregion
