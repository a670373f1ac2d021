using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Rules;

/// <summary>A rule that is asked at the creation of optimizers, of schedulers, or of both.</summary>
internal abstract class CreationRule : Rule
{
    /// <summary>Property of a diagnostic: which side of the anchor its fix moves the call to.</summary>
    public static readonly FixProperty MoveTo = new(nameof(MoveTo));

    /// <summary>Value of <see cref="MoveTo"/>: behind the anchor.</summary>
    public const string After = nameof(After);

    /// <summary>Value of <see cref="MoveTo"/>: in front of the anchor.</summary>
    public const string Before = nameof(Before);

    /// <summary>The report about an optimizer, or <see langword="null"/>.</summary>
    public virtual Diagnostic? Check(OptimizerContext context) => null;

    /// <summary>The report about a scheduler, or <see langword="null"/>.</summary>
    public virtual Diagnostic? Check(SchedulerContext context) => null;

    /// <summary>
    /// Whether it judges by the numbers that a scheduler is given. Where an integer division cuts one of them, LR1002 says
    /// so, and what follows from it is not the news.
    /// </summary>
    public virtual bool JudgesNumbers => false;

    /// <summary>A report at a creation about a call that belongs elsewhere.</summary>
    /// <param name="creation">The creation that is reported.</param>
    /// <param name="call">The call that stands in the wrong place: the first additional location.</param>
    /// <param name="side">The side of the anchor where it belongs.</param>
    /// <param name="anchor">The statement beside which it belongs, the second; <see langword="null"/> where no fix can be sure of it.</param>
    /// <param name="arguments">What the message says.</param>
    protected Diagnostic ReportMove(IOperation creation, IOperation call, string side, SyntaxNode? anchor, params object[] arguments) =>
        ReportMove(creation, call, side, anchor, ImmutableDictionary<string, string?>.Empty, arguments);

    /// <summary>The same, with what another fix needs.</summary>
    protected Diagnostic ReportMove(
        IOperation creation, IOperation call, string side, SyntaxNode? anchor, ImmutableDictionary<string, string?> properties, params object[] arguments)
    {
        properties = anchor is null ? properties : properties.Add(MoveTo, side);
        SyntaxNode?[] places = { call.Syntax, anchor };
        return Diagnostic.Create(
            Descriptor,
            creation.Syntax.GetLocation(),
            places.OfType<SyntaxNode>().Select(Location),
            properties,
            arguments);
    }

    // A top-level statement is wrapped in a member.
    private static Location Location(SyntaxNode node) =>
        (node is GlobalStatementSyntax { Statement: var statement } ? statement : node).GetLocation();
}

/// <summary>A rule about an optimizer and how it is scheduled; asked at the optimizer's creation.</summary>
internal abstract class OptimizerRule : CreationRule
{
    /// <inheritdoc/>
    public abstract override Diagnostic? Check(OptimizerContext context);
}

/// <summary>
/// A rule about a scheduler; asked at the scheduler's creation, in order of precedence: the first that speaks is the only one.
/// </summary>
internal abstract class SchedulerRule : CreationRule
{
    /// <inheritdoc/>
    public abstract override Diagnostic? Check(SchedulerContext context);

    /// <summary>Property of a diagnostic: the source text that its fix puts in place.</summary>
    public static readonly FixProperty Replacement = new(nameof(Replacement));

    /// <summary>Property of a diagnostic: the name of the parameter that its fix gives an argument for.</summary>
    public static readonly FixProperty Parameter = new(nameof(Parameter));

    /// <summary>Property of a diagnostic: which of several fixes fits.</summary>
    public static readonly FixProperty Fix = new(nameof(Fix));

    /// <summary>Property of a diagnostic: the learning rates over the training, as the code has them, as bars.</summary>
    public static readonly FixProperty Curve = new(nameof(Curve));

    /// <summary>Value of <see cref="Fix"/>: the <c>step()</c> at the first additional location is removed.</summary>
    public const string RemoveStep = nameof(RemoveStep);

    /// <summary>A report at a part of the operation, with the parentheses around it.</summary>
    protected Diagnostic Report(IOperation place, ImmutableDictionary<string, string?> properties, params object[] arguments) =>
        Report(place, ImmutableArray<Location>.Empty, properties, arguments);

    /// <summary>A report at a part of the operation, with other places that its fix needs.</summary>
    protected Diagnostic Report(
        IOperation place, ImmutableArray<Location> others, ImmutableDictionary<string, string?> properties, params object[] arguments)
    {
        SyntaxNode syntax = place.Syntax;
        while (syntax.Parent is ParenthesizedExpressionSyntax parenthesized)
        {
            syntax = parenthesized;
        }

        return Diagnostic.Create(Descriptor, syntax.GetLocation(), others, properties, arguments);
    }

    /// <summary>No properties.</summary>
    protected static readonly ImmutableDictionary<string, string?> NoProperties = ImmutableDictionary<string, string?>.Empty;
}

/// <summary>
/// A rule about how a scheduler is stepped; asked at each call of <c>step</c>, where it also reports, so that an editor shows
/// it in whatever file that is. It has its place among the rules about the scheduler: what comes before it silences it, and
/// it silences what comes after.
/// </summary>
internal abstract class StepRule : SchedulerRule
{
    /// <summary>The report, or <see langword="null"/>.</summary>
    public abstract Diagnostic? Check(StepContext context);

    /// <summary>What it will say at one of the calls, seen from the scheduler's creation.</summary>
    public sealed override Diagnostic? Check(SchedulerContext context) => context.Site.IsLibrary ? context.FirstVerdictOf(this) : null;
}
