using System;
using System.Collections.Generic;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LrAnalyzers.Samples.LR1014;

#region Violation
internal static class Violation
{
    public static void Train(nn.Module<Tensor, Tensor> model, IReadOnlyList<(Tensor X, Tensor Y)> batches, double rate, int epochs)
    {
        SGD optimizer = optim.SGD(model.parameters(), rate, momentum: 0.9);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            if (epoch == epochs / 2)
            {
                rate *= 0.1;
            }

            foreach ((Tensor x, Tensor y) in batches)
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.forward(x), y).backward();
                optimizer.step();
            }

            Console.WriteLine($"epoch {epoch}, rate {rate}");
        }
    }
}
#endregion

#region Fixed
internal static class Fixed
{
    public static void Train(nn.Module<Tensor, Tensor> model, IReadOnlyList<(Tensor X, Tensor Y)> batches, double rate, int epochs)
    {
        SGD optimizer = optim.SGD(model.parameters(), rate, momentum: 0.9);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            if (epoch == epochs / 2)
            {
                rate *= 0.1;
                foreach (var group in optimizer.ParamGroups)
                {
                    group.LearningRate = rate;
                }
            }

            foreach ((Tensor x, Tensor y) in batches)
            {
                optimizer.zero_grad();
                nn.functional.cross_entropy(model.forward(x), y).backward();
                optimizer.step();
            }

            Console.WriteLine($"epoch {epoch}, rate {rate}");
        }
    }
}
#endregion
