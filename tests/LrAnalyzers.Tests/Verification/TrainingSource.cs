namespace LrAnalyzers.Tests.Verification;

/// <summary>Training programs for the tests of the schedule rules.</summary>
internal static class TrainingSource
{
    /// <summary>What training code has above it.</summary>
    public const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;

        """;

    /// <summary>A forward and backward pass, and the optimizer's step.</summary>
    public const string Batch = "optimizer.zero_grad(); var loss = model.forward(x).sum(); loss.backward(); optimizer.step();";

    /// <summary>A method with a model, batches and epochs at hand.</summary>
    public static string Method(string body, string members = "") => $$"""
        {{Usings}}
        class Trainer
        {
        {{members}}
            void Train(nn.Module<Tensor, Tensor> model, List<Tensor> batches, int epochs, double learningRate)
            {
                {{body.ReplaceLineEndings("\n").Replace("\n", "\n        ")}}
            }
        }
        """.Replace("\n        \n", "\n\n");
}
