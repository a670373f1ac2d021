using LrAnalyzers.Catalog;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;

namespace LrAnalyzers.Rules;

/// <summary>What the settings beside a learning rate make of it: a factor on it.</summary>
/// <param name="Factor">What multiplies the learning rate; <see langword="null"/> where that cannot be known.</param>
/// <param name="IsFactorGiven">Whether the code sets the factor.</param>
/// <param name="Working">The working range of the product.</param>
/// <param name="AboveWorking">Why a rate above it cannot train.</param>
internal readonly record struct TrainingScale(double? Factor, bool IsFactorGiven, LearningRateRange? Working, string? AboveWorking)
{
    /// <summary>Reads the settings.</summary>
    public static TrainingScale Of(ValueContext context)
    {
        Algorithm algorithm = context.Site.Algorithm;
        var plain = new TrainingScale(1, IsFactorGiven: false, algorithm.Working, algorithm.AboveWorking);
        if (algorithm is not TrainerDefinition trainer)
        {
            return plain;
        }

        if (trainer.ScaledBy is not { } scale)
        {
            return plain;
        }

        Companion factor = context.CompanionOf(scale);
        return factor.IsAbsent
            ? plain
            : plain with { Factor = factor.Value is { } value ? context.ResolveBeside(value).Single : null, IsFactorGiven = true };
    }

    /// <summary>The learning rate as messages name it, with the factor if there is one.</summary>
    public string Describe(double learningRate, Algorithm algorithm) =>
        IsFactorGiven && Factor is { } factor && factor != 1 && algorithm is TrainerDefinition { ScaledBy: { } name }
            ? $"{LearningRateFormat.FormatWritten(learningRate)} times {name} {LearningRateFormat.FormatWritten(factor)}"
            : LearningRateFormat.FormatWritten(learningRate);

    /// <summary>The first of the value's numbers that is a possible learning rate and lies outside the range.</summary>
    public double? FirstOutside(LearningRateValue value, LearningRateRange range, bool onlyAbove)
    {
        if (Factor is not { } factor)
        {
            return null;
        }

        return value.FirstWhere(number =>
            number > 0 && !double.IsInfinity(number)
            && (range.IsAbove(number * factor) || (!onlyAbove && range.IsBelow(number * factor))));
    }
}
