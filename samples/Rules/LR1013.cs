using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR1013;

#region Violation
internal sealed class Network : nn.Module<Tensor, Tensor>
{
    public readonly Linear features = nn.Linear(512, 256);
    public readonly Linear classifier = nn.Linear(256, 10);

    public Network()
        : base(nameof(Network)) => RegisterComponents();

    public override Tensor forward(Tensor input) => classifier.forward(nn.functional.relu(features.forward(input)));
}

internal static class Violation
{
    public static SGD CreateOptimizer(Network model, double rate) => optim.SGD(
        new[]
        {
            new SGD.ParamGroup(model.parameters(), lr: rate * 0.1),
            new SGD.ParamGroup(model.classifier.parameters(), lr: rate),
        },
        rate);
}
#endregion

#region Fixed
internal static class Fixed
{
    public static SGD CreateOptimizer(Network model, double rate) => optim.SGD(
        new[]
        {
            new SGD.ParamGroup(model.features.parameters(), lr: rate * 0.1),
            new SGD.ParamGroup(model.classifier.parameters(), lr: rate),
        },
        rate);
}
#endregion
