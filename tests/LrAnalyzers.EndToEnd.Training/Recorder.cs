using static TorchSharp.torch;

namespace LrAnalyzers.EndToEnd.Training;

/// <summary>
/// Writes down what a training does. The tests put its calls into a program after the fix: before each step of an optimizer,
/// and before each step of a scheduler with a metric. One recording per thread.
/// </summary>
public static class Recorder
{
    [ThreadStatic]
    private static Dictionary<optim.Optimizer, OptimizerTrace>? t_optimizers;

    [ThreadStatic]
    private static Recording? t_recording;

    /// <summary>The seed a program is to use.</summary>
    public static int Seed { get; set; } = 1;

    /// <summary>Begins a new recording on this thread.</summary>
    public static Recording Begin()
    {
        t_optimizers = [];
        return t_recording = new Recording();
    }

    /// <summary>An optimizer is about to step: these are the learning rates it uses.</summary>
    public static void OptimizerSteps(optim.Optimizer optimizer)
    {
        if (!t_optimizers!.TryGetValue(optimizer, out OptimizerTrace? trace))
        {
            t_recording!.Optimizers.Add(trace = new OptimizerTrace());
            t_optimizers.Add(optimizer, trace);
        }

        trace.LearningRates.Add([.. optimizer.ParamGroups.Select(group => group.LearningRate)]);
    }

    /// <summary>A scheduler is about to step with this metric.</summary>
    public static void SchedulerSteps(double metric) => t_recording!.Metrics.Add(metric);
}

/// <summary>What a training did.</summary>
public sealed class Recording
{
    /// <summary>The optimizers in the order of their first step.</summary>
    public List<OptimizerTrace> Optimizers { get; set; } = [];

    /// <summary>What schedulers were given.</summary>
    public List<double> Metrics { get; set; } = [];
}

/// <summary>What one optimizer did.</summary>
public sealed class OptimizerTrace
{
    /// <summary>For each step the learning rate of each parameter group that the step used.</summary>
    public List<double[]> LearningRates { get; set; } = [];
}
