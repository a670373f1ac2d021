using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2008;

#region Violation
internal static class Violation
{
    public static void Train(
        nn.Module<Tensor, Tensor> model, IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches, int epochs, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        var scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            double epochLoss = 0;
            foreach (var (inputs, labels) in batches)
            {
                optimizer.zero_grad();
                var loss = nn.functional.cross_entropy(model.forward(inputs), labels);
                loss.backward();
                optimizer.step();
                epochLoss += loss.item<float>();
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
        var scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            double epochLoss = 0;
            foreach (var (inputs, labels) in batches)
            {
                optimizer.zero_grad();
                var loss = nn.functional.cross_entropy(model.forward(inputs), labels);
                loss.backward();
                optimizer.step();
                epochLoss += loss.item<float>();
            }

            scheduler.step(epochLoss);
        }
    }
}
#endregion
