using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Options;
using LrAnalyzers.Sites;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Rules;

/// <summary>
/// The half of a schedule rule that is about ML.NET, where a schedule is a setting of a trainer and no loop can be seen.
/// A rule with both halves has one descriptor.
/// </summary>
internal interface ITrainerRule
{
    /// <summary>The report about a trainer's setting or a schedule for one, or <see langword="null"/>.</summary>
    Diagnostic? Check(TrainerContext context);
}

/// <summary>A setting of an ML.NET trainer, or a schedule that is made for one: what <see cref="ITrainerRule"/> judges by.</summary>
internal sealed class TrainerContext(
    TrainerSite site, ISymbol containingSymbol, LearningRateCatalog catalog, AnalysisScope scope, CancellationToken cancellationToken)
{
    /// <summary>The call, creation or assignment.</summary>
    public TrainerSite Site { get; } = site;

    /// <summary>Stops the analysis.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Whether rules about training style pass over this code because it is a test.</summary>
    public bool IsExemptTest =>
        Option(LrOptions.ExcludeTests) && (scope.IsTestProject || scope.TestCode.Contains(containingSymbol));

    /// <summary>An option as it is set for this file.</summary>
    public T Option<T>(OptionDefinition<T> option) => option.Read(scope.ConfigOf(Site.Operation.Syntax.SyntaxTree));

    /// <summary>What is given to the parameter or options member of the name, in whatever case, beside what the site is about.</summary>
    public Companion Setting(string name) => Companion.Of(Site.Operation, name, catalog, CancellationToken);

    /// <summary>The same for another operation on the same options.</summary>
    public Companion SettingBeside(IOperation operation, string name) => Companion.Of(operation, name, catalog, CancellationToken);

    /// <summary>
    /// What is set beside the schedule that the site creates: in the options that are given it, directly or through a local.
    /// </summary>
    public Companion SettingOfScheduledOptions(string name) => Site.ScheduledOptions is { } assignment
        ? Companion.Of(assignment, name, catalog, CancellationToken)
        : new Companion(IsKnown: false, Value: null);

    /// <summary>The number given for a parameter of what the site creates, or its default; <see langword="null"/> where it is not known.</summary>
    public double? NumberOf(string parameter) => CreationArguments.Of(Site.Operation)?.For(parameter) switch
    {
        { ArgumentKind: ArgumentKind.DefaultValue, Parameter: { HasExplicitDefaultValue: true, ExplicitDefaultValue: var value } } => value.ToDouble(),
        { Value: var given } => NumberIn(given),
        _ => null,
    };

    /// <summary>The same for a parameter of its definition.</summary>
    public double? NumberOf(SchedulerParameter? parameter) => parameter is null ? null : NumberOf(parameter.Name);

    /// <summary>What is given for a parameter in so many words.</summary>
    public IOperation? Explicit(SchedulerParameter? parameter) =>
        parameter is null ? null : CreationArguments.Of(Site.Operation)?.Explicit(parameter.Name);

    /// <summary>The one number that an operation is, never one that a caller may choose.</summary>
    public double? NumberIn(IOperation operation) =>
        ValueResolver.ResolveWithoutDefaults(operation, CancellationToken) is { Numbers: { Length: 1 } numbers } ? numbers[0] : null;

    /// <summary>The value of an operation.</summary>
    public LearningRateValue Resolve(IOperation operation) => ValueResolver.Resolve(operation, CancellationToken);
}
