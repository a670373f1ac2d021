using System;
using System.Collections.Generic;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2017;

#region Violation
internal static class Violation
{
    public static void Train(
        nn.Module<Tensor, Tensor> backbone,
        nn.Module<Tensor, Tensor> head,
        IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches,
        int epochs,
        double learningRate)
    {
        var optimizer = optim.Adam(backbone.parameters(), learningRate);
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));
        optimizer.add_param_group(new Adam.ParamGroup(head.parameters(), learningRate));
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var (inputs, labels) in batches)
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(head.forward(backbone.forward(inputs)), labels).backward();
                optimizer.step();
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
        nn.Module<Tensor, Tensor> backbone,
        nn.Module<Tensor, Tensor> head,
        IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches,
        int epochs,
        double learningRate)
    {
        var optimizer = optim.Adam(backbone.parameters(), learningRate);
        optimizer.add_param_group(new Adam.ParamGroup(head.parameters(), learningRate));
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var (inputs, labels) in batches)
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(head.forward(backbone.forward(inputs)), labels).backward();
                optimizer.step();
            }

            scheduler.step();
        }
    }
}
#endregion
