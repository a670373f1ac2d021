using System.Linq;
using LrAnalyzers.CodeFixes.Editing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>Whether what stands at one place of the code means the same at another.</summary>
internal static class LoopLength
{
    /// <summary>Whether a member is filled at a position: a field that a later statement fills is still empty there.</summary>
    public static bool IsSetBefore(ISymbol member, int position, SyntaxTree tree) =>
        member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            VariableDeclaratorSyntax { Initializer: not null } => true,
            PropertyDeclarationSyntax { Initializer: not null } or PropertyDeclarationSyntax { ExpressionBody: not null } => true,
            { } declaration when declaration.SyntaxTree == tree => FunctionAt(tree, position).DescendantNodes()
                .OfType<AssignmentExpressionSyntax>()
                .Any(assignment => assignment.Span.End <= position
                    && (assignment.Left as IdentifierNameSyntax ?? (assignment.Left as MemberAccessExpressionSyntax)?.Name)?.Identifier.ValueText == member.Name),
            _ => false,
        };

    private static SyntaxNode FunctionAt(SyntaxTree tree, int position) => FunctionOf(tree.GetRoot().FindToken(position - 1).Parent!);

    /// <summary>
    /// Whether an expression can be written at a position as well, right before the statement that it stands in: it calls and
    /// changes nothing, and knows the same names there.
    /// </summary>
    public static bool CanStandAt(ExpressionSyntax expression, SemanticModel semanticModel, int position) =>
        !NumericSyntax.HasDirectives(expression)
        && expression.DescendantNodesAndSelf().All(node => node switch
        {
            IdentifierNameSyntax name => IsKnownAt(name, semanticModel, position),
            LiteralExpressionSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax or BinaryExpressionSyntax
                or CastExpressionSyntax or ConditionalExpressionSyntax or TypeSyntax => true,
            _ => false,
        });

    // Locals and parameters have to be declared before.
    private static bool IsKnownAt(IdentifierNameSyntax name, SemanticModel semanticModel, int position) =>
        semanticModel.GetSymbolInfo(name).Symbol switch
        {
            ISymbol symbol when symbol is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol =>
                symbol.DeclaringSyntaxReferences.FirstOrDefault()?.Span.End <= position
                && semanticModel.LookupSymbols(position, name: symbol.Name).Contains(symbol, SymbolEqualityComparer.Default),
            null => false,
            _ => true,
        };

    /// <summary>The function in which a node runs, or the whole file for top-level statements.</summary>
    public static SyntaxNode FunctionOf(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(ancestor => ancestor is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax
            or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax)
        ?? node.SyntaxTree.GetRoot();
}
