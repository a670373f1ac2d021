using TorchSharp;

namespace LrAnalyzers.Samples.LR1002;

#region Violation
internal static class Violation
{
    public static torch.optim.lr_scheduler.LRScheduler CreateWarmup(torch.optim.Optimizer optimizer, int warmupEpochs) =>
        torch.optim.lr_scheduler.LambdaLR(optimizer, epoch => epoch < warmupEpochs ? (epoch + 1) / warmupEpochs : 1.0);
}
#endregion

#region Fixed
internal static class Fixed
{
    public static torch.optim.lr_scheduler.LRScheduler CreateWarmup(torch.optim.Optimizer optimizer, int warmupEpochs) =>
        torch.optim.lr_scheduler.LambdaLR(optimizer, epoch => epoch < warmupEpochs ? (double)(epoch + 1) / warmupEpochs : 1.0);
}
#endregion
