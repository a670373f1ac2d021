using System.Collections.Immutable;
using System.Linq;
using System.Text.RegularExpressions;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Loops;

/// <summary>
/// Recognises a learning-rate range test (Smith 2017): it lets the learning rate grow on purpose, from a tiny one and until
/// the loss diverges.
/// </summary>
internal static class LearningRateFinder
{
    // No training starts below it; a range test starts from 1e-7 or so.
    private const double TinyLearningRate = 1e-5;

    private static readonly Regex s_name = new("find|range|sweep|search", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex s_diverges = new("loss|nan|diverg|explod|best|infinity|finite", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Whether the growth of the schedule is that of a range test.</summary>
    /// <param name="learningRate">The learning rate the schedule starts from.</param>
    /// <param name="creation">The scheduler's creation.</param>
    /// <param name="loops">The loops in which it is stepped.</param>
    public static bool IsIn(LearningRateValue learningRate, SyntaxNode creation, ImmutableArray<TrainingLoop> loops) =>
        learningRate.IsAlways(number => number < TinyLearningRate)
        || creation.Ancestors().Any(ancestor => NameOf(ancestor) is { } name && s_name.IsMatch(name))
        // A test moves the rate with every batch; a schedule over epochs that stops early on the loss is none.
        || loops.Any(loop => !loop.NamesEpochs && StopsOnLoss(loop.Operation.Syntax));

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax function => function.Identifier.ValueText,
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        _ => null,
    };

    private static bool StopsOnLoss(SyntaxNode loop) => loop.DescendantNodes().OfType<IfStatementSyntax>().Any(branch =>
        branch.Statement.DescendantNodesAndSelf().Any(node => node is BreakStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax)
        && s_diverges.IsMatch(branch.Condition.ToString()));
}
