using TorchSharp;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2007;

#region Violation
internal static class Violation
{
    public static optim.lr_scheduler.LRScheduler CreateCycle(nn.Module model, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        return optim.lr_scheduler.CyclicLR(optimizer, base_lr: learningRate / 10, max_lr: learningRate);
    }
}
#endregion

#region Fixed
internal static class Fixed
{
    public static optim.lr_scheduler.LRScheduler CreateCycle(nn.Module model, double learningRate)
    {
        var optimizer = optim.Adam(model.parameters(), learningRate);
        return optim.lr_scheduler.CyclicLR(optimizer, base_lr: learningRate / 10, max_lr: learningRate, cycle_momentum: false);
    }
}
#endregion
