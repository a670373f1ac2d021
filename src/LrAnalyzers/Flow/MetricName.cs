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

    // What may stand beside a metric's name without changing what it says; any other word may turn it around.
    private static readonly ImmutableHashSet<string> s_neutral = ImmutableHashSet.Create(
        "val", "valid", "validation", "train", "training", "test", "testing", "eval", "evaluation", "dev", "mean", "avg", "average", "total",
        "epoch", "batch", "running", "current", "cur", "last", "final", "sum", "top", "get", "compute", "evaluate", "validate", "measure", "calculate", "calc", "model", "the", "of",
        "categorical", "binary", "macro", "micro", "score", "rate", "value", "percent", "async", "cross", "entropy", "l");

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
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide } division when IsCount(division.RightOperand):
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

    // Not by another metric or a negative number.
    private static bool IsCount(IOperation divisor) => divisor.WithoutConversions() switch
    {
        ILiteralOperation => true,
        var operation => FlowTracker.Variable(operation)?.Name is { } name && Direction(name) is null
            || operation is IInvocationOperation { TargetMethod.Name: "Count" },
    };

    private static MetricDirection? Direction(string name)
    {
        string[] words = s_word.Matches(name).Cast<Match>().Select(match => match.Value.ToLowerInvariant()).ToArray();
        bool rises = words.Any(s_rising.Contains);
        bool falls = words.Any(s_falling.Contains);
        bool isClear = words.All(word => s_rising.Contains(word) || s_falling.Contains(word) || s_neutral.Contains(word) || char.IsDigit(word[0]))
            // `acc` alone is as often an accumulator.
            && !(words.Length == 1 && words[0] == "acc");
        return !isClear || rises == falls ? null : rises ? MetricDirection.Rises : MetricDirection.Falls;
    }
}
