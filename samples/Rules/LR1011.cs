using Microsoft.ML.SearchSpace;

namespace LrAnalyzers.Samples.LR1011;

#region Violation
// Searched by AutoML with `new SearchSpace<Violation>()`.
internal sealed class Violation
{
    [Range(0, 0.5, logBase: true)]
    public double LearningRate { get; set; } = 0.1;

    [Range(4, 128, init: 20, logBase: true)]
    public int NumberOfTrees { get; set; } = 20;
}
#endregion

#region Fixed
// Searched by AutoML with `new SearchSpace<Fixed>()`.
internal sealed class Fixed
{
    [Range(0.0005, 0.5, logBase: true)]
    public double LearningRate { get; set; } = 0.1;

    [Range(4, 128, init: 20, logBase: true)]
    public int NumberOfTrees { get; set; } = 20;
}
#endregion
