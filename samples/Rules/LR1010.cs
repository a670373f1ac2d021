using System.Collections.Generic;
using TorchSharp;
using TorchSharp.Modules;

namespace LrAnalyzers.Samples.LR1010;

#region Violation
internal static class Violation
{
    public static SGD CreateOptimizer(IEnumerable<Parameter> parameters, double learningRate, double momentum) =>
        torch.optim.SGD(parameters, momentum, learningRate);
}
#endregion

#region Fixed
internal static class Fixed
{
    public static SGD CreateOptimizer(IEnumerable<Parameter> parameters, double learningRate, double momentum) =>
        torch.optim.SGD(parameters, momentum: momentum, learningRate: learningRate);
}
#endregion
