namespace LrAnalyzers.Tests.Verification;

/// <summary>Sources around the few lines that a test is about.</summary>
internal static class Sources
{
    /// <summary>The member that a fix adds to a type without others in front of its methods: the rate's constant.</summary>
    public static string NamedRate(string value, string type = "double") => value.Length == 0 ? "" : $"    private const {type} LearningRate = {value};\n";

    /// <summary>A method in which <c>model</c> and <c>p</c> (its parameters) are at hand.</summary>
    public static string Torch(string body, string members = "", string usings = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using TorchSharp;
        using TorchSharp.Modules;
        {{usings}}

        class Trainer
        {
        {{members}}
            void Train(torch.nn.Module<torch.Tensor, torch.Tensor> model, IEnumerable<Parameter> p)
            {
                {{body}}
            }
        }
        """;

    /// <summary>A method in which <c>ml</c>, an <c>MLContext</c>, is at hand.</summary>
    public static string MLNet(string body, string members = "", string usings = "") => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using Microsoft.ML;
        using Microsoft.ML.Trainers;
        using Microsoft.ML.Trainers.FastTree;
        using Microsoft.ML.Trainers.LightGbm;
        using Microsoft.ML.Vision;
        using Microsoft.ML.TorchSharp.NasBert;
        using Microsoft.ML.TorchSharp.AutoFormerV2;
        {{usings}}

        class Trainer
        {
        {{members}}
            void Train(MLContext ml)
            {
                {{body}}
            }
        }
        """;
}
