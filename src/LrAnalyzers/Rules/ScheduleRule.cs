using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Rules;

/// <summary>A rule that is asked at the creation of optimizers, of schedulers, or of both.</summary>
internal abstract class CreationRule : Rule
{
    /// <summary>Property of a diagnostic: which side of the anchor its fix moves the call to.</summary>
    public const string MoveTo = nameof(MoveTo);

    /// <summary>Value of <see cref="MoveTo"/>: behind the anchor.</summary>
    public const string After = nameof(After);

    /// <summary>Value of <see cref="MoveTo"/>: in front of the anchor.</summary>
    public const string Before = nameof(Before);

    /// <summary>The report about an optimizer, or <see langword="null"/>.</summary>
    public virtual Diagnostic? Check(OptimizerContext context) => null;

    /// <summary>The report about a scheduler, or <see langword="null"/>.</summary>
    public virtual Diagnostic? Check(SchedulerContext context) => null;

    /// <summary>A report at a creation about a call that belongs elsewhere.</summary>
    /// <param name="creation">The creation that is reported.</param>
    /// <param name="call">The call that stands in the wrong place: the first additional location.</param>
    /// <param name="side">The side of the anchor where it belongs.</param>
    /// <param name="anchor">The statement beside which it belongs, the second; <see langword="null"/> where no fix can be sure of it.</param>
    /// <param name="arguments">What the message says.</param>
    protected Diagnostic ReportMove(IOperation creation, IOperation call, string side, SyntaxNode? anchor, params object[] arguments)
    {
        ImmutableDictionary<string, string?> properties = anchor is null
            ? ImmutableDictionary<string, string?>.Empty
            : ImmutableDictionary<string, string?>.Empty.Add(MoveTo, side);
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
}
