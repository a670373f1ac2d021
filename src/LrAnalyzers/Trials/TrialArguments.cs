using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Catalog;
using LrAnalyzers.Flow;
using LrAnalyzers.Schedules;
using LrAnalyzers.Sites;
using LrAnalyzers.ValueGraph;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Trials;

/// <summary>What a scheduler is created with, in one trial.</summary>
/// <param name="site">The creation.</param>
/// <param name="values">The numbers of the trial.</param>
/// <param name="choice">Which of the values of a parameter is tried where the code's own is not known; <see langword="null"/>: none.</param>
/// <param name="code">The project.</param>
/// <param name="reader">Recognises the schedulers that it is made of.</param>
/// <param name="depth">How deep it stands in others.</param>
/// <param name="cancellationToken">Stops the search.</param>
/// <param name="triesLengths">Whether a length that is not known is tried as well.</param>
internal sealed class TrialArguments(
    SchedulerSite site, TrialValues values, int? choice, CodeBase code, ScheduleSiteReader reader, int depth, CancellationToken cancellationToken, bool triesLengths = false)
    : ISchedulerArguments
{
    private const int SomeLength = 100;

    /// <summary>Whether one of several values had to be chosen.</summary>
    public bool HasChosen { get; private set; }

    /// <summary>The last epoch that counts as done, in place of the one that is given.</summary>
    public int? LastEpoch { get; init; }

    /// <inheritdoc/>
    public double? Number(SchedulerParameter parameter) =>
        parameter == SchedulerParameter.LastEpoch && LastEpoch is { } lastEpoch ? lastEpoch
        : site.Creation.For(parameter.Name) is { } argument
            ? DefaultOf(argument) ?? values.Evaluate(argument.Value) ?? Choose(parameter)
            : null;

    /// <inheritdoc/>
    public int? Count(SchedulerParameter parameter) => ToCount(Number(parameter));

    /// <inheritdoc/>
    public bool? Flag(SchedulerParameter parameter) =>
        site.Creation.For(parameter.Name) is not { } argument ? null
        : argument.Value.WithoutConversions().ConstantValue is { HasValue: true, Value: bool flag } ? flag
        : Choose(parameter) is { } number ? number != 0
        : null;

    /// <inheritdoc/>
    public string? Word(SchedulerParameter parameter)
    {
        if (site.Creation.For(parameter.Name) is not { Parameter.Type: { } type } argument)
        {
            return null;
        }

        if (type.SpecialType == SpecialType.System_String)
        {
            return (argument.ArgumentKind == ArgumentKind.DefaultValue
                ? argument.Value.ConstantValue
                : Origins.Single(argument.Value, code, cancellationToken)?.ConstantValue ?? default) is { HasValue: true, Value: string word } ? word : null;
        }

        IFieldSymbol[] members = type.GetMembers().OfType<IFieldSymbol>().Where(member => member.HasConstantValue).ToArray();
        if (argument.Value.ConstantValue is { HasValue: true, Value: { } constant })
        {
            return members.FirstOrDefault(member => constant.Equals(member.ConstantValue))?.Name;
        }

        return Choose(parameter) is { } index && index < members.Length ? members[(int)index].Name : null;
    }

    /// <inheritdoc/>
    public bool IsGiven(SchedulerParameter parameter) =>
        site.Explicit(parameter) is { } value && value.WithoutConversions().ConstantValue is not { HasValue: true, Value: null };

    /// <inheritdoc/>
    public bool IsList(SchedulerParameter parameter) =>
        site.Creation.For(parameter.Name)?.Parameter?.Type is IArrayTypeSymbol or INamedTypeSymbol { TypeArguments.Length: 1, SpecialType: SpecialType.None };

    /// <inheritdoc/>
    public ImmutableArray<double>? Numbers(SchedulerParameter parameter)
    {
        if (ElementsOf(parameter) is not { } elements)
        {
            return null;
        }

        double?[] numbers = elements.Select(element => values.Evaluate(element) ?? Choose(parameter)).ToArray();
        return numbers.All(number => number is not null) ? numbers.Select(number => number!.Value).ToImmutableArray() : null;
    }

    /// <inheritdoc/>
    public ImmutableArray<int>? Counts(SchedulerParameter parameter)
    {
        if (ElementsOf(parameter) is not { } elements)
        {
            return triesLengths && choice is not null ? ImmutableArray.Create(SomeLength) : null;
        }

        int?[] counts = elements.Select(element => ToCount(values.Evaluate(element) ?? Choose(parameter))).ToArray();
        return counts.All(count => count is not null) ? counts.Select(count => count!.Value).ToImmutableArray() : null;
    }

    /// <inheritdoc/>
    public ScheduleFactor? Function(SchedulerParameter parameter) => site.Explicit(parameter) is { } argument ? Fold(argument) : null;

    /// <inheritdoc/>
    public ImmutableArray<ScheduleFactor>? Functions(SchedulerParameter parameter)
    {
        if (ElementsOf(parameter) is not { } elements)
        {
            return null;
        }

        ScheduleFactor?[] functions = elements.Select(Fold).ToArray();
        return functions.All(function => function is not null) ? functions.Select(function => function!).ToImmutableArray() : null;
    }

    /// <inheritdoc/>
    public ImmutableArray<Schedule>? Parts(SchedulerParameter parameter)
    {
        if (depth >= GraphLimits.PartsOfSchedules || ElementsOf(parameter) is not { } elements)
        {
            return null;
        }

        ImmutableArray<Schedule>.Builder parts = ImmutableArray.CreateBuilder<Schedule>(elements.Length);
        foreach (IOperation element in elements)
        {
            if (Origins.Single(element, code, cancellationToken) is not { } origin
                || reader.ReadScheduler(origin) is not { Definition: { } definition } part)
            {
                return null;
            }

            var arguments = new TrialArguments(part, values, choice, code, reader, depth + 1, cancellationToken, triesLengths);
            if (definition.Build(arguments) is not { } schedule)
            {
                return null;
            }

            HasChosen |= arguments.HasChosen;
            parts.Add(schedule);
        }

        return parts.MoveToImmutable();
    }

    private static double? DefaultOf(IArgumentOperation argument) =>
        argument is { ArgumentKind: ArgumentKind.DefaultValue, Parameter: { HasExplicitDefaultValue: true, ExplicitDefaultValue: var value } } ? value.ToDouble() : null;

    private static int? ToCount(double? number) =>
        number is { } count && count == Math.Floor(count) && Math.Abs(count) <= int.MaxValue ? (int)count : null;

    private double? Choose(SchedulerParameter parameter)
    {
        if (choice is not { } index)
        {
            return null;
        }

        if (parameter.Trials.Length == 0)
        {
            return triesLengths ? SomeLength : null;
        }

        HasChosen |= parameter.Trials.Length > 1;
        return parameter.Trials[index % parameter.Trials.Length];
    }

    private ScheduleFactor? Fold(IOperation argument) =>
        FunctionReader.Of(argument, code, cancellationToken) is { } function
            ? LambdaExpressionFold.TryFold(function, values.ResolveCaptured, method => FunctionReader.BodyOf(method, code, cancellationToken))
            : null;

    // A list in place, or in a variable that is given nothing else.
    private ImmutableArray<IOperation>? ElementsOf(SchedulerParameter parameter)
    {
        if (site.Explicit(parameter) is not { } list)
        {
            return null;
        }

        return ListElements.Of(list)
            ?? (Origins.Single(list, code, cancellationToken) is { } origin && IsOnlyRead(list) ? ListElements.Of(origin) : null);
    }

    // `list.Add(…)` and `list[0] = …` change it where it stands.
    private bool IsOnlyRead(IOperation list) =>
        list.WithoutConversions() is ILocalReferenceOperation { Local: var local } reference
        && CodeBase.MemberOf(reference.Syntax).DescendantNodes().OfType<IdentifierNameSyntax>()
            .All(name => name.Identifier.ValueText != local.Name || name.Parent is ArgumentSyntax { Parent: ArgumentListSyntax })
        || list.WithoutConversions() is IFieldReferenceOperation { Field.IsReadOnly: true };
}
