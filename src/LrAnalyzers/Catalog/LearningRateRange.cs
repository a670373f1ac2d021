namespace LrAnalyzers.Catalog;

/// <summary>
/// A range of learning rates, in units of the library's own learning-rate parameter, and where it comes from.
/// </summary>
/// <param name="Minimum">The lower bound.</param>
/// <param name="Maximum">The upper bound.</param>
/// <param name="Source">The paper, library file or measurement behind the two numbers.</param>
/// <param name="IncludesMinimum">Whether the lower bound itself is in the range.</param>
/// <param name="IncludesMaximum">Whether the upper bound itself is in the range.</param>
internal sealed record LearningRateRange(
    double Minimum,
    double Maximum,
    string Source,
    bool IncludesMinimum = true,
    bool IncludesMaximum = true)
{
    /// <summary>Whether a project set a bound itself: then practice is its own, not the published one.</summary>
    public bool IsSetByProject { get; init; }

    // Learning rates are often written as float; 0.1f widened to double is 0.10000000149 and must count as 0.1.
    private const double RelativeTolerance = 1e-6;

    // A one-cycle or cyclic schedule passes its peak quickly: up to ten times a constant rate (Smith 2018, arXiv 1803.09820).
    private const double PeakFactor = 10;

    /// <summary>The range of the highest learning rate of a schedule that passes it quickly.</summary>
    public LearningRateRange ForPeak() => this with { Maximum = Maximum * PeakFactor };

    /// <summary>Whether <paramref name="learningRate"/> lies below the range.</summary>
    public bool IsBelow(double learningRate) =>
        learningRate < Minimum * (1 - RelativeTolerance) || (!IncludesMinimum && learningRate <= Minimum);

    /// <summary>Whether <paramref name="learningRate"/> lies above the range.</summary>
    public bool IsAbove(double learningRate) =>
        IncludesMaximum
            ? learningRate > Maximum * (1 + RelativeTolerance)
            : learningRate >= Maximum * (1 - RelativeTolerance);

    /// <summary>Whether <paramref name="learningRate"/> lies in the range.</summary>
    public bool Contains(double learningRate) => !IsBelow(learningRate) && !IsAbove(learningRate);
}
