using Microsoft.ML;
using Microsoft.ML.SearchSpace;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;

namespace MLNetTraining;

/// <summary>
/// Trains regressors on houses drawn in memory, with the mistakes that LrAnalyzers is for; <c>Fixed</c> holds what its fixes
/// make of them. Prints R² on new houses, once per seed.
/// </summary>
internal static class Program
{
    private const int Seeds = 5;

    private static void Main()
    {
        Compare("constant rate", Mistaken.OnlineGradientDescent, Fixed.OnlineGradientDescent);
        Compare("overshooting trees", Mistaken.FastTree, Fixed.FastTree);
        Compare("integer division", Mistaken.LightGbm, Fixed.LightGbm);
        Compare("dead rate", Mistaken.FastTreeWithDropout, Fixed.FastTreeWithDropout);
        Compare("search from 0", Trial<Mistaken.SearchedOptions>, Trial<Fixed.SearchedOptions>);
    }

    private static void Compare(string name, Func<MLContext, IEstimator<ITransformer>> mistaken, Func<MLContext, IEstimator<ITransformer>> repaired) =>
        Compare(name, (ml, _) => mistaken(ml), (ml, _) => repaired(ml));

    private static void Compare(
        string name, Func<MLContext, int, IEstimator<ITransformer>> mistaken, Func<MLContext, int, IEstimator<ITransformer>> repaired)
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            Console.WriteLine(
                $"{name,-22} seed {seed}: {Evaluate(ml => mistaken(ml, seed), seed),-28} fixed: {Evaluate(ml => repaired(ml, seed), seed)}");
        }
    }

    // One trial with a rate that is drawn from the range of the options, as a search of AutoML makes many.
    private static IEstimator<ITransformer> Trial<TOptions>(MLContext ml, int seed) =>
        ml.Regression.Trainers.FastTree(learningRate: LearningRateSearch.Draw<TOptions>(seed));

    /// <summary>Returns R² on houses that were not trained on, or what the trainer threw.</summary>
    private static string Evaluate(Func<MLContext, IEstimator<ITransformer>> create, int seed)
    {
        var ml = new MLContext(seed);
        IDataView training = ml.Data.LoadFromEnumerable(House.Draw(400, seed));
        IDataView test = ml.Data.LoadFromEnumerable(House.Draw(200, seed + 1000));
        try
        {
            ITransformer model = create(ml).Fit(training);
            double r2 = ml.Regression.Evaluate(model.Transform(test)).RSquared;
            return $"R² {r2:G5}";
        }
        catch (InvalidOperationException exception)
        {
            return $"throws {exception.GetType().Name}";
        }
    }
}

/// <summary>As one might write them.</summary>
internal static class Mistaken
{
    private const float LearningRate = 0.5f;
    private const double TreeLearningRate = 2.1;

    // LR2001: without the decay this rate diverges, and Fit throws.
    public static IEstimator<ITransformer> OnlineGradientDescent(MLContext ml) =>
        ml.Regression.Trainers.OnlineGradientDescent(learningRate: LearningRate, decreaseLearningRate: false, numberOfIterations: 10);

    // LR1003: each tree overshoots, so that every further tree makes the model worse.
    public static IEstimator<ITransformer> FastTree(MLContext ml) =>
        ml.Regression.Trainers.FastTree(learningRate: TreeLearningRate);

    // LR1002: the division of integers is zero, and LightGBM throws.
    public static IEstimator<ITransformer> LightGbm(MLContext ml) =>
        ml.Regression.Trainers.LightGbm(learningRate: 1 / 10);

    // LR1008: with dropout the trainer divides the rate away again; LR3001: a number without a name.
    public static IEstimator<ITransformer> FastTreeWithDropout(MLContext ml) =>
        ml.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options { LearningRate = 0.05, DropoutRate = 0.1 });

    // LR1011: these are whole numbers, and every trial gets 0.
    public sealed class SearchedOptions
    {
        [Range(0, 1)]
        public double LearningRate { get; set; }
    }
}

/// <summary>What the fixes make of them.</summary>
internal static class Fixed
{
    private const float LearningRate = 0.5f;
    private const double TreeLearningRate = 0.2;
    private const double BoostingLearningRate = 1.0 / 10;

    public static IEstimator<ITransformer> OnlineGradientDescent(MLContext ml) =>
        ml.Regression.Trainers.OnlineGradientDescent(learningRate: LearningRate, decreaseLearningRate: true, numberOfIterations: 10);

    public static IEstimator<ITransformer> FastTree(MLContext ml) =>
        ml.Regression.Trainers.FastTree(learningRate: TreeLearningRate);

    public static IEstimator<ITransformer> LightGbm(MLContext ml) =>
        ml.Regression.Trainers.LightGbm(learningRate: BoostingLearningRate);

    public static IEstimator<ITransformer> FastTreeWithDropout(MLContext ml) =>
        ml.Regression.Trainers.FastTree(new FastTreeRegressionTrainer.Options { DropoutRate = 0.1 });

    public sealed class SearchedOptions
    {
        [Range(0.001, 1, logBase: true)]
        public double LearningRate { get; set; }
    }
}
