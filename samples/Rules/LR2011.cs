using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR2011;

#region Violation
internal static class Violation
{
    public static void Train(
        Classifier model, IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches, int epochs, double learningRate)
    {
        var optimizer = optim.AdamW(model.parameters(), learningRate);
        var scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs));
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var (inputs, labels) in batches)
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.forward(inputs), labels).backward();
                optimizer.step();
            }

            scheduler.step();
        }
    }
}
#endregion

#region Fixed
internal static class Fixed
{
    public static void Train(
        Classifier model, IReadOnlyList<(Tensor Inputs, Tensor Labels)> batches, int epochs, double learningRate)
    {
        var optimizer = optim.AdamW(model.parameters(), learningRate);
        int warmupEpochs = Math.Max(1, epochs / 20);
        var scheduler = optim.lr_scheduler.SequentialLR(
            optimizer,
            new[]
            {
                optim.lr_scheduler.LinearLR(optimizer, start_factor: 0.1, total_iters: warmupEpochs),
                optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max: Math.Max(1, epochs - warmupEpochs)),
            },
            new[] { warmupEpochs });
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            foreach (var (inputs, labels) in batches)
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.forward(inputs), labels).backward();
                optimizer.step();
            }

            scheduler.step();
        }
    }
}
#endregion

internal sealed class Classifier : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> _layers = nn.Sequential(
        nn.Linear(16, 32), nn.TransformerEncoderLayer(d_model: 32, nhead: 4), nn.Linear(32, 2));

    public Classifier()
        : base(nameof(Classifier)) => RegisterComponents();

    public override Tensor forward(Tensor input) => _layers.forward(input);
}
