using System;
using System.Collections.Generic;
using System.Linq;

namespace LrAnalyzers.Catalog;

/// <summary>What people and libraries call the numbers that an optimizer or trainer takes, so that a mix-up can be told.</summary>
internal static class HyperparameterNames
{
    /// <summary>The learning rate.</summary>
    public const string LearningRate = "lr";

    /// <summary>The weight decay.</summary>
    public const string WeightDecay = "weight_decay";

    /// <summary>The momentum.</summary>
    public const string Momentum = "momentum";

    /// <summary>The decay of Adam's average of gradients.</summary>
    public const string FirstBeta = "beta1";

    /// <summary>The addition to a denominator.</summary>
    public const string Epsilon = "eps";

    // Only names that mean one thing: `alpha`, `decay`, `gamma` and `beta` are used for too many.
    private static readonly Dictionary<string, string> s_meanings = new(StringComparer.Ordinal)
    {
        ["lr"] = LearningRate,
        ["learningrate"] = LearningRate,
        ["weightdecay"] = WeightDecay,
        ["wd"] = WeightDecay,
        ["l2"] = WeightDecay,
        ["l2penalty"] = WeightDecay,
        ["l2regularization"] = WeightDecay,
        ["momentum"] = Momentum,
        ["dampening"] = "dampening",
        ["eps"] = Epsilon,
        ["epsilon"] = Epsilon,
        ["beta1"] = FirstBeta,
        ["beta2"] = "beta2",
        ["rho"] = "rho",
        ["lrdecay"] = "lr_decay",
        ["learningratedecay"] = "lr_decay",
        ["momentumdecay"] = "momentum_decay",
    };

    // A learning rate is often named by what it trains.
    private static readonly string[] s_learningRateEndings = { "learningrate", "_lr", "Lr", "LR" };

    // What may stand before the name of a rate that the whole training uses. A bias, end or minimum rate may be 0.
    private static readonly HashSet<string> s_prefixes = new(
        Algorithms.All.Select(algorithm => Plain(algorithm.Name)).Concat(new[] { "", "lgbm", "init", "initial", "base", "max", "maximum", "peak" }),
        StringComparer.Ordinal);

    // What a variable that holds a range of something may end with.
    private static readonly string[] s_rangeEndings = { "searchspace", "searchrange", "space", "range", "option" };

    // Parts of names for a momentum or a beta, however abbreviated.
    private static readonly string[] s_hints = { "mom", "beta", "b1" };

    /// <summary>
    /// Whether the name is that of the learning rate of a whole training: <c>LearningRate</c>, <c>init_lr</c>,
    /// <c>lightGbmLearningRate</c>.
    /// </summary>
    public static bool NamesLearningRate(string name)
    {
        string plain = Plain(name);
        string? rate = new[] { "learningrate", "lr" }.FirstOrDefault(ending => plain.EndsWith(ending, StringComparison.Ordinal));
        return rate is not null && s_prefixes.Contains(plain.Substring(0, plain.Length - rate.Length));
    }

    /// <summary>Whether a variable of the name holds the range of such a learning rate: <c>learningRate</c>, <c>lrRange</c>.</summary>
    public static bool NamesRangeOfLearningRate(string name)
    {
        string plain = Plain(name);
        string? ending = s_rangeEndings.FirstOrDefault(candidate => plain.EndsWith(candidate, StringComparison.Ordinal));
        return NamesLearningRate(ending is null ? plain : plain.Substring(0, plain.Length - ending.Length));
    }

    /// <summary>What a variable or parameter of the name holds, or <see langword="null"/> where the name is not clear.</summary>
    public static string? MeaningOf(string name)
    {
        string plain = Plain(name);
        return s_meanings.TryGetValue(plain, out string? meaning)
            ? meaning
            : s_learningRateEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)) || plain.EndsWith("learningrate", StringComparison.Ordinal)
                ? LearningRate
                : null;
    }

    /// <summary>Whether the name says of none of these hyperparameters that the number is one.</summary>
    public static bool SaysNothing(string name)
    {
        string plain = Plain(name);
        return MeaningOf(name) is null && !s_hints.Any(hint => plain.Contains(hint));
    }

    // Letters and digits in lower case, without the prefix of a field.
    private static string Plain(string name)
    {
        string plain = new(name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray());
        return name.StartsWith("m_", StringComparison.Ordinal) || name.StartsWith("s_", StringComparison.Ordinal)
            ? plain.Substring(1)
            : plain;
    }
}
