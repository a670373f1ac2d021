using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Models;

/// <summary>
/// Tells a training of all weights of a pretrained model from any other. Lives as long as the analysis of one compilation;
/// a project without pretrained models pays for the search of their names, file by file.
/// </summary>
internal sealed class FineTuning(CodeBase code)
{
    private PretrainedCatalog? _pretrained;
    private FineTuningFacts? _facts;
    private ScheduleCatalog? _schedules;
    private object? _mayPretrain;

    /// <summary>What is known of a project, found once for whoever asks.</summary>
    public static FineTuning Of(CodeBase code) => code.Answers<CodeBase, FineTuning>().GetOrAdd(code, key => new FineTuning(key));

    /// <summary>
    /// The pretrained model all of whose weights an optimizer trains, at the learning rate that its creation gives and no
    /// other; <see langword="null"/> where that is not sure.
    /// </summary>
    /// <param name="creation">The optimizer's creation.</param>
    /// <param name="parameters">What it is given to train.</param>
    /// <param name="isReplaced">Whether it is judged by the peak of a schedule that replaces the creation's learning rate.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public PretrainedModel? ModelTrainedBy(IOperation creation, IOperation? parameters, bool isReplaced, CancellationToken cancellationToken)
    {
        if (creation.SemanticModel is not { } semanticModel
            || parameters is null
            || !MayPretrain(cancellationToken))
        {
            return null;
        }

        code.Use(semanticModel);
        PretrainedCatalog catalog = LazyInitializer.EnsureInitialized(ref _pretrained, () => new PretrainedCatalog(code.Compilation))!;
        if (ModuleOf(parameters, catalog, cancellationToken) is not { } module
            || PretrainedModel.Find(module, creation, catalog, code, cancellationToken) is not { } model)
        {
            return null;
        }

        FineTuningFacts facts = LazyInitializer.EnsureInitialized(ref _facts, () => FineTuningFacts.Of(code.Compilation, cancellationToken))!;
        return (facts.Facts & (Fact.TrainsLess | Fact.DrawsWeights)) == 0
            && (facts.Facts & (Fact.Evaluates | Fact.Trains)) != Fact.Evaluates
            && !(model.IsForeign && facts.Facts.HasFlag(Fact.SavesForeign))
            && facts.Thawed.IsSubsetOf(model.Holders)
            && KeepsRate(creation, isReplaced, cancellationToken)
                ? model
                : null;
    }

    /// <summary>The one thing that an optimizer can be; <see langword="null"/> where there are several, or not all can be seen.</summary>
    public IOperation? CreationOf(IOperation optimizer, CancellationToken cancellationToken) =>
        MayPretrain(cancellationToken) ? Origins.Single(optimizer, code, cancellationToken) : null;

    private bool MayPretrain(CancellationToken cancellationToken) =>
        (bool)(_mayPretrain ??= FineTuningFacts.MayPretrain(code, cancellationToken));

    // `model.parameters()` itself: what is filtered, chained, taken from a layer or overridden is less, or more, than the model.
    private IOperation? ModuleOf(IOperation parameters, PretrainedCatalog catalog, CancellationToken cancellationToken) =>
        ModuleParameters.CallForAll(Origins.Single(ModuleParameters.WithoutCopies(parameters), code, cancellationToken)) is { Instance: { } module } && catalog.IsModule(module.Type)
            ? module
            : null;

    private bool KeepsRate(IOperation creation, bool isReplaced, CancellationToken cancellationToken)
    {
        _schedules ??= ScheduleCatalog.TryCreate(code.Compilation);
        if (_schedules is not { } schedules)
        {
            return false;
        }

        ObjectFlow flow = FlowTracker.Track(creation, code, schedules, cancellationToken);
        return !flow.Has(UseKind.LearningRateWrite)
            && !flow.Has(UseKind.LoadState)
            && !flow.Has(UseKind.AddParamGroup)
            && !(flow.Escapes && (LearningRateWrites.AnyIn(code.Compilation, cancellationToken) || IsLoaded(flow, cancellationToken)))
            && (isReplaced || !flow.Of(UseKind.Scheduled).Any(use =>
                CreationArguments.Of(use.Operation) is { } scheduler && (schedules.DefinitionOf(scheduler.Method) is not { MayLeaveBaseRate: false } definition || StaysBelow(scheduler, definition))));
    }

    // TorchSharp.PyBridge has loaders of the same names for optimizers, and a saved optimizer brings its rate along.
    private bool IsLoaded(ObjectFlow flow, CancellationToken cancellationToken) => flow.Holders.Any(holder =>
        code.ReferencesTo(holder, cancellationToken)?.Any(reference =>
            reference.WithOuterConversions().Parent is IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: var name } }
            && PretrainedCatalog.ForeignLoaders.Contains(name)) == true);

    // A ramp that neither begins nor ends at the optimizer's own rate.
    private static bool StaysBelow(CreationArguments scheduler, SchedulerDefinition definition) =>
        definition.EndFactor is { } last && scheduler.For(last.Name) is { } end && !ReachesBase(end)
        && !(definition.StartFactor is { } first && scheduler.For(first.Name) is { } start && ReachesBase(start));

    private static bool ReachesBase(IArgumentOperation factor) => factor.Value.ConstantValue.Value.ToDouble() >= 1;
}
