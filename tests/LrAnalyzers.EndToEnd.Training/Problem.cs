using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace LrAnalyzers.EndToEnd.Training;

/// <summary>Something to learn: what a training program gets to work with.</summary>
public abstract class Problem
{
    /// <summary>The training set, in batches that are the same in every epoch.</summary>
    public abstract IReadOnlyList<Batch> Batches { get; }

    /// <summary>A network with fresh weights.</summary>
    public abstract Network CreateNetwork();

    /// <summary>The forward pass: the mean loss of a batch.</summary>
    public abstract Loss Loss(nn.Module<Tensor, Tensor> model, Batch batch);
}

/// <summary>A part of the training set; without tensors where nothing is computed.</summary>
/// <param name="Inputs">Shape [examples, features].</param>
/// <param name="Targets">Shape [examples] or [examples, 1].</param>
public sealed record Batch(Tensor? Inputs, Tensor? Targets);

/// <summary>Two parts one after the other, so that each of them can have an optimizer or a parameter group of its own.</summary>
public sealed class Network : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor>? _features;
    private readonly nn.Module<Tensor, Tensor>? _head;

    public Network(nn.Module<Tensor, Tensor> features, nn.Module<Tensor, Tensor> head)
        : base(nameof(Network))
    {
        _features = features;
        _head = head;
        RegisterComponents();
    }

    public nn.Module<Tensor, Tensor> Features => _features ?? this;

    public nn.Module<Tensor, Tensor> Head => _head ?? this;

    /// <summary>
    /// A network that has no weights and does not compute. Each constructor of a module calls TorchSharp's native library; an
    /// object that none has run on only has to answer for its parameters.
    /// </summary>
    public static Network WithoutWeights()
    {
        var network = (Network)RuntimeHelpers.GetUninitializedObject(typeof(Network));
        GC.SuppressFinalize(network);
        return network;
    }

    public override IEnumerable<TorchSharp.Modules.Parameter> parameters(bool recurse = true) => _head is null ? [] : base.parameters(recurse);

    public override Tensor forward(Tensor input) => Head.forward(Features.forward(input));
}

/// <summary>A loss to go back from.</summary>
public sealed class Loss
{
    private readonly Tensor? _tensor;
    private readonly double _value;

    /// <summary>The loss of a forward pass.</summary>
    public Loss(Tensor tensor)
    {
        _tensor = tensor;
        _value = tensor.item<float>();
    }

    /// <summary>A number that nothing was computed for.</summary>
    public Loss(double value) => _value = value;

    /// <summary>Computes the gradients.</summary>
    public void backward()
    {
        using (_tensor)
        {
            _tensor?.backward();
        }
    }

    /// <summary>The number.</summary>
    public double item() => _value;
}
