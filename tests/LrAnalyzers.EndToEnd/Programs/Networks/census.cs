using static TorchSharp.torch;
using static TorchSharp.torch.nn;

internal sealed class Network : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> _layers = Sequential(Linear(107, 64), ReLU(), Linear(64, 32), ReLU(), Linear(32, 2));

    public Network()
        : base(nameof(Network)) => RegisterComponents();

    public override Tensor forward(Tensor rows) => _layers.forward(rows);
}
