using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using LrAnalyzers.Sites;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>Which way a metric moves as a training improves.</summary>
internal enum MetricDirection
{
    /// <summary>Up, as an accuracy.</summary>
    Rises,

    /// <summary>Down, as a loss.</summary>
    Falls,
}

/// <summary>Tells losses from accuracies by their names; what is not named clearly is neither.</summary>
internal static class MetricName
{
    private static readonly Regex s_word = new("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+", RegexOptions.CultureInvariant);

    private static readonly ImmutableHashSet<string> s_rising = ImmutableHashSet.Create(
        "accuracy", "acc", "auc", "auroc", "precision", "recall", "iou", "miou", "bleu", "psnr", "correct");

    private static readonly ImmutableHashSet<string> s_falling = ImmutableHashSet.Create(
        "loss", "losses", "error", "err", "mse", "rmse", "mae", "perplexity");

    // Turned around, or of something else.
    private static readonly ImmutableHashSet<string> s_unclear = ImmutableHashSet.Create(
        "neg", "negative", "negated", "inverse", "inverted", "inv", "minus", "one", "reduction", "improvement", "gain", "delta", "best", "target", "score", "objective", "reward");

    /// <summary>Which way the metric moves as the training improves, or <see langword="null"/> where its name does not say.</summary>
    public static MetricDirection? DirectionOf(IOperation metric, CancellationToken cancellationToken)
    {
        if (Named(metric) is not { } named || Direction(named.Name) is not { } direction)
        {
            return null;
        }

        // `accuracy = -correct / total`, `loss = 1 - accuracy`: what a variable is given can turn its name around.
        return named is ILocalSymbol && named.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration
            && CodeBase.MemberOf(declaration).DescendantNodes().Any(node => IsNegated(node, named.Name))
                ? null
                : direction;
    }

    /// <summary>The name of the metric, as the code has it.</summary>
    public static string? Of(IOperation metric) => Named(metric)?.Name;

    private static bool IsNegated(SyntaxNode node, string name)
    {
        (string Name, SyntaxNode? Value) given = node switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } declarator => (declarator.Identifier.ValueText, value),
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Right: var value } assignment
                => (left.Identifier.ValueText, assignment.OperatorToken.ValueText == "-=" ? assignment : value),
            _ => ("", null),
        };
        return given.Name == name
            && given.Value is { } expression
            && (expression is AssignmentExpressionSyntax
                || expression.DescendantTokens().Any(token => token.ValueText == "-" || token.ValueText == "neg"));
    }

    // Only through what keeps the direction: conversions, reading a tensor, division by a count, an await.
    private static ISymbol? Named(IOperation metric)
    {
        for (int depth = 0; depth < 8; depth++)
        {
            metric = metric.WithoutConversions();
            switch (metric)
            {
                case IInvocationOperation { TargetMethod.Name: "item" or "ToSingle" or "ToDouble" or "mean" or "cpu" or "detach" } read:
                    if ((read.Instance ?? read.Arguments.FirstOrDefault()?.Value) is not { } tensor)
                    {
                        return null;
                    }

                    metric = tensor;
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide } division:
                    metric = division.LeftOperand;
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply, RightOperand: var right, LeftOperand: var left }
                    when right.WithoutConversions() is ILiteralOperation:
                    metric = left;
                    break;
                case IAwaitOperation awaited:
                    metric = awaited.Operation;
                    break;
                case IInvocationOperation call:
                    return call.TargetMethod;
                case IFieldReferenceOperation { Field: { ContainingType.IsTupleType: true } element }:
                    return element;
                default:
                    return FlowTracker.Variable(metric);
            }
        }

        return null;
    }

    private static MetricDirection? Direction(string name)
    {
        HashSet<string> words = new(s_word.Matches(name).Cast<Match>().Select(match => match.Value.ToLowerInvariant()));
        bool rises = words.Overlaps(s_rising);
        bool falls = words.Overlaps(s_falling);
        return words.Overlaps(s_unclear) || rises == falls ? null : rises ? MetricDirection.Rises : MetricDirection.Falls;
    }
}
