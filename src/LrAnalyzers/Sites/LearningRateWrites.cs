using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Sites;

/// <summary>
/// Finds code that sets learning rates during training: <c>group.LearningRate = …</c> outside an object initializer.
/// Syntax only, so it sees too many rather than too few: asked where it cannot be told whose rate is set.
/// </summary>
internal static class LearningRateWrites
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<bool>> s_treesWithWrites = new();
    private static readonly AskedNames s_names = new(new[] { "LearningRate", "InitialLearningRate" });

    /// <summary>Whether any such write stands in the project.</summary>
    public static bool AnyIn(Compilation compilation, CancellationToken cancellationToken) =>
        CodeBase.Of(compilation).Files(cancellationToken).Where(typeof(LearningRateWrites), most: 1, (tree, _) => AnyIn(tree, cancellationToken)).Length > 0;

    /// <summary>Whether any such write stands in the file.</summary>
    public static bool AnyIn(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (!s_treesWithWrites.TryGetValue(tree, out StrongBox<bool>? found))
        {
            bool any = ProjectFacts.Tokens(tree, s_names, cancellationToken).Any(token => token.Parent?.Parent is MemberAccessExpressionSyntax { Parent: { } place } && IsWrite(place));
            found = s_treesWithWrites.GetValue(tree, _ => new StrongBox<bool>(any));
        }

        return found.Value;
    }

    /// <summary>
    /// The optimizer to whose groups the assignment writes; <see langword="null"/> where that does not stand there:
    /// <c>foreach (var group in optimizer.ParamGroups) group.LearningRate = …</c>, <c>optimizer.ParamGroups.First().LearningRate = …</c>,
    /// <c>optimizer.ParamGroups.ToList().ForEach(group => group.LearningRate = …)</c>.
    /// </summary>
    public static IOperation? OptimizerOf(IOperation write)
    {
        if (write is not IAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "LearningRate", Instance: { } group } })
        {
            return null;
        }

        IOperation? groups = group.WithoutConversions() switch
        {
            ILocalReferenceOperation { Local: var local } => write.Ancestors().OfType<IForEachLoopOperation>()
                .FirstOrDefault(loop => loop.Locals.Contains(local, SymbolEqualityComparer.Default))?.Collection,
            IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } lambda } => write.Ancestors()
                .SkipWhile(ancestor => !(ancestor is IAnonymousFunctionOperation { Symbol: var symbol } && SymbolEqualityComparer.Default.Equals(symbol, lambda)))
                .OfType<IInvocationOperation>().FirstOrDefault(call => call.TargetMethod.Name == "ForEach")?.Instance,
            _ => group,
        };
        return groups?.DescendantsAndSelf().OfType<IPropertyReferenceOperation>().FirstOrDefault(property => property.Property.Name == "ParamGroups")?.Instance;
    }

    /// <summary>Whether the groups to which the assignment writes are written to once more where it stands.</summary>
    public static bool AreSeveralAround(IOperation write) =>
        OptimizerOf(write)?.Parent is { } groups
        && write.Syntax.Ancestors().FirstOrDefault(node => node.Span.Contains(groups.Syntax.Span)) is { } around
        && around.DescendantNodes().OfType<AssignmentExpressionSyntax>().Where(IsWrite).Skip(1).Any();

    private static bool IsWrite(SyntaxNode node) =>
        node is AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "LearningRate" or "InitialLearningRate" } };
}
