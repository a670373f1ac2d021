using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Models;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>What value rules share while one compilation is analysed.</summary>
/// <param name="Catalog">The catalog of this compilation.</param>
/// <param name="Analysis">What all rules share.</param>
/// <param name="Code">The project.</param>
/// <param name="Sources">The places that give values from afar.</param>
internal sealed record ValueScope(LearningRateCatalog Catalog, AnalysisScope Analysis, CodeBase Code, RateSources Sources)
{
    /// <summary>Tells which optimizers fine-tune.</summary>
    public FineTuning FineTuning { get; } = FineTuning.Of(Code);

    /// <summary>What tells an optimizer's uses; <see langword="null"/> without TorchSharp.</summary>
    public ScheduleCatalog? Schedules { get; } = ScheduleCatalog.TryCreate(Code.Compilation);

    /// <summary>Tells which learning rates others replace later.</summary>
    public LaterRates LaterRates { get; } = new(Code);

    /// <summary>What trains with the learning rate: for one that is written to a group of no particular optimizer, the optimizer that the group is of.</summary>
    public Algorithm AlgorithmOf(LearningRateSite site, CancellationToken cancellationToken)
    {
        if (site.Role != LearningRateRole.Write || site.Algorithm != TorchSharpOptimizers.UserDefined)
        {
            return site.Algorithm;
        }

        OptimizerDefinition?[] optimizers = WrittenOptimizersOf(site, cancellationToken).Select(DefinitionOf).Distinct().Take(2).ToArray();
        return optimizers.Length == 1 && optimizers[0] is { } only ? only : site.Algorithm;
    }

    /// <summary>The creations of all optimizers to whose groups the learning rate is written; none where they cannot all be seen.</summary>
    public ImmutableArray<IOperation> WrittenOptimizersOf(LearningRateSite site, CancellationToken cancellationToken) =>
        site.Role == LearningRateRole.Write
        && LearningRateWrites.OptimizerOf(site.Operation) is { } optimizer
        && Origins.Creations(Place.At(optimizer), Code, cancellationToken) is { } creations
            ? creations.Select(creation => creation.Operation!).ToImmutableArray()
            : ImmutableArray<IOperation>.Empty;

    private OptimizerDefinition? DefinitionOf(IOperation creation) =>
        CreationArguments.Of(creation) is { } made ? Schedules?.OptimizerCreatedBy(made.Method) : null;
}
