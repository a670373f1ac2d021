using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace LrAnalyzers.EndToEnd.Measurements;

/// <summary>A geometric mean of ratios with its 95 % interval.</summary>
internal readonly record struct Ratio(double Mean, double Low, double High);

/// <summary>One setting: the logarithm of the ratio to the constant rate for each seed, same weights and same batches in both.</summary>
internal sealed record CellOfSeeds(Setting Setting, int Steps, double[] Logarithms)
{
    public double Mean => Logarithms.Mean();
}

/// <summary>A schedule against the constant rate over several settings, by one measure.</summary>
/// <remarks>
/// The mean counts each problem equally, whatever the number of its settings. Its interval is that of the settings' means, so
/// it holds what differs between optimizers and lengths as well as between seeds; the problems' variances are added, with the
/// degrees of freedom of Welch and Satterthwaite. A single setting is judged by the deviation between seeds, pooled over the
/// settings of its problem, at 95 % after Bonferroni's correction for the number of settings.
/// </remarks>
internal sealed class Comparison
{
    /// <summary>By how much a single setting has to differ to count as better or worse.</summary>
    public const double Margin = 1.02;

    private readonly CellOfSeeds[] _cells;

    /// <summary>Compares.</summary>
    public Comparison(IEnumerable<CellOfSeeds> cells) => _cells = [.. cells];

    /// <summary>Settings times seeds.</summary>
    public int Trainings => _cells.Sum(cell => cell.Logarithms.Length);

    /// <summary>The mean over all problems.</summary>
    public Ratio Overall()
    {
        CellOfSeeds[][] problems = [.. ByProblem().Select(problem => problem.ToArray())];
        double mean = problems.Average(cells => cells.Average(cell => cell.Mean));
        double[] variances = [.. problems.Select(cells => VarianceOfMean(cells) / (problems.Length * problems.Length))];
        double variance = variances.Sum();
        double freedom = variance * variance / problems.Zip(variances).Sum(pair => pair.Second * pair.Second / Math.Max(1, pair.First.Length - 1));
        return IntervalOf(mean, variance, freedom, 0.05);
    }

    /// <summary>The mean of one problem, where it has settings.</summary>
    public Ratio? Of(string problem)
    {
        CellOfSeeds[] cells = [.. _cells.Where(cell => cell.Setting.Problem == problem)];
        return cells.Length == 0 ? null : IntervalOf(cells.Average(cell => cell.Mean), VarianceOfMean(cells), cells.Length - 1, 0.05);
    }

    /// <summary>The single settings, each with its corrected interval.</summary>
    public IEnumerable<(CellOfSeeds Cell, Ratio Ratio)> Cells()
    {
        foreach (IGrouping<string, CellOfSeeds> problem in ByProblem())
        {
            double freedom = problem.Sum(cell => cell.Logarithms.Length - 1);
            double pooled = problem.Sum(cell => (cell.Logarithms.Length - 1) * VarianceOf(cell.Logarithms)) / freedom;
            foreach (CellOfSeeds cell in problem)
            {
                yield return (cell, IntervalOf(cell.Mean, pooled / cell.Logarithms.Length, freedom, 0.05 / _cells.Length));
            }
        }
    }

    private IEnumerable<IGrouping<string, CellOfSeeds>> ByProblem() => _cells.GroupBy(cell => cell.Setting.Problem);

    private static double VarianceOfMean(CellOfSeeds[] cells) => VarianceOf([.. cells.Select(cell => cell.Mean)]) / cells.Length;

    private static double VarianceOf(double[] values) => values.Length > 1 ? values.Variance() : double.NaN;

    private static Ratio IntervalOf(double mean, double variance, double freedom, double level)
    {
        double half = freedom > 0 && double.IsFinite(variance)
            ? StudentT.InvCDF(0, 1, freedom, 1 - level / 2) * Math.Sqrt(variance)
            : double.PositiveInfinity;
        return new Ratio(Math.Exp(mean), Math.Exp(mean - half), Math.Exp(mean + half));
    }
}
