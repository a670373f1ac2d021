using System;
using System.Globalization;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>Writes a part of a training, such as its first 5 %, in epochs or steps.</summary>
/// <param name="writer">Writes the names.</param>
/// <param name="ratio">The part, above 0.</param>
internal sealed class TrainingShare(ScheduleWriter writer, double ratio)
{
    private const double Rounding = 1e-9;

    /// <summary>The number of epochs or steps in a training of known length.</summary>
    public long Of(long length) => Math.Max(1, (long)(length * ratio + Rounding));

    /// <summary>The part as an expression of at least 1. A twentieth reads <c>epochs / 20</c>, a ratio that is no such part <c>(int)(0.15 * epochs)</c>.</summary>
    /// <param name="horizon">The length of the training, written so that it can be divided.</param>
    /// <param name="known">That length, where it is known.</param>
    /// <param name="isLiteral">Whether it is written as a number.</param>
    /// <param name="most">The most steps that the part should have.</param>
    public string Length(string horizon, long? known, bool isLiteral, long? most = null)
    {
        if (isLiteral && known is { } number)
        {
            return Math.Min(Of(number), most ?? long.MaxValue).ToString(CultureInfo.InvariantCulture);
        }

        string length = PartOf(horizon);
        if (most is { } limit && !(known * ratio <= limit))
        {
            length = $"{writer.Math}.Min({limit.ToString(CultureInfo.InvariantCulture)}, {length})";
        }

        return known * ratio >= 1 ? length : $"{writer.Math}.Max(1, {length})";
    }

    /// <summary>The part as an expression that is 0 where the training is too short to have one.</summary>
    public string PartOf(string horizon)
    {
        double parts = 1 / ratio;
        return Math.Abs(parts - Math.Round(parts)) < Rounding
            ? parts < 1.5 ? horizon : $"{horizon} / {Math.Round(parts).ToString(CultureInfo.InvariantCulture)}"
            : $"(int)({LearningRateFormat.Literal(ratio, single: false)} * {horizon})";
    }

    /// <summary>How long that is, in a title.</summary>
    /// <param name="known">The length of the training, where it is known.</param>
    /// <param name="unit">What it is counted in: epochs, batches or steps.</param>
    /// <param name="most">The most steps that the part should have.</param>
    public string Duration(long? known, string unit, long? most = null) => known is { } length
        ? Count(Math.Min(Of(length), most ?? long.MaxValue), unit)
        : $"{Percent} of the {unit}";

    /// <summary>The ratio, in a title.</summary>
    public string Percent => LearningRateFormat.Format(Math.Round(100 * ratio, 6)) + " %";

    /// <summary>A number of epochs or steps, in a title.</summary>
    public static string Count(long count, string unit) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? unit.TrimEnd('s') : unit)}";
}
