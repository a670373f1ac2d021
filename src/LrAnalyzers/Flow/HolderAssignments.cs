using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LrAnalyzers.Flow;

/// <summary>Tells a variable that holds one object for good from one that is given another on the way.</summary>
internal static class HolderAssignments
{
    /// <summary>Whether a local, field or property is given a value in more than one place. By name, so rather too often.</summary>
    public static bool AreSeveral(ISymbol holder, CancellationToken cancellationToken)
    {
        if (holder is not (ILocalSymbol or IFieldSymbol or IPropertySymbol)
            || holder.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not { } declaration)
        {
            return false;
        }

        SyntaxNode scope = holder is ILocalSymbol
            ? CodeBase.MemberOf(declaration)
            : declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? declaration;
        int assignments = ProjectFacts.Identifiers(scope, holder.Name, cancellationToken).Count(IsAssigned);
        ExpressionSyntax? initializer = (declaration as VariableDeclaratorSyntax)?.Initializer?.Value ?? (declaration as PropertyDeclarationSyntax)?.Initializer?.Value;
        // `null`, `null!` and `default` hold nothing.
        bool isInitialized = initializer is not (null or LiteralExpressionSyntax or PostfixUnaryExpressionSyntax { Operand: LiteralExpressionSyntax });
        return assignments + (isInitialized ? 1 : 0) > 1;
    }

    // `holder = …`, `this.holder = …`
    private static bool IsAssigned(SyntaxToken name)
    {
        SyntaxNode? target = name.Parent is SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } && access.Name == name.Parent ? access : name.Parent;
        return target?.Parent is AssignmentExpressionSyntax assignment && assignment.Left == target;
    }
}
