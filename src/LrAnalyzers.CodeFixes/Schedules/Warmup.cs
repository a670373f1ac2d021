using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;

namespace LrAnalyzers.CodeFixes.Schedules;

/// <summary>
/// Writes a linear warmup, from a tenth of the learning rate, and another scheduler behind it: SequentialLR of LinearLR and that
/// one. Safe at every length, 0 and 1 included (ScheduleTemplateTests).
/// </summary>
/// <param name="writer">Writes the names.</param>
/// <param name="ratio">The part of the training that is warmed up in, above 0. 1 to 10 % is common practice (Goyal et al. 2017: 5 of 90 epochs).</param>
internal sealed class Warmup(ScheduleWriter writer, double ratio)
{
    private const double Rounding = 1e-9;

    /// <summary>The number of epochs or steps in which a training of known length is warmed up.</summary>
    public long Of(long length) => Math.Max(1, (long)(length * ratio + Rounding));

    /// <summary>
    /// The number of steps after which Adam's averages are filled, 2 / (1 - beta2), where a warmup has done what it is for
    /// (Ma and Yarats 2021, On the adequacy of untuned warmup for adaptive optimization); <see langword="null"/> where the
    /// optimizer has no such average, or its beta is not known.
    /// </summary>
    public static long? MostSteps(OptimizerSite optimizer, CancellationToken cancellationToken) =>
        optimizer.Creation.For(TorchSharpNames.SecondBeta)?.Value is { } beta
        && ValueResolver.ResolveWithoutDefaults(beta, cancellationToken) is { Numbers: { Length: 1 } numbers } && numbers[0] is > 0 and < 1
            ? (long)Math.Round(2 / (1 - numbers[0]))
            : null;

    /// <summary>The length of the warmup as an expression. A twentieth reads <c>epochs / 20</c>, a ratio that is no such part <c>(int)(0.15 * epochs)</c>.</summary>
    /// <param name="horizon">The length of the training, written so that it can be divided.</param>
    /// <param name="known">That length, where it is known.</param>
    /// <param name="isLiteral">Whether it is written as a number.</param>
    /// <param name="most">The most steps that the warmup should have.</param>
    public string Length(string horizon, long? known, bool isLiteral, long? most = null)
    {
        if (isLiteral && known is { } number)
        {
            return Math.Min(Of(number), most ?? long.MaxValue).ToString(CultureInfo.InvariantCulture);
        }

        double parts = 1 / ratio;
        string length = Math.Abs(parts - Math.Round(parts)) < Rounding
            ? $"{horizon} / {Math.Round(parts).ToString(CultureInfo.InvariantCulture)}"
            : $"(int)({LearningRateFormat.Literal(ratio, single: false)} * {horizon})";
        if (most is { } limit && !(known * ratio <= limit))
        {
            length = $"{writer.Math}.Min({limit.ToString(CultureInfo.InvariantCulture)}, {length})";
        }

        return known * ratio >= 1 ? length : $"{writer.Math}.Max(1, {length})";
    }

    /// <summary>What is left of the training behind the warmup.</summary>
    public string Rest(string horizon, string warmup) => $"{writer.Math}.Max(1, {horizon} - {warmup})";

    /// <summary>How long that is, in a title.</summary>
    /// <param name="known">The length of the training, where it is known.</param>
    /// <param name="unit">What it is counted in: epochs, batches or steps.</param>
    /// <param name="most">The most steps that the warmup should have.</param>
    public string Duration(long? known, string unit, long? most = null) => known is { } length
        ? Count(Math.Min(Of(length), most ?? long.MaxValue), unit)
        : $"{LearningRateFormat.Format(Math.Round(100 * ratio, 6))} % of the {unit}";

    /// <summary>A number of epochs or steps, in a title.</summary>
    public static string Count(long count, string unit) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? unit.TrimEnd('s') : unit)}";

    /// <summary>The lines before the scheduler that follows the warmup, which stands two levels deep; the first begins an expression.</summary>
    public ImmutableArray<string> Opening(string optimizer, string warmup) => ImmutableArray.Create(
        $"{writer.Factories}SequentialLR(",
        $"    {optimizer},",
        "    new[]",
        "    {",
        $"        {writer.Factories}LinearLR({optimizer}, start_factor: 0.1, total_iters: {warmup}),");

    /// <summary>The lines behind it.</summary>
    public static ImmutableArray<string> Closing(string warmup) => ImmutableArray.Create("    },", $"    new[] {{ {warmup} }})");
}
