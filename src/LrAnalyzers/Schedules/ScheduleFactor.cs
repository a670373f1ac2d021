using System;

namespace LrAnalyzers.Schedules;

/// <summary>The <c>lr_lambda</c> of LambdaLR and MultiplicativeLR: a factor without unit, as a function of the epoch.</summary>
internal abstract class ScheduleFactor
{
    /// <summary>The factor if it does not depend on the epoch.</summary>
    public virtual double? Constant => null;

    /// <summary>The factor at an epoch; <paramref name="fault"/> is set to the exception the function throws there, or to <see cref="ScheduleFault.Unknown"/>.</summary>
    public abstract double Evaluate(int epoch, ref string? fault);

    /// <summary>The epochs at which the function changes its form, as far as they can be read off it.</summary>
    internal virtual void AddCriticalSteps(CriticalSteps steps, long origin)
    {
    }

    /// <summary>The epoch from which on the function does not change any more; <see langword="null"/> where there is none, or where it cannot be told.</summary>
    public virtual double? End => null;

    /// <summary>Whether the function itself says that it changes its form at an epoch: by a comparison, or by a remainder that starts again.</summary>
    internal virtual bool IsBreakpoint(int epoch) => false;

    /// <summary>A function given as a delegate, which must not throw.</summary>
    public static ScheduleFactor Of(Func<int, double> lr_lambda) => new DelegateFactor(lr_lambda);

    private sealed class DelegateFactor(Func<int, double> lr_lambda) : ScheduleFactor
    {
        public override double Evaluate(int epoch, ref string? fault) => lr_lambda(epoch);
    }
}
