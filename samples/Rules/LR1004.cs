using System.Collections.Generic;
using TorchSharp;
using TorchSharp.Modules;

namespace LrAnalyzers.Samples.LR1004;

#region Violation
internal static class Violation
{
    private const double LearningRate = 0.3;

    public static AdamW CreateOptimizer(IEnumerable<Parameter> parameters) =>
        torch.optim.AdamW(parameters, LearningRate);
}
#endregion

#region Fixed
internal static class Fixed
{
    private const double LearningRate = 0.0003;

    public static AdamW CreateOptimizer(IEnumerable<Parameter> parameters) =>
        torch.optim.AdamW(parameters, LearningRate);
}
#endregion
