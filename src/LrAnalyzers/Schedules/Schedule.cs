using System.Threading;

namespace LrAnalyzers.Schedules;

/// <summary>
/// What a learning-rate scheduler does, known without running it. Immutable; one class per scheduler of TorchSharp 0.107.0
/// and ML.NET 5.0, with the library's own parameter names, defaults and quirks.
/// </summary>
/// <remarks>
/// <para>
/// Step 0 is the state after construction (TorchSharp's constructors already perform one <c>step()</c>, LRScheduler.cs:42);
/// step n is the state after n further calls of <c>step()</c>. A loop of n iterations that steps at its end trains with steps 0 to n-1.
/// Whether a step is a batch or an epoch is the caller's business; ML.NET's steps are batches.
/// </para>
/// <para>
/// Two ways to evaluate: <see cref="ScheduleCursor.Advance()"/> performs the library's own arithmetic in the library's own order, so its
/// rounding errors are the library's too; <see cref="LearningRateAt(int, ScheduledGroup, CancellationToken)"/> jumps by closed form.
/// They agree to 1e-9 of the schedule's peak.
/// </para>
/// </remarks>
internal abstract class Schedule
{
    protected Schedule(int last_epoch) => LastEpoch = last_epoch;

    /// <summary>The library's name of the scheduler, e.g. <c>CosineAnnealingLR</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The constructor argument <c>last_epoch</c>; the scheduler is at epoch <c>last_epoch + 1</c> after construction.</summary>
    public int LastEpoch { get; }

    /// <summary>Constructs the scheduler on a group: the cursor stands at step 0.</summary>
    public ScheduleCursor Begin(ScheduledGroup group) => new(this, group);

    /// <summary>
    /// The learning rate after construction and <paramref name="step"/> calls of <c>step()</c>, by closed form where there is one;
    /// unknown where there is none and the step is too far away to be walked to.
    /// </summary>
    public LearningRatePoint LearningRateAt(int step, ScheduledGroup group, CancellationToken cancellationToken = default)
    {
        if (IsOutOfReach(step))
        {
            return LearningRatePoint.Of(double.NaN, ScheduleFault.Unknown);
        }

        ScheduleCursor cursor = Begin(group);
        cursor.Skip(step, cancellationToken);
        return cursor.Current;
    }

    /// <inheritdoc cref="LearningRateAt(int, ScheduledGroup, CancellationToken)"/>
    public LearningRatePoint LearningRateAt(int step, double learningRate) => LearningRateAt(step, ScheduledGroup.Single(learningRate));

    /// <summary>
    /// Collects the steps where the curve bends: milestones, ends of phases, turning points. Bounded.
    /// </summary>
    /// <param name="steps">Takes them.</param>
    /// <param name="origin">The step at which this scheduler is at epoch 0.</param>
    internal abstract void AddCriticalSteps(CriticalSteps steps, long origin);

    /// <summary>
    /// The step, counted from its epoch 0, from which the schedule has done all that it does, or goes back; <see langword="null"/>
    /// where it has no such end, as one that decays for as long as it is stepped.
    /// </summary>
    public virtual double? End => null;

    /// <summary>The step at which the last of the schedules begins that it is made of and that follow each other; 0 for any other.</summary>
    public virtual int LastBeginning => 0;

    /// <summary>
    /// Whether the code itself says that the curve changes at a step, as a milestone between two schedules or a comparison in a
    /// lambda does: what happens there is meant.
    /// </summary>
    internal virtual bool IsBreakpoint(int step) => false;

    /// <summary>The step at which the scheduler, constructed on its own, is at epoch 0.</summary>
    internal long Origin => -((long)LastEpoch + 1);

    /// <summary>How many <see cref="SchedulerState"/> the scheduler and those it is made of need.</summary>
    internal virtual int StateCount => 1;

    /// <summary>
    /// True if a step multiplies the learning rate by something that does not depend on it, so that steps of several such
    /// schedulers commute (up to rounding).
    /// </summary>
    internal virtual bool OnlyScales => false;

    // So many steps of a folded lambda, one after another, take about a millisecond: more is not worth a message.
    internal const int LongestWalk = 30_000;

    /// <summary>Whether the step after so many can only be reached by taking every one before it.</summary>
    internal virtual bool IsWalked(int steps) => false;

    /// <summary>Whether that is too far to go.</summary>
    internal bool IsOutOfReach(int steps) => steps > LongestWalk && IsWalked(steps);

    /// <summary><see cref="OnlyScales"/> for the next so many steps from a state.</summary>
    internal virtual bool Scales(in SchedulerState state, int steps) => OnlyScales;

    /// <summary>The constructor. Returns the exception it throws, or null.</summary>
    internal abstract string? Construct(ScheduleCursor cursor, int slot);

    /// <summary><c>step()</c>. Returns the exception it throws, or null.</summary>
    internal abstract string? Step(ScheduleCursor cursor, int slot);

    /// <summary><c>step(int? epoch)</c> with a value.</summary>
    internal abstract string? StepTo(ScheduleCursor cursor, int slot, int epoch);

    /// <summary><c>step(double current)</c>; all but ReduceLROnPlateau ignore the metric (LRScheduler.cs:78).</summary>
    internal virtual string? StepWith(ScheduleCursor cursor, int slot, double metric) => Step(cursor, slot);

    /// <summary>As many <c>step()</c> as asked for, in closed form where there is one.</summary>
    internal virtual string? Skip(ScheduleCursor cursor, int slot, int steps, CancellationToken cancellationToken)
    {
        for (int i = 0; i < steps; i++)
        {
            if ((i & 1023) == 1023)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (Step(cursor, slot) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }
}

/// <summary>The mutable fields of one scheduler object.</summary>
internal struct SchedulerState
{
    public int LastEpoch;

    // ReduceLROnPlateau only.
    public double Best;
    public int BadEpochs;
    public int Cooldown;
}
