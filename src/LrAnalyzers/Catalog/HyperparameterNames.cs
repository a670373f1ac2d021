using System;
using System.Collections.Generic;
using System.Linq;

namespace LrAnalyzers.Catalog;

/// <summary>What people and libraries call the numbers that an optimizer or trainer takes, so that a mix-up can be told.</summary>
internal static class HyperparameterNames
{
    /// <summary>The learning rate.</summary>
    public const string LearningRate = "lr";

    // Only names that mean one thing: `alpha`, `decay`, `gamma` and `beta` are used for too many.
    private static readonly Dictionary<string, string> s_meanings = new(StringComparer.Ordinal)
    {
        ["lr"] = LearningRate,
        ["learningrate"] = LearningRate,
        ["weightdecay"] = "weight_decay",
        ["wd"] = "weight_decay",
        ["l2regularization"] = "weight_decay",
        ["momentum"] = "momentum",
        ["dampening"] = "dampening",
        ["eps"] = "eps",
        ["epsilon"] = "eps",
        ["beta1"] = "beta1",
        ["beta2"] = "beta2",
        ["rho"] = "rho",
        ["lrdecay"] = "lr_decay",
        ["learningratedecay"] = "lr_decay",
        ["momentumdecay"] = "momentum_decay",
    };

    // A learning rate is often named by what it trains.
    private static readonly string[] s_learningRateEndings = { "learningrate", "_lr", "Lr", "LR" };

    /// <summary>What a variable or parameter of the name holds, or <see langword="null"/> where the name is not clear.</summary>
    public static string? MeaningOf(string name)
    {
        string plain = new(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray());
        if (name.StartsWith("m_", StringComparison.Ordinal) || name.StartsWith("s_", StringComparison.Ordinal))
        {
            plain = plain.Substring(1);
        }

        return s_meanings.TryGetValue(plain, out string? meaning)
            ? meaning
            : s_learningRateEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)) || plain.EndsWith("learningrate", StringComparison.Ordinal)
                ? LearningRate
                : null;
    }
}
