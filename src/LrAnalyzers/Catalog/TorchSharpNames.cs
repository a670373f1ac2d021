using System.Collections.Immutable;

namespace LrAnalyzers.Catalog;

/// <summary>Metadata names of the TorchSharp API that carries learning rates.</summary>
internal static class TorchSharpNames
{
    /// <summary>The library's namespace, with which the names of its assemblies begin.</summary>
    public const string Namespace = "TorchSharp";

    /// <summary>The root class; its presence means that TorchSharp is referenced.</summary>
    public const string Torch = "TorchSharp.torch";

    /// <summary>Static class of the optimizer factories.</summary>
    public const string Optim = "TorchSharp.torch+optim";

    /// <summary>Base class of every optimizer.</summary>
    public const string Optimizer = "TorchSharp.torch+optim+Optimizer";

    /// <summary>Interface through which schedulers and users change a learning rate during training.</summary>
    public const string LearningRateController = "TorchSharp.torch+optim+ILearningRateController";

    /// <summary>Static class of the scheduler factories.</summary>
    public const string LrScheduler = "TorchSharp.torch+optim+lr_scheduler";

    /// <summary>Static class that holds the scheduler implementations.</summary>
    public const string LrSchedulerImpl = "TorchSharp.torch+optim+lr_scheduler+impl";

    /// <summary>Base class of every scheduler.</summary>
    public const string Scheduler = "TorchSharp.torch+optim+lr_scheduler+LRScheduler";

    /// <summary>Base class of every neural-network module.</summary>
    public const string Module = "TorchSharp.torch+nn+Module";

    /// <summary>Name of the base class of the library's losses, generic since 0.98.</summary>
    public const string Loss = "Loss";

    /// <summary>Namespace of the library's layers.</summary>
    public const string Modules = "TorchSharp.Modules";

    /// <summary>Static class of the functions that layers are made of.</summary>
    public const string Functional = "TorchSharp.torch+nn+functional";

    /// <summary>The parameter for the decay of Adam's average of squared gradients.</summary>
    public const string SecondBeta = "beta2";

    /// <summary>How TorchSharp and optimizers written after its model name the learning-rate parameter.</summary>
    public static readonly ImmutableArray<string> LearningRateParameters = ImmutableArray.Create("lr", "learningRate", "learning_rate");

    /// <summary>Parameters of schedulers that take a floating-point number and are given whole ones: lengths and divisors.</summary>
    public static readonly ImmutableHashSet<string> WholeScheduleParameters = ImmutableHashSet.Create("T_max", "div_factor", "final_div_factor");

    /// <summary>Name of the class, and of its factory, that makes batches of a data set's samples.</summary>
    public const string DataLoader = "DataLoader";
}
