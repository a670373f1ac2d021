using Microsoft.ML.SearchSpace;

namespace LrAnalyzers.Samples.LR1012;

#region Violation
// Searched by AutoML with `new SearchSpace<Violation>()`.
internal sealed class Violation
{
    [Range(0.0001, 0.5, init: 0.01)]
    public double LearningRate { get; set; } = 0.01;
}
#endregion

#region Fixed
// Searched by AutoML with `new SearchSpace<Fixed>()`.
internal sealed class Fixed
{
    [Range(0.0001, 0.5, init: 0.01, logBase: true)]
    public double LearningRate { get; set; } = 0.01;
}
#endregion
