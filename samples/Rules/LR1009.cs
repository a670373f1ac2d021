using System.Collections.Generic;
using TorchSharp;
using TorchSharp.Modules;

namespace LrAnalyzers.Samples.LR1009;

#region Violation
internal static class Violation
{
    public static ASGD CreateOptimizer(IEnumerable<Parameter> parameters) =>
        torch.optim.ASGD(parameters);
}
#endregion

#region Fixed
internal static class Fixed
{
    private const double LearningRate = 0.001;

    public static ASGD CreateOptimizer(IEnumerable<Parameter> parameters) =>
        torch.optim.ASGD(parameters, lr: LearningRate);
}
#endregion
