using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Models;
using LrAnalyzers.Options;
using LrAnalyzers.Schedules;
using LrAnalyzers.Sites;
using LrAnalyzers.Trials;
using LrAnalyzers.ValueGraph;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>What schedule rules share while one compilation is analysed.</summary>
internal sealed record ScheduleScope(ScheduleCatalog Catalog, CodeBase Code, ScheduleSiteReader Reader, AnalysisScope Analysis)
{
    private readonly ConcurrentDictionary<(CreationRule Rule, object Subject), Diagnostic?> _verdicts = new();

    /// <summary>Tells models with attention from others.</summary>
    public AttentionModules Attention { get; } = new(Catalog, Code);

    /// <summary>What a rule says, asked once: at a creation, at each of its steps, and by the rules that yield to it.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="subject">What it judges: a creation's or a call's syntax, or the flow of an object.</param>
    /// <param name="check">Asks the rule.</param>
    public Diagnostic? VerdictOf(CreationRule rule, object subject, Func<Diagnostic?> check) =>
        _verdicts.TryGetValue((rule, subject), out Diagnostic? known) ? known : _verdicts.GetOrAdd((rule, subject), check());
}

/// <summary>The creation of an optimizer or scheduler and where it goes: what schedule rules judge by.</summary>
internal abstract class CreationContext(
    IOperation creation, ISymbol containingSymbol, ScheduleScope scope, CancellationToken cancellationToken)
{
    private ObjectFlow? _flow;
    private ImmutableArray<TrainingLoop> _loopsAroundCreation;
    private bool? _isMadeSeveralTimes;

    /// <summary>What all rules share.</summary>
    protected ScheduleScope Scope => scope;

    /// <summary>The member or type in which the creation stands.</summary>
    protected ISymbol ContainingSymbol => containingSymbol;

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

    /// <summary>The function in which an operation stands; where there is none, as in a field's initializer, that of this creation.</summary>
    protected ISymbol ContainingSymbolOf(IOperation operation) =>
        Code.EnclosingSymbolOf(operation, CancellationToken) ?? containingSymbol;

    /// <summary>Whether rules about training style pass over this code because it is a test.</summary>
    public bool IsExemptTest =>
        Option(LrOptions.ExcludeTests) && (scope.Analysis.IsTestProject || scope.Analysis.TestCode.Contains(containingSymbol));

    /// <summary>Whether the rule reports in this file.</summary>
    public bool IsEnabled(Rule rule) => scope.Analysis.IsEnabled(rule, creation.Syntax.SyntaxTree);

    /// <summary>An option as it is set for this file.</summary>
    public T Option<T>(OptionDefinition<T> option) => option.Read(scope.Analysis.ConfigOf(creation.Syntax.SyntaxTree));

    /// <summary>From where a use runs, through the calls that lead to it.</summary>
    public CallChain ChainOf(ObjectUse use) => CallChain.Of(use.Operation, use.Path, Code, CancellationToken);

    /// <summary>From where all uses of a kind run.</summary>
    public ImmutableArray<CallChain> ChainsOf(ObjectFlow flow, UseKind kind) => flow.ChainsOf(kind, Code, CancellationToken).All;

    /// <summary>From where those uses of a kind run that are made in the loop's body.</summary>
    public ImmutableArray<CallChain> ChainsIn(TrainingLoop loop, ObjectFlow flow, UseKind kind) => flow.ChainsOf(kind, Code, CancellationToken).In(loop);

    /// <summary>From where the creation runs, through the calls that lead to it.</summary>
    public CallChain CreationChain => CallChain.Of(creation, path: null, Code, CancellationToken);

    /// <summary>Whether something in the loop's body leaves a round before its end.</summary>
    public bool MayLeave(TrainingLoop loop) => Code.FactOf(loop.Asked ?? loop.Body.Syntax, _ => new Jumps(JumpStatements.Leave(loop))).Leave;

    /// <summary>The loops around a use, innermost first.</summary>
    public ImmutableArray<TrainingLoop> LoopsAround(ObjectUse use) => WithoutIterations(LoopNest.Around(use.Operation, use.Path, Code, CancellationToken));

    /// <summary>The loops around a place, innermost first, as far as its chain reaches.</summary>
    public ImmutableArray<TrainingLoop> LoopsAround(CallChain chain) => WithoutIterations(chain.Loops(CancellationToken));

    // A loop over the optimizers is not one over batches.
    private ImmutableArray<TrainingLoop> WithoutIterations(ImmutableArray<TrainingLoop> loops) =>
        loops.RemoveAll(loop => Flow.Iterations.Contains(loop.Operation.Syntax));

    /// <summary>
    /// Whether several objects come from the creation: what it stands in runs from several places, or from a loop around it that a
    /// use is not in.
    /// </summary>
    /// <param name="use">The use.</param>
    public bool MakesSeveralFor(CallChain use)
    {
        _isMadeSeveralTimes ??= CallSites.RunsFromSeveral(creation, Code, CancellationToken);
        return _isMadeSeveralTimes.Value || LoopsAroundCreation.Any(loop => !use.IsIn(loop));
    }

    /// <summary>The loops around the creation, innermost first: each round makes a new object.</summary>
    public ImmutableArray<TrainingLoop> LoopsAroundCreation =>
        _loopsAroundCreation.IsDefault
            ? _loopsAroundCreation = LoopNest.Around(creation, path: null, Code, CancellationToken)
            : _loopsAroundCreation;

    /// <summary>The loops around a use in which the object is the same one, innermost first.</summary>
    public ImmutableArray<TrainingLoop> TrainingLoopsAround(ObjectUse use) => LoopNest.Without(LoopsAround(use), LoopsAroundCreation);

    /// <summary>Whether something leaves a round of a loop before its end.</summary>
    private sealed record Jumps(bool Leave);
}

/// <summary>An optimizer's creation and where the optimizer goes.</summary>
internal sealed class OptimizerContext(
    OptimizerSite site, ISymbol containingSymbol, ScheduleScope scope, CancellationToken cancellationToken)
    : CreationContext(site.Operation, containingSymbol, scope, cancellationToken)
{
    private TrainingLoop? _epochs;
    private bool _areEpochsRead;

    /// <summary>The creation.</summary>
    public OptimizerSite Site { get; } = site;

    /// <summary>
    /// The loop over the epochs of a training that is long enough to be worth a schedule; <see langword="null"/> where there
    /// is none, or where a schedule over it would not fit: several trainings, an environment, adversaries.
    /// </summary>
    public TrainingLoop? Epochs
    {
        get
        {
            if (!_areEpochsRead)
            {
                _areEpochsRead = true;
                _epochs = FindEpochs();
            }

            return _epochs;
        }
    }

    /// <summary>The same, as if another optimizer were created.</summary>
    public OptimizerContext As(OptimizerDefinition definition) =>
        new(Site with { Definition = definition }, ContainingSymbol, Scope, CancellationToken);

    /// <summary>The schedulers that are created for it.</summary>
    public IEnumerable<SchedulerContext> Schedulers => Flow.Of(UseKind.Scheduled)
        .Select(scheduled => Reader.ReadScheduler(scheduled.Operation))
        .OfType<SchedulerSite>()
        .Select(scheduler => new SchedulerContext(scheduler, ContainingSymbolOf(scheduler.Operation), Scope, CancellationToken));

    /// <summary>Whether it trains a model with attention, from its first weights on.</summary>
    public bool TrainsAttention => Scope.Attention.AreTrained(Site.Parameters, CancellationToken);

    private TrainingLoop? FindEpochs()
    {
        foreach (ObjectUse step in Flow.Of(UseKind.Step))
        {
            ImmutableArray<TrainingLoop> loops = TrainingLoopsAround(step);
            if (EpochLoop.Find(loops, Option(LrOptions.MinimumSteps)) is { } epochs
                && !EpochLoop.IsRepeated(epochs, loops)
                && !TrainingStyle.IsReinforcement(step.Operation, Code)
                && !TrainingStyle.IsAdversarial(step.Operation, loops[0], Catalog, Code, CancellationToken)
                && !Flow.Holders.Concat(Flow.Containers).Any(holder => TrainingStyle.IsReplaced(holder, epochs, CancellationToken))
                // An optimizer for each epoch is LR2009's, or a decay by hand.
                && !LoopsAroundCreation.Any(loop => loop.NamesEpochs)
                && !(LoopsAroundCreation.Length > 0 && Site.Parameters is { } parameters && TrainingStyle.IsGivenWeights(Site.Operation, parameters, Code, CancellationToken)))
            {
                return epochs;
            }
        }

        return null;
    }
}

/// <summary>A scheduler's creation and where the scheduler goes.</summary>
internal sealed class SchedulerContext(
    SchedulerSite site, ISymbol containingSymbol, ScheduleScope scope, CancellationToken cancellationToken)
    : CreationContext(site.Operation, containingSymbol, scope, cancellationToken)
{
    private const int LongestDescribed = 100_000;

    private ObjectFlow? _optimizerFlow;
    private bool _isOptimizerRead;
    private bool? _dividesIntegers;
    private ImmutableArray<CallChain> _relativeSteps;
    private OptimizerContext? _optimizer;
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
                _optimizerFlow = ScheduledOptimizer is { } optimizer ? FlowOf(optimizer)?.Narrowed(optimizer) : null;
            }

            return _optimizerFlow;
        }
    }

    /// <summary>The optimizer that is scheduled, also through the parts of which the scheduler is made; <see langword="null"/> where those have several.</summary>
    public IOperation? ScheduledOptimizer
    {
        get
        {
            if (Site.Optimizer is { } own)
            {
                return own;
            }

            if (Site.Explicit(Site.Definition?.Parts) is not { } list || ListElements.Of(list) is not { IsEmpty: false } elements)
            {
                return null;
            }

            IOperation?[] optimizers = elements.Select(element => PartAt(element)?.Site.Optimizer).ToArray();
            return optimizers[0] is { } first && first.Variable() is { } variable
                && optimizers.All(optimizer => optimizer is not null && SymbolEqualityComparer.Default.Equals(optimizer.Variable(), variable))
                    ? first
                    : null;
        }
    }

    // A helper that is given the optimizer does not train with it: its callers do. One of a list is none of the list's variable, and
    // what has several names has them all.
    private ObjectFlow? FlowOf(IOperation optimizer) =>
        optimizer.Variable() is null or IParameterSymbol
            ? Origins.Creations(Place.At(optimizer), Code, CancellationToken, withoutStrangers: true) is { IsEmpty: false } creations
                && creations.All(creation => Reader.ReadOptimizer(creation.Operation!) is not null)
                    ? ObjectFlow.Union(creations.Select(creation => FlowTracker.Track(creation.Operation!, Code, Catalog, CancellationToken)))
                    : FlowTracker.TrackHolder(optimizer, Code, Catalog, CancellationToken)
            : Origins.Single(optimizer, Code, CancellationToken) is { } made and (IInvocationOperation or IObjectCreationOperation)
                ? FlowTracker.Track(made, Code, Catalog, CancellationToken)
                // A property that hands on what its object was made with.
                : optimizer.Variable() is IFieldSymbol or IPropertySymbol
                    && Origins.Creations(Place.At(optimizer), Code, CancellationToken) is { Length: 1 } only && Reader.ReadOptimizer(only[0].Operation!) is not null
                    ? FlowTracker.Track(only[0], Code, Catalog, CancellationToken)
                    : FlowTracker.TrackHolder(optimizer, Code, Catalog, CancellationToken);

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
                _relativeSteps = Flow.EscapesHere
                    ? ImmutableArray<CallChain>.Empty
                    : ChainsOf(Flow, UseKind.Step)
                        .Where(step => step.Operation is IInvocationOperation { TargetMethod.Parameters.IsEmpty: true })
                        .ToImmutableArray();
            }

            return _relativeSteps;
        }
    }

    /// <summary>Whether an integer division cuts one of the numbers, or what the lambda returns.</summary>
    public bool DividesIntegers => _dividesIntegers ??= Site.IsLibrary
        && Site.Operation.Arguments().SelectMany(NumbersIn).Any(number => TruncatingDivision.Find(number, CancellationToken) is not null);

    private IEnumerable<IOperation> NumbersIn(IArgumentOperation argument) =>
        ScheduleFunction.InFileOf(argument.Value, CancellationToken) is { } function ? function.Results
        : SiteReader.IsFraction(argument.Parameter) && argument.ArgumentKind != ArgumentKind.DefaultValue ? new[] { argument.Value } : Enumerable.Empty<IOperation>();

    /// <summary>
    /// The same, and from where <c>step(metric)</c> runs: a scheduler that wants no metric ignores it and moves on by one, so
    /// that PyTorch's <c>step(epoch + i / n)</c> is no fraction of an epoch here.
    /// </summary>
    public ImmutableArray<CallChain> AdvancingSteps => Flow.EscapesHere
        ? ImmutableArray<CallChain>.Empty
        : ChainsOf(Flow, UseKind.Step)
            .Where(step => step.Operation is IInvocationOperation { TargetMethod.Parameters.IsEmpty: true }
                || Reader.ReadStep(step.Operation) is { Metric: not null } && Site.Definition?.NeedsMetric == false)
            .ToImmutableArray();

    /// <summary>The creation of the scheduled optimizer, where it can only be one.</summary>
    public OptimizerSite? Optimizer => OptimizerCreation?.Site;

    /// <summary>That creation, and everything that is done with the optimizer from there on.</summary>
    public OptimizerContext? OptimizerCreation
    {
        get
        {
            if (!_isOriginRead)
            {
                _isOriginRead = true;
                _optimizer = ScheduledOptimizer is { } optimizer
                    && Origins.Creations(Place.At(optimizer), Code, CancellationToken) is { Length: 1 } origins
                    && origins[0].Operation is { } origin
                    && Reader.ReadOptimizer(origin) is { } site
                        ? new OptimizerContext(site, ContainingSymbolOf(origin), Scope, CancellationToken)
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

    /// <summary>
    /// The learning rate of each parameter group as the optimizer is created, <see langword="null"/> where one is not known; of the
    /// only group where they cannot be told apart. A group that the library treats wrongly is left out: its curve is none of the code's.
    /// </summary>
    public ImmutableArray<double?> GroupLearningRates =>
        Site.Definition?.MistreatedGroup is null
        && Optimizer is { TrainsGroups: true } optimizer
        && OptimizerFlow is { } flow && !flow.Has(UseKind.LearningRateWrite) && !flow.Has(UseKind.AddParamGroup)
        && GroupRates.Of(optimizer) is { Length: > 1 } rates
            ? rates.Select(rate => ValueResolver.ResolveWithoutDefaults(rate, CancellationToken).Single).ToImmutableArray()
            : ImmutableArray.Create(BaseLearningRate.Single);

    /// <summary>
    /// The curves of the schedule over the loops that step it, innermost first: one for each way that what is not known may
    /// turn out, and for each parameter group. A verdict counts only where it holds in all of them; none where the schedule
    /// cannot be known.
    /// </summary>
    public ImmutableArray<ScheduleTrial> Trials(ImmutableArray<TrainingLoop> loops) =>
        ScheduleTrials.Of(Site, loops, GroupLearningRates, Code, Reader, CancellationToken);

    /// <summary>
    /// The form of the schedule: its curve as <see cref="Trials"/> gives it without loops, with lengths that are not known tried
    /// too. What it says of the first steps holds for any training.
    /// </summary>
    public ImmutableArray<ScheduleTrial> Shapes => ScheduleTrials.Of(
        Site, ImmutableArray<TrainingLoop>.Empty, ImmutableArray.Create(BaseLearningRate.Single), Code, Reader, CancellationToken, triesLengths: true);

    /// <summary>What the code says in the creation, and nothing that would have to be tried.</summary>
    public ISchedulerArguments Arguments => new TrialArguments(
        Site, new TrialValues(ImmutableDictionary<UnknownNumber, TriedNumber>.Empty, CancellationToken), choice: null, Code, Reader, depth: 0, CancellationToken);

    /// <summary>
    /// A step as far as it runs in methods of the object whose constructor always makes the scheduler; <see langword="null"/>
    /// where it is made elsewhere.
    /// </summary>
    public CallChain? InOwnObject(CallChain step) =>
        CallChain.FunctionOf(Site.Operation.Syntax) is ConstructorDeclarationSyntax { Parent: TypeDeclarationSyntax type } constructor
        && CreationChain.IsUnconditionalIn(constructor)
            ? step.While(site => IsMethodOf(site, type))
            : null;

    // A method of the type itself or of one that it inherits from.
    private bool IsMethodOf(IOperation site, TypeDeclarationSyntax type) =>
        CallChain.FunctionOf(site.Syntax) is MethodDeclarationSyntax { Parent: TypeDeclarationSyntax declaring }
        && (declaring == type
            || Code.ModelOf(declaring.SyntaxTree).GetDeclaredSymbol(declaring, CancellationToken) is INamedTypeSymbol ancestor
            && Code.ModelOf(type.SyntaxTree).GetDeclaredSymbol(type, CancellationToken) is INamedTypeSymbol derived
            && derived.DerivesFrom(ancestor));

    /// <summary>
    /// The loops that step it, innermost first, where it is stepped in every round of them and nowhere else; none otherwise.
    /// </summary>
    public ImmutableArray<TrainingLoop> SteppingLoops
    {
        get
        {
            if (RelativeSteps is not { Length: 1 } steps)
            {
                return ImmutableArray<TrainingLoop>.Empty;
            }

            ImmutableArray<TrainingLoop> loops = LoopNest.Without(LoopsAround(steps[0]), LoopsAroundCreation);
            return !loops.IsEmpty && steps[0].IsSteadyIn(loops[loops.Length - 1].Body.Syntax, CancellationToken, throughLoops: true)
                ? loops
                : ImmutableArray<TrainingLoop>.Empty;
        }
    }

    /// <summary>The curves of the arguments alone, but with another epoch to begin at.</summary>
    /// <param name="lastEpoch">The last epoch that counts as done; -1 for a new training.</param>
    public ImmutableArray<ScheduleTrial> TrialsFrom(int lastEpoch) => ScheduleTrials.Of(
        Site, ImmutableArray<TrainingLoop>.Empty, ImmutableArray.Create(BaseLearningRate.Single), Code, Reader, CancellationToken, lastEpoch: lastEpoch);

    /// <summary>
    /// Property of a diagnostic: the learning rates over the training, as the code has them, as bars; empty where they cannot be
    /// known. Of a training of unknown length it is the curve over a hundred epochs.
    /// </summary>
    public ImmutableDictionary<string, string?> CurveProperty => SparkLine is { } curve
        ? ImmutableDictionary<string, string?>.Empty.Add(SchedulerRule.Curve, curve)
        : ImmutableDictionary<string, string?>.Empty;

    /// <summary>The learning rates over the training as bars, or <see langword="null"/> where they cannot be known.</summary>
    public string? SparkLine => TypicalTrial is { } trial
        ? ScheduleDescription.SparkLine(trial.Schedule, trial.Group, trial.Steps, CancellationToken)
        : null;

    /// <summary>
    /// The learning rates over the training in words and as bars: <c>0.001 → 0.0005 at 15 → 0 at 30 █▇▆▅▃▂▁▁</c>, in shares of the
    /// optimizer's where that is not known, and by shares of the training where its length is not; <see langword="null"/> where
    /// too little is known.
    /// </summary>
    public string? Description
    {
        get
        {
            if (Site.Definition is not { NeedsMetric: false } definition || Flow.Has(UseKind.Scheduled) || SteppingLoops is not { IsEmpty: false } loops)
            {
                return null;
            }

            bool isShare = BaseLearningRate.Single is null && !definition.ReplacesRate;
            // A number of its own, such as a lowest rate, is no share.
            if (isShare && !Trials(loops).All(IsProportional))
            {
                return null;
            }

            bool isLengthKnown = loops.All(loop => loop.TripCount is not null);
            ScheduledGroup GroupOf(ScheduleTrial trial) => isShare ? trial.Group with { LearningRate = 1, InitialLearningRate = 1 } : trial.Group;
            string?[] words = Trials(loops).Where(trial => trial.Steps is > 1 and <= LongestDescribed).Select(trial => ScheduleDescription.InWords(
                trial.Schedule,
                GroupOf(trial),
                trial.Steps,
                step => isLengthKnown ? step.ToString(CultureInfo.InvariantCulture) : $"{Math.Round(100.0 * step / trial.Steps)} %",
                CancellationToken)).Distinct().ToArray();
            return words.Length == 1 && words[0] is { } described && TypicalTrial is { } typical
                ? $"{described}{(isShare ? " times the learning rate" : "")} {ScheduleDescription.SparkLine(typical.Schedule, GroupOf(typical), typical.Steps, CancellationToken)}".TrimEnd()
                : null;
        }
    }

    // Of several trials that with a hundred epochs, or the only one.
    private ScheduleTrial? TypicalTrial
    {
        get
        {
            if (Site.Definition is not { NeedsMetric: false } || SteppingLoops is not { IsEmpty: false } loops)
            {
                return null;
            }

            // A training that is resumed, from its beginning.
            var whole = loops
                .Select(loop => loop is { Bound: null, TripCount: null, Range.End: { } end }
                    ? loop with { Bound = end, TripCount = (long?)ScheduleLength.Number(end, CancellationToken) }
                    : loop)
                .ToImmutableArray();
            ScheduleTrial[] trials = Trials(whole).Where(trial => trial.Steps is > 1 and <= LongestDescribed && (trial.IsKnown || trial.DependsOnLoops)).ToArray();
            return trials.FirstOrDefault(trial => trial.Rounds[trial.Rounds.Length - 1] == 100) ?? trials.FirstOrDefault();
        }
    }

    private bool IsProportional(ScheduleTrial trial)
    {
        ScheduledGroup one = trial.Group with { LearningRate = 1, InitialLearningRate = 1 };
        ScheduledGroup small = trial.Group with { LearningRate = 0.01, InitialLearningRate = 0.01 };
        return trial.Steps <= LongestDescribed && new[] { 0, trial.Steps / 3, trial.Steps / 2, trial.Steps }.All(step =>
            Math.Abs(trial.Schedule.LearningRateAt(step, one, CancellationToken).Value
                - 100 * trial.Schedule.LearningRateAt(step, small, CancellationToken).Value) <= 1e-9);
    }

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

    /// <summary>One of the schedulers that this one is made of; <see langword="null"/> where it can be several, or cannot be seen.</summary>
    public SchedulerContext? PartAt(IOperation element) =>
        Origins.Single(element, Code, CancellationToken) is { } origin && Reader.ReadScheduler(origin) is { } part
            ? new SchedulerContext(part, ContainingSymbolOf(origin), Scope, CancellationToken)
            : null;

    /// <summary>What the rule says about this creation.</summary>
    public Diagnostic? VerdictOf(CreationRule rule) => Scope.VerdictOf(rule, Site.Operation.Syntax, () => rule.Check(this));

    /// <summary>The first that the rule says about a step of the scheduler.</summary>
    public Diagnostic? FirstVerdictOf(StepRule rule) => Scope.VerdictOf(rule, Flow, () => Flow.Of(UseKind.Step)
        .Select(step => At(step)?.VerdictOf(rule))
        .FirstOrDefault(diagnostic => diagnostic is not null));

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

    /// <summary>What the rule says about this call.</summary>
    public Diagnostic? VerdictOf(StepRule rule) => scope.VerdictOf(rule, Site.Operation.Syntax, () => rule.Check(this));

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
    public bool IsPlateau => Creations is { IsEmpty: false } creations && creations.All(creation => creation.Definition!.NeedsMetric);

    /// <summary>The same, with what is known of them.</summary>
    public IEnumerable<SchedulerContext> Schedulers => Creations.Select(creation => new SchedulerContext(
        creation,
        scope.Code.EnclosingSymbolOf(creation.Operation, CancellationToken) ?? Site.Operation.TargetMethod,
        scope,
        CancellationToken));

    /// <summary>
    /// Whether a step moves its schedule on by one: <c>step()</c>, and <c>step(metric)</c>, which all but ReduceLROnPlateau
    /// take for the same; not <c>step(epoch)</c>.
    /// </summary>
    public bool AdvancesByOne(ObjectUse step) => scope.Reader.ReadStep(step.Operation) is { Epoch: null };

    // Whatever other projects may put in between: a step that is wrong for what is seen here is wrong.
    private ImmutableArray<SchedulerSite> Read()
    {
        if (Origins.Creations(Place.At(Site.Scheduler), Code, CancellationToken, withoutStrangers: true) is not { IsEmpty: false } origins)
        {
            return ImmutableArray<SchedulerSite>.Empty;
        }

        ImmutableArray<SchedulerSite>.Builder creations = ImmutableArray.CreateBuilder<SchedulerSite>();
        foreach (Place origin in origins)
        {
            if (origin.Operation is null || scope.Reader.ReadScheduler(origin.Operation) is not { IsLibrary: true } creation)
            {
                return ImmutableArray<SchedulerSite>.Empty;
            }

            if (creations.All(known => known.Operation.Syntax != creation.Operation.Syntax))
            {
                creations.Add(creation);
            }
        }

        return creations.ToImmutable();
    }
}
