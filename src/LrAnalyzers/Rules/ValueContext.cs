using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Options;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>One learning rate and all that is known about it: what a <see cref="ValueRule"/> judges by.</summary>
internal sealed class ValueContext(
    LearningRateSite site,
    ISymbol containingSymbol,
    LearningRateCatalog catalog,
    AnalysisScope scope,
    FineTuning fineTuning,
    LaterRates laterRates,
    CancellationToken cancellationToken)
{
    private LearningRateValue? _value;
    private bool? _isReplacedBySchedule;

    /// <summary>The learning rate; its algorithm has the ranges that the project set.</summary>
    public LearningRateSite Site { get; } =
        site with { Algorithm = RangeOptions.Apply(site.Algorithm, scope.ConfigOf(site.Syntax.SyntaxTree)) };

    /// <summary>Its value; unknown where it is left to the library's default.</summary>
    public LearningRateValue Value => _value ??= Site.Value is { } operation
        ? ValueResolver.Resolve(operation, CancellationToken)
        : LearningRateValue.Unknown;

    /// <summary>The catalog of this compilation.</summary>
    public LearningRateCatalog Catalog { get; } = catalog;

    /// <summary>Tells which optimizers fine-tune.</summary>
    public FineTuning FineTuning { get; } = fineTuning;

    /// <summary>Whether a OneCycleLR or CyclicLR in the same member overwrites the learning rate: it is dead by design.</summary>
    public bool IsReplacedBySchedule => _isReplacedBySchedule ??= ReplacingSchedule.Exists(Site, Catalog);

    /// <summary>Whether an optimizer's first learning rate may only be a placeholder for others that are set later.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="mayGrow">Whether a schedule that can raise it counts as well.</param>
    public bool IsPlaceholder(double learningRate, bool mayGrow = false) =>
        Site.Role is LearningRateRole.Optimizer or LearningRateRole.ParamGroup
        && (Optimizer is { } creation
            ? OptimizerCreation.IsKeptOutside(Site.Operation, creation) && WritesRatesHere || laterRates.MayReplace(creation, learningRate, mayGrow, CancellationToken)
            : WritesRatesHere);

    /// <summary>
    /// The creation of the optimizer that trains with the learning rate, where it can be told: the site itself, what its
    /// group is given to, or what made the optimizer that the group is added to.
    /// </summary>
    public IOperation? Optimizer => OptimizerCreation.Around(Site.Operation, Catalog)
        ?? (Site.Role == LearningRateRole.ParamGroup && OptimizerCreation.ReceiverOfGroup(Site.Operation, Catalog) is { } receiver
            ? laterRates.CreationOf(receiver, Catalog, CancellationToken)
            : null);

    // A group, or an optimizer, that cannot be followed.
    private bool WritesRatesHere => LearningRateWrites.AnyIn(Site.Syntax.SyntaxTree, CancellationToken);

    /// <summary>Whether an optimizer trains single parameters that are no network's, for which no range of rates is known.</summary>
    public bool TrainsLooseParameters =>
        Site.Role == LearningRateRole.Optimizer
        && OptimizerCreation.Around(Site.Operation, Catalog) is { } creation
        && OptimizerCreation.TakesLooseParameters(creation, Catalog);

    /// <summary>What is given beside the learning rate under the name.</summary>
    public Companion CompanionOf(string name) => Companion.Of(Site, name, Catalog, CancellationToken);

    /// <summary>The value of an operation near the learning rate.</summary>
    public LearningRateValue Resolve(IOperation operation) => ValueResolver.Resolve(operation, CancellationToken);

    /// <summary>Stops the analysis.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Whether rules about training style pass over this code because it is a test.</summary>
    public bool IsExemptTest =>
        Option(LrOptions.ExcludeTests) && (scope.IsTestProject || scope.TestCode.Contains(containingSymbol));

    /// <summary>An option as it is set for this file.</summary>
    public T Option<T>(OptionDefinition<T> option) => option.Read(scope.ConfigOf(Site.Syntax.SyntaxTree));
}
