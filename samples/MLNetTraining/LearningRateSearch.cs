using System.Globalization;
using System.Reflection;
using Microsoft.ML.SearchSpace;

namespace MLNetTraining;

/// <summary>
/// Draws learning rates as the random tuner of ML.NET's AutoML does (UniformNumericOption.cs). AutoML itself is a package of
/// its own, which this sample does without; the attribute is part of ML.NET.
/// </summary>
internal static class LearningRateSearch
{
    /// <summary>Draws a learning rate from the range that stands at the options.</summary>
    public static double Draw<TOptions>(int seed)
    {
        RangeAttribute range = typeof(TOptions).GetProperty("LearningRate")!.GetCustomAttribute<RangeAttribute>()!;
        double min = Convert.ToDouble(range.Min, CultureInfo.InvariantCulture);
        double max = Convert.ToDouble(range.Max, CultureInfo.InvariantCulture);
        double drawn = new Random(seed).NextDouble();
        double rate = range.LogBase ? min * Math.Pow(max / min, drawn) : min + ((max - min) * drawn);
        return range.Min is int ? Math.Floor(rate) : rate;
    }
}
