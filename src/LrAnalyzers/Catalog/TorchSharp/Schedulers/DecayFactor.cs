namespace LrAnalyzers.Catalog;

/// <summary>What the schedulers that multiply by a gamma have in common.</summary>
internal static class DecayFactor
{
    /// <summary>Where the consequences of an argument come from that names no line of the library.</summary>
    public const string Run = "run against TorchSharp 0.107.0";

    /// <summary>What a factor above 1 does.</summary>
    public const string Grows = "makes the learning rate grow without bound instead of decay";

    /// <summary>The usual factor of a decay in steps.</summary>
    public const string Advice = "Typical is 0.1 (He et al. 2016)";

    /// <summary>Factors that are tried where a decay's own is not known: from the usual tenth to one that hardly decays.</summary>
    public static readonly double[] PerMilestone = { 0.1, 0.5, 0.9 };

    /// <summary>The same for a decay at every step.</summary>
    public static readonly double[] PerStep = { 0.9, 0.99, 0.9999 };
}
