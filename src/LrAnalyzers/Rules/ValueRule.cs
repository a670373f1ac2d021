using System.Collections.Immutable;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;

namespace LrAnalyzers.Rules;

/// <summary>A rule about one learning rate.</summary>
internal abstract class ValueRule : Rule
{
    /// <summary>Property of a diagnostic: the learning rate that its fix puts in place, in the invariant culture.</summary>
    public static readonly FixProperty Replacement = new(nameof(Replacement));

    /// <summary>Property of a diagnostic: the replacement is the power that an exclusive or was meant as.</summary>
    public static readonly FixProperty Power = new(nameof(Power));

    /// <summary>
    /// Whether the rule judges the value alone, so that it speaks where the value is written, be that a settings class or
    /// the caller of the method that creates the optimizer.
    /// </summary>
    public virtual bool JudgesValue => false;

    /// <summary>The report, or <see langword="null"/>.</summary>
    public abstract Diagnostic? Check(ValueContext context);

    /// <summary>A report at the learning rate, with the place where the number stands as an additional location.</summary>
    protected Diagnostic Report(ValueContext context, double? replacement, params object[] arguments)
    {
        ImmutableDictionary<string, string?> properties = replacement is { } number && context.MayReplace
            ? ImmutableDictionary<string, string?>.Empty.Add(Replacement, LearningRateFormat.FormatWritten(number))
            : ImmutableDictionary<string, string?>.Empty;
        return Report(context.Site.Syntax, context.RelatedTo(context.Site.Syntax), properties, arguments);
    }

    /// <summary>A report of a rate that is an exclusive or and is meant as a power: that is what the fix writes.</summary>
    protected Diagnostic ReportPower(ValueContext context, MistakenPower power, double learningRate)
    {
        string number = LearningRateFormat.FormatWritten(learningRate);
        return Report(
            context.Site.Syntax,
            context.RelatedTo(context.Site.Syntax),
            context.MayReplace
                ? ImmutableDictionary<string, string?>.Empty.Add(Replacement, LearningRateFormat.FormatWritten(power.Meant)).Add(Power, "true")
                : ImmutableDictionary<string, string?>.Empty,
            context.Describe(context.Place is null ? $"'{power.Operation.Syntax}', which is {number}," : $"{power.Operation.Syntax}, which is {number}"),
            MistakenPower.Reason,
            "");
    }

    /// <summary>A report at a node inside the operation that is analysed.</summary>
    protected Diagnostic Report(
        SyntaxNode node, SyntaxNode? declaration, ImmutableDictionary<string, string?> properties, params object[] arguments) =>
        Diagnostic.Create(
            Descriptor,
            node.GetLocation(),
            declaration is null ? ImmutableArray<Location>.Empty : ImmutableArray.Create(declaration.GetLocation()),
            properties,
            arguments);

    /// <summary>A report at a node, with other places that belong to it.</summary>
    protected Diagnostic Report(
        SyntaxNode node, ImmutableArray<Location> related, ImmutableDictionary<string, string?> properties, params object[] arguments) =>
        Diagnostic.Create(Descriptor, node.GetLocation(), related, properties, arguments);
}
