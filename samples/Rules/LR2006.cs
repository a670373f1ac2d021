using TorchSharp;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2006;

#region Violation
internal static class Violation
{
    public static optim.lr_scheduler.LRScheduler CreateWarmup(optim.Optimizer optimizer, int steps) =>
        optim.lr_scheduler.LinearLR(optimizer, start_factor: 0, total_iters: steps);
}
#endregion

#region Fixed
internal static class Fixed
{
    public static optim.lr_scheduler.LRScheduler CreateWarmup(optim.Optimizer optimizer, int steps) =>
        optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.1, total_iters: steps);
}
#endregion
