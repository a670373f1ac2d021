using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2005;

#region Violation
internal static class Violation
{
    private const int Epochs = 40;

    public static void Train(
        nn.Module<Tensor, Tensor> model, IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: 20);
        for (int epoch = 0; epoch < Epochs; epoch++)
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

#region Fixed
internal static class Fixed
{
    private const int Epochs = 40;

    public static void Train(
        nn.Module<Tensor, Tensor> model, IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Epochs);
        for (int epoch = 0; epoch < Epochs; epoch++)
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
