namespace LrAnalyzers.Tests.Rules;

/// <summary>Sources in which the rules about schedulers are tested.</summary>
internal static class TrainingSource
{
    /// <summary>
    /// A method in which <c>model</c>, <c>p</c> (its parameters), <c>opt</c> (an SGD with a learning rate of 0.1), <c>any</c>
    /// (an optimizer of unknown kind) and <c>number</c> (an unknown double) are at hand.
    /// </summary>
    public static string Method(string body, string members = "", string usings = "", string modifiers = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using static TorchSharp.torch.optim;
        {{usings}}

        {{modifiers}} class Trainer
        {
        {{members}}
            void Train(nn.Module<Tensor, Tensor> model, IEnumerable<Parameter> p, Optimizer any, double number, int epochs)
            {
                var opt = torch.optim.SGD(p, 0.1, momentum: 0.9);
                {{body}}
            }
        }
        """;
}
