using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Loops;
using LrAnalyzers.Models;
using LrAnalyzers.Options;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>One learning rate and all that is known about it: what a <see cref="ValueRule"/> judges by.</summary>
internal sealed class ValueContext(
    LearningRateSite site,
    ISymbol containingSymbol,
    ValueScope scope,
    CancellationToken cancellationToken)
{
    private LearningRateValue? _value;
    private bool? _isReplacedBySchedule;

    /// <summary>The learning rate; its algorithm has the ranges that the project set.</summary>
    public LearningRateSite Site { get; } =
        site with { Algorithm = RangeOptions.Apply(scope.AlgorithmOf(site, cancellationToken), scope.Analysis.ConfigOf(site.Syntax.SyntaxTree)) };

    /// <summary>Its value; unknown where it is left to the library's default.</summary>
    public LearningRateValue Value => _value ??= Site.Value is { } operation
        ? ValueResolver.Resolve(operation, CancellationToken)
        : LearningRateValue.Unknown;

    /// <summary>The place that gives the value from afar; <see langword="null"/> for the learning rate itself.</summary>
    public SourcePlace? Place { get; init; }

    /// <summary>The way from that place to this learning rate.</summary>
    public RateSource? Source { get; init; }

    /// <summary>The catalog of this compilation.</summary>
    public LearningRateCatalog Catalog => scope.Catalog;

    /// <summary>Tells which optimizers fine-tune.</summary>
    public FineTuning FineTuning => scope.FineTuning;

    /// <summary>Whether another value can be put in the place of the number: where it is nothing but a learning rate.</summary>
    public bool MayReplace => Source?.Path.All(variable => scope.Sources.IsRateOnly(variable, CancellationToken)) != false;

    /// <summary>What a message calls the learning rate, with its number.</summary>
    public string Describe(string number) => RateDescription.Of(this, number);

    /// <summary>
    /// What belongs to a report at the node: the learning rates that a value reaches from there, or where the number of one is
    /// declared.
    /// </summary>
    public ImmutableArray<Location> RelatedTo(SyntaxNode node) => Place is { } place
        ? RateDescription.Reached(place)
        : Value.Declaration is { } declaration && !(node.SyntaxTree == declaration.SyntaxTree && node.Span.Contains(declaration.Span))
            ? ImmutableArray.Create(declaration.GetLocation())
            : ImmutableArray<Location>.Empty;

    /// <summary>The variable that decays while the optimizer that was made with it does not.</summary>
    public DeadDecay? DeadDecay => scope.Schedules is { } schedules
        ? DeadDecay.Of(Site.Operation, Site.Value, scope.Code, schedules, CancellationToken)
        : null;

    /// <summary>The branch around a write that no round enters.</summary>
    public DeadBranch? DeadBranchAround(IAssignmentOperation write) => DeadBranch.Around(write, scope.Code, CancellationToken);

    /// <summary>The scheduler that overwrites what is written to a group before it is used.</summary>
    public string? OverwrittenBy(IAssignmentOperation write) => scope.Schedules is { } schedules
        ? OverwrittenRate.By(write, scope.Code, schedules, CancellationToken)
        : null;

    /// <summary>The parameters of the site's group, or optimizer, that another group of the optimizer has as well.</summary>
    public SharedParameters? SharedParameters
    {
        get
        {
            if (Site.Role is not (LearningRateRole.Optimizer or LearningRateRole.ParamGroup)
                || CreationArguments.Of(Site.Operation)?.At(0) is not { } given
                || Optimizer is not { } creation)
            {
                return null;
            }

            SharedParameters.ParameterLists lists = scope.Code.FactOf(creation.Syntax, _ => SharedParameters.ParameterLists.Of(
                GroupsOf(creation).Append(creation)
                    .Select(group => CreationArguments.Of(group)?.At(0)).OfType<IOperation>(),
                Catalog));
            return SharedParameters.Of(given, lists, scope.Code, Catalog, CancellationToken);
        }
    }

    // Those that are added later, too.
    private IEnumerable<IOperation> GroupsOf(IOperation creation) =>
        CreatedGroupsOf(creation).Concat(scope.LaterRates.GroupsAddedTo(creation, CancellationToken));

    /// <summary>The parameter groups that a creation is given in place; read once, since each of them asks.</summary>
    public ImmutableArray<IObjectCreationOperation> CreatedGroupsOf(IOperation creation) =>
        scope.Code.FactOf(creation.Syntax, _ => new CreatedGroups(OptimizerCreation.GroupsOf(creation, Catalog))).All;

    private sealed record CreatedGroups(ImmutableArray<IObjectCreationOperation> All);

    /// <summary>Whether a text comes from the program's arguments, the environment or a file.</summary>
    public bool IsProgramText(IOperation text) => ProgramText.Is(text, scope.Code, CancellationToken);

    /// <summary>Whether the program, or its project, sets the culture in which it reads numbers.</summary>
    public bool IsCultureChosen => scope.Analysis.IsCultureInvariant || ProgramCulture.IsChosen(scope.Code.Compilation, CancellationToken);

    /// <summary>Whether a OneCycleLR or CyclicLR, wherever it is made, overwrites the learning rate: it is dead by design.</summary>
    public bool IsReplacedBySchedule => _isReplacedBySchedule ??= ReplacingSchedule.Exists(Site, Catalog)
        || Site.Role is LearningRateRole.Optimizer or LearningRateRole.ParamGroup && Optimizer is { } creation && scope.LaterRates.AreSetBySchedule(creation, CancellationToken);

    /// <summary>Whether an optimizer's first learning rate may only be a placeholder for others that are set later.</summary>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="mayGrow">Whether a schedule that can raise it counts as well.</param>
    public bool IsPlaceholder(double learningRate, bool mayGrow = false) =>
        Site.Role is LearningRateRole.Optimizer or LearningRateRole.ParamGroup
            ? Optimizer is { } creation
                ? OptimizerCreation.IsKeptOutside(Site.Operation, creation) && WritesRatesHere || scope.LaterRates.MayReplace(creation, learningRate, mayGrow, CancellationToken)
                : WritesRatesHere
            : Site.Role == LearningRateRole.Write && Optimizers.Any(written => scope.LaterRates.MayReplaceWritten(written, Site.Operation, learningRate, CancellationToken));

    /// <summary>
    /// The creation of the optimizer that trains with the learning rate, where it can be told: the site itself, what its
    /// group is given to, or what made the optimizer that the group is added to.
    /// </summary>
    public IOperation? Optimizer => OptimizerCreation.Around(Site.Operation, Catalog)
        ?? (Site.Role == LearningRateRole.ParamGroup && OptimizerCreation.ReceiverOfGroup(Site.Operation, Catalog) is { } receiver
            ? scope.LaterRates.CreationOf(receiver, Catalog, CancellationToken)
            : null);

    // One that tolerates the learning rate is enough.
    private ImmutableArray<IOperation> Optimizers => Site.Role == LearningRateRole.Write
        ? scope.WrittenOptimizersOf(Site, CancellationToken)
        : Optimizer is { } creation ? ImmutableArray.Create(creation) : ImmutableArray<IOperation>.Empty;

    /// <summary>Whether another group of the same optimizer is given a rate that is not zero, or not known.</summary>
    public bool IsBesideTrainedGroup =>
        Site.Role == LearningRateRole.ParamGroup
        && Optimizer is { } creation
        && GroupsOf(creation).Any(group =>
            group.Syntax != Site.Operation.Syntax
            && !group.Syntax.Span.Contains(Site.Operation.Syntax.Span)
            && !(GroupRates.RateOf(group) is { } rate && Resolve(rate).IsAlways(static number => number == 0)));

    // A group, or an optimizer, that cannot be followed.
    private bool WritesRatesHere => LearningRateWrites.AnyIn(Site.Syntax.SyntaxTree, CancellationToken);

    /// <summary>Whether an optimizer trains single parameters that are no network's, for which no range of rates is known.</summary>
    public bool TrainsLooseParameters =>
        Site.Role is LearningRateRole.Optimizer or LearningRateRole.Write
        && Optimizers.Any(creation => OptimizerCreation.TakesLooseParameters(creation, Catalog));

    /// <summary>Whether the gradients of an optimizer that steps along them are clipped, so that no rate is too high by itself.</summary>
    public bool ClipsGradients =>
        Site.Algorithm is OptimizerDefinition { StepsByGradient: true }
        && Optimizers.Any(creation => scope.LaterRates.ClipsGradients(creation, CancellationToken));

    /// <summary>What is given beside the learning rate under the name.</summary>
    public Companion CompanionOf(string name) => Companion.Of(Site, name, Catalog, CancellationToken);

    /// <summary>The value of an operation near the learning rate.</summary>
    public LearningRateValue Resolve(IOperation operation) => ValueResolver.Resolve(operation, CancellationToken);

    /// <summary>
    /// The value of a setting beside the learning rate, as it is where the learning rate has this value: what the call that
    /// gives the one gives for the other. What another caller may give is unknown, whatever its default.
    /// </summary>
    public LearningRateValue ResolveBeside(IOperation setting)
    {
        if (setting.WithoutConversions() is IParameterReferenceOperation { Parameter: { ContainingSymbol: var method } parameter }
            && Source?.Value.WithOuterConversions().Parent is IArgumentOperation { Parent: { } call }
            && SymbolEqualityComparer.Default.Equals(call.CalledMethod()?.OriginalDefinition, method)
            && !WrittenNames.Contains(CodeBase.MemberOf(setting.Syntax), parameter, setting.SemanticModel!, CancellationToken))
        {
            IArgumentOperation? given = call.Arguments().FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal);
            return given is null ? LearningRateValue.Unknown : ValueResolver.ResolveWithoutDefaults(given.Value, CancellationToken);
        }

        return ValueResolver.ResolveWithoutDefaults(setting, CancellationToken);
    }

    /// <summary>Stops the analysis.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Whether rules about training style pass over this code because it is a test.</summary>
    public bool IsExemptTest => Option(LrOptions.ExcludeTests) && IsTest;

    /// <summary>Whether this code is a test.</summary>
    public bool IsTest => scope.Analysis.IsTestProject || scope.Analysis.TestCode.Contains(containingSymbol);

    /// <summary>An option as it is set for this file.</summary>
    public T Option<T>(OptionDefinition<T> option) => option.Read(scope.Analysis.ConfigOf(Site.Syntax.SyntaxTree));
}
