using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpTraining;

/// <summary>Two convolutions and a linear classifier: images [batch, 1, 16, 16] to logits [batch, 3].</summary>
internal sealed class ShapeNet : Module<Tensor, Tensor>
{
    private readonly Sequential _features = Sequential(
        ("conv1", Conv2d(1, 8, kernel_size: 3, padding: 1)),
        ("relu1", ReLU()),
        ("pool1", MaxPool2d(2)),
        ("conv2", Conv2d(8, 16, kernel_size: 3, padding: 1)),
        ("relu2", ReLU()),
        ("pool2", MaxPool2d(2)),
        ("flatten", Flatten()));

    private readonly Linear _classifier = Linear(16 * 4 * 4, 3);

    public ShapeNet()
        : base(nameof(ShapeNet)) => RegisterComponents();

    public Module<Tensor, Tensor> Features => _features;

    public Module<Tensor, Tensor> Classifier => _classifier;

    public override Tensor forward(Tensor input) => _classifier.forward(_features.forward(input));
}
