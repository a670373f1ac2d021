using static TorchSharp.torch;
using static TorchSharp.torch.nn;

internal sealed class Network : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _layers = Sequential(
        Conv2d(1, 8, 3, padding: 1),
        ReLU(),
        MaxPool2d(2),
        Conv2d(8, 16, 3, padding: 1),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(64, 10));

    public Network()
        : base(nameof(Network)) => RegisterComponents();

    public override Tensor forward(Tensor images) => _layers.forward(images);
}
