using System.Linq;
using System.Threading;
using LrAnalyzers.Flow;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.CodeFixes.Training;

/// <summary>Leaves the methods that do nothing but create an object and return it.</summary>
internal static class CallingSide
{
    private const int MaximumCalls = 3;

    /// <summary>
    /// The call that stands for a creation where the object is used: of the method that returns it, if that is called from one
    /// place only. The creation itself where no method returns it.
    /// </summary>
    public static ExpressionSyntax Of(ExpressionSyntax creation, SemanticModel semanticModel, CodeBase code, CancellationToken cancellationToken)
    {
        for (int call = 0; call < MaximumCalls; call++)
        {
            SyntaxNode function = CallChain.FunctionOf(creation);
            if (function is not (MethodDeclarationSyntax or LocalFunctionStatementSyntax)
                || !IsReturned(creation, function)
                || semanticModel.GetDeclaredSymbol(function, cancellationToken) is not IMethodSymbol method
                || code.ReferencesTo(method, cancellationToken) is not { Count: 1 } references
                || references[0] is not IInvocationOperation { Syntax: InvocationExpressionSyntax invocation })
            {
                break;
            }

            creation = invocation;
            semanticModel = code.ModelOf(invocation.SyntaxTree);
        }

        return creation;
    }

    /// <summary>Whether a function returns what it creates: at once, also in a tuple, or from the local that holds it.</summary>
    public static bool IsReturned(ExpressionSyntax creation, SyntaxNode function) => Result(creation) is var result && result.Parent switch
    {
        ReturnStatementSyntax or ArrowExpressionClauseSyntax => true,
        ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: ReturnStatementSyntax or ArrowExpressionClauseSyntax } } => true,
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } local } => Returns(function, local.Identifier.ValueText),
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax local } assignment when assignment.Right == result => Returns(function, local.Identifier.ValueText),
        _ => false,
    };

    /// <summary>What an expression comes to that chooses from several: the arms of a factory.</summary>
    public static ExpressionSyntax Result(ExpressionSyntax creation)
    {
        while (creation.Parent is SwitchExpressionArmSyntax { Parent: ExpressionSyntax } or ParenthesizedExpressionSyntax or CastExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression }
            || creation.Parent is ConditionalExpressionSyntax choice && choice.Condition != creation)
        {
            creation = creation.Parent as ExpressionSyntax ?? (ExpressionSyntax)creation.Parent.Parent!;
        }

        return creation;
    }

    private static bool Returns(SyntaxNode function, string local) => function.DescendantNodes()
        .OfType<ReturnStatementSyntax>()
        .Any(result => (result.Expression is TupleExpressionSyntax tuple ? tuple.Arguments.Select(part => part.Expression) : [result.Expression!])
            .Any(returned => returned is IdentifierNameSyntax name && name.Identifier.ValueText == local));
}
