using System.Collections.Immutable;

namespace LrAnalyzers.Catalog;

/// <summary>
/// The twelve optimizers of TorchSharp 0.107.0. Defaults are those of <c>src/TorchSharp/Optimizers/*.cs</c> at that
/// version; ranges name their source. "Sweep" is our own measurement with TorchSharp 0.107.0 and libtorch 2.10 on a CPU:
/// a 10-64-64-2 perceptron on 2,000 standardised points, batch 64, 400 steps, 3 seeds, constant learning rate.
/// </summary>
internal static class TorchSharpOptimizers
{
    private const string Bengio = "Bengio 2012, Practical Recommendations for Gradient-Based Training, section 3.1.1";
    private const string Goyal = "Goyal et al. 2017, Accurate, Large Minibatch SGD (3.2 with momentum at batch 8192)";
    private const string Kingma = "Kingma and Ba 2015, Adam, section 2.1 (the step of a weight is about the learning rate)";
    private const string Liu = "Liu et al. 2020, On the Variance of the Adaptive Learning Rate and Beyond, section 3";
    private const string Sweep = "sweep";
    private const string BertFineTuning = "BERT is fine-tuned with 2e-5 to 5e-5, below the 1e-4 of its pretraining (Devlin et al. 2019, appendix A; google-research/bert, README.md)";
    private const string TutorialFineTuning = "PyTorch's tutorial on transfer learning trains pretrained layers with 0.001, and only a new head with 0.01";

    private const string SgdAbove =
        "one step moves the weights so far that training diverges; published trainings stay at or below 5";
    private const string AdamAbove =
        "it moves each weight by about the learning rate per step, so values from 1 up destroy the weights";
    private const string RmsPropAbove =
        "it divides the gradient by its own size, so each step moves a weight by about the learning rate and values from 1 up destroy the weights";
    private const string TooSmall =
        "float32 weights cannot change by so little, so nothing is learned";
    private const string TooSmallToLearn = "the weights barely move, so nothing is learned";

    /// <summary>Plain and momentum SGD.</summary>
    public static readonly OptimizerDefinition SGD = new()
    {
        Name = "SGD",
        Library = Library.TorchSharp,
        TypeName = "TorchSharp.Modules.SGD",
        FactoryName = "SGD",
        FactoryParameter = "learningRate",
        FactoryDefault = null,
        GroupDefault = 1e-3,
        PyTorchDefault = 1e-3,
        HasMomentum = true,
        StepsByGradient = true,
        KeepsStateWith = "momentum",
        Working = new(1e-8, 10, $"{Goyal}; a TorchSharp example trains with 5.0; {Sweep}: fails from 10 up", IncludesMaximum: false),
        AboveWorking = SgdAbove,
        BelowWorking = TooSmallToLearn,
        Usual = new(1e-6, 1, Bengio),
        Typical = 0.01,
        TypicalSource = Bengio,
        FineTuning = new(0, 1e-2, TutorialFineTuning, IncludesMinimum: false),
        TypicalFineTuning = 1e-3,
    };

    /// <summary>Averaged SGD.</summary>
    public static readonly OptimizerDefinition ASGD = SGD with
    {
        Name = "ASGD",
        TypeName = "TorchSharp.Modules.ASGD",
        FactoryName = "ASGD",
        FactoryParameter = "lr",
        FactoryDefault = 1e-3,
        GroupDefault = 1e-2,
        PyTorchDefault = 1e-2,
        HasMomentum = false,
        KeepsStateWith = null,
        SchedulePolicy = SchedulePolicy.SelfDecaying,
        FineTuning = null,
        TypicalFineTuning = null,
    };

    /// <summary>Adam.</summary>
    public static readonly OptimizerDefinition Adam = new()
    {
        Name = "Adam",
        Library = Library.TorchSharp,
        TypeName = "TorchSharp.Modules.Adam",
        FactoryName = "Adam",
        FactoryDefault = 1e-3,
        GroupDefault = 1e-3,
        PyTorchDefault = 1e-3,
        HasBetas = true,
        Working = new(1e-9, 1, $"{Kingma}; a float32 weight of 0.1 cannot move by less than 7e-9; {Sweep}: fails from 0.3 up", IncludesMaximum: false),
        AboveWorking = AdamAbove,
        BelowWorking = TooSmall,
        Usual = new(1e-7, 1e-2, Kingma),
        Typical = 1e-3,
        TypicalSource = "Kingma and Ba 2015, Adam, algorithm 1",
        FineTuning = new(0, 1e-4, BertFineTuning, IncludesMinimum: false),
        TypicalFineTuning = 2e-5,
        WarmupSource = Liu,
    };

    /// <summary>Adam with decoupled weight decay.</summary>
    public static readonly OptimizerDefinition AdamW = Adam with
    {
        Name = "AdamW",
        TypeName = "TorchSharp.Modules.AdamW",
        FactoryName = "AdamW",
    };

    /// <summary>Adam with Nesterov momentum.</summary>
    public static readonly OptimizerDefinition NAdam = Adam with
    {
        Name = "NAdam",
        TypeName = "TorchSharp.Modules.NAdam",
        FactoryName = "NAdam",
        FactoryDefault = 2e-3,
        GroupDefault = 1.0,
        PyTorchDefault = 2e-3,
    };

    /// <summary>
    /// Rectified Adam, which is its own warmup (Liu et al. 2020); TorchSharp up to 0.107 multiplies by the learning rate twice,
    /// so its effective step is about 0.31 lr².
    /// </summary>
    public static readonly OptimizerDefinition RAdam = Adam with
    {
        Name = "RAdam",
        TypeName = "TorchSharp.Modules.RAdam",
        FactoryName = "RAdam",
        FactoryDefault = 2e-3,
        GroupDefault = 1.0,
        PyTorchDefault = 1e-3,
        Working = new(1e-3, 1, $"TorchSharp RAdam.cs (the step is lr squared times 0.3066); {Sweep}: fails from 1 up", IncludesMaximum: false),
        AboveWorking = AdamAbove,
        BelowWorking = "TorchSharp's RAdam multiplies by the learning rate twice, so the step is about its square and nothing is learned",
        Usual = new(1e-2, 0.3, $"{Sweep}: trains well from 0.03 to 0.3"),
        Typical = 0.05,
        TypicalSource = Sweep,
        FineTuning = null,
        TypicalFineTuning = null,
        WarmupSource = null,
    };

    /// <summary>Rectified Adam in a TorchSharp that applies the learning rate once, as the paper does.</summary>
    public static readonly OptimizerDefinition RAdamFixed = RAdam with
    {
        Working = Adam.Working,
        BelowWorking = Adam.BelowWorking,
        Usual = Adam.Usual,
        Typical = Adam.Typical,
        TypicalSource = "Liu et al. 2020, On the Variance of the Adaptive Learning Rate, with Adam's rates",
        FineTuning = Adam.FineTuning,
        TypicalFineTuning = Adam.TypicalFineTuning,
    };

    /// <summary>Adam with the infinity norm.</summary>
    public static readonly OptimizerDefinition Adamax = Adam with
    {
        Name = "Adamax",
        TypeName = "TorchSharp.Modules.Adamax",
        FactoryName = "Adamax",
        FactoryDefault = 2e-3,
        GroupDefault = 1.0,
        PyTorchDefault = 2e-3,
        Working = new(1e-9, 10, $"{Sweep}: fails from 10 up", IncludesMaximum: false),
        AboveWorking = "each step moves a weight by up to the learning rate, so values from 10 up destroy the weights",
        Usual = new(1e-6, 0.1, Sweep),
        Typical = 2e-3,
        TypicalSource = "Kingma and Ba 2015, Adam, algorithm 2",
        FineTuning = null,
        TypicalFineTuning = null,
    };

    /// <summary>RMSProp.</summary>
    public static readonly OptimizerDefinition RMSProp = new()
    {
        Name = "RMSProp",
        Library = Library.TorchSharp,
        TypeName = "TorchSharp.Modules.RMSProp",
        FactoryName = "RMSProp",
        FactoryDefault = 1e-2,
        GroupDefault = 1e-3,
        PyTorchDefault = 1e-2,
        HasMomentum = true,
        Working = new(1e-9, 1, $"{Sweep}: fails from 0.3 up", IncludesMaximum: false),
        AboveWorking = RmsPropAbove,
        BelowWorking = TooSmall,
        Usual = new(1e-7, 0.03, Sweep),
        Typical = 1e-3,
        TypicalSource = "Tieleman and Hinton 2012, lecture 6.5",
    };

    /// <summary>Adagrad; its steps fall as one over the square root of the step number.</summary>
    public static readonly OptimizerDefinition Adagrad = new()
    {
        Name = "Adagrad",
        Library = Library.TorchSharp,
        TypeName = "TorchSharp.Modules.Adagrad",
        FactoryName = "Adagrad",
        FactoryDefault = 1e-2,
        GroupDefault = 1e-2,
        PyTorchDefault = 1e-2,
        SchedulePolicy = SchedulePolicy.SelfDecaying,
        Working = new(1e-7, 10, $"{Sweep}: fails from 3 up", IncludesMaximum: false),
        AboveWorking = "its first step moves each weight by about the learning rate, so values from 10 up destroy the weights",
        BelowWorking = TooSmallToLearn,
        Usual = new(1e-5, 1, Sweep),
        Typical = 1e-2,
        TypicalSource = "TorchSharp Adagrad.cs, default",
    };

    /// <summary>Adadelta, whose learning rate only scales a step it chooses itself.</summary>
    public static readonly OptimizerDefinition Adadelta = new()
    {
        Name = "Adadelta",
        Library = Library.TorchSharp,
        TypeName = "TorchSharp.Modules.Adadelta",
        FactoryName = "Adadelta",
        FactoryDefault = 1.0,
        GroupDefault = 1.0,
        PyTorchDefault = 1.0,
        SchedulePolicy = SchedulePolicy.SelfDecaying,
        Working = new(3e-3, 100, $"{Sweep}: 0.001 learns nothing, 100 still trains"),
        AboveWorking = "it scales a step that Adadelta already sizes itself, and a factor above 100 makes training diverge",
        BelowWorking = "it scales a step that Adadelta already keeps tiny, so nothing is learned",
        Usual = new(0.1, 10, "Zeiler 2012, Adadelta (no learning rate, that is 1); sweep"),
        Typical = 1.0,
        TypicalSource = "Zeiler 2012, Adadelta",
    };

    /// <summary>Resilient propagation: the learning rate is only the first step size.</summary>
    public static readonly OptimizerDefinition Rprop = new()
    {
        Name = "Rprop",
        Library = Library.TorchSharp,
        TypeName = "TorchSharp.Modules.Rprop",
        FactoryName = "Rprop",
        FactoryDefault = 1e-2,
        GroupDefault = 1e-2,
        PyTorchDefault = 1e-2,
        SchedulePolicy = SchedulePolicy.Unaffected,
        WhyUnaffected = "Rprop uses its learning rate only as the first step size, so the schedule has no effect",
        Working = new(0, 50, "TorchSharp Rprop.cs, default max_step", IncludesMinimum: false),
        AboveWorking = "it is the first step size, and Rprop limits step sizes to max_step, 50 by default",
        Usual = new(0, 1, Sweep, IncludesMinimum: false),
        Typical = 1e-2,
        TypicalSource = "TorchSharp Rprop.cs, default",
    };

    /// <summary>Limited-memory BFGS, the only optimizer whose <c>step</c> needs a closure.</summary>
    public static readonly OptimizerDefinition LBFGS = new()
    {
        Name = "LBFGS",
        Library = Library.TorchSharp,
        TypeName = "TorchSharp.Modules.LBFGS",
        FactoryName = "LBFGS",
        FactoryDefault = 1e-2,
        GroupDefault = null,
        PyTorchDefault = 1.0,
        // It runs its iterations inside one step.
        KeepsState = false,
        SchedulePolicy = SchedulePolicy.Unaffected,
        WhyUnaffected = "a new learning rate never reaches the native optimizer, so the schedule has no effect",
        Usual = new(1e-3, 1, "PyTorch's default 1 and TorchSharp's default 0.01"),
        Typical = 1.0,
        TypicalSource = "PyTorch torch/optim/lbfgs.py, default",
    };

    /// <summary>An optimizer class the catalog does not know: users derive their own.</summary>
    public static readonly OptimizerDefinition UserDefined = new()
    {
        Name = "Optimizer",
        Library = Library.TorchSharp,
    };

    /// <summary>All optimizers of the library.</summary>
    public static readonly ImmutableArray<OptimizerDefinition> All =
        ImmutableArray.Create(SGD, ASGD, Adam, AdamW, NAdam, RAdam, Adamax, RMSProp, Adagrad, Adadelta, Rprop, LBFGS);
}
