using System;
using TorchSharp;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2018;

#region Violation
internal static class Violation
{
    public static void Train(
        nn.Module<Tensor, Tensor> model, Func<optim.Optimizer, double> trainAndValidate, int epochs, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        var scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience: 3);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            double accuracy = trainAndValidate(optimizer);
            scheduler.step(accuracy);
        }
    }
}
#endregion

#region Fixed
internal static class Fixed
{
    public static void Train(
        nn.Module<Tensor, Tensor> model, Func<optim.Optimizer, double> trainAndValidate, int epochs, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        var scheduler = optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience: 3, mode: "max");
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            double accuracy = trainAndValidate(optimizer);
            scheduler.step(accuracy);
        }
    }
}
#endregion
