using System;
using System.Collections.Immutable;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>
/// Writes a linear warmup, from a tenth of the learning rate, and another scheduler behind it: SequentialLR of LinearLR and that
/// one. Safe at every length, 0 and 1 included (ScheduleTemplateTests).
/// </summary>
/// <param name="writer">Writes the names.</param>
/// <param name="ratio">The part of the training that is warmed up in, above 0. 1 to 10 % is common practice (Goyal et al. 2017: 5 of 90 epochs).</param>
internal sealed class Warmup(ScheduleWriter writer, double ratio)
{
    /// <summary>Its length.</summary>
    public TrainingShare Share { get; } = new(writer, ratio);

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

    /// <summary>What is left of the training behind the warmup.</summary>
    public string Rest(string horizon, string warmup) => $"{writer.Math}.Max(1, {horizon} - {warmup})";

    /// <summary>The lines before the scheduler that follows the warmup, which stands two levels deep; the first begins an expression.</summary>
    public ImmutableArray<string> Opening(string optimizer, string warmup) => ImmutableArray.Create(
        $"{writer.Factories}{SequentialLRDefinition.Value}(",
        $"    {optimizer},",
        "    new[]",
        "    {",
        $"        {writer.Factories}{ScheduleWriter.Call(LinearLRDefinition.Value, optimizer, (LinearLRDefinition.Value.StartFactor, "0.1"), (LinearLRDefinition.Value.Length, warmup))},");

    /// <summary>The lines behind it.</summary>
    public static ImmutableArray<string> Closing(string warmup) => ImmutableArray.Create("    },", $"    new[] {{ {warmup} }})");
}
