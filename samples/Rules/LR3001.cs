using System.Collections.Generic;
using TorchSharp;
using TorchSharp.Modules;

namespace LrAnalyzers.Samples.LR3001;

#region Violation
internal static class Violation
{
    public static AdamW CreateOptimizer(IEnumerable<Parameter> parameters) =>
        torch.optim.AdamW(parameters, 3e-4, weight_decay: 0.01);
}
#endregion

#region Fixed
internal static class Fixed
{
    private const double LearningRate = 3e-4;

    public static AdamW CreateOptimizer(IEnumerable<Parameter> parameters) =>
        torch.optim.AdamW(parameters, LearningRate, weight_decay: 0.01);
}
#endregion
