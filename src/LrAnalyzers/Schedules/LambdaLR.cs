using System.Collections.Immutable;
using System.Linq;
using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>
/// TorchSharp's LambdaLR (LRScheduler.cs:103-148): the base learning rate times a function of the epoch, whatever the learning rate was before.
/// </summary>
internal sealed class LambdaLR : AbsoluteSchedule
{
    private readonly ImmutableArray<ScheduleFactor> _lr_lambdas;
    private readonly bool _perGroup;

    /// <summary>One function for all groups.</summary>
    public LambdaLR(ScheduleFactor lr_lambda, int last_epoch = -1) : base(last_epoch) => _lr_lambdas = ImmutableArray.Create(lr_lambda);

    /// <summary>One function for each group.</summary>
    public LambdaLR(ImmutableArray<ScheduleFactor> lr_lambdas, int last_epoch = -1) : base(last_epoch)
    {
        _lr_lambdas = lr_lambdas;
        _perGroup = true;
    }

    public override string Name => "LambdaLR";

    public override double? End => _lr_lambdas.Length > 0 && _lr_lambdas.All(lambda => lambda.End is not null) ? _lr_lambdas.Max(lambda => lambda.End) : null;

    internal override bool IsBreakpoint(int step) => _lr_lambdas.Any(lambda => lambda.IsBreakpoint(step));

    protected override string? Recur(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        if (_perGroup && _lr_lambdas.Length < group.Count)
        {
            return ScheduleFault.ArgumentOutOfRange;
        }

        string? fault = null;
        double factor = _lr_lambdas[_perGroup ? group.Index : 0].Evaluate(epoch, ref fault);
        if (fault is null)
        {
            learningRate = group.InitialLearningRate * factor;
        }

        return fault;
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin)
    {
        foreach (ScheduleFactor lambda in _lr_lambdas)
        {
            lambda.AddCriticalSteps(steps, origin);
        }
    }
}

/// <summary>
/// TorchSharp's MultiplicativeLR (LRScheduler.cs:154-206): the learning rate times a function of the epoch, at every step but the first.
/// </summary>
internal sealed class MultiplicativeLR : LeafSchedule
{
    private readonly ImmutableArray<ScheduleFactor> _lr_lambdas;
    private readonly bool _perGroup;

    /// <summary>One function for all groups.</summary>
    public MultiplicativeLR(ScheduleFactor lr_lambda, int last_epoch = -1) : base(last_epoch) => _lr_lambdas = ImmutableArray.Create(lr_lambda);

    /// <summary>One function for each group.</summary>
    public MultiplicativeLR(ImmutableArray<ScheduleFactor> lr_lambdas, int last_epoch = -1) : base(last_epoch)
    {
        _lr_lambdas = lr_lambdas;
        _perGroup = true;
    }

    public override string Name => "MultiplicativeLR";

    internal override bool OnlyScales => true;

    internal override bool IsWalked(int steps) => _lr_lambdas.Any(lambda => lambda.Constant is null);

    internal override bool IsBreakpoint(int step) => _lr_lambdas.Any(lambda => lambda.IsBreakpoint(step));

    protected override string? Recur(ref double learningRate, in ScheduledGroup group, int epoch)
    {
        if (epoch <= 0)
        {
            return null;
        }

        if (_perGroup && _lr_lambdas.Length < group.Count)
        {
            return ScheduleFault.ArgumentOutOfRange;
        }

        string? fault = null;
        double factor = _lr_lambdas[_perGroup ? group.Index : 0].Evaluate(epoch, ref fault);
        if (fault is null)
        {
            learningRate *= factor;
        }

        return fault;
    }

    protected override string? Leap(ref double learningRate, in ScheduledGroup group, int from, int to, CancellationToken cancellationToken)
    {
        ScheduleFactor lambda = _lr_lambdas[_perGroup && group.Index < _lr_lambdas.Length ? group.Index : 0];
        if (lambda.Constant is { } factor && !(_perGroup && _lr_lambdas.Length < group.Count))
        {
            ScaleRepeatedly(ref learningRate, factor, to - from);
            return null;
        }

        return Walk(ref learningRate, group, from, to, cancellationToken);
    }

    internal override void AddCriticalSteps(CriticalSteps steps, long origin)
    {
        foreach (ScheduleFactor lambda in _lr_lambdas)
        {
            lambda.AddCriticalSteps(steps, origin);
        }
    }
}
