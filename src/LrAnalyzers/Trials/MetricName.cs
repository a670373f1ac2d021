using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LrAnalyzers.Loops;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Trials;

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
    private static readonly ImmutableHashSet<string> s_rising = ImmutableHashSet.Create(
        "accuracy", "acc", "auc", "auroc", "auprc", "auprg", "precision", "recall", "sensitivity", "specificity", "iou", "miou", "giou", "jaccard", "dice", "dsc",
        "fscore", "fmeasure", "fbeta", "map", "ap", "ndcg", "mrr", "mcc", "kappa", "rsquared", "bleu", "rouge", "meteor", "psnr", "ssim", "correct");

    private static readonly ImmutableHashSet<string> s_falling = ImmutableHashSet.Create(
        "loss", "losses", "error", "err", "mse", "rmse", "rmsle", "mae", "mape", "smape", "bce", "nll", "perplexity", "ppl", "wer", "cer", "eer", "fid");

    // Metrics whose name falls apart into words that say nothing by themselves.
    private static readonly (string[] Words, string Metric)[] s_compounds =
    [
        (["f", "#", "score"], "fscore"), (["f", "#"], "fscore"), (["f", "score"], "fscore"), (["f", "beta"], "fbeta"), (["f", "measure"], "fmeasure"),
        (["r", "2"], "rsquared"), (["r", "squared"], "rsquared"), (["r", "square"], "rsquared"), (["r", "sq"], "rsquared"),
        (["m", "ap"], "map"), (["m", "iou"], "miou"), (["m", "io", "u"], "miou"), (["io", "u"], "iou"), (["m", "dice"], "dice"),
        (["au", "roc"], "auroc"), (["au", "prc"], "auprc"), (["au", "pr"], "auprc"), (["au", "c"], "auc"), (["pr", "auc"], "auc"), (["roc", "auc"], "auc"),
    ];

    // What may stand beside a metric's name without changing what it says; any other word may turn it around.
    private static readonly ImmutableHashSet<string> s_neutral = ImmutableHashSet.Create(
        "val", "valid", "validation", "train", "training", "test", "testing", "eval", "evaluation", "dev", "mean", "avg", "average", "total",
        "epoch", "batch", "running", "current", "cur", "last", "final", "sum", "top", "get", "compute", "evaluate", "validate", "measure", "calculate", "calc", "model", "the", "of",
        "categorical", "binary", "macro", "micro", "score", "rate", "value", "percent", "async", "cross", "entropy", "l",
        "coefficient", "coeff", "coef", "index", "weighted", "overall", "per", "class", "classes", "pixel", "mask", "box", "bbox", "at", "k", "curve", "under", "area",
        "new", "result", "metric", "metrics", "monitored", "holdout", "set", "data", "token", "entity", "sentence");

    /// <summary>Which way the metric moves as the training improves, or <see langword="null"/> where its name does not say.</summary>
    public static MetricDirection? DirectionOf(IOperation metric, CancellationToken cancellationToken)
    {
        if (Named(metric) is not { } named || Direction(named.Name) is not { } direction)
        {
            return null;
        }

        // `accuracy = -correct / total`, `loss = 1 - accuracy`: what a variable is given can turn its name around.
        return named is ILocalSymbol && named.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration
            && CodeBase.MemberOf(declaration).DescendantNodes().Any(node => IsTurnedAround(node, named.Name, direction))
                ? null
                : direction;
    }

    /// <summary>The name of the metric, as the code has it.</summary>
    public static string? Of(IOperation metric) => Named(metric)?.Name;

    private static bool IsTurnedAround(SyntaxNode node, string name, MetricDirection direction)
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
                || expression.DescendantTokens().Any(token => token.ValueText == "-" || token.ValueText == "neg")
                // `f1 = loss1 / n`
                || expression is not AnonymousFunctionExpressionSyntax
                    && expression.DescendantNodesAndSelf(node => node is not ArgumentListSyntax).OfType<SimpleNameSyntax>()
                        .Any(part => Direction(part.Identifier.ValueText) is { } other && other != direction));
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
                    return metric.Variable();
            }
        }

        return null;
    }

    // Not by another metric or a negative number.
    private static bool IsCount(IOperation divisor) => divisor.WithoutConversions() switch
    {
        ILiteralOperation => true,
        var operation => operation.Variable()?.Name is { } name && Direction(name) is null
            || operation is IInvocationOperation { TargetMethod.Name: "Count" },
    };

    private static MetricDirection? Direction(string name)
    {
        string[] words = Compounds(NameWords.Of(name));
        bool rises = words.Any(s_rising.Contains);
        bool falls = words.Any(s_falling.Contains);
        bool isClear = words.All(word => s_rising.Contains(word) || s_falling.Contains(word) || s_neutral.Contains(word) || char.IsDigit(word[0]))
            // `acc` alone is as often an accumulator.
            && !(words.Length == 1 && words[0] == "acc");
        return !isClear || rises == falls ? null : rises ? MetricDirection.Rises : MetricDirection.Falls;
    }

    private static string[] Compounds(string[] words)
    {
        var joined = new List<string>(words.Length);
        for (int i = 0; i < words.Length;)
        {
            (string[] parts, string metric) = s_compounds.FirstOrDefault(compound => StartsWith(words, i, compound.Words));
            joined.Add(metric ?? words[i]);
            i += parts?.Length ?? 1;
        }

        return joined.ToArray();
    }

    private static bool StartsWith(string[] words, int first, string[] parts)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            if (first + i >= words.Length || !(parts[i] == "#" ? char.IsDigit(words[first + i][0]) : parts[i] == words[first + i]))
            {
                return false;
            }
        }

        return true;
    }
}
