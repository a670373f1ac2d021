using static TorchSharp.torch;
using static TorchSharp.torch.nn;

// Two layers of attention over pieces of text: [batch, places] to the logits of the next characters, [batch, characters, places].
internal sealed class Network : Module<Tensor, Tensor>
{
    private const int Characters = 96;
    private const int Places = 32;
    private const int Width = 32;

    private readonly TorchSharp.Modules.Embedding _characters = Embedding(Characters, Width);
    private readonly TorchSharp.Modules.Embedding _places = Embedding(Places, Width);
    private readonly Module<Tensor, Tensor> _layers = Sequential(new Block(Width), new Block(Width));
    private readonly Module<Tensor, Tensor> _head = Sequential(LayerNorm(Width), Linear(Width, Characters));

    public Network()
        : base(nameof(Network)) => RegisterComponents();

    public override Tensor forward(Tensor text)
    {
        var places = arange(text.shape[1]);
        return _head.forward(_layers.forward(_characters.forward(text) + _places.forward(places))).transpose(1, 2);
    }
}

internal sealed class Block : Module<Tensor, Tensor>
{
    private const int Heads = 2;

    private readonly Module<Tensor, Tensor> _attentionNorm;
    private readonly Module<Tensor, Tensor> _projections;
    private readonly Module<Tensor, Tensor> _output;
    private readonly Module<Tensor, Tensor> _feedForward;

    public Block(int width)
        : base(nameof(Block))
    {
        _attentionNorm = LayerNorm(width);
        _projections = Linear(width, 3 * width);
        _output = Linear(width, width);
        _feedForward = Sequential(LayerNorm(width), Linear(width, 2 * width), GELU(), Linear(2 * width, width));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var (batch, places, width) = (input.shape[0], input.shape[1], input.shape[2]);
        var parts = _projections.forward(_attentionNorm.forward(input)).view(batch, places, 3, Heads, width / Heads).permute(2, 0, 3, 1, 4);
        var attended = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], is_casual: true);
        var result = input + _output.forward(attended.transpose(1, 2).reshape(batch, places, width));
        return result + _feedForward.forward(result);
    }
}
