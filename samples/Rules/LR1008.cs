using System.Collections.Generic;
using TorchSharp;
using TorchSharp.Modules;

namespace LrAnalyzers.Samples.LR1008;

#region Violation
internal static class Violation
{
    private const double LearningRate = 0.01;
    private const double BodyLearningRate = 1e-4;
    private const double HeadLearningRate = 1e-3;

    public static Adam CreateOptimizer(IEnumerable<Parameter> body, IEnumerable<Parameter> head) =>
        torch.optim.Adam(
            new[] { new Adam.ParamGroup(body, BodyLearningRate), new Adam.ParamGroup(head, HeadLearningRate) },
            LearningRate);
}
#endregion

#region Fixed
internal static class Fixed
{
    private const double BodyLearningRate = 1e-4;
    private const double HeadLearningRate = 1e-3;

    public static Adam CreateOptimizer(IEnumerable<Parameter> body, IEnumerable<Parameter> head) =>
        torch.optim.Adam(
            new[] { new Adam.ParamGroup(body, BodyLearningRate), new Adam.ParamGroup(head, HeadLearningRate) });
}
#endregion
