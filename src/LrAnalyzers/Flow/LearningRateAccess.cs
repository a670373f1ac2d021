using System.Linq;
using System.Threading;
using LrAnalyzers.ValueGraph;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LrAnalyzers.Flow;

/// <summary>Tells reading an optimizer's learning rate, as for a log, from setting it.</summary>
internal static class LearningRateAccess
{
    /// <summary>Whether the access may set a learning rate; reading one as a number is the only thing that surely does not.</summary>
    /// <param name="access">A reference to <c>ParamGroups</c>, <c>Options</c> or <c>LearningRate</c>.</param>
    public static bool MayWrite(IPropertyReferenceOperation access)
    {
        IOperation value = access;
        while (value.Parent is { } parent)
        {
            switch (parent)
            {
                case IAssignmentOperation assignment when assignment.Target == value:
                case IIncrementOrDecrementOperation:
                    return true;
                case IForEachLoopOperation loop when loop.Collection == value:
                    return WritesLearningRate(loop);
                case IInvocationOperation { Type: { } type } when IsNumber(type):
                    return false;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var group } } when !IsNumber(value.Type):
                    return !IsOnlyRead(group, parent.Syntax);
                case IExpressionStatementOperation or IAssignmentOperation or IVariableInitializerOperation:
                    return !IsNumber(value.Type);
                case IInterpolationOperation or IBinaryOperation:
                    return false;
                case IAnonymousFunctionOperation or IReturnOperation or IBlockOperation:
                    return !IsNumber(value.Type);
            }

            if (IsNumber(value.Type) && parent is not IConversionOperation)
            {
                // A number is a copy; whatever happens to it does not reach the optimizer.
                return false;
            }

            value = parent;
        }

        return true;
    }

    private static bool WritesLearningRate(IForEachLoopOperation loop) => loop.Body.Syntax.DescendantNodesAndSelf().Any(node =>
        node is AssignmentExpressionSyntax
        || node is ArgumentSyntax { Expression: not (LiteralExpressionSyntax or MemberAccessExpressionSyntax or InterpolatedStringExpressionSyntax) }
        // `group.Decay();`
        || node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax receiver } }
            && loop.Locals.Any(group => group.Name == receiver.Identifier.ValueText));

    // `var group = optimizer.ParamGroups.First(); Console.WriteLine(group.LearningRate);`
    private static bool IsOnlyRead(ILocalSymbol group, SyntaxNode declaration) =>
        ProjectFacts.Identifiers(CodeBase.MemberOf(declaration), group.Name, CancellationToken.None).All(use =>
            use.Parent is VariableDeclaratorSyntax
            || use.Parent is IdentifierNameSyntax { Parent: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "LearningRate" or "InitialLearningRate" } rate } name
                && rate.Expression == name
                && rate.Parent is not null
                && WrittenNames.TargetOf(rate.Parent) != rate);

    private static bool IsNumber(ITypeSymbol? type) =>
        type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Int32 or SpecialType.System_String;
}
