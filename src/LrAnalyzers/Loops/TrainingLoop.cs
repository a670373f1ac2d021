using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace LrAnalyzers.Loops;

/// <summary>
/// A loop around a training step: a statement, a lambda that a library calls for each element of a sequence, a part of a block to
/// whose beginning a <c>goto</c> leads back, or a function that calls itself for the next epoch.
/// </summary>
/// <param name="Operation">The loop; the call that runs the lambda; the block; the function.</param>
/// <param name="TripCount">How often its body runs, where that can be proved; <see langword="null"/> otherwise.</param>
/// <param name="Bound">
/// The expression that says how often, such as <c>epochs</c> in <c>epoch &lt; epochs</c>; <see langword="null"/> where the
/// loop does not count from its first value by one.
/// </param>
/// <param name="Variable">The loop's counter, if it has one.</param>
/// <param name="DefaultCount">
/// How often its body runs where nobody says otherwise: by the default of the parameter, or the initializer of the field or
/// property, that is its bound. <see langword="null"/> where there is none.
/// </param>
/// <param name="Range">From where to where it counts by one, also where the first value is not known; <see langword="null"/> for any other loop.</param>
internal sealed record TrainingLoop(
    IOperation Operation, long? TripCount, IOperation? Bound, ILocalSymbol? Variable, long? DefaultCount = null, LoopRange? Range = null)
{
    private static readonly Regex s_epoch = new("epoch", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex s_fold = new("(?<![a-z])folds?(?![a-z])|Folds?(?![a-z])", RegexOptions.CultureInvariant);
    private static readonly Regex s_environment = new(
        "episode|env(ironment)?(?![a-z])|done|terminated|truncated|cancellation|keyavailable|running|rollout",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The code that the loop runs; of one by <c>goto</c> the block in which it stands.</summary>
    public IOperation Body => Operation is ILoopOperation loop ? loop.Body : (IOperation?)Lambda?.Body ?? Operation;

    /// <summary>From where to where that code goes.</summary>
    public TextSpan Rounds => Repeated ?? Body.Syntax.Span;

    /// <summary>From a label to the <c>goto</c> that leads back to it; <see langword="null"/> for any other loop.</summary>
    public TextSpan? Repeated { get; init; }

    /// <summary>What says how long it goes on, where that is no head of a loop.</summary>
    public SyntaxNode? Asked { get; init; }

    /// <summary>The jumps and returns that make a loop of such code, or end it; empty for any other loop.</summary>
    public ImmutableArray<SyntaxNode> OwnJumps { get; init; } = ImmutableArray<SyntaxNode>.Empty;

    /// <summary>What runs only where such a test lets another round begin: once less than what stands in front of the test; <see langword="null"/> for any other loop.</summary>
    public TextSpan? Guarded { get; init; }

    /// <summary>The expression that says how often that runs, as <see cref="Bound"/> does of what stands in front of the test.</summary>
    public IOperation? GuardedBound { get; init; }

    /// <summary>The loop as it is around a node of it: how often that runs.</summary>
    public TrainingLoop Around(SyntaxNode node) =>
        Guarded?.Contains(node.Span) == true ? this with { TripCount = TripCount - 1, Bound = GuardedBound, Guarded = null, GuardedBound = null } : this;

    /// <summary>The test that <see cref="TripCount"/> reckons with.</summary>
    public SyntaxNode? Test { get; init; }

    /// <summary>Whether it has a body to whose end something can be added, and a place before it.</summary>
    public bool IsWritten => Operation is ILoopOperation || Lambda is not null;

    /// <summary>What it counts through in steps of more than one, and how large those are: samples, and batches of them.</summary>
    public (IOperation Samples, IOperation BatchSize)? Strides { get; init; }

    /// <summary>What says in one of how many rounds the step is taken; <see langword="null"/> where it is taken in all.</summary>
    public IOperation? Divisor { get; init; }

    /// <summary>Whether that is the first of so many, so that what is left at the end has a step as well.</summary>
    public bool StepsInFirst { get; init; }

    /// <summary>The lambda that is called for each element; <see langword="null"/> for a statement.</summary>
    public IAnonymousFunctionOperation? Lambda { get; init; }

    /// <summary>Whether its counter, bound or condition names epochs.</summary>
    public bool NamesEpochs => s_epoch.IsMatch(Header);

    /// <summary>Whether it names the folds of a cross-validation, each of which is a training of its own.</summary>
    public bool NamesFolds => s_fold.IsMatch(Header);

    /// <summary>Whether it runs until something outside the training says stop, as a loop over an environment does.</summary>
    public bool IsOpenEnded => IsEndless || Operation is IWhileLoopOperation && s_environment.IsMatch(Header) || Header.IndexOf("pisode", System.StringComparison.Ordinal) >= 0;

    /// <summary>Whether the operation stands in the loop's body.</summary>
    public bool Contains(IOperation operation) =>
        Contains(operation.Syntax);

    /// <summary>Whether the node stands in the loop's body.</summary>
    public bool Contains(SyntaxNode node) => node.SyntaxTree == Operation.Syntax.SyntaxTree && Rounds.Contains(node.Span);

    private bool IsEndless => Operation switch
    {
        IWhileLoopOperation { Condition.ConstantValue: { HasValue: true, Value: true } } => true,
        IForLoopOperation { Condition: null } => true,
        _ => false,
    };

    // The text of the loop before its body.
    private string Header
    {
        get
        {
            if (Operation is IWhileLoopOperation { ConditionIsTop: false, Condition: { } condition })
            {
                return condition.Syntax.ToString();
            }

            if (Asked is not null)
            {
                return Asked.ToString();
            }

            SyntaxNode loop = Operation.Syntax;
            int end = Body.Syntax.SpanStart > loop.SpanStart ? Body.Syntax.SpanStart : loop.Span.End;
            return loop.SyntaxTree.GetText().ToString(TextSpan.FromBounds(loop.SpanStart, System.Math.Min(end, loop.Span.End)));
        }
    }
}

/// <summary>What a loop counts through.</summary>
/// <param name="Start">The first value.</param>
/// <param name="End">The last value, or the one behind it.</param>
/// <param name="Inclusive">Whether the loop runs for <paramref name="End"/> as well.</param>
internal sealed record LoopRange(IOperation Start, IOperation End, bool Inclusive);
