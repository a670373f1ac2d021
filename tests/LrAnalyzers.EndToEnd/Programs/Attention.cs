using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using LrAnalyzers.EndToEnd.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

internal static class Training
{
    public static Network Train(Problem problem, int epochs)
    {
        var network = problem.CreateNetwork();
        var model = Attentive.Around(network);
        var batches = problem.Batches;
        var optimizer = optim.AdamW(model.parameters(), 0.001);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var batch in batches)
            {
                optimizer.zero_grad();
                problem.Loss(model, batch).backward();
                optimizer.step();
            }
        }

        return network;
    }
}

internal sealed class Attentive : nn.Module<Tensor, Tensor>
{
    private Network? _network;

    private Attentive()
        : base(nameof(Attentive))
    {
    }

    // As Network.WithoutWeights: a module's constructor calls TorchSharp's native library.
    public static Attentive Around(Network network)
    {
        var model = (Attentive)RuntimeHelpers.GetUninitializedObject(typeof(Attentive));
        GC.SuppressFinalize(model);
        model._network = network;
        return model;
    }

    public override IEnumerable<Parameter> parameters(bool recurse = true) => _network!.parameters(recurse);

    public override Tensor forward(Tensor input) =>
        _network is { } network ? network.forward(input) : nn.functional.scaled_dot_product_attention(input, input, input);
}
