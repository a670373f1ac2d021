using System.Collections.Generic;
using TorchSharp;
using TorchSharp.Modules;

namespace LrAnalyzers.Samples.LR1006;

#region Violation
internal static class Violation
{
    private const double LearningRate = 0.002;

    public static NAdam CreateOptimizer(IEnumerable<Parameter> body, IEnumerable<Parameter> head) =>
        torch.optim.NAdam(
            new[] { new NAdam.ParamGroup(body, weight_decay: 0.01), new NAdam.ParamGroup(head) },
            LearningRate);
}
#endregion

#region Fixed
internal static class Fixed
{
    private const double LearningRate = 0.002;

    public static NAdam CreateOptimizer(IEnumerable<Parameter> body, IEnumerable<Parameter> head) =>
        torch.optim.NAdam(
            new[] { new NAdam.ParamGroup(body, weight_decay: 0.01, lr: LearningRate), new NAdam.ParamGroup(head, lr: LearningRate) },
            LearningRate);
}
#endregion
