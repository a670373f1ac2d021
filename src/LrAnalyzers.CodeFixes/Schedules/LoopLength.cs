using System.Linq;
using System.Threading;
using LrAnalyzers.CodeFixes.Editing;
using LrAnalyzers.Flow;
using LrAnalyzers.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.CodeFixes.Schedules;

/// <summary>The length of a loop as it can be written at another place of the code.</summary>
internal static class LoopLength
{
    /// <summary>
    /// The loop's own bound, if it means the same at the position: every name in it is visible there and never changed.
    /// <see langword="null"/> otherwise.
    /// </summary>
    public static ExpressionSyntax? At(TrainingLoop loop, SemanticModel semanticModel, int position)
    {
        if (loop.Bound?.Syntax is not ExpressionSyntax bound
            || bound.SyntaxTree != semanticModel.SyntaxTree
            || loop.Bound.Type?.SpecialType != SpecialType.System_Int32
            || bound.DescendantNodesAndSelf().Any(node => node is InvocationExpressionSyntax or ElementAccessExpressionSyntax or AwaitExpressionSyntax or AssignmentExpressionSyntax)
            || NumericSyntax.HasDirectives(bound))
        {
            return null;
        }

        SyntaxNode member = CodeBase.MemberOf(bound);
        foreach (IdentifierNameSyntax name in bound.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>())
        {
            ISymbol? symbol = semanticModel.GetSymbolInfo(name).Symbol;
            if (symbol is ILocalSymbol or IParameterSymbol)
            {
                bool isDeclared = symbol.DeclaringSyntaxReferences.FirstOrDefault()?.Span.End <= position;
                if (!isDeclared
                    || WrittenNames.Contains(loop.Operation.Syntax, name.Identifier.ValueText, CancellationToken.None)
                    || WrittenNames.Contains(member, name.Identifier.ValueText, CancellationToken.None) && position < loop.Operation.Syntax.SpanStart
                    || !semanticModel.LookupSymbols(position, name: symbol.Name).Contains(symbol, SymbolEqualityComparer.Default))
                {
                    return null;
                }
            }
            else if (symbol is IFieldSymbol { IsConst: false } or IPropertySymbol
                && position < loop.Operation.Syntax.SpanStart != FunctionOf(bound).Span.Contains(position)
                && !IsSetBefore(symbol, position, bound.SyntaxTree))
            {
                return null;
            }
        }

        return bound;
    }

    // A field that a later statement fills is still empty at the position.
    private static bool IsSetBefore(ISymbol member, int position, SyntaxTree tree) =>
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
    /// How often the loop goes round, by the count of the collection that it goes through; <see langword="null"/> where that
    /// cannot be asked for at the position.
    /// </summary>
    public static string? CountAt(TrainingLoop batches, SemanticModel semanticModel, int position)
    {
        ExpressionSyntax? source = batches.Operation is IForEachLoopOperation { Collection: var collection }
            ? collection.Syntax as ExpressionSyntax
            : null;
        if (source is not (IdentifierNameSyntax or MemberAccessExpressionSyntax)
            || source.SyntaxTree != semanticModel.SyntaxTree
            || !source.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().All(name => IsKnownAt(name, semanticModel, position))
            || semanticModel.GetTypeInfo(source).Type is not { } type)
        {
            return null;
        }

        foreach (string member in new[] { "Count", "Length" })
        {
            if (semanticModel.LookupSymbols(position, type, member).OfType<IPropertySymbol>().FirstOrDefault() is { } property)
            {
                return property.Type.SpecialType switch
                {
                    SpecialType.System_Int32 => $"{source}.{member}",
                    SpecialType.System_Int64 => $"(int){source}.{member}",
                    _ => null,
                };
            }
        }

        return null;
    }

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
