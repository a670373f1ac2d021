using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Options;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>What schedule rules share while one compilation is analysed.</summary>
internal sealed record ScheduleScope(ScheduleCatalog Catalog, CodeBase Code, ScheduleSiteReader Reader, AnalysisScope Analysis);

/// <summary>The creation of an optimizer or scheduler and where it goes: what schedule rules judge by.</summary>
internal abstract class CreationContext(
    IOperation creation, ISymbol containingSymbol, ScheduleScope scope, CancellationToken cancellationToken)
{
    private ObjectFlow? _flow;
    private ImmutableArray<TrainingLoop> _loopsAroundCreation;

    /// <summary>What all rules share.</summary>
    protected ScheduleScope Scope => scope;

    /// <summary>The catalog of this compilation.</summary>
    public ScheduleCatalog Catalog => scope.Catalog;

    /// <summary>The project.</summary>
    public CodeBase Code => scope.Code;

    /// <summary>Recognises further creations.</summary>
    public ScheduleSiteReader Reader => scope.Reader;

    /// <summary>Stops the analysis.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Where the created object goes.</summary>
    public ObjectFlow Flow => _flow ??= FlowTracker.Track(creation, Code, Catalog, CancellationToken);

    /// <summary>Whether rules about training style pass over this code because it is a test.</summary>
    public bool IsExemptTest =>
        Option(LrOptions.ExcludeTests) && (scope.Analysis.IsTestProject || scope.Analysis.TestCode.Contains(containingSymbol));

    /// <summary>An option as it is set for this file.</summary>
    public T Option<T>(OptionDefinition<T> option) => option.Read(scope.Analysis.ConfigOf(creation.Syntax.SyntaxTree));

    /// <summary>From where a use runs, through the calls that lead to it.</summary>
    public CallChain ChainOf(ObjectUse use) => CallChain.Of(use.Operation, use.Path, Code, CancellationToken);

    /// <summary>From where all uses of a kind run.</summary>
    public ImmutableArray<CallChain> ChainsOf(ObjectFlow flow, UseKind kind) => CallChain.AllOf(flow, kind, Code, CancellationToken);

    /// <summary>The loops around a use, innermost first.</summary>
    public ImmutableArray<TrainingLoop> LoopsAround(ObjectUse use) => LoopNest.Around(use.Operation, use.Path, Code, CancellationToken);

    /// <summary>The loops around the creation, innermost first: each round makes a new object.</summary>
    public ImmutableArray<TrainingLoop> LoopsAroundCreation =>
        _loopsAroundCreation.IsDefault
            ? _loopsAroundCreation = LoopNest.Around(creation, path: null, Code, CancellationToken)
            : _loopsAroundCreation;

    /// <summary>The loops around a use in which the object is the same one, innermost first.</summary>
    public ImmutableArray<TrainingLoop> TrainingLoopsAround(ObjectUse use) => LoopNest.Without(LoopsAround(use), LoopsAroundCreation);
}

/// <summary>An optimizer's creation and where the optimizer goes.</summary>
internal sealed class OptimizerContext(
    OptimizerSite site, ISymbol containingSymbol, ScheduleScope scope, CancellationToken cancellationToken)
    : CreationContext(site.Operation, containingSymbol, scope, cancellationToken)
{
    /// <summary>The creation.</summary>
    public OptimizerSite Site { get; } = site;
}

/// <summary>A scheduler's creation and where the scheduler goes.</summary>
internal sealed class SchedulerContext(
    SchedulerSite site, ISymbol containingSymbol, ScheduleScope scope, CancellationToken cancellationToken)
    : CreationContext(site.Operation, containingSymbol, scope, cancellationToken)
{
    private ObjectFlow? _optimizerFlow;
    private bool _isOptimizerRead;
    private ImmutableArray<CallChain> _relativeSteps;
    private OptimizerSite? _optimizer;
    private bool _isOriginRead;

    /// <summary>The creation.</summary>
    public SchedulerSite Site { get; } = site;

    /// <summary>
    /// Where the scheduled optimizer is used, seen from the variable that is given to the scheduler;
    /// <see langword="null"/> where that is not a variable.
    /// </summary>
    public ObjectFlow? OptimizerFlow
    {
        get
        {
            if (!_isOptimizerRead)
            {
                _isOptimizerRead = true;
                _optimizerFlow = Site.Optimizer is { } optimizer
                    ? FlowTracker.TrackHolder(optimizer, Code, Catalog, CancellationToken)
                    : null;
            }

            return _optimizerFlow;
        }
    }

    /// <summary>
    /// From where the scheduler's <c>step()</c> runs, the form that moves it on by one. <c>step(epoch)</c> sets the schedule
    /// to a place of its own and may stand anywhere; none where the scheduler reaches code that cannot be seen.
    /// </summary>
    public ImmutableArray<CallChain> RelativeSteps
    {
        get
        {
            if (_relativeSteps.IsDefault)
            {
                _relativeSteps = Flow.Escapes
                    ? ImmutableArray<CallChain>.Empty
                    : ChainsOf(Flow, UseKind.Step)
                        .Where(step => step.Operation is IInvocationOperation { TargetMethod.Parameters.IsEmpty: true })
                        .ToImmutableArray();
            }

            return _relativeSteps;
        }
    }

    /// <summary>The creation of the scheduled optimizer, where it can only be one.</summary>
    public OptimizerSite? Optimizer
    {
        get
        {
            if (!_isOriginRead)
            {
                _isOriginRead = true;
                _optimizer = Site.Optimizer is { } optimizer && Origins.Single(optimizer, Code, CancellationToken) is { } origin
                    ? Reader.ReadOptimizer(origin)
                    : null;
            }

            return _optimizer;
        }
    }

    /// <summary>
    /// The learning rate that the schedule starts from; unknown where groups set their own, or where it is changed by hand.
    /// </summary>
    public LearningRateValue BaseLearningRate =>
        Optimizer is { TrainsGroups: false, LearningRateOrDefault: { } learningRate }
        && OptimizerFlow?.Has(UseKind.LearningRateWrite) != true
            ? ValueResolver.ResolveWithoutDefaults(learningRate, CancellationToken)
            : LearningRateValue.Unknown;

    /// <summary>What the optimizer is, by the type of the expression or else by its creation.</summary>
    public OptimizerDefinition? OptimizerDefinition =>
        Site.Optimizer is { } optimizer
            ? Catalog.DefinitionOf(optimizer.WithoutConversions().Type) ?? Optimizer?.Definition
            : null;

    /// <summary>The value of an argument, the library's default where it is left out; never what a caller may choose.</summary>
    public LearningRateValue ValueOf(string parameter) =>
        Site.Creation.For(parameter) is { Value: { } value }
            ? ValueResolver.ResolveWithoutDefaults(value, CancellationToken)
            : LearningRateValue.Unknown;

    /// <summary>The one value of an argument, or <see langword="null"/> where it is not known.</summary>
    public double? NumberOf(string parameter) => ValueOf(parameter) is { Numbers: { Length: 1 } numbers } ? numbers[0] : null;

    /// <summary>What is known of a call of the scheduler's <c>step</c>.</summary>
    public StepContext? At(ObjectUse step) =>
        Reader.ReadStep(step.Operation) is { } call ? new StepContext(call, Scope, CancellationToken) : null;
}

/// <summary>A call of a scheduler's <c>step</c> and where the scheduler comes from.</summary>
internal sealed class StepContext(StepSite site, ScheduleScope scope, CancellationToken cancellationToken)
{
    private ImmutableArray<SchedulerSite> _creations;

    /// <summary>The call.</summary>
    public StepSite Site { get; } = site;

    /// <summary>The project.</summary>
    public CodeBase Code => scope.Code;

    /// <summary>Stops the analysis.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Every creation that the stepped scheduler can come from; none where not all of them can be seen.</summary>
    public ImmutableArray<SchedulerSite> Creations
    {
        get
        {
            if (_creations.IsDefault)
            {
                _creations = Read();
            }

            return _creations;
        }
    }

    /// <summary>Whether the stepped scheduler can only be a ReduceLROnPlateau.</summary>
    public bool IsPlateau => Creations is { IsEmpty: false } creations && creations.All(creation => creation.Name == "ReduceLROnPlateau");

    private ImmutableArray<SchedulerSite> Read()
    {
        if (Origins.Of(Site.Scheduler, Code, CancellationToken) is not { IsEmpty: false } origins)
        {
            return ImmutableArray<SchedulerSite>.Empty;
        }

        ImmutableArray<SchedulerSite>.Builder creations = ImmutableArray.CreateBuilder<SchedulerSite>();
        foreach (IOperation origin in origins)
        {
            if (scope.Reader.ReadScheduler(origin) is not { IsLibrary: true } creation)
            {
                return ImmutableArray<SchedulerSite>.Empty;
            }

            creations.Add(creation);
        }

        return creations.ToImmutable();
    }
}
