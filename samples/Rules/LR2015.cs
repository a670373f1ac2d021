using System;
using TorchSharp;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2015;

#region Violation
internal static class Violation
{
    public static optim.lr_scheduler.LRScheduler CreateDecay(nn.Module model, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        return optim.lr_scheduler.LambdaLR(optimizer, epoch => learningRate * Math.Pow(0.95, epoch));
    }
}
#endregion

#region Fixed
internal static class Fixed
{
    public static optim.lr_scheduler.LRScheduler CreateDecay(nn.Module model, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        return optim.lr_scheduler.LambdaLR(optimizer, epoch => Math.Pow(0.95, epoch));
    }
}
#endregion
