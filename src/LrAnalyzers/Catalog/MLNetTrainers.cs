using System.Collections.Immutable;

namespace LrAnalyzers.Catalog;

/// <summary>
/// The trainers of ML.NET 5.0.1 that have a learning rate. Names and defaults are those of the assemblies, or of the
/// sources where a comment says so; "run" is our own measurement with the 5.0.1 packages: 400 rows of 5 features in
/// [0, 1] with a linear target. The ranges of sweep attributes are not bounds: official samples lie outside them.
/// </summary>
internal static class MLNetTrainers
{
    private const string Run = "run with ML.NET 5.0.1";

    // What a bad rate does: each was run, MatrixFactorization and SymbolicSgd read in the sources.
    private const string FitThrows = "Fit throws";
    private const string ZeroScores = "every score is 0";
    private const string TreesOfZero = "each tree counts nothing, and the model predicts one number";
    private const string TreesOfNegative = "each tree moves away from the target, and nothing refuses it";
    private const string TreesOfNaN = "the scores are NaN or 0, and nothing refuses it";
    private const string LightGbmThrows = "LightGBM refuses it, and Fit throws";

    private static readonly LearningRateRange s_ogdUsual = new(1e-5, 0.5, $"AveragedLinear.cs, sweep attribute 0.01 to 1; {Run}");

    /// <summary>Online gradient descent; its decay divides by the square root of the update number.</summary>
    public static readonly TrainerDefinition OnlineGradientDescent = new()
    {
        Name = "OnlineGradientDescent",
        Library = Library.MLNet,
        ChecksOptions = true,
        ChecksArgument = true,
        EffectOfNaN = FitThrows,
        MethodType = MLNetNames.StandardTrainers,
        Method = "OnlineGradientDescent",
        DeclaringType = MLNetNames.AveragedLinearOptions,
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.Trainers.OnlineGradientDescentTrainer+Options"),
        OptionsDefault = 0.1,
        DecaySwitch = "DecreaseLearningRate",
        DecaysByDefault = true,
        Working = new(0, 1, $"{Run}: R² falls from 0.998 at 1 to -64 at 1.5", IncludesMinimum: false),
        AboveWorking = "its weights grow without bound, and Fit throws or the model predicts nonsense",
        WorkingWithoutDecay = new(0, 0.5, $"machinelearning issue 4363; {Run}: 0.5 throws", IncludesMinimum: false, IncludesMaximum: false),
        AboveWorkingWithoutDecay = "without the decay its weights grow without bound from 0.5 up, and Fit throws",
        Usual = s_ogdUsual,
        Typical = 0.1,
        TypicalSource = "OnlineGradientDescent.cs, default",
    };

    /// <summary>Averaged perceptron; scaling its learning rate scales its weights and changes no decision.</summary>
    public static readonly TrainerDefinition AveragedPerceptron = new()
    {
        Name = "AveragedPerceptron",
        Library = Library.MLNet,
        ChecksOptions = true,
        ChecksArgument = true,
        EffectOfNaN = FitThrows,
        MethodType = MLNetNames.StandardTrainers,
        Method = "AveragedPerceptron",
        DeclaringType = MLNetNames.AveragedLinearOptions,
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.Trainers.AveragedPerceptronTrainer+Options"),
        OptionsDefault = 1,
        DecaySwitch = "DecreaseLearningRate",
        Usual = new(1e-4, 10, $"AveragedLinear.cs, Range(1e-4, 1); {Run}: indifferent from 0.1 to 1000"),
        Typical = 1,
        TypicalSource = "AveragedPerceptron.cs, default",
    };

    /// <summary>Linear SGD with a calibrator.</summary>
    public static readonly TrainerDefinition SgdCalibrated = new()
    {
        Name = "SgdCalibrated",
        Library = Library.MLNet,
        ChecksOptions = true,
        EffectOfZero = ZeroScores,
        EffectOfNegative = "the model is useless, and nothing refuses it",
        EffectOfNaN = FitThrows,
        MethodType = MLNetNames.StandardTrainers,
        Method = "SgdCalibrated",
        DeclaringType = MLNetNames.SgdOptions,
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.Trainers.SgdCalibratedTrainer+Options"),
        OptionsDefault = 0.01,
        Typical = 0.01,
        TypicalSource = "SdcaBinary.cs, default",
    };

    /// <summary>Linear SGD.</summary>
    public static readonly TrainerDefinition SgdNonCalibrated = SgdCalibrated with
    {
        Name = "SgdNonCalibrated",
        Method = "SgdNonCalibrated",
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.Trainers.SgdNonCalibratedTrainer+Options"),
    };

    /// <summary>Field-aware factorization machine, with AdaGrad steps.</summary>
    public static readonly TrainerDefinition FieldAwareFactorizationMachine = new()
    {
        Name = "FieldAwareFactorizationMachine",
        Library = Library.MLNet,
        ChecksOptions = true,
        EffectOfNaN = "every score is NaN",
        DeclaringType = "Microsoft.ML.Trainers.FieldAwareFactorizationMachineTrainer+Options",
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.Trainers.FieldAwareFactorizationMachineTrainer+Options"),
        OptionsDefault = 0.1,
        Typical = 0.1,
        TypicalSource = "FactorizationMachineTrainer.cs, default",
    };

    /// <summary>Boosted trees for classification and ranking; the step of a tree is <c>LearningRate * Shrinkage</c>.</summary>
    public static readonly TrainerDefinition FastTree = new()
    {
        Name = "FastTree",
        Library = Library.MLNet,
        EffectOfZero = TreesOfZero,
        EffectOfNegative = TreesOfNegative,
        EffectOfNaN = TreesOfNaN,
        MethodType = MLNetNames.Trees,
        Method = "FastTree",
        DeclaringType = MLNetNames.BoostedTreeOptions,
        OptionsTypes = ImmutableArray.Create(
            "Microsoft.ML.Trainers.FastTree.FastTreeBinaryTrainer+Options",
            "Microsoft.ML.Trainers.FastTree.FastTreeRankingTrainer+Options"),
        OptionsDefault = 0.2,
        ScaledBy = "Shrinkage",
        Trees = "NumberOfTrees",
        DefaultTrees = 100, // source: FastTreeArguments.cs
        Working = new(0, 2, $"boosting with squared loss diverges at 2; {Run}: R² falls from fine at 1.9 to -2.3e8 at 2.1", IncludesMinimum: false, IncludesMaximum: false),
        AboveWorking = "each tree overshoots what is left to learn, so from 2 up every further tree makes the model worse",
        Usual = new(1e-3, 0.5, "FastTreeArguments.cs, sweep attribute 0.025 to 0.4; official samples use 0.001"),
        Typical = 0.2,
        TypicalSource = "FastTreeArguments.cs, default",
    };

    /// <summary>Boosted regression trees; dropout sets the shrinkage to one over the learning rate.</summary>
    public static readonly TrainerDefinition FastTreeRegression = FastTree with
    {
        Method = null,
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.Trainers.FastTree.FastTreeRegressionTrainer+Options"),
        CancelledBy = "DropoutRate",
    };

    /// <summary>Boosted trees for Tweedie regression.</summary>
    public static readonly TrainerDefinition FastTreeTweedie = FastTree with
    {
        Name = "FastTreeTweedie",
        Method = "FastTreeTweedie",
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.Trainers.FastTree.FastTreeTweedieTrainer+Options"),
        CancelledBy = "DropoutRate",
    };

    /// <summary>Generalized additive model.</summary>
    public static readonly TrainerDefinition Gam = new()
    {
        Name = "Gam",
        Library = Library.MLNet,
        ChecksOptions = true,
        EffectOfZero = "the shape functions stay flat, and the model predicts one number",
        EffectOfNegative = "the scores run away, and nothing refuses it",
        EffectOfNaN = "Fit does not return",
        MethodType = MLNetNames.Trees,
        Method = "Gam",
        DeclaringType = MLNetNames.GamOptions,
        OptionsTypes = ImmutableArray.Create(
            "Microsoft.ML.Trainers.FastTree.GamBinaryTrainer+Options",
            "Microsoft.ML.Trainers.FastTree.GamRegressionTrainer+Options"),
        OptionsDefault = 0.002,
        Working = new(0, 0.5, $"{Run}: R² 0.67 at 0.4, -7.9e18 at 0.5", IncludesMinimum: false, IncludesMaximum: false),
        AboveWorking = "it adds thousands of steps to each shape function, and from 0.5 up they diverge",
        Usual = new(0, 0.1, "GamTrainer.cs, sweep attribute 0.001 to 0.1", IncludesMinimum: false),
        Typical = 0.002,
        TypicalSource = "GamTrainer.cs, default",
    };

    /// <summary>LightGBM.</summary>
    public static readonly TrainerDefinition LightGbm = new()
    {
        Name = "LightGbm",
        Library = Library.MLNet,
        EffectOfZero = LightGbmThrows,
        EffectOfNegative = LightGbmThrows,
        EffectOfNaN = LightGbmThrows,
        MethodType = MLNetNames.LightGbm,
        Method = "LightGbm",
        DeclaringType = MLNetNames.LightGbmOptions,
        OptionsTypes = ImmutableArray.Create(
            "Microsoft.ML.Trainers.LightGbm.LightGbmBinaryTrainer+Options",
            "Microsoft.ML.Trainers.LightGbm.LightGbmMulticlassTrainer+Options",
            "Microsoft.ML.Trainers.LightGbm.LightGbmRankingTrainer+Options",
            "Microsoft.ML.Trainers.LightGbm.LightGbmRegressionTrainer+Options"),
        Trees = "NumberOfIterations",
        DefaultTrees = 100, // source: LightGbmTrainerBase.cs
        Working = new(0, 1, $"LightGbmTrainerBase.cs, documented range (0, 1]; {Run}: R² -1.4e8 at 2.1", IncludesMinimum: false),
        AboveWorking = "each tree overshoots what is left to learn; LightGBM documents (0, 1]",
        Usual = new(1e-3, 0.5, "LightGbmTrainerBase.cs, sweep attribute 0.025 to 0.4; official samples use 0.001"),
        Typical = 0.1,
        TypicalSource = "LightGBM documentation, default",
    };

    /// <summary>Matrix factorization (LIBMF).</summary>
    public static readonly TrainerDefinition MatrixFactorization = new()
    {
        Name = "MatrixFactorization",
        Library = Library.MLNet,
        ChecksOptions = true,
        MethodType = MLNetNames.Recommendation, // source: RecommenderCatalog.cs
        Method = "MatrixFactorization",
        DeclaringType = "Microsoft.ML.Trainers.MatrixFactorizationTrainer+Options",
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.Trainers.MatrixFactorizationTrainer+Options"),
        OptionsDefault = 0.1,
        Typical = 0.1,
        TypicalSource = "MatrixFactorizationTrainer.cs, default",
    };

    /// <summary>Parallel symbolic SGD.</summary>
    public static readonly TrainerDefinition SymbolicSgd = new()
    {
        Name = "SymbolicSgdLogisticRegression",
        Library = Library.MLNet,
        ChecksOptions = true,
        DeclaringType = "Microsoft.ML.Trainers.SymbolicSgdLogisticRegressionBinaryTrainer+Options", // source: SymSgdClassificationTrainer.cs
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.Trainers.SymbolicSgdLogisticRegressionBinaryTrainer+Options"),
        Typical = 0.1,
        TypicalSource = "SymSgdClassificationTrainer.cs, middle of the sweep attribute 0.001 to 10",
    };

    /// <summary>Image classification (TensorFlow); its schedule brings a learning rate of its own.</summary>
    public static readonly TrainerDefinition ImageClassification = new()
    {
        Name = "ImageClassification",
        Library = Library.MLNet,
        DeclaringType = MLNetNames.ImageClassificationOptions, // source: ImageClassificationTrainer.cs
        OptionsTypes = ImmutableArray.Create(MLNetNames.ImageClassificationOptions),
        OptionsDefault = 0.01,
        ReplacedBy = "LearningRateScheduler",
        Typical = 0.01,
        TypicalSource = "ImageClassificationTrainer.cs, default",
    };

    /// <summary>Text classification by fine-tuning NAS-BERT with Adam.</summary>
    public static readonly TrainerDefinition TextClassification = new()
    {
        Name = "TextClassification",
        Library = Library.MLNet,
        DeclaringType = MLNetNames.NasBertOptions, // source: NasBertTrainer.cs
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.TorchSharp.NasBert.TextClassificationTrainer+TextClassificationOptions"),
        OptionsDefault = 1e-4,
        ReadsFirstOnly = true,
        Working = TorchSharpOptimizers.Adam.Working,
        AboveWorking = "it is trained by Adam, which moves each weight by about the learning rate per step, so values from 1 up destroy the weights",
        BelowWorking = TorchSharpOptimizers.Adam.BelowWorking,
        Typical = 1e-4,
        TypicalSource = "NasBertTrainer.cs, default",
    };

    /// <summary>Sentence similarity.</summary>
    public static readonly TrainerDefinition SentenceSimilarity = TextClassification with
    {
        Name = "SentenceSimilarity",
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.TorchSharp.NasBert.SentenceSimilarityTrainer+SentenceSimilarityOptions"),
        OptionsDefault = 2e-4,
        Typical = 2e-4,
        TypicalSource = "SentenceSimilarityTrainer.cs, default",
    };

    /// <summary>Named entity recognition.</summary>
    public static readonly TrainerDefinition NamedEntityRecognition = TextClassification with
    {
        Name = "NamedEntityRecognition",
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.TorchSharp.NasBert.NerTrainer+NerOptions"),
        OptionsDefault = 2e-4,
        Typical = 2e-4,
        TypicalSource = "NerTrainer.cs, default",
    };

    /// <summary>Question answering by fine-tuning RoBERTa.</summary>
    public static readonly TrainerDefinition QuestionAnswer = TextClassification with
    {
        Name = "QuestionAnswer",
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.TorchSharp.Roberta.QATrainer+Options"),
        OptionsDefault = 1e-6,
        Typical = 1e-6,
        TypicalSource = "QATrainer.cs, default",
    };

    /// <summary>Object detection with SGD and a step schedule.</summary>
    public static readonly TrainerDefinition ObjectDetection = new()
    {
        Name = "ObjectDetection",
        Library = Library.MLNet,
        DeclaringType = "Microsoft.ML.TorchSharp.AutoFormerV2.ObjectDetectionTrainer+Options", // source: ObjectDetectionTrainer.cs
        Member = "InitLearningRate",
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.TorchSharp.AutoFormerV2.ObjectDetectionTrainer+Options"),
        OptionsDefault = 1,
        Typical = 1,
        TypicalSource = "ObjectDetectionTrainer.cs, default",
    };

    /// <summary>Supervised fine-tuning of a causal language model with Adam.</summary>
    public static readonly TrainerDefinition CausalLMFineTuning = new()
    {
        Name = "CausalLMSupervisedFineTuning",
        Library = Library.MLNet,
        DeclaringType = "Microsoft.ML.GenAI.Core.Trainer.CausalLMSupervisedFineTuningTrainer+Option", // source: CausalLMSupervisedFineTuningTrainer.cs
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.GenAI.Core.Trainer.CausalLMSupervisedFineTuningTrainer+Option"),
        OptionsDefault = 5e-5,
        Working = TorchSharpOptimizers.Adam.Working,
        AboveWorking = TextClassification.AboveWorking,
        BelowWorking = TorchSharpOptimizers.Adam.BelowWorking,
        Typical = 5e-5,
        TypicalSource = "CausalLMSupervisedFineTuningTrainer.cs, default",
    };

    /// <summary>LightGBM as AutoML's sweep names it.</summary>
    public static readonly TrainerDefinition AutoLightGbm = LightGbm with
    {
        Method = null,
        Trees = null,
        DeclaringType = "Microsoft.ML.AutoML.CodeGen.LgbmOption", // source: CodeGen/lgbm_search_space.json
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.AutoML.CodeGen.LgbmOption"),
        OptionsDefault = 1,
    };

    /// <summary>FastTree as AutoML's sweep names it.</summary>
    public static readonly TrainerDefinition AutoFastTree = FastTree with
    {
        Method = null,
        ScaledBy = null,
        Trees = null,
        DeclaringType = "Microsoft.ML.AutoML.CodeGen.FastTreeOption", // source: CodeGen/fasttree_search_space.json
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.AutoML.CodeGen.FastTreeOption"),
        OptionsDefault = 0.1,
    };

    /// <summary>Matrix factorization as AutoML's sweep names it.</summary>
    public static readonly TrainerDefinition AutoMatrixFactorization = MatrixFactorization with
    {
        Method = null,
        DeclaringType = "Microsoft.ML.AutoML.CodeGen.MatrixFactorizationOption", // source: CodeGen/mf_search_space.json
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.AutoML.CodeGen.MatrixFactorizationOption"),
        OptionsDefault = 1,
    };

    /// <summary>Object detection as AutoML's sweep names it.</summary>
    public static readonly TrainerDefinition AutoObjectDetection = ObjectDetection with
    {
        DeclaringType = "Microsoft.ML.AutoML.CodeGen.ObjectDetectionOption", // source: CodeGen/object_detection_search_space.json
        OptionsTypes = ImmutableArray.Create("Microsoft.ML.AutoML.CodeGen.ObjectDetectionOption"),
    };

    /// <summary>All trainers.</summary>
    public static readonly ImmutableArray<TrainerDefinition> All = ImmutableArray.Create(
        OnlineGradientDescent,
        AveragedPerceptron,
        SgdCalibrated,
        SgdNonCalibrated,
        FieldAwareFactorizationMachine,
        FastTree,
        FastTreeRegression,
        FastTreeTweedie,
        Gam,
        LightGbm,
        MatrixFactorization,
        SymbolicSgd,
        ImageClassification,
        TextClassification,
        SentenceSimilarity,
        NamedEntityRecognition,
        QuestionAnswer,
        ObjectDetection,
        CausalLMFineTuning,
        AutoLightGbm,
        AutoFastTree,
        AutoMatrixFactorization,
        AutoObjectDetection);
}
