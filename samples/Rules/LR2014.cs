using System;
using TorchSharp;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2014;

#region Violation
internal static class Violation
{
    public static optim.lr_scheduler.LRScheduler CreateWarmup(optim.Optimizer optimizer, int warmup) =>
        optim.lr_scheduler.LambdaLR(optimizer, epoch => Math.Min(1, epoch / (double)warmup));
}
#endregion

#region Fixed
internal static class Fixed
{
    public static optim.lr_scheduler.LRScheduler CreateWarmup(optim.Optimizer optimizer, int warmup) =>
        optim.lr_scheduler.LambdaLR(optimizer, epoch => Math.Min(1, (epoch + 1) / (double)warmup));
}
#endregion
