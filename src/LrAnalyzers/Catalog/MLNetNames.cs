namespace LrAnalyzers.Catalog;

/// <summary>Metadata names of the ML.NET API that carries learning rates.</summary>
internal static class MLNetNames
{
    /// <summary>The library's namespace, with which the names of its assemblies begin.</summary>
    public const string Namespace = "Microsoft.ML";

    /// <summary>The root class; its presence means that ML.NET is referenced.</summary>
    public const string MLContext = "Microsoft.ML.MLContext";

    /// <summary>Extension methods of the linear and online trainers.</summary>
    public const string StandardTrainers = "Microsoft.ML.StandardTrainersCatalog";

    /// <summary>Extension methods of the FastTree and GAM trainers.</summary>
    public const string Trees = "Microsoft.ML.TreeExtensions";

    /// <summary>Extension methods of the LightGBM trainers.</summary>
    public const string LightGbm = "Microsoft.ML.LightGbmExtensions";

    /// <summary>Methods of the recommendation trainers.</summary>
    public const string Recommendation = "Microsoft.ML.RecommendationCatalog+RecommendationTrainers";

    /// <summary>Declares the learning rate of AveragedPerceptron and OnlineGradientDescent.</summary>
    public const string AveragedLinearOptions = "Microsoft.ML.Trainers.AveragedLinearOptions";

    /// <summary>Declares the learning rate of the linear SGD trainers.</summary>
    public const string SgdOptions = "Microsoft.ML.Trainers.SgdBinaryTrainerBase`1+OptionsBase";

    /// <summary>Declares the learning rate of the FastTree trainers.</summary>
    public const string BoostedTreeOptions = "Microsoft.ML.Trainers.FastTree.BoostedTreeOptions";

    /// <summary>Declares the learning rate of the GAM trainers.</summary>
    public const string GamOptions = "Microsoft.ML.Trainers.FastTree.GamTrainerBase`3+OptionsBase";

    /// <summary>Declares the learning rate of the LightGBM trainers.</summary>
    public const string LightGbmOptions = "Microsoft.ML.Trainers.LightGbm.LightGbmTrainerBase`4+OptionsBase";

    /// <summary>Options of the image classification trainer.</summary>
    public const string ImageClassificationOptions = "Microsoft.ML.Vision.ImageClassificationTrainer+Options";

    /// <summary>Declares the learning rates of the TorchSharp text trainers.</summary>
    public const string NasBertOptions = "Microsoft.ML.TorchSharp.NasBert.NasBertTrainer+NasBertOptions";

    /// <summary>The decay that image classification uses when it is given no other.</summary>
    public const string ExponentialDecay = "Microsoft.ML.Trainers.ExponentialLRDecay";

    /// <summary>A decay to an end value.</summary>
    public const string PolynomialDecay = "Microsoft.ML.Trainers.PolynomialLRDecay";

    /// <summary>A schedule in steps, scaled by the batch size.</summary>
    public const string LsrDecay = "Microsoft.ML.Trainers.LsrDecay";
}
