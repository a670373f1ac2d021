using System.Collections.Immutable;

namespace LrAnalyzers.Catalog;

/// <summary>
/// How attention is written with TorchSharp 0.107.0. A model with attention that Adam trains wants a warmup: Adam's step sizes
/// vary most in its first steps, when they rest on few gradients (Liu et al. 2020, On the Variance of the Adaptive Learning
/// Rate and Beyond), and the gradients of a Transformer that normalises behind its layers, as TorchSharp's own do, are large
/// then (Xiong et al. 2020, On Layer Normalization in the Transformer Architecture).
/// </summary>
internal static class AttentionLayers
{
    /// <summary>The names of the library's layers, as factories of <c>torch.nn</c> and as classes of <c>TorchSharp.Modules</c> (src/TorchSharp/NN).</summary>
    public static readonly ImmutableHashSet<string> Modules = ImmutableHashSet.Create(
        "Transformer", "TransformerEncoder", "TransformerDecoder", "TransformerEncoderLayer", "TransformerDecoderLayer", "MultiheadAttention");

    /// <summary>The function in <c>torch.nn.functional</c> (src/TorchSharp/NN/Transformer.cs).</summary>
    public const string Function = "scaled_dot_product_attention";

    /// <summary>
    /// What the formula is made of where it is written out, softmax(QKᵀ / √d)V over learned projections (Vaswani et al. 2017,
    /// equation 1): the two products.
    /// </summary>
    public static readonly ImmutableHashSet<string> Products = ImmutableHashSet.Create("matmul", "bmm", "baddbmm", "einsum");

    /// <summary>The softmax between them, as a function or as a layer.</summary>
    public static readonly ImmutableHashSet<string> Softmax = ImmutableHashSet.Create("softmax", "Softmax");

    /// <summary>The scale.</summary>
    public static readonly ImmutableHashSet<string> Roots = ImmutableHashSet.Create("Sqrt", "sqrt", "rsqrt", "Pow", "pow");

    /// <summary>The projections.</summary>
    public const string Projection = "Linear";

    /// <summary>What a layer over images is made of instead.</summary>
    public static readonly ImmutableHashSet<string> Convolutions = ImmutableHashSet.Create("Conv1d", "Conv2d", "Conv3d");

    /// <summary>
    /// Words in the names of attention that is trained without a warmup: over the channels or places of a convolution, over the
    /// neighbours in a graph (Veličković et al. 2018), and that of recurrent networks (Bahdanau et al. 2015, Luong et al. 2015).
    /// </summary>
    public static readonly ImmutableArray<string> OtherKinds = ImmutableArray.Create(
        "Channel", "Spatial", "Graph", "Edge", "Node", "Bahdanau", "Luong", "Additive");
}
