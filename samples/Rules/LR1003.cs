using System.Collections.Generic;
using TorchSharp;
using TorchSharp.Modules;

namespace LrAnalyzers.Samples.LR1003;

#region Violation
internal static class Violation
{
    private const double LearningRate = 3;

    public static Adam CreateOptimizer(IEnumerable<Parameter> parameters) =>
        torch.optim.Adam(parameters, LearningRate);
}
#endregion

#region Fixed
internal static class Fixed
{
    private const double LearningRate = 0.001;

    public static Adam CreateOptimizer(IEnumerable<Parameter> parameters) =>
        torch.optim.Adam(parameters, LearningRate);
}
#endregion
