using LrAnalyzers.Schedules;
using TorchSharp.Modules;
using static TorchSharp.torch.optim;
using Scheduler = TorchSharp.torch.optim.lr_scheduler.LRScheduler;

namespace LrAnalyzers.Tests.Schedules;

/// <summary>
/// The same scheduler twice: as this library models it, and as TorchSharp runs it. Optimizers without parameters need no native library.
/// </summary>
/// <param name="Model">The model.</param>
/// <param name="Create">Constructs TorchSharp's scheduler.</param>
/// <param name="Offset">The largest number that is subtracted from a learning rate and added again (eta_min): it limits the precision of the library's own arithmetic.</param>
internal sealed record RealSchedule(Schedule Model, Func<Optimizer, Scheduler> Create, double Offset = 0)
{
    public static Optimizer Sgd(params double[] learningRates)
        => new SGD(learningRates.Select(lr => new SGD.ParamGroup(Array.Empty<Parameter>(), lr, 0.9)).ToArray(), 0.1, 0.9);

    public static Optimizer Adam(params double[] learningRates)
        => new Adam(learningRates.Select(lr => new Adam.ParamGroup(Array.Empty<Parameter>(), lr)).ToArray(), 0.1);

    public static Optimizer Adagrad(params double[] learningRates)
        => new Adagrad(learningRates.Select(lr => new Adagrad.ParamGroup(Array.Empty<Parameter>(), lr)).ToArray(), 0.1);

    public static double[] LearningRates(Optimizer optimizer) => optimizer.ParamGroups.Select(group => group.LearningRate).ToArray();

    /// <summary>The learning rate of the first group at steps 0 to <paramref name="steps"/>, by TorchSharp. An exception is thrown.</summary>
    public double[] Run(double learningRate, int steps)
    {
        using var optimizer = Sgd(learningRate);
        var scheduler = Create(optimizer);
        var result = new double[steps + 1];
        result[0] = LearningRates(optimizer)[0];
        for (var step = 1; step <= steps; step++)
        {
            scheduler.step();
            result[step] = LearningRates(optimizer)[0];
        }

        return result;
    }
}

/// <summary>How a step is taken.</summary>
internal readonly record struct StepCall(int? Epoch, double? Metric)
{
    public static readonly StepCall Plain = new(null, null);
}
