using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Sites;

/// <summary>
/// Finds code that sets learning rates during training: <c>group.LearningRate = …</c> outside an object initializer.
/// Syntax only, so it sees too many rather than too few.
/// </summary>
internal static class LearningRateWrites
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> s_treesWithWrites = new();

    /// <summary>
    /// Whether an optimizer's first rate may only be a placeholder: the file sets rates during training, or it has a
    /// LambdaLR, for which a base of 1 makes the factors the rates themselves (Vaswani et al. 2017, section 5.3).
    /// </summary>
    public static bool MayReplace(double learningRate, SyntaxTree tree, CancellationToken cancellationToken) =>
        AnyIn(tree, cancellationToken)
        || learningRate == 1 && tree.GetRoot(cancellationToken).DescendantTokens().Any(token => token.ValueText == "LambdaLR");

    /// <summary>Whether any such write stands in the file.</summary>
    public static bool AnyIn(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!s_treesWithWrites.TryGetValue(tree, out StrongBox<bool>? found))
        {
            bool any = tree.GetRoot(cancellationToken).DescendantNodes().Any(node =>
                node is AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "LearningRate" or "InitialLearningRate" } });
            found = s_treesWithWrites.GetValue(tree, _ => new StrongBox<bool>(any));
        }

        return found.Value;
    }
}
