using System.Globalization;
using LrAnalyzers.EndToEnd.Training.Real;

namespace LrAnalyzers.EndToEnd.Measurements;

/// <summary>A training that is measured with and without advice: everything but the schedule and the seed.</summary>
/// <param name="Problem">A name of <see cref="RealData.Names"/>.</param>
/// <param name="Optimizer">A name of <see cref="Optimizers"/>.</param>
/// <param name="Level">How the learning rate stands to the usual one.</param>
/// <param name="Length">How long it trains.</param>
/// <param name="Shape">How the program is written: a file of Programs/Shapes, or one of two with other weights.</param>
internal sealed record Setting(string Problem, string Optimizer, RateLevel Level, TrainingLength Length, string Shape)
{
    // The optimizers of the schedules' measurements; without a weight decay TorchSharp's AdamW is its Adam to the last bit.
    private static readonly Dictionary<string, string> s_creations = new()
    {
        ["Adam"] = "optim.Adam(model.parameters(), {0})",
        ["AdamW"] = "optim.AdamW(model.parameters(), {0}, weight_decay: 0.01)",
        ["SGD"] = "optim.SGD(model.parameters(), {0}, momentum: 0.9)",
    };

    // The rate among 1 and 3 times a power of ten at which the constant rate left the smallest held-out loss at middle length
    // (2 seeds, before any schedule was trained): what someone who tried a few would use, and the constant rate's best.
    private static readonly Dictionary<(string Problem, string Optimizer), double> s_usualRates = new()
    {
        [("digits", "Adam")] = 0.01,
        [("digits", "AdamW")] = 0.01,
        [("digits", "SGD")] = 0.03,
        [("bikes", "Adam")] = 0.01,
        [("bikes", "AdamW")] = 0.01,
        [("bikes", "SGD")] = 0.03,
        [("census", "Adam")] = 0.001,
        [("census", "AdamW")] = 0.001,
        [("census", "SGD")] = 0.03,
        [("characters", "Adam")] = 0.01,
        [("characters", "AdamW")] = 0.01,
        [("characters", "SGD")] = 0.1,
    };

    /// <summary>The shape that takes each step with a closure over the same 2,000 examples.</summary>
    public const string FullBatch = "FullBatch";

    /// <summary>The shape that goes on from weights in a file, which were trained on the negatives.</summary>
    public const string FineTuningOnNew = "FineTuningOnNew";

    /// <summary>The shape that goes on from weights in a file, which were trained on more of the same.</summary>
    public const string FineTuningOnMore = "FineTuningOnMore";

    /// <summary>The shape whose batches stand in the loop over the epochs.</summary>
    public const string BatchLoop = "BatchLoop";

    /// <summary>The shape that stops where the loss of an epoch no longer falls, after four times as many epochs at most.</summary>
    public const string EarlyStopping = "EarlyStopping";

    /// <summary>The optimizers.</summary>
    public static IReadOnlyCollection<string> Optimizers => s_creations.Keys;

    /// <summary>The shapes, as users write them.</summary>
    public static IReadOnlyList<string> Shapes { get; } = [BatchLoop, "EpochHelper", "TrainerClass", "BatchStream", EarlyStopping];

    /// <summary>What creates the optimizer, where that is not the one of the optimizer's name at the level's rate.</summary>
    public string? GivenCreation { get; init; }

    /// <summary>The learning rate; NaN where the creation is given.</summary>
    public double LearningRate => GivenCreation is not null ? double.NaN : (RateOverride ?? UsualRate) * Level switch { RateLevel.Low => 1 / 3.0, RateLevel.High => 3, _ => 1 };

    /// <summary>The learning rate in place of the usual one.</summary>
    public double? RateOverride { get; init; }

    /// <summary>The number of epochs: some 370, 1,100 and 2,100 steps.</summary>
    public int Epochs => (Problem, Length) switch
    {
        ("digits", TrainingLength.Short) => 3,
        ("digits", TrainingLength.Middle) => 10,
        ("digits", TrainingLength.Long) => 18,
        ("characters", TrainingLength.Short) => 2,
        ("characters", TrainingLength.Middle) => 5,
        ("characters", TrainingLength.Long) => 10,
        (_, TrainingLength.Short) => 2,
        (_, TrainingLength.Middle) => 6,
        ("census", _) => 11,
        _ => 12,
    };

    private double UsualRate => s_usualRates[(Problem, Optimizer)];

    /// <summary>The program before any fix; its number of epochs is a parameter, so it is the same for every length.</summary>
    public TrainingProgram CreateProgram()
    {
        const string Creation = "optim.Adam(model.parameters(), 0.001)";
        string folder = Path.Combine(TestMetadata.RepositoryRoot, "tests", "LrAnalyzers.EndToEnd", "Programs");
        string shape = Shape switch
        {
            FineTuningOnMore => ReadShape("FineTuning"),
            FineTuningOnNew => ReadShape("FineTuning").Replace(nameof(RealProblem.WeightsForMost), nameof(RealProblem.WeightsForNegatives), StringComparison.Ordinal),
            _ => ReadShape(Shape),
        };
        Assert.Contains(Creation, shape, StringComparison.Ordinal);
        string creation = GivenCreation ?? string.Format(
            CultureInfo.InvariantCulture, s_creations[Optimizer], LearningRate.ToString("0.############", CultureInfo.InvariantCulture));
        return TrainingProgram.Of(
            Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary,
            ("Training.cs", shape.Replace(Creation, creation, StringComparison.Ordinal)),
            ("Network.cs", File.ReadAllText(Path.Combine(folder, "Networks", Problem + ".cs"))));

        string ReadShape(string name) => File.ReadAllText(Path.Combine(folder, "Shapes", name + ".cs"));
    }
}

/// <summary>How a learning rate stands to the usual one.</summary>
internal enum RateLevel
{
    /// <summary>A third of it.</summary>
    Low,

    /// <summary>The usual rate.</summary>
    Usual,

    /// <summary>Three times as much.</summary>
    High,
}

/// <summary>How long a training is.</summary>
internal enum TrainingLength
{
    /// <summary>Some 370 steps.</summary>
    Short,

    /// <summary>Some 1,100 steps.</summary>
    Middle,

    /// <summary>Some 2,100 steps.</summary>
    Long,
}
