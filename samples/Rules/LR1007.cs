using System.Collections.Generic;
using TorchSharp;
using TorchSharp.Modules;

namespace LrAnalyzers.Samples.LR1007;

#region Violation
internal static class Violation
{
    private const double LearningRate = 0.002;

    public static torch.optim.Optimizer CreateOptimizer(IEnumerable<Parameter> parameters) =>
        torch.optim.RAdam(parameters, LearningRate);
}
#endregion

#region Fixed
internal static class Fixed
{
    private const double LearningRate = 0.002;

    public static torch.optim.Optimizer CreateOptimizer(IEnumerable<Parameter> parameters) =>
        torch.optim.AdamW(parameters, LearningRate);
}
#endregion
